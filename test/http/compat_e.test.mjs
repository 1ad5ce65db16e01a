/* compat_e.test.mjs: the paths of LeadBreak: accounts and tokens */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertKeys, call, freshNumber, freshWord, KEYS, ok, PASSWORD, psql,
	refused } from './support.mjs';

const both = (path) => [path, `${path}/`];
const about = (more = {}) => ({ username: freshWord(12), email: 'lead@break.example',
	phone_number: Number(freshNumber().slice(3)), password: PASSWORD, role: 'admin', ...more });
const register = (json) => call('POST', '/register/register', { json });

test('/register/register answers 200, as documented, and ignores the role', async () => {
	for (const path of both('/register/register')) {
		const json = about();
		const { status, text } = await call('POST', path, { json });

		assert.deepEqual([status, text], [200,
			'{"status_code":200,"message":"User is successfully registered"}']);
		const [row] = await psql(`SELECT name, username, email, roles, phone FROM data.account
			WHERE username = '${json.username}'`);
		assert.deepEqual(row, [json.username, json.username, json.email, '{}', `+91${json.phone_number}`]);
	}
	assert.equal((await call('POST', '/register/register', { form: about() })).status, 200);
});

test('/register/register: a number and a user name are taken once', async () => {
	const json = about();

	assert.equal((await register(json)).status, 200);
	const number = await refused(409, 'POST', '/register/register',
		{ json: { ...json, username: freshWord(12) } }, 'phone_number');
	assert.deepEqual(number.body.phone_number, ['phone_number is already registered']);
	const name = await refused(409, 'POST', '/register/register',
		{ json: { ...about(), username: json.username.toUpperCase() } }, 'username');
	assert.deepEqual(name.body.username, ['username is already registered']);
	/* the same number by another path is the same person */
	await refused(409, 'POST', '/v1/users', { json: { name: 'Again', password: PASSWORD,
		phone_number: json.phone_number } }, 'phone_number');
});

test('/register/register: nobody takes the number of another as his user name', async () => {
	const victim = freshNumber(), own = freshNumber();

	for (const username of [victim, victim.slice(3), `0${victim.slice(3)}`, `tel:${victim}`, `${victim} ext 5`, `${victim}x5`,
		`TEL:${victim};ext=5`, '12345', '+', '---'])
		await refused(400, 'POST', '/register/register', { json: about({ username }) }, 'username');
	assert.equal((await register(about({ username: own, phone_number: own }))).status, 200);
	await ok(200, 'POST', '/register/login', { json: { username: own, password: PASSWORD } });
});

test('digits behind letters are a user name, not a number', async () => {
	const word = freshWord(8).toLowerCase();

	/* all of them hold digits that would be a number by themselves */
	for (const username of [`${word}1990`, `${word}_99`, `${word}19901231`, `7${word}1765`, `${word}.9876543210`, `${word} 2`]) {
		assert.equal((await register(about({ username }))).status, 200, username);
		assert.equal((await call('POST', '/register/login', { json: { username, password: PASSWORD } })).status, 200, username);
	}
});

test('/register/login: access_token, by JSON and by form, and at every other login', async () => {
	const { username, phone_number } = about();

	await register(about({ username, phone_number }));
	for (const path of both('/register/login'))
		for (const body of ['json', 'form']) {
			const tokens = await ok(200, 'POST', path,
				{ [body]: { username: username.toLowerCase(), password: PASSWORD } });

			assertKeys(tokens, 'old_token');
			assert.deepEqual([tokens.StatusCode, tokens.token_type, tokens.expires_in], [200, 'bearer', 900]);
			const profile = await ok(200, 'GET', '/register/protectedtoken', { token: tokens.access_token });

			assertKeys(profile, [...KEYS.user, 'StatusCode']);
			assert.deepEqual([profile.name, profile.phone_number, profile.StatusCode],
				[username, `+91${phone_number}`, 200]);
			/* its clients keep their first refresh token */
			for (let n = 0; n < 3; n++)
				assert.equal((await ok(200, 'POST', '/api/token/refresh/',
					{ json: { refresh: tokens.refresh_token } })).refresh, tokens.refresh_token);
		}
	for (const path of ['/api/token/', '/v1/token'])
		await ok(200, 'POST', path, { json: { username, password: PASSWORD } });
	await ok(200, 'POST', '/register/login', { json: { username: `+91${phone_number}`, password: PASSWORD } });
});

test('/register/login: unknown and wrong are answered alike', async () => {
	const { username } = about();

	await register(about({ username }));
	const bodies = [];

	for (const name of [username, freshWord(12)]) {
		const { body } = await refused(401, 'POST', '/register/login',
			{ json: { username: name, password: 'not the password' } });

		assert.equal(body.error, body.detail);
		bodies.push({ ...body, instance: '' });
	}
	assert.deepEqual(bodies[0], bodies[1]);
});

test('/register/protectedtoken needs a token, which its shorter path does not take', async () => {
	for (const path of both('/register/protectedtoken')) {
		const { body } = await refused(401, 'GET', path);

		assert.equal(typeof body.detail, 'string');
		assert.equal((await refused(401, 'GET', path, { token: 'x.y.z' })).body.code, 'token_not_valid');
	}
	/* application A's own /register is another route */
	await refused(401, 'POST', '/register/', { json: about() });
});
