// prefixes.mjs: sets of prefixes as they are written in the tables of this
// folder: those that differ in their last digit alone are one word, 91[24-6].

function digitsOf(set) {
	if (set.length === 1)
		return set;
	return `[${set.replace(/\d+/g, (run) => {
		const parts = [];
		for (let from = 0, to; from < run.length; from = to + 1) {
			for (to = from; Number(run[to + 1]) === Number(run[to]) + 1;)
				to++;
			parts.push(to - from < 2 ? run.slice(from, to + 1) : `${run[from]}-${run[to]}`);
		}
		return parts.join('');
	})}]`;
}

export function written(prefixes) {
	const groups = new Map();
	for (const prefix of [...prefixes].sort()) {
		const stem = prefix.slice(0, -1);
		groups.set(stem, (groups.get(stem) ?? '') + prefix.at(-1));
	}
	return [...groups].map(([stem, set]) => stem + digitsOf(set)).sort().join(' ');
}

export function read(text) {
	return text.split(' ').flatMap((word) => {
		const [, stem, last, set] = /^(\d*)(?:(\d)|\[([\d-]+)\])$/.exec(word);
		const digits = last ?? set.replace(/(\d)-(\d)/g, (range, from, to) =>
			'0123456789'.slice(Number(from), Number(to) + 1));
		return [...digits].map((digit) => stem + digit);
	});
}

// The calling code that a full prefix begins with; no code begins another.
export function splitter(metadata) {
	const known = new Set(Object.keys(metadata.calling_codes));
	return (prefix) => {
		for (let length = 1; length <= 3; length++)
			if (known.has(prefix.slice(0, length)))
				return [prefix.slice(0, length), prefix.slice(length)];
		throw new Error(`no calling code begins ${prefix}`);
	};
}
