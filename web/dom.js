/* dom.js: elements made of text, never of markup */

export const byId = (id) => document.getElementById(id);

/*
 * One element. Attributes that start with "on" are listeners; true stands for
 * an attribute without a value; false, null and undefined leave one out.
 * Children are nodes or text, nested lists are flattened.
 */
export function element(tag, attributes = {}, ...children) {
	const node = document.createElement(tag);

	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith('on'))
			node.addEventListener(name.slice(2), value);
		else if (value === true)
			node.setAttribute(name, '');
		else if (value !== false && value != null)
			node.setAttribute(name, value);
	}
	node.append(...present(children));
	return node;
}

export function fill(node, ...children) {
	node.replaceChildren(...present(children));
}

function present(children) {
	return children.flat(Infinity).filter((child) =>
		child != null && child !== false && child !== '');
}

/* A measure for the style sheet; the policy of the page forbids style="". */
export function measured(node, measures) {
	for (const [name, value] of Object.entries(measures))
		node.style.setProperty(`--${name}`, value);
	return node;
}

/* Says something to screen readers: the newest message, one per two seconds */
const PAUSE_MS = 2000;
let waiting = null;
let spokenAt = -PAUSE_MS;

export function announce(message) {
	clearTimeout(waiting);
	const pause = Math.max(0, spokenAt + PAUSE_MS - performance.now());

	waiting = setTimeout(() => {
		spokenAt = performance.now();
		byId('live').textContent = message;
	}, pause);
}
