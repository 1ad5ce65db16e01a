/* name_cost_data.h: the generated costs of taking a letter for another */
#ifndef NAME_COST_DATA_H
#define NAME_COST_DATA_H

#include <stdint.h>

extern const uint8_t name_letter_cost[26][26];

#endif
