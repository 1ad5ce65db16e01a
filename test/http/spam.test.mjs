/* spam.test.mjs: appeals, rulings, and the answers of another time */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, assertKeys, call, freshNumber, numberCard, ok, operator, person,
	psql, refused, report } from './support.mjs';

const appeal = (someone, phone_number, more = {}) =>
	call('POST', '/v1/appeals', as(someone, { json: { phone_number, ...more } }));

const rule = (someone, number, json) =>
	call('POST', `/v1/numbers/${encodeURIComponent(number)}/rulings`,
		as(someone, { json }));

const termOf = ({ detail }) => detail.term;

test('an owner appeals: seen by all, once, and by nobody else', async () => {
	const owner = await person();
	const other = await person();
	const before = await numberCard(other, owner.phone_number);
	const reply = await appeal(owner, owner.phone_number, { reason: 'a shop' });

	assert.equal(reply.status, 201, reply.text);
	assertKeys(reply.body, 'number');
	const after = await numberCard(other, owner.phone_number);

	assert.ok(after.reasons.map(termOf).includes('appeal'));
	assert.ok(after.spam_likelihood < before.spam_likelihood);
	assert.ok(!JSON.stringify(after).includes('a shop'));
	assert.equal((await appeal(owner, owner.phone_number)).status, 409);
	assert.equal((await appeal(other, owner.phone_number)).status, 404);
});

test('an operator rules, and nobody else', async () => {
	const someone = await person();
	const admin = await operator();
	const number = freshNumber();

	assert.equal((await rule(someone, number, { override: 'spam' })).status, 403);
	const spam = await rule(admin, number, { override: 'spam', reason: 'seen' });

	assert.equal(spam.status, 201, spam.text);
	assert.equal(spam.body.spam_label, 'spam');
	assert.equal(termOf((await numberCard(someone, number)).reasons[0]), 'spam');
	const clean = await rule(admin, number, { override: 'clean' });

	assert.equal(clean.body.spam_label, 'clean');
	assert.equal((await rule(admin, number, { override: 'none' })).status, 201);
	assert.equal((await rule(admin, number, { verified: true })).status, 201);
	assert.ok((await numberCard(someone, number)).reasons.map(termOf)
		.includes('verified'));
	assert.equal((await rule(admin, number,
		{ reassigned_at: '2024-01-01T00:00:00Z' })).status, 201);
	for (const json of [{}, { verified: true, override: 'spam' },
		{ override: 'ham' }, { reassigned_at: '2999-01-01T00:00:00Z' }])
		assert.equal((await rule(admin, number, json)).status, 400);
});

test('as_of answers as it was answered then', async () => {
	const [one, two] = [await person(), await person()];
	const number = freshNumber();
	const path = `/v1/numbers/${encodeURIComponent(number)}?as_of=`;
	const now = async () => (await psql(
		"SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"))[0][0];
	const told = ({ counts, spam_likelihood, category }) =>
		({ counts, spam_likelihood, category });
	const answers = [];
	const remember = async () => answers.push([await now(),
		told(await numberCard(one, number))]);

	await remember();
	await report(one, number, { category: 'scam' });
	await remember();
	await report(two, number);
	await remember();
	await call('POST', '/v1/not-spam', as(one, { json: { phone_number: number } }));
	await remember();
	await ok(204, 'DELETE', `/v1/spam-reports/${encodeURIComponent(number)}`, as(two));
	await remember();
	for (const [at, answer] of answers)
		assert.deepEqual(told(await ok(200, 'GET', path + at, as(one))), answer, at);
	for (const at of ['2999-01-01T00:00:00Z', '2001-01-01T00:00:00Z', 'then'])
		await refused(400, 'GET', path + at, as(one), 'as_of');
});

test('settling runs beside reports', async () => {
	await psql('CALL private.maintain()');
	const someone = await person();

	assert.equal((await report(someone, freshNumber())).status, 201);
});
