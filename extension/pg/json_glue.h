/* json_glue.h: writing JSON as row_to_json does, without a type looked up */
#ifndef JSON_GLUE_H
#define JSON_GLUE_H

#include "lib/stringinfo.h"

extern void json_begin(StringInfo out, char bracket);
extern void json_name(StringInfo out, const char *name);
extern void json_text(StringInfo out, const char *bytes, size_t length);
extern void json_word(StringInfo out, const char *word);
extern void json_integer(StringInfo out, int64 value);
extern void json_real(StringInfo out, double value);
extern void json_truth(StringInfo out, bool value);
extern void json_null(StringInfo out);
extern Datum json_end(StringInfo out, char bracket);

#endif
