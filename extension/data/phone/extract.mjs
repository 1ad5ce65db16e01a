// extract.mjs: reads the metadata out of npm google-libphonenumber's bundle, or
// out of libphonenumber's own source, and writes it as canonical JSON with
// named fields.
//
//	node extract.mjs dist/libphonenumber.js "google-libphonenumber VERSION"
//	node extract.mjs metadatafortesting.js "libphonenumber VERSION, for tests"
//
// Every field number must be listed in fields.mjs; an unknown one stops the update.

import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { DESCRIBED, DESCRIPTION, FIELDS, FLAGS, FORMAT, SHORT_FIELDS } from './fields.mjs';

// The balanced literal that starts at a brace, strings skipped.
function literal(source, start) {
	let depth = 0;
	let quote = null;
	for (let i = start; i < source.length; i++) {
		const c = source[i];
		if (quote) {
			if (c === '\\')
				i++;
			else if (c === quote)
				quote = null;
		} else if (c === '"' || c === "'")
			quote = c;
		else if ('{[('.includes(c))
			depth++;
		else if ('}])'.includes(c) && --depth === 0)
			return source.slice(start, i + 1);
	}
	throw new Error(`unbalanced literal at ${start}`);
}

function evaluate(source) {
	return runInContext(`(${source})`, createContext(Object.create(null)), { timeout: 10000 });
}

function named(array, fields, where) {
	const entry = {};
	array.forEach((value, index) => {
		if (value === null || value === undefined)
			return;
		const name = fields[index];
		if (!name)
			throw new Error(`unknown field ${index} in ${where}`);
		entry[name] = FLAGS.has(name) ? Boolean(value) : value;
	});
	return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function entity(array, fields, where) {
	const entry = named(array, fields, where);
	for (const [name, value] of Object.entries(entry)) {
		if (DESCRIBED.has(name))
			entry[name] = named(value, DESCRIPTION, `${where}.${name}`);
		else if (name === 'formats' || name === 'international_formats')
			entry[name] = value.map((format, i) => named(format, FORMAT, `${where}.${name}[${i}]`));
	}
	return entry;
}

function entities(table, fields, where) {
	return Object.keys(table).sort().map((key) => entity(table[key], fields, `${where}.${key}`));
}

// JSON with one member a line and lists of plain values on one line, so that
// the difference between two versions can be read.
function canonical(value, indent) {
	const list = Array.isArray(value);
	const inner = `${indent}\t`;
	if (typeof value !== 'object' || (list && value.every((item) => typeof item !== 'object')))
		return JSON.stringify(value);
	const members = list
		? value.map((item) => inner + canonical(item, inner))
		: Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${canonical(item, inner)}`);
	return `${list ? '[' : '{'}\n${members.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}

const [path, version] = process.argv.slice(2);
const source = readFileSync(path, 'utf8');

// The literals at all places where text stands before the brace.
function literals(pattern, wanted) {
	const found = [...source.matchAll(pattern)].map((match) => match.index + match[0].indexOf('{'));
	if (found.length !== wanted)
		throw new Error(`expected ${pattern} ${wanted} times, not ${found.length}`);
	return found.map((at) => evaluate(literal(source, at)));
}

// The bundle has lost the names of its tables; the first region stays.
const [numbers, short = {}] = source.includes('countryToMetadata = ')
	? literals(/countryToMetadata = \{/g, 1)
	: literals(/\{AC:\[/g, 2);
const [map] = literals(/\bmetadata\.countryCodeToRegionCodeMap ?= ?\{/g, 1);
const calling = {};
for (const [code, regions] of Object.entries(map))
	calling[code] = typeof regions === 'string' ? regions.split(' ') : [...regions];

process.stdout.write(`${canonical({
	version,
	calling_codes: calling,
	numbers: entities(numbers, FIELDS, 'numbers'),
	short_numbers: entities(short, SHORT_FIELDS, 'short_numbers'),
}, '')}\n`);
