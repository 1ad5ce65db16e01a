/* spam_category.c: what kind of spam a number makes, if it makes any */
#include <math.h>

#include "spam_view.h"

#define CATEGORY_FROM		0.2		/* a likelihood below has no category */
#define DOUBTFUL_CATEGORY	0.25	/* weight of what unproven accounts say */
#define ROUNDING			1e-12	/* of marks that were taken back */
#define MANY				10.0	/* calls, by which habits show */
#define SUSPECTED			0.4		/* log-odds from which habits name a kind */
#define LASTING				0.3		/* spread of the calls of a standing business */

/* How sure a habit is beside what one report says. */
#define HINT_RINGS			1.0
#define HINT_KNOWN_HABIT	0.5
#define HINT_GUESS			0.05

/* Behaviour that hints at a category where reports do not say it. */
static void
add_hints(double score[SPAM_CATEGORIES], const struct spam_view *view,
		  const double feature[SPAM_TERMS], double logit)
{
	const double *sum = view->sum;
	double		calls = view->strangers;
	double		ever = sum[SPAM_STRANGER_EVER];

	if (ever >= MANY && sum[SPAM_UNANSWERED] > 0.8 * calls)
		score[SPAM_WANGIRI] += HINT_RINGS;
	if (calls > 0.0 && sum[SPAM_NEIGHBOUR] > 0.5 * calls)
		score[SPAM_ROBOCALL] += HINT_KNOWN_HABIT;
	if (ever >= MANY && ever > 1.8 * view->callees)
		score[SPAM_DEBT] += HINT_KNOWN_HABIT;
	if (logit >= SUSPECTED && calls > 0.0)
		score[ever >= MANY && feature[SPAM_TERM_spread] > LASTING
			  ? SPAM_TELEMARKETING : SPAM_SCAM] += HINT_GUESS;
}

/* Whether somebody else seems to use the number of an honest owner. */
static bool
looks_spoofed(const struct spam_view *view)
{
	const double *sum = view->sum;

	return sum[SPAM_KNOWN_A] >= 3.0 && sum[SPAM_STRANGER_FAST] >= MANY &&
		sum[SPAM_STRANGER_A] < 0.1 * view->strangers;
}

/* What kind of spam it seems to be; NULL where nothing says so. */
const char *
spam_category_of(const struct spam_state *state,
				 const struct spam_question *question)
{
	struct spam_view view;
	double		feature[SPAM_TERMS];
	double		score[SPAM_CATEGORIES];
	double		cap = question->model->row[SPAM_TERM_unproven_cap].weight;
	double		logit = spam_view_winner(&view, feature, state, question);
	int			best = 0;

	if (spam_decided(&view, logit) < log(CATEGORY_FROM / (1.0 - CATEGORY_FROM)))
		return NULL;
	if (looks_spoofed(&view))
		return "spoofed";
	for (int i = 0; i < SPAM_CATEGORIES; i++)
		score[i] = view.sum[SPAM_CATEGORY + i] + DOUBTFUL_CATEGORY *
			spam_capped(spam_view_doubtful(&view, SPAM_CATEGORY + i), cap);
	add_hints(score, &view, feature, logit);
	for (int i = 1; i < SPAM_CATEGORIES; i++)
		if (score[i] > score[best])
			best = i;
	return score[best] > ROUNDING ? spam_category_name((enum spam_category) best)
		: NULL;
}
