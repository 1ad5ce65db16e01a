/* compat_c.test.mjs: the paths of phone-goggles: call events and histories */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { answeredCall, as, assertKeys, call, event, freshNumber, ok, operator,
	person, psql, refused } from './support.mjs';

const both = (path) => [path, `${path}/`];
const history = (someone, number = someone.phone_number, more = '') =>
	ok(200, 'GET', `/call-history/${number}/${more}`, as(someone));

test('/process-events/: one event, with either scheme word and either slash', async () => {
	const someone = await person();

	for (const path of both('/process-events'))
		for (const scheme of ['Bearer', 'Token', 'token']) {
			const told = event('INITIATE', randomUUID(), someone.phone_number,
				'+1234567890', '2024-04-01T12:00:00Z');
			const reply = await call('POST', path, as(someone, { scheme, json: told }));

			assert.equal(reply.status, 200, reply.text);
			assertKeys(reply.body, ['event_id', 'call_id', 'stored']);
			assert.deepEqual(reply.body, { event_id: told.event_id,
				call_id: told.call_id, stored: true });
			assert.deepEqual(await ok(200, 'POST', path, as(someone, { json: told })),
				{ event_id: told.event_id, call_id: told.call_id, stored: false });
			const clash = await refused(409, 'POST', path, as(someone, {
				json: { ...told, event: 'ANSWER' } }), 'event_id');
			assert.equal(clash.body.error, clash.body.detail);
			assert.ok(Array.isArray(clash.body.event_id));
		}
});

test('/process-events/: of an array the element is named, and what is wrong in it', async () => {
	const someone = await person();
	const good = event('INITIATE', randomUUID(), someone.phone_number, '+1234567890', '2024-04-01T12:00:00Z');
	const send = async (json) => (await refused(400, 'POST', '/process-events/', as(someone, { json }))).body;

	for (const [bad, pointer, member] of [[{ ...good, event: 'BAD' }, '/1/event', 'event'],
		[{ ...good, event_id: undefined }, '/1/event_id', 'event_id'],
		[{ ...good, 'a/"b~': 1 }, '/1/a~1"b~0', 'a/"b~'], [5, '/1']]) {
		const body = await send([good, bad]);

		assert.deepEqual(body.errors.map((error) => error.pointer), [pointer]);
		assert.equal('' in body, false);
		if (member !== undefined)
			assert.deepEqual(body[member], [body.detail]);
	}
});

test('/process-events/: an element that clashes with what is stored is named', async () => {
	const someone = await person();
	const first = event('INITIATE', randomUUID(), someone.phone_number, '+1234567890', '2024-04-01T12:00:00Z');
	const other = event('INITIATE', randomUUID(), someone.phone_number, '+1234567890', '2024-04-01T12:00:00Z');

	await ok(200, 'POST', '/process-events/', as(someone, { json: first }));
	const { body } = await refused(409, 'POST', '/process-events/', as(someone, {
		json: [other, { ...first, event: 'ANSWER' }] }));

	assert.deepEqual(body.errors.map((error) => error.pointer), ['/1/event_id']);
	assert.deepEqual(body.event_id, [body.detail]);
});

test('/process-events/: a member of any name is named', async () => {
	const someone = await person();

	for (const [name, pointer] of [['6", "a/1"', '/6", "a~11"'], ['0/event', '/0~1event'], ['\\', '/\\'], ['~', '/~0']]) {
		const { body } = await refused(400, 'POST', '/process-events/', as(someone, { json: { [name]: 1 } }));

		assert.deepEqual(body.errors.map((error) => error.pointer), [pointer]);
		assert.deepEqual(body[name], [body.detail]);
	}
});

test('/process-events/: an array is stored whole or not at all', async () => {
	const someone = await person();
	const told = answeredCall(randomUUID(), someone.phone_number, '+1112223333');

	assert.deepEqual(await ok(200, 'POST', '/process-events/', as(someone, { json: told })),
		{ stored: 3, duplicates: 0 });
	assert.deepEqual(await ok(200, 'POST', '/process-events/', as(someone, { json: told })),
		{ stored: 0, duplicates: 3 });
	const call_id = randomUUID();
	const bad = await refused(400, 'POST', '/process-events/', as(someone, { json: [
		...answeredCall(call_id, someone.phone_number, '+1112223333'),
		{ ...told[0], event: 'HANGUP' }] }));

	assert.match(bad.body.detail, /^event 4: event is not known/);
	assert.deepEqual(await psql(`SELECT count(*) FROM data.call_record WHERE call_id = '${call_id}'`), [['0']]);
});

test('/process-events/: a form, integers, a duration, other notations', async () => {
	const someone = await person();
	const digits = someone.phone_number.slice(3);
	const told = event('INITIATE', randomUUID(), digits, '09876543210', '2024-04-01T12:00:00');

	assert.equal((await ok(200, 'POST', '/process-events/', as(someone, { form: told }))).stored, true);
	/* the same event, written otherwise */
	assert.equal((await ok(200, 'POST', '/process-events/', as(someone, { json: { ...told,
		calling_number: Number(digits), called_number: '+91 98765 43210',
		created_at: '2024-04-01T17:30:00+05:30', duration: '-' } }))).stored, false);
	assert.deepEqual(await history(someone), [{ call_time: '2024-04-01T12:00:00Z',
		counterparty_number: '+919876543210', call_status: 'Missed Outbound', duration: null }]);
});

test('/call-history/: a bare array of four keys, newest first', async () => {
	const [someone, other] = await Promise.all([person(), person()]);
	const told = [...answeredCall(randomUUID(), someone.phone_number, other.phone_number),
		event('INITIATE', 'r', other.phone_number, someone.phone_number, '2024-04-02T08:00:00.25Z',
			{ call_id: randomUUID() })];

	told.push({ ...told[3], event_id: randomUUID(), event: 'DISCONNECT',
		created_at: '2024-04-02T08:00:20Z' });
	/* in whatever order */
	for (const one of told.reverse())
		await ok(200, 'POST', '/process-events/', as(someone, { json: one }));
	for (const path of both(`/call-history/${someone.phone_number}`))
		for (const form of [path, path.replace('+', '%2B'), path.replace('+', '')]) {
			const reply = await call('GET', form, as(someone));

			assert.equal(reply.text, JSON.stringify([
				{ call_time: '2024-04-02T08:00:00.25Z', counterparty_number: other.phone_number,
					call_status: 'Missed Inbound', duration: null },
				{ call_time: '2024-04-01T12:00:00Z', counterparty_number: other.phone_number,
					call_status: 'Completed Outbound', duration: 60 }]));
			for (const entry of reply.body)
				assertKeys(entry, 'old_call_entry');
		}
	assert.deepEqual((await history(other)).map((entry) => entry.call_status),
		['Missed Outbound', 'Completed Inbound']);
});

test('/call-history/: what is not over is told, unless only what is final is asked for', async () => {
	const someone = await person();
	const now = event('INITIATE', randomUUID(), freshNumber(), someone.phone_number);

	await ok(200, 'POST', '/process-events/', as(someone, { json: now }));
	assert.equal((await history(someone))[0].call_status, 'Ringing Inbound');
	await ok(200, 'POST', '/process-events/', as(someone, { json: { ...now,
		event_id: randomUUID(), event: 'ANSWER' } }));
	assert.equal((await history(someone))[0].call_status, 'In Progress Inbound');
	assert.deepEqual(await history(someone, someone.phone_number, '?final=1'), []);
});

test('/call-history/: pages by Link', async () => {
	const someone = await person();

	await ok(200, 'POST', '/process-events/', as(someone, { json: Array.from({ length: 5 },
		(_, n) => event('INITIATE', randomUUID(), someone.phone_number, freshNumber(),
			`2024-04-0${n + 1}T12:00:00Z`)) }));
	const seen = [];
	let next = `/call-history/${encodeURIComponent(someone.phone_number)}/?limit=2`;

	while (next) {
		const { body, headers } = await call('GET', next, as(someone));

		seen.push(...body.map((entry) => entry.call_time));
		next = /^<([^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1];
	}
	assert.deepEqual(seen, [5, 4, 3, 2, 1].map((n) => `2024-04-0${n}T12:00:00Z`));
});

test('/call-history/: of a number of somebody else nothing is told', async () => {
	const [someone, other, admin] = await Promise.all([person(), person(), operator()]);

	await ok(200, 'POST', '/process-events/', as(other, { json:
		answeredCall(randomUUID(), other.phone_number, someone.phone_number) }));
	const foreign = await refused(404, 'GET', `/call-history/${other.phone_number}/`, as(someone));
	const unknown = await refused(404, 'GET', `/call-history/${freshNumber()}/`, as(someone));

	assert.equal(foreign.body.detail, unknown.body.detail);
	assert.equal((await history(admin, other.phone_number)).length, 1);
	assert.deepEqual(await history(admin, freshNumber()), []);
	await refused(400, 'GET', '/call-history/nobody/', as(someone), 'number');
	await refused(401, 'GET', `/call-history/${other.phone_number}/`);
	await refused(401, 'POST', '/process-events/', { json: {} });
});
