/* calls.test.mjs: events of calls, histories and logs */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { answeredCall, as, assertKeys, assertVerdict, call, event, freshNumber,
	ok, operator, person, psql, refused, virtualNumber } from './support.mjs';

const tell = (someone, json) => ok(200, 'POST', '/v1/call-events', as(someone, { json }));
const lines = (someone, raw) => call('POST', '/v1/call-events',
	as(someone, { raw, type: 'application/x-ndjson' }));
const history = (someone, more = {}, number = someone.phone_number) =>
	ok(200, 'GET', `/v1/call-history/${encodeURIComponent(number)}?${new URLSearchParams(more)}`,
		as(someone));

/* Every order of a list */
const orders = (list) => list.length < 2 ? [list] : list.flatMap((one, n) =>
	orders(list.toSpliced(n, 1)).map((rest) => [one, ...rest]));

test('every order of the events of a call, told once or twice, is one history', async () => {
	const [one, two] = await Promise.all([person(), person()]);
	const seen = new Set();

	for (const order of orders([0, 1, 2])) {
		const told = answeredCall(randomUUID(), one.phone_number, two.phone_number);

		/* at once, so that they meet in the database, and then again */
		await Promise.all(order.map((n) => tell(n % 2 ? one : two, told[n])));
		await Promise.all(order.map((n) => tell(two, told[n])));
		const [{ call_id, ...entry }] = (await history(one, { limit: 50 })).results
			.filter((found) => found.call_id === told[0].call_id);

		seen.add(JSON.stringify(entry));
	}
	assert.equal(seen.size, 1);
	const [entry] = Array.from(seen, JSON.parse);
	assert.deepEqual([entry.call_status, entry.duration, entry.total_duration, entry.ring_duration, entry.flags],
		['Completed Outbound', 60, 65, 5, []]);
});

test('an event that many send at once is stored once', async () => {
	const someone = await person();
	const told = event('INITIATE', randomUUID(), someone.phone_number, freshNumber());
	const replies = await Promise.all(Array.from({ length: 20 }, () => tell(someone, told)));

	assert.equal(replies.filter(({ stored }) => stored).length, 1);
	assert.deepEqual(await psql(`SELECT count(*) FROM data.call_event WHERE id = '${told.event_id}'`), [['1']]);
});

test('the examples of the description are one event, in whatever type it is told', async () => {
	const someone = await person(), { paths } = await ok(200, 'GET', '/openapi.json');
	const { content } = paths['/process-events'].post.requestBody;
	const ids = [], event_id = randomUUID();

	for (const [type, { example }] of Object.entries(content)) {
		const { event_id: id, ...told } = typeof example === 'string' ? JSON.parse(example) : example;
		const given = Object.entries({ event_id, ...told }).filter(([, value]) => value !== null);
		const raw = /form/.test(type) ? new URLSearchParams(given).toString() : JSON.stringify(Object.fromEntries(given));
		const { status, text, body } = await call('POST', '/process-events', as(someone, { raw, type }));

		assert.equal(status, 200, text);
		assert.equal(body.refused ?? 0, 0, text);
		ids.push(id);
	}
	assert.deepEqual([ids.length, new Set(ids).size], [3, 1]);
	assert.deepEqual(await psql(`SELECT count(*) FROM data.call_event WHERE id = '${event_id}'`), [['1']]);
});

test('a line that is no text is told of, and the rest stands', async () => {
	const someone = await operator();
	const told = answeredCall(randomUUID(), freshNumber(), freshNumber()).map((one) => Buffer.from(`${JSON.stringify(one)}\n`));
	const raw = Buffer.concat([told[0], Buffer.from('{"event_id": "\xff"}\n', 'latin1'), told[1], Buffer.from('{"a\0": 1}\n'), told[2]]);

	for (const path of ['/v1/call-events', '/process-events']) {
		const { stored, duplicates, refused, errors } = await ok(200, 'POST', path, as(someone, { raw, type: 'application/x-ndjson' }));

		assert.deepEqual([stored + duplicates, refused, errors.map(({ line }) => line)], [3, 2, [2, 4]]);
	}
});

test('of a thousand lines the bad one is told of, and the rest stands', async () => {
	const someone = await operator();
	const number = freshNumber();
	const all = Array.from({ length: 333 }, () =>
		answeredCall(randomUUID(), number, freshNumber())).flat().map((one) => JSON.stringify(one));

	all.splice(499, 0, all[0].replace('INITIATE', 'HANGUP'));
	const reply = await lines(someone, all.join('\r\n'));

	assert.equal(reply.status, 200, reply.text);
	assert.deepEqual(reply.body, { stored: 999, duplicates: 0, refused: 1, errors: [{ line: 500,
		reason: 'event is not known. Use INITIATE, PROGRESS, ANSWER or DISCONNECT.' }] });
	assert.deepEqual((await lines(someone, `\n${all.slice(0, 3).join('\n')}\n\n`)).body,
		{ stored: 0, duplicates: 3, refused: 0, errors: [] });
	assert.equal((await history(someone, { limit: 50, status: 'completed' }, number)).results.length, 50);
	for (const raw of ['\n', 'x', '{}\n{}', '[]'])
		assert.equal((await lines(someone, raw)).status, 400, raw);
});

test('the history of a number: shape, filters, pages', async () => {
	const someone = await person();
	const [friend, shop] = [freshNumber(), freshNumber()];

	await tell(someone, [
		...answeredCall('h1', someone.phone_number, friend, '2024-04-01'),
		...answeredCall('h2', friend, someone.phone_number, '2024-04-02'),
		event('INITIATE', 'h3', shop, someone.phone_number, '2024-04-03T23:59:59.5Z'),
		event('DISCONNECT', 'h3', shop, someone.phone_number, '2024-04-04T00:00:09.5Z', { cause: 'no_answer' }),
		event('INITIATE', 'h4', null, someone.phone_number, '2024-04-05T06:00:00Z'),
	].map((one) => ({ ...one, call_id: `${someone.id} ${one.call_id}` })));
	const whole = await history(someone);

	for (const entry of whole.results) {
		assertKeys(entry, 'call_entry');
		if (entry.counterparty_number !== null)
			assertVerdict(entry);
	}
	assert.deepEqual(whole.results[1], { ...whole.results[1], call_time: '2024-04-03T23:59:59.5Z',
		direction: 'inbound', counterparty_number: shop, call_status: 'Missed Inbound', duration: null,
		total_duration: 10, ring_duration: 10, cause: 'no_answer', flags: [] });
	assert.deepEqual([whole.results[0].counterparty_number, whole.results[0].spam_likelihood], [null, null]);

	const found = async (more) => (await history(someone, more)).results
		.map((entry) => entry.call_id.slice(-1)).join('');
	for (const [more, expected] of [
		[{}, '4321'], [{ status: 'completed' }, '21'], [{ direction: 'inbound' }, '432'],
		[{ status: 'completed', direction: 'outbound' }, '1'], [{ counterparty: friend.slice(3) }, '21'],
		[{ from: '2024-04-02', to: '2024-04-03' }, '32'], [{ to: '2024-04-01T11:59:59Z' }, ''],
		[{ from: '2024-04-01T12:00:00Z', to: '2024-04-02T17:30:00+05:30' }, '21'], [{ final: 1 }, '4321'],
		[{ status: 'in_progress' }, '']])
		assert.equal(await found(more), expected, JSON.stringify(more));

	const pages = [];
	for (let more = { limit: 3 }; more; more = pages.at(-1).next && { limit: 3, cursor: pages.at(-1).next })
		pages.push(await history(someone, more));
	assert.deepEqual(pages.flatMap(({ results }) => results), whole.results);
	/* a cursor is good for its own question only */
	await refused(400, 'GET', `/v1/call-history/${someone.phone_number}?status=missed&cursor=${pages[0].next}`,
		as(someone), 'cursor');
	for (const [name, value] of [['status', 'over'], ['direction', 'up'], ['from', 'x'], ['to', '2024-13-01'],
		['counterparty', 'x'], ['final', 'x'], ['region', 'XX']])
		await refused(400, 'GET', `/v1/call-history/${someone.phone_number}?${name}=${value}`, as(someone), name);
	await refused(400, 'GET', `/v1/call-history/${someone.phone_number}?from=2024-04-02&to=2024-04-01`,
		as(someone), 'from');
});

test('histories are for who has the number, agents and operators', async () => {
	const [someone, other, admin] = await Promise.all([person(), person(), operator()]);

	await tell(other, answeredCall(randomUUID(), other.phone_number, freshNumber()));
	await refused(404, 'GET', `/v1/call-history/${other.phone_number}`, as(someone));
	assert.equal((await history(admin, {}, other.phone_number)).results.length, 1);
	await psql(`UPDATE data.account SET roles = '{agent}' WHERE phone = '${someone.phone_number}'`);
	assert.equal((await history(someone, {}, other.phone_number)).results.length, 1);
	await refused(404, 'GET', `/v1/call-logs?number=${encodeURIComponent(other.phone_number)}`, as(someone));
});

test('the log of a person: the calls of all his numbers, each once', async () => {
	const someone = await person();
	const rented = await virtualNumber(someone);
	const ids = Array.from({ length: 3 }, () => randomUUID());
	const now = new Date(Date.now() - 2000).toISOString();

	await tell(someone, [event('INITIATE', ids[0], freshNumber(), rented, now),
		event('INITIATE', ids[1], someone.phone_number, rented, '2024-04-02T12:00:00Z'),
		...answeredCall(ids[2], someone.phone_number, '+442079460123')]);
	const { results } = await ok(200, 'GET', '/v1/call-logs', as(someone));

	assert.deepEqual(results.map((entry) => [entry.call_id, entry.direction, entry.call_status]),
		[[ids[0], 'IN', 'Ringing Inbound'], [ids[1], 'OUT', 'Missed Outbound'], [ids[2], 'OUT', 'Completed Outbound']]);
	for (const entry of results)
		assertKeys(entry, 'call_log');
	assert.deepEqual([results[2].timestamp, results[2].duration, results[2].caller_number, results[2].called_number],
		['2024-04-01T12:00:00Z', 60, someone.phone_number, '+442079460123']);
	assert.deepEqual((await ok(200, 'GET', `/v1/call-logs?number=${encodeURIComponent(rented)}&direction=IN`,
		as(someone))).results.map((entry) => entry.call_id), ids.slice(0, 2));
});

test('what is wrong with an event is said, and nothing is stored', async () => {
	const someone = await person();
	const right = event('INITIATE', randomUUID(), someone.phone_number, freshNumber(), '2024-04-01T12:00:00Z');

	for (const [name, value] of [['event_id', 'x'], ['event_id', null], ['call_id', ''], ['call_id', 'x'.repeat(256)],
		['event', 'ANSWERED'], ['event', 5], ['calling_number', 'x'], ['calling_number', undefined],
		['called_number', null], ['called_number', '1'], ['created_at', 'yesterday'], ['created_at', '1999-01-01T00:00:00Z'],
		['created_at', new Date(Date.now() + 3600e3).toISOString()], ['duration', -1], ['duration', []],
		['cause', 'busy'], ['region', 'XX'], ['surprise', 1], ['role', 'admin']])
		await refused(400, 'POST', '/v1/call-events', as(someone, { json: { ...right, [name]: value } }), name);
	for (const raw of ['null', '5', '[]', '[[]]', '[null]', '{', `[${JSON.stringify(right)}`, `${JSON.stringify(right)}x`,
		`{"event_id":1,${JSON.stringify(right).slice(1)}`, '['.repeat(30_000), JSON.stringify(Array(1001).fill(right))])
		await refused(400, 'POST', '/v1/call-events', as(someone, { raw }));
	assert.deepEqual(await psql(`SELECT count(*) FROM data.call_record WHERE call_id = '${right.call_id}'`), [['0']]);
});

test('what a switch sees counts as evidence, what a bystander tells does not', async () => {
	const [admin, someone] = await Promise.all([operator(), person()]);
	const loud = freshNumber();
	const card = () => ok(200, 'GET', `/v1/numbers/${encodeURIComponent(loud)}`, as(someone));
	const burst = () => Array.from({ length: 100 }, () => {
		const [begin, , end] = answeredCall(randomUUID(), loud, freshNumber(), new Date(Date.now() - 86400e3).toISOString().slice(0, 10));

		return [begin, { ...end, created_at: begin.created_at.replace('00Z', '04Z') }];
	}).flat();
	const before = await card();

	await tell(someone, burst());
	assert.deepEqual((await card()).counts, before.counts);
	await tell(admin, burst());
	const after = await card();

	assert.equal(after.counts.appearances, 100);
	assert.ok(after.spam_likelihood > before.spam_likelihood, `${after.spam_likelihood}`);
});
