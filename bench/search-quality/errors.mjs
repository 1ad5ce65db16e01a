// errors.mjs: what goes wrong when people type a name

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function neighbours(letter) {
	const y = ROWS.findIndex((row) => row.includes(letter));
	const x = ROWS[y]?.indexOf(letter) ?? -1;

	return x < 0 ? LETTERS : [-1, 0, 1]
		.flatMap((dy) => [-1, 0, 1].map((dx) => ROWS[y + dy]?.[x + dx]))
		.filter((other) => other !== undefined && other !== letter).join('');
}

const EDITS = [
	(text, i) => text.slice(0, i) + text.slice(i + 1),
	(text, i) => text.slice(0, i) + text[i] + text.slice(i),
	(text, i, random) => text.slice(0, i) + random.pick(LETTERS) + text.slice(i),
	(text, i, random) => text.slice(0, i) + random.pick(neighbours(text[i])) + text.slice(i + 1),
	(text, i, random) => text.slice(0, i) + random.pick(LETTERS) + text.slice(i + 1),
	(text, i) => text.slice(0, i) + text[i + 1] + text[i] + text.slice(i + 2),
	(text, i) => text.slice(0, i) + text[i + 1] + text[i] + text.slice(i + 2),
];

// One edit inside a word; the edits are as frequent as one another, but that
// a swap counts twice, and that half of the wrong letters are neighbours.
export function mistype(text, random) {
	for (;;) {
		const i = random.below(text.length);
		const swaps = i + 1 < text.length && text[i + 1] !== ' ';
		const edited = random.pick(EDITS.slice(0, swaps ? 7 : 5))(text, i, random);

		if (text[i] !== ' ' && edited !== text && !/(^| )( |$)/.test(edited))
			return edited;
	}
}

// A space too few, or one inside a word.
export function misplaceSpace(text, random) {
	const spaces = [...text].flatMap((c, i) => (c === ' ' ? [i] : []));
	const inside = [...text].flatMap((c, i) =>
		(/^[a-z]{2}$/.test(text.slice(i - 1, i + 1)) && i > 1 && i + 1 < text.length ? [i] : []));

	if (spaces.length > 0 && random.next() < 0.5) {
		const i = random.pick(spaces);
		return text.slice(0, i) + text.slice(i + 1);
	}
	const i = random.pick(inside);
	return `${text.slice(0, i)} ${text.slice(i)}`;
}

export function gibberish(random) {
	return Array.from({ length: 6 + random.below(4) }, () => random.pick(LETTERS)).join('');
}
