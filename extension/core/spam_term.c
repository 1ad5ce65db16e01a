/*
 * spam_term.c: what each term of a model looks at
 *
 * A feature is 0 without evidence and rises with it, so that no evidence gives
 * the prior and every term is a reason of its own. What people say has no part
 * in any other feature, and reports stand above the line of every ratio: a
 * report of spam never lowers the likelihood, "not spam" never raises it.
 */
#include <math.h>
#include <string.h>

#include "spam_view.h"

#define ROUNDING		1e-12	/* of reports: taking some back may leave it */

#define SPAM_FACT	false		/* the sources of spam_terms.h */
#define SPAM_TOLD	true

const struct spam_row spam_row[SPAM_ROWS] = {
#define SPAM_TERM_ROW(name, kind, source, least, most, low, high, shrink, \
					  reason, note) \
	{#name, SPAM_##kind, SPAM_##source, least, most, low, high, shrink, note},
#define SPAM_CONSTANT_ROW(name, value, least, most, note) \
	{#name, SPAM_CONSTANT, SPAM_FACT, least, most, value, value, 0, note},
#include "spam_terms.h"
#undef SPAM_TERM_ROW
#undef SPAM_CONSTANT_ROW
};

/* The row of a name, -1 when there is none. */
int
spam_row_find(const char *name, size_t length)
{
	for (int i = 0; i < SPAM_ROWS; i++)
		if (strlen(spam_row[i].name) == length &&
			memcmp(spam_row[i].name, name, length) == 0)
			return i;
	return -1;
}

const char *
spam_kind_name(enum spam_kind kind)
{
	static const char *const name[] = {"prior", "term", "held", "constant"};

	return name[kind];
}

static double
feature_prior(const struct spam_view *view, double shrink)
{
	(void) view;
	(void) shrink;
	return 1.0;
}

static double
feature_reports(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->log_reports;
}

/* A root would make a hundred thousand times as much of rounding. */
static double
root_rate(const struct spam_view *view, double marks, double shrink)
{
	return marks > ROUNDING
		? sqrt((marks - ROUNDING) / (view->strangers + shrink)) : 0.0;
}

static double
feature_report_rate(const struct spam_view *view, double shrink)
{
	return root_rate(view, view->reports, shrink);
}

static double
feature_report_share(const struct spam_view *view, double shrink)
{
	return view->reports / (view->strangers + shrink);
}

static double
feature_reports_signed(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return spam_capped(view->sum[SPAM_REPORT_SIGNED], 1.0);
}

static double
feature_reports_alone(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->alone;
}

static double
feature_alone_rate(const struct spam_view *view, double shrink)
{
	const double *sum = view->sum;

	return view->alone / (view->strangers + sum[SPAM_KNOWN] +
						  sum[SPAM_OUT_SHORT] + sum[SPAM_OUT_LONG] + shrink);
}

static double
feature_reports_unproven(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->unproven;
}

static double
feature_not_spam(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->log_good;
}

static double
feature_books(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->log_books;
}

static double
feature_known(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->log_known;
}

static double
feature_known_share(const struct spam_view *view, double shrink)
{
	double		known = view->sum[SPAM_KNOWN];

	return known / (view->strangers + known + shrink);
}

/* Who has got the number since strangers were called from it is known. */
static double
feature_known_lately(const struct spam_view *view, double shrink)
{
	double		known = view->sum[SPAM_KNOWN_FAST];

	return known / (view->sum[SPAM_STRANGER_FAST] + known + shrink);
}

static double
feature_known_books(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->log_known * view->log_books;
}

static double
known_signed(const struct spam_view *view)
{
	return spam_log_of(view->sum[SPAM_KNOWN_A]);
}

static double
feature_spoofed(const struct spam_view *view, double shrink)
{
	return known_signed(view) * view->sum[SPAM_STRANGER_C] /
		(view->attested + shrink);
}

static double
feature_spoofed_known(const struct spam_view *view, double shrink)
{
	return view->log_known * view->sum[SPAM_STRANGER_C] /
		(view->attested + shrink);
}

static double
feature_burst_known(const struct spam_view *view, double shrink)
{
	return view->log_known * shrink / (view->spread + shrink);
}

/*
 * Who throws a number away after a burst has called nobody who knows it. While
 * strangers are being called a friend is no excuse: anybody may have one.
 */
static double
feature_burst_friend(const struct spam_view *view, double shrink)
{
	double		known = view->sum[SPAM_KNOWN];
	double		late = view->sum[SPAM_STRANGER_FAST];
	double		over = late < view->strangers ? 1.0 - late / view->strangers : 0.0;

	return over * known / (known + shrink) * shrink / (view->spread + shrink);
}

static double
feature_burst_books(const struct spam_view *view, double shrink)
{
	return view->log_books * shrink / (view->spread + shrink);
}

static double
feature_talked_back(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return spam_log_of(view->sum[SPAM_OUT_LONG]);
}

static double
feature_talked_few(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->sum[SPAM_OUT_LONG];
}

static double
feature_rang_back(const struct spam_view *view, double shrink)
{
	return view->sum[SPAM_OUT_SHORT] / (view->strangers + shrink);
}

/*
 * How calls to strangers ended, beside how such calls usually end: halfway
 * between people and campaigns. A share, and what many calls add.
 */
#define OUTCOME(name, SUM, usual) \
static double \
feature_##name(const struct spam_view *view, double shrink) \
{ \
	return (view->sum[SUM] - usual * view->told) / (view->told + shrink); \
} \
\
static double \
feature_##name##_root(const struct spam_view *view, double shrink) \
{ \
	(void) shrink; \
	return (view->sum[SUM] - usual * view->told) * view->root; \
}

OUTCOME(unanswered, SPAM_UNANSWERED, 0.56)
OUTCOME(to_8, SPAM_TO_8, 0.12)
OUTCOME(to_30, SPAM_TO_30, 0.18)
OUTCOME(to_120, SPAM_TO_120, 0.11)
OUTCOME(over_120, SPAM_OVER_120, 0.03)

/* Whom strangers listen to: of those who answer campaigns a third does. */
static double
feature_talks(const struct spam_view *view, double shrink)
{
	return 2.0 * view->talks / (view->answered + shrink) - 1.0;
}

static double
feature_mass(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return spam_log_of(view->strangers);
}

static double
feature_mass_some(const struct spam_view *view, double shrink)
{
	return view->strangers / (view->strangers + shrink);
}

/* Who was called is not forgotten by itself: it counts while calls do. */
static double
remembered(const struct spam_view *view, double value)
{
	return value * view->strangers / (view->strangers + 1.0);
}

static double
feature_callees(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return remembered(view, spam_log_of(view->callees));
}

static double
feature_repeats(const struct spam_view *view, double shrink)
{
	double		ever = view->sum[SPAM_STRANGER_EVER];

	return ever > view->callees
		? remembered(view, log((ever + shrink) / (view->callees + shrink))) : 0.0;
}

static double
feature_recent(const struct spam_view *view, double shrink)
{
	return view->sum[SPAM_STRANGER_FAST] / (view->strangers + shrink);
}

static double
feature_fresh(const struct spam_view *view, double shrink)
{
	return view->strangers / (view->sum[SPAM_STRANGER_EVER] + shrink);
}

static double
feature_spread(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return view->spread;
}

static double
feature_neighbour(const struct spam_view *view, double shrink)
{
	return view->sum[SPAM_NEIGHBOUR] / (view->strangers + shrink);
}

static double
feature_neighbour_mass(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return spam_log_of(view->sum[SPAM_NEIGHBOUR]);
}

/* Attestation is compared among signed calls alone: most are not signed. */
#define ATTESTED(name, SUM) \
static double \
feature_##name(const struct spam_view *view, double shrink) \
{ \
	return view->sum[SUM] / (view->attested + shrink); \
}

ATTESTED(signed_a, SPAM_STRANGER_A)
ATTESTED(signed_b, SPAM_STRANGER_B)
ATTESTED(signed_c, SPAM_STRANGER_C)

/* ---- what is said of the number itself ---- */

static double
flag_is(const struct spam_view *view, enum spam_flag flag, int value)
{
	return spam_flag_value(view->state, flag) == value;
}

/* What people decide holds from then on; what a number is, always. */
bool
spam_in_force(const struct spam_view *view, enum spam_flag flag)
{
	return spam_flag_time(view->state, flag) <= view->question->moment.as_of;
}

static double
feature_unallocated(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return flag_is(view, SPAM_FLAG_ALLOCATED, SPAM_NO);
}

#define LINE(name, VALUE) \
static double \
feature_##name(const struct spam_view *view, double shrink) \
{ \
	(void) shrink; \
	return flag_is(view, SPAM_FLAG_LINE, VALUE); \
}

LINE(line_fixed, SPAM_LINE_FIXED)
LINE(line_mobile, SPAM_LINE_MOBILE)
LINE(line_voip, SPAM_LINE_VOIP)
LINE(line_service, SPAM_LINE_SERVICE)

static double
feature_verified(const struct spam_view *view, double shrink)
{
	(void) shrink;
	return spam_in_force(view, SPAM_FLAG_VERIFIED)
		? flag_is(view, SPAM_FLAG_VERIFIED, SPAM_YES) : 0.0;
}

static double
feature_appeal(const struct spam_view *view, double shrink)
{
	double		age = (double) view->question->moment.as_of -
		(double) spam_flag_time(view->state, SPAM_FLAG_APPEAL);
	double		days = spam_constant(view, SPAM_TERM_appeal_days);

	(void) shrink;
	return spam_in_force(view, SPAM_FLAG_APPEAL) && age < days * (double) SPAM_DAY
		? flag_is(view, SPAM_FLAG_APPEAL, SPAM_YES) : 0.0;
}

/*
 * Bad neighbours say less of a number the more there is that speaks for it,
 * and nothing where its owner or an operator has spoken up.
 */
static double
feature_range(const struct spam_view *view, double shrink)
{
	const double *sum = view->sum;
	double		range = view->question->range;
	double		friends = view->books + view->good + sum[SPAM_KNOWN] +
		sum[SPAM_OUT_LONG];

	if (range <= 0.0)
		return range;
	if (feature_verified(view, shrink) > 0.0 || feature_appeal(view, shrink) > 0.0)
		return 0.0;
	return range / (1.0 + 3.0 * friends);
}

/*
 * What is told of a number, calls, reports and books, may have been done by
 * somebody else in its name; so it counts as it is up to a point, and beyond
 * that ever less. Slope: what a little more of it counts.
 */
double
spam_believe(const struct spam_model *model, double told, double *slope)
{
	double		whole = model->row[SPAM_TERM_told_whole].weight;
	double		room = model->row[SPAM_TERM_told_most].weight - whole;
	double		beyond = told - whole;
	double		left;

	if (beyond <= 0.0)
	{
		*slope = 1.0;
		return told;
	}
	left = room > 0.0 ? room / (room + beyond) : 0.0;
	*slope = left * left;
	return whole + left * beyond;
}

/* A feature within its bounds, and what it weighs. */
static inline double
weigh(double *feature, double value, const struct spam_setting *row)
{
	*feature = spam_most(row->low, spam_least(row->high, value));
	return row->weight * *feature;
}

/*
 * All features of a view, each within its bounds; what they weigh together.
 * Written out for each term, as a million of these are asked for in a second;
 * and added up in halves, so that no addition waits for the one before it.
 */
double
spam_view_features(struct spam_view *view, double feature[SPAM_TERMS])
{
	const struct spam_model *model = view->question->model;
	double		half[2][2] = {{0.0, 0.0}, {0.0, 0.0}};
	double		told;
	double		slope;
	double		believed;

#define SPAM_TERM_ROW(name, kind, source, ...) \
	half[SPAM_##source][SPAM_TERM_##name % 2] += \
		weigh(&feature[SPAM_TERM_##name], \
			  feature_##name(view, model->row[SPAM_TERM_##name].shrink), \
			  &model->row[SPAM_TERM_##name]);
#include "spam_terms.h"
#undef SPAM_TERM_ROW
	told = half[SPAM_TOLD][0] + half[SPAM_TOLD][1];
	believed = spam_believe(model, told, &slope);
	view->believed = slope < 1.0 ? believed / told : 1.0;
	return model->row[SPAM_TERM_sharpness].weight *
		(half[SPAM_FACT][0] + half[SPAM_FACT][1] + believed);
}
