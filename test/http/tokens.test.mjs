/* tokens.test.mjs: access tokens, refresh tokens, and what is none of them */

import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { as, assertKeys, call, freshNumber, freshWord, logIn, ok, PASSWORD,
	person, psql, refused, routes, send } from './support.mjs';

const refreshed = (refresh) =>
	call('POST', '/v1/token/refresh', { json: { refresh } });

/* A 401 about a token that was presented: old front ends read code */
function refusedToken(reply, [tokenClass, type] = ['AccessToken', 'access']) {
	assert.equal(reply.status, 401, reply.text);
	assert.equal(reply.body.code, 'token_not_valid', reply.text);
	const [{ token_class, token_type, message }] = reply.body.messages;

	assert.deepEqual([token_class, token_type], [tokenClass, type]);
	assert.ok(message);
}

const refusedRefresh = (reply) =>
	refusedToken(reply, ['RefreshToken', 'refresh']);

const decoded = (segment) =>
	JSON.parse(Buffer.from(segment, 'base64url').toString());
const encoded = (value) => Buffer.from(typeof value === 'string'
	? value : JSON.stringify(value)).toString('base64url');

/* ---- logging in ---- */

test('a login answers a pair of tokens with the promised claims', async () => {
	const someone = await person();
	const tokens = await logIn(someone.phone_number);

	assertKeys(tokens, 'token');
	assert.equal(tokens.token_type, 'bearer');
	assert.ok(Number.isInteger(tokens.expires_in));
	assert.ok(tokens.expires_in >= 600 && tokens.expires_in <= 900);
	assert.match(tokens.access, /^[\w-]+\.[\w-]+\.[\w-]{43}$/);
	assert.ok(tokens.access.length <= 4096);
	assert.match(tokens.refresh, /^[\w-]{43,}$/);

	const [header, claims] = tokens.access.split('.').slice(0, 2).map(decoded);
	assert.equal(header.alg, 'HS256');
	assert.equal(typeof header.kid, 'string');
	assert.equal(claims.use, 'access');
	assert.equal(claims.token_type, 'access');
	assert.equal(claims.sub, someone.id);
	assert.equal(claims.user_id, someone.id);
	assert.equal(claims.exp - claims.iat, 900);
	assert.ok(Math.abs(claims.iat - Date.now() / 1000) < 60);
	for (const claim of ['iss', 'aud', 'jti', 'sid', 'scope'])
		assert.ok(claims[claim], claim);
	assert.doesNotMatch(claims.scope, /admin/);
});

test('a login takes the number in any notation', async () => {
	const { phone_number } = await person();
	const digits = phone_number.slice(3);

	for (const typed of [digits, `0${digits}`, Number(digits),
		`+91 ${digits}`, `0091${digits}`])
		await logIn(typed);
	await ok(200, 'POST', '/v1/token',
		{ json: { username: phone_number, password: PASSWORD } });
	await ok(200, 'POST', '/v1/token', { json: { phone_number: digits,
		region: 'IN', password: PASSWORD } });
});

test('phone_number counts where username is present as well', async () => {
	const [one, two] = [await person(), await person()];
	const tokens = await ok(200, 'POST', '/v1/token', { json: {
		username: one.phone_number, phone_number: two.phone_number,
		password: PASSWORD } });
	const me = await ok(200, 'GET', '/v1/me', { token: tokens.access });

	assert.equal(me.phone_number, two.phone_number);
});

test('an unknown number and a wrong password are answered alike', async () => {
	const someone = await person();
	const bodies = [];

	for (const [phone_number, password] of [
		[someone.phone_number, 'not the password'],
		[freshNumber(), 'not the password'],
	]) {
		const reply = await refused(401, 'POST', '/v1/token',
			{ json: { phone_number, password } });

		bodies.push({ ...reply.body, instance: '' });
	}
	assert.deepEqual(bodies[0], bodies[1]);
});

test('a login needs somebody and a password', async () => {
	await refused(400, 'POST', '/v1/token', { json: { password: PASSWORD } });
	await refused(400, 'POST', '/v1/token',
		{ json: { phone_number: freshNumber() } }, 'password');
	await refused(400, 'POST', '/v1/token', { json: {} });
});

test('ten failures close the account for a while, also to its owner', async () => {
	const { phone_number } = await person();
	const attempt = (password) => call('POST', '/v1/token',
		{ json: { phone_number, password } });

	for (let n = 1; n <= 10; n++)
		assert.ok([401, 429].includes(
			(await attempt(`wrong password ${n}`)).status));
	const reply = await attempt(PASSWORD);
	assert.equal(reply.status, 429, reply.text);
	assert.ok(Number(reply.headers['retry-after']) > 0);

	/* another account does not suffer */
	await person();
});

test('passwords: too short, too long, common, or the person itself', async () => {
	const phone_number = freshNumber();
	const name = `${freshWord(12)}`;

	for (const password of ['', 'short12', 'x'.repeat(129), 'password',
		'12345678', 'qwertyuiop', 'numsight', 'NumSight', name,
		name.toUpperCase(), phone_number])
		await refused(400, 'POST', '/v1/users',
			{ json: { name, phone_number, password } }, 'password');
	for (const password of ['eight ch', 'x'.repeat(128), 'пароль по-русски'])
		await person({ password });
});

/* ---- the scheme ---- */

test('the scheme is Bearer or Token, in any case', async () => {
	const { access } = await person();

	for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Token', 'token'])
		await ok(200, 'GET', '/v1/me', { token: access, scheme });
	for (const scheme of ['Basic', 'Digest', 'JWT', 'Bearer:', 'Bearer Bearer'])
		await refused(401, 'GET', '/v1/me', { token: access, scheme });
	for (const Authorization of ['Bearer', 'Bearer ', 'Token', access])
		await refused(401, 'GET', '/v1/me', { headers: { Authorization } });
	await refused(400, 'GET', `/v1/me?access_token=${access}`, { token: access });
});

test('no token and a bad token are told apart by code', async () => {
	const none = await refused(401, 'GET', '/v1/me');

	assert.equal(none.body.code, undefined);
	refusedToken(await call('GET', '/v1/me', { token: 'a.b.c' }));
	refusedToken(await call('GET', '/test/', { token: 'a.b.c' }));
});

/* ---- forged without the key ---- */

test('forged tokens are refused, every one', async (t) => {
	const someone = await person();
	const other = await person();
	const [header, payload, mac] = someone.access.split('.');
	const claims = decoded(payload);
	const head = decoded(header);
	const flip = (text, at) => text.slice(0, at)
		+ (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
	const bit = Buffer.from(mac, 'base64url');

	bit[31] ^= 1;
	const forged = {
		'alg none, no signature': `${encoded({ ...head, alg: 'none' })}.${payload}.`,
		'alg none, old signature':
			`${encoded({ ...head, alg: 'none' })}.${payload}.${mac}`,
		'alg NONE': `${encoded({ ...head, alg: 'NONE' })}.${payload}.`,
		'alg HS512': `${encoded({ ...head, alg: 'HS512' })}.${payload}.${mac}`,
		'alg RS256': `${encoded({ ...head, alg: 'RS256' })}.${payload}.${mac}`,
		'other kid': `${encoded({ ...head, kid: 'other' })}.${payload}.${mac}`,
		'kid of a path':
			`${encoded({ ...head, kid: '../../dev/null' })}.${payload}.${mac}`,
		'no kid': `${encoded({ alg: head.alg, typ: 'JWT' })}.${payload}.${mac}`,
		'header with jku':
			`${encoded({ ...head, jku: 'https://x.example' })}.${payload}.${mac}`,
		'header with jwk': `${encoded({ ...head, jwk: {} })}.${payload}.${mac}`,
		'header with crit': `${encoded({ ...head, crit: ['b64'] })}.${payload}.${mac}`,
		'header with a space': `${encoded(JSON.stringify(head, null, 1))}.${
			payload}.${mac}`,
		'header that is no JSON': `${encoded('{')}.${payload}.${mac}`,
		'another person\'s payload': `${header}.${
			other.access.split('.')[1]}.${mac}`,
		'longer life': `${header}.${encoded({ ...claims,
			exp: claims.exp + 3600 })}.${mac}`,
		'scope admin': `${header}.${encoded({ ...claims,
			scope: 'read write admin' })}.${mac}`,
		'signature changed by a letter': `${header}.${payload}.${flip(mac, 5)}`,
		'signature changed by a bit':
			`${header}.${payload}.${bit.toString('base64url')}`,
		/* 43 letters hold 258 bits, of which the last two are zero */
		'signature with unused bits set': `${header}.${payload}.${mac.slice(0, -1)
		}${String.fromCharCode(mac.charCodeAt(42) + 1)}`,
		'signature cut short': `${header}.${payload}.${mac.slice(0, -1)}`,
		'signature empty': `${header}.${payload}.`,
		'signature padded': `${header}.${payload}.${mac}=`,
		'signature of zeros': `${header}.${payload}.${'A'.repeat(43)}`,
		'signature by an empty key': signed(header, claims, Buffer.alloc(0)),
		'signature by a guess': signed(header, claims, Buffer.from('secret')),
		'two segments': `${header}.${payload}`,
		'four segments': `${someone.access}.${mac}`,
		'five segments, as JWE': `${someone.access}..`,
		'letters of plain base64': someone.access.replace(/.$/, '+'),
		'a stop only': '..',
		'one letter': 'x',
		'a space inside': someone.access.replace('.', ' .'),
		'something behind it': `${someone.access} x`,
		'longer than 4 kB': `${header}.${payload}${'A'.repeat(4100)}.${mac}`,
		'the refresh token': someone.refresh,
		'the refresh token in three': `${someone.refresh}.x.y`,
		'quotes': `"${someone.access}"`,
	};

	for (const [name, token] of Object.entries(forged))
		await t.test(name, async () =>
			refusedToken(await call('GET', '/v1/me', { token })));
	/* the true one still holds */
	await ok(200, 'GET', '/v1/me', as(someone));
});

/* ---- made with the key, yet wrong ---- */

function signed(header, claims, key) {
	const text = `${header}.${encoded(claims)}`;

	return `${text}.${createHmac('sha256', key).update(text)
		.digest('base64url')}`;
}

/* The signing key of the instance, where the suite may read it */
function keyOf(header) {
	const { NUMSIGHT_KEYS, NUMSIGHT_VAR = 'var' } = process.env;
	const folder = NUMSIGHT_KEYS ?? join(NUMSIGHT_VAR, 'keys');

	try {
		return readFileSync(join(folder, `${decoded(header).kid}.key`));
	} catch {
		return null;
	}
}

test('tokens signed with our key but wrong inside are refused', async (t) => {
	const someone = await person();
	const [header, payload] = someone.access.split('.');
	const claims = decoded(payload);
	const key = keyOf(header);
	const now = Math.floor(Date.now() / 1000);

	if (key === null) {
		t.skip('the keys cannot be read: NUMSIGHT_KEYS or NUMSIGHT_VAR');
		return;
	}
	const without = (claim) => {
		const { [claim]: _, ...rest } = claims;

		return rest;
	};

	await ok(200, 'GET', '/v1/me', { token: signed(header, claims, key) });
	const wrong = {
		'expired': { ...claims, iat: now - 2000, exp: now - 1100 },
		'expired this minute': { ...claims, exp: now - 31 },
		'not yet valid': { ...claims, nbf: now + 120 },
		'issued in the future': { ...claims, iat: now + 120 },
		'exp as text': { ...claims, exp: String(claims.exp) },
		'no exp': without('exp'),
		'wrong iss': { ...claims, iss: 'other' },
		'no iss': without('iss'),
		'wrong aud': { ...claims, aud: 'other' },
		'aud as list': { ...claims, aud: [claims.aud] },
		'no aud': without('aud'),
		'use refresh': { ...claims, use: 'refresh' },
		'no use': without('use'),
		'no sid': without('sid'),
		'sid of nobody': { ...claims, sid: randomUUID() },
		'sid that is none': { ...claims, sid: 'x' },
		'sid as number': { ...claims, sid: 7 },
		'duplicate exp': JSON.stringify(claims).replace('{',
			`{"exp":${claims.exp + 1},`),
		'payload is a list': [claims],
		'payload is no JSON': '{"exp"',
		'payload is empty': '',
	};

	for (const [name, inside] of Object.entries(wrong))
		await t.test(name, async () => refusedToken(await call('GET', '/v1/me',
			{ token: signed(header, inside, key) })));
	for (const route of routes().filter((row) => row.scope === 'WRITE'))
		await t.test(`scope without write: 403 on ${route.method} ${
			route.path}`, async () => {
			const token = signed(header, { ...claims, scope: 'read' }, key);

			await ok(200, 'GET', '/v1/me', { token });
			await refused(403, route.method, route.path.replace(/\{\w+\}/, '1'),
				/POST|PATCH/.test(route.method) ? { token, json: {} } : { token });
		});
	for (const scope of ['', 'reads writes', 'READ WRITE', 'write', ['read'], null])
		await t.test(`scope ${JSON.stringify(scope)} does not read`, async () => {
			const reply = await call('GET', '/v1/me',
				{ token: signed(header, { ...claims, scope }, key) });

			assert.ok([401, 403].includes(reply.status), reply.text);
		});
});

/* ---- refreshing ---- */

test('a refresh rotates: new pair, same session', async () => {
	const someone = await person();
	const reply = await refreshed(someone.refresh);

	assert.equal(reply.status, 200, reply.text);
	assertKeys(reply.body, 'token');
	assert.notEqual(reply.body.refresh, someone.refresh);
	await ok(200, 'GET', '/v1/me', { token: reply.body.access });
	const sid = (token) => decoded(token.split('.')[1]).sid;
	assert.equal(sid(reply.body.access), sid(someone.access));
	assert.notEqual(decoded(reply.body.access.split('.')[1]).jti,
		decoded(someone.access.split('.')[1]).jti);
});

test('a lost answer may be asked for again within ten seconds', async () => {
	const someone = await person();
	const lost = await refreshed(someone.refresh);
	const again = await refreshed(someone.refresh);

	assert.equal(lost.status, 200, lost.text);
	assert.equal(again.status, 200, again.text);
	assert.notEqual(again.body.refresh, lost.body.refresh);
	assert.equal((await refreshed(again.body.refresh)).status, 200);
});

test('the child that was lost is void once another was asked for', async () => {
	const someone = await person();
	const lost = await refreshed(someone.refresh);

	assert.equal((await refreshed(someone.refresh)).status, 200);
	assert.equal((await refreshed(lost.body.refresh)).status, 401);
});

test('after ten seconds a second use ends the whole family', async () => {
	const someone = await person();
	const child = (await refreshed(someone.refresh)).body;
	const digest = createHash('sha256').update(someone.refresh).digest('hex');

	await psql(`UPDATE data.refresh_token SET used = used - interval '11 s'
		WHERE digest = '\\x${digest}'`);
	refusedRefresh(await refreshed(someone.refresh));
	refusedRefresh(await refreshed(child.refresh));
	for (const token of [someone.access, child.access])
		refusedToken(await call('GET', '/v1/me', { token }));
	/* the account itself is not hurt */
	await logIn(someone.phone_number);
});

test('a grandparent ends the family, however soon', async () => {
	const someone = await person();
	const child = (await refreshed(someone.refresh)).body;
	const grandchild = (await refreshed(child.refresh)).body;

	assert.ok(grandchild.refresh);
	refusedRefresh(await refreshed(someone.refresh));
	refusedRefresh(await refreshed(grandchild.refresh));
	refusedToken(await call('GET', '/v1/me',
		{ token: grandchild.access }));
});

test('sessions of one person are independent', async () => {
	const someone = await person();
	const other = await logIn(someone.phone_number);

	assert.equal((await call('POST', '/v1/token/revoke',
		{ json: { refresh: other.refresh } })).status, 204);
	refusedToken(await call('GET', '/v1/me', { token: other.access }));
	await ok(200, 'GET', '/v1/me', as(someone));
});

test('a revoked session is over, and revoking again is harmless', async () => {
	const someone = await person();
	const revoke = () => call('POST', '/v1/token/revoke',
		{ json: { refresh: someone.refresh } });

	assert.equal((await revoke()).status, 204);
	assert.equal((await revoke()).status, 204);
	refusedRefresh(await refreshed(someone.refresh));
	refusedToken(await call('GET', '/v1/me', as(someone)));
});

test('what is no refresh token is refused', async () => {
	const { access } = await person();

	for (const refresh of [access, 'x', 'A'.repeat(43), 'é', ' '])
		refusedRefresh(await refreshed(refresh));
	for (const json of [{}, { refresh: null }, { refresh: 5 }, { refresh: '' }])
		assert.ok([400, 401].includes((await call('POST', '/v1/token/refresh',
			{ json })).status));
});

test('a session past its end is over', async () => {
	const someone = await person();
	const { sid } = decoded(someone.access.split('.')[1]);

	await psql(`UPDATE data.session
		SET created = now() - interval '9 days', expires = now() - interval '1 s'
		WHERE id = '${sid}'`);
	refusedToken(await call('GET', '/v1/me', as(someone)));
	refusedRefresh(await refreshed(someone.refresh));
});

test('an erased person has no session', async () => {
	const someone = await person();

	await psql(`DELETE FROM data.account WHERE phone = '${
		someone.phone_number}'`);
	refusedToken(await call('GET', '/v1/me', as(someone)));
	refusedRefresh(await refreshed(someone.refresh));
	await refused(401, 'POST', '/v1/token', { json: {
		phone_number: someone.phone_number, password: PASSWORD } });
});

test('twenty uses of one refresh token at once leave a session or none', async () => {
	const someone = await person();
	const replies = await Promise.all(Array.from({ length: 20 }, () =>
		send('POST', '/v1/token/refresh', { json: { refresh: someone.refresh } })));

	for (const reply of replies)
		assert.ok([200, 401].includes(reply.status), reply.text);
	/* at most one of the children that were handed out can be used */
	const children = replies.filter((reply) => reply.status === 200)
		.map((reply) => reply.body.refresh);
	assert.equal(new Set(children).size, children.length);
	assert.ok(children.length >= 1);
	const rows = await psql(`SELECT count(*) FROM data.refresh_token t
		JOIN data.session s ON s.id = t.session
		JOIN data.account a ON a.id = s.account
		WHERE a.phone = '${someone.phone_number}' AND s.revoked IS NULL
		  AND t.used IS NULL AND t.revoked IS NULL`);
	assert.ok(Number(rows[0][0]) <= 1, `${rows[0][0]} usable children`);
});
