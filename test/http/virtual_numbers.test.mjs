/* virtual_numbers.test.mjs: numbers that people rent, and their ports */

import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { as, assertKeys, call, event, freshNumber, ok, operator, person, psql,
	refused } from './support.mjs';

const create = (someone, about) => ok(201, 'POST', '/v1/virtual-numbers', as(someone, { json: about }));
const change = (someone, { id }, json) => ok(200, 'PATCH', `/v1/virtual-numbers/${id}`, as(someone, { json }));
const read = (someone, { id }) => ok(200, 'GET', `/v1/virtual-numbers/${id}`, as(someone));
const agreement = (direction, seconds, code = 'code') => ({ direction, carrier: 'Other Telecom',
	authorization_digest: createHash('sha256').update(code).digest('hex'),
	cut_over_at: new Date(Date.now() + seconds * 1000).toISOString() });
const port = (someone, { id }, ...about) => call('POST', `/v1/virtual-numbers/${id}/port`,
	as(someone, { json: agreement(...about) }));
const history = async (someone, number) => (await ok(200, 'GET',
	`/v1/call-history/${encodeURIComponent(number)}`, as(someone))).results.map((entry) => entry.call_id);
const ring = async (someone, called, at) => {
	const told = event('INITIATE', randomUUID(), freshNumber(), called, new Date(at).toISOString());

	await ok(200, 'POST', '/v1/call-events', as(someone, { json: told }));
	return told.call_id;
};

/* All that is kept of a number, as if so many seconds had passed */
const pass = (number, seconds) => psql(`
	UPDATE data.port p SET cut_over = cut_over - interval '${seconds} s', created = p.created - interval '${seconds} s'
	  FROM data.virtual_number v WHERE v.id = p.virtual_number AND v.phone = '${number}';
	UPDATE data.call_event SET told = told - interval '${seconds} s', received = received - interval '${seconds} s'
	 WHERE called = '${number}';
	UPDATE data.call_record SET at = at - interval '${seconds} s', initiated = initiated - interval '${seconds} s',
	       received = received - interval '${seconds} s' WHERE called = '${number}';
	DO $$ DECLARE v record; BEGIN
		FOR v IN SELECT * FROM data.virtual_number WHERE phone = '${number}' AND held IS NOT NULL ORDER BY lower(held) LOOP
			UPDATE data.virtual_number SET held = tstzrange(lower(v.held) - interval '${seconds} s', upper(v.held) - interval '${seconds} s')
			 WHERE id = v.id;
		END LOOP; END $$`);

test('a number is taken into use, switched off and on, and given back', async () => {
	const someone = await person();
	const one = await create(someone, { phone_number: freshNumber() });

	assertKeys(one, 'virtual_number');
	assert.deepEqual([one.is_active, one.status, one.port], [true, 'active', null]);
	assert.deepEqual(await read(someone, one), one);
	for (const [json, status] of [[{}, 'active'], [{ is_active: false }, 'suspended'], [{ is_active: false }, 'suspended'],
		[{ status: 'active' }, 'active'], [{ status: 'released' }, 'released']]) {
		const now = await change(someone, one, json);

		assert.deepEqual([now.status, now.is_active], [status, status === 'active']);
	}
	await refused(409, 'PATCH', `/v1/virtual-numbers/${one.id}`, as(someone, { json: { is_active: true } }), 'status');
	assert.deepEqual((await ok(200, 'GET', '/v1/virtual-numbers', as(someone))).results, []);
	/* and is free for others */
	await create(await person(), { phone_number: one.phone_number });
	await refused(409, 'POST', '/v1/virtual-numbers', as(someone, { json: { phone_number: one.phone_number } }), 'phone_number');
});

test('a change of what somebody else has changed is refused', async () => {
	const someone = await person();
	const { id } = await create(someone, { phone_number: freshNumber() });
	const { headers } = await call('GET', `/v1/virtual-numbers/${id}`, as(someone));
	const put = (json) => call('PATCH', `/v1/virtual-numbers/${id}`,
		as(someone, { json, headers: { 'If-Match': headers.etag } }));

	assert.equal((await put({ is_active: false })).status, 200);
	assert.equal((await put({ is_active: true })).status, 412);
});

test('numbers are listed newest first, page by page', async () => {
	const someone = await person();
	const made = [];

	for (let n = 0; n < 5; n++)
		made.unshift(await create(someone, { phone_number: freshNumber(), is_active: n % 2 === 0 }));
	const first = await ok(200, 'GET', '/v1/virtual-numbers?limit=3', as(someone));
	const second = await ok(200, 'GET', `/v1/virtual-numbers?limit=3&cursor=${first.next}`, as(someone));

	assert.deepEqual([...first.results, ...second.results], made);
	assert.equal(second.next, null);
});

test('a number comes from another carrier', async () => {
	const someone = await person();
	const one = await create(someone, { phone_number: freshNumber(), is_active: false });

	assert.equal(one.status, 'requested');
	assert.equal((await port(someone, one, 'out', 60)).status, 409);
	const agreed = await port(someone, one, 'in', 60);

	assert.equal(agreed.status, 201, agreed.text);
	assert.equal(agreed.body.status, 'porting_in');
	assertKeys(agreed.body.port, 'port');
	assert.equal((await port(someone, one, 'in', 60)).status, 409);
	const path = `/v1/virtual-numbers/${one.id}/port`;
	assert.equal((await call('DELETE', path, as(someone))).status, 204);
	await refused(404, 'DELETE', path, as(someone));
	assert.equal((await port(someone, one, 'in', 60)).status, 201);
	await pass(one.phone_number, 61);
	/* nobody has written it down yet */
	assert.deepEqual(await read(someone, one), { ...one, is_active: true, status: 'active',
		created_at: one.created_at, port: null });
	await refused(404, 'DELETE', path, as(someone));
});

test('a number goes from one owner to another, and each keeps his calls', async () => {
	const [old, heir, admin] = await Promise.all([person(), person(), operator()]);
	const one = await create(old, { phone_number: freshNumber() });
	const number = one.phone_number;

	await pass(number, 3600);
	const first = await ring(admin, number, Date.now() - 1800e3);
	assert.equal((await port(old, one, 'out', 60, 'secret')).status, 201);
	const promised = await create(heir, { phone_number: number, is_active: false });
	await refused(404, 'GET', `/v1/call-history/${encodeURIComponent(number)}`, as(heir));
	assert.equal((await port(heir, promised, 'in', 60, 'guess')).status, 403);
	assert.equal((await port(heir, promised, 'in', 1, 'secret')).status, 409);
	assert.equal((await port(heir, promised, 'in', 61, 'secret')).status, 201);
	const during = await ring(admin, number, Date.now() - 1000);
	await pass(number, 120);
	const after = await ring(admin, number, Date.now() - 1000);

	assert.deepEqual(await history(old, number), [during, first]);
	assert.deepEqual(await history(heir, number), [after]);
	assert.deepEqual((await history(admin, number)).length, 3);
	assert.deepEqual([(await read(old, one)).status, (await read(heir, promised)).status], ['ported_out', 'active']);
	await refused(409, 'PATCH', `/v1/virtual-numbers/${one.id}`, as(old, { json: { is_active: true } }), 'status');
	assert.equal((await change(heir, promised, { is_active: false })).status, 'suspended');
});

test('nobody has to do with the numbers of others', async () => {
	const [someone, other] = await Promise.all([person(), person()]);
	const { id, phone_number } = await create(someone, { phone_number: freshNumber() });

	await refused(404, 'GET', `/v1/virtual-numbers/${id}`, as(other));
	await refused(404, 'PATCH', `/v1/virtual-numbers/${id}`, as(other, { json: { is_active: false } }));
	assert.equal((await port(other, { id }, 'out', 60)).status, 404);
	await refused(404, 'DELETE', `/v1/virtual-numbers/${id}/port`, as(other));
	await refused(409, 'POST', '/v1/virtual-numbers', as(other, { json: { phone_number } }), 'phone_number');
	for (const [name, value] of [['direction', 'up'], ['authorization_digest', 'code'], ['carrier', ' '],
		['cut_over_at', '2020-01-01T00:00:00Z'], ['surprise', 1]])
		await refused(400, 'POST', `/v1/virtual-numbers/${id}/port`,
			as(someone, { json: { ...agreement('out', 60), [name]: value } }), name);
});
