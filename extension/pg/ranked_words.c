/*
 * ranked_words.c: the words of many names, each once, with its best rank.
 *
 * The entries of words need not come once a row: who adds many rows collects
 * words here.
 */
#include "ranked_glue.h"

#include "miscadmin.h"

#include "compat.h"

#define WORD_KEY	(1 + RANKED_WORD_TEXT)

/* A word of the table; its key is that of its entry, with 0 behind it. */
struct word
{
	uint8		key[WORD_KEY];
	uint64		rank;
};

void
ranked_words_begin(struct ranked_words *words)
{
	HASHCTL		control = {
		.keysize = WORD_KEY, .entrysize = sizeof(struct word),
		.hcxt = CurrentMemoryContext
	};

	words->table = hash_create("words of a ranked index", 1024, &control,
							   HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

static void
add_word(struct ranked_words *words, const struct ranked_text *text,
		 uint64 rank)
{
	uint8_t		key[RANKED_KEY_MAX] = {0};
	struct word *word;
	bool		found;

	ranked_word_key(text->at, text->length, key);
	word = hash_search(words->table, key, HASH_ENTER, &found);
	if (!found || word->rank < rank)
		word->rank = rank;
}

void
ranked_words_add(struct ranked_words *words,
				 const struct ranked_subject *subject)
{
	struct ranked_text parts[NAME_WORDS];
	int			count = ranked_words(subject->folded, subject->length, parts);

	for (int i = 0; i < count; i++)
		add_word(words, &parts[i], subject->rank);
}

/* About the bytes that the table takes. */
Size
ranked_words_size(const struct ranked_words *words)
{
	return hash_get_num_entries(words->table) * 2 * sizeof(struct word);
}

/* Hands every word over and forgets them. */
void
ranked_words_end(struct ranked_words *words, ranked_word_visit visit,
				 void *context)
{
	HASH_SEQ_STATUS all;
	struct word *word;

	hash_seq_init(&all, words->table);
	while ((word = hash_seq_search(&all)) != NULL)
	{
		const char *text = (const char *) word->key + 1;

		CHECK_FOR_INTERRUPTS();
		visit(context, text, strnlen(text, RANKED_WORD_TEXT), word->rank);
	}
	hash_destroy(words->table);
}

/* A visitor that is asked about words that a tree does not know so well. */
struct filter
{
	const struct ranked_reader *known;
	ranked_word_visit visit;
	void	   *context;
};

static void
visit_new(void *context, const char *text, size_t length, uint64 rank)
{
	const struct filter *filter = context;
	struct ranked_entry known;
	uint8_t		key[RANKED_KEY_MAX];
	size_t		key_length = ranked_word_key(text, length, key);

	if (!ranked_find(filter->known, key, key_length, &known) ||
		known.rank < rank)
		filter->visit(filter->context, text, length, rank);
}

void
ranked_words_end_new(struct ranked_words *words,
					 const struct ranked_reader *known,
					 ranked_word_visit visit, void *context)
{
	struct filter filter = {known, visit, context};

	if (known == NULL)
		ranked_words_end(words, visit, context);
	else
		ranked_words_end(words, visit_new, &filter);
}
