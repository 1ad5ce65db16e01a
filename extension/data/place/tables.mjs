// tables.mjs: reads the tables of this folder.

import { readFileSync } from 'node:fs';
import { read, splitter } from './prefixes.mjs';

export function linesOf(path) {
	const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
	return { title: lines[0].slice(2), lines: lines.filter((line) => !line.startsWith('#')) };
}

// Calling code -> language -> Map of prefixes behind the code to names.
export function mapOf(path, metadata) {
	const split = splitter(metadata);
	const { title, lines } = linesOf(path);
	const codes = new Map();
	for (const line of lines) {
		const [language, name, prefixes] = line.split('\t');
		for (const prefix of read(prefixes)) {
			const [code, rest] = split(prefix);
			if (!codes.has(code))
				codes.set(code, new Map());
			const languages = codes.get(code);
			if (!languages.has(language))
				languages.set(language, new Map());
			if (languages.get(language).has(rest))
				throw new Error(`${path}: two names of ${prefix} in ${language}`);
			languages.get(language).set(rest, name);
		}
	}
	return { title, codes };
}
