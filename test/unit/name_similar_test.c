/*
 * name_similar_test.c: what tier 5 finds, at what cost, and what it does not
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "name.h"

#define ROOM		1024
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static int
word_cost(const char *wanted, const char *word)
{
	return name_word_cost(wanted, strlen(wanted), word, strlen(word));
}

static enum name_tier
tier_of(const char *name, const char *query, double *score)
{
	struct name_query folded_query;
	char		folded[ROOM];

	assert_true(strlen(query) * NAME_FOLD_GROWTH < ROOM);
	assert_true(strlen(name) * NAME_FOLD_GROWTH < ROOM);
	name_query_set(&folded_query, folded,
				   name_fold(query, strlen(query), folded));
	return name_tier(folded, name_fold(name, strlen(name), folded),
					 &folded_query, score);
}

struct pair
{
	const char *name;
	const char *query;
};

static void
need_tier(const struct pair *pair, size_t count, enum name_tier tier)
{
	for (size_t i = 0; i < count; i++)
	{
		double		score;
		enum name_tier found = tier_of(pair[i].name, pair[i].query, &score);

		if (found != tier)
			fail_msg("\"%s\" matches \"%s\" in tier %d, not %d", pair[i].name,
					 pair[i].query, (int) found, (int) tier);
	}
}

#define PAIRS(tier, ...) \
	do { \
		static const struct pair pairs[] = {__VA_ARGS__}; \
		need_tier(pairs, COUNT(pairs), tier); \
	} while (0)
#define SIMILAR(...)	PAIRS(NAME_SIMILAR, __VA_ARGS__)
#define UNLIKE(...)		PAIRS(NAME_NO_MATCH, __VA_ARGS__)

/* What was typed wrong, each with what was meant and what was not. */
static void
errors_find_what_was_meant(void **state)
{
	SIMILAR({"Rajesh", "rajsh"}, {"Rajesh", "rajessh"}, {"Rajesh", "rakesh"},
			{"Rajesh", "rjaesh"}, {"Rajesh", "rajehs"}, {"Rajesh", "rjaehs"},
			{"Ram Lal", "rma lal"}, {"Priyanka Iyer", "priynka iyre"},
			{"Subramaniam", "subrmaniem"}, {"John Smith", "jon smyth"});
	UNLIKE({"Ram", "raxy"}, {"Rajesh", "rxqesz"}, {"Ram Lal", "zzz lal"},
		   {"Priyanka Iyer", "Юрий"},
		   {"Kirti", "qwerty"}, {"Raj 1", "raj 2"}, {"Raj 12", "raj 13"});
}

static void
names_sound_alike_however_spelt(void **state)
{
	SIMILAR({"Mohammed", "muhammad"}, {"Lakshmi", "laxmi"},
			{"Chaudhary", "chowdhuri"}, {"Srinivas", "shreenivaas"},
			{"Sangeetha", "sangita"}, {"Bibek", "vivek"}, {"Ajij", "aziz"},
			{"Yelena", "Jelena"}, {"Christos", "kristos"},
			{"Philip", "filip"}, {"Zainab", "jainab"}, {"Gyan", "jnan"});
}

static void
scripts_without_vowels_find_those_with(void **state)
{
	SIMILAR({"Mohammad", "محمد"}, {"محمد", "Mohammad"}, {"حسين", "Hussain"},
			{"Fatima", "فاطمة"}, {"Yosef", "יוסף"}, {"Ibrahim", "إبراهيم"},
			{"สมชาย", "somchai"}, {"Сергій", "Serhiy"}, {"Yuri", "Юрий"});
}

static void
other_forms_of_a_name_are_the_name(void **state)
{
	SIMILAR({"William Gates", "bill gates"}, {"Bill Gates", "william gates"},
			{"Robert", "bob"}, {"Margaret Olsen", "peggy olsen"},
			{"Mohd Ali", "muhammad ali"}, {"Katherine", "katie"},
			{"Elizabeth Taylor", "liz taylor"}, {"Tagore", "thakur"},
			{"Mukhopadhyay", "mukherjee"});
	UNLIKE({"Christina", "topher"}, {"William Gates", "bob gates"});
}

/* An initial is a name if another one follows, and never all that is asked. */
static void
initials_stand_for_names(void **state)
{
	SIMILAR({"R Sharma", "ravi sharma"}, {"Sharma R", "ravi sharma"},
			{"R K Sharma", "ravi kumar sharma"});
	PAIRS(NAME_WORDS_ANY_ORDER, {"Ravi Kumar Sharma", "r sharma"});
	UNLIKE({"R Sharma", "ravi"}, {"R S", "ravi sharma"},
		   {"Ravi S", "ravi sharma"}, {"V Sharma", "ravi sharma"});
}

static void
titles_may_be_left_out(void **state)
{
	SIMILAR({"Ravi Sharma", "dr ravi sharma"}, {"Ravi Sharma", "Mr. Ravi"},
			{"Ravi Sharma", "ravi sharma ji"}, {"Ravi", "shri ravi"});
	PAIRS(NAME_WHOLE, {"Dr Ravi Sharma", "dr ravi sharma"});
	UNLIKE({"Ravi Sharma", "dr"}, {"Ravi Sharma", "dr mrs"});
}

static void
spaces_may_be_anywhere(void **state)
{
	SIMILAR({"Rajkumar", "raj kumar"}, {"Raj Kumar", "rajkumar"},
			{"Raj Kumar Sharma", "rajkumar sharma"},
			{"Raj Kumar", "rajku"}, {"Raj Kumar", "ra jkumar"},
			{"JRR Tolkien", "j r r tolkien"},
			{"王小明", "Xiaoming Wang"}, {"Xiaoming Wang", "王小明"});
	UNLIKE({"Raj", "ra j"}, {"Rajkumar", "raj kapoor"});
}

/* The nearer one comes first. */
static void
nearer_names_score_higher(void **state)
{
	static const struct
	{
		const char *query;
		const char *nearer;
		const char *farther;
	}			cases[] = {
		{"mohamad", "Mohammad", "Mahmud"}, {"vikram", "Wikram", "Vibram"},
		{"rajesj", "Rajesh", "Rajest"}, {"rajseh", "Rajesh", "Raseh"},
		{"rahul shrma", "Rahul Sharma", "Rahul Sharma Verma"},
		{"dr rahul sharma", "Rahul Sharma", "Rahul Kumar Sharma"},
		{"sharma rahol", "Sharma Rahul", "Rahul Sharma"}
	};

	for (size_t i = 0; i < COUNT(cases); i++)
	{
		double		near;
		double		far;

		assert_int_equal(tier_of(cases[i].nearer, cases[i].query, &near),
						 NAME_SIMILAR);
		if (tier_of(cases[i].farther, cases[i].query, &far) == NAME_SIMILAR &&
			near <= far)
			fail_msg("\"%s\" is nearer to \"%s\" than \"%s\"", cases[i].farther,
					 cases[i].query, cases[i].nearer);
	}
}

static void
costs_follow_sound_and_keyboard(void **state)
{
	assert_int_equal(word_cost("rajesh", "rajesh"), 0);
	assert_true(word_cost("rajesh", "rajeshkumar") > 0);
	assert_true(word_cost("vikas", "wikas") < word_cost("vikas", "rikas"));
	assert_true(word_cost("rajesh", "rahesh") < word_cost("rajesh", "rapesh"));
	assert_true(word_cost("amit", "ammit") < word_cost("amit", "akmit"));
	assert_true(word_cost("rajesh", "rajehs") < word_cost("rajesh", "rajemt"));
	assert_int_equal(word_cost("raj", "kim"), NAME_COST_NONE);
	assert_int_equal(word_cost("r", "s"), NAME_COST_NONE);
}

static size_t
variants_of(const char *word)
{
	const char *variant;
	size_t		length;
	size_t		n = 0;

	while (name_variant(word, strlen(word), (int) n, &variant, &length))
	{
		assert_int_equal(strlen(variant), length);
		assert_true(name_word_cost(word, strlen(word), variant, length) <
					NAME_COST_NONE);
		assert_true(name_word_cost(variant, length, word, strlen(word)) <
					NAME_COST_NONE);
		n++;
	}
	return n;
}

static void
variants_go_both_ways(void **state)
{
	assert_true(variants_of("mohammed") > 5);
	assert_true(variants_of("bill") > 1);
	assert_true(variants_of("chris") > 5);
	assert_int_equal(variants_of("xyzzy"), 0);
	assert_int_equal(variants_of(""), 0);
	assert_true(name_is_title("dr", 2));
	assert_false(name_is_title("d", 1));
	assert_false(name_is_title("raj", 3));
}

/* Edits of two words, by the definition: no swapped letters are edited. */
static int
slow_edits(const char *a, size_t m, const char *b, size_t n)
{
	int			d[12][12];

	for (size_t i = 0; i <= m; i++)
		for (size_t j = 0; j <= n; j++)
		{
			int			best = (int) (i + j);

			if (i > 0 && j > 0)
			{
				best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
				best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
				best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			}
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[m][n];
}

static void
random_word(char *word, size_t *length)
{
	*length = 1 + (size_t) rand() % 9;
	for (size_t i = 0; i < *length; i++)
		word[i] = (char) ('a' + rand() % 3);
}

/* Reasons 1 to 3 of name.h, and no beginning of a word is given up too early. */
static void
edits_are_those_of_the_definition(void **state)
{
	srand(1);
	for (int round = 0; round < 100000; round++)
	{
		struct name_edits edits;
		char		wanted[12];
		char		word[12];
		size_t		wanted_length;
		size_t		length;
		bool		alive = true;
		bool		like = false;

		random_word(wanted, &wanted_length);
		random_word(word, &length);
		if (!name_edits_begin(&edits, wanted, wanted_length))
		{
			assert_int_equal(name_edits_limit(wanted_length), 0);
			continue;
		}
		for (size_t i = 0; i < length && alive; i++)
			alive = name_edits_put(&edits, i, word[i]);
		for (size_t i = 0; i <= length && wanted_length >= NAME_UNFINISHED_MIN; i++)
			like |= slow_edits(wanted, wanted_length, word, i) <= 1;
		like |= slow_edits(wanted, wanted_length, word, length) <=
			name_edits_limit(wanted_length);
		like |= length >= wanted_length && memcmp(word, wanted, wanted_length) == 0;
		assert_true(alive || !like);
		if (alive)
			assert_int_equal(name_edits_accept(&edits, length), like);
	}
}

/* Whether a word is accepted, its letters being put as long as they may be. */
static bool
accepts(struct name_edits *edits, const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!name_edits_put(edits, i, word[i]))
			return false;
	return name_edits_accept(edits, length);
}

/*
 * Of two edits both are in the front, and the back is as it is, or one at most
 * is. Whoever looks for both finds all, and nothing else.
 */
static void
edits_are_in_the_front_or_not(void **state)
{
	(void) state;
	srand(2);
	for (int round = 0; round < 100000; round++)
	{
		struct name_edits all;
		struct name_edits spared;
		struct name_edits front;
		char		wanted[12];
		char		word[12];
		size_t		wanted_length;
		size_t		length;
		size_t		back;
		bool		found;

		random_word(wanted, &wanted_length);
		random_word(word, &length);
		if (name_edits_limit(wanted_length) < NAME_EDITS_MAX)
			continue;
		back = wanted_length / 2;
		name_edits_begin(&all, wanted, wanted_length);
		name_edits_begin(&spared, wanted, wanted_length);
		name_edits_spare(&spared, wanted_length - back);
		name_edits_set(&front, wanted, wanted_length - back, NAME_EDITS_MAX, -1);
		found = accepts(&spared, word, length) ||
			(length >= back && accepts(&front, word, length - back) &&
			 memcmp(word + length - back, wanted + wanted_length - back,
					back) == 0);
		assert_int_equal(found, accepts(&all, word, length));
	}
}

/* Where a letter cannot be put, the next that can is known. */
static void
letters_that_may_be_put_are_known(void **state)
{
	(void) state;
	srand(3);
	for (int round = 0; round < 100000; round++)
	{
		struct name_edits edits;
		char		wanted[12];
		char		word[12];
		size_t		wanted_length;
		size_t		length;
		size_t		place = 0;
		char		after;

		random_word(wanted, &wanted_length);
		random_word(word, &length);
		if (!name_edits_begin(&edits, wanted, wanted_length))
			continue;
		if (round % 2 == 0)
			name_edits_spare(&edits, wanted_length / 2);
		while (place < length && name_edits_put(&edits, place, word[place]))
			place++;
		if (place == length)
			continue;
		after = name_edits_after(&edits, place, word[place]);
		for (char c = (char) (word[place] + 1); c < (after == '\0' ? '{' : after); c++)
			assert_false(name_edits_put(&edits, place, c));
		assert_true(after == '\0' || name_edits_put(&edits, place, after));
	}
}

/* Of a sound no word is refused that has it, and of others most are. */
static void
words_are_heard_letter_by_letter(void **state)
{
	static const char letters[] = "aeiouhyvwjxzcckkssttdnnmlrpbgfq";
	int			refused = 0;

	(void) state;
	srand(4);
	for (int round = 0; round < 100000; round++)
	{
		struct name_sound sounds[NAME_SOUNDS];
		struct name_sound blurred;
		struct name_heard heard;
		char		word[10];
		size_t		length = 1 + (size_t) rand() % sizeof(word);
		int			count;
		uint32_t	parts = NAME_HEARD_NOTHING;

		for (size_t i = 0; i < length; i++)
			word[i] = letters[(size_t) rand() % (sizeof(letters) - 1)];
		count = name_sounds(word, length, sounds);
		for (int i = 0; i < count; i++)
		{
			name_sound_blur(&sounds[i], &blurred);
			name_heard_set(&heard, &blurred);
			parts = NAME_HEARD_NOTHING;
			for (size_t at = 0; at < length; at++)
				assert_true((parts = name_heard_on(&heard, parts, word[at])) != 0);
			assert_true((parts & heard.whole) != 0);
		}
		if (count == 0)
			continue;
		/* against the sound of the word before its letters are mixed */
		for (size_t i = 0; i < length && parts != 0; i++)
			parts = name_heard_on(&heard, i == 0 ? NAME_HEARD_NOTHING : parts,
								  word[length - 1 - i]);
		refused += (parts & heard.whole) == 0;
	}
	assert_true(refused > 50000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_find_what_was_meant),
		cmocka_unit_test(names_sound_alike_however_spelt),
		cmocka_unit_test(scripts_without_vowels_find_those_with),
		cmocka_unit_test(other_forms_of_a_name_are_the_name),
		cmocka_unit_test(initials_stand_for_names),
		cmocka_unit_test(titles_may_be_left_out),
		cmocka_unit_test(spaces_may_be_anywhere),
		cmocka_unit_test(nearer_names_score_higher),
		cmocka_unit_test(costs_follow_sound_and_keyboard),
		cmocka_unit_test(variants_go_both_ways),
		cmocka_unit_test(edits_are_those_of_the_definition),
		cmocka_unit_test(edits_are_in_the_front_or_not),
		cmocka_unit_test(letters_that_may_be_put_are_known),
		cmocka_unit_test(words_are_heard_letter_by_letter)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
