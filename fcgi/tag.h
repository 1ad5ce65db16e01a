/* tag.h: the entity tag of an answer's body */
#ifndef TAG_H
#define TAG_H

#include <stdint.h>

#include "memory.h"

/* What hashtextextended(text, 0) is in SQL, which compares for If-Match. */
extern uint64_t tag_hash(struct slice text);

#endif							/* TAG_H */
