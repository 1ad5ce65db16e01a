// build.mjs: from metadata.json to machines and small tables, all in memory.

import { Machine, PrefixMachine } from './machine.mjs';
import { Program, parse, backtrack } from './regex.mjs';

export const NSN_MAX = 17;

// The order in which libphonenumber asks for types; fixed and mobile come last.
const PRECEDENCE = [
	['premium_rate', 'PREMIUM_RATE'], ['toll_free', 'TOLL_FREE'],
	['shared_cost', 'SHARED_COST'], ['voip', 'VOIP'],
	['personal_number', 'PERSONAL_NUMBER'], ['pager', 'PAGER'], ['uan', 'UAN'],
	['voicemail', 'VOICEMAIL'],
];

// The metadata field that holds the examples of each enum phone_type.
export const TYPE_FIELDS = [
	'fixed_line', 'mobile', 'fixed_line', 'toll_free', 'premium_rate', 'shared_cost', 'voip',
	'personal_number', 'pager', 'uan', 'voicemail',
];
const DESCRIPTIONS = ['general', ...PRECEDENCE.map(([field]) => field), 'fixed_line', 'mobile'];

// Gives each distinct value a number from 0 on.
export class Interner {
	constructor(...initial) {
		this.index = new Map();
		this.values = [];
		initial.forEach((value) => this.of(value));
	}

	of(value) {
		const key = JSON.stringify(value);
		if (!this.index.has(key)) {
			this.index.set(key, this.values.length);
			this.values.push(value);
		}
		return this.index.get(key);
	}
}

// Pseudo-random whole numbers below n, the same in every run.
function generator(seed) {
	let state = seed;
	return (n) => {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		return (state >>> 8) % n;
	};
}

export function lengthMask(lengths = []) {
	return lengths.reduce((mask, length) => (length < 0 ? mask : mask | 1 << length), 0);
}

function listed(description, depth) {
	return !description.lengths || description.lengths.includes(depth);
}

// The calling codes in numeric order, each with its entities, main one first.
export function callingCodes(metadata) {
	const byRegion = new Map();
	const byCode = new Map();
	for (const entity of metadata.numbers) {
		if (entity.id === '001')
			byCode.set(entity.country_code, entity);
		else
			byRegion.set(entity.id, entity);
	}
	return Object.entries(metadata.calling_codes)
		.map(([code, regions]) => ({
			code: Number(code),
			entities: regions.map((region) => (region === '001' ? byCode.get(Number(code)) : byRegion.get(region))),
		}))
		.sort((a, b) => a.code - b.code);
}

// One region's type of a number that matched ids, or UNKNOWN.
function typeOf(entity, matched) {
	if (!matched('general'))
		return 'UNKNOWN';
	for (const [field, type] of PRECEDENCE)
		if (matched(field))
			return type;
	if (matched('fixed_line'))
		return entity.same_mobile_and_fixed_line_pattern || matched('mobile')
			? 'FIXED_LINE_OR_MOBILE' : 'FIXED_LINE';
	return !entity.same_mobile_and_fixed_line_pattern && matched('mobile') ? 'MOBILE' : 'UNKNOWN';
}

// Digits that tell the calling code, where walks of the world machine start.
const CODE_MAX = 3;

// The world machine: from calling code and national number to type and region.
// Labels: [type, region], region '' = the code's own. There is a root for every
// three digits, by their value.
export function worldMachine(codes) {
	const machine = new Machine(NSN_MAX, CODE_MAX);
	const labels = new Interner(['UNKNOWN', '']);
	for (const entry of codes) {
		const program = new Program();
		const starts = [];
		const matches = [];
		entry.entities.forEach((entity, region) => {
			for (const field of DESCRIPTIONS) {
				const description = entity[field];
				if (!description?.pattern)
					continue;
				starts.push(program.add(description.pattern, matches.length));
				matches.push({ region, field, description });
			}
			if (entity.leading_digits && entry.entities.length > 1) {
				starts.push(program.add(entity.leading_digits, matches.length, { open: true }));
				matches.push({ region, field: 'leading_digits', description: {} });
			}
		});
		entry.national = machine.grow(program, starts, (ids, depth) => {
			const found = new Set();
			for (const id of ids)
				if (listed(matches[id].description, depth))
					found.add(`${matches[id].region}.${matches[id].field}`);
			return labels.of(answer(entry.entities, found));
		});
	}
	const roots = [];
	for (let value = 0; value < 10 ** CODE_MAX; value++)
		roots.push(machine.root(nodeBehind(machine, codes, String(value).padStart(CODE_MAX, '0'))));
	machine.number();
	return { machine, roots, labels: labels.values };
}

// What is known of a number behind its first three digits.
function nodeBehind(machine, codes, digits) {
	const entry = codes.find(({ code }) => digits.startsWith(code));
	if (!entry)
		return machine.dead;
	return [...digits.slice(String(entry.code).length)].reduce((node, digit) => machine.child(node, digit), entry.national);
}

function answer(entities, found) {
	for (let region = 0; region < entities.length; region++) {
		const entity = entities[region];
		const type = typeOf(entity, (field) => found.has(`${region}.${field}`));
		if (entities.length === 1)
			return [type, ''];
		const chosen = entity.leading_digits
			? found.has(`${region}.leading_digits`)
			: type !== 'UNKNOWN';
		if (chosen)
			return [type, entity.id];
	}
	return ['UNKNOWN', ''];
}

// The general machine: does a number match its region's general pattern, its
// length not consulted? One root for each distinct pattern.
export function generalMachine(entities) {
	const machine = new Machine(20);
	const roots = new Map();
	for (const entity of entities) {
		const pattern = entity.general.pattern;
		if (!roots.has(pattern)) {
			const program = new Program();
			roots.set(pattern, machine.root(machine.grow(program, [program.add(pattern, 1)], (ids) => ids.size)));
		}
		entity.generalRoot = roots.get(pattern);
	}
	machine.number();
	return machine;
}

// The domestic machine: is a number one that cannot be dialled from abroad? Its
// roots are the regions', and a region may have none: then it is dead.
export function domesticMachine(entities) {
	const machine = new Machine(NSN_MAX);
	const none = machine.root(machine.dead);
	for (const entity of entities) {
		const description = entity.no_international_dialling;
		entity.domesticRoot = none;
		if (!description?.pattern)
			continue;
		const program = new Program();
		entity.domesticRoot = machine.root(machine.grow(program, [program.add(description.pattern, 1)],
			(ids, depth) => (ids.size && listed(description, depth) ? 1 : 0)));
	}
	machine.number();
	return machine;
}

// The prefix machine: international prefixes and national prefixes. Labels:
// 0 nothing, 1 drop the matched digits, from 2 on transforms.
export function prefixMachine(entities) {
	const machine = new PrefixMachine();
	const transforms = new Interner(
		{ label: 'nothing', prefix: '', from: 0, length: 0 },
		{ label: 'dropped', prefix: '', from: 0, length: 0 },
	);
	const roots = new Map();
	const tests = [];

	function rootOf(pattern, rule) {
		if (!pattern)
			return machine.dead;
		const key = JSON.stringify([pattern, rule ?? '']);
		if (!roots.has(key)) {
			const program = new Program();
			const start = program.add(pattern, 0);
			const labelOf = (groups) => transformOf(groups, parse(pattern).captures, rule, transforms);
			const root = machine.grow(program, start, labelOf);
			roots.set(key, root);
			tests.push({ pattern, root, labelOf });
		}
		return roots.get(key);
	}

	for (const entity of entities) {
		entity.nationalRoot = rootOf(entity.national_prefix_for_parsing, entity.national_prefix_transform_rule);
		entity.iddRoot = rootOf(entity.international_prefix);
	}
	machine.number();
	return { machine, transforms: transforms.values, tests };
}

function transformOf(groups, captures, rule, transforms) {
	const group = groups[captures > 1 ? 1 : 0];
	if (!rule || !group || group[0] === group[1])
		return 1;
	const parts = /^(\d*)\$(\d)$/.exec(rule);
	if (!parts)
		throw new Error(`unsupported transform rule ${rule}`);
	const [from, to] = groups[Number(parts[2]) - 1];
	return transforms.of({ prefix: parts[1], from, length: to - from });
}

// Checks every prefix pattern against backtracking: all strings of up to six
// digits that begin like a prefix, and random longer ones.
export function testPrefixes({ machine, tests }, rounds) {
	const random = generator(20260101);
	let count = 0;
	for (const { pattern, root, labelOf } of tests) {
		const tree = parse(pattern);
		const check = (digits) => {
			const slow = backtrack(tree, digits);
			const fast = machine.walk(root, digits);
			const same = slow
				? fast && fast.end === slow.end && fast.label === labelOf(slow.groups)
				: !fast;
			if (!same)
				throw new Error(`prefix ${pattern} differs on ${digits}`);
			count++;
		};
		for (let length = 0; length <= 6; length++)
			for (let value = 0; value < 10 ** length; value++)
				check(length ? String(value).padStart(length, '0') : '');
		for (let i = 0; i < rounds; i++) {
			let digits = '';
			const length = 7 + random(13);
			let node = root;
			for (let at = 0; at < length; at++) {
				const live = [...Array(10).keys()].filter((digit) => node.children[digit] !== machine.dead);
				const digit = live.length && random(8) ? live[random(live.length)] : random(10);
				digits += digit;
				node = node.children[digit];
			}
			check(digits);
		}
	}
	return count;
}

// The short number machine: the digits dialled in a region to a set of flags.
export const SHORT_FLAGS = [
	['short_code', 'VALID'], ['premium_rate', 'PREMIUM'], ['standard_rate', 'STANDARD'],
	['toll_free', 'TOLL_FREE'], ['carrier_specific', 'CARRIER'], ['sms_services', 'SMS'],
];

export function shortMachine(entities) {
	const machine = new Machine(NSN_MAX);
	const labels = new Interner([]);
	for (const entity of entities) {
		const program = new Program();
		const starts = [];
		const marks = [];
		const mark = (name, description, options) => {
			if (!description?.pattern)
				return;
			starts.push(program.add(description.pattern, marks.length, options));
			marks.push({ name, description });
		};
		mark('GENERAL', entity.general);
		SHORT_FLAGS.forEach(([field, name]) => mark(name, entity[field]));
		mark('EMERGENCY', entity.emergency && { pattern: entity.emergency.pattern });
		mark('EMERGENCY_PREFIX', entity.emergency && { pattern: entity.emergency.pattern }, { open: true });
		entity.shortRoot = machine.root(machine.grow(program, starts, (ids, depth) => {
			const found = new Set([...ids].map((id) => marks[id])
				.filter(({ description }) => listed(description, depth)).map(({ name }) => name));
			if (!found.has('GENERAL'))
				found.delete('VALID');
			if (!entity.general.lengths.includes(depth))
				['PREMIUM', 'STANDARD', 'TOLL_FREE'].forEach((name) => found.delete(name));
			found.delete('GENERAL');
			return labels.of([...found].sort());
		}));
	}
	machine.number();
	return { machine, labels: labels.values };
}

// The format machine: a national number to its national and international
// shape. A shape is a string of steps: 1..17 copies so many digits, 18..31
// skips 1..14 digits, any other byte stands for itself.
export function formatMachine(codes) {
	const machine = new Machine(NSN_MAX);
	const shapes = new Interner('');
	const pairs = new Interner([0, 0]);
	for (const entry of codes) {
		const entity = entry.entities[0];
		const program = new Program();
		const starts = [];
		const marks = [];
		const lists = [entity.formats ?? [], entity.international_formats ?? entity.formats ?? []];
		const mark = (pattern, options) => {
			starts.push(program.add(pattern, marks.length, options));
			marks.push(pattern);
			return marks.length - 1;
		};
		const rules = lists.map((formats, style) => formats.map((format) => ({
			format,
			full: mark(format.pattern),
			leading: format.leading_digits?.length ? mark(format.leading_digits.at(-1), { open: true }) : null,
			national: style === 0,
		})));
		entry.format = machine.root(machine.grow(program, starts, (ids, depth) => {
			const chosen = rules.map((list) => {
				const rule = list.find(({ full, leading }) => ids.has(full) && (leading === null || ids.has(leading)));
				return rule ? shapes.of(shapeOf(rule.format, depth, rule.national)) : 0;
			});
			return pairs.of(chosen);
		}));
	}
	machine.number();
	return { machine, shapes: shapes.values, pairs: pairs.values };
}

// How a pattern made of \d groups alone splits n digits, greedily.
function splitOf(pattern, n) {
	const groups = [...pattern.matchAll(/\(\\d(?:\{(\d+)(?:,(\d+))?\})?\)/g)];
	if (groups.map(([text]) => text).join('') !== pattern)
		throw new Error(`unsupported format pattern ${pattern}`);
	const found = new RegExp(`^${pattern}`).exec('0'.repeat(n));
	if (!found || found[0].length !== n)
		throw new Error(`format pattern ${pattern} does not take all of ${n} digits`);
	return found.slice(1).map((group) => group.length);
}

function shapeOf({ pattern, template, national_prefix_rule: rule }, depth, national) {
	const lengths = splitOf(pattern, depth);
	const whole = national && rule
		? template.replace(/\$\d/, (token) => rule.replace('$1', () => token))
		: template;
	let shape = '';
	let group = 0;
	for (const token of whole.split(/(\$\d)/)) {
		const index = /^\$(\d)$/.exec(token)?.[1];
		if (index === undefined) {
			shape += token;
			continue;
		}
		const skipped = lengths.slice(group, index - 1).reduce((sum, length) => sum + length, 0);
		if (index - 1 < group || skipped > 14)
			throw new Error(`unsupported template ${template}`);
		if (skipped)
			shape += String.fromCharCode(NSN_MAX + skipped);
		shape += String.fromCharCode(lengths[index - 1]);
		group = Number(index);
	}
	const literals = shape.replace(/[\x01-\x1f]/g, '');
	if (!/^[ -~]*$/.test(literals) || (!national && !/^[-x ().\[\]\/~*]*$/.test(literals)))
		throw new Error(`unsupported literal in template ${template}`);
	return shape;
}

// Checks the world machine against JavaScript's own regular expressions, on
// numbers that wander along the machine and mostly stay valid.
export function testWorld({ machine, roots, labels }, codes, rounds) {
	const random = generator(20260102);
	const patterns = new Map();
	const fully = (pattern, digits) => {
		if (!patterns.has(pattern))
			patterns.set(pattern, new RegExp(`^(?:${pattern})$`));
		return patterns.get(pattern).test(digits);
	};
	const starts = (pattern, digits) => new RegExp(`^(?:${pattern})`).test(digits);
	for (let i = 0; i < rounds; i++) {
		const { code, entities, national } = codes[i % codes.length];
		const lengths = entities[0].general.lengths;
		const length = random(9) ? lengths[random(lengths.length)] : 2 + random(NSN_MAX - 1);
		let digits = '';
		for (let node = national; digits.length < length;) {
			const live = [...Array(10).keys()].filter((digit) => !node.labels && node.children[digit] !== machine.dead);
			const digit = live.length && random(20) ? live[random(live.length)] : random(10);
			digits += digit;
			node = machine.child(node, digit);
		}
		const found = new Set();
		entities.forEach((entity, region) => {
			for (const field of DESCRIPTIONS)
				if (entity[field]?.pattern && listed(entity[field], length) && fully(entity[field].pattern, digits))
					found.add(`${region}.${field}`);
			if (entity.leading_digits && starts(entity.leading_digits, digits))
				found.add(`${region}.leading_digits`);
		});
		const slow = answer(entities, found).join();
		const whole = `${code}${digits}`;
		const fast = labels[machine.walk(roots[Number(whole.slice(0, CODE_MAX))], whole)].join();
		if (slow !== fast)
			throw new Error(`+${code} ${digits} is ${slow}, not ${fast}`);
	}
	return rounds;
}
