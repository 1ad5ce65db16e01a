/*
 * phone.h: telephone numbers as libphonenumber 9.0.35 (C++) sees them, and
 * their 64-bit value.
 *
 * Nothing here allocates, reads a locale or keeps state. Text is UTF-8 given
 * as (pointer, length); answers go into the caller's buffers.
 *
 * The value is sixteen nibbles, compared as an unsigned integer:
 *
 *	 0        end
 *	 1        an extension follows
 *	 2 .. 11  digits 0 .. 9
 *
 * left-aligned, calling code first, leading zeros of the national number
 * kept, so that the order of values is the order of their digit strings.
 * The top nibble tells the class:
 *
 *	 3 .. 11  a number of 3 to 16 digits, with its extension if all fits
 *	12        17 to 19 digits of calling codes 49, 62, 81, 234: a rank
 *	13        short code: two letters of region, then up to 12 digits
 *	14        alphanumeric sender: up to 11 characters in base 40
 *	15        0 anonymous, 1 restricted, 2 unknown
 */
#ifndef PHONE_H
#define PHONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t phone;

#define PHONE_DIGITS_MAX	20		/* calling code 3, national number 17 */
#define PHONE_EXTENSION_MAX	80		/* bytes: 20 code points as written */
#define PHONE_TEXT_MAX		32		/* canonical text of a value, with NUL */
#define PHONE_FORMAT_MAX	192		/* any style with extension, with NUL */
#define PHONE_RANGES_MAX	4		/* ranges of values that share a prefix */

enum phone_class
{
	PHONE_NUMBER, PHONE_SHORT_CODE, PHONE_SENDER, PHONE_CONSTANT
};

enum phone_error
{
	PHONE_OK, PHONE_INVALID_COUNTRY_CODE, PHONE_NOT_A_NUMBER,
	PHONE_TOO_SHORT_AFTER_IDD, PHONE_TOO_SHORT_NSN, PHONE_TOO_LONG
};

enum phone_possibility
{
	PHONE_IS_POSSIBLE, PHONE_IS_POSSIBLE_LOCAL_ONLY, PHONE_POSSIBLE_TOO_SHORT,
	PHONE_POSSIBLE_TOO_LONG, PHONE_POSSIBLE_INVALID_LENGTH,
	PHONE_POSSIBLE_INVALID_COUNTRY_CODE
};

enum phone_type
{
	PHONE_FIXED_LINE, PHONE_MOBILE, PHONE_FIXED_LINE_OR_MOBILE,
	PHONE_TOLL_FREE, PHONE_PREMIUM_RATE, PHONE_SHARED_COST, PHONE_VOIP,
	PHONE_PERSONAL_NUMBER, PHONE_PAGER, PHONE_UAN, PHONE_VOICEMAIL,
	PHONE_UNKNOWN
};

enum phone_style
{
	PHONE_E164, PHONE_INTERNATIONAL, PHONE_NATIONAL, PHONE_RFC3966
};

/* A parsed number: what libphonenumber's PhoneNumber message holds. */
struct phone_number
{
	uint8_t		code_length;		/* digits of the calling code, 1..3 */
	uint8_t		length;				/* all digits, calling code included */
	uint8_t		extension_length;	/* bytes; 0 = none */
	char		digits[PHONE_DIGITS_MAX];	/* ASCII, not terminated */
	char		extension[PHONE_EXTENSION_MAX]; /* as written, UTF-8 */
};

/* What one walk of the world automaton tells of a number. */
struct phone_answer
{
	bool		valid;
	enum phone_type type;
	char		region[4];			/* "IN", "001", or "" when unknown */
};

/* What dialling a short number costs, in libphonenumber's order. */
enum phone_cost
{
	PHONE_COST_TOLL_FREE, PHONE_COST_STANDARD_RATE, PHONE_COST_PREMIUM_RATE,
	PHONE_COST_UNKNOWN
};

/* What is known of a short number, such as 112, dialled in one region. */
struct phone_short_answer
{
	bool		possible;			/* short numbers of this length exist */
	bool		valid;
	bool		emergency;			/* an emergency number, exactly */
	bool		carrier_specific;
	bool		sms_service;
	enum phone_cost cost;
};

/* How much of two numbers agrees, in libphonenumber's order. */
enum phone_match
{
	PHONE_MATCH_INVALID, PHONE_MATCH_NONE, PHONE_MATCH_SHORT_NSN,
	PHONE_MATCH_NSN, PHONE_MATCH_EXACT
};

/* Values from low to high, both among them. */
struct phone_range
{
	phone		low;
	phone		high;
};

/* phone_parse.c */
extern enum phone_error phone_parse(const char *text, size_t length,
									const char *region, size_t region_length,
									struct phone_number *number);
extern const char *phone_error_name(enum phone_error error);

/* phone_ask.c */
extern enum phone_possibility phone_possible(const struct phone_number *number);
extern const char *phone_possibility_name(enum phone_possibility possibility);
extern void phone_ask(const struct phone_number *number, struct phone_answer *answer);
extern bool phone_ask_value(phone value, struct phone_answer *answer);
extern const char *phone_type_name(enum phone_type type);
extern int	phone_calling_code(const struct phone_number *number);
extern bool phone_international(const struct phone_number *number);

/* phone_match.c */
extern enum phone_match phone_match(const struct phone_number *a,
									const struct phone_number *b);
extern enum phone_match phone_match_text(const struct phone_number *number,
										 const char *text, size_t length);
extern enum phone_match phone_match_texts(const char *a, size_t a_length,
										  const char *b, size_t b_length);
extern const char *phone_match_name(enum phone_match match);

/* phone_short.c: the digits of a short number are those dialled, ASCII */
extern bool phone_short_ask(const char *digits, size_t length,
							const char *region, size_t region_length,
							struct phone_short_answer *answer);
extern bool phone_short_valid(const char *digits, size_t length,
							  const char *region, size_t region_length);
extern const char *phone_cost_name(enum phone_cost cost);
extern bool phone_is_emergency(const char *text, size_t length,
							   const char *region, size_t region_length);
extern bool phone_connects_to_emergency(const char *text, size_t length,
										const char *region,
										size_t region_length);

/* phone_example.c: false where there is no such number */
extern bool phone_example(const char *region, size_t region_length,
						  enum phone_type type, struct phone_number *number);
extern bool phone_example_of_code(int calling_code, enum phone_type type,
								  struct phone_number *number);
extern const char *phone_metadata_version(void);

/* phone_format.c: bytes written, without the NUL that follows them */
extern size_t phone_format(const struct phone_number *number,
						   enum phone_style style, char out[PHONE_FORMAT_MAX]);

/* phone_fact.c: of a value; NULL or a length of 0 where there is no such fact */
#define PHONE_REGION_MAX	4	/* two letters or 001, with NUL */

extern bool phone_fact_valid(phone value);
extern const char *phone_fact_possible(phone value);
extern const char *phone_fact_type(phone value);
extern size_t phone_fact_region(phone value, char out[PHONE_REGION_MAX]);
extern int	phone_fact_code(phone value);
extern size_t phone_fact_national(phone value, char out[PHONE_TEXT_MAX]);
extern size_t phone_fact_format(phone value, enum phone_style style,
								char out[PHONE_FORMAT_MAX]);

/* phone_value.c */
extern bool phone_pack(const struct phone_number *number, bool with_extension,
					   phone *value);
extern bool phone_unpack(phone value, struct phone_number *number);
extern bool phone_is_value(uint64_t bits);
extern enum phone_class phone_class_of(phone value);
extern bool phone_from_text(const char *text, size_t length, phone *value);
extern size_t phone_to_text(phone value, char out[PHONE_TEXT_MAX]);
extern int	phone_prefix_ranges(const char *prefix, size_t length,
								struct phone_range range[PHONE_RANGES_MAX]);
extern bool phone_in_ranges(phone value, const struct phone_range *range,
							int count);

#endif
