/* numbers.test.mjs: the ring-time card, and what moves it */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, assertKeys, assertVerdict, call, freshNumber,
	numberCard, ok, person, psql, refused, report, TIME } from './support.mjs';

test('the card has its keys in order, unknown facts are null', async () => {
	const someone = await person();
	const number = freshNumber();
	const card = await numberCard(someone, number);

	assertKeys(card, 'number');
	assertKeys(card.counts, 'counts');
	assertVerdict(card);
	assert.equal(card.phone_number, number);
	assert.equal(card.name, null);
	assert.deepEqual(card.names, []);
	assert.equal(card.registered, false);
	assert.equal(card.reported, null);
	assert.equal(card.region, 'IN');
	assert.equal(card.country_code, 91);
	assert.deepEqual(card.counts, { appearances: 0, spam_reports: 0,
		not_spam_reports: 0, contacts: 0 });
	for (const value of Object.values(card))
		assert.notEqual(value, undefined);
});

test('any notation of a number leads to the same card', async () => {
	const someone = await person();
	const card = (path) => ok(200, 'GET', `/v1/numbers/${path}`, as(someone));
	const digits = freshNumber().slice(3);
	const wanted = await card(`+91${digits}`);

	for (const path of [`%2B91${digits}`, digits, `0${digits}`, `91${digits}`,
		`0091${digits}`, `+91%20${digits.slice(0, 5)}%20${digits.slice(5)}`,
		`+91-${digits.slice(0, 5)}-${digits.slice(5)}`,
		`(0${digits.slice(0, 2)})${digits.slice(2)}`,
		`tel:+91${digits}`, `${digits}?region=IN`, `+91${digits}?region=US`,
		encodeURIComponent(toDevanagari(digits)), `+91${digits}/`])
		assert.deepEqual(await card(path), wanted, path);
});

const toDevanagari = (digits) => digits.replace(/\d/g, (digit) =>
	String.fromCodePoint(0x966 + Number(digit)));

test('many cards at once are those that one by one would be', async () => {
	const [one, other, gone] = await Promise.all([person(), person({ region: 'US' }), person()]);
	const [known, unknown] = [freshNumber(), freshNumber()];
	const day = new Date(Date.now() - 864e5).toISOString();
	const paths = [known, unknown, known.slice(3), `${known}?region=US`, '+1650253000', 'nonsense', '%22%5C,NULL',
		`${known}?as_of=${day}`, `${known}?as_of=never`, '2'.repeat(70), '+16502530000', '6502530000'];
	const asked = paths.flatMap((path) => [one, other, gone].map((who) => ({ path, who })));
	const ask = async ({ path, who }) => {
		const { status, body } = await call('GET', `/v1/numbers/${path}`, as(who));
		return { status, body: { ...body, instance: null } };
	};

	await addContact(one, { name: 'Meena Together', phone_number: known });
	await report(one, known);
	await ok(204, 'DELETE', '/v1/me', as(gone));
	const wanted = [];
	for (const each of asked)
		wanted.push(await ask(each));
	assert.deepEqual([...new Set(wanted.map(({ status }) => status))].sort(), [200, 400, 401]);
	for (let round = 0; round < 10; round++)
		assert.deepEqual(await Promise.all(asked.map(ask)), wanted);
});

test('national numbers are those of the account\'s region', async () => {
	const abroad = await person({ region: 'US' });
	const card = (path) => ok(200, 'GET', `/v1/numbers/${path}`, as(abroad));

	assert.equal((await card('6502530000')).phone_number, '+16502530000');
	assert.equal((await card('(650)%20253-0000')).phone_number, '+16502530000');
	assert.equal((await card('9876543210?region=IN')).phone_number,
		'+919876543210');
	assert.equal((await card('+919876543210')).phone_number, '+919876543210');
});

test('an integer of JSON is a national or a bare international number', async () => {
	const someone = await person();
	const digits = freshNumber().slice(3);

	for (const phone_number of [Number(digits), Number(`91${digits}`)])
		assert.equal((await ok(201, 'POST', '/v1/calls', as(someone,
			{ json: { phone_number } }))).phone_number, `+91${digits}`);
});

test('numbers of other countries, and short ones that parse', async () => {
	const someone = await person();

	for (const [path, phone_number, region, country_code, valid] of [
		['+16502530000', '+16502530000', 'US', 1, true],
		['6502530000?region=US', '+16502530000', 'US', 1, true],
		['+442070313000', '+442070313000', 'GB', 44, true],
		['+390236618300', '+390236618300', 'IT', 39, true],
		['+1234567890', '+1234567890', null, 1, false],
		['+80012345678', '+80012345678', '001', 800, true],
	]) {
		const card = await ok(200, 'GET', `/v1/numbers/${path}`, as(someone));

		assert.equal(card.phone_number, phone_number);
		assert.equal(card.country_code, country_code);
		assert.equal(card.valid, valid, path);
		if (region !== null)
			assert.equal(card.region, region);
	}
});

test('what is no number is refused, with the reason', async () => {
	const someone = await person();

	for (const path of ['abc', '1', '+', '%20', '--',
		'9'.repeat(30), '+999123456789', '+0123456789', 'call-me-now',
		encodeURIComponent('\u202e+919876543210'.repeat(4)),
		`${'%20'.repeat(100)}9876543210`, '98765%0a43210',
		'9876543210?region=XX', '9876543210?region='])
		await refused(400, 'GET', `/v1/numbers/${path}`, as(someone));
});

test('names stand on the card, the most frequent first, with their books', async () => {
	const number = freshNumber();
	const owners = await Promise.all([person(), person(), person()]);

	for (const [at, name] of ['Vikram Singh', 'vikram singh', 'Vicky'].entries())
		await addContact(owners[at], { name, phone_number: number });
	const card = await numberCard(owners[0], number);

	assert.equal(card.name.toLowerCase(), 'vikram singh');
	assert.deepEqual(card.names.map((entry) => [entry.name.toLowerCase(),
		entry.count]), [['vikram singh', 2], ['vicky', 1]]);
	assert.equal(card.counts.contacts, 3);
});

test('a registered person is called what they call themselves', async () => {
	const [user, other] = await Promise.all([person(), person()]);

	await addContact(other, { name: 'Some Nickname',
		phone_number: user.phone_number });
	const card = await numberCard(other, user.phone_number);

	assert.equal(card.registered, true);
	assert.equal(card.name, user.name);
});

test('reasons explain the likelihood: their sum is its logit', async () => {
	const [one, two, three] = await Promise.all([person(), person(), person()]);
	const number = freshNumber();

	for (const [someone, category] of [[one, 'scam'], [two, 'scam'], [three]])
		await report(someone, number, { category });
	const card = await numberCard(one, number);

	assert.ok(card.reasons.length > 0);
	for (const reason of card.reasons) {
		assertKeys(reason, ['reason', 'detail', 'logit']);
		assert.equal(typeof reason.logit, 'number');
	}
	const sum = card.reasons.reduce((total, term) => total + term.logit, 0);
	assert.ok(Math.abs(1 / (1 + Math.exp(-sum)) - card.spam_likelihood) < 0.001,
		`${sum} is not ${card.spam_likelihood}`);
});

/* Makes accounts old and often proved right, so that their word has weight */
async function proven(people) {
	await psql(`UPDATE data.account
		SET created = now() - interval '2 years', agreed = 30
		WHERE phone IN (${people.map((someone) =>
		`'${someone.phone_number}'`).join(', ')})`);
	return people;
}

const several = (count) =>
	Promise.all(Array.from({ length: count }, () => person()));

const clear = (someone, phone_number) => ok(201, 'POST', '/v1/not-spam',
	as(someone, { json: { phone_number } }));

test('reports move the likelihood up, clearing moves it down', async () => {
	const number = freshNumber();
	const people = await proven(await several(6));
	let last = (await numberCard(people[0], number)).spam_likelihood;

	for (const someone of people.slice(0, 4)) {
		const { body } = await report(someone, number, { category: 'telemarketing' });

		assert.ok(body.spam_likelihood > last, `${body.spam_likelihood} > ${last}`);
		assertVerdict(body);
		last = body.spam_likelihood;
	}
	for (const someone of people.slice(4)) {
		const card = await clear(someone, number);

		assertKeys(card, 'number');
		assert.ok(card.spam_likelihood < last, `${card.spam_likelihood} < ${last}`);
		last = card.spam_likelihood;
	}
	const { counts } = await numberCard(people[0], number);
	assert.equal(counts.spam_reports, 4);
	assert.equal(counts.not_spam_reports, 2);
});

test('the word of new accounts moves less, in either direction', async () => {
	const [one, other] = [freshNumber(), freshNumber()];
	const fresh = await several(4);
	const old = await proven(await several(4));
	const odds = (card) => Math.log(card.spam_likelihood / (1 - card.spam_likelihood));
	/* numbers of different kinds of line do not begin at one likelihood */
	const prior = [odds(await numberCard(old[0], one)), odds(await numberCard(old[0], other))];
	let byNew = 0;
	let byOld = 0;

	for (let at = 0; at < 4; at++) {
		const last = [byNew, byOld];

		byNew = odds((await report(fresh[at], one)).body) - prior[0];
		byOld = odds((await report(old[at], other)).body) - prior[1];
		/* what one new account says may be less than four digits show */
		assert.ok(byNew >= last[0]);
		assert.ok(byOld > last[1]);
		assert.ok(byOld > byNew);
	}
	/* those who come to whitewash a number move it less than those it called */
	const washed = await several(4);
	for (const someone of washed)
		await clear(someone, other);
	assert.ok(odds(await numberCard(old[0], other)) - prior[1] > byNew);
});

test('a person has one mark: the later of spam and not spam', async () => {
	const someone = await person();
	const number = freshNumber();
	const mark = (path) => call('POST', path,
		as(someone, { json: { phone_number: number } }));

	for (const [path, status, reported, spam, clear] of [
		['/v1/spam-reports', 201, 'spam', 1, 0],
		['/v1/spam-reports', 200, 'spam', 1, 0],
		['/v1/not-spam', 201, 'not_spam', 0, 1],
		['/v1/not-spam', 200, 'not_spam', 0, 1],
		['/v1/spam-reports', 201, 'spam', 1, 0],
	]) {
		const { body, status: got, text } = await mark(path);

		assert.equal(got, status, text);
		assert.equal(body.reported, reported);
		assert.equal(body.counts.spam_reports, spam);
		assert.equal(body.counts.not_spam_reports, clear);
	}
});

test('twenty reports of one person at once count once', async () => {
	const someone = await person();
	const number = freshNumber();
	const replies = await Promise.all(Array.from({ length: 20 }, () =>
		report(someone, number)));

	assert.equal(replies.filter((reply) => reply.status === 201).length, 1);
	assert.equal(replies.filter((reply) => reply.status === 200).length, 19);
	assert.equal((await numberCard(someone, number)).counts.spam_reports, 1);
});

test('ten people at once count ten', async () => {
	const people = await Promise.all(Array.from({ length: 10 }, () => person()));
	const number = freshNumber();
	const replies = await Promise.all(people.map((someone) =>
		report(someone, number)));

	assert.ok(replies.every((reply) => reply.status === 201));
	assert.equal((await numberCard(people[0], number)).counts.spam_reports, 10);
});

test('a report has a category of the list and a comment, or neither', async () => {
	const someone = await person();

	for (const category of ['telemarketing', 'scam', 'robocall', 'debt', 'survey',
		'wangiri', 'silent', 'other'])
		assert.equal((await report(someone, freshNumber(), { category,
			comment: 'A line,\nand\tanother.' })).status, 201, category);
	for (const category of ['', 'SPAM!', 'nonsense', 'scam '])
		await refused(400, 'POST', '/v1/spam-reports', as(someone, { json:
			{ phone_number: freshNumber(), category } }), 'category');
	await refused(400, 'POST', '/v1/spam-reports', as(someone, { json:
		{ phone_number: freshNumber(), comment: 'x'.repeat(2001) } }), 'comment');
});

test('a declared call counts as an appearance', async () => {
	const someone = await person();
	const phone_number = freshNumber();
	const declare = (more) => ok(201, 'POST', '/v1/calls',
		as(someone, { json: { phone_number, ...more } }));

	const card = await declare({});
	assertKeys(card, 'number');
	assert.equal(card.counts.appearances, 1);
	assert.equal((await declare({ answered: true, duration: 30,
		created_at: new Date().toISOString() })).counts.appearances, 2);
	assert.equal((await declare({ answered: false,
		created_at: '2026-01-02T03:04:05+05:30' })).counts.appearances, 3);
});

test('times of calls that cannot be are refused', async () => {
	const someone = await person();
	const later = new Date(Date.now() + 86_400_000).toISOString();

	for (const created_at of ['yesterday', '2026-02-30T00:00:00Z', '2026-01-01',
		'2026-01-01T00:00:00', '2026-01-01T25:00:00Z', '', later,
		'99999-01-01T00:00:00Z', '2026-01-01T00:00:00Z; x', 'infinity', 'now'])
		await refused(400, 'POST', '/v1/calls', as(someone, { json:
			{ phone_number: freshNumber(), created_at } }), 'created_at');
	for (const duration of [-1, 1e9])
		await refused(400, 'POST', '/v1/calls', as(someone, { json:
			{ phone_number: freshNumber(), duration } }), 'duration');
	await refused(400, 'POST', '/v1/calls', as(someone, { json:
		{ phone_number: freshNumber(), direction: 'sideways' } }), 'direction');
});

test('a person cannot raise or clear the own number', async () => {
	const someone = await person();
	const before = await numberCard(someone, someone.phone_number);

	await call('POST', '/v1/not-spam',
		as(someone, { json: { phone_number: someone.phone_number } }));
	await report(someone, someone.phone_number);
	const after = await numberCard(someone, someone.phone_number);

	assert.ok(Math.abs(after.spam_likelihood - before.spam_likelihood) <= 0.0002);
});

test('the person behind a result shows the same verdict as the card', async () => {
	const [one, two] = await Promise.all([person(), person()]);

	await report(one, two.phone_number, { category: 'robocall' });
	const card = await numberCard(one, two.phone_number);
	const { results } = await ok(200, 'GET', `/v1/search?query=${
		encodeURIComponent(two.phone_number)}`, as(one));
	const details = await ok(200, 'GET', `/v1/people/${results[0].id}`, as(one));

	for (const key of ['spam_likelihood', 'spam_label', 'category', 'reasons',
		'region', 'type', 'country_code', 'national', 'international', 'counts'])
		assert.deepEqual(details[key], card[key], key);
	assert.equal(results[0].spam_likelihood, card.spam_likelihood);
	assert.match((await ok(200, 'GET', '/v1/me', as(one))).created_at, TIME);
});
