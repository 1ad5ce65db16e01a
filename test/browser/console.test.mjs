/* console.test.mjs: the page at /, in a real browser, by a real user's hands */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addContact, call, freshNumber, freshWord, person, psql, url, waitingCode }
	from '../http/support.mjs';
import { browserPath, startChromium } from './chromium.mjs';

const phone = process.env.NUMSIGHT_DEMO_PHONE;
const password = process.env.NUMSIGHT_DEMO_PASSWORD;
const skip = browserPath() === undefined && 'there is no Chromium';

let browser;

before(async () => {
	if (!skip)
		browser = await startChromium();
});
after(() => browser?.close());

const shown = (id) => `!document.getElementById('${id}').hidden`;
const LINES = "document.querySelectorAll('#results [role=option]')";
const options = (page) => page.value(`Array.from(${LINES}, (line) => ({
	name: line.querySelector('.line-name').textContent,
	band: document.getElementById(line.parentNode
		.getAttribute('aria-labelledby')).textContent,
	marked: Array.from(line.querySelectorAll('mark'), (mark) =>
		mark.textContent).join('|'),
	pill: line.querySelector('.pill').textContent,
	selected: line.getAttribute('aria-selected') }))`);

async function enter(page, who = phone, secret = password) {
	await page.until(shown('gate'));
	await page.focus('#gate-number');
	await page.value("document.getElementById('gate-form').reset()");
	await page.type(who);
	await page.press('Tab');
	await page.type(secret);
	await page.press('Enter');
}

async function loggedIn(size) {
	const page = await browser.open(size);

	await page.go(url.href);
	await enter(page);
	await page.until(shown('desk'));
	return page;
}

/* Types a query as a person does, and waits for its answer. */
async function ask(page, query) {
	await page.focus('#query');
	await page.value("document.getElementById('query').select()");
	await page.type(query);
	await page.until(`location.hash.includes(${
		JSON.stringify(encodeURIComponent(query))})
		&& document.getElementById('results').ariaBusy === 'false'`);
}

/* Somebody's entry that the demo user can find by a made-up word */
async function entry(name = freshWord(10)) {
	const phone_number = freshNumber();

	await addContact(await person(), { name, phone_number });
	return { name, phone_number };
}

/* What must not have happened on a page, whatever the test was about */
function assertQuiet(page, refusals = []) {
	assert.deepEqual(page.faults, []);
	assert.deepEqual(page.refusals.map((one) => one.status), refusals);
	for (const request of page.requests)
		assert.equal(new URL(request.url).origin, url.origin, request.url);
	for (const request of page.requests)
		assert.doesNotMatch(request.url, /token=|password=|eyJ/);
}

test('the first look: one page, light, from here alone', { skip }, async () => {
	const page = await browser.open();

	await page.go(url.href);
	await page.until(shown('gate'));
	assert.equal(await page.value('document.activeElement.id'), 'gate-number');
	assert.ok(page.requests.length <= 15, `${page.requests.length} requests`);
	const bytes = await page.value(`performance.getEntries()
		.reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0)`);
	assert.ok(bytes > 0 && bytes <= 60_000, `${bytes} bytes`);
	assertQuiet(page);
});

test('log in, search, open, report: the likelihood moves', { skip }, async () => {
	const { name, phone_number } = await entry();
	const page = await loggedIn();

	await ask(page, name.slice(0, 7).toLowerCase());
	const [first] = await page.until(`${LINES}.length`)
		&& await options(page);
	assert.equal(first.name, name);
	assert.equal(first.band, 'Starts with');
	assert.equal(first.marked, name.slice(0, 7));
	assert.match(first.pill, /\d+%$/);

	await page.press('ArrowDown');
	assert.equal(await page.value(`document.getElementById(document
		.getElementById('query').getAttribute('aria-activedescendant'))
		.querySelector('.line-name').textContent`), name);
	await page.press('Enter');
	await page.until("document.getElementById('verdict')");
	assert.equal(await page.text('#card h1'), name);
	assert.ok((await page.value('location.hash')).startsWith(
		`#/number/${phone_number}`));
	const before = Number.parseFloat(await page.text('#likelihood'));
	assert.match(await page.text('#verdict-label'), /^(?:Clean|Unknown)$/);
	assert.ok(await page.value("document.querySelectorAll('.why tbody tr').length") > 0);

	await page.value("document.getElementById('kind').value = 'scam'");
	await page.click('#report');
	await page.until("document.getElementById('moved')");
	const after = Number.parseFloat(await page.text('#likelihood'));
	assert.ok(after > before, `${before} -> ${after}`);
	assert.match(await page.text('#said'), /reported/);
	assert.match(await page.text('#moved'), /was .*\+.* points/);
	/* said aloud, when what was said before has had its two seconds */
	await page.until(`document.getElementById('live').textContent
		.startsWith('${name}: ')`);

	await page.click('#withdraw');
	await page.until("document.getElementById('said') === null");
	assert.equal(Number.parseFloat(await page.text('#likelihood')), before);
	await page.click('#not-spam');
	await page.until("document.getElementById('said')");
	assert.ok(Number.parseFloat(await page.text('#likelihood')) <= before);
	assertQuiet(page);
});

test('a name of markup is text, everywhere', { skip }, async () => {
	const word = freshWord(10);
	const { name } = await entry(
		`${word} <img src=x onerror="document.title='owned'"><b>b</b>&amp;`);
	const page = await loggedIn();

	await ask(page, word);
	await page.until(`${LINES}.length === 1`);
	assert.equal((await options(page))[0].name, name);
	await page.press('Enter');
	await page.until("document.getElementById('verdict')");
	assert.equal(await page.text('#card h1'), name);
	assert.equal(await page.text('.tally bdi'), name);
	assert.equal(await page.value("document.querySelectorAll('main img, main bdi b').length"), 0);
	assert.doesNotMatch(await page.value('document.title'), /owned/);
	assertQuiet(page);
});

test('a query of markup is text as well, also from the URL', { skip }, async () => {
	const page = await loggedIn();
	const query = '<img src=x onerror=alert(1)>';

	await page.value(`location.hash = '#/search/' + encodeURIComponent('${query}')`);
	await page.until(`document.getElementById('query').value === ${
		JSON.stringify(query)}`);
	await page.until("document.querySelector('#search-state q, #search-state .fault') || document.querySelector('#results .line')");
	assert.equal(await page.value("document.querySelectorAll('main img').length"), 0);
	assertQuiet(page);
});

test('the address holds the view: reload and back work', { skip }, async () => {
	const { name, phone_number } = await entry();
	const page = await loggedIn();

	await ask(page, name);
	await page.until(`${LINES}.length`);
	await page.press('Enter');
	await page.until("document.getElementById('verdict')");
	await page.reload();
	await page.until("document.getElementById('verdict')");
	assert.equal(await page.text('#card h1'), name);
	assert.equal(await page.value("document.getElementById('query').value"), name);

	await page.value('history.back()');
	await page.until("location.hash.startsWith('#/search/')");
	await page.until("document.querySelector('#card .welcome')");
	await page.value(`location.hash = '#/number/${phone_number.slice(3)}'`);
	await page.until("document.getElementById('verdict')");
	assert.match(await page.text('#card .heading .figures'), /^\+91/);
	assertQuiet(page);
});

test('a number in any notation opens its card, also one nobody knows', { skip }, async () => {
	const page = await loggedIn();
	const digits = freshNumber().slice(3);

	await ask(page, `${digits.slice(0, 5)} ${digits.slice(5)}`);
	await page.until("document.querySelector('#search-state button')");
	await page.press('Enter');
	await page.until("document.getElementById('verdict')");
	assert.equal(await page.text('#card h1'), 'No name known');

	await page.value("location.hash = '#/number/none'");
	await page.until("document.querySelector('#card .fault')");
	assert.equal(await page.text('#card h1'), 'none');
	assertQuiet(page, [400]);
});

test('the keys: slash, arrows around the list, Escape', { skip }, async () => {
	const word = freshWord(10);

	for (let n = 0; n < 3; n++)
		await entry(`${word} ${freshWord(4)}`);
	const page = await loggedIn();

	await page.value('document.activeElement.blur()');
	await page.type('/');
	assert.equal(await page.value('document.activeElement.id'), 'query');
	await ask(page, word);
	await page.until(`${LINES}.length === 3`);
	assert.equal(await page.value("document.getElementById('query').ariaExpanded"), 'true');
	const at = async () => (await options(page)).findIndex((line) =>
		line.selected === 'true');

	for (const [key, expected] of [['ArrowDown', 0], ['ArrowDown', 1],
		['ArrowUp', 0], ['ArrowUp', -1], ['ArrowUp', 2], ['ArrowDown', -1]]) {
		await page.press(key);
		assert.equal(await at(), expected);
	}
	await page.press('Escape');
	assert.equal(await page.value("document.getElementById('query').value"), '');
	await page.until(`${LINES}.length === 0`);
	assert.equal(await page.value("document.getElementById('query').ariaExpanded"), 'false');
	assertQuiet(page);
});

test('a wrong password is said, and logging out ends the session', { skip }, async () => {
	const page = await browser.open();

	await page.go(url.href);
	await enter(page, freshNumber(), 'not the password');
	await page.until(shown('gate-fault'));
	assert.match(await page.text('#gate-fault'), /No account/);
	await enter(page);
	await page.until(shown('desk'));
	const refresh = await page.value("sessionStorage.getItem('numsight.refresh')");

	assert.ok(refresh);
	assert.equal(await page.value('document.cookie'), '');
	assert.equal(await page.value('localStorage.length'), 0);
	await page.click('#logout');
	await page.until(shown('gate'));
	assert.equal(await page.value('sessionStorage.length'), 0);
	await page.until(`performance.getEntriesByName(new URL('/v1/token/revoke',
		location.href).href).length`);
	assert.equal((await call('POST', '/v1/token/refresh',
		{ json: { refresh } })).status, 401);
	assertQuiet(page, [401]);
});

test('an account can be made at the door', { skip }, async () => {
	const page = await browser.open();
	const name = freshWord(10);

	await page.go(url.href);
	await page.until(shown('gate'));
	await page.click('#gate-other');
	assert.equal(await page.value('document.activeElement.id'), 'gate-name');
	for (const text of [name, freshNumber(), 'a long pass phrase']) {
		await page.type(text);
		await page.press(text === 'a long pass phrase' ? 'Enter' : 'Tab');
	}
	await page.until(shown('desk'));
	assert.equal(await page.text('#whoami-name'), name);
	assertQuiet(page);
});

test('where numbers are proved, the door asks for the code that it had sent', { skip }, async (t) => {
	const verify = (value) => psql(`UPDATE data.setting SET value = '${value}' WHERE name = 'verify'`);
	const page = await browser.open();
	const name = freshWord(10), number = freshNumber();

	t.after(() => verify('off'));
	await verify('required');
	await page.go(url.href);
	await page.until(shown('gate'));
	await page.click('#gate-other');
	for (const text of [name, number, 'a long pass phrase']) {
		await page.type(text);
		await page.press(text === 'a long pass phrase' ? 'Enter' : 'Tab');
	}
	await page.until(shown('gate-code-field'));
	await page.until("/was sent/.test(document.getElementById('gate-fault').textContent)");
	assert.equal(await page.value('document.activeElement.id'), 'gate-code');
	await page.type(await waitingCode(number));
	await page.press('Enter');
	await page.until(shown('desk'));
	assert.equal(await page.text('#whoami-name'), name);
	assertQuiet(page, [400]);
});

test('an access token that ran out is renewed unseen', { skip }, async () => {
	const { name } = await entry();
	const page = await loggedIn();

	await page.answer('/v1/search', 401);
	await ask(page, name);
	await page.until(`${LINES}.length === 1`);
	assert.equal(page.requests.filter((request) =>
		request.url.endsWith('/v1/token/refresh')).length, 1);
	assertQuiet(page, [401]);
});

test('a session that has ended leads to the door, with the reason', { skip }, async () => {
	const page = await loggedIn();
	const refresh = await page.value("sessionStorage.getItem('numsight.refresh')");

	assert.equal((await call('POST', '/v1/token/revoke',
		{ json: { refresh } })).status, 204);
	await page.focus('#query');
	await page.type('asha');
	await page.until(shown('gate'));
	assert.match(await page.text('#gate-fault'), /session has ended/);
	assert.equal(await page.value('sessionStorage.length'), 0);
	assert.deepEqual(page.faults, []);
});

test('without a network the page says so, and goes on when it is back', { skip }, async () => {
	const { name } = await entry();
	const page = await loggedIn();
	const offline = (is) => page.call('Network.emulateNetworkConditions',
		{ offline: is, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });

	await offline(true);
	await page.until(shown('offline'));
	await page.focus('#query');
	await page.type(name);
	await page.until("document.querySelector('#search-state .fault')");
	await offline(false);
	await page.until(`${LINES}.length === 1`);
	assert.equal(await page.value(shown('offline')), false);
	assert.deepEqual(page.faults, []);
});

test('a server that is away for a moment does not end the session', { skip }, async () => {
	const page = await loggedIn();

	await page.lose('/v1/token/refresh');
	await page.reload();
	await page.until(`${shown('offline')} && ${shown('desk')} === false`);
	await page.until(shown('desk'));
	assert.equal(await page.value(shown('offline')), false);
	assert.deepEqual(page.faults, []);
});

test('an answer that comes late does not replace a newer one', { skip }, async () => {
	const [one, two] = [await entry(), await entry()];
	const page = await loggedIn();

	await page.delay(`query=${one.name}`, 1500);
	await page.focus('#query');
	await page.type(one.name);
	await page.until("document.getElementById('results').ariaBusy === 'true'");
	await ask(page, two.name);
	await page.until(`${LINES}.length === 1`);
	await new Promise((resolve) => setTimeout(resolve, 1700));
	assert.equal((await options(page))[0].name, two.name);
	assertQuiet(page);
});

test('Enter at once opens the first line as soon as it is there', { skip }, async () => {
	const { name } = await entry();
	const page = await loggedIn();

	await page.focus('#query');
	await page.type(name);
	await page.press('Enter');
	await page.until("document.getElementById('verdict')");
	assert.equal(await page.text('#card h1'), name);
	assert.match(await page.text('#took'), /^1 in [\d.]+ ms$/);
	assertQuiet(page);
});

test('a budget that is spent is said, and asked again when it is over', { skip }, async () => {
	const { name } = await entry();
	const page = await loggedIn();

	await page.answer('/v1/search', 429, { 'Retry-After': '1' });
	await page.focus('#query');
	await page.type(name);
	await page.until(`document.querySelector('#search-state .fault')
		?.textContent.includes('Try again in 1 second')`);
	await page.until(`${LINES}.length === 1`);
	assertQuiet(page, [429]);
});

test('more results follow on demand', { skip }, async () => {
	const owner = await person();
	const word = freshWord(10);

	for (let n = 0; n < 23; n++)
		await addContact(owner, { name: `${word} ${freshWord(5)}`,
			phone_number: freshNumber() });
	const page = await loggedIn();

	await ask(page, word);
	await page.until(`${LINES}.length === 10`);
	await page.click('#more-go');
	await page.until(`${LINES}.length === 23`);
	assert.equal(await page.value(shown('more')), false);
	assert.equal(new Set((await options(page)).map((line) => line.name)).size, 23);
	assertQuiet(page);
});

test('one cannot speak about the own number', { skip }, async () => {
	const page = await loggedIn();

	await page.value(`location.hash = '#/number/${phone}'`);
	await page.until("document.getElementById('verdict')");
	assert.match(await page.value("document.getElementById('card').innerText"),
		/your own number/);
	assert.equal(await page.value("document.getElementById('report')"), null);
	assertQuiet(page);
});

/* ---- for those who see less, or use no mouse ---- */

test('by keyboard alone: each stop is seen, the report is made', { skip }, async () => {
	const { name } = await entry();
	const page = await loggedIn();
	const stops = [];

	await ask(page, name);
	await page.until(`${LINES}.length === 1`);
	await page.press('Enter');
	await page.until("document.getElementById('verdict')");
	for (let n = 0; n < 12 && stops.at(-1) !== 'report'; n++) {
		await page.press('Tab');
		const [stop, outline] = await page.value(`[document.activeElement.id,
			getComputedStyle(document.activeElement).outlineStyle]`);

		assert.notEqual(outline, 'none', stop);
		stops.push(stop);
	}
	assert.deepEqual(stops, ['kind', 'report']);
	await page.press('Enter');
	await page.until("document.getElementById('moved')");
	assert.equal(await page.value('document.activeElement.id'), 'withdraw');
	assertQuiet(page);
});

test('a screen reader is told roles, names and states', { skip }, async () => {
	const { name, phone_number } = await entry();
	const page = await loggedIn();

	await ask(page, name);
	await page.until(`${LINES}.length === 1`);
	await page.press('ArrowDown');
	await page.press('Enter');
	await page.until("document.getElementById('verdict')");
	const { nodes } = await page.call('Accessibility.getFullAXTree');
	const told = nodes.filter((node) => !node.ignored).map((node) => ({
		role: node.role?.value, name: node.name?.value,
		...Object.fromEntries((node.properties ?? []).map((property) =>
			[property.name, property.value.value])),
	}));
	const find = (role, text) => told.find((node) => node.role === role
		&& node.name?.includes(text));

	const box = find('combobox', 'Name or number');
	assert.ok(box);
	assert.equal(box.expanded, true);
	assert.equal(box.autocomplete, 'list');
	assert.ok(find('listbox', 'Search results'));
	assert.ok(find('group', 'Starts with'));
	const option = find('option', name);
	assert.ok(option.name.includes(phone_number));
	assert.match(option.name, /(?:Clean|Unknown) \d+%/);
	assert.equal(option.selected, true);
	assert.ok(find('article', 'Number'));
	assert.ok(find('heading', name));
	assert.ok(find('table', 'Why'));
	assert.ok(find('columnheader', 'Weight'));
	assert.ok(find('combobox', 'Kind of spam'));
	for (const title of ['Report spam', 'Not spam', 'Log out'])
		assert.ok(find('button', title), title);
	assert.ok(told.some((node) => node.role === 'status' && node.live === 'polite'));
	assertQuiet(page);
});

/* ---- small parts, as the browser runs them ---- */

test('a place is written and read back', { skip }, async () => {
	const page = await browser.open();

	await page.go(url.href);
	await page.until(shown('gate'));
	const read = (hash) => page.value(`import('/place.js').then((place) =>
		place.readPlace(${JSON.stringify(hash)}))`);

	for (const [number, query, person_id] of [
		['+919876543210', '', null], ['+919876543210', 'a & b?=#/%', 'x-y'],
		['098765 43210', 'आशा', null], ['50%', '', 'a/b'],
	]) {
		const hash = await page.value(`import('/place.js').then((place) =>
			place.numberPlace(${JSON.stringify(number)}, ${
	JSON.stringify(query)}, ${JSON.stringify(person_id)}))`);

		assert.deepEqual(await read(hash),
			{ number, query, person: person_id }, hash);
	}
	for (const [hash, place] of [
		['', { number: null, query: '', person: null }],
		['#/search/a%20b', { number: null, query: 'a b', person: null }],
		['#/search/%', { number: null, query: '%', person: null }],
		['#/number/', { number: null, query: '', person: null }],
		['#nonsense', { number: null, query: '', person: null }],
	])
		assert.deepEqual(await read(hash), place, hash);
});

test('matched letters are marked: words first, accents aside', { skip }, async () => {
	const page = await browser.open();

	await page.go(url.href);
	await page.until(shown('gate'));
	for (const [name, query, expected] of [
		['Asha Rao', 'as', '[As]ha Rao'],
		['Natasha', 'asha', 'Nat[asha]'],
		['Barao Rao', 'rao', 'Barao [Rao]'],
		['Asha Rao', 'rao asha', '[Asha] [Rao]'],
		['José Núñez', 'jose nun', '[José] [Núñ]ez'],
		['Jose', 'JOSÉ', '[Jose]'],
		['आशा वर्मा', 'आशा', '[आशा] वर्मा'],
		['Asha', 'xyz', 'Asha'],
		['👩‍👩‍👧 Family', 'fam', '👩‍👩‍👧 [Fam]ily'],
		['İstanbul', 'ist', '[İst]anbul'],
		['Asha', '   ', 'Asha'],
	])
		assert.equal(await page.value(`import('/words.js').then((words) =>
			words.marked(${JSON.stringify(name)}, ${JSON.stringify(query)})
				.map((part) => part.nodeType ? '[' + part.textContent + ']' : part)
				.join(''))`), expected, query);
});

/* ---- every width, both colour schemes ---- */

/* The contrast of each piece of text with what is behind it (WCAG 2.2) */
const PALE = `(() => {
	const channel = (value) => value <= 0.04045 ? value / 12.92
		: ((value + 0.055) / 1.055) ** 2.4;
	const parts = (color) => {
		const canvas = new OffscreenCanvas(1, 1).getContext('2d');

		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		return Array.from(canvas.getImageData(0, 0, 1, 1).data, (x) => x / 255);
	};
	const light = ([r, g, b]) =>
		0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
	const behind = (node) => {
		for (; node; node = node.parentElement) {
			const color = parts(getComputedStyle(node).backgroundColor);

			if (color[3] > 0.99)
				return color;
		}
		return parts('Canvas');
	};
	const pale = [];

	for (const node of document.querySelectorAll('body *')) {
		const own = Array.from(node.childNodes).some((child) =>
			child.nodeType === 3 && child.data.trim());

		if (!own || !node.checkVisibility() || node.closest('.unseen, :disabled'))
			continue;
		const [a, b] = [light(parts(getComputedStyle(node).color)),
			light(behind(node))].sort((x, y) => y - x);

		if ((a + 0.05) / (b + 0.05) < 4.5)
			pale.push(node.className + ': ' + node.textContent.slice(0, 40));
	}
	return pale;
})()`;

const SMALL = `Array.from(document.querySelectorAll(
	'a, button, input, select, [role=option]'))
	.filter((node) => node.checkVisibility())
	.filter((node) => node.offsetWidth < 24 || node.offsetHeight < 24)
	.map((node) => node.outerHTML.slice(0, 80))`;

const NAMELESS = `Array.from(document.querySelectorAll('input, select, button'))
	.filter((node) => node.checkVisibility())
	.filter((node) => !node.labels?.length && !node.ariaLabel
		&& !node.textContent.trim())
	.map((node) => node.outerHTML.slice(0, 80))`;

/* Text that runs into what stands beside it */
const CROWDED = `Array.from(document.querySelectorAll('.line, dl div, .bar, tr'))
	.filter((row) => row.checkVisibility())
	.filter((row) => {
		const range = document.createRange();
		const boxes = Array.from(row.children, (child) => {
			range.selectNodeContents(child);
			const text = range.getBoundingClientRect();
			const box = child.getBoundingClientRect();
			const cut = getComputedStyle(child).overflowX !== 'visible';

			return cut || !text.width ? box : text;
		});

		return boxes.some((a, at) => boxes.slice(at + 1).some((b) =>
			a.width && b.width && a.left < b.right - 1 && b.left < a.right - 1
			&& a.top < b.bottom - 1 && b.top < a.bottom - 1));
	}).map((row) => row.textContent)`;

for (const width of [320, 768, 1280])
	for (const dark of [false, true])
		test(`at ${width} px, ${dark ? 'dark' : 'light'}: all is readable and reachable`,
			{ skip }, async () => {
				const { name } = await entry(`${freshWord(10)} ${'very '.repeat(20)}long`);
				await person({ name: `${name.slice(0, 10)} registered` });
				const page = await browser.open({ width, height: 700, dark });
				const look = async () => {
					assert.deepEqual(await page.value(PALE), []);
					assert.deepEqual(await page.value(SMALL), []);
					assert.deepEqual(await page.value(NAMELESS), []);
					assert.deepEqual(await page.value(CROWDED), []);
					assert.ok(await page.value(
						'document.documentElement.scrollWidth <= innerWidth'));
				};

				await page.go(url.href);
				await page.until(shown('gate'));
				await look();
				await enter(page);
				await page.until(shown('desk'));
				await look();
				await ask(page, name.slice(0, 10));
				await page.until(`${LINES}.length === 2`);
				await look();
				await page.value(`Array.from(${LINES}).find((line) =>
					line.textContent.includes('very')).click()`);
				await page.until("document.getElementById('verdict')");
				await look();
				await page.click('#report');
				await page.until("document.getElementById('said')");
				await look();
				if (width < 860) {
					assert.ok(await page.value("document.querySelector('.list').checkVisibility()") === false);
					await page.click('.back');
					await page.until("document.querySelector('.list').checkVisibility()");
					assert.equal((await options(page)).length, 2);
				}
				assertQuiet(page);
			});
