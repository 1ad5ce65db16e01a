/*
 * ranked_key.h: under which keys a ranked tree holds a name.
 *
 * F is the folded name, w1 to wm are its words. The first byte of a key is its
 * class; text is a-z, 0-9 and space, and bytes below the space are marks.
 *
 *	NAME	F							starts with, whole name
 *	TAIL	F from a later word on, then the last letters of the word before
 *								a word starts with; contains, across a word end
 *	PAIR	two words, the smaller first, letter by letter in turn; then the
 *			first letters of the other words
 *								words in any order
 *	WORD	a word					what words there are
 *	SUFFIX	the end of a word, a mark, the rest of it
 *								contains, inside a word
 *	SOUND	how a word sounds, blurred, all or without a part, a mark, the word
 *								similar
 *	LONG	a word of a name with more words than PAIR takes
 *	REST	nothing: names that the other classes do not hold in full
 *
 * NAME, TAIL, PAIR, LONG and REST stand for rows; the others for words, with
 * the best rank of all names that have the word.
 */
#ifndef RANKED_KEY_H
#define RANKED_KEY_H

#include "name.h"
#include "ranked.h"

enum ranked_class
{
	RANKED_NAME = 1, RANKED_TAIL, RANKED_PAIR, RANKED_WORD, RANKED_SUFFIX,
	RANKED_SOUND, RANKED_LONG, RANKED_REST
};

/* Raised whenever a name gets other keys: indexes must then be rebuilt. */
#define RANKED_KEY_VERSION	2

/* How much of a text a key holds; a text of this length may have been cut. */
#define RANKED_NAME_TEXT	(RANKED_KEY_MAX - 1)
#define RANKED_TAIL_BEFORE	3	/* letters of the word before */
#define RANKED_TAIL_TEXT	(RANKED_KEY_MAX - 1 - RANKED_TAIL_BEFORE)
#define RANKED_PAIR_TEXT	8	/* of each of the two words */
#define RANKED_PAIR_OTHER	3	/* of each of the others */
#define RANKED_LONG_TEXT	16
#define RANKED_WORD_TEXT	48

/* Parts of a sound that may be left out, of sounds so long. */
#define RANKED_SOUND_LESS	8
#define RANKED_SOUND_LEAST	3

/* Names of more words have no pairs, words of more letters no suffixes. */
#define RANKED_PAIR_WORDS	6

/* Marks. None of them is part of a text, all come before what is. */
#define RANKED_END			0x01	/* of a word; of a suffix or a sound */
#define RANKED_OTHERS		0x02	/* of a pair: other words follow */

/* One or more words side by side in a folded name. */
struct ranked_text
{
	const char *at;
	size_t		length;
};

typedef void (*ranked_emit) (void *context, const struct ranked_entry *entry);

/* The entries of a row, each once. */
extern void ranked_keys(const char *folded, size_t length, uint64_t rank,
						uint64_t row, ranked_emit emit, void *context);

/* The words of a name that are in the lexicon, each once: how many. */
extern int	ranked_words(const char *folded, size_t length,
						 struct ranked_text words[NAME_WORDS]);

/*
 * The key of a word's WORD entry: if that is in the tree with a rank as good,
 * so are the word's other entries, for it is handed over last.
 */
extern size_t ranked_word_key(const char *word, size_t length,
							  uint8_t key[RANKED_KEY_MAX]);
extern void ranked_word_keys(const char *word, size_t length, uint64_t rank,
							 ranked_emit emit, void *context);
/*
 * Those that must be entered again when a word of the tree gets a better rank.
 * The rank of a sound tells which words to try first, and may be out of date.
 */
extern void ranked_word_raised(const char *word, size_t length, uint64_t rank,
							   ranked_emit emit, void *context);

/* A sound without each of its parts: how many. */
extern int	ranked_sounds_less(const struct name_sound *sound,
							   struct name_sound less[RANKED_SOUND_LESS]);

/* The last letters of a word as they stand behind a tail: how many. */
extern size_t ranked_before(const char *word, size_t length,
							uint8_t out[RANKED_TAIL_BEFORE]);

#endif
