// generate.mjs: writes the C tables of carriers, places, time zones and
// countries from the tables of this folder.
//
//	node generate.mjs ../phone/metadata.json OUTPUT-FOLDER
//
// The same input gives the same bytes.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runsOf } from './build.mjs';
import { linesOf, mapOf } from './tables.mjs';

const [metadataPath, folder] = process.argv.slice(2);
const metadata = JSON.parse(readFileSync(metadataPath, 'utf8'));

// Other tags of a language, and what is read where a code has no names in it.
const ALIASES = { he: 'iw', in: 'id' };
const BROADER = { zh_Hant: 'zh' };

// Whose readers libphonenumber does not expect to read English.
const NO_ENGLISH = /^(zh|ja|ko)/;

function write(name, what, include, ...parts) {
	writeFileSync(join(folder, name), [
		`/* ${name}: ${what}\n *\n * Made by extension/data/place/generate.mjs.\n */\n`,
		...(include ? [`#include "${include}"\n`] : []),
		...parts,
	].join('\n'));
}

// The long arrays are written without spaces, which would be megabytes.
function array(declaration, items, space = ' ') {
	const lines = [];
	let line = '';
	for (const item of items) {
		if (line.length + space.length + item.length + 5 > 79) {
			lines.push(`\t${line}`);
			line = '';
		}
		line += `${line && space}${item},`;
	}
	return `${declaration} = {\n${[...lines, `\t${line}`].join('\n')}\n};\n`;
}

function quoted(text) {
	return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

// All names, each once; place 0 is the empty one.
class Pool {
	constructor() {
		this.places = new Map();
		this.size = 0;
		this.of('');
	}

	of(text) {
		if (!this.places.has(text)) {
			this.places.set(text, this.size);
			this.size += Buffer.byteLength(text) + 1;
		}
		return this.places.get(text);
	}
}

const country = linesOf('country.tsv');
const [, ...tags] = country.lines[0].split('\t');
const languages = ['en', ...tags.filter((tag) => tag !== 'en')];
if (languages.length > 64)
	throw new Error('more languages than bits');
const pool = new Pool();

function languageNumber(tag) {
	const number = tag === '' ? 0 : languages.indexOf(tag);
	if (number < 0)
		throw new Error(`no country has a name in ${tag}`);
	return number;
}

function codeTables(languagesOfCode) {
	const numbers = [...languagesOfCode.keys()].map((tag) => [languageNumber(tag), languagesOfCode.get(tag)])
		.sort((a, b) => a[0] - b[0]);
	const { runs, rows } = runsOf(numbers.map(([, names]) => names));
	if (rows.length > 0xffff)
		throw new Error('more rows than a run can name');
	return { mask: numbers.reduce((mask, [number]) => mask | 1n << BigInt(number), 0n), runs, rows };
}

// One map: codes[0] stands for all calling codes that it does not have.
function writeMap(kind, what) {
	const { title, codes } = mapOf(`${kind}.tsv`, metadata);
	const index = new Array(1000).fill(0);
	const table = [];
	const high = [];
	const first = [];
	const low = [];
	const row = [];
	const names = [];
	const add = ({ mask, runs, rows }) => {
		table.push(`{${high.length}, ${names.length}, 0x${mask.toString(16)}}`);
		for (const run of runs) {
			const half = run.key >>> 16;
			if (run === runs[0] || high.at(-1) !== half) {
				high.push(half);
				first.push(low.length);
			}
			low.push(run.key & 0xffff);
			row.push(run.row);
		}
		names.push(...rows.flat().map((name) => pool.of(name)));
	};
	add({ mask: 0n, runs: [{ key: 0, row: 0 }], rows: [] });
	for (const code of [...codes.keys()].map(Number).sort((a, b) => a - b)) {
		index[code] = table.length;
		add(codeTables(codes.get(String(code))));
	}
	if (table.length > 256)
		throw new Error('more calling codes than the index can name');
	table.push(`{${high.length}, ${names.length}, 0}`);
	first.push(low.length);
	write(`phone_${kind}_data.c`, `${what}\n *\n * Facts: ${title}`, 'phone_place_tables.h',
		array('static const uint8_t code_index[1000]', index.map(String)),
		array(`static const struct phone_place_code codes[${table.length}]`, table),
		array(`static const uint16_t high[${high.length}]`, high.map(String), ''),
		array(`static const uint32_t run[${first.length}]`, first.map(String), ''),
		array(`static const uint16_t low[${low.length}]`, low.map(String), ''),
		array(`static const uint16_t row[${row.length}]`, row.map(String), ''),
		array(`static const uint32_t name[${names.length}]`, names.map(String), ''),
		array(`const struct phone_place_map phone_${kind}_map`, ['code_index', 'codes', 'high', 'run', 'low', 'row', 'name']));
}

writeMap('carrier', 'who number ranges were allocated to');
writeMap('location', 'places that numbers belong to');
writeMap('timezone', 'time zones that numbers may be in');

const portable = new Set(linesOf('portable.txt').lines.join(' ').split(' '));
if (country.lines.length > 256)
	throw new Error('more countries than the index can name');
const countries = country.lines.slice(1).map((line) => {
	const [region, ...names] = line.split('\t');
	const name = (tag) => names[tags.indexOf(tag)] || names[tags.indexOf('en')];
	return { region, names: languages.map((tag) => pool.of(name(tag))) };
});
for (const region of portable)
	if (!countries.some((known) => known.region === region))
		throw new Error(`portable numbers in the unknown region ${region}`);

// An array over two letters, the first of which is base, of [letters, number].
function byLetters(base, pairs) {
	const index = new Array(26 * 26).fill(0);
	const at = (letter) => letter.charCodeAt(0) - base.charCodeAt(0);
	for (const [letters, number] of pairs)
		if (letters.length === 2)
			index[at(letters[0]) * 26 + at(letters[1])] = number;
	return index.map(String);
}

write('phone_country_data.c', `countries and languages\n *\n * Facts: ${country.title}`, 'phone_place_tables.h',
	array('const uint8_t phone_language_index[26 * 26]', byLetters('a', [
		...languages.map((tag, number) => [tag, number]),
		...Object.entries(ALIASES).map(([tag, language]) => [tag, languages.indexOf(language)]),
	])),
	array('const struct phone_language phone_languages[PHONE_LANGUAGES]', languages.map((tag) =>
		`{${languages.indexOf(BROADER[tag] ?? tag)}, ${!NO_ENGLISH.test(tag)}}`)),
	array('const uint8_t phone_country_index[26 * 26]',
		byLetters('A', countries.map(({ region }, number) => [region, number + 1]))),
	array('const bool phone_country_portable[PHONE_COUNTRIES]', countries.map(({ region }) =>
		String(portable.has(region)))),
	`const uint32_t phone_country_names[PHONE_COUNTRIES][PHONE_LANGUAGES] = {\n${
		countries.map(({ names }) => array('', names.map(String)).slice(' = '.length, -2).replace('\n}', '},')
			.replace('{\n\t', '\t{')).join('\n')}\n};\n`);

write('phone_place_data.c', 'names of carriers, places, time zones and countries', 'phone_place_tables.h',
	`const char phone_place_text[] =\n${[...pool.places.keys()].map((text) => `\t${quoted(text).slice(0, -1)}\\0"`).join('\n')};\n`);

write('phone_place_data.h', 'sizes of the generated tables', null, [
	`#define PHONE_COUNTRIES\t${countries.length}`,
	`#define PHONE_LANGUAGES\t${languages.length}`,
	`#define PHONE_TRADITIONAL_CHINESE\t${languages.indexOf('zh_Hant')}`,
	''].join('\n'));
