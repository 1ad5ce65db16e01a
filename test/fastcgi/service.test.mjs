// service.test.mjs: the process: keys, signals, death and replacement of
// workers, what it tells of itself

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { binary, makeKeys, prepareDatabase, request, sleep, tokenOf, Worker } from './support.mjs';

prepareDatabase();

// What runs beside a test ends with it, also when it fails.
const beside = [];

async function using(environment, run) {
	const worker = await new Worker(environment).start();

	try {
		await run(worker);
	} finally {
		for (const end of beside.splice(0))
			await end();
		if (existsSync(worker.folder))
			await worker.stop();
	}
}

// Asks again and again until told to end; counts the answers by status.
function load(worker, uri = '/v1/me', clients = 8) {
	const counts = {};
	let going = true;
	const one = async () => {
		while (going) {
			const connection = worker.connect();

			try {
				for (let n = 1; going && n < 50; n++) {
					await connection.write(request('GET', uri, { keep: true, token: worker.token }));
					const { status } = await connection.reply();

					counts[status] = (counts[status] ?? 0) + 1;
				}
			} catch {
				// what nginx does: ask again on another connection
				counts.again = (counts.again ?? 0) + 1;
			}
			connection.close();
		}
	};
	const all = Array.from({ length: clients }, one);
	const end = async () => {
		going = false;
		await Promise.all(all);
		return counts;
	};

	beside.push(end);
	return end;
}

async function until(condition) {
	for (let tries = 0; tries < 400; tries++) {
		if (await condition())
			return;
		await sleep(25);
	}
	assert.fail(`never: ${condition}`);
}

test('a killed worker is replaced at once, its requests ask again', () =>
	using({ NUMSIGHT_WORKERS: '2' }, async (worker) => {
		const end = load(worker);

		for (let n = 0; n < 5; n++) {
			const [victim] = worker.children();

			await sleep(1100);
			process.kill(victim, 'SIGKILL');
			await until(() => !worker.children().includes(victim) && worker.children().length === 2);
		}
		const counts = await end();

		assert.deepEqual(Object.keys(counts).sort(), ['200', 'again']);
		assert.ok(await worker.metric('numsight_worker_respawns_total') >= 5);
	}));

test('as many workers as serve half of the cores, rounded up', () =>
	using({ NUMSIGHT_WORKERS: undefined }, async (worker) => {
		assert.equal(worker.children().length, Math.ceil(cpus().length / 2));
	}));

test('SIGTERM: what has begun is answered, then all end with status 0', () =>
	using({}, async (worker) => {
		const slow = worker.number('sleep 0.4');
		const write = worker.contact('sleep 0.5', 'drain');

		await sleep(100);
		worker.process.kill('SIGTERM');
		assert.equal((await slow).status, 200);
		assert.equal((await write).status, 201);
		assert.equal(await worker.stop(), 0);
		assert.ok(!existsSync(worker.socket));
	}));

test('SIGHUP: workers are replaced one by one, no request is lost', () =>
	using({ NUMSIGHT_WORKERS: '2' }, async (worker) => {
		const old = worker.children();
		const end = load(worker);

		worker.process.kill('SIGHUP');
		await until(() => !worker.children().some((pid) => old.includes(pid)));
		assert.equal(worker.children().length, 2);
		const counts = await end();

		delete counts.again;
		assert.deepEqual(Object.keys(counts), ['200']);
	}));

test('SIGHUP reads the keys again; the old one holds until it is removed', () =>
	using({}, async (worker) => {
		const k2 = randomBytes(32);
		const fresh = tokenOf(k2, {}, 'k2');
		const answers = (token, status) => until(async () =>
			(await worker.get('/v1/me', { token })).status === status);

		assert.equal((await worker.get('/v1/me', { token: fresh })).status, 401);
		makeKeys(worker.folder, { k2 }, 'k2');
		worker.process.kill('SIGHUP');
		await answers(fresh, 200);
		assert.equal((await worker.get('/v1/me')).status, 200);
		rmSync(path.join(worker.folder, 'k1.key'));
		worker.process.kill('SIGHUP');
		await answers(worker.token, 401);
		assert.equal((await worker.get('/v1/me', { token: fresh })).status, 200);

		// keys that are not usable leave those that are in place
		chmodSync(path.join(worker.folder, 'k2.key'), 0o444);
		worker.process.kill('SIGHUP');
		await sleep(200);
		assert.match(worker.log, /the signing keys are not usable/);
		assert.equal((await worker.get('/v1/me', { token: fresh })).status, 200);
	}));

for (const [name, spoil, reason] of [
	['others may read a key', (folder) => chmodSync(path.join(folder, 'k1.key'), 0o404), /0400/],
	['a key is short', (folder) => makeKeys(folder, { k1: randomBytes(31) }), /32 bytes/],
	['there is no key', (folder) => rmSync(path.join(folder, 'k1.key')), /no \*\.key/],
	['the active key is not there', (folder) => writeFileSync(path.join(folder, 'active'), 'k9'), /names no key/],
])
	test(`it does not start when ${name}`, () => {
		const worker = new Worker();

		spoil(worker.folder);
		const { status, stderr } = spawnSync(binary, [], { env: worker.environment, encoding: 'utf8', timeout: 5000 });

		rmSync(worker.folder, { recursive: true });
		assert.equal(status, 1);
		assert.match(stderr, reason);
	});

test('forged, foreign and outdated tokens are 401', () => using({}, async (worker) => {
	const { k1 } = worker.secrets;
	const now = Math.floor(Date.now() / 1000);
	const good = tokenOf(k1);
	const [head, , mac] = good.split('.');
	const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

	assert.equal((await worker.get('/v1/me', { token: good })).status, 200);
	for (const token of [
		tokenOf(randomBytes(32)), tokenOf(k1, {}, 'k2'), tokenOf(k1, { exp: now - 1 }),
		tokenOf(k1, { nbf: now + 120 }), tokenOf(k1, { iat: now + 120 }), tokenOf(k1, { iss: 'x' }),
		tokenOf(k1, { aud: 'x' }), tokenOf(k1, { use: 'refresh' }), tokenOf(k1, { sid: 'x' }),
		`${head}.${part({})}.${mac}`, `${part({ alg: 'none', typ: 'JWT' })}.${good.split('.')[1]}.`,
		good.slice(0, -1), `${good}x`, 'x', '..', `${good} x`, 'x'.repeat(5000)]) {
		const { status, json, headers } = await worker.get('/v1/me', { token });

		assert.deepEqual([status, json.code, headers['www-authenticate']],
			[401, 'token_not_valid', 'Bearer'], token);
	}
	assert.equal((await worker.get('/v1/me', { token: tokenOf(k1, { scope: 'write' }) })).status, 403);
}));

test('a socket that somebody serves is left alone, a dead one is taken', () => using({}, async (worker) => {
	const second = spawnSync(binary, [], { env: worker.environment, encoding: 'utf8', timeout: 5000 });

	assert.equal(second.status, 1);
	assert.match(second.stderr, /somebody serves this socket/);
	assert.equal((await worker.get('/healthz')).status, 200);
	worker.process.kill('SIGKILL');
	await worker.exit;
	await sleep(300);
	assert.ok(existsSync(worker.socket));
	await worker.start();
	assert.equal((await worker.get('/v1/me')).status, 200);
}));

test('without the database it is alive but not ready, and recovers', async () => {
	const worker = new Worker({ PGPORT: '1' });

	await assert.rejects(worker.start(), /did not become ready/);
	assert.equal((await worker.get('/healthz')).status, 200);
	assert.equal((await worker.get('/readyz')).status, 503);
	const { status, headers } = await worker.get('/v1/me');

	assert.deepEqual([status, headers['retry-after']], [503, '1']);
	assert.equal(await worker.stop(), 0);
});

test('a request is a line of the log, without what is private', () => using({}, async (worker) => {
	await worker.get('/v1/numbers/%2B919876543210?region=secret');
	await worker.number('raise 42P01');
	await sleep(1200);
	const lines = worker.log.trim().split('\n').map((line) => JSON.parse(line));
	const line = lines.find(({ route }) => route === '/v1/numbers/{number}');

	assert.deepEqual([line.id, line.method, line.status], ['test', 'GET', 200]);
	assert.ok(line.us > 0 && line.time.endsWith('Z'));
	assert.ok(lines.some(({ sqlstate }) => sqlstate === '42P01'));
	assert.doesNotMatch(worker.log, /98765|secret|Bearer|eyJ/);
}));

test('metrics are Prometheus text', () => using({}, async (worker) => {
	await worker.get('/v1/me');
	await worker.get('/v1/me', { token: 'x' });
	const { text } = await worker.get('/metrics');

	for (const line of text.trim().split('\n'))
		assert.match(line, /^(# (HELP|TYPE) numsight_\w+ .+|numsight_\w+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)$/);
	assert.match(text, /numsight_requests_total\{method="GET",route="\/v1\/me",status="2xx"\} 1\n/);
	assert.match(text, /numsight_requests_total\{method="GET",route="\/v1\/me",status="4xx"\} 1\n/);
	assert.match(text, /numsight_pool_live\{class="read"\} 3\n/);
}));

test('the command line', () => {
	const run = (options, input = '') => spawnSync(binary, options, { encoding: 'utf8', input });
	const hash = run(['--hash'], 'correct horse battery\n');
	const rows = run(['--routes']).stdout.trim().split('\n').map((line) => line.split('\t'));

	assert.match(hash.stdout, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^\n]+\n$/);
	assert.equal(run(['--hash'], '').status, 1);
	assert.equal(run(['--hash'], 'x'.repeat(200)).status, 1);
	assert.ok(rows.length > 20 && rows.every((row) => row.length === 8));
	assert.deepEqual(rows.find(([method, where]) => method === 'POST' && where === '/v1/token'),
		['POST', '/v1/token', 'api.token', 'int8,bool,bytea,text', 'write',
			'body:username:number? body:phone_number:number? body:region:text? body:password:text', 'public', 'tokens']);
	assert.equal(run(['--nonsense']).status, 2);
});
