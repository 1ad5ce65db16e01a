// chance.mjs: random numbers that are the same every time

// A 32-bit counter with an avalanche (mulberry32), uniform in [0, 1).
export function chance(seed) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6D2B79F5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const below = (n) => Math.floor(next() * n);

	return { next, below, pick: (list) => list[below(list.length)] };
}

// A fair share of words and persons for each half, for ever.
export function half(text) {
	let hash = 0x811C9DC5;

	for (const byte of Buffer.from(text))
		hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
	return (hash >>> 16) % 2 === 0 ? 'dev' : 'test';
}
