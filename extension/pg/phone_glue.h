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

/*
 * Reading takes time in proportion to the text and cannot be interrupted. Of
 * more bytes than these no number is read.
 */
#define PHONE_READ_MAX	(64 * 1024)

extern const char *phone_utf8(const char *bytes, size_t size, size_t *length);
extern char *phone_shown(const char *text, size_t length);

#endif
