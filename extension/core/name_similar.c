/*
 * name_similar.c: what it costs to take a name for a query
 *
 * Every word of the query but titles needs a word of the name, each its own;
 * neighbours may count as one word, put together. The sum of the costs of the
 * words decides, so that a long query is not allowed an error in each word.
 */
#include <string.h>

#include "name.h"
#include "name_inside.h"

#define COST_TITLE		2		/* that the name does not have */
#define COST_JOINED		3
#define COST_ORDER		2		/* a word before those it stands behind */
#define JOINED_MIN		4		/* letters of words put together, but initials */
#define SETS			(1 << NAME_QUERY_WORDS)

struct word
{
	const char *text;
	size_t		size;
	uint32_t	letters;		/* a bit for each, 0 if there is a digit */
};

/* Letters anywhere in a name, at the start of words, and those alone. */
struct seen
{
	uint32_t	letters;
	uint32_t	firsts;
	uint32_t	initials;
};

/*
 * best[w][set] is the least cost of the query's words in the set among the
 * first w words of the name.
 */
struct assignment
{
	const struct name_query *query;
	int			words;
	struct word word[NAME_WORDS];
	uint8_t		cost[NAME_QUERY_WORDS][NAME_WORDS];
	uint8_t		best[NAME_WORDS + 1][SETS];
};

/* The words of a name, how many, and what letters there are. */
static int
split(const char *name, size_t length, struct word words[NAME_WORDS],
	  struct seen *seen)
{
	struct word *word = words;
	size_t		start = 0;

	memset(seen, 0, sizeof(*seen));
	while (start < length && word < words + NAME_WORDS)
	{
		const char *space = memchr(name + start, ' ', length - start);

		word->text = name + start;
		word->size = (size_t) ((space == NULL ? name + length : space) -
							   word->text);
		word->letters = name_letters_of(word->text, word->size);
		seen->letters |= word->letters;
		if (word->letters != 0)
			seen->firsts |= NAME_LETTER(word->text[0]);
		if (word->size == 1)
			seen->initials |= word->letters;
		start += word++->size + 1;
	}
	return (int) (word - words);
}

/*
 * Whether the wanted word can be in the name at all, for one of the reasons
 * of name.h. This is where most names of a directory are done with.
 */
static bool
may_be_there(const struct name_wanted *wanted, struct seen seen)
{
	return __builtin_popcount(wanted->letters & ~seen.letters) <=
		wanted->edits ||
		(wanted->sounds > 0 && (wanted->sound_needs & ~seen.letters) == 0) ||
		(wanted->variant_firsts & seen.firsts) != 0 ||
		(wanted->letters & seen.initials) != 0;
}

static bool
may_be_like(const struct name_query *query, struct seen seen)
{
	for (int i = 0; i < query->words; i++)
		if ((query->titles >> i & 1) == 0 &&
			!may_be_there(query->wanted + i, seen))
			return false;
	return true;
}

/* An initial stands for a name that another one follows. */
static int
word_cost(const struct name_query *query, int i, struct word word)
{
	unsigned	asked = ((1u << query->words) - 1) & ~query->titles;

	if (word.size == 1 && query->size[i] > 1 && asked >> (i + 1) == 0)
		return NAME_COST_NONE;
	return name_letters_cost(query->wanted + i, word.text, word.size,
							 word.letters);
}

/* Compare word with word; the query's words that have none alike. */
static unsigned
compare_words(struct assignment *assignment)
{
	const struct name_query *query = assignment->query;
	unsigned	missing = 0;

	for (int i = 0; i < query->words; i++)
	{
		int			best = NAME_COST_NONE;

		for (int w = 0; w < assignment->words; w++)
		{
			int			cost = word_cost(query, i, assignment->word[w]);

			assignment->cost[i][w] = (uint8_t) cost;
			best = cost < best ? cost : best;
		}
		if (best == NAME_COST_NONE)
			missing |= 1u << i;
	}
	return missing & ~query->titles;
}

/* Take so many words of the name for these words of the query. */
static void
take(struct assignment *assignment, int word, int words, unsigned wanted,
	 int cost)
{
	const struct name_query *query = assignment->query;
	const uint8_t *from = assignment->best[word];
	uint8_t    *to = assignment->best[word + words];
	unsigned	sets = 1u << query->words;

	for (unsigned set = 0; set < sets; set++)
	{
		bool		earlier = wanted != 0 && (set & ~query->titles) > wanted;
		int			sum = from[set] + cost + (earlier ? COST_ORDER : 0);

		if ((set & wanted) == 0 && sum <= query->cost_limit &&
			sum < to[set | wanted])
			to[set | wanted] = (uint8_t) sum;
	}
}

static bool
ends(const char *at, const char *end)
{
	return at == end || *at == ' ';
}

/*
 * Read the query from word i and the name from word w on without their spaces
 * until both are at the end of a word, or the query is.
 */
static void
take_joined(struct assignment *assignment, int w, int i)
{
	const struct name_query *query = assignment->query;
	const struct word *last = assignment->word + assignment->words - 1;
	const char *at = assignment->word[w].text;
	const char *end = last->text + last->size;
	const char *wanted = query->text + query->start[i];
	const char *wanted_end = query->text + query->length;
	int			letters = 0;
	int			words = 1;
	int			wanted_words = 1;

	while (wanted < wanted_end && !(*wanted == ' ' && ends(at, end)))
	{
		if (*wanted == ' ')
		{
			wanted++;
			wanted_words++;
		}
		else if (at == end)
			return;
		else if (*at == ' ')
		{
			at++;
			words++;
		}
		else if (*at++ == *wanted++)
			letters++;
		else
			return;
	}
	if (words + wanted_words > 2 &&
		(letters >= JOINED_MIN || letters == words || letters == wanted_words))
		take(assignment, w, words, ((1u << wanted_words) - 1) << i,
			 COST_JOINED + (ends(at, end) ? 0 : COST_JOINED));
}

static bool
is_reversed(struct word whole, struct word first, struct word second)
{
	return whole.size == first.size + second.size &&
		whole.size >= JOINED_MIN &&
		memcmp(whole.text, second.text, second.size) == 0 &&
		memcmp(whole.text + second.size, first.text, first.size) == 0;
}

static struct word
wanted_word(const struct name_query *query, int i)
{
	return (struct word) {query->text + query->start[i], query->size[i], 0};
}

/* As family names before given ones are where no space is written. */
static void
take_reversed(struct assignment *assignment, int w, int i)
{
	const struct name_query *query = assignment->query;
	const struct word *word = assignment->word + w;

	if (i + 1 < query->words &&
		is_reversed(*word, wanted_word(query, i), wanted_word(query, i + 1)))
		take(assignment, w, 1, 3u << i, COST_JOINED + COST_ORDER);
	if (w + 1 < assignment->words &&
		is_reversed(wanted_word(query, i), word[0], word[1]))
		take(assignment, w, 2, 1u << i, COST_JOINED + COST_ORDER);
}

static void
take_all(struct assignment *assignment, int w)
{
	const struct name_query *query = assignment->query;

	for (int i = 0; i < query->words; i++)
	{
		if (assignment->cost[i][w] != NAME_COST_NONE)
			take(assignment, w, 1, 1u << i, assignment->cost[i][w]);
		if (query->text[query->start[i]] == assignment->word[w].text[0])
			take_joined(assignment, w, i);
		take_reversed(assignment, w, i);
	}
}

/* Titles may be left out, but not all that was asked for. */
static void
leave_out_titles(struct assignment *assignment)
{
	const struct name_query *query = assignment->query;
	unsigned	sets = 1u << query->words;

	memset(assignment->best[0], NAME_COST_NONE, sets);
	for (unsigned set = 0; set + 1 < sets; set++)
		if ((set & ~query->titles) == 0)
			assignment->best[0][set] =
				(uint8_t) (COST_TITLE * __builtin_popcount(set));
}

int
name_similar_cost(const char *folded, size_t length,
				  const struct name_query *query)
{
	struct seen seen;
	struct assignment assignment;
	unsigned	sets = 1u << query->words;
	unsigned	missing;

	assignment.words = split(folded, length, assignment.word, &seen);
	if (!may_be_like(query, seen))
		return NAME_COST_NONE;
	assignment.query = query;
	missing = compare_words(&assignment);
	if (missing != 0 && query->words + assignment.words <= 2)
		return NAME_COST_NONE;
	leave_out_titles(&assignment);
	for (int w = 0; w < assignment.words; w++)
		memset(assignment.best[w + 1], NAME_COST_NONE, sets);
	for (int w = 0; w < assignment.words; w++)
	{
		take(&assignment, w, 1, 0, 0);
		take_all(&assignment, w);
	}
	return assignment.best[assignment.words][sets - 1];
}
