// machine.mjs: minimal acyclic automata over decimal digits.
//
// A machine is grown bottom-up: equal nodes are one node, so that it is
// minimal as soon as it is built. Most of a numbering plan says "then n more
// digits, whichever": such a node is a tail, nothing but the list of labels
// by number of digits left, and ends a walk early.

// A sign is no digit or one of ten, and two of them are a column of a row. No
// plan asks for more digits than this before a number's type is known, and the
// C walk makes as many steps as that takes.
const SIGNS = 11;
const MOST_DIGITS = 8;

export class Machine {
	// limit: the most digits that growing looks at; origin: how many more stand
	// before the places where walks start. Label 0 means nothing.
	constructor(limit, origin = 0) {
		this.limit = limit;
		this.origin = origin;
		this.nodes = new Map();
		this.tails = new Map();
		this.branches = [];
		this.dead = this.tail([]);
		this.roots = [];
	}

	tail(labels) {
		let length = labels.length;
		while (length > 0 && labels[length - 1] === 0)
			length--;
		const key = labels.slice(0, length).join();
		if (!this.tails.has(key))
			this.tails.set(key, { labels: labels.slice(0, length), tail: this.tails.size });
		return this.tails.get(key);
	}

	node(label, children) {
		const first = children[0];
		if (first.labels && children.every((child) => child === first))
			return this.tail([label, ...first.labels]);
		const key = `${label}:${children.map(identity).join()}`;
		if (!this.nodes.has(key)) {
			const node = { label, children, branch: this.branches.length };
			this.branches.push(node);
			this.nodes.set(key, node);
		}
		return this.nodes.get(key);
	}

	// The node behind one more digit.
	child(node, digit) {
		return node.labels ? this.tail(node.labels.slice(1)) : node.children[digit];
	}

	// The node of program's alternatives at starts; labelOf(ids, depth) gives
	// the label of having matched these ids with depth digits.
	grow(program, starts, labelOf) {
		const memory = new Map();
		const visit = (threads, depth) => {
			const { sets, ids } = closure(program, threads);
			const key = `${depth}:${sets.join()}:${[...ids].join()}`;
			if (memory.has(key))
				return memory.get(key);
			let result = this.dead;
			if (sets.length || ids.size) {
				const label = labelOf(ids, depth);
				const children = [];
				for (let digit = 0; digit < 10; digit++) {
					const next = sets
						.filter((at) => program.code[at].mask >> digit & 1)
						.map((at) => at + 1);
					children.push(depth < this.limit && next.length ? visit(next, depth + 1) : this.dead);
				}
				result = this.node(label, children);
			}
			memory.set(key, result);
			return result;
		};
		return visit(starts, 0);
	}

	// A node where walks start.
	root(node) {
		const root = { node };
		this.roots.push(root);
		return root;
	}

	// Numbers the states of the C tables, which read digits in pairs: first the
	// rows, a branch met at an even depth each, breadth first from the roots;
	// then the ends, where nothing is left to ask. An end's state is a place in
	// the pool of labels: as many further as the number has digits stands its
	// label.
	number() {
		const most = this.origin + this.limit;
		const rows = [];
		const ends = [];
		const states = new Map();
		const reach = (key, list, make) => {
			if (!states.has(key)) {
				const state = make();
				states.set(key, state);
				list.push(state);
			}
			return states.get(key);
		};
		const end = (labels, depth) => reach(`${depth}:${labels.join()}`, ends, () => ({ labels, depth }));
		const row = (node, depth) => reach(`${depth}:${identity(node)}`, rows, () => ({ node, depth }));
		const at = (node, depth) => (node.labels ? end(labelsLeft(node, most - depth), depth) : row(node, depth));

		const first = this.roots.map(({ node }) => row(node, this.origin));
		for (const place of rows) {
			const { node, depth } = place;
			if (depth - this.origin >= MOST_DIGITS)
				throw new Error(`the machine asks for more than ${MOST_DIGITS} digits`);
			const alike = (stop) => new Array(SIGNS).fill(stop);
			place.columns = node.labels ? alike(alike(at(node, depth))) : [
				alike(end([node.label], depth)),
				...node.children.map((child) => (child.labels
					? alike(at(child, depth + 1))
					: [end([child.label], depth + 1), ...child.children.map((next) => at(next, depth + 2))])),
			];
		}

		rows.forEach((place, state) => { place.state = state; });
		this.pool = pooled(ends, this.origin + MOST_DIGITS);
		for (const { state } of ends)
			if (rows.length + state > 0xffff)
				throw new Error('the machine has too many states');
		for (const stop of ends)
			stop.state += rows.length;
		this.rows = rows.map(({ columns }) => columns.flat().map(({ state }) => state));
		this.roots.forEach((root, index) => { root.state = first[index].state; });
	}

	// The label of digits from a root, as the C walk finds it.
	walk({ state }, digits) {
		const column = (at) => (at < digits.length ? Number(digits[at]) + 1 : 0);
		for (let at = this.origin; state < this.rows.length; at += 2)
			state = this.rows[state][column(at) * SIGNS + column(at + 1)];
		return this.pool[state - this.rows.length + digits.length];
	}
}

// The labels of a tail by the number of digits left.
function labelsLeft({ labels }, most) {
	return [...labels, ...new Array(most + 1 - labels.length).fill(0)];
}

// Lays lists of labels into one array, longest first, each found in or
// overlapped with what is there already; sets state on every end. It is the
// place for a number of no digits, though no list starts with those before it.
function pooled(ends, most) {
	const lists = ends
		.map((end) => ({ end, text: String.fromCharCode(...end.labels) }))
		.sort((a, b) => b.text.length - a.text.length || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
	let pool = '\0'.repeat(most);
	for (const { end, text } of lists) {
		let place = pool.indexOf(text, end.depth);
		if (place < 0) {
			let overlap = Math.min(text.length, pool.length - end.depth);
			while (!pool.endsWith(text.slice(0, overlap)))
				overlap--;
			place = pool.length - overlap;
			pool += text.slice(overlap);
		}
		end.state = place - end.depth;
	}
	return [...pool].map((c) => c.charCodeAt(0));
}

function identity(node) {
	return node.labels ? `t${node.tail}` : `b${node.branch}`;
}

function closure(program, starts) {
	const seen = new Set();
	const sets = [];
	const ids = new Set();
	const stack = [...starts];
	while (stack.length) {
		const at = stack.pop();
		if (seen.has(at))
			continue;
		seen.add(at);
		const instruction = program.code[at];
		switch (instruction.op) {
			case 'set': sets.push(at); break;
			case 'match': ids.add(instruction.id); break;
			case 'split': stack.push(instruction.second, instruction.first); break;
			case 'jump': stack.push(instruction.to); break;
			case 'save': stack.push(at + 1); break;
			default: throw new Error(`${instruction.op} does not belong in a validity pattern`);
		}
	}
	sets.sort((a, b) => a - b);
	return { sets, ids: new Set([...ids].sort((a, b) => a - b)) };
}

// A machine of prefixes: which prefix of the digits a Perl-like engine would
// match, the first alternative that succeeds winning over longer ones. A state
// is the ordered list of threads still alive, cut behind the first that has
// matched, so the last label met on a walk is the engine's answer. Beside the
// label of "matched here" a node has the one of "matched, if the digits end
// here" for patterns with $.
export class PrefixMachine {
	constructor() {
		this.nodes = new Map();
		this.branches = [];
		this.dead = this.node(0, 0, null);
		this.roots = [];
	}

	node(here, end, children) {
		const key = `${here}:${end}:${children ? children.map((child) => child.branch).join() : ''}`;
		if (!this.nodes.has(key)) {
			const node = { here, end, children, branch: this.branches.length };
			node.children ??= new Array(10).fill(node);
			this.branches.push(node);
			this.nodes.set(key, node);
		}
		return this.nodes.get(key);
	}

	// labelOf(groups): the label of a match whose groups are [from, to] pairs.
	grow(program, start, labelOf) {
		const memory = new Map();
		const visit = (threads, depth) => {
			const { alive, here, end } = ordered(program, threads, depth, labelOf);
			const key = `${here}:${end}:${alive.map(({ at, slots }) => `${at}/${slots.join('.')}`).join()}`;
			if (memory.has(key))
				return memory.get(key);
			const children = [];
			for (let digit = 0; digit < 10; digit++) {
				const next = alive
					.filter(({ at }) => program.code[at].mask >> digit & 1)
					.map(({ at, slots }) => ({ at: at + 1, slots }));
				children.push(next.length ? visit(next, depth + 1) : this.dead);
			}
			const empty = !here && !end && children.every((child) => child === this.dead);
			const result = empty ? this.dead : this.node(here, end, children);
			memory.set(key, result);
			return result;
		};
		const root = visit([{ at: start, slots: [] }], 0);
		this.roots.push(root);
		return root;
	}

	number() {
		const order = [this.dead];
		const seen = new Set(order);
		const queue = [...this.roots];
		for (const node of queue) {
			if (seen.has(node))
				continue;
			seen.add(node);
			order.push(node);
			queue.push(...node.children);
		}
		order.forEach((node, state) => { node.state = state; });
		this.branches = order;
	}

	walk(root, digits) {
		let found = null;
		let node = root;
		for (let at = 0; ; at++) {
			const label = at === digits.length ? node.end || node.here : node.here;
			if (label)
				found = { end: at, label };
			if (at === digits.length || node === this.dead)
				return found;
			node = node.children[digits[at]];
		}
	}
}

function ordered(program, threads, depth, labelOf) {
	const alive = [];
	const seen = new Set();
	let here = 0;
	let end = 0;

	// Returns true when a match cuts the threads behind it.
	function follow(at, slots, atEnd) {
		const key = `${at}/${atEnd}/${slots.join('.')}`;
		if (seen.has(key))
			return false;
		seen.add(key);
		const instruction = program.code[at];
		switch (instruction.op) {
			case 'set':
				if (!atEnd)
					alive.push({ at, slots });
				return false;
			case 'jump':
				return follow(instruction.to, slots, atEnd);
			case 'split':
				return follow(instruction.first, slots, atEnd) || follow(instruction.second, slots, atEnd);
			case 'save': {
				const copy = slots.slice();
				copy[instruction.slot] = depth;
				return follow(at + 1, copy, atEnd);
			}
			case 'end':
				follow(at + 1, slots, true);
				return false;
			default:
				if (atEnd) {
					end ||= labelOf(groupsOf(slots));
					return false;
				}
				here = labelOf(groupsOf(slots));
				return true;
		}
	}

	threads.some(({ at, slots }) => follow(at, slots, false));
	return { alive, here, end };
}

function groupsOf(slots) {
	const groups = [];
	for (let i = 0; i < slots.length; i += 2)
		groups.push(slots[i + 1] === undefined ? null : [slots[i], slots[i + 1]]);
	return groups;
}
