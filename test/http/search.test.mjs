/* search.test.mjs: the laws of finding people */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addContact, as, assertKeys, assertVerdict, call, freshNumber,
	freshWord, ok, person, refused, report, search } from './support.mjs';

const STARTS = ['whole', 'prefix'];
const MATCHES = ['whole', 'prefix', 'word', 'words', 'contains', 'similar'];

/* An account whose book makes a small directory around one made-up word */
async function directory(names) {
	const owner = await person();

	for (const name of names)
		await addContact(owner, { name, phone_number: freshNumber() });
	return owner;
}

const namesOf = (answer) => answer.results.map((result) => result.name);

test('tiers refine the bands, and never break them', async () => {
	const word = freshWord(7);
	const owner = await directory([`Sri${word.toLowerCase()}pur`,
		`Lal ${word}`, `${word} Devi`, word, `Lal Chand ${word}wala`,
		`${word}ananda`]);
	const { results } = await search(owner, word, { limit: 50 });
	const tiers = results.map((result) => MATCHES.indexOf(result.match));

	assert.ok(results.length >= 6);
	assert.ok(!tiers.includes(-1));
	assert.deepEqual(tiers, [...tiers].sort((a, b) => a - b));
	assert.equal(results[0].name, word);
	assert.equal(results[0].match, 'whole');
	for (const result of results) {
		const starts = result.name.toLowerCase().startsWith(word.toLowerCase());

		assertKeys(result, 'result');
		assertVerdict(result);
		assert.equal(STARTS.includes(result.match), starts, result.name);
	}
});

test('case, accents and spaces do not matter', async () => {
	const word = freshWord(8);
	const name = `${word} Ñoño`;
	const owner = await directory([name]);

	for (const query of [word, word.toUpperCase(), word.toLowerCase(),
		` ${word} `, `${word}   nono`, `${word} ÑOÑO`, `${word} n`,
		`nono ${word}`])
		assert.ok(namesOf(await search(owner, query)).includes(name), query);
});

test('a part of a word is found', async () => {
	const word = freshWord(13);
	const owner = await directory([`Ram ${word}`]);

	for (const [from, to] of [[0, 7], [3, 10], [6, 13]])
		assert.ok(namesOf(await search(owner, word.slice(from, to),
			{ limit: 50 })).includes(`Ram ${word}`), word.slice(from, to));
});

test('the order law holds for whatever is stored, over all pages', async () => {
	const someone = await person();
	const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();

	for (const query of ['a', 'ra', 'an', 'kumar', 'sha', 'singh', 'de l',
		'ma r']) {
		const seen = [];

		for (let cursor = null, page = 0; page < 4; page++) {
			const answer = await search(someone, query,
				{ limit: 50, ...(cursor === null ? {} : { cursor }) });

			seen.push(...answer.results);
			cursor = answer.next;
			if (cursor === null)
				break;
		}
		const tiers = seen.map((result) => MATCHES.indexOf(result.match));

		assert.deepEqual(tiers, [...tiers].sort((a, b) => a - b), query);
		assert.equal(new Set(seen.map((result) => result.id)).size, seen.length,
			query);
		/* judged by eye where a name is plain ASCII */
		for (const { name, match } of seen)
			if (/^[\x20-\x7e]+$/.test(name) && match !== 'similar') {
				assert.equal(plain(name).startsWith(query),
					STARTS.includes(match), `${query}: ${name} ${match}`);
				for (const word of query.split(' '))
					assert.ok(plain(name).includes(word), `${query}: ${name}`);
			}
	}
});

test('one letter is a query', async () => {
	const { results } = await search(await person(), 'a', { limit: 50 });

	for (const result of results)
		assertKeys(result, 'result');
});

test('what nobody is called finds nobody', async () => {
	assertKeys(await search(await person(), `${freshWord(14)}qx`), 'list');
	assert.deepEqual(await search(await person(), 'xqzwvkjqxzwv'),
		{ results: [], next: null });
});

test('pages follow one another without a gap or a repeat, in one order', async () => {
	const word = freshWord(8);
	const names = Array.from({ length: 13 }, (_, n) =>
		n % 3 ? `${word} ${freshWord(5)}` : `${freshWord(5)} ${word}`);
	const owner = await directory(names);
	const whole = await search(owner, word, { limit: 50 });

	assert.equal(whole.next, null);
	assert.equal(whole.results.length, 13);
	const seen = [];
	for (let cursor = null, pages = 0; pages === 0 || cursor !== null; pages++) {
		assert.ok(pages < 5);
		const page = await search(owner, word,
			{ limit: 4, ...(cursor === null ? {} : { cursor }) });

		assert.ok(page.results.length <= 4);
		seen.push(...page.results);
		cursor = page.next;
	}
	assert.deepEqual(seen, whole.results);
});

test('the Link of a page asks the same question', async () => {
	const word = freshWord(8);
	const owner = await directory([`${word} & A`, `${word} & B`, `${word} & C`]);

	for (const path of ['/v1/search', '/search/', '/api/search']) {
		const query = encodeURIComponent(`${word} &`);
		const first = await call('GET', `${path}?query=${query}&limit=2`, as(owner));
		const link = /<([^>]+)>;\s*rel="?next"?/.exec(first.headers.link);

		assert.ok(link, first.headers.link);
		const there = new URL(link[1], 'http://localhost');
		assert.deepEqual(namesOf(await ok(200, 'GET',
			there.pathname + there.search, as(owner))), [`${word} & C`]);
	}
});

test('a cursor belongs to its query', async () => {
	const word = freshWord(8);
	const owner = await directory([`${word} A`, `${word} B`, `${word} C`]);
	const { next } = await search(owner, word, { limit: 1 });
	const path = (query, cursor) =>
		`/v1/search?${new URLSearchParams({ query, cursor })}`;

	assert.ok(next);
	assert.match(next, /^[\w-]+$/);
	await ok(200, 'GET', path(word, next), as(owner));
	await refused(400, 'GET', path(`${word} `.repeat(2).trim(), next), as(owner),
		'cursor');
	await refused(400, 'GET', `/v1/contacts?cursor=${next}`, as(owner), 'cursor');
	for (const at of [0, Math.floor(next.length / 2), next.length - 2]) {
		const forged = next.slice(0, at) + (next[at] === 'A' ? 'B' : 'A')
			+ next.slice(at + 1);

		await refused(400, 'GET', path(word, forged), as(owner), 'cursor');
	}
	for (const forged of ['', 'x', `${next}A`, next.slice(0, -1), 'null', '0'])
		await refused(400, 'GET', path(word, forged), as(owner), 'cursor');
});

test('a registered person and their contact entries: the name law', async () => {
	const word = freshWord(9);
	const user = await person({ name: `${word} Sharma` });
	const other = await person();

	await addContact(other, { name: `Uncle ${word}`,
		phone_number: user.phone_number });
	const { results } = await search(other, word);
	const own = results.find((result) => result.name === `${word} Sharma`);

	assert.ok(own);
	assert.equal(own.registered, true);
	assert.equal(own.phone_number, user.phone_number);
	assert.equal(results[0].name, `${word} Sharma`);
});

test('name or number is told by the input', async () => {
	const owner = await person();
	const number = freshNumber();
	const digits = number.slice(3);

	await addContact(owner, { name: 'By Number', phone_number: number });
	for (const typed of [number, digits, `0${digits}`, `91${digits}`,
		` ${number} `, `${digits.slice(0, 5)} ${digits.slice(5)}`,
		`+91-${digits.slice(0, 3)}-${digits.slice(3)}`]) {
		const { results } = await search(owner, typed);

		assert.deepEqual(results.map((result) => result.match), ['number'], typed);
		assert.equal(results[0].phone_number, number);
	}
	/* a region reads a national number as one of that country */
	assert.deepEqual((await search(owner, digits, { region: 'US' })).results
		.filter((result) => result.phone_number === number), []);
});

test('a query that is none is refused', async () => {
	const someone = await person();

	for (const query of ['', ' ', '\t', '%00', '\u200b', 'x'.repeat(129)])
		await refused(400, 'GET', `/v1/search?query=${
			query === '%00' ? query : encodeURIComponent(query)}`, as(someone));
	await refused(400, 'GET', '/v1/search', as(someone), 'query');
	await refused(400, 'GET', '/v1/search?query', as(someone));
});

test('letters that mean something elsewhere mean themselves here', async () => {
	const word = freshWord(8);
	const owner = await directory([`${word} 100% _x_`, `${word} plain`]);

	for (const query of ['%', '_', '%%', '___', "'", '"', '\\', ';', '--', '*',
		'a%b', '(', ')', '[a-z]', '.*', '$$', '{}', '<b>', '&', '|', '!',
		"' OR 1=1 --", `${word}%`, `${word}_`, `${word}\\`, '::text', ':*']) {
		const reply = await call('GET',
			`/v1/search?${new URLSearchParams({ query })}`, as(owner));

		/* nothing to look for in it is a 400, else it is an ordinary query */
		assert.ok([200, 400].includes(reply.status), `${query}: ${reply.text}`);
	}
	const { results } = await search(owner, `${word} 100%`);
	assert.equal(results[0]?.name, `${word} 100% _x_`);
});

test('the verdict in the list is the one of the card', async () => {
	const word = freshWord(9);
	const [owner, other] = await Promise.all([person(), person()]);
	const phone_number = freshNumber();

	await addContact(owner, { name: word, phone_number });
	for (const someone of [owner, other])
		await report(someone, phone_number, { category: 'scam' });
	const { results } = await search(owner, word);
	const card = await ok(200, 'GET', `/v1/numbers/${phone_number}`, as(owner));

	assert.equal(results[0].spam_likelihood, card.spam_likelihood);
	assert.equal(results[0].spam_label, card.spam_label);
});
