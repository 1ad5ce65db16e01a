/* lookups.test.mjs: many numbers in one call, callers' names for exchanges, the form of Twilio's Lookup */

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { before, test } from 'node:test';
import { addContact, as, assertKeys, assertVerdict, call, freshNumber, numberCard, ok, operator, person,
	refused, report, rowCounts } from './support.mjs';

let someone, admin;

before(async () => {
	[someone, admin] = await Promise.all([person(), operator()]);
});

const lookups = (numbers, more = {}, who = someone) =>
	call('POST', '/v1/lookups', as(who, { json: { numbers, ...more } }));
const rule = (number, override) =>
	ok(201, 'POST', `/v1/numbers/${number}/rulings`, as(admin, { json: { override } }));
const get = (path, who = someone) => call('GET', path, as(who));

test('there is an answer for each input, in their order, equal to the single one', async () => {
	const known = freshNumber();

	await addContact(someone, { name: 'Zoë "Z" \\ Roy', phone_number: known });
	await report(someone, known, { category: 'debt' });
	const inputs = [freshNumber(), known, 'abc', known.slice(3), '', Number(known.slice(1)), '+1 202 555 0123', '{}', 'NULL',
		'"', '\\', '\n', '😀', someone.phone_number, '9'.repeat(70), known, -5];
	const { status, body } = await lookups(inputs);

	assert.equal(status, 200);
	assertKeys(body, ['results']);
	assert.equal(body.results.length, inputs.length);
	for (const [n, answer] of body.results.entries()) {
		if ('error' in answer) {
			assertKeys(answer, 'lookup_error');
			assert.equal(answer.input, String(inputs[n]));
			assert.ok(answer.error.startsWith('number '), answer.error);
			continue;
		}
		assertVerdict(answer);
		assert.deepEqual(answer, await numberCard(someone, String(inputs[n])), inputs[n]);
	}
	assert.deepEqual(body.results.flatMap((answer, n) => 'error' in answer ? [n] : []), [2, 4, 7, 8, 9, 10, 11, 12, 14, 16]);
});

test('a thousand numbers in one call, and nothing is written', async () => {
	const numbers = Array.from({ length: 1000 }, freshNumber);
	const before = await rowCounts();
	const { status, body } = await lookups(numbers);

	assert.equal(status, 200);
	assert.deepEqual(body.results.map(({ phone_number }) => phone_number), numbers);
	assert.deepEqual(await rowCounts(), before);
	assert.equal((await lookups([...numbers, '1'])).status, 400);
});

test('the region reads all of them', async () => {
	const { body } = await lookups(['020 7946 0123', '+12025550123'], { region: 'GB' });

	assert.deepEqual(body.results.map((card) => card.phone_number), ['+442079460123', '+12025550123']);
	await refused(400, 'POST', '/v1/lookups', as(someone, { json: { numbers: ['1'], region: 'XX' } }), 'region');
});

test('what is no list of numbers is refused as a whole', async () => {
	for (const numbers of ['+919876543210', 5, null, {}, [], [null], [true], [1.5], [['1']], [{}], ['1', 2, false]])
		await refused(400, 'POST', '/v1/lookups', as(someone, { json: { numbers } }), 'numbers');
	await refused(400, 'POST', '/v1/lookups', as(someone, { json: {} }), 'numbers');
	await refused(400, 'POST', '/v1/lookups', as(someone, { json: { numbers: ['1'], number: '1' } }), 'number');
	await refused(401, 'POST', '/v1/lookups', { json: { numbers: ['1'] } });
	assert.equal((await get('/v1/lookups')).status, 405);
});

/* ---- at ring time ---- */

const line = async (number, query = '', who = someone) => {
	const { status, headers, text } = await get(`/v1/cnam/${number}${query}`, who);

	assert.equal(status, 200, text);
	assert.match(headers['content-type'], /^text\/plain; charset=utf-8$/);
	assert.match(headers['server-timing'], /^db;dur=\d/);
	assert.doesNotMatch(text, /[\r\n]/);
	return text;
};

test('an exchange gets one line: a name, or that it is spam, or nothing', async () => {
	const [friend, fiend, both] = [freshNumber(), freshNumber(), freshNumber()];

	await addContact(someone, { name: 'Ånna Roy, plumber & co', phone_number: friend });
	await addContact(someone, { name: 'Loan Shark', phone_number: both });
	await rule(fiend, 'spam');
	await rule(both, 'spam');
	assert.equal(await line(friend), 'Ånna Roy, plumber & co');
	assert.equal(await line(friend.slice(3), '?max=15'), 'Ånna Roy, plumb');
	assert.equal(await line(friend, '?max=9&region=US'), 'Ånna Roy,');
	assert.equal(await line(freshNumber()), '');
	assert.equal(await line(fiend), 'SPAM');
	assert.equal(await line(both, '?max=3&format=text'), 'SPA');
	assert.equal((await call('HEAD', `/v1/cnam/${friend}`, as(someone))).text, '');
});

test('in every other format name and verdict are two things', async () => {
	const number = freshNumber();

	await addContact(someone, { name: 'Loan Shark', phone_number: number });
	await rule(number, 'spam');
	const card = await numberCard(someone, number);
	const json = (await get(`/v1/cnam/${number}?format=json`)).body;

	assertKeys(json, 'ring');
	assert.deepEqual([json.name, json.decision, json.spam_likelihood, json.category],
		['Loan Shark', 'block', card.spam_likelihood, card.category]);
	assert.equal(json.reason, card.reasons[0].reason);
	assert.deepEqual((await get(`/v1/cnam/${number}?format=superfecta&max=4`)).body,
		{ caller_id: 'Loan', spam: true, spam_text: '' });
	assert.deepEqual((await get(`/v1/cnam/${number}?format=3cx`)).body, { EntityId: number, FirstName: 'Loan Shark',
		LastName: '', CompanyName: '', PhoneBusiness: number, Decision: 'block', Category: '' });
	for (const value of Object.values((await get(`/v1/cnam/${freshNumber()}?format=superfecta`)).body))
		assert.notEqual(value, null);
});

test('what somebody has said himself comes before what others say', async () => {
	const [fine, foul] = [freshNumber(), freshNumber()];
	const decision = async (number, who) => (await get(`/v1/cnam/${number}?format=json`, who)).body.decision;
	const other = await person();

	await rule(foul, 'spam');
	await ok(201, 'POST', '/v1/not-spam', as(someone, { json: { phone_number: foul } }));
	await report(someone, fine, { category: 'scam' });
	assert.deepEqual([await decision(foul), await decision(foul, other)], ['allow', 'block']);
	assert.deepEqual([await decision(fine), await decision(fine, other)], ['block', 'allow']);
	assert.equal(await line(fine), 'SPAM: scam');
});

test('those who ring at once get the lines that one by one they would', async () => {
	const [one, other, gone] = await Promise.all([person(), person({ region: 'US' }), person()]);
	const [friend, fiend, nobody] = [freshNumber(), freshNumber(), freshNumber()];
	const paths = [friend, fiend, nobody, `${friend}?max=3`, `${fiend}?max=2&format=text`, `${friend}?max=0`, `${friend}?max=x`,
		`${friend}?format=json`, `${friend}?format=xml`, `${friend}?region=US`, friend.slice(3), 'nonsense', '%22%5C,NULL'];
	const asked = paths.flatMap((path) => [one, other, gone].map((who) => ({ path, who })));
	const ask = async ({ path, who }) => {
		const { status, text, body } = await call('GET', `/v1/cnam/${path}`, as(who));
		return { status, said: status === 200 ? text : body.detail };
	};

	await addContact(one, { name: 'Meena "Rung" \\ Rao', phone_number: friend });
	await report(one, fiend, { category: 'scam' });
	await ok(204, 'DELETE', '/v1/me', as(gone));
	const wanted = [];
	for (const each of asked)
		wanted.push(await ask(each));
	assert.deepEqual([...new Set(wanted.map(({ status }) => status))].sort(), [200, 400, 401]);
	assert.deepEqual(wanted.slice(0, 5).map(({ said }) => said).slice(0, 2), ['Meena "Rung" \\ Rao', 'Meena "Rung" \\ Rao']);
	assert.equal(wanted[3].said, 'SPAM: scam');
	for (let round = 0; round < 10; round++)
		assert.deepEqual(await Promise.all(asked.map(ask)), wanted);
});

test('what is no number, or no format, is refused', async () => {
	for (const path of ['abc', 'anonymous', '1', '%20', `${freshNumber()}?region=XX`])
		await refused(400, 'GET', `/v1/cnam/${path}`, as(someone));
	for (const max of ['0', '-1', '257', 'x', '1.5'])
		await refused(400, 'GET', `/v1/cnam/${freshNumber()}?max=${max}`, as(someone), 'max');
	for (const format of ['xml', 'JSON', 'text%20'])
		await refused(400, 'GET', `/v1/cnam/${freshNumber()}?format=${format}`, as(someone), 'format');
	await refused(401, 'GET', `/v1/cnam/${freshNumber()}`);
});

/* ---- Twilio's Lookup ---- */

test('programs made for Twilio get all packages, and null for what they did not ask for', async () => {
	/* among mobile numbers that are in use */
	const number = `+9198765${String(randomInt(1e5)).padStart(5, '0')}`;

	await addContact(someone, { name: `Anna ${number}`, phone_number: number });
	const bare = (await get(`/v2/PhoneNumbers/${encodeURIComponent(number)}`)).body;

	assertKeys(bare, 'twilio_lookup');
	assert.deepEqual([bare.phone_number, bare.country_code, bare.calling_country_code, bare.valid, bare.validation_errors,
		bare.caller_name, bare.line_type_intelligence, bare.spam_reputation], [number, 'IN', '91', true, [], null, null, null]);
	const full = (await get(`/v2/PhoneNumbers/${number}?Fields=caller_name,line_type_intelligence,sim_swap,spam_reputation`)).body;

	assertKeys(full, 'twilio_lookup');
	assert.deepEqual(full.caller_name, { caller_name: (await numberCard(someone, number)).name, caller_type: null,
		error_code: null });
	assert.equal(full.line_type_intelligence.type, 'mobile');
	assert.equal(full.sim_swap.error_code, 60600);
	assert.equal(full.sim_swap.last_sim_swap, null);
	assertKeys(full.spam_reputation, ['likelihood', 'label', 'category', 'reasons']);
	assert.equal(full.spam_reputation.likelihood, (await numberCard(someone, number)).spam_likelihood);
});

test('what is not valid says why, in Twilio\'s words', async () => {
	for (const [path, errors] of [['+9198', ['TOO_SHORT']], ['+91980061000399999', ['TOO_LONG']], ['abc', ['NOT_A_NUMBER']],
		['+99999999', ['INVALID_COUNTRY_CODE']], ['2025550123?CountryCode=US', []], ['2025550123?CountryCode=us', []]]) {
		const { body } = await get(`/v2/PhoneNumbers/${path}`);

		assert.deepEqual([body.valid, body.validation_errors], [errors.length === 0, errors], path);
	}
	for (const [query, field] of [['Fields=carrier', 'Fields'], ['CountryCode=XX', 'CountryCode'], ['Type=carrier', 'Type']]) {
		const { body } = await refused(400, 'GET', `/v2/PhoneNumbers/1?${query}`, as(someone), field);

		assert.deepEqual([body.status, body.code, typeof body.message, typeof body.more_info], [400, 20400, 'string', 'string']);
	}
});
