/* admin.test.mjs: operators: users, moderation, settings, the record */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { as, assertKeys, assertVerdict, call, freshNumber, ok, operator, PASSWORD, person,
	psql, refused, report, routes, rowCounts, send } from './support.mjs';

let admin, someone;

before(async () => {
	[admin, someone] = [await operator(), await person()];
});

const get = (path, who = admin) => ok(200, 'GET', `/v1/admin/${path}`, as(who));
const at = (number) => encodeURIComponent(number);
const change = (who, json, by = admin) =>
	call('PATCH', `/v1/admin/users/${who.id}`, as(by, { json }));
/* All pages of a list */
async function all(path) {
	const found = [];

	for (let cursor = ''; cursor !== null;) {
		const page = await get(`${path}${path.includes('?') ? '&' : '?'}limit=50${
			cursor && `&cursor=${cursor}`}`);

		found.push(...page.results);
		cursor = page.next;
	}
	return found;
}
const events = async (kind, who) => (await get(`audit?kind=${kind}&user=${who.id}`)).results;

test('nobody but an operator gets in, and nothing is written', async () => {
	const number = freshNumber();

	await report(someone, number);
	const { results: [{ id }] } = await get(`reports?number=${at(number)}`);
	const former = await operator();

	await psql(`UPDATE data.account SET roles = '{}' WHERE phone = '${former.phone_number}'`);
	const before = await rowCounts();

	for (const { method, path, arguments: list } of routes().filter(({ path: one }) => one.startsWith('/v1/admin/'))) {
		const real = path.replace('/reports/{id}', `/reports/${id}`).replace('{number}', at(number))
			.replace('{name}', 'region').replace('{id}', someone.id);
		const json = Object.fromEntries(list.filter(({ kind }) => ['BODY', 'MAY'].includes(kind))
			.map(({ name, type }) => [name, type === 'BOOL' ? true : { value: 'US', roles: 'admin' }[name] ?? 'x']));
		const options = method === 'GET' || method === 'DELETE' ? {} : { json };

		await refused(401, method, real, options);
		await refused(403, method, real, as(someone, options));
		/* the token still says operator, the account no more */
		await refused(403, method, real, as(former, options));
	}
	assert.deepEqual(await rowCounts(), before);
	const [[region]] = await psql('SELECT value FROM data.setting WHERE name = \'region\'');
	assert.equal(region, 'IN');
});

test('users: newest first, page by page, or by number in any notation', async () => {
	const [one, two] = [await person(), await person()];
	const first = await get('users?limit=1');

	assertKeys(first.results[0], 'user_card');
	assert.equal(first.results[0].id, two.id);
	const second = await get(`users?limit=1&cursor=${first.next}`);

	assert.equal(second.results[0].id, one.id);
	for (const typed of [one.phone_number, one.phone_number.slice(3), `0${one.phone_number.slice(3)}`])
		assert.deepEqual((await get(`users?number=${at(typed)}`)).results.map(({ id }) => id), [one.id]);
	assert.deepEqual((await get(`users?number=${at(freshNumber())}`)).results, []);
	assert.equal((await get(`users/${one.id}`)).phone_number, one.phone_number);
	await refused(404, 'GET', '/v1/admin/users/1', as(admin));
	await refused(400, 'GET', '/v1/admin/users?number=abc', as(admin), 'number');
	/* a cursor of another list is none of this one */
	await refused(400, 'GET', `/v1/admin/reports?cursor=${first.next}`, as(admin), 'cursor');
	assert.ok(!JSON.stringify(first).includes('@'));
});

test('a locked account is out at once, and may come in again', async () => {
	const victim = await person();
	const { key } = await ok(201, 'POST', '/v1/api-keys', as(victim, { json: { name: 'x' } }));

	await ok(200, 'GET', '/v1/me', { token: key });
	const { status, body } = await change(victim, { locked: true, reason: 'sold his account' });

	assert.equal(status, 200);
	assert.ok(body.locked_at);
	assert.equal(body.sessions, 0);
	for (const token of [victim.access, key])
		await refused(401, 'GET', '/v1/me', { token });
	await refused(401, 'POST', '/v1/token/refresh', { json: { refresh: victim.refresh } });
	const login = (password) => call('POST', '/v1/token', { json: { phone_number: victim.phone_number, password } });

	assert.equal((await login(PASSWORD)).status, 403);
	/* who does not know the password does not learn it */
	assert.equal((await login('not the password')).status, 401);
	assert.equal((await change(victim, { locked: false })).body.locked_at, null);
	assert.equal((await login(PASSWORD)).status, 200);
	/* programs go on with the key they have; logins are made anew */
	await ok(200, 'GET', '/v1/me', { token: key });
	await refused(401, 'GET', '/v1/me', as(victim));
	const [unlocked, locked] = [...await events('user_unlocked', victim), ...await events('user_locked', victim)];

	assertKeys(locked, 'event');
	assert.deepEqual([locked.who.id, locked.whom.id, locked.reason], [admin.id, victim.id, 'sold his account']);
	assert.equal(unlocked.reason, null);
	/* again is no other event */
	await change(victim, { locked: false });
	assert.equal((await events('user_unlocked', victim)).length, 1);
});

test('roles are given and taken, but not by oneself', async () => {
	const helper = await person();

	assert.equal((await change(helper, { roles: 'agent admin', reason: 'new' })).body.roles, 'admin agent');
	const { access } = await ok(200, 'POST', '/v1/token', { json: { phone_number: helper.phone_number, password: PASSWORD } });

	await get('users?limit=1', { access });
	assert.equal((await change(helper, { roles: '' })).body.roles, '');
	await refused(403, 'GET', '/v1/admin/users', { token: access });
	for (const json of [{ roles: '' }, { locked: true }])
		await refused(409, 'PATCH', `/v1/admin/users/${admin.id}`, as(admin, { json }));
	assert.deepEqual((await events('roles_changed', helper)).map(({ detail }) => [detail.before, detail.after]),
		[['admin agent', ''], ['', 'admin agent']]);
	/* only what was read is changed */
	const { headers } = await call('GET', `/v1/admin/users/${helper.id}`, as(admin));

	await change(helper, { roles: 'agent' });
	await refused(412, 'PATCH', `/v1/admin/users/${helper.id}`, as(admin, { json: { roles: '' }, headers: { 'If-Match': headers.etag } }));
});

test('the queue: the greatest harm first, until somebody has looked', async () => {
	const [quiet, loud] = [freshNumber(), freshNumber()];

	for (const number of [quiet, loud])
		await report(someone, number, { category: 'scam' });
	for (let n = 0; n < 5; n++)
		await call('POST', '/v1/calls', as(someone, { json: { phone_number: loud } }));
	const queue = await all('admin/queue'.replace('admin/', ''));
	const place = (number) => queue.findIndex((one) => one.phone_number === number);

	assertKeys(queue[place(loud)], 'waiting');
	assertVerdict(queue[place(loud)]);
	assert.deepEqual([queue[place(loud)].reports, queue[place(loud)].calls, queue[place(loud)].appealed], [1, 5, false]);
	assert.ok(place(loud) < place(quiet) && place(quiet) >= 0);
	for (const [n, one] of queue.entries())
		assert.ok(n === 0 || one.expected_harm <= queue[n - 1].expected_harm);
	assert.equal(new Set(queue.map(({ phone_number }) => phone_number)).size, queue.length);
	await ok(201, 'POST', `/v1/admin/numbers/${at(loud)}/reviews`, as(admin, { json: { reason: 'known' } }));
	assert.ok(!(await all('queue')).some((one) => one.phone_number === loud));
	await report(await person(), loud);
	assert.equal((await all('queue')).find((one) => one.phone_number === loud).reports, 1);
	/* a ruling is a look, too */
	await ok(201, 'POST', `/v1/numbers/${at(loud)}/rulings`, as(admin, { json: { override: 'spam' } }));
	assert.ok(!(await all('queue')).some((one) => one.phone_number === loud));
});

test('reports: comments are hidden, reports dismissed, exactly', async () => {
	const number = freshNumber();
	const card = () => ok(200, 'GET', `/v1/numbers/${at(number)}`, as(someone));
	const { spam_likelihood: clean } = await card();

	await report(someone, number, { category: 'scam', comment: 'He is <b>bad</b>.' });
	const { results: [said], next } = await get(`reports?number=${at(number)}`);

	assertKeys(said, 'report');
	assert.deepEqual([said.comment, said.hidden, said.reporter.id, next], ['He is <b>bad</b>.', false, someone.id, null]);
	const { spam_likelihood: reported } = await card();
	const path = `/v1/admin/reports/${said.id}`;

	assert.ok(reported > clean);
	assert.equal((await ok(200, 'PATCH', path, as(admin, { json: { hidden: true, reason: 'rude' } }))).hidden, true);
	assert.equal((await ok(200, 'GET', path, as(admin))).hidden, true);
	assert.equal((await card()).spam_likelihood, reported);
	assert.equal((await call('DELETE', `${path}?reason=made+up`, as(admin))).status, 204);
	await refused(404, 'GET', path, as(admin));
	await refused(404, 'DELETE', path, as(admin));
	const after = await card();

	assert.deepEqual([after.spam_likelihood, after.counts.spam_reports, after.reported], [clean, 0, null]);
	assert.equal((await events('report_dismissed', someone))[0].reason, 'made up');
	assert.equal((await events('comment_hidden', someone))[0].reason, 'rude');
});

test('appeals: granted the number is clean, refused the evidence counts again', async () => {
	for (const granted of [true, false]) {
		const owner = await person();

		for (let n = 0; n < 3; n++)
			await report(await person(), owner.phone_number, { category: 'scam' });
		const { spam_likelihood: before } = await ok(200, 'GET', `/v1/numbers/${at(owner.phone_number)}`, as(admin));

		await ok(201, 'POST', '/v1/appeals', as(owner, { json: { phone_number: owner.phone_number, reason: 'We deliver.' } }));
		const one = (await all('appeals')).find(({ phone_number }) => phone_number === owner.phone_number);

		assertKeys(one, 'appeal');
		assert.deepEqual([one.statement, one.spam_reports], ['We deliver.', 3]);
		assert.ok((await all('queue')).find(({ phone_number }) => phone_number === owner.phone_number).appealed);
		const decide = () => call('POST', `/v1/admin/appeals/${one.id}/decision`,
			as(admin, { json: { granted, reason: 'seen' } }));
		const { status, body } = await decide();

		assert.equal(status, 201);
		if (granted)
			assert.equal(body.spam_label, 'clean');
		else
			assert.ok(Math.abs(body.spam_likelihood - before) < 0.001, `${body.spam_likelihood} ${before}`);
		assert.equal((await decide()).status, 409);
		assert.ok(!(await all('appeals')).some(({ id }) => id === one.id));
		assert.deepEqual((await events('appeal_decided', owner)).map(({ detail, reason }) => [detail.granted, reason]), [[granted, 'seen']]);
	}
	await refused(404, 'POST', `/v1/admin/appeals/${someone.id}/decision`, as(admin, { json: { granted: true } }));
});

test('settings: what is safe is shown and set, keys are neither', async () => {
	const { results } = await get('settings');

	assert.deepEqual(results.map(({ name, value }) => [name, value]), [['call_duration_from', 'answer'],
		['call_ring_seconds', '300'], ['call_talk_seconds', '14400'], ['codes_a_day', '10000'], ['region', 'IN'], ['verify', 'off']]);
	const put = (name, json) => call('PUT', `/v1/admin/settings/${name}`, as(admin, { json }));

	assert.equal((await put('region', { value: 'us', reason: 'a move' })).body.value, 'US');
	assert.equal((await put('region', { value: 'IN' })).body.value, 'IN');
	const { headers, body: ring } = await call('GET', '/v1/admin/settings/call_ring_seconds', as(admin));

	assert.deepEqual(ring, results[1]);
	const under = (value) => call('PUT', '/v1/admin/settings/call_ring_seconds',
		as(admin, { json: { value }, headers: { 'If-Match': headers.etag } }));

	assert.deepEqual([(await under('120')).status, (await under('180')).status], [200, 412]);
	assert.equal((await put('call_ring_seconds', { value: '300' })).body.value, '300');
	for (const value of ['', '5', '1.5', '-300', 'x', '99999999999'])
		await refused(400, 'PUT', '/v1/admin/settings/call_ring_seconds', as(admin, { json: { value } }), 'value');
	for (const name of ['seal_key', 'erase_key', 'Region', 'nothing'])
		for (const [method, json] of [['PUT', { value: 'IN' }], ['GET']])
			await refused(404, method, `/v1/admin/settings/${name}`, as(admin, { json }));
	await refused(400, 'PUT', '/v1/admin/settings/region', as(admin, { json: { value: 'XX' } }));
	assert.deepEqual((await events('setting_changed', admin)).map(({ detail }) => [detail.before, detail.after]),
		[['120', '300'], ['300', '120'], ['US', 'IN'], ['IN', 'US']]);
});

test('the record: logins, keys and erasures are on it, and it cannot be changed', async () => {
	const one = await person();

	await ok(201, 'POST', '/v1/api-keys', as(one, { json: { name: 'x', scope: 'read' } }));
	const own = await all(`audit?user=${one.id}`);

	assert.deepEqual(own.map(({ kind }) => kind), ['key_made', 'logged_in', 'registered']);
	assert.equal(own[0].detail.scope, 'read');
	assert.ok(!JSON.stringify(own).includes(one.phone_number) && !JSON.stringify(own).includes('nsk_'));
	for (const query of ["UPDATE data.audit SET kind = 'logged_in'", 'DELETE FROM data.audit', 'TRUNCATE data.audit'])
		await assert.rejects(psql(query), /only ever added to/);
	await psql(`SELECT private.erase(id) FROM data.account WHERE phone = '${one.phone_number}'`);
	assert.equal((await get('audit?kind=account_erased&limit=1')).results.length, 1);
	const [[left]] = await psql(`SELECT count(*) FROM data.audit WHERE account IS NULL AND kind = 'key_made'`);
	assert.ok(Number(left) > 0);
	const first = await get('audit?limit=2'), second = await get(`audit?limit=2&cursor=${first.next}`);

	assert.equal(new Set([...first.results, ...second.results].map(({ id }) => id)).size, 4);
	await refused(404, 'GET', '/v1/admin/audit?user=1', as(admin));
	/* the filter belongs to the cursor */
	assert.equal((await send('GET', `/v1/admin/audit?kind=logged_in&cursor=${first.next}`, as(admin))).status, 400);
});
