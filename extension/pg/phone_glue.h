/* phone_glue.h: phone values as SQL passes them, shared by the files of pg/ */
#ifndef PHONE_GLUE_H
#define PHONE_GLUE_H

#include "fmgr.h"

#include "phone.h"

/* The type is LIKE int8; a phone is those bits, compared unsigned. */
#define DatumGetPhone(datum)	((phone) DatumGetInt64(datum))
#define PhoneGetDatum(value)	Int64GetDatum((int64) (value))
#define PG_GETARG_PHONE(n)		DatumGetPhone(PG_GETARG_DATUM(n))
#define PG_RETURN_PHONE(value)	return PhoneGetDatum(value)

/* Of foreign text, an error message shows this many bytes. */
#define PHONE_SHOWN_MAX		64

extern char *phone_shown(const char *text, size_t length);

#endif
