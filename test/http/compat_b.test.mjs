/* compat_b.test.mjs: the paths of the mobile-app API */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, assertKeys, assertVerdict, call, freshNumber, KEYS,
	ok, PASSWORD, person, refused, search, TIME } from './support.mjs';

const both = (path) => [path, `${path}/`];

/* ---- registration ---- */

test('/api/users: name, number, password, e-mail if one likes', async () => {
	for (const path of both('/api/users'))
		for (const send of [
			(about) => ({ json: about }),
			(about) => ({ form: about }),
		]) {
			const about = { name: 'Rahul Verma', phone_number: freshNumber(),
				password: PASSWORD, email: 'rahul@verma.example' };
			const reply = await call('POST', path, send(about));

			assert.equal(reply.status, 201, reply.text);
			assertKeys(reply.body, 'user');
			assert.equal(reply.body.name, about.name);
			assert.equal(reply.body.phone_number, about.phone_number);
			assert.equal(reply.body.email, about.email);
			assert.equal(reply.body.region, 'IN');
			assert.match(reply.body.created_at, TIME);
			assert.ok(!reply.text.includes(PASSWORD));
		}
});

test('/api/users: integers, notations and contact_number are one number', async () => {
	const digits = freshNumber().slice(3);
	const about = { name: 'One Number', password: PASSWORD };
	const made = await ok(201, 'POST', '/api/users/',
		{ json: { ...about, phone_number: Number(digits) } });

	assert.equal(made.phone_number, `+91${digits}`);
	for (const again of [`0${digits}`, `+91${digits}`, digits, `91${digits}`])
		await refused(409, 'POST', '/api/users/',
			{ json: { ...about, phone_number: again } });
	await refused(409, 'POST', '/api/users/',
		{ json: { ...about, contact_number: digits } });

	const other = freshNumber();
	assert.equal((await ok(201, 'POST', '/api/users/',
		{ json: { ...about, contact_number: other.slice(3) } })).phone_number,
	other);
	await refused(409, 'POST', '/api/users/', { json: { ...about, contact_number: other } }, 'contact_number');
	const third = freshNumber();

	for (const contact_number of ['rubbish', other])
		await refused(400, 'POST', '/api/users/', { json: { ...about, phone_number: third, contact_number } }, 'contact_number');
	await ok(201, 'POST', '/api/users/', { json: { ...about, phone_number: third, contact_number: third.slice(3) } });
});

test('/api/users: a role and other members are ignored', async () => {
	const phone_number = freshNumber();
	const made = await call('POST', '/api/users/', { json: { name: 'Plain',
		phone_number, password: PASSWORD, role: 'admin', roles: ['admin'],
		is_superuser: true, id: 1 } });

	assert.equal(made.status, 201, made.text);
	const { access } = await ok(200, 'POST', '/api/token/',
		{ json: { username: phone_number, password: PASSWORD } });
	const claims = JSON.parse(Buffer.from(access.split('.')[1], 'base64url'));
	assert.doesNotMatch(claims.scope, /admin/);
});

/* ---- contacts ---- */

test('/api/contacts: own contacts only, newest first', async () => {
	const [one, two] = [await person(), await person()];

	for (const path of both('/api/contacts')) {
		const phone_number = freshNumber();
		const made = await call('POST', path, as(one,
			{ json: { name: 'Meena', phone_number, email: 'm@e.example' } }));

		assert.equal(made.status, 201, made.text);
		assertKeys(made.body, 'contact');
		assertVerdict(made.body);
		assert.equal(made.body.phone_number, phone_number);
		assert.equal(made.body.email, 'm@e.example');
		assert.match(made.body.created_at, TIME);

		const again = await call('POST', path, as(one,
			{ form: { name: 'meena', phone_number: phone_number.slice(3) } }));
		assert.equal(again.status, 200, again.text);
		assert.equal(again.body.id, made.body.id);

		const list = await ok(200, 'GET', path, as(one));
		assertKeys(list, 'list');
		assert.equal(list.results[0].id, made.body.id);
		for (const contact of list.results)
			assertKeys(contact, 'contact');
		assert.deepEqual((await ok(200, 'GET', path, as(two))).results, []);
	}
});

test('/api/contacts/<id>: read, change, delete; a foreign one is a 404', async () => {
	const [one, two] = [await person(), await person()];

	for (const slash of ['', '/']) {
		const { id } = await addContact(one, { name: 'Kiran',
			phone_number: freshNumber() });
		const path = `/api/contacts/${id}${slash}`;

		assert.equal((await ok(200, 'GET', path, as(one))).name, 'Kiran');
		assert.equal((await ok(200, 'PATCH', path, as(one,
			{ json: { name: 'Kiran Bedi' } }))).name, 'Kiran Bedi');
		assert.equal((await ok(200, 'PATCH', path, as(one,
			{ form: { name: 'Kiran B' } }))).name, 'Kiran B');
		for (const [method, options] of [['GET', {}], ['DELETE', {}],
			['PATCH', { json: { name: 'Mine' } }]])
			await refused(404, method, path, as(two, options));
		assert.equal((await ok(200, 'GET', path, as(one))).name, 'Kiran B');
		assert.equal((await call('DELETE', path, as(one))).status, 204);
		await refused(404, 'GET', path, as(one));
		await refused(404, 'DELETE', path, as(one));
	}
});

test('/api/contacts/<id>/report_spam: PUT, with or without a body, once', async () => {
	const [one, two] = [await person(), await person()];
	const phone_number = freshNumber();
	const entry = await addContact(one, { name: 'Insurance', phone_number });
	const path = `/api/contacts/${entry.id}/report_spam`;

	for (const [form, options] of [
		[path, {}], [`${path}/`, {}],
		[path, { json: { category: 'scam', comment: 'again' } }],
		[`${path}/`, { form: { category: 'scam' } }], [path, { json: {} }],
	]) {
		const body = await ok(200, 'PUT', form, as(one, options));

		assertKeys(body, [...KEYS.contact, 'reported']);
		assert.equal(body.reported, true);
		assert.equal(body.id, entry.id);
		assert.ok(body.spam_likelihood >= entry.spam_likelihood);
	}
	const { counts } = await ok(200, 'GET', `/v1/numbers/${phone_number}`,
		as(one));
	assert.equal(counts.spam_reports, 1);
	await refused(404, 'PUT', path, as(two));
	await refused(405, 'POST', path, as(one));
});

/* ---- the laws of the search ---- */

test('a contact never says whether its number is registered', async () => {
	const [one, user] = [await person(), await person()];
	const known = await addContact(one, { name: 'Known',
		phone_number: user.phone_number });
	const unknown = await addContact(one, { name: 'Unknown',
		phone_number: freshNumber() });

	assert.deepEqual(Object.keys(known), Object.keys(unknown));
	assert.equal(known.name, 'Known');
	assert.equal(known.email, null);
});

test('every contact makes an entry of the directory, whose it was stays hidden', async () => {
	const [one, two] = [await person(), await person()];
	const phone_number = freshNumber();
	const entry = await addContact(one, { name: 'Gas Cylinder', phone_number });
	const { results } = await search(two, phone_number);

	assert.equal(results.length, 1);
	assert.equal(results[0].name, 'Gas Cylinder');
	assert.notEqual(results[0].id, entry.id);
	const details = await call('GET', `/v1/people/${results[0].id}`, as(two));
	for (const trace of [one.id, one.name, one.phone_number, entry.id])
		assert.ok(!details.text.includes(trace), trace);
	/* an id of one kind opens nothing of another */
	await refused(404, 'GET', `/v1/people/${entry.id}`, as(one));
	await refused(404, 'GET', `/v1/contacts/${results[0].id}`, as(one));
});
