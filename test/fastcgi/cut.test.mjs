// cut.test.mjs: the stream from the database cut at any byte, and a database
// that says nothing: an answer is right or a 503, never mixed, never missing

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { prepareDatabase, psql, sleep, Worker } from './support.mjs';

let worker, proxy, folder;
let left = Infinity;			// bytes that the database may still say
let silent = false;				// it hears and says nothing

before(async () => {
	const port = process.env.PGPORT ?? '5432';

	prepareDatabase();
	folder = mkdtempSync(path.join(tmpdir(), 'numsight-cut.'));
	proxy = net.createServer((client) => {
		const server = net.connect(path.join(process.env.PGHOST, `.s.PGSQL.${port}`));
		const end = () => {
			client.destroy();
			server.destroy();
		};

		client.on('data', (data) => silent || server.write(data));
		server.on('data', (data) => {
			const part = data.subarray(0, Math.min(left, data.length));

			left -= part.length;
			if (!silent)
				client.write(part, () => part.length < data.length && end());
		});
		for (const side of [client, server])
			side.on('error', () => {}).on('close', end);
	});
	await new Promise((resolve) => proxy.listen(path.join(folder, `.s.PGSQL.${port}`), resolve));
	worker = await new Worker({ PGHOST: folder, PGPORT: port }).start();
});
after(async () => {
	left = Infinity;
	silent = false;
	await worker.stop();
	proxy.close();
	rmSync(folder, { recursive: true });
});

async function ready() {
	for (let tries = 0; tries < 400; tries++) {
		if ((await worker.get('/readyz')).status === 200)
			return;
		await sleep(25);
	}
	assert.fail('the pools did not come back');
}

test('reads: the right answer or a 503', async () => {
	const counts = {};

	for (let at = 0; at < 900; at += 11) {
		await ready();
		left = at;
		const replies = await Promise.all(Array.from({ length: 4 }, (_, n) =>
			worker.number(`cut ${at} ${n}`).finally(() => {
				left = Infinity;
			})));

		for (const [n, { status, json }] of replies.entries()) {
			counts[status] = (counts[status] ?? 0) + 1;
			if (status === 200)
				assert.equal(json.number, `cut ${at} ${n}`);
			else
				assert.equal(status, 503);
		}
	}
	assert.ok(counts[200] > counts[503] || !counts[503], JSON.stringify(counts));
});

test('writes: what is answered 201 is stored, once, and nothing twice', async () => {
	const acknowledged = [];

	for (let at = 0; at < 400; at += 11) {
		await ready();
		left = at;
		const { status } = await worker.contact('cut', `cut-${at}`);

		left = Infinity;
		assert.ok([201, 503].includes(status), String(status));
		if (status === 201)
			acknowledged.push(`cut-${at}`);
	}
	await ready();
	const stored = psql("SELECT what FROM api.stored WHERE what LIKE 'cut-%'").split('\n');

	assert.equal(new Set(stored).size, stored.length);
	assert.deepEqual(acknowledged.filter((what) => !stored.includes(what)), []);
});

test('a database that says nothing is given up, and asked anew', async () => {
	await ready();
	silent = true;
	const read = await worker.get('/v1/me');
	const write = await worker.contact('silence', 'silence');

	assert.deepEqual([read.status, write.status], [504, 504]);
	assert.equal((await worker.get('/healthz')).status, 200);
	silent = false;
	await ready();
	for (let tries = 0; (await worker.get('/v1/me')).status !== 200; tries++)
		assert.ok(tries < 50);
});
