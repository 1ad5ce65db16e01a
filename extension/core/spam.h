/*
 * spam.h: the decayed evidence about one number, and how likely it is spam.
 *
 * Nothing here allocates, reads a clock or a locale, or keeps state.
 *
 * Evidence fades: an event of weight w at time t counts w * 2^-((T - t) / H)
 * at time T, with a half-life H of 90 days (slow) or 14 days (fast). The state
 * holds sums of w * 2^((t - L) / H) with one landmark L for all numbers, so an
 * old event needs no touching, the order of events does not matter, and two
 * states merge by addition. The fast exponent stays below 800 until 2050.
 *
 * The state has two ledgers. What switches saw and what established, trusted
 * accounts say goes into one; everything else into the other. The logit is
 *
 *	max(logit(T), logit(T + phi * U))
 *
 * where phi limits what one network can add to U, so that nobody without a
 * standing can talk a number down, and hardly up.
 */
#ifndef SPAM_H
#define SPAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t spam_time;		/* microseconds since 1970, UTC */

#define SPAM_SECOND		INT64_C(1000000)
#define SPAM_DAY		(86400 * SPAM_SECOND)
#define SPAM_LANDMARK	(18262 * SPAM_DAY)	/* 2020-01-01 */
#define SPAM_TIME_MIN	INT64_C(0)			/* 1970-01-01 */
#define SPAM_TIME_MAX	(29220 * SPAM_DAY)	/* 2050-01-01 */
#define SPAM_NEVER_FIRST	INT64_MAX		/* first and last without events */
#define SPAM_NEVER_LAST		INT64_MIN

#define SPAM_SLOW_DAYS	90.0
#define SPAM_FAST_DAYS	14.0
#define SPAM_BOOK_DAYS	41.6	/* half-life of 60 days * ln 2 */

#define SPAM_WEIGHT_MAX	1e6		/* of one event */
#define SPAM_SUM_MAX	1e300	/* sums stop here, merged or not */

#define SPAM_VERSION	1
#define SPAM_CLUSTERS	16
#define SPAM_GOOD_CLUSTERS	4
#define SPAM_BOOK_CLUSTERS	4
#define SPAM_REGISTERS	64
#define SPAM_REGISTER_MAX	59	/* 58 hash bits and one */

enum spam_category
{
	SPAM_TELEMARKETING, SPAM_SCAM, SPAM_ROBOCALL, SPAM_DEBT, SPAM_SURVEY,
	SPAM_WANGIRI, SPAM_SILENT, SPAM_OTHER, SPAM_CATEGORIES
};

/*
 * Sums of a ledger, in runs that fade alike. "Stranger" calls are inbound to
 * somebody who does not have the number in his book.
 */
enum spam_sum
{
	/* slow */
	SPAM_UNANSWERED,			/* stranger calls by outcome */
	SPAM_TO_8,
	SPAM_TO_30,
	SPAM_TO_120,
	SPAM_OVER_120,
	SPAM_UNTOLD,				/* nobody said how it ended */
	SPAM_KNOWN,					/* calls from and to people who have it in their book */
	SPAM_STRANGER_A,			/* stranger calls by attestation */
	SPAM_STRANGER_B,
	SPAM_STRANGER_C,
	SPAM_KNOWN_A,
	SPAM_NEIGHBOUR,				/* same first digits as the number called */
	SPAM_OUT_SHORT,				/* calls to the number, below 25 s */
	SPAM_OUT_LONG,
	SPAM_REPORT,				/* corroborated, by cluster of reporters */
	SPAM_REPORT_SIGNED = SPAM_REPORT + SPAM_CLUSTERS,	/* after a call attested A */
	SPAM_REPORT_ALONE,			/* no call stands behind it */
	SPAM_GOOD,					/* "not spam", corroborated, by cluster */
	SPAM_GOOD_ALONE = SPAM_GOOD + SPAM_GOOD_CLUSTERS,
	SPAM_CATEGORY,
	/* fast */
	SPAM_STRANGER_FAST = SPAM_CATEGORY + SPAM_CATEGORIES,
	SPAM_KNOWN_FAST,
	SPAM_REPORT_FAST,
	/* with the age of books */
	SPAM_BOOK_AGE,				/* w * 2^(t/41.6 d), by cluster */
	/* never */
	SPAM_BOOK = SPAM_BOOK_AGE + SPAM_BOOK_CLUSTERS, /* books that hold it */
	SPAM_STRANGER_EVER = SPAM_BOOK + SPAM_BOOK_CLUSTERS,
	SPAM_SUMS
};

/*
 * The doubtful ledger keeps calls by network where the trusted one keeps
 * reports by cluster: doubtful reports need no clusters, their sum is that of
 * their categories.
 */
#define SPAM_NETWORK	SPAM_REPORT

/* How a sum is grown when added to and fades when read. */
enum spam_fading
{
	SPAM_FADES_SLOW, SPAM_FADES_FAST, SPAM_FADES_BOOK, SPAM_FADES_NEVER,
	SPAM_FADINGS
};

/* The sums that fade alike end where the next begin. */
#define SPAM_END_SLOW	SPAM_STRANGER_FAST
#define SPAM_END_FAST	SPAM_BOOK_AGE
#define SPAM_END_BOOK	SPAM_BOOK

/* Plain counts, for the reasons shown to people; weights play no part. */
enum spam_count
{
	SPAM_N_UNANSWERED, SPAM_N_TO_8, SPAM_N_TO_30, SPAM_N_TO_120,
	SPAM_N_OVER_120, SPAM_N_UNTOLD, SPAM_N_KNOWN, SPAM_N_REPORT, SPAM_N_GOOD,
	SPAM_N_BOOK, SPAM_COUNTS
};

enum spam_side
{
	SPAM_TRUSTED, SPAM_DOUBTFUL, SPAM_SIDES
};

/*
 * What is said of the number itself. A flag is a register: the time of the
 * statement and its value. The later statement wins, of two at one time the
 * larger value, so that merging is taking the maximum.
 */
enum spam_flag
{
	SPAM_FLAG_LINE,				/* enum spam_line */
	SPAM_FLAG_ALLOCATED,		/* enum spam_answer, like most of them */
	SPAM_FLAG_VERIFIED,
	SPAM_FLAG_APPEAL,
	SPAM_FLAG_OVERRIDE,			/* enum spam_override */
	SPAM_FLAG_REASSIGNED,
	SPAM_FLAGS
};

/* 0 stands for nothing said. */
enum spam_answer
{
	SPAM_NO = 1, SPAM_YES
};

enum spam_override
{
	SPAM_OVERRIDE_NONE = 1, SPAM_OVERRIDE_CLEAN, SPAM_OVERRIDE_SPAM
};

enum spam_line
{
	SPAM_LINE_UNKNOWN = 1, SPAM_LINE_FIXED, SPAM_LINE_MOBILE, SPAM_LINE_VOIP,
	SPAM_LINE_SERVICE, SPAM_LINES
};

typedef uint64_t spam_register; /* microseconds since 1970, 12 bits of value */

#define SPAM_FLAG_VALUE_BITS	12
#define SPAM_FLAG_VALUE_MAX		((1 << SPAM_FLAG_VALUE_BITS) - 1)

struct spam_ledger
{
	double		sum[SPAM_SUMS];
	int32_t		count[SPAM_COUNTS];
	uint8_t		callee[SPAM_REGISTERS]; /* HyperLogLog of the people called */
};

/* 1200 bytes, stored as they are. */
struct spam_state
{
	uint8_t		version;
	uint8_t		zero[15];
	spam_time	first;
	spam_time	last;
	spam_register flag[SPAM_FLAGS];
	struct spam_ledger ledger[SPAM_SIDES];
};

struct spam_call
{
	spam_time	at;
	double		weight;
	bool		outcome;		/* somebody said how it ended: */
	bool		answered;
	int32_t		seconds;
	bool		known;
	bool		outbound;
	bool		has_caller;
	uint64_t	caller;			/* hash of the other party */
	char		attestation;	/* 'A', 'B', 'C' or 0 */
	bool		neighbour;
	int32_t		cluster;
	bool		trusted;
};

struct spam_report
{
	spam_time	at;
	double		weight;
	enum spam_category category;
	bool		spam;			/* else "not spam" */
	bool		corroborated;
	bool		signed_call;	/* the call before it was attested A */
	int32_t		cluster;
	bool		trusted;
};

struct spam_book
{
	spam_time	at;				/* since when the entry or its owner is there */
	double		weight;
	int32_t		cluster;
	bool		trusted;
};

/* spam_state.c */
extern void spam_empty(struct spam_state *state);
extern bool spam_time_is_valid(spam_time at);
extern bool spam_weight_is_valid(double weight);
extern void spam_add_call(struct spam_state *state, const struct spam_call *call);
extern void spam_add_report(struct spam_state *state,
							const struct spam_report *report);
extern void spam_add_book(struct spam_state *state, const struct spam_book *book);
extern void spam_add_state(struct spam_state *state,
						   const struct spam_state *other);
extern enum spam_fading spam_fading_of(int sum);
extern void spam_fade(struct spam_state *state, double keep);
extern void spam_forget(struct spam_state *state, enum spam_side side);
extern void spam_settle(struct spam_state *state);
extern bool spam_is_valid(const struct spam_state *state);
extern double spam_callees(const struct spam_state *state, bool doubtful_too);
extern const char *spam_category_name(enum spam_category category);
extern bool spam_category_find(const char *name, size_t length,
							   enum spam_category *category);

/* spam_flag.c */
extern void spam_set_flag(struct spam_state *state, enum spam_flag flag,
						  spam_time at, int value);
extern bool spam_flag_is_valid(enum spam_flag flag, spam_register value);
extern const char *spam_flag_name(enum spam_flag flag);
extern int	spam_line_find(const char *name, size_t length);
extern int	spam_override_find(const char *name, size_t length);

/* What was said last, 0 when nothing was. */
static inline int
spam_flag_value(const struct spam_state *state, enum spam_flag flag)
{
	return (int) (state->flag[flag] & SPAM_FLAG_VALUE_MAX);
}

static inline spam_time
spam_flag_time(const struct spam_state *state, enum spam_flag flag)
{
	return (spam_time) (state->flag[flag] >> SPAM_FLAG_VALUE_BITS);
}

/* spam_text.c */
#define SPAM_TEXT_MAX	8192	/* any state, with NUL */

extern size_t spam_to_text(const struct spam_state *state,
						   char out[SPAM_TEXT_MAX]);
extern bool spam_from_text(const char *text, struct spam_state *state);

/* spam_model.c */
#define SPAM_MODEL		1		/* the version in use unless another is chosen */

/* What a term of a model is: see spam_terms.h. */
enum spam_kind
{
	SPAM_PRIOR,					/* what holds without evidence */
	SPAM_TERM,					/* a weighted feature */
	SPAM_HELD,					/* the same, but its weight is not fitted */
	SPAM_CONSTANT				/* a number that the features use */
};

enum spam_term
{
#define SPAM_TERM_ROW(name, ...) SPAM_TERM_##name,
#include "spam_terms.h"
#undef SPAM_TERM_ROW
	SPAM_TERMS,					/* features stand before constants */
	SPAM_TERM_LAST = SPAM_TERMS - 1,
#define SPAM_CONSTANT_ROW(name, ...) SPAM_TERM_##name,
#include "spam_terms.h"
#undef SPAM_CONSTANT_ROW
	SPAM_ROWS
};

/* What is the same in all versions of a model. */
struct spam_row
{
	const char *name;
	enum spam_kind kind;
	bool		told;			/* somebody else may have done it in its name */
	double		least;			/* what the weight may be: its sign, its bound */
	double		most;
	double		low;			/* a feature counts between these two */
	double		high;
	double		shrink;			/* what is added below a ratio */
	const char *note;
};

/* One row of a version: its weight, or what a constant is, and the form. */
struct spam_setting
{
	double		weight;
	double		low;
	double		high;
	double		shrink;
};

struct spam_model
{
	int32_t		version;
	struct spam_setting row[SPAM_ROWS];
};

/* How much is left of what a sum holds at one time. */
struct spam_moment
{
	spam_time	as_of;
	double		left[SPAM_SUMS];
};

/* A question: one model and one time for any number of states. */
struct spam_question
{
	const struct spam_model *model;
	struct spam_moment moment;
	double		offset;			/* log-odds of the deployment's base rate */
	double		range;			/* log-odds of the numbers around */
};

extern const struct spam_row spam_row[SPAM_ROWS];
extern const struct spam_model spam_shipped[];
extern const char *const spam_shipped_note[];
extern const int spam_shipped_count;

extern int	spam_row_find(const char *name, size_t length);
extern const char *spam_kind_name(enum spam_kind kind);
extern const struct spam_model *spam_shipped_model(int version);
extern void spam_model_defaults(struct spam_model *model);
extern double spam_believe(const struct spam_model *model, double told,
						   double *slope);
extern void spam_ask(struct spam_question *question,
					 const struct spam_model *model, spam_time as_of,
					 double range);
extern double spam_logit(const struct spam_state *state,
						 const struct spam_question *question);
extern double spam_likelihood(const struct spam_state *state,
							  const struct spam_question *question);
extern void spam_features(const struct spam_state *state,
						  const struct spam_question *question,
						  double feature[SPAM_SIDES][SPAM_TERMS]);
extern double spam_range(const struct spam_model *model, double likely,
						 double numbers, double own);
extern const char *spam_label(double likelihood);

/* spam_reason.c */
#define SPAM_REASONS_MAX	48
#define SPAM_SENTENCE_MAX	160
#define SPAM_DETAIL_MAX		320

struct spam_reason
{
	double		logit;
	char		sentence[SPAM_SENTENCE_MAX];
	char		detail[SPAM_DETAIL_MAX];	/* a JSON object */
};

extern int	spam_judge(const struct spam_state *state,
					   const struct spam_question *question,
					   double *likelihood,
					   struct spam_reason out[SPAM_REASONS_MAX]);
extern int	spam_explain(const struct spam_state *state,
						 const struct spam_question *question,
						 struct spam_reason out[SPAM_REASONS_MAX]);

/* spam_fit.c */
#define SPAM_FIT_ROWS_MIN	50		/* of each kind: fewer say nothing */
#define SPAM_FIT_ROWS_MAX	2000000
#define SPAM_FIT_BINS		15

/* Rows in the order of what is said of them. */
struct spam_judged
{
	double		logit;
	int			row;
};

/* Numbers whose truth is known, and how well a model does on them. */
struct spam_fit
{
	int			rows;
	float	   *feature;		/* both views of each row */
	uint8_t    *spam;
	float	   *weight;
	struct spam_judged *judged;	/* room for one a row */
	double		ridge;
	bool		held[SPAM_TERMS];	/* weights that stay as they are */
	void		(*pause) (void);	/* called now and then; may not return */
	double		loss;
	double		brier;
	double		ece;
	double		auc;
	int			steps;
};

#define SPAM_FIT_ROW	(SPAM_SIDES * SPAM_TERMS)	/* floats a row */

extern void spam_fit(struct spam_fit *fit, struct spam_model *model);
extern void spam_fit_judge(struct spam_fit *fit, const struct spam_model *model);

/* spam_category.c */
extern const char *spam_category_of(const struct spam_state *state,
									const struct spam_question *question);

#endif
