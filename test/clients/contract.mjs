/*
 * contract.mjs: portman makes requests of the description, newman sends them
 *
 *	node test/clients/contract.mjs openapi.json folder
 *
 * What the description cannot know is put in here: an account made for this
 * run, ids of what it has, numbers that nobody has yet. Examples must succeed,
 * in the order in which a client would send them; a body that lacks a member,
 * or whose member is too long, too short or too small, must be a 400.
 */

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { addContact, as, freshNumber, freshWord, ok, operator, PASSWORD, person, report, search, sentCode, url } from '../http/support.mjs';

const [document, folder] = process.argv.slice(2);
const file = (name) => path.join(folder, name);
const run = (program, ...args) => execFileSync(program, args,
	{ stdio: ['ignore', 'inherit', 'inherit'], cwd: folder });

/* ---- what the examples speak of ---- */

const caller = await operator();
const entry = { name: 'Ravi Kumar', phone_number: freshNumber() };
const { id: contact } = await addContact(caller, entry);
const { id: oldContact } = await addContact(caller, { ...entry, phone_number: freshNumber() });
const { results: [{ id: found }] } = await search(caller, caller.phone_number);
const { id: key } = await ok(201, 'POST', '/v1/api-keys',
	{ token: caller.access, json: { name: 'a program' } });
const reported = freshNumber();
const { id: rented } = await ok(201, 'POST', '/v1/virtual-numbers',
	as(caller, { json: { phone_number: freshNumber() } }));
const spare = async () => (await ok(200, 'POST', '/v1/token',
	{ json: { phone_number: caller.phone_number, password: PASSWORD } })).refresh;

await report(caller, reported);
const other = await person();
const moderated = freshNumber();
await report(other, moderated);
const { results: [said] } = await ok(200, 'GET', `/v1/admin/reports?number=${
	encodeURIComponent(moderated)}`, as(caller));
await ok(201, 'POST', '/v1/appeals', as(other, { json: { phone_number: other.phone_number } }));
const { results: [appealed] } = await ok(200, 'GET', '/v1/admin/appeals', as(caller));

const parameters = (target, values) => ({
	openApiOperation: target,
	overwriteRequestPathVariables: Object.entries(values).map(([key, value]) =>
		({ key, value, overwrite: true })),
});
const members = (target, values) => ({
	openApiOperation: target,
	overwriteRequestBody: Object.entries(values).map(([key, value]) =>
		({ key, value, overwrite: true })),
});
const login = { phone_number: caller.phone_number, password: PASSWORD };

const leaver = await person();
const stranger = freshNumber();
const overwrites = [
	/* each is an event of its own: an id is that of one event for ever */
	...['/v1/call-events', '/process-events'].map((to) => members(`POST::${to}`, { event_id: randomUUID() })),
	members('POST::/v1/codes', { phone_number: freshNumber() }),
	members('POST::/v1/opt-outs', { phone_number: stranger, code: await sentCode(stranger) }),
	members('POST::/v1/admin/opt-outs', { phone_number: freshNumber() }),
	/* who is renamed and forgotten is somebody else than who goes on asking */
	...['PATCH', 'DELETE'].map((method) => ({ openApiOperation: `${method}::/v1/me`,
		overwriteRequestSecurity: { bearer: { token: leaver.access } } })),
	parameters('*::/v1/contacts/{id}', { id: contact }),
	parameters('*::/api/contacts/{id}', { id: oldContact }),
	parameters('*::/api/contacts/{id}/report_spam', { id: oldContact }),
	parameters('*::/v1/api-keys/{id}', { id: key }),
	parameters('*::/v1/people/{id}', { id: found }),
	parameters('*::/v1/admin/users/{id}', { id: other.id }),
	parameters('*::/v1/admin/reports/{id}', { id: said.id }),
	parameters('*::/v1/admin/appeals/{id}/decision', { id: appealed.id }),
	parameters('*::/v1/admin/settings/{name}', { name: 'region' }),
	parameters('DELETE::/v1/spam-reports/{number}', { number: reported }),
	parameters('*::/v1/virtual-numbers/{id}', { id: rented }),
	parameters('*::/v1/virtual-numbers/{id}/port', { id: rented }),
	parameters('*::/v1/call-history/{number}', { number: caller.phone_number }),
	parameters('*::/call-history/{number}', { number: caller.phone_number }),
	members('POST::/v1/virtual-numbers', { phone_number: freshNumber() }),
	members('POST::/api/virtual_numbers/create', { phone_number: freshNumber() }),
	members('POST::/v1/virtual-numbers/{id}/port', {
		cut_over_at: new Date(Date.now() + 86400e3).toISOString() }),
	{ openApiOperation: 'GET::/v1/blocklist', overwriteRequestQueryParams: [{ key: 'since', remove: true }] },
	members('PATCH::/v1/contacts/{id}', { phone_number: freshNumber() }),
	members('PATCH::/api/contacts/{id}', { phone_number: freshNumber() }),
	members('POST::/v1/users', { phone_number: freshNumber() }),
	members('POST::/api/users', { phone_number: freshNumber() }),
	members('POST::/v1/appeals', { phone_number: caller.phone_number }),
	members('POST::/register/register', { username: freshWord(12), phone_number: freshNumber() }),
	members('POST::/register/login', login),
	members('POST::/v1/token', login),
	members('POST::/api/token', login),
	members('POST::/v1/token/refresh', { refresh: await spare() }),
	members('POST::/api/token/refresh', { refresh: await spare() }),
	members('POST::/v1/token/revoke', { refresh: await spare() }),
	/* a cursor, a tag and a key are good for one request only */
	{ openApiOperation: '*::/*',
		overwriteRequestQueryParams: ['cursor', 'region', 'user', 'number', 'status', 'direction', 'counterparty']
			.map((key) => ({ key, remove: true })),
		overwriteRequestHeaders: ['If-Match', 'If-None-Match', 'Idempotency-Key'].map((key) =>
			({ key, remove: true })) },
];

/* ---- what is expected ---- */

const fuzz = (...kinds) => kinds.map((kind) => ({ [kind]: { enabled: true } }));
const refused = {
	openApiOperation: 'POST::/*',
	/* portman takes each of two alternatives for needed, and bends neither of two
	 * shapes; any token may be revoked */
	excludeForOperations: ['POST::/v1/users', 'POST::/api/users', 'POST::/v1/token',
		'POST::/api/token', 'POST::/register/login', 'POST::/v1/token/revoke',
		'POST::/v1/call-events', 'POST::/process-events',
		/* a body without members; one whose answer has no body */
		'POST::/v1/contacts/import', 'POST::/v1/opt-outs', 'POST::/v1/admin/opt-outs'],
	variations: [{
		name: 'refused',
		tests: { contractTests: [
			{ statusCode: { enabled: true, code: 400 } }, { jsonBody: { enabled: true } }] },
		fuzzing: [{ requestBody: fuzz('requiredFields', 'minLengthFields',
			'maxLengthFields', 'minimumNumberFields', 'maximumNumberFields') }],
	}],
};
const kept = ['statusSuccess', 'contentType', 'jsonBody', 'schemaValidation', 'headersPresent'];

writeFileSync(file('portman.json'), JSON.stringify({
	version: 1.0,
	globals: {
		securityOverwrites: { bearer: { token: '{{bearerToken}}' } },
		orderOfOperations: ['GET::/*', 'POST::/*', 'PUT::/*', 'PATCH::/*', 'DELETE::/*'],
	},
	tests: {
		contractTests: [{ openApiOperation: '*::/*',
			...Object.fromEntries(kept.map((name) => [name, { enabled: true }])) }],
		variationTests: [refused],
	},
	overwrites,
}, null, '\t'));

run('portman', '-l', document, '-c', file('portman.json'), '-b', url.origin,
	'-o', file('collection.json'), '-n', 'false');
run('newman', 'run', file('collection.json'), '--color', 'off',
	'--reporters', 'cli', '--reporter-cli-no-success-assertions',
	'--env-var', `bearerToken=${caller.access}`, '--env-var', `baseUrl=${url.origin}`);
