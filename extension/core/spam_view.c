/* spam_view.c: from sums at the landmark to evidence at the time asked of */
#include <math.h>

#include "spam_view.h"

#define DECAYED_MAX		1e9		/* of a sum: no telling more apart */
#define LEFT_MAX		1e250	/* finite: nothing times it stays nothing */

static double
left_after(spam_time as_of, double days)
{
	double		age = (double) as_of - (double) SPAM_LANDMARK;

	return spam_least(LEFT_MAX, exp2(-age / ((double) SPAM_DAY * days)));
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
	double		left[SPAM_FADINGS];

	question->model = model;
	question->moment.as_of = as_of;
	question->offset = log_odds(model->row[SPAM_TERM_base_rate].weight) -
		log_odds(model->row[SPAM_TERM_fitted_rate].weight);
	question->range = range;
	left[SPAM_FADES_SLOW] = left_after(as_of, SPAM_SLOW_DAYS);
	left[SPAM_FADES_FAST] = left_after(as_of, SPAM_FAST_DAYS);
	left[SPAM_FADES_BOOK] = left_after(as_of, SPAM_BOOK_DAYS);
	left[SPAM_FADES_NEVER] = 1.0;
	for (int i = 0; i < SPAM_SUMS; i++)
		question->moment.left[i] = left[spam_fading_of(i)];
}

static double
capped_sum(const double *sum, int buckets, double cap)
{
	double		total = 0.0;

	for (int i = 0; i < buckets; i++)
		total += spam_capped(sum[i], cap);
	return total;
}

/* Of all sums alike, two or four at a time where the machine can. */
static void
read_ledger(double *restrict sum, const double *restrict stored,
			const double *restrict left)
{
	for (int i = 0; i < SPAM_SUMS; i++)
	{
		double		value = stored[i] * left[i];

		sum[i] = value < DECAYED_MAX ? value : DECAYED_MAX;
	}
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
		total += spam_least(cap, spam_most(0.0, sum[SPAM_BOOK + i] -
								unripe * sum[SPAM_BOOK_AGE + i]));
	return total;
}

/*
 * How far calls to strangers lie apart in time. Of calls that are all of one
 * age a share is left slowly, and fast a power of it; of calls of many ages
 * more is left fast than that. Shrink is added to both: where next to nothing
 * is left there is no telling.
 */
static double
spread_of(const struct spam_view *view)
{
	double		shrink = view->question->model->row[SPAM_TERM_spread].shrink;
	double		ever = view->sum[SPAM_STRANGER_EVER];
	double		fast = view->sum[SPAM_STRANGER_FAST];
	double		burst;

	if (!(view->strangers > 0.0 && ever > 0.0))
		return 0.0;
	burst = ever * exp(log(view->strangers / ever) *
					   (SPAM_SLOW_DAYS / SPAM_FAST_DAYS));
	return fast > burst ? log((fast + shrink) / (burst + shrink)) : 0.0;
}

/* What calls tell; they alone differ between the two views. */
static void
derive_calls(struct spam_view *view)
{
	const double *sum = view->sum;

	view->told = sum[SPAM_UNANSWERED] + sum[SPAM_TO_8] + sum[SPAM_TO_30] +
		sum[SPAM_TO_120] + sum[SPAM_OVER_120];
	view->root = 1.0 / sqrt(view->told + 1.0);
	view->strangers = view->told + sum[SPAM_UNTOLD];
	view->attested = sum[SPAM_STRANGER_A] + sum[SPAM_STRANGER_B] +
		sum[SPAM_STRANGER_C];
	view->log_known = spam_log_of(sum[SPAM_KNOWN]);
	view->spread = spread_of(view);
}

/* What the doubtful ledger holds in a sum at the time asked of. */
double
spam_view_doubtful(const struct spam_view *view, int sum)
{
	double		value = view->state->ledger[SPAM_DOUBTFUL].sum[sum] *
		view->question->moment.left[sum];

	return value < DECAYED_MAX ? value : DECAYED_MAX;
}

/* Of four, eight or sixteen of them. */
static double
sum_of(const double *sum, int from, int count)
{
	double		part[4] = {0.0, 0.0, 0.0, 0.0};

	for (int i = from; i < from + count; i += 4)
		for (int j = 0; j < 4; j++)
			part[j] += sum[i + j];
	return (part[0] + part[1]) + (part[2] + part[3]);
}

/*
 * Reports of accounts without a record. They are heard in both views: what
 * such accounts tell of calls may leave the larger logit as it is, and then
 * their report would be nothing beside it.
 */
static double
unproven_of(const struct spam_view *view)
{
	const double *stored = view->state->ledger[SPAM_DOUBTFUL].sum;
	double		said = sum_of(stored, SPAM_CATEGORY, SPAM_CATEGORIES);
	double		cap = spam_constant(view, SPAM_TERM_unproven_cap);

	if (said == 0.0)
		return 0.0;
	said = spam_least(DECAYED_MAX,
				said * view->question->moment.left[SPAM_CATEGORY]);
	return spam_capped(said, cap) / cap;
}

/* Nobody without a record can take from a number that it is listened to. */
static void
derive_talks(struct spam_view *view)
{
	const double *sum = view->sum;

	view->talks = sum[SPAM_TO_120] + sum[SPAM_OVER_120];
	view->answered = view->talks + sum[SPAM_TO_8] + sum[SPAM_TO_30];
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
	view->log_books = spam_log_of(view->books);
	view->log_reports = spam_log_of(3.0 * view->reports);
	view->log_good = spam_log_of(3.0 * view->good);
	view->unproven = unproven_of(view);
}

void
spam_view_trusted(struct spam_view *view, const struct spam_state *state,
				  const struct spam_question *question)
{
	view->state = state;
	view->question = question;
	view->all = false;
	read_ledger(view->sum, state->ledger[SPAM_TRUSTED].sum,
				question->moment.left);
	view->callees = view->sum[SPAM_STRANGER_EVER] > 0.0
		? spam_callees(state, false) : 0.0;
	derive_calls(view);
	derive_talks(view);
	derive_people(view);
}

static void
add_run(double *sum, const double *doubtful, int from, int end, double part)
{
	for (int i = from; i < end; i++)
		sum[i] += part * doubtful[i];
}

/*
 * Of all calls the same part is heard, so that many that are made up drown
 * few that were not. But few can tell of a call from their own neighbourhood:
 * it is heard beside any others, and not more of it where many are called.
 */
static void
add_calls(struct spam_view *view, const double *doubtful, double heard,
		  double seen)
{
	double		part = heard / seen;
	double		neighbours = view->sum[SPAM_NEIGHBOUR] +
		spam_least(spam_least(heard, spam_constant(view, SPAM_TERM_doubtful_calls)),
			 doubtful[SPAM_NEIGHBOUR]);

	view->callees += part *
		spam_most(0.0, spam_callees(view->state, true) - view->callees);
	add_run(view->sum, doubtful, 0, SPAM_REPORT, part);
	add_run(view->sum, doubtful, SPAM_STRANGER_FAST, SPAM_REPORT_FAST, part);
	add_run(view->sum, doubtful, SPAM_STRANGER_EVER, SPAM_SUMS, part);
	view->sum[SPAM_NEIGHBOUR] = neighbours;
}

/*
 * How many of the calls seen are heard. A network can tell of one. And who
 * calls strangers meets established ones among them: where accounts without a
 * record tell of many calls and nobody else of any, they made them up.
 */
static double
heard_of(const struct spam_view *trusted, const double *doubtful)
{
	double		heard = capped_sum(doubtful + SPAM_NETWORK, SPAM_CLUSTERS,
								   spam_constant(trusted, SPAM_TERM_network_cap));
	double		likely = spam_constant(trusted, SPAM_TERM_doubtful_calls) +
		spam_constant(trusted, SPAM_TERM_doubtful_rate) * trusted->strangers;

	return spam_least(heard, likely);
}

/*
 * The trusted view with what is heard of the doubtful calls added. The marks
 * "not spam" and the books of accounts without a record stay out: they could
 * only lower this logit down to the trusted one. False when there is nothing
 * to add.
 */
bool
spam_view_all(struct spam_view *view, const struct spam_view *trusted)
{
	const double *stored = trusted->state->ledger[SPAM_DOUBTFUL].sum;
	double		doubtful[SPAM_SUMS];
	double		seen;

	if (sum_of(stored, SPAM_NETWORK, SPAM_CLUSTERS) == 0.0)
		return false;
	read_ledger(doubtful, stored, trusted->question->moment.left);
	seen = sum_of(doubtful, SPAM_NETWORK, SPAM_CLUSTERS);

	*view = *trusted;
	view->all = true;
	if (seen > 0.0)
		add_calls(view, doubtful, heard_of(trusted, doubtful), seen);
	derive_calls(view);
	return true;
}
