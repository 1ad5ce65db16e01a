/* spam_view.c: from sums at the landmark to evidence at the time asked of */
#include <math.h>

#include "spam_view.h"

#define DECAYED_MAX		1e9		/* of a sum: no telling more apart */
#define LEFT_MAX		1e250	/* finite: nothing times it stays nothing */

static double
left_after(spam_time as_of, double days)
{
	double		age = (double) as_of - (double) SPAM_LANDMARK;

	return fmin(LEFT_MAX, exp2(-age / ((double) SPAM_DAY * days)));
}

static double
log_odds(double p)
{
	return log(p / (1.0 - p));
}

/* Ask a model of a time; the decay is the same for all states. */
void
spam_ask(struct spam_question *question, const struct spam_model *model,
		 spam_time as_of, double range)
{
	double	   *left = question->moment.left;

	question->model = model;
	question->moment.as_of = as_of;
	question->offset = log_odds(model->row[SPAM_TERM_base_rate].weight) -
		log_odds(model->row[SPAM_TERM_fitted_rate].weight);
	question->range = range;
	left[SPAM_FADES_SLOW] = left_after(as_of, SPAM_SLOW_DAYS);
	left[SPAM_FADES_FAST] = left_after(as_of, SPAM_FAST_DAYS);
	left[SPAM_FADES_BOOK] = left_after(as_of, SPAM_BOOK_DAYS);
	left[SPAM_FADES_NEVER] = 1.0;
}

double
spam_constant(const struct spam_view *view, enum spam_term term)
{
	return view->question->model->row[term].weight;
}

/* The part of m that counts when one bucket is worth at most cap. */
double
spam_capped(double m, double cap)
{
	return m > 0.0 ? cap * -expm1(-m / cap) : 0.0;
}

static double
capped_sum(const double *sum, int buckets, double cap)
{
	double		total = 0.0;

	for (int i = 0; i < buckets; i++)
		total += spam_capped(sum[i], cap);
	return total;
}

static void
read_run(double *sum, const double *stored, int from, int end, double left)
{
	for (int i = from; i < end; i++)
	{
		double		value = stored[i] * left;

		sum[i] = value < DECAYED_MAX ? value : DECAYED_MAX;
	}
}

static void
read_ledger(double sum[SPAM_SUMS], const double stored[SPAM_SUMS],
			const struct spam_moment *moment)
{
	const double *left = moment->left;

	read_run(sum, stored, 0, SPAM_END_SLOW, left[SPAM_FADES_SLOW]);
	read_run(sum, stored, SPAM_END_SLOW, SPAM_END_FAST, left[SPAM_FADES_FAST]);
	read_run(sum, stored, SPAM_END_FAST, SPAM_END_BOOK, left[SPAM_FADES_BOOK]);
	read_run(sum, stored, SPAM_END_BOOK, SPAM_SUMS, left[SPAM_FADES_NEVER]);
}

/* Books by cluster: an entry counts in part at once and wholly with age. */
static double
books_of(const struct spam_view *view)
{
	const double *sum = view->sum;
	double		cap = spam_constant(view, SPAM_TERM_book_cap);
	double		unripe = 1.0 - spam_constant(view, SPAM_TERM_book_fresh);
	double		total = 0.0;

	for (int i = 0; i < SPAM_BOOK_CLUSTERS; i++)
		total += fmin(cap, fmax(0.0, sum[SPAM_BOOK + i] -
								unripe * sum[SPAM_BOOK_AGE + i]));
	return total;
}

/* What calls tell; they alone differ between the two views. */
static void
derive_calls(struct spam_view *view)
{
	const double *sum = view->sum;

	view->told = sum[SPAM_UNANSWERED] + sum[SPAM_TO_8] + sum[SPAM_TO_30] +
		sum[SPAM_TO_120] + sum[SPAM_OVER_120];
	view->root = sqrt(view->told + 1.0);
	view->strangers = view->told + sum[SPAM_UNTOLD];
	view->attested = sum[SPAM_STRANGER_A] + sum[SPAM_STRANGER_B] +
		sum[SPAM_STRANGER_C];
	view->callees = sum[SPAM_STRANGER_EVER] > 0.0
		? spam_callees(view->state, view->all) : 0.0;
}

static void
derive_people(struct spam_view *view)
{
	const double *sum = view->sum;
	double		cap = spam_constant(view, SPAM_TERM_report_cap);
	double		alone_cap = spam_constant(view, SPAM_TERM_alone_cap);

	view->reports = capped_sum(sum + SPAM_REPORT, SPAM_CLUSTERS, cap);
	view->alone = spam_capped(sum[SPAM_REPORT_ALONE], alone_cap);
	view->good = capped_sum(sum + SPAM_GOOD, SPAM_GOOD_CLUSTERS, cap) +
		spam_capped(sum[SPAM_GOOD_ALONE], alone_cap);
	view->books = books_of(view);
	view->unproven = 0.0;
}

void
spam_view_trusted(struct spam_view *view, const struct spam_state *state,
				  const struct spam_question *question)
{
	view->state = state;
	view->question = question;
	view->all = false;
	read_ledger(view->sum, state->ledger[SPAM_TRUSTED].sum, &question->moment);
	derive_calls(view);
	derive_people(view);
}

/* What the doubtful ledger holds in a sum at the time asked of. */
double
spam_view_doubtful(const struct spam_view *view, int sum)
{
	double		value = view->state->ledger[SPAM_DOUBTFUL].sum[sum] *
		view->question->moment.left[spam_fading_of(sum)];

	return value < DECAYED_MAX ? value : DECAYED_MAX;
}

static void
add_calls(struct spam_view *view, double part)
{
	for (int i = 0; i < SPAM_REPORT; i++)
		view->sum[i] += part * spam_view_doubtful(view, i);
	for (int i = SPAM_STRANGER_FAST; i < SPAM_REPORT_FAST; i++)
		view->sum[i] += part * spam_view_doubtful(view, i);
	view->sum[SPAM_STRANGER_EVER] +=
		part * spam_view_doubtful(view, SPAM_STRANGER_EVER);
}

/*
 * The trusted view with the doubtful calls added, each network's share of them
 * capped, and with a little for the reports of accounts without a record.
 * Their "not spam" and their books stay out: they could only lower this logit
 * down to the trusted one. False when there is nothing to add.
 */
bool
spam_view_all(struct spam_view *view, const struct spam_view *trusted)
{
	double		cap = spam_constant(trusted, SPAM_TERM_network_cap);
	double		unproven_cap = spam_constant(trusted, SPAM_TERM_unproven_cap);
	double		seen = 0.0;
	double		heard = 0.0;
	double		said = 0.0;

	for (int i = 0; i < SPAM_CLUSTERS; i++)
	{
		double		calls = spam_view_doubtful(trusted, SPAM_NETWORK + i);

		seen += calls;
		heard += spam_capped(calls, cap);
	}
	for (int i = 0; i < SPAM_CATEGORIES; i++)
		said += spam_view_doubtful(trusted, SPAM_CATEGORY + i);
	if (seen == 0.0 && said == 0.0)
		return false;

	*view = *trusted;
	view->all = true;
	view->unproven = spam_capped(said, unproven_cap) / unproven_cap;
	if (seen > 0.0)
		add_calls(view, heard / seen);
	derive_calls(view);
	return true;
}
