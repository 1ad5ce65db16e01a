/*
 * book.mjs: an exported address book, read by programs of others
 *
 *	node test/clients/book.mjs folder
 *
 * vdirsyncer takes the collection apart, a file for each card, and finds
 * nothing to do when it looks again; khard lists the cards with their names,
 * numbers and addresses. What vdirsyncer puts together again is imported: it
 * changes nothing.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addContact, as, call, freshNumber, ok, person } from '../http/support.mjs';

const [top] = process.argv.slice(2);

const someone = await person();
const entries = ['Ravi Kumar', 'O\'Neil; "Pat", \\ & Sons', 'Zoë Müller-Łukasz', 'आशा कुमारी', '山田 太郎',
	'שלום', '👩‍👩‍👧 family', `Long ${'name '.repeat(40).trim()}`, 'é'.repeat(120), '=1+1', 'Ravi Kumar'].map((name, n) =>
	({ name, phone_number: freshNumber(), email: n % 2 ? `entry${n}@test.example` : null }));

for (const { name, phone_number, email } of entries)
	await addContact(someone, { name, phone_number, ...email && { email } });

/* One export through both programs */
async function taken(format) {
	const folder = path.join(top, format), file = (name) => path.join(folder, name);
	const run = (program, ...args) => execFileSync(program, args, { cwd: folder, encoding: 'utf8',
		input: 'y\ny\n', env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8', VDIRSYNCER_CONFIG: file('vdirsyncer.conf') },
		stdio: ['pipe', 'pipe', 'inherit'] });
	const sync = () => run('vdirsyncer', '-v', 'INFO', 'sync', '--force-delete');
	const { text } = await call('GET', `/v1/me/export?format=${format}`, as(someone));

	rmSync(folder, { recursive: true, force: true });
	mkdirSync(file('cards'), { recursive: true });
	writeFileSync(file('contacts.vcf'), text);
	writeFileSync(file('vdirsyncer.conf'), `
[general]
status_path = "${file('status')}"
[pair book]
a = "file"
b = "cards"
collections = null
[storage file]
type = "singlefile"
path = "${file('contacts.vcf')}"
[storage cards]
type = "filesystem"
path = "${file('cards')}"
fileext = ".vcf"
`);
	writeFileSync(file('khard.conf'), `
[addressbooks]
[[book]]
path = ${file('cards')}
[general]
debug = no
[contact table]
display = formatted_name
`);

	run('vdirsyncer', 'discover');
	sync();
	assert.equal(readdirSync(file('cards')).length, entries.length);
	const first = readdirSync(file('cards')).map((name) => [name, readFileSync(file(`cards/${name}`), 'utf8')]);

	sync();
	assert.deepEqual(readdirSync(file('cards')).map((name) => [name, readFileSync(file(`cards/${name}`), 'utf8')]), first);

	const khard = (...args) => run('khard', '-c', file('khard.conf'), ...args);
	const rows = (text) => text.trim().split('\n').map((line) => line.split('\t').map((cell) => cell.trim()));
	const phones = rows(khard('phone', '--parsable'));
	const emails = rows(khard('email', '--parsable'));

	assert.deepEqual(phones.map(([number, name]) => [number.replace('tel:', ''), name]).sort(),
		entries.map(({ name, phone_number }) => [phone_number, name]).sort());
	assert.deepEqual(emails.filter(([address]) => /@/.test(address)).map(([address, name]) => [address, name]).sort(),
		entries.filter(({ email }) => email).map(({ name, email }) => [email, name]).sort());
	assert.deepEqual(rows(khard('list', '--parsable')).map(([, name]) => name).sort(),
		entries.map(({ name }) => name).sort());

	/* what they hold now is what came from here */
	const raw = first.map(([, card]) => card).join('\r\n');
	const { added, merged, unchanged, rejected } = await ok(200, 'POST', '/v1/contacts/import',
		as(someone, { raw, type: 'text/vcard' }));

	assert.deepEqual([added, merged, unchanged, rejected], [0, 0, entries.length, 0]);
}

for (const format of ['vcf', 'vcf4'])
	await taken(format);
