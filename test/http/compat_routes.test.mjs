/* compat_routes.test.mjs: no path of the original applications is lost */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, routes } from './support.mjs';

const PUBLISHED = `
GET    /test
POST   /register
POST   /call
POST   /spam
GET    /search
GET    /api/search
GET    /api/protected
POST   /api/token
POST   /api/token/refresh
POST   /api/users
GET    /api/contacts
POST   /api/contacts
GET    /api/contacts/{id}
PATCH  /api/contacts/{id}
DELETE /api/contacts/{id}
PUT    /api/contacts/{id}/report_spam
POST   /process-events
GET    /call-history/{number}
GET    /api/virtual_numbers
POST   /api/virtual_numbers/create
POST   /register/register
POST   /register/login
GET    /register/protectedtoken
`.trim().split('\n').map((line) => line.split(/\s+/));

for (const [method, path] of PUBLISHED)
	test(`${method} ${path} is served, with and without the last slash`, async () => {
		const row = routes().find((route) =>
			route.method === method && route.path === path);

		assert.ok(row, 'routes.def has the row');
		assert.ok(row.has('OLD'), 'its errors are those that old clients read');
		for (const form of [path, `${path}/`]) {
			const reply = await call(method, form.replace(/\{\w+\}/, '1'),
				method === 'GET' ? {} : { json: {} });

			assert.equal(reply.status, row.open ? 400 : 401, reply.text);
			assert.equal(reply.body.error, reply.body.detail);
		}
	});

test('no path of the original applications is redirected', async () => {
	for (const [method, path] of PUBLISHED)
		for (const form of [path, `${path}/`]) {
			const { status, headers } = await call(method,
				form.replace(/\{\w+\}/, '1'));

			assert.ok(status < 300 || status >= 400, `${form}: ${status}`);
			assert.equal(headers.location, undefined);
		}
});
