/*
 * phone_tables.h: the generated tables of numbering plans and how to walk
 * them. They are made by extension/data/phone/generate.mjs.
 *
 * A machine is an automaton over pairs of digits. A state below the number of
 * rows is a row, whose column for the next pair holds the next state. Any
 * other state is a place in the pool, and means that the digits to come do not
 * matter, only how many there are: as many places further as the number has
 * digits in all stands its label. No machine needs more than PHONE_PAIRS pairs
 * to come to such an end.
 */
#ifndef PHONE_TABLES_H
#define PHONE_TABLES_H

#include "phone.h"
#include "phone_tables_data.h"

#define PHONE_SIGNS			11	/* no digit, 0 .. 9 */
#define PHONE_COLUMNS		128	/* two signs make 121: whole cache lines */
#define PHONE_PAIRS			4
#define PHONE_NSN_MIN		2	/* digits of a national number */
#define PHONE_NSN_MAX		17
#define PHONE_PREFIX_MAX	4	/* digits a transform puts in front */
#define PHONE_SHORT_DIGITS	12	/* of a short code as a value */
#define PHONE_GENERAL_MAX	20	/* digits the general machine may read */
#define PHONE_NO_CODE		PHONE_CODE_COUNT	/* in phone_starts */
#define PHONE_CODE_MAX		3		/* digits of a calling code */
#define PHONE_NO_PLAN		0xff	/* in phone_region_index */

/* The numbering plan of a region, or of a code that belongs to no region. */
struct phone_plan
{
	char		id[4];				/* "IN", "001" */
	uint32_t	lengths;			/* bit n: n digits are possible */
	uint32_t	local_lengths;		/* bit n: possible, but only locally */
	uint16_t	general;			/* root in the general machine */
	uint16_t	domestic;			/* in the domestic machine */
	uint16_t	idd;				/* international prefixes, and */
	uint16_t	national;			/* national ones: prefix machine */
	uint8_t		code;				/* index of its calling code */
};

struct phone_code
{
	char		text[4];			/* "91" */
	char		region[4];			/* "IN", or "" where several share it */
	uint8_t		length;
	uint8_t		plan;				/* index of the main region's plan */
	uint16_t	number;				/* 91 */
	uint16_t	format;				/* root in the format machine */
	char		extension_prefix[9];	/* " ext. ", NUL-terminated */
};

struct phone_world_label
{
	enum phone_type type;
	char		region[4];			/* "" = the code's only one, or none */
};

/* What the first three digits of a number tell. */
struct phone_start
{
	uint16_t	world;				/* root behind them in the world machine */
	uint8_t		code;				/* index of the calling code */
};

/* A state of the prefix machine; state 0 is dead. */
struct phone_prefix_state
{
	uint16_t	next[10];
	uint8_t		here;				/* label of a match that ends here */
	uint8_t		at_end;				/* the same, if no digit follows */
};

/* What becomes of a matched prefix: some digits, then a part of it. */
struct phone_transform
{
	char		prefix[PHONE_PREFIX_MAX + 1];
	uint8_t		from;
	uint8_t		length;
};

struct phone_shape_pair
{
	uint16_t	national;			/* places in phone_shapes, 0 = bare */
	uint16_t	international;
};

/* Short numbers of a region; lengths 0: it has none. */
struct phone_short_plan
{
	uint16_t	root;				/* in the short machine */
	uint32_t	lengths;
};

/* A short number in use that the metadata lacks. */
struct phone_extra_code
{
	char		region[3];
	char		digits[PHONE_SHORT_DIGITS + 1];
};

enum phone_short_flag
{
	PHONE_SHORT_VALID = 1, PHONE_SHORT_PREMIUM = 2, PHONE_SHORT_STANDARD = 4,
	PHONE_SHORT_TOLL_FREE = 8, PHONE_SHORT_CARRIER = 16, PHONE_SHORT_SMS = 32,
	PHONE_SHORT_EMERGENCY = 64,
	PHONE_SHORT_EMERGENCY_PREFIX = 128	/* begins with an emergency number */
};

/*
 * Characters outside of ASCII by kind: 1 .. 10 are the decimal digits, and a
 * flag tells letters and numbers.
 */
enum phone_kind
{
	PHONE_KIND_ZERO = 1, PHONE_KIND_PUNCTUATION = 11, PHONE_KIND_LETTER,
	PHONE_KIND_PLUS, PHONE_KIND_FORBIDDEN,
	PHONE_KIND_MASK = 15, PHONE_KIND_WORD = 128
};

extern const struct phone_plan phone_plans[PHONE_PLAN_COUNT];
extern const struct phone_code phone_codes[PHONE_CODE_COUNT + 1];
extern const struct phone_start phone_starts[4096]; /* by nibbles of a value */
extern const uint8_t phone_region_index[26 * 26];

extern const uint16_t phone_world_rows[PHONE_WORLD_ROWS][PHONE_COLUMNS];
extern const uint16_t phone_world_pool[PHONE_WORLD_POOL];
extern const struct phone_world_label phone_world_labels[PHONE_WORLD_LABELS];

extern const uint16_t
			phone_general_rows[PHONE_GENERAL_ROWS][PHONE_COLUMNS];
extern const uint16_t phone_general_pool[PHONE_GENERAL_POOL];

extern const uint16_t
			phone_domestic_rows[PHONE_DOMESTIC_ROWS][PHONE_COLUMNS];
extern const uint16_t phone_domestic_pool[PHONE_DOMESTIC_POOL];

extern const struct phone_prefix_state
			phone_prefix_states[PHONE_PREFIX_STATES];
extern const struct phone_transform phone_transforms[PHONE_TRANSFORM_COUNT];

extern const uint16_t phone_format_rows[PHONE_FORMAT_ROWS][PHONE_COLUMNS];
extern const uint16_t phone_format_pool[PHONE_FORMAT_POOL];
extern const struct phone_shape_pair phone_shape_pairs[PHONE_SHAPE_PAIRS];
extern const char phone_shapes[PHONE_SHAPES_SIZE];

extern const uint16_t phone_short_rows[PHONE_SHORT_ROWS][PHONE_COLUMNS];
extern const uint16_t phone_short_pool[PHONE_SHORT_POOL];
extern const uint16_t phone_short_labels[PHONE_SHORT_LABELS];
extern const struct phone_short_plan phone_short_plans[PHONE_PLAN_COUNT];

extern const struct phone_extra_code phone_extra_codes[PHONE_EXTRA_CODES];

extern const uint16_t phone_examples[PHONE_PLAN_COUNT][PHONE_UNKNOWN];
extern const char phone_example_text[PHONE_EXAMPLE_SIZE];

extern const uint8_t phone_kind_index[0x110000 >> 7];
extern const uint8_t phone_kinds[];	/* the first 0x800 in their places */

/*
 * The first digits, one in a byte and the first of them highest, as columns.
 * The bytes are 0 for no digit, or a digit and one.
 */
static inline uint32_t
phone_pairs_of_bytes(uint64_t bytes)
{
	bytes = (bytes >> 8 & UINT64_C(0x00ff00ff00ff00ff)) * PHONE_SIGNS +
		(bytes & UINT64_C(0x00ff00ff00ff00ff));
	bytes = (bytes | bytes >> 8) & UINT64_C(0x0000ffff0000ffff);
	return (uint32_t) (bytes | bytes >> 16);
}

/* The same of ASCII digits, behind which there is room for eight bytes. */
static inline uint32_t
phone_pairs(const char *digits, size_t count)
{
	const unsigned char *byte = (const unsigned char *) digits;
	uint64_t	bytes = (uint64_t) byte[0] << 56 | (uint64_t) byte[1] << 48 |
		(uint64_t) byte[2] << 40 | (uint64_t) byte[3] << 32 |
		(uint64_t) byte[4] << 24 | (uint64_t) byte[5] << 16 |
		(uint64_t) byte[6] << 8 | byte[7];
	size_t		half = (count < 8 ? count : 8) * 4;
	uint64_t	there = ~(UINT64_MAX >> half >> half);

	return phone_pairs_of_bytes((bytes & there) -
								(UINT64_C(0x2f2f2f2f2f2f2f2f) & there));
}

/* The label of a number of count digits from a root. */
static inline unsigned
phone_walk(const uint16_t rows[][PHONE_COLUMNS], unsigned row_count,
		   const uint16_t *pool, unsigned state, uint32_t pairs, size_t count)
{
	for (; state < row_count; pairs <<= 8)
		state = rows[state][pairs >> 24];
	return pool[state - row_count + count];
}

/* The plan of a region in upper case, or NULL: codes are compared exactly. */
static inline const struct phone_plan *
phone_plan_of(const char *region, size_t length)
{
	unsigned	index;

	if (length != 2 || region[0] < 'A' || region[0] > 'Z' ||
		region[1] < 'A' || region[1] > 'Z')
		return NULL;
	index = phone_region_index[(region[0] - 'A') * 26 + (region[1] - 'A')];
	return index == PHONE_NO_PLAN ? NULL : &phone_plans[index];
}

/* What three digits tell. As nibbles of a value they are 2 .. 11. */
static inline const struct phone_start *
phone_start_of(const char *digits)
{
	const unsigned char *byte = (const unsigned char *) digits;

	return &phone_starts[(byte[0] * 0x100u + byte[1] * 0x10u + byte[2]) -
						 0x111u * ('0' - 2)];
}

/* The calling code that a string of digits starts with, or NULL. */
static inline const struct phone_code *
phone_code_of(const char *digits, size_t count)
{
	unsigned	index;

	if (count < PHONE_CODE_MAX)
		return NULL;
	index = phone_start_of(digits)->code;
	return index == PHONE_NO_CODE ? NULL : &phone_codes[index];
}

/* How a length stands to the lengths of a plan, as libphonenumber tests it. */
static inline enum phone_possibility
phone_length_class(const struct phone_plan *plan, size_t length)
{
	uint32_t	bit = length < 32 ? UINT32_C(1) << length : 0;

	if (plan->local_lengths & bit)
		return PHONE_IS_POSSIBLE_LOCAL_ONLY;
	if (plan->lengths & bit)
		return PHONE_IS_POSSIBLE;
	if (bit == 0 || bit > plan->lengths)
		return PHONE_POSSIBLE_TOO_LONG;
	if ((plan->lengths & (bit - 1)) == 0)
		return PHONE_POSSIBLE_TOO_SHORT;
	return PHONE_POSSIBLE_INVALID_LENGTH;
}

#endif
