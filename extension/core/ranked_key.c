/*
 * ranked_key.c: the keys of a name, and of the words that names are made of
 */
#include <string.h>

#include "ranked_key.h"

/* Entries of one class, to hand each key on once. */
struct ranked_keys
{
	struct ranked_entry entry;	/* being made */
	ranked_emit emit;
	void	   *context;
	int			count;
	struct
	{
		uint8_t		length;
		uint8_t		key[RANKED_KEY_MAX];
	}			given[NAME_WORDS];
};

struct ranked_name
{
	const char *text;
	size_t		length;
	int			words;			/* all that count: NAME_WORDS at most */
	bool		more;			/* there are others behind them */
	struct ranked_text word[NAME_WORDS];
};

static void
begin(struct ranked_keys *keys, enum ranked_class class)
{
	keys->entry.key[0] = (uint8_t) class;
	keys->entry.length = 1;
}

static void
put(struct ranked_keys *keys, uint8_t byte)
{
	keys->entry.key[keys->entry.length++] = byte;
}

/* As much of the text as is asked for. */
static void
put_text(struct ranked_keys *keys, const char *text, size_t length,
		 size_t limit)
{
	if (length > limit)
		length = limit;
	memcpy(keys->entry.key + keys->entry.length, text, length);
	keys->entry.length += (uint8_t) length;
}

static void
emit(const struct ranked_keys *keys)
{
	keys->emit(keys->context, &keys->entry);
}

/* Repeated words make equal keys. */
static void
emit_once(struct ranked_keys *keys)
{
	const struct ranked_entry *entry = &keys->entry;

	for (int i = 0; i < keys->count; i++)
		if (keys->given[i].length == entry->length &&
			memcmp(keys->given[i].key, entry->key, entry->length) == 0)
			return;
	keys->given[keys->count].length = entry->length;
	memcpy(keys->given[keys->count++].key, entry->key, entry->length);
	emit(keys);
}

static void
split(struct ranked_name *name, const char *text, size_t length)
{
	const char *at = text;
	const char *end = text + length;

	name->text = text;
	name->length = length;
	name->words = 0;
	while (at < end && name->words < NAME_WORDS)
	{
		const char *space = memchr(at, ' ', (size_t) (end - at));
		const char *stop = space == NULL ? end : space;

		name->word[name->words].at = at;
		name->word[name->words++].length = (size_t) (stop - at);
		at = space == NULL ? end : space + 1;
	}
	name->more = at < end;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static int
compare(const struct ranked_text *a, const struct ranked_text *b)
{
	int			order = memcmp(a->at, b->at, least(a->length, b->length));

	return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* Letters have bytes of their own below the space, digits share one. */
#define BEFORE_A		0x02
#define BEFORE_DIGIT	(BEFORE_A + 26)

size_t
ranked_before(const char *word, size_t length,
			  uint8_t out[RANKED_TAIL_BEFORE])
{
	size_t		count = least(length, RANKED_TAIL_BEFORE);

	for (size_t i = 0; i < count; i++)
	{
		char		c = word[length - 1 - i];

		out[i] = c < 'a' ? BEFORE_DIGIT : (uint8_t) (BEFORE_A + (c - 'a'));
	}
	return count;
}

static void
emit_name(struct ranked_keys *keys, const struct ranked_name *name)
{
	begin(keys, RANKED_NAME);
	put_text(keys, name->text, name->length, RANKED_NAME_TEXT);
	emit(keys);
}

static void
emit_tails(struct ranked_keys *keys, const struct ranked_name *name)
{
	keys->count = 0;
	for (int i = 1; i < name->words; i++)
	{
		const struct ranked_text *before = &name->word[i - 1];
		const char *tail = name->word[i].at;
		size_t		length = (size_t) (name->text + name->length - tail);

		begin(keys, RANKED_TAIL);
		put_text(keys, tail, length, RANKED_TAIL_TEXT);
		keys->entry.length += (uint8_t)
			ranked_before(before->at, before->length,
						  keys->entry.key + keys->entry.length);
		emit_once(keys);
	}
}

static uint8_t
letter(const struct ranked_text *word, size_t i)
{
	return i < word->length ? (uint8_t) word->at[i] : RANKED_END;
}

/* a1 b1 a2 b2 ..., so that prefixes of both are nearly a prefix of it. */
static void
put_pair(struct ranked_keys *keys, const struct ranked_text *a,
		 const struct ranked_text *b)
{
	for (size_t i = 0; i < RANKED_PAIR_TEXT; i++)
	{
		if (i >= a->length && i >= b->length)
			break;
		put(keys, letter(a, i));
		put(keys, letter(b, i));
	}
}

/* How the words begin that are not in the pair. */
static void
put_others(struct ranked_keys *keys, const struct ranked_name *name,
		   int a, int b)
{
	if (name->words == 2)
		return;
	put(keys, RANKED_OTHERS);
	for (int i = 0; i < name->words; i++)
	{
		const struct ranked_text *word = &name->word[i];

		if (i == a || i == b)
			continue;
		put_text(keys, word->at, word->length, RANKED_PAIR_OTHER);
		if (word->length < RANKED_PAIR_OTHER)
			put(keys, RANKED_END);
	}
}

static void
emit_pair(struct ranked_keys *keys, const struct ranked_name *name,
		  int a, int b)
{
	bool		swap = compare(&name->word[a], &name->word[b]) > 0;

	begin(keys, RANKED_PAIR);
	put_pair(keys, &name->word[swap ? b : a], &name->word[swap ? a : b]);
	put_others(keys, name, a, b);
	emit_once(keys);
}

static void
emit_pairs(struct ranked_keys *keys, const struct ranked_name *name)
{
	keys->count = 0;
	for (int a = 0; a < name->words; a++)
		for (int b = a + 1; b < name->words; b++)
			emit_pair(keys, name, a, b);
}

static void
emit_long(struct ranked_keys *keys, const struct ranked_name *name)
{
	keys->count = 0;
	for (int i = 0; i < name->words; i++)
	{
		begin(keys, RANKED_LONG);
		put_text(keys, name->word[i].at, name->word[i].length,
				 RANKED_LONG_TEXT);
		emit_once(keys);
	}
}

/* Whether tails and the lexicon do not hold all that occurs in the name. */
static bool
is_rest(const struct ranked_name *name)
{
	for (int i = 0; i < name->words; i++)
		if (name->word[i].length > RANKED_WORD_TEXT)
			return true;
	return name->more;
}

void
ranked_keys(const char *folded, size_t length, uint64_t rank, uint64_t row,
			ranked_emit emit_entry, void *context)
{
	struct ranked_name name;
	struct ranked_keys keys;

	if (length == 0)
		return;
	keys.entry.rank = rank;
	keys.entry.row = row;
	keys.emit = emit_entry;
	keys.context = context;
	split(&name, folded, length);
	emit_name(&keys, &name);
	emit_tails(&keys, &name);
	if (name.words > RANKED_PAIR_WORDS)
		emit_long(&keys, &name);
	else
		emit_pairs(&keys, &name);
	if (is_rest(&name))
	{
		begin(&keys, RANKED_REST);
		emit(&keys);
	}
}

static bool
is_among(const struct ranked_text *words, int count,
		 const struct ranked_text *word)
{
	for (int i = 0; i < count; i++)
		if (compare(&words[i], word) == 0)
			return true;
	return false;
}

int
ranked_words(const char *folded, size_t length,
			 struct ranked_text words[NAME_WORDS])
{
	struct ranked_name name;
	int			count = 0;

	split(&name, folded, length);
	for (int i = 0; i < name.words; i++)
	{
		struct ranked_text word = name.word[i];

		word.length = least(word.length, RANKED_WORD_TEXT);
		if (!is_among(words, count, &word))
			words[count++] = word;
	}
	return count;
}

static void
emit_suffix(struct ranked_keys *keys, const char *word, size_t length,
			size_t start)
{
	begin(keys, RANKED_SUFFIX);
	put_text(keys, word + start, length - start, RANKED_WORD_TEXT);
	put(keys, RANKED_END);
	put_text(keys, word, start, RANKED_WORD_TEXT);
	emit(keys);
}

static void
emit_sound(struct ranked_keys *keys, const char *sound, size_t length,
		   const char *word, size_t word_length)
{
	begin(keys, RANKED_SOUND);
	put_text(keys, sound, length, NAME_SOUND_MAX);
	put(keys, RANKED_END);
	put_text(keys, word, word_length, NAME_WORD_MAX);
	emit_once(keys);
}

int
ranked_sounds_less(const struct name_sound *sound,
				   struct name_sound less[RANKED_SOUND_LESS])
{
	int			count = 0;

	if (sound->length < RANKED_SOUND_LEAST)
		return 0;
	for (int i = 0; i < sound->length && count < RANKED_SOUND_LESS; i++)
	{
		struct name_sound *out = &less[count++];

		out->length = sound->length - 1;
		memcpy(out->text, sound->text, (size_t) i);
		memcpy(out->text + i, sound->text + i + 1,
			   (size_t) (sound->length - 1 - i));
	}
	return count;
}

/*
 * How the word sounds and, as it is read plainly, how without one of its parts:
 * words that differ in one part are alike without it. Longer words are not
 * compared at all.
 */
static void
emit_sounds(struct ranked_keys *keys, const char *word, size_t length)
{
	struct name_sound sound[NAME_SOUNDS];
	struct name_sound less[RANKED_SOUND_LESS];
	int			sounds = length > NAME_WORD_MAX
		? 0 : name_sounds(word, length, sound);
	int			parts = 0;

	keys->count = 0;
	for (int i = 0; i < sounds; i++)
	{
		struct name_sound blurred;

		name_sound_blur(&sound[i], &blurred);
		emit_sound(keys, blurred.text, blurred.length, word, length);
		if (i == 0)
			parts = ranked_sounds_less(&blurred, less);
	}
	for (int part = 0; part < parts; part++)
		emit_sound(keys, less[part].text, less[part].length, word, length);
}

size_t
ranked_word_key(const char *word, size_t length, uint8_t key[RANKED_KEY_MAX])
{
	length = least(length, RANKED_WORD_TEXT);
	key[0] = RANKED_WORD;
	memcpy(key + 1, word, length);
	return length + 1;
}

static void
emit_word(const char *word, size_t length, uint64_t rank, bool sounds,
		  ranked_emit emit_entry, void *context)
{
	struct ranked_keys keys;

	keys.entry.rank = rank;
	keys.entry.row = RANKED_NO_ROW;
	keys.emit = emit_entry;
	keys.context = context;
	length = least(length, RANKED_WORD_TEXT);
	for (size_t start = 1; start < length; start++)
		emit_suffix(&keys, word, length, start);
	if (sounds)
		emit_sounds(&keys, word, length);
	keys.entry.length = (uint8_t) ranked_word_key(word, length,
												  keys.entry.key);
	emit(&keys);
}

void
ranked_word_keys(const char *word, size_t length, uint64_t rank,
				 ranked_emit emit_entry, void *context)
{
	emit_word(word, length, rank, true, emit_entry, context);
}

void
ranked_word_raised(const char *word, size_t length, uint64_t rank,
				   ranked_emit emit_entry, void *context)
{
	emit_word(word, length, rank, false, emit_entry, context);
}
