/*
 * phone_place_tables.h: the generated tables of carriers, places and time
 * zones. They are made by extension/data/place/generate.mjs.
 *
 * A key is the first eight digits behind the calling code as nibbles, digit d
 * as d + 2 and 0 where the number has ended. What the longest known prefix of
 * a number says is a step function of its key: a run is a key from which on,
 * up to the next run, all numbers share a row of names. Runs whose keys begin
 * with the same four digits are a bucket.
 *
 * Every code has a run at key 0, so that no key is before the first one, and
 * row 0 of every code has no names.
 */
#ifndef PHONE_PLACE_TABLES_H
#define PHONE_PLACE_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "phone_place_data.h"

#define PHONE_ENGLISH	0			/* of all languages the first */

/* One calling code: the next one's buckets and names follow its own. */
struct phone_place_code
{
	uint32_t	bucket;
	uint32_t	name;
	uint64_t	languages;			/* bit n: rows have a name in language n */
};

struct phone_place_map
{
	const uint8_t *index;			/* by calling code: place in codes, or 0 */
	const struct phone_place_code *codes;
	const uint16_t *high;			/* of a bucket: first half of its keys, */
	const uint32_t *run;			/* and its first run; then the end */
	const uint16_t *low;			/* of a run: second half of its key, */
	const uint16_t *row;			/* and its names */
	const uint32_t *name;			/* places in phone_place_text, 0 = none */
};

/* A language whose names are missing is read from another, or not at all. */
struct phone_language
{
	uint8_t		broader;			/* where a code lacks it; else itself */
	bool		english;			/* English does for what it lacks */
};


extern const struct phone_place_map phone_carrier_map;
extern const struct phone_place_map phone_location_map;
extern const struct phone_place_map phone_timezone_map;

/* By two letters; languages that are not known are English. */
extern const uint8_t phone_language_index[26 * 26];
extern const struct phone_language phone_languages[PHONE_LANGUAGES];

/* By two letters: place of a country in the next two plus 1, or 0. */
extern const uint8_t phone_country_index[26 * 26];

/* Do its mobile numbers keep their digits when they change their carrier? */
extern const bool phone_country_portable[PHONE_COUNTRIES];
extern const uint32_t phone_country_names[PHONE_COUNTRIES][PHONE_LANGUAGES];

extern const char phone_place_text[];	/* NUL-terminated names */

#endif
