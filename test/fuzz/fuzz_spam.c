/*
 * fuzz_spam.c: any text, any bits and any events as evidence
 *
 * The first byte chooses. Text: the rest is read as the text form. Bits: it is
 * laid over an empty state. Either way events follow from what is left, and a
 * state that is accepted must come back the same, answer every question in
 * bounds, and never be moved the wrong way by a mark.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "spam.h"

#define TOLERANCE		1e-12

/* What is left of the input; zeros behind its end. */
struct input
{
	const uint8_t *at;
	size_t		left;
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static uint64_t
take(struct input *input, size_t octets)
{
	uint64_t	bits = 0;

	for (; octets > 0 && input->left > 0; octets--, input->left--)
		bits = bits << 8 | *input->at++;
	return bits;
}

static double
take_double(struct input *input)
{
	uint64_t	bits = take(input, sizeof(bits));
	double		value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static spam_time
take_time(struct input *input)
{
	return (spam_time) (take(input, 7) % (uint64_t) SPAM_TIME_MAX);
}

/* A weight as SQL lets it through, mostly of the usual size. */
static double
take_weight(struct input *input)
{
	unsigned	small = (unsigned) take(input, 1);
	double		weight = small > 0 ? (int8_t) small / 32.0 : take_double(input);

	return spam_weight_is_valid(weight) ? weight : 1.0;
}

static void
check_round_trip(const struct spam_state *state)
{
	struct spam_state back;
	char		text[SPAM_TEXT_MAX];
	size_t		length = spam_to_text(state, text);

	need(spam_is_valid(state));
	need(length < SPAM_TEXT_MAX && strlen(text) == length);
	need(spam_from_text(text, &back));
	need(memcmp(state, &back, sizeof(back)) == 0);
}

static struct spam_question
ask(spam_time as_of, double range)
{
	struct spam_question question;

	spam_ask(&question, spam_shipped_model(SPAM_MODEL), as_of, range);
	return question;
}

static void
check_answer(const struct spam_state *state, spam_time as_of, double range)
{
	struct spam_question question = ask(as_of, range);
	struct spam_reason reason[SPAM_REASONS_MAX];
	double		p = spam_likelihood(state, &question);
	int			reasons = spam_explain(state, &question, reason);
	double		sum = 0.0;

	need(p > 0.0 && p < 1.0);
	need(reasons > 0 && reasons <= SPAM_REASONS_MAX);
	for (int i = 0; i < reasons; i++)
	{
		need(strlen(reason[i].sentence) < SPAM_SENTENCE_MAX - 1);
		need(strlen(reason[i].detail) < SPAM_DETAIL_MAX - 1);
		sum += reason[i].logit;
	}
	need(fabs(sum - log(p / (1.0 - p))) < 1e-9);
	need(spam_label(p) != NULL);
	(void) spam_category_of(state, &question);
}

static void
check_merge(const struct spam_state *a, const struct spam_state *b)
{
	struct spam_state ab = *a;
	struct spam_state ba = *b;
	struct spam_state same = *a;
	struct spam_state empty;

	spam_add_state(&ab, b);
	spam_add_state(&ba, a);
	spam_settle(&ab);
	spam_settle(&ba);
	need(memcmp(&ab, &ba, sizeof(ab)) == 0);
	check_round_trip(&ab);
	spam_empty(&empty);
	spam_add_state(&same, &empty);
	spam_settle(&same);
	need(memcmp(&same, a, sizeof(same)) == 0);
}

static void
add_call(struct spam_state *state, struct input *input)
{
	unsigned	bits = (unsigned) take(input, 2);
	struct spam_call call = {
		.outcome = bits & 1, .answered = bits & 2, .known = bits & 4,
		.outbound = bits & 8, .has_caller = bits & 16, .neighbour = bits & 32,
		.trusted = bits & 64, .attestation = "ABC"[bits >> 7 & 3],
		.seconds = (int32_t) (bits >> 9)
	};

	call.at = take_time(input);
	call.weight = take_weight(input);
	call.caller = take(input, 8);
	call.cluster = (int32_t) take(input, 4);
	spam_add_call(state, &call);
}

static void
add_book(struct spam_state *state, struct input *input)
{
	struct spam_book book = {.trusted = take(input, 1) & 1};

	book.at = take_time(input);
	book.weight = take_weight(input);
	book.cluster = (int32_t) take(input, 4);
	spam_add_book(state, &book);
}

static void
set_flag(struct spam_state *state, struct input *input)
{
	enum spam_flag flag = (enum spam_flag) (take(input, 1) % SPAM_FLAGS);
	int			value = (int) (1 + take(input, 1) % 2);

	spam_set_flag(state, flag, take_time(input), value);
}

/*
 * A mark that is added, not taken back, moves the likelihood one way. One that
 * comes last of all is left out: before it, what others left may be dust.
 */
static void
add_report(struct spam_state *state, struct input *input, spam_time as_of)
{
	unsigned	bits = (unsigned) take(input, 1);
	struct spam_report report = {
		.spam = bits & 1, .corroborated = bits & 2, .signed_call = bits & 4,
		.trusted = bits & 8, .category = (enum spam_category) (bits >> 4 & 7)
	};
	struct spam_question question = ask(as_of, 0.0);
	double		before = spam_likelihood(state, &question);
	spam_time	last = state->last;
	double		after;

	report.at = take_time(input);
	report.weight = take_weight(input);
	report.cluster = (int32_t) take(input, 4);
	spam_add_report(state, &report);
	spam_settle(state);
	after = spam_likelihood(state, &question);
	if (report.weight >= 0.0 && state->last == last)
		need(report.spam ? after >= before - TOLERANCE : after <= before + TOLERANCE);
}

static void
check_state(struct spam_state state, struct input *input)
{
	spam_time	as_of = (spam_time) take(input, 8);
	double		range = take_double(input);
	struct spam_state start = state;

	if (isnan(range))
		range = 0.0;
	check_round_trip(&state);
	check_answer(&state, as_of, range);
	for (int events = 0; events < 32 && input->left > 0; events++)
	{
		switch (take(input, 1) % 4)
		{
			case 0:
				add_call(&state, input);
				break;
			case 1:
				add_report(&state, input, as_of);
				break;
			case 2:
				add_book(&state, input);
				break;
			default:
				set_flag(&state, input);
		}
		spam_settle(&state);
		check_round_trip(&state);
	}
	check_answer(&state, as_of, range);
	check_merge(&start, &state);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct spam_state state;
	struct input input = {data + 1, size - 1};

	if (size == 0)
		return 0;
	spam_empty(&state);
	if (data[0] % 2 == 0)
	{
		const uint8_t *end = memchr(input.at, '\n', input.left);
		size_t		length = end == NULL ? input.left : (size_t) (end - input.at);
		char	   *text = malloc(length + 1);

		if (text == NULL)
			return 0;
		memcpy(text, input.at, length);
		text[length] = '\0';
		input.left -= end == NULL ? length : length + 1;
		input.at += end == NULL ? length : length + 1;
		if (!spam_from_text(text, &state))
			spam_empty(&state);
		free(text);
	}
	else
	{
		size_t		length = input.left < sizeof(state) ? input.left : sizeof(state);

		memcpy(&state, input.at, length);
		input.at += length;
		input.left -= length;
		if (!spam_is_valid(&state))
			spam_empty(&state);
	}
	check_state(state, &input);
	return 0;
}
