/* spam_verdict.c: a likelihood with its reasons, as JSON */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "json_glue.h"
#include "spam_glue.h"

/* Four decimals are shown. */
static void
add_chance(StringInfo out, double value)
{
	json_real(out, rint(value * 1e4) / 1e4);
}

static void
add_reasons(StringInfo out, const struct spam_reason *reason, int count)
{
	appendStringInfoCharMacro(out, '[');
	for (int i = 0; i < count; i++)
	{
		appendStringInfoString(out, i == 0 ? "{\"reason\":" : ",{\"reason\":");
		json_word(out, reason[i].sentence);
		appendStringInfoString(out, ",\"detail\":");
		appendStringInfoString(out, reason[i].detail);
		appendStringInfoString(out, ",\"logit\":");
		add_chance(out, reason[i].logit);
		appendStringInfoCharMacro(out, '}');
	}
	appendStringInfoCharMacro(out, ']');
}

/* A category says what kind of calls come from it, whatever calls around. */
static const char *
category_of(const struct spam_state *state, struct spam_question question)
{
	question.range = 0.0;
	return spam_category_of(state, &question);
}

/* spam_verdict(state, as_of, range) */
PG_FUNCTION_INFO_V1(pg_spam_verdict);
PGDLLEXPORT Datum
pg_spam_verdict(PG_FUNCTION_ARGS)
{
	const struct spam_state *state = spam_state_argument(fcinfo);
	const struct spam_question *question;
	struct spam_reason reason[SPAM_REASONS_MAX];
	StringInfoData out;
	double		likelihood;
	int			count;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	question = spam_question_argument(fcinfo);
	count = spam_judge(state, question, &likelihood, reason);
	json_begin(&out, '{');
	json_name(&out, "spam_likelihood");
	add_chance(&out, likelihood);
	json_name(&out, "spam_label");
	json_word(&out, spam_label(likelihood));
	json_name(&out, "category");
	json_word(&out, category_of(state, *question));
	json_name(&out, "reasons");
	add_reasons(&out, reason, count);
	json_name(&out, "model");
	json_integer(&out, question->model->version);
	return json_end(&out, '}');
}
