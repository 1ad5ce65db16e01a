/*
 * fuzz_ranked_key.c: the keys of any name, and of its words
 *
 * Each key has the form that ranked_key.h draws, is given once, and leads back
 * to a part of the name.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ranked_range.h"

#define RANK	77
#define ROW		99
#define KEYS	(3 * NAME_WORDS + 64)

struct keys
{
	size_t		count;
	size_t		of[RANKED_REST + 1];	/* a class */
	struct ranked_entry entry[KEYS];
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static bool
same_key(const struct ranked_entry *a, const struct ranked_entry *b)
{
	return a->length == b->length && memcmp(a->key, b->key, a->length) == 0;
}

static void
keep(void *context, const struct ranked_entry *entry)
{
	struct keys *keys = context;

	need(keys->count < KEYS);
	need(entry->length >= 1 && entry->length <= RANKED_KEY_MAX);
	need(memchr(entry->key, 0, entry->length) == NULL);
	need(entry->key[0] >= RANKED_NAME && entry->key[0] <= RANKED_REST);
	need(entry->rank == RANK);
	for (size_t i = 0; i < keys->count; i++)
		need(!same_key(&keys->entry[i], entry));
	keys->of[entry->key[0]]++;
	keys->entry[keys->count++] = *entry;
}

/* How long the text behind the class is. */
static size_t
text_length(const struct ranked_entry *entry)
{
	size_t		length = 1;

	while (length < entry->length && entry->key[length] >= ' ')
		length++;
	return length - 1;
}

static bool
occurs(const char *name, size_t length, const uint8_t *text,
	   size_t text_length)
{
	return text_length == 0 ||
		memmem(name, length, text, text_length) != NULL;
}

static void
check_row(const struct ranked_entry *entry, const char *name, size_t length)
{
	need(entry->row == ROW);
	if (entry->key[0] == RANKED_NAME)
		need(memcmp(entry->key + 1, name, entry->length - 1u) == 0 &&
			 text_length(entry) == entry->length - 1u);
	if (entry->key[0] == RANKED_TAIL)
		need(occurs(name, length, entry->key + 1, text_length(entry)) &&
			 text_length(entry) < entry->length - 1u);
	if (entry->key[0] == RANKED_LONG)
		need(occurs(name, length, entry->key + 1, entry->length - 1u));
}

static void
check_name(const char *name, size_t length, int words)
{
	struct keys keys = {0};

	ranked_keys(name, length, RANK, ROW, keep, &keys);
	need((keys.count == 0) == (length == 0));
	need(keys.of[RANKED_NAME] == (length > 0));
	need(keys.of[RANKED_TAIL] < NAME_WORDS);
	need(keys.of[RANKED_PAIR] == 0 || keys.of[RANKED_LONG] == 0);
	need(keys.of[RANKED_WORD] + keys.of[RANKED_SUFFIX] +
		 keys.of[RANKED_SOUND] == 0);
	if (words > 1)
		need(keys.of[RANKED_PAIR] + keys.of[RANKED_LONG] > 0);
	for (size_t i = 0; i < keys.count; i++)
		check_row(&keys.entry[i], name, length);
}

static void
check_suffix(const struct ranked_entry *entry, struct ranked_text word)
{
	struct ranked_ending ending = ranked_ending_of(entry);

	need(ending.length == word.length && ending.start > 0 &&
		 memcmp(ending.text, word.at, word.length) == 0);
}

static void
check_word(struct ranked_text word)
{
	struct keys keys = {0};
	uint8_t		key[RANKED_KEY_MAX];
	const struct ranked_entry *last;

	ranked_word_keys(word.at, word.length, RANK, keep, &keys);
	last = &keys.entry[keys.count - 1];
	need(last->length == ranked_word_key(word.at, word.length, key) &&
		 memcmp(last->key, key, last->length) == 0);
	need(keys.of[RANKED_WORD] == 1 &&
		 keys.of[RANKED_SUFFIX] == word.length - 1);
	for (size_t i = 0; i < keys.count; i++)
	{
		need(keys.entry[i].row == RANKED_NO_ROW);
		if (keys.entry[i].key[0] == RANKED_SUFFIX)
			check_suffix(&keys.entry[i], word);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t		room = NAME_FOLD_GROWTH * size;
	char	   *folded = malloc(room);
	size_t		length = name_fold((const char *) data, size, folded);
	char	   *name = malloc(length);
	struct ranked_text words[NAME_WORDS];
	int			count;

	if (length > 0)
		memcpy(name, folded, length);
	free(folded);
	count = ranked_words(name, length, words);
	check_name(name, length, count);
	for (int i = 0; i < count; i++)
		check_word(words[i]);
	free(name);
	return 0;
}
