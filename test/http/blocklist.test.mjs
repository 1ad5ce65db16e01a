/* blocklist.test.mjs: the published list, what has changed in it, and parts of it by hash */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { before, test } from 'node:test';
import { as, assertKeys, call, freshNumber, ok, operator, person, psql, refused, url } from './support.mjs';

let someone, admin;

before(async () => {
	[someone, admin] = await Promise.all([person(), operator()]);
});

const rule = (number, override) =>
	ok(201, 'POST', `/v1/numbers/${number}/rulings`, as(admin, { json: { override } }));
const publish = async () => Number((await psql('SELECT private.publish()'))[0][0]);

async function spam(count) {
	const numbers = Array.from({ length: count }, freshNumber);

	for (const number of numbers)
		await rule(number, 'spam');
	return numbers;
}

/* All pages, by the links, as they came */
async function pages(query) {
	const found = [];

	for (let path = `/v1/blocklist${query}`; path;) {
		const { status, headers, text, body } = await call('GET', path, as(someone));

		assert.equal(status, 200, text);
		found.push({ headers, text, body });
		assert.ok(found.length < 1000);
		path = /^<(.+)>; rel="next"$/.exec(headers.link)?.[1];
	}
	return found;
}

async function list(query = '') {
	const found = await pages(query);

	return { version: found[0].body.version, removed: found.flatMap(({ body }) => body.removed),
		results: found.flatMap(({ body }) => body.results) };
}

test('what is ruled to be spam is listed when the list is published', async () => {
	const [number] = await spam(1);
	const before = await list();
	const version = await publish();
	const after = await list();

	assert.ok(!before.results.some(({ phone_number }) => phone_number === number));
	assert.ok(after.version >= version && after.version > before.version);
	const [entry] = after.results.filter(({ phone_number }) => phone_number === number);

	assertKeys(entry, 'listed');
	assert.ok(entry.spam_likelihood >= 0.9 && entry.spam_likelihood <= 0.99);
	const { body, headers } = await call('GET', '/v1/blocklist?limit=1', as(someone));

	assertKeys(body, 'blocklist');
	assert.equal(body.since, null);
	assert.equal(headers['cache-control'], 'private, max-age=30');
	assert.equal((await call('GET', '/v1/blocklist?limit=1',
		as(someone, { headers: { 'If-None-Match': headers.etag } }))).status, 304);
});

test('the list of then and the changes since are the list of now, however many were missed', async () => {
	const numbers = await spam(6);

	await publish();
	const first = await list('?limit=7');

	await rule(numbers[0], 'none');
	await rule(numbers[1], 'clean');
	await publish();
	const second = await list('?limit=10000');
	const more = await spam(3);

	await rule(numbers[1], 'spam');
	await rule(numbers[2], 'none');
	await publish();
	const third = await list();
	const key = ({ phone_number }) => phone_number;

	for (const old of [first, second, third]) {
		const change = await list(`?since=${old.version}&limit=2`);
		const held = new Map(old.results.map((entry) => [key(entry), entry]));

		change.removed.forEach((number) => held.delete(number));
		change.results.forEach((entry) => held.set(key(entry), entry));
		assert.deepEqual([...held.values()].sort((a, b) => key(a) < key(b) ? -1 : 1), third.results);
	}
	assert.ok(more.every((number) => third.results.some((entry) => key(entry) === number)));
	assert.ok(third.results.every((entry, n, all) => n === 0 || key(all[n - 1]) < key(entry)));
});

test('only of a country, only from a likelihood on', async () => {
	await spam(1);
	await publish();
	assert.ok((await list('?region=in&min=0.6')).results.every(({ phone_number }) => phone_number.startsWith('+91')));
	assert.ok((await list('?min=0.98')).results.every(({ spam_likelihood: p }) => p >= 0.98));
	assert.deepEqual((await list('?min=1')).results, []);
	assert.ok((await list('?min=0')).results.length >= (await list()).results.length);
});

/* The bytes of an answer, as they are */
const bytes = (path) => new Promise((resolve, reject) => {
	http.get(new URL(path, url), { headers: { Authorization: `Bearer ${someone.access}` } }, (response) => {
		const parts = [];

		response.on('data', (part) => parts.push(part));
		response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(parts) }));
	}).on('error', reject);
});

function unpack(packed) {
	const count = packed.readUInt32BE(12), found = [];
	let at = 24, value = packed.readBigUInt64BE(16);

	assert.equal(packed.subarray(0, 4).toString(), 'NSB1');
	for (let n = 0; n < count; n++) {
		for (let shift = 0n, byte = 128; n > 0 && byte > 127; shift += 7n) {
			byte = packed[at++];
			value += BigInt(byte & 127) << shift;
		}
		found.push(value);
	}
	assert.equal(packed.length, at + count);
	return { version: Number(packed.readBigUInt64BE(4)), found, scores: [...packed.subarray(at)] };
}

test('every format holds the same numbers', async () => {
	await spam(2);
	await publish();
	const { version, results } = await list('?min=0.6');
	const numbers = results.map(({ phone_number }) => phone_number);
	const all = async (format, type) => {
		const [{ headers, text }, ...rest] = await pages(`?min=0.6&limit=10000&format=${format}`);

		assert.deepEqual([rest.length, headers['content-type'].startsWith(type)], [0, true], headers['content-type']);
		return text;
	};
	const lines = (await all('ndjson', 'application/x-ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line));

	assert.deepEqual(lines, [{ version, since: null }, ...results]);
	const [titles, ...rows] = (await all('csv', 'text/csv')).trimEnd().split('\r\n').map((line) => line.split(','));

	assert.deepEqual(titles, ['phone_number', 'spam_likelihood', 'category', 'version']);
	assert.deepEqual(rows.map(([number, p, category]) => ({ phone_number: number, spam_likelihood: Number(p),
		category: category || null })), results);
	const cards = await all('vcf', 'text/vcard');

	assert.deepEqual([...cards.matchAll(/^TEL;TYPE=VOICE:(\S+)\r$/gm)].map(([, number]) => number), numbers);
	assert.equal(cards.match(/^BEGIN:VCARD\r\nVERSION:3\.0\r\n(?:[A-Z].*\r\n)+?END:VCARD\r$/gm).length, numbers.length);
	const { headers, bytes: packed } = await bytes('/v1/blocklist?min=0.6&limit=10000&format=bin');
	const { version: same, found, scores } = unpack(packed);

	assert.equal(headers['content-type'], 'application/octet-stream');
	assert.equal(Number(headers['content-length']), packed.length);
	assert.deepEqual([same, scores], [version, results.map(({ spam_likelihood: p }) => Math.round(100 * p))]);
	const [rest] = await psql(`SELECT array_agg(numsight.phone_from_bigint((v::numeric - 9223372036854775808)::bigint)::text ORDER BY n)
		FROM unnest('{${found.join()}}'::numeric[]) WITH ORDINALITY t (v, n)`);

	assert.deepEqual(rest[0].slice(1, -1).split(','), numbers);
	/* what is gone has no likelihood, in each of them */
	const [number] = await spam(1);
	const since = await publish();

	await rule(number, 'none');
	await publish();
	const changes = async (format) => (await pages(`?since=${since}&format=${format}`))[0].text;

	assert.ok((await changes('ndjson')).includes(`{"phone_number":"${number}","removed":true}\n`));
	assert.ok((await changes('csv')).includes(`\r\n${number},0.00,`));
	assert.match(await changes('vcf'), /FN:no longer spam\r\n/);
	assert.ok(unpack((await bytes(`/v1/blocklist?since=${since}&format=bin`)).bytes).scores.includes(0));
});

test('of a version that nobody knows only the whole list is left', async () => {
	for (const since of [1, 17, 9007199254740991, -1])
		await refused(410, 'GET', `/v1/blocklist?since=${since}`, as(someone), 'since');
	for (const [name, values] of Object.entries({ since: ['x', '1.5', '99999999999999999999'], region: ['XX', 'india'],
		min: ['x', '-0.1', '1.1', 'NaN', '1e9'], format: ['xml', 'JSON'], limit: ['0', '10001', '-1', 'x'], cursor: ['x', 'AAAA'] }))
		for (const value of values)
			await refused(400, 'GET', `/v1/blocklist?${name}=${value}`, as(someone), name);
	const { headers } = await call('GET', '/v1/blocklist?limit=1', as(someone));
	const next = /^<(.+)>; rel="next"$/.exec(headers.link)[1];

	await refused(400, 'GET', next.replace('limit=1', 'limit=2'), as(someone), 'cursor');
	await refused(401, 'GET', '/v1/blocklist');
});

/* ---- by hash ---- */

const digest = (number) => createHash('sha256').update(number).digest('hex');
const range = (prefix, options = as(someone)) => call('GET', `/v1/range/${prefix}`, options);

test('a client that tells only a prefix finds what is listed, and nothing else', async () => {
	const listed = await spam(3);

	await publish();
	for (const number of [...listed, freshNumber(), freshNumber()])
		for (const length of [4, 5, 6]) {
			const { status, headers, text } = await range(digest(number).slice(0, length));
			const lines = text.split('\n');
			const found = lines.filter((line) => line.startsWith(digest(number).slice(length, 12)));

			assert.equal(status, 200);
			assert.match(headers['content-type'], /^text\/plain/);
			assert.equal(found.length, listed.includes(number) ? 1 : 0);
			assert.ok(found.every((line) => line.split(':')[1] === '99'));
			assert.deepEqual([lines.length % 64, new Set(lines.map((line) => line.length)).size], [0, 1]);
			assert.deepEqual([...lines].sort(), lines);
			assert.ok(lines.every((line) => /^[0-9a-f]+:\d\d:[a-z]* *$/.test(line)));
		}
});

/* The lines of each part of an answer, by its name */
function parts(text) {
	const found = {};
	let kind = 'numbers';

	for (const line of text.split('\n'))
		if (/^r100?$/.test(line))
			kind = line;
		else
			(found[kind] ??= []).push(line);
	return found;
}

test('a ten full of spam is found by the prefixes of its numbers, but not against who is clean', async () => {
	const ten = freshNumber().slice(0, -1);
	const [friend, nobody] = [`${ten}8`, `${ten}9`];

	for (const last of [0, 1, 2, 3])
		await rule(`${ten}${last}`, 'spam');
	await rule(friend, 'clean');
	await publish();
	for (const length of [1, 2, 5, 6]) {
		const told = (number, cut) => digest(number.slice(0, number.length - cut)).slice(0, cut ? length : 5);
		const asked = async (number) => {
			const { status, text, headers } = await range(`${told(number, 0)}?r10=${told(number, 1)}&r100=${told(number, 2)}`);
			const found = parts(text);
			const score = (kind, cut) => found[kind].find((line) => line.startsWith(
				digest(number.slice(0, number.length - cut)).slice(cut ? length : 5, 12)))?.split(':')[1];

			assert.equal(status, 200, text);
			assert.equal(headers['cache-control'], 'public, max-age=60');
			assert.deepEqual(Object.keys(found), ['numbers', 'r10', 'r100']);
			for (const lines of Object.values(found)) {
				assert.deepEqual([lines.length % 64, new Set(lines.map((line) => line.length)).size], [0, 1]);
				assert.deepEqual([...lines].sort(), lines);
			}
			return [score('numbers', 0), score('r10', 1), score('r100', 2)];
		};

		assert.deepEqual(await asked(`${ten}0`), ['99', '79', undefined]);
		assert.deepEqual(await asked(nobody), [undefined, '79', undefined]);
		assert.deepEqual(await asked(friend), ['00', '79', undefined]);
		assert.deepEqual(await asked(freshNumber()), [undefined, undefined, undefined]);
	}
	for (const name of ['r10', 'r100'])
		for (const value of ['', 'g', '0123456', '%20a', 'a%0a'])
			await refused(400, 'GET', `/v1/range/abcd?${name}=${value}`, as(someone), name);
});

test('it is the same for everybody, and caches may keep it', async () => {
	const other = await person();
	const [one, two] = [await range('0a1b2'), await range('0A1B2', as(other))];

	assert.equal(one.text, two.text);
	assert.equal(one.headers['cache-control'], 'public, max-age=60');
	assert.equal((await range('0a1b2', as(other, { headers: { 'If-None-Match': one.headers.etag } }))).status, 304);
	for (const prefix of ['abc', 'abcdefa', 'ghijk', '%20abcd', 'abcd%0a', '0x12'])
		await refused(400, 'GET', `/v1/range/${prefix}`, as(someone));
	await refused(401, 'GET', '/v1/range/abcd');
});
