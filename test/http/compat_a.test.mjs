/* compat_a.test.mjs: the paths of the caller-id application */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, assertKeys, call, freshNumber, freshWord, KEYS,
	logIn, ok, PASSWORD, person, refused } from './support.mjs';

/* Clients write the last slash or leave it out; neither is redirected. */
const both = (path) => [path, `${path}/`];

/* ---- regions ---- */

test('a region reads the number on every old path that takes one', async () => {
	const someone = await person();
	const national = `7911 12${String(Date.now()).slice(-4)}`;
	const number = `+44${national.replace(' ', '')}`;
	const about = { phone_number: national, region: 'GB', name: 'Brit' };

	assert.equal((await ok(201, 'POST', '/register/', as(someone, { json: about }))).phone_number, number);
	for (const path of ['/call/', '/spam'])
		for (const send of [{ json: { ...about, name: undefined } }, { form: { phone_number: national, region: 'GB' } }])
			assert.equal((await ok(200, 'POST', path, as(someone, send))).phone_number, number);
	assert.equal((await ok(201, 'POST', '/api/virtual_numbers/create/', as(someone,
		{ json: { phone_number: national, region: 'GB' } }))).phone_number, number);
	assert.deepEqual(await ok(200, 'GET', `/call-history/${encodeURIComponent(national)}/?region=GB`, as(someone)), []);
	await refused(400, 'POST', '/call/', as(someone, { json: { phone_number: national, region: 'XX' } }), 'region');
});

test('/register: the answer is of the name that was written', async () => {
	const [someone, phone_number] = [await person(), freshNumber()];
	const say = (name) => call('POST', '/register/', as(someone, { json: { phone_number, name } }));

	await addContact(someone, { name: 'Alpha', phone_number });
	await addContact(someone, { name: 'Beta', phone_number });
	for (const name of ['Alpha', 'Beta', 'Alpha'])
		assert.equal((await say(name)).body.name, name);
});

test('/register: of many at once for one number one is new, and one entry is left', async () => {
	const [someone, phone_number] = [await person(), freshNumber()];
	const replies = await Promise.all(Array.from({ length: 8 }, (_, i) =>
		call('POST', '/register/', as(someone, { json: { phone_number, name: `Name ${i}` } }))));

	assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 200, 200, 201]);
	assert.equal((await ok(200, 'GET', '/v1/contacts', as(someone))).results.length, 1);
});

/* ---- tokens ---- */

test('/api/token: the pair of simplejwt first, then ours', async () => {
	const { phone_number } = await person();

	for (const path of both('/api/token'))
		for (const login of [
			{ json: { username: phone_number, password: PASSWORD } },
			{ json: { phone_number, password: PASSWORD } },
			{ json: { username: phone_number.slice(3), password: PASSWORD } },
			{ json: { phone_number: Number(phone_number.slice(3)),
				password: PASSWORD } },
			{ json: { username: Number(phone_number.slice(3)), password: PASSWORD } },
			{ form: { username: phone_number, password: PASSWORD } },
		]) {
			const tokens = await ok(200, 'POST', path, login);

			assertKeys(tokens, ['refresh', 'access', 'expires_in', 'token_type']);
			await ok(200, 'GET', '/test/', { token: tokens.access });
		}
});

test('/api/token: a wrong login is a 401 with a sentence in detail', async () => {
	const { phone_number } = await person();

	for (const json of [{ username: phone_number, password: 'wrong one' },
		{ username: 'nobody at all', password: 'wrong one' }]) {
		const { body } = await refused(401, 'POST', '/api/token/', { json });

		assert.equal(body.error, body.detail);
	}
});

test('what is given twice is named as any other field that is wrong', async () => {
	const someone = await person();

	for (const [field, method, path, options] of [
		['query', 'GET', '/search/?query=a&query=b', {}],
		['phone_number', 'POST', '/spam/', { raw: '{"phone_number":"1","phone_number":"2"}', type: 'application/json' }],
		['phone_number', 'POST', '/spam/', { raw: 'phone_number=1&phone_number=2', type: 'application/x-www-form-urlencoded' }],
	]) {
		const { body } = await refused(400, method, path, as(someone, options), field);

		assert.deepEqual([body[field], body.error], [[body.detail], body.detail]);
	}
});

test('/api/token: its refresh token is fixed, for clients that keep the first', async () => {
	const { phone_number } = await person();
	const { refresh } = await ok(200, 'POST', '/api/token/',
		{ json: { username: phone_number, password: PASSWORD } });

	for (const path of ['/api/token/refresh/', '/api/token/refresh',
		'/v1/token/refresh', '/api/token/refresh/']) {
		const answer = await ok(200, 'POST', path, { json: { refresh } });

		assertKeys(answer, 'token');
		assert.equal(answer.refresh, refresh);
		await ok(200, 'GET', '/v1/me', { token: answer.access });
	}
	assert.equal((await ok(200, 'POST', '/api/token/refresh/',
		{ form: { refresh } })).refresh, refresh);
	assert.equal((await call('POST', '/v1/token/revoke',
		{ json: { refresh } })).status, 204);
	const { body } = await refused(401, 'POST', '/api/token/refresh/',
		{ json: { refresh } });
	assert.equal(body.code, 'token_not_valid');
});

test('/api/token/refresh: a rotating token rotates here as well', async () => {
	const { refresh } = await person();
	const child = await ok(200, 'POST', '/api/token/refresh/',
		{ json: { refresh } });

	assert.notEqual(child.refresh, refresh);
	await ok(200, 'POST', '/api/token/refresh/',
		{ json: { refresh: child.refresh } });
	/* the stolen first one gains nothing by the old path */
	await refused(401, 'POST', '/api/token/refresh/', { json: { refresh } });
});

test('/test and /api/protected: the profile and a message', async () => {
	const someone = await person({ email: 'old@profile.example' });

	for (const path of [...both('/test'), ...both('/api/protected')])
		for (const scheme of ['Bearer', 'Token', 'bearer', 'token']) {
			const body = await ok(200, 'GET', path, as(someone, { scheme }));

			assertKeys(body, [...KEYS.user, 'message']);
			assert.equal(body.phone_number, someone.phone_number);
			assert.equal(body.email, 'old@profile.example');
			assert.equal(typeof body.message, 'string');
		}
});

/* ---- the number object ---- */

function assertNumber(body, about) {
	assertKeys(body, 'old_number');
	assert.equal(body.spam_likelyhood, body.spam_likelihood);
	assert.ok(body.spam_likelihood >= 0 && body.spam_likelihood <= 1);
	for (const counter of ['num_spam', 'total_appearance'])
		assert.ok(Number.isInteger(body[counter]), counter);
	for (const [key, value] of Object.entries(about))
		assert.equal(body[key], value, key);
}

test('/register: adds and renames in the caller\'s own book', async () => {
	const someone = await person();

	for (const path of both('/register')) {
		const phone_number = freshNumber();
		const post = (json) => call('POST', path, as(someone, { json }));
		const entry = { phone_number, name: 'Sunil', email_address: 'sunil@a.example' };

		const added = await post(entry);
		assert.equal(added.status, 201, added.text);
		assertNumber(added.body, entry);
		assert.equal(added.body.num_spam, 0);

		const again = await post(entry);
		assert.equal(again.status, 200, again.text);
		assert.equal(again.body.id, added.body.id);

		const renamed = await post({ ...entry, name: 'Sunil Kumar' });
		assert.equal(renamed.status, 200, renamed.text);
		assertNumber(renamed.body, { name: 'Sunil Kumar', phone_number });

		const { results } = await ok(200, 'GET', '/v1/contacts', as(someone));
		assert.deepEqual(results.filter((contact) =>
			contact.phone_number === phone_number)
			.map((contact) => contact.name), ['Sunil Kumar']);
	}
});

test('/register: ten national digits, string, integer or form; more is ignored', async () => {
	const someone = await person();

	for (const send of [
		(phone_number, more) => ({ json: { phone_number, ...more } }),
		(phone_number, more) => ({ json: { phone_number: Number(phone_number),
			...more } }),
		(phone_number, more) => ({ form: { phone_number, ...more } }),
	]) {
		const digits = freshNumber().slice(3);
		const body = await ok(201, 'POST', '/register/', as(someone,
			send(digits, { name: 'Anu', role: 'admin', id: 'x' })));

		assertNumber(body, { name: 'Anu', phone_number: `+91${digits}`,
			email_address: null });
	}
});

test('/register: nobody renames a person or makes an account', async () => {
	const [one, owner] = [await person(),
		await person({ email: 'owner@hidden.example' })];
	const reply = await call('POST', '/register/', as(one, { json: {
		phone_number: owner.phone_number, name: 'Taken Over' } }));

	assert.ok(reply.status === 201 || reply.status === 200, reply.text);
	assert.ok(!reply.text.includes('owner@hidden.example'));
	assert.equal((await ok(200, 'GET', '/v1/me', as(owner))).name, owner.name);
	const { results } = await ok(200, 'GET',
		`/v1/search?query=${encodeURIComponent(owner.phone_number)}`, as(one));
	assert.deepEqual(results.map((result) => result.name), [owner.name]);

	const fresh = freshNumber();
	await ok(201, 'POST', '/register/', as(one, { json: { phone_number: fresh,
		name: 'Nobody', password: PASSWORD } }));
	await refused(401, 'POST', '/v1/token',
		{ json: { phone_number: fresh, password: PASSWORD } });
});

test('/call: counts appearances, and a call is not a report', async () => {
	const someone = await person();
	const phone_number = freshNumber();

	for (let n = 1; n <= 3; n++) {
		const body = await ok(200, 'POST', n % 2 ? '/call/' : '/call',
			as(someone, { json: { phone_number } }));

		assertNumber(body, { phone_number, total_appearance: n, num_spam: 0 });
	}
	assertNumber(await ok(200, 'POST', '/call/', as(someone,
		{ form: { phone_number } })), { total_appearance: 4, num_spam: 0 });
	const { headers } = await refused(405, 'GET', '/call/', as(someone));
	assert.match(headers.allow, /\bPOST\b/);
});

test('/spam: one report a person, the counters stand in the answer', async () => {
	const [one, two] = [await person(), await person()];
	const phone_number = freshNumber();

	await ok(200, 'POST', '/call/', as(one, { json: { phone_number } }));
	const first = await ok(200, 'POST', '/spam/',
		as(one, { json: { phone_number } }));
	assertNumber(first, { phone_number, num_spam: 1, total_appearance: 1 });
	const again = await ok(200, 'POST', '/spam',
		as(one, { json: { phone_number } }));
	assertNumber(again, { num_spam: 1, total_appearance: 1 });

	const second = await ok(200, 'POST', '/spam/', as(two, { form: {
		phone_number, category: 'scam', comment: 'Asked for a code.' } }));
	assertNumber(second, { num_spam: 2, total_appearance: 1 });
	/* new accounts: the last of four digits may or may not move */
	assert.ok(second.spam_likelihood >= first.spam_likelihood);

	assert.equal((await call('DELETE', `/v1/spam-reports/${phone_number}`,
		as(one))).status, 204);
	const { counts } = await ok(200, 'GET', `/v1/numbers/${phone_number}`,
		as(one));
	assert.equal(counts.spam_reports, 1);
});

/* ---- search ---- */

test('/search and /api/search: the envelope, and email= names nobody', async () => {
	const [one, other] = [await person(), await person()];
	const word = freshWord(8);

	await addContact(one, { name: `${word} Bakery`,
		phone_number: freshNumber() });
	for (const path of [...both('/search'), ...both('/api/search')])
		for (const email of ['', `&email=${encodeURIComponent('x@y.example')}`,
			`&email=${other.phone_number}`]) {
			const body = await ok(200, 'GET', `${path}?query=${word}${email}`,
				as(one));

			assertKeys(body, 'list');
			assert.equal(body.results.length, 1);
			assertKeys(body.results[0], [...KEYS.result, 'spam_likelyhood']);
			assert.equal(body.results[0].spam_likelyhood,
				body.results[0].spam_likelihood);
			assert.equal(body.results[0].name, `${word} Bakery`);
		}
	/* whoever asks is told by the token alone */
	await refused(401, 'GET', `/search/?query=${word}&email=x@y.example`);
	await refused(400, 'GET', '/search/', as(one), 'query');
});

test('/search: numbers match as a whole, never in part', async () => {
	const someone = await person();
	const phone_number = freshNumber();

	await addContact(someone, { name: 'Whole', phone_number });
	const found = async (query) => (await ok(200, 'GET',
		`/search/?query=${encodeURIComponent(query)}`, as(someone))).results
		.map((result) => result.phone_number);

	assert.deepEqual(await found(phone_number), [phone_number]);
	assert.ok(!(await found(phone_number.slice(0, 9))).includes(phone_number));
	assert.ok(!(await found(phone_number.slice(4))).includes(phone_number));
});

test('/admin leads to the console', async () => {
	for (const path of both('/admin')) {
		const reply = await call('GET', path);

		assert.equal(reply.status, 302);
		assert.equal(new URL(reply.headers.location, 'http://x').pathname, '/');
	}
});

/* ---- errors as the old clients read them ---- */

test('old errors: error, one member a field, code of a token', async () => {
	const someone = await person();
	const missing = await refused(400, 'POST', '/spam/', as(someone,
		{ json: {} }), 'phone_number');

	assert.equal(missing.body.error, missing.body.detail);
	assert.ok(Array.isArray(missing.body.phone_number), missing.text);
	assert.equal(typeof missing.body.phone_number[0], 'string');

	const unreadable = await refused(400, 'POST', '/call/', as(someone,
		{ json: { phone_number: 'abc' } }), 'phone_number');
	assert.ok(Array.isArray(unreadable.body.phone_number), unreadable.text);

	const token = await refused(401, 'GET', '/test/', { token: 'x.y.z' });
	assert.equal(token.body.code, 'token_not_valid');
	assert.ok(Array.isArray(token.body.messages));
	assert.equal(typeof token.body.detail, 'string');

	const taken = await refused(409, 'POST', '/api/users/', { json: {
		name: 'X', phone_number: someone.phone_number, password: PASSWORD } },
	'phone_number');
	assert.ok(Array.isArray(taken.body.phone_number), taken.text);
});

test('an account of /v1 logs in on the old path, and the other way round', async () => {
	const number = freshNumber();

	await ok(201, 'POST', '/api/users/', { json: { name: 'Old Way',
		phone_number: number, password: PASSWORD } });
	await logIn(number);
	const { access } = await ok(200, 'POST', '/api/token/',
		{ json: { username: number, password: PASSWORD } });
	assert.equal((await ok(200, 'GET', '/v1/me', { token: access })).name,
		'Old Way');
});
