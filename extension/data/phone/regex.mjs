// regex.mjs: the regular expressions of the metadata, parsed strictly,
// compiled to a small program, and run by backtracking for the self-test.
//
// The dialect is digits, \d, classes without negation, (?:), captures, |, ?,
// {n}, {n,m} and $ at the end of an alternative, and ~, which waits for a tone
// and is no digit. Anything else is an error, so that a metadata update cannot
// bring in a construct unnoticed.

const ALL_DIGITS = 0x3ff;

class Parser {
	constructor(source) {
		this.source = source.replace(/\s/g, '');
		this.at = 0;
		this.captures = 0;
	}

	fail(what) {
		throw new Error(`${what} at ${this.at} in regex ${this.source}`);
	}

	peek() {
		return this.source[this.at];
	}

	take(text) {
		if (!this.source.startsWith(text, this.at))
			return false;
		this.at += text.length;
		return true;
	}

	pattern() {
		const tree = this.alternation();
		if (this.at < this.source.length)
			this.fail('unexpected character');
		return tree;
	}

	alternation() {
		const options = [];
		do
			options.push(this.sequence());
		while (this.take('|'));
		return { kind: 'alternation', options };
	}

	sequence() {
		const items = [];
		for (let c = this.peek(); c !== undefined && c !== '|' && c !== ')'; c = this.peek())
			items.push(this.repeated());
		return { kind: 'sequence', items };
	}

	repeated() {
		const item = this.atom();
		if (this.take('?'))
			return { kind: 'repeat', item, least: 0, most: 1 };
		const count = /^\{(\d+)(?:,(\d+))?\}/.exec(this.source.slice(this.at));
		if (!count)
			return item;
		this.at += count[0].length;
		const least = Number(count[1]);
		const most = Number(count[2] ?? count[1]);
		if (most < least || most > 20)
			this.fail('bad repetition');
		return { kind: 'repeat', item, least, most };
	}

	atom() {
		if (this.take('\\d'))
			return { kind: 'set', mask: ALL_DIGITS };
		if (this.take('['))
			return { kind: 'set', mask: this.members() };
		if (this.take('(?:'))
			return this.closed(this.alternation());
		if (this.take('(')) {
			const index = ++this.captures;
			return { kind: 'capture', index, item: this.closed(this.alternation()) };
		}
		if (this.take('$'))
			return { kind: 'end' };
		if (this.take('~'))
			return { kind: 'set', mask: 0 };
		const c = this.peek();
		if (c < '0' || c > '9')
			this.fail('unsupported construct');
		this.at++;
		return { kind: 'set', mask: 1 << Number(c) };
	}

	closed(tree) {
		if (!this.take(')'))
			this.fail('missing )');
		return tree;
	}

	members() {
		let mask = 0;
		while (!this.take(']')) {
			const range = /^(\\d)|^(\d)(?:-(\d))?/.exec(this.source.slice(this.at));
			if (!range)
				this.fail('unsupported class');
			this.at += range[0].length;
			if (range[1]) {
				mask |= ALL_DIGITS;
				continue;
			}
			const last = Number(range[3] ?? range[2]);
			for (let digit = Number(range[2]); digit <= last; digit++)
				mask |= 1 << digit;
		}
		if (!mask)
			this.fail('empty class');
		return mask;
	}
}

export function parse(source) {
	const parser = new Parser(source);
	const tree = parser.pattern();
	return { tree, captures: parser.captures };
}

// A program is a list of instructions in the manner of Thompson and Pike:
// set, split (first preferred), save, end (of input), match.
export class Program {
	constructor() {
		this.code = [];
	}

	emit(instruction) {
		return this.code.push(instruction) - 1;
	}

	// Appends the pattern and then match(id); returns its entry. With open,
	// digits may follow the pattern and the match stays.
	add(source, id, { open = false } = {}) {
		const start = this.code.length;
		this.compile(parse(source).tree);
		if (open) {
			const split = this.emit({ op: 'split', first: 0, second: 0 });
			const any = this.emit({ op: 'set', mask: ALL_DIGITS });
			this.emit({ op: 'jump', to: split });
			this.code[split].first = any;
			this.code[split].second = this.code.length;
		}
		this.emit({ op: 'match', id });
		return start;
	}

	compile(tree) {
		switch (tree.kind) {
			case 'set':
				this.emit({ op: 'set', mask: tree.mask });
				break;
			case 'end':
				this.emit({ op: 'end' });
				break;
			case 'sequence':
				tree.items.forEach((item) => this.compile(item));
				break;
			case 'capture':
				this.emit({ op: 'save', slot: 2 * tree.index - 2 });
				this.compile(tree.item);
				this.emit({ op: 'save', slot: 2 * tree.index - 1 });
				break;
			case 'repeat':
				this.repeat(tree);
				break;
			case 'alternation':
				this.choose(tree.options);
				break;
		}
	}

	repeat({ item, least, most }) {
		const exits = [];
		for (let i = 0; i < most; i++) {
			if (i >= least)
				exits.push(this.emit({ op: 'split', first: this.code.length + 1, second: 0 }));
			this.compile(item);
		}
		for (const exit of exits)
			this.code[exit].second = this.code.length;
	}

	choose(options) {
		const exits = [];
		options.forEach((option, i) => {
			const last = i === options.length - 1;
			const split = last ? -1 : this.emit({ op: 'split', first: this.code.length + 1, second: 0 });
			this.compile(option);
			if (last)
				return;
			exits.push(this.emit({ op: 'jump', to: 0 }));
			this.code[split].second = this.code.length;
		});
		for (const exit of exits)
			this.code[exit].to = this.code.length;
	}
}

// Prefix match by backtracking on the tree, first alternative first: what a
// Perl-like engine answers. Returns {end, groups} or null. Independent of
// Program on purpose, it is the self-test's reference.
export function backtrack({ tree, captures }, text) {
	const groups = new Array(captures).fill(null);

	function step(node, at, next) {
		switch (node.kind) {
			case 'set':
				return at < text.length && node.mask >> Number(text[at]) & 1 ? next(at + 1) : null;
			case 'end':
				return at === text.length ? next(at) : null;
			case 'sequence':
				return follow(node.items, 0, at, next);
			case 'alternation':
				for (const option of node.options) {
					const found = step(option, at, next);
					if (found)
						return found;
				}
				return null;
			case 'capture': {
				const before = groups[node.index - 1];
				const found = step(node.item, at, (end) => {
					const inner = groups[node.index - 1];
					groups[node.index - 1] = [at, end];
					const result = next(end);
					if (!result)
						groups[node.index - 1] = inner;
					return result;
				});
				if (!found)
					groups[node.index - 1] = before;
				return found;
			}
			case 'repeat':
				return times(node, 0, at, next);
		}
		return null;
	}

	function follow(items, i, at, next) {
		if (i === items.length)
			return next(at);
		return step(items[i], at, (end) => follow(items, i + 1, end, next));
	}

	function times(node, count, at, next) {
		if (count < node.most) {
			const found = step(node.item, at, (end) => times(node, count + 1, end, next));
			if (found)
				return found;
		}
		return count >= node.least ? next(at) : null;
	}

	return step(tree, 0, (end) => ({ end, groups: groups.slice() }));
}
