// build.mjs: from prefixes to runs, all in memory.
//
// A key is the first eight digits behind the calling code as nibbles, digit d
// as d + 2 and 0 where the number has ended. What the longest prefix of a
// number says is then a step function of its key: a run is a key from which
// on, up to the next run, all numbers have the same names.

export const KEY_DIGITS = 8;

export function keyOf(digits) {
	let key = 0;
	for (let i = 0; i < KEY_DIGITS; i++)
		key = key * 16 + (i < digits.length ? Number(digits[i]) + 2 : 0);
	return key;
}

// Where the step function of a Map of prefixes steps: [[key, name or ''], ...].
export function stepsOf(names) {
	const steps = [[0, '']];
	const open = [];
	const step = (key, name) => {
		if (steps.at(-1)[0] === key)
			steps.pop();
		if (steps.at(-1)?.[1] !== name)
			steps.push([key, name]);
	};
	const close = () => {
		const prefix = open.pop();
		step(keyOf(prefix) + 16 ** (KEY_DIGITS - prefix.length), names.get(open.at(-1)) ?? '');
	};
	for (const prefix of [...names.keys()].sort()) {
		if (prefix.length > KEY_DIGITS)
			throw new Error(`prefix ${prefix} is too long`);
		while (open.length && !prefix.startsWith(open.at(-1)))
			close();
		step(keyOf(prefix), names.get(prefix));
		open.push(prefix);
	}
	while (open.length)
		close();
	return steps.filter(([key]) => key < 16 ** KEY_DIGITS);
}

// The runs of one calling code: byLanguage has a Map of prefixes for each of
// its languages. A row is the list of names in the order of the languages;
// row 0 has none.
export function runsOf(byLanguage) {
	const steps = byLanguage.map(stepsOf);
	const keys = [...new Set(steps.flatMap((list) => list.map(([key]) => key)))].sort((a, b) => a - b);
	const rows = [byLanguage.map(() => '')];
	const known = new Map([[rows[0].join('\0'), 0]]);
	const at = steps.map(() => 0);
	const runs = [];
	for (const key of keys) {
		const row = steps.map((list, i) => {
			while (list[at[i] + 1]?.[0] <= key)
				at[i]++;
			return list[at[i]][1];
		});
		const text = row.join('\0');
		if (!known.has(text))
			known.set(text, rows.push(row) - 1);
		if (runs.at(-1)?.row !== known.get(text))
			runs.push({ key, row: known.get(text) });
	}
	return byFrequency(runs, rows);
}

// The same with the rows of many runs first, so that their numbers are short.
function byFrequency(runs, rows) {
	const count = rows.map(() => 0);
	runs.forEach(({ row }) => count[row]++);
	const order = [...rows.keys()].sort((a, b) => (b === 0) - (a === 0) || count[b] - count[a] || a - b);
	const place = [];
	order.forEach((row, at) => { place[row] = at; });
	return { runs: runs.map(({ key, row }) => ({ key, row: place[row] })), rows: order.map((row) => rows[row]) };
}

// The row of a number, as the C search finds it.
export function rowAt(runs, digits) {
	const key = keyOf(digits);
	let low = 0;
	for (let high = runs.length; high - low > 1;) {
		const middle = (low + high) >> 1;
		if (runs[middle].key <= key)
			low = middle;
		else
			high = middle;
	}
	return runs[low].row;
}

// What the longest prefix of a number says, read straight off the prefixes.
export function longest(names, digits) {
	for (let length = digits.length; length >= 0; length--) {
		const name = names.get(digits.slice(0, length));
		if (name !== undefined)
			return name;
	}
	return '';
}
