/* spam_view.h: the evidence as it stands at one time, for one of two logits */
#ifndef SPAM_VIEW_H
#define SPAM_VIEW_H

#include <math.h>

#include "spam.h"

struct spam_view
{
	const struct spam_state *state;
	const struct spam_question *question;
	bool		all;			/* the doubtful ledger counts too */
	double		sum[SPAM_SUMS];
	double		strangers;		/* calls of any outcome */
	double		told;			/* those whose outcome is known */
	double		root;			/* 1 on that of told + 1 */
	double		attested;		/* signed calls to strangers */
	double		callees;		/* different strangers called */
	double		answered;		/* by strangers, as the trusted ledger tells */
	double		talks;			/* of them, over 30 seconds */
	double		reports;
	double		alone;
	double		good;
	double		books;
	double		unproven;
	double		log_known;		/* what several terms look at, and both views */
	double		log_books;
	double		log_reports;
	double		log_good;
	double		spread;
	double		believed;		/* the part of what is told that counts */
};

static inline double
spam_constant(const struct spam_view *view, enum spam_term term)
{
	return view->question->model->row[term].weight;
}

/* As fmin and fmax of numbers, which libraries may want to be called for. */
static inline double
spam_least(double a, double b)
{
	return a < b ? a : b;
}

static inline double
spam_most(double a, double b)
{
	return a > b ? a : b;
}

/*
 * 1 - e^-x, x not negative: of little its series, for the difference would
 * lose digits; else exp, which is much cheaper than expm1.
 */
static inline double
spam_saturated(double x)
{
	if (x > 1.0 / 32)
		return 1.0 - exp(-x);
	return x * (1.0 - x / 2 * (1.0 - x / 3 * (1.0 - x / 4 *
		(1.0 - x / 5 * (1.0 - x / 6 * (1.0 - x / 7 * (1.0 - x / 8)))))));
}

/* The part of m that counts when one bucket is worth at most cap. */
static inline double
spam_capped(double m, double cap)
{
	return m > 0.0 ? cap * spam_saturated(m / cap) : 0.0;
}

/* Most sums are nothing, and its logarithm needs no computing. */
static inline double
spam_log_of(double x)
{
	return x > 0.0 ? log(1.0 + x) : 0.0;
}

/* spam_view.c */
extern void spam_view_trusted(struct spam_view *view,
							  const struct spam_state *state,
							  const struct spam_question *question);
extern bool spam_view_all(struct spam_view *view,
						  const struct spam_view *trusted);
extern double spam_view_doubtful(const struct spam_view *view, int sum);

/* spam_term.c */
extern bool spam_in_force(const struct spam_view *view, enum spam_flag flag);
extern double spam_view_features(struct spam_view *view,
								 double feature[SPAM_TERMS]);

/* spam_model.c */
extern double spam_view_winner(struct spam_view *view,
							   double feature[SPAM_TERMS],
							   const struct spam_state *state,
							   const struct spam_question *question);
extern double spam_decided(const struct spam_view *view, double logit);
extern double spam_bounded(double logit);
extern double spam_chance(double logit);

#endif
