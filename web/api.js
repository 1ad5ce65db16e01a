/* api.js: the REST interface, and the session that stands behind each call */

const REFRESH = 'numsight.refresh';

/* An answer of the server that is not a success (RFC 9457). */
export class Problem extends Error {
	constructor(status, body, retryAfter) {
		super(body.detail || body.title || `The server answered ${status}.`);
		this.status = status;
		this.retryAfter = retryAfter;
		this.pointer = body.errors?.[0]?.pointer;
	}
}

/* No answer at all. */
export class Offline extends Error {
	constructor() {
		super('No connection to the server.');
	}
}

/*
 * The access token lives in memory only; the refresh token in sessionStorage,
 * so that a reload keeps the session and closing the tab ends it.
 */
let access = null;
let renewal = null;
let ended = (_reason) => {};

export function onSessionEnd(callback) {
	ended = callback;
}

export function hasSession() {
	return access !== null || sessionStorage.getItem(REFRESH) !== null;
}

function keep(tokens) {
	access = tokens.access;
	sessionStorage.setItem(REFRESH, tokens.refresh);
}

function forget() {
	access = null;
	sessionStorage.removeItem(REFRESH);
}

async function send(method, path, { body, signal, token } = {}) {
	const headers = { Accept: 'application/json' };

	if (token)
		headers.Authorization = `Bearer ${token}`;
	if (body !== undefined)
		headers['Content-Type'] = 'application/json';

	let reply;
	try {
		/*
		 * no-cache: answers are asked for again, with their ETag. The
		 * likelihood of a number must not be the one before one's own report.
		 */
		reply = await fetch(path, { method, headers, signal,
			cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer',
			body: body === undefined ? undefined : JSON.stringify(body) });
	} catch (fault) {
		throw fault.name === 'AbortError' ? fault : new Offline();
	}

	if (reply.status === 204)
		return { data: null };
	const data = await reply.json().catch(() => ({}));
	if (!reply.ok)
		throw new Problem(reply.status, data,
			Number(reply.headers.get('Retry-After')) || null);
	return { data, ms: databaseTime(reply.headers) };
}

/* What the database took, in milliseconds, where the server tells it */
function databaseTime(headers) {
	const [, ms] = /\bdb;dur=([\d.]+)/.exec(headers.get('Server-Timing')) ?? [];

	return ms === undefined ? null : Number(ms);
}

/* One renewal at a time: a refresh token is good for one use. */
function renew() {
	renewal ??= (async () => {
		const refresh = sessionStorage.getItem(REFRESH);

		try {
			if (refresh === null)
				throw new Problem(401, {});
			keep((await send('POST', '/v1/token/refresh',
				{ body: { refresh } })).data);
		} catch (fault) {
			/* the token stays for later unless the server has refused it */
			if (fault instanceof Problem && fault.status < 500
					&& fault.status !== 429) {
				forget();
				ended('The session has ended. Log in again.');
			}
			throw fault;
		} finally {
			renewal = null;
		}
	})();
	return renewal;
}

/* A request with a token; one that has run out is renewed unseen. */
async function authorized(method, path, options = {}) {
	if (access === null)
		await renew();
	const token = access;
	try {
		return await send(method, path, { ...options, token });
	} catch (fault) {
		if (!(fault instanceof Problem) || fault.status !== 401)
			throw fault;
	}
	if (access === token)
		await renew();
	options.signal?.throwIfAborted();
	return send(method, path, { ...options, token: access });
}

const call = async (...request) => (await authorized(...request)).data;

export async function logIn(phone_number, password) {
	keep((await send('POST', '/v1/token',
		{ body: { phone_number, password } })).data);
}

/* code: only where the deployment asks for one */
export async function register(name, phone_number, password, code) {
	await send('POST', '/v1/users', { body: { name, phone_number, password, code } });
	await logIn(phone_number, password);
}

/* Has a code sent to a number, by which its owner proves that he has it. */
export async function askCode(phone_number) {
	await send('POST', '/v1/codes', { body: { phone_number, purpose: 'register' } });
}

/* The session is over here even if the server cannot be told. */
export async function logOut() {
	const refresh = sessionStorage.getItem(REFRESH);

	forget();
	ended(null);
	if (refresh !== null)
		await send('POST', '/v1/token/revoke', { body: { refresh } })
			.catch(() => {});
}

const segment = encodeURIComponent;

export const me = () => call('GET', '/v1/me');

export async function search(query, { limit, cursor, signal }) {
	const about = new URLSearchParams({ query, limit });

	if (cursor)
		about.set('cursor', cursor);
	const { data, ms } = await authorized('GET', `/v1/search?${about}`,
		{ signal });

	return { ...data, ms };
}

export const person = (id, signal) =>
	call('GET', `/v1/people/${segment(id)}`, { signal });

export const number = (text, signal) =>
	call('GET', `/v1/numbers/${segment(text)}`, { signal });

export const reportSpam = (phone_number, category) =>
	call('POST', '/v1/spam-reports',
		{ body: { phone_number, category: category || undefined } });

export const notSpam = (phone_number) =>
	call('POST', '/v1/not-spam', { body: { phone_number } });

export const withdraw = (phone_number) =>
	call('DELETE', `/v1/spam-reports/${segment(phone_number)}`);
