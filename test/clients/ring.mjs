/*
 * ring.mjs: Kamailio asks who calls, for each of the calls that sipp makes
 *
 *	node test/clients/ring.mjs folder
 *
 * Half of the numbers are spam. Every call must end as its number deserves,
 * none may fail; and where there is nobody to ask, every call must pass.
 */

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { as, call, freshNumber, ok, person, psql, url } from '../http/support.mjs';

const CALLS = 2000, RATE = 250;
const folder = path.resolve(process.argv[2]);
const beside = (name) => new URL(`sip/${name}`, import.meta.url);

const caller = await person();
const { id, key } = await ok(201, 'POST', '/v1/api-keys', as(caller, { json: { name: 'proxy', scope: 'read' } }));
const numbers = Array.from({ length: CALLS }, freshNumber);
const unwanted = numbers.filter((_, n) => n % 2 === 0);

await psql(`SELECT count(private.say(NULL, p::phone, 'override', 'spam')) FROM unnest('{${unwanted}}'::text[]) p`);

/* ---- ports ---- */

/* One that nobody has, just now */
const port = () => new Promise((resolve, reject) => {
	const socket = dgram.createSocket('udp4');

	socket.on('error', reject);
	socket.bind(0, '127.0.0.1', () => {
		const { port: free } = socket.address();

		socket.close(() => resolve(free));
	});
});

/* Whether a proxy answers there: to what is no INVITE, with a refusal */
async function awake(at) {
	const socket = dgram.createSocket('udp4');
	let answered = false;

	socket.on('message', () => answered = true);
	await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve));
	for (let n = 0; n < 100 && !answered; n++) {
		socket.send(`OPTIONS sip:desk@127.0.0.1:${at} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${
			socket.address().port};rport;branch=z9hG4bKawake${n}\r\nFrom: <sip:a@127.0.0.1>;tag=1\r\n`
			+ `To: <sip:desk@127.0.0.1>\r\nCall-ID: awake${n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`,
		at, '127.0.0.1');
		await sleep(100);
	}
	socket.close();
	assert.ok(answered, 'the proxy does not answer');
}

/* ---- calls ---- */

/* The counts of sipp: what it received how often, and what went wrong */
function counted(run) {
	const read = (ending) => {
		const name = readdirSync(run).find((one) => one.endsWith(ending));
		const [titles, ...rows] = readFileSync(path.join(run, name), 'utf8').trim().split('\n').map((line) => line.split(';'));

		return Object.fromEntries(titles.map((title, n) => [title, rows.at(-1)[n]]));
	};
	const counts = read('_counts.csv'), statistics = read('_.csv');
	const received = (status) => Number(Object.entries(counts).find(([title]) => title.endsWith(`_${status}_Recv`))[1]);

	return { unwanted: received(607), passed: received(486), made: Number(statistics['TotalCallCreated']),
		failed: Number(statistics['FailedCall(C)']) };
}

async function ring(lookup, from) {
	const run = mkdtempSync(path.join(folder, 'ring.'));
	const [proxy, telephone] = [await port(), await port()];
	const file = (name, text) => {
		writeFileSync(path.join(run, name), text, { mode: 0o600 });
		return path.join(run, name);
	};
	const settings = file('kamailio.cfg', readFileSync(beside('kamailio.cfg'), 'utf8')
		.replace('LOOKUP"', `${lookup}"`).replace(':PORT', `:${proxy}`));
	const kamailio = spawn('kamailio', ['-f', settings, '-Y', run, '-P', path.join(run, 'pid'), '-DD', '-E', '-m', '64'],
		{ stdio: ['ignore', 'ignore', 'inherit'] });
	const ended = new Promise((resolve) => kamailio.on('exit', resolve));

	try {
		await awake(proxy);
		execFileSync('sipp', [`127.0.0.1:${proxy}`, '-sf', beside('invite.xml').pathname, '-inf',
			file('numbers.csv', ['SEQUENTIAL', ...from].join('\n')), '-i', '127.0.0.1', '-p', String(telephone), '-r', String(RATE),
			'-m', String(from.length), '-trace_counts', '-trace_stat', '-fd', '1', '-nostdin', '-timeout', '120'],
		{ cwd: run, stdio: ['ignore', 'ignore', 'inherit'] });
		return counted(run);
	} finally {
		kamailio.kill();
		await ended;
		rmSync(run, { recursive: true });
	}
}

const asked = async () => (await call('GET', '/metrics')).text.split('\n')
	.filter((line) => /^numsight_requests_total\{.*cnam/.test(line))
	.map((line) => [/status="(\w+)"/.exec(line)[1], Number(line.split(' ').at(-1))]);
const sum = (counts, of) => counts.filter(([status]) => of(status)).reduce((all, [, count]) => all + count, 0);

const before = await asked();
const result = await ring(`http://SK${id.replaceAll('-', '')}:${key}@${url.host}`, numbers);
const after = await asked();

assert.deepEqual(result, { unwanted: unwanted.length, passed: CALLS - unwanted.length, made: CALLS, failed: 0 });
/* one look-up a call, or more where a call was sent again */
assert.ok(sum(after, (status) => status === '2xx') - sum(before, (status) => status === '2xx') >= CALLS);
assert.equal(sum(after, (status) => status !== '2xx'), sum(before, (status) => status !== '2xx'));
console.log(`${CALLS} calls: ${result.unwanted} unwanted, ${result.passed} passed, ${result.failed} failed`);

/* a port that was free a moment ago */
const nobody = await ring(`http://a:b@127.0.0.1:${await port()}`, unwanted.slice(0, 20));

assert.deepEqual(nobody, { unwanted: 0, passed: 20, made: 20, failed: 0 });
console.log('nobody to ask: 20 calls passed');
