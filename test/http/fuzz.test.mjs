/*
 * fuzz.test.mjs: requests bent at random, route by route
 *
 * Whatever comes in, an answer goes out: a success, or a 4xx that is a
 * well-formed problem (support.mjs looks at each). The dice are the same in
 * every run, unless FUZZ_SEED says others; FUZZ_ROUNDS makes it longer.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, call, freshNumber, freshWord, ok, PASSWORD, person,
	routes, contentOf, exampleContent } from './support.mjs';

const SEED = Number(process.env.FUZZ_SEED ?? 1);
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 200);

/* mulberry32: enough for tests, and the same everywhere */
function dice(seed) {
	let state = seed >>> 0;

	return (sides) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let word = Math.imul(state ^ (state >>> 15), state | 1);

		word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
		return ((word ^ (word >>> 14)) >>> 0) % sides;
	};
}

const ODD_TEXT = ['', ' ', '0', '-1', '+', '%', '\\', '"', "'", '\u0000', '\u0001',
	'\u001b[31m', '\u007f', '\u0085', '\u00ad', '\u200b', '\u2028', '\u202e',
	'\ufeff', '\ufffd', '\ufffe', '\u{1f600}', '\u{10ffff}', 'é', 'ß', 'ﬁ', 'İ', 'ı',
	'𝟗𝟖𝟕𝟔𝟓𝟒𝟑𝟐𝟏𝟎', '٩٨٧٦٥٤٣٢١٠', '+919876543210', '98765 43210', '(0)98765',
	'tel:+91-98765-43210;ext=5', '98765x43210', '1e9', 'NaN', 'null', 'true',
	'2026-01-01T00:00:00Z', '2026-13-41T99:99:99+99:99', '0000-00-00T00:00:00Z',
	'infinity', '../..', '{{7*7}}', '${7*7}', '<x>', "' OR '1'='1", '; --',
	'$1', '%s%n', 'a@b.example', 'x'.repeat(300), 'é'.repeat(3000),
	'9'.repeat(64), '9'.repeat(5000), '\u0301'.repeat(200)];
const ODD_VALUE = [null, true, false, 0, -0, -1, 1.5, 1e308, 5e-324,
	2 ** 31, 2 ** 53, -(2 ** 63), 9876543210, [], {}, [[]], [null], { a: 1 }];
const ODD_BYTE = [0x00, 0x0a, 0x0d, 0x1f, 0x20, 0x22, 0x25, 0x26, 0x2b, 0x2c,
	0x2f, 0x3a, 0x3d, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xbf, 0xc0, 0xc1,
	0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0xff];
const TYPES = ['application/json', 'application/json; charset=utf-16',
	'application/x-www-form-urlencoded', 'text/plain', '', 'x', undefined];

const USUAL = {
	name: 'Fuzz Name', phone_number: '+917000000001', password: PASSWORD,
	email: 'fuzz@test.example', email_address: 'fuzz@test.example', region: 'IN',
	category: 'scam', comment: 'hm', direction: 'inbound', answered: true,
	duration: 5, created_at: '2026-01-01T00:00:00Z', refresh: 'A'.repeat(43),
	username: '+917000000001', contact_number: '+917000000001', query: 'as',
	limit: '5', cursor: 'AAAA', number: '+917000000001', numbers: ['+917000000001', 7000000002, 'x'],
	prefix: '0a1b2', r10: '0', r100: 'fe', since: '0', min: '0.5', max: '15', format: 'csv', Fields: 'caller_name,line_status',
	CountryCode: 'IN',
};

function bend(roll, value) {
	const pick = (list) => list[roll(list.length)];

	switch (roll(5)) {
		case 0: return pick(ODD_VALUE);
		case 1: return pick(ODD_TEXT);
		case 2: return `${pick(ODD_TEXT)}${value}`;
		case 3: return `${value}${pick(ODD_TEXT)}`;
		default: return value;
	}
}

function bentBody(roll, names) {
	const body = {};

	for (const name of names)
		if (roll(8) > 0)
			body[name] = bend(roll, USUAL[name] ?? 'x');
	if (roll(10) === 0)
		body[ODD_TEXT[roll(ODD_TEXT.length)]] = ODD_VALUE[roll(ODD_VALUE.length)];
	return bentBytes(roll, Buffer.from(JSON.stringify(body)), 3);
}

/* Now and then, or always, bytes of it are others, gone, or there twice */
function bentBytes(roll, bytes, often) {
	for (let blows = roll(often) === 0 ? 1 + roll(4) : 0; blows > 0; blows--) {
		const at = roll(bytes.length + 1);

		bytes = Buffer.concat([bytes.subarray(0, at),
			Buffer.from([ODD_BYTE[roll(ODD_BYTE.length)]].slice(0, roll(3))),
			bytes.subarray(Math.max(0, at - roll(3) + 1))]);
	}
	return bytes;
}

/* A text for a place in the URL: mostly escaped well, sometimes not */
function bentEscape(roll, value) {
	const text = Buffer.from(String(bend(roll, value)).slice(0, 1000));
	let out = '';

	for (const byte of text)
		out += roll(40) === 0 ? ['%', '%z', '%0', '%00', '%ff', '%25', '&', '=',
			'?', ';', '+'][roll(11)]
			: /[\w.~-]/.test(String.fromCharCode(byte)) && byte < 0x80
				? String.fromCharCode(byte)
				: `%${byte.toString(16).padStart(2, '0')}`;
	return out;
}

function bentPath(roll, route, id) {
	const path = route.path.replace(/\{(\w+)\}/g, (_, name) =>
		bentEscape(roll, name === 'id' ? id : USUAL[name]) || 'x');
	const names = route.arguments.flatMap(({ kind, name }) =>
		({ QUERY: [name], LIMIT: ['limit'], CURSOR: ['cursor'] })[kind] ?? []);
	const query = names.filter(() => roll(3) > 0)
		.map((name) => `${roll(12) ? name : bentEscape(roll, name)}=${
			bentEscape(roll, USUAL[name])}`);

	if (roll(12) === 0)
		query.push(bentEscape(roll, 'surprise'));
	return path + (roll(2) ? '/' : '') + (query.length
		? `?${query.join('&')}` : '');
}

for (const [index, route] of routes().entries())
	test(`${route.method} ${route.path} withstands ${ROUNDS} bent requests`, async (t) => {
		const roll = dice(SEED + index);
		const someone = await person();
		const { id } = await addContact(someone, { name: freshWord(),
			phone_number: freshNumber() });
		const names = route.arguments.filter(({ kind }) =>
			['BODY', 'MAY', 'HASH', 'DIGEST', 'VERIFIED'].includes(kind))
			.map(({ name }) => name);
		const whole = contentOf(route);
		let last;

		t.diagnostic(`FUZZ_SEED=${SEED}`);
		try {
			for (let round = 0; round < ROUNDS; round++) {
				last = { path: bentPath(roll, route, id),
					options: { token: route.open && roll(2) ? undefined
						: someone.access } };
				if (whole !== undefined) {
					const { raw, type } = await exampleContent(route, whole.media[roll(whole.media.length)]);

					Object.assign(last.options, { raw: bentBytes(roll, Buffer.from(raw), 1),
						type: roll(6) ? type : whole.media[roll(whole.media.length)] });
				} else if (names.length > 0 || roll(4) === 0)
					Object.assign(last.options, { raw: bentBody(roll, names),
						type: roll(6) ? TYPES[0] : TYPES[roll(TYPES.length)] });
				await call(route.method, last.path, last.options);
			}
		} catch (fault) {
			fault.message += ` in ${route.method} ${last.path} ${
				last.options.raw?.toString('latin1').slice(0, 500)} of FUZZ_SEED=${SEED}`;
			throw fault;
		}
		/* and it still works for those who ask properly, if they have not left */
		if (route.api === 'api.me_delete')
			await call('GET', '/v1/me', as(someone));
		else
			assert.equal((await ok(200, 'GET', '/v1/me', as(someone))).id, someone.id);
	});
