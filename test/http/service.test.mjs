/* service.test.mjs: health, methods, headers, and many clients at once */

import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { as, assertProblem, call, freshNumber, ok, PASSWORD, patiently,
	person, psql, refused, routes, send, url } from './support.mjs';

/* ---- operations ---- */

test('/healthz and /readyz say that it works', async () => {
	for (const path of ['/healthz', '/readyz'])
		assert.equal((await call('GET', path)).status, 200, path);
});

test('/metrics is Prometheus text and counts requests', async () => {
	const total = async () => {
		const { status, text, headers } = await call('GET', '/metrics');

		assert.equal(status, 200);
		assert.match(headers['content-type'], /^text\/plain/);
		for (const line of text.split('\n').filter(Boolean))
			assert.match(line, /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{(?:\w+="[^"]*",?)+\})? [-+.\dA-Za-z]+)$/);
		return text.split('\n').filter((line) => /^\w*requests_total\b/.test(line))
			.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
	};
	const before = await total();
	const someone = await person();

	for (let n = 0; n < 5; n++)
		await ok(200, 'GET', '/v1/me', as(someone));
	assert.ok(await total() >= before + 5);
});

/* ---- methods ---- */

test('HEAD is GET without a body, OPTIONS names the methods', async () => {
	const someone = await person();
	const got = await call('GET', '/v1/me', as(someone));
	const head = await call('HEAD', '/v1/me', as(someone));

	assert.equal(head.status, 200);
	assert.equal(head.text, '');
	assert.equal(head.headers['content-type'], got.headers['content-type']);
	assert.equal(head.headers.etag, got.headers.etag);
	assert.equal((await call('HEAD', '/v1/me')).status, 401);
	assert.equal((await call('HEAD', '/v1/token')).status, 405);

	for (const [path, methods] of [
		['/v1/me/export', ['GET', 'HEAD', 'OPTIONS']],
		['/v1/contacts', ['GET', 'HEAD', 'OPTIONS', 'POST']],
		['/v1/contacts/x', ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH']],
		['/call/', ['OPTIONS', 'POST']],
	]) {
		const reply = await call('OPTIONS', path);

		assert.equal(reply.status, 204, path);
		assert.deepEqual(reply.headers.allow.split(/,\s*/).sort(), methods, path);
		assert.equal(reply.headers['access-control-allow-origin'], undefined);
	}
});

test('the wrong method is a 405 that names the right ones', async (t) => {
	const table = new Map();

	for (const { path, method } of routes())
		table.set(path, [...(table.get(path) ?? []), method]);
	for (const [path, methods] of table)
		await t.test(path, async () => {
			const concrete = path.replace(/\{\w+\}/g, '1');

			for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE',
				'PROPFIND'])
				if (!methods.includes(method)) {
					const reply = await refused(405, method, concrete);
					const allowed = reply.headers.allow.split(/,\s*/);

					for (const right of methods)
						assert.ok(allowed.includes(right), `${right}: ${allowed}`);
					assert.ok(!allowed.includes(method));
				}
		});
	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
		for (const path of ['/', '/style.css'])
			assert.equal((await refused(405, method, path)).headers.allow,
				'GET, HEAD');
	for (const method of ['TRACE', 'BREW'])
		assert.ok([400, 405, 501].includes((await send(method, '/v1/me')).status),
			method);
});

test('unknown paths are 404, before anything is asked of the caller', async () => {
	const someone = await person();

	for (const path of ['/v1', '/v1/', '/v2/me', '/v1/me/x', '/v1/users/1',
		'/v1/ME', '/v1//me', '/api', '/api/v1/me', '/register/x', '/nothing',
		'/v1/contacts/a/b', '/index.php', '/.git/config', '/.env',
		'/v1/numbers', '/v1/numbers/', '/web/main.js', '/style.css.map'])
		for (const options of [{}, as(someone)])
			await refused(404, 'GET', path, options);
});

test('a path that climbs or hides leads nowhere', async () => {
	for (const path of ['/../etc/passwd', '/..%2f..%2fetc%2fpasswd',
		'/%2e%2e/%2e%2e/etc/passwd', '/style.css%00.html', '/v1/%2e%2e/metrics',
		'/v1/me%2f', '/v1%2fme', '//etc/passwd', '/nginx.conf', '/run/numsight.sock',
		'/site.conf', '/log/access.log', '/%', '/%zz', '/v1/numbers/%c0%af']) {
		const reply = await call('GET', path);

		assert.ok([400, 401, 403, 404].includes(reply.status),
			`${path}: ${reply.status}`);
		assert.ok(!/root:|daemon off|fastcgi_pass/.test(reply.text));
	}
});

/* ---- caching ---- */

test('an ETag holds until the answer changes', async () => {
	const [someone, other] = await Promise.all([person(), person()]);
	const number = freshNumber();
	const get = (tag, who = someone) => call('GET', `/v1/numbers/${number}`,
		as(who, { headers: tag ? { 'If-None-Match': tag } : {} }));
	const first = await get();
	const tag = first.headers.etag;

	assert.match(tag, /^(?:W\/)?"[^"]+"$/);
	assert.match(first.headers['cache-control'], /\bprivate\b/);
	for (const list of [tag, `"other", ${tag}`, '*', tag.replace(/^W\//, ''),
		`W/${tag.replace(/^W\//, '')}`]) {
		const reply = await get(list);

		assert.equal(reply.status, 304, list);
		assert.equal(reply.text, '');
		assert.equal(reply.headers.etag, tag);
	}
	for (const list of ['"other"', tag.slice(0, -2), tag.replaceAll('"', '')])
		assert.equal((await get(list)).status, 200, list);

	await call('POST', '/v1/spam-reports',
		as(other, { json: { phone_number: number } }));
	const after = await get(tag);
	assert.equal(after.status, 200);
	assert.notEqual(after.headers.etag, tag);
	/* a stranger without a token learns nothing by it */
	assert.equal((await call('GET', `/v1/numbers/${number}`,
		{ headers: { 'If-None-Match': after.headers.etag } })).status, 401);
});

test('a change shows in the next answer, of whichever worker', async () => {
	const someone = await person();
	const { id } = await ok(201, 'POST', '/v1/contacts', as(someone, { json: {
		name: 'Before', phone_number: freshNumber() } }));

	for (let n = 0; n < 20; n++) {
		await ok(200, 'PATCH', `/v1/contacts/${id}`,
			as(someone, { json: { name: `Name ${n}` } }));
		const replies = await Promise.all(Array.from({ length: 4 }, () =>
			ok(200, 'GET', `/v1/contacts/${id}`, as(someone))));

		assert.deepEqual(replies.map((reply) => reply.name),
			new Array(4).fill(`Name ${n}`));
	}
});

test('tokens and what they open are not kept by caches', async () => {
	const someone = await person();
	const login = await call('POST', '/v1/token', { json: {
		phone_number: someone.phone_number, password: PASSWORD } });

	assert.match(login.headers['cache-control'], /no-store/);
	for (const path of ['/v1/me', '/v1/contacts', '/v1/search?query=a'])
		assert.match((await call('GET', path, as(someone)))
			.headers['cache-control'], /private|no-store/, path);
});

/* ---- headers ---- */

test('every answer has its safety headers and an id', async () => {
	const someone = await person();
	const replies = [await call('GET', '/v1/me', as(someone)),
		await call('GET', '/v1/me'), await call('GET', '/nothing'),
		await call('GET', '/'), await call('GET', '/healthz'),
		await call('POST', '/v1/token', { json: {} })];
	const ids = new Set();

	for (const { headers, text } of replies) {
		assert.equal(headers['x-content-type-options'], 'nosniff');
		assert.match(headers['content-security-policy'] ?? '',
			/default-src 'none'/);
		assert.equal(headers['access-control-allow-origin'], undefined);
		assert.doesNotMatch(headers.server ?? '', /\d/);
		assert.ok(headers['x-request-id'], text);
		ids.add(headers['x-request-id']);
	}
	assert.equal(ids.size, replies.length);
	assert.equal(replies[1].body.instance, replies[1].headers['x-request-id']);
});

test('the console is served with a policy that allows nothing inline', async () => {
	const reply = await call('GET', '/');
	const policy = reply.headers['content-security-policy'];

	assert.equal(reply.status, 200);
	assert.match(reply.headers['content-type'], /^text\/html; charset=utf-8/i);
	for (const part of ["default-src 'none'", "script-src 'self'",
		"style-src 'self'", "connect-src 'self'", "base-uri 'none'",
		"frame-ancestors 'none'"])
		assert.ok(policy.includes(part), policy);
	assert.doesNotMatch(policy, /unsafe|\*|https?:/);
	/* the headers of a 304 take the place of those of the kept page */
	const kept = await call('GET', '/', { headers: {
		'If-None-Match': reply.headers.etag,
		'If-Modified-Since': reply.headers['last-modified'] } });
	assert.equal(kept.status, 304);
	assert.equal(kept.headers['content-security-policy'], policy);
	assert.doesNotMatch(reply.text, /\bstyle=|\bon\w+=|<script(?! type="module" src=)/);
	for (const [, path] of reply.text.matchAll(/(?:href|src)="([\w.]+)"/g)) {
		const file = await call('GET', `/${path}`);

		assert.equal(file.status, 200, path);
		assert.match(file.headers['content-type'],
			{ css: /^text\/css/, js: /^(?:text|application)\/javascript/,
				svg: /^image\/svg\+xml/ }[path.split('.').at(-1)]);
	}
});

test('an unlisted origin gets no CORS header, and is served', async () => {
	const someone = await person();

	for (const Origin of ['https://evil.example', 'null', url.origin]) {
		const reply = await call('GET', '/v1/me', as(someone,
			{ headers: { Origin } }));

		assert.equal(reply.status, 200);
		for (const name of Object.keys(reply.headers))
			assert.doesNotMatch(name, /^access-control-/);
	}
	const preflight = await call('OPTIONS', '/v1/me', { headers: {
		Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' } });
	assert.ok([204, 403].includes(preflight.status));
	assert.equal(preflight.headers['access-control-allow-origin'], undefined);
});

test('nothing of a request comes back in a header', async () => {
	const someone = await person();

	for (const path of ['/v1/me%0d%0aX-Evil:%201', '/v1/search?query=%0d%0aX-Evil:1',
		'/v1/numbers/1%0d%0aX-Evil:1', '/v1/search?query=a&cursor=%0d%0aX-Evil:1']) {
		const reply = await call('GET', path, as(someone));

		assert.equal(reply.headers['x-evil'], undefined);
		assert.ok([400, 404].includes(reply.status), path);
	}
});

/* ---- broken HTTP ---- */

/* Sends bytes, returns what comes back until the server has done */
function exchange(bytes) {
	return new Promise((resolve, reject) => {
		const socket = net.connect(Number(url.port), url.hostname);
		const parts = [];
		const done = () => {
			socket.destroy();
			resolve(Buffer.concat(parts).toString('latin1'));
		};

		socket.setTimeout(3000, done);
		socket.on('data', (part) => parts.push(part));
		socket.on('close', done);
		socket.on('error', (fault) =>
			(fault.code === 'ECONNRESET' || fault.code === 'EPIPE'
				? done() : reject(fault)));
		socket.write(bytes);
	});
}

test('broken framing is refused', async (t) => {
	const line = 'POST /v1/token HTTP/1.1\r\nHost: x\r\n';
	const broken = {
		'two lengths': `${line}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
		'length and chunks': `${line}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
		'negative length': `${line}Content-Length: -1\r\n\r\n`,
		'length in words': `${line}Content-Length: two\r\n\r\n{}`,
		'unknown transfer coding': `${line}Transfer-Encoding: x\r\n\r\n{}`,
		'a bad chunk': `${line}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`,
		'space before the colon': `${line}Content-Length : 2\r\n\r\n{}`,
		'two hosts': `${line}Host: y\r\n\r\n`,
		'no host': 'GET /v1/me HTTP/1.1\r\n\r\n',
		'NUL in a header': `${line}X: a\0b\r\n\r\n`,
		'two authorizations': 'GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n',
		'a method in small letters': 'get /v1/me HTTP/1.1\r\nHost: x\r\n\r\n',
		'no method': '/v1/me HTTP/1.1\r\nHost: x\r\n\r\n',
		'HTTP/9.9': 'GET /v1/me HTTP/9.9\r\nHost: x\r\n\r\n',
		'a long line': `GET /v1/me?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
		'a long header': `GET /v1/me HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
		'a bare LF in a header name': 'GET /v1/me HTTP/1.1\r\nHost: x\r\nX\nY: 1\r\n\r\n',
	};

	for (const [name, bytes] of Object.entries(broken))
		await t.test(name, async () => {
			const answer = await exchange(bytes);
			const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 400);

			assert.ok((status >= 400 && status < 500) || status === 501
				|| status === 505, answer.slice(0, 300));
			assert.doesNotMatch(answer, /nginx\/\d/);
		});
	assert.equal((await call('GET', '/healthz')).status, 200);
});

test('one connection serves many requests, HTTP/1.0 one', async () => {
	const ask = (version, more) => `GET /healthz HTTP/${version}\r\nHost: x\r\n${more}\r\n`;
	const kept = await exchange(ask('1.1', '') + ask('1.1', '')
		+ ask('1.1', 'Connection: close\r\n'));
	const old = await exchange(ask('1.0', ''));

	assert.equal(kept.match(/HTTP\/1\.1 200/g)?.length, 3);
	assert.equal(old.match(/HTTP\/1\.\d 200/g)?.length, 1);
});

test('a body may come in chunks', async () => {
	const reply = await exchange('POST /v1/token HTTP/1.1\r\nHost: x\r\n'
		+ 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n'
		+ 'Connection: close\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n');

	assert.match(reply, /^HTTP\/1\.1 400/);
	assert.match(reply, /problem\+json/);
});

/* ---- many at once ---- */

test('twenty registrations of one number at once: exactly one 201', async () => {
	const phone_number = freshNumber();
	const digits = phone_number.slice(3);
	const notations = [phone_number, digits, `0${digits}`, Number(digits)];
	const replies = await Promise.all(Array.from({ length: 20 }, (_, n) =>
		patiently('POST', n % 2 ? '/v1/users' : '/api/users/', { json: {
			name: `Person ${n}`, phone_number: notations[n % 4],
			password: PASSWORD } })));
	const statuses = replies.map((reply) => reply.status).sort();

	assert.deepEqual(statuses, [201, ...new Array(19).fill(409)]);
	const rows = await psql(`SELECT count(*) FROM data.account
		WHERE phone = '${phone_number}'`);
	assert.equal(rows[0][0], '1');
});

test('answers of many clients at once are not mixed up', async () => {
	const people = await Promise.all(Array.from({ length: 6 }, () => person()));

	await Promise.all(Array.from({ length: 300 }, async (_, n) => {
		const someone = people[n % people.length];
		const number = freshNumber();

		if (n % 3 === 0)
			assert.equal((await ok(200, 'GET', '/v1/me', as(someone)))
				.phone_number, someone.phone_number);
		else if (n % 3 === 1)
			await refused(400, 'GET', '/v1/numbers/none', as(someone));
		else
			assert.equal((await ok(201, 'POST', '/v1/contacts', as(someone, {
				json: { name: `Entry ${n}`, phone_number: number } })))
				.phone_number, number);
	}));
});

test('a client that leaves in the middle disturbs nobody', async () => {
	const someone = await person();

	for (let n = 0; n < 10; n++)
		await new Promise((resolve) => {
			const socket = net.connect(Number(url.port), url.hostname, () => {
				socket.write('GET /v1/search?query=a HTTP/1.1\r\nHost: x\r\n'
					+ `Authorization: Bearer ${someone.access}\r\n\r\n`);
				setTimeout(() => {
					socket.destroy();
					resolve();
				}, n);
			});
		});
	await ok(200, 'GET', '/v1/me', as(someone));
	assertProblem(await send('GET', '/v1/me'));
});
