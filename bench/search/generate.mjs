// generate.mjs: a directory of synthetic people, the same every time
//
//	node generate.mjs [--rows N] [--seed S] [--start ID] [--packages FOLDER]
//
// One line a person, for COPY: id, name, phone, popularity, spam. The first N
// lines of a longer run with the same seed are the N-line run. Popularity is
// Pareto distributed; spam is 0 for nine of ten people. Without --packages the
// names are those of names.mjs alone, which is enough to check answers.

import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
	EUROPEAN, FAMILY_FIRST, HINDI_FAMILY, HINDI_GIVEN, HINDI_MIDDLE, INDIAN_FAMILY, INDIAN_GIVEN,
	INDIAN_MIDDLE, LABELS, LOCALES, WESTERN_FAMILY, WESTERN_GIVEN, loadNames,
} from './names.mjs';

function readOptions() {
	const { values } = parseArgs({ options: {
		rows: { type: 'string', default: '1000000' },
		seed: { type: 'string', default: '1' },
		start: { type: 'string', default: '1' },
		packages: { type: 'string' },
	} });
	const integer = (key, low, high) => {
		const n = Number(values[key]);
		if (!Number.isInteger(n) || n < low || n > high)
			throw new RangeError(`--${key} must be an integer from ${low} to ${high}`);
		return n;
	};

	return {
		rows: integer('rows', 0, 2 ** 31),
		seed: integer('seed', 0, 2 ** 32 - 1),
		start: integer('start', 1, 2 ** 39),
		packages: values.packages,
	};
}

// ---- chance -----------------------------------------------------------------

// A 32-bit counter with an avalanche (mulberry32), uniform in [0, 1).
function randomStream(seed) {
	let state = seed >>> 0;

	return () => {
		state = (state + 0x6D2B79F5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

function shuffled(items, random) {
	const out = items.slice();

	for (let i = out.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[out[i], out[j]] = [out[j], out[i]];
	}
	return out;
}

// Zipf's law: place i has weight (i + 3)^-exponent. The head keeps its order,
// the tail is shuffled.
function zipf(head, tail, exponent, random) {
	const known = new Set(head);
	const values = head.concat(shuffled(tail.filter((x) => !known.has(x)), random));
	const cumulative = new Float64Array(values.length);
	let total = 0;

	for (let i = 0; i < values.length; i++) {
		total += (i + 3) ** -exponent;
		cumulative[i] = total;
	}
	return (draw) => {
		const target = draw() * total;
		let low = 0;
		let high = values.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (cumulative[middle] < target)
				low = middle + 1;
			else
				high = middle;
		}
		return values[low];
	};
}

// Picks from [share, value] pairs whose shares sum to 1; u is uniform in [0, 1).
function choose(pairs, u) {
	let sum = 0;

	for (const [share, value] of pairs) {
		sum += share;
		if (u < sum)
			return value;
	}
	return pairs[pairs.length - 1][1];
}

// ---- names ------------------------------------------------------------------

// One careless respelling of a Latin word, as contact books are full of.
const RESPELL = [
	[0.25, (w) => w.replace(/ee/, 'i')],
	[0.15, (w) => w.replace(/i(?=[a-z])/, 'ee')],
	[0.15, (w) => w.replace(/sh/, 's')],
	[0.15, (w) => w.replace(/a(?=[a-z])/, 'aa')],
	[0.10, (w) => w.replace(/v/, 'w')],
	[0.10, (w) => w.replace(/oo/, 'u')],
	[0.10, (w) => w + w[w.length - 1]],
];

// Who there is: for each source of names, how to draw a given and a family one.
function sources(lists, shuffleRandom, random) {
	const build = (head, tail, exponent) => {
		const sample = zipf(head, tail, exponent, shuffleRandom);
		return () => sample(random);
	};
	const human = shuffled(lists.human, shuffleRandom);
	const found = {
		indian: {
			given: build(INDIAN_GIVEN, lists.indianGiven.concat(human.slice(0, 8000)), 1.0),
			family: build(INDIAN_FAMILY, lists.indianFamily.concat(human.slice(8000, 30000)), 1.05),
		},
		western: {
			given: build(WESTERN_GIVEN, lists.westernGiven.concat(human.slice(30000, 60000)), 1.0),
			family: build(WESTERN_FAMILY, lists.westernFamily.concat(human.slice(60000)), 0.95),
		},
		hindi: { given: build(HINDI_GIVEN, [], 0.8), family: build(HINDI_FAMILY, [], 0.9) },
	};

	for (const key of LOCALES) {
		found[key] = {
			given: build([], lists.locales[key].given, 0.9),
			family: build([], lists.locales[key].family, 0.9),
		};
	}
	return found;
}

// How names are written in each group of people, with their shares.
function nameModel(lists, shuffleRandom, random) {
	const from = sources(lists, shuffleRandom, random);
	const pick = (items) => items[Math.floor(random() * items.length)];
	const pair = (source) => `${source.given()} ${source.family()}`;
	const respell = (word, share) => (random() < share ? choose(RESPELL, random())(word) : word);

	const INDIAN_FORMS = [
		[0.62, (g, f) => `${g} ${f}`],
		[0.16, (g, f) => `${g} ${pick(INDIAN_MIDDLE)} ${f}`],
		[0.06, (g) => g],
		[0.04, (g, f) => `${g[0]} ${f}`],
		[0.04, (g, f) => `${f} ${g}`],
		[0.02, (g, f) => `${g} ${f[0]}`],
		[0.02, (g, f) => `${g} ${from.indian.given()} ${f}`],
		[0.04, (g, f) => `${g} ${f} ${pick(LABELS)}`],
	];
	const WESTERN_FORMS = [
		[0.75, (g, f) => `${g} ${f}`],
		[0.10, (g, f) => `${g} ${from.western.given()} ${f}`],
		[0.07, (g) => g],
		[0.03, (g, f) => `${g} ${f[0]}.`],
		[0.05, (g, f) => `${f}, ${g}`],
	];
	const HINDI_FORMS = [
		[0.85, (g, f) => `${g} ${f}`],
		[0.08, (g) => g],
		[0.07, (g, f) => `${g} ${pick(HINDI_MIDDLE)} ${f}`],
	];

	const indianName = () => {
		const g = respell(from.indian.given(), 0.06);
		const f = respell(from.indian.family(), 0.05);
		const name = choose(INDIAN_FORMS, random())(g, f);
		const letters = random();
		if (letters < 0.12)
			return name.toLowerCase();
		return letters < 0.17 ? name.toUpperCase() : name;
	};
	const form = (forms, source) => () => choose(forms, random())(source.given(), source.family());
	const eastern = () => {
		const key = pick([...FAMILY_FIRST, 'he', 'el']);
		return FAMILY_FIRST.includes(key)
			? from[key].family() + from[key].given() : pair(from[key]);
	};

	const GROUPS = [
		[0.62, indianName],
		[0.18, form(WESTERN_FORMS, from.western)],
		[0.06, form(HINDI_FORMS, from.hindi)],
		[0.07, () => pair(from[pick(EUROPEAN)])],
		[0.025, () => pair(from[random() < 0.8 ? 'ru' : 'uk'])],
		[0.03, () => pair(from[random() < 0.8 ? 'ar' : 'fa'])],
		[0.015, eastern],
	];
	return () => choose(GROUPS, random())().replace(/[\t\r\n\\]/g, ' ').trim();
}

// ---- output -----------------------------------------------------------------

// A pipe that is full says EAGAIN; one that nobody reads ends the program.
function writeAll(text) {
	const bytes = Buffer.from(text);

	for (let at = 0; at < bytes.length;) {
		try {
			at += writeSync(1, bytes, at);
		} catch (error) {
			if (error.code === 'EPIPE')
				process.exit(0);
			if (error.code !== 'EAGAIN')
				throw error;
		}
	}
}

function writePeople({ rows, seed, start }, lists) {
	const random = randomStream(seed ^ 0x5bd1e995);
	const name = nameModel(lists, randomStream(seed), random);
	let lines = [];

	for (let i = 0; i < rows; i++) {
		const popularity = Math.min(1e6, Math.floor((1 - random()) ** (-1 / 1.2)));
		const spam = random() < 0.9 ? 0 : Math.round(random() * 1000) / 1000;
		const phone = `+91${6 + Math.floor(random() * 4)}`
			+ String(Math.floor(random() * 1e9)).padStart(9, '0');
		lines.push(`${start + i}\t${name()}\t${phone}\t${popularity}\t${spam}\n`);
		if (lines.length === 20000) {
			writeAll(lines.join(''));
			lines = [];
		}
	}
	writeAll(lines.join(''));
}

const options = readOptions();
writePeople(options, await loadNames(options.packages));
