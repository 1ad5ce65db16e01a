/*
 * name_fold_indic.c: the scripts of India, which write no vowel for a
 *
 * A consonant brings its inherent vowel along until a vowel sign replaces it
 * or a virama removes it. Whether it is heard is a matter of language: in
 * Hindi राजकुमार is rajkumar, in Tamil and its neighbours every one is heard.
 */
#include <string.h>

#include "name_fold_state.h"

/* What stands in the run for an inherent vowel, and for one not heard. */
#define SCHWA	0x01
#define SILENT	0x02
#define BEHIND	0x80			/* a letter of a consonant behind its first */

#define FIRST_POINT	0x900
#define END_POINT	0xE00
#define BLOCK		0x80

struct script
{
	const char *nasal;			/* an anusvara at the end or before l, s, … */
	bool		drops_last;		/* the inherent vowel at the end of a word */
	bool		drops_inside;	/* and between single consonants */
};

static const struct script scripts[(END_POINT - FIRST_POINT) / BLOCK] = {
	{"n", true, true},			/* Devanagari */
	{"ng", true, false},		/* Bengali */
	{"n", true, true},			/* Gurmukhi */
	{"n", true, true},			/* Gujarati */
	{"n", true, false},			/* Oriya */
	{"m", false, false},		/* Tamil */
	{"m", false, false},		/* Telugu */
	{"m", false, false},		/* Kannada */
	{"m", false, false},		/* Malayalam */
	{"ng", false, false},		/* Sinhala */
};

/* The script of a code point, NAME_SCRIPT_NONE if it is none of these. */
int
name_indic_script(uint32_t point)
{
	if (point < FIRST_POINT || point >= END_POINT)
		return NAME_SCRIPT_NONE;
	return (int) ((point - FIRST_POINT) / BLOCK);
}

static bool
is_one_of(int c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static bool
sounds(int c)
{
	return c == SCHWA || name_is_vowel(c);
}

static bool
is_consonant(int c)
{
	return c >= 'a' && c <= 'z' && !name_is_vowel(c);
}

/* The last byte of the run, 0 if it has none. */
static int
last_of(const struct fold *fold)
{
	return fold->running && fold->n > fold->run ? fold->out[fold->n - 1] : 0;
}

static void
put(struct fold *fold, unsigned char c)
{
	name_fold_begin(fold);
	if (!fold->running)
		fold->run = fold->n;
	fold->running = true;
	fold->out[fold->n++] = c;
}

static void
put_unit(struct fold *fold, const unsigned char *letters, size_t length)
{
	for (size_t i = 0; i < length; i++)
		put(fold, i == 0 ? letters[i] : letters[i] | BEHIND);
}

/* Write the nasal that waits, now that the sound behind it is known. */
static void
put_nasal(struct fold *fold, int next)
{
	const char *nasal = scripts[fold->script].nasal;

	if (!fold->nasal)
		return;
	fold->nasal = false;
	if (is_one_of(next, "pbm"))
		nasal = "m";
	else if (is_one_of(next, "kgcjtdnqzf") || name_is_vowel(next))
		nasal = "n";
	else if (next == 'h' && nasal[0] == 'n')
		nasal = "ng";			/* सिंह is singh */
	put_unit(fold, (const unsigned char *) nasal, strlen(nasal));
}

static void
remove_schwa(struct fold *fold)
{
	if (last_of(fold) == SCHWA)
		fold->n--;
}

/* Where the consonant begins whose last letter is before this place. */
static size_t
unit_start(const struct fold *fold, size_t behind)
{
	do
		behind--;
	while (behind > fold->run && (fold->out[behind] & BEHIND) != 0);
	return behind;
}

/* Whether the last consonant, without a vowel, is exactly this one. */
static bool
repeats(const struct fold *fold, struct letters letters)
{
	size_t		start;

	if (last_of(fold) == 0)
		return false;
	start = unit_start(fold, fold->n);
	if (fold->n - start != letters.length)
		return false;
	for (size_t i = 0; i < letters.length; i++)
		if ((fold->out[start + i] & 0x7F) != letters.at[i])
			return false;
	return true;
}

static bool
is_th(struct letters letters)
{
	return letters.length == 2 && memcmp(letters.at, "th", 2) == 0;
}

/*
 * Which of its sounds a consonant has here, if it has several: those of Tamil
 * stops, and the Bengali ja that is ya in a conjunct.
 */
static int
voice(const struct fold *fold, bool virama_next)
{
	int			last = last_of(fold);

	if (is_one_of(last, "nm") || fold->nasal)
		return 2;
	if (sounds(last))
		return virama_next ? 0 : 1;
	return last == 0 ? 0 : 3;
}

static void
put_consonant(struct fold *fold, struct letters letters)
{
	put_nasal(fold, letters.at[0]);
	if (fold->doubled)
		put(fold, letters.at[0]);
	fold->doubled = false;
	if (!is_th(letters) || !repeats(fold, letters))
		put_unit(fold, letters.at, letters.length);
	put(fold, SCHWA);
}

/* With a j before it ñ makes the sound that names write gy. */
static void
put_palatal(struct fold *fold, struct letters letters)
{
	if (last_of(fold) == 'j')
	{
		fold->out[fold->n - 1] = 'g';
		letters = (struct letters) {(const unsigned char *) "y", 1};
	}
	put_consonant(fold, letters);
}

static void
put_vowels(struct fold *fold, struct letters letters)
{
	put_nasal(fold, letters.at[0]);
	for (size_t i = 0; i < letters.length; i++)
		put(fold, letters.at[i]);
}

void
name_indic_letter(struct fold *fold, int script, struct letters form,
				  bool virama_next)
{
	struct letters rest = {form.at + 1, form.length - 1};

	if (fold->script != script)
		name_indic_settle(fold);
	fold->script = script;
	switch (form.at[0])
	{
		case '+':
			put_consonant(fold,
						  name_fold_variant(rest, voice(fold, virama_next)));
			break;
		case ';':
			put_palatal(fold, rest);
			break;
		case '-':
			remove_schwa(fold);
			put_vowels(fold, rest);
			break;
		case '%':
			remove_schwa(fold);
			break;
		case '.':
			put_nasal(fold, '\0');
			fold->nasal = true;
			break;
		case '*':
			fold->doubled = true;
			break;
		default:
			put_vowels(fold, form);
	}
}

/*
 * Whether the inherent vowel at the end of the run is not heard. It is behind
 * a conjunct, as in चंद्र, chandra; a nasal and a stop are no such conjunct, as
 * in आनंद, anand. A consonant alone is an initial, or has its vowel to come.
 */
static bool
ends_bare(const struct fold *fold)
{
	size_t		start;
	int			before;

	if (fold->n < fold->run + 2)
		return false;
	start = unit_start(fold, fold->n - 1);
	if (start == fold->run)
		return true;
	before = fold->out[start - 1];
	if (sounds(before))
		return true;
	before = fold->out[unit_start(fold, start)];
	return is_one_of(before, "nm") &&
		is_one_of(fold->out[start], "kgcjtdpbqh") &&
		unit_start(fold, start) > fold->run;
}

static size_t
unit_end(const struct fold *fold, size_t at)
{
	do
		at++;
	while (at < fold->n && (fold->out[at] & BEHIND) != 0);
	return at;
}

/*
 * Where the sound begins that a consonant leads to. With pr, kr and shr second
 * halves of names begin, as in शिवप्रसाद, रामकृष्ण and जयश्री: they count as one.
 */
static size_t
onset_end(const struct fold *fold, size_t at)
{
	size_t		end = unit_end(fold, at);
	bool		joins = end == at + 1 ? is_one_of(fold->out[at], "pk")
		: fold->out[at] == 's';

	return joins && end < fold->n && fold->out[end] == 'r'
		? unit_end(fold, end) : end;
}

/* Whether the vowel here stands between V C and C V. */
static bool
between_single(const struct fold *fold, size_t at)
{
	size_t		start = unit_start(fold, at);
	size_t		next = at + 1;

	if (start == fold->run || !is_consonant(fold->out[start]) ||
		!sounds(fold->out[start - 1]))
		return false;
	if (next >= fold->n || !is_consonant(fold->out[next]))
		return false;
	next = onset_end(fold, next);
	return next < fold->n && sounds(fold->out[next]);
}

/* From right to left: what is silent decides what is beside it. */
static void
silence(struct fold *fold)
{
	for (size_t at = fold->n; at-- > fold->run + 1;)
		if (fold->out[at] == SCHWA && between_single(fold, at))
			fold->out[at] = SILENT;
}

static void
spell_out(struct fold *fold)
{
	size_t		n = fold->run;

	for (size_t at = fold->run; at < fold->n; at++)
		if (fold->out[at] == SCHWA)
			fold->out[n++] = 'a';
		else if (fold->out[at] != SILENT)
			fold->out[n++] = fold->out[at] & 0x7F;
	fold->n = n;
}

/* End the run: decide on its inherent vowels and leave plain letters. */
void
name_indic_settle(struct fold *fold)
{
	const struct script *script;

	if (fold->script == NAME_SCRIPT_NONE)
		return;
	script = scripts + fold->script;
	put_nasal(fold, '\0');
	if (fold->running)
	{
		if (script->drops_last && last_of(fold) == SCHWA && ends_bare(fold))
			fold->n--;
		if (script->drops_inside)
			silence(fold);
		spell_out(fold);
	}
	fold->script = NAME_SCRIPT_NONE;
	fold->running = false;
	fold->doubled = false;
}
