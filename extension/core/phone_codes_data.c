/* phone_codes_data.c: short numbers that the metadata lacks, from codes.tsv
 *
 * Made by extension/data/phone/generate.mjs from google-libphonenumber 3.2.47.
 */

#include "phone_tables.h"

const struct phone_extra_code phone_extra_codes[PHONE_EXTRA_CODES] = {
	{"IN", "1551"},
	{"IN", "1906"},
	{"IN", "1915"},
	{"IN", "1930"},
	{"IN", "14416"},
	{"IN", "14433"},
	{"IN", "14446"},
	{"IN", "14555"},
	{"IN", "14566"},
	{"IN", "14567"},
};
