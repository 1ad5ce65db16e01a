// queries.mjs: who is looked for, and how; people to be found beside them
//
//	node queries.mjs --packages FOLDER --each N people.tsv OUTPUT-FOLDER
//
// people.tsv is the directory. Written are queries.tsv: place, set, class,
// query; meant.tsv: place, how an answer is judged, and by what; planted.tsv:
// people to be added to the directory, for classes that it has too few of.
//
// What is relevant is fixed here, before any method is asked:
//	person WORDS	a name of just these words, in any order, as any-ascii
//			writes it; WORDS may be several, separated by |
//	begins, contains TEXT	a name that begins with or contains it
//	words TEXT	a name that has every word of it as the beginning of its own
//	nothing		an empty answer
// Persons whose name more than HOLDERS hold are never meant. Persons and
// variants belong to the development or to the test set for ever.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { chance, half } from './chance.mjs';
import { gibberish, misplaceSpace, mistype } from './errors.mjs';
import { ARABIC_FAMILY, ARABIC_GIVEN, DEVANAGARI_FAMILY, DEVANAGARI_GIVEN } from './pairs.mjs';
import { loadPlain, sorted } from './plain.mjs';

const HOLDERS = 100;
const SEED = 20261121;
const PLANTED_FROM = 100_000_000; // ids

const { values: options, positionals: [peoplePath, output] } = parseArgs({
	allowPositionals: true,
	options: { packages: { type: 'string' }, each: { type: 'string', default: '120' } },
});
const each = Number(options.each);
const require = createRequire(join(options.packages, 'node_modules/'));
const plain = await loadPlain(options.packages);
const iuliia = require('iuliia');
const koroman = require('koroman');
const { pinyin } = require('pinyin-pro');
const { doubleMetaphone } = await import(pathToFileURL(require.resolve('double-metaphone')));
const { allLocales } = await import(
	pathToFileURL(join(options.packages, 'node_modules/@faker-js/faker/dist/index.js')));

// ---- who there is -----------------------------------------------------------

const people = readFileSync(peoplePath, 'utf8').split('\n').filter((line) => line !== '')
	.map((line) => {
		const [id, name] = line.split('\t');
		const text = plain(name);

		return { id, name, text, words: text.split(' '), key: sorted(text) };
	});
const holders = new Map();
for (const { key } of people)
	holders.set(key, (holders.get(key) ?? 0) + 1);

const isLatin = (name) => /^[\p{Script=Latin}\p{M}\s.,'’-]+$/u.test(name);
const rare = people.filter((person) => holders.get(person.key) <= HOLDERS);
const latin = rare.filter((person) => isLatin(person.name));
const full = latin.filter(({ words }) => words.length >= 2 && words.every((word) => word.length > 2));
const three = full.filter(({ words }) => words.length === 3);
const accented = rare.filter(({ name, text }) =>
	isLatin(name) && /\p{M}/u.test(name.normalize('NFD')) && text.includes(' '));

const setsOf = (list, by) => ({
	dev: list.filter((item) => half(by(item)) === 'dev'),
	test: list.filter((item) => half(by(item)) === 'test'),
});

const planted = [];
function plant(name) {
	planted.push(`${PLANTED_FROM + planted.length}\t${name}\t\t1\t0\n`);
}

// ---- names in two spellings -------------------------------------------------

const flat = (entry) => (!entry ? [] : Array.isArray(entry) ? entry
	: [...(entry.generic ?? []), ...(entry.female ?? []), ...(entry.male ?? [])]);
const locale = (key) => ({
	given: flat(allLocales[key].person.first_name).map(String),
	family: flat(allLocales[key].person.last_name).map(String),
});
const russian = locale('ru');
const chinese = locale('zh_CN');
const korean = locale('ko');

const SCHEMES = ['BGN_PCGN', 'WIKIPEDIA', 'MVD_310', 'ICAO_DOC_9303', 'GOST_52535', 'YANDEX_MAPS', 'TELEGRAM'];
const romanised = (name, scheme) => plain(iuliia.translate(name, iuliia[scheme]));

// One person: how the name is written in its script, and in Latin.
const SCRIPTS = [
	(random) => {
		const name = `${random.pick(russian.given)} ${random.pick(russian.family)}`;
		return [name, romanised(name, random.pick(SCHEMES))];
	},
	(random) => {
		const [given, family] = [random.pick(DEVANAGARI_GIVEN), random.pick(DEVANAGARI_FAMILY)];
		return [`${given[0]} ${family[0]}`, `${given[1]} ${family[1]}`];
	},
	(random) => {
		const [given, family] = [random.pick(ARABIC_GIVEN), random.pick(ARABIC_FAMILY)];
		return [`${given[0]} ${family[0]}`, `${given[1]} ${family[1]}`];
	},
	(random) => {
		const [given, family] = [random.pick(chinese.given), random.pick(chinese.family)];
		const latinOf = (name) => plain(pinyin(name, { toneType: 'none' })).replaceAll(' ', '');
		return [family + given, `${latinOf(given)} ${latinOf(family)}`];
	},
	(random) => {
		const [given, family] = [random.pick(korean.given), random.pick(korean.family)];
		return [`${family} ${given}`, `${koroman.romanize(given)} ${koroman.romanize(family)}`];
	},
];

// Words of the directory that Double Metaphone hears alike, two or more edits
// apart: what is one edit away is the class of one error.
function distance(a, b) {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);

	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next[j] = Math.min(row[j - 1] + (a[i - 1] !== b[j - 1]), row[j] + 1, next[j - 1] + 1);
		row = next;
	}
	return row[b.length];
}

function heardAlike() {
	const bySound = new Map();
	const words = new Set(latin.flatMap(({ words: all }) => all)
		.filter((word) => /^[a-z]{5,12}$/.test(word)));

	for (const word of words) {
		const sound = doubleMetaphone(word).join(' ');
		if (sound.replace(/ .*/, '').length >= 3)
			bySound.set(sound, [...(bySound.get(sound) ?? []), word]);
	}
	return new Map([...bySound.values()].flatMap((alike) => alike.map((word) => [word,
		alike.filter((other) => [2, 3].includes(distance(word, other)))])));
}
const alike = heardAlike();
const respelt = (word, random) => (alike.get(word)?.length > 0 ? random.pick(alike.get(word)) : null);

// npm name-match: formal names and the short forms of each.
const nicknames = [...readFileSync(join(options.packages, 'name-match/src/name-normalizer.js'), 'utf8')
	.matchAll(/^ {2}'(\w+)': \[(.*?)\],?$/gm)]
	.map(([, formal, forms]) => ({ formal, forms: [...forms.matchAll(/\w+/g)].map(String) }));

// Of npm parse-full-name, what it takes for titles and suffixes by default.
const TITLES = ['dr', 'miss', 'mr', 'mrs', 'ms', 'prof', 'sir', 'captain', 'doctor', 'professor'];
const SUFFIXES = ['esq', 'jr', 'sr', 'ii', 'iii', 'phd', 'md'];

// ---- queries ----------------------------------------------------------------

const person = (...names) => ['person', [...new Set(names.map((name) => sorted(plain(name))))].join('|')];
const meantOf = ({ text }) => person(text);
const uniform = (list) => {
	const sets = setsOf(list, ({ id }) => id);

	return (random, set) => random.pick(sets[set]);
};

const anyone = uniform(latin);
const someone = uniform(full);
const CLASSES = {
	'whole name': [anyone, (p) => [p.name.toUpperCase(), meantOf(p)]],
	'1 to 3 letters': [someone, (p, random) => {
		const query = p.text.slice(0, 1 + random.below(3));
		return [query, ['begins', query]];
	}],
	'given and initial letters': [someone, (p, random) => {
		const query = `${p.words[0]} ${p.words.at(-1).slice(0, 1 + random.below(3))}`;
		return [query, ['words', query]];
	}],
	reversed: [someone, (p) => [[p.words.at(-1), ...p.words.slice(0, -1)].join(' '), meantOf(p)]],
	'middle name left out': [uniform(three), (p) =>
		[`${p.words[0]} ${p.words[2]}`, ['words', `${p.words[0]} ${p.words[2]}`]]],
	'middle of a word': [someone, (p, random) => {
		const word = p.words.toSorted((a, b) => b.length - a.length)[0];
		const query = word.slice(1 + random.below(2), -1);
		return query.length < 3 ? null : [query, ['contains', query]];
	}],
	'one error': [someone, (p, random) => [mistype(p.text, random), meantOf(p)]],
	'two errors': [someone, (p, random) => (p.text.length < 9 ? null
		: [mistype(mistype(p.text, random), random), meantOf(p)])],
	'space too many or few': [someone, (p, random) => [misplaceSpace(p.text, random), meantOf(p)]],
	'spelling variant': [someone, (p, random) => {
		const other = p.words.map((word) => respelt(word, random));
		const i = other.findIndex((word) => word !== null);
		return i < 0 ? null : [p.words.with(i, other[i]).join(' '), meantOf(p)];
	}],
	'other romanisation': [null, (_, random) => {
		const name = `${random.pick(russian.given)} ${random.pick(russian.family)}`;
		const [stored, asked] = [random.pick(SCHEMES), random.pick(SCHEMES)].map((scheme) => romanised(name, scheme));
		if (stored === asked)
			return null;
		plant(stored);
		return [asked, person(...SCHEMES.map((scheme) => romanised(name, scheme)), name)];
	}],
	nickname: [someone, (p, random, set) => {
		const entry = random.pick(setsOf(nicknames, ({ formal }) => formal)[set]);
		const [stored, asked] = random.next() < 0.5
			? [entry.formal, random.pick(entry.forms)] : [random.pick(entry.forms), entry.formal];
		const family = p.words.at(-1);
		plant(`${stored} ${family}`);
		return [`${asked} ${family}`, person(...[entry.formal, ...entry.forms].map((given) => `${given} ${family}`))];
	}],
	'diacritics dropped': [uniform(accented), (p) => [p.text, meantOf(p)]],
	'script asked in Latin': [null, (_, random) => {
		const [name, latinName] = random.pick(SCRIPTS)(random);
		plant(name);
		return [latinName, person(name, latinName)];
	}],
	'Latin asked in script': [null, (_, random) => {
		const [name, latinName] = random.pick(SCRIPTS)(random);
		plant(latinName);
		return [name, person(name, latinName)];
	}],
	'title or suffix': [someone, (p, random) => [random.next() < 0.7
		? `${random.pick(TITLES)}. ${p.text}` : `${p.text} ${random.pick(SUFFIXES)}`, meantOf(p)]],
	'initials': [someone, (p, random) => {
		if (p.words.length !== 2)
			return null;
		plant(`${p.words[0][0].toUpperCase()}. ${p.words[1]}`);
		return random.next() < 0.5 ? [`${p.words[0][0]} ${p.words[1]}`, ['words', `${p.words[0][0]} ${p.words[1]}`]]
			: [p.text, person(p.text, `${p.words[0][0]} ${p.words[1]}`)];
	}],
	'nothing there': [someone, (p, random) => [random.pick([
		() => gibberish(random), () => `${gibberish(random)} ${gibberish(random)}`,
		() => `${p.words[0]} ${gibberish(random)}`])(), ['nothing', '']]],
};

const queries = [];
const meant = [];
for (const [place, [name, [draw, ask]]] of Object.entries(CLASSES).entries())
	for (const set of ['dev', 'test']) {
		const random = chance(SEED + 2 * place + (set === 'test'));
		const seen = new Set();

		while (seen.size < each) {
			const asked = ask(draw?.(random, set), random, set);
			if (asked === null || (seen.has(asked[0]) && name !== '1 to 3 letters'))
				continue;
			seen.add(seen.has(asked[0]) ? `${asked[0]} ${seen.size}` : asked[0]);
			queries.push([queries.length, set, name, asked[0]].join('\t'));
			meant.push([meant.length, ...asked[1]].join('\t'));
		}
	}

mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'queries.tsv'), `${queries.join('\n')}\n`);
writeFileSync(join(output, 'meant.tsv'), `${meant.join('\n')}\n`);
writeFileSync(join(output, 'planted.tsv'), planted.join(''));
