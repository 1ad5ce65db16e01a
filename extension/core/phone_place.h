/*
 * phone_place.h: facts that go with the first digits of a number: who it was
 * allocated to, where it is, which time zones it may be in
 *
 * The answers are libphonenumber's (C++ for places, Java for carriers and
 * time zones), with NULL for its empty text. They are constant UTF-8 text that
 * need not be freed. A language is a tag such as "en", "pt-BR" or "zh_TW".
 */
#ifndef PHONE_PLACE_H
#define PHONE_PLACE_H

#include "phone.h"

#define PHONE_ZONE_SEPARATOR	"&" /* between the zones of a number */
#define PHONE_DOMAIN_MAX		64	/* ENUM domain of a number, with NUL */

extern const char *phone_carrier(phone value,
								 const char *language, size_t length);
extern const char *phone_location(phone value,
								  const char *language, size_t length);
extern const char *phone_timezones(phone value);
extern bool phone_portable(phone value, bool *portable);
extern size_t phone_enum_domain(phone value, char out[PHONE_DOMAIN_MAX]);

#endif
