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
 * Sums of a ledger; slow unless said otherwise. "Stranger" calls are inbound
 * to somebody who does not have the number in his book.
 */
enum spam_sum
{
	SPAM_UNANSWERED,			/* stranger calls by outcome */
	SPAM_TO_8,
	SPAM_TO_30,
	SPAM_TO_120,
	SPAM_OVER_120,
	SPAM_UNTOLD,				/* nobody said how it ended */
	SPAM_STRANGER_FAST,
	SPAM_KNOWN,					/* calls to people who have it in their book */
	SPAM_KNOWN_FAST,
	SPAM_STRANGER_A,			/* stranger calls by attestation */
	SPAM_STRANGER_B,
	SPAM_STRANGER_C,
	SPAM_KNOWN_A,
	SPAM_KNOWN_B,
	SPAM_KNOWN_C,
	SPAM_NEIGHBOUR,				/* same first digits as the number called */
	SPAM_OUT_SHORT,				/* calls to the number, below 25 s */
	SPAM_OUT_LONG,
	SPAM_STRANGER_EVER,			/* never fade */
	SPAM_INBOUND_EVER,
	SPAM_REPORT,				/* corroborated, by cluster of reporters */
	SPAM_REPORT_FAST = SPAM_REPORT + SPAM_CLUSTERS,
	SPAM_REPORT_SIGNED,			/* after a call attested A */
	SPAM_REPORT_ALONE,			/* no call stands behind it */
	SPAM_GOOD,					/* "not spam", corroborated, by cluster */
	SPAM_GOOD_ALONE = SPAM_GOOD + SPAM_GOOD_CLUSTERS,
	SPAM_BOOK,					/* books that hold it, by cluster; no fading */
	SPAM_BOOK_AGE = SPAM_BOOK + SPAM_BOOK_CLUSTERS, /* the same, w * 2^(t/41.6 d) */
	SPAM_CATEGORY = SPAM_BOOK_AGE + SPAM_BOOK_CLUSTERS,
	SPAM_SUMS = SPAM_CATEGORY + SPAM_CATEGORIES
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
extern void spam_settle(struct spam_state *state);
extern bool spam_is_valid(const struct spam_state *state);
extern double spam_callees(const struct spam_state *state, bool doubtful_too);
extern const char *spam_category_name(enum spam_category category);
extern bool spam_category_find(const char *name, size_t length,
							   enum spam_category *category);

/* spam_text.c */
#define SPAM_TEXT_MAX	8192	/* any state, with NUL */

extern size_t spam_to_text(const struct spam_state *state,
						   char out[SPAM_TEXT_MAX]);
extern bool spam_from_text(const char *text, struct spam_state *state);

/* spam_model.c */
#define SPAM_MODEL		1		/* the only one so far */
#define SPAM_TERMS_MAX	32
#define SPAM_SENTENCE_MAX	160
#define SPAM_DETAIL_MAX	320

struct spam_reason
{
	double		logit;
	char		sentence[SPAM_SENTENCE_MAX];
	char		detail[SPAM_DETAIL_MAX];	/* a JSON object */
};

extern bool spam_model_is_known(int model);
extern double spam_logit(const struct spam_state *state, spam_time as_of,
						 double range);
extern double spam_likelihood(const struct spam_state *state, spam_time as_of,
							  double range);
extern int	spam_explain(const struct spam_state *state, spam_time as_of,
						 double range, struct spam_reason out[SPAM_TERMS_MAX]);
extern const char *spam_category_of(const struct spam_state *state,
									spam_time as_of);
extern const char *spam_label(double likelihood);

#endif
