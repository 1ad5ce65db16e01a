/* contacts.test.mjs: the address book of a person */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, assertKeys, call, freshNumber, ok, person, refused,
	search } from './support.mjs';

const HOSTILE = [
	"Robert'); DROP TABLE student;--", '<b onclick="alert(1)">bold</b>',
	'100% "quoted" \\ back', '$1 %s {{x}}', 'आशा 山田 Ωmega Ž', '👩‍👩‍👧 family',
	'\u202bשלום\u202c', 'a\u0301e\u0301', 'NULL', '=1+1', '-- ', 'x'.repeat(256),
];

test('strange but legal names are data: stored and returned as written, but for marks that turn them', async () => {
	const someone = await person();

	for (const name of HOSTILE) {
		const { id } = await addContact(someone, { name,
			phone_number: freshNumber() });
		const read = await ok(200, 'GET', `/v1/contacts/${id}`, as(someone));

		assert.equal(read.name, name.replace(/[\u202a-\u202e]/g, '').trim());
		const { results } = await search(someone, read.phone_number);
		assert.equal(results[0].name, read.name);
	}
});

test('the list is paged by a cursor, newest first, each contact once', async () => {
	const someone = await person();
	const made = [];

	for (let n = 0; n < 7; n++)
		made.unshift((await addContact(someone, { name: `Number ${n}`,
			phone_number: freshNumber() })).id);

	const seen = [];
	let path = '/v1/contacts?limit=3';
	for (let page = 0; path !== null; page++) {
		assert.ok(page < 4);
		const reply = await call('GET', path, as(someone));

		assert.equal(reply.status, 200, reply.text);
		assertKeys(reply.body, 'list');
		seen.push(...reply.body.results.map((contact) => contact.id));
		path = reply.body.next && `/v1/contacts?limit=3&cursor=${
			encodeURIComponent(reply.body.next)}`;
		if (path === null)
			assert.ok(!/rel="?next/.test(reply.headers.link ?? ''));
		else
			assert.match(reply.headers.link ?? '', /rel="?next/);
		/* what is added meanwhile does not shift the pages */
		if (page === 0)
			await addContact(someone, { name: 'Late', phone_number: freshNumber() });
	}
	assert.deepEqual(seen, made);
});

test('the Link header of a page leads to the next one', async () => {
	const someone = await person();

	for (let n = 0; n < 3; n++)
		await addContact(someone, { name: `Entry ${n}`,
			phone_number: freshNumber() });
	for (const path of ['/v1/contacts', '/api/contacts/']) {
		const first = await call('GET', `${path}?limit=2`, as(someone));
		const link = /<([^>]+)>;\s*rel="?next"?/.exec(first.headers.link);

		assert.ok(link, first.headers.link);
		const there = new URL(link[1], 'http://localhost');
		const second = await ok(200, 'GET', there.pathname + there.search,
			as(someone));
		assert.equal(second.results.length, 1);
		assert.equal(second.next, null);
	}
});

test('a change touches what is named and nothing else', async () => {
	const someone = await person();
	const number = freshNumber();
	const made = await addContact(someone, { name: 'Old Name',
		phone_number: number, email: 'a@b.example' });
	const path = `/v1/contacts/${made.id}`;
	const patch = (json) => ok(200, 'PATCH', path, as(someone, { json }));

	assert.deepEqual(await patch({ name: 'New Name' }),
		{ ...made, name: 'New Name' });
	const moved = freshNumber();
	const after = await patch({ phone_number: moved.slice(3) });
	assert.equal(after.phone_number, moved);
	assert.equal(after.id, made.id);
	assert.equal(after.email, 'a@b.example');
	assert.equal((await patch({ email: 'c@d.example' })).email, 'c@d.example');
	assert.deepEqual((await ok(200, 'GET', path, as(someone))),
		{ ...after, email: 'c@d.example' });
	assert.deepEqual(await patch({ email: null, name: null }), { ...after, email: null });

	/* the directory follows */
	assert.deepEqual((await search(someone, number)).results, []);
	assert.equal((await search(someone, moved)).results[0].name, 'New Name');
});

test('a change into another own entry is refused', async () => {
	const someone = await person();
	const phone_number = freshNumber();
	const one = await addContact(someone, { name: 'Same', phone_number });
	const two = await addContact(someone, { name: 'Different', phone_number });

	assert.notEqual(one.id, two.id);
	await refused(409, 'PATCH', `/v1/contacts/${two.id}`,
		as(someone, { json: { name: 'same' } }));
	assert.equal((await ok(200, 'GET', `/v1/contacts/${two.id}`,
		as(someone))).name, 'Different');
});

test('the directory forgets a name when the last book does', async () => {
	const [one, two] = [await person(), await person()];
	const phone_number = freshNumber();
	const entries = [[one, await addContact(one, { name: 'Shared', phone_number })],
		[two, await addContact(two, { name: 'SHARED', phone_number })]];
	const names = async () => (await search(one, phone_number)).results.length;

	assert.equal(await names(), 1);
	for (const [owner, entry] of entries) {
		assert.equal(await names(), 1);
		assert.equal((await call('DELETE', `/v1/contacts/${entry.id}`,
			as(owner))).status, 204);
	}
	assert.equal(await names(), 0);
});

test('a region names the country of a national number', async () => {
	const someone = await person();

	for (const [phone_number, region, e164] of [
		['(650) 253-0000', 'US', '+16502530000'],
		['020 7031 3000', 'GB', '+442070313000'],
		['030 303986300', 'DE', '+4930303986300'],
		['+1 650 253 0000', 'DE', '+16502530000'],
	]) {
		const made = await addContact(someone, { name: `Of ${region} ${e164}`,
			phone_number, region });

		assert.equal(made.phone_number, e164);
	}
	for (const region of ['XX', 'usa', 'U', 5])
		await refused(400, 'POST', '/v1/contacts', as(someone, { json:
			{ name: 'X', phone_number: '6502530000', region } }), 'region');
});

test('twenty at once: one entry, one id', async () => {
	const someone = await person();
	const entry = { name: 'Parallel', phone_number: freshNumber() };
	const replies = await Promise.all(Array.from({ length: 20 }, () =>
		call('POST', '/v1/contacts', as(someone, { json: entry }))));

	assert.equal(replies.filter((reply) => reply.status === 201).length, 1);
	assert.equal(replies.filter((reply) => reply.status === 200).length, 19);
	assert.equal(new Set(replies.map((reply) => reply.body.id)).size, 1);
	assert.equal((await ok(200, 'GET', '/v1/contacts', as(someone)))
		.results.length, 1);
});

test('e-mail addresses that are none are refused', async () => {
	const someone = await person();

	for (const email of ['x', '@', 'a@', '@b.example', 'a b@c.example',
		'a@b', 'a@b..example', 'a\n@b.example', `${'x'.repeat(250)}@b.example`,
		'a@b.example,c@d.example', '<a@b.example>'])
		await refused(400, 'POST', '/v1/contacts', as(someone, { json:
			{ name: 'X', phone_number: freshNumber(), email } }), 'email');
});
