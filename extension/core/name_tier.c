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
 *	   cost, see name_similar.c
 *
 * The score lies in ((5 - tier) / 6, (6 - tier) / 6], so that it can never
 * disagree with the tier. Within tiers 0 to 4 it is the share of the name that
 * the query covers, within tier 5 it falls with the cost.
 */
#include <string.h>

#include "name.h"
#include "name_inside.h"

/* Position inside a band; never 0, or the score would fall out of it. */
#define POSITION_MIN		(1.0 / 1024)

/* More than any cost, and what part of it a longer name can add. */
#define COST_END			64.0
#define COVER_COST			4.0

struct name_words
{
	const char *text;
	int			count;
	size_t		start[NAME_WORDS];
	size_t		size[NAME_WORDS];
};

void
name_query_prepare(struct name_query *query)
{
	size_t		letters = 0;
	int			asked = 0;

	if (query->prepared)
		return;
	query->prepared = true;

	for (int i = 0; i < query->words; i++)
	{
		const char *word = query->text + query->start[i];

		name_wanted_set(query->wanted + i, word, query->size[i]);
		if (name_is_title(word, query->size[i]))
			query->titles |= (uint8_t) (1u << i);
		else
		{
			letters += query->size[i];
			asked++;
		}
	}
	query->cost_limit = (uint8_t) name_cost_limit(letters);
	query->untitled = (uint8_t) (letters + (size_t) asked - (asked > 0));
}

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

bool
name_query_same(const struct name_query *query, int i, int j)
{
	return query->size[i] == query->size[j] &&
		memcmp(query->text + query->start[i], query->text + query->start[j],
			   query->size[i]) == 0;
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

/* The share of a name that so many letters of a query cover, in (0, 1]. */
static double
cover(size_t length, size_t asked)
{
	double		share = (double) asked / (double) length;

	if (share > 1.0)
		share = 1.0 / share;
	return share < POSITION_MIN ? POSITION_MIN : share;
}

static double
band(enum name_tier tier, double position)
{
	return ((NAME_SIMILAR - (double) tier) + position) / NAME_NO_MATCH;
}

/* The score of all names of so many letters in a tier, or at a cost in 5. */
double
name_score_of(enum name_tier tier, int cost, size_t length,
			  const struct name_query *query)
{
	if (tier == NAME_NO_MATCH)
		return 0.0;
	if (tier < NAME_SIMILAR)
		return band(tier, cover(length, query->length));
	return band(tier, 1.0 - (cost + COVER_COST *
							 (1.0 - cover(length, query->untitled))) /
				COST_END);
}

/* The tier of a folded name, of those in which it contains the query. */
enum name_tier
name_contain(const char *folded, size_t length,
			 const struct name_query *query)
{
	struct name_words words;
	enum name_tier tier;

	if (query->length == 0 || length == 0)
		return NAME_NO_MATCH;
	tier = tier_in_order(folded, length, query);
	if (tier <= NAME_WORD_STARTS || query->words == 1)
		return tier;
	split(folded, length, &words);
	return any_order(&words, query) ? NAME_WORDS_ANY_ORDER : tier;
}

/* The tier of a folded name and, in tier 5, what it costs. */
enum name_tier
name_match(const char *folded, size_t length, struct name_query *query,
		   int *cost)
{
	enum name_tier tier = name_contain(folded, length, query);

	*cost = 0;
	if (tier != NAME_NO_MATCH || query->length == 0 || length == 0)
		return tier;
	name_query_prepare(query);
	*cost = name_similar_cost(folded, length, query);
	return *cost == NAME_COST_NONE ? NAME_NO_MATCH : NAME_SIMILAR;
}

/* The tier of a folded name and, in score, its place among others. */
enum name_tier
name_tier(const char *folded, size_t length, struct name_query *query,
		  double *score)
{
	int			cost;
	enum name_tier tier = name_match(folded, length, query, &cost);

	*score = name_score_of(tier, cost, length, query);
	return tier;
}
