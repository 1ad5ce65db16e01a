/* import.test.mjs: address books as people have them, sent to POST /v1/contacts/import */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { as, assertKeys, call, freshNumber, freshWord, ok, person, psql, refused } from './support.mjs';

const KEYS = ['added', 'merged', 'unchanged', 'rejected', 'rejects'];
const VCARD = 'text/vcard', CSV = 'text/csv', JSON_LINES = 'application/x-ndjson';

/* The counts of an import, checked against its rejects */
async function load(someone, raw, type = VCARD, query = '') {
	const body = await ok(200, 'POST', `/v1/contacts/import${query}`, as(someone, { raw, type }));

	assertKeys(body, KEYS);
	assert.equal(body.rejects.length, Math.min(body.rejected, 100));
	for (const one of body.rejects)
		assertKeys(one, ['line', 'reason', 'field', 'raw']);
	return body;
}

const counts = ({ added, merged, unchanged, rejected }) => [added, merged, unchanged, rejected];

async function book(someone) {
	const { results } = await ok(200, 'GET', '/v1/contacts?limit=50', as(someone));

	return results.map(({ name, phone_number, email }) => [name, phone_number, email]).reverse();
}

const card = (...lines) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');

/* Sends it twice: the second time nothing is new */
async function twice(someone, raw, type, query) {
	const first = await load(someone, raw, type, query);
	const again = await load(someone, raw, type, query);

	assert.deepEqual(counts(again), [0, 0, first.added + first.merged + first.unchanged, first.rejected]);
	return first;
}

test('cards of each version: folded lines, groups, several numbers, escapes', async () => {
	const someone = await person();
	const [a, b, c, d] = [freshNumber(), freshNumber(), freshNumber(), freshNumber()];
	const raw = card('FN:Asha\\, \\', ' ; Sons', `item1.TEL;TYPE=CELL,VOICE:${a}`, `TEL;type=home:${b.slice(3)}`,
		'EMAIL;TYPE=INTERNET:asha@test.example')
		+ ['BEGIN:VCARD', 'VERSION:4.0', 'FN:Zoë', `TEL;VALUE=uri;TYPE="voice,cell":tel:${c}`, 'END:VCARD', ''].join('\n')
		+ ['begin:vcard', 'version:2.1', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89lodie;Marie=', ';;;',
			`TEL;CELL:${d}`, 'end:vcard', ''].join('\r\n');
	const body = await twice(someone, raw);

	assert.deepEqual(counts(body), [4, 0, 0, 0]);
	assert.deepEqual((await book(someone)).map(([name, number, email]) => [number, name.normalize(), email]).sort(), [
		[a, 'Asha, ; Sons', 'asha@test.example'], [b, 'Asha, ; Sons', 'asha@test.example'],
		[c, 'Zoë', null], [d, (await book(someone)).find(([, number]) => number === d)[0], null]].sort());
	assert.match((await book(someone)).find(([, number]) => number === d)[0], /Élodie/);
});

test('the same people in any charset are the same people', async () => {
	const someone = await person();
	const number = freshNumber();
	const text = card('FN:Zoë Müller', `TEL:${number}`);
	const utf16 = Buffer.from(text, 'utf16le');

	assert.deepEqual(counts(await load(someone, text)), [1, 0, 0, 0]);
	for (const [about, raw, type] of [
		['Latin-1', Buffer.from(text, 'latin1'), VCARD],
		['Latin-1 that says so', Buffer.from(text, 'latin1'), 'text/vcard; charset=iso-8859-1'],
		['a mark before UTF-8', `\ufeff${text}`, VCARD],
		['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'text/vcard;charset=utf-16'],
		['UTF-16, the other way round', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), VCARD],
		['UTF-16 without a mark', utf16, VCARD],
		['a table in Latin-1', Buffer.from(`Name;Telefon\r\nZoë Müller;${number}\r\n`, 'latin1'), CSV],
		['a table in UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]),
			Buffer.from(`Name\tPhone\r\nZoë Müller\t${number}\r\n`, 'utf16le')]), CSV],
	])
		assert.deepEqual(counts(await load(someone, raw, type)), [0, 0, 1, 0], about);
	assert.deepEqual(await book(someone), [['Zoë Müller', number, null]]);
});

test('a table without a word of its charset is in that of the region\'s Windows', async () => {
	const someone = await person();
	const number = freshNumber();
	const raw = Buffer.from(`Name;Phone\n\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2;${number}\n`, 'latin1');

	assert.deepEqual(counts(await load(someone, raw, CSV, '?region=RU')), [1, 0, 0, 0]);
	assert.deepEqual(await book(someone), [['Иван Петров', number, null]]);
});

test('a photo of ten megabytes is passed over, and what follows it is read', async () => {
	const someone = await person();
	const [a, b] = [freshNumber(), freshNumber()];
	const photo = randomBytes(10 << 20).toString('base64');
	const folded = photo.match(/.{1,74}/g).join('\r\n ');

	for (const data of [photo, folded]) {
		const body = await load(someone, card('FN:Big', `PHOTO;ENCODING=b;TYPE=JPEG:${data}`, `TEL:${a}`)
			+ card('FN:Small', `TEL:${b}`));

		assert.equal(body.rejected, 0);
		assert.equal(body.added + body.unchanged, 2);
	}
	assert.deepEqual((await book(someone)).map(([name]) => name).sort(), ['Big', 'Small']);
});

test('tables: quotes, semicolons, tabs, missing columns, line ends of all kinds', async () => {
	const someone = await person();
	const number = () => freshNumber();

	for (const [about, make, expected] of [
		['quotes', (n) => `Name,Phone\r\n"Kumar, ""Ravi""\nSon",${n}\r\n`, [1, 0, 0, 0]],
		['quoted', (n) => `"Name","Phone"\r\n"Kumar, ""Ravi""","${n}"\r\n`, [1, 0, 0, 0]],
		['semicolons', (n) => `Name;Phone;Notes\nAnne;${n};a,b,c\n`, [1, 0, 0, 0]],
		['tabs', (n) => `Name\tMobile Phone\nAnne T\t${n}\n`, [1, 0, 0, 0]],
		['only CR', (n) => `Name,Phone\rOld Mac,${n}\r`, [1, 0, 0, 0]],
		['a row that ends early', (n) => `Name,Phone,E-mail\nShort\nLong,${n}\n`, [1, 0, 0, 1]],
		['no header', (n) => `Headless,${n}\n`, [1, 0, 0, 0]],
		['several numbers', (n) => `Name,Phone 1 - Value\nTwo,${n} ::: ${number()}\n`, [2, 0, 0, 0]],
		['bad number', () => 'Name,Phone\nNobody,12\n', [0, 0, 0, 1]],
	])
		assert.deepEqual(counts(await twice(someone, make(number()), CSV)), expected, about);
});

test('each reject tells its line and its reason; the rest stands', async () => {
	const someone = await person();
	const lines = Array.from({ length: 1000 }, (_, n) =>
		JSON.stringify({ name: `Line ${n + 1}`, phone_number: `+9190${String(n).padStart(8, '0')}` }));

	lines[499] = '{"name":"Line 500","phone_num';
	const body = await load(someone, lines.join('\r\n'), JSON_LINES);

	assert.deepEqual(counts(body), [999, 0, 0, 1]);
	assert.deepEqual(body.rejects, [{ line: 500, reason: 'bad_json', field: null, raw: lines[499] }]);
	const table = await load(someone, `Name,Phone\nGood,${freshNumber()}\nBad,123\n,${freshNumber()}\n`, CSV);

	assert.deepEqual(table.rejects.map(({ line, reason }) => [line, reason]), [[3, 'too_short'], [4, 'missing_name']]);
});

test('national numbers are those of the account, or of ?region=', async () => {
	const someone = await person({ region: 'GB' });
	const raw = 'Name,Phone\nAunt,020 7946 0999\n';

	await load(someone, raw, CSV);
	await load(someone, 'Name,Phone\nUncle,(212) 555-0123\n', CSV, '?region=US');
	assert.deepEqual((await book(someone)).map(([, number]) => number), ['+442079460999', '+12125550123']);
	await refused(400, 'POST', '/v1/contacts/import?region=XX', as(someone, { raw, type: CSV }), 'region');
});

test('JSON: people, the own list, the own export', async () => {
	const someone = await person(), other = await person();
	const people = [{ name: freshWord(), phone_number: freshNumber(), email: 'one@test.example' },
		{ name: freshWord(), phone_numbers: [freshNumber(), freshNumber()] }];

	assert.deepEqual(counts(await load(someone, JSON.stringify(people), 'application/json')), [3, 0, 0, 0]);
	for (const path of ['/v1/contacts', '/v1/me/export'])
		assert.deepEqual(counts(await load(someone, (await call('GET', path, as(someone))).text, 'application/json')),
			[0, 0, 3, 0], path);
	assert.deepEqual(counts(await load(other, (await call('GET', '/v1/me/export?format=vcf', as(someone))).text)), [3, 0, 0, 0]);
	assert.deepEqual(await book(other), await book(someone));
	for (const raw of ['{', '[', '5', 'null', '"x"', '{"contacts":1}', `${'['.repeat(60_000)}`, '[{"name":"\\ud800"}]'])
		await refused(400, 'POST', '/v1/contacts/import', as(someone, { raw, type: 'application/json' }));
});

test('of two imports at once each person is added once', async () => {
	const someone = await person();
	const raw = `Name,Phone\n${Array.from({ length: 200 }, (_, n) => `P${n},+9191${String(n).padStart(8, '0')}`).join('\n')}`;
	const bodies = await Promise.all(Array.from({ length: 4 }, () => load(someone, raw, CSV)));

	assert.equal(bodies.reduce((sum, { added }) => sum + added, 0), 200);
	for (const body of bodies)
		assert.equal(body.added + body.unchanged, 200);
});

test('under an Idempotency-Key the answer is the first one', async () => {
	const someone = await person();
	const options = as(someone, { raw: `Name,Phone\nOnce,${freshNumber()}\n`, type: CSV, headers: { 'Idempotency-Key': freshWord() } });
	const first = await call('POST', '/v1/contacts/import', options);

	assert.deepEqual(counts(first.body), [1, 0, 0, 0]);
	assert.equal((await call('POST', '/v1/contacts/import', options)).text, first.text);
	await refused(422, 'POST', '/v1/contacts/import', { ...options, raw: 'Name,Phone\n' });
});

test('any bytes are read, and leave the book as it was', async () => {
	const someone = await person();

	for (const type of [VCARD, CSV, JSON_LINES])
		for (const raw of [randomBytes(5000), Buffer.alloc(5000), Buffer.alloc(5000, 0xff), Buffer.alloc(5000, '"'),
			Buffer.alloc(5000, '\n'), Buffer.from('BEGIN:VCARD\r\n'.repeat(400)), Buffer.from('\ufeff'), Buffer.from(',;\t"\r')]) {
			const { status, body } = await call('POST', '/v1/contacts/import', as(someone, { raw, type }));

			assert.ok(status === 200 || status === 400, type);
			if (status === 200)
				assert.equal(body.added, 0, type);
		}
	assert.deepEqual(await psql('SELECT * FROM private.drift()'), []);
});

test('nobody of a JSON text is lost without a word, nor read in two ways', async () => {
	const someone = await person();
	const [first, second] = [freshNumber(), freshNumber()];
	const right = { name: 'Asha', phone_number: first };
	const other = { full_name: 'Ben', phone: second };
	const list = await load(someone, JSON.stringify([other, right, {}]), 'application/json');

	assert.deepEqual(counts(list), [1, 0, 0, 2]);
	assert.deepEqual(list.rejects.map(({ line, reason, field }) => [line, reason, field]),
		[[1, 'missing_number', 'phone_number'], [3, 'missing_number', 'phone_number']]);
	const lines = await load(someone, `${JSON.stringify(right)}\n\n${JSON.stringify(other)}\n{"name":"A","name":"B","phone_number":"${second}"}\n`, JSON_LINES);

	assert.deepEqual(counts(lines), [0, 0, 1, 2]);
	assert.deepEqual(lines.rejects.map(({ line, reason }) => [line, reason]), [[3, 'missing_number'], [4, 'bad_json']]);
	for (const raw of [`[{"name":"A","name":"B","phone_number":"${second}"}]`, `{"contacts":[],"contacts":[{"name":"A","phone_number":"${second}"}]}`,
		`{"results":[{"name":"A","phone_number":"${second}","phone_number":"${first}"}]}`])
		assert.match((await refused(400, 'POST', '/v1/contacts/import', as(someone, { raw, type: 'application/json' }))).body.detail,
			/names a member twice/);
	/* the whole of it is wrong */
	assert.deepEqual((await refused(400, 'POST', '/v1/contacts/import', as(someone, { raw: '{', type: 'application/json' }))).body.errors
		.map(({ pointer }) => pointer), ['']);
	assert.equal((await book(someone)).length, 1);
});
