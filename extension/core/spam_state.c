/* spam_state.c: evidence is added, merged, taken back and checked */
#include <math.h>
#include <string.h>

#include "spam.h"

_Static_assert(sizeof(struct spam_state) == 1200, "stored as it is");
_Static_assert(SPAM_STRANGER_EVER == 56, "no gap between sums");

/* What a withdrawal leaves of what was there below this share is rounding. */
#define RESIDUE			0x1p-44

/* A mass that events of no count have left, in events: rounding as well. */
#define DUST			0x1p-30

/* With so many registers empty, some 150 strangers, their share tells more. */
#define EMPTY_ENOUGH	6

#define SHORT_CALL_BACK	25		/* seconds */

static const char *const category_name[SPAM_CATEGORIES] = {
	"telemarketing", "scam", "robocall", "debt", "survey", "wangiri",
	"silent", "other"
};

void
spam_empty(struct spam_state *state)
{
	memset(state, 0, sizeof(*state));
	state->version = SPAM_VERSION;
	state->first = SPAM_NEVER_FIRST;
	state->last = SPAM_NEVER_LAST;
}

bool
spam_time_is_valid(spam_time at)
{
	return at >= SPAM_TIME_MIN && at < SPAM_TIME_MAX;
}

bool
spam_weight_is_valid(double weight)
{
	return fabs(weight) <= SPAM_WEIGHT_MAX;	/* false for NaN */
}

/* 2^((at - landmark) / half-life): what a weight of that time is stored as. */
static double
growth(spam_time at, double days)
{
	return exp2((double) (at - SPAM_LANDMARK) / ((double) SPAM_DAY * days));
}

static double
bounded(double sum)
{
	return fmax(-SPAM_SUM_MAX, fmin(SPAM_SUM_MAX, sum));
}

/*
 * Add to a sum; a withdrawal that leaves only rounding leaves nothing. Sum and
 * amount are treated alike, as merging must be commutative.
 */
static void
add(double *sum, double amount)
{
	double		result = bounded(*sum + amount);
	double		larger = fmax(fabs(*sum), fabs(amount));

	*sum = fabs(result) <= larger * RESIDUE ? 0.0 : result;
}

/* Like a sum, a count stops at its bound: it never turns round to nothing. */
static void
add_count(int32_t *count, int32_t amount)
{
	int64_t		result = (int64_t) *count + amount;

	if (result > INT32_MAX)
		result = INT32_MAX;
	if (result < -INT32_MAX)
		result = -INT32_MAX;
	*count = (int32_t) result;
}

static int32_t
sign_of(double weight)
{
	return (weight > 0) - (weight < 0);
}

static void
see_time(struct spam_state *state, spam_time at)
{
	if (at < state->first)
		state->first = at;
	if (at > state->last)
		state->last = at;
}

/* The finaliser of splitmix64: every bit of the key moves every bit. */
static uint64_t
mix(uint64_t key)
{
	key = (key ^ key >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	key = (key ^ key >> 27) * UINT64_C(0x94d049bb133111eb);
	return key ^ key >> 31;
}

static int
bucket(int32_t cluster, int buckets)
{
	return (int) (mix((uint32_t) cluster) % (unsigned) buckets);
}

/* Count somebody once, however often he is seen. */
static void
see_callee(uint8_t callee[SPAM_REGISTERS], uint64_t hash)
{
	uint64_t	bits = mix(hash + UINT64_C(0x9e3779b97f4a7c15));
	uint8_t    *cell = &callee[bits >> 58];
	uint8_t		rank = 1;

	for (bits <<= 6; rank < SPAM_REGISTER_MAX && bits >> 63 == 0; bits <<= 1)
		rank++;
	if (*cell < rank)
		*cell = rank;
}

static int
outcome_of(const struct spam_call *call)
{
	static const int32_t limit[] = {8, 30, 120};
	int			outcome = SPAM_TO_8;

	if (!call->outcome)
		return SPAM_UNTOLD;
	if (!call->answered)
		return SPAM_UNANSWERED;
	for (int i = 0; i < 3 && call->seconds > limit[i]; i++)
		outcome++;
	return outcome;
}

/* A call from the number to somebody who does not know it. */
static void
add_stranger_call(struct spam_ledger *ledger, const struct spam_call *call,
				  double slow)
{
	int			outcome = outcome_of(call);

	add(&ledger->sum[outcome], slow);
	add_count(&ledger->count[outcome - SPAM_UNANSWERED + SPAM_N_UNANSWERED],
			  sign_of(call->weight));
	add(&ledger->sum[SPAM_STRANGER_FAST],
		call->weight * growth(call->at, SPAM_FAST_DAYS));
	add(&ledger->sum[SPAM_STRANGER_EVER], call->weight);
	if (call->attestation != 0)
		add(&ledger->sum[SPAM_STRANGER_A + (call->attestation - 'A')], slow);
	if (call->neighbour)
		add(&ledger->sum[SPAM_NEIGHBOUR], slow);
	if (call->has_caller && call->weight > 0)
		see_callee(ledger->callee, call->caller);
}

/* A call from or to somebody who has the number in his book. */
static void
add_known_call(struct spam_ledger *ledger, const struct spam_call *call,
			   double slow)
{
	add(&ledger->sum[SPAM_KNOWN], slow);
	add(&ledger->sum[SPAM_KNOWN_FAST],
		call->weight * growth(call->at, SPAM_FAST_DAYS));
	add_count(&ledger->count[SPAM_N_KNOWN], sign_of(call->weight));
	if (call->attestation == 'A')
		add(&ledger->sum[SPAM_KNOWN_A], slow);
}

/*
 * Add a call, or take it back with a negative weight. The set of people called
 * only grows: a call taken back stays in it.
 */
void
spam_add_call(struct spam_state *state, const struct spam_call *call)
{
	struct spam_ledger *ledger =
		&state->ledger[call->trusted ? SPAM_TRUSTED : SPAM_DOUBTFUL];
	double		slow = call->weight * growth(call->at, SPAM_SLOW_DAYS);

	see_time(state, call->at);
	if (!call->trusted)
		add(&ledger->sum[SPAM_NETWORK + bucket(call->cluster, SPAM_CLUSTERS)],
			slow);
	if (call->outbound)
	{
		bool		spoke = call->outcome && call->answered &&
			call->seconds >= SHORT_CALL_BACK;

		add(&ledger->sum[spoke ? SPAM_OUT_LONG : SPAM_OUT_SHORT], slow);
	}
	if (call->known)
		add_known_call(ledger, call, slow);
	else if (!call->outbound)
		add_stranger_call(ledger, call, slow);
}

static void
add_spam_mark(struct spam_ledger *ledger, const struct spam_report *report,
			  double slow)
{
	add_count(&ledger->count[SPAM_N_REPORT], sign_of(report->weight));
	add(&ledger->sum[SPAM_CATEGORY + report->category], slow);
	if (!report->corroborated)
	{
		add(&ledger->sum[SPAM_REPORT_ALONE], slow);
		return;
	}
	if (report->trusted)
		add(&ledger->sum[SPAM_REPORT + bucket(report->cluster, SPAM_CLUSTERS)],
			slow);
	add(&ledger->sum[SPAM_REPORT_FAST],
		report->weight * growth(report->at, SPAM_FAST_DAYS));
	if (report->signed_call)
		add(&ledger->sum[SPAM_REPORT_SIGNED], slow);
}

static void
add_good_mark(struct spam_ledger *ledger, const struct spam_report *report,
			  double slow)
{
	int			place = report->corroborated
		? SPAM_GOOD + bucket(report->cluster, SPAM_GOOD_CLUSTERS)
		: SPAM_GOOD_ALONE;

	add_count(&ledger->count[SPAM_N_GOOD], sign_of(report->weight));
	add(&ledger->sum[place], slow);
}

/* Add somebody's mark, or take it back with the same weight, negative. */
void
spam_add_report(struct spam_state *state, const struct spam_report *report)
{
	struct spam_ledger *ledger =
		&state->ledger[report->trusted ? SPAM_TRUSTED : SPAM_DOUBTFUL];
	double		slow = report->weight * growth(report->at, SPAM_SLOW_DAYS);

	see_time(state, report->at);
	if (report->spam)
		add_spam_mark(ledger, report, slow);
	else
		add_good_mark(ledger, report, slow);
}

/* Add an entry in somebody's book, or take it out with a negative weight. */
void
spam_add_book(struct spam_state *state, const struct spam_book *book)
{
	struct spam_ledger *ledger =
		&state->ledger[book->trusted ? SPAM_TRUSTED : SPAM_DOUBTFUL];
	int			place = bucket(book->cluster, SPAM_BOOK_CLUSTERS);

	see_time(state, book->at);
	add_count(&ledger->count[SPAM_N_BOOK], sign_of(book->weight));
	add(&ledger->sum[SPAM_BOOK + place], book->weight);
	add(&ledger->sum[SPAM_BOOK_AGE + place],
		book->weight * growth(book->at, SPAM_BOOK_DAYS));
}

/* Add all evidence of another state: commutative bit for bit. */
void
spam_add_state(struct spam_state *state, const struct spam_state *other)
{
	if (other->first < state->first)
		state->first = other->first;
	if (other->last > state->last)
		state->last = other->last;
	for (int i = 0; i < SPAM_FLAGS; i++)
		if (state->flag[i] < other->flag[i])
			state->flag[i] = other->flag[i];
	for (int side = 0; side < SPAM_SIDES; side++)
	{
		struct spam_ledger *to = &state->ledger[side];
		const struct spam_ledger *from = &other->ledger[side];

		for (int i = 0; i < SPAM_SUMS; i++)
			add(&to->sum[i], from->sum[i]);
		for (int i = 0; i < SPAM_COUNTS; i++)
			add_count(&to->count[i], from->count[i]);
		for (int i = 0; i < SPAM_REGISTERS; i++)
			if (to->callee[i] < from->callee[i])
				to->callee[i] = from->callee[i];
	}
}

/* How a sum fades, for all who grow or read it. */
enum spam_fading
spam_fading_of(int sum)
{
	if (sum < SPAM_END_SLOW)
		return SPAM_FADES_SLOW;
	if (sum < SPAM_END_FAST)
		return SPAM_FADES_FAST;
	return sum < SPAM_END_BOOK ? SPAM_FADES_BOOK : SPAM_FADES_NEVER;
}

/* What one event of a time adds to a sum. */
static double
unit_of(int sum, spam_time at)
{
	static const double half_life[SPAM_FADINGS] = {
		[SPAM_FADES_SLOW] = SPAM_SLOW_DAYS,
		[SPAM_FADES_FAST] = SPAM_FAST_DAYS,
		[SPAM_FADES_BOOK] = SPAM_BOOK_DAYS
	};
	enum spam_fading fading = spam_fading_of(sum);

	return fading == SPAM_FADES_NEVER ? 1.0 : growth(at, half_life[fading]);
}

/*
 * The sums from first_sum to before end_sum are made by the events that the
 * counts from first to last tell of. Calls to the number are not counted, so
 * neither their sums nor the networks of the doubtful ledger stand here.
 */
struct counted
{
	enum spam_count first;
	enum spam_count last;
	int			first_sum;
	int			end_sum;
};

static const struct counted counted_table[] = {
	{SPAM_N_UNANSWERED, SPAM_N_UNTOLD, SPAM_UNANSWERED, SPAM_KNOWN},
	{SPAM_N_UNANSWERED, SPAM_N_UNTOLD, SPAM_STRANGER_A, SPAM_KNOWN_A},
	{SPAM_N_UNANSWERED, SPAM_N_UNTOLD, SPAM_NEIGHBOUR, SPAM_OUT_SHORT},
	{SPAM_N_UNANSWERED, SPAM_N_UNTOLD, SPAM_STRANGER_FAST, SPAM_KNOWN_FAST},
	{SPAM_N_UNANSWERED, SPAM_N_UNTOLD, SPAM_STRANGER_EVER, SPAM_SUMS},
	{SPAM_N_KNOWN, SPAM_N_KNOWN, SPAM_KNOWN, SPAM_STRANGER_A},
	{SPAM_N_KNOWN, SPAM_N_KNOWN, SPAM_KNOWN_A, SPAM_NEIGHBOUR},
	{SPAM_N_KNOWN, SPAM_N_KNOWN, SPAM_KNOWN_FAST, SPAM_REPORT_FAST},
	{SPAM_N_REPORT, SPAM_N_REPORT, SPAM_REPORT_SIGNED, SPAM_GOOD},
	{SPAM_N_REPORT, SPAM_N_REPORT, SPAM_CATEGORY, SPAM_STRANGER_FAST},
	{SPAM_N_REPORT, SPAM_N_REPORT, SPAM_REPORT_FAST, SPAM_BOOK_AGE},
	{SPAM_N_GOOD, SPAM_N_GOOD, SPAM_GOOD, SPAM_CATEGORY},
	{SPAM_N_BOOK, SPAM_N_BOOK, SPAM_BOOK_AGE, SPAM_STRANGER_EVER}
};

static const struct counted reporters = {
	SPAM_N_REPORT, SPAM_N_REPORT, SPAM_REPORT, SPAM_REPORT_SIGNED
};

/*
 * Where all events were taken back, what is left of their sums is dust: the
 * rounding of sums that held events of very different times. More than dust is
 * kept: an event may be taken back in part.
 */
static void
drop_dust(struct spam_ledger *ledger, const struct counted *counted,
		  spam_time last)
{
	for (int i = counted->first; i <= (int) counted->last; i++)
		if (ledger->count[i] != 0)
			return;
	for (int i = counted->first_sum; i < counted->end_sum; i++)
		if (ledger->sum[i] > 0.0 && ledger->sum[i] < DUST * unit_of(i, last))
			ledger->sum[i] = 0.0;
}

static void
settle_ledger(struct spam_ledger *ledger, spam_time last)
{
	for (int i = 0; i < SPAM_SUMS; i++)
		ledger->sum[i] = ledger->sum[i] > 0.0 ? ledger->sum[i] : 0.0;
	for (int i = 0; i < SPAM_COUNTS; i++)
		ledger->count[i] = ledger->count[i] > 0 ? ledger->count[i] : 0;
	for (size_t i = 0; i < sizeof(counted_table) / sizeof(counted_table[0]); i++)
		drop_dust(ledger, &counted_table[i], last);
}

/*
 * Nothing below zero remains: a state that is kept is one that events made.
 * Parts of an aggregate may hold a withdrawal before what it takes back, so
 * they are settled only when all is added.
 */
void
spam_settle(struct spam_state *state)
{
	for (int side = 0; side < SPAM_SIDES; side++)
		settle_ledger(&state->ledger[side], state->last);
	drop_dust(&state->ledger[SPAM_TRUSTED], &reporters, state->last);
}

/*
 * Leave a part of all evidence: what was known of a number says less of its
 * next owner. What is plainly counted stays counted.
 */
void
spam_fade(struct spam_state *state, double keep)
{
	for (int side = 0; side < SPAM_SIDES; side++)
		for (int i = 0; i < SPAM_SUMS; i++)
			state->ledger[side].sum[i] *= keep;
	spam_settle(state);
}

/* Leave only what stands in the other ledger, and what flags say. */
void
spam_forget(struct spam_state *state, enum spam_side side)
{
	memset(&state->ledger[side], 0, sizeof(state->ledger[side]));
}

static bool
ledger_is_bounded(const struct spam_ledger *ledger)
{
	for (int i = 0; i < SPAM_SUMS; i++)
		if (!(ledger->sum[i] <= SPAM_SUM_MAX))
			return false;
	for (int i = 0; i < SPAM_REGISTERS; i++)
		if (ledger->callee[i] > SPAM_REGISTER_MAX)
			return false;
	return true;
}

/* Whether foreign bytes are a state that events can have made. */
bool
spam_is_valid(const struct spam_state *state)
{
	struct spam_state same;

	spam_empty(&same);
	if (state->version != SPAM_VERSION ||
		memcmp(state->zero, same.zero, sizeof(same.zero)) != 0)
		return false;
	for (int i = 0; i < SPAM_FLAGS; i++)
		if (!spam_flag_is_valid((enum spam_flag) i, state->flag[i]))
			return false;
	memcpy(same.flag, state->flag, sizeof(same.flag));
	if (state->first == SPAM_NEVER_FIRST)
		return memcmp(state, &same, sizeof(same)) == 0;
	if (!spam_time_is_valid(state->first) || !spam_time_is_valid(state->last) ||
		state->first > state->last ||
		!ledger_is_bounded(&state->ledger[SPAM_TRUSTED]) ||
		!ledger_is_bounded(&state->ledger[SPAM_DOUBTFUL]))
		return false;
	same = *state;
	spam_settle(&same);
	return memcmp(state, &same, sizeof(same)) == 0;
}

#define EACH_OCTET(n)	(UINT64_C(0x0101010101010101) * (n))

/* How many registers of eight are empty; no rank reaches the top bit. */
static int
empty_of(const uint8_t *trusted, const uint8_t *doubtful)
{
	uint64_t	some;
	uint64_t	more = 0;

	memcpy(&some, trusted, sizeof(some));
	if (doubtful != NULL)
		memcpy(&more, doubtful, sizeof(more));
	some = ((some | more) + EACH_OCTET(0x7f)) >> 7 & EACH_OCTET(1);
	return 8 - (int) (some * EACH_OCTET(1) >> 56);
}

/* The sum of 2^-rank over all registers. */
static double
harmonic_of(const uint8_t *trusted, const uint8_t *doubtful)
{
	double		sum = 0.0;

	for (int i = 0; i < SPAM_REGISTERS; i++)
	{
		int			rank = trusted[i];

		if (doubtful != NULL && doubtful[i] > rank)
			rank = doubtful[i];
		sum += ldexp(1.0, -rank);
	}
	return sum;
}

/*
 * How many different strangers were called: HyperLogLog over 64 registers,
 * standard error 13 %, by the share of empty registers while there are some.
 */
double
spam_callees(const struct spam_state *state, bool doubtful_too)
{
	const uint8_t *trusted = state->ledger[SPAM_TRUSTED].callee;
	const uint8_t *doubtful = doubtful_too
		? state->ledger[SPAM_DOUBTFUL].callee : NULL;
	int			empty = 0;

	for (int i = 0; i < SPAM_REGISTERS; i += 8)
		empty += empty_of(trusted + i, doubtful == NULL ? NULL : doubtful + i);
	if (empty >= EMPTY_ENOUGH)
		return SPAM_REGISTERS * log((double) SPAM_REGISTERS / empty);
	return 0.709 * SPAM_REGISTERS * SPAM_REGISTERS /
		harmonic_of(trusted, doubtful);
}

const char *
spam_category_name(enum spam_category category)
{
	return category_name[category];
}

bool
spam_category_find(const char *name, size_t length,
				   enum spam_category *category)
{
	for (int i = 0; i < SPAM_CATEGORIES; i++)
		if (strlen(category_name[i]) == length &&
			memcmp(category_name[i], name, length) == 0)
		{
			*category = (enum spam_category) i;
			return true;
		}
	return false;
}
