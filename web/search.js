/* search.js: the box and the list under it, an ARIA 1.2 combobox */

import * as api from './api.js';
import { announce, byId, element, fill } from './dom.js';
import { BANDS, bandOf, faultLine, marked, verdictPill } from './words.js';

const DEBOUNCE_MS = 120;

/*
 * What is shown of other people is counted by the server, so each letter asks
 * for no more than is read at a glance; the rest comes when it is asked for.
 */
const GLANCE = 10;
const MORE = 20;

/* What a person may write who means a number, not a name */
const NUMBER_LIKE = /^[+(]?[\d\s().\-/]*$/;
const NUMBER_DIGITS = 3;

let open = () => {};
let moved = () => {};

let asked = '';			/* the query whose answer is shown or awaited */
let answered = '';		/* the query that the results belong to */
let answering = null;	/* done when the answer to the asked one is shown */
let results = [];
let next = null;
let active = -1;
let chosen = null;		/* the place of the open card, marked in the list */
let timer = null;
let pending = null;
let later = null;

/* open(result) shows a card; moved(query) lets the URL follow the box. */
export function prepareSearch(callbacks) {
	({ open, moved } = callbacks);

	const box = byId('query');

	box.addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			moved(box.value.trim());
			ask(box.value);
		}, DEBOUNCE_MS);
	});
	box.addEventListener('keydown', pressed);
	byId('search-form').addEventListener('submit', (event) =>
		event.preventDefault());
	byId('more-go').addEventListener('click', more);
	byId('results').addEventListener('click', (event) => {
		const option = event.target.closest('[role=option]');

		if (option !== null)
			choose(Number(option.dataset.at));
	});
	/* a click must not take the focus out of the box */
	byId('results').addEventListener('mousedown', (event) =>
		event.preventDefault());
	window.addEventListener('online', () => ask(box.value, { again: true }));
}

/* Shows the list for a query that came from the URL. */
export function showQuery(query) {
	const box = byId('query');

	if (box.value.trim() !== query)
		box.value = query;
	clearTimeout(timer);
	ask(query);
}

export function focusSearch() {
	const box = byId('query');

	box.focus();
	box.select();
}

export function clearSearch() {
	clearTimeout(later);
	pending?.abort();
	asked = '';
	byId('query').value = '';
	settle('', [], null);
}

/* A card was opened or has changed: its line in the list follows. */
export function followCard(place, card) {
	chosen = place;
	for (const result of card ? results : [])
		if (result.phone_number === card.phone_number)
			Object.assign(result, { spam_label: card.spam_label,
				spam_likelihood: card.spam_likelihood });
	draw();
}

function ask(text, { again = false } = {}) {
	const query = text.trim();

	if (query !== asked || again) {
		asked = query;
		pending?.abort();
		answering = answer(query);
	}
	return answering;
}

async function answer(query) {
	if (query === '') {
		settle('', [], null);
		return;
	}
	clearTimeout(later);
	pending = new AbortController();
	byId('results').setAttribute('aria-busy', 'true');

	const { signal } = pending;
	try {
		const found = await api.search(query, { limit: GLANCE, signal });

		settle(query, found.results, found.next);
		tell(found.ms);
		announce(spoken());
	} catch (fault) {
		if (fault.name !== 'AbortError')
			fail(fault);
	}
}

async function more() {
	const button = byId('more-go');

	button.disabled = true;
	try {
		const found = await api.search(answered, { limit: MORE,
			cursor: next, signal: pending?.signal });

		results = results.concat(found.results);
		next = found.next;
		draw();
		tell(found.ms);
		announce(`${found.results.length} more results.`);
	} catch (fault) {
		if (fault.name !== 'AbortError')
			fail(fault);
	} finally {
		button.disabled = false;
	}
}

function settle(query, found, cursor) {
	answered = query;
	results = found;
	next = cursor;
	active = -1;
	byId('results').setAttribute('aria-busy', 'false');
	byId('results').scrollTop = 0;
	draw();
	fill(byId('search-state'), results.length ? null : emptiness());
}

/* How many there are, and how long the database took to find them */
function tell(ms) {
	byId('took').textContent = ms === null ? ''
		: `${results.length}${next ? '+' : ''} in ${ms < 10 ? ms.toFixed(1)
			: Math.round(ms)} ms`;
}

function fail(fault) {
	results = [];
	next = null;
	active = -1;
	byId('results').setAttribute('aria-busy', 'false');
	draw();
	fill(byId('search-state'),
		faultLine(fault),
		element('button', { class: 'quiet', type: 'button',
			onclick: () => ask(asked, { again: true }) }, 'Try again'));
	if (fault.retryAfter)
		later = setTimeout(() => ask(asked, { again: true }),
			fault.retryAfter * 1000);
}

function emptiness() {
	if (answered === '')
		return element('p', { class: 'hint' },
			'Type the beginning of a name, a part of it, or a number in ',
			'any notation.');
	if (!numberLike(answered))
		return element('p', { class: 'hint' },
			'Nobody is listed under ', element('q', {}, answered), '.');
	return [
		element('p', { class: 'hint' },
			'Nobody is listed under exactly this number.'),
		element('button', { class: 'quiet', type: 'button',
			onclick: openTyped }, 'Show what is known about ', answered),
	];
}

function spoken() {
	if (results.length === 0)
		return 'No results.';
	if (results.length === 1)
		return '1 result.';
	return `${results.length}${next ? ' or more' : ''} results.`;
}

/* ---- the list ---- */

function draw() {
	const list = byId('results');
	const box = byId('query');

	fill(list, BANDS.map(drawBand));
	byId('more').hidden = !next;
	byId('took').textContent = results.length ? byId('took').textContent : '';
	box.setAttribute('aria-expanded', results.length > 0);
	if (active < 0)
		box.removeAttribute('aria-activedescendant');
	else
		box.setAttribute('aria-activedescendant', `result-${active}`);
}

function drawBand(band, index) {
	const lines = results
		.map((result, at) => [result, at])
		.filter(([result]) => bandOf(result.match) === index);

	if (lines.length === 0)
		return null;
	return element('div', { role: 'group', 'aria-labelledby': `band-${index}` },
		element('p', { class: 'band', id: `band-${index}`,
			role: 'presentation' }, band.title),
		lines.map(([result, at]) => drawLine(result, at)));
}

function drawLine(result, at) {
	return element('div', {
		class: 'line', role: 'option', id: `result-${at}`, 'data-at': at,
		'aria-selected': at === active ? 'true' : 'false',
		'data-open': isOpen(result),
	},
	element('bdi', { class: 'line-name' }, result.name
		? marked(result.name, answered)
		: element('span', { class: 'faint' }, 'No name known')),
	element('span', { class: 'line-number figures' }, result.phone_number,
		result.registered
			? element('span', { class: 'tag' }, 'registered') : null),
	verdictPill(result));
}

function isOpen(result) {
	return chosen !== null && (chosen.person
		? chosen.person === result.id
		: chosen.number === result.phone_number);
}

/* ---- the keys ---- */

const KEYS = {
	ArrowDown: () => step(1),
	ArrowUp: () => step(-1),
	Enter: () => (active >= 0 ? choose(active) : enterTyped()),
	Escape: () => {
		byId('query').value = '';
		moved('');
		ask('');
	},
};

function pressed(event) {
	const act = event.isComposing || event.ctrlKey || event.metaKey
		|| event.altKey ? undefined : KEYS[event.key];

	if (act === undefined)
		return;
	event.preventDefault();
	act();
}

function step(by) {
	if (results.length === 0)
		return;
	/* from the box itself, -1, down to the first line or up to the last */
	const count = results.length + 1;

	active = (active + 1 + by + count) % count - 1;
	draw();
	byId(`result-${active}`)?.scrollIntoView({ block: 'nearest' });
}

function choose(at) {
	active = at;
	draw();
	open({ number: results[at].phone_number, person: results[at].id,
		query: answered });
}

/*
 * Enter without a chosen line: the number as typed, else the first line, once
 * it is there.
 */
async function enterTyped() {
	const box = byId('query');
	const typed = box.value.trim();

	if (numberLike(typed)) {
		openTyped();
		return;
	}
	clearTimeout(timer);
	moved(typed);
	await ask(typed);
	if (answered === box.value.trim() && active < 0 && results.length > 0)
		choose(0);
}

function openTyped() {
	const typed = byId('query').value.trim();

	clearTimeout(timer);
	ask(typed);
	open({ number: typed, person: null, query: typed });
}

function numberLike(text) {
	return NUMBER_LIKE.test(text)
		&& text.replace(/\D/g, '').length >= NUMBER_DIGITS;
}
