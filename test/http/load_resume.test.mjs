/* load_resume.test.mjs: a load that is killed, and goes on */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freshWord, psql } from './support.mjs';

const LOAD = fileURLToPath(new URL('../../deploy/local/load', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'numsight-resume-'));
const ROWS = 12000;

after(() => rmSync(folder, { recursive: true }));

const value = async (query) => (await psql(query))[0][0];

/* People of one word: some numbers twice, some names in two ways, some rows bad. */
function people(word) {
	const path = join(folder, word);
	const line = (i) => {
		const number = `+9181${String(word.length * 1e6 + (i * 7) % 9000).padStart(8, '0')}`;

		return i % 501 === 500 ? `${word},not a number ${i}`
			: `${i % 3 ? word : word.toUpperCase()} ${(i * 7) % 9000 % 50},${number}`;
	};

	writeFileSync(path, `name,number\n${Array.from({ length: ROWS }, (_, i) => line(i)).join('\n')}\n`);
	return path;
}

/* Numbers that nobody else lists, counted once or not at all: too little to be published. */
function blockList(word, first) {
	const path = join(folder, `${word}.list`);

	writeFileSync(path, Array.from({ length: ROWS }, (_, i) =>
		`${first}${String(i * 7 % 9000).padStart(8, '0')},${i % 2}\n`).join(''));
	return path;
}

/* In a group of its own, so that all of it can be killed. */
function begin(path, settings = {}) {
	const child = spawn(LOAD, { detached: true, stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, FILE: path, TMPDIR: folder, REGION: 'IN', NUMSIGHT_LOAD_BATCH: '400', ...settings } });
	let output = '';

	child.stdout.on('data', (part) => { output += part; });
	child.stderr.on('data', (part) => { output += part; });
	return { child, done: new Promise((resolve) => {
		child.on('close', (status, signal) => resolve({ status, signal, output }));
	}) };
}

const kill = (child) => {
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		/* it was faster */
	}
};

const progress = (word) => value(`SELECT coalesce(sum(p.done), 0) FROM data.import i
	JOIN data.import_part p ON p.import = i.id WHERE i.name = '${word}' AND i.ended IS NULL`).then(Number);

/* All that a word left behind, the word itself taken out of it. */
const left = (word) => value(`SELECT md5(string_agg(line, E'\\n' ORDER BY line)) || ' ' || count(*) FROM (
	SELECT concat_ws('|', 'listing', right(phone::text, 6), substr(name, length('${word}') + 1), substr(folded, length('${word}') + 1)) AS line
	  FROM private.listed WHERE folded LIKE lower('${word}') || '%'
	UNION ALL
	SELECT concat_ws('|', 'entry', right(phone::text, 6), substr(folded, length('${word}') + 1), books, standing)
	  FROM data.entry WHERE folded LIKE lower('${word}') || '%'
	UNION ALL
	SELECT concat_ws('|', 'import', rows, rejected, sum(p.ok), sum(p.merged), sum(p.suppressed))
	  FROM data.import i JOIN data.import_part p ON p.import = i.id WHERE i.name = '${word}' GROUP BY i.id) l`);

const words = [freshWord(), freshWord()];

test('killed again and again, a load ends as one that nobody touched', async () => {
	const [untouched, killed] = words;
	const whole = await begin(people(untouched)).done;
	let kills = 0;
	let run;

	assert.equal(whole.status, 0, whole.output);
	const path = people(killed);
	/* the last kill is far from the end: whoever dies behind it has loaded all */
	for (let mark = 0; ; mark += ROWS / 12) {
		const { child, done } = begin(path);

		/* once it has come further than the time before; sooner, now and then */
		for (let tries = 0; tries < 2000; tries++) {
			if (child.exitCode !== null || await progress(killed) > mark)
				break;
			await sleep(2);
		}
		if (kills < 6)
			kill(child);
		run = await done;
		if (run.signal !== 'SIGKILL')
			break;
		kills++;
	}
	assert.equal(run.status, 0, run.output);
	assert.ok(kills > 0, 'it was never killed on its way');
	assert.ok(await value(`SELECT count(*) > 5000 FROM private.listed WHERE folded LIKE lower('${killed}') || '%'`) === 't');
	assert.equal(run.output.trim().split('\n').at(-1), whole.output.trim().split('\n').at(-1));
	assert.equal(await left(killed), await left(untouched));
	assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('numsight-load.')), []);
	assert.deepEqual(readFileSync(`${path}.rejects`, 'utf8').replaceAll(killed, '-'),
		readFileSync(`${join(folder, untouched)}.rejects`, 'utf8').replaceAll(untouched, '-'));
});

test('a block list that is killed ends as one that nobody touched', async () => {
	const [word, other] = [freshWord(), freshWord()];
	const counted = (source) => value(`SELECT md5(string_agg(concat_ws('|', right(c.phone::text, 8), c.category, c.weight), ',' ORDER BY right(c.phone::text, 8)))
		|| ' ' || count(*) FROM data.complaint c JOIN data.source s ON s.id = c.source WHERE s.name = 'block list: ${source}'`);
	const settings = (source) => ({ KIND: 'spam', SOURCE: source });
	const whole = await begin(blockList(word, '+9181'), settings(word)).done;
	const path = blockList(other, '+9182');
	let kills = 0;
	let run;

	assert.equal(whole.status, 0, whole.output);
	do {
		const { child, done } = begin(path, settings(other));

		for (let tries = 0; tries < 2000 && kills < 3; tries++) {
			if (child.exitCode !== null || await progress(`${other}.list`) > kills * 3000)
				break;
			await sleep(2);
		}
		if (kills < 3)
			kill(child);
		run = await done;
		kills += run.signal === 'SIGKILL';
	} while (run.signal === 'SIGKILL');
	assert.equal(run.status, 0, run.output);
	assert.ok(kills > 0, 'it was never killed on its way');
	assert.equal(run.output.trim().split('\n').at(-1), whole.output.trim().split('\n').at(-1));
	assert.equal(await counted(other), await counted(word));
});

test('a load that loses its connection goes on, too', async () => {
	const [untouched] = words;
	const word = freshWord();
	const path = people(word);
	const first = begin(path);

	while (first.child.exitCode === null && await progress(word) < 500)
		await sleep(2);
	await psql(`SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a
		WHERE a.query LIKE 'SELECT FROM private.load_sheet%' OR a.query IN ('BEGIN', 'COMMIT')`);
	const cut = await first.done;
	const run = cut.status === 0 ? cut : await begin(path).done;

	assert.equal(run.status, 0, run.output);
	assert.equal(await left(word), await left(untouched));
});

test('what was loaded is as the facts say', async () => {
	assert.equal(await value('SELECT count(*) FROM private.drift()'), '0');
});
