// unicode.mjs: the classes of characters that the text of a number is read by,
// out of UnicodeData.txt and libphonenumber's own lists.

const BLOCK = 128;
const TWO_BYTES = 0x800;
const POINTS = 0x110000;

// Kinds 1 to 10 are the decimal digits; the others follow, in the order of
// enum phone_kind. A letter or number of Unicode has the flag WORD besides.
const PUNCTUATION = 11;
const LETTER = 12;
const PLUS = 13;
const FORBIDDEN = 14;
const WORD = 0x80;

// What libphonenumber takes for punctuation outside of ASCII: no-break space,
// soft hyphen, zero width space, dashes, swung dash, word joiner, minus, tilde operator,
// ideographic space, prolonged sound mark, fullwidth ( ) - . / [ ]
const PUNCTUATION_RANGES = [
	[0xa0, 0xa0], [0xad, 0xad], [0x200b, 0x200b], [0x2010, 0x2015], [0x2053, 0x2053], [0x2060, 0x2060],
	[0x2212, 0x2212], [0x223c, 0x223c], [0x3000, 0x3000], [0x30fc, 0x30fc], [0xff08, 0xff09],
	[0xff0d, 0xff0f], [0xff3b, 0xff3b], [0xff3d, 0xff3d],
];
const FULLWIDTH_PLUS = 0xff0b;
// Long s and the Kelvin sign, which fold to s and k.
const FOLDED_LETTERS = [0x17f, 0x212a];
// Controls and non-characters, which its UTF-8 library refuses; the last two
// points of every plane come on top.
const FORBIDDEN_RANGES = [[0, 0x9f], [0xfdd0, 0xfdef]];

function* characters(text) {
	let first = null;
	for (const line of text.split('\n')) {
		const [code, name, category] = line.split(';');
		if (!code)
			continue;
		const point = parseInt(code, 16);
		if (name.endsWith(', First>'))
			first = point;
		else {
			yield { first: first ?? point, last: point, category };
			first = null;
		}
	}
}

function kinds(text) {
	const kind = new Uint8Array(POINTS);
	const digits = [];
	for (const { first, last, category } of characters(text)) {
		if (/^[LN]/.test(category))
			kind.fill(WORD, first, last + 1);
		if (category === 'Nd')
			digits.push(first);
	}
	digits.forEach((digit, i) => {
		if (digit !== digits[i - i % 10] + i % 10)
			throw new Error(`decimal digits are not in runs of ten at ${digit.toString(16)}`);
		kind[digit] |= 1 + i % 10;
	});
	const mark = (value, first, last = first) => {
		for (let point = first; point <= last; point++)
			kind[point] = kind[point] & WORD | value;
	};
	PUNCTUATION_RANGES.forEach((range) => mark(PUNCTUATION, ...range));
	mark(PLUS, FULLWIDTH_PLUS);
	FOLDED_LETTERS.forEach((letter) => mark(LETTER, letter));
	FORBIDDEN_RANGES.forEach((range) => mark(FORBIDDEN, ...range));
	for (let plane = 0; plane < POINTS; plane += 0x10000)
		mark(FORBIDDEN, plane + 0xfffe, plane + 0xffff);
	return kind;
}

// The kinds in two stages: blocks of 128 points, equal ones once, and the
// block of every 128 points. Those that UTF-8 writes in two bytes stand in
// their places, and are found without the first stage.
export function stages(text) {
	const kind = kinds(text);
	const known = new Map();
	const blocks = [];
	const index = [];
	for (let point = 0; point < POINTS; point += BLOCK) {
		const block = kind.subarray(point, point + BLOCK);
		const key = block.join();
		if (point < TWO_BYTES || !known.has(key)) {
			known.set(key, blocks.length / BLOCK);
			blocks.push(...block);
		}
		index.push(known.get(key));
	}
	if (blocks.length > 256 * BLOCK)
		throw new Error('too many blocks of characters');
	return { index, blocks };
}
