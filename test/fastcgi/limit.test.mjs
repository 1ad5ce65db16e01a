// limit.test.mjs: what one account may ask and learn, over all workers

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prepareDatabase, psql, sleep, tokenOf, Worker } from './support.mjs';

let worker, accounts = 0;

before(async () => {
	prepareDatabase();
	worker = await new Worker({ NUMSIGHT_BUDGET: 'on', NUMSIGHT_WORKERS: '3' }).start();
});
after(() => worker.stop());

// Every test has an account of its own.
const account = () => {
	const sub = `00000000-0000-4000-8000-${String(++accounts).padStart(12, '0')}`;

	return tokenOf(worker.secrets.k1, { sub });
};
const person = (id, token) => worker.get(`/v1/people/${encodeURIComponent(id)}`, { token });

test('an account learns sixty numbers a minute and no more', async () => {
	const token = account();
	const first = await person('show 0 50', token);

	assert.deepEqual([first.status, first.headers.ratelimit, first.headers['ratelimit-policy']],
		[200, '"numbers";r=10;t=60', '"numbers";q=60;w=60']);
	const refused = await person('show 50 11', token);

	assert.equal(refused.status, 429);
	assert.ok(Number(refused.headers['retry-after']) > 0);
	assert.doesNotMatch(refused.text, /show /);
	assert.match(refused.json.detail, /: 10 are left\.$/);
	assert.equal((await person('show 0 50', token)).status, 200);
	assert.equal((await person('show 50 10', token)).status, 200);
	assert.equal((await person('show 60 1', token)).status, 429);
	assert.equal((await person('show 60 1', account())).status, 200);
	assert.ok(await worker.metric('numsight_requests_limited_total') >= 2);
});

test('a list with more new numbers than are left shows none of them', async () => {
	const token = account();
	const ask = (from, count) => worker.ask('POST', '/v1/lookups', { token, body: JSON.stringify(
		{ numbers: Array.from({ length: count }, (_, n) => from + n), region: 'shown' }) });
	const refused = await ask(0, 61);

	assert.deepEqual([refused.status, /: 60 are left\.$/.test(refused.json.detail)], [429, true], refused.text);
	assert.equal((await ask(0, 40)).status, 200);
	/* those that were seen are free */
	assert.equal((await ask(10, 50)).status, 200);
	assert.equal((await ask(59, 2)).status, 429);
	assert.equal((await ask(0, 60)).status, 200);
});

test('a write that shows is refused before it takes effect', async () => {
	const token = account();
	const say = (phone_number) => worker.ask('POST', '/v1/not-spam', { token, body: JSON.stringify({ phone_number }) });

	assert.equal((await person('show 1000 59', token)).status, 200);
	assert.equal((await say('8001')).status, 201);
	const refused = await say('8002');

	assert.deepEqual([refused.status, /: 0 are left\.$/.test(refused.json.detail)], [429, true], refused.text);
	assert.ok(Number(refused.headers['retry-after']) > 0);
	assert.equal(psql("SELECT string_agg(what, ' ') FROM api.stored WHERE what IN ('8001', '8002')"), '8001');
	assert.equal((await worker.contact('Own', '8003', { token })).status, 201);
});

test('the old registration is such a write', async () => {
	const token = account();
	const register = (phone_number) => worker.ask('POST', '/register/', { token, body: JSON.stringify({ phone_number, name: 'A' }) });

	assert.equal((await person('show 1000 59', token)).status, 200);
	assert.equal((await register('8011')).status, 201);
	assert.equal((await register('8012')).status, 429);
	assert.equal(psql("SELECT string_agg(what, ' ') FROM api.stored WHERE what IN ('8011', '8012')"), '8011');
});

const entry = (id, token, headers = {}) => worker.get(`/v1/contacts/${encodeURIComponent(id)}`, { token, headers });

test('what is the own is answered without what may not be shown', async () => {
	const token = account();
	const whole = await entry('own 0 50', token);

	assert.deepEqual([whole.status, whole.json], [200, { id: 'own 0 50', likelihood: 0.5, label: 'unknown' }]);
	assert.equal(whole.headers.ratelimit, '"numbers";r=10;t=60');
	const bare = await entry('own 50 11', token);

	assert.deepEqual([bare.status, bare.json], [200, { id: 'own 50 11', likelihood: null, label: null }]);
	/* nothing was shown, and nothing charged */
	assert.equal(bare.headers.ratelimit, '"numbers";r=10;t=60');
	assert.equal((await entry('own 0 50', token)).json.likelihood, 0.5);
	assert.equal((await entry('own 50 10', token)).json.likelihood, 0.5);
	assert.equal((await entry('own 60 1', token)).json.likelihood, null);
});

test('a tag begins with that of the answer without what it shows', async () => {
	const token = account(), other = account();
	const shown = (await entry('own 60 1', other)).headers.etag;

	assert.equal((await person('show 0 60', token)).status, 200);
	const bare = (await entry('own 60 1', token)).headers.etag;
	const [start, end] = bare.slice(1, -1).split('-');

	assert.match(shown, /^"[0-9a-f]{16}-[0-9a-f]{16}"$/);
	assert.equal(start, end);
	assert.equal(shown.split('-')[0], bare.split('-')[0]);
	assert.notEqual(shown, bare);
	assert.equal((await entry('own 60 1', token, { HTTP_IF_NONE_MATCH: bare })).status, 304);
	assert.equal((await entry('own 60 1', token, { HTTP_IF_NONE_MATCH: shown })).status, 200);
});

test('many at once learn no more than one after another', async () => {
	const token = account();
	const replies = await Promise.all(Array.from({ length: 80 },
		(_, n) => person(`show ${n} 1`, token)));

	assert.equal(replies.filter(({ status }) => status === 200).length, 60);
});

test('thirty guesses that meet nothing, then none', async () => {
	const token = account();

	for (let n = 0; n < 30; n++)
		assert.equal((await person('miss', token)).status, 404);
	assert.equal((await person('miss', token)).status, 429);
	assert.equal((await person('show 0 1', token)).status, 429);
});

test('to be told that numbers are somebody\'s are guesses, too', async () => {
	for (const path of ['/v1/virtual-numbers', '/api/virtual_numbers/create/']) {
		const token = account();
		const take = () => worker.ask('POST', path, { token, body: '{"phone_number":"9876543210"}' });

		for (let n = 0; n < 30; n++)
			assert.equal((await take()).status, 409);
		assert.equal((await take()).status, 429);
	}
});

// From an address that is not this machine's.
const from = (address, id, token = account()) =>
	worker.get(`/v1/people/${encodeURIComponent(id)}`, { token, headers: { REMOTE_ADDR: address } });

test('a network learns five times as much as an account, however many it has', async () => {
	for (let n = 0; n < 6; n++)
		assert.equal((await from(`203.0.113.${n}`, `show ${n * 50} 50`)).status, 200);
	const refused = await from('203.0.113.200', 'show 1000 1');

	assert.equal(refused.status, 429);
	assert.ok(Number(refused.headers['retry-after']) > 0);
	assert.equal((await from('203.0.113.200', 'show 0 10')).status, 200);
	assert.equal((await from('203.0.114.1', 'show 1000 1')).status, 200);
	for (let n = 0; n < 6; n++)
		assert.equal((await from(`2001:db8::${n}`, `show ${n * 50} 50`)).status, 200);
	assert.equal((await from('2001:db8::ffff', 'show 1000 1')).status, 429);
	assert.equal((await from('2001:db8:0:1::1', 'show 1000 1')).status, 200);
	assert.equal((await from('127.0.0.9', 'show 1000 1')).status, 200);
});

test('guesses of a network are counted, also those of strangers', async () => {
	const address = '198.51.100.7';

	for (let n = 0; n < 130; n++)
		await from(address, 'miss');
	for (let n = 0; n < 20; n++)
		assert.equal((await worker.ask('POST', '/v1/users', { token: null, headers: { REMOTE_ADDR: address },
			body: JSON.stringify({ name: 'taken', phone_number: '1', password: 'correct horse battery' }) })).status, 409);
	assert.equal((await from(address, 'show 0 1')).status, 429);
	assert.equal((await worker.get('/v1/me', { token: account(), headers: { REMOTE_ADDR: '198.51.101.7' } })).status, 200);
});

test('more than a hundred requests at once are too many', async () => {
	const token = account();
	const replies = await Promise.all(Array.from({ length: 200 }, () => worker.get('/v1/me', { token })));
	const refused = replies.filter(({ status }) => status === 429);

	assert.ok(refused.length > 0 && refused.length <= 100);
	assert.ok(refused.every(({ headers }) => Number(headers['retry-after']) >= 1));
});

test('what was learned stays learned when workers die or are replaced', async () => {
	const token = account(), address = '192.0.2.7';

	assert.equal((await from(address, 'show 0 50', token)).status, 200);
	for (const pid of worker.children())
		process.kill(pid, 'SIGKILL');
	await worker.ready();
	assert.equal((await person('show 50 11', token)).status, 429);
	const [...before] = worker.children();

	worker.process.kill('SIGHUP');
	while (worker.children().some((pid) => before.includes(pid)))
		await sleep(25);
	await worker.ready();
	assert.equal((await person('show 50 11', token)).status, 429);
	assert.equal((await person('show 50 10', token)).status, 200);
	for (let n = 1; n < 6; n++)
		assert.equal((await from(address, `show ${n * 50} 50`)).status, 200);
	assert.equal((await from(address, 'show 1000 1')).status, 429);
});

test('what was learned today stays learned over a restart of all', async () => {
	const environment = { NUMSIGHT_BUDGET: 'on', NUMSIGHT_BUDGET_MINUTE: '90', NUMSIGHT_BUDGET_DAY: '100' };
	const sub = '00000000-0000-4000-8000-00000000ffff';
	const first = await new Worker(environment).start();
	const shown = (one, id) => one.get(`/v1/people/${encodeURIComponent(id)}`,
		{ token: tokenOf(one.secrets.k1, { sub }), headers: { REMOTE_ADDR: '198.18.0.200' } });

	assert.equal((await shown(first, 'show 0 80')).status, 200);
	assert.equal((await shown(first, 'miss')).status, 404);
	await first.stop();
	assert.deepEqual(psql(`SELECT subject, count(number), count(*) FROM api.charged
		WHERE subject IN ('${sub}', '198.18.0.0/24') GROUP BY 1 ORDER BY 1`).split('\n'),
	[`${sub}|80|81`, '198.18.0.0/24|80|81']);

	const second = await new Worker(environment).start();

	try {
		while ((await shown(second, 'show 0 1')).headers.ratelimit !== '"numbers";r=20;t=60')
			await sleep(25);
		assert.equal((await shown(second, 'show 100 21')).status, 429);
		assert.equal((await shown(second, 'show 0 80')).status, 200);
		assert.equal((await shown(second, 'show 100 20')).status, 200);
		assert.equal((await shown(second, 'show 120 1')).status, 429);
	} finally {
		await second.stop();
	}
});

test('numbers that are told are counted, with budgets and without', async () => {
	for (const [environment, told] of [[{ NUMSIGHT_BUDGET: 'off' }, 5 + 5 + 70],
		/* what is refused is not told */
		[{ NUMSIGHT_BUDGET: 'on' }, 5 + 5]]) {
		const one = await new Worker(environment).start();

		psql('DELETE FROM api.told');
		for (const id of ['show 0 5', 'show 0 5', 'miss', 'show 0 70'])
			await one.get(`/v1/people/${encodeURIComponent(id)}`,
				{ token: tokenOf(one.secrets.k1, { sub: '00000000-0000-4000-8000-00000000eeee' }) });
		await one.stop();
		assert.equal(psql('SELECT sum(count) FROM api.told'), String(told));
	}
});

test('figures of the environment, and none at all', async () => {
	for (const [environment, status] of [[{ NUMSIGHT_BUDGET: 'off' }, 200],
		[{ NUMSIGHT_BUDGET: 'on', NUMSIGHT_BUDGET_MINUTE: '500' }, 200],
		[{ NUMSIGHT_BUDGET: 'on', NUMSIGHT_BUDGET_MINUTE: '500', NUMSIGHT_BUDGET_DAY: '100' }, 429]]) {
		const other = await new Worker(environment).start();

		try {
			assert.equal((await other.get('/v1/people/show%200%20200')).status, status);
			/* where there are none, nothing may be left out */
			assert.equal((await other.get('/v1/contacts/own%200%201')).json.without, environment.NUMSIGHT_BUDGET === 'off' || undefined);
		} finally {
			await other.stop();
		}
	}
});
