// blob.mjs: the metadata as the protocol buffer that libphonenumber's C++
// library reads, written as a C++ source that takes the place of its own.
//
//	node blob.mjs metadata.json > metadata.cc

import { readFileSync } from 'node:fs';
import {
	DESCRIBED, DESCRIPTION, FIELDS, FORMAT, SHORT_FIELDS,
} from '../../extension/data/phone/fields.mjs';

function varint(value) {
	const bytes = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	for (; rest > 127n; rest >>= 7n)
		bytes.push(Number(rest & 127n) | 128);
	return [...bytes, Number(rest)];
}

function field(number, value, fieldsOfParts) {
	if (typeof value === 'number' || typeof value === 'boolean')
		return [...varint(number << 3), ...varint(Number(value))];
	const bytes = typeof value === 'string' ? [...Buffer.from(value)] : message(value, fieldsOfParts);
	return [...varint(number << 3 | 2), ...varint(bytes.length), ...bytes];
}

function partsOf(name) {
	if (DESCRIBED.has(name))
		return DESCRIPTION;
	return /formats$/.test(name) ? FORMAT : null;
}

function message(entry, fields) {
	return Object.entries(fields).flatMap(([number, name]) => {
		const value = entry[name];
		if (value === undefined)
			return [];
		return [value].flat().flatMap((item) => field(Number(number), item, partsOf(name)));
	});
}

function collection(entities, fields) {
	return entities.flatMap((entity) => {
		const bytes = message(entity, fields);
		return [...varint(1 << 3 | 2), ...varint(bytes.length), ...bytes];
	});
}

function source(name, bytes) {
	return `static const unsigned char ${name}_bytes[] = {\n${bytes.join(',')}\n};
int ${name}_size() { return sizeof ${name}_bytes; }
const void *${name}_get() { return ${name}_bytes; }
`;
}

const metadata = JSON.parse(readFileSync(process.argv[2], 'utf8'));
process.stdout.write(`namespace i18n { namespace phonenumbers {
int metadata_size(); const void *metadata_get();
int short_metadata_size(); const void *short_metadata_get();
${source('metadata', collection(metadata.numbers, FIELDS))}
${source('short_metadata', collection(metadata.short_numbers, SHORT_FIELDS))}
} }
`);
