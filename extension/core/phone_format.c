/* phone_format.c: numbers as people of their region write them */
#include <string.h>

#include "phone_tables.h"

/* Steps of a shape, below the printable characters, copy or skip digits. */
#define STEP_COPY_MAX	PHONE_NSN_MAX
#define STEP_LITERAL	' '
#define STEP_STAR		'*'

static char *
put_text(char *out, const char *text)
{
	size_t		length = strlen(text);

	memcpy(out, text, length);
	return out + length;
}

static char *
put_bytes(char *out, const char *bytes, size_t length)
{
	memcpy(out, bytes, length);
	return out + length;
}

static char *
put_shape(char *out, const char *shape, const char *digits)
{
	for (; *shape != '\0'; shape++)
	{
		unsigned	step = (unsigned char) *shape;

		if (step >= STEP_LITERAL)
			*out++ = *shape;
		else if (step > STEP_COPY_MAX)
			digits += step - STEP_COPY_MAX;
		else
		{
			out = put_bytes(out, digits, step);
			digits += step;
		}
	}
	return out;
}

/*
 * The same with a hyphen for every run of punctuation, and none in front: the
 * shapes of international formats hold no other characters than punctuation
 * and the star, which is dialled.
 */
static char *
put_uri_shape(char *out, const char *shape, const char *digits)
{
	char	   *start = out;
	bool		gap = false;

	for (; *shape != '\0'; shape++)
	{
		unsigned	step = (unsigned char) *shape;

		if (step > STEP_COPY_MAX && step < STEP_LITERAL)
		{
			digits += step - STEP_COPY_MAX;
			continue;
		}
		if (step >= STEP_LITERAL && step != STEP_STAR)
		{
			gap = true;
			continue;
		}
		if (gap && out > start)
			*out++ = '-';
		gap = false;
		if (step == STEP_STAR)
			*out++ = STEP_STAR;
		else
		{
			out = put_bytes(out, digits, step);
			digits += step;
		}
	}
	if (gap)
		*out++ = '-';
	return out;
}

static char *
put_national_number(char *out, const struct phone_code *code,
					const char *digits, size_t count, enum phone_style style)
{
	const struct phone_shape_pair *pair;
	const char *shape;

	pair = &phone_shape_pairs[phone_walk(phone_format_rows, PHONE_FORMAT_ROWS,
										 phone_format_pool, code->format,
										 phone_pairs(digits, count), count)];
	shape = &phone_shapes[style == PHONE_NATIONAL ? pair->national :
						  pair->international];
	if (*shape == '\0')
		return put_bytes(out, digits, count);
	if (style == PHONE_RFC3966)
		return put_uri_shape(out, shape, digits);
	return put_shape(out, shape, digits);
}

static size_t
format_e164(const struct phone_number *number, char *out)
{
	*out = '+';
	memcpy(out + 1, number->digits, sizeof number->digits);
	out[1 + number->length] = '\0';
	return 1u + number->length;
}

/* The number in a style that depends on its numbering plan. */
static char *
put_number(char *out, const struct phone_number *number,
		   const struct phone_code *code, enum phone_style style)
{
	if (style == PHONE_RFC3966)
		out = put_text(out, "tel:");
	if (style != PHONE_NATIONAL)
		*out++ = '+';
	if (code == NULL || number->length - code->length > PHONE_NSN_MAX)
		return put_bytes(out, number->digits, number->length);
	if (style != PHONE_NATIONAL)
	{
		out = put_bytes(out, code->text, code->length);
		*out++ = style == PHONE_RFC3966 ? '-' : ' ';
	}
	return put_national_number(out, code, number->digits + code->length,
							   (size_t) (number->length - code->length),
							   style);
}

size_t
phone_format(const struct phone_number *number, enum phone_style style,
			 char out[PHONE_FORMAT_MAX])
{
	const struct phone_code *code;
	char	   *at;

	if (style == PHONE_E164)
		return format_e164(number, out);
	code = phone_code_of(number->digits, number->length);
	at = put_number(out, number, code, style);
	if (number->extension_length > 0)
	{
		at = put_text(at, style == PHONE_RFC3966 ? ";ext=" :
					  code == NULL ? " ext. " : code->extension_prefix);
		at = put_bytes(at, number->extension, number->extension_length);
	}
	*at = '\0';
	return (size_t) (at - out);
}
