/*
 * phone_extension.c: the extension at the end of a number's text
 *
 * It follows a regular expression of libphonenumber, worked out by hand so
 * that every text costs one scan backwards. What makes that possible: nothing
 * in an extension's label or around it is a digit, so an extension is always
 * the whole last run of digits.
 */
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

static bool
is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xa0;
}

static bool
is_separator(uint32_t c)
{
	return is_space(c) || c == ',';
}

/* Goes back over spaces, or with commas over separators. */
static size_t
skip_back(const struct phone_text *text, size_t at, bool commas)
{
	uint32_t	c;
	size_t		before;

	while (at > 0)
	{
		before = phone_text_back(text, at, &c);
		if (commas ? !is_separator(c) : !is_space(c))
			break;
		at = before;
	}
	return at;
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
			propose(found, skip_back(text, start, true));
	}
}

/* Before this place: a semicolon, or commas of which two may be the label. */
static void
try_dialling_marks(const struct phone_text *text, size_t end, size_t digits,
				   struct phone_extension *found)
{
	size_t		at = end;
	size_t		commas = 0;
	size_t		before;
	uint32_t	c = 0;

	while (at > 0)
	{
		before = phone_text_back(text, at, &c);
		if (c != ',')
			break;
		at = before;
		commas++;
	}
	if (commas == 0)
	{
		if (at > 0 && c == ';' && digits <= LIMIT_LIKELY)
			propose(found, skip_back(text, before, false));
	}
	else if (digits <= LIMIT_AMBIGUOUS ||
			 (commas == 2 && digits <= LIMIT_LIKELY))
		propose(found, skip_back(text, at, false));
	else if (commas > 2 && digits <= LIMIT_LIKELY)
		propose(found, end - 2);
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
	size_t		at = end;
	size_t		start = end;
	bool		after_comma = false;	/* the character behind is a comma */
	bool		one = false;	/* only spaces up to a comma, */
	bool		two = false;	/* to two of them */

	while (at > 0)
	{
		uint32_t	c;
		size_t		before = phone_text_back(text, at, &c);

		if (c == ',')
		{
			one = true;
			two = after_comma;
		}
		else if (c == '-')
			one = two = false;
		else if (!is_space(c))
			break;
		american = american && (c == '-' || c == ' ');
		after_comma = c == ',';
		at = before;
		if (american || (one && digits <= LIMIT_AMBIGUOUS) ||
			(two && digits <= LIMIT_LIKELY))
			start = at;
	}
	if (start < end)
		propose(found, start);
	return at;
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
