/*
 * name_fold.c: a name in comparison form
 *
 * Every code point has a form in the generated tables. Most forms are letters
 * to be written as they are; the others begin with a sign that names the rule
 * of a script. Rules look back rather than ahead wherever a script lets them:
 * then what is typed so far folds to the beginning of what it becomes.
 */
#include <string.h>

#include "name.h"
#include "name_fold_data.h"
#include "name_fold_state.h"

#define INVALID			UINT32_MAX
#define HANGUL_FIRST	0xAC00
#define HANGUL_END		0xD7A4
#define HANGUL_VOWELS	21
#define HANGUL_FINALS	28

/* A code point as read, a mark that changes it included. */
struct letter
{
	uint32_t	point;
	unsigned	cell;
};

typedef void (*rule) (struct fold *fold, struct letters form);

/* True when no byte has its top bit set. */
bool
name_is_ascii(const char *text, size_t length)
{
	unsigned char seen = 0;

	for (size_t i = 0; i < length; i++)
		seen |= (unsigned char) text[i];
	return seen < 0x80;
}

static bool
is_one_of(int c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

bool
name_is_vowel(int c)
{
	return is_one_of(c, "aeiou");
}

/* Bytes that a sequence of this first byte has, 0 if it can be no first. */
static int
sequence_length(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2
		: first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
}

/* The next code point; of what is not UTF-8 one byte is skipped. */
static uint32_t
read_point(const unsigned char **at, const unsigned char *end)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *text = *at;
	int			length = sequence_length(*text);
	uint32_t	point = *text;

	(*at)++;
	if (length == 1)
		return point;
	if (length == 0 || end - text < length)
		return INVALID;
	point &= 0x7F >> length;
	for (int i = 1; i < length; i++)
	{
		if ((text[i] & 0xC0) != 0x80)
			return INVALID;
		point = point << 6 | (text[i] & 0x3F);
	}
	if (point < least[length] || point > 0x10FFFF ||
		(point >= 0xD800 && point < 0xE000))
		return INVALID;
	*at = text + length;
	return point;
}

static unsigned
cell_of(uint32_t point)
{
	if (point >= name_fold_end)
		return NAME_GAP;
	return name_fold_cell[name_fold_index[point / NAME_FOLD_BLOCK] *
						  NAME_FOLD_BLOCK + point % NAME_FOLD_BLOCK];
}

static struct letters
form_of(unsigned cell)
{
	return (struct letters) {name_fold_pool + cell + 1, name_fold_pool[cell]};
}

static unsigned char
first_of(unsigned cell)
{
	return cell > NAME_UNKNOWN_LETTER ? name_fold_pool[cell + 1] : '\0';
}

/* What the two are together, 0 if no other letter. */
static uint32_t
compose(uint32_t first, uint32_t mark)
{
	int			low = 0;
	int			high = name_fold_pairs;

	while (low < high)
	{
		int			middle = (low + high) / 2;
		const struct name_pair *pair = name_fold_pair + middle;

		if (pair->first == first && pair->mark == mark)
			return pair->whole;
		if (pair->first < first ||
			(pair->first == first && pair->mark < mark))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* Marks of other scripts than Latin's are found among vowel signs too. */
static bool
may_be_mark(uint32_t point)
{
	return point >= 0x300 &&
		(cell_of(point) == NAME_NOTHING ||
		 is_one_of(first_of(cell_of(point)), "-%.") || point >= 0x11000);
}

static struct letter
read_letter(const unsigned char **at, const unsigned char *end)
{
	uint32_t	point = read_point(at, end);

	while (point >= 0x80 && point != INVALID && *at < end && **at >= 0x80)
	{
		const unsigned char *behind = *at;
		uint32_t	mark = read_point(&behind, end);
		uint32_t	whole;

		if (mark == INVALID || !may_be_mark(mark) ||
			(whole = compose(point, mark)) == 0)
			break;
		point = whole;
		*at = behind;
	}
	return (struct letter) {point, cell_of(point)};
}

/* The cell of the next letter that leaves a trace, NAME_GAP at the end. */
static unsigned
next_cell(const struct fold *fold)
{
	const unsigned char *at = fold->at;
	unsigned	cell = NAME_NOTHING;

	while (cell == NAME_NOTHING && at < fold->end)
		cell = read_letter(&at, fold->end).cell;
	return cell == NAME_NOTHING ? NAME_GAP : cell;
}

/* Start a word if one is due. */
void
name_fold_begin(struct fold *fold)
{
	if (!fold->gap)
		return;
	if (fold->n > 0)
		fold->out[fold->n++] = ' ';
	fold->word = fold->n;
	fold->gap = false;
}

static void
append(struct fold *fold, struct letters letters)
{
	memcpy(fold->out + fold->n, letters.at, letters.length);
	fold->n += letters.length;
}

void
name_fold_put(struct fold *fold, struct letters letters)
{
	name_fold_begin(fold);
	if (fold->doubled && letters.length > 0)
		fold->out[fold->n++] = letters.at[0];
	append(fold, letters);
	append(fold, fold->held);
	fold->held.length = 0;
	fold->doubled = false;
	fold->sign = false;
}

static void
put_letter(struct fold *fold, unsigned char letter)
{
	name_fold_put(fold, (struct letters) {&letter, 1});
}

/* The last letter of the word being written, 0 at its start. */
static int
last_letter(const struct fold *fold)
{
	return fold->gap || fold->n == fold->word ? 0 : fold->out[fold->n - 1];
}

/* The last letter but one. */
static int
letter_before(const struct fold *fold)
{
	return fold->gap || fold->n < fold->word + 2 ? 0 : fold->out[fold->n - 2];
}

/* One of the forms between slashes, the last one if there are fewer. */
struct letters
name_fold_variant(struct letters letters, int which)
{
	const unsigned char *end = letters.at + letters.length;
	const unsigned char *slash;

	while ((slash = memchr(letters.at, '/', (size_t) (end - letters.at))) != NULL
		   && which-- > 0)
		letters.at = slash + 1;
	if (slash == NULL)
		slash = end;
	letters.length = (size_t) (slash - letters.at);
	return letters;
}

/*
 * Which language a Cyrillic word is of: that of the first letter so far that
 * is of one language only. Letters before it are read as Russian: those that
 * are typed one by one must not change what has been found.
 */
static int
dialect(const struct fold *fold)
{
	return fold->dialect == NAME_DIALECT_UNKNOWN ? 0 : fold->dialect;
}

static void
put_of_dialect(struct fold *fold, struct letters form)
{
	name_fold_put(fold, name_fold_variant(form, dialect(fold)));
}

static void
put_of_one_dialect(struct fold *fold, struct letters form)
{
	if (fold->dialect == NAME_DIALECT_UNKNOWN)
		fold->dialect = form.at[0] - '0';
	name_fold_put(fold, (struct letters) {form.at + 1, form.length - 1});
}

static void
put_e(struct fold *fold, struct letters form)
{
	int			last = last_letter(fold);

	if (dialect(fold) == 0 &&
		(last == 0 || fold->sign || name_is_vowel(last) || last == 'y'))
		put_letter(fold, 'y');
	put_letter(fold, 'e');
}

static void
put_yo(struct fold *fold, struct letters form)
{
	if (last_letter(fold) == 'h' && is_one_of(letter_before(fold), "zcs"))
		put_letter(fold, 'e');
	else
		name_fold_put(fold, form);
}

/* In Russian a hard sign stands before vowels only, in Bulgarian it is one. */
static void
put_sign(struct fold *fold, struct letters form)
{
	unsigned	next = next_cell(fold);
	int			first = first_of(next);

	if (first == '/')
		first = form_of(next).at[1];
	if (form.length > 0 && is_one_of(first, "bcdfghjklmnprstvwz"))
		name_fold_put(fold, form);
	else
		fold->sign = true;
}

static void
put_ypsilon(struct fold *fold, struct letters form)
{
	int			last = last_letter(fold);

	if (last == 'o')
		put_letter(fold, 'u');
	else if (is_one_of(last, "ae"))
		put_letter(fold, 'v');
	else
		name_fold_put(fold, form);
}

/* With the o before it the letter makes one vowel. */
static void
put_hiwn(struct fold *fold, struct letters form)
{
	bool		vowel = last_letter(fold) == 'o';

	if (vowel)
		fold->n--;
	name_fold_put(fold, name_fold_variant(form, vowel ? 0 : 1));
}

/* What only carries a vowel at the start of a word. */
static void
put_carrier(struct fold *fold, struct letters form)
{
	if (last_letter(fold) != 0)
		name_fold_put(fold, form);
}

/*
 * Before another velar it is n. No Greek word ends in it: behind the last
 * letter typed so far it waits for what follows.
 */
static void
put_gamma(struct fold *fold, struct letters form)
{
	unsigned	next = next_cell(fold);
	int			first = first_of(next);

	if (next == NAME_GAP && last_letter(fold) != 0)
		return;
	if (first == '$' || first == 'x' || first == 'c')
		put_letter(fold, 'n');
	else
		name_fold_put(fold, form);
}

/* ki and a small ya are kya, shi and a small ya are sha, fu and a are fa. */
static void
put_small_kana(struct fold *fold, struct letters form)
{
	int			before = letter_before(fold);

	if (before != 0 && !name_is_vowel(before) &&
		name_is_vowel(last_letter(fold)))
		fold->n--;
	if (form.at[0] == 'y' &&
		(last_letter(fold) == 'j' || (last_letter(fold) == 'h' &&
									  is_one_of(letter_before(fold), "cs"))))
		form = (struct letters) {form.at + 1, form.length - 1};
	name_fold_put(fold, form);
}

/* Long vowels count as short ones, as in Sato and Ono. */
static void
put_long_kana(struct fold *fold, struct letters form)
{
	int			last = last_letter(fold);

	if (last != 'o' && (last != 'u' || form.at[0] != 'u'))
		name_fold_put(fold, form);
}

static void
hold_vowel(struct fold *fold, struct letters form)
{
	if (fold->held.length > 0)
		name_fold_put(fold, (struct letters) {form.at, 0});
	fold->held = form;
}

static void
double_next(struct fold *fold, struct letters form)
{
	fold->doubled = true;
}

static const rule rules[] = {
	['/'] = put_of_dialect,
	['!'] = put_of_one_dialect,
	['@'] = put_e,
	['~'] = put_yo,
	['#'] = put_sign,
	['('] = put_ypsilon,
	[')'] = put_carrier,
	['?'] = put_hiwn,
	['$'] = put_gamma,
	['&'] = put_small_kana,
	['='] = put_long_kana,
	['^'] = hold_vowel,
	['*'] = double_next,
};

/* Its number in hexadecimal: such a letter is found by itself alone. */
static void
put_unknown(struct fold *fold, uint32_t point)
{
	unsigned char text[7] = "u";
	size_t		n = 1;

	for (int shift = 20; shift >= 0; shift -= 4)
		if (point >> shift != 0 || shift < 16)
			text[n++] = (unsigned char)
				"0123456789abcdef"[point >> shift & 0xF];
	name_fold_put(fold, (struct letters) {text, n});
}

/* A syllable is its jamo one after the other, as if they were written so. */
static void
put_hangul(struct fold *fold, uint32_t point)
{
	uint32_t	place = point - HANGUL_FIRST;
	uint32_t	final = place % HANGUL_FINALS;

	name_fold_put(fold, form_of(cell_of(0x1100 + place / HANGUL_FINALS /
										HANGUL_VOWELS)));
	name_fold_put(fold, form_of(cell_of(0x1161 + place / HANGUL_FINALS %
										HANGUL_VOWELS)));
	if (final > 0)
		name_fold_put(fold, form_of(cell_of(0x11A7 + final)));
}

static void
put_gap(struct fold *fold)
{
	name_indic_settle(fold);
	fold->held.length = 0;		/* a vowel whose consonant is still to come */
	fold->gap = true;
	fold->doubled = false;
	fold->sign = false;
	fold->dialect = NAME_DIALECT_UNKNOWN;
}

static void
put_form(struct fold *fold, struct letters form)
{
	unsigned char sign = form.at[0];

	if (sign < sizeof(rules) / sizeof(rules[0]) && rules[sign] != NULL)
		rules[sign] (fold, (struct letters) {form.at + 1, form.length - 1});
	else if (sign >= '0')
		name_fold_put(fold, form);
}

static void
fold_letter(struct fold *fold, struct letter letter)
{
	int			script = name_indic_script(letter.point);

	if (letter.cell == NAME_NOTHING)
		return;
	if (letter.point >= HANGUL_FIRST && letter.point < HANGUL_END)
		put_hangul(fold, letter.point);
	else if (letter.cell == NAME_GAP)
		put_gap(fold);
	else if (script != NAME_SCRIPT_NONE &&
			 letter.cell != NAME_UNKNOWN_LETTER)
		name_indic_letter(fold, script, form_of(letter.cell),
						  first_of(next_cell(fold)) == '%');
	else
	{
		name_indic_settle(fold);
		if (letter.cell == NAME_UNKNOWN_LETTER)
			put_unknown(fold, letter.point);
		else
			put_form(fold, form_of(letter.cell));
	}
}

static size_t
fold_ascii(const char *text, size_t length, char *out)
{
	size_t		n = 0;
	bool		gap = false;

	for (size_t i = 0; i < length; i++)
	{
		char		c = text[i];

		if (c >= 'A' && c <= 'Z')
			c = (char) (c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		{
			if (gap && n > 0)
				out[n++] = ' ';
			gap = false;
			out[n++] = c;
		}
		else if (c != '\'' && c != '`')
			gap = true;
	}
	return n;
}

size_t
name_fold(const char *text, size_t length, char *out)
{
	struct fold fold = {
		.at = (const unsigned char *) text,
		.out = (unsigned char *) out,
		.script = NAME_SCRIPT_NONE,
		.dialect = NAME_DIALECT_UNKNOWN,
		.held = {name_fold_pool, 0},
		.gap = true,
	};

	if (name_is_ascii(text, length))
		return fold_ascii(text, length, out);
	fold.end = fold.at + length;
	while (fold.at < fold.end)
		fold_letter(&fold, read_letter(&fold.at, fold.end));
	put_gap(&fold);
	return fold.n;
}
