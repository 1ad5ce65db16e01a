// generate.mjs: writes the C tables of the phone core from metadata.json.
//
//	node generate.mjs metadata.json OUTPUT-FOLDER [UnicodeData.txt]
//
// The same input gives the same bytes. Metadata for tests have no short numbers
// and need no Unicode: then those tables are not written.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	TYPE_FIELDS, callingCodes, domesticMachine, formatMachine, generalMachine, lengthMask, prefixMachine,
	shortMachine, worldMachine,
} from './build.mjs';
import { stages } from './unicode.mjs';

const [metadataPath, folder, unicodePath] = process.argv.slice(2);
const metadata = JSON.parse(readFileSync(metadataPath, 'utf8'));
const RUN_MAX = 11;
const sizes = { EXTRA_CODES: 0, SHORT_LABELS: 0, SHORT_POOL: 0, SHORT_ROWS: 0 };

function banner(name, what) {
	return `/* ${name}: ${what}\n *\n * Made by extension/data/phone/generate.mjs from ${metadata.version}.\n */\n`;
}

function write(name, what, ...parts) {
	const text = [banner(name, what), '#include "phone_tables.h"\n', ...parts].join('\n');
	writeFileSync(join(folder, name), text);
}

function lines(items, width = 79) {
	const out = [];
	let line = '';
	for (const item of items) {
		if (line.length + item.length + 2 + 3 > width) {
			out.push(`\t${line}`);
			line = '';
		}
		line += (line ? ' ' : '') + item + ',';
	}
	if (line)
		out.push(`\t${line}`);
	return out.join('\n');
}

function array(declaration, items) {
	return `const ${declaration} = {\n${lines(items)}\n};\n`;
}

function table(declaration, rows) {
	return `const ${declaration} = {\n${rows.map((row) => `\t{${row}},`).join('\n')}\n};\n`;
}

// Most columns of a row equal their neighbours.
function runs(row) {
	const out = [];
	for (let from = 0, to; from < row.length; from = to) {
		for (to = from + 1; to < row.length && to < from + RUN_MAX && row[to] === row[from]; to++)
			;
		out.push(to - from > 1 ? `X${to - from}(${row[from]})` : String(row[from]));
	}
	return out;
}

function runMacros() {
	const macros = ['#define X2(state)\tstate, state'];
	for (let count = 3; count <= RUN_MAX; count++)
		macros.push(`#define X${count}(state)\tX${count - 1}(state), state`);
	return `/* So many columns alike. */\n${macros.join('\n')}\n`;
}

function machineTables(prefix, machine) {
	const name = prefix.toUpperCase();
	sizes[`${name}_ROWS`] = machine.rows.length;
	sizes[`${name}_POOL`] = machine.pool.length;
	return [
		runMacros(),
		`const uint16_t phone_${prefix}_rows[PHONE_${name}_ROWS][PHONE_COLUMNS] = {\n` +
			`${machine.rows.map((row) => `\t{\n${lines(runs(row))}\n\t},`).join('\n')}\n};\n`,
		array(`uint16_t phone_${prefix}_pool[PHONE_${name}_POOL]`, machine.pool.map(String)),
	];
}

function quoted(text) {
	return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

const codes = callingCodes(metadata);
const entities = codes.flatMap((code) => code.entities);
if (entities.length !== metadata.numbers.length || entities.length > 254 || codes.length > 254)
	throw new Error('regions and calling codes do not fit each other');
entities.forEach((entity, index) => { entity.index = index; });

const world = worldMachine(codes);
sizes.WORLD_LABELS = world.labels.length;
write('phone_world_data.c', 'type and region of every number', ...machineTables('world', world.machine),
	table('struct phone_world_label phone_world_labels[PHONE_WORLD_LABELS]',
		world.labels.map(([type, region]) => `PHONE_${type}, ${quoted(region)}`)));

write('phone_general_data.c', 'the general pattern of every plan', ...machineTables('general', generalMachine(entities)));

write('phone_domestic_data.c', 'numbers that cannot be dialled from abroad',
	...machineTables('domestic', domesticMachine(entities)));

const prefixes = prefixMachine(entities);
sizes.PREFIX_STATES = prefixes.machine.branches.length;
sizes.TRANSFORM_COUNT = prefixes.transforms.length;
write('phone_prefix_data.c', 'international and national prefixes',
	table('struct phone_prefix_state phone_prefix_states[PHONE_PREFIX_STATES]',
		prefixes.machine.branches.map(({ children, here, end }) =>
			`{${children.map((child) => child.state).join(', ')}}, ${here}, ${end || here}`)),
	table('struct phone_transform phone_transforms[PHONE_TRANSFORM_COUNT]',
		prefixes.transforms.map(({ prefix, from, length }) => `${quoted(prefix)}, ${from}, ${length}`)));

const formats = formatMachine(codes);
const places = [];
let shapes = '';
for (const shape of formats.shapes) {
	places.push(shapes.length);
	shapes += `${shape}\0`;
}
sizes.SHAPE_PAIRS = formats.pairs.length;
sizes.SHAPES_SIZE = shapes.length;
write('phone_format_data.c', 'the shapes numbers are written in', ...machineTables('format', formats.machine),
	table('struct phone_shape_pair phone_shape_pairs[PHONE_SHAPE_PAIRS]',
		formats.pairs.map(([national, international]) => `${places[national]}, ${places[international]}`)),
	array('char phone_shapes[PHONE_SHAPES_SIZE]',
		[...shapes].map((c) => (c >= ' ' ? `'${c}'` : String(c.charCodeAt(0))))));

sizes.PLAN_COUNT = entities.length;
sizes.CODE_COUNT = codes.length;
const starts = Array.from({ length: 4096 }, (_, nibbles) => {
	const digits = [nibbles >> 8, nibbles >> 4 & 15, nibbles & 15].map((nibble) => nibble - 2);
	const three = digits.every((digit) => digit >= 0 && digit <= 9) ? digits.join('') : '000';
	const index = codes.findIndex(({ code }) => three.startsWith(code));
	return `{${world.roots[Number(three)].state}, ${index < 0 ? codes.length : index}}`;
});
const regionIndex = new Array(26 * 26).fill(255);
for (const { id, index } of entities)
	if (/^[A-Z]{2}$/.test(id))
		regionIndex[(id.charCodeAt(0) - 65) * 26 + id.charCodeAt(1) - 65] = index;
write('phone_plan_data.c', 'numbering plans and calling codes',
	table('struct phone_plan phone_plans[PHONE_PLAN_COUNT]', codes.flatMap((code, codeIdx) => code.entities.map((entity) => [
		quoted(entity.id),
		`0x${lengthMask(entity.general.lengths).toString(16)}`,
		`0x${lengthMask(entity.general.local_lengths).toString(16)}`,
		entity.generalRoot.state, entity.domesticRoot.state, entity.iddRoot.state,
		entity.nationalRoot.state, codeIdx,
	].join(', ')))),
	table('struct phone_code phone_codes[PHONE_CODE_COUNT + 1]', codes.map((code) => [
		quoted(String(code.code)), quoted(code.entities.length > 1 ? '' : code.entities[0].id),
		String(code.code).length, code.entities[0].index, code.code, code.format.state,
		quoted(code.entities[0].preferred_extension_prefix ?? ' ext. '),
	].join(', ')).concat('"", "", 0, 0, 0, 0, ""')),
	array('struct phone_start phone_starts[4096]', starts),
	array('uint8_t phone_region_index[26 * 26]', regionIndex.map(String)));

function writeShortNumbers() {
	const byRegion = new Map(metadata.short_numbers.map((entity) => [entity.id, entity]));
	const short = shortMachine(metadata.short_numbers);
	if (metadata.short_numbers.some(({ id }) => !entities.some((entity) => entity.id === id)))
		throw new Error('short numbers of an unknown region');
	sizes.SHORT_LABELS = short.labels.length;
	const flags = (names) => names.map((name) => `PHONE_SHORT_${name}`).join(' | ') || '0';
	write('phone_short_data.c', 'short numbers of every region', ...machineTables('short', short.machine),
		array('uint16_t phone_short_labels[PHONE_SHORT_LABELS]', short.labels.map(flags)),
		table('struct phone_short_plan phone_short_plans[PHONE_PLAN_COUNT]', entities.map(({ id }) => {
			const entity = id === '001' ? undefined : byRegion.get(id);
			return entity ? `${entity.shortRoot.state}, 0x${lengthMask(entity.general.lengths).toString(16)}` : '0, 0';
		})));
}

// Short numbers that the metadata lacks. One that it has must leave the list.
function writeExtraCodes() {
	const rows = readFileSync(new URL('codes.tsv', import.meta.url), 'utf8').split('\n')
		.filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
	for (const [region, digits, what, source] of rows) {
		const entity = metadata.short_numbers.find(({ id }) => id === region);
		if (!entity || !/^\d{1,12}$/.test(digits) || !what || !source)
			throw new Error(`bad short number ${region} ${digits}`);
		if (new RegExp(`^(?:${entity.short_code.pattern})$`).test(digits))
			throw new Error(`${region} ${digits} is in the metadata`);
	}
	sizes.EXTRA_CODES = rows.length;
	write('phone_codes_data.c', 'short numbers that the metadata lacks, from codes.tsv',
		table('struct phone_extra_code phone_extra_codes[PHONE_EXTRA_CODES]',
			rows.map(([region, digits]) => `${quoted(region)}, ${quoted(digits)}`)));
}

function writeUnicode() {
	const { index, blocks } = stages(readFileSync(unicodePath, 'utf8'));
	write('phone_unicode_data.c', 'kinds of characters',
		array('uint8_t phone_kind_index[0x110000 >> 7]', index.map(String)),
		array(`uint8_t phone_kinds[${blocks.length}]`, blocks.map(String)));
}

if (metadata.short_numbers.length) {
	writeShortNumbers();
	writeExtraCodes();
}
if (unicodePath)
	writeUnicode();

const examples = [];
let exampleText = '\0';
for (const entity of entities)
	examples.push(TYPE_FIELDS.map((name) => {
		const example = name && entity[name]?.example;
		if (!example)
			return 0;
		let place = exampleText.indexOf(`\0${example}\0`) + 1;
		if (!place) {
			place = exampleText.length;
			exampleText += `${example}\0`;
		}
		return place;
	}).join(', '));
sizes.EXAMPLE_SIZE = exampleText.length;
write('phone_example_data.c', 'an example of every type of number',
	table('uint16_t phone_examples[PHONE_PLAN_COUNT][PHONE_UNKNOWN]', examples),
	array('char phone_example_text[PHONE_EXAMPLE_SIZE]', [...exampleText].map((c) => (c === '\0' ? '0' : `'${c}'`))));

// The guard lets a compiler be given another set of tables first.
writeFileSync(join(folder, 'phone_tables_data.h'), `${banner('phone_tables_data.h', 'sizes of the generated tables')}#ifndef PHONE_TABLES_DATA_H
#define PHONE_TABLES_DATA_H

#define PHONE_METADATA_VERSION\t${quoted(metadata.version)}
${Object.entries(sizes).sort().map(([name, size]) => `#define PHONE_${name}\t${size}`).join('\n')}

#endif
`);
