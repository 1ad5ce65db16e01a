// report.mjs: tables out of what run has written
//
//	node report.mjs FOLDER METHOD...		one number of people
//	node report.mjs --growth FOLDER...		how times grow with it
//
// The first method is the one that others are compared with, on the queries
// that both have answered.

import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const BASE = 'nothing';
// Nearest names are always ten, and similar ones are more than others look for: no measure of what these miss.
const LENIENT = ['knn', 'ranked_similar'];

const lines = (...path) => (existsSync(join(...path))
	? readFileSync(join(...path), 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t')) : []);

const sorted = (values) => values.slice().sort((a, b) => a - b);
const quantile = (values, q) => values[Math.min(values.length - 1, Math.ceil(q * values.length) - 1)] ?? NaN;
const median = (values) => quantile(sorted(values), 0.5);
const sum = (values) => values.reduce((a, b) => a + b, 0);
const mean = (values) => sum(values) / values.length;

function number(value) {
	if (!Number.isFinite(value))
		return '-';
	return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function print(rows) {
	const width = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
	for (const row of rows)
		console.log(row.map((cell, column) => (column === 0 ? String(cell).padEnd(width[0])
			: String(cell).padStart(width[column]))).join('  ').trimEnd());
	console.log();
}

// class -> method -> pass -> place -> {rows, wall, cpu}; times in milliseconds
function readSamples(file) {
	const classes = new Map();
	const inside = (map, key) => map.get(key) ?? map.set(key, new Map()).get(key);

	for (const [name, pass, place, method, rows, wall, cpu] of lines(file)) {
		inside(inside(inside(classes, name), method), pass)
			.set(Number(place), { rows: Number(rows), wall: wall / 1e3, cpu: cpu / 1e3 });
	}
	return classes;
}

const times = (pass, unit) => sorted([...pass.values()].map((sample) => sample[unit]));

// For how many of its queries another method had more rows.
function missing(methods, name) {
	const others = [...methods.keys()].filter((m) => m !== name && !LENIENT.includes(m) && m !== BASE);
	const own = [...methods.get(name).get('touch')];
	const less = own.filter(([place, { rows }]) => others.some((m) => methods.get(m).get('touch')?.get(place)?.rows > rows));

	return less.length / own.length;
}

// How many times as long as the first method, on the same queries.
function ratio(methods, name, first, unit) {
	const own = methods.get(name).get('warm');
	const reference = methods.get(first)?.get('warm') ?? new Map();
	const common = [...own.keys()].filter((place) => reference.has(place));
	const middle = (pass) => median(common.map((place) => pass.get(place)[unit]));

	return middle(own) / middle(reference);
}

function answers(samples, names) {
	for (const [title, methods] of samples) {
		const rows = [[title, 'rows', 'short', 'touch', 'median', 'p95', 'p99', 'max',
			'warm', 'median', 'p95', 'p99', 'max', 'cpu', 'cpu p99', 'ratio']];
		for (const name of [...names, BASE]) {
			const [touch, warm] = ['touch', 'warm'].map((pass) => methods.get(name).get(pass));
			const cells = (pass) => {
				const all = times(pass, 'wall');
				return [all.length, ...[0.5, 0.95, 0.99, 1].map((q) => number(quantile(all, q)))];
			};
			const short = missing(methods, name);
			rows.push([`  ${name}`, number(mean([...touch.values()].map((s) => s.rows))),
				name === BASE || short === 0 ? '' : `${number(100 * short)}%`, ...cells(touch), ...cells(warm),
				number(quantile(times(warm, 'cpu'), 0.5)), number(quantile(times(warm, 'cpu'), 0.99)),
				number(ratio(methods, name, names[0], 'wall'))]);
		}
		print(rows);
	}
}

function sizes(file, names) {
	const rows = [['index', 'MB', 'x raw names', 'build s']];

	for (const name of names) {
		const own = lines(file).filter(([method]) => method === name);
		const bytes = sum(own.map(([, , , size]) => Number(size)));
		if (own.length > 0)
			rows.push([name, number(bytes / 2 ** 20), number(bytes / own[0][4]), own[0][1]]);
	}
	print(rows);
}

// Per row, with what the same statement costs in a table without the index
// taken off.
function writes(file) {
	const all = lines(file);
	const bare = new Map(all.filter(([method]) => method === BASE).map(([, what, ...cost]) => [what, cost]));
	const rows = [['a row costs', 'method', 'CPU us', 'WAL bytes', 'index alone: us', 'bytes']];

	for (const [method, what, cpu, log] of all) {
		const [cpuBare, logBare] = bare.get(what) ?? [NaN, NaN];
		rows.push([what, method, number(Number(cpu)), log, number(cpu - cpuBare),
			Number.isFinite(Number(logBare)) ? log - logBare : '-']);
	}
	print(rows);
}

function churned(before, after, names) {
	const rows = [['warm median, p99 in ms', ...names.flatMap((name) => [name, '', 'churned', ''])]];

	for (const [title, methods] of after) {
		rows.push([title, ...names.flatMap((name) => [before, after].flatMap((samples) => {
			const all = times(samples.get(title).get(name).get('warm'), 'wall');
			return [number(quantile(all, 0.5)), number(quantile(all, 0.99))];
		}))]);
	}
	if (methodsIn(after).length > 0)
		print(rows);
}

const methodsIn = (samples) => [...new Set([...samples.values()].flatMap((methods) => [...methods.keys()]))];

function report(folder, names) {
	const samples = readSamples(join(folder, 'samples'));
	const after = readSamples(join(folder, 'samples.churned'));

	console.log(`${basename(folder)} people; milliseconds at the client, of 10 rows; rows: how many came on average;`);
	console.log('short: queries for which another method found more; cpu: of the server; ratio: of the medians\n');
	console.log(`${readFileSync(join(folder, 'circumstances'), 'utf8')}`);
	answers(samples, names);
	sizes(join(folder, 'sizes'), names);
	writes(join(folder, 'writes'));
	console.log('after a fifth of the people took another name, and VACUUM');
	sizes(join(folder, 'sizes.churned'), names);
	churned(samples, after, methodsIn(after).filter((name) => name !== BASE));
}

function growth(folders) {
	const all = folders.map((folder) => readSamples(join(folder, 'samples')));
	const names = methodsIn(all[0]).filter((name) => name !== BASE
		&& all.every((samples) => methodsIn(samples).includes(name)));
	const rows = [['warm CPU median, ms', 'method', ...folders.map((folder) => basename(folder)), 'growth']];

	for (const title of all[0].keys()) {
		for (const name of names) {
			const middle = all.map((samples) => quantile(times(samples.get(title).get(name).get('warm'), 'cpu'), 0.5));
			rows.push([title, name, ...middle.map(number), number(middle.at(-1) / middle[0])]);
		}
	}
	print(rows);
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--growth')
	growth(rest);
else
	report(first, rest);
