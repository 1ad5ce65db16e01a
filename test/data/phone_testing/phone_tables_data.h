/* phone_tables_data.h: sizes of the generated tables
 *
 * Made by extension/data/phone/generate.mjs from libphonenumber 8.12.57, for tests.
 */
#ifndef PHONE_TABLES_DATA_H
#define PHONE_TABLES_DATA_H

#define PHONE_METADATA_VERSION	"libphonenumber 8.12.57, for tests"
#define PHONE_CODE_COUNT	29
#define PHONE_DOMESTIC_POOL	32
#define PHONE_DOMESTIC_ROWS	4
#define PHONE_EXAMPLE_SIZE	709
#define PHONE_EXTRA_CODES	0
#define PHONE_FORMAT_POOL	675
#define PHONE_FORMAT_ROWS	53
#define PHONE_GENERAL_POOL	187
#define PHONE_GENERAL_ROWS	35
#define PHONE_PLAN_COUNT	36
#define PHONE_PREFIX_STATES	72
#define PHONE_SHAPES_SIZE	793
#define PHONE_SHAPE_PAIRS	86
#define PHONE_SHORT_LABELS	0
#define PHONE_SHORT_POOL	0
#define PHONE_SHORT_ROWS	0
#define PHONE_TRANSFORM_COUNT	6
#define PHONE_WORLD_LABELS	36
#define PHONE_WORLD_POOL	553
#define PHONE_WORLD_ROWS	98

#endif
