// plain.mjs: names as an independent library writes them in ASCII
//
// Whether an answer is the person who was meant is judged by these, never by
// the product's own comparison form.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function loadPlain(folder) {
	const require = createRequire(join(folder, 'node_modules/'));
	const { default: anyAscii } = await import(pathToFileURL(require.resolve('any-ascii')));

	return (name) => anyAscii(name.normalize('NFC')).toLowerCase()
		.replace(/['`]/g, '').replace(/[^a-z0-9]+/g, ' ').trim();
}

// The same words, in whatever order.
export const sorted = (plain) => plain.split(' ').sort().join(' ');
