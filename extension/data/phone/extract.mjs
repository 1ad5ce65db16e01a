// extract.mjs: reads the metadata out of npm google-libphonenumber's bundle
// and writes it as canonical JSON with named fields.
//
//	node extract.mjs dist/libphonenumber.js VERSION > metadata.json
//
// Every field number must be listed below; an unknown one stops the update.

import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const FIELDS = {
	1: 'general', 2: 'fixed_line', 3: 'mobile', 4: 'toll_free', 5: 'premium_rate',
	6: 'shared_cost', 7: 'personal_number', 8: 'voip', 9: 'id', 10: 'country_code',
	11: 'international_prefix', 12: 'national_prefix', 13: 'preferred_extension_prefix',
	15: 'national_prefix_for_parsing', 16: 'national_prefix_transform_rule',
	17: 'preferred_international_prefix', 18: 'same_mobile_and_fixed_line_pattern',
	19: 'formats', 20: 'international_formats', 21: 'pager', 22: 'main_country_for_code',
	23: 'leading_digits', 24: 'no_international_dialling', 25: 'uan', 28: 'voicemail',
};
const SHORT_FIELDS = {
	1: 'general', 4: 'toll_free', 5: 'premium_rate', 9: 'id', 27: 'emergency',
	29: 'short_code', 30: 'standard_rate', 31: 'carrier_specific', 33: 'sms_services',
};
const DESCRIPTION = { 2: 'pattern', 6: 'example', 9: 'lengths', 10: 'local_lengths' };
const FORMAT = {
	1: 'pattern', 2: 'template', 3: 'leading_digits', 4: 'national_prefix_rule',
	5: 'carrier_code_rule', 6: 'national_prefix_optional',
};
const DESCRIBED = new Set([
	'general', 'fixed_line', 'mobile', 'toll_free', 'premium_rate', 'shared_cost',
	'personal_number', 'voip', 'pager', 'no_international_dialling', 'uan', 'voicemail',
	'emergency', 'short_code', 'standard_rate', 'carrier_specific', 'sms_services',
]);
const FLAGS = new Set([
	'same_mobile_and_fixed_line_pattern', 'main_country_for_code', 'national_prefix_optional',
]);

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
const bundle = readFileSync(path, 'utf8');
const anchors = [...bundle.matchAll(/\{AC:\[/g)].map((found) => found.index);
if (anchors.length !== 2)
	throw new Error(`expected two metadata tables, found ${anchors.length}`);
const [numbers, short] = anchors.map((at) => evaluate(literal(bundle, at)));
const anchor = 'metadata.countryCodeToRegionCodeMap=';
const map = bundle.indexOf(anchor);
if (map < 0)
	throw new Error('the map of calling codes is missing');
const calling = {};
for (const [code, regions] of Object.entries(evaluate(literal(bundle, map + anchor.length))))
	calling[code] = typeof regions === 'string' ? regions.split(' ') : [...regions];

process.stdout.write(`${canonical({
	version: `google-libphonenumber ${version}`,
	calling_codes: calling,
	numbers: entities(numbers, FIELDS, 'numbers'),
	short_numbers: entities(short, SHORT_FIELDS, 'short_numbers'),
}, '')}\n`);
