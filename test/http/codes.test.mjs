/* codes.test.mjs: one-time codes: who gets one, what one proves, and how it leaves */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { addContact, as, call, freshNumber, freshWord, numberCard, ok, operator, PASSWORD, patiently, person,
	psql, refused, report, rowCounts, search, sentCode, waitingCode } from './support.mjs';

const verify = (value) => psql(`UPDATE data.setting SET value = '${value}' WHERE name = 'verify'`);
const wrong = (code) => String((Number(code) + 1) % 1e6).padStart(6, '0');
const ask = (json) => call('POST', '/v1/codes', { json });

after(() => verify('off'));

test('a number is sent a code, and the answer tells nothing of it', async () => {
	const known = await person();
	const answers = [];

	for (const phone_number of [known.phone_number, freshNumber(), Number(freshNumber().slice(1))])
		answers.push(await ask({ phone_number }));
	for (const { status, text } of answers)
		assert.deepEqual([status, text], [202, '{"expires_in":600}']);
	assert.match(await waitingCode(known.phone_number), /^\d{6}$/);
});

test('what is no request for a code is refused, and nothing is sent', async () => {
	const number = freshNumber();
	const earlier = await rowCounts();

	for (const [field, json] of [['phone_number', {}], ['phone_number', { phone_number: '' }], ['phone_number', { phone_number: 'x' }],
		['phone_number', { phone_number: null }], ['phone_number', { phone_number: [number] }], ['phone_number', { phone_number: true }],
		['purpose', { phone_number: number, purpose: 'login' }], ['purpose', { phone_number: number, purpose: 1 }],
		['region', { phone_number: number, region: 'XX' }], ['code', { phone_number: number, code: '123456' }],
		['phone_number', { phone_number: '+449098790123' }]])
		await refused(400, 'POST', '/v1/codes', { json }, field);
	await refused(400, 'POST', '/v1/codes', { raw: `{"phone_number":"${number}","phone_number":"${number}"}` });
	await refused(405, 'GET', '/v1/codes', {});
	await refused(415, 'POST', '/v1/codes', { form: { phone_number: number } });
	assert.deepEqual(await rowCounts(), earlier);
});

test('three codes in a quarter of an hour, of which the last one is good', async () => {
	const phone_number = freshNumber();
	const codes = [];

	for (let n = 0; n < 3; n++)
		codes.push(await sentCode(phone_number));
	const { headers } = await refused(429, 'POST', '/v1/codes', { json: { phone_number } });

	assert.ok(Number(headers['retry-after']) > 800 && Number(headers['retry-after']) <= 900);
	for (const code of codes.slice(0, 2).filter((one) => one !== codes[2]))
		await refused(403, 'POST', '/v1/opt-outs', { json: { phone_number, code } }, 'code');
	assert.equal((await call('POST', '/v1/opt-outs', { json: { phone_number, code: codes[2] } })).status, 204);
});

/* Each way to register: how it is asked, what it answers */
const ways = {
	'/v1/users': (phone_number, more) => [201, { json: { name: 'Asha Rao', phone_number, password: PASSWORD, ...more } }],
	'/api/users/': (phone_number, more) => [201, { form: { name: 'Asha Rao', phone_number, password: PASSWORD, ...more } }],
	'/register/register': (phone_number, more) => [200, { json: { username: freshWord(12), phone_number, password: PASSWORD, ...more } }],
};

for (const [at, body] of Object.entries(ways))
	test(`where a code is required, ${at} registers who proves his number`, async (t) => {
		await verify('required');
		t.after(() => verify('off'));
		const number = freshNumber();
		const tries = async (status, more) => {
			const reply = await patiently('POST', at, body(number, more)[1]);

			assert.equal(reply.status, status, reply.text);
			return reply.body;
		};
		const absent = await tries(400, {});

		assert.equal(absent.errors[0].pointer, '/code');
		assert.match(absent.detail, /POST \/v1\/codes/);
		if (at !== '/v1/users')
			assert.equal(absent.error, absent.detail, 'clients of the original applications look there');
		const code = await sentCode(number, { purpose: 'register' });

		for (const bad of ['12345', 'abcdef'])
			assert.equal((await tries(400, { code: bad })).errors[0].pointer, '/code');
		assert.equal((await tries(403, { code: wrong(code) })).errors[0].pointer, '/code');
		await tries(body(number)[0], { code });
		/* used: whose it was is registered, and nobody else learns that */
		await tries(403, { code });
		await tries(409, { code: await sentCode(number) });
	});

test('a code is good for five tries', async () => {
	const phone_number = freshNumber();
	const code = await sentCode(phone_number, { purpose: 'opt_out' });

	for (let n = 0; n < 5; n++)
		await refused(403, 'POST', '/v1/opt-outs', { json: { phone_number, code: wrong(code) } }, 'code');
	await refused(403, 'POST', '/v1/opt-outs', { json: { phone_number, code } }, 'code');
});

test('of many who use one code at once one succeeds', async () => {
	const phone_number = freshNumber();
	const code = await sentCode(phone_number);
	const statuses = await Promise.all(Array.from({ length: 8 }, async () =>
		(await call('POST', '/v1/appeals', { json: { phone_number, code } })).status));

	assert.deepEqual(statuses.sort(), [201, ...Array(7).fill(403)]);
});

test('who is not registered has his names forgotten by a code', async () => {
	const friend = await person();
	const entry = { name: freshWord(11), phone_number: freshNumber(), email: 'other@test.example' };
	const { phone_number } = entry;
	const { id } = await addContact(friend, entry);

	await refused(400, 'POST', '/v1/opt-outs', { json: { phone_number } }, 'code');
	await refused(400, 'POST', '/v1/opt-outs', { json: { phone_number, code: null } }, 'code');
	await refused(400, 'POST', '/v1/opt-outs', { json: { phone_number, code: 123456 } }, 'code');
	await refused(403, 'POST', '/v1/opt-outs', { json: { phone_number, code: '000000' } }, 'code');
	const code = await sentCode(phone_number, { purpose: 'opt_out' });

	await refused(403, 'POST', '/v1/opt-outs', { json: { phone_number: freshNumber(), code } }, 'code');
	assert.equal((await call('POST', '/v1/opt-outs', { json: { phone_number, code: `${code.slice(0, 3)} ${code.slice(3)}` } })).status, 204);
	assert.deepEqual((await search(friend, entry.name)).results.filter(({ name }) => name === entry.name), []);
	const kept = await ok(200, 'GET', `/v1/contacts/${id}`, as(friend));

	assert.deepEqual([kept.name, kept.email], [phone_number, null]);
	await refused(409, 'POST', '/v1/opt-outs',
		{ json: { phone_number: friend.phone_number, code: await sentCode(friend.phone_number) } }, 'phone_number');
});

test('an appeal is made by who proves a number, registered or not', async () => {
	const reporter = await person();
	const numbers = [freshNumber(), freshNumber()];

	for (const number of numbers)
		await report(reporter, number, { category: 'scam' });
	const before = await numberCard(reporter, numbers[0]);

	await refused(401, 'POST', '/v1/appeals', { json: { phone_number: numbers[0] } });
	await refused(401, 'POST', '/v1/appeals', { token: 'x', json: { phone_number: numbers[0], code: '123456' } });
	await refused(403, 'POST', '/v1/appeals', { json: { phone_number: numbers[0], code: '123456' } }, 'code');
	await refused(403, 'POST', '/v1/appeals',
		{ json: { phone_number: numbers[0], code: await sentCode(numbers[0], { purpose: 'opt_out' }) } }, 'code');
	const made = await ok(201, 'POST', '/v1/appeals',
		{ json: { phone_number: numbers[0], reason: 'it is mine', code: await sentCode(numbers[0], { purpose: 'appeal' }) } });

	assert.ok(made.spam_likelihood < before.spam_likelihood);
	await refused(404, 'POST', '/v1/appeals', as(reporter, { json: { phone_number: numbers[1] } }));
	await ok(201, 'POST', '/v1/appeals',
		as(reporter, { json: { phone_number: numbers[1], code: await sentCode(numbers[1]) } }));
});

test('who asks for a virtual number cannot appeal for it without a code', async () => {
	const reporter = await person();
	const spammer = await person();
	const phone_number = freshNumber();

	await report(reporter, phone_number, { category: 'scam' });
	const before = await numberCard(reporter, phone_number);

	for (const is_active of [true, false]) {
		await call('POST', '/v1/virtual-numbers', as(spammer, { json: { phone_number, is_active } }));
		await refused(404, 'POST', '/v1/appeals', as(spammer, { json: { phone_number, reason: 'mine' } }), 'phone_number');
	}
	assert.equal((await numberCard(reporter, phone_number)).spam_likelihood, before.spam_likelihood);
	await ok(201, 'POST', '/v1/appeals', as(spammer, { json: { phone_number, code: await sentCode(phone_number, { purpose: 'appeal' }) } }));
});

test('an operator sees and sets whether a code is required', async (t) => {
	const admin = await operator();
	const set = (value) => call('PUT', '/v1/admin/settings/verify', as(admin, { json: { value } }));

	t.after(() => verify('off'));
	assert.equal((await ok(200, 'GET', '/v1/admin/settings/verify', as(admin))).value, 'off');
	assert.equal((await set('required')).status, 200);
	await refused(400, 'POST', '/v1/users', { json: { name: 'A', phone_number: freshNumber(), password: PASSWORD } }, 'code');
	assert.equal((await set('perhaps')).status, 400);
	assert.equal((await set('off')).status, 200);
	assert.equal((await call('GET', '/v1/admin/settings/code_key', as(admin))).status, 404);
});

/* ---- the sender ---- */

async function eventually(what, about) {
	for (let tenths = 0; tenths < 300; tenths++) {
		if (await what())
			return;
		await sleep(100);
	}
	assert.fail(about);
}

const waiting = async (number) => Number((await psql(`SELECT count(*) FROM data.message
	WHERE split_part(private.message_text(sealed), E'\\n', 1) = '${number}'`))[0][0]);

test('the sender hands each message to the command, again if that fails, and then forgets it', async (t) => {
	const folder = await mkdtemp(path.join(process.env.TMPDIR ?? '/tmp', 'codes-'));
	const sent = path.join(folder, 'sent');
	const number = freshNumber();

	await psql('DELETE FROM data.message');
	/* fails the first time */
	const sender = spawn(path.join(process.env.NUMSIGHT_VAR, 'bin/numsight-send'), { stdio: ['ignore', 'ignore', 'pipe'],
		env: { ...process.env, PGUSER: 'numsight_jobs',
			NUMSIGHT_SEND_COMMAND: `cat | tee '${folder}/last' >&2; [ -e '${folder}/tried' ] || { touch '${folder}/tried'; exit 3; }; cat '${folder}/last' >>'${sent}'` } });
	let log = '';

	sender.stderr.on('data', (text) => { log += text; });
	t.after(() => {
		sender.kill('SIGKILL');
		return rm(folder, { recursive: true, force: true });
	});
	await eventually(() => log.includes('ready'), 'it starts');
	assert.equal((await ask({ phone_number: number, purpose: 'register' })).status, 202);
	await eventually(() => log.includes('the command failed'), 'the first try');
	await psql('UPDATE data.message SET due = now()');
	await psql('NOTIFY numsight_message');
	await eventually(async () => await waiting(number) === 0, 'it is sent');
	const text = await readFile(sent, 'utf8');

	assert.match(text, new RegExp(`^\\${number}\\n\\d{6} is your NumSight code to register this number\\. [^\\n]+\\n$`));
	const ended = new Promise((resolve) => { sender.on('exit', resolve); });

	sender.kill('SIGTERM');
	assert.equal(await ended, 0);
	assert.match(log, /"message":"sent"/);
	assert.ok(!log.includes(number.slice(1)) && !log.includes(/\n(\d{6}) /.exec(text)[1]), log);
	/* and it opens the door */
	assert.equal((await patiently('POST', '/v1/users', { json: { name: 'A', phone_number: number, password: PASSWORD,
		code: /\n(\d{6}) /.exec(text)[1] } })).status, 201);
});
