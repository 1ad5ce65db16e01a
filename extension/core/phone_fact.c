/*
 * phone_fact.c: what the plans say of a stored value
 *
 * Of senders and constants there are no facts, of short codes those that
 * their region's plan has. What is no number is not valid.
 */
#include <string.h>

#include "phone.h"

/* The text of a short code: its region, a colon, and from here on digits. */
#define SHORT_REGION	2
#define SHORT_DIGITS	3

typedef char value_text[PHONE_TEXT_MAX];

/* How many digits a short code has; 0 if the value is none. */
static size_t
short_length(phone value, value_text out)
{
	if (phone_class_of(value) != PHONE_SHORT_CODE)
		return 0;
	return phone_to_text(value, out) - SHORT_DIGITS;
}

bool
phone_fact_valid(phone value)
{
	struct phone_answer answer;
	value_text	out;
	size_t		length;

	if (phone_ask_value(value, &answer))
		return answer.valid;
	length = short_length(value, out);
	return length > 0 && phone_short_valid(out + SHORT_DIGITS, length,
										   out, SHORT_REGION);
}

/* NULL where no number has this length because there are none at all. */
static const char *
short_possible(phone value)
{
	struct phone_short_answer answer;
	value_text	out;
	size_t		length = short_length(value, out);

	if (length == 0 || !phone_short_ask(out + SHORT_DIGITS, length,
										out, SHORT_REGION, &answer))
		return NULL;
	return phone_possibility_name(answer.possible ? PHONE_IS_POSSIBLE :
								  PHONE_POSSIBLE_INVALID_LENGTH);
}

/* Whether a number may have its length; NULL where nobody knows. */
const char *
phone_fact_possible(phone value)
{
	struct phone_number number;

	if (phone_unpack(value, &number))
		return phone_possibility_name(phone_possible(&number));
	return short_possible(value);
}

const char *
phone_fact_type(phone value)
{
	struct phone_answer answer;

	if (!phone_ask_value(value, &answer))
		return NULL;
	return phone_type_name(answer.type);
}

size_t
phone_fact_region(phone value, char out[PHONE_REGION_MAX])
{
	struct phone_answer answer;
	value_text	text;

	if (phone_class_of(value) == PHONE_SHORT_CODE)
	{
		(void) phone_to_text(value, text);
		memcpy(out, text, SHORT_REGION);
		out[SHORT_REGION] = '\0';
		return SHORT_REGION;
	}
	if (!phone_ask_value(value, &answer))
		return 0;
	memcpy(out, answer.region, sizeof answer.region);
	return strlen(out);
}

int
phone_fact_code(phone value)
{
	struct phone_number number;

	return phone_unpack(value, &number) ? phone_calling_code(&number) : 0;
}

/* The digits behind the country code, or those of a short code. */
size_t
phone_fact_national(phone value, char out[PHONE_TEXT_MAX])
{
	struct phone_number number;
	value_text	text;
	size_t		length = short_length(value, text);

	if (length > 0)
		memcpy(out, text + SHORT_DIGITS, length);
	else if (phone_unpack(value, &number) && phone_calling_code(&number) != 0)
	{
		length = (size_t) (number.length - number.code_length);
		memcpy(out, number.digits + number.code_length, length);
	}
	out[length] = '\0';
	return length;
}

/* A short code is dialled within its country and written no other way. */
size_t
phone_fact_format(phone value, enum phone_style style,
				  char out[PHONE_FORMAT_MAX])
{
	struct phone_number number;

	if (style == PHONE_NATIONAL &&
		phone_class_of(value) == PHONE_SHORT_CODE)
		return phone_fact_national(value, out);
	if (!phone_unpack(value, &number))
		return 0;
	return phone_format(&number, style, out);
}
