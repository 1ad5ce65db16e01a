/* stats.test.mjs: figures for dashboards, cheap, bounded, and of nobody alone */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { as, assertKeys, assertVerdict, call, freshNumber, ok, person, psql, refused,
	report, TIME } from './support.mjs';

let someone;

before(async () => {
	someone = await person();
});

const get = (path) => ok(200, 'GET', `/v1/stats/${path}`, as(someone));
const sum = (rows, name) => rows.reduce((total, one) => total + (one[name] ?? 0), 0);

test('activity: a series without gaps, by day or by hour', async () => {
	for (const [by, step] of [['day', 86400e3], ['hour', 3600e3]]) {
		const { results, next } = await get(`activity?by=${by}`);

		assert.equal(next, null);
		assert.equal(results.length, 30);
		for (const [n, one] of results.entries()) {
			assertKeys(one, 'activity');
			assert.match(one.at, TIME);
			assert.equal(Date.parse(one.at) - (n && Date.parse(results[n - 1].at)), n ? step : Date.parse(one.at));
			assert.ok(one.registrations === null || one.registrations === 0 || one.registrations >= 3);
		}
	}
	assert.deepEqual((await get('activity')).results.length, 30);
	const { results } = await get('activity?from=2024-02-28T10:00:00Z&to=2024-03-01T00:00:00Z');

	assert.deepEqual(results.map(({ at }) => at), ['2024-02-28T00:00:00Z', '2024-02-29T00:00:00Z']);
});

test('activity counts what happens, tallied or not', async () => {
	const today = async () => (await get('activity?by=hour')).results;
	const before = await today(), number = freshNumber();

	await report(someone, number);
	for (let n = 0; n < 3; n++)
		await call('POST', '/v1/calls', as(someone, { json: { phone_number: number } }));
	const after = await today();

	assert.equal(sum(after, 'reports'), sum(before, 'reports') + 1);
	assert.equal(sum(after, 'calls'), sum(before, 'calls') + 3);
	/* the whole past, whose hours are then tallied */
	const long = `activity?from=${new Date(Date.now() - 300 * 86400e3).toISOString()}`;
	const counted = (await get(long)).results;

	await psql('SELECT private.tally()');
	await psql('SELECT private.tally()');
	const tallied = (await get(long)).results;

	for (const name of ['contacts', 'calls', 'reports', 'not_spam_reports'])
		assert.equal(sum(tallied, name), sum(counted, name), name);
	assert.deepEqual(tallied.slice(0, -1), counted.slice(0, -1));
});

test('every number that is told is a look-up', async () => {
	const lookups = async () => sum((await get('activity?by=hour')).results, 'lookups');
	const earlier = await lookups(), number = freshNumber();

	for (let n = 0; n < 3; n++)
		await ok(200, 'GET', `/v1/numbers/${encodeURIComponent(number)}`, as(someone));
	for (let tenths = 0; await lookups() < earlier + 3; tenths++) {
		assert.ok(tenths < 100, 'the workers write them down within a second');
		await sleep(100);
	}
});

test('reports by category and by country; of one or two people nothing stands alone', async (t) => {
	for (const by of ['category', 'region']) {
		const { results } = await get(`reports?by=${by}`);

		assert.ok(results.length > 0);
		for (const one of results) {
			assertKeys(one, ['name', 'reports', 'numbers']);
			assert.ok(one.name === null || one.reports >= 3);
		}
		assert.equal(new Set(results.map(({ name }) => name)).size, results.length);
	}
	/* an island whose only number two people report, then three, then two again */
	const island = '+29057812', people = await Promise.all([person(), person(), person()]);
	const isNamed = async () => (await get('reports?by=region')).results.some(({ name }) => name === 'SH');
	const withdraw = (one) => call('DELETE', `/v1/spam-reports/${encodeURIComponent(island)}`, as(one));

	/* who comes after finds it as it was */
	t.after(() => Promise.all(people.map(withdraw)));
	for (const [n, one] of people.entries()) {
		assert.equal(await isNamed(), false, `${n} people`);
		await report(one, island, { category: 'wangiri' });
	}
	assert.equal(await isNamed(), true);
	await withdraw(people[0]);
	assert.equal(await isNamed(), false);
});

test('top numbers: likely spam that three people reported, without a name', async () => {
	const number = freshNumber();
	const listed = async () => (await get('numbers?limit=50')).results.find(({ phone_number }) => phone_number === number);

	for (let n = 0; n < 2; n++)
		await report(await person(), number, { category: 'scam' });
	await psql(`UPDATE data.number SET likely = true WHERE phone = '${number}'`);
	assert.equal(await listed(), undefined);
	/* of all the others none has more */
	for (let n = 0; n < 9; n++)
		await report(await person(), number, { category: 'scam' });
	const all = (await get('numbers?limit=50')).results;

	for (const [n, one] of all.entries()) {
		assertKeys(one, ['phone_number', 'reports', 'spam_likelihood', 'spam_label', 'category', 'region']);
		assertVerdict(one);
		assert.ok(one.reports >= 3 && (n === 0 || one.reports <= all[n - 1].reports));
	}
	assert.equal((await listed())?.reports ?? 11, 11);
	assert.ok((await get('numbers?limit=1')).results.length <= 1);
});

test('likelihoods: twenty bins that hold all numbers', async () => {
	const { results } = await get('likelihoods');
	const [[numbers]] = await psql('SELECT count(*) FROM data.number');

	assert.deepEqual(results.map((one) => one.from), Array.from({ length: 20 }, (_, n) => n / 20));
	assert.equal(results.at(-1).to, 1);
	assert.ok(Math.abs(sum(results, 'numbers') - Number(numbers)) <= 20, `${sum(results, 'numbers')} of ${numbers}`);
});

test('spans are bounded, and nonsense is refused', async () => {
	for (const [path, field] of [['activity?by=week', 'by'], ['reports?by=person', 'by'], ['activity?from=yesterday', 'from'],
		['activity?to=2999-01-01T00:00:00Z', 'to'], ['activity?from=2020-01-01T00:00:00Z', 'from'],
		['activity?by=hour&from=2024-01-01T00:00:00Z&to=2024-02-01T00:00:00Z', 'from'], ['numbers?from=2024-01-01T00:00:00Z', 'from'],
		['reports?from=2024-02-02T00:00:00Z&to=2024-02-01T00:00:00Z', 'from'], ['numbers?limit=51', 'limit']])
		await refused(400, 'GET', `/v1/stats/${path}`, as(someone), field);
	for (const path of ['activity', 'reports', 'numbers', 'likelihoods'])
		await refused(401, 'GET', `/v1/stats/${path}`);
});
