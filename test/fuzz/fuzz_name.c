/*
 * fuzz_name.c: any bytes folded, and any name against any query
 *
 * The first line of the input is a query, the rest a name. Tiers are compared
 * with their definitions, read off slowly; words that are alike are so for a
 * reason that who looks them up can rely on.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "name.h"

struct text
{
	char	   *at;
	size_t		length;
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static struct text
copy_of(const uint8_t *data, size_t size)
{
	struct text copy = {malloc(size), size};

	if (size > 0)
		memcpy(copy.at, data, size);
	return copy;
}

/* The fold, in no more room than it may ask for. */
static struct text
folded(struct text text)
{
	size_t		growth = name_is_ascii(text.at, text.length)
		? 1 : NAME_FOLD_GROWTH;
	struct text out = {malloc(growth * text.length), 0};

	out.length = name_fold(text.at, text.length, out.at);
	need(out.length <= growth * text.length);
	return out;
}

static bool
equal(struct text a, struct text b)
{
	return a.length == b.length &&
		(a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static void
check_fold(struct text text)
{
	struct text once = folded(text);
	struct text twice = folded(once);

	need(equal(once, twice));
	for (size_t i = 0; i < once.length; i++)
	{
		char		c = once.at[i];

		need((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			 (c == ' ' && i > 0 && i + 1 < once.length && once.at[i - 1] != ' '));
	}
	free(twice.at);
	free(once.at);
}

static struct text
join(struct text a, struct text b, bool space)
{
	struct text whole = {malloc(a.length + b.length + 1), a.length};

	if (a.length > 0)
		memcpy(whole.at, a.at, a.length);
	if (space)
		whole.at[whole.length++] = ' ';
	if (b.length > 0)
		memcpy(whole.at + whole.length, b.at, b.length);
	whole.length += b.length;
	return whole;
}

/* A word is read alike whatever stands beside it. */
static void
check_words(struct text a, struct text b)
{
	struct text written = join(a, b, true);
	struct text together = folded(written);
	struct text left = folded(a);
	struct text right = folded(b);
	struct text apart = join(left, right, left.length > 0 && right.length > 0);

	need(equal(together, apart));
	free(apart.at);
	free(right.at);
	free(left.at);
	free(together.at);
	free(written.at);
}

static bool
starts(const char *name, size_t length, const struct name_query *query)
{
	return length >= query->length &&
		memcmp(name, query->text, query->length) == 0;
}

/* Whether the query's words from this one on have words of their own. */
static bool
fits(struct text name, const struct name_query *query, int word,
	 uint64_t taken)
{
	int			place = 0;

	if (word == query->words)
		return true;
	for (size_t at = 0; at < name.length; at++)
	{
		if (at > 0 && name.at[at - 1] != ' ')
			continue;
		if (at > 0)
			place++;
		if ((taken >> place & 1) == 0 &&
			name.length - at >= query->size[word] &&
			memcmp(name.at + at, query->text + query->start[word],
				   query->size[word]) == 0 &&
			fits(name, query, word + 1, taken | UINT64_C(1) << place))
			return true;
	}
	return false;
}

static enum name_tier
tier_by_law(struct text name, const struct name_query *query)
{
	enum name_tier tier = NAME_NO_MATCH;

	if (starts(name.at, name.length, query))
		return name.length == query->length ? NAME_WHOLE : NAME_STARTS;
	for (size_t at = 1; at < name.length; at++)
		if (starts(name.at + at, name.length - at, query))
		{
			if (name.at[at - 1] == ' ')
				return NAME_WORD_STARTS;
			tier = NAME_CONTAINS;
		}
	return fits(name, query, 0, 0) ? NAME_WORDS_ANY_ORDER : tier;
}

static int
words(struct text text)
{
	int			n = text.length > 0;

	for (size_t i = 0; i < text.length; i++)
		n += text.at[i] == ' ';
	return n;
}

static void
check_tier(struct text name, struct text written_query)
{
	struct name_query query;
	enum name_tier tier;
	double		score;

	name_query_set(&query, written_query.at, written_query.length);
	need(query.length <= written_query.length);
	tier = name_tier(name.at, name.length, &query, &score);
	if (query.length == 0 || name.length == 0)
		need(tier == NAME_NO_MATCH);
	else if (words(name) <= 16)
	{
		enum name_tier law = tier_by_law(name, &query);

		need(law == tier ||
			 (law == NAME_NO_MATCH && tier == NAME_SIMILAR));
	}
	if (tier == NAME_NO_MATCH)
		need(score == 0);
	else
		need(score > (NAME_SIMILAR - (int) tier) / 6.0 &&
			 score <= (NAME_NO_MATCH - (int) tier) / 6.0);
}

static bool
edited(struct text wanted, struct text word)
{
	struct name_edits edits;

	if (!name_edits_begin(&edits, wanted.at, wanted.length))
		return false;
	for (size_t i = 0; i < word.length; i++)
		if (!name_edits_put(&edits, i, word.at[i]))
			return false;
	return name_edits_accept(&edits, word.length);
}

static bool
sound_alike(struct text a, struct text b)
{
	struct name_sound left[NAME_SOUNDS];
	struct name_sound right[NAME_SOUNDS];
	int			lefts = name_sounds(a.at, a.length, left);
	int			rights = name_sounds(b.at, b.length, right);

	for (int i = 0; i < lefts; i++)
		for (int j = 0; j < rights; j++)
		{
			struct name_sound afar[2];

			if (memcmp(left + i, right + j, sizeof(left[i])) == 0)
				return true;
			name_sound_blur(left + i, &afar[0]);
			name_sound_blur(right + j, &afar[1]);
			if (afar[0].length >= NAME_SOUND_TELLING &&
				memcmp(&afar[0], &afar[1], sizeof(afar[0])) == 0)
				return true;
		}
	return false;
}

static bool
variants(struct text a, struct text b)
{
	struct text variant;
	const char *at;

	for (int i = 0; name_variant(a.at, a.length, i, &at, &variant.length); i++)
		if (variant.length == b.length && memcmp(at, b.at, b.length) == 0)
			return true;
	return false;
}

/* Two words are alike for one of the reasons of name.h, or not at all. */
static void
check_reasons(struct text wanted, struct text word)
{
	int			cost = name_word_cost(wanted.at, wanted.length,
									  word.at, word.length);

	if (wanted.length == 0 || word.length == 0)
		return;
	if (equal(wanted, word) && wanted.length <= NAME_WORD_MAX)
		need(cost == 0);
	if (cost == NAME_COST_NONE)
		return;
	need((word.length >= wanted.length &&
		  memcmp(word.at, wanted.at, wanted.length) == 0) ||
		 (word.length == 1 && word.at[0] == wanted.at[0]) ||
		 edited(wanted, word) || sound_alike(wanted, word) ||
		 variants(wanted, word));
}

static struct text
first_word(struct text text)
{
	const char *space = text.length == 0 ? NULL : memchr(text.at, ' ', text.length);

	if (space != NULL)
		text.length = (size_t) (space - text.at);
	return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	size_t		length = end == NULL ? size : (size_t) (end - data);
	struct text query = copy_of(data, length);
	struct text name = end == NULL ? copy_of(data, 0)
		: copy_of(end + 1, size - length - 1);
	struct text folded_query = folded(query);
	struct text folded_name = folded(name);

	check_fold(name);
	check_words(query, name);
	check_tier(folded_name, folded_query);
	check_tier(folded_query, folded_name);
	check_reasons(first_word(folded_query), first_word(folded_name));
	check_reasons(first_word(folded_name), first_word(folded_query));
	free(folded_name.at);
	free(folded_query.at);
	free(name.at);
	free(query.at);
	return 0;
}
