// check.mjs: proves the runs of every calling code and language against the
// longest prefix, read straight off the tables of this folder.
//
//	node check.mjs ../phone/metadata.json ROUNDS

import { readFileSync } from 'node:fs';
import { longest, rowAt, runsOf } from './build.mjs';
import { mapOf } from './tables.mjs';

const [path, rounds] = process.argv.slice(2);
const metadata = JSON.parse(readFileSync(path, 'utf8'));

let state = 1;
function random(n) {
	state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
	return (state >>> 8) % n;
}

// Digits that begin like a prefix, often one digit off or cut short.
function near(prefix) {
	let digits = prefix;
	while (digits.length < 12 && random(5))
		digits += random(10);
	if (random(3) === 0 && digits) {
		const at = random(digits.length);
		digits = digits.slice(0, at) + random(10) + digits.slice(at + 1);
	}
	return digits.slice(0, random(4) ? undefined : random(digits.length + 1));
}

for (const kind of ['carrier', 'location', 'timezone']) {
	const { codes } = mapOf(`${kind}.tsv`, metadata);
	const built = [...codes].map(([code, languages]) => {
		const maps = [...languages.values()];
		return { code, maps, prefixes: maps.flatMap((names) => [...names.keys()]), ...runsOf(maps) };
	});
	for (let i = 0; i < Number(rounds); i++) {
		const { code, maps, prefixes, runs, rows } = built[i % built.length];
		const digits = near(prefixes[random(prefixes.length)]);
		const row = rows[rowAt(runs, digits)];
		maps.forEach((names, column) => {
			if (row[column] !== longest(names, digits))
				throw new Error(`${kind}: +${code} ${digits} is ${longest(names, digits)}, not ${row[column]}`);
		});
	}
	console.log(`${rounds} numbers found alike: ${kind}`);
}
