/* email.test.mjs: the truth table of e-mail visibility, row by row */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, assertProblem, call, freshNumber, freshWord, ok,
	PASSWORD, person, psql, search, send } from './support.mjs';

/*
 * visible(S, T) = T is registered, has an e-mail, and has S in the address
 * book. Whether S has T makes no difference, nor what S wrote there.
 */
const TABLE = [
	{ registered: false, hasS: false, email: false },
	{ registered: false, hasS: false, email: true },
	{ registered: false, hasS: true, email: false },
	{ registered: false, hasS: true, email: true },
	{ registered: true, hasS: false, email: false },
	{ registered: true, hasS: false, email: true },
	{ registered: true, hasS: true, email: false },
	{ registered: true, hasS: true, email: true },
];

const words = ({ registered, hasS, email }, sHasT) =>
	`T ${registered ? 'is' : 'is not'} registered, `
	+ `${hasS ? 'has S' : 'has not S'}, ${email ? 'has' : 'has no'} e-mail, `
	+ `S ${sHasT ? 'has T' : 'has not T'}`;

for (const row of TABLE)
	for (const sHasT of [false, true])
		test(`rule 6: ${words(row, sHasT)}`, () => holds(row, sHasT));

async function holds(row, sHasT) {
	const visible = row.registered && row.hasS && row.email;
	const searcher = await person();
	const target = await makeTarget(row, searcher);
	const secret = target.email;
	const own = `${freshWord()}@own.example`.toLowerCase();

	if (sHasT)
		await addContact(searcher, { name: target.name, email: own,
			phone_number: target.phone_number });

	/* the lists, by number and by name, never hold an e-mail */
	const seen = [];
	for (const query of [target.phone_number, target.name]) {
		const reply = await call('GET',
			`/v1/search?${new URLSearchParams({ query, limit: '50' })}`,
			as(searcher));

		assert.equal(reply.status, 200, reply.text);
		assertSilent(reply.text, [secret, own]);
		seen.push(...reply.body.results.filter((result) =>
			result.phone_number === target.phone_number));
	}
	assert.ok(seen.length > 0, 'the target is found');

	/* the details do where the rule says so, and for nobody else */
	for (const { id } of seen) {
		const details = await ok(200, 'GET', `/v1/people/${id}`, as(searcher));

		assert.equal(details.registered, row.registered);
		assert.equal(details.email, visible ? secret : null);
		assertSilent(JSON.stringify({ ...details, email: null }), [secret, own]);
	}

	/* a stranger sees nothing in any row */
	const stranger = await person();
	for (const { id } of (await search(stranger, target.phone_number)).results)
		assert.equal((await ok(200, 'GET', `/v1/people/${id}`,
			as(stranger))).email, null);

	for (const reply of await otherAnswers(searcher, target, seen[0].id))
		assertSilent(reply.text, [secret, own]);

	/* the old number object: what S wrote there, else by the same rule */
	const old = await ok(200, 'POST', '/call/', as(searcher,
		{ json: { phone_number: target.phone_number } }));
	assert.equal(old.email_address, sHasT ? own : visible ? secret : null);
}

/* Whether the target is a person, and what of the rest is true of them */
async function makeTarget(row, searcher) {
	const about = { name: `${freshWord()} ${freshWord()}`,
		phone_number: freshNumber() };
	const email = `${freshWord()}@secret.example`.toLowerCase();
	const friend = await person();

	/* somebody knows the number either way, so that it is found */
	await addContact(friend, row.registered ? about
		: { ...about, email: row.email ? email : undefined });
	if (row.registered || row.hasS) {
		const account = await person({ ...about,
			email: row.email ? email : undefined });

		if (row.hasS)
			await addContact(account, { name: 'The searcher',
				phone_number: searcher.phone_number });
		/* a list that outlived its owner: the account is erased */
		if (!row.registered)
			await psql(`DELETE FROM data.account
				WHERE phone = '${about.phone_number}'`);
	}
	return { ...about, email: row.email ? email : null };
}

/* Errors that name the target, and the other routes that know the number */
async function otherAnswers(searcher, target, id) {
	const number = encodeURIComponent(target.phone_number);

	return [
		await send('GET', `/v1/people/${id}x`, as(searcher)),
		await send('GET', `/v1/people/${id}?x=1`, as(searcher)),
		await send('GET', `/v1/contacts/${id}`, as(searcher)),
		await send('GET', `/v1/numbers/${number}`, as(searcher)),
		await send('GET', `/search/?query=${number}`, as(searcher)),
		await send('GET', `/api/search/?query=${number}&email=${
			target.email ?? 'x@y.example'}`, as(searcher)),
		await send('POST', '/v1/spam-reports', as(searcher,
			{ json: { phone_number: target.phone_number, category: '?' } })),
		await send('POST', '/v1/token', { json: {
			phone_number: target.phone_number, password: 'not this one' } }),
	];
}

function assertSilent(text, addresses) {
	for (const address of addresses)
		assert.ok(!address || !text.includes(address), text);
}

test('rule 6: what S looks up of himself shows no e-mail, the profile does', async () => {
	const someone = await person({ email: 'me@self.example' });
	const { results } = await search(someone, someone.phone_number);
	const details = await ok(200, 'GET', `/v1/people/${results[0].id}`,
		as(someone));

	assert.equal(details.email, null);
	assert.equal((await ok(200, 'GET', '/v1/me', as(someone))).email,
		'me@self.example');
});

test('rule 6: leaving the list of T ends it, at once', async () => {
	const [searcher, target] = [await person(),
		await person({ email: 'left@list.example' })];
	const { id } = (await search(searcher, target.phone_number)).results[0];
	const seen = async () =>
		(await ok(200, 'GET', `/v1/people/${id}`, as(searcher))).email;
	const entry = await addContact(target, { name: 'S',
		phone_number: searcher.phone_number });

	assert.equal(await seen(), 'left@list.example');
	assert.equal((await call('DELETE', `/v1/contacts/${entry.id}`,
		as(target))).status, 204);
	assert.equal(await seen(), null);
});

test('rule 6: the ETag does not tell that there is an e-mail', async () => {
	const [searcher, target] = [await person(), await person()];
	const { id } = (await search(searcher, target.phone_number)).results[0];
	const tag = async () => {
		const reply = await call('GET', `/v1/people/${id}`, as(searcher));

		assert.equal(reply.status, 200, reply.text);
		return reply.headers.etag;
	};
	const without = await tag();

	assert.ok(without);
	await psql(`UPDATE data.account SET email = 'quiet@tag.example'
		WHERE phone = '${target.phone_number}'`);
	assert.equal(await tag(), without);
});

test('rule 6: a number that is taken does not tell whose it is', async () => {
	const target = await person({ email: 'taken@number.example' });
	const reply = await send('POST', '/v1/users', { json: { name: 'Other',
		phone_number: target.phone_number, password: PASSWORD } });

	assertProblem(reply);
	assert.equal(reply.status, 409);
	assertSilent(reply.text, [target.email, target.name]);
});
