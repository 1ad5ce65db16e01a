/* login.js: the door: log in, or make an account and log in */

import { askCode, logIn, register, Problem } from './api.js';
import { byId } from './dom.js';

const WAYS = {
	in: {
		title: 'Who is calling?', go: 'Log in', other: 'Create an account',
		password: 'current-password',
		enter: (form) => logIn(form.phone_number.value, form.password.value),
	},
	new: {
		title: 'Create an account', go: 'Create and log in',
		other: 'I have an account', password: 'new-password',
		enter: (form) => register(form.elements.name.value,
			form.phone_number.value, form.password.value,
			form.code.value || undefined),
	},
};

let way = WAYS.in;

export function prepareLogin(entered) {
	const form = byId('gate-form');

	byId('gate-other').addEventListener('click', () => {
		choose(way === WAYS.in ? WAYS.new : WAYS.in);
		form.querySelector('input:not([hidden])').focus();
	});
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		complain(null);
		busy(true);
		try {
			await way.enter(form);
			form.reset();
			choose(WAYS.in);
			entered();
		} catch (fault) {
			await refused(form, fault);
		} finally {
			busy(false);
		}
	});
}

/* Says why, and where a number must be proved has the code sent for it. */
async function refused(form, fault) {
	let text = sentence(fault);
	let field = form.password;

	if (fault instanceof Problem && fault.pointer === '/code') {
		field = form.code;
		if (fault.status === 400 && form.code.value === '')
			text = await askCode(form.phone_number.value).then(
				() => 'A code was sent to this number. Enter it here.', sentence);
		byId('gate-code-field').hidden = false;
	}
	complain(text);
	field.focus();
}

/* Opens the door, with the reason if a session has just ended. */
export function showLogin(reason) {
	choose(WAYS.in);
	complain(reason);
	byId('gate-number').focus();
}

function choose(chosen) {
	way = chosen;
	const fresh = way === WAYS.new;

	byId('gate-title').textContent = way.title;
	byId('gate-go').textContent = way.go;
	byId('gate-other').textContent = way.other;
	byId('gate-name-field').hidden = !fresh;
	byId('gate-name').required = fresh;
	byId('gate-code-field').hidden = true;
	byId('gate-password').autocomplete = way.password;
	complain(null);
}

function complain(text) {
	const fault = byId('gate-fault');

	fault.hidden = !text;
	fault.textContent = text ?? '';
}

function busy(is) {
	byId('gate-go').disabled = is;
	byId('gate-form').setAttribute('aria-busy', is);
}

function sentence(fault) {
	if (fault instanceof Problem && fault.status === 401)
		return 'No account has this number and password.';
	if (fault instanceof Problem && fault.status === 409)
		return 'This number has an account already. Log in instead.';
	return fault.message;
}
