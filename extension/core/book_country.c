/* book_country.c: the country that a record tells of its numbers */
#include "book_inside.h"

#include <string.h>

#include "phone_place_tables.h"
#include "phone_tables.h"

#define LETTERS			26
#define CODE_MAX		7		/* digits with an area's, as in +1-876 */

/* What people write instead of the two letters of ISO 3166. */
static const struct
{
	const char *written;
	const char *region;
}			others[] = {
	{"uk", "GB"}, {"usa", "US"}, {"uae", "AE"}
};

static char
lower(char c)
{
	return (char) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static bool
is_written(struct book_text text, const char *name)
{
	for (size_t i = 0; i < text.length; i++)
		if (lower(text.bytes[i]) != lower(name[i]))
			return false;
	return name[text.length] == '\0';
}

static bool
take_plan(const struct phone_plan *plan, struct book_text *region)
{
	if (plan == NULL)
		return false;
	*region = (struct book_text) {plan->id, strlen(plan->id)};
	return true;
}

/* The first digits of a text, behind what people write before a code. */
static size_t
read_digits(struct book_text text, char digits[CODE_MAX])
{
	size_t		count = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		char		c = text.bytes[i];

		if (c >= '0' && c <= '9')
		{
			if (count == CODE_MAX)
				return 0;
			digits[count++] = c;
		}
		else if (memchr(" +()-.'\"=", c, 9) == NULL)
			return 0;
	}
	return count;
}

/* From "United Kingdom (+44)" what is behind the plus; else all of it. */
static struct book_text
behind_plus(struct book_text text)
{
	const char *plus = text.length == 0
		? NULL : memchr(text.bytes, '+', text.length);
	size_t		length = 0;

	if (plus == NULL)
		return text;
	plus++;
	while (plus + length < text.bytes + text.length
		   && memchr("0123456789 -", plus[length], 12) != NULL)
		length++;
	return (struct book_text) {plus, length};
}

/*
 * "+44", "0044" or "44" is the code of its main region. One of no region, as
 * of satellites, is none that numbers can be dialled in: they are refused.
 */
static bool
find_code(struct book_text text, struct book_text *region)
{
	char		digits[CODE_MAX + PHONE_CODE_MAX] = {0};
	size_t		count = read_digits(behind_plus(text), digits);
	size_t		zeros = count > 2 && memcmp(digits, "00", 2) == 0 ? 2 : 0;
	const struct phone_code *code;

	if (count == zeros)
		return false;
	for (size_t i = count; i < sizeof digits; i++)
		digits[i] = '0';
	code = phone_code_of(digits + zeros, PHONE_CODE_MAX);
	return code != NULL && count - zeros >= code->length
		&& take_plan(&phone_plans[code->plan], region);
}

static bool
find_letters(struct book_text text, struct book_text *region)
{
	char		letters[2];

	for (size_t i = 0; i < BOOK_LENGTH_OF(others); i++)
		if (is_written(text, others[i].written))
			return take_plan(phone_plan_of(others[i].region, 2), region);
	if (text.length != 2)
		return false;
	for (size_t i = 0; i < 2; i++)
		letters[i] = (char) (lower(text.bytes[i]) - 'a' + 'A');
	return take_plan(phone_plan_of(letters, 2), region);
}

static bool
is_name(struct book_text text, int country, unsigned from, unsigned end)
{
	for (unsigned i = from; i < end; i++)
		if (is_written(text, phone_place_text
					   + phone_country_names[country][i]))
			return true;
	return false;
}

/* By its name in the languages of the places from one to another. */
static bool
find_name(struct book_text text, unsigned from, unsigned end,
		  struct book_text *region)
{
	for (int i = 0; i < LETTERS * LETTERS; i++)
	{
		char		letters[] = {
			(char) ('A' + i / LETTERS), (char) ('A' + i % LETTERS)
		};

		if (phone_country_index[i] > 0
			&& is_name(text, phone_country_index[i] - 1, from, end))
			return take_plan(phone_plan_of(letters, 2), region);
	}
	return false;
}

static bool
find_region(struct book_text text, struct book_text *region)
{
	return find_code(text, region) || find_letters(text, region)
		|| find_name(text, PHONE_ENGLISH, PHONE_ENGLISH + 1, region)
		|| find_name(text, PHONE_ENGLISH + 1, PHONE_LANGUAGES, region);
}

/*
 * The region of a country as people write it: its calling code, its letters
 * or its name. What was looked up last is not looked up again, since most
 * people of a book are of one country.
 */
bool
book_country_find(struct book *book, const struct book_buffer *written,
				  struct book_text *region)
{
	struct book_text text = {written->bytes, written->length};

	if (text.length == 0 || text.length > BOOK_COUNTRY_MAX)
		return false;
	if (text.length != book->country_length
		|| memcmp(text.bytes, book->country, text.length) != 0)
	{
		memcpy(book->country, text.bytes, text.length);
		book->country_length = text.length;
		if (!find_region(text, &book->region))
			book->region.length = 0;
	}
	*region = book->region;
	return region->length > 0;
}

static bool
begins_with_zeros(struct book_text number)
{
	size_t		i = 0;

	while (i < number.length && memchr("0123456789", number.bytes[i], 10) == NULL)
		i++;
	return number.length - i > 2 && memcmp(number.bytes + i, "00", 2) == 0;
}

/*
 * The value of a row's number, which is read in the country that its record
 * tells, else in the region. "0044 …" has a code of its own wherever that is
 * dialled so: in the country, or where the book comes from.
 */
enum book_error
book_row_number(const struct book_row *row, const char *region,
				size_t region_length, phone *value)
{
	enum book_error error;

	if (row->region.length == 0)
		return book_number(row->number, region, region_length, value);
	error = book_number(row->number, row->region.bytes, row->region.length,
						value);
	if (error != BOOK_OK && begins_with_zeros(row->number))
		return book_number(row->number, region, region_length, value);
	return error;
}
