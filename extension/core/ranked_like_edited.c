/*
 * ranked_like_edited.c: words that are so few edits from a wanted one
 *
 * The wanted word has a front and a back half. Either both of two edits are in
 * its front, and a word ends with the back as it is: such words are found among
 * the endings. Or one at most is in the front: then the first letters of a word
 * tell that it is none, and what begins like it is left out. Where the first
 * letter of all is wrong, the rest of the front is as it was typed.
 */
#include <string.h>

#include "ranked_finder.h"
#include "ranked_range.h"

/* Words that are compared, of each kind. */
#define COMPARED	1500
/* Letters behind a wrong first one that are as they were typed. */
#define FRONT_MIN	3

struct edited
{
	struct ranked_finder *finder;
	struct name_edits edits;
	size_t		from;			/* where the keys have the first letter */
	const char *back;			/* what words have behind these letters */
	size_t		back_length;
	bool		longer;			/* words that go on behind all letters, too */
	int			left;			/* words to be compared yet */
};

static size_t
front_of(const struct name_wanted *wanted)
{
	return wanted->length - wanted->length / 2u;
}

/* From the first key on that has a letter there which may be wanted. */
static size_t
go_on(const struct edited *edited, const struct ranked_entry *entry, size_t at)
{
	char		next = name_edits_after(&edited->edits, at - edited->from,
										(char) entry->key[at]);

	return next == '\0' ? at : RANKED_SWEEP_TO(at + 1, next);
}

/*
 * Whether words that go on behind these letters cost too much: each letter more
 * costs more, and no such word is as near by its letters alone.
 */
static bool
is_too_long(const struct edited *edited, size_t letters)
{
	size_t		nearest = edited->finder->wanted->length + 1u;

	return letters > nearest + 1 &&
		name_unfinished_least(letters - nearest) >
		ranked_finder_most(edited->finder);
}

/*
 * Put the letters of a key up to an end, but those that it shares with the key
 * before. RANKED_SWEEP_ON if they may be those of a wanted word, else where to
 * go on.
 */
static size_t
put_letters(struct edited *edited, const struct ranked_entry *entry,
			size_t shared, size_t end)
{
	size_t		at = shared > edited->from ? shared : edited->from;

	for (; at < end; at++)
	{
		if (!name_edits_put(&edited->edits, at - edited->from,
							(char) entry->key[at]))
			return go_on(edited, entry, at);
		if (is_too_long(edited, at + 1 - edited->from))
			return at;
		if (!edited->longer &&
			name_edits_begins(&edited->edits, at + 1 - edited->from))
			return at + 1;
	}
	return RANKED_SWEEP_ON;
}

/* A word of two parts, if the letters that were put are those of one. */
static size_t
take(struct edited *edited, size_t letters, struct ranked_text first,
	 struct ranked_text second, uint64_t rank)
{
	char		word[2 * RANKED_KEY_MAX];

	if (!name_edits_accept(&edited->edits, letters))
		return RANKED_SWEEP_ON;
	memcpy(word, first.at, first.length);
	memcpy(word + first.length, second.at, second.length);
	ranked_finder_take(edited->finder, word, first.length + second.length,
					   rank);
	return --edited->left > 0 ? RANKED_SWEEP_ON : 0;
}

static struct ranked_text
text_of(const struct ranked_entry *entry, size_t from, size_t to)
{
	return (struct ranked_text) {(const char *) entry->key + from, to - from};
}

/* Letters of a word, or those that it has before the back. */
static size_t
visit_word(void *context, const struct ranked_entry *entry, size_t shared)
{
	struct edited *edited = context;
	struct ranked_text back = {edited->back, edited->back_length};
	size_t		left_out;

	if (entry->length < edited->from)
		return RANKED_SWEEP_ON;
	left_out = put_letters(edited, entry, shared, entry->length);
	if (left_out != RANKED_SWEEP_ON)
		return left_out;
	return take(edited, entry->length - edited->from,
				text_of(entry, edited->from, entry->length), back, entry->rank);
}

/* Letters of a word behind its first one. */
static size_t
visit_behind_first(void *context, const struct ranked_entry *entry,
				   size_t shared)
{
	struct edited *edited = context;
	const uint8_t *mark = memchr(entry->key, RANKED_END, entry->length);
	size_t		end;
	size_t		left_out;

	if (mark == NULL || mark < entry->key + edited->from)
		return RANKED_SWEEP_ON;
	end = (size_t) (mark - entry->key);
	left_out = put_letters(edited, entry, shared, end);
	if (left_out != RANKED_SWEEP_ON)
		return left_out;
	if (end + 2 < entry->length)
		return end + 2;
	return take(edited, end - edited->from,
				text_of(entry, end + 1, entry->length),
				text_of(entry, edited->from, end), entry->rank);
}

/* ---- the first letter is right ---- */

static void
find_same_first(struct edited *edited)
{
	const struct name_wanted *wanted = edited->finder->wanted;
	struct ranked_range range;

	edited->longer = false;
	name_edits_begin(&edited->edits, wanted->text, wanted->length);
	name_edits_spare(&edited->edits, front_of(wanted));
	ranked_range_begin(&range, RANKED_WORD);
	ranked_range_put(&range, wanted->text, 1);
	ranked_range_prefix(&range);
	ranked_sweep(edited->finder->reader, &range, visit_word, edited);
}

/* ---- both edits are in the front ---- */

static void
find_same_back(struct edited *edited)
{
	const struct name_wanted *wanted = edited->finder->wanted;
	size_t		front = front_of(wanted);
	struct ranked_range range;

	edited->longer = true;
	edited->back = wanted->text + front;
	edited->back_length = wanted->length - front;
	edited->from = 1 + edited->back_length + 1;
	name_edits_set(&edited->edits, wanted->text, front, NAME_EDITS_MAX, -1);
	ranked_range_begin(&range, RANKED_SUFFIX);
	ranked_range_put(&range, edited->back, edited->back_length);
	ranked_range_marked(&range, RANKED_END);
	ranked_sweep(edited->finder->reader, &range, visit_word, edited);
}

/* ---- the first letter is wrong ---- */

/* Whether a word may go on behind one edit, or must be at its end. */
static bool
goes_on(const struct name_wanted *wanted)
{
	return wanted->length >= NAME_UNFINISHED_MIN;
}

/* Of a text so much is the same if one edit is left. */
static size_t
same_of(const struct name_wanted *wanted, size_t length)
{
	size_t		same = front_of(wanted) + length - wanted->length;

	if (wanted->edits == 1)
		return length;
	return same < FRONT_MIN ? FRONT_MIN : same;
}

/* Words that are like a text when the first letter has been put right. */
static void
find_text(struct edited *edited, enum ranked_class class, const char *text,
		  size_t length)
{
	const struct name_wanted *wanted = edited->finder->wanted;
	bool		open = wanted->edits > 1 || goes_on(wanted);
	struct ranked_range range;

	edited->left = COMPARED;
	name_edits_set(&edited->edits, text, length, wanted->edits - 1,
				   goes_on(wanted) ? 0 : -1);
	ranked_range_begin(&range, class);
	ranked_range_put(&range, text, same_of(wanted, length));
	if (open)
		ranked_range_prefix(&range);
	else if (class == RANKED_SUFFIX)
		ranked_range_marked(&range, RANKED_END);
	else
		ranked_range_whole(&range);
	ranked_sweep(edited->finder->reader, &range,
				 class == RANKED_SUFFIX ? visit_behind_first : visit_word,
				 edited);
}

/* It is another one, missing, one too many, or stands behind the second. */
static void
find_first_wrong(struct edited *edited)
{
	const struct name_wanted *wanted = edited->finder->wanted;
	size_t		length = wanted->length;
	char		swapped[NAME_WORD_MAX];

	edited->longer = true;
	edited->from = 1;
	edited->back_length = 0;
	find_text(edited, RANKED_SUFFIX, wanted->text + 1, length - 1);
	find_text(edited, RANKED_WORD, wanted->text + 1, length - 1);
	find_text(edited, RANKED_SUFFIX, wanted->text, length);
	memcpy(swapped, wanted->text, length);
	swapped[0] = wanted->text[1];
	swapped[1] = wanted->text[0];
	find_text(edited, RANKED_WORD, swapped, length);
}

void
ranked_finder_edited(struct ranked_finder *finder)
{
	struct edited edited = {
		.finder = finder, .from = 1, .back = "", .left = COMPARED
	};

	if (finder->wanted->edits == 0)
		return;
	find_same_first(&edited);
	edited.left = COMPARED;
	if (finder->wanted->edits == NAME_EDITS_MAX)
		find_same_back(&edited);
	find_first_wrong(&edited);
}
