// report.mjs: how good the answers are, class by class
//
//	node report.mjs --packages FOLDER --set dev|test FOLDER people.tsv <answers.tsv
//
// A line of answers: method, place of the query, microseconds, ids of the
// first ten. MRR@10 is the mean of 1 / place of the first relevant answer,
// recall@10 the share of queries that have one; for what is not there, 1 if
// nothing was answered. Behind each figure its standard error, for methods
// but the first that of the difference from the first, query by query.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPlain, sorted } from './plain.mjs';

const { values: options, positionals: [folder, peoplePath] } = parseArgs({
	allowPositionals: true,
	options: { packages: { type: 'string' }, set: { type: 'string', default: 'dev' }, misses: { type: 'string' } },
});
const plain = await loadPlain(options.packages);
const linesOf = (path) => readFileSync(path, 'utf8').split('\n').filter((line) => line !== '')
	.map((line) => line.split('\t'));

const nameOf = new Map([...linesOf(peoplePath), ...linesOf(join(folder, 'planted.tsv'))]
	.map(([id, name]) => [id, name]));

// Each word of the query begins a word of its own, the longest ones first.
function hasWords(text, query) {
	const left = text.split(' ');

	return query.split(' ').toSorted((a, b) => b.length - a.length).every((wanted) => {
		const place = left.findIndex((word) => word.startsWith(wanted));
		if (place >= 0)
			left.splice(place, 1);
		return place >= 0;
	});
}

const JUDGES = {
	person: (name, names) => names.split('|').includes(sorted(plain(name))),
	begins: (name, text) => plain(name).startsWith(text),
	contains: (name, text) => plain(name).includes(text),
	words: (name, text) => hasWords(plain(name), text),
};

// 1 / place of the first relevant answer, 0 if there is none.
function worth(ids, [, judge, text]) {
	if (judge === 'nothing')
		return ids.length === 0 ? 1 : 0;
	const place = ids.findIndex((id) => JUDGES[judge](nameOf.get(id), text));

	return place < 0 ? 0 : 1 / (place + 1);
}

const meant = linesOf(join(folder, 'meant.tsv'));
const asked = linesOf(join(folder, 'queries.tsv')).filter(([, set]) => set === options.set);
const classes = [...new Set(asked.map(([, , name]) => name))];
const answers = new Map();
for (const [method, place, time, ids] of linesOf('/dev/stdin')) {
	if (!answers.has(method))
		answers.set(method, new Map());
	const list = ids === undefined || ids === '' ? [] : ids.split(',');
	answers.get(method).set(place, { value: worth(list, meant[place]), time: Number(time), list });
}
const methods = [...answers.keys()];

const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
const errorOf = (list) => Math.sqrt(mean(list.map((x) => (x - mean(list)) ** 2)) / (list.length - 1));
const quantile = (list, share) => list.toSorted((a, b) => a - b)[Math.floor(share * (list.length - 1))];

function figures(method, places) {
	const of = (name) => places.map((place) => answers.get(name).get(place));
	const mine = of(method).map(({ value }) => value);
	const first = of(methods[0]).map(({ value }) => value);
	const error = errorOf(method === methods[0] ? mine : mine.map((x, i) => x - first[i]));

	return { mrr: mean(mine), error, recall: mean(mine.map((x) => Number(x > 0))) };
}

const cell = ({ mrr, error, recall }) =>
	`${mrr.toFixed(3)} ±${error.toFixed(3)} ${recall.toFixed(3)}`;
const row = (name, cells) => console.log(name.padEnd(26) + cells.map((text) => text.padEnd(22)).join(''));

const known = (method) => asked.map(([place]) => answers.get(method).get(place));
row(`${options.set} set`, methods.map((method) => `${method}`));
row('class', methods.map(() => 'MRR@10 error  recall'));
const byClass = new Map(methods.map((method) => [method, []]));
for (const name of classes) {
	const places = asked.filter(([, , other]) => other === name).map(([place]) => place)
		.filter((place) => methods.every((method) => answers.get(method).has(place)));
	if (places.length === 0)
		continue;
	row(name, methods.map((method) => {
		const found = figures(method, places);
		byClass.get(method).push(found);
		return cell(found);
	}));
}
row('mean of classes', methods.map((method) => {
	const all = byClass.get(method);
	const error = Math.sqrt(all.reduce((sum, x) => sum + x.error ** 2, 0)) / all.length;
	return cell({ mrr: mean(all.map((x) => x.mrr)), error, recall: mean(all.map((x) => x.recall)) });
}));
row('median, p95 ms', methods.map((method) => {
	const times = known(method).filter((x) => x !== undefined).map(({ time }) => time / 1000);
	return `${quantile(times, 0.5).toFixed(2)} ${quantile(times, 0.95).toFixed(2)}`;
}));

// --misses CLASS: what the first method did not find first, to look at.
if (options.misses !== undefined)
	for (const [place, , name, query] of asked) {
		const answer = answers.get(methods[0]).get(place);
		if (name === options.misses && answer !== undefined && answer.value < 1)
			console.log([query, meant[place][2], answer.value.toFixed(2),
				answer.list.slice(0, 4).map((id) => nameOf.get(id)).join(', ')].join(' | '));
	}
