/* openapi.test.mjs: the description says everything of every route, and says it of routes.def */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { call, routes, url } from './support.mjs';

let document;

before(async () => {
	const reply = await call('GET', '/openapi.json');

	assert.equal(reply.status, 200);
	assert.match(reply.headers['content-type'], /^application\/json/);
	document = reply.body;
});

/* Every operation: [what it is called, path, method, itself] */
const operations = () => Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) =>
		[`${method.toUpperCase()} ${path}`, path, method, operation]));
const resolve = (one) => one.$ref === undefined ? one
	: one.$ref.slice(2).split('/').reduce((place, name) => place[name], document);

function isFit(schema, value) {
	try {
		fits(schema, value, '');
		return true;
	} catch {
		return false;
	}
}

/* As much of JSON Schema as the description uses */
function fits(schema, value, where) {
	const { type, $ref, properties = {}, required = [], items, enum: words, anyOf,
		oneOf } = schema;
	const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
	const kinds = [kind, Number.isInteger(value) ? 'integer' : kind];

	if ($ref !== undefined)
		fits(resolve(schema), value, where);
	if (type !== undefined)
		assert.ok([type].flat().some((one) => kinds.includes(one)), `${where}: ${kind} is not ${type}`);
	if (words !== undefined)
		assert.ok(words.includes(value), `${where}: ${value}`);
	if (kind === 'string') {
		assert.ok(value.length >= (schema.minLength ?? 0), where);
		assert.ok(value.length <= (schema.maxLength ?? Infinity), where);
		assert.match(value, new RegExp(schema.pattern ?? ''), where);
	}
	if (kind === 'number') {
		assert.ok(value >= (schema.minimum ?? -Infinity), where);
		assert.ok(value <= (schema.maximum ?? Infinity), where);
	}
	if (anyOf !== undefined)
		assert.ok(anyOf.some((one) => isFit(one, value)), where);
	if (oneOf !== undefined)
		assert.equal(oneOf.filter((one) => isFit(one, value)).length, 1, where);
	for (const [n, item] of kind === 'array' && items ? value.entries() : [])
		fits(items, item, `${where}[${n}]`);
	if (kind !== 'object')
		return;
	for (const name of required)
		assert.ok(name in value, `${where} lacks ${name}`);
	for (const [name, inside] of Object.entries(value)) {
		assert.ok(properties[name] !== undefined || schema.properties === undefined,
			`${where} has ${name}`);
		fits(properties[name] ?? {}, inside, `${where}.${name}`);
	}
}

test('it is OpenAPI 3.1, and the routes are those of routes.def', () => {
	const own = ['GET /healthz', 'GET /readyz', 'GET /metrics'];

	assert.match(document.openapi, /^3\.1\./);
	assert.deepEqual(operations().map(([name]) => name).sort(),
		[...routes().map(({ method, path }) => `${method} ${path}`), ...own].sort());
});

test('every operation has an id of its own, a tag, words and its security', () => {
	const ids = new Set(), tags = document.tags.map(({ name }) => name);

	for (const [name, path, method, operation] of operations()) {
		const route = routes().find((one) =>
			one.path === path && one.method.toLowerCase() === method);

		assert.match(operation.operationId, /^[a-z0-9_]+$/, name);
		assert.ok(!ids.has(operation.operationId), operation.operationId);
		ids.add(operation.operationId);
		assert.ok(operation.summary && operation.description, name);
		assert.ok(operation.tags.every((tag) => tags.includes(tag)), name);
		assert.deepEqual(operation.security, route?.open ?? true ? []
			: [{ bearer: [] }, { key: [] }, ...route.has('GUEST') ? [{}] : []], name);
	}
});

test('every parameter of routes.def is described, with its type and an example', () => {
	for (const { method, path, arguments: list, has } of routes()) {
		const operation = document.paths[path][method.toLowerCase()];
		const parameters = (operation.parameters ?? []).map(resolve);
		const named = (place) => parameters.filter((one) => one.in === place)
			.map(({ name }) => name).sort();
		const wanted = (...kinds) => list.filter(({ kind }) => kinds.includes(kind))
			.map(({ kind, name }) => name || kind.toLowerCase()).sort();

		assert.deepEqual(named('path'), wanted('PATH'), path);
		assert.deepEqual(named('query'), wanted('QUERY', 'LIMIT', 'CURSOR'), path);
		assert.deepEqual(named('header'), [has('MATCH') && 'If-Match',
			has('ETAG') && 'If-None-Match', has('IDEMPOTENT') && 'Idempotency-Key']
			.filter(Boolean).sort(), path);
		for (const one of parameters) {
			assert.ok(one.description && one.schema.type, `${path} ${one.name}`);
			if (one.example !== undefined)
				fits(one.schema, one.example, `${path} ${one.name}`);
			if (one.in === 'path')
				assert.ok(one.required && one.example !== undefined, `${path} ${one.name}`);
		}
	}
});

test('every body has its members and an example that fits', () => {
	for (const { method, path, arguments: list, has } of routes()) {
		const { requestBody } = document.paths[path][method.toLowerCase()];
		const wanted = list.filter(({ kind }) => ['BODY', 'MAY', 'HASH', 'DIGEST', 'VERIFIED']
			.includes(kind)).map(({ name }) => name);
		const whole = list.find(({ kind }) => kind === 'CONTENT');

		assert.equal(requestBody !== undefined, wanted.length > 0 || whole !== undefined, path);
		if (requestBody === undefined)
			continue;
		if (whole !== undefined) {
			assert.deepEqual(Object.keys(requestBody.content), whole.media, path);
			assert.ok(requestBody.required, path);
			for (const { schema, example } of Object.values(requestBody.content)) {
				assert.notEqual(example, undefined, path);
				fits(schema, example, path);
			}
			continue;
		}
		assert.equal('application/x-www-form-urlencoded' in requestBody.content, has('FORM'), path);
		for (const { schema, example } of Object.values(requestBody.content)) {
			for (const name of wanted)
				assert.ok(schema.properties[name].description, `${path} ${name}`);
			fits(schema, example, path);
		}
	}
});

test('every answer has words, and every body a shape and an example that fits', () => {
	for (const [name, , , operation] of operations()) {
		const statuses = Object.keys(operation.responses);

		assert.ok(statuses.some((status) => status < 300), name);
		assert.ok(statuses.some((status) => status >= 400), name);
		for (const [status, response] of Object.entries(operation.responses)) {
			const { description, content, headers } = resolve(response);

			assert.ok(description, `${name} ${status}`);
			assert.equal(content === undefined, ['204', '304'].includes(status), `${name} ${status}`);
			for (const header of Object.values(headers ?? {}))
				assert.ok(resolve(header).description && resolve(header).schema, `${name} ${status}`);
			for (const [type, { schema, example }] of Object.entries(content ?? {})) {
				assert.equal(type === 'application/problem+json', status >= 400, `${name} ${status}`);
				assert.notEqual(example, undefined, `${name} ${status}`);
				fits(schema, example, `${name} ${status}`);
			}
		}
	}
});

test('what follows from a rule is said of every route under it', () => {
	for (const { method, path, open, has } of routes()) {
		const { responses } = document.paths[path][method.toLowerCase()];
		const must = [400, 429, 503, 504, ...open ? [] : [401, 403],
			...has('MATCH') ? [412] : [], ...has('IDEMPOTENT') ? [409, 422] : [],
			...has('ETAG') && method === 'GET' ? [304] : []];

		for (const status of must)
			assert.ok(status in responses, `${method} ${path} ${status}`);
	}
});

test('errors are described as they are: a code is a number for Twilio\'s clients, else a word', () => {
	for (const { method, path, has } of routes())
		for (const [status, response] of Object.entries(document.paths[path][method.toLowerCase()].responses)
			.filter(([code]) => code >= 400)) {
			const { schema, example } = resolve(response).content['application/problem+json'];

			assert.equal(resolve(schema).properties.code.type, has('TWILIO') ? 'integer' : 'string', `${path} ${status}`);
			assert.equal(example.code, has('TWILIO') ? { 401: 20003 }[status] ?? 20000 + Number(status) : undefined, path);
		}
});

test('nginx lets as much of a body pass as the route takes', () => {
	const conf = readFileSync(new URL('../../nginx.conf', import.meta.url), 'utf8');
	const places = Object.fromEntries(Array.from(
		conf.matchAll(/location = (\/\S+) \{\s+client_max_body_size (\d+)([km]);/g),
		([, path, size, unit]) => [path, size * (unit === 'm' ? 1024 : 1)]));

	for (const { path, arguments: list } of routes())
		for (const { kilobytes } of list.filter(({ kind }) => kind === 'CONTENT'))
			for (const form of [path, `${path}/`])
				assert.equal(places[form] ?? 64, kilobytes, form);
});

test('the readers are served, and whole', async () => {
	for (const path of ['/docs', '/docs/', '/redoc', '/redoc/']) {
		const page = await call('GET', path);

		assert.match(page.headers['content-type'], /^text\/html/);
		assert.doesNotMatch(page.text, /https?:\/\//);
		for (const [, file] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
			assert.equal((await call('GET', file)).status, 200, file);
			/* packed or not, it is the same */
			const [packed, plain] = await Promise.all(['gzip', 'identity'].map(async (coding) =>
				(await fetch(new URL(file, url), { headers: { 'Accept-Encoding': coding } })).text()));
			assert.equal(packed, plain, file);
		}
	}
});
