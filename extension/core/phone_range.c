/*
 * phone_range.c: the values whose text begins with a prefix
 *
 * A prefix is the beginning of a canonical text; one that begins with a digit
 * stands for the same with a plus. Both ends of every range are values
 * themselves, so that a bound can be shown, sent and read again.
 */
#include <string.h>

#include "phone_layout.h"

struct range_list
{
	int			count;
	struct phone_range *range;
};

static void
add_range(struct range_list *list, phone low, phone high)
{
	list->range[list->count].low = low;
	list->range[list->count].high = high;
	list->count++;
}

/*
 * The digits of a prefix with a head that the number must begin with: false if
 * the two contradict each other.
 */
static bool
join_head(const char *prefix, size_t length, const char *head,
		  char digits[LONG_LENGTH_MAX], size_t *joined)
{
	size_t		head_length = strlen(head);
	size_t		common = length < head_length ? length : head_length;

	if (memcmp(prefix, head, common) != 0 || length > LONG_LENGTH_MAX)
		return false;
	memcpy(digits, head, head_length);
	if (length > head_length)
		memcpy(digits + head_length, prefix + head_length,
			   length - head_length);
	*joined = length > head_length ? length : head_length;
	return true;
}

/* The long numbers fill two stretches of ranks: 17 and 18 digits, then 19. */
static const struct long_kind
{
	const char *const *head;
	size_t		heads;
	size_t		shortest;
	size_t		longest;
} long_kind[] = {
	{long_code, LENGTH_OF(long_code), LONG_LENGTH_MIN, LONG_LENGTH_MAX - 1},
	{longest_head, LENGTH_OF(longest_head), LONG_LENGTH_MAX, LONG_LENGTH_MAX}
};

static void
add_long_range(struct range_list *list, const struct long_kind *kind,
			   const char *head, const char *prefix, size_t length)
{
	char		low[LONG_LENGTH_MAX];
	char		high[LONG_LENGTH_MAX];
	size_t		joined;
	size_t		shortest;
	struct phone_range range;

	if (!join_head(prefix, length, head, low, &joined) ||
		joined > kind->longest)
		return;
	/* a number sorts before the longer ones that begin with it */
	shortest = joined > kind->shortest ? joined : kind->shortest;
	memcpy(high, low, joined);
	memset(low + joined, '0', shortest - joined);
	memset(high + joined, '9', kind->longest - joined);
	if (phone_pack_long(low, shortest, &range.low) &&
		phone_pack_long(high, kind->longest, &range.high))
		add_range(list, range.low, range.high);
}

/* Numbers whose digits begin so; without a digit, all of them. */
static void
add_number_ranges(struct range_list *list, const char *digits, size_t length)
{
	uint64_t	head;

	if (length == 0)
	{
		add_range(list, put_digits("100", NUMBER_LENGTH_MIN, 0),
				  ((uint64_t) CLASS_LONG << CLASS_SHIFT | longest_first) +
				  LENGTH_OF(longest_head) * longest_step - 1);
		return;
	}
	if (digits[0] == '0' || length > LONG_LENGTH_MAX)
		return;
	if (length <= NIBBLES)
	{
		head = put_digits(digits, length, 0);
		add_range(list,
				  head | fill(NIBBLE_ZERO, (unsigned) length,
							  NUMBER_LENGTH_MIN),
				  head | fill(NIBBLE_NINE, (unsigned) length, NIBBLES));
	}
	for (size_t i = 0; i < LENGTH_OF(long_kind); i++)
		for (size_t j = 0; j < long_kind[i].heads; j++)
			add_long_range(list, &long_kind[i], long_kind[i].head[j],
						   digits, length);
}

/* Short codes whose text begins so: a letter, a region, or more. */
static bool
add_short_range(struct range_list *list, const char *prefix, size_t length)
{
	char		low[2] = {'A', 'A'};
	char		high[2] = {'Z', 'Z'};
	char		digits[2][SHORT_LENGTH_MAX];
	size_t		count = length > 3 ? length - 3 : 0;
	struct phone_range range;

	for (size_t i = 0; i < length && i < 2; i++)
	{
		if (!is_upper(upper(prefix[i])))
			return false;
		low[i] = high[i] = upper(prefix[i]);
	}
	if (length > 2 && prefix[2] != ':')
		return false;
	if (count > 0 && !all_digits(prefix + 3, count))
		return false;
	if (count > SHORT_LENGTH_MAX)
		return true;
	memset(digits[0], '0', SHORT_LENGTH_MAX);
	memset(digits[1], '9', SHORT_LENGTH_MAX);
	if (count > 0)
	{
		memcpy(digits[0], prefix + 3, count);
		memcpy(digits[1], prefix + 3, count);
	}
	if (phone_pack_short(low[0], low[1], digits[0], count > 0 ? count : 1,
				   &range.low) &&
		phone_pack_short(high[0], high[1], digits[1], SHORT_LENGTH_MAX, &range.high))
		add_range(list, range.low, range.high);
	return true;
}

/* Senders whose text begins so. */
static bool
add_sender_range(struct range_list *list, const char *prefix, size_t length)
{
	char		low[SENDER_LENGTH_MAX];
	char		high[SENDER_LENGTH_MAX];
	bool		letter = false;
	struct phone_range range;

	for (size_t i = 0; i < length; i++)
	{
		if (phone_sender_digit(prefix[i]) == 0)
			return false;
		letter |= is_upper(upper(prefix[i]));
	}
	if (length > SENDER_LENGTH_MAX)
		return true;
	memcpy(low, prefix, length);
	memcpy(high, prefix, length);
	memset(high + length, 'Z', SENDER_LENGTH_MAX - length);

	/*
	 * What is not yet a sender goes on with blanks, the lowest character, and
	 * ends in the lowest one that makes it a sender.
	 */
	if (!phone_pack_sender(low, length, &range.low))
	{
		if (length == SENDER_LENGTH_MAX)
			return true;
		memset(low + length, ' ', SENDER_LENGTH_MAX - length);
		low[SENDER_LENGTH_MAX - 1] = letter ? '-' : 'A';
		if (!phone_pack_sender(low, SENDER_LENGTH_MAX, &range.low))
			return true;
	}
	if (phone_pack_sender(high, SENDER_LENGTH_MAX, &range.high))
		add_range(list, range.low, range.high);
	return true;
}

/*
 * The ranges, in order, of the values whose text begins with the prefix; their
 * number, or -1 when the prefix cannot begin any text. Constants begin with
 * the empty prefix only.
 */
int
phone_prefix_ranges(const char *prefix, size_t length,
					struct phone_range range[PHONE_RANGES_MAX])
{
	struct range_list list = {0, range};
	bool		plus = length > 0 && prefix[0] == '+';
	bool		known;

	if (length == 0)
	{
		add_range(&list, put_digits("100", NUMBER_LENGTH_MIN, 0),
				  (uint64_t) CLASS_CONSTANT << CLASS_SHIFT |
				  (CONSTANTS - 1));
		return list.count;
	}
	if (plus || is_digit(prefix[0]))
	{
		if (!all_digits(prefix + plus, length - plus))
			return -1;
		add_number_ranges(&list, prefix + plus, length - plus);
		return list.count;
	}
	known = add_short_range(&list, prefix, length);
	known |= add_sender_range(&list, prefix, length);
	return known ? list.count : -1;
}

bool
phone_in_ranges(phone value, const struct phone_range *range, int count)
{
	for (int i = 0; i < count; i++)
		if (value >= range[i].low && value <= range[i].high)
			return true;
	return false;
}
