/* phone_place.c: carriers, places, time zones and ENUM domains of numbers */
#include <string.h>

#include "phone_place.h"
#include "phone_place_tables.h"
#include "phone_tables.h"

#define LENGTH_OF(array)	(sizeof (array) / sizeof (array)[0])

/* Countries whose mobile numbers are given out by area, too. */
static const unsigned mobile_with_area[] = {52, 54, 55, 62, 86};

/* What the tables are asked with. */
struct place
{
	struct phone_answer answer;
	unsigned	code;
	uint32_t	key;
};

/*
 * The nibbles of a value behind its calling code are a key. A separator among
 * them means the end as well: no run begins with one, so that none comes
 * between the number and its extension.
 */
static void
locate(phone value, struct place *place)
{
	const struct phone_code *code =
		&phone_codes[phone_starts[value >> 52].code];

	place->code = code->number;
	place->key = (uint32_t) (value << 4 * code->length >> 32);
}

/* Only numbers of a plan that is in use are of a known kind. */
static bool
place_of(phone value, struct place *place)
{
	struct phone_number number;

	if (!phone_ask_value(value, &place->answer) || !place->answer.valid)
		return false;
	if (value >> 60 > 11)
	{
		/* of more digits than nibbles the first ones tell as much */
		(void) phone_unpack(value, &number);
		number.length = 16;
		(void) phone_pack(&number, false, &value);
	}
	locate(value, place);
	return true;
}

/* How many of the ascending numbers are not above the limit. */
static size_t
count_up_to(const uint16_t *number, size_t count, unsigned limit)
{
	const uint16_t *from = number;

	while (count > 0)
	{
		size_t		half = (count + 1) / 2;

		from += from[half - 1] <= limit ? half : 0;
		count -= half;
	}
	return (size_t) (from - number);
}

/* The names of a key, in the order of the code's languages. */
static const uint32_t *
names_of(const struct phone_place_map *map,
		 const struct phone_place_code *code, uint32_t key)
{
	unsigned	half = key >> 16;
	uint32_t	columns = (uint32_t) __builtin_popcountll(code->languages);
	size_t		bucket = code->bucket +
		count_up_to(map->high + code->bucket, code[1].bucket - code->bucket,
					half) - 1;
	size_t		run = map->run[bucket];
	size_t		end = map->run[bucket + 1];

	if (map->high[bucket] == half)
		end = run + count_up_to(map->low + run, end - run, key & 0xffff);
	return map->name + code->name + map->row[end - 1] * columns;
}

static bool
same_subtag(const char *written, size_t length, const char *subtag)
{
	if (strlen(subtag) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((written[i] | 0x20) != subtag[i])
			return false;
	return true;
}

/* Is Chinese with these subtags, such as "_TW", written as of old? */
static bool
is_traditional(const char *subtags, size_t length)
{
	static const char *const region[] = {"tw", "hk", "mo"};
	bool		traditional = false;
	size_t		from = 0;

	for (size_t at = 0; at <= length; at++)
	{
		if (at < length && subtags[at] != '-' && subtags[at] != '_')
			continue;
		if (same_subtag(subtags + from, at - from, "hans"))
			return false;
		if (same_subtag(subtags + from, at - from, "hant"))
			return true;
		for (size_t i = 0; i < LENGTH_OF(region); i++)
			if (same_subtag(subtags + from, at - from, region[i]))
				traditional = true;
		from = at + 1;
	}
	return traditional;
}

/* The language of a tag: its first two letters, but for Chinese. */
static unsigned
language_of(const char *tag, size_t length)
{
	unsigned	first;
	unsigned	second;

	if (length < 2 || (length > 2 && tag[2] != '-' && tag[2] != '_'))
		return PHONE_ENGLISH;
	first = (unsigned) (tag[0] | 0x20) - 'a';
	second = (unsigned) (tag[1] | 0x20) - 'a';
	if (first >= 26 || second >= 26)
		return PHONE_ENGLISH;
	if (same_subtag(tag, 2, "zh") && is_traditional(tag + 2, length - 2))
		return PHONE_TRADITIONAL_CHINESE;
	return phone_language_index[first * 26 + second];
}

/* One of the names of a row, as a place in the text; 0 if it has none. */
static uint32_t
name_in(const uint32_t *names, uint64_t languages, unsigned language)
{
	uint64_t	bit = UINT64_C(1) << language;

	if ((languages & bit) == 0)
		return 0;
	return names[__builtin_popcountll(languages & (bit - 1))];
}

/* What a map says of a number that begins with these digits, or NULL. */
static const char *
find(const struct phone_place_map *map, unsigned calling_code, uint32_t key,
	 unsigned language)
{
	unsigned	index = map->index[calling_code];
	const struct phone_place_code *code = &map->codes[index];
	const uint32_t *names = names_of(map, code, key);
	uint32_t	name;

	if ((code->languages >> language & 1) == 0)
		language = phone_languages[language].broader;
	name = name_in(names, code->languages, language);
	if (name == 0 && phone_languages[language].english)
		name = name_in(names, code->languages, PHONE_ENGLISH);
	return name == 0 ? NULL : phone_place_text + name;
}

/* May the digits behind the calling code tell an area? */
static bool
is_geographical(const struct place *place)
{
	if (place->answer.type == PHONE_FIXED_LINE ||
		place->answer.type == PHONE_FIXED_LINE_OR_MOBILE)
		return true;
	if (place->answer.type != PHONE_MOBILE)
		return false;
	for (size_t i = 0; i < LENGTH_OF(mobile_with_area); i++)
		if (mobile_with_area[i] == place->code)
			return true;
	return false;
}

/* The place of a region among the countries, or -1; "001" is none. */
static int
country_of(const char *region)
{
	unsigned	first = (unsigned) region[0] - 'A';
	unsigned	second = (unsigned) region[1] - 'A';

	if (first >= 26 || second >= 26)
		return -1;
	return (int) phone_country_index[first * 26 + second] - 1;
}

/*
 * Who the range of a mobile or pager number was allocated to at first. The
 * number may have moved to another carrier since.
 */
const char *
phone_carrier(phone value, const char *language, size_t length)
{
	struct place place;

	if (!place_of(value, &place) ||
		(place.answer.type != PHONE_MOBILE &&
		 place.answer.type != PHONE_FIXED_LINE_OR_MOBILE &&
		 place.answer.type != PHONE_PAGER))
		return NULL;
	return find(&phone_carrier_map, place.code, place.key,
				language_of(language, length));
}

/* The area of a number that has one and that is known, or else its country. */
const char *
phone_location(phone value, const char *language, size_t length)
{
	struct place place;
	unsigned	spoken = language_of(language, length);
	const char *area = NULL;
	int			country;

	if (!place_of(value, &place))
		return NULL;
	if (is_geographical(&place))
		area = find(&phone_location_map, place.code, place.key, spoken);
	if (area != NULL)
		return area;
	country = country_of(place.answer.region);
	if (country < 0)
		return NULL;
	return phone_place_text + phone_country_names[country][spoken];
}

/* Names of the tz database; those of the whole country if there is no area. */
const char *
phone_timezones(phone value)
{
	struct place place;

	if (!place_of(value, &place))
		return NULL;
	return find(&phone_timezone_map, place.code,
				is_geographical(&place) ? place.key : 0,
				PHONE_ENGLISH);
}

/* Do mobile numbers of its country keep their digits in another network? */
bool
phone_portable(phone value, bool *portable)
{
	struct phone_answer answer;
	int			country;

	if (!phone_ask_value(value, &answer))
		return false;
	country = country_of(answer.region);
	if (country < 0)
		return false;
	*portable = phone_country_portable[country];
	return true;
}

/* RFC 6116, 3.2: the digits last to first, each a label below e164.arpa. */
size_t
phone_enum_domain(phone value, char out[PHONE_DOMAIN_MAX])
{
	static const char top[] = "e164.arpa";
	struct phone_number number;
	char	   *at = out;

	if (!phone_unpack(value, &number))
		return 0;
	for (int i = number.length; i-- > 0;)
	{
		*at++ = number.digits[i];
		*at++ = '.';
	}
	memcpy(at, top, sizeof top);
	return (size_t) (at - out) + sizeof top - 1;
}
