/* ranked_key_test.c: the keys of names and words, letter for letter */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ranked_key.h"

#define KEYS_MAX	400

struct keys
{
	int			count;
	char		text[KEYS_MAX][3 * RANKED_KEY_MAX];
};

/* The class as its initial; marks in brackets, letters of a word before as such. */
static void
print_key(const struct ranked_entry *entry, char *out)
{
	static const char class[] = "?NTPWXSLR";

	*out++ = class[entry->key[0]];
	*out++ = ':';
	for (int i = 1; i < entry->length; i++)
	{
		uint8_t		byte = entry->key[i];

		if (byte >= ' ')
			*out++ = (char) byte;
		else if (entry->key[0] == RANKED_TAIL)
			out += sprintf(out, "<%c", byte > 27 ? '#' : 'a' + byte - 2);
		else
			*out++ = byte == RANKED_END ? '.' : '|';
	}
	*out = '\0';
}

static void
keep(void *context, const struct ranked_entry *entry)
{
	struct keys *keys = context;

	assert_in_range(keys->count, 0, KEYS_MAX - 1);
	print_key(entry, keys->text[keys->count++]);
}

static void
assert_keys(const struct keys *keys, const char *const *wanted, int count)
{
	for (int i = 0; i < count && i < keys->count; i++)
		assert_string_equal(keys->text[i], wanted[i]);
	assert_int_equal(keys->count, count);
}

static void
assert_name(const char *name, const char *const *wanted, int count)
{
	struct keys keys = {0};

	ranked_keys(name, strlen(name), 1, 1, keep, &keys);
	assert_keys(&keys, wanted, count);
}

#define ASSERT_NAME(name, ...) \
	do { \
		static const char *const wanted_[] = {__VA_ARGS__}; \
		assert_name(name, wanted_, sizeof(wanted_) / sizeof(wanted_[0])); \
	} while (0)

/* A name is kept from each of its words on, and by each two of them. */
static void
test_names(void **state)
{
	(void) state;
	assert_name("", NULL, 0);
	ASSERT_NAME("raj", "N:raj");
	ASSERT_NAME("raj kumar", "N:raj kumar", "T:kumar<j<a<r", "P:kruamja.r.");
	ASSERT_NAME("kumar raj", "N:kumar raj", "T:raj<r<a<m", "P:kruamja.r.");
	ASSERT_NAME("a 7 bo", "N:a 7 bo", "T:7 bo<a", "T:bo<#",
				"P:7a|bo.", "P:ab.o|7.", "P:7b.o|a.");
	ASSERT_NAME("venkatanarasimha li", "N:venkatanarasimha li",
				"T:li<a<h<m", "P:lvie.n.k.a.t.a.n");
}

/* What repeats itself is kept once. */
static void
test_repeats(void **state)
{
	(void) state;
	ASSERT_NAME("an an an", "N:an an an", "T:an an<n<a", "T:an<n<a",
				"P:aann|an.");
	ASSERT_NAME("a b a b a b a", "N:a b a b a b a", "T:b a b a b a<a",
				"T:a b a b a<b", "T:b a b a<a", "T:a b a<b", "T:b a<a",
				"T:a<b", "L:a", "L:b");
}

static int
count_of(const struct keys *keys, char class)
{
	int			count = 0;

	for (int i = 0; i < keys->count; i++)
		count += keys->text[i][0] == class;
	return count;
}

/* Long names and long words are told apart from those kept in full. */
static void
test_rest(void **state)
{
	struct keys keys = {0};
	struct keys word = {0};
	char		name[2 * (NAME_WORDS + 1) + 1];
	char		letters[RANKED_WORD_TEXT + 1];

	(void) state;
	for (int i = 0; i <= NAME_WORDS; i++)
		sprintf(name + 2 * i, "%c ", 'a' + i % 26);
	ranked_keys(name, strlen(name) - 1, 1, 1, keep, &keys);
	assert_int_equal(count_of(&keys, 'R'), 1);
	assert_int_equal(count_of(&keys, 'L'), 26);
	assert_int_equal(count_of(&keys, 'P'), 0);

	memset(letters, 'x', sizeof(letters));
	ranked_keys(letters, sizeof(letters), 1, 1, keep, &word);
	assert_int_equal(word.count, 2);
	assert_int_equal(count_of(&word, 'R'), 1);
	memset(&word, 0, sizeof(word));
	ranked_keys(letters, RANKED_WORD_TEXT, 1, 1, keep, &word);
	assert_int_equal(count_of(&word, 'R'), 0);
}

#define ASSERT_WORD(word, ...) \
	do { \
		static const char *const wanted_[] = {__VA_ARGS__}; \
		struct keys keys_ = {0}; \
		ranked_word_keys(word, strlen(word), 1, keep, &keys_); \
		assert_keys(&keys_, wanted_, sizeof(wanted_) / sizeof(wanted_[0])); \
	} while (0)

/* A word is kept by its ends and by its sounds; last of all as itself. */
static void
test_words(void **state)
{
	(void) state;
	ASSERT_WORD("a", "W:a");
	ASSERT_WORD("anna", "X:nna.a", "X:na.an", "X:a.ann", "S:an.anna", "W:anna");
	ASSERT_WORD("kumar", "X:umar.k", "X:mar.ku", "X:ar.kum", "X:r.kuma",
				"S:kmr.kumar", "S:mr.kumar", "S:kr.kumar", "S:km.kumar",
				"W:kumar");
	ASSERT_WORD("r2", "X:2.r", "W:r2");
}

/* Voiced consonants are entered as the others are. */
static void
test_blurred(void **state)
{
	(void) state;
	ASSERT_WORD("gadi", "X:adi.g", "X:di.ga", "X:i.gad", "S:kt.gadi", "W:gadi");
	ASSERT_WORD("badat", "X:adat.b", "X:dat.ba", "X:at.bad", "X:t.bada",
				"S:pt.badat", "W:badat");
}

/* A better rank changes what promises it, not what a word sounds like. */
static void
test_raised(void **state)
{
	static const char *const wanted[] = {"X:aj.r", "X:j.ra", "W:raj"};
	struct keys keys = {0};

	(void) state;
	ranked_word_raised("raj", 3, 1, keep, &keys);
	assert_keys(&keys, wanted, 3);
}

/* A name's words are those of the lexicon, each once. */
static void
test_lexicon(void **state)
{
	struct ranked_text words[NAME_WORDS];
	const char *name = "raj kumar raj";

	(void) state;
	assert_int_equal(ranked_words(name, strlen(name), words), 2);
	assert_int_equal(words[1].length, 5);
	assert_memory_equal(words[1].at, "kumar", 5);
	assert_int_equal(ranked_words("", 0, words), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_repeats),
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_blurred),
		cmocka_unit_test(test_raised),
		cmocka_unit_test(test_lexicon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
