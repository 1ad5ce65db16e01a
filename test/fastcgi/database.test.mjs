// database.test.mjs: what the worker makes of answers, errors, slowness and
// death of the database

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { binary, prepareDatabase, psql, request, sleep, Worker } from './support.mjs';

let worker;

before(async () => {
	prepareDatabase();
	worker = await new Worker().start();
});
after(() => worker.stop());

const times = (n, f) => Promise.all(Array.from({ length: n }, (_, i) => f(i)));
const stored = (what) => Number(psql(`SELECT count(*) FROM api.stored WHERE what = '${what}'`));
const backends = (state = '') => Number(psql(
	`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'numsight-worker'
		AND datname = current_database() ${state}`));

/* ---- answers ---- */

test('values arrive as they were sent', async () => {
	const { json } = await worker.get('/v1/numbers/%2B91%20%22%27%3B--%25?region=%E0%A4%85');

	assert.equal(json.number, '+91 "\';--%');
	assert.equal(json.region, 'अ');
	assert.deepEqual((await worker.ask('POST', '/v1/calls', { body: JSON.stringify({
		phone_number: 919876543210, answered: false, duration: 60, direction: null }) })).json,
	{ phone_number: '919876543210', direction: null, answered: false, duration: 60 });
	assert.equal((await worker.ask('POST', '/call', { body: 'phone_number=%2B91+98',
		type: 'application/x-www-form-urlencoded' })).json, '+91 98');
});

test('a list arrives as it was sent', async () => {
	const list = ['', '"', '\\', '\\"', '{}', '{"a",b}', ',', 'NULL', 'null', ' x ', "'", '\u0001\n\t\u0085', 'अ', '😀'];
	const ask = (numbers) => worker.ask('POST', '/v1/lookups', { body: JSON.stringify({ numbers }) });

	assert.deepEqual((await ask(list)).json, list);
	assert.deepEqual((await ask([919876543210, 0, -1])).json, ['919876543210', '0', '-1']);
	assert.deepEqual((await ask([])).json, []);
	assert.equal((await ask(Array(1000).fill('+919876543210'))).json.length, 1000);
});

test('204 has no body, HEAD none either', async () => {
	const gone = await worker.ask('DELETE', '/v1/contacts/x');
	const head = await worker.ask('HEAD', '/v1/me');

	assert.deepEqual([gone.status, gone.text, gone.headers['content-type']], [204, '', undefined]);
	assert.deepEqual([head.status, head.text, head.headers['content-length']], [200, '', '50']);
});

test('the tag of an answer saves sending it again', async () => {
	const { headers } = await worker.get('/v1/me');

	assert.match(headers.etag, /^"[0-9a-f]{16}"$/);
	assert.equal(headers['cache-control'], 'private, max-age=30');
	for (const HTTP_IF_NONE_MATCH of [headers.etag, `W/${headers.etag}`, '*', `"x", ${headers.etag}`]) {
		const again = await worker.get('/v1/me', { headers: { HTTP_IF_NONE_MATCH } });

		assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', headers.etag]);
	}
	assert.equal((await worker.get('/v1/me', { headers: { HTTP_IF_NONE_MATCH: '"x"' } })).status, 200);
});

test('what is the same for everybody may be kept by caches', async () => {
	const { headers } = await worker.get('/v1/range/abcde');

	assert.equal(headers['cache-control'], 'public, max-age=60');
	assert.equal((await worker.get('/v1/range/abcde', { headers: { HTTP_IF_NONE_MATCH: headers.etag } })).status, 304);
});

test('pages are linked by a sealed cursor', async () => {
	const first = await worker.get('/v1/search?query=a%26b&limit=7');
	const [, link] = first.headers.link.match(/^<(.+)>; rel="next"$/);
	const second = await worker.get(link);

	assert.equal(link, `/v1/search?query=a%26b&limit=7&cursor=${first.json.next}`);
	assert.deepEqual([second.json.place, second.json.most, second.json.query], ['x', 7, 'a&b']);
	assert.equal((await worker.get(link.replace('limit=7', 'limit=9'))).status, 200);
	for (const forged of [link.replace('a%26b', 'a'), `${link}A`, link.replace('/v1', ''),
		`/v1/contacts?cursor=${first.json.next}`])
		assert.equal((await worker.get(forged)).status, 400, forged);
});

test('refusals that a function answers', async () => {
	const missing = await worker.number('status 404 number');
	const slow = await worker.number('status 429 17');

	assert.deepEqual([missing.status, missing.json.detail, missing.json.errors],
		[404, 'Said so.', [{ parameter: 'number', detail: 'Said so.' }]]);
	assert.deepEqual([slow.status, slow.headers['retry-after'], slow.json.errors], [429, '17', undefined]);
	assert.equal((await worker.number('status 503')).headers['retry-after'], '1');
});

for (const [state, status] of Object.entries({ '22P02': 400, '22003': 400, 23502: 400,
	23514: 400, 42501: 403, P0002: 404, 23505: 409, 54000: 400, 40001: 503, '40P01': 503,
	53300: 503, NS401: 401, NS410: 410, NS999: 500, P0001: 500, '42P01': 500, XX000: 500 }))
	test(`SQLSTATE ${state} is ${status}`, async () => {
		const { json, headers, ...reply } = await worker.number(`raise ${state}`);
		const told = status < 500 && /^(22|NS)/.test(state);

		assert.equal(reply.status, status);
		assert.equal(json.detail === 'raised as asked. Ask for another.', told);
		assert.equal(headers['content-type'], 'application/problem+json');
		assert.equal(headers['retry-after'], status === 503 ? '1' : undefined);
		if (status < 500)
			assert.equal(json.errors[0].parameter, 'number');
		if (status === 401)
			assert.equal(json.code, 'token_not_valid');
	});

for (const words of ['none', 'empty', 'slot wrong', 'slot access', 'status 99'])
	test(`a function that breaks its contract (${words}) is a 500`, async () => {
		assert.equal((await worker.number(words)).status, 500);
	});

test('reads cannot write', async () => {
	assert.equal((await worker.number('write nothing')).status, 503);
	assert.equal(stored('nothing'), 0);
});

/* ---- several as one ---- */

/* Some at a time, until some were one statement: the largest of these. */
async function together(words) {
	let most = 0;

	for (let round = 0; round < 50 && most < 2; round++) {
		const replies = await times(24, (i) => worker.get(
			`/v1/numbers/${encodeURIComponent(words(i))}${i % 2 === 0 ? '' : `?region=r${i}`}`));

		for (const [i, { status, json }] of replies.entries()) {
			assert.equal(status, 200);
			assert.equal(json.number, words(i));
			assert.equal(json.region, i % 2 === 0 ? null : `r${i}`);
			most = Math.max(most, json.together ?? 0);
		}
	}
	return most;
}

test('calls that come at once are one, and each has its own answer', async () => {
	const most = await together((i) => (i % 3 === 2 ? `apart ${i}` : `together {"${i}\\,NULL`));

	assert.ok(most > 1, String(most));
});

test('what fails for several is asked for one by one', async () => {
	for (const word of ['poison', 'missing'])
		assert.ok(await together((i) => (i === 7 ? `${word} ${i}` : `together ${i}`)) >= 0);
});

/* ---- batches ---- */

test('one failure in a batch does not touch the others', async () => {
	const replies = await times(60, (n) =>
		worker.number(n % 7 === 3 ? 'raise 22P02' : `fine ${n}`));

	for (const [n, { status, json }] of replies.entries())
		if (n % 7 === 3)
			assert.equal(status, 400);
		else
			assert.deepEqual([status, json.number], [200, `fine ${n}`]);
});

test('the timeout of a statement is that of one, not of its batch', async () => {
	for (const { status } of await times(7, () => worker.number('sleep 0.1')))
		assert.equal(status, 200);
	assert.equal((await worker.number('sleep 0.9')).status, 504);
});

test('a slow search does not hold up look-ups', async () => {
	const searches = times(4, () => worker.get('/v1/search?query=sleep%200.4'));
	const answers = await times(20, () => worker.get('/v1/me'));

	assert.ok(answers.every(({ status }) => status === 200));
	for (const { status } of await searches)
		assert.ok([200, 503, 504].includes(status));
});

test('a search is stopped at its own deadline, in the server too', async () => {
	assert.equal((await worker.get('/v1/search?query=sleep%201.9')).status, 504);
	await sleep(100);
	assert.equal(backends("AND state = 'active' AND query LIKE '%search%'"), 0);
});

test('a search is stopped when its client has gone', async () => {
	const connection = worker.connect();

	await connection.write(request('GET', '/v1/search?query=sleep%201.8', { token: worker.token }));
	await sleep(100);
	connection.close();
	await sleep(200);
	assert.equal(backends("AND state = 'active' AND query LIKE '%search%'"), 0);
});

test('what finds the queue full is told to come again', async () => {
	const replies = await times(700, () => worker.get('/v1/search?query=sleep%200.4'));
	const refused = replies.filter(({ status }) => status === 503);

	assert.ok(refused.length > 100);
	assert.ok(refused.every(({ headers }) => headers['retry-after'] === '1'));
	assert.ok(await worker.metric('numsight_calls_refused_total') >= refused.length);
	assert.equal((await worker.get('/v1/search?query=a')).status, 200);
});

/* ---- writes ---- */

test('a write that fails when it commits is not a success', async () => {
	const { status } = await worker.contact('defer', 'defer');

	assert.equal(status, 409);
	assert.equal(stored('defer'), 0);
});

test('writes that wait for each other both succeed, the second time', async () => {
	const replies = await Promise.all([worker.contact('cross 1', 'cross'), worker.contact('cross 2', 'cross')]);

	// the deadlock is found after a second; what is retried has one more
	assert.ok(replies.every(({ status }) => [201, 503, 504].includes(status)));
	assert.equal(stored('cross'), replies.filter(({ status }) => status === 201).length);
});

test('a write whose connection dies is 503 and is not sent again', async () => {
	const { status, headers } = await worker.contact('die', 'die');

	assert.deepEqual([status, headers['retry-after'], stored('die')], [503, '1', 0]);
	assert.equal((await worker.contact('next', 'after-die')).status, 201);
	assert.equal(stored('after-die'), 1);
});

test('a read whose connection dies is sent once more', async () => {
	// of the two connections the one that is asked first is old, the other new
	const [, other] = await times(2, () => worker.number('sleep 0.2'));

	psql(`SELECT pg_terminate_backend(${other.json.backend})`);
	await sleep(1100);
	psql(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE application_name = 'numsight-worker' AND datname = current_database()
			AND pid NOT IN (${(await worker.number('x')).json.backend})`);
	await sleep(300);
	assert.equal((await worker.number('dies')).status, 200);
	assert.equal((await worker.number('die')).status, 503);
	assert.equal((await worker.get('/v1/me')).status, 200);
});

test('every backend killed: reads go on, the pools come back', async () => {
	const going = times(200, async (n) => {
		await sleep(n * 3);
		return worker.get('/v1/me');
	});

	await sleep(100);
	psql(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE application_name = 'numsight-worker' AND datname = current_database()`);
	for (const { status } of await going)
		assert.equal(status, 200);
	for (let tries = 0; tries < 100 && (await worker.get('/readyz')).status !== 200; tries++)
		await sleep(20);
	assert.equal((await worker.get('/readyz')).status, 200);
});

/* ---- prepared statements ---- */

test('statements that the server has forgotten are prepared again', async () => {
	for (let n = 0; n < 4; n++)
		await worker.number('forget');
	for (const { status } of await times(10, () => worker.number('again')))
		assert.equal(status, 200);
});

test('an outdated plan is made anew', async () => {
	const make = (type, body) => psql(`BEGIN; DROP FUNCTION api.contacts(uuid, bigint, text);
		CREATE FUNCTION api.contacts(session uuid, most bigint, place text,
			OUT status smallint, OUT body ${type}, OUT next text, OUT shown bigint[])
		RETURNS record LANGUAGE plpgsql AS $$ BEGIN status := 200; body := '${body}'; END $$; COMMIT`);
	/* requests that the worker finds all at once, so that they share a batch */
	const bodies = async (count) => {
		const [process_id] = worker.children();

		process.kill(process_id, 'SIGSTOP');
		const going = times(count, () => worker.get('/v1/contacts'));
		await sleep(50);
		process.kill(process_id, 'SIGCONT');
		return (await going).map(({ text }) => text);
	};

	for (const [type, body] of [['varchar', '1'], ['text', '2'], ['json', '3'], ['text', '4']]) {
		/* more than a batch holds: every connection has the plan; then few, which meet it on one */
		await bodies(100);
		make(type, body);
		assert.deepEqual(await bodies(10), Array(10).fill(body));
	}
});

test('without prepared statements, for poolers', async () => {
	const plain = await new Worker({ NUMSIGHT_PREPARE: 'off' }).start();

	try {
		for (const { status } of await times(20, (n) => plain.number(n === 5 ? 'raise 22P02' : 'x')))
			assert.ok([200, 400].includes(status));
		assert.equal((await plain.contact('plain', 'plain')).status, 201);
		assert.equal((await plain.get('/readyz')).status, 200);
	} finally {
		await plain.stop();
	}
});

/* ---- secrets ---- */

test('passwords are hashed, and verified against the stored hash', async () => {
	const password = 'correct horse battery';
	const made = await worker.ask('POST', '/v1/users', { token: null,
		body: JSON.stringify({ name: 'a', phone_number: 1, password, role: 'admin' }) });

	assert.equal(made.status, 201);
	assert.match(made.json.secret, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	psql(`DELETE FROM api.secret; INSERT INTO api.secret VALUES ('${made.json.secret}')`);
	const login = (phone_number, attempt) => worker.ask('POST', '/v1/token',
		{ token: null, body: JSON.stringify({ phone_number, password: attempt }) });
	const good = await login('1', password);

	assert.equal(good.status, 200);
	assert.equal(createHash('sha256').update(good.json.refresh).digest('hex'), good.json.digest);
	assert.equal((await worker.get('/v1/me', { token: good.json.access })).status, 200);
	assert.equal((await worker.ask('DELETE', '/v1/contacts/x', { token: good.json.access })).status, 403);
	const wrong = await login('1', 'wrong horse battery'), nobody = await login('2', password);

	assert.deepEqual([wrong.status, nobody.status], [401, 401]);
	assert.equal(wrong.text, nobody.text);
	assert.equal(wrong.json.code, undefined);
});

test('a hash of less work than today asks for is replaced at the next good log-in', async () => {
	const password = 'correct horse battery';
	const weak = '$argon2id$v=19$m=8192,t=1,p=1$pGYKbwbgoGWyUKRWudAVkA$ubwsb3YOXaYbyAUw9x2I6gzMXRruH/+3AvmRm6JJMxc';
	const kept = () => psql('SELECT hash FROM api.secret');
	const login = (attempt) => worker.ask('POST', '/v1/token',
		{ token: null, body: JSON.stringify({ phone_number: '1', password: attempt }) });

	psql(`DELETE FROM api.secret; INSERT INTO api.secret VALUES ('${weak}')`);
	assert.equal((await login('wrong horse battery')).status, 401);
	assert.equal(kept(), weak);
	assert.equal((await login(password)).status, 200);
	const strong = kept();

	assert.match(strong, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	assert.equal((await login(password)).status, 200);
	assert.equal(kept(), strong);
});

test('more log-ins than the helper can take are refused, not queued for ever', async () => {
	const replies = await times(150, () => worker.ask('POST', '/v1/token',
		{ token: null, body: '{"phone_number":"2","password":"correct horse battery"}' }));

	assert.ok(replies.some(({ status }) => status === 503));
	for (const { status, headers } of replies) {
		assert.ok([401, 503].includes(status), String(status));
		assert.equal(headers['retry-after'], status === 503 ? '1' : undefined);
	}
});

test('refresh tokens pass by their digest', async () => {
	const ask = (refresh) => worker.ask('POST', '/v1/token/refresh',
		{ token: null, body: JSON.stringify({ refresh }) });
	const bad = await ask('bad');

	assert.equal((await ask('good')).json.refresh, 'good');
	assert.deepEqual([bad.status, bad.json.code, bad.headers['www-authenticate']],
		[401, 'token_not_valid', 'Bearer']);
});

test('--once answers from a shell', () => {
	const { stdout, status } = spawnSync(binary, ['--once', 'POST', '/v1/contacts'], { encoding: 'utf8',
		env: { ...worker.environment, NUMSIGHT_TOKEN: worker.token },
		input: '{"name":"a","phone_number":"1"}' });

	assert.equal(status, 0);
	assert.match(stdout, /^Status: 201 Created\r\n/);
});
