/*
 * phone_google_test.c: what libphonenumber's own tests assert, with the plans
 * of those tests: this program is linked with the engine and the tables of
 * test/data/phone_testing/ instead of the real ones
 */
#include <ctype.h>

#include "phone_cases.h"

#define CASES	"test/data/phone_cases.tsv"

#define EXTENSION	";ext="

/* Copies digits of a text into a number; what follows them. */
static const char *
take_digits(const char *text, struct phone_number *number)
{
	for (; isdigit((unsigned char) *text); text++)
	{
		assert_true(number->length < PHONE_DIGITS_MAX);
		number->digits[number->length++] = *text;
	}
	return text;
}

/* Reads +64 33316005;ext=3456; false if the text is not of this form. */
static bool
read_number(const char *text, struct phone_number *number)
{
	memset(number, 0, sizeof *number);
	if (*text != '+')
		return false;
	text = take_digits(text + 1, number);
	number->code_length = number->length;
	if (*text != ' ' || number->code_length == 0 || number->code_length > 3)
		return false;
	text = take_digits(text + 1, number);
	if (strncmp(text, EXTENSION, strlen(EXTENSION)) == 0)
	{
		text += strlen(EXTENSION);
		number->extension_length = (uint8_t) strlen(text);
		memcpy(number->extension, text, number->extension_length);
		return true;
	}
	return *text == '\0' && number->length > number->code_length;
}

static struct phone_number
number_of(const char *text)
{
	struct phone_number number;

	assert_true(read_number(text, &number));
	return number;
}

static void
write_number(const struct phone_number *number, char *answer)
{
	size_t		length = phone_format(number, PHONE_E164, answer);

	if (number->extension_length > 0)
		sprintf(answer + length, EXTENSION "%.*s",
				(int) number->extension_length, number->extension);
}

static void
ask_parse(const char *input, const char *region, char *answer)
{
	struct phone_number number;
	enum phone_error error = phone_parse(input, strlen(input), region,
										 strlen(region), &number);

	if (error == PHONE_OK)
		write_number(&number, answer);
	else
		strcpy(answer, phone_error_name(error));
}

static void
ask_national_number(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	sprintf(answer, "%.*s", number.length - number.code_length,
			number.digits + number.code_length);
}

static void
ask_e164(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	phone_format(&number, PHONE_E164, answer);
}

static void
ask_international(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	phone_format(&number, PHONE_INTERNATIONAL, answer);
}

static void
ask_national(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	phone_format(&number, PHONE_NATIONAL, answer);
}

static void
ask_rfc3966(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	phone_format(&number, PHONE_RFC3966, answer);
}

static struct phone_answer
facts_of(const char *input)
{
	struct phone_number number = number_of(input);
	struct phone_answer facts;

	phone_ask(&number, &facts);
	return facts;
}

static void
ask_type(const char *input, const char *region, char *answer)
{
	(void) region;
	strcpy(answer, phone_type_name(facts_of(input).type));
}

static void
ask_valid(const char *input, const char *region, char *answer)
{
	(void) region;
	case_truth(facts_of(input).valid, answer);
}

static void
ask_region(const char *input, const char *region, char *answer)
{
	(void) region;
	strcpy(answer, facts_of(input).region);
}

static bool
is_possible(const struct phone_number *number)
{
	enum phone_possibility possibility = phone_possible(number);

	return possibility == PHONE_IS_POSSIBLE ||
		possibility == PHONE_IS_POSSIBLE_LOCAL_ONLY;
}

static void
ask_is_possible(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	case_truth(is_possible(&number), answer);
}

static void
ask_is_possible_text(const char *input, const char *region, char *answer)
{
	struct phone_number number;

	case_truth(phone_parse(input, strlen(input), region, strlen(region),
						   &number) == PHONE_OK && is_possible(&number),
			   answer);
}

static void
ask_possible(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	strcpy(answer, phone_possibility_name(phone_possible(&number)));
}

static enum phone_type
type_named(const char *name)
{
	int			type = PHONE_FIXED_LINE;

	while (type < PHONE_UNKNOWN &&
		   strcmp(phone_type_name((enum phone_type) type), name) != 0)
		type++;
	return (enum phone_type) type;
}

static void
ask_example(const char *input, const char *region, char *answer)
{
	struct phone_number number;

	if (phone_example(region, strlen(region), type_named(input), &number))
		write_number(&number, answer);
	else
		strcpy(answer, "none");
}

/* The example of a code is that of the first type that has one. */
static void
ask_example_of_code(const char *input, const char *region, char *answer)
{
	struct phone_number number;

	(void) region;
	for (int type = PHONE_FIXED_LINE; type < PHONE_UNKNOWN; type++)
		if (phone_example_of_code(atoi(input), (enum phone_type) type,
								  &number))
		{
			write_number(&number, answer);
			return;
		}
	strcpy(answer, "none");
}

static void
ask_dialable(const char *input, const char *region, char *answer)
{
	struct phone_number number = number_of(input);

	(void) region;
	case_truth(phone_international(&number), answer);
}

/* Compares the numbers or texts on both sides of a bar. */
static void
ask_match(const char *input, const char *region, char *answer)
{
	const char *bar = strstr(input, " | ");
	const char *right;
	char		left[CASE_ANSWER_MAX];
	struct phone_number a;
	struct phone_number b;
	enum phone_match match;

	(void) region;
	assert_non_null(bar);
	right = bar + 3;
	sprintf(left, "%.*s", (int) (bar - input), input);
	if (!read_number(left, &a))
		match = phone_match_texts(left, strlen(left), right, strlen(right));
	else if (!read_number(right, &b))
		match = phone_match_text(&a, right, strlen(right));
	else
		match = phone_match(&a, &b);
	strcpy(answer, phone_match_name(match));
}

static const struct case_call calls[] = {
	{"parse", ask_parse},
	{"national_number", ask_national_number},
	{"e164", ask_e164},
	{"international", ask_international},
	{"national", ask_national},
	{"rfc3966", ask_rfc3966},
	{"type", ask_type},
	{"valid", ask_valid},
	{"region", ask_region},
	{"is_possible", ask_is_possible},
	{"is_possible_text", ask_is_possible_text},
	{"possible", ask_possible},
	{"example", ask_example},
	{"example_of_code", ask_example_of_code},
	{"dialable", ask_dialable},
	{"match", ask_match}
};

#define CALLS	(sizeof calls / sizeof calls[0])

/* The file has no line that is not run. */
static void
test_all_calls(void **state)
{
	(void) state;
	assert_int_equal(case_strangers(CASES, calls, CALLS), 0);
}

int
main(void)
{
	struct case_group groups[CALLS];
	struct CMUnitTest tests[CALLS + 1] = {
		cmocka_unit_test(test_all_calls)
	};

	for (size_t i = 0; i < CALLS; i++)
	{
		groups[i].file = CASES;
		groups[i].call = &calls[i];
		tests[i + 1].name = calls[i].name;
		tests[i + 1].test_func = case_test;
		tests[i + 1].initial_state = &groups[i];
	}
	return cmocka_run_group_tests_name("phone_google", tests, NULL, NULL);
}
