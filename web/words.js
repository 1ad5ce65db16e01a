/* words.js: how values of the interface are said and shown to a person */

import { element } from './dom.js';

/* Each label has a word, a sign and a colour: never the colour alone. */
export const LABELS = {
	clean: { word: 'Clean', sign: '✓' },
	unknown: { word: 'Unknown', sign: '?' },
	suspected: { word: 'Suspected spam', brief: 'Suspected', sign: '!' },
	spam: { word: 'Spam', sign: '✕' },
};

/* Where one label ends and the next one starts, on the scale 0..1 */
export const BOUNDS = [0.2, 0.6, 0.9];

export const CATEGORIES = {
	telemarketing: 'Telemarketing',
	scam: 'Scam',
	robocall: 'Robocall',
	debt: 'Debt collection',
	survey: 'Survey',
	wangiri: 'One ring, call-back trap',
	silent: 'Silent call',
	spoofed: 'Spoofed number',
	other: 'Other',
};

/* What a person may report; the others are found by the model */
export const KINDS = Object.keys(CATEGORIES).filter((kind) =>
	kind !== 'spoofed');

/* The tiers of a match, folded into the bands that a reader cares about */
export const BANDS = [
	{ title: 'Exactly this number', matches: ['number'] },
	{ title: 'Starts with', matches: ['whole', 'prefix'] },
	{ title: 'Contains', matches: ['word', 'words', 'contains'] },
	{ title: 'Similar', matches: ['similar'] },
];

export const bandOf = (match) =>
	Math.max(0, BANDS.findIndex((band) => band.matches.includes(match)));

const TYPES = {
	FIXED_LINE: 'Fixed line',
	MOBILE: 'Mobile',
	FIXED_LINE_OR_MOBILE: 'Fixed line or mobile',
	TOLL_FREE: 'Toll-free',
	PREMIUM_RATE: 'Premium rate',
	SHARED_COST: 'Shared cost',
	VOIP: 'Internet telephony',
	PERSONAL_NUMBER: 'Personal number',
	PAGER: 'Pager',
	UAN: 'Company number',
	VOICEMAIL: 'Voicemail',
};

export const typeWord = (type) =>
	type && TYPES[String(type).toUpperCase()];

const regions = new Intl.DisplayNames(['en'], { type: 'region',
	fallback: 'none' });

export function regionWord(region) {
	try {
		return regions.of(region) ?? region;
	} catch {
		return region;	/* 001 and its like are not places */
	}
}

const whole = new Intl.NumberFormat('en', { style: 'percent' });
const fine = new Intl.NumberFormat('en', { style: 'percent',
	minimumFractionDigits: 1, maximumFractionDigits: 1 });
const finest = new Intl.NumberFormat('en', { style: 'percent',
	minimumFractionDigits: 2, maximumFractionDigits: 2 });
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero',
	minimumFractionDigits: 2, maximumFractionDigits: 2 });

const seconds = new Intl.NumberFormat('en', { style: 'unit', unit: 'second',
	unitDisplay: 'long' });

export const percent = (likelihood) => whole.format(likelihood);
export const percentFine = (likelihood) => fine.format(likelihood);

/* As fine as it takes to tell two likelihoods apart */
const CLOSE = 0.005;

export const percentBeside = (likelihood, other) =>
	(Math.abs(likelihood - other) < CLOSE ? finest : fine).format(likelihood);

export const weight = (logit) => signed.format(logit).replace('-', '−');
export const points = (change) =>
	signed.format(change * 100).replace('-', '−').replace(/\.?0+$/, '');

export const capital = (sentence) =>
	sentence.charAt(0).toUpperCase() + sentence.slice(1);

const MARKS = /\p{Diacritic}/gu;
const bare = (letter) =>
	letter.normalize('NFD').replace(MARKS, '').toLowerCase();

/*
 * The name with the letters that were asked for in <mark>. Letters are
 * compared without accents and case, as the server does; where the server
 * matched by sound or across scripts nothing is marked.
 */
export function marked(name, query) {
	const letters = Array.from(name);
	const folded = letters.map(bare);
	const hits = new Array(letters.length).fill(false);

	for (const word of query.split(/\s+/).map(bare).filter(Boolean))
		markWord(folded, word, hits);
	return runs(letters, hits).map(([text, hit]) =>
		hit ? element('mark', {}, text) : text);
}

/* The best place of a word: a start of the name's words, else anywhere */
function markWord(folded, word, hits) {
	let found = -1;

	for (let start = 0; start < folded.length; start++) {
		if (!matchesAt(folded, start, word))
			continue;
		const opens = start === 0 || /[^\p{L}\p{N}]/u.test(folded[start - 1]);
		if (found < 0 || opens)
			found = start;
		if (opens)
			break;
	}
	for (let at = found, left = word; found >= 0 && left !== ''; at++) {
		left = left.slice(folded[at].length);
		hits[at] = true;
	}
}

function matchesAt(folded, start, word) {
	let left = word;

	for (let at = start; left !== ''; at++) {
		if (at >= folded.length || !left.startsWith(folded[at]))
			return false;
		left = left.slice(folded[at].length);
	}
	return true;
}

function runs(letters, hits) {
	const out = [];

	letters.forEach((letter, at) => {
		if (at > 0 && hits[at] === hits[at - 1])
			out[out.length - 1][0] += letter;
		else
			out.push([letter, hits[at]]);
	});
	return out;
}

/* The pill that stands for a verdict wherever there is little room */
export function verdictPill(entry) {
	const { word, brief = word, sign } = LABELS[entry.spam_label]
		?? LABELS.unknown;

	return element('span', { class: `pill ${entry.spam_label}` },
		element('span', { 'aria-hidden': 'true' }, sign), ' ',
		element('span', { class: 'pill-word' }, brief), ' ',
		element('b', {}, percent(entry.spam_likelihood)));
}

/* Why something could not be had, and when to ask again if that is known */
export function faultLine(fault) {
	return element('p', { class: 'fault', role: 'alert' }, fault.message,
		fault.retryAfter && ` Try again in ${seconds.format(fault.retryAfter)}.`);
}
