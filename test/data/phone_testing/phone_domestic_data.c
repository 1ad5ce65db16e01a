/* phone_domestic_data.c: numbers that cannot be dialled from abroad
 *
 * Made by extension/data/phone/generate.mjs from libphonenumber 8.12.57, for tests.
 */

#include "phone_tables.h"

const uint16_t phone_domestic_rows[PHONE_DOMESTIC_BRANCHES][PHONE_COLUMNS] = {
	{0, 0, 4, 4, 4, 4, 4, 4, 4, 4, 2, 4},
	{0, 0, 4, 4, 19, 19, 4, 4, 4, 4, 4, 4},
	{0, 0, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4},
	{0, 0, 15, 4, 4, 4, 4, 4, 4, 4, 4, 4},
};

const uint16_t phone_domestic_pool[PHONE_DOMESTIC_POOL] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0,
};
