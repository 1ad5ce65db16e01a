/* place.js: what the page shows, written in the part of the URL after "#" */

/*
 *	#/search/asha
 *	#/number/+919876543210?query=asha&person=ID
 *
 * query and person are what the list beside the card was asked and which of
 * its lines was opened; both may be absent.
 */
export function readPlace(hash) {
	const [path, tail = ''] = hash.replace(/^#/, '').split('?', 2);
	const [, kind, ...rest] = path.split('/');
	const about = new URLSearchParams(tail);
	const subject = decoded(rest.join('/'));

	if (kind === 'number' && subject !== '')
		return {
			number: subject,
			query: about.get('query') ?? '',
			person: about.get('person'),
		};
	return { number: null, query: kind === 'search' ? subject : '',
		person: null };
}

export function searchPlace(query) {
	return `#/search/${encodeURIComponent(query)}`;
}

export function numberPlace(number, query, person) {
	const about = new URLSearchParams();

	if (query)
		about.set('query', query);
	if (person)
		about.set('person', person);
	const tail = about.size ? `?${about}` : '';

	/* a plus is plain in a path and more readable than %2B */
	const subject = encodeURIComponent(number).replaceAll('%2B', '+');

	return `#/number/${subject}${tail}`;
}

/* a link that was cut short must not break the page */
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
