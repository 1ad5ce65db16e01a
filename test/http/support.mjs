/*
 * support.mjs: what the HTTP suites share
 *
 * They run against a running instance, found through the environment that
 * `make -s env` prints: NUMSIGHT_URL, and PG* of a superuser for what cannot
 * be seen over HTTP. Each test makes accounts and numbers of its own, so the
 * suites may run on an instance with data, again and again.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export const url = new URL(process.env.NUMSIGHT_URL
	?? fail('NUMSIGHT_URL is not set: eval "$(make -s env)" first'));

function fail(reason) {
	throw new Error(reason);
}

/* ---- requests ---- */

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

/*
 * One request, its path sent as it is written. Options: token, scheme, json
 * (a value), form (an object), raw (bytes or text), type (Content-Type, null:
 * none), headers. Returns {status, headers, text, body}; an answer that is an error
 * must be a well-formed problem that gives nothing away, whatever the test.
 */
export const call = async (method, path, options) =>
	checked(await send(method, path, options), method, path);

function checked(reply, method, path) {
	if (reply.status >= 400 && method !== 'HEAD')
		assertProblem(reply, `${method} ${path.slice(0, 120)}`);
	assert.notEqual(Math.floor(reply.status / 100), 5,
		`${method} ${path.slice(0, 120)}: ${reply.status} ${reply.text}`);
	return reply;
}

/*
 * A client that is told to come again does so, after the time that it is told:
 * passwords take their time by design, and on a loud machine a queue of them
 * outlasts a request. What is refused so has had no effect.
 */
export async function patiently(method, path, options, turns = 30) {
	const reply = await send(method, path, options);

	if (reply.status !== 503 || turns === 0)
		return checked(reply, method, path);
	assertProblem(reply, `${method} ${path}`);
	await sleep(Number(reply.headers['retry-after']) * 1000);
	return patiently(method, path, options, turns - 1);
}

export function send(method, path, { token, scheme = 'Bearer', json, form,
	raw, type, headers = {} } = {}) {
	const [body, bodyType] = payload({ json, form, raw });
	const all = { ...headers };
	const server = raw === undefined && type === undefined
		&& isDescribed(method, path, body) ? described : url;

	if (token !== undefined)
		all.Authorization = `${scheme} ${token}`;
	if (type !== null && (type ?? bodyType))
		all['Content-Type'] = type ?? bodyType;
	if (body !== undefined)
		all['Content-Length'] = body.length;

	return new Promise((resolve, reject) => {
		const request = http.request({ agent, method, path, headers: all,
			host: server.hostname, port: server.port, timeout: 60_000 },
		(response) => {
			const parts = [];

			response.on('data', (part) => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				try {
					assertDescribed(response);
					resolve(received(response, Buffer.concat(parts)));
				} catch (fault) {
					reject(fault);
				}
			});
		});

		request.on('timeout', () =>
			request.destroy(new Error(`no answer: ${method} ${path}`)));
		request.on('error', (fault) =>
			/* a body that is refused unread is answered before it is sent */
			reject(Object.assign(fault, { request: `${method} ${path}` })));
		request.end(body);
	});
}

function payload({ json, form, raw }) {
	if (json !== undefined)
		return [Buffer.from(JSON.stringify(json)), 'application/json'];
	if (form !== undefined)
		return [Buffer.from(new URLSearchParams(form).toString()),
			'application/x-www-form-urlencoded'];
	if (raw !== undefined)
		return [Buffer.from(raw), 'application/json'];
	return [undefined, undefined];
}

function received(response, bytes) {
	const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	let body;

	if (/\bjson\b/.test(response.headers['content-type'] ?? '') && text !== '')
		body = JSON.parse(text);
	return { status: response.statusCode, headers: response.headers, text,
		body };
}

/* ---- the description ---- */

/*
 * In front of the server there may be a proxy that knows the description. It
 * reads what it passes on, and what it could not read goes past it.
 */
const described = new URL(process.env.NUMSIGHT_PROXY ?? url);

function isDescribed(method, path, body) {
	if (body !== undefined && (method === 'GET' || method === 'HEAD'))
		return false;
	if (/[?&][^=]*(?:&|$)/.test(path))
		return false;
	try {
		decodeURIComponent(path.replaceAll('+', ' '));
	} catch {
		return false;
	}
	return routes().some((route) => route.method === method
		&& new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/?]+')}(?:\\?|$)`).test(path));
}

/*
 * The proxy names what is not as the description says: an answer that is not,
 * or a request that is not and was taken all the same. Of tokens it knows one
 * scheme only, and of paths one form.
 */
function assertDescribed({ statusCode, headers, req }) {
	const faults = JSON.parse(headers['sl-violations'] ?? '[]').filter((fault) =>
		fault.severity === 'Error' && fault.code !== 401
			&& (fault.location[0] === 'response' || statusCode < 400));

	assert.deepEqual(faults, [], `${req.method} ${req.path}: ${statusCode}`);
}

/* ---- problems (RFC 9457) ---- */

/* What an answer must never hold: SQL, paths, versions, hashes, tokens */
const SECRETS = /\bselect\b.*\bfrom\b|\binsert into\b|\bpg_|plpgsql|postgres|\bapi\.\w|\bprivate\.\w|\bdata\.\w|\$argon2|\/(?:home|tmp|usr|var|work)\/|\beyJ/i;

export function assertProblem(reply, about = '') {
	const where = `${about}: ${reply.status} ${reply.text.slice(0, 400)}`;
	const { body } = reply;

	assert.match(reply.headers['content-type'] ?? '',
		/^application\/problem\+json\b/, where);
	assert.ok(body !== null && typeof body === 'object', where);
	for (const member of ['type', 'title', 'detail', 'instance'])
		assert.equal(typeof body[member], 'string', `${member}: ${where}`);
	assert.ok(body.title && body.detail && body.instance, where);
	assert.equal(body.status, reply.status, where);
	for (const fault of body.errors ?? []) {
		assert.equal(typeof fault.detail, 'string', where);
		assert.ok(typeof fault.pointer === 'string'
			|| typeof fault.parameter === 'string', where);
	}
	assert.doesNotMatch(reply.text, SECRETS, where);
	if (reply.status === 401)
		assert.match(reply.headers['www-authenticate'] ?? '', /^(?:Bearer|Basic realm=)/, where);
	if (reply.status === 405)
		assert.ok(reply.headers.allow, where);
	if (reply.status === 429 || reply.status === 503)
		assert.match(reply.headers['retry-after'] ?? '', /^\d+$/, where);
}

/* A failed member, or an item of it if it is a list, or a parameter */
export const aboutField = ({ pointer = '', parameter }, field) =>
	parameter === field || `${pointer}/`.startsWith(`/${field}/`);

/* The call must fail with this status; what names the failed member */
export async function refused(status, method, path, options, field) {
	const reply = await call(method, path, options);

	assert.equal(reply.status, status,
		`${method} ${path.slice(0, 120)}: ${reply.text.slice(0, 400)}`);
	if (field !== undefined)
		assert.ok((reply.body.errors ?? []).some((fault) =>
			aboutField(fault, field)),
		`no error about ${field}: ${reply.text}`);
	return reply;
}

export async function ok(status, method, path, options) {
	const reply = await call(method, path, options);

	assert.equal(reply.status, status,
		`${method} ${path.slice(0, 120)}: ${reply.text.slice(0, 400)}`);
	return reply.body;
}

/* ---- accounts and numbers ---- */

export const PASSWORD = 'correct horse battery staple';

/*
 * An Indian mobile number that no earlier one of this run was. There are 700
 * million of them, and the sample data have none.
 */
const given = new Set();

export function freshNumber() {
	for (;;) {
		const number = `+917${randomInt(3e8, 1e9)}`;

		if (!given.has(number)) {
			given.add(number);
			return number;
		}
	}
}

/* A made-up word, for names that only one test knows */
export function freshWord(length = 9) {
	const consonants = 'bdfgklmnprstvz';
	const vowels = 'aeiou';
	let word = '';

	for (const byte of randomBytes(length))
		word += word.length % 2 === 0
			? consonants[byte % consonants.length] : vowels[byte % vowels.length];
	return word.charAt(0).toUpperCase() + word.slice(1);
}

export const register = (about) =>
	patiently('POST', '/v1/users', { json: { password: PASSWORD, ...about } });

/* A registered and logged-in person: the account, the tokens, their number */
export async function person(about = {}) {
	const account = { name: `${freshWord()} ${freshWord()}`,
		phone_number: freshNumber(), ...about };
	const made = await register(account);

	assert.equal(made.status, 201, made.text);
	const tokens = await logIn(account.phone_number, account.password);

	return { ...made.body, access: tokens.access, refresh: tokens.refresh };
}

export async function logIn(phone_number, password = PASSWORD) {
	const reply = await patiently('POST', '/v1/token', { json: { phone_number, password } });

	assert.equal(reply.status, 200, reply.text);
	return reply.body;
}

/* A person who may rule on numbers */
export async function operator() {
	const someone = await person();

	await psql(`UPDATE data.account SET roles = '{admin}'
		WHERE phone = '${someone.phone_number}'`);
	return { ...someone, ...await logIn(someone.phone_number) };
}

/* A number more that somebody has, beside that of the account */
export async function virtualNumber(someone) {
	const number = freshNumber();

	await psql(`INSERT INTO data.virtual_number (owner, phone)
		SELECT id, '${number}' FROM data.account
		 WHERE phone = '${someone.phone_number}'`);
	return number;
}

/* The code that a number is sent, as its owner reads it */
export async function sentCode(number, about = {}) {
	await ok(202, 'POST', '/v1/codes', { json: { phone_number: number, ...about } });
	return waitingCode(number);
}

/* The code of the message that waits for a number */
export async function waitingCode(number) {
	const [[text]] = await psql(`SELECT replace(private.message_text(sealed), E'\n', ' ') FROM data.message
		WHERE split_part(private.message_text(sealed), E'\n', 1) = '${number}'`);

	return /^\+\d+ (\d{6}) /.exec(text)[1];
}

/* What happens in a call, told as switches and clients tell it */
export const event = (kind, call_id, calling_number, called_number, created_at, more = {}) =>
	({ event_id: randomUUID(), call_id, event: kind, calling_number, called_number,
		created_at, ...more });

/* All of a call that was answered: rung for 5 seconds, talked for 60 */
export const answeredCall = (call_id, calling, called, day = '2024-04-01') => [
	event('INITIATE', call_id, calling, called, `${day}T12:00:00Z`),
	event('ANSWER', call_id, calling, called, `${day}T12:00:05Z`),
	event('DISCONNECT', call_id, calling, called, `${day}T12:01:05Z`)];

export const as = (someone, options = {}) =>
	({ token: someone.access, ...options });

/* `owner` writes an entry into their own book. */
export async function addContact(owner, entry) {
	const reply = await call('POST', '/v1/contacts', as(owner, { json: entry }));

	assert.ok(reply.status === 201 || reply.status === 200, reply.text);
	return reply.body;
}

export const search = (someone, query, more = {}) =>
	ok(200, 'GET', `/v1/search?${new URLSearchParams({ query, ...more })}`,
		as(someone));

export const numberCard = (someone, number) =>
	ok(200, 'GET', `/v1/numbers/${encodeURIComponent(number)}`, as(someone));

export const report = (someone, phone_number, more = {}) =>
	call('POST', '/v1/spam-reports',
		as(someone, { json: { phone_number, ...more } }));

/* ---- the database behind it ---- */

const run = promisify(execFile);

/* The rows of a query as arrays of text, one field a tab */
export async function psql(query) {
	const { stdout } = await run('psql', ['-XAtq', '-F', '\t',
		'-v', 'ON_ERROR_STOP=1', '-c', query], { maxBuffer: 1 << 24,
		/* the operators of the extension's types live in its schema */
		env: { ...process.env, PGOPTIONS: '-c search_path=numsight' } });

	return stdout.split('\n').filter((line) => line !== '')
		.map((line) => line.split('\t'));
}

/*
 * How many rows each table of the application has, as one comparable value.
 * The tally is left out: the first second of an hour adds a row to it, whoever
 * asks for what.
 */
export async function rowCounts() {
	const rows = await psql(`
		SELECT c.relname, (xpath('/row/n/text()', query_to_xml(
			format('SELECT count(*) AS n FROM %I.%I', n.nspname, c.relname),
			false, true, '')))[1]::text
		  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		 WHERE n.nspname = 'data' AND c.relkind IN ('r', 'p')
		   AND c.relname <> 'tally'
		 ORDER BY 1`);

	return Object.fromEntries(rows.map(([table, count]) =>
		[table, Number(count)]));
}

/* ---- the table of routes ---- */

const ROW = /^R\(\s*(\w+)\s*,\s*"([^"]+)"\s*,\s*"([^"]+)"\s*,\s*A\((.*)\)\s*,\s*(\w+)\s*,\s*(\w+)\s*,\s*(\d+)\s*,\s*([\w+ ]+)\)\s*$/;
const ARGUMENT = /(\w+)(?:\(([^)]*)\))?/g;

/*
 * The rows of routes.def: {method, path, scope, flags, old, arguments}, an
 * argument being {kind, name, type}, or {kind, type, kilobytes, media} of a
 * body that is taken as a whole.
 */
export const routes = () => table ??= readRoutes();

let table;

function readRoutes() {
	const file = new URL('../../fcgi/routes.def', import.meta.url);
	const lines = readFileSync(file, 'utf8').split('\n')
		.filter((line) => line.startsWith('R('));
	const rows = lines.map((line) => {
		const found = ROW.exec(line) ?? fail(`routes.def: ${line}`);
		const [, method, path, api, list, scope, , , flags] = found;
		const has = (flag) => flags.split(/\s*\+\s*/).includes(flag);

		return { method, path, api, scope, flags, has,
			open: scope === 'PUBLIC',
			arguments: Array.from(list.matchAll(ARGUMENT), ([, kind, inside]) => {
				const [name, type, media] = (inside ?? '').split(/\s*,\s*/);

				return kind === 'CONTENT'
					? { kind, type: name, kilobytes: Number(type), media: media.slice(1, -1).split(' ') }
					: { kind, name, type };
			}) };
	});

	assert.ok(rows.length > 30, 'routes.def has its rows');
	return rows;
}

/* What a route takes as a whole body, if it does */
export const contentOf = (route) =>
	route.arguments.find(({ kind }) => kind === 'CONTENT');

let examples;

const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/*
 * The example of such a body that the description gives, as it is sent: under
 * an id of its own, since one that another has sent is that of his event
 */
export async function exampleContent(route, media = contentOf(route).media[0]) {
	examples ??= (await ok(200, 'GET', '/openapi.json')).paths;
	const { example } = examples[route.path][route.method.toLowerCase()].requestBody.content[media];

	const text = typeof example === 'string' ? example : JSON.stringify(example);

	return { raw: text.replace(UUID, () => randomUUID()), type: media };
}

/* ---- shapes ---- */

export const KEYS = {
	user: ['id', 'name', 'phone_number', 'email', 'region', 'created_at'],
	token: ['access', 'refresh', 'expires_in', 'token_type'],
	key: ['id', 'name', 'scope', 'created_at', 'expires_at', 'last_used_at'],
	key_made: ['id', 'name', 'scope', 'created_at', 'expires_at', 'last_used_at', 'key'],
	old_token: ['StatusCode', 'access_token', 'token_type', 'refresh_token', 'expires_in'],
	user_card: ['id', 'name', 'phone_number', 'username', 'region', 'roles', 'created_at',
		'locked_at', 'trust', 'reports', 'contacts', 'sessions'],
	waiting: ['phone_number', 'name', 'spam_likelihood', 'spam_label', 'expected_harm',
		'reports', 'calls', 'appealed', 'latest_at'],
	report: ['id', 'phone_number', 'spam', 'category', 'comment', 'hidden', 'weight',
		'corroborated', 'trusted', 'created_at', 'reporter'],
	appeal: ['id', 'phone_number', 'statement', 'created_at', 'spam_likelihood',
		'spam_label', 'spam_reports', 'not_spam_reports'],
	event: ['id', 'at', 'kind', 'who', 'whom', 'detail', 'reason'],
	activity: ['at', 'registrations', 'contacts', 'calls', 'reports', 'not_spam_reports', 'lookups'],
	contact: ['id', 'name', 'phone_number', 'email', 'spam_likelihood',
		'spam_label', 'created_at'],
	list: ['results', 'next'],
	result: ['id', 'name', 'phone_number', 'spam_likelihood', 'spam_label',
		'registered', 'match'],
	person: ['id', 'name', 'phone_number', 'registered', 'email',
		'spam_likelihood', 'spam_label', 'category', 'reasons', 'model', 'region', 'type',
		'country_code', 'national', 'international', 'counts'],
	number: ['phone_number', 'name', 'names', 'registered', 'spam_likelihood',
		'spam_label', 'category', 'reasons', 'model', 'valid', 'possible', 'type',
		'region', 'country_code', 'national', 'international', 'carrier',
		'location', 'timezones', 'counts', 'reported'],
	lookup_error: ['input', 'error'],
	ring: ['name', 'decision', 'spam_likelihood', 'category', 'reason'],
	blocklist: ['version', 'since', 'results', 'removed', 'next'],
	listed: ['phone_number', 'spam_likelihood', 'category'],
	twilio_lookup: ['calling_country_code', 'country_code', 'phone_number', 'national_format', 'valid',
		'validation_errors', 'url', 'caller_name', 'sim_swap', 'call_forwarding', 'line_status',
		'line_type_intelligence', 'identity_match', 'reassigned_number', 'sms_pumping_risk',
		'phone_number_quality_score', 'pre_fill', 'spam_reputation'],
	counts: ['appearances', 'spam_reports', 'not_spam_reports', 'contacts'],
	call_entry: ['call_id', 'call_time', 'direction', 'counterparty_number',
		'call_status', 'duration', 'total_duration', 'ring_duration', 'cause',
		'flags', 'spam_likelihood', 'spam_label'],
	old_call_entry: ['call_time', 'counterparty_number', 'call_status', 'duration'],
	call_log: ['call_id', 'direction', 'timestamp', 'duration', 'caller_number',
		'called_number', 'call_status', 'cause', 'spam_likelihood', 'spam_label'],
	virtual_number: ['id', 'phone_number', 'is_active', 'status', 'created_at', 'port'],
	old_virtual_number: ['id', 'phone_number', 'is_active', 'status', 'created_at'],
	port: ['direction', 'carrier', 'cut_over_at', 'created_at'],
	old_number: ['id', 'name', 'phone_number', 'email_address', 'num_spam',
		'total_appearance', 'spam_likelyhood', 'spam_likelihood', 'spam_label'],
};

/* Exactly these keys, in this order: clients have been seen to rely on it */
export function assertKeys(value, shape, about = '') {
	assert.deepEqual(Object.keys(value), KEYS[shape] ?? shape, about);
}

export const LABELS = ['clean', 'unknown', 'suspected', 'spam'];
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/* A likelihood and its label agree, and it is rounded for JSON. */
export function assertVerdict(value, about = '') {
	const { spam_likelihood: p, spam_label: label } = value;

	assert.ok(typeof p === 'number' && p >= 0 && p <= 1, `${about} ${p}`);
	assert.ok(Math.abs(p * 1e4 - Math.round(p * 1e4)) < 1e-6, `${about} ${p}`);
	/* rounding may cross a bound, so a hair's breadth around it is either */
	const fits = { clean: p <= 0.2001, unknown: p >= 0.1999 && p <= 0.6001,
		suspected: p >= 0.5999 && p <= 0.9001, spam: p >= 0.8999 }[label];
	assert.ok(fits, `${about} ${p} is not ${label}`);
}
