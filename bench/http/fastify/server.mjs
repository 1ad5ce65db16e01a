/*
 * server.mjs: the card of a number by Fastify and postgres.js
 *
 *	PORT= SECRET= PGHOST= ... node server.mjs
 *
 * As one would write it on the same extension and tables: the token is
 * checked, one prepared statement finds all there is, and the framework writes
 * the answer by its schema, which is the fastest it can. That the session
 * still stands is not asked.
 */
import { readFileSync } from 'node:fs';
import cluster from 'node:cluster';
import Fastify from 'fastify';
import jwt from '@fastify/jwt';
import postgres from 'postgres';

const PROCESSES = 2;
const CARD = readFileSync(new URL('../card.sql', import.meta.url), 'utf8');

const text = { type: ['string', 'null'] };
const truth = { type: ['boolean', 'null'] };
const whole = { type: ['integer', 'null'] };
const real = { type: 'number' };
const list = (items) => ({ type: 'array', items });
const object = (properties) => ({ type: 'object', properties });

const card = object({
	phone_number: text,
	name: text,
	names: list(object({ name: text, count: whole })),
	registered: truth,
	spam_likelihood: real,
	spam_label: text,
	category: text,
	reasons: list(object({ reason: text, detail: { type: 'object', additionalProperties: true }, logit: real })),
	model: whole,
	valid: truth,
	possible: truth,
	type: text,
	region: text,
	country_code: whole,
	national: text,
	international: text,
	carrier: text,
	location: text,
	timezones: list(text),
	counts: object({ appearances: whole, spam_reports: whole, not_spam_reports: whole, contacts: whole }),
	reported: text,
});

async function serve() {
	const app = Fastify({ logger: false });
	const sql = postgres({ max: 8 });

	await app.register(jwt, { secret: process.env.SECRET });
	app.get('/v1/numbers/:number', {
		onRequest: (request) => request.jwtVerify(),
		schema: { response: { 200: card } },
	}, async (request) => {
		const { number } = request.params;
		const [{ called, verdict, facts, reported, ...counts }] =
			await sql.unsafe(CARD, [request.user.user_id, number], { prepare: true });

		return { phone_number: number, ...called, ...verdict, ...facts, counts, reported };
	});
	await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
}

if (cluster.isPrimary)
	for (let i = 0; i < PROCESSES; i++)
		cluster.fork();
else
	await serve();
