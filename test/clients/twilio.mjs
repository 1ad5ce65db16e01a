/*
 * twilio.mjs: Twilio's own library asks our Lookup
 *
 *	node test/clients/twilio.mjs folder
 *
 * The library knows one host, so it gets a client of HTTP that asks ours. It
 * presents an API key where it would present its account and token.
 */

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { addContact, as, numberCard, ok, operator, url } from '../http/support.mjs';

const twilio = createRequire(path.resolve(process.argv[2], 'package.json'))('twilio');
const caller = await operator();
const { id: account } = await ok(200, 'GET', '/v1/me', as(caller));
const { key } = await ok(201, 'POST', '/v1/api-keys', as(caller, { json: { name: 'twilio', scope: 'read' } }));

/* What the library asks of a client of HTTP */
const httpClient = {
	async request({ method, uri, params, username, password }) {
		const place = new URL(uri);
		const query = new URLSearchParams(params);

		assert.equal(place.host, 'lookups.twilio.com');
		const response = await fetch(new URL(`${place.pathname}?${query}`, url), { method, headers: {
			Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` } });

		return { statusCode: response.status, body: await response.json(), headers: Object.fromEntries(response.headers) };
	},
};
const client = (token) => twilio(`AC${account.replaceAll('-', '')}`, token, { httpClient });
const lookup = (number, options, token = key) => client(token).lookups.v2.phoneNumbers(number).fetch(options);

/* among mobile numbers that are in use, which not all are that a test may have */
const number = `+9198765${String(randomInt(1e5)).padStart(5, '0')}`;

await addContact(caller, { name: 'Anna Roy', phone_number: number });
await ok(201, 'POST', `/v1/numbers/${number}/rulings`, as(caller, { json: { override: 'spam' } }));

const bare = await lookup(number);

assert.deepEqual([bare.phoneNumber, bare.valid, bare.validationErrors, bare.countryCode, bare.callingCountryCode],
	[number, true, [], 'IN', '91']);
assert.match(bare.nationalFormat, /^0?\d{5} \d{5}$/);
assert.deepEqual([bare.callerName, bare.lineTypeIntelligence, bare.simSwap, bare.url === undefined], [null, null, null, false]);

const full = await lookup(number, { fields: 'caller_name,line_type_intelligence,sim_swap,line_status,identity_match' });

assert.equal(full.callerName.callerName, 'Anna Roy');
assert.equal(full.lineTypeIntelligence.type, 'mobile');
assert.deepEqual([full.simSwap.errorCode, full.lineStatus.status, full.identityMatch.errorCode], [60600, null, 60600]);
for (const name of ['smsPumpingRisk', 'callForwarding', 'reassignedNumber', 'preFill'])
	assert.equal(full[name], null, name);

const american = await lookup('(202) 555-0123', { countryCode: 'US', fields: 'line_type_intelligence' });

assert.deepEqual([american.phoneNumber, american.countryCode], ['+12025550123', 'US']);
assert.deepEqual([(await lookup('+9198')).valid, (await lookup('+9198')).validationErrors], [false, ['TOO_SHORT']]);
assert.equal((await lookup('nobody')).validationErrors[0], 'NOT_A_NUMBER');

/* what is ours beside what is theirs, for programs that read the body themselves */
const { body } = await httpClient.request({ method: 'get', username: `AC${account.replaceAll('-', '')}`, password: key,
	uri: `https://lookups.twilio.com/v2/PhoneNumbers/${encodeURIComponent(number)}`, params: { Fields: 'spam_reputation' } });

assert.equal(body.spam_reputation.likelihood, (await numberCard(caller, number)).spam_likelihood);
assert.equal(body.spam_reputation.label, 'spam');

/* its exceptions are typed, too: it knows problems of RFC 9457 by their numeric code */
for (const [call, status, code] of [[() => lookup(number, {}, `${key}x`), 401, 20003],
	[() => lookup(number, { fields: 'carrier' }), 400, 20400]])
	await assert.rejects(call, (fault) => {
		assert.deepEqual([fault.constructor.name, fault.status, fault.code],
			['TwilioServiceException', status, code]);
		assert.ok(fault.detail.length > 10, fault.detail);
		return true;
	});
console.log('look-ups of valid and invalid numbers, packages, exceptions');
