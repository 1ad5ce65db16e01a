/* card.js: everything that is known about one number, and what to do with it */

import * as api from './api.js';
import { announce, byId, element, fill, measured } from './dom.js';
import { BOUNDS, CATEGORIES, KINDS, LABELS, capital, faultLine,
	percentBeside, percentFine, points, regionWord, typeWord, weight } from './words.js';

let changed = () => {};
let back = () => '#/search/';
let own = () => null;

let place = null;
let card = null;
let person = null;
let before = null;		/* the likelihood that an own mark has moved */
let pending = null;

/*
 * changed(place, card) tells the list; back(place) is where "Results" leads;
 * own() is the reader's own number, of which he cannot speak.
 */
export function prepareCard(callbacks) {
	({ changed, back, own } = callbacks);
	window.addEventListener('online', () => {
		if (place !== null && card === null)
			showCard(place);
	});
}

export function hideCard() {
	pending?.abort();
	place = null;
	card = null;
	fill(byId('card'), welcome());
}

export async function showCard(wanted) {
	pending?.abort();
	pending = new AbortController();
	const { signal } = pending;

	place = wanted;
	card = null;
	before = null;
	fill(byId('card'), backLink(), loading());
	byId('card').setAttribute('aria-busy', 'true');
	try {
		const [known, details] = await Promise.all([
			api.number(wanted.number, signal),
			wanted.person ? detailsOf(wanted.person, signal) : null,
		]);

		person = details;
		draw(known);
		announce(spoken(known));
	} catch (fault) {
		if (fault.name !== 'AbortError')
			fail(fault);
	}
}

/* The person may have left since the list was made; the number stays. */
async function detailsOf(id, signal) {
	try {
		return await api.person(id, signal);
	} catch (fault) {
		if (fault instanceof api.Problem && fault.status === 404)
			return null;
		throw fault;
	}
}

function draw(known) {
	card = known;
	byId('card').setAttribute('aria-busy', 'false');
	fill(byId('card'), backLink(), heading(), verdict(), actions(), reasons(),
		element('div', { class: 'columns' }, names(), counts(), facts()));
	changed(place, card);
}

function fail(fault) {
	const unreadable = fault instanceof api.Problem && fault.status === 400;

	byId('card').setAttribute('aria-busy', 'false');
	fill(byId('card'), backLink(),
		element('h1', { class: 'figures', tabindex: '-1' }, place.number),
		faultLine(fault),
		unreadable ? null : element('button', { class: 'quiet', type: 'button',
			onclick: () => showCard(place) }, 'Try again'));
}

function spoken(known) {
	const { word } = LABELS[known.spam_label] ?? LABELS.unknown;

	return `${known.name ?? known.phone_number}: ${word}, `
		+ `${percentFine(known.spam_likelihood)}.`;
}

/* ---- parts of the card ---- */

function welcome() {
	return element('div', { class: 'welcome' },
		element('h1', {}, 'Who is calling?'),
		element('p', {}, 'Search a name or a number, then open a line: how ',
			'likely it is spam and why, the names it goes by, what is known.'));
}

function loading() {
	return element('div', { class: 'loading' },
		element('p', { class: 'unseen' }, 'Loading'),
		element('div', { class: 'bone wide' }), element('div', { class: 'bone' }),
		element('div', { class: 'bone tall' }), element('div', { class: 'bone' }));
}

function backLink() {
	return element('a', { class: 'back', href: back(place) }, '← Results');
}

function heading() {
	const name = person?.name ?? card.name;

	return element('header', { class: 'heading' },
		element('h1', { tabindex: '-1' },
			name ? element('bdi', {}, name) : 'No name known'),
		element('p', { class: 'figures' }, card.international ?? card.phone_number,
			card.registered
				? element('span', { class: 'tag' }, 'registered') : null),
		person?.email ? element('p', {},
			element('a', { href: `mailto:${person.email}` }, person.email)) : null);
}

function verdict() {
	const { word, sign } = LABELS[card.spam_label] ?? LABELS.unknown;
	const now = card.spam_likelihood;
	const moved = before !== null && before !== now;

	return element('section', { class: `verdict ${card.spam_label}`,
		id: 'verdict', 'aria-label': 'Verdict' },
	element('p', { class: 'verdict-words' },
		element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
		element('strong', { id: 'verdict-label' }, word),
		element('span', { class: 'figure figures', id: 'likelihood' },
			moved ? percentBeside(now, before) : percentFine(now)),
		moved ? element('span', { class: 'moved figures', id: 'moved' },
			`was ${percentBeside(before, now)}, `,
			element('b', {}, `${points(now - before)} points`)) : null),
	meter(now, moved ? before : null),
	card.category ? element('p', { class: 'kind' }, 'Most likely: ',
		element('b', {}, CATEGORIES[card.category] ?? card.category))
		: null);
}

/* The scale 0..1 with the bounds of the labels, and where this number stands */
function meter(likelihood, earlier) {
	return element('div', { class: 'meter', 'aria-hidden': 'true' },
		measured(element('div', { class: 'meter-fill' }), { at: likelihood }),
		BOUNDS.map((bound) =>
			measured(element('div', { class: 'meter-bound' }), { at: bound })),
		earlier === null ? null
			: measured(element('div', { class: 'meter-was' }), { at: earlier }));
}

/*
 * The terms of the sum whose logistic is the likelihood, as a table: bars to
 * the right speak for spam, to the left against it.
 */
function reasons() {
	const terms = card.reasons ?? [];

	if (terms.length === 0)
		return null;
	const widest = Math.max(1, ...terms.map((term) => Math.abs(term.logit)));
	const sum = terms.reduce((total, term) => total + term.logit, 0);

	return element('section', { class: 'why' },
		element('h2', { id: 'why' }, 'Why'),
		element('table', { 'aria-labelledby': 'why' },
			element('thead', {}, element('tr', {},
				element('th', { scope: 'col' }, 'Reason'),
				element('th', { scope: 'col', class: 'bars' },
					element('span', {}, '← less'), element('span', {}, 'more →')),
				element('th', { scope: 'col', class: 'weight' }, 'Weight'))),
			element('tbody', {}, terms.map((term) => reasonRow(term, widest))),
			element('tfoot', {}, element('tr', {},
				element('th', { scope: 'row', colspan: '2' }, 'Sum, as likelihood ',
					element('b', { class: 'figures' },
						percentFine(card.spam_likelihood))),
				element('td', { class: 'weight figures' }, weight(sum))))));
}

function reasonRow(term, widest) {
	const side = term.logit >= 0 ? 'towards' : 'against';

	return element('tr', {},
		element('th', { scope: 'row' }, capital(term.reason)),
		element('td', { class: 'bars', 'aria-hidden': 'true' },
			measured(element('span', { class: `stem ${side}` }),
				{ share: Math.abs(term.logit) / widest })),
		element('td', { class: 'weight figures' }, weight(term.logit)));
}

function names() {
	const known = card.names ?? [];
	const most = Math.max(1, ...known.map((entry) => entry.count));

	return section('Names', 'names', known.length === 0
		? element('p', { class: 'hint' }, 'No book or list has a name for it.')
		: element('ul', { class: 'tally' }, known.map((entry) =>
			measured(element('li', {}, element('bdi', {}, entry.name),
				element('span', { class: 'figures' }, entry.count)),
			{ share: entry.count / most }))));
}

const COUNTS = {
	contacts: 'In contacts',
	appearances: 'Calls seen',
	spam_reports: 'Spam reports',
	not_spam_reports: 'Not-spam marks',
};

function counts() {
	const known = card.counts ?? {};

	return section('Counts', 'counts', pairs(Object.entries(COUNTS)
		.filter(([key]) => known[key] != null)
		.map(([key, title]) => [title, known[key]])));
}

function facts() {
	const validity = card.valid ? 'in use'
		: card.possible ? 'possible, but not in use' : 'not a possible number';

	return section('Facts', 'facts', pairs([
		['Country', card.region && regionWord(card.region)],
		['Country code', card.country_code && `+${card.country_code}`],
		['National', card.national],
		['E.164', card.phone_number],
		['Line', typeWord(card.type)],
		['Carrier', card.carrier],
		['Place', card.location],
		['Time zone', (card.timezones ?? []).join(', ')],
		['Numbering plan', validity],
	].filter(([, value]) => value)));
}

function section(title, id, content) {
	return element('section', { 'aria-labelledby': id },
		element('h2', { id }, title), content);
}

function pairs(list) {
	return element('dl', {}, list.map(([term, value]) => element('div', {},
		element('dt', {}, term),
		element('dd', { class: 'figures' }, element('bdi', {}, value)))));
}

/* ---- what the reader may say about it ---- */

const SAID = {
	spam: 'You reported this number as spam.',
	not_spam: 'You said that this number is not spam.',
};

function actions() {
	const { reported } = card;

	if (card.phone_number === own())
		return element('p', { class: 'hint' }, 'This is your own number.');
	return element('section', { class: 'actions', 'aria-label': 'Your verdict' },
		reported ? element('p', { class: 'said', id: 'said' }, SAID[reported])
			: null,
		element('div', { class: 'choices' },
			reported === 'spam' ? null : reportForm(),
			reported === 'not_spam' ? null : button('not-spam', 'Not spam',
				() => api.notSpam(card.phone_number)),
			reported === 'spam' ? button('withdraw', 'Withdraw', withdrawn)
				: null),
		element('p', { class: 'fault', id: 'action-fault', role: 'alert',
			hidden: true }));
}

function reportForm() {
	const select = element('select', { 'aria-label': 'Kind of spam', id: 'kind' },
		element('option', { value: '' }, 'Kind, if known'),
		KINDS.map((kind) =>
			element('option', { value: kind }, CATEGORIES[kind])));

	return [select, button('report', 'Report spam',
		() => api.reportSpam(card.phone_number, select.value), 'main')];
}

function button(id, title, act, look = 'quiet') {
	return element('button', { type: 'button', id, class: look,
		onclick: () => mark(act) }, title);
}

/* withdrawing answers nothing, so the card is asked for anew */
async function withdrawn() {
	await api.withdraw(card.phone_number);
	return api.number(card.phone_number);
}

/* Does one of them, then shows where the likelihood went. */
async function mark(act) {
	const marking = place;

	for (const control of byId('card').querySelectorAll('button, select'))
		control.disabled = true;
	try {
		const earlier = card.spam_likelihood;
		const known = await act();

		if (place !== marking)
			return;
		before = earlier;
		draw(known);
		(byId('withdraw') ?? byId('report')).focus();
		announce(`${spoken(known)} Before: ${percentFine(earlier)}.`);
	} catch (fault) {
		if (place === marking)
			complain(fault);
	}
}

function complain(fault) {
	const line = byId('action-fault');

	for (const control of byId('card').querySelectorAll('button, select'))
		control.disabled = false;
	line.hidden = false;
	line.textContent = fault.message;
}
