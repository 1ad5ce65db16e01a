/* main.js: which part of the page is seen, and how the parts hear each other */

import { hasSession, logOut, me, Offline, onSessionEnd } from './api.js';
import { hideCard, prepareCard, showCard } from './card.js';
import { byId } from './dom.js';
import { prepareLogin, showLogin } from './login.js';
import { numberPlace, readPlace, searchPlace } from './place.js';
import { clearSearch, focusSearch, followCard, prepareSearch, showQuery }
	from './search.js';

const RETRY_MS = 3000;

let account = null;
let retry = null;
const desk = byId('desk');
const narrow = matchMedia('(max-width: 859px)');

function showGate(reason) {
	account = null;
	document.title = 'NumSight';
	desk.hidden = true;
	byId('whoami').hidden = true;
	byId('gate').hidden = false;
	clearSearch();
	hideCard();
	showLogin(reason);
}

async function showDesk() {
	clearTimeout(retry);
	try {
		account = await me();
	} catch (fault) {
		if (fault instanceof Offline) {
			/* a server that is being restarted makes no "online" event */
			offline(true);
			retry = setTimeout(showDesk, RETRY_MS);
		} else if (hasSession())
			showGate(fault.message);
		return;
	}
	offline(false);
	byId('whoami-name').textContent = account.name;
	byId('whoami-number').textContent = account.phone_number;
	byId('whoami').hidden = false;
	byId('gate').hidden = true;
	desk.hidden = false;
	showPlace();
	if (!narrow.matches || readPlace(location.hash).number === null)
		focusSearch();
}

function showPlace() {
	if (desk.hidden)
		return;
	const place = readPlace(location.hash);

	desk.dataset.shows = place.number === null ? 'list' : 'card';
	document.title = [place.number ?? place.query, 'NumSight']
		.filter(Boolean).join(' · ');
	showQuery(place.query);
	if (place.number === null) {
		hideCard();
		followCard(null, null);
		return;
	}
	followCard(place, null);
	showCard(place).then(() => {
		if (narrow.matches)
			byId('card').querySelector('h1')?.focus();
	});
}

function offline(is) {
	byId('offline').hidden = !is;
}

onSessionEnd(showGate);
prepareLogin(showDesk);
prepareSearch({
	open: ({ number, query, person }) => {
		location.hash = numberPlace(number, query, person);
	},
	moved: (query) => {
		/* typing is one step of the history, not one for each letter */
		const { number, person } = readPlace(location.hash);

		history.replaceState(null, '', number === null || narrow.matches
			? searchPlace(query) : numberPlace(number, query, person));
		document.title = [number ?? query, 'NumSight'].filter(Boolean).join(' · ');
	},
});
prepareCard({
	changed: followCard,
	back: (place) => searchPlace(place?.query ?? ''),
	own: () => account?.phone_number,
});

byId('logout').addEventListener('click', logOut);
window.addEventListener('hashchange', showPlace);
window.addEventListener('offline', () => offline(true));
window.addEventListener('online', () => {
	offline(false);
	if (desk.hidden && hasSession())
		showDesk();
});
document.addEventListener('keydown', (event) => {
	if (event.key !== '/' || desk.hidden || event.ctrlKey || event.metaKey
			|| event.altKey || event.target.matches('input, select, textarea'))
		return;
	event.preventDefault();
	focusSearch();
});

if (hasSession())
	showDesk();
else
	showGate(null);
