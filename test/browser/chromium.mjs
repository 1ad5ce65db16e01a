/* chromium.mjs: one headless Chromium, spoken to over its debugging pipe */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium',
	'/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PATIENCE_MS = 30_000;

export const browserPath = () =>
	PLACES.find((path) => path && existsSync(path));

/*
 * The pipe is used instead of the debugging port: it needs no WebSocket, which
 * node 18 has not, and nobody else on the machine can connect to it.
 */
export async function startChromium() {
	const profile = await mkdtemp(join(tmpdir(), 'numsight-chromium-'));
	const browser = spawn(browserPath(), [
		'--headless=new', '--remote-debugging-pipe',
		`--user-data-dir=${profile}`, '--no-first-run', '--disable-gpu',
		'--no-default-browser-check', '--disable-background-networking',
		'--disable-component-update', '--disable-sync', '--disable-extensions',
		'--disable-dev-shm-usage', '--mute-audio', '--lang=en',
		/* Chromium refuses its sandbox to root, and containers often have none */
		...(process.getuid() === 0 ? ['--no-sandbox'] : []),
		'about:blank',
	], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
	const gone = new Promise((resolve) => browser.once('exit', resolve));
	const pipe = connect(browser.stdio[3], browser.stdio[4]);

	return {
		open: (size) => openPage(pipe, size),
		close: async () => {
			/* a browser that is gone already answers nothing */
			await Promise.race([gone,
				pipe.call('Browser.close').catch(() => {}).then(() => gone)]);
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/* Messages are JSON texts, each ended by a NUL byte. */
function connect(out, into) {
	const waiting = new Map();
	const listeners = new Set();
	let last = 0;
	let rest = Buffer.alloc(0);

	into.on('data', (bytes) => {
		rest = Buffer.concat([rest, bytes]);
		for (let end; (end = rest.indexOf(0)) >= 0;) {
			const message = JSON.parse(rest.subarray(0, end).toString());

			rest = rest.subarray(end + 1);
			if (message.id === undefined) {
				for (const listener of listeners)
					listener(message);
				continue;
			}
			const { resolve, reject } = waiting.get(message.id);

			waiting.delete(message.id);
			if (message.error)
				reject(new Error(message.error.message));
			else
				resolve(message.result);
		}
	});
	into.on('close', () => {
		for (const { reject } of waiting.values())
			reject(new Error('Chromium has gone'));
		waiting.clear();
	});

	return {
		listen: (listener) => listeners.add(listener),
		call: (method, params = {}, sessionId = undefined) =>
			new Promise((resolve, reject) => {
				waiting.set(++last, { resolve, reject });
				out.write(`${JSON.stringify({ id: last, method, params,
					sessionId })}\0`);
			}),
	};
}

/*
 * A page in a browser context of its own. It keeps what a test judges it by:
 * faults (exceptions, console errors and warnings, broken policies), refusals
 * (answers of 400 and more) and the addresses that were asked for.
 */
async function openPage(pipe, { width = 1280, height = 800, dark = false } = {}) {
	const { browserContextId } =
		await pipe.call('Target.createBrowserContext');
	const { targetId } = await pipe.call('Target.createTarget',
		{ url: 'about:blank', browserContextId });
	const { sessionId } = await pipe.call('Target.attachToTarget',
		{ targetId, flatten: true });
	const call = (method, params) => pipe.call(method, params, sessionId);
	const page = { call, faults: [], refusals: [], requests: [] };

	pipe.listen((message) => {
		if (message.sessionId === sessionId)
			NOTED[message.method]?.(page, message.params);
	});
	for (const domain of ['Page', 'Runtime', 'Network', 'Log', 'Audits'])
		await call(`${domain}.enable`);
	await call('Emulation.setDeviceMetricsOverride',
		{ width, height, deviceScaleFactor: 1, mobile: false });
	await call('Emulation.setEmulatedMedia', { features: [
		{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
		{ name: 'prefers-reduced-motion', value: 'reduce' }] });
	return Object.assign(page, actions(call, page));
}

const NOTED = {
	'Runtime.exceptionThrown': (page, { exceptionDetails: fault }) =>
		page.faults.push(`exception: ${fault.exception?.description
			?? fault.text}`),
	'Runtime.consoleAPICalled': (page, { type, args }) =>
		['error', 'warning', 'assert'].includes(type)
			&& page.faults.push(`console: ${args.map((arg) => arg.value)
				.join(' ')}`),
	/* the network's own lines repeat refusals and lost connections */
	'Log.entryAdded': (page, { entry }) =>
		['error', 'warning'].includes(entry.level)
			&& entry.source !== 'network'
			&& page.faults.push(`log: ${entry.text} ${entry.url ?? ''}`),
	'Audits.issueAdded': (page, { issue }) =>
		issue.code === 'ContentSecurityPolicyIssue'
			&& page.faults.push(`policy: ${JSON.stringify(issue.details)}`),
	'Network.requestWillBeSent': (page, { request }) =>
		page.requests.push({ method: request.method, url: request.url }),
	'Network.responseReceived': (page, { response }) =>
		response.status >= 400 && page.refusals.push(
			{ status: response.status, url: response.url }),
	'Fetch.requestPaused': (page, { requestId, request }) =>
		page.interfere(requestId, request),
};

const KEYS = { Enter: 13, Escape: 27, ArrowUp: 38, ArrowDown: 40, Tab: 9 };

function actions(call, page) {
	/* The value of an expression in the page; promises are awaited. */
	async function value(expression) {
		const { result, exceptionDetails } = await call('Runtime.evaluate',
			{ expression, awaitPromise: true, returnByValue: true,
				userGesture: true });

		if (exceptionDetails)
			throw new Error(exceptionDetails.exception?.description
				?? exceptionDetails.text);
		return result.value;
	}

	/* Waits until an expression holds, and returns its value. */
	async function until(expression, what = expression) {
		const end = Date.now() + PATIENCE_MS;

		for (;;) {
			const found = await value(expression).catch(() => false);

			if (found)
				return found;
			if (Date.now() > end)
				throw new Error(`waited in vain for ${what}; the page shows: ${
					await value('document.body.innerText')}; faults: ${
					page.faults.join('; ')}`);
			await new Promise((resolve) => setTimeout(resolve, 25));
		}
	}

	/*
	 * Once, for the first request whose address holds a text: interferes by
	 * what to do with it instead of sending it on.
	 */
	async function once(text, act) {
		const pass = (requestId) => call('Fetch.continueRequest', { requestId });

		page.interfere = (requestId, request) => {
			if (!request.url.includes(text))
				return pass(requestId);
			page.interfere = pass;
			return act(requestId, pass);
		};
		await call('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
	}

	async function press(key) {
		const about = { key, code: key, windowsVirtualKeyCode: KEYS[key],
			text: key === 'Enter' ? '\r' : undefined };

		await call('Input.dispatchKeyEvent', { type: 'keyDown', ...about });
		await call('Input.dispatchKeyEvent', { type: 'keyUp', ...about });
	}

	return {
		value,
		until,
		press,
		go: (url) => call('Page.navigate', { url }),
		reload: () => call('Page.reload'),
		text: (selector) => value(`document.querySelector(${
			JSON.stringify(selector)})?.textContent ?? null`),
		focus: (selector) => value(`document.querySelector(${
			JSON.stringify(selector)}).focus()`),
		click: (selector) => value(`document.querySelector(${
			JSON.stringify(selector)}).click()`),
		answer: (text, status, headers = {}) => once(text, (requestId) =>
			call('Fetch.fulfillRequest', { requestId, responseCode: status,
				responseHeaders: Object.entries(headers).map(([name, value]) =>
					({ name, value })),
				body: Buffer.from('{}').toString('base64') })),
		lose: (text) => once(text, (requestId) => call('Fetch.failRequest',
			{ requestId, errorReason: 'ConnectionRefused' })),
		delay: (text, ms) => once(text, (requestId, pass) =>
			setTimeout(() => pass(requestId).catch(() => {}), ms)),
		/* key events as from a keyboard, letter by letter */
		async type(text) {
			for (const letter of text) {
				await call('Input.dispatchKeyEvent',
					{ type: 'keyDown', key: letter, text: letter });
				await call('Input.dispatchKeyEvent', { type: 'keyUp', key: letter });
			}
		},
		/* a picture of the window, as PNG */
		async picture() {
			const { data } = await call('Page.captureScreenshot',
				{ format: 'png' });

			return Buffer.from(data, 'base64');
		},
	};
}
