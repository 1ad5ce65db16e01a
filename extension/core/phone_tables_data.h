/* phone_tables_data.h: sizes of the generated tables
 *
 * Made by extension/data/phone/generate.mjs from google-libphonenumber 3.2.47.
 */
#ifndef PHONE_TABLES_DATA_H
#define PHONE_TABLES_DATA_H

#define PHONE_METADATA_VERSION	"google-libphonenumber 3.2.47"
#define PHONE_CODE_COUNT	215
#define PHONE_DOMESTIC_POOL	139
#define PHONE_DOMESTIC_ROWS	101
#define PHONE_EXAMPLE_SIZE	6516
#define PHONE_EXTRA_CODES	10
#define PHONE_FORMAT_POOL	6529
#define PHONE_FORMAT_ROWS	726
#define PHONE_GENERAL_POOL	1055
#define PHONE_GENERAL_ROWS	324
#define PHONE_PLAN_COUNT	254
#define PHONE_PREFIX_STATES	615
#define PHONE_SHAPES_SIZE	3089
#define PHONE_SHAPE_PAIRS	401
#define PHONE_SHORT_LABELS	40
#define PHONE_SHORT_POOL	2117
#define PHONE_SHORT_ROWS	1252
#define PHONE_TRANSFORM_COUNT	43
#define PHONE_WORLD_LABELS	202
#define PHONE_WORLD_POOL	4795
#define PHONE_WORLD_ROWS	2579

#endif
