/* spam_reason.c: why a likelihood is what it is, in sentences with figures */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "spam_view.h"

/*
 * One reason may stand for several terms. A sentence names figures of the
 * table below, {name} as a number, {name|one|many} with its noun.
 */
#define REASONS(R) \
R(prior, "without any evidence {prior} of 100 numbers are spam") \
R(reports, "{reports|report|reports} of spam from established accounts") \
R(report_rate, "{reports|report|reports} of spam on {calls|call|calls} to strangers") \
R(reports_signed, "it was reported after calls signed by its own network") \
R(reports_alone, "it was reported as spam without a call that we know of") \
R(reports_unproven, "{unproven|report|reports} of spam from accounts without a record") \
R(not_spam, "{good|person says|people say} that it is not spam") \
R(books, "it stands in {books|address book|address books}") \
R(known, "{known|call|calls} with people who have it in their address book") \
R(spoofed, "people who know it are called by another network than strangers are") \
R(talked_back, "people call it and talk") \
R(rang_back, "people call it back and hang up soon") \
R(unanswered, "{unanswered} of {calls|call|calls} to strangers stayed unanswered") \
R(to_8, "{to_8} of {answered|answered call|answered calls} to strangers ended within 8 seconds") \
R(to_30, "{to_30} of {answered|answered call|answered calls} to strangers lasted 9 to 30 seconds") \
R(to_120, "{to_120} of {answered|answered call|answered calls} to strangers lasted 31 to 120 seconds") \
R(over_120, "{over_120} of {answered|answered call|answered calls} to strangers lasted over 2 minutes") \
R(talks, "{talks} of {answered|answered call|answered calls} to strangers lasted over 30 seconds") \
R(volume, "it called about {callees|stranger|strangers}, {calls|time|times} in all") \
R(repeats, "it made {calls|call|calls} to about {callees|stranger|strangers}") \
R(recent, "how lately it called strangers") \
R(neighbour, "it shares its first digits with those it calls") \
R(signed_a, "its calls to strangers are signed by its own network") \
R(signed_weakly, "its calls are signed by networks that cannot vouch for it") \
R(unallocated, "nobody can have this number: it is not given out") \
R(line_fixed, "it is a fixed line") \
R(line_mobile, "it is a mobile number") \
R(line_voip, "it is an internet telephone number") \
R(line_service, "it is a service number") \
R(verified, "it belongs to a verified business") \
R(appeal, "its owner has appealed") \
R(reassigned, "it has come to somebody else: what was said before counts a tenth") \
R(range, "the numbers of the same block") \
R(clean, "an operator has decided that it is no spam") \
R(spam, "an operator has decided that it is spam") \
R(bounds, "no likelihood is beyond doubt")

enum reason
{
#define ENUM(name, sentence) REASON_##name,
	REASONS(ENUM)
#undef ENUM
	REASON_COUNT
};

/* Every reason must fit into the caller's array. */
_Static_assert(REASON_COUNT <= SPAM_REASONS_MAX, "room for every reason");

struct wording
{
	const char *name;
	const char *sentence;
};

static const struct wording wording[REASON_COUNT] = {
#define WORDING(name, sentence) {#name, sentence},
	REASONS(WORDING)
#undef WORDING
};

static const enum reason reason_of[SPAM_TERMS] = {
#define SPAM_TERM_ROW(name, kind, source, least, most, low, high, shrink, \
					  reason, note) \
	REASON_##reason,
#include "spam_terms.h"
#undef SPAM_TERM_ROW
};

struct figure
{
	const char *name;
	double		(*value) (const struct spam_view *view);
};

/* The term, the ledger, and the figures of a sentence. */
#define DETAIL_MEMBERS	6

struct text
{
	char	   *out;
	size_t		room;
	size_t		length;
};

/* ---- figures of the sentences ---- */

static double
count_trusted(const struct spam_view *view, enum spam_count which)
{
	return fmax(0.0, view->state->ledger[SPAM_TRUSTED].count[which]);
}

static double
count_doubtful(const struct spam_view *view, enum spam_count which)
{
	return fmax(0.0, view->state->ledger[SPAM_DOUBTFUL].count[which]);
}

static double
count(const struct spam_view *view, enum spam_count which)
{
	return count_trusted(view, which) +
		(view->all ? count_doubtful(view, which) : 0.0);
}

static double
n_prior(const struct spam_view *view)
{
	double		logit = spam_constant(view, SPAM_TERM_sharpness) *
		spam_constant(view, SPAM_TERM_prior) + view->question->offset;

	return 100.0 / (1.0 + exp(-logit));
}

static double
n_reports(const struct spam_view *view)
{
	return count_trusted(view, SPAM_N_REPORT);
}

static double
n_unproven(const struct spam_view *view)
{
	return count_doubtful(view, SPAM_N_REPORT);
}

static double
n_good(const struct spam_view *view)
{
	return count_trusted(view, SPAM_N_GOOD);
}

static double
n_books(const struct spam_view *view)
{
	return count_trusted(view, SPAM_N_BOOK);
}

static double
n_known(const struct spam_view *view)
{
	return count(view, SPAM_N_KNOWN);
}

static double
n_unanswered(const struct spam_view *view)
{
	return count(view, SPAM_N_UNANSWERED);
}

static double
n_to_8(const struct spam_view *view)
{
	return count(view, SPAM_N_TO_8);
}

static double
n_to_30(const struct spam_view *view)
{
	return count(view, SPAM_N_TO_30);
}

static double
n_to_120(const struct spam_view *view)
{
	return count(view, SPAM_N_TO_120);
}

static double
n_over_120(const struct spam_view *view)
{
	return count(view, SPAM_N_OVER_120);
}

static double
n_talks(const struct spam_view *view)
{
	return n_to_120(view) + n_over_120(view);
}

static double
n_answered(const struct spam_view *view)
{
	return n_to_8(view) + n_to_30(view) + n_to_120(view) + n_over_120(view);
}

static double
n_calls(const struct spam_view *view)
{
	return n_answered(view) + n_unanswered(view) + count(view, SPAM_N_UNTOLD);
}

/* Nobody has called more people than calls. */
static double
n_callees(const struct spam_view *view)
{
	double		callees = rint(spam_callees(view->state, view->all));

	return fmin(n_calls(view), fmax(1.0, callees));
}

static const struct figure figure_table[] = {
	{"prior", n_prior}, {"reports", n_reports}, {"unproven", n_unproven},
	{"good", n_good}, {"books", n_books}, {"known", n_known},
	{"unanswered", n_unanswered}, {"to_8", n_to_8}, {"to_30", n_to_30},
	{"to_120", n_to_120}, {"over_120", n_over_120}, {"talks", n_talks},
	{"answered", n_answered}, {"calls", n_calls}, {"callees", n_callees}
};

/* ---- sentences ---- */

static void
write_text(struct text *text, const char *bytes, size_t length)
{
	if (length >= text->room - text->length)
		length = text->room - text->length - 1;
	memcpy(text->out + text->length, bytes, length);
	text->length += length;
	text->out[text->length] = '\0';
}

static void
write_word(struct text *text, const char *word)
{
	write_text(text, word, strlen(word));
}

static const struct figure *
figure_find(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(figure_table) / sizeof(figure_table[0]); i++)
		if (strlen(figure_table[i].name) == length &&
			memcmp(figure_table[i].name, name, length) == 0)
			return &figure_table[i];
	return NULL;
}

/* A member of the detail: a word or a figure. */
struct member
{
	const char *name;
	const char *word;			/* NULL: the figure */
	char		figure[32];
};

struct detail
{
	int			count;
	struct member member[DETAIL_MEMBERS];
};

/* The order of jsonb: by the length of names, then by their bytes. */
static bool
stands_before(const char *a, const char *b)
{
	size_t		a_length = strlen(a);
	size_t		b_length = strlen(b);

	return a_length == b_length ? strcmp(a, b) < 0 : a_length < b_length;
}

static struct member *
detail_add(struct detail *detail, const char *name, const char *word)
{
	int			place = detail->count++;

	while (place > 0 && stands_before(name, detail->member[place - 1].name))
	{
		detail->member[place] = detail->member[place - 1];
		place--;
	}
	detail->member[place].name = name;
	detail->member[place].word = word;
	return &detail->member[place];
}

/* As jsonb is written, which it may become, or stand for. */
static void
write_detail(struct text *text, const struct detail *detail)
{
	for (int i = 0; i < detail->count; i++)
	{
		const struct member *member = &detail->member[i];

		write_word(text, i == 0 ? "{\"" : ", \"");
		write_word(text, member->name);
		write_word(text, member->word != NULL ? "\": \"" : "\": ");
		write_word(text, member->word != NULL ? member->word : member->figure);
		if (member->word != NULL)
			write_word(text, "\"");
	}
	write_word(text, "}");
}

/* Write one {name} or {name|one|many} and note the figure in the detail. */
static void
write_figure(const char *at, const char *end, const struct spam_view *view,
			 struct text *sentence, struct detail *detail)
{
	const char *bar = memchr(at, '|', (size_t) (end - at));
	const char *name_end = bar == NULL ? end : bar;
	const struct figure *figure = figure_find(at, (size_t) (name_end - at));
	double		value = figure->value(view);
	struct member *member = detail_add(detail, figure->name, NULL);

	snprintf(member->figure, sizeof(member->figure), "%.0f", value);
	write_word(sentence, member->figure);
	if (bar != NULL)
	{
		const char *many = (const char *) memchr(bar + 1, '|',
												 (size_t) (end - bar - 1)) + 1;

		write_text(sentence, " ", 1);
		if (value == 1.0)
			write_text(sentence, bar + 1, (size_t) (many - bar - 2));
		else
			write_text(sentence, many, (size_t) (end - many));
	}
}

static void
write_reason(struct spam_reason *reason, enum reason which,
			 const struct spam_view *view, double logit)
{
	struct text sentence = {reason->sentence, sizeof(reason->sentence), 0};
	struct text text = {reason->detail, sizeof(reason->detail), 0};
	const char *rest = wording[which].sentence;
	struct detail detail;
	const char *brace;

	reason->logit = logit;
	detail.count = 0;
	detail_add(&detail, "term", wording[which].name);
	detail_add(&detail, "ledger", view->all ? "all" : "trusted");
	while ((brace = strchr(rest, '{')) != NULL)
	{
		const char *end = strchr(brace, '}');

		write_text(&sentence, rest, (size_t) (brace - rest));
		write_figure(brace + 1, end, view, &sentence, &detail);
		rest = end + 1;
	}
	write_word(&sentence, rest);
	write_detail(&text, &detail);
}

/* Keep the reasons in order: the weightiest first. */
static void
insert_reason(enum reason order[REASON_COUNT], int n, enum reason which,
			  const double part[REASON_COUNT])
{
	int			place = n;

	while (place > 0 && fabs(part[order[place - 1]]) < fabs(part[which]))
	{
		order[place] = order[place - 1];
		place--;
	}
	order[place] = which;
}

/* What weighs nothing is none, but that a number moved explains the others. */
static bool
is_reason(enum reason which, const struct spam_view *view, double logit)
{
	if (which == REASON_reassigned)
		return spam_flag_value(view->state, SPAM_FLAG_REASSIGNED) == SPAM_YES &&
			spam_in_force(view, SPAM_FLAG_REASSIGNED);
	return logit != 0.0;
}

/* What an operator decided makes up for whatever else was found. */
static enum reason
decision_of(const struct spam_view *view)
{
	return spam_flag_value(view->state, SPAM_FLAG_OVERRIDE) ==
		SPAM_OVERRIDE_CLEAN ? REASON_clean : REASON_spam;
}

/* What each reason adds to the logit, which is their sum. */
static double
weigh_reasons(struct spam_view *view, double part[REASON_COUNT],
			  const struct spam_state *state,
			  const struct spam_question *question)
{
	double		feature[SPAM_TERMS];
	double		logit = spam_view_winner(view, feature, state, question);
	double		decided = spam_decided(view, logit);
	double		bounded = spam_bounded(decided);
	double		sharpness = spam_constant(view, SPAM_TERM_sharpness);

	memset(part, 0, REASON_COUNT * sizeof(*part));
	for (int i = 0; i < SPAM_TERMS; i++)
		part[reason_of[i]] += sharpness * question->model->row[i].weight *
			feature[i] * (spam_row[i].told ? view->believed : 1.0);
	part[REASON_prior] += question->offset;
	part[decision_of(view)] += decided - logit;
	part[REASON_bounds] += bounded - decided;
	return bounded;
}

/* A likelihood and its reasons, weightiest first; their number. */
int
spam_judge(const struct spam_state *state,
		   const struct spam_question *question, double *likelihood,
		   struct spam_reason out[SPAM_REASONS_MAX])
{
	struct spam_view view;
	double		part[REASON_COUNT];
	enum reason order[REASON_COUNT];
	int			n = 0;

	*likelihood = spam_chance(weigh_reasons(&view, part, state, question));
	for (int i = 0; i < REASON_COUNT; i++)
		if (is_reason((enum reason) i, &view, part[i]))
			insert_reason(order, n++, (enum reason) i, part);
	for (int i = 0; i < n; i++)
		write_reason(&out[i], order[i], &view, part[order[i]]);
	return n;
}

/* The reasons alone. */
int
spam_explain(const struct spam_state *state,
			 const struct spam_question *question,
			 struct spam_reason out[SPAM_REASONS_MAX])
{
	double		likelihood;

	return spam_judge(state, question, &likelihood, out);
}
