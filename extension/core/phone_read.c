/*
 * phone_read.c: from a text to the digits that were dialled
 *
 * A text is viable as a number if it has plus signs or none, three digits
 * with only punctuation before each, then digits, letters and punctuation,
 * and perhaps an extension; or if it is two digits and nothing else.
 */
#include <string.h>

#include "phone_text.h"

#define VIABLE_DIGITS	3
#define VANITY_LETTERS	3

/* A text read up to some place. */
struct reading
{
	size_t		at;
	unsigned	letters;
	bool		gaps;			/* anything but digits was met */
	struct phone_dialled *dialled;
};

/* Are these eight bytes digits? */
static bool
eight_digits(const char *text)
{
	uint64_t	bytes;

	memcpy(&bytes, text, sizeof bytes);
	return ((bytes & UINT64_C(0xf0f0f0f0f0f0f0f0)) |
			((bytes + UINT64_C(0x0606060606060606)) &
			 UINT64_C(0xf0f0f0f0f0f0f0f0)) >> 4) ==
		UINT64_C(0x3333333333333333);
}

/*
 * The shortest way, for E.164: a plus or none and 8 to 16 digits, read as two
 * groups of eight that may overlap. False is no verdict.
 */
static bool
read_digits(const char *text, size_t length, struct phone_dialled *dialled)
{
	bool		plus = length > 0 && *text == '+';

	text += plus;
	length -= plus;
	if (length < 8 || length > 16 || !eight_digits(text) ||
		!eight_digits(text + length - 8))
		return false;
	memcpy(dialled->digits, text, 8);
	memcpy(dialled->digits + length - 8, text + length - 8, 8);
	dialled->count = (unsigned) length;
	dialled->plus = plus;
	return true;
}

/* What a plain text is made of. */
#define PLAIN	(CHAR_DIGIT | CHAR_END | CHAR_PUNCTUATION | CHAR_SLASH | \
				 CHAR_NO_CONTEXT)

/*
 * The short way for the texts that are nearly all: a plus or none, digits and
 * punctuation that is nothing else besides. No branch depends on which of them
 * a character is. False is no verdict.
 */
static bool
read_plain(const char *text, size_t length, struct phone_dialled *dialled)
{
	const char *end = text + length;
	unsigned	count = 0;

	if (length == 0 || length > sizeof dialled->digits)
		return false;
	dialled->plus = *text == '+';
	for (text += dialled->plus; text < end;)
	{
		unsigned	class;

		text += phone_classify(text, end, &class, &dialled->digits[count]);
		if ((class & ~(unsigned) PLAIN) != 0)
			return false;
		count += class & CHAR_DIGIT;
	}
	dialled->count = count;
	return count >= VIABLE_DIGITS && count <= PHONE_DIALLED_MAX;
}

#define READABLE	(CHAR_DIGIT | CHAR_LETTER | CHAR_PLUS | CHAR_PUNCTUATION)

/* Takes a character that is no digit; false if it is not viable here. */
static bool
read_sign(unsigned class, struct reading *reading)
{
	struct phone_dialled *dialled = reading->dialled;

	if (class & CHAR_LETTER)
	{
		if (dialled->count < VIABLE_DIGITS && (class & CHAR_VANITY) != 0)
			return false;
		reading->letters++;
	}
	else if (class & CHAR_PLUS)
	{
		if (dialled->count > 0 || reading->gaps)
			return false;
		dialled->plus = true;
		return true;
	}
	else if ((class & CHAR_PUNCTUATION) == 0)
		return false;
	reading->gaps = true;
	return true;
}

/* Reads characters one by one; false if one of them is not viable. */
static inline bool
read_characters(const char *at, const char *end, struct reading *reading)
{
	struct phone_dialled *dialled = reading->dialled;

	while (at < end)
	{
		unsigned	class;
		char		digit;

		at += phone_classify(at, end, &class, &digit);
		if (class & CHAR_DIGIT)
		{
			if (dialled->count < PHONE_DIALLED_MAX)
				dialled->digits[dialled->count++] = digit;
		}
		else if ((class & READABLE) == CHAR_PUNCTUATION)
			reading->gaps = true;
		else if ((class & CHAR_LETTER) && dialled->count >= VIABLE_DIGITS)
			reading->letters++;
		else if (!read_sign(class, reading))
			return false;
	}
	return true;
}

/* Reads on up to a place. */
static bool
read_to(const struct phone_text *text, size_t limit, struct reading *reading)
{
	size_t		from = reading->at;
	size_t		head = text->head_length;

	reading->at = limit;
	if (from < head)
	{
		if (!read_characters(text->head + from,
							 text->head + (limit < head ? limit : head),
							 reading))
			return false;
		from = head;
	}
	return limit <= from || read_characters(text->tail + (from - head),
											text->tail + (limit - head),
											reading);
}

/* The digits of a vanity number: those in ASCII, and letters for more. */
static void
read_keypad(const char *at, const char *end, struct phone_dialled *dialled)
{
	static const char keypad[] = "22233344455566677778889999";

	for (; at < end && dialled->count < PHONE_DIALLED_MAX; at++)
	{
		unsigned char byte = (unsigned char) *at;

		if (phone_is_ascii_letter(byte))
			dialled->digits[dialled->count++] = keypad[(byte | 0x20) - 'a'];
		else if (byte >= '0' && byte <= '9')
			dialled->digits[dialled->count++] = *at;
	}
}

/*
 * Three letters make a text a vanity number, typed on a keypad: it has ASCII
 * digits only, and letters for more of them.
 */
static void
read_vanity(const struct phone_text *text, size_t limit,
			struct phone_dialled *dialled)
{
	size_t		head = limit < text->head_length ? limit : text->head_length;

	dialled->count = 0;
	read_keypad(text->head, text->head + head, dialled);
	read_keypad(text->tail, text->tail + (limit - head), dialled);
}

/*
 * A text that has fewer than three digits before its extension. As a whole it
 * may still be viable, if the label could be punctuation; then two digits
 * alone keep the extension, and otherwise there is none.
 */
static bool
read_few(const struct phone_text *text, struct phone_extension *extension,
		 struct reading *reading)
{
	struct phone_dialled *dialled = reading->dialled;
	bool		two = dialled->count == 2 && !reading->gaps && !dialled->plus;

	if (!extension->any)
		return two;
	if (!read_to(text, phone_text_length(text), reading) ||
		dialled->count < VIABLE_DIGITS)
		return false;
	if (two)
		dialled->count = 2;
	else
		extension->any = false;
	return true;
}

/* Copies an extension's digits as written; they may lie in both pieces. */
static void
keep_extension(const struct phone_text *text,
			   const struct phone_extension *extension,
			   struct phone_number *number)
{
	size_t		from = extension->digits_start;
	size_t		to = extension->digits_end;
	size_t		head = 0;

	number->extension_length = (uint8_t) (to - from);
	if (from < text->head_length)
	{
		head = (to < text->head_length ? to : text->head_length) - from;
		memcpy(number->extension, text->head + from, head);
		from += head;
	}
	if (from < to)
		memcpy(number->extension + head,
			   text->tail + (from - text->head_length), to - from);
}

/* The digits of a text, and its extension; false if it is not a number. */
bool
phone_read(const char *input, size_t length, struct phone_dialled *dialled,
		   struct phone_number *number)
{
	struct phone_text text;
	struct phone_extension extension = {.any = false};
	struct reading reading = {.dialled = dialled};

	number->code_length = 0;
	number->length = 0;
	number->extension_length = 0;
	if (read_digits(input, length, dialled) ||
		read_plain(input, length, dialled))
		return true;
	dialled->plus = false;
	dialled->count = 0;
	if (!phone_text_locate(input, length, &text))
		return false;
	if (text.classes & CHAR_LABEL)
		phone_find_extension(&text, &extension);
	if (!extension.any)
		extension.start = phone_text_length(&text);
	if (!read_to(&text, extension.start, &reading))
		return false;
	if (dialled->count < VIABLE_DIGITS &&
		!read_few(&text, &extension, &reading))
		return false;
	if (reading.letters >= VANITY_LETTERS)
		read_vanity(&text, reading.at, dialled);
	if (extension.any)
		keep_extension(&text, &extension, number);
	return true;
}
