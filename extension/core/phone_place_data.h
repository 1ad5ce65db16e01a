/* phone_place_data.h: sizes of the generated tables
 *
 * Made by extension/data/place/generate.mjs.
 */

#define PHONE_COUNTRIES	245
#define PHONE_LANGUAGES	43
#define PHONE_TRADITIONAL_CHINESE	42
