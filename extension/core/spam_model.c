/*
 * spam_model.c: from evidence to a likelihood with reasons
 *
 * Model 1 adds log-odds:
 *
 *	logit = prior + sum of weight * min(feature, limit) + range
 *
 * A feature is 0 without evidence and rises with it, so that no evidence gives
 * the prior and every term is a reason of its own. What people say has a
 * weight of fixed sign and no part in any other feature: a report of spam
 * never lowers the likelihood, "not spam" and books never raise it.
 *
 * The logit stays within +-14: beyond that a double no longer tells a
 * likelihood from certainty finely enough for the reasons to add up to it.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "spam.h"

#define LOGIT_MAX		14.0
#define RANGE_MAX		4.0		/* what the numbers around may say */
#define DECAYED_MAX		1e9		/* of a sum: no telling more apart */
#define ROUNDING		1e-12	/* of reports: taking some back may leave it */

/* Caps: what one bucket of people can weigh, whatever their number. */
#define REPORT_CAP		1.2
#define ALONE_CAP		0.8
#define BOOK_CAP		3.0
#define UNPROVEN_CAP	2.0
#define NETWORK_CAP		1.0

/* An entry just made counts this much; with age it comes to count whole. */
#define BOOK_FRESH		0.25

/* The evidence as it stands at one time, for one of the two logits. */
struct view
{
	const struct spam_state *state;
	bool		all;				/* the doubtful ledger counts too */
	double		sum[SPAM_SUMS];
	double		strangers;			/* calls of any outcome */
	double		reports;
	double		alone;
	double		good;
	double		books;
	double		unproven;
};

struct term
{
	const char *name;
	double		weight;
	double		limit;
	double		(*feature) (const struct view *view);
	const char *sentence;
};

struct figure
{
	const char *name;
	double		(*value) (const struct view *view);
};

struct text
{
	char	   *out;
	size_t		room;
	size_t		length;
};

/* The part of m that counts when one bucket is worth at most cap. */
static double
capped(double m, double cap)
{
	return cap * -expm1(-m / cap);
}

static double
capped_sum(const double *sum, int buckets, double cap)
{
	double		total = 0.0;

	for (int i = 0; i < buckets; i++)
		total += capped(sum[i], cap);
	return total;
}

/*
 * The factor that brings a sum from the landmark to a time: 0 far in the
 * future, infinite far in the past.
 */
static double
decay(spam_time as_of, double days)
{
	double		age = (double) as_of - (double) SPAM_LANDMARK;

	return exp2(-age / ((double) SPAM_DAY * days));
}

static void
read_ledger(double sum[SPAM_SUMS], const struct spam_ledger *ledger,
			spam_time as_of)
{
	const double factor[SPAM_FADINGS] = {
		[SPAM_FADES_SLOW] = decay(as_of, SPAM_SLOW_DAYS),
		[SPAM_FADES_FAST] = decay(as_of, SPAM_FAST_DAYS),
		[SPAM_FADES_BOOK] = decay(as_of, SPAM_BOOK_DAYS),
		[SPAM_FADES_NEVER] = 1.0
	};

	/* nothing stays nothing: 0 times an infinite factor would be no number */
	for (int i = 0; i < SPAM_SUMS; i++)
		sum[i] = ledger->sum[i] == 0.0 ? 0.0
			: fmin(DECAYED_MAX, ledger->sum[i] * factor[spam_fading_of(i)]);
}

/* Books by cluster: an entry counts in part at once and wholly with age. */
static double
books_of(const double sum[SPAM_SUMS])
{
	double		total = 0.0;

	for (int i = 0; i < SPAM_BOOK_CLUSTERS; i++)
		total += fmin(BOOK_CAP, fmax(0.0, sum[SPAM_BOOK + i] -
									 (1.0 - BOOK_FRESH) * sum[SPAM_BOOK_AGE + i]));
	return total;
}

static void
derive(struct view *view)
{
	const double *sum = view->sum;

	view->strangers = 0.0;
	for (int i = SPAM_UNANSWERED; i <= SPAM_UNTOLD; i++)
		view->strangers += sum[i];
	view->reports = capped_sum(sum + SPAM_REPORT, SPAM_CLUSTERS, REPORT_CAP);
	view->alone = capped(sum[SPAM_REPORT_ALONE], ALONE_CAP);
	view->good = capped_sum(sum + SPAM_GOOD, SPAM_GOOD_CLUSTERS, REPORT_CAP) +
		capped(sum[SPAM_GOOD_ALONE], ALONE_CAP);
	view->books = books_of(sum);
}

static void
view_trusted(struct view *view, const struct spam_state *state, spam_time as_of)
{
	view->state = state;
	view->all = false;
	view->unproven = 0.0;
	read_ledger(view->sum, &state->ledger[SPAM_TRUSTED], as_of);
	derive(view);
}

/*
 * The trusted view with the doubtful calls added, each network's share of them
 * capped, and with a little for the reports of accounts without a record.
 * Their "not spam" and their books stay out: they could only lower this logit
 * down to the trusted one.
 */
static void
view_all(struct view *view, const struct view *trusted, spam_time as_of)
{
	double		doubtful[SPAM_SUMS];
	double		seen = 0.0;
	double		said = 0.0;
	double		phi;

	*view = *trusted;
	view->all = true;
	read_ledger(doubtful, &trusted->state->ledger[SPAM_DOUBTFUL], as_of);
	for (int i = 0; i < SPAM_CLUSTERS; i++)
		seen += doubtful[SPAM_NETWORK + i];
	for (int i = 0; i < SPAM_CATEGORIES; i++)
		said += doubtful[SPAM_CATEGORY + i];
	phi = seen > 0.0 ? capped_sum(doubtful + SPAM_NETWORK, SPAM_CLUSTERS,
								  NETWORK_CAP) / seen : 1.0;
	for (int i = 0; i < SPAM_REPORT; i++)
		view->sum[i] += phi * doubtful[i];
	derive(view);
	view->unproven = capped(said, UNPROVEN_CAP) / UNPROVEN_CAP;
}

/* ---- features ---- */

static double
no_evidence(const struct view *view)
{
	(void) view;
	return 1.0;
}

static double
reports(const struct view *view)
{
	return log1p(3.0 * view->reports);
}

static double
reports_recent(const struct view *view)
{
	return log1p(3.0 * fmin(view->reports, view->sum[SPAM_REPORT_FAST]));
}

static double
report_rate(const struct view *view)
{
	/* a root would make a hundred thousand times as much of rounding */
	double		reports = fmax(0.0, view->reports - ROUNDING);

	return sqrt(reports / (view->strangers + 1.0));
}

static double
reports_signed(const struct view *view)
{
	return capped(view->sum[SPAM_REPORT_SIGNED], 1.0);
}

static double
reports_alone(const struct view *view)
{
	return view->alone;
}

static double
reports_unproven(const struct view *view)
{
	return view->unproven;
}

static double
not_spam(const struct view *view)
{
	return log1p(3.0 * view->good);
}

static double
books(const struct view *view)
{
	return log1p(view->books);
}

static double
known(const struct view *view)
{
	return log1p(view->sum[SPAM_KNOWN]);
}

static double
known_recent(const struct view *view)
{
	return log1p(view->sum[SPAM_KNOWN_FAST]);
}

static double
known_signed(const struct view *view)
{
	return view->sum[SPAM_KNOWN_A] / (view->sum[SPAM_KNOWN] + 1.0);
}

static double
talked_back(const struct view *view)
{
	return log1p(view->sum[SPAM_OUT_LONG]);
}

/* A share of the calls to strangers; one call alone makes no whole share. */
static double
share(const struct view *view, double part)
{
	return part / (view->strangers + 1.0);
}

static double
unanswered(const struct view *view)
{
	return share(view, view->sum[SPAM_UNANSWERED]);
}

static double
to_8(const struct view *view)
{
	return share(view, view->sum[SPAM_TO_8]);
}

static double
to_30(const struct view *view)
{
	return share(view, view->sum[SPAM_TO_30]);
}

static double
to_120(const struct view *view)
{
	return share(view, view->sum[SPAM_TO_120]);
}

static double
over_120(const struct view *view)
{
	return share(view, view->sum[SPAM_OVER_120]);
}

static double
volume(const struct view *view)
{
	return log1p(view->sum[SPAM_STRANGER_FAST]);
}

static double
strangers_only(const struct view *view)
{
	return view->strangers / (view->strangers + view->sum[SPAM_KNOWN] + 3.0);
}

static double
neighbour(const struct view *view)
{
	return share(view, view->sum[SPAM_NEIGHBOUR]);
}

static double
signed_strangers(const struct view *view)
{
	return view->sum[SPAM_STRANGER_A] + view->sum[SPAM_STRANGER_B] +
		view->sum[SPAM_STRANGER_C];
}

static double
weakly_signed(const struct view *view)
{
	return (view->sum[SPAM_STRANGER_B] + view->sum[SPAM_STRANGER_C]) /
		(signed_strangers(view) + 1.0);
}

static double
fully_signed(const struct view *view)
{
	return view->sum[SPAM_STRANGER_A] / (signed_strangers(view) + 1.0);
}

/*
 * Model 1. The weights are set by hand after what fits on simulated
 * communities have in common; a sentence names figures of the table below,
 * {name} as a number, {name|one|many} with its noun.
 */
static const struct term model_1[] = {
	{"prior", -2.4423470353692043, 1.0, no_evidence,
	"8 of 100 unknown numbers are spam"},
	{"reports", 0.5, 4.5, reports,
	"{reports|report|reports} of spam from established accounts"},
	{"reports_recent", 0.1, 4.5, reports_recent,
	"its reports of spam are recent"},
	{"report_rate", 1.95, 2.5, report_rate,
	"{reports|report|reports} of spam on {calls|call|calls} to strangers"},
	{"reports_signed", 0.4, 1.0, reports_signed,
	"it was reported after calls signed by its own network"},
	{"reports_alone", 0.9, 0.8, reports_alone,
	"it was reported as spam without a call that we know of"},
	{"reports_unproven", 0.4, 1.0, reports_unproven,
	"{unproven|report|reports} of spam from accounts without a record"},
	{"not_spam", -1.3, 3.0, not_spam,
	"{good|person says|people say} that it is not spam"},
	{"books", -1.2, 2.6, books,
	"it stands in {books|address book|address books}"},
	{"known", -0.7, 5.0, known,
	"{known|call|calls} to people who have it in their address book"},
	{"known_recent", -0.3, 4.0, known_recent,
	"it still calls people who have it in their address book"},
	{"known_signed", -0.4, 1.0, known_signed,
	"its calls to people who know it are signed by its own network"},
	{"talked_back", -0.7, 4.0, talked_back,
	"people call it and talk"},
	{"unanswered", 0.3, 1.0, unanswered,
	"{unanswered} of {calls|call|calls} to strangers stayed unanswered"},
	{"to_8", 1.6, 1.0, to_8,
	"{to_8} of {answered|answered call|answered calls} to strangers ended within 8 seconds"},
	{"to_30", 0.7, 1.0, to_30,
	"{to_30} of {answered|answered call|answered calls} to strangers lasted 9 to 30 seconds"},
	{"to_120", -0.6, 1.0, to_120,
	"{to_120} of {answered|answered call|answered calls} to strangers lasted 31 to 120 seconds"},
	{"over_120", -2.2, 1.0, over_120,
	"{over_120} of {answered|answered call|answered calls} to strangers lasted over 2 minutes"},
	{"volume", 0.3, 5.0, volume,
	"it called about {callees|stranger|strangers}, {calls|time|times} in all"},
	{"strangers_only", 0.6, 1.0, strangers_only,
	"{calls} of {inbound|call|calls} went to people who do not know it"},
	{"neighbour", 2.0, 1.0, neighbour,
	"it shares its first digits with those it calls"},
	{"weakly_signed", 0.8, 1.0, weakly_signed,
	"its calls are signed by networks that cannot vouch for it"},
	{"fully_signed", -0.6, 1.0, fully_signed,
	"its calls to strangers are signed by its own network"}
};

#define TERMS	((int) (sizeof(model_1) / sizeof(model_1[0])))

/* Every term, the range and the bounds must fit into the caller's array. */
_Static_assert(sizeof(model_1) / sizeof(model_1[0]) + 2 <= SPAM_TERMS_MAX,
			   "room for every reason");

/* ---- figures of the sentences ---- */

static double
count(const struct view *view, enum spam_count which)
{
	double		n = view->state->ledger[SPAM_TRUSTED].count[which];

	if (view->all)
		n += view->state->ledger[SPAM_DOUBTFUL].count[which];
	return fmax(0.0, n);
}

static double
count_trusted(const struct view *view, enum spam_count which)
{
	return fmax(0.0, view->state->ledger[SPAM_TRUSTED].count[which]);
}

static double
n_reports(const struct view *view)
{
	return count_trusted(view, SPAM_N_REPORT);
}

static double
n_unproven(const struct view *view)
{
	return fmax(0.0, view->state->ledger[SPAM_DOUBTFUL].count[SPAM_N_REPORT]);
}

static double
n_good(const struct view *view)
{
	return count_trusted(view, SPAM_N_GOOD);
}

static double
n_books(const struct view *view)
{
	return count_trusted(view, SPAM_N_BOOK);
}

static double
n_known(const struct view *view)
{
	return count(view, SPAM_N_KNOWN);
}

static double
n_unanswered(const struct view *view)
{
	return count(view, SPAM_N_UNANSWERED);
}

static double
n_to_8(const struct view *view)
{
	return count(view, SPAM_N_TO_8);
}

static double
n_to_30(const struct view *view)
{
	return count(view, SPAM_N_TO_30);
}

static double
n_to_120(const struct view *view)
{
	return count(view, SPAM_N_TO_120);
}

static double
n_over_120(const struct view *view)
{
	return count(view, SPAM_N_OVER_120);
}

static double
n_answered(const struct view *view)
{
	return n_to_8(view) + n_to_30(view) + n_to_120(view) + n_over_120(view);
}

static double
n_calls(const struct view *view)
{
	return n_answered(view) + n_unanswered(view) + count(view, SPAM_N_UNTOLD);
}

static double
n_inbound(const struct view *view)
{
	return n_calls(view) + n_known(view);
}

/* Nobody has called more people than calls. */
static double
n_callees(const struct view *view)
{
	double		callees = rint(spam_callees(view->state, view->all));

	return fmin(n_calls(view), fmax(1.0, callees));
}

static const struct figure figure_table[] = {
	{"reports", n_reports}, {"unproven", n_unproven}, {"good", n_good},
	{"books", n_books}, {"known", n_known}, {"unanswered", n_unanswered},
	{"to_8", n_to_8}, {"to_30", n_to_30}, {"to_120", n_to_120},
	{"over_120", n_over_120}, {"answered", n_answered}, {"calls", n_calls},
	{"inbound", n_inbound}, {"callees", n_callees}
};

/* ---- the likelihood ---- */

bool
spam_model_is_known(int model)
{
	return model == SPAM_MODEL;
}

static double
part_of(const struct term *term, const struct view *view)
{
	return term->weight * fmin(term->limit, term->feature(view));
}

static double
sum_of_terms(const struct view *view)
{
	double		logit = 0.0;

	for (int i = 0; i < TERMS; i++)
		logit += part_of(&model_1[i], view);
	return logit;
}

static double
within(double value, double limit)
{
	return fmax(-limit, fmin(limit, value));
}

/* Look at the evidence from both sides; keep the side that speaks. */
static double
view_winner(struct view *view, const struct spam_state *state, spam_time as_of)
{
	struct view all;
	double		trusted_logit;
	double		all_logit;

	view_trusted(view, state, as_of);
	trusted_logit = sum_of_terms(view);
	view_all(&all, view, as_of);
	all_logit = sum_of_terms(&all);
	if (all_logit <= trusted_logit)
		return trusted_logit;
	*view = all;
	return all_logit;
}

double
spam_logit(const struct spam_state *state, spam_time as_of, double range)
{
	struct view view;

	return within(view_winner(&view, state, as_of) + within(range, RANGE_MAX),
				  LOGIT_MAX);
}

double
spam_likelihood(const struct spam_state *state, spam_time as_of, double range)
{
	return 1.0 / (1.0 + exp(-spam_logit(state, as_of, range)));
}

/* ---- reasons ---- */

static void
write_text(struct text *text, const char *bytes, size_t length)
{
	if (length >= text->room - text->length)
		length = text->room - text->length - 1;
	memcpy(text->out + text->length, bytes, length);
	text->length += length;
	text->out[text->length] = '\0';
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

/* Write one {name} or {name|one|many} and note the figure in the detail. */
static void
write_figure(const char *at, const char *end, const struct view *view,
			 struct text *sentence, struct text *detail)
{
	const char *bar = memchr(at, '|', (size_t) (end - at));
	const char *name_end = bar == NULL ? end : bar;
	double		value = figure_find(at, (size_t) (name_end - at))->value(view);
	char		number[32];
	int			length = snprintf(number, sizeof(number), "%.0f", value);

	write_text(sentence, number, (size_t) length);
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
	write_text(detail, ",\"", 2);
	write_text(detail, at, (size_t) (name_end - at));
	write_text(detail, "\":", 2);
	write_text(detail, number, (size_t) length);
}

static void
write_reason(struct spam_reason *reason, const char *name, const char *template,
			 const struct view *view, double logit)
{
	struct text sentence = {reason->sentence, sizeof(reason->sentence), 0};
	struct text detail = {reason->detail, sizeof(reason->detail), 0};
	const char *ledger = view->all ? "\",\"ledger\":\"all\""
		: "\",\"ledger\":\"trusted\"";
	const char *brace;

	reason->logit = logit;
	write_text(&detail, "{\"term\":\"", 9);
	write_text(&detail, name, strlen(name));
	write_text(&detail, ledger, strlen(ledger));
	while ((brace = strchr(template, '{')) != NULL)
	{
		const char *end = strchr(brace, '}');

		write_text(&sentence, template, (size_t) (brace - template));
		write_figure(brace + 1, end, view, &sentence, &detail);
		template = end + 1;
	}
	write_text(&sentence, template, strlen(template));
	write_text(&detail, "}", 1);
}

/* Keep the reasons in order: the weightiest first. */
static void
insert_reason(struct spam_reason *out, int *n, const char *name,
			  const char *template, const struct view *view, double logit)
{
	int			place = *n;

	if (logit == 0.0)
		return;
	while (place > 0 && fabs(out[place - 1].logit) < fabs(logit))
	{
		out[place] = out[place - 1];
		place--;
	}
	write_reason(&out[place], name, template, view, logit);
	(*n)++;
}

/* The reasons of a likelihood, weightiest first; their number. */
int
spam_explain(const struct spam_state *state, spam_time as_of, double range,
			 struct spam_reason out[SPAM_TERMS_MAX])
{
	struct view view;
	double		logit = view_winner(&view, state, as_of) +
		within(range, RANGE_MAX);
	int			n = 0;

	for (int i = 0; i < TERMS; i++)
		insert_reason(out, &n, model_1[i].name, model_1[i].sentence, &view,
					  part_of(&model_1[i], &view));
	insert_reason(out, &n, "range", "the numbers of the same block", &view,
				  within(range, RANGE_MAX));
	insert_reason(out, &n, "bounds", "no likelihood is beyond doubt", &view,
				  within(logit, LOGIT_MAX) - logit);
	return n;
}

/* ---- category and label ---- */

#define CATEGORY_FROM		0.2		/* a likelihood below has no category */
#define DOUBTFUL_CATEGORY	0.25	/* weight of what unproven accounts say */
#define BURST				10.0	/* calls in a fortnight */

/* Behaviour that hints at a category where reports do not say it. */
static void
add_hints(double score[SPAM_CATEGORIES], const struct view *view)
{
	const double *sum = view->sum;
	double		calls = view->strangers;
	double		people = spam_callees(view->state, view->all);

	if (sum[SPAM_STRANGER_FAST] >= BURST && sum[SPAM_UNANSWERED] > 0.8 * calls)
		score[SPAM_WANGIRI] += 1.0;
	if (calls > 0 && sum[SPAM_NEIGHBOUR] > 0.5 * calls)
		score[SPAM_ROBOCALL] += 0.5;
	if (sum[SPAM_STRANGER_EVER] >= BURST && people > 0 &&
		sum[SPAM_STRANGER_EVER] > 3.0 * people)
		score[SPAM_DEBT] += 0.5;
}

/* Whether somebody else seems to use the number of an honest owner. */
static bool
looks_spoofed(const struct view *view)
{
	const double *sum = view->sum;

	return sum[SPAM_KNOWN_A] >= 3.0 && sum[SPAM_STRANGER_FAST] >= BURST &&
		sum[SPAM_STRANGER_A] < 0.1 * view->strangers;
}

/* What kind of spam it seems to be; NULL where nothing says so. */
const char *
spam_category_of(const struct spam_state *state, spam_time as_of)
{
	struct view view;
	double		doubtful[SPAM_SUMS];
	double		score[SPAM_CATEGORIES];
	double		logit = view_winner(&view, state, as_of);
	int			best = 0;

	if (logit < log(CATEGORY_FROM / (1.0 - CATEGORY_FROM)))
		return NULL;
	if (looks_spoofed(&view))
		return "spoofed";
	read_ledger(doubtful, &state->ledger[SPAM_DOUBTFUL], as_of);
	for (int i = 0; i < SPAM_CATEGORIES; i++)
		score[i] = view.sum[SPAM_CATEGORY + i] + DOUBTFUL_CATEGORY *
			capped(doubtful[SPAM_CATEGORY + i], UNPROVEN_CAP);
	add_hints(score, &view);
	for (int i = 1; i < SPAM_CATEGORIES; i++)
		if (score[i] > score[best])
			best = i;
	return score[best] > ROUNDING ? spam_category_name((enum spam_category) best)
		: NULL;
}

const char *
spam_label(double likelihood)
{
	if (likelihood < 0.2)
		return "clean";
	if (likelihood < 0.6)
		return "unknown";
	return likelihood < 0.9 ? "suspected" : "spam";
}
