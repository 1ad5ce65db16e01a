/* rules.test.mjs: the rules of the mission, each by its number */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, assertKeys, assertVerdict, call, freshNumber,
	freshWord, numberCard, ok, PASSWORD, person, refused, register, report,
	routes, search } from './support.mjs';

test('rule 1: everything but registration, tokens and what a code proves needs a token', async (t) => {
	const open = ['POST /v1/codes', 'POST /v1/opt-outs',
		'POST /v1/users', 'POST /v1/token', 'POST /v1/token/refresh',
		'POST /v1/token/revoke', 'POST /api/users', 'POST /api/token',
		'POST /api/token/refresh', 'POST /register/register', 'POST /register/login'];

	for (const route of routes()) {
		const name = `${route.method} ${route.path}`;
		const path = route.path.replace(/\{\w+\}/g, '1');

		await t.test(name, async () => {
			assert.equal(route.open, open.includes(name));
			for (const form of [path, `${path}/`]) {
				const reply = await call(route.method, form,
					/GET|DELETE/.test(route.method) ? {} : { json: {} });

				if (route.open)
					assert.notEqual(reply.status, 404, reply.text);
				else
					assert.equal(reply.status, 401, reply.text);
			}
		});
	}
});

test('rule 2: a number is registered at most once, in whatever notation', async () => {
	const someone = await person();
	const digits = someone.phone_number.slice(3);

	for (const again of [someone.phone_number, `0${digits}`, digits,
		`91${digits}`, `0091 ${digits}`, Number(digits),
		`+91 ${digits.slice(0, 5)}-${digits.slice(5)}`,
		`tel:${someone.phone_number}`])
		await refused(409, 'POST', '/v1/users', { json: {
			name: 'Somebody Else', phone_number: again, password: PASSWORD } },
		'phone_number');

	/* and the first one stays as it was */
	const me = await ok(200, 'GET', '/v1/me', as(someone));
	assert.equal(me.name, someone.name);
});

test('rule 2: name, number and password are needed, e-mail is not', async () => {
	const whole = { name: 'Asha', phone_number: freshNumber(),
		password: PASSWORD };

	for (const missing of ['name', 'phone_number', 'password']) {
		const { [missing]: _, ...rest } = whole;

		await refused(400, 'POST', '/v1/users', { json: rest }, missing);
	}
	const made = await register(whole);

	assert.equal(made.status, 201, made.text);
	assertKeys(made.body, 'user');
	assert.equal(made.body.email, null);
	assert.equal(made.body.phone_number, whole.phone_number);
});

test('rule 3: anyone may report any number once, withdraw it, or clear it', async () => {
	const nobodys = freshNumber();
	const [one, two] = [await person(), await person()];
	const clean = await numberCard(one, nobodys);

	const first = await report(one, nobodys, { category: 'scam' });
	assert.equal(first.status, 201, first.text);
	assert.ok(first.body.spam_likelihood > clean.spam_likelihood);
	assert.equal(first.body.counts.spam_reports, 1);
	assert.equal(first.body.reported, 'spam');

	const again = await report(one, nobodys, { category: 'scam' });
	assert.equal(again.status, 200, again.text);
	assert.equal(again.body.counts.spam_reports, 1);
	assert.ok(Math.abs(again.body.spam_likelihood
		- first.body.spam_likelihood) <= 0.0002);

	const second = await report(two, nobodys);
	assert.equal(second.status, 201, second.text);
	assert.equal(second.body.counts.spam_reports, 2);
	assert.ok(second.body.spam_likelihood > first.body.spam_likelihood);

	for (const someone of [two, one])
		assert.equal((await call('DELETE', `/v1/spam-reports/${nobodys}`,
			as(someone))).status, 204);
	await refused(404, 'DELETE', `/v1/spam-reports/${nobodys}`, as(one));
	const after = await numberCard(one, nobodys);
	assert.equal(after.counts.spam_reports, 0);
	assert.equal(after.reported, null);
	assert.ok(Math.abs(after.spam_likelihood - clean.spam_likelihood) <= 0.0002);

	const fine = await call('POST', '/v1/not-spam',
		as(one, { json: { phone_number: nobodys } }));
	assert.equal(fine.status, 201, fine.text);
	assert.equal(fine.body.reported, 'not_spam');
	assert.equal(fine.body.counts.not_spam_reports, 1);
	assert.ok(fine.body.spam_likelihood <= clean.spam_likelihood);
});

test('rule 4: names that start with the query stand before those that contain it', async () => {
	const owner = await person();
	const word = freshWord(7).toLowerCase();
	const names = [
		`${word}`, `${word} Kumar`, `${word}pur Traders`,			/* start */
		`Anil ${word}`, `Prem ${word}lal`, `Mc${word}`, `Ra${word}an Nair`,
	];

	for (const name of names)
		await addContact(owner, { name, phone_number: freshNumber() });

	const { results } = await search(owner, word.toUpperCase(), { limit: 50 });
	const found = results.filter((result) => names.includes(result.name));

	assert.equal(found.length, names.length);
	const starts = found.map((result) =>
		result.name.toLowerCase().startsWith(word));
	assert.deepEqual(starts, [true, true, true, false, false, false, false]);
	for (const result of found) {
		assertKeys(result, 'result');
		assertVerdict(result);
		assert.equal(['whole', 'prefix'].includes(result.match),
			result.name.toLowerCase().startsWith(word), result.name);
	}
});

test('rule 5: a number that a user has is answered by that user alone', async () => {
	const [user, other] = [await person(), await person()];

	await addContact(other, { name: 'Plumber at work',
		phone_number: user.phone_number });
	const { results } = await search(other, user.phone_number);

	assert.deepEqual(results.map((result) => [result.name, result.registered,
		result.phone_number, result.match]),
	[[user.name, true, user.phone_number, 'number']]);
});

test('rule 5: a number that no user has is answered by every entry with it', async () => {
	const number = freshNumber();
	const owners = [await person(), await person(), await person()];
	const names = ['Electrician', 'Ramesh Electric', 'रमेश'];

	for (const [at, owner] of owners.entries())
		await addContact(owner, { name: names[at], phone_number: number });
	/* the neighbour and a longer number must not be among them */
	await addContact(owners[0], { name: 'Neighbour',
		phone_number: number.slice(0, -1) + (number.at(-1) === '0' ? 1 : 0) });

	for (const typed of [number, number.slice(3), `0${number.slice(3)}`]) {
		const { results } = await search(owners[0], typed, { limit: 50 });

		assert.deepEqual(results.map((result) => result.name).sort(),
			[...names].sort());
		for (const result of results) {
			assert.equal(result.phone_number, number);
			assert.equal(result.registered, false);
			assert.equal(result.match, 'number');
		}
	}
});

test('rule 6: details show everything known, e-mail only to whom the person has', async () => {
	const searcher = await person();
	const target = await person({ email: 'target@example.org' });
	const before = await details(searcher, target);

	assertKeys(before, 'person');
	assertKeys(before.counts, 'counts');
	assertVerdict(before);
	assert.equal(before.name, target.name);
	assert.equal(before.phone_number, target.phone_number);
	assert.equal(before.registered, true);
	assert.equal(before.region, 'IN');
	assert.equal(before.country_code, 91);
	assert.equal(before.email, null);

	await addContact(target, { name: 'My searcher',
		phone_number: searcher.phone_number });
	assert.equal((await details(searcher, target)).email, 'target@example.org');
});

async function details(searcher, target) {
	const { results } = await search(searcher, target.phone_number);

	assert.equal(results.length, 1);
	return ok(200, 'GET', `/v1/people/${results[0].id}`, as(searcher));
}
