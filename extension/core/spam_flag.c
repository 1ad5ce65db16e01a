/* spam_flag.c: what is said of a number itself, and when it was said */
#include <string.h>

#include "spam.h"

/* Every time of an event fits above the value. */
_Static_assert(SPAM_TIME_MAX < INT64_C(1) << (64 - SPAM_FLAG_VALUE_BITS),
			   "a register holds time and value");

struct flag
{
	const char *name;
	int			most;			/* the largest of its values */
};

static const struct flag flag_table[SPAM_FLAGS] = {
	[SPAM_FLAG_LINE] = {"line", SPAM_LINES - 1},
	[SPAM_FLAG_ALLOCATED] = {"allocated", SPAM_YES},
	[SPAM_FLAG_VERIFIED] = {"verified", SPAM_YES},
	[SPAM_FLAG_APPEAL] = {"appeal", SPAM_YES},
	[SPAM_FLAG_OVERRIDE] = {"override", SPAM_OVERRIDE_SPAM},
	[SPAM_FLAG_REASSIGNED] = {"reassigned", SPAM_YES}
};

struct word
{
	const char *name;
	int			value;
};

/* The words of libphonenumber, and short ones. */
static const struct word line_table[] = {
	{"unknown", SPAM_LINE_UNKNOWN}, {"other", SPAM_LINE_UNKNOWN},
	{"fixed", SPAM_LINE_FIXED}, {"fixed_line", SPAM_LINE_FIXED},
	{"mobile", SPAM_LINE_MOBILE}, {"pager", SPAM_LINE_MOBILE},
	{"fixed_line_or_mobile", SPAM_LINE_UNKNOWN},
	{"voip", SPAM_LINE_VOIP}, {"personal_number", SPAM_LINE_VOIP},
	{"service", SPAM_LINE_SERVICE}, {"toll_free", SPAM_LINE_SERVICE},
	{"premium_rate", SPAM_LINE_SERVICE}, {"shared_cost", SPAM_LINE_SERVICE},
	{"uan", SPAM_LINE_SERVICE}, {"voicemail", SPAM_LINE_SERVICE},
	{NULL, 0}
};

static const struct word override_table[] = {
	{"none", SPAM_OVERRIDE_NONE}, {"clean", SPAM_OVERRIDE_CLEAN},
	{"spam", SPAM_OVERRIDE_SPAM}, {NULL, 0}
};

/* Say something of the number; what was said later stays. */
void
spam_set_flag(struct spam_state *state, enum spam_flag flag, spam_time at,
			  int value)
{
	spam_register said = (spam_register) at << SPAM_FLAG_VALUE_BITS |
		(spam_register) value;

	if (state->flag[flag] < said)
		state->flag[flag] = said;
}

bool
spam_flag_is_valid(enum spam_flag flag, spam_register value)
{
	spam_register what = value & SPAM_FLAG_VALUE_MAX;

	return value == 0 ||
		(what > 0 && what <= (spam_register) flag_table[flag].most &&
		 spam_time_is_valid((spam_time) (value >> SPAM_FLAG_VALUE_BITS)));
}

const char *
spam_flag_name(enum spam_flag flag)
{
	return flag_table[flag].name;
}

/* ASCII without regard to case: names are known, no locale has a say. */
static bool
same_word(const char *word, const char *name, size_t length)
{
	if (strlen(word) != length)
		return false;
	for (size_t i = 0; i < length; i++)
	{
		char		c = name[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c != word[i])
			return false;
	}
	return true;
}

static int
word_find(const struct word *word, const char *name, size_t length)
{
	for (; word->name != NULL; word++)
		if (same_word(word->name, name, length))
			return word->value;
	return 0;
}

/* The value of a line's type, 0 when the word is none. */
int
spam_line_find(const char *name, size_t length)
{
	return word_find(line_table, name, length);
}

int
spam_override_find(const char *name, size_t length)
{
	return word_find(override_table, name, length);
}
