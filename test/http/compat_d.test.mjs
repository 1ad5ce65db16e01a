/* compat_d.test.mjs: the paths of the cloud telephony: virtual numbers */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, assertKeys, call, freshNumber, ok, person, refused, TIME } from './support.mjs';

const create = (someone, about, path = '/api/virtual_numbers/create/') =>
	ok(201, 'POST', path, as(someone, { json: about }));

test('/api/virtual_numbers/create/: JSON or a form, with and without the last slash', async () => {
	const someone = await person();

	for (const path of ['/api/virtual_numbers/create', '/api/virtual_numbers/create/'])
		for (const send of [(json) => ({ json }), (form) => ({ form })]) {
			const phone_number = freshNumber();
			const reply = await call('POST', path, as(someone, send({ phone_number })));

			assert.equal(reply.status, 201, reply.text);
			assertKeys(reply.body, 'old_virtual_number');
			assert.equal(reply.body.phone_number, phone_number);
			assert.equal(reply.body.is_active, true);
			assert.match(reply.body.created_at, TIME);
		}
	const off = await create(someone, { phone_number: freshNumber(), is_active: false });

	assert.equal(off.is_active, false);
	/* fifteen digits and a plus, which once did not fit; an integer */
	assert.equal((await create(someone, { phone_number: `+4969${Date.now() % 1e11}`.padEnd(16, '7') }))
		.phone_number.length, 16);
	const digits = freshNumber().slice(1);
	assert.equal((await create(someone, { phone_number: Number(digits) })).phone_number, `+${digits}`);
});

test('who has no proof of a virtual number does not register it, nor see its calls', async () => {
	const someone = await person();
	const { phone_number } = await create(someone, { phone_number: freshNumber() });
	const about = { name: 'Thief', username: `thief${Date.now()}`, phone_number, password: 'a long enough secret' };

	for (const path of ['/v1/users', '/api/users/', '/register/register'])
		await refused(409, 'POST', path, { json: about }, 'phone_number');
	await create(someone, { phone_number: phone_number.replace(/\d{4}$/, '0000'), is_active: false });
	await refused(409, 'POST', '/v1/users', { json: { ...about, phone_number: phone_number.replace(/\d{4}$/, '0000') } }, 'phone_number');
	const { results: [, own] } = await ok(200, 'GET', '/v1/virtual-numbers', as(someone));

	await ok(200, 'PATCH', `/v1/virtual-numbers/${own.id}`, as(someone, { json: { status: 'released' } }));
	await ok(201, 'POST', '/v1/users', { json: about });
});

test('/api/virtual_numbers/create/: a number that is taken, in whatever notation', async () => {
	const [someone, other] = await Promise.all([person(), person()]);
	const { phone_number } = await create(someone, { phone_number: freshNumber() });

	for (const who of [someone, other])
		for (const written of [phone_number, phone_number.slice(3), `0${phone_number.slice(3)}`]) {
			const { body } = await refused(409, 'POST', '/api/virtual_numbers/create/',
				as(who, { json: { phone_number: written } }), 'phone_number');

			assert.ok(Array.isArray(body.phone_number));
			assert.equal(body.error, body.detail);
		}
	/* that of an account is taken, too */
	await refused(409, 'POST', '/api/virtual_numbers/create/',
		as(someone, { json: { phone_number: other.phone_number } }), 'phone_number');
	const { body } = await refused(400, 'POST', '/api/virtual_numbers/create/',
		as(someone, { json: { phone_number: 'x' } }), 'phone_number');
	assert.ok(Array.isArray(body.phone_number));
});

test('of many who take one number at once one gets it', async () => {
	const people = await Promise.all(Array.from({ length: 4 }, () => person()));
	const phone_number = freshNumber();
	const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => call('POST',
		n % 2 ? '/api/virtual_numbers/create/' : '/v1/virtual-numbers',
		as(people[n % people.length], { json: { phone_number } }))));
	const count = (status) => replies.filter((reply) => reply.status === status).length;

	assert.deepEqual([count(201), count(409)], [1, 19]);
});

test('/api/virtual_numbers/create/: a form says true as browsers and programs do', async () => {
	const someone = await person();

	for (const [words, expected] of [[['true', 'True', 'TRUE', '1', 'on', 'yes'], true], [['false', 'False', '0', 'off', 'No'], false]])
		for (const is_active of words)
			assert.equal((await ok(201, 'POST', '/api/virtual_numbers/create/',
				as(someone, { form: { phone_number: freshNumber(), is_active } }))).is_active, expected, is_active);
	for (const is_active of ['', 'x', '2', 'truex', 'tru', 'null', '-1', ' true'])
		await refused(400, 'POST', '/api/virtual_numbers/create/',
			as(someone, { form: { phone_number: freshNumber(), is_active } }), 'is_active');
	for (const is_active of ['true', 1, 'on'])
		await refused(400, 'POST', '/api/virtual_numbers/create/',
			as(someone, { json: { phone_number: freshNumber(), is_active } }), 'is_active');
});

test('/api/virtual_numbers/: the own ones, as a bare array', async () => {
	const [someone, other] = await Promise.all([person(), person()]);
	const made = [];

	assert.deepEqual(await ok(200, 'GET', '/api/virtual_numbers/', as(someone)), []);
	for (let n = 0; n < 3; n++)
		made.unshift(await create(someone, { phone_number: freshNumber() }));
	for (const path of ['/api/virtual_numbers', '/api/virtual_numbers/'])
		assert.deepEqual(await ok(200, 'GET', path, as(someone)), made);
	const { body, headers } = await call('GET', '/api/virtual_numbers/?limit=2', as(someone));

	assert.deepEqual(body, made.slice(0, 2));
	const [, next] = /^<([^>]+)>; rel="next"$/.exec(headers.link);
	assert.deepEqual(await ok(200, 'GET', next, as(someone)), made.slice(2));
	assert.deepEqual(await ok(200, 'GET', '/api/virtual_numbers/', as(other)), []);
	await refused(401, 'GET', '/api/virtual_numbers/');
});
