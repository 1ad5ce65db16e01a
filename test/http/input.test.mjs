/*
 * input.test.mjs: every route, each kind of nonsense
 *
 * The cases are made from routes.def: a request that is right, which must
 * succeed, and then the same request with one thing wrong with it, which must
 * be refused with the right status, a problem, and without a trace in the
 * tables. A route that is added is tested by this file without a change.
 */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { aboutField, addContact, as, call, contentOf, exampleContent, freshNumber, freshWord,
	operator, PASSWORD, person, psql, report, routes, rowCounts, search, sentCode } from './support.mjs';

let caller;
let stranger;
let admin;
let foreign;			/* an entry in the book of the stranger */
let leaver;				/* who is gone after the right request */

before(async () => {
	[caller, stranger, admin] = await Promise.all(
		[person(), person(), operator()]);
	leaver = { 'api.me_delete': await person() };
	foreign = (await addContact(stranger, { name: freshWord(),
		phone_number: freshNumber() })).id;
});

/* ---- a right request of a route ---- */

/* The segments of a path, made for the caller of the request */
const SEGMENTS = {
	'/contacts/{id}': async () => (await addContact(caller, {
		name: freshWord(), phone_number: freshNumber() })).id,
	'/api-keys/{id}': async () => (await call('POST', '/v1/api-keys',
		as(caller, { json: { name: freshWord() } }))).body.id,
	'/users/{id}': async () => stranger.id,
	'/reports/{id}': async () => {
		const number = freshNumber();

		await report(caller, number);
		return (await call('GET', `/v1/admin/reports?number=${encodeURIComponent(number)}`,
			as(admin))).body.results[0].id;
	},
	'/appeals/{id}': async () => {
		const owner = await person();
		const { phone_number } = owner;

		await call('POST', '/v1/appeals', as(owner, { json: { phone_number } }));
		return (await call('GET', '/v1/admin/appeals', as(admin))).body.results
			.find((one) => one.phone_number === phone_number).id;
	},
	'/settings/{name}': async () => 'region',
	'/people/{id}': async () =>
		(await search(caller, stranger.phone_number)).results[0].id,
	'/numbers/{number}': async () => freshNumber(),
	'/cnam/{number}': async () => freshNumber(),
	'/PhoneNumbers/{number}': async () => freshNumber(),
	'/range/{prefix}': async () => '0a1b2',
	'/spam-reports/{number}': async () => {
		const number = freshNumber();

		await report(caller, number);
		return number;
	},
	'/call-history/{number}': async () => caller.phone_number,
	'/virtual-numbers/{id}': async (route) => {
		const { id } = (await call('POST', '/v1/virtual-numbers', as(caller, {
			json: { phone_number: freshNumber() } }))).body;

		/* what is called off must have been agreed */
		if (route.method === 'DELETE')
			await call('POST', `/v1/virtual-numbers/${id}/port`, as(caller, { json: {
				direction: 'out', carrier: BODY.carrier(),
				authorization_digest: BODY.authorization_digest(),
				cut_over_at: BODY.cut_over_at() } }));
		return id;
	},
};

const QUERY = { query: 'ka', region: 'IN', email: 'x@y.example', reason: 'nonsense',
	kind: 'logged_in', from: new Date(Date.now() - 5 * 86400e3).toISOString(),
	to: new Date().toISOString(), since: '0', min: '0.8', max: '15', format: 'json',
	Fields: 'caller_name', CountryCode: 'IN', r10: '3', r100: 'c',
	status: 'missed', direction: 'inbound', counterparty: '+919876543210', final: '1' };

const BODY = {
	name: () => `${freshWord()} ${freshWord()}`,
	phone_number: freshNumber,
	username: () => freshWord(12),
	numbers: () => [freshNumber(), 'nobody', 919876543210],
	password: () => PASSWORD,
	email: () => 'input@test.example',
	email_address: () => 'input@test.example',
	region: () => 'IN',
	purpose: () => 'register',
	category: () => 'scam',
	comment: () => 'Called twice.',
	direction: () => 'inbound',
	answered: () => true,
	duration: () => 30,
	created_at: () => '2026-01-02T03:04:05Z',
	refresh: () => caller.refresh,
	reason: () => 'A shop.',
	is_active: () => true,
	status: () => 'active',
	carrier: () => 'Other Telecom',
	authorization_digest: () => '0a'.repeat(32),
	cut_over_at: () => new Date(Date.now() + 86400e3).toISOString(),
	scope: () => 'read',
	locked: () => false,
	roles: () => '',
	hidden: () => true,
	granted: () => true,
	value: () => 'IN',
	expires_at: () => new Date(Date.now() + 86400e3).toISOString(),
};

/* Some routes need more than their row says, or less. */
const MADE = {
	/* one of the two names of the number, and somebody who exists */
	'api.user_create': (body) => ({ ...body, contact_number: undefined }),
	'api.token': (body) => ({ ...body, phone_number: stranger.phone_number }),
	'api.old_token': (body) => ({ ...body, username: stranger.phone_number }),
	'api.old_login': (body) => ({ ...body, username: stranger.phone_number }),
	'api.token_refresh': async (body) =>
		({ ...body, refresh: (await freshSession()).refresh }),
	'api.token_revoke': async (body) =>
		({ ...body, refresh: (await freshSession()).refresh }),
	'api.contact_change': (body) => body,
	'api.appeal': async (body) => {
		/* once in ninety days */
		await psql(`UPDATE data.statement SET at = at - interval '91 days' WHERE phone = '${caller.phone_number}'`);
		await psql(`UPDATE data.number SET state = (private.recompute(phone)).state WHERE phone = '${caller.phone_number}'`);
		return { ...body, phone_number: caller.phone_number };
	},
	'api.opt_out': async (body) => {
		const phone_number = freshNumber();

		return { ...body, phone_number, code: await sentCode(phone_number) };
	},
	'api.number_rule': (body) => ({ ...body, override: 'none' }),
	'api.virtual_number_port': (body) => ({ ...body, direction: 'out' }),
};

const freshSession = async () => (await call('POST', '/v1/token', { json: {
	phone_number: stranger.phone_number, password: PASSWORD } })).body;

const members = (route) => route.arguments.filter((argument) =>
	['BODY', 'MAY', 'HASH', 'DIGEST', 'VERIFIED'].includes(argument.kind));
const needed = (route) => route.arguments.filter((argument) =>
	['BODY', 'HASH', 'DIGEST', 'VERIFIED'].includes(argument.kind));
const parameters = (route) => route.arguments.flatMap(({ kind, name }) =>
	({ QUERY: [name], LIMIT: ['limit'], CURSOR: ['cursor'] })[kind] ?? []);

async function rightPath(route) {
	const [, shape] = /(\/[\w-]+\/\{\w+\})/.exec(route.path) ?? [];

	if (shape === undefined)
		return route.path;
	assert.ok(SEGMENTS[shape], `no segment for ${shape}`);
	return route.path.replace(/\{\w+\}/,
		encodeURIComponent(await SEGMENTS[shape](route)));
}

async function rightBody(route) {
	const body = {};

	for (const { name } of members(route))
		body[name] = BODY[name]?.();
	const made = await (MADE[route.api] ?? ((same) => same))(body);

	/* what no table knows is left out where it may be, else the table lacks it */
	for (const { name, kind } of needed(route))
		assert.notEqual(made[name], undefined, `no value for ${kind} ${name}`);
	return JSON.parse(JSON.stringify(made));
}

async function rightRequest(route) {
	return {
		path: await rightPath(route),
		query: Object.fromEntries(parameters(route)
			.filter((name) => QUERY[name]).map((name) => [name, QUERY[name]])),
		body: takesBody(route) ? await rightBody(route) : undefined,
		content: contentOf(route) && await exampleContent(route),
	};
}

const takesBody = (route) => members(route).length > 0;
const target = ({ path, query }, more = '') => {
	const all = [new URLSearchParams(query).toString(), more].filter(Boolean);

	return all.length ? `${path}?${all.join('&')}` : path;
};

/* The body of a right request, whichever of the two kinds it is */
const sent = (right) => right.content ?? (right.body && { json: right.body });

function options(route, body, more = {}) {
	const { access } = route.scope === 'ADMIN' ? admin : leaver[route.api] ?? caller;

	return { token: route.open ? undefined : access,
		...(body === undefined ? {} : { json: body }), ...more };
}

/* ---- the cases ---- */

/* Sends one wrong request; the right status, or one of them */
async function wrong(about, statuses, method, path, opts) {
	const reply = await call(method, path, opts);

	assert.ok([statuses].flat().includes(reply.status),
		`${about}: ${reply.status} instead of ${statuses}: ${
			reply.text.slice(0, 300)}`);
	return reply;
}

function names(reply, field, about) {
	assert.ok((reply.body.errors ?? []).some((fault) =>
		aboutField(fault, field)),
	`${about}: no error about ${field}: ${reply.text}`);
}

async function tokens(route, right) {
	if (route.open)
		return;
	for (const [about, opts] of [
		['no token', {}],
		['an empty token', { headers: { Authorization: 'Bearer ' } }],
		['no scheme', { headers: { Authorization: caller.access } }],
		['a bad token', { token: 'x.y.z' }],
		['a cut token', { token: caller.access.slice(0, -3) }],
		['the refresh token', { token: caller.refresh }],
	])
		await wrong(about, 401, route.method, target(right),
			{ ...options(route, undefined, sent(right)), token: undefined, ...opts });
}

async function types(route, right) {
	const raw = JSON.stringify(right.body);
	const form = new URLSearchParams(Object.entries(right.body)
		.map(([key, value]) => [key, String(value)])).toString();
	const put = (body, type) => wrong(`type ${type}`, 415, route.method,
		target(right), options(route, undefined, { raw: body, type }));

	for (const type of ['text/plain', 'text/html', 'application/xml',
		'multipart/form-data; boundary=x', 'application/jsonx', 'json', '*/*',
		'application/json-patch+json'])
		await put(raw, type);
	if (!route.has('FORM'))
		await put(form, 'application/x-www-form-urlencoded');
	await wrong('no type', 415, route.method, target(right),
		options(route, undefined, { raw, type: null }));
}

/* Nested so deep, under a name that is unknown where that is allowed */
const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);

async function syntax(route, right) {
	const whole = JSON.stringify(right.body);
	const open = whole.slice(0, -1);
	const join = open === '{' ? '' : ',';
	const [key] = Object.keys(right.body);
	const put = (about, raw, statuses = 400) => wrong(about, statuses,
		route.method, target(right), options(route, undefined, { raw,
			type: 'application/json' }));

	for (const [about, raw] of Object.entries({
		'cut': whole.slice(0, -1) || '{',
		'trailing bytes': `${whole}x`,
		'two values': `${whole}${whole}`,
		'a list': `[${whole}]`,
		'a string': '"x"',
		'a number': '5',
		'null': 'null',
		'a trailing comma': `${open}${join}"x":1,}`,
		'single quotes': "{'name':'x'}",
		'bare names': '{name:"x"}',
		'a comment': `/* x */${whole}`,
		'NaN': `${open}${join}"x":NaN}`,
		'a huge number': `${open}${join}"x":1e999}`,
		'a raw line break in a string': `${open}${join}"x":"a\nb"}`,
		'a raw NUL': `${open}${join}"x":"a\0b"}`,
		'an escaped NUL': `${open}${join}"x":"a\\u0000b"}`,
		'an escaped NUL in a key': `${open}${join}"x\\u0000y":1}`,
		'a lone surrogate': `${open}${join}"x":"\\ud800"}`,
		'a lone low surrogate': `${open}${join}"x":"\\udc00x"}`,
		'a bad escape': `${open}${join}"x":"\\q"}`,
		'too deep': `${open}${join}"x":${nested(17)}}`,
		'far too deep': `${open}${join}"x":${nested(20_000)}}`,
		'only opened': '['.repeat(30_000),
		'blanks': '   ',
	}))
		await put(about, raw);
	names(await put('a key twice', `${open}${join}"${key}":${
		JSON.stringify(right.body[key])},"${key}":${
		JSON.stringify(right.body[key])}}`), key, 'a key twice');
	await put('invalid UTF-8', Buffer.concat([Buffer.from(`${open}${join}"x":"`),
		Buffer.from([0xff, 0xfe]), Buffer.from('"}')]));
	await put('overlong UTF-8', Buffer.concat([
		Buffer.from(`${open}${join}"x":"`), Buffer.from([0xc0, 0x80]),
		Buffer.from('"}')]));
	await put('UTF-8 of a surrogate', Buffer.concat([
		Buffer.from(`${open}${join}"x":"`), Buffer.from([0xed, 0xa0, 0x80]),
		Buffer.from('"}')]));
	await put('a huge body', `${open}${join}"x":"${'x'.repeat(70_000)}"}`, 413);
}

const WRONG_TYPES = {
	TEXT: [5, 1.5, true, {}, [], ['x']],
	NULLABLE: [5, 1.5, true, {}, [], ['x']],
	NUMBER: [1.5, -5, true, {}, [], 1e300],
	INT: ['x', '5', 1.5, true, {}, [], 1e300],
	REAL: ['x', '1', true, {}, []],
	BOOL: ['true', 1, 0, {}, []],
	NUMBERS: ['x', 5, true, {}, [], [null], [1.5], ['1', true], [{}], [['1']], Array(1001).fill('1')],
};

/* What each member refuses, whatever the route */
const WRONG_VALUES = {
	name: ['', '   ', '\u200b', 'a\u0001b', 'a\nb', 'x'.repeat(257),
		'é'.repeat(129)],
	phone_number: ['', 'abc', '1', '+', '+999123456789', '9'.repeat(40),
		'+91987654321\u0001', '98765\u0007 43210', `+91${' '.repeat(80)}9876543210`],
	contact_number: ['', 'abc', '+999123456789'],
	email: ['x', 'a@', '@b.example', 'a@b', `${'x'.repeat(250)}@b.example`],
	email_address: ['x', 'a@', 'a@b'],
	region: ['XX', 'india', 'I'],
	purpose: ['login', 'REGISTER'],
	category: ['nonsense', 'SCAM!'],
	comment: ['x'.repeat(2001), 'a\u0001b'],
	direction: ['sideways'],
	duration: [-1, 1e9],
	created_at: ['yesterday', '2026-02-30T00:00:00Z', '9999-01-01T00:00:00Z'],
	username: ['', '  ', 'x'.repeat(151), '12345', '+919876543210', 'a\u0001b'],
	password: ['', 'short', 'x'.repeat(129)],
	roles: ['root', 'ADMIN', 'admin,agent'],
	value: ['', 'XX', 'india'],
	status: ['', 'on', 'ported_out', 'Active'],
	carrier: ['', '  ', 'a\u0001b', 'x'.repeat(257)],
	authorization_digest: ['', 'code', '0a'.repeat(31), 'xy'.repeat(32)],
	cut_over_at: ['', 'soon', '2026-02-30T00:00:00Z', '2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z'],
	scope: ['', 'root', 'READ', 'read,write'],
	expires_at: ['tomorrow', '2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z'],
};

async function shapes(route, right) {
	const put = (about, body, statuses = 400) => wrong(about, statuses,
		route.method, target(right), options(route, body));

	if (!route.has('LENIENT'))
		for (const [about, extra] of [['an unknown member', 'surprise'],
			['a member of another case', 'Phone_Number'],
			['the prototype', '__proto__'], ['the role', 'role'],
			['an empty name', '']])
			await put(about, JSON.parse(`{"${extra}":"x",${
				JSON.stringify(right.body).slice(1)}`.replace(/,}$/, '}')));

	for (const { name, kind } of needed(route)) {
		const { [name]: _, ...rest } = right.body;

		names(await put(`without ${name}`, rest), name, `without ${name}`);
		names(await put(`${name} null`, { ...right.body, [name]: null }), name,
			`${name} null`);
		/* what a login does not accept is a wrong login */
		if (kind === 'VERIFIED' || kind === 'DIGEST')
			for (const value of [5, true, {}, []])
				await put(`${name} ${JSON.stringify(value)}`,
					{ ...right.body, [name]: value });
	}
	for (const { name, kind, type } of members(route)) {
		/* any text may be asked whether it is a password or a token */
		const secret = kind === 'VERIFIED' || kind === 'DIGEST';
		/* two names of one thing: alone, so that its own value counts */
		const rest = name === 'contact_number'
			? { ...right.body, phone_number: undefined } : right.body;

		for (const value of WRONG_TYPES[type ?? 'TEXT']) {
			const about = `${name} ${JSON.stringify(value)}`;

			names(await put(about, { ...rest, [name]: value }), name, about);
		}
		for (const value of secret ? [] : [...WRONG_VALUES[name] ?? [],
			'x'.repeat(60_000)]) {
			const about = `${name} ${JSON.stringify(value).slice(0, 60)}`;

			names(await put(about, { ...rest, [name]: value }), name, about);
		}
	}
}

async function addresses(route, right) {
	const id = /^(.*?)\/([^/]+)((?:\/(?:report_spam|port|decision|reviews|rulings))?)$/.exec(right.path);
	const at = (segment) => `${id[1]}/${segment}${id[3]}`;
	const put = (about, path, statuses) => wrong(about, statuses, route.method,
		path, options(route, undefined, sent(right)));

	if (route.path.includes('{id}')) {
		if (!/people|admin/.test(route.path))
			await put('a foreign id', at(foreign), 404);
		for (const unknown of ['00000000-0000-4000-8000-000000000000', '1', '-1',
			'x', `${id[2]}0`, id[2].slice(1), `${id[2]}${id[2]}`, "'", 'null',
			'%F0%9F%91%A9'])
			await put(`id ${unknown}`, at(unknown), 404);
	}
	if (route.path.includes('{'))
		for (const broken of ['%', '%2', '%zz', '%00', 'a%00b', '%ff', '%c0%af',
			'%ed%a0%80', '%0a', 'x'.repeat(300)])
			await put(`segment ${broken.slice(0, 20)}`, at(broken), [400, 404]);
}

async function queries(route, right) {
	const known = parameters(route);
	const put = (about, more, statuses = 400) => wrong(about, statuses,
		route.method, target(right, more), options(route, undefined, sent(right)));

	for (const more of ['surprise=1', 'surprise', 'x%00=1', '%ff=1', '=', '=1',
		'access_token=x', 'QUERY=x', '[]=1', '%zz=1', '%', '%2=1', 'x=%zz'])
		await put(`?${more}`, more);
	for (const name of known) {
		const value = { limit: '5', cursor: 'x' }[name] ?? QUERY[name];
		const bare = { ...right, query: { ...right.query } };

		delete bare.query[name];
		const ask = (about, more) => wrong(`${name} ${about}`, 400, route.method,
			target(bare, more), options(route, undefined, sent(right)));

		names(await ask('twice', `${name}=${value}&${name}=${value}`), name, 'twice');
		await ask('twice, once escaped',
			`${name}=${value}&%${name.charCodeAt(0).toString(16)}${
				name.slice(1)}=${value}`);
		await ask('without a value', name);
		for (const bad of ['%zz', '%', '%2', '%00', 'a%00b', '%ff', '%c0%80',
			'%ed%a0%80', '%f5%80%80%80', 'a%01b'])
			await ask(bad, `${name}=${bad}`);
	}
	if (route.arguments.some(({ kind }) => kind === 'LIMIT'))
		for (const limit of ['0', '-1', '51', '1000000', 'abc', '1.5', '1e1', '',
			'+5', '%205', '5%20', '0x5', '99999999999999999999', 'NaN', '٥'])
			names(await put(`limit ${limit}`,
				`limit=${encodeURI(limit).replace('%25', '%')}`), 'limit', limit);
	if (known.includes('cursor'))
		for (const cursor of ['', 'x', '0', 'null', 'AAAAAAAA', 'a.b', '..',
			'A'.repeat(43), 'A'.repeat(2000)])
			names(await put(`cursor ${cursor.slice(0, 20)}`, `cursor=${cursor}`),
				'cursor', cursor);
	if (known.includes('region'))
		for (const region of ['XX', 'india', '1'])
			await wrong(`region ${region}`, 400, route.method,
				target({ ...right, query: { ...right.query, region } }),
				options(route, undefined, sent(right)));
}

/* A body as a whole: absent, too large, or of a type that is not taken */
async function contents(route, right) {
	const { raw } = right.content;
	const { media, kilobytes, type: kind } = contentOf(route);
	const put = (about, statuses, body, type) => wrong(about, statuses,
		route.method, target(right), options(route, undefined, { raw: body, type }));

	for (const type of ['text/html', 'application/xml', 'multipart/form-data; boundary=x',
		'application/x-www-form-urlencoded', `${media[0]}x`, media[0].split('/')[0], '*/*', null])
		if (!media.includes(type))
			await put(`type ${type}`, 415, raw, type);
	for (const type of media) {
		await put('nothing', 400, '', type);
		if (kind === 'TEXT')
			for (const bytes of [[0xff, 0xfe], [0x61, 0x00], [0xc0, 0x80], [0xed, 0xa0, 0x80]])
				await put('no UTF-8', 400, Buffer.from(bytes), type);
		/* of what is larger, the web server closes the connection unread */
		if (kilobytes <= 64)
			await put('a huge body', 413, 'x'.repeat(kilobytes * 1024 + 1), type);
	}
}

/* A body where there is none to be: ignored or refused, never a fault */
async function strayBody(route, right) {
	for (const raw of ['{}', 'x', '{'])
		assert.ok((await call(route.method, target(right), options(route,
			undefined, { raw, type: 'application/json' }))).status < 500);
}

/* ---- all routes ---- */

for (const route of routes()) {
	const about = `${route.method} ${route.path}`;

	test(`${about}: the right request succeeds`, async () => {
		const right = await rightRequest(route);
		const reply = await call(route.method, target(right),
			options(route, undefined, sent(right)));

		assert.ok(reply.status >= 200 && reply.status < 300,
			`${reply.status} ${reply.text}`);
		if (leaver[route.api] !== undefined)
			leaver[route.api] = await person();
	});

	test(`${about}: nonsense is refused and leaves no trace`, async (t) => {
		const right = await rightRequest(route);
		const cases = {
			tokens,
			...(takesBody(route) ? { types, syntax, shapes } : {}),
			...(right.content ? { contents } : {}),
			addresses, queries,
		};

		for (const [name, run] of Object.entries(cases))
			await t.test(name, async () => {
				const earlier = await rowCounts();

				await run(route, right);
				assert.deepEqual(await rowCounts(), earlier);
			});
		if (!takesBody(route) && route.method === 'GET')
			await t.test('a stray body', () => strayBody(route, right));
	});
}

test('what LENIENT routes ignore is ignored, and nothing else', async () => {
	for (const route of routes().filter((row) => row.has('LENIENT'))) {
		const right = await rightRequest(route);
		const reply = await call(route.method, right.path, options(route,
			{ ...right.body, surprise: { deep: [1] }, role: 'admin' }));

		assert.ok([200, 201].includes(reply.status), reply.text);
		assert.equal(reply.body.role, undefined);
		assert.equal(reply.body.surprise, undefined);
	}
});

test('forms are read as strictly as JSON', async () => {
	const form = (raw, statuses = 400) => wrong(raw.slice(0, 60), statuses,
		'POST', '/spam/', as(caller, { raw,
			type: 'application/x-www-form-urlencoded' }));
	const number = encodeURIComponent(freshNumber());

	await form(`phone_number=${number}`, 200);
	await form(`phone_number=${number}&comment=two+words%21`, 200);
	for (const raw of ['', 'phone_number', 'phone_number=', '=', '&&',
		`phone_number=${number}&phone_number=${number}`,
		`phone_number=${number}&surprise=1`, `phone_number=%zz`,
		`phone_number=${number}&comment=%00`, `phone_number=${number}&comment=%ff`,
		`phone_number=${number}%`, `phone_number[]=${number}`,
		'{"phone_number":"+919876543210"}'])
		await form(raw);
	await form(`phone_number=${number}&comment=${'x'.repeat(70_000)}`, 413);
});

test('JSON with a charset or another case of the type is JSON', async () => {
	for (const type of ['application/json; charset=utf-8', 'Application/JSON',
		'application/json;charset=UTF-8'])
		assert.equal((await call('POST', '/v1/spam-reports', as(caller, {
			raw: JSON.stringify({ phone_number: freshNumber() }), type }))).status,
		201, type);
});

test('numbers of JSON that are no whole numbers are no phone numbers', async () => {
	for (const raw of ['1e10', '9876543210.0', '9876543210.5', '-9876543210',
		'1e400', '99999999999999999999999999', '0x9876543210', '09876543210'])
		await wrong(raw, 400, 'POST', '/v1/spam-reports', as(caller, {
			raw: `{"phone_number":${raw}}` }));
});
