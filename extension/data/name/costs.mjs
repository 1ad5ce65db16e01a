// costs.mjs: writes the C table of what it costs to take a letter for another.
//
//	node costs.mjs letters_alike.tsv > ../../core/name_cost_data.c
//
// Letters that sound alike are told by the file, those that stand beside one
// another on a keyboard are computed here; the cheaper one counts.

import { readFileSync } from 'node:fs';

const EDIT = 16; // NAME_COST_EDIT
const NEIGHBOUR = 11;
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const OFFSETS = [0, 0.25, 0.75]; // of the rows, in widths of a key
const A = 'a'.charCodeAt(0);

const cost = Array.from({ length: 26 }, (_, i) =>
	Array.from({ length: 26 }, (__, j) => (i === j ? 0 : EDIT)));

function lower(a, b, value) {
	const [i, j] = [a.charCodeAt(0) - A, b.charCodeAt(0) - A];
	cost[i][j] = cost[j][i] = Math.min(cost[i][j], value);
}

for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
	const [pair, value] = line.split('\t');
	if (line !== '' && !line.startsWith('#'))
		lower(pair[0], pair[1], Number(value));
}

const keys = ROWS.flatMap((row, y) => [...row].map((letter, x) => ({ letter, x: x + OFFSETS[y], y })));
for (const a of keys)
	for (const b of keys)
		if (a !== b && Math.abs(a.y - b.y) <= 1 && Math.abs(a.x - b.x) <= 1)
			lower(a.letter, b.letter, NEIGHBOUR);

process.stdout.write('/*\n * name_cost_data.c: made by data/name/costs.mjs from letters_alike.tsv.'
	+ '\n * Do not edit.\n */\n#include "name_cost_data.h"\n\n'
	+ 'const uint8_t name_letter_cost[26][26] = {\n'
	+ cost.map((row) => `\t{${row.join(', ')}},\n`.replace(/(.{60,75}), /, '$1,\n\t')).join('') + '};\n');
