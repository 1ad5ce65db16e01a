/* conventions.test.mjs: what holds on every path, whatever it is about */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { addContact, as, call, freshNumber, ok, operator, person, refused, routes, rowCounts } from './support.mjs';

let someone, contact, admin;

before(async () => {
	[someone, admin] = [await person(), await operator()];
	contact = await addContact(someone, { name: 'Ravi', phone_number: freshNumber() });
});

/* Every GET route with something at its path */
const readable = () => routes().filter(({ method }) => method === 'GET')
	.map((route) => ({ ...route, who: route.scope === 'ADMIN' ? admin : someone, at: route.path
		.replace('/contacts/{id}', `/contacts/${contact.id}`)
		.replace('{number}', someone.phone_number)
		+ (route.path.endsWith('/search') ? '?query=ravi' : '') }))
	.filter(({ at }) => !at.includes('{'));

test('every answer tells how long it waited for the database', async () => {
	for (const { at, who } of readable()) {
		const { status, headers } = await call('GET', at, as(who));

		assert.equal(status, 200, at);
		assert.match(headers['server-timing'], /^db;dur=\d+\.\d{3}$/, at);
		assert.match(headers['cache-control'], /^(?:no-store|private, max-age=\d+)$/, at);
	}
});

test('what has an ETag is known again, and only then kept', async () => {
	for (const { at, has, who } of readable()) {
		const { headers } = await call('GET', at, as(who));

		assert.equal(headers.etag !== undefined, has('ETAG'), at);
		if (!has('ETAG')) {
			assert.match(headers['cache-control'], /no-store/, at);
			continue;
		}
		const again = await call('GET', at, as(who,
			{ headers: { 'If-None-Match': headers.etag } }));

		assert.deepEqual([again.status, again.text, again.headers.etag],
			[304, '', headers.etag], at);
	}
});

test('a parameter that nobody knows is a 400 on every path', async () => {
	for (const { at, who } of readable()) {
		const { status, body } = await call('GET',
			`${at}${at.includes('?') ? '&' : '?'}nonsense=1`, as(who));

		assert.equal(status, 400, at);
		assert.deepEqual(body.errors.map(({ parameter }) => parameter), ['nonsense'], at);
	}
});

test('a list ends without a Link, and has no total', async () => {
	const { body, headers } = await call('GET', '/v1/contacts', as(someone));

	assert.equal(body.next, null);
	assert.equal(headers.link, undefined);
	assert.deepEqual(Object.keys(body), ['results', 'next']);
});

test('a body that is packed is refused, not misread', async () => {
	const number = freshNumber();
	const report = JSON.stringify({ phone_number: number });
	const before = await rowCounts();

	for (const [path, raw, type] of [['/v1/spam-reports', gzipSync(report), 'application/json'],
		['/v1/spam-reports', report, 'application/json'], ['/spam/', `phone_number=${number}`, 'application/x-www-form-urlencoded'],
		['/v1/contacts/import', gzipSync(`name,phone\nAsha,${number}\n`), 'text/csv']])
		for (const coding of ['gzip', 'br', 'identity, gzip', 'x'])
			assert.match((await refused(415, 'POST', path, as(someone, { raw, type, headers: { 'Content-Encoding': coding } }))).body.detail,
				/without a Content-Encoding/);
	assert.deepEqual(await rowCounts(), before);
	await ok(201, 'POST', '/v1/spam-reports', as(someone, { raw: report, headers: { 'Content-Encoding': 'Identity' } }));
	await ok(200, 'GET', '/v1/me', as(someone, { headers: { 'Content-Encoding': 'gzip' } }));
});

test('a byte order mark before a body of text changes nothing', async () => {
	const number = freshNumber(), report = JSON.stringify({ phone_number: number }), mark = '\ufeff';

	await ok(201, 'POST', '/v1/spam-reports', as(someone, { raw: mark + report }));
	await ok(200, 'POST', '/v1/spam-reports', as(someone, { raw: report }));
	await ok(200, 'POST', '/spam/', as(someone, { raw: `${mark}phone_number=${encodeURIComponent(number)}`,
		type: 'application/x-www-form-urlencoded' }));
	await refused(400, 'POST', '/v1/spam-reports', as(someone, { raw: mark + mark + report }));
	await refused(400, 'POST', '/v1/spam-reports', as(someone, { raw: mark }));
});
