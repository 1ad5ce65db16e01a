/* keys.test.mjs: API keys, which programs present instead of a login */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { as, assertKeys, call, logIn, ok, operator, person, psql, refused, routes,
	rowCounts } from './support.mjs';

let someone;

before(async () => {
	someone = await person();
});

const make = (about = {}, who = someone) =>
	ok(201, 'POST', '/v1/api-keys', as(who, { json: { name: 'a program', ...about } }));
const basic = (id, key) => ({ headers: {
	Authorization: `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}` } });
const digits = (id) => id.replaceAll('-', '');
const me = (options) => call('GET', '/v1/me', options);

test('a key is shown once, and only its digest is kept', async () => {
	const made = await make({ name: 'telephone system' });

	assertKeys(made, 'key_made');
	assert.match(made.key, /^nsk_[\w-]{43}$/);
	assert.deepEqual([made.name, made.scope, made.last_used_at], ['telephone system', 'read write', null]);
	const { results, next } = await ok(200, 'GET', '/v1/api-keys', as(someone));

	assertKeys(results[0], 'key');
	assert.deepEqual([results[0].id, next], [made.id, null]);
	assert.doesNotMatch(JSON.stringify(results), /nsk_/);
	const [[kept]] = await psql(`SELECT count(*) FROM data.api_key k
		 WHERE k::text LIKE '%${made.key}%' OR k.digest = sha256('${made.key}')`);
	assert.equal(kept, '1');
	const [[plain]] = await psql(`SELECT count(*) FROM data.api_key k WHERE k::text LIKE '%${made.key}%'`);
	assert.equal(plain, '0');
});

test('it is as good as an access token, by either word and by Basic', async () => {
	const { id, key } = await make();
	const { id: account } = (await me(as(someone))).body;

	for (const options of [{ token: key }, { token: key, scheme: 'Token' }, { token: key, scheme: 'TOKEN' },
		basic(id, key), basic(`SK${digits(id)}`, key), basic(`AC${digits(account)}`, key)]) {
		const { status, body } = await me(options);

		assert.deepEqual([status, body.id], [200, account]);
	}
	const { results } = await ok(200, 'GET', '/v1/api-keys', as(someone));

	assert.ok(results.find((one) => one.id === id).last_used_at);
	/* every path of the original applications takes it, too */
	for (const { path } of routes().filter(({ method, has, path: at }) =>
		method === 'GET' && has('OLD') && !at.includes('{') && !at.endsWith('search')))
		await ok(200, 'GET', `${path}/`, { token: key, scheme: 'Token' });
});

test('a wrong one is a 401 that says by which scheme to ask again', async () => {
	const { id, key } = await make();
	const other = await make();
	const wrong = key.replace(/.$/, (letter) => letter === 'A' ? 'B' : 'A');

	for (const [options, challenge] of [[{ token: wrong }, /^Bearer$/], [{ token: wrong, scheme: 'Token' }, /^Bearer$/],
		[basic(id, wrong), /^Basic realm="numsight"/], [basic(other.id, key), /^Basic realm=/],
		[basic('', key), /^Basic/], [basic(`AC${digits(id)}`, key), /^Basic/],
		[{ headers: { Authorization: 'Basic ????' } }, /^Basic/]]) {
		const reply = await refused(401, 'GET', '/v1/me', options);

		assert.match(reply.headers['www-authenticate'], challenge);
		assert.equal(reply.body.code, 'token_not_valid');
		assert.doesNotMatch(reply.text, /nsk_/);
	}
	/* the owner's password opens nothing here */
	await refused(401, 'GET', '/v1/me', basic(someone.phone_number, 'correct horse battery staple'));
});

test('revoked it ends at once, and its owner alone can do that', async () => {
	const { id, key } = await make();
	const stranger = await person();

	await ok(200, 'GET', '/v1/me', { token: key });
	await refused(404, 'DELETE', `/v1/api-keys/${id}`, as(stranger));
	await ok(200, 'GET', '/v1/me', { token: key });
	await ok(204, 'DELETE', `/v1/api-keys/${id}`, as(someone));
	/* it is still in the memory of the workers */
	await refused(401, 'GET', '/v1/me', { token: key });
	await refused(401, 'GET', '/v1/me', basic(id, key));
	await refused(404, 'DELETE', `/v1/api-keys/${id}`, as(someone));
});

test('it ends with its time, its account or its own word', async () => {
	const brief = await make();
	const own = await make();

	await ok(200, 'GET', '/v1/me', { token: brief.key });
	await psql(`UPDATE data.session s SET created = now() - interval '2 days', expires = now() - interval '1 second'
		  FROM data.api_key k WHERE k.session = s.id AND k.digest = sha256('${brief.key}')`);
	await refused(401, 'GET', '/v1/me', { token: brief.key });
	await ok(204, 'DELETE', `/v1/api-keys/${own.id}`, { token: own.key });
	await refused(401, 'GET', '/v1/me', { token: own.key });

	const leaver = await person();
	const { key } = await make({}, leaver);

	await ok(200, 'GET', '/v1/me', { token: key });
	await psql(`SELECT private.erase(id) FROM data.account WHERE phone = '${leaver.phone_number}'`);
	await refused(401, 'GET', '/v1/me', { token: key });
});

test('its scope bounds it, and a key hands nothing on', async () => {
	const reader = await make({ scope: 'read' });
	const writer = await make({ scope: 'write' });
	const post = { json: { phone_number: someone.phone_number, name: 'Ravi' } };

	await refused(403, 'POST', '/v1/contacts', { token: reader.key, ...post });
	await refused(403, 'GET', '/v1/contacts', { token: writer.key });
	await ok(201, 'POST', '/v1/contacts', { token: writer.key, ...post });
	await refused(403, 'POST', '/v1/api-keys', { token: writer.key, json: { name: 'x' } });
	await refused(403, 'DELETE', `/v1/api-keys/${reader.id}`, { token: writer.key });
	await refused(403, 'POST', '/v1/api-keys', as(someone, { json: { name: 'x', scope: 'admin' } }));
});

test('an operator\'s key is one no longer than its owner is', async () => {
	const admin = await operator();
	const { key } = await make({ scope: 'read write admin' }, admin);
	const rule = (who) => call('POST', `/v1/numbers/${encodeURIComponent(someone.phone_number)}/rulings`,
		{ token: who, json: { override: 'none' } });

	assert.equal((await rule(key)).status, 201);
	await psql(`UPDATE data.account SET roles = '{}' WHERE phone = '${admin.phone_number}'`);
	assert.equal((await rule(key)).status, 403);
	await logIn(admin.phone_number);
});

test('nonsense makes no key', async () => {
	const before = await rowCounts();

	for (const [json, field] of [[{}, 'name'], [{ name: 1 }, 'name'], [{ name: ' ' }, 'name'], [{ name: 'x'.repeat(257) }, 'name'],
		[{ name: 'x', scope: 'root' }, 'scope'], [{ name: 'x', scope: ['read'] }, 'scope'], [{ name: 'x', scope: '' }, 'scope'],
		[{ name: 'x', expires_at: 'soon' }, 'expires_at'], [{ name: 'x', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
		[{ name: 'x', expires_at: '2999-01-01T00:00:00Z' }, 'expires_at'], [{ name: 'x', key: 'mine' }, 'key']])
		await refused(400, 'POST', '/v1/api-keys', as(someone, { json }), field);
	await refused(404, 'DELETE', '/v1/api-keys/1', as(someone));
	assert.deepEqual(await rowCounts(), before);
});
