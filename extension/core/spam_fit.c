/*
 * spam_fit.c: the weights that numbers of known truth ask for
 *
 * Logistic loss of the final logit, the larger of both views, with a ridge
 * that holds each weight near the model it starts from, by Newton's method on
 * the weights that are free: those at a bound which the loss would push beyond
 * it stay there. The same rows give the same weights.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "spam.h"

#define STEPS_MAX		200
#define HALVINGS_MAX	40
#define ENOUGH			1e-9	/* what a step must gain */
#define ARMIJO			1e-4
#define PAUSE_ROWS		1024
#define ANCHOR			0.01	/* share of numbers of which nothing is known */
#define JITTER			1e-9	/* of the diagonal: it stays invertible */

struct problem
{
	struct spam_fit *fit;
	const struct spam_model *model; /* its constants */
	double		total;			/* weight of all rows */
	double		rate;			/* share of spam in it */
	double		centre[SPAM_TERMS];
	double		scale[SPAM_TERMS];	/* mean square of a feature */
	double		least[SPAM_TERMS];
	double		most[SPAM_TERMS];
	double		gradient[SPAM_TERMS];
	double		curvature[SPAM_TERMS][SPAM_TERMS];
};

static const float *
row_of(const struct spam_fit *fit, int i)
{
	return fit->feature + (size_t) i * SPAM_FIT_ROW;
}

static double
sharpness_of(const struct spam_model *model)
{
	return model->row[SPAM_TERM_sharpness].weight;
}

/* One view of a row under some weights. */
struct word
{
	const float *feature;
	double		logit;
	double		slope[2];		/* what a little more of a term adds; told or not */
};

static struct word
word_of(const struct spam_model *model, const float *feature, const double *w)
{
	struct word word = {.feature = feature};
	double		sharpness = sharpness_of(model);
	double		sum[2] = {0.0, 0.0};
	double		slope;

	for (int j = 0; j < SPAM_TERMS; j++)
		sum[spam_row[j].told] += feature[j] * w[j];
	word.logit = sharpness *
		(sum[false] + spam_believe(model, sum[true], &slope));
	word.slope[false] = sharpness;
	word.slope[true] = sharpness * slope;
	return word;
}

/* The view that speaks, and what it says. */
static struct word
winner(const struct spam_model *model, const float *row, const double *w)
{
	struct word trusted = word_of(model, row, w);
	struct word all = word_of(model, row + SPAM_TERMS, w);

	return all.logit > trusted.logit ? all : trusted;
}

/* ln(1 + e^x) without overflow: the loss of a legitimate number. */
static double
softplus(double x)
{
	return x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static void
pause_at(const struct spam_fit *fit, int i)
{
	if (i % PAUSE_ROWS == 0 && fit->pause != NULL)
		fit->pause();
}

static double
anchor_weight(const struct problem *problem)
{
	return ANCHOR * problem->total;
}

static double
ridge_of(const struct problem *problem, int j)
{
	return problem->fit->ridge * problem->total * problem->scale[j];
}

/* The loss of weights, of what they are far from, and of the unknown. */
static double
loss_of(const struct problem *problem, const double *w)
{
	const struct spam_fit *fit = problem->fit;
	double		unknown = sharpness_of(problem->model) * w[SPAM_TERM_prior];
	double		sum = anchor_weight(problem) *
		(softplus(unknown) - problem->rate * unknown);

	for (int i = 0; i < fit->rows; i++)
	{
		double		logit;

		pause_at(fit, i);
		logit = winner(problem->model, row_of(fit, i), w).logit;
		sum += fit->weight[i] * (softplus(logit) - (fit->spam[i] ? logit : 0.0));
	}
	for (int j = 0; j < SPAM_TERMS; j++)
	{
		double		off = w[j] - problem->centre[j];

		sum += 0.5 * ridge_of(problem, j) * off * off;
	}
	return sum;
}

/*
 * Add one row to gradient and curvature; most features of it are nothing. The
 * bend of what is believed is left out, so that the curvature stays positive.
 */
static void
add_row(struct problem *problem, const struct word *word, double slope,
		double bend)
{
	int			some[SPAM_TERMS] = {0};
	double		value[SPAM_TERMS] = {0};
	int			n = 0;

	for (int j = 0; j < SPAM_TERMS; j++)
		if (word->feature[j] != 0.0f)
		{
			value[n] = word->feature[j] * word->slope[spam_row[j].told];
			some[n++] = j;
		}
	for (int a = 0; a < n; a++)
	{
		double	   *line = problem->curvature[some[a]];

		problem->gradient[some[a]] += slope * value[a];
		for (int b = 0; b <= a; b++)
			line[some[b]] += bend * value[a] * value[b];
	}
}

static void
add_anchor(struct problem *problem, const double *w)
{
	double		sharpness = sharpness_of(problem->model);
	double		p = 1.0 / (1.0 + exp(-sharpness * w[SPAM_TERM_prior]));
	double		weight = sharpness * anchor_weight(problem);

	problem->gradient[SPAM_TERM_prior] += weight * (p - problem->rate);
	problem->curvature[SPAM_TERM_prior][SPAM_TERM_prior] +=
		sharpness * weight * p * (1.0 - p);
}

/* Gradient, and the lower half of the curvature, at some weights. */
static void
look_around(struct problem *problem, const double *w)
{
	const struct spam_fit *fit = problem->fit;

	memset(problem->gradient, 0, sizeof(problem->gradient));
	memset(problem->curvature, 0, sizeof(problem->curvature));
	for (int i = 0; i < fit->rows; i++)
	{
		struct word word = winner(problem->model, row_of(fit, i), w);
		double		p = 1.0 / (1.0 + exp(-word.logit));

		pause_at(fit, i);
		add_row(problem, &word, fit->weight[i] * (p - fit->spam[i]),
				fit->weight[i] * p * (1.0 - p));
	}
	add_anchor(problem, w);
	for (int j = 0; j < SPAM_TERMS; j++)
	{
		problem->gradient[j] += ridge_of(problem, j) * (w[j] - problem->centre[j]);
		problem->curvature[j][j] += ridge_of(problem, j) + JITTER * problem->total;
	}
}

/* A weight may move unless it is held or pushed beyond its bound. */
static int
free_terms(const struct problem *problem, const double *w, int *which)
{
	int			n = 0;

	for (int j = 0; j < SPAM_TERMS; j++)
	{
		double		slope = problem->gradient[j];

		if (problem->least[j] == problem->most[j] ||
			(w[j] <= problem->least[j] && slope > 0.0) ||
			(w[j] >= problem->most[j] && slope < 0.0))
			continue;
		which[n++] = j;
	}
	return n;
}

/* Solve a x = b for a symmetric a, of which the lower half is given. */
static void
cholesky_solve(double a[SPAM_TERMS][SPAM_TERMS], double *b, int n)
{
	for (int i = 0; i < n; i++)
	{
		for (int j = 0; j <= i; j++)
		{
			double		sum = a[i][j];

			for (int k = 0; k < j; k++)
				sum -= a[i][k] * a[j][k];
			a[i][j] = i == j ? sqrt(fmax(sum, 1e-300)) : sum / a[j][j];
		}
		for (int k = 0; k < i; k++)
			b[i] -= a[i][k] * b[k];
		b[i] /= a[i][i];
	}
	for (int i = n - 1; i >= 0; i--)
	{
		for (int k = i + 1; k < n; k++)
			b[i] -= a[k][i] * b[k];
		b[i] /= a[i][i];
	}
}

/* Newton's direction for the free weights, 0 for the others. */
static void
direction_of(const struct problem *problem, const double *w, double *direction)
{
	double		part[SPAM_TERMS][SPAM_TERMS];
	double		target[SPAM_TERMS];
	int			which[SPAM_TERMS];
	int			n = free_terms(problem, w, which);

	for (int a = 0; a < n; a++)
	{
		target[a] = problem->gradient[which[a]];
		for (int b = 0; b <= a; b++)
			part[a][b] = problem->curvature[which[a]][which[b]];
	}
	cholesky_solve(part, target, n);
	memset(direction, 0, SPAM_TERMS * sizeof(double));
	for (int a = 0; a < n; a++)
		direction[which[a]] = -target[a];
}

/* One step from weights of a known loss; the loss behind it. */
static double
step(struct problem *problem, double *w, double loss)
{
	double		direction[SPAM_TERMS];
	double		length = 1.0;

	look_around(problem, w);
	direction_of(problem, w, direction);
	for (int half = 0; half < HALVINGS_MAX; half++, length *= 0.5)
	{
		double		tried[SPAM_TERMS];
		double		promised = 0.0;
		double		found;

		for (int j = 0; j < SPAM_TERMS; j++)
		{
			tried[j] = fmax(problem->least[j], fmin(problem->most[j],
													w[j] + length * direction[j]));
			promised += problem->gradient[j] * (tried[j] - w[j]);
		}
		found = loss_of(problem, tried);
		if (found <= loss + ARMIJO * promised)
		{
			memcpy(w, tried, sizeof(tried));
			return found;
		}
	}
	return loss;
}

static void
weigh_rows(struct problem *problem)
{
	const struct spam_fit *fit = problem->fit;
	double		spam = 0.0;

	for (int i = 0; i < fit->rows; i++)
	{
		const float *row = row_of(fit, i);

		problem->total += fit->weight[i];
		spam += fit->spam[i] ? fit->weight[i] : 0.0;
		for (int j = 0; j < SPAM_TERMS; j++)
			problem->scale[j] += fit->weight[i] * 0.5 *
				(row[j] * row[j] + row[SPAM_TERMS + j] * row[SPAM_TERMS + j]);
	}
	for (int j = 0; j < SPAM_TERMS; j++)
		problem->scale[j] /= problem->total;
	problem->rate = spam / problem->total;
}

/* What the rows tell nothing of keeps its weight, like what is held. */
static void
bound_weights(struct problem *problem, const struct spam_model *model)
{
	for (int j = 0; j < SPAM_TERMS; j++)
	{
		const struct spam_row *row = &spam_row[j];
		bool		fixed = row->kind == SPAM_HELD || problem->fit->held[j] ||
			problem->scale[j] == 0.0;

		problem->centre[j] = fmax(row->least, fmin(row->most, model->row[j].weight));
		problem->least[j] = fixed ? problem->centre[j] : row->least;
		problem->most[j] = fixed ? problem->centre[j] : row->most;
	}
}

/*
 * Fit the weights of a model, which is where the search starts, and judge
 * them. The base rate becomes that of the rows.
 */
void
spam_fit(struct spam_fit *fit, struct spam_model *model)
{
	struct problem problem = {.fit = fit, .model = model};
	double		w[SPAM_TERMS];
	double		loss;
	double		before;

	weigh_rows(&problem);
	bound_weights(&problem, model);
	for (int j = 0; j < SPAM_TERMS; j++)
		w[j] = problem.centre[j];
	loss = loss_of(&problem, w);
	fit->steps = 0;
	do
	{
		before = loss;
		loss = step(&problem, w, loss);
	} while (before - loss > ENOUGH * problem.total && ++fit->steps < STEPS_MAX);

	for (int j = 0; j < SPAM_TERMS; j++)
		model->row[j].weight = w[j];
	model->row[SPAM_TERM_base_rate].weight = problem.rate;
	model->row[SPAM_TERM_fitted_rate].weight = problem.rate;
	spam_fit_judge(fit, model);
}

/* ---- judging ---- */

static int
compare_logits(const void *a, const void *b)
{
	double		x = ((const struct spam_judged *) a)->logit;
	double		y = ((const struct spam_judged *) b)->logit;

	return (x > y) - (x < y);
}

/* The chance that a spam number stands above a legitimate one, ties as half. */
static double
auc_of(const struct spam_fit *fit, struct spam_judged *judged)
{
	double		spam = 0.0;
	double		legitimate = 0.0;
	double		above = 0.0;
	int			i = 0;

	qsort(judged, (size_t) fit->rows, sizeof(*judged), compare_logits);
	while (i < fit->rows)
	{
		double		tied[2] = {0.0, 0.0};
		double		logit = judged[i].logit;

		for (; i < fit->rows && judged[i].logit == logit; i++)
			tied[fit->spam[judged[i].row] != 0] += fit->weight[judged[i].row];
		above += tied[1] * (legitimate + 0.5 * tied[0]);
		legitimate += tied[0];
		spam += tied[1];
	}
	return spam > 0.0 && legitimate > 0.0 ? above / (spam * legitimate) : 0.5;
}

/* How far likelihoods are from shares, by bins of likelihood. */
struct bin
{
	double		likelihood;
	double		spam;
};

static double
ece_of(const struct bin *bin, double total)
{
	double		sum = 0.0;

	for (int i = 0; i < SPAM_FIT_BINS; i++)
		sum += fabs(bin[i].likelihood - bin[i].spam);
	return sum / total;
}

/* How well a model does on the rows: what is to become of fit's figures. */
void
spam_fit_judge(struct spam_fit *fit, const struct spam_model *model)
{
	struct bin	bin[SPAM_FIT_BINS] = {{0}};
	struct spam_judged *judged = fit->judged;
	double		w[SPAM_TERMS];
	double		total = 0.0;

	for (int j = 0; j < SPAM_TERMS; j++)
		w[j] = model->row[j].weight;
	fit->loss = fit->brier = 0.0;
	for (int i = 0; i < fit->rows; i++)
	{
		double		weight = fit->weight[i];
		double		spam = fit->spam[i] ? 1.0 : 0.0;
		double		p;
		int			b;

		pause_at(fit, i);
		judged[i].logit = winner(model, row_of(fit, i), w).logit;
		judged[i].row = i;
		p = 1.0 / (1.0 + exp(-judged[i].logit));
		b = (int) fmin(p * SPAM_FIT_BINS, SPAM_FIT_BINS - 1);
		total += weight;
		fit->loss += weight * (softplus(judged[i].logit) - spam * judged[i].logit);
		fit->brier += weight * (p - spam) * (p - spam);
		bin[b].likelihood += weight * p;
		bin[b].spam += weight * spam;
	}
	fit->loss /= total;
	fit->brier /= total;
	fit->ece = ece_of(bin, total);
	fit->auc = auc_of(fit, judged);
}
