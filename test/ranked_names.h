/*
 * ranked_names.h: a ranked tree of names in memory, for tests
 *
 * Names are entered as an index enters them: a word that is known with a rank
 * as good is not entered again.
 */
#ifndef RANKED_NAMES_H
#define RANKED_NAMES_H

#include "ranked_key.h"
#include "ranked_pager.h"
#include "ranked_search.h"

static inline void
names_emit(void *context, const struct ranked_entry *entry)
{
	ranked_insert(context, entry);
}

static inline void
names_insert_word(const struct ranked_writer *writer, struct ranked_text word,
				  uint64_t rank)
{
	struct ranked_entry known;
	uint8_t		key[RANKED_KEY_MAX];
	size_t		length = ranked_word_key(word.at, word.length, key);

	if (!ranked_find(&writer->reader, key, length, &known))
		ranked_word_keys(word.at, word.length, rank, names_emit,
						 (void *) writer);
	else if (known.rank < rank)
		ranked_word_raised(word.at, word.length, rank, names_emit,
						   (void *) writer);
}

static inline void
names_insert(const struct ranked_writer *writer, const char *folded,
			 size_t length, uint64_t rank, uint64_t row)
{
	struct ranked_text words[NAME_WORDS];
	int			count = ranked_words(folded, length, words);

	for (int i = 0; i < count; i++)
		names_insert_word(writer, words[i], rank);
	ranked_keys(folded, length, rank, row, names_emit, (void *) writer);
}

#endif
