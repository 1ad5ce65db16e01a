// unicode.mjs: classes of characters out of UnicodeData.txt.

function* characters(text) {
	let first = null;
	for (const line of text.split('\n')) {
		const [code, name, category] = line.split(';');
		if (!code)
			continue;
		const point = parseInt(code, 16);
		if (name.endsWith(', First>'))
			first = point;
		else {
			yield { first: first ?? point, last: point, category };
			first = null;
		}
	}
}

// The code points of the zeros of all runs of ten decimal digits, but ASCII's.
export function digitRuns(text) {
	const digits = [...characters(text)].filter(({ category }) => category === 'Nd').map(({ first }) => first);
	const zeros = digits.filter((_, i) => i % 10 === 0);
	digits.forEach((digit, i) => {
		if (digit !== zeros[Math.floor(i / 10)] + i % 10)
			throw new Error(`decimal digits are not in runs of ten at ${digit.toString(16)}`);
	});
	return zeros.filter((zero) => zero > 0x7f);
}

// Ranges of letters and numbers outside of ASCII, merged.
export function wordRanges(text) {
	const ranges = [];
	for (const { first, last, category } of characters(text)) {
		if (first < 0x80 || !/^[LN]/.test(category))
			continue;
		const before = ranges.at(-1);
		if (before && before[1] + 1 === first)
			before[1] = last;
		else
			ranges.push([first, last]);
	}
	return ranges;
}
