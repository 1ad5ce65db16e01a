/* idempotency.test.mjs: what is sent again takes effect once; what has changed is not overwritten */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { addContact, as, call, contentOf, freshNumber, numberCard, ok, person, psql, refused,
	routes } from './support.mjs';

let someone;

before(async () => {
	someone = await person();
});

const keyed = (key, json, who = someone) =>
	as(who, { json, headers: { 'Idempotency-Key': key } });
const calls = (number) => numberCard(someone, number)
	.then(({ counts }) => counts.appearances);

/* ---- Idempotency-Key ---- */

test('a call told twice under one key is one call, answered alike', async () => {
	const key = randomUUID(), json = { phone_number: freshNumber() };
	const first = await call('POST', '/v1/calls', keyed(key, json));
	const second = await call('POST', '/v1/calls', keyed(key, json));

	assert.equal(first.status, 201);
	assert.deepEqual([second.status, second.text], [first.status, first.text]);
	assert.equal(await calls(json.phone_number), 1);
	/* the quotes of the draft standard are no part of it */
	assert.equal((await call('POST', '/v1/calls', keyed(`"${key}"`, json))).text, first.text);
	await call('POST', '/v1/calls', as(someone, { json }));
	assert.equal(await calls(json.phone_number), 2);
});

test('the last slash, and escapes of the path, make no other request', async () => {
	const key = randomUUID(), json = { phone_number: freshNumber() };
	const first = await call('POST', '/v1/calls', keyed(key, json));

	for (const path of ['/v1/calls/', '/v1/%63alls'])
		assert.deepEqual((await call('POST', path, keyed(key, json))).body, first.body);
	assert.equal(await calls(json.phone_number), 1);
});

test('twenty at once under one key take effect once', async () => {
	const key = randomUUID(), json = { phone_number: freshNumber() };
	const replies = await Promise.all(Array.from({ length: 20 }, () =>
		call('POST', '/v1/calls', keyed(key, json))));

	for (const { status, text } of replies)
		assert.ok(status === 409 || (status === 201 && text === replies.find((one) =>
			one.status === 201).text), text);
	assert.equal(await calls(json.phone_number), 1);
});

test('every creating route takes a key', async (t) => {
	const number = () => ({ phone_number: freshNumber() });
	const named = () => ({ name: 'Ravi', ...number() });
	const port = (carrier) => () => ({ direction: 'out', carrier, authorization_digest: '0a'.repeat(32),
		cut_over_at: new Date(Date.now() + 86400e3).toISOString() });
	/* a body, and another one in its place */
	const bodies = { '/register': [named, named], '/v1/contacts': [named, named], '/api/contacts': [named, named],
		'/v1/appeals': [() => ({ phone_number: someone.phone_number }), number],
		'/v1/virtual-numbers/{id}/port': [port('Other Telecom'), port('Another Telecom')] };
	const { id } = await ok(201, 'POST', '/v1/virtual-numbers', as(someone, { json: number() }));

	/* a secret that was made is not kept to be shown again */
	/* bodies that are taken as a whole have a test of their own */
	for (const { path: form, has } of routes().filter((route) => contentOf(route) === undefined)
		.filter(({ method, scope, has: flag }) =>
			method === 'POST' && scope === 'WRITE' && !flag('TOKENS')))
		await t.test(form, async () => {
			const path = form.replace('{id}', id), key = randomUUID();
			const [json, other] = (bodies[form] ?? [number, number]).map((make) => make());
			const first = await call('POST', path, keyed(key, json));

			assert.ok(has('IDEMPOTENT'));
			assert.ok(first.status < 300, first.text);
			const again = await call('POST', path, keyed(key, json));
			assert.deepEqual([again.status, again.text], [first.status, first.text]);
			await refused(422, 'POST', path, keyed(key, other));
		});
});

test('the same key on another path or with another body is 422', async () => {
	const key = randomUUID(), json = { phone_number: freshNumber() };

	await ok(201, 'POST', '/v1/calls', keyed(key, json));
	await refused(422, 'POST', '/v1/spam-reports', keyed(key, json));
	await refused(422, 'POST', '/v1/calls', keyed(key, { ...json, answered: true }));
	assert.equal(await calls(json.phone_number), 1);
	assert.equal((await numberCard(someone, json.phone_number)).reported, null);
});

test('one key belongs to one account', async () => {
	const key = randomUUID(), other = await person();
	const json = { name: 'Ravi', phone_number: freshNumber() };
	const mine = await ok(201, 'POST', '/v1/contacts', keyed(key, json));
	const theirs = await ok(201, 'POST', '/v1/contacts', keyed(key, json, other));

	assert.notEqual(mine.id, theirs.id);
});

test('a refusal keeps no key', async () => {
	const key = randomUUID();

	await refused(400, 'POST', '/v1/calls', keyed(key, { phone_number: 'nonsense' }));
	await refused(400, 'POST', '/v1/calls', keyed(key, { phone_number: someone.phone_number }));
	await ok(201, 'POST', '/v1/calls', keyed(key, { phone_number: freshNumber() }));
});

test('a malformed key is 400 and does nothing', async () => {
	const json = { phone_number: freshNumber() };

	for (const key of ['""', 'two words', 'x'.repeat(256), 'caf\u00e9', '\ttab\t.x y'])
		await refused(400, 'POST', '/v1/calls', keyed(key, json));
	assert.equal(await calls(json.phone_number), 0);
	await ok(201, 'POST', '/v1/calls', keyed('x'.repeat(255), json));
});

test('after a day a key is free', async () => {
	const key = randomUUID();

	await ok(201, 'POST', '/v1/calls', keyed(key, { phone_number: freshNumber() }));
	await psql(`UPDATE data.replay SET made = now() - interval '25 hours' WHERE key = '${key}'`);
	await ok(201, 'POST', '/v1/calls', keyed(key, { phone_number: freshNumber() }));
	await psql(`UPDATE data.replay SET made = now() - interval '25 hours' WHERE key = '${key}'`);
	await psql('SELECT private.tidy()');
	assert.deepEqual(await psql(`SELECT key FROM data.replay WHERE key = '${key}'`), []);
});

/* ---- If-Match ---- */

const contact = async () => {
	const { id } = await addContact(someone, { name: 'Ravi', phone_number: freshNumber() });
	const path = `/v1/contacts/${id}`;

	return { path, tag: (await call('GET', path, as(someone))).headers.etag };
};
const under = (tag, json) => as(someone, { json, headers: { 'If-Match': tag } });

test('a change under If-Match takes place only if nobody else was quicker', async () => {
	const { path, tag } = await contact();
	const changed = await call('PATCH', path, under(tag, { name: 'Ravi K' }));

	assert.equal(changed.status, 200, changed.text);
	await refused(412, 'PATCH', path, under(tag, { name: 'Ravi Q' }));
	await refused(412, 'DELETE', path, under(tag));
	assert.equal((await ok(200, 'GET', path, as(someone))).name, 'Ravi K');
	/* the answer of a change carries the tag of what there is now */
	assert.equal((await call('GET', path, as(someone))).headers.etag, changed.headers.etag);
	assert.match(changed.headers['cache-control'], /no-store/);
	await ok(204, 'DELETE', path, under(changed.headers.etag));
	await refused(404, 'DELETE', path, under(changed.headers.etag));
});

test('If-Match: lists, stars, weak tags and nonsense', async () => {
	const { path, tag } = await contact();

	for (const list of ['*', `"0", ${tag}`, `W/${tag}`])
		await ok(200, 'PATCH', path, under(list, { name: 'Ravi' }));
	for (const list of ['"0"', 'nonsense', tag.slice(1, -1), '"\u00e9"'])
		await refused(412, 'PATCH', path, under(list, { name: 'Nobody' }));
	await refused(404, 'PATCH', '/v1/contacts/nothing', under('*', { name: 'Nobody' }));
	await ok(200, 'PATCH', path, as(someone, { json: { name: 'Ravi' } }));
});

test('of twenty changes under one tag one takes place', async () => {
	const { path, tag } = await contact();
	const replies = await Promise.all(Array.from({ length: 20 }, (_, n) =>
		call('PATCH', path, under(tag, { name: `Name ${n}` }))));

	assert.deepEqual(replies.map(({ status }) => status).sort(),
		[200, ...new Array(19).fill(412)]);
});
