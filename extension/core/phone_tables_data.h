/* phone_tables_data.h: sizes of the generated tables
 *
 * Made by extension/data/phone/generate.mjs from google-libphonenumber 3.2.47.
 */

#define PHONE_METADATA_VERSION	"google-libphonenumber 3.2.47"
#define PHONE_CODE_COUNT	215
#define PHONE_EXAMPLE_SIZE	6516
#define PHONE_FORMAT_BRANCHES	1384
#define PHONE_FORMAT_POOL	6529
#define PHONE_GENERAL_BRANCHES	445
#define PHONE_GENERAL_POOL	1042
#define PHONE_KIND_BLOCKS	204
#define PHONE_PLAN_COUNT	254
#define PHONE_PREFIX_STATES	615
#define PHONE_SHAPES_SIZE	3089
#define PHONE_SHAPE_PAIRS	401
#define PHONE_SHORT_BRANCHES	2192
#define PHONE_SHORT_LABELS	40
#define PHONE_SHORT_POOL	2116
#define PHONE_TRANSFORM_COUNT	43
#define PHONE_WORLD_BRANCHES	5200
#define PHONE_WORLD_LABELS	202
#define PHONE_WORLD_POOL	4156
