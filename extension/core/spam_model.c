/*
 * spam_model.c: from evidence to a likelihood
 *
 * A model adds log-odds:
 *
 *	logit = offset + sharpness * sum of weight * feature
 *
 * over the trusted evidence, and over all of it; the larger of the two counts.
 * So nobody without a standing can talk a number down.
 *
 * The logit stays within +-14: beyond that a double no longer tells a
 * likelihood from certainty finely enough for the reasons to add up to it.
 */
#include <math.h>
#include <string.h>

#include "spam_view.h"

#define LOGIT_MAX		14.0
#define SHARE_MIN		1e-9	/* of spam in a block: its log-odds are finite */

const struct spam_model *
spam_shipped_model(int version)
{
	for (int i = 0; i < spam_shipped_count; i++)
		if (spam_shipped[i].version == version)
			return &spam_shipped[i];
	return NULL;
}

/* A model of which nothing is known but the form of its features. */
void
spam_model_defaults(struct spam_model *model)
{
	model->version = 0;
	for (int i = 0; i < SPAM_ROWS; i++)
	{
		const struct spam_row *row = &spam_row[i];

		model->row[i] = (struct spam_setting) {
			.weight = row->kind == SPAM_CONSTANT ? row->high : 0.0,
			.low = row->low, .high = row->high, .shrink = row->shrink
		};
	}
}

double
spam_bounded(double logit)
{
	return spam_most(-LOGIT_MAX, spam_least(LOGIT_MAX, logit));
}

/* What an operator decided stands in place of what was found. */
double
spam_decided(const struct spam_view *view, double logit)
{
	double		decided = spam_constant(view, SPAM_TERM_override_logit);

	if (spam_flag_time(view->state, SPAM_FLAG_OVERRIDE) >
		view->question->moment.as_of)
		return logit;
	switch (spam_flag_value(view->state, SPAM_FLAG_OVERRIDE))
	{
		case SPAM_OVERRIDE_CLEAN:
			return -decided;
		case SPAM_OVERRIDE_SPAM:
			return decided;
		default:
			return logit;
	}
}

/* All of a state at once: it comes from far, and is read line by line. */
static void
fetch(const struct spam_state *state)
{
	for (size_t at = 0; at < sizeof(*state); at += 64)
		__builtin_prefetch((const char *) state + at);
}

/* Look at the evidence from both sides; keep the side that speaks. */
double
spam_view_winner(struct spam_view *view, double feature[SPAM_TERMS],
				 const struct spam_state *state,
				 const struct spam_question *question)
{
	struct spam_view all;
	double		all_feature[SPAM_TERMS];
	double		trusted_logit;
	double		all_logit;

	fetch(state);
	spam_view_trusted(view, state, question);
	trusted_logit = spam_view_features(view, feature);
	if (!spam_view_all(&all, view))
		return trusted_logit + question->offset;
	all_logit = spam_view_features(&all, all_feature);
	if (all_logit <= trusted_logit)
		return trusted_logit + question->offset;
	*view = all;
	memcpy(feature, all_feature, sizeof(all_feature));
	return all_logit + question->offset;
}

double
spam_logit(const struct spam_state *state, const struct spam_question *question)
{
	struct spam_view view;
	double		feature[SPAM_TERMS];
	double		logit = spam_view_winner(&view, feature, state, question);

	return spam_bounded(spam_decided(&view, logit));
}

double
spam_chance(double logit)
{
	return 1.0 / (1.0 + exp(-logit));
}

double
spam_likelihood(const struct spam_state *state,
				const struct spam_question *question)
{
	return spam_chance(spam_logit(state, question));
}

/* The features of both views; the same twice when there is but one. */
void
spam_features(const struct spam_state *state,
			  const struct spam_question *question,
			  double feature[SPAM_SIDES][SPAM_TERMS])
{
	struct spam_view trusted;
	struct spam_view all;

	spam_view_trusted(&trusted, state, question);
	spam_view_features(&trusted, feature[0]);
	if (spam_view_all(&all, &trusted))
		spam_view_features(&all, feature[1]);
	else
		memcpy(feature[1], feature[0], sizeof(feature[0]));
}

/*
 * What the other numbers of a block say: the log-odds of their share of spam
 * against that of any number. Each of them adds at most one; the number's own
 * part is left out. A block of few numbers says little.
 */
double
spam_range(const struct spam_model *model, double likely, double numbers,
		   double own)
{
	double		rate = model->row[SPAM_TERM_base_rate].weight;
	double		weight = model->row[SPAM_TERM_range_numbers].weight;
	double		others = spam_most(0.0, numbers - (own > 0.0 ? 1.0 : 0.0));
	double		spam = spam_least(others, spam_most(0.0, likely - own));
	double		share = (spam + rate * weight) / (others + weight);

	share = spam_most(SHARE_MIN, spam_least(1.0 - SHARE_MIN, share));
	return log(share / (1.0 - share)) - log(rate / (1.0 - rate));
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
