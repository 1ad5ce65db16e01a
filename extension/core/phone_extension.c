/*
 * phone_extension.c: the extension at the end of a number's text
 *
 * It follows a regular expression of libphonenumber, worked out by hand so
 * that every text costs one scan backwards. What makes that possible: nothing
 * in an extension's label or around it is a digit, so an extension is always
 * the whole last run of digits.
 */
#include <string.h>
#include <uchar.h>

#include "phone_text.h"

#define LABEL_MAX	10			/* one more than the longest has */

enum
{
	LIMIT_EXPLICIT = 20, LIMIT_LIKELY = 15, LIMIT_AMBIGUOUS = 9,
	LIMIT_UNSURE = 6
};

/* Labels that are words or signs, folded; one character may come before. */
static const struct label
{
	char16_t	text[LABEL_MAX];
	uint8_t		length;
	uint8_t		limit;			/* digits that may follow */
	char16_t	before;
}			labels[] = {
	{u"xt", 2, LIMIT_EXPLICIT, u'e'},
	{u"xtn", 3, LIMIT_EXPLICIT, u'e'},
	{u"xtensio", 7, LIMIT_EXPLICIT, u'e'},
	{u"xtension", 8, LIMIT_EXPLICIT, u'e'},
	{u"xtensi\u00f3", 7, LIMIT_EXPLICIT, u'e'},
	{u"xtensi\u00f3n", 8, LIMIT_EXPLICIT, u'e'},
	{u"xtensio\u0301", 8, LIMIT_EXPLICIT, u'e'},
	{u"xtensio\u0301n", 9, LIMIT_EXPLICIT, u'e'},
	{u"\uff58\uff54", 2, LIMIT_EXPLICIT, u'\uff45'},
	{u"\uff58\uff54\uff4e", 3, LIMIT_EXPLICIT, u'\uff45'},
	{u"\u0434\u043e\u0431", 3, LIMIT_EXPLICIT, 0},
	{u"anexo", 5, LIMIT_EXPLICIT, 0},
	{u"x", 1, LIMIT_AMBIGUOUS, 0},
	{u"\uff58", 1, LIMIT_AMBIGUOUS, 0},
	{u"#", 1, LIMIT_AMBIGUOUS, 0},
	{u"\uff03", 1, LIMIT_AMBIGUOUS, 0},
	{u"~", 1, LIMIT_AMBIGUOUS, 0},
	{u"\uff5e", 1, LIMIT_AMBIGUOUS, 0},
	{u"int", 3, LIMIT_AMBIGUOUS, 0},
	{u"\uff49\uff4e\uff54", 3, LIMIT_AMBIGUOUS, 0}
};

/* Case folding of the characters that labels are made of. */
static uint32_t
fold(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 'a';
	if (c >= 0xff21 && c <= 0xff3a)
		return c - 0xff21 + 0xff41;
	switch (c)
	{
		case 0x00d3:			/* O with acute */
			return 0x00f3;
		case 0x017f:			/* long s */
			return 's';
		case 0x0411:			/* Cyrillic be, de, o, and their variants */
			return 0x0431;
		case 0x0414:
		case 0x1c81:
			return 0x0434;
		case 0x041e:
		case 0x1c82:
			return 0x043e;
		default:
			return c;
	}
}

/* What may stand around a label. */
enum
{
	GAP_BLANK = 1,				/* a space */
	GAP_OTHER = 2,				/* a tab or a no-break space */
	GAP_COMMA = 4,
	GAP_HYPHEN = 8,
	GAP_SPACES = GAP_BLANK | GAP_OTHER,
	GAP_SEPARATORS = GAP_SPACES | GAP_COMMA,
	GAP_ANY = GAP_SEPARATORS | GAP_HYPHEN
};

/* By byte; two are a no-break space's. */
static const uint8_t gap_bytes[256] = {
	[' '] = GAP_BLANK, ['\t'] = GAP_OTHER, [0xc2] = GAP_OTHER,
	[0xa0] = GAP_OTHER, [','] = GAP_COMMA, ['-'] = GAP_HYPHEN
};

static inline unsigned
gap_byte(char byte)
{
	return gap_bytes[(unsigned char) byte];
}

/*
 * The same in a piece. It goes by bytes, so that no branch depends on which of
 * the characters it is; where it ends with the second byte of a no-break space
 * that has no first one, that is another character's.
 */
static size_t
skip_back_piece(const char *piece, size_t end, unsigned wanted)
{
	size_t		at = end;

	for (; at >= 4; at -= 4)
	{
		const char *four = piece + at - 4;

		if ((gap_byte(four[0]) & wanted) == 0 ||
			(gap_byte(four[1]) & wanted) == 0 ||
			(gap_byte(four[2]) & wanted) == 0 ||
			(gap_byte(four[3]) & wanted) == 0)
			break;
	}
	while (at > 0 && (gap_byte(piece[at - 1]) & wanted) != 0)
		at--;
	while (at < end && phone_continues(piece[at]))
		at++;
	return at;
}

/* Goes back over characters that may stand around a label. */
static size_t
skip_back(const struct phone_text *text, size_t at, unsigned wanted)
{
	size_t		head = text->head_length;

	if (at > head)
		at = head + skip_back_piece(text->tail, at - head, wanted);
	return at > head ? at : skip_back_piece(text->head, at, wanted);
}

static void
propose(struct phone_extension *found, size_t start)
{
	if (!found->any || start < found->start)
		found->start = start;
	found->any = true;
}

/*
 * Is the rest of a label, whose last character is known to be right, before
 * this place? Gives the label's start.
 */
static bool
match_label(const struct phone_text *text, size_t end,
			const struct label *label, size_t *start)
{
	size_t		before;
	uint32_t	c;

	for (size_t i = label->length - 1u; i > 0; i--)
	{
		if (end == 0)
			return false;
		end = phone_text_back(text, end, &c);
		if (fold(c) != label->text[i - 1])
			return false;
	}
	if (label->before != 0 && end > 0)
	{
		before = phone_text_back(text, end, &c);
		if (fold(c) == label->before)
			end = before;
	}
	*start = end;
	return true;
}

/* Words and signs, with separators before them. */
static void
try_labels(const struct phone_text *text, size_t end, size_t digits,
		   struct phone_extension *found)
{
	uint32_t	last;

	if (end == 0)
		return;
	end = phone_text_back(text, end, &last);
	last = fold(last);
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
	{
		const struct label *label = &labels[i];
		size_t		start;

		if (label->text[label->length - 1] == last &&
			digits <= label->limit && match_label(text, end, label, &start))
			propose(found, skip_back(text, start, GAP_SEPARATORS));
	}
}

/* Before this place: a semicolon, or commas of which two may be the label. */
static void
try_dialling_marks(const struct phone_text *text, size_t end, size_t digits,
				   struct phone_extension *found)
{
	size_t		at = skip_back(text, end, GAP_COMMA);
	size_t		commas = end - at;
	uint32_t	c;

	if (commas == 0)
	{
		if (at == 0 || digits > LIMIT_LIKELY)
			return;
		at = phone_text_back(text, at, &c);
		if (c == ';')
			propose(found, skip_back(text, at, GAP_SPACES));
	}
	else if (digits <= LIMIT_AMBIGUOUS ||
			 (commas == 2 && digits <= LIMIT_LIKELY))
		propose(found, skip_back(text, at, GAP_SPACES));
	else if (commas > 2 && digits <= LIMIT_LIKELY)
		propose(found, end - 2);
}

/*
 * The first comma between two places, or the first two in a row; the end if
 * there are none. A phone-context has no commas.
 */
static size_t
find_commas(const struct phone_text *text, size_t at, size_t end, bool two)
{
	size_t		head = text->head_length;
	const char *stop;
	const char *comma;

	if (end <= head)
		return end;
	stop = text->tail + (end - head);
	comma = text->tail + (at > head ? at - head : 0);
	comma = memchr(comma, ',', (size_t) (stop - comma));
	if (comma != NULL && two)
		while (comma + 1 < stop && ((comma[0] ^ ',') | (comma[1] ^ ',')) != 0)
			comma++;
	return comma == NULL || comma + two >= stop ? end :
		head + (size_t) (comma - text->tail);
}

/*
 * Goes back over what may stand between a label and its digits: spaces,
 * commas and hyphens. Commas among them are labels themselves, and so are
 * hyphens and blanks alone in the American form; the leftmost place where
 * such a label with the spaces before it can start is proposed.
 */
static size_t
try_gap(const struct phone_text *text, size_t end, size_t digits,
		bool american, struct phone_extension *found)
{
	size_t		gap = skip_back(text, end, GAP_ANY);
	size_t		start = end;

	if (gap == end)
		return end;
	if (american)
		start = skip_back(text, end, GAP_BLANK | GAP_HYPHEN);
	if (start < end)
		propose(found, start);
	if (digits <= LIMIT_LIKELY)
		start = find_commas(text, gap, end, digits > LIMIT_AMBIGUOUS);
	if (digits <= LIMIT_LIKELY && start < end)
		propose(found, skip_back(text, start, GAP_SPACES));
	return gap;
}

static void
try_rfc3966(const struct phone_text *text, size_t end,
			struct phone_extension *found)
{
	static const char mark[] = ";ext=";

	for (size_t i = sizeof mark - 1; i > 0; i--)
	{
		uint32_t	c;

		if (end == 0)
			return;
		end = phone_text_back(text, end, &c);
		if (fold(c) != (unsigned char) mark[i - 1])
			return;
	}
	propose(found, end);
}

/*
 * Finds the leftmost place from which the text to its end is an extension.
 */
void
phone_find_extension(const struct phone_text *text,
					 struct phone_extension *found)
{
	size_t		at = phone_text_length(text);
	size_t		before;
	size_t		digits = 0;
	size_t		gap;
	bool		hash;
	uint32_t	c = 0;

	found->any = false;
	if (at == 0)
		return;
	before = phone_text_back(text, at, &c);
	hash = c == '#';
	if (hash)
		at = before;
	found->digits_end = at;
	for (; at > 0; at = before, digits++)
	{
		before = phone_text_back(text, at, &c);
		if (phone_digit(c) < 0)
			break;
		if (digits == LIMIT_EXPLICIT)
			return;
	}
	found->digits_start = at;
	if (digits == 0)
		return;

	if (!hash)
		try_rfc3966(text, at, found);
	gap = try_gap(text, at, digits, hash && digits <= LIMIT_UNSURE, found);
	if (gap > 0)
	{
		before = phone_text_back(text, gap, &c);
		if (c == ':' || c == '.' || c == 0xff0e)
			gap = before;
	}
	try_labels(text, gap, digits, found);
	try_dialling_marks(text, gap, digits, found);
}
