/* phone_domestic_data.c: numbers that cannot be dialled from abroad
 *
 * Made by extension/data/phone/generate.mjs from libphonenumber 8.12.57, for tests.
 */

#include "phone_tables.h"

/* So many columns alike. */
#define X2(state)	state, state
#define X3(state)	X2(state), state
#define X4(state)	X3(state), state
#define X5(state)	X4(state), state
#define X6(state)	X5(state), state
#define X7(state)	X6(state), state
#define X8(state)	X7(state), state
#define X9(state)	X8(state), state
#define X10(state)	X9(state), state
#define X11(state)	X10(state), state

const uint16_t phone_domestic_rows[PHONE_DOMESTIC_ROWS][PHONE_COLUMNS] = {
	{
	X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4),
	X11(4), X11(4),
	},
	{
	X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), 4,
	3, X11(4), X9(4),
	},
	{
	X11(4), X11(4), X11(4), X11(18), X11(18), X11(4), X11(4), X11(4), X11(4),
	X11(4), X11(4),
	},
	{
	X11(4), X11(12), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4), X11(4),
	X11(4), X11(4),
	},
};

const uint16_t phone_domestic_pool[PHONE_DOMESTIC_POOL] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0,
};
