/* docs.test.mjs: /docs and /redoc show the API, ask no other server and break no policy */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { routes, url } from '../http/support.mjs';
import { browserPath, startChromium } from './chromium.mjs';

const skip = browserPath() === undefined && 'there is no Chromium';

let browser;

before(async () => {
	if (!skip)
		browser = await startChromium();
});
after(() => browser?.close());

/* Every request went to this server, and nothing was refused or broken. */
function assertQuiet(page) {
	for (const request of page.requests)
		assert.ok(request.url.startsWith(url.origin) || /^(?:data|blob):/.test(request.url),
			request.url);
	assert.deepEqual(page.refusals, []);
	assert.deepEqual(page.faults, []);
}

for (const [path, operation] of [['docs', '.opblock'], ['redoc', '[data-section-id^="tag/"]']])
	test(`/${path} shows every route`, { skip }, async () => {
		const page = await browser.open();

		await page.go(new URL(path, url).href);
		await page.until(`document.querySelectorAll('${operation}').length > 5`);
		const text = await page.value('document.body.innerText');

		if (path === 'docs')
			for (const { path: route } of routes())
				assert.ok(text.replaceAll('\u200b', '').includes(route), route);
		if (process.env.PICTURES)
			await (await import('node:fs/promises')).writeFile(
				`${process.env.PICTURES}/${path}.png`, await page.picture());
		assertQuiet(page);
	});

test('a request is sent from /docs', { skip }, async () => {
	const page = await browser.open();

	await page.go(new URL('docs#/service/healthz', url).href);
	await page.until("document.querySelector('.opblock.is-open .try-out__btn') !== null");
	await page.click('.opblock.is-open .try-out__btn');
	await page.until("document.querySelector('.opblock.is-open .execute') !== null");
	await page.click('.opblock.is-open .execute');
	await page.until("document.querySelector('.opblock.is-open .live-responses-table')?.innerText.includes('\"status\": \"ok\"')");
	assertQuiet(page);
});
