// content.test.mjs: bodies that are taken as a whole, and answers that are no
// JSON: bytes unchanged, sizes, types, names of files

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { prepareDatabase, Worker } from './support.mjs';

prepareDatabase();
const worker = new Worker();

before(() => worker.start());
after(() => worker.stop());

const MOST = 16 << 20;
const send = (body, { type = 'text/csv', uri = '/v1/contacts/import', ...options } = {}) =>
	worker.ask('POST', uri, { body, type, ...options });

test('any bytes come through unchanged, whatever their records', async () => {
	for (const [length, size] of [[1, 1], [255, 1], [65536, 997], [65537, 65535], [300000, 65535], [MOST, 65535]]) {
		const body = randomBytes(length);
		const { status, json } = await send(body, { size });

		assert.equal(status, 200);
		assert.deepEqual(json, { length, hash: createHash('md5').update(body).digest('hex'), media: 'text/csv' });
	}
});

test('the type is told as the route writes it', async () => {
	for (const [type, media] of [['Text/VCard;charset=UTF-16', 'text/vcard'],
		['text/x-vcard', 'text/x-vcard'], ['text/csv; charset=iso-8859-1', 'text/csv'],
		['application/json; charset="UTF-8"', 'application/json']])
		assert.equal((await send('x', { type })).json.media, media);
	/* JSON is UTF-8, and nothing else */
	for (const type of ['text/plain', 'text/csvx', 'text', ' text/csv', 'multipart/form-data; boundary=x',
		'application/json ; charset=x', 'application/json; charset=iso-8859-1', 'application/x-ndjson; charset=utf-16'])
		assert.equal((await send('x', { type })).status, 415, type);
	assert.equal((await send('')).status, 400);
	assert.equal((await send('x', { uri: '/v1/contacts/import?x=1' })).status, 400);
	assert.equal((await send('x', { token: '' })).status, 401);
});

test('one byte too many is 413; other paths keep to their own size', async () => {
	const { status, json } = await send(Buffer.alloc(MOST + 1, 97));

	assert.equal(status, 413);
	assert.equal(json.detail, 'The body is larger than 16384 kB.');
	assert.equal((await send(Buffer.alloc(65537, 32), { uri: '/v1/contacts', type: 'application/json' })).status, 413);
	assert.equal((await send('x', { headers: { CONTENT_LENGTH: '2' } })).status, 400);
});

test('large bodies that find no room are shed, and room comes back', async () => {
	const body = Buffer.alloc(MOST, 97);
	const replies = await Promise.all(Array.from({ length: 8 }, () =>
		send(body, { uri: '/v1/contacts/import?region=SL' })));
	const shed = replies.filter(({ status }) => status === 503);

	assert.ok(shed.length >= 4);
	for (const { headers } of shed)
		assert.equal(headers['retry-after'], '1');
	assert.equal((await worker.get('/v1/me')).status, 200);
	for (let n = 0; n < 6; n++)
		assert.equal((await send(body)).status, 200);
});

test('an answer that is no JSON says what it is', async () => {
	const body = 'one\r\ntwo \x01next\x01';

	for (const [media, type] of [['text/plain', 'text/plain; charset=utf-8'],
		['text/vcard', 'text/vcard; charset=utf-8'], ['text/csv', 'text/csv; charset=utf-8; header=present'],
		['text/xml', 'text/xml; charset=utf-8'], ['application/x-ndjson', 'application/x-ndjson']]) {
		const { status, headers, text } = await worker.number(`media ${media.replace('/', ':')}`);

		assert.equal(status, 200);
		assert.equal(headers['content-type'], type);
		assert.equal(headers['content-disposition'], undefined);
		assert.equal(text, body);
		assert.equal(headers['content-length'], String(body.length));
	}
	const { headers } = await worker.number('media text:vcard;my-book.vcf');

	assert.equal(headers['content-disposition'], 'attachment; filename="my-book.vcf"');
});

test('bytes come from their digits', async () => {
	const { status, headers, text } = await worker.number('bytes 004eff0a4E00');

	assert.deepEqual([status, headers['content-type'], headers['content-length']], [200, 'application/octet-stream', '6']);
	assert.equal(text, Buffer.from('004eff0a4e00', 'hex').toString());
	assert.equal((await worker.number('bytes ')).headers['content-length'], '0');
	for (const digits of ['0', '004', '0g', '00-4e', '%'])
		assert.equal((await worker.number(`bytes ${digits}`)).status, 500, digits);
});

test('its tag is that of what is sent', async () => {
	const first = await worker.number('media text:csv;a.csv');
	const again = await worker.number('media text:csv;a.csv', { headers: { HTTP_IF_NONE_MATCH: first.headers.etag } });

	assert.equal(again.status, 304);
	assert.equal(again.text, '');
	assert.equal((await worker.number('media text:csv;a.csv', { headers: { HTTP_IF_NONE_MATCH: '"x"' } })).status, 200);
});

test('a type or a name that nobody knows is a fault, and goes nowhere', async () => {
	for (const words of ['media text:html', 'media text:csv;a:b', 'media text:csv;a"b', 'media text:csv;a\\b',
		'media ;a', 'media text:csv;a;b', `media text:csv;${'a'.repeat(65)}`, 'open']) {
		const { status, headers } = await worker.number(words);

		assert.equal(status, 500, words);
		assert.equal(headers['content-type'], 'application/problem+json', words);
		assert.equal(headers['content-disposition'], undefined, words);
	}
});
