// key.test.mjs: API keys are looked up, kept for a while, and as good as tokens

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prepareDatabase, psql, Worker } from './support.mjs';

const KEY = `nsk_${'a'.repeat(43)}`;
let worker;

before(async () => {
	prepareDatabase();
	worker = await new Worker({ NUMSIGHT_BUDGET: 'on',
		NUMSIGHT_BUDGET_MINUTE: '5', NUMSIGHT_BUDGET_NETWORK: '1' }).start();
});
after(() => worker.stop());

const basic = (id, key) => `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}`;
const with_ = (HTTP_AUTHORIZATION, more = {}) =>
	({ token: undefined, headers: { HTTP_AUTHORIZATION, ...more } });
const asked = (what) => Number(psql(`SELECT count(*) FROM api.stored WHERE what = 'key ${what}'`));

test('a key is looked up once, and stands for its session', async () => {
	for (const word of ['Token', 'Bearer', 'tOKEN  ']) {
		const { status, json } = await worker.get('/v1/me', with_(`${word} ${KEY}`));

		assert.deepEqual([status, json.session], [200, '00000000-0000-4000-8000-000000000004']);
	}
	assert.equal(asked('alone'), 1);
});

test('many requests at once with a key that was not seen yet are all answered', async () => {
	const answers = await Promise.all(Array.from({ length: 20 }, () =>
		worker.get('/v1/me', with_(basic('good', KEY)))));

	assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
	assert.ok(asked('good') <= 20);
});

test('what a key may do is what it says', async () => {
	const { status, text, headers } = await worker.ask('DELETE', '/v1/contacts/1', with_(`Token ${KEY}`));

	assert.equal(status, 403);
	assert.match(text, /API key/);
	assert.equal(headers['www-authenticate'], undefined);
});

test('the right key beside the wrong id is wrong, and asked for by Basic', async () => {
	const { status, text, headers } = await worker.get('/v1/me', with_(basic('other', KEY)));

	assert.equal(status, 401);
	assert.match(text, /token_not_valid/);
	assert.equal(headers['www-authenticate'], 'Basic realm="numsight", charset="UTF-8"');
	assert.equal(asked('other'), 1);
});

test('a wrong key is no entry to the cache of good ones', async () => {
	const wrong = `Token nsk_${'b'.repeat(43)}`, before = asked('alone');

	for (let n = 0; n < 2; n++) {
		const { status, headers } = await worker.get('/v1/me', with_(wrong));

		assert.equal(status, 401);
		assert.equal(headers['www-authenticate'], 'Bearer');
	}
	assert.equal(asked('alone'), before + 2);
});

test('what cannot be a key is refused without asking anybody', async () => {
	const before = asked('alone') + asked('good');

	for (const header of [`Token ${KEY}x`, `Token nsk_${'a'.repeat(42)}`, 'Basic !', 'Basic eDp5',
		basic('a b', KEY), basic('good', `${KEY}x`), basic('x'.repeat(65), KEY)])
		assert.equal((await worker.get('/v1/me', with_(header))).status, 401, header);
	assert.equal(asked('alone') + asked('good'), before);
});

test('guessing keys is a miss of the network, which then waits', async () => {
	const guess = (n) => worker.get('/v1/me',
		with_(`Token nsk_${String(n).padStart(43, '0')}`, { REMOTE_ADDR: '203.0.113.9' }));

	for (let n = 0; n < 3; n++)
		assert.equal((await guess(n)).status, 401);
	const { status, headers } = await guess(3);

	assert.equal(status, 429);
	assert.ok(Number(headers['retry-after']) > 0);
	assert.equal((await worker.get('/v1/me', with_(`Token ${KEY}`))).status, 200);
});

test('a database that dies over a key is a 503, and neither a 401 nor the end', async () => {
	const { status, headers } = await worker.get('/v1/me', with_(`Token nsk_${'z'.repeat(43)}`));

	assert.equal(status, 503);
	assert.equal(headers['retry-after'], '1');
	await worker.ready();
});
