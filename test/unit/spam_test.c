/* spam_test.c: evidence as a monoid, and a likelihood nobody can bend */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "spam.h"

#define NOW				(SPAM_LANDMARK + 2251 * SPAM_DAY)	/* 2026-03-01 */
#define TOLERANCE		1e-12
#define LENGTH_OF(array)	(sizeof(array) / sizeof((array)[0]))

/* Any kind of event, so that a sequence of them can be kept and repeated. */
struct event
{
	enum
	{
		CALL, REPORT, BOOK, FLAG
	}			kind;
	struct spam_call call;
	struct spam_report report;
	struct spam_book book;
	enum spam_flag flag;
	int			value;
};

static const spam_time asked[] = {
	INT64_MIN, -200000 * 365 * SPAM_DAY, SPAM_TIME_MIN, SPAM_LANDMARK,
	NOW - 400 * SPAM_DAY, NOW - SPAM_DAY, NOW, NOW + 90 * SPAM_DAY,
	SPAM_TIME_MAX, INT64_MAX
};

/* ---- random evidence, the same in every run ---- */

static uint64_t
next(uint64_t *seed)
{
	uint64_t	bits = *seed += UINT64_C(0x9e3779b97f4a7c15);

	bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
	return bits ^ bits >> 31;
}

static int
below(uint64_t *seed, int end)
{
	return (int) (next(seed) % (unsigned) end);
}

static double
fraction(uint64_t *seed)
{
	return (double) (next(seed) >> 11) * 0x1p-53;
}

/* Within six years before now, as a deployment would have it. */
static spam_time
random_time(uint64_t *seed)
{
	return NOW - (spam_time) (fraction(seed) * 2000) * SPAM_DAY -
		(spam_time) below(seed, 86400) * SPAM_SECOND;
}

static double
random_weight(uint64_t *seed)
{
	return below(seed, 4) == 0 ? 1.0 : 0.01 + 2.0 * fraction(seed);
}

static struct spam_call
random_call(uint64_t *seed)
{
	return (struct spam_call) {
		.at = random_time(seed), .weight = random_weight(seed),
		.outcome = below(seed, 4) > 0, .answered = below(seed, 3) > 0,
		.seconds = below(seed, 200), .known = below(seed, 3) == 0,
		.outbound = below(seed, 8) == 0, .has_caller = below(seed, 2) == 0,
		.caller = next(seed), .attestation = "ABC"[below(seed, 4)],
		.neighbour = below(seed, 5) == 0, .cluster = below(seed, 40),
		.trusted = below(seed, 3) > 0
	};
}

static struct spam_report
random_report(uint64_t *seed)
{
	return (struct spam_report) {
		.at = random_time(seed), .weight = random_weight(seed),
		.category = (enum spam_category) below(seed, SPAM_CATEGORIES),
		.spam = below(seed, 3) > 0, .corroborated = below(seed, 2) == 0,
		.signed_call = below(seed, 4) == 0, .cluster = below(seed, 40),
		.trusted = below(seed, 3) > 0
	};
}

static struct spam_book
random_book(uint64_t *seed)
{
	return (struct spam_book) {
		.at = random_time(seed), .weight = random_weight(seed),
		.cluster = below(seed, 40), .trusted = below(seed, 3) > 0
	};
}

/* ---- questions to the model that is shipped ---- */

static struct spam_question
ask(spam_time as_of, double range)
{
	struct spam_question question;

	spam_ask(&question, spam_shipped_model(SPAM_MODEL), as_of, range);
	return question;
}

static double
chance(const struct spam_state *state, spam_time as_of, double range)
{
	struct spam_question question = ask(as_of, range);

	return spam_likelihood(state, &question);
}

static double
log_odds(const struct spam_state *state, spam_time as_of, double range)
{
	struct spam_question question = ask(as_of, range);

	return spam_logit(state, &question);
}

static int
explain(const struct spam_state *state, spam_time as_of, double range,
		struct spam_reason *reason)
{
	struct spam_question question = ask(as_of, range);

	return spam_explain(state, &question, reason);
}

static const char *
category(const struct spam_state *state, spam_time as_of)
{
	struct spam_question question = ask(as_of, 0.0);

	return spam_category_of(state, &question);
}

static struct event
random_event(uint64_t *seed)
{
	return (struct event) {
		.kind = below(seed, 3), .call = random_call(seed),
		.report = random_report(seed), .book = random_book(seed),
		.flag = (enum spam_flag) below(seed, SPAM_FLAGS),
		.value = 1 + below(seed, 2)
	};
}

/* Add an event, or with a sign of -1 take it back. */
static void
add_event(struct spam_state *state, const struct event *event, int sign)
{
	struct event it = *event;

	it.call.weight *= sign;
	it.report.weight *= sign;
	it.book.weight *= sign;
	if (it.kind == CALL)
		spam_add_call(state, &it.call);
	else if (it.kind == REPORT)
		spam_add_report(state, &it.report);
	else if (it.kind == BOOK)
		spam_add_book(state, &it.book);
	else if (sign > 0)
		spam_set_flag(state, it.flag, it.book.at, it.value);
}

static struct spam_state
random_state(uint64_t *seed, int events)
{
	struct spam_state state;

	spam_empty(&state);
	for (int i = below(seed, events + 1); i > 0; i--)
	{
		struct event event = random_event(seed);

		if (below(seed, 8) == 0)
			event.kind = FLAG;
		add_event(&state, &event, 1);
	}
	return state;
}

/* Anything that input accepts, however unlikely that events made it. */
static struct spam_state
foreign_state(uint64_t *seed)
{
	struct spam_state state;
	int			spread = 1 + below(seed, 300);

	spam_empty(&state);
	state.first = (spam_time) (next(seed) % (uint64_t) SPAM_TIME_MAX);
	state.last = state.first + (spam_time)
		(next(seed) % (uint64_t) (SPAM_TIME_MAX - state.first));
	for (int i = 0; i < SPAM_FLAGS; i++)
		spam_set_flag(&state, (enum spam_flag) i, state.first, 1 + below(seed, 2));
	for (int side = 0; side < SPAM_SIDES; side++)
	{
		struct spam_ledger *ledger = &state.ledger[side];

		for (int i = 0; i < SPAM_SUMS; i++)
			ledger->sum[i] = below(seed, 3) == 0 ? 0.0
				: pow(10.0, (2.0 * fraction(seed) - 1.0) * spread);
		for (int i = 0; i < SPAM_COUNTS; i++)
			ledger->count[i] = 1 + (int32_t) (next(seed) % INT32_MAX);
		for (int i = 0; i < SPAM_REGISTERS; i++)
			ledger->callee[i] = (uint8_t) below(seed, SPAM_REGISTER_MAX + 1);
	}
	assert_true(spam_is_valid(&state));
	return state;
}

/* ---- comparison ---- */

static double
difference(const struct spam_state *a, const struct spam_state *b)
{
	double		largest = 0.0;

	for (int side = 0; side < SPAM_SIDES; side++)
		for (int i = 0; i < SPAM_SUMS; i++)
		{
			double		x = a->ledger[side].sum[i];
			double		y = b->ledger[side].sum[i];

			if (x != y)
				largest = fmax(largest, fabs(x - y) / fmax(x, y));
		}
	return largest;
}

/* Sums to the tolerance, all else to the bit. */
static void
assert_same(const struct spam_state *a, const struct spam_state *b)
{
	assert_true(difference(a, b) <= TOLERANCE);
	assert_int_equal(a->first, b->first);
	assert_int_equal(a->last, b->last);
	assert_memory_equal(a->flag, b->flag, sizeof(a->flag));
	for (int side = 0; side < SPAM_SIDES; side++)
	{
		assert_memory_equal(a->ledger[side].count, b->ledger[side].count,
							sizeof(a->ledger[side].count));
		assert_memory_equal(a->ledger[side].callee, b->ledger[side].callee,
							SPAM_REGISTERS);
	}
}

static struct spam_state
merged(const struct spam_state *a, const struct spam_state *b)
{
	struct spam_state sum = *a;

	spam_add_state(&sum, b);
	spam_settle(&sum);
	return sum;
}

/* ---- the monoid ---- */

static void
merge_is_a_commutative_monoid(void **unused)
{
	uint64_t	seed = 1;
	struct spam_state empty;

	spam_empty(&empty);
	for (int i = 0; i < 2000; i++)
	{
		bool		foreign = i % 2 == 0;
		struct spam_state a = foreign ? foreign_state(&seed) : random_state(&seed, 60);
		struct spam_state b = foreign ? foreign_state(&seed) : random_state(&seed, 60);
		struct spam_state c = random_state(&seed, 60);
		struct spam_state ab = merged(&a, &b);
		struct spam_state ba = merged(&b, &a);
		struct spam_state bc = merged(&b, &c);
		struct spam_state left = merged(&ab, &c);
		struct spam_state right = merged(&a, &bc);
		struct spam_state same = merged(&a, &empty);

		assert_memory_equal(&ab, &ba, sizeof(ab));
		assert_same(&left, &right);
		assert_memory_equal(&a, &same, sizeof(a));
		same = merged(&empty, &a);
		assert_memory_equal(&a, &same, sizeof(a));
	}
}

#define EVENTS		600

static void
parts_and_order_do_not_matter(void **unused)
{
	uint64_t	seed = 2;
	static struct event event[EVENTS];
	struct spam_state serial;

	spam_empty(&serial);
	for (int i = 0; i < EVENTS; i++)
	{
		event[i] = random_event(&seed);
		if (i % 10 == 0)
			event[i].kind = FLAG;
		add_event(&serial, &event[i], 1);
	}
	for (int parts = 1; parts <= 12; parts++)
	{
		struct spam_state part[12];
		struct spam_state whole;

		spam_empty(&whole);
		for (int k = 0; k < parts; k++)
			spam_empty(&part[k]);
		for (int i = EVENTS - 1; i > 0; i--)
		{
			int			j = below(&seed, i + 1);
			struct event swap = event[i];

			event[i] = event[j];
			event[j] = swap;
		}
		for (int i = 0; i < EVENTS; i++)
			add_event(&part[below(&seed, parts)], &event[i], 1);
		for (int k = 0; k < parts; k++)
			whole = merged(&whole, &part[k]);
		assert_same(&serial, &whole);
		for (size_t i = 0; i < LENGTH_OF(asked); i++)
			assert_true(fabs(chance(&serial, asked[i], 0.0) -
							 chance(&whole, asked[i], 0.0)) <= TOLERANCE);
	}
}

static void
a_half_life_doubles_what_is_added(void **unused)
{
	static const struct
	{
		int			sum;
		double		days;
	}			half[] = {
		{SPAM_CATEGORY + SPAM_OTHER, SPAM_SLOW_DAYS},
		{SPAM_REPORT_FAST, SPAM_FAST_DAYS},
		{SPAM_BOOK_AGE, SPAM_BOOK_DAYS}
	};

	for (size_t i = 0; i < LENGTH_OF(half); i++)
		for (int n = -20; n <= 20; n++)
		{
			spam_time	at = SPAM_LANDMARK +
				(spam_time) (n * half[i].days * (double) SPAM_DAY);
			struct spam_report report = {.at = at, .weight = 3.0,
				.category = SPAM_OTHER, .spam = true, .corroborated = true,
				.trusted = true};
			struct spam_book book = {.at = at, .weight = 3.0, .trusted = true};
			struct spam_state state;
			double		sum = 0.0;

			spam_empty(&state);
			spam_add_report(&state, &report);
			spam_add_book(&state, &book);
			/* which of the clusters of books it is does not matter */
			for (int k = 0; k < (half[i].sum == SPAM_BOOK_AGE ? SPAM_BOOK_CLUSTERS : 1); k++)
				sum += state.ledger[SPAM_TRUSTED].sum[half[i].sum + k];
			assert_true(fabs(sum / ldexp(3.0, n) - 1.0) < TOLERANCE);
		}
}

/* The same evidence, later, and asked as much later, weighs the same. */
static void
only_age_matters(void **unused)
{
	uint64_t	seed = 3;

	for (int i = 0; i < 500; i++)
	{
		struct spam_state early;
		struct spam_state late;
		spam_time	shift = (1 + below(&seed, 3000)) * SPAM_DAY;

		spam_empty(&early);
		spam_empty(&late);
		for (int k = 0; k < 20; k++)
		{
			struct event event = random_event(&seed);

			add_event(&early, &event, 1);
			event.call.at += shift;
			event.report.at += shift;
			event.book.at += shift;
			add_event(&late, &event, 1);
		}
		assert_true(fabs(chance(&early, NOW, 0.0) -
						 chance(&late, NOW + shift, 0.0)) < 1e-11);
	}
}

/* ---- withdrawal ---- */

static void
what_is_taken_back_is_gone(void **unused)
{
	uint64_t	seed = 4;

	for (int i = 0; i < 3000; i++)
	{
		struct spam_state before = random_state(&seed, i % 3 * 10);
		struct spam_state after = before;
		struct event event[12];
		int			events = 1 + below(&seed, 12);

		for (int k = 0; k < events; k++)
		{
			event[k] = random_event(&seed);
			event[k].call.has_caller = false;
			add_event(&after, &event[k], 1);
			spam_settle(&after);
		}
		while (events > 0)
		{
			int			k = below(&seed, events);

			add_event(&after, &event[k], -1);
			spam_settle(&after);
			event[k] = event[--events];
			assert_true(spam_is_valid(&after));
		}
		assert_memory_equal(before.ledger[0].count, after.ledger[0].count,
							sizeof(before.ledger[0].count));
		for (spam_time as_of = NOW; as_of < NOW + 400 * SPAM_DAY; as_of += 80 * SPAM_DAY)
			assert_true(fabs(chance(&before, as_of, 0.0) -
							 chance(&after, as_of, 0.0)) <= TOLERANCE);
		if (i % 3 == 0)			/* there was nothing, there is nothing */
			assert_true(chance(&before, NOW, 0.0) ==
						chance(&after, NOW, 0.0));
	}
}

/* As an application does it: changes are summed, then merged to what is kept. */
static void
a_merged_withdrawal_is_exact(void **unused)
{
	uint64_t	seed = 5;

	for (int i = 0; i < 1000; i++)
	{
		struct spam_state kept;
		struct spam_state change;
		struct event event[30];

		spam_empty(&kept);
		spam_empty(&change);
		for (int k = 0; k < 30; k++)
		{
			event[k] = random_event(&seed);
			event[k].kind = REPORT;
			add_event(&kept, &event[k], 1);
		}
		for (int k = 29; k >= 0; k--)
			add_event(&change, &event[k], -1);
		kept = merged(&kept, &change);
		for (int side = 0; side < SPAM_SIDES; side++)
			for (int k = 0; k < SPAM_SUMS; k++)
				assert_true(kept.ledger[side].sum[k] == 0.0);
		assert_null(category(&kept, NOW));
	}
}

static void
a_part_can_be_taken_back(void **unused)
{
	struct spam_report report = {.at = NOW, .weight = 1.0, .spam = true,
		.corroborated = true, .trusted = true};
	struct spam_state part;
	struct spam_state rest;

	spam_empty(&part);
	spam_empty(&rest);
	spam_add_report(&part, &report);
	report.weight = -0.25;
	spam_add_report(&part, &report);
	spam_settle(&part);
	report.weight = 0.75;
	spam_add_report(&rest, &report);
	assert_true(difference(&part, &rest) <= TOLERANCE);
}

static void
counts_stop_at_their_bound(void **unused)
{
	struct spam_report report = {.at = NOW, .weight = 1.0, .spam = true,
		.corroborated = true, .trusted = true};
	struct spam_state state;

	spam_empty(&state);
	spam_add_report(&state, &report);
	for (int i = 0; i < 40; i++)
		state = merged(&state, &state);
	assert_int_equal(state.ledger[SPAM_TRUSTED].count[SPAM_N_REPORT], INT32_MAX);
	assert_true(spam_is_valid(&state));
}

/* ---- the likelihood ---- */

/* Whatever the state, a mark of spam never lowers, "not spam" never raises. */
static void
marks_are_monotone(void **unused)
{
	uint64_t	seed = 6;

	for (int i = 0; i < 100000; i++)
	{
		struct spam_state state = i % 4 == 0 ? foreign_state(&seed) : random_state(&seed, 12);
		struct spam_report report = random_report(&seed);
		struct spam_state trusted = state;
		spam_time	as_of = i % 3 > 0 ? NOW : asked[below(&seed, LENGTH_OF(asked))];
		double		before;
		double		change;

		report.trusted |= !report.spam;
		memset(&trusted.ledger[SPAM_DOUBTFUL], 0, sizeof(trusted.ledger[0]));
		for (int k = 0; k < 2; k++)
		{
			struct spam_state *marked = k == 0 ? &state : &trusted;

			before = chance(marked, as_of, 0.0);
			spam_add_report(marked, &report);
			spam_settle(marked);
			change = chance(marked, as_of, 0.0) - before;
			assert_true(report.spam ? change >= -TOLERANCE : change <= TOLERANCE);
		}
	}
}

static void
any_state_has_an_answer_in_bounds(void **unused)
{
	static const double range[] = {0.0, 1.5, -INFINITY, INFINITY};
	static struct spam_reason reason[SPAM_REASONS_MAX];
	uint64_t	seed = 7;

	for (int i = 0; i < 3000; i++)
	{
		struct spam_state state = i % 2 == 0 ? foreign_state(&seed) : random_state(&seed, 80);

		for (size_t k = 0; k < LENGTH_OF(asked); k++)
		{
			double		around = range[below(&seed, LENGTH_OF(range))];
			double		p = chance(&state, asked[k], around);
			double		logit = log_odds(&state, asked[k], around);
			double		sum = 0.0;
			int			reasons = explain(&state, asked[k], around, reason);

			assert_true(p > 0.0 && p < 1.0);
			assert_in_range(reasons, 1, SPAM_REASONS_MAX);
			for (int r = 0; r < reasons; r++)
			{
				assert_true(r == 0 || fabs(reason[r].logit) <= fabs(reason[r - 1].logit));
				assert_true(strlen(reason[r].sentence) < SPAM_SENTENCE_MAX - 1);
				assert_true(reason[r].detail[strlen(reason[r].detail) - 1] == '}');
				sum += reason[r].logit;
			}
			assert_true(fabs(sum - logit) < 1e-9);
			assert_true(fabs(sum - log(p / (1.0 - p))) < 1e-9);
			category(&state, asked[k]);
		}
	}
}

static void
no_evidence_is_the_prior(void **unused)
{
	struct spam_state state;
	double		prior;

	spam_empty(&state);
	assert_true(spam_is_valid(&state));
	prior = chance(&state, NOW, 0.0);
	assert_true(prior > 0.02 && prior < 0.3);
	for (size_t i = 0; i < LENGTH_OF(asked); i++)
		assert_true(chance(&state, asked[i], 0.0) == prior);
	assert_string_equal(spam_label(prior), prior < 0.2 ? "clean" : "unknown");
}

/* n reports of one weight, each of a network of its own. */
static struct spam_state
reported(int n, double weight, bool trusted)
{
	struct spam_state state;

	spam_empty(&state);
	for (int i = 0; i < n; i++)
		spam_add_report(&state, &(struct spam_report) {
			.at = NOW - 3 * SPAM_DAY, .weight = weight,
			.category = SPAM_SCAM, .spam = true, .corroborated = true,
			.cluster = i, .trusted = trusted
		});
	return state;
}

static void
standing_decides_what_reports_weigh(void **unused)
{
	struct spam_state few = reported(3, 1.0, true);
	struct spam_state many = reported(25, 0.15, false);
	struct spam_state crowd = reported(400, 1.0, false);
	struct spam_state nobody = reported(0, 1.0, true);
	double		prior = chance(&nobody, NOW, 0.0);

	assert_true(chance(&few, NOW, 0.0) >= 0.6);
	assert_string_equal(category(&few, NOW), "scam");
	assert_true(chance(&many, NOW, 0.0) - prior < 0.1);
	assert_true(chance(&crowd, NOW, 0.0) < 0.5);
}

/* A hundred accounts behind one network are less than two apart. */
static void
one_network_is_one_voice(void **unused)
{
	struct spam_state two = reported(2, 1.2, true);
	struct spam_state ring;

	spam_empty(&ring);
	for (int i = 0; i < 100; i++)
		spam_add_report(&ring, &(struct spam_report) {
			.at = NOW - 3 * SPAM_DAY, .weight = 1.0, .spam = true,
			.corroborated = true, .cluster = 7, .trusted = true
		});
	assert_true(log_odds(&ring, NOW, 0.0) < log_odds(&two, NOW, 0.0));
}

static void
doubtful_accounts_clear_nobody(void **unused)
{
	struct spam_state state = reported(5, 1.6, true);
	double		before = chance(&state, NOW, 0.0);

	for (int i = 0; i < 150; i++)
	{
		spam_add_report(&state, &(struct spam_report) {
			.at = NOW, .weight = 1.0, .corroborated = true, .cluster = i
		});
		spam_add_book(&state, &(struct spam_book) {
			.at = NOW - 500 * SPAM_DAY, .weight = 1.0, .cluster = i
		});
		spam_add_call(&state, &(struct spam_call) {
			.at = NOW, .weight = 1.0, .outcome = true, .answered = true,
			.seconds = 600, .known = i % 2 == 0, .outbound = i % 3 == 0,
			.attestation = 'A', .cluster = i
		});
	}
	assert_true(chance(&state, NOW, 0.0) >= before);
}

static void
strangers_called_are_counted_once(void **unused)
{
	static const int people[] = {1, 10, 50, 200, 1000, 20000};

	for (size_t i = 0; i < LENGTH_OF(people); i++)
	{
		struct spam_state state;

		spam_empty(&state);
		assert_true(spam_callees(&state, true) == 0.0);
		for (int k = 0; k < 3 * people[i]; k++)
			spam_add_call(&state, &(struct spam_call) {
				.at = NOW, .weight = 1.0, .has_caller = true,
				.caller = (uint64_t) (k % people[i]), .trusted = k % 2 == 0
			});
		assert_true(fabs(spam_callees(&state, true) / people[i] - 1.0) < 0.4);
	}
}

static void
labels_begin_at_their_boundaries(void **unused)
{
	static const struct
	{
		double		from;
		const char *before;
		const char *label;
	}			boundary[] = {
		{0.2, "clean", "unknown"}, {0.6, "unknown", "suspected"},
		{0.9, "suspected", "spam"}
	};

	for (size_t i = 0; i < LENGTH_OF(boundary); i++)
	{
		assert_string_equal(spam_label(nextafter(boundary[i].from, 0.0)),
							boundary[i].before);
		assert_string_equal(spam_label(boundary[i].from), boundary[i].label);
	}
	assert_string_equal(spam_label(0.0), "clean");
	assert_string_equal(spam_label(1.0), "spam");
}

/* ---- flags ---- */

static void
the_later_statement_wins(void **unused)
{
	struct spam_state one;
	struct spam_state other;

	spam_empty(&one);
	spam_empty(&other);
	spam_set_flag(&one, SPAM_FLAG_VERIFIED, NOW, SPAM_NO);
	spam_set_flag(&one, SPAM_FLAG_VERIFIED, NOW - 1, SPAM_YES);
	assert_int_equal(spam_flag_value(&one, SPAM_FLAG_VERIFIED), SPAM_NO);
	assert_int_equal(spam_flag_time(&one, SPAM_FLAG_VERIFIED), NOW);
	spam_set_flag(&other, SPAM_FLAG_VERIFIED, NOW, SPAM_YES);
	one = merged(&one, &other);
	assert_int_equal(spam_flag_value(&one, SPAM_FLAG_VERIFIED), SPAM_YES);
	assert_int_equal(spam_flag_value(&one, SPAM_FLAG_APPEAL), 0);
	assert_true(spam_is_valid(&one));
}

static struct spam_state
with_flag(struct spam_state state, enum spam_flag flag, int value)
{
	spam_set_flag(&state, flag, NOW, value);
	return state;
}

static void
what_is_decided_holds_from_then_on(void **unused)
{
	struct spam_state bad = reported(6, 1.6, true);
	struct spam_state clean = with_flag(bad, SPAM_FLAG_OVERRIDE, SPAM_OVERRIDE_CLEAN);
	struct spam_state lifted = clean;
	struct spam_state appealed = with_flag(bad, SPAM_FLAG_APPEAL, SPAM_YES);
	struct spam_state verified = with_flag(bad, SPAM_FLAG_VERIFIED, SPAM_YES);
	double		sharpness =
		spam_shipped_model(SPAM_MODEL)->row[SPAM_TERM_sharpness].weight;
	struct spam_reason reason[SPAM_REASONS_MAX];

	assert_true(chance(&clean, NOW, 0.0) < 0.01);
	assert_true(chance(&clean, NOW - 1, 0.0) == chance(&bad, NOW - 1, 0.0));
	assert_true(explain(&clean, NOW, 0.0, reason) > 0);
	assert_non_null(strstr(reason[0].sentence, "operator"));
	spam_set_flag(&lifted, SPAM_FLAG_OVERRIDE, NOW + 1, SPAM_OVERRIDE_NONE);
	assert_true(chance(&lifted, NOW + 1, 0.0) == chance(&bad, NOW + 1, 0.0));

	/* an appeal ends by itself, a verified business gets no pass */
	assert_true(chance(&appealed, NOW, 0.0) < chance(&bad, NOW, 0.0));
	assert_true(chance(&appealed, NOW + 30 * SPAM_DAY, 0.0) ==
				chance(&bad, NOW + 30 * SPAM_DAY, 0.0));
	assert_true(log_odds(&verified, NOW, 0.0) >= log_odds(&bad, NOW, 0.0) +
				sharpness * spam_row[SPAM_TERM_verified].least);
}

static void
words_of_flags_are_known(void **unused)
{
	assert_int_equal(spam_line_find("MOBILE", 6), SPAM_LINE_MOBILE);
	assert_int_equal(spam_line_find("fixed_line", 10), SPAM_LINE_FIXED);
	assert_int_equal(spam_line_find("TOLL_FREE", 9), SPAM_LINE_SERVICE);
	assert_int_equal(spam_line_find("mobil", 5), 0);
	assert_int_equal(spam_line_find("", 0), 0);
	assert_int_equal(spam_override_find("Spam", 4), SPAM_OVERRIDE_SPAM);
	assert_int_equal(spam_override_find("maybe", 5), 0);
}

/* Fading a sum of evidence is summing what faded. */
static void
fading_is_linear(void **unused)
{
	uint64_t	seed = 9;

	for (int i = 0; i < 500; i++)
	{
		struct spam_state a = random_state(&seed, 40);
		struct spam_state b = random_state(&seed, 40);
		struct spam_state whole = merged(&a, &b);
		struct spam_state parts;

		spam_fade(&whole, 0.1);
		spam_fade(&a, 0.1);
		spam_fade(&b, 0.1);
		parts = merged(&a, &b);
		assert_same(&whole, &parts);
		assert_true(spam_is_valid(&whole));
	}
}

/* ---- models ---- */

/* Weights anywhere within their bounds, as an operator may set them. */
static struct spam_model
random_model(uint64_t *seed)
{
	struct spam_model model;

	spam_model_defaults(&model);
	for (int i = 0; i < SPAM_TERMS; i++)
		model.row[i].weight = spam_row[i].least +
			fraction(seed) * (spam_row[i].most - spam_row[i].least);
	return model;
}

static void
marks_are_monotone_in_every_model(void **unused)
{
	uint64_t	seed = 10;

	for (int i = 0; i < 20000; i++)
	{
		struct spam_model model = random_model(&seed);
		struct spam_state state = random_state(&seed, 12);
		struct spam_report report = random_report(&seed);
		struct spam_question question;
		double		before;
		double		change;

		report.trusted |= !report.spam;
		spam_ask(&question, &model, NOW, 0.0);
		before = spam_likelihood(&state, &question);
		spam_add_report(&state, &report);
		spam_settle(&state);
		change = spam_likelihood(&state, &question) - before;
		assert_true(report.spam ? change >= -TOLERANCE : change <= TOLERANCE);
	}
}

/* It makes an answer surer, and leaves it on its side of one half. */
static void
sharpness_multiplies_the_logit(void **unused)
{
	uint64_t	seed = 11;

	for (int i = 0; i < 1000; i++)
	{
		struct spam_model model = *spam_shipped_model(SPAM_MODEL);
		struct spam_state state = random_state(&seed, 12);
		struct spam_question question;
		double		logit;

		if (spam_flag_value(&state, SPAM_FLAG_OVERRIDE) > SPAM_OVERRIDE_NONE)
			continue;
		model.row[SPAM_TERM_sharpness].weight = 1.0;
		spam_ask(&question, &model, NOW, 0.0);
		logit = spam_logit(&state, &question);
		model.row[SPAM_TERM_sharpness].weight = 0.5;
		assert_true(fabs(spam_logit(&state, &question) - 0.5 * logit) < 1e-9 ||
					fabs(logit) > 13.9);
	}
}

static void
shipped_weights_keep_their_bounds(void **unused)
{
	assert_int_equal(spam_shipped[0].version, SPAM_MODEL);
	for (int m = 0; m < spam_shipped_count; m++)
	{
		assert_in_range(spam_shipped[m].version, 1, 100);
		assert_ptr_equal(spam_shipped_model(spam_shipped[m].version), &spam_shipped[m]);
		for (int i = 0; i < SPAM_ROWS; i++)
		{
			const struct spam_setting *row = &spam_shipped[m].row[i];

			assert_true(row->weight >= spam_row[i].least);
			assert_true(row->weight <= spam_row[i].most);
			if (i < SPAM_TERMS)
				assert_true(row->low <= 0.0 && row->high > 0.0);
			assert_int_equal(spam_row_find(spam_row[i].name, strlen(spam_row[i].name)), i);
		}
	}
	assert_null(spam_shipped_model(0));
	assert_int_equal(spam_row_find("prio", 4), -1);
}

/* Without evidence no feature says anything. */
static void
nothing_says_nothing(void **unused)
{
	struct spam_state state;
	struct spam_question question = ask(NOW, 0.0);
	double		feature[SPAM_SIDES][SPAM_TERMS];

	spam_empty(&state);
	spam_features(&state, &question, feature);
	for (int side = 0; side < SPAM_SIDES; side++)
		for (int i = 0; i < SPAM_TERMS; i++)
			assert_true(feature[side][i] == (i == SPAM_TERM_prior));
}

static void
a_block_says_little_of_a_number(void **unused)
{
	const struct spam_model *model = spam_shipped_model(SPAM_MODEL);
	double		rate = model->row[SPAM_TERM_base_rate].weight;

	assert_true(spam_range(model, 0.0, 0.0, 0.0) == 0.0);
	assert_true(fabs(spam_range(model, 1.0, 1.0, 1.0)) < TOLERANCE);
	assert_true(fabs(spam_range(model, 100.0 * rate, 100.0, 0.0)) < 1e-9);
	assert_true(spam_range(model, 90.0, 100.0, 0.9) > 2.0);
	assert_true(spam_range(model, 1.0, 100.0, 0.0) < -0.5);
	assert_true(isfinite(spam_range(model, 1e18, 1e18, 1.0)));
	assert_true(isfinite(spam_range(model, 1e300, 5.0, 0.0)));
	assert_true(isfinite(spam_range(model, 0.0, 1e18, 0.0)));
}

#define LABELS		3000

/* Numbers whose truth some weights decide, by chance as they say. */
static struct spam_fit
labels_of(uint64_t seed, const struct spam_model *model)
{
	static float feature[LABELS * SPAM_FIT_ROW];
	static float weight[LABELS];
	static uint8_t spam[LABELS];
	static struct spam_judged judged[LABELS];
	struct spam_question question;

	spam_ask(&question, model, NOW, 0.0);
	for (int i = 0; i < LABELS; i++)
	{
		struct spam_state state = random_state(&seed, 12);
		double		row[SPAM_SIDES][SPAM_TERMS];

		spam_features(&state, &question, row);
		for (int k = 0; k < SPAM_FIT_ROW; k++)
			feature[i * SPAM_FIT_ROW + k] = (float) (&row[0][0])[k];
		spam[i] = fraction(&seed) < spam_likelihood(&state, &question);
		weight[i] = 1.0f;
	}
	return (struct spam_fit) {
		.rows = LABELS, .feature = feature, .spam = spam, .weight = weight,
		.judged = judged, .ridge = 1e-4
	};
}

static void
a_fit_finds_what_made_the_labels(void **unused)
{
	struct spam_model truth = *spam_shipped_model(SPAM_MODEL);
	struct spam_model found;
	struct spam_model again;
	struct spam_fit fit = labels_of(11, &truth);
	double		loss;

	spam_fit_judge(&fit, &truth);
	loss = fit.loss;
	spam_model_defaults(&found);
	spam_fit_judge(&fit, &found);
	assert_true(fit.auc == 0.5);
	spam_fit(&fit, &found);
	assert_true(fit.loss <= loss + 1e-3 && fit.auc > 0.7);
	assert_true(fit.ece < 0.05 && fit.steps > 0);
	for (int i = 0; i < SPAM_TERMS; i++)
		assert_true(found.row[i].weight >= spam_row[i].least &&
					found.row[i].weight <= spam_row[i].most);
	spam_model_defaults(&again);
	spam_fit(&fit, &again);
	assert_memory_equal(found.row, again.row, sizeof(found.row));
}

/* ---- text and bits ---- */

static void
text_comes_back_bit_for_bit(void **unused)
{
	uint64_t	seed = 8;

	for (int i = 0; i < 2000; i++)
	{
		struct spam_state state = i % 2 == 0 ? foreign_state(&seed) : random_state(&seed, 80);
		struct spam_state back;
		char		text[SPAM_TEXT_MAX];

		assert_true(spam_to_text(&state, text) == strlen(text));
		assert_true(spam_from_text(text, &back));
		assert_memory_equal(&state, &back, sizeof(state));
	}
}

/* Every field at its longest must fit, and come back. */
static void
the_longest_text_fits(void **unused)
{
	struct spam_state state;
	struct spam_state back;
	char		text[SPAM_TEXT_MAX];

	spam_empty(&state);
	state.first = state.last = SPAM_TIME_MAX - 1;
	for (int i = 0; i < SPAM_FLAGS; i++)
		spam_set_flag(&state, (enum spam_flag) i, SPAM_TIME_MAX - 1, SPAM_YES);
	for (int side = 0; side < SPAM_SIDES; side++)
	{
		for (int i = 0; i < SPAM_SUMS; i++)
			state.ledger[side].sum[i] = 1.2345678901234567e-300;
		for (int i = 0; i < SPAM_COUNTS; i++)
			state.ledger[side].count[i] = INT32_MAX;
		memset(state.ledger[side].callee, SPAM_REGISTER_MAX, SPAM_REGISTERS);
	}
	assert_true(spam_to_text(&state, text) < SPAM_TEXT_MAX);
	assert_true(spam_from_text(text, &back));
	assert_memory_equal(&state, &back, sizeof(state));
}

static void
foreign_bits_are_checked(void **unused)
{
	static const double wrong[] = {
		-1.0, -0.0, NAN, INFINITY, -INFINITY, 1.1e300, -5e-324
	};
	struct spam_state good = reported(3, 1.0, true);
	struct spam_state bad;

	assert_true(spam_is_valid(&good));
	for (size_t i = 0; i < LENGTH_OF(wrong); i++)
		for (int k = 0; k < SPAM_SUMS; k++)
		{
			bad = good;
			bad.ledger[k % SPAM_SIDES].sum[k] = wrong[i];
			assert_false(spam_is_valid(&bad));
		}
	bad = good;
	bad.zero[14] = 1;
	assert_false(spam_is_valid(&bad));
	bad = good;
	bad.flag[SPAM_FLAG_VERIFIED] = (uint64_t) NOW << 12 | 3;
	assert_false(spam_is_valid(&bad));
	bad.flag[SPAM_FLAG_VERIFIED] = (uint64_t) NOW << 12;
	assert_false(spam_is_valid(&bad));
	bad.flag[SPAM_FLAG_VERIFIED] = (uint64_t) SPAM_TIME_MAX << 12 | 1;
	assert_false(spam_is_valid(&bad));
	bad = good;
	bad.version++;
	assert_false(spam_is_valid(&bad));
	bad = good;
	bad.ledger[SPAM_DOUBTFUL].callee[63] = SPAM_REGISTER_MAX + 1;
	assert_false(spam_is_valid(&bad));
	bad = good;
	bad.ledger[SPAM_DOUBTFUL].count[SPAM_N_BOOK] = -1;
	assert_false(spam_is_valid(&bad));
	bad = good;
	bad.first = SPAM_NEVER_FIRST;
	bad.last = SPAM_NEVER_LAST;
	assert_false(spam_is_valid(&bad));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merge_is_a_commutative_monoid),
		cmocka_unit_test(parts_and_order_do_not_matter),
		cmocka_unit_test(a_half_life_doubles_what_is_added),
		cmocka_unit_test(only_age_matters),
		cmocka_unit_test(what_is_taken_back_is_gone),
		cmocka_unit_test(a_merged_withdrawal_is_exact),
		cmocka_unit_test(a_part_can_be_taken_back),
		cmocka_unit_test(counts_stop_at_their_bound),
		cmocka_unit_test(marks_are_monotone),
		cmocka_unit_test(any_state_has_an_answer_in_bounds),
		cmocka_unit_test(no_evidence_is_the_prior),
		cmocka_unit_test(standing_decides_what_reports_weigh),
		cmocka_unit_test(one_network_is_one_voice),
		cmocka_unit_test(doubtful_accounts_clear_nobody),
		cmocka_unit_test(strangers_called_are_counted_once),
		cmocka_unit_test(labels_begin_at_their_boundaries),
		cmocka_unit_test(the_later_statement_wins),
		cmocka_unit_test(what_is_decided_holds_from_then_on),
		cmocka_unit_test(words_of_flags_are_known),
		cmocka_unit_test(fading_is_linear),
		cmocka_unit_test(marks_are_monotone_in_every_model),
		cmocka_unit_test(sharpness_multiplies_the_logit),
		cmocka_unit_test(shipped_weights_keep_their_bounds),
		cmocka_unit_test(nothing_says_nothing),
		cmocka_unit_test(a_block_says_little_of_a_number),
		cmocka_unit_test(a_fit_finds_what_made_the_labels),
		cmocka_unit_test(text_comes_back_bit_for_bit),
		cmocka_unit_test(the_longest_text_fits),
		cmocka_unit_test(foreign_bits_are_checked)
	};

	return cmocka_run_group_tests_name("spam", tests, NULL, NULL);
}
