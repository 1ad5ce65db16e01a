// support.mjs: a FastCGI client, and a worker with a database of its own
//
// The database is numsight_fastcgi in the cluster that PGHOST names; its
// schema api (api.sql) does what a test asks for.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync,
	writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

export const BEGIN = 1, ABORT = 2, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6,
	DATA = 8, GET_VALUES = 9, GET_VALUES_RESULT = 10, UNKNOWN = 11;
export const SESSION = '00000000-0000-4000-8000-000000000002';
export { sleep };

/* ---- records ---- */

export function record(type, id, content = '', padding = 0, version = 1) {
	const body = Buffer.from(content);
	const head = Buffer.from([version, type, id >> 8, id & 255, body.length >> 8,
		body.length & 255, padding, 0]);

	return Buffer.concat([head, body, Buffer.alloc(padding, 0x55)]);
}

export const begin = (id = 1, { role = 1, keep = false } = {}) =>
	record(BEGIN, id, Buffer.from([role >> 8, role & 255, keep ? 1 : 0, 0, 0, 0, 0, 0]));

function length(n) {
	const four = Buffer.alloc(4);

	if (n < 128)
		return Buffer.from([n]);
	four.writeUInt32BE((n | 0x80000000) >>> 0);
	return four;
}

export function pairs(values) {
	const parts = [];

	for (const [name, value] of Object.entries(values)) {
		const n = Buffer.from(name), v = Buffer.from(String(value));

		parts.push(length(n.length), length(v.length), n, v);
	}
	return Buffer.concat(parts);
}

// One stream in records of a size, with its empty last one.
export function stream(type, id, content, { size = 65535, padding = 0 } = {}) {
	const body = Buffer.from(content), parts = [];

	for (let at = 0; at < body.length; at += size)
		parts.push(record(type, id, body.subarray(at, at + size), padding));
	parts.push(record(type, id, '', padding));
	return Buffer.concat(parts);
}

export function params(method, uri, { body = '', token, type, headers = {} } = {}) {
	const values = { REQUEST_METHOD: method, REQUEST_URI: uri,
		CONTENT_LENGTH: Buffer.byteLength(body), REMOTE_ADDR: '127.0.0.1',
		REQUEST_ID: 'test' };

	if (body !== '')
		values.CONTENT_TYPE = type ?? 'application/json';
	if (token)
		values.HTTP_AUTHORIZATION = `Bearer ${token}`;
	return { ...values, ...headers };
}

// All bytes of a request.
export function request(method, uri, options = {}) {
	const { id = 1, body = '' } = options;

	return Buffer.concat([begin(id, options),
		stream(PARAMS, id, pairs(params(method, uri, options)), options),
		stream(STDIN, id, body, options)]);
}

/* ---- a connection ---- */

export class Connection {
	constructor(socket) {
		this.socket = net.connect(socket);
		this.bytes = Buffer.alloc(0);
		this.waiting = [];
		this.closed = false;
		this.socket.on('data', (data) => {
			this.bytes = Buffer.concat([this.bytes, data]);
			this.wake();
		});
		this.socket.on('error', () => {});
		this.socket.on('close', () => {
			this.closed = true;
			this.wake();
		});
	}

	wake() {
		for (const resolve of this.waiting.splice(0))
			resolve();
	}

	write(data) {
		return new Promise((resolve) => this.socket.write(data, () => resolve()));
	}

	// The next record, or null when the connection has ended.
	async record() {
		for (;;) {
			if (this.bytes.length >= 8) {
				const size = this.bytes.readUInt16BE(4);
				const whole = 8 + size + this.bytes[6];

				if (this.bytes.length >= whole) {
					const got = { version: this.bytes[0], type: this.bytes[1],
						id: this.bytes.readUInt16BE(2),
						content: this.bytes.subarray(8, 8 + size) };

					this.bytes = this.bytes.subarray(whole);
					return got;
				}
			}
			if (this.closed)
				return null;
			await new Promise((resolve) => this.waiting.push(resolve));
		}
	}

	// Records until END_REQUEST, taken apart as an HTTP reply.
	async reply(id = 1) {
		const parts = [];

		for (;;) {
			const got = await this.record();

			if (got === null)
				throw new Error('the connection ended before the reply');
			if (got.type === STDOUT && got.id === id)
				parts.push(got.content);
			if (got.type === END && got.id === id)
				return parse(Buffer.concat(parts), got.content);
		}
	}

	async ended() {
		while (!this.closed)
			await new Promise((resolve) => this.waiting.push(resolve));
	}

	close() {
		this.socket.destroy();
	}
}

function parse(bytes, end) {
	const cut = bytes.indexOf('\r\n\r\n');
	const headers = {};

	for (const line of bytes.subarray(0, Math.max(cut, 0)).toString().split('\r\n').filter(Boolean)) {
		const colon = line.indexOf(':');

		headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	const text = bytes.subarray(cut < 0 ? 0 : cut + 4).toString();

	return { status: Number.parseInt(headers.status), headers, text,
		json: /[/+]json\b/.test(headers['content-type']) && text ? JSON.parse(text) : undefined,
		application: end.readUInt32BE(0), protocol: end[4] };
}

/* ---- a worker ---- */

export const binary = process.env.NUMSIGHT_WORKER ??
	[process.env.NUMSIGHT_VAR && path.join(process.env.NUMSIGHT_VAR, 'bin/numsight-worker'),
		path.join(here, '../../fcgi/numsight-worker')].find((file) => file && existsSync(file));

const database = { ...process.env, PGDATABASE: 'numsight_fastcgi',
	PGUSER: 'postgres' };

export const psql = (sql) =>
	execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-c', sql],
		{ env: database, encoding: 'utf8' }).trim();

// Made once, by whichever file comes first.
export function prepareDatabase() {
	spawnSync('createdb', ['numsight_fastcgi'],
		{ env: { ...database, PGDATABASE: 'postgres' } });
	execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-c',
		'CREATE SCHEMA IF NOT EXISTS numsight; ' +
		'CREATE EXTENSION IF NOT EXISTS numsight SCHEMA numsight',
		'-f', path.join(here, 'api.sql')],
	{ env: { ...database, PGOPTIONS: '-c client_min_messages=warning' } });
}

export function makeKeys(folder, secrets = { k1: randomBytes(32) }, active = 'k1') {
	for (const [id, secret] of Object.entries(secrets)) {
		rmSync(path.join(folder, `${id}.key`), { force: true });
		writeFileSync(path.join(folder, `${id}.key`), secret, { mode: 0o400 });
	}
	writeFileSync(path.join(folder, 'active'), active);
	return secrets;
}

export function tokenOf(secret, claims = {}, id = 'k1') {
	const now = Math.floor(Date.now() / 1000);
	const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const text = `${part({ alg: 'HS256', typ: 'JWT', kid: id })}.${part({
		sub: '00000000-0000-4000-8000-000000000001', sid: SESSION,
		iss: 'numsight', aud: 'numsight', use: 'access',
		scope: 'read write', iat: now, exp: now + 600, ...claims })}`;

	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

export class Worker {
	constructor(environment = {}) {
		this.folder = mkdtempSync(path.join(tmpdir(), 'numsight-fastcgi.'));
		this.socket = path.join(this.folder, 'sock');
		chmodSync(this.folder, 0o700);
		this.secrets = makeKeys(this.folder);
		this.token = tokenOf(this.secrets.k1);
		this.environment = { ...database, NUMSIGHT_SOCKET: this.socket,
			NUMSIGHT_KEYS: this.folder, NUMSIGHT_WORKERS: '1',
			NUMSIGHT_BUDGET: 'off', ...environment };
		this.log = '';
	}

	async start() {
		this.process = spawn(binary, [], { env: this.environment,
			stdio: ['ignore', 'ignore', 'pipe'] });
		this.exit = new Promise((resolve) =>
			this.process.on('exit', (code, signal) => resolve(signal ?? code)));
		this.process.stderr.on('data', (data) => {
			this.log += data;
		});
		return this.ready();
	}

	async ready() {
		for (let tries = 0; tries < 200; tries++) {
			try {
				if ((await this.ask('GET', '/readyz')).status === 200)
					return this;
			} catch {
				// not yet listening
			}
			await sleep(25);
		}
		throw new Error(`the worker did not become ready: ${this.log}`);
	}

	connect() {
		return new Connection(this.socket);
	}

	// One request on a connection of its own.
	async ask(method, uri, options = {}) {
		const connection = this.connect();

		try {
			await connection.write(request(method, uri,
				{ token: this.token, ...options }));
			return await connection.reply();
		} finally {
			connection.close();
		}
	}

	get = (uri, options) => this.ask('GET', uri, options);

	number = (words, options) =>
		this.get(`/v1/numbers/${encodeURIComponent(words)}`, options);

	contact = (name, number, options) => this.ask('POST', '/v1/contacts',
		{ body: JSON.stringify({ name, phone_number: number }), ...options });

	// Process ids of the workers under the master.
	children() {
		return readFileSync(
			`/proc/${this.process.pid}/task/${this.process.pid}/children`, 'utf8')
			.trim().split(' ').filter(Boolean).map(Number);
	}

	async metric(name) {
		const { text } = await this.get('/metrics');

		return text.split('\n').filter((line) => line.startsWith(name))
			.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
	}

	async stop() {
		if (this.process.exitCode === null && this.process.signalCode === null)
			this.process.kill('SIGTERM');
		const status = await this.exit;

		rmSync(this.folder, { recursive: true, force: true });
		return status;
	}
}
