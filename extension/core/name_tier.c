/*
 * name_tier.c: how a folded name matches a folded query
 *
 * With F the name and Q the query, the lowest tier that holds:
 *
 *	0  F = Q
 *	1  F starts with Q
 *	2  F from the start of some word on starts with Q
 *	3  every word of Q is a prefix of its own word of F
 *	4  Q occurs in F
 *	5  Q is similar: the words of Q have their own words in F at a small total
 *	   cost, or both are equal once the spaces are gone
 *
 * The score lies in ((5 - tier) / 6, (6 - tier) / 6], so that it can never
 * disagree with the tier. Within tiers 0 to 4 it is the share of the name that
 * the query covers, within tier 5 it falls with the cost.
 */
#include <string.h>

#include "name.h"

/*
 * Costs of similarity count in halves: an edit 2, other first letter 1. One
 * more than the limit means "no match", so that sums stay small.
 */
#define COST_EDIT			2
#define COST_SOUND			2
#define COST_JOINED			2
#define COST_FIRST_LETTER	1
#define COST_LIMIT			4
#define COST_NONE			(COST_LIMIT + 1)

/* Shorter words are initials and particles: alike means nothing there. */
#define SIMILAR_MIN			3
#define TWO_EDITS_MIN		5
#define SKELETON_MIN		2
#define JOINED_MIN			4

/* Position inside a band; never 0, or the score would fall out of it. */
#define POSITION_MIN		(1.0 / 1024)

struct name_words
{
	const char *text;
	int			count;
	size_t		start[NAME_WORDS];
	size_t		size[NAME_WORDS];
};

/*
 * Keep the part of a folded query that counts, split into words. A cut in the
 * middle of a word leaves its beginning, which is what a prefix wants.
 */
void
name_query_set(struct name_query *query, const char *folded, size_t length)
{
	size_t		at = 0;

	memset(query, 0, sizeof(*query));
	if (length > NAME_QUERY_MAX)
		length = NAME_QUERY_MAX;
	while (at < length && query->words < NAME_QUERY_WORDS)
	{
		size_t		start = at;

		while (at < length && folded[at] != ' ')
			at++;
		query->start[query->words] = (uint8_t) start;
		query->size[query->words++] = (uint8_t) (at - start);
		query->length = (uint8_t) at++;
	}
	memcpy(query->text, folded, query->length);

	for (int word = 0; word < query->words; word++)
	{
		int			place = word;

		while (place > 0 &&
			   query->size[query->order[place - 1]] < query->size[word])
		{
			query->order[place] = query->order[place - 1];
			place--;
		}
		query->order[place] = (uint8_t) word;
	}
}

/* Where the query stands in the name: tier 0, 1, 2, 4, or none. */
static enum name_tier
tier_in_order(const char *name, size_t length, const struct name_query *query)
{
	enum name_tier tier = NAME_NO_MATCH;
	const char *at = name;
	const char *last;

	if (query->length > length)
		return NAME_NO_MATCH;
	if (memcmp(name, query->text, query->length) == 0)
		return query->length == length ? NAME_WHOLE : NAME_STARTS;
	last = name + length - query->length;
	while ((at = memchr(at, query->text[0], (size_t) (last - at) + 1)) != NULL)
	{
		if (memcmp(at, query->text, query->length) == 0)
		{
			if (at[-1] == ' ')
				return NAME_WORD_STARTS;
			tier = NAME_CONTAINS;
		}
		if (at++ == last)
			break;
	}
	return tier;
}

static void
split(const char *name, size_t length, struct name_words *words)
{
	size_t		start = 0;

	words->text = name;
	words->count = 0;
	while (start < length && words->count < NAME_WORDS)
	{
		const char *space = memchr(name + start, ' ', length - start);
		size_t		end = space == NULL ? length : (size_t) (space - name);

		words->start[words->count] = start;
		words->size[words->count++] = end - start;
		start = end + 1;
	}
}

/*
 * Whether every query word is a prefix of a word of its own. The longest goes
 * first: the words that fit a longer prefix are among those that fit a shorter
 * one or apart from them, so no choice can take away the only fit of another.
 */
static bool
any_order(const struct name_words *words, const struct name_query *query)
{
	uint64_t	taken = 0;

	if (query->words > words->count)
		return false;
	for (int i = 0; i < query->words; i++)
	{
		int			wanted = query->order[i];
		int			word;

		for (word = 0; word < words->count; word++)
			if ((taken >> word & 1) == 0 &&
				words->size[word] >= query->size[wanted] &&
				memcmp(words->text + words->start[word],
					   query->text + query->start[wanted],
					   query->size[wanted]) == 0)
				break;
		if (word == words->count)
			return false;
		taken |= UINT64_C(1) << word;
	}
	return true;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/*
 * Edits from one word to the other, at most limit + 1: insertions, deletions,
 * substitutions and swaps of neighbours, none inside another.
 */
static int
edits(const char *a, int a_length, const char *b, int b_length, int limit)
{
	int			row[3][NAME_WORD_MAX + 1];

	if (a_length - b_length > limit || b_length - a_length > limit)
		return limit + 1;
	for (int j = 0; j <= b_length; j++)
		row[0][j] = j;
	for (int i = 1; i <= a_length; i++)
	{
		int		   *now = row[i % 3];
		int		   *before = row[(i + 2) % 3];
		int		   *two_before = row[(i + 1) % 3];
		int			best = now[0] = i;

		for (int j = 1; j <= b_length; j++)
		{
			now[j] = least(before[j - 1] + (a[i - 1] != b[j - 1]),
						   least(before[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], two_before[j - 2] + 1);
			best = least(best, now[j]);
		}
		if (best > limit)
			return limit + 1;
	}
	return least(row[a_length % 3][b_length], limit + 1);
}

/*
 * What a letter leaves in the skeleton inside a word and at its start: letters
 * that sound alike, or that transliterations use for one another, are one;
 * inside a word vowels and h leave nothing.
 */
static const char sound[2][27] = {
	"-bkd-pg--jklmn-pkrst-vvk-s",	/* inside */
	"abkdipghijklmnupkrstuvvkis"	/* at the start */
};

static char
skeleton_letter(const char *word, int length, int i)
{
	if (word[i] == 'c' && i + 1 < length && word[i + 1] == 'h')
		return 'c';
	return sound[i == 0][word[i] - 'a'];
}

/*
 * The letters that carry a word, its first included. Doubled letters count
 * once, but only where they stand together: "mohammad" and "mhmd" keep both m.
 */
static int
skeleton(const char *word, int length, char out[NAME_WORD_MAX])
{
	int			n = 0;
	char		previous = '-';

	for (int i = 0; i < length; i++)
	{
		char		c = skeleton_letter(word, length, i);

		if (c != '-' && c != previous)
			out[n++] = c;
		previous = c;
	}
	return n;
}

static bool
only_letters(const char *word, int length)
{
	for (int i = 0; i < length; i++)
		if (word[i] < 'a')		/* a digit: one wrong digit is no typo */
			return false;
	return true;
}

static bool
sounds_alike(const char *a, int a_length, const char *b, int b_length)
{
	char		a_left[NAME_WORD_MAX];
	char		b_left[NAME_WORD_MAX];
	int			left = skeleton(a, a_length, a_left);

	return left == skeleton(b, b_length, b_left) &&
		left >= SKELETON_MIN && memcmp(a_left, b_left, (size_t) left) == 0;
}

/* What it costs to take this word of the name for that word of the query. */
static int
word_cost(const char *wanted, size_t wanted_length,
		  const char *word, size_t length)
{
	int			cost = COST_NONE;
	int			shorter = (int) (length < wanted_length ? length : wanted_length);
	int			limit = shorter < TWO_EDITS_MIN ? 1 : 2;
	int			distance;

	if (length >= wanted_length && memcmp(word, wanted, wanted_length) == 0)
		return 0;
	if (shorter < SIMILAR_MIN ||
		length > NAME_WORD_MAX || wanted_length > NAME_WORD_MAX ||
		!only_letters(word, (int) length) ||
		!only_letters(wanted, (int) wanted_length))
		return COST_NONE;
	distance = edits(wanted, (int) wanted_length, word, (int) length, limit);
	if (distance <= limit)
		cost = distance * COST_EDIT;
	if (cost > COST_SOUND &&
		sounds_alike(wanted, (int) wanted_length, word, (int) length))
		cost = COST_SOUND;
	if (word[0] != wanted[0])
		cost += COST_FIRST_LETTER;
	return least(cost, COST_NONE);
}

/*
 * The least total cost of giving every query word its own word of the name.
 * best[set] is what the query words of the set cost among the words seen so
 * far; sets are visited from large to small, so that a word serves only once.
 */
static int
words_cost(const struct name_words *words, const struct name_query *query)
{
	int			best[1 << NAME_QUERY_WORDS];
	int			all = (1 << query->words) - 1;

	if (query->words > words->count)
		return COST_NONE;
	best[0] = 0;
	for (int set = 1; set <= all; set++)
		best[set] = COST_NONE;
	for (int word = 0; word < words->count; word++)
	{
		int			cost[NAME_QUERY_WORDS];

		for (int i = 0; i < query->words; i++)
			cost[i] = word_cost(query->text + query->start[i], query->size[i],
								words->text + words->start[word],
								words->size[word]);
		for (int set = all; set > 0; set--)
			for (int i = 0; i < query->words; i++)
				if (set >> i & 1)
					best[set] = least(best[set],
									  best[set & ~(1 << i)] + cost[i]);
	}
	return best[all];
}

/* Whether the name, spaces aside, starts with the query, spaces aside. */
static bool
joined(const char *name, size_t length, const struct name_query *query)
{
	size_t		at = 0;

	if (query->length - (query->words - 1) < JOINED_MIN)
		return false;
	for (int i = 0; i < query->length; i++)
	{
		if (query->text[i] == ' ')
			continue;
		if (at < length && name[at] == ' ')
			at++;
		if (at == length || name[at++] != query->text[i])
			return false;
	}
	return true;
}

/* The share of the name that the query covers, in (0, 1]. */
static double
cover(size_t length, const struct name_query *query)
{
	double		share = (double) query->length / (double) length;

	if (share > 1.0)
		share = 1.0 / share;
	return share < POSITION_MIN ? POSITION_MIN : share;
}

static double
band(enum name_tier tier, double position)
{
	return ((NAME_SIMILAR - (double) tier) + position) / NAME_NO_MATCH;
}

/* The tier of a folded name and, in score, its place among others. */
enum name_tier
name_tier(const char *folded, size_t length, const struct name_query *query,
		  double *score)
{
	struct name_words words;
	enum name_tier tier;
	int			cost;

	*score = 0.0;
	if (query->length == 0 || length == 0)
		return NAME_NO_MATCH;
	tier = tier_in_order(folded, length, query);
	if (tier > NAME_WORD_STARTS)
	{
		split(folded, length, &words);
		if (any_order(&words, query))
			tier = NAME_WORDS_ANY_ORDER;
	}
	if (tier != NAME_NO_MATCH)
	{
		*score = band(tier, cover(length, query));
		return tier;
	}
	cost = words_cost(&words, query);
	if (cost > COST_JOINED && joined(folded, length, query))
		cost = COST_JOINED;
	if (cost > COST_LIMIT)
		return NAME_NO_MATCH;
	*score = band(NAME_SIMILAR, (COST_NONE - cost + cover(length, query)) /
				  (COST_NONE + 1.0));
	return NAME_SIMILAR;
}
