/* load.test.mjs: address books and lists that come as files, by make load */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { as, freshNumber, freshWord, ok, person, psql, rowCounts, search } from './support.mjs';

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
		[path, { FORMAT: 'xls' }, /FORMAT is csv or vcf/],
		[path, { REGION: 'QQ' }, /region is not known/],
		[path, { OWNER: 'nobody' }, /OWNER is not a telephone number/],
		[path, { OWNER: freshNumber() }, /nobody is registered with \+91/],
	]) {
		const run = await load(wrong, settings);

		assert.equal(run.status, 2, sentence);
		assert.match(run.stderr, sentence);
		assert.doesNotMatch(run.stderr, /psql:|CONTEXT|PL\/pgSQL/);
	}
	assert.deepEqual(await rowCounts(), before);
});

test('any name of a file will do', async () => {
	for (const name of ['-n.csv', "it's \"quoted\" $x |y;z.csv", 'आशा.csv', 'line\nbreak.csv', 'no ending'])
		await loaded(file(name, `A,${freshNumber()}\n`), {}, { rows: 1, ok: 1 });
	await loaded(file('empty.csv', ''), {}, { rows: 0, ok: 0 });
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
