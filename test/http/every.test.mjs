/*
 * every.test.mjs: what holds for every operation that /openapi.json describes
 *
 * Nothing is known of the operations but what the document says of them, so
 * one that is added is held to the same without a change here.
 */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { addContact, as, call, freshNumber, ok, operator, person, psql, refused, report,
	rowCounts } from './support.mjs';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/* What the machine itself answers, before anybody asks who it is */
const OPEN = ['/healthz', '/readyz', '/metrics'];
let operations, admin, over, spent;

before(async () => {
	const { paths, components } = await ok(200, 'GET', '/openapi.json');
	const resolve = (one) => one.$ref === undefined ? one
		: components.parameters[one.$ref.split('/').at(-1)];

	operations = Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, one]) => ({ ...one, path,
			method: method.toUpperCase(), parameters: (one.parameters ?? []).map(resolve),
			closed: one.security.length > 0, name: `${method.toUpperCase()} ${path}` })))
		.filter(({ path }) => !OPEN.includes(path));
	admin = await operator();

	/* a login that was ended, and a key whose time has passed */
	const leaver = await operator();
	const { key } = await ok(201, 'POST', '/v1/api-keys',
		as(leaver, { json: { name: 'x', scope: 'read write admin' } }));

	await ok(200, 'GET', '/v1/me', { token: key });
	await psql(`UPDATE data.session s SET created = now() - interval '2 days', expires = now() - interval '1 second'
		  FROM data.api_key k WHERE k.session = s.id AND k.digest = sha256('${key}')`);
	await call('POST', '/v1/token/revoke', { json: { refresh: leaver.refresh } });
	[over, spent] = [leaver.access, key];
});

/* The path with the examples of the document, or what is given, in its braces */
const filled = ({ path, parameters }, value) => path.replace(/\{(\w+)\}/g, (_, name) =>
	encodeURIComponent(value ?? parameters.find((one) => one.name === name && one.in === 'path').example));
const needed = ({ parameters }) => new URLSearchParams(parameters.filter((one) => one.in === 'query' && one.required)
	.map(({ name, example }) => [name, example])).toString();
const target = (operation, more = '') => {
	const query = [needed(operation), more].filter(Boolean).join('&');

	return `${filled(operation)}${query && '?'}${query}`;
};
/* The body of the document's example, JSON where it may be that */
function example({ requestBody }) {
	if (requestBody === undefined)
		return {};
	const [[type, { example: value }]] = Object.entries(requestBody.content);

	return /\bjson\b/.test(type) ? { json: value }
		: { raw: typeof value === 'string' ? value : JSON.stringify(value), type };
}

async function untouched(run) {
	const earlier = await rowCounts();

	await run();
	assert.deepEqual(await rowCounts(), earlier);
}

test('a method that a path does not know is a 405 that names those it knows', () => untouched(async () => {
	for (const path of new Set(operations.map((one) => one.path))) {
		const [one, ...others] = operations.filter((operation) => operation.path === path);
		const known = [one, ...others].map(({ method }) => method);

		for (const method of METHODS.filter((word) => !known.includes(word))) {
			const { headers } = await refused(405, method, filled(one), { token: admin.access });
			const allowed = headers.allow.split(', ');

			for (const word of known)
				assert.ok(allowed.includes(word), `${path}: ${headers.allow}`);
			assert.ok(!allowed.includes(method), `${path}: ${headers.allow}`);
		}
		const { status, headers } = await call('OPTIONS', filled(one));

		assert.equal(status, 204, path);
		assert.ok(known.every((word) => headers.allow.includes(word)), path);
	}
}));

test('without a token, with one that is over, with a key that is spent: 401', () => untouched(async () => {
	for (const operation of operations.filter(({ closed }) => closed))
		for (const [about, credential] of [['none', {}], ['over', { token: over }], ['spent', { token: spent }],
			['another scheme', { headers: { Authorization: 'Digest username="x"' } }],
			['the password', { headers: { Authorization: `Basic ${Buffer.from(`${admin.phone_number}:x`).toString('base64')}` } }]]) {
			const reply = await call(operation.method, target(operation), { ...example(operation), ...credential });

			assert.equal(reply.status, 401, `${operation.name}, ${about}: ${reply.text}`);
			assert.ok(reply.headers['www-authenticate'], operation.name);
		}
}));

test('an id of nobody, and what is none: 404 or 400, and nothing happens', () => untouched(async () => {
	for (const operation of operations.filter(({ path }) => path.includes('{id}')))
		for (const id of ['00000000-0000-4000-8000-000000000000', 'x', '-1', "' OR 1=1 --", '٣']) {
			const at = filled(operation, id);
			const reply = await call(operation.method, at, as(admin, example(operation)));

			assert.ok([400, 404].includes(reply.status), `${operation.name} ${id}: ${reply.status} ${reply.text}`);
		}
}));

test('bytes that are no text are a 400 wherever they stand', () => untouched(async () => {
	for (const operation of operations) {
		const credential = operation.closed ? { token: admin.access } : {};

		for (const query of ['x=%00', 'x=%ff', '%ff=x', 'x=%zz', 'surprise=1', 'x', '='])
			assert.equal((await call(operation.method, target(operation, query),
				{ ...example(operation), ...credential })).status, 400, `${operation.name}?${query}`);
		/* some bodies are files, which have faults of their own */
		for (const [type] of Object.entries(operation.requestBody?.content ?? {}).filter(([one, { schema }]) =>
			one === 'application/json' && schema.type === 'object'))
			for (const raw of ['{"x":"a\0"}', '{"x":"\\u0000"}', Buffer.from([0x7b, 0xff, 0x7d]), '{', '[]', 'null', '{}{}'])
				assert.equal((await call(operation.method, target(operation), { ...credential, raw, type })).status,
					400, `${operation.name} ${raw}`);
	}
}));

test('every answer is named, timed, and told how long to be kept', async () => {
	for (const operation of operations.filter(({ method }) => method === 'GET')) {
		const { status, headers } = await call('GET', target(operation),
			as(admin, { headers: { 'X-Request-Id': 'every.test-1' } }));

		assert.ok(status < 500, operation.name);
		assert.equal(headers['x-request-id'], 'every.test-1', operation.name);
		assert.match(headers['server-timing'], /^db;dur=\d/, operation.name);
		assert.ok(headers['cache-control'], operation.name);
	}
});

test('metrics tell routes apart by their patterns, never by what stands in them', async () => {
	const number = freshNumber();

	for (const operation of operations.filter(({ method }) => method === 'GET'))
		await call('GET', target(operation), as(admin));
	await call('GET', `/v1/numbers/${encodeURIComponent(number)}`, as(admin));
	const { text } = await call('GET', '/metrics');

	for (const { method, path } of operations.filter((one) => one.method === 'GET'))
		assert.ok(text.includes(`method="${method}"`) && text.includes(`route="${path}"`), `${method} ${path}`);
	assert.ok(!text.includes(number.slice(1)));
});

test('a cursor is good for its list, its query and its caller, and Link says the same', async (t) => {
	const other = await operator();
	const paged = operations.filter(({ method, parameters }) => method === 'GET'
		&& ['limit', 'cursor'].every((name) => parameters.some((one) => one.name === name)));
	const word = 'Everytest';

	for (let n = 0; n < 3; n++) {
		const phone_number = freshNumber();

		await addContact(admin, { name: `${word} ${'abc'[n]}`, phone_number });
		await report(admin, phone_number);
	}
	let turned = 0;

	for (const operation of paged) {
		const at = (more) => target(operation, more).replace(/query=[^&]*/, `query=${word}`);
		const { status, body, headers } = await call('GET', at('limit=1'), as(admin));

		if (status !== 200 || body?.next == null)
			continue;			/* nothing there to turn a page of */
		turned++;
		await t.test(operation.name, async () => {
			const [, link] = /^<(.+)>; rel="next"$/.exec(headers.link);

			assert.equal(new URL(link, 'http://x').searchParams.get('cursor'), body.next);
			assert.equal((await call('GET', link, as(admin))).status, 200);
			await refused(400, 'GET', at(`limit=1&cursor=${body.next}`), as(other), 'cursor');
			for (const elsewhere of paged.filter(({ path }) => path !== operation.path))
				await refused(400, 'GET', target(elsewhere, `cursor=${body.next}`), as(admin), 'cursor');
			if (at('').includes('query='))
				await refused(400, 'GET', at(`cursor=${body.next}`).replace(word, 'Every'), as(admin), 'cursor');
		});
	}
	assert.ok(turned > 3, `${turned} lists had two pages`);
});
