/*
 * server.mjs: a number by Fastify and postgres.js, as one would write it
 *
 *	PORT= SECRET= PGHOST= ... node server.mjs
 *
 * The token is checked, the names and counters of a number are read by their
 * keys, in prepared statements, and the answer is built here. It knows less
 * than the service beside it: no likelihood, no reasons, no plan of numbers.
 */
import cluster from 'node:cluster';
import Fastify from 'fastify';
import jwt from '@fastify/jwt';
import postgres from 'postgres';

const PROCESSES = 2;

async function serve() {
	const app = Fastify({ logger: false });
	const sql = postgres({ max: 8 });

	await app.register(jwt, { secret: process.env.SECRET });
	app.get('/v1/numbers/:number', {
		onRequest: (request) => request.jwtVerify(),
		schema: { response: { 200: { type: 'object', properties: {
			phone_number: { type: 'string' }, name: { type: ['string', 'null'] },
			names: { type: 'array', items: { type: 'object', properties: {
				name: { type: 'string' }, count: { type: 'integer' } } } },
			counts: { type: 'object', properties: {
				appearances: { type: 'integer' }, spam_reports: { type: 'integer' },
				not_spam_reports: { type: 'integer' }, contacts: { type: 'integer' } } },
		} } } },
	}, async (request) => {
		const { number } = request.params;
		const [names, [kept]] = await Promise.all([
			sql`SELECT name, books AS count FROM data.entry WHERE phone OPERATOR(numsight.=) ${number}::numsight.phone
			     ORDER BY account IS NULL, - books, id LIMIT 20`,
			sql`SELECT total_appearance AS appearances, num_spam AS spam_reports, not_spam AS not_spam_reports, contacts
			      FROM data.number WHERE phone OPERATOR(numsight.=) ${number}::numsight.phone`,
		]);

		return { phone_number: number, name: names[0]?.name ?? null, names,
			counts: kept ?? { appearances: 0, spam_reports: 0, not_spam_reports: 0, contacts: 0 } };
	});
	await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
}

if (cluster.isPrimary)
	for (let i = 0; i < PROCESSES; i++)
		cluster.fork();
else
	await serve();
