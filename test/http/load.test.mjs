/* load.test.mjs: address books and lists that come as files, by make load */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { addContact, as, call, freshNumber, freshWord, ok, person, psql, report, rowCounts, search } from './support.mjs';

const LOAD = fileURLToPath(new URL('../../deploy/local/load', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'numsight-books-'));

after(() => rmSync(folder, { recursive: true }));

function file(name, content) {
	const path = join(folder, name);

	writeFileSync(path, content);
	return path;
}

/*
 * Runs the command. Its last line is the sum, as an object; what it rejected
 * is a list of [line, column, reason, raw].
 */
function load(path, settings = {}) {
	const env = { ...process.env, FILE: path, REGION: 'IN', ...settings };

	return new Promise((resolve) => {
		execFile(LOAD, { env }, (fault, stdout, stderr) => {
			const sum = /^(\d+) rows, (\d+) ok, (\d+) merged, (\d+) rejected(?:, (\d+) suppressed)?$/
				.exec(stdout.trim().split('\n').at(-1));
			const [rows, stored, merged, rejected, suppressed] =
				(sum ?? []).slice(1).map((n) => Number(n ?? 0));

			resolve({ status: fault?.code ?? 0, stdout, stderr,
				sum: sum && { rows, ok: stored, merged, rejected, suppressed },
				rejects: rejectsOf(path) });
		});
	});
}

function rejectsOf(path) {
	if (path === undefined || !existsSync(`${path}.rejects`))
		return [];
	return readFileSync(`${path}.rejects`, 'utf8').split('\n').slice(0, -1)
		.map((line) => line.split('\t'));
}

async function loaded(path, settings, sum) {
	const run = await load(path, settings);

	assert.equal(run.status, 0, run.stderr);
	assert.deepEqual(run.sum, { merged: 0, rejected: 0, suppressed: 0, ...sum });
	assert.equal(run.sum.rows, run.sum.ok + run.sum.merged + run.sum.rejected
		+ run.sum.suppressed);
	assert.equal(run.rejects.length, run.sum.rejected);
	return run;
}

const national = (number) => `0${number.slice(3, 8)}-${number.slice(8)}`;

test('an address book becomes the contacts of its owner', async () => {
	const owner = await person();
	const word = freshWord();
	const [first, second, third] = [freshNumber(), freshNumber(), freshNumber()];
	const path = file('google.csv',
		'First Name,Last Name,Phone 1 - Value,E-mail 1 - Value\n'
		+ `${word},Rao,${first} ::: ${national(second)},a@example.org\n`
		+ `"Lee, ""${word}""",,${third},no address\n`
		+ `${word},Rao,${first},b@example.org\n`);

	await loaded(path, { OWNER: owner.phone_number }, { rows: 4, ok: 3, merged: 1 });
	const { results } = await ok(200, 'GET', '/v1/contacts', as(owner));

	assert.deepEqual(results.map(({ name, phone_number, email }) =>
		[name, phone_number, email]).sort(), [
		[`Lee, "${word}"`, third, null],
		[`${word} Rao`, first, 'a@example.org'],
		[`${word} Rao`, second, 'a@example.org'],
	].sort());

	const before = await rowCounts();
	await loaded(path, { OWNER: owner.phone_number }, { rows: 4, ok: 0, merged: 4 });
	assert.deepEqual(await rowCounts(), before);
});

test('an address that was missing is filled in, one that is there stays', async () => {
	const owner = await person();
	const [first, second] = [freshNumber(), freshNumber()];
	const settings = { OWNER: owner.phone_number };

	await loaded(file('one.csv', `A,${first},\nB,${second},b@example.org\n`),
		settings, { rows: 2, ok: 2 });
	await loaded(file('two.csv', `A,${first},a@example.org\nB,${second},other@example.org\n`),
		settings, { rows: 2, ok: 0, merged: 2 });
	const { results } = await ok(200, 'GET', '/v1/contacts', as(owner));

	assert.deepEqual(results.map((one) => one.email).sort(),
		['a@example.org', 'b@example.org']);
});

test('vCards are told by their content and read in the region', async () => {
	const owner = await person();
	const number = freshNumber();
	const path = file('phone.backup', 'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Rao;Asha;;;\r\n'
		+ `TEL;TYPE=CELL:${number.slice(3, 8)} ${number.slice(8)}\r\n`
		+ `PHOTO;ENCODING=b:${'QUJD'.repeat(500_000)}\r\nEND:VCARD\r\n`);

	await loaded(path, { OWNER: owner.phone_number, REGION: '' }, { rows: 1, ok: 1 });
	const { results } = await ok(200, 'GET', '/v1/contacts', as(owner));

	assert.equal(results[0].name, 'Asha Rao');
	assert.equal(results[0].phone_number, number);
});

test('lines of JSON are people, whatever their members are called', async () => {
	const seeker = await person();
	const word = freshWord();
	const [first, second, third, fourth] = [1, 2, 3, 4].map(freshNumber);
	const path = file('people.jsonl', [
		{ name: `${word} Rao`, phone: first, email: 'a@example.org' },
		{ firstName: word, lastName: 'I\u0301yer', phones: [{ type: 'home', value: second }, { type: 'work', value: third }] },
		{ Name: `${word} \ud83d\ude00 "Bo"`, mobile: Number(fourth.slice(1)), age: 40, ok: true, note: null },
	].map((one) => JSON.stringify(one)).join('\n')
		+ `\n{"name":"cut\n\n{"name":"${word} Rao","phone":"${first}"}\n["${word}"]\n{"name":"\\ud800x","phone":"${first}"}\n{"name":"${word}","name":"B","phone":"${first}"}\n`);
	const run = await loaded(path, { FORCE: '1' }, { rows: 9, ok: 4, merged: 1, rejected: 4 });

	assert.deepEqual(run.rejects.map(([line, column, reason]) => [line, column, reason]),
		[['4', '', 'bad_json'], ['7', '', 'bad_json'], ['8', 'name', 'bad_utf8'], ['9', '', 'bad_json']]);
	const { results } = await search(seeker, word);

	assert.deepEqual(results.map((one) => [one.phone_number, one.name]).sort(), [
		[first, `${word} Rao`], [second, `${word} I\u0301yer`], [third, `${word} I\u0301yer`],
		[fourth, `${word} \ud83d\ude00 "Bo"`]].sort());
	await loaded(path, { FORCE: '1', FORMAT: 'jsonl' }, { rows: 9, ok: 0, merged: 5, rejected: 4 });
});

/* ---- complaints ---- */

const FTC = 'Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,Recorded_Message_Or_Robocall';
const FCC = 'Ticket ID,Ticket Created,Date of Issue,Time of Issue,Form,Method,Issue,Caller ID Number,Type of Call or Messge,Advertiser Business Number,City,State,Zip';
/* of the lines that most have: the same complaints say less of a toll-free one */
const AREAS = [212, 312, 404, 512, 602, 713, 808, 919];
const american = () => `${AREAS[randomInt(AREAS.length)]}${randomInt(200, 1000)}${String(randomInt(10000)).padStart(4, '0')}`;
const value = async (query) => (await psql(query))[0]?.[0];
const state = (number) => value(`SELECT to_json(n) FROM (SELECT phone, num_spam,
	numsight.spam_likelihood(state, now()) > numsight.spam_likelihood(private.line(phone), now()) AS more,
	numsight.spam_category(state, now()) AS category,
	(SELECT count(*) FROM data.complaint c WHERE c.phone = k.phone) AS complaints
	FROM data.number k WHERE phone = '+1${number}') n`).then((text) => JSON.parse(text ?? 'null'));

test('complaints of the FTC are evidence of spam, and no entries', async () => {
	const seeker = await person();
	const day = new Date(Date.now() - 86400_000 * (2 + randomInt(20))).toISOString().slice(0, 10);
	const [often, once] = [american(), american()];
	const rows = Array.from({ length: 40 }, (_, i) =>
		`${often},${day} 09:15:${String(i % 60).padStart(2, '0')},${day} 08:00:00,,Texas,${200 + i},"Calls pretending to be government, businesses, or family and friends",N`);
	const path = file('ftc.csv', `${[FTC, ...rows,
		`${once},${day} 10:00:00,${day} 09:00:00,Town,Ohio,614,Vacation  & timeshares,Y`,
		`,${day} 10:00:00,${day} 09:00:00,Town,Ohio,614,Other,N`,
		`12345,${day} 10:00:00,,,Ohio,614,Other,N`,
		`${once},yesterday,,,Ohio,614,Other,N`].join('\n')}\n`);

	await psql(`DELETE FROM data.source WHERE id IN (SELECT source FROM data.complaint_day WHERE day = '${day}')`);
	const run = await loaded(path, { REGION: 'IN' }, { rows: 44, ok: 41, rejected: 3 });

	assert.deepEqual(run.rejects.map(([line, column, reason]) => [line, column, reason]), [
		['43', 'Company_Phone_Number', 'missing_number'], ['44', 'Company_Phone_Number', 'too_short'],
		['45', 'Created_Date', 'bad_date']]);
	assert.deepEqual(await state(often), { phone: `+1${often}`, num_spam: 0, more: true, category: 'scam', complaints: 40 });
	assert.deepEqual(await state(once), { phone: `+1${once}`, num_spam: 0, more: true, category: 'robocall', complaints: 1 });
	const card = await ok(200, 'GET', `/v1/numbers/+1${often}`, as(seeker));
	assert.equal(card.category, 'scam');
	assert.equal(card.spam_label, 'spam');
	assert.equal(card.counts.spam_reports, 0);
	assert.equal((await search(seeker, `+1${often}`)).results.length, 0);
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');

	/* the same again changes nothing; another file for that day would count twice */
	const before = [await rowCounts(), await value(`SELECT state FROM data.number WHERE phone = '+1${often}'`)];
	await loaded(path, { FORMAT: 'ftc' }, { rows: 44, ok: 0, merged: 41, rejected: 3 });
	assert.deepEqual([await rowCounts(), await value(`SELECT state FROM data.number WHERE phone = '+1${often}'`)], before);
	const other = await load(file('ftc2.csv', `${FTC}\n${once},${day} 10:00:00,,,Ohio,614,Other,N\n`));
	assert.equal(other.status, 1);
	assert.match(other.stderr, new RegExp(`complaints of ${day} were loaded from another file`));
	assert.deepEqual(await rowCounts(), before[0]);

	/* with its source all of it goes */
	await psql(`DELETE FROM data.source WHERE id IN (SELECT source FROM data.complaint_day WHERE day = '${day}')`);
	assert.equal((await state(often)).complaints, 0);
	assert.equal((await state(often)).more, false);
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');
});

test('complaints of the FCC are known by their tickets', async () => {
	const [caller, advertiser, third] = [american(), american(), american()];
	const dashed = (number) => `${number.slice(0, 3)}-${number.slice(3, 6)}-${number.slice(6)}`;
	const ticket = randomInt(1e9);
	const path = file('fcc.csv', `\ufeff${[FCC,
		`${ticket},06/04/2025 01:02:03 PM +0000,06/03/2025,1:00 pm,Phone,Internet (VOIP),Telemarketing (including do not call and spoofing),${dashed(caller)},Prerecorded Voice,,Austin,TX,"78701 (30.27, -97.74)"`,
		`${ticket + 1},2025-06-04T00:00:00.000,06/03/2025,8:08 PM,Phone,Wired,Unwanted Calls,${dashed(caller)},Live Voice,${dashed(advertiser)},Austin,TX,78701`,
		`${ticket + 2},2025-06-05,,around noon,Phone,Wired,Robocalls,,,${dashed(advertiser)},Austin,TX,78701`,
		`,2025-06-05,,,Phone,Wired,Robocalls,${dashed(caller)},,,Austin,TX,78701`,
		`${ticket + 3},2025-02-30,,,Phone,Wired,Robocalls,${dashed(caller)},,,Austin,TX,78701`,
		`${ticket + 4},2025-06-05,02/30/2025,1:00 pm,Phone,Wired,Robocalls,${dashed(caller)},,,Austin,TX,78701`].join('\r\n')}\r\n`);

	const run = await loaded(path, { FORCE: '1' }, { rows: 6, ok: 3, rejected: 3 });
	assert.deepEqual(run.rejects.map(([line, column, reason]) => [line, column, reason]),
		[['5', 'Ticket ID', 'not_a_number'], ['6', 'Ticket Created', 'bad_date'], ['7', 'Date of Issue', 'bad_date']]);
	assert.equal((await state(caller)).complaints, 2);
	assert.equal((await state(advertiser)).more, true);
	assert.equal(await value(`SELECT string_agg(to_char(at AT TIME ZONE 'America/New_York', 'MM-DD HH24:MI'), ',' ORDER BY item)
		FROM data.complaint WHERE item BETWEEN ${ticket} AND ${ticket + 2}`), '06-03 13:00,06-03 20:08,06-05 12:00');

	/* a later file, its columns in another order and under the names of machines, tells one of them again */
	const later = file('later.csv', 'id,caller_id_number,ticket_created,state,issue_type,location\n'
		+ `${ticket},${caller},2025-06-04,TX,Phone,x\n${ticket + 9},${third},2025-07-01,NY,Phone,x\n`);
	await loaded(later, {}, { rows: 2, ok: 1, merged: 1 });
	assert.equal((await state(third)).complaints, 1);
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');

	const owner = await person();
	const wrong = await load(file('owned.csv', `${FCC}\n${ticket + 20},2025-06-04,,,,,,${caller},,,,,\n`), { OWNER: owner.phone_number });
	assert.equal(wrong.status, 1);
	assert.match(wrong.stderr, /complaints are nobody's contacts/);
	assert.equal((await load(file('none.csv', 'Ticket ID,State\n1,TX\n'))).status, 1);
});

/* ---- block lists ---- */

const listed = (numbers) => psql(`SELECT c.phone, c.category, round(c.weight::numeric, 2), substr(s.name, 13)
	FROM data.complaint c JOIN data.source s ON s.id = c.source
	WHERE c.phone IN (${numbers.map((number) => `'${number}'`)}) ORDER BY c.phone, s.id`);
const likelihood = async (seeker, number) => (await ok(200, 'GET', `/v1/numbers/${number}`, as(seeker))).spam_likelihood;
/* All of one kind of line, for that tells of a number, too */
const inOrder = (count) => Array.from({ length: count }, () => `+9199${randomInt(1e7, 1e8)}`).sort();

test('a block list is evidence of spam, and nobody in the directory', async () => {
	const seeker = await person();
	const word = freshWord();
	const [first, second, third] = inOrder(3);
	const path = file(`${word}-2026-11-20.csv`, `${first};9;Fraud\r\n${second.slice(3)};8;"Debt; collector"\r\n12;9;scam\r\n${third};3;Other\r\n`);
	const unknown = await likelihood(seeker, first);
	const before = await rowCounts();
	const run = await loaded(path, { SOURCE: word }, { rows: 4, ok: 2, rejected: 2 });

	assert.deepEqual(run.rejects.map(([line, column, reason]) => [line, column, reason]),
		[['3', 'number', 'too_short'], ['4', 'score', 'low_score']]);
	assert.deepEqual(await listed([first, second, third]),
		[[first, 'scam', '0.64', word], [second, 'debt', '0.48', word]]);
	assert.ok(await likelihood(seeker, first) > await likelihood(seeker, second));
	assert.ok(await likelihood(seeker, second) > unknown);
	for (const table of ['entry', 'listing', 'sheet', 'contact'])
		assert.equal((await rowCounts())[table], before[table]);
	assert.equal((await search(seeker, first)).results.length, 0);

	/* the same again changes nothing, whatever is said of it, nor does a newer file of the same source */
	const after = await rowCounts();
	await loaded(path, { SOURCE: word }, { rows: 4, ok: 0, merged: 2, rejected: 2 });
	assert.deepEqual(await rowCounts(), after);
	await loaded(path, { SOURCE: word, KIND: 'spam', MAP: 'number,score' }, { rows: 4, ok: 0, merged: 2, rejected: 2 });
	await loaded(file('newer.csv', `${first}\n`), { SOURCE: word, KIND: 'spam' }, { rows: 1, ok: 0, merged: 1 });
	assert.deepEqual(await rowCounts().then(({ complaint, number }) => [complaint, number]), [after.complaint, after.number]);
	/* until half of it has faded */
	await psql(`UPDATE data.complaint SET at = at - interval '91 days' WHERE phone = '${first}'; SELECT 1`);
	await psql(`UPDATE data.number SET state = (private.recompute('${first}')).state WHERE phone = '${first}'`);
	await loaded(file('newest.csv', `${first}\n${first}\n`), { SOURCE: word, KIND: 'spam' }, { rows: 2, ok: 1, merged: 1 });
	assert.equal((await listed([first])).length, 2);
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');
	await psql(`DELETE FROM data.source WHERE name = 'block list: ${word}'`);
	assert.equal(await likelihood(seeker, first), unknown);
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');
});

test('one source is one voice, however loud; several make spam', async () => {
	const seeker = await person();
	const [loud, once] = inOrder(2);
	const path = file('voices.csv', `${loud},5000000\n${once},1\n`);
	const steps = [];

	for (const source of ['one', 'two', 'three', 'four', 'five'].map((name) => `${name} ${freshWord()}`)) {
		await loaded(path, { KIND: 'spam', SOURCE: source }, { rows: 2, ok: 2 });
		steps.push([await likelihood(seeker, loud), await likelihood(seeker, once)]);
	}
	assert.ok(steps[0][0] < 0.7 && steps[0][0] > steps[0][1]);
	assert.ok(steps.every(([high], i) => i === 0 || high > steps[i - 1][0]));
	assert.ok(steps[4][0] > 0.8);
});

test('numbers without names are loaded as nothing unless the call says as what', async () => {
	const [first, second, third] = inOrder(3);
	const owner = await person();
	const before = await rowCounts();
	const refused = [
		['numbers.txt', `# a list\n${first}\n${second}\n`], ['counts.csv', `${first},12\n${second},7\n`],
		['titles.csv', `Kunde;Telefon\nAsha;${first}\n`], ['mixed.csv', `${first};8;scam\n${second};9;Asha\n`],
	].map(([name, content]) => file(name, content));

	for (const path of refused)
		for (const settings of [{}, { FORMAT: 'csv' }, { OWNER: owner.phone_number }]) {
			const run = await load(path, settings);

			assert.equal(run.status, 2);
			assert.match(run.stderr, /tells numbers, but no names of people\n +KIND=spam/);
			assert.ok(!existsSync(`${path}.rejects`));
		}
	for (const [content, settings, status, sentence] of [
		[`${first};8;12;scam\n`, { KIND: 'spam' }, 1, /not clear what the columns/],
		[`${first};800\n`, { KIND: 'spam', MAP: 'number,score' }, 1, /scores go beyond 100/],
		[`Wer;Was\n${first};scam\n`, { KIND: 'spam', MAP: 'number=Wen' }, 1, /first line has no column Wen/],
		[`${first}\n`, { KIND: 'spam', MAP: 'number,name' }, 2, /MAP: name names nothing known/],
		[`${first}\n`, { KIND: 'ham' }, 2, /KIND is people or spam, not ham/],
		[`${first}\n`, { KIND: 'spam', OWNER: owner.phone_number }, 1, /nobody's contacts/],
		['{"phone":"9876543210"}\n', { KIND: 'spam' }, 2, /KIND=spam is for tables/],
	]) {
		const run = await load(file('call.csv', content), settings);

		assert.equal(run.status, status, sentence);
		assert.match(run.stderr, sentence);
	}
	assert.deepEqual(await rowCounts(), before);

	await loaded(refused[0], { KIND: 'spam' }, { rows: 2, ok: 2 });
	await loaded(refused[2], { MAP: 'phone=Telefon,name=Kunde' }, { rows: 1, ok: 1 });
	await loaded(file('people.csv', `${third};8;scam\n${third};8;Spam\n${third};8;Debt\n`), { KIND: 'people' }, { rows: 3, ok: 3 });
	assert.equal((await search(owner, third)).results.length, 3);
});

test('what GET /v1/blocklist gives out is a block list elsewhere, too', async () => {
	const [first, second] = inOrder(2);
	const path = file('blocklist.csv', `phone_number,spam_likelihood,category,version\r\n${first},0.94,scam,1764892800\r\n${second},0.00,,1764892801\r\n`);

	await loaded(path, { SOURCE: freshWord() }, { rows: 2, ok: 1, rejected: 1 });
	assert.deepEqual((await listed([first, second])).map(([number, category]) => [number, category]), [[first, 'scam']]);
});

test('a list is found in the directory, and the same file changes nothing', async () => {
	const seeker = await person();
	const word = freshWord();
	const content = `name,number\n${word} Iyer,${freshNumber()}\n${word} Nair,${freshNumber()}\n`;
	const sum = { rows: 2, ok: 2 };
	const again = { rows: 2, ok: 0, merged: 2 };

	await loaded(file('list.csv', content), {}, sum);
	const { results } = await search(seeker, word);

	assert.equal(results.length, 2);
	assert.ok(results.every((one) => one.registered === false));
	const before = await rowCounts();
	await loaded(file('list.csv', content), {}, again);
	await loaded(file('other name.csv', content), {}, again);
	await loaded(file('list.csv.gz', gzipSync(content)), {}, again);
	assert.deepEqual(await rowCounts(), before);
});

test('two loaders of one file: one waits, nothing stands twice', async () => {
	const word = freshWord();
	const path = [0, 1, 2].map((n) => file(`${word}-${n}`,
		Array.from({ length: 500 }, (_, i) => `${word} ${i},+9188${
			String(i).padStart(8, '0')}\n`).join('')));
	const runs = await Promise.all(path.map((one) => load(one)));

	assert.deepEqual(runs.map((run) => run.status), [0, 0, 0]);
	assert.equal(runs.reduce((total, run) => total + run.sum.ok, 0), 500);
	assert.equal(runs.reduce((total, run) => total + run.sum.merged, 0), 1000);
});

test('a list that does not fit into memory is sorted in pieces, and is the same list', async () => {
	const word = freshWord();
	const many = 30000;
	const number = (i) => `+9187${String(word.charCodeAt(0) * 1e5 + i).padStart(8, '0')}`;
	/* each number twice, far apart: the spelling of the first stays */
	const path = file(`${word}.csv`, [...Array(2 * many).keys()].map((i) =>
		`${i < many ? word : word.toUpperCase()} ${i * 7919 % many % 17},${number(i * 7919 % many)}\n`).join(''));
	const state = () => value(`SELECT count(*) || ' ' || sum(books) || ' ' || count(*) FILTER (WHERE name ~ '^${word}')
		FROM data.entry WHERE folded LIKE lower('${word}') || ' %'`);

	await loaded(path, { NUMSIGHT_LOAD_MEMORY: '1', NUMSIGHT_LOAD_BATCH: '20000' }, { rows: 2 * many, ok: many, merged: many });
	assert.equal(await state(), `${many} ${many} ${many}`);
	const before = await rowCounts();
	await loaded(path, {}, { rows: 2 * many, ok: 0, merged: 2 * many });
	assert.deepEqual(await rowCounts(), before);
	assert.equal(await state(), `${many} ${many} ${many}`);
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');
});

test('a name that somebody else is just writing down is waited for, and counted twice', async () => {
	const word = freshWord();
	const number = freshNumber();
	const other = psql(`BEGIN; INSERT INTO data.source (name) VALUES ('${word}');
		INSERT INTO data.listing (source, phone, name) SELECT id, '${number}', '${word} Rao' FROM data.source WHERE name = '${word}';
		SELECT pg_sleep(2); COMMIT`);

	while (await value(`SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%${word}%' AND wait_event = 'PgSleep'`) === '0')
		;
	await loaded(file(`${word}.csv`, `${word} Rao,${number}\n${word} Iyer,${number}\n`), {}, { rows: 2, ok: 2 });
	await other;
	assert.equal(await value(`SELECT string_agg(books::text, ' ' ORDER BY folded) FROM data.entry WHERE phone = '${number}'`), '1 2');
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');
});

test('what cannot be read is left out and listed with line and reason', async () => {
	const path = file('messy.csv', Buffer.concat([
		Buffer.from('\ufeffName;Phone\r\nJosé;+919876543210\r\n'),
		...Array.from({ length: 40 }, (_, i) =>
			Buffer.from(`Person ${i};+9198000000${i + 10}\r\n`)),
		Buffer.from('A;not\ta number\r\nB;12\r\n;+919876543210\r\n"C;+919876543211\r\nD\r\nE;;\r\nF;+919876543212;x\r\n'),
		Buffer.from('G\0;+919876543210\r\nH\xff;+919876543210\r\n', 'latin1'),
		Buffer.from(`${'I'.repeat(300)};+919876543210\r\n`)]));
	const run = await load(path);

	assert.equal(run.status, 0, run.stderr);
	assert.deepEqual(run.rejects, [
		['43', 'Phone', 'not_a_number', 'A;not\\ta number'],
		['44', 'Phone', 'too_short', 'B;12'],
		['45', '', 'missing_name', ';+919876543210'],
		['46', '', 'unbalanced_quote', '"C;+919876543211'],
		['47', '', 'missing_column', 'D'],
		['48', '', 'missing_number', 'E;;'],
		['49', '', 'too_many_columns', 'F;+919876543212;x'],
		['50', 'Name', 'control_character', 'G\\x00;+919876543210'],
		['51', 'Name', 'bad_utf8', 'H\\xFF;+919876543210'],
		['52', 'Name', 'too_long', `${'I'.repeat(300)};+919876543210`],
	]);
	assert.equal(run.sum.rejected, 10);
	assert.match(run.stdout, /messy\.csv\.rejects$/m);

	/* a list of rejects that speaks of an older content does not stay */
	await loaded(file('messy.csv', `A,${freshNumber()}\n`), {}, { rows: 1, ok: 1 });
	assert.ok(!existsSync(`${path}.rejects`));
});

test('two loaders of one file keep their own rejects until they are done', async () => {
	const word = freshWord();
	const path = file(`${word}.csv`, `Name,Phone\n${Array.from({ length: 3000 }, () =>
		`${word},${freshNumber()}\n`).join('')}${word},no number\n`);
	const left = () => readdirSync(folder).filter((name) => name.startsWith(word)).sort();

	file(`${word}.csv.rejects.999999999.new`, 'of a loader that was killed');
	file(`${word}.csv.rejects.${process.pid}.new`, 'of one that is on its way');
	const runs = await Promise.all([load(path), load(path), load(path)]);

	for (const run of runs) {
		assert.equal(run.status, 0, run.stderr);
		assert.equal(run.sum.rejected, 1);
	}
	assert.equal(runs.reduce((sum, run) => sum + run.sum.ok, 0), 3000);
	assert.deepEqual(rejectsOf(path).map(([line, column, reason]) => [line, column, reason]),
		[['3002', 'Phone', 'not_a_number']]);
	assert.deepEqual(left(), ['', '.rejects', `.rejects.${process.pid}.new`].map((end) => `${word}.csv${end}`));
});

test('people who were erased stay away', async () => {
	const seeker = await person();
	const gone = await person();
	const word = freshWord();

	await psql(`SELECT private.erase(id) FROM data.account WHERE phone = '${gone.phone_number}'`);
	await loaded(file('erased.csv', `${word} One,${gone.phone_number}\n${word} Two,${freshNumber()}\n`),
		{}, { rows: 2, ok: 1, suppressed: 1 });
	const { results } = await search(seeker, word);

	assert.deepEqual(results.map((one) => one.name), [`${word} Two`]);
	assert.equal((await search(seeker, gone.phone_number)).results.length, 0);

	/* not by way of somebody's book either */
	await loaded(file('book.csv', `${word} One,${gone.phone_number}\n`),
		{ OWNER: seeker.phone_number }, { rows: 1, ok: 1 });
	assert.equal((await search(seeker, gone.phone_number)).results.length, 0);
});

test('a file of another format is stopped before anything is written', async () => {
	const word = freshWord();
	const lines = (good, bad) => Array.from({ length: good + bad }, (_, i) =>
		i < good ? `${word},+9197${String(i).padStart(8, '0')}\n` : `${word},row ${i}\n`).join('');
	const before = await rowCounts();
	const wrong = file('wrong.csv', lines(75, 25));
	const run = await load(wrong);

	assert.equal(run.status, 1);
	assert.match(run.stderr, /25 of the first 100 rows cannot be read/);
	assert.equal(run.rejects.length, 25);
	assert.deepEqual(await rowCounts(), before);
	assert.equal((await load(file('photo.jpg', Buffer.from('ffd8ffe000104a46', 'hex')))).status, 1);
	assert.equal((await load(file('cut.gz', gzipSync(randomBytes(99)).subarray(0, 20)))).status, 1);
	assert.deepEqual(await rowCounts(), before);

	await loaded(wrong, { FORCE: '1' }, { rows: 100, ok: 75, rejected: 25 });
	await loaded(file('fine.csv', lines(80, 20)), {}, { rows: 100, ok: 80, rejected: 20 });
	/* a handful is no proof, and people without a number are no sign */
	await loaded(file('short.csv', lines(3, 2)), {}, { rows: 5, ok: 3, rejected: 2 });
	await loaded(file('mail.csv', `name,phone\n${'Ann,\n'.repeat(50)}B,${freshNumber()}\n`),
		{}, { rows: 51, ok: 1, rejected: 50 });
});

test('a call that cannot be meant ends with 2 and a sentence', async () => {
	const path = file('right.csv', `A,${freshNumber()}\n`);
	const before = await rowCounts();

	for (const [wrong, settings, sentence] of [
		[undefined, {}, /usage: make load FILE=/],
		['', {}, /usage: make load FILE=/],
		[join(folder, 'missing'), {}, /there is no file/],
		[folder, {}, /is not a file/],
		[path, { FORMAT: 'xls' }, /FORMAT is csv, vcf, jsonl, ftc or fcc/],
		[path, { REGION: 'QQ' }, /region is not known/],
		[path, { MAP: 'phone=A,who=B' }, /MAP: who=B names nothing known: use phone, name/],
		[path, { MAP: 'name=B' }, /MAP: name=B names no column of numbers/],
		[file('card.vcf', 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL:9876543210\nEND:VCARD\n'), { MAP: 'phone=A,name=B' }, /MAP: it is for tables/],
		[file('lines.jsonl', '{"name":"A","phone":"9876543210"}\n'), { MAP: 'phone=A,name=B' }, /MAP: it is for tables/],
		[file('map.ftc', `${FTC}\n`), { MAP: 'phone=A,name=B' }, /MAP: it is for tables/],
		[path, { OWNER: 'nobody' }, /OWNER is not a telephone number/],
		[path, { OWNER: freshNumber() }, /nobody is registered with the number of OWNER/],
	]) {
		const run = await load(wrong, settings);

		assert.equal(run.status, 2, sentence);
		assert.match(run.stderr, sentence);
		assert.doesNotMatch(run.stderr, /psql:|CONTEXT|PL\/pgSQL/);
	}
	assert.deepEqual(await rowCounts(), before);
});

test('what the API gives out comes in again, and changes nothing', async () => {
	const owner = await person();

	for (const name of ['Asha', 'Ben'])
		await addContact(owner, { name, phone_number: freshNumber(), email: `${name}@example.org` });
	await report(owner, freshNumber());
	const before = await rowCounts();

	for (const [path, name] of [['/v1/me/export', 'export.json'], ['/v1/contacts', 'contacts.json'],
		['/v1/me/export?format=vcf', 'contacts.vcf']])
		await loaded(file(name, (await call('GET', path, as(owner))).text),
			{ OWNER: owner.phone_number }, { rows: 2, ok: 0, merged: 2 });
	const { import: imports, import_part: parts, ...after } = await rowCounts();

	assert.deepEqual(after, Object.fromEntries(Object.entries(before).filter(([table]) => table in after)));
	assert.ok(imports > 0 && parts > 0);
});

test('columns are read by the titles that MAP names', async () => {
	const owner = await person();
	const [first, second] = [freshNumber(), freshNumber()];
	const path = file('spalten.csv', `Kennung;Wer;"Phone, old";Wohin\n${first};Asha Rao;${second};a@example.org\n`);
	const settings = { OWNER: owner.phone_number, MAP: 'phone=kennung,name=Wer,email=Wohin' };
	const book = async () => (await ok(200, 'GET', '/v1/contacts', as(owner))).results
		.map(({ name, phone_number, email }) => [name, phone_number, email]).sort();

	await loaded(path, settings, { rows: 1, ok: 1 });
	assert.deepEqual(await book(), [['Asha Rao', first, 'a@example.org']]);
	await loaded(path, settings, { rows: 1, ok: 0, merged: 1 });
	/* of other columns it is another list */
	await loaded(path, { ...settings, MAP: 'phone="Phone, old",name=Wer' }, { rows: 1, ok: 1 });
	assert.deepEqual(await book(), [['Asha Rao', first, 'a@example.org'], ['Asha Rao', second, null]].sort());

	const before = await rowCounts();
	const run = await load(path, { ...settings, MAP: 'phone=Nummer,name=Wer' });

	assert.equal(run.status, 1);
	assert.match(run.stderr, /line 1 has no column Nummer\n +It is: Kennung;Wer;/);
	assert.deepEqual(await rowCounts(), before);
});

test('where people complained from is kept when the operator says so', async () => {
	const caller = american(), ticket = randomInt(1e9);
	const rows = (number) => `${FCC}\n${number},2025-06-04,,,Phone,Wired,Robocalls,${caller},,,Austin,TX,78701\n`;
	const places = () => psql(`SELECT c.city, c.zip, c.area FROM report.complaint c
		WHERE c.number = report.masked('+1${caller}') AND c.at::date = '2025-06-04' ORDER BY 1 NULLS FIRST`);

	await loaded(file('plain.csv', rows(ticket)), {}, { rows: 1, ok: 1 });
	assert.deepEqual(await places(), [['', '', 'TX']]);
	await loaded(file('places.csv', rows(ticket + 1)), { KEEP_GEO: '1' }, { rows: 1, ok: 1 });
	assert.deepEqual(await places(), [['', '', 'TX'], ['Austin', '78701', 'TX']]);
	await psql(`DELETE FROM data.complaint WHERE item IN (${ticket}, ${ticket + 1})`);
});

test('any name of a file will do', async () => {
	for (const name of ['-n.csv', "it's \"quoted\" $x |y;z.csv", 'आशा.csv', 'line\nbreak.csv', 'no ending'])
		await loaded(file(name, `A,${freshNumber()}\n`), {}, { rows: 1, ok: 1 });
	await loaded(file('empty.csv', ''), {}, { rows: 0, ok: 0 });
});

test('a file without a word of its charset is in that of the region\'s Windows', async () => {
	const number = freshNumber();
	const seeker = await person();
	const path = file('windows-1251.csv', Buffer.from(`Name;Phone\n\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2;${number}\n`, 'latin1'));

	await loaded(path, { REGION: 'RU' }, { rows: 1, ok: 1 });
	assert.deepEqual((await search(seeker, number)).results.map((one) => one.name), ['Иван Петров']);
});

test('charset, line ends and byte order marks change nothing', async () => {
	const word = freshWord();
	const number = freshNumber();
	const text = `Name,Phone\n${word} Çelik,${number}\n`;
	const seeker = await person();
	let count = 0;

	for (const content of [Buffer.from(text), Buffer.from(`\ufeff${text}`),
		Buffer.from(text.replaceAll('\n', '\r\n')), Buffer.from(text.replaceAll('\n', '\r')),
		Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`, 'utf16le')])
		await loaded(file(`${word}-${++count}`, content), {}, { rows: 1, ok: 1 });
	const { results } = await search(seeker, number);

	assert.deepEqual(results.map((one) => one.name), [`${word} Çelik`]);
});
