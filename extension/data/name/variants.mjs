// variants.mjs: writes the C table of names that are one name.
//
//	node variants.mjs variants.txt titles.txt > ../../core/name_variant_data.c
//
// The same input gives the same bytes.

import { readFileSync } from 'node:fs';

const [variantsPath, titlesPath] = process.argv.slice(2);

// What one is to the other; name_variant.c tells what each costs.
const SPELLING = 0;
const SHORT = 1;
const BOTH_SHORT = 2;
const KINDS = 4;

const linesOf = (path) => readFileSync(path, 'utf8').split('\n')
	.filter((line) => line !== '' && !line.startsWith('#'));
const wordsOf = (text) => (text ?? '').split(' ').filter((word) => word !== '');

function fail(message) {
	process.stderr.write(`variants: ${message}\n`);
	process.exit(1);
}

const byBytes = (a, b) => (a < b ? -1 : Number(a > b));

// Both ways, in the closest relation that any line tells.
const relations = new Map();
function relate(a, b, kind) {
	for (const [from, to] of [[a, b], [b, a]]) {
		if (!relations.has(from))
			relations.set(from, new Map());
		const known = relations.get(from).get(to) ?? KINDS;
		relations.get(from).set(to, Math.min(known, kind));
	}
}

for (const line of linesOf(variantsPath)) {
	const [names, forms] = line.split(':').map(wordsOf);
	const all = [...names, ...(forms ?? [])];
	if (all.length < 2 || all.some((word) => !/^[a-z]{2,32}$/.test(word)))
		fail(`no line of folded words: ${line}`);
	all.forEach((a, i) => all.slice(i + 1).forEach((b, j) => {
		const behind = i + 1 + j >= names.length;
		if (a !== b)
			relate(a, b, i >= names.length ? BOTH_SHORT : behind ? SHORT : SPELLING);
	}));
}

const words = [...relations.keys()].sort(byBytes);
const placeOf = new Map(words.map((word, place) => [word, place]));
if (words.length * KINDS > 65535)
	fail('too many words for 16 bits');

function array(declaration, items) {
	const lines = [];
	let line = '';
	for (const item of items) {
		if (line.length + item.length + 5 > 79) {
			lines.push(`\t${line}`);
			line = '';
		}
		line += `${line && ' '}${item},`;
	}
	return `${declaration} = {\n${[...lines, `\t${line}`].join('\n')}\n};\n`;
}

const starts = [0];
const related = [];
for (const word of words) {
	const others = [...relations.get(word)].sort((a, b) => a[1] - b[1] || byBytes(a[0], b[0]));
	related.push(...others.map(([other, kind]) => placeOf.get(other) * KINDS + kind));
	starts.push(related.length);
}
if (related.length > 65535)
	fail('too many relations for 16 bits');

const titles = linesOf(titlesPath).sort(byBytes);
process.stdout.write([
	'/*\n * name_variant_data.c: made by data/name/variants.mjs from variants.txt and\n'
	+ ' * titles.txt. Do not edit.\n */\n#include "name_variant_data.h"\n',
	`const int name_variant_words = ${words.length};\n`,
	array('const char *const name_variant_word[]', words.map((word) => `"${word}"`)),
	array('const uint16_t name_variant_start[]', starts.map(String)),
	array('const uint16_t name_variant_related[]', related.map(String)),
	`const int name_titles = ${titles.length};\n`,
	array('const char *const name_title[]', titles.map((word) => `"${word}"`)),
].join('\n'));
