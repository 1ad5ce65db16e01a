// framing.test.mjs: the FastCGI protocol: records cut anywhere, wrong ones,
// clients that are slow, silent, gone or many

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { ABORT, BEGIN, begin, END, GET_VALUES, GET_VALUES_RESULT, PARAMS, pairs,
	params, prepareDatabase, record, request, sleep, STDIN, stream, UNKNOWN,
	Worker } from './support.mjs';

let worker;

before(async () => {
	prepareDatabase();
	worker = await new Worker().start();
});
after(() => worker.stop());

// The worker answers others, and is the one that it was.
async function alive() {
	assert.equal((await worker.get('/healthz')).status, 200);
	assert.doesNotMatch(worker.log, /worker died/);
}

// Status and body, without what differs from one time to the next.
const essence = ({ status, text, protocol, application }) =>
	({ status, text, protocol, application });

test('a request is answered', async () => {
	const reply = await worker.get('/healthz');

	assert.equal(reply.status, 200);
	assert.equal(reply.text, '{"status":"ok"}');
	assert.equal(reply.headers['content-length'], '15');
	assert.equal(reply.headers['x-request-id'], 'test');
	assert.equal(reply.protocol, 0);
});

for (const [name, bytes] of [
	['a look-up', (token) => request('GET', '/v1/me', { token })],
	['a body', (token) => request('POST', '/v1/contacts',
		{ token, body: '{"name":"a"}', padding: 3 })],
	['small records', () => request('GET', '/v1/me', { size: 7, padding: 1 })],
])
	test(`${name} cut at every byte gets the same answer`, async () => {
		const whole = bytes(worker.token);
		const cut = async (at) => {
			const connection = worker.connect();

			await connection.write(whole.subarray(0, at));
			await sleep(1);
			await connection.write(whole.subarray(at));
			return connection.reply().then(essence).finally(() => connection.close());
		};
		const expected = await cut(0);

		for (let at = 1; at < whole.length; at += 50)
			for (const reply of await Promise.all(
				Array.from({ length: Math.min(50, whole.length - at) },
					(_, n) => cut(at + n))))
				assert.deepEqual(reply, expected);
	});

test('one byte a write', async () => {
	const connection = worker.connect();

	for (const byte of request('GET', '/v1/me', { token: worker.token })) {
		await connection.write(Buffer.from([byte]));
		await new Promise(setImmediate);
	}
	assert.equal((await connection.reply()).status, 200);
});

test('requests one after another on a kept connection', async () => {
	const connection = worker.connect();

	for (let n = 1; n < 200; n++) {
		await connection.write(request('GET', '/v1/me',
			{ id: n, keep: true, token: worker.token }));
		assert.equal((await connection.reply(n)).status, 200);
	}
	connection.close();
});

test('without KEEP_CONN the connection ends after the answer', async () => {
	const connection = worker.connect();

	await connection.write(request('GET', '/healthz'));
	assert.equal((await connection.reply()).status, 200);
	await connection.ended();
});

test('padding of 255 bytes everywhere', async () => {
	const reply = await worker.ask('POST', '/v1/contacts',
		{ body: '{"name":"a","phone_number":"1"}', padding: 255, size: 5 });

	assert.equal(reply.status, 201);
});

test('a second request under another id cannot be multiplexed', async () => {
	const connection = worker.connect();

	await connection.write(Buffer.concat([begin(1, { keep: true }),
		request('GET', '/healthz', { id: 2, keep: true })]));
	assert.deepEqual(await connection.record().then(({ type, id, content }) =>
		[type, id, content[4]]), [END, 2, 1]);
	await connection.write(request('GET', '/healthz', { id: 1, keep: true })
		.subarray(16));
	assert.equal((await connection.reply(1)).status, 200);
	connection.close();
});

for (const role of [2, 3, 9])
	test(`role ${role} is refused`, async () => {
		const connection = worker.connect();

		await connection.write(request('GET', '/healthz', { role, keep: true }));
		assert.equal((await connection.reply()).protocol, 3);
		await connection.write(request('GET', '/healthz', { keep: true }));
		assert.equal((await connection.reply()).status, 200);
		connection.close();
	});

for (const [name, bytes] of [
	['BEGIN twice', Buffer.concat([begin(), begin()])],
	['STDIN before the end of PARAMS', Buffer.concat([begin(), record(STDIN, 1, 'x')])],
	['PARAMS after their end', Buffer.concat([begin(), record(PARAMS, 1),
		record(PARAMS, 1, 'x')])],
	['another version', record(BEGIN, 1, Buffer.alloc(8), 0, 2)],
	['version 0', record(BEGIN, 1, Buffer.alloc(8), 0, 0)],
	['a short BEGIN', record(BEGIN, 1, Buffer.alloc(7))],
	['BEGIN under id 0', record(BEGIN, 0, Buffer.alloc(8))],
	['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n')],
	['GET_VALUES beyond measure', record(GET_VALUES, 0, Buffer.alloc(60000))],
])
	test(`${name} ends the connection and nothing else`, async () => {
		const connection = worker.connect();

		await connection.write(bytes);
		await connection.ended();
		await alive();
	});

test('ABORT in the middle of a body', async () => {
	const connection = worker.connect();

	await connection.write(Buffer.concat([begin(1, { keep: true }),
		stream(PARAMS, 1, pairs(params('POST', '/v1/contacts'))),
		record(STDIN, 1, '{'), record(ABORT, 1)]));
	assert.equal((await connection.reply()).protocol, 0);
	await connection.write(request('GET', '/healthz', { keep: true }));
	assert.equal((await connection.reply()).status, 200);
	connection.close();
});

test('ABORT while the database works', async () => {
	const connection = worker.connect();

	await connection.write(request('GET', '/v1/numbers/sleep%200.2',
		{ token: worker.token, keep: true }));
	await sleep(50);
	await connection.write(record(ABORT, 1));
	assert.equal((await connection.reply()).text, '');
	await connection.write(request('GET', '/v1/me',
		{ token: worker.token, keep: true }));
	assert.equal((await connection.reply()).json.session.length, 36);
	connection.close();
});

test('records of a request that is not under way are passed over', async () => {
	const connection = worker.connect();

	await connection.write(Buffer.concat([record(ABORT, 5), record(PARAMS, 5, 'x'),
		record(STDIN, 6), request('GET', '/healthz')]));
	assert.equal((await connection.reply()).status, 200);
});

test('GET_VALUES tells that connections do not multiplex', async () => {
	const connection = worker.connect();

	await connection.write(record(GET_VALUES, 0,
		pairs({ FCGI_MPXS_CONNS: '', FCGI_MAX_CONNS: '', OTHER: '' })));
	const { type, id, content } = await connection.record();

	assert.deepEqual([type, id], [GET_VALUES_RESULT, 0]);
	assert.deepEqual(content, pairs({ FCGI_MPXS_CONNS: '0', FCGI_MAX_CONNS: '4096' }));
	connection.close();
});

test('an unknown management record is named in the answer', async () => {
	const connection = worker.connect();

	await connection.write(record(77, 0, 'what?'));
	const { type, content } = await connection.record();

	assert.deepEqual([type, content[0]], [UNKNOWN, 77]);
	connection.close();
});

for (const size of [65000, 65535, 65536, 70000, 131070, 1000000])
	test(`an answer of ${size} bytes arrives whole`, async () => {
		const reply = await worker.number(`large ${size}`);

		assert.equal(reply.text.length, size);
		assert.equal(reply.headers['content-length'], String(size));
	});

test('an answer that is taken slowly', async () => {
	const connection = worker.connect();

	connection.socket.pause();
	await connection.write(request('GET', '/v1/numbers/large%202000000',
		{ token: worker.token, keep: true }));
	await sleep(200);
	await alive();
	connection.socket.resume();
	assert.equal((await connection.reply()).text.length, 2000000);
	await connection.write(request('GET', '/healthz', { keep: true }));
	assert.equal((await connection.reply()).status, 200);
	connection.close();
});

test('parameters beyond the cap are 431, unsound ones 400', async () => {
	assert.equal((await worker.get('/healthz',
		{ headers: { HTTP_X: 'x'.repeat(40000) } })).status, 431);
	for (const bytes of ['\x05\x00ab', '\x05', '\xff\xff\xff\xff\xff\xff\xff\xffa']) {
		const connection = worker.connect();

		await connection.write(Buffer.concat([begin(),
			stream(PARAMS, 1, Buffer.from(bytes, 'latin1')), stream(STDIN, 1, '')]));
		assert.equal((await connection.reply()).status, 400);
	}
	assert.equal((await worker.get('/healthz', { headers: { OTHER: 'x' } })).status, 200);
});

test('a body beyond the cap is 413, of another length than said 400', async () => {
	const large = `{"name":"${'x'.repeat(65536)}"}`;

	assert.equal((await worker.ask('POST', '/v1/contacts', { body: large })).status, 413);
	for (const CONTENT_LENGTH of ['', '1', '100', '-1', 'x', '0x2'])
		assert.equal((await worker.ask('POST', '/v1/contacts',
			{ body: '{}', headers: { CONTENT_LENGTH } })).status, 400, CONTENT_LENGTH);
});

test('clients that go at any moment', async () => {
	const bytes = request('GET', '/v1/numbers/large%20200000', { token: worker.token });

	for (let n = 0; n < 100; n++) {
		const connection = worker.connect();

		await connection.write(bytes.subarray(0, n < 50 ? bytes.length : n));
		if (n % 3 > 0)
			await sleep(n % 3);
		connection.close();
	}
	await alive();
});

test('silent clients and a thousand idle ones do not stand in the way', async () => {
	const idle = Array.from({ length: 1000 }, () => worker.connect());

	await Promise.all(idle.slice(0, 500).map((one, n) =>
		one.write(request('GET', '/healthz').subarray(0, n % 60))));
	for (let n = 0; n < 20; n++)
		assert.equal((await worker.get('/v1/me')).status, 200);
	assert.ok(await worker.metric('numsight_clients') >= 1000);
	for (const one of idle)
		one.close();
});

test('a request beside many busy connections is answered soon', async () => {
	let busy = true;
	const load = async () => {
		const connection = worker.connect();

		for (let n = 1; busy; n = n % 60000 + 1) {
			await connection.write(request('GET', '/v1/me',
				{ id: n, keep: true, token: worker.token }));
			await connection.reply(n);
		}
		connection.close();
	};
	const loads = Array.from({ length: 32 }, load);

	for (let n = 0; n < 10; n++) {
		const answered = await Promise.race([worker.get('/v1/me'), sleep(2000, null)]);

		assert.equal(answered?.status, 200);
	}
	busy = false;
	await Promise.all(loads);
});

test('cgi-fcgi, an independent client', () => {
	const { stdout, status } = spawnSync('cgi-fcgi', ['-bind', '-connect', worker.socket],
		{ encoding: 'utf8', input: '{"name":"a","phone_number":"1"}',
			env: { REQUEST_METHOD: 'POST', REQUEST_URI: '/v1/contacts',
				CONTENT_TYPE: 'application/json', CONTENT_LENGTH: '31',
				HTTP_AUTHORIZATION: `Token ${worker.token}` } });

	assert.equal(status, 0);
	assert.match(stdout, /^Status: 201 Created\r\n/);
	assert.match(stdout, /\r\n\r\n\{"name":"a","phone_number":"1",/);
});
