/* me.test.mjs: the own profile: changed, taken along, and forgotten */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { addContact, as, assertKeys, call, freshNumber, freshWord, logIn, numberCard, ok, operator,
	PASSWORD, person, psql, refused, register, report, search } from './support.mjs';

const EXPORT = ['account', 'username', 'contacts', 'marks', 'calls', 'appeals', 'virtual_numbers', 'events', 'keys'];

test('what is given is changed, what is not stays', async () => {
	const someone = await person({ email: 'first@test.example' });
	const [first, second] = [freshWord(), freshWord()];
	const change = (json) => ok(200, 'PATCH', '/v1/me', as(someone, { json }));
	const was = await ok(200, 'GET', '/v1/me', as(someone));

	assert.deepEqual(await change({}), was);
	assert.deepEqual(await change({ name: `${first} ${second}` }), { ...was, name: `${first} ${second}` });
	assert.equal((await change({ email: '' })).email, null);
	assert.equal((await change({ email: 'third@test.example' })).email, 'third@test.example');
	/* null takes away what may be missing, and says nothing of what may not */
	assert.equal((await change({ email: null, name: null, region: null })).email, null);
	assert.deepEqual(await ok(200, 'GET', '/v1/me', as(someone)), { ...was, name: `${first} ${second}`, email: null });
	assert.equal((await change({ email: 'second@test.example', region: 'gb' })).region, 'GB');
	assert.deepEqual(await ok(200, 'GET', '/v1/me', as(someone)),
		{ ...was, name: `${first} ${second}`, email: 'second@test.example', region: 'GB' });
	const { results } = await search(someone, `${first} ${second}`);

	assert.deepEqual(results.map(({ name, registered }) => [name, registered]), [[`${first} ${second}`, true]]);
	assert.deepEqual((await search(someone, was.name)).results.filter(({ name }) => name === was.name), []);
	for (const [json, field] of [[{ name: ' ' }, 'name'], [{ email: 'x' }, 'email'], [{ region: 'XX' }, 'region'],
		[{ phone_number: freshNumber() }, 'phone_number'], [{ roles: ['admin'] }, 'roles'], [{ id: '1' }, 'id']])
		await refused(400, 'PATCH', '/v1/me', as(someone, { json }), field);
});

test('a change holds only of the profile that was read', async () => {
	const someone = await person();
	const { headers, body } = await call('GET', '/v1/me', as(someone));
	const change = (etag, method, json) => call(method, '/v1/me', as(someone, { json, headers: { 'If-Match': etag } }));
	const region = body.region === 'GB' ? 'IN' : 'GB';

	await refused(412, 'PATCH', '/v1/me', as(someone, { json: { region }, headers: { 'If-Match': '"x"' } }));
	assert.deepEqual((await call('GET', '/v1/me', as(someone))).body, body);
	const changed = await change(headers.etag, 'PATCH', { region });

	assert.equal(changed.status, 200);
	assert.notEqual(changed.headers.etag, headers.etag);
	for (const [method, json] of [['PATCH', { region }], ['DELETE']])
		assert.equal((await change(headers.etag, method, json)).status, 412);
	/* of ten at once that have read the same, one changes it */
	const replies = await Promise.all(Array.from({ length: 10 }, (_, n) =>
		change(changed.headers.etag, 'PATCH', { name: `Name ${'abcdefghij'[n]}` })));

	assert.deepEqual(replies.map(({ status }) => status).sort(), [200, ...new Array(9).fill(412)]);
	assert.equal((await change(replies.find(({ status }) => status === 200).headers.etag, 'DELETE')).status, 204);
	await refused(401, 'GET', '/v1/me', as(someone));
});

test('everything that was told goes along, in three forms', async () => {
	const someone = await person(), other = await person();
	const entry = { name: `Sons; "${freshWord()}"`, phone_number: freshNumber(), email: 'sons@test.example' };
	const marked = freshNumber();

	await addContact(someone, entry);
	await addContact(other, { name: freshWord(), phone_number: someone.phone_number });
	await report(someone, marked, { category: 'scam', comment: 'my words' });
	await call('POST', '/v1/calls', as(someone, { json: { phone_number: marked, answered: true, duration: 7 } }));
	const told = { event_id: randomUUID(), call_id: freshWord(), event: 'INITIATE', calling_number: someone.phone_number,
		called_number: marked, created_at: '2024-04-01T12:00:00Z', cause: null };

	await ok(200, 'POST', '/v1/call-events', as(someone, { json: told }));
	await ok(201, 'POST', '/v1/api-keys', as(someone, { json: { name: 'desk phone' } }));
	const all = await ok(200, 'GET', '/v1/me/export', as(someone));

	assertKeys(all, EXPORT);
	assert.deepEqual(all.events, [told]);
	assert.deepEqual(all.keys.map(({ name }) => name), ['desk phone']);
	assert.deepEqual(all.account, await ok(200, 'GET', '/v1/me', as(someone)));
	assert.deepEqual(all.contacts.map(({ created_at: _, ...rest }) => rest), [entry]);
	assert.deepEqual(all.marks.map(({ phone_number, mark, category, comment }) => [phone_number, mark, category, comment]),
		[[marked, 'spam', 'scam', 'my words']]);
	assert.deepEqual(all.calls.map(({ phone_number, direction, duration }) => [phone_number, direction, duration]),
		[[marked, 'inbound', 7]]);
	for (const [format, version] of [['vcf', '3.0'], ['vcf4', '4.0']]) {
		const { headers, text } = await call('GET', `/v1/me/export?format=${format}`, as(someone));

		assert.equal(headers['content-type'], 'text/vcard; charset=utf-8');
		assert.equal(headers['content-disposition'], 'attachment; filename="contacts.vcf"');
		assert.equal(text.split('\r\n')[1], `VERSION:${version}`);
		assert.equal(text.match(/^FN:(.*)$/m)[1].trim(), entry.name.replace(';', '\\;'));
		assert.ok(text.includes(entry.phone_number));
	}
	await refused(400, 'GET', '/v1/me/export?format=xml', as(someone), 'format');
});

/* Everything that the database holds, as a backup would */
const dump = async () => (await promisify(execFile)('pg_dump', ['--data-only', '--schema=data'],
	{ maxBuffer: 1 << 30 })).stdout;

/* How many books, lists and answers of the service name one of the words */
async function found(viewer, words) {
	let count = 0;

	for (const word of words)
		count += (await search(viewer, word)).results.filter(({ name }) => words.some((one) => name.includes(one))).length;
	return count;
}

test('who leaves is forgotten, and no upload brings him back', async () => {
	const words = [freshWord(11), freshWord(12), freshWord(13)];
	const email = `${words[0].toLowerCase()}@test.example`;
	const leaver = await person({ name: words[0], email });
	const friend = await person(), late = await person();
	const file = `Name,Phone,E-mail\n${words[2]},${leaver.phone_number},${email}\n`;
	const load = (someone) => ok(200, 'POST', '/v1/contacts/import', as(someone, { raw: file, type: 'text/csv' }));

	await addContact(friend, { name: words[1], phone_number: leaver.phone_number, email });
	await load(friend);
	await call('POST', '/v1/contacts', as(friend, { json: { name: words[1], phone_number: leaver.phone_number },
		headers: { 'Idempotency-Key': freshWord() } }));
	await report(friend, leaver.phone_number, { category: 'debt', comment: `it is ${words[1]}` });
	assert.ok(await found(friend, words) > 0);
	const before = await dump();

	assert.ok([...words, email].every((word) => before.includes(word)));

	assert.equal((await call('DELETE', '/v1/me', as(leaver))).status, 204);
	await refused(401, 'GET', '/v1/me', as(leaver));
	await refused(401, 'POST', '/v1/token/refresh', { json: { refresh: leaver.refresh } });
	await refused(401, 'POST', '/v1/token', { json: { phone_number: leaver.phone_number, password: PASSWORD } });

	/* every way in which the name comes again */
	assert.deepEqual((({ added, merged }) => [added, merged])(await load(friend)), [0, 0]);
	await load(late);
	const again = await addContact(late, { name: words[0], phone_number: leaver.phone_number, email });

	assert.deepEqual([again.name, again.email], [leaver.phone_number, null]);
	await ok(200, 'PATCH', `/v1/contacts/${again.id}`, as(late, { json: { name: words[0], email } }));
	await call('POST', '/register', as(late, { json: { name: words[0], phone_number: leaver.phone_number, email_address: email } }));
	await psql(`INSERT INTO data.contact (owner, phone, name, email)
		SELECT id, '${leaver.phone_number}', '${words[2]} again', '${email}' FROM data.account
		 WHERE phone = '${friend.phone_number}' ON CONFLICT DO NOTHING`);

	assert.equal(await found(friend, words), 0);
	for (const path of ['/v1/contacts', '/v1/me/export', '/v1/me/export?format=vcf', `/v1/numbers/${leaver.phone_number}`])
		for (const someone of [friend, late]) {
			const { text } = await call('GET', path, as(someone));

			for (const word of [...words, email])
				assert.ok(!text.includes(word), `${path}: ${word}`);
		}
	const after = await dump();

	for (const word of [...words, email, ...words.map((one) => one.toLowerCase())])
		assert.ok(!after.includes(word), word);
	/* what was said of the number stays */
	const { counts, reported, registered } = await numberCard(friend, leaver.phone_number);

	assert.deepEqual([counts.spam_reports, counts.contacts, reported, registered], [1, 2, 'spam', false]);
	assert.deepEqual(await psql('SELECT * FROM private.drift()'), []);

	/* unless he comes back himself */
	assert.equal((await register({ name: words[0], phone_number: leaver.phone_number })).status, 201);
	const back = await logIn(leaver.phone_number);

	assert.deepEqual((await ok(200, 'GET', '/v1/me/export', { token: back.access })).contacts, []);
	assert.deepEqual((await search(friend, words[0])).results.map(({ name }) => name), [words[0]]);
});

test('who is not registered is forgotten when an operator says so', async () => {
	const admin = await operator(), friend = await person();
	const entry = { name: freshWord(11), phone_number: freshNumber(), email: 'other@test.example' };
	const json = { phone_number: entry.phone_number };
	const { id } = await addContact(friend, entry);

	await refused(403, 'POST', '/v1/admin/opt-outs', as(friend, { json }));
	assert.equal((await call('POST', '/v1/admin/opt-outs', as(admin, { json }))).status, 204);
	assert.equal((await call('POST', '/v1/admin/opt-outs', as(admin, { json }))).status, 204);
	const kept = await ok(200, 'GET', `/v1/contacts/${id}`, as(friend));

	assert.deepEqual([kept.name, kept.phone_number, kept.email], [entry.phone_number, entry.phone_number, null]);
	assert.deepEqual((await search(friend, entry.name)).results.filter(({ name }) => name === entry.name), []);
	assert.ok(!(await dump()).includes(entry.name));
	await refused(409, 'POST', '/v1/admin/opt-outs', as(admin, { json: { phone_number: friend.phone_number } }), 'phone_number');
});
