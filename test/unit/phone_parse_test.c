/*
 * phone_parse_test.c: parsing, questions and formats against the answers of
 * libphonenumber 9.0.35 (C++) recorded in test/data/phone_dev.tsv.gz
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "phone.h"

#define DEV_FILE	"test/data/phone_dev.tsv.gz"
#define DEV_LINES	20000
#define SHOWN_MAX	5			/* differences printed before counting on */

enum column
{
	INPUT, REGION, ERROR, E164, POSSIBLE, VALID, ANSWER_REGION, TYPE,
	INTERNATIONAL, NATIONAL, RFC3966, EXTENSION, SOURCE, COLUMNS
};

struct facts
{
	const char *column[COLUMNS];
	char		e164[PHONE_FORMAT_MAX];
	char		international[PHONE_FORMAT_MAX];
	char		national[PHONE_FORMAT_MAX];
	char		rfc3966[PHONE_FORMAT_MAX];
	char		extension[PHONE_EXTENSION_MAX + 1];
	struct phone_answer answer;
};

/* What the engine says, in the columns of the recorded answers. */
static void
ask_everything(const char *input, size_t length, const char *region,
			   struct facts *facts)
{
	struct phone_number number;
	enum phone_error error;

	for (int i = ERROR; i < COLUMNS; i++)
		facts->column[i] = "";
	error = phone_parse(input, length, region, strlen(region), &number);
	facts->column[ERROR] = phone_error_name(error);
	if (error != PHONE_OK)
		return;
	phone_ask(&number, &facts->answer);
	phone_format(&number, PHONE_E164, facts->e164);
	phone_format(&number, PHONE_INTERNATIONAL, facts->international);
	phone_format(&number, PHONE_NATIONAL, facts->national);
	phone_format(&number, PHONE_RFC3966, facts->rfc3966);
	memcpy(facts->extension, number.extension, number.extension_length);
	facts->extension[number.extension_length] = '\0';
	facts->column[E164] = facts->e164;
	facts->column[POSSIBLE] = phone_possibility_name(phone_possible(&number));
	facts->column[VALID] = facts->answer.valid ? "t" : "f";
	facts->column[ANSWER_REGION] = facts->answer.region;
	facts->column[TYPE] = phone_type_name(facts->answer.type);
	facts->column[INTERNATIONAL] = facts->international;
	facts->column[NATIONAL] = facts->national;
	facts->column[RFC3966] = facts->rfc3966;
	facts->column[EXTENSION] = facts->extension;
}

/* Undoes COPY's escapes in place. */
static void
unescape(char *text)
{
	char	   *out = text;

	for (; *text != '\0'; text++)
	{
		if (*text == '\\' && text[1] != '\0')
		{
			text++;
			*out++ = *text == 't' ? '\t' : *text == 'n' ? '\n' :
				*text == 'r' ? '\r' : *text == 'b' ? '\b' :
				*text == 'f' ? '\f' : *text == 'v' ? '\v' : *text;
		}
		else
			*out++ = *text;
	}
	*out = '\0';
}

static bool
split(char *line, char *column[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++)
	{
		char	   *tab = strchr(line, i + 1 < COLUMNS ? '\t' : '\n');

		if (tab == NULL)
			return false;
		*tab = '\0';
		column[i] = line;
		line = tab + 1;
	}
	for (int i = 0; i < COLUMNS; i++)
		unescape(column[i]);
	return true;
}

static bool
same_line(char *column[COLUMNS], int number, int shown)
{
	struct facts facts;
	bool		same = true;

	ask_everything(column[INPUT], strlen(column[INPUT]), column[REGION],
				   &facts);
	for (int i = ERROR; i < SOURCE; i++)
	{
		if (strcmp(column[i], facts.column[i]) == 0)
			continue;
		if (shown < SHOWN_MAX)
			print_message("# line %d, \"%s\" in %s: column %d is \"%s\", not \"%s\"\n",
						  number, column[INPUT], column[REGION], i + 1,
						  facts.column[i], column[i]);
		same = false;
	}
	return same;
}

/* Every recorded answer is given, in all twelve columns. */
static void
test_recorded_answers(void **state)
{
	FILE	   *file = popen("gzip -dc " DEV_FILE, "r");
	char	   *line = NULL;
	size_t		room = 0;
	int			lines = 0;
	int			different = 0;

	(void) state;
	assert_non_null(file);
	while (getline(&line, &room, file) > 0)
	{
		char	   *column[COLUMNS];

		lines++;
		assert_true(split(line, column));
		if (!same_line(column, lines, different))
			different++;
	}
	free(line);
	assert_int_equal(pclose(file), 0);
	print_message("# %d of %d lines equal\n", lines - different, lines);
	assert_int_equal(lines, DEV_LINES);
	assert_int_equal(different, 0);
}

/* One text, dialled in a region, and the E.164 number or the error it gives. */
struct dialled
{
	const char *region;
	const char *text;
	const char *result;
	const char *extension;
};

static void
check_dialled(const struct dialled *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		const struct dialled *row = &rows[i];
		struct facts facts;
		const char *result;

		ask_everything(row->text, strlen(row->text), row->region, &facts);
		result = *facts.column[ERROR] != '\0' ? facts.column[ERROR] :
			facts.column[E164];
		if (strcmp(result, row->result) != 0 ||
			strcmp(facts.column[EXTENSION],
				   row->extension == NULL ? "" : row->extension) != 0)
			fail_msg("\"%s\" in %s is %s extension \"%s\", not %s",
					 row->text, row->region, result,
					 facts.column[EXTENSION], row->result);
	}
}

#define CHECK_DIALLED(rows)	\
	check_dialled(rows, sizeof (rows) / sizeof (rows)[0])

/* National prefixes are dropped, and some rewritten, by first match. */
static void
test_national_prefixes(void **state)
{
	static const struct dialled rows[] = {
		{"IN", "9876543210", "+919876543210", NULL},
		{"IN", "09876543210", "+919876543210", NULL},
		{"IN", "919876543210", "+919876543210", NULL},
		{"IN", "0091 98765 43210", "+919876543210", NULL},
		{"IN", "+91 0 98765 43210", "+919876543210", NULL},
		{"IN", "000 800 123 4567", "+910008001234567", NULL},
		{"AR", "011 15-2312-3456", "+5491123123456", NULL},
		{"AR", "0343 15 555 1212", "+5493435551212", NULL},
		{"AR", "+54 9 343 555 1212", "+5493435551212", NULL},
		{"BR", "0 41 21 2345-6789", "+552123456789", NULL},
		{"BR", "(0xx21) 2345-6789", "+552123456789", NULL},
		{"AG", "460-1234", "+12684601234", NULL},
		{"AG", "1 268 460 1234", "+12684601234", NULL},
		{"GG", "256789", "+441481256789", NULL},
		{"GG", "0 1481 256789", "+441481256789", NULL},
		{"JE", "180020 1534 456789", "+441534456789", NULL},
		{"GB", "180020 7912 345678", "+447912345678", NULL},
		{"JP", "000 255 5555", "+810002555555", NULL},
		{"SM", "886377", "+3780549886377", NULL},
		{"SM", "0549 886377", "+3780549886377", NULL},
		{"CN", "12593 13812345678", "+8613812345678", NULL},
		{"CN", "179 51 10 1234 5678", "+861012345678", NULL},
		{"CO", "03 57 1 2345678", "+575712345678", NULL},
		{"CR", "1900 22123456", "+50622123456", NULL},
		{"HU", "06 1 234 5678", "+3612345678", NULL},
		{"IT", "02 3661 8300", "+390236618300", NULL},
		{"IT", "+39 000", "+39000", NULL}
	};

	(void) state;
	CHECK_DIALLED(rows);
}

/* A plus or an international prefix stands before a calling code. */
static void
test_calling_codes(void **state)
{
	static const struct dialled rows[] = {
		{"US", "011 44 20 7031 3000", "+442070313000", NULL},
		{"US", "+011 44 20 7031 3000", "+442070313000", NULL},
		{"US", "++++1 650 253 0000", "+16502530000", NULL},
		{"US", "\uff0b1 650 253 0000", "+16502530000", NULL},
		{"US", "011 0 44 20 7031 3000", "+10110442070313000", NULL},
		{"NZ", "+0064 3 331 6005", "+6433316005", NULL},
		{"NZ", "+009", "INVALID_COUNTRY_CODE", NULL},
		{"NZ", "0044", "TOO_SHORT_AFTER_IDD", NULL},
		{"ZZ", "+210 123456", "INVALID_COUNTRY_CODE", NULL},
		{"ZZ", "+800 1234 5678", "+80012345678", NULL},
		{"001", "+800 1234 5678", "+80012345678", NULL},
		{"001", "800 1234 5678", "INVALID_COUNTRY_CODE", NULL},
		{"ZZ", "9876543210", "INVALID_COUNTRY_CODE", NULL},
		{"in", "9876543210", "INVALID_COUNTRY_CODE", NULL},
		{"", "9876543210", "INVALID_COUNTRY_CODE", NULL},
		{"INDIA", "9876543210", "INVALID_COUNTRY_CODE", NULL},
		{"ZZ", "+49301234567890123", "+49301234567890123", NULL},
		{"ZZ", "+491234567890123456789", "TOO_LONG", NULL},
		/* read again, the number loses what looks like a prefix */
		{"BY", "8 810 123 45 67", "+3758101234567", NULL},
		{"ZZ", "+3758101234567", "+375101234567", NULL}
	};

	(void) state;
	CHECK_DIALLED(rows);
}

/* Digits of every script, letters of a keypad, and what is no number. */
static void
test_characters(void **state)
{
	static const struct dialled rows[] = {
		{"IN", "\u096f\u096e\u096d\u096c\u096b \u096a\u0969\u0968\u0967\u0966",
			"+919876543210", NULL},
		{"US", "\U0001d7d4\U0001d7d30 253 0000", "+16502530000", NULL},
		{"US", "1-800-FLOWERS", "+18003569377", NULL},
		{"US", "1-800-flo\u0663wers", "+18003569377", NULL},
		{"US", "call (650) 253-0000, please!", "NOT_A_NUMBER", NULL},
		{"US", "call (650) 253-0000!", "+16502530000", NULL},
		{"US", "650\u2010253\u20150000", "+16502530000", NULL},
		{"US", "650\uff5e253\uff5e0000", "NOT_A_NUMBER", NULL},
		{"US", "650*253*0000", "+16502530000", NULL},
		{"US", "12", "+112", NULL},
		{"US", "1", "NOT_A_NUMBER", NULL},
		{"US", "abc", "NOT_A_NUMBER", NULL},
		{"US", "", "NOT_A_NUMBER", NULL},
		{"US", "650 253 0000\x01", "NOT_A_NUMBER", NULL},
		{"US", "650 253 0000 \xc2\x85", "NOT_A_NUMBER", NULL},
		{"US", "650 253 0000 \ufdd0", "NOT_A_NUMBER", NULL},
		{"US", "650 253 0000 \xff", "NOT_A_NUMBER", NULL},
		{"US", "650 253 0000 \xed\xa0\x80", "NOT_A_NUMBER", NULL},
		{"US", "\t650 253 0000\r\n", "+16502530000", NULL}
	};

	(void) state;
	CHECK_DIALLED(rows);
}

/* An extension is the last run of digits, behind one of many labels. */
static void
test_extensions(void **state)
{
	static const struct dialled rows[] = {
		{"US", "650 253 0000 x3", "+16502530000", "3"},
		{"US", "650 253 0000 EXT. 456", "+16502530000", "456"},
		{"US", "650 253 0000 extensi\u00f3n 7", "+16502530000", "7"},
		{"US", "650 253 0000 extensio\u0301n: 7", "+16502530000", "7"},
		{"US", "650 253 0000 exten\u017fion 7", "+16502530000", "7"},
		{"US", "650 253 0000 anexo 8", "+16502530000", "8"},
		{"US", "650 253 0000 int 8", "+16502530000", "8"},
		{"US", "650 253 0000 \u0434\u043e\u0431 12", "+16502530000", "12"},
		{"US", "650 253 0000 \u0414\u041e\u0411. 12", "+16502530000", "12"},
		{"US", "650 253 0000 \uff45\uff58\uff54 9", "+16502530000", "9"},
		{"US", "650 253 0000 #12", "+16502530000", "12"},
		{"US", "650 253 0000 ~12#", "+16502530000", "12"},
		{"US", "650 253 0000 - 503#", "+16502530000", "503"},
		{"US", "650 253 0000;123", "+16502530000", "123"},
		{"US", "650 253 0000,,123456789012345", "+16502530000",
			"123456789012345"},
		{"US", "650 253 0000,123456789", "+16502530000", "123456789"},
		{"US", "650 253 0000,1234567890", "NOT_A_NUMBER", NULL},
		{"US", "650 253 0000 x1234567890", "TOO_LONG", NULL},
		{"US", "650 253 0000 ext 12345678901234567890", "+16502530000",
			"12345678901234567890"},
		{"US", "650 253 0000 ext 123456789012345678901", "TOO_LONG", NULL},
		{"US", "650 253 0000 ext \u0967\u0968", "+16502530000",
			"\u0967\u0968"},
		{"US", "650 253 0000x1x2", "+165025300001", "2"},
		{"US", "12 x3", "+112", "3"},
		{"US", "12 ext 3", "NOT_A_NUMBER", NULL},
		{"US", "(530) 583-6985 x302/x2303", "+15305836985", "302"},
		{"US", "650 253 0000 / x 12", "+16502530000", NULL},
		{"US", "1/x\n650 253 0000/x1/ x2", "NOT_A_NUMBER", NULL},
		{"US", "1 \n650 253 0000/x1/ x2", "+16502530000", "1"},
		{"US", "650 253 0000;ext=12;isub=4", "+16502530000", "12"}
	};

	(void) state;
	CHECK_DIALLED(rows);
}

/* The context of a tel: URI is a number's beginning, a domain, or an error. */
static void
test_phone_context(void **state)
{
	static const struct dialled rows[] = {
		{"ZZ", "tel:253-0000;phone-context=+1-650", "+16502530000", NULL},
		{"US", "tel:650-253-0000;phone-context=www.example.com",
			"+16502530000", NULL},
		{"US", "650-253-0000;phone-context=a.b.", "+16502530000", NULL},
		{"US", "650-253-0000;phone-context=", "NOT_A_NUMBER", NULL},
		{"US", "650-253-0000;phone-context=+", "NOT_A_NUMBER", NULL},
		{"US", "650-253-0000;phone-context=64", "NOT_A_NUMBER", NULL},
		{"US", "650-253-0000;phone-context=a-.com", "NOT_A_NUMBER", NULL},
		{"US", "650-253-0000;phone-context=a..b", "NOT_A_NUMBER", NULL},
		{"US", "650-253-0000;phone-context=a.4b", "NOT_A_NUMBER", NULL},
		{"US", "650-253-0000;ext=3;phone-context=a.b", "+16502530000", "3"},
		{"US", "650-253-0000;phone-context=a.b;ext=3", "+16502530000", NULL},
		{"US", "123;phone-context=a.b;tel:4155552671", "+14155552671", NULL},
		{"US", "tel:5#;phone-context=+1415555267-", "+1415555267", "5"},
		{"ZZ", "#;phone-context=+14155552671-45", "+14155552671", "45"},
		{"ZZ", "6#;phone-context=+14155552671-45", "+14155552671", "456"},
		{"ZZ", "tel:50;phone-context=+\u0967", "+150", NULL},
		{"ZZ", "tel:1;phone-context=+\u0967", "NOT_A_NUMBER", NULL}
	};

	(void) state;
	CHECK_DIALLED(rows);
}

/* A megabyte of anything has an answer, and soon. */
static void
test_long_texts(void **state)
{
	static const char *const units[] = {
		"1", "/ ", "/x", ",", ";", ";ext=", " ", "x", "\u0966", "+",
		";phone-context=", ";isub=", "tel:", "1x", "1,", "a", "\xff",
		"1 ext 2 ", "\n/x", "xtensio\u0301n", "; ", "/    x", "\u017f", "~",
		"-.", "\u2028"
	};
	const size_t size = 1000000;
	char	   *text = malloc(size + 16);

	(void) state;
	assert_non_null(text);
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
	{
		struct phone_number number;
		size_t		unit = strlen(units[i]);
		size_t		length = 4;

		memcpy(text, "1234", length);
		for (; length + unit <= size; length += unit)
			memcpy(text + length, units[i], unit);
		phone_parse(text, length, "US", 2, &number);
		memcpy(text + length, "x12", 3);
		phone_parse(text, length + 3, "US", 2, &number);
		phone_connects_to_emergency(text, length, "US", 2);
	}
	free(text);
}

/*
 * Where a character lies makes no difference, though long texts are read by
 * blocks: junk of every length stands in front of a number, between its
 * digits, before its extension, behind it and in its phone-context.
 */
static void
test_blocks(void **state)
{
	static const struct
	{
		const char *junk;
		const char *before;
		const char *after;
		const char *extension;	/* NULL if it is not a number */
	}			rows[] = {
		{"a", "", "+14155552671", ""},
		{"\u4e2d", "", "+14155552671", ""},
		{"\u2010", "+1415", "5552671", ""},
		{"\u00ad", "+1415", "5552671x9", "9"},
		{"\u00a0", "+14155552671", ",3", "3"},
		{"-", "+14155552671", "4#", "4"},
		{",", "+14155552671", "123456789", "123456789"},
		{"-\u2010", "+14155552671", "@", ""},
		{"\u2028", "", "+14155552671/x3", ""},
		{"\u2010", "+14155552671", "\xff", NULL},
		{"\u2010", "+14155552671", "\xe2\x80", NULL},
		{"\u2010", "+14155552671", "\xc2\x85" "1", NULL},
		{"\u2010", "+1415555", "@2671", NULL},
		{"x\u2010", "+1415555", "+2671", NULL},
		{"\uff0b", "+", "14155552671", ""},
		{"+", "", "-+14155552671", NULL},
		{"-", "5552671;phone-context=+1415", "", ""},
		{"-", "5552671;phone-context=+1415", "\u2010", NULL},
		{".", "5552671;phone-context=+1415", " ", NULL},
		{"a.", "+14155552671;phone-context=", "", ""},
		{"\u0663", "+14155552671;phone-context=a", ".a", ""},
		{"a", "+14155552671;phone-context=", ".1", NULL},
		{"a", "+14155552671;phone-context=", "-.a", NULL},
		{"a-", "+14155552671;phone-context=", "", NULL},
		{"a", "+14155552671;phone-context=", "\u00e9", NULL},
		{"a", "+14155552671;phone-context=", "(a", NULL}
	};

	(void) state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (int count = 1; count < 200; count++)
		{
			char		text[1024];
			struct phone_number number;
			size_t		length = strlen(rows[i].before);
			bool		read;

			memcpy(text, rows[i].before, length);
			for (int n = 0; n < count; n++)
			{
				memcpy(text + length, rows[i].junk, strlen(rows[i].junk));
				length += strlen(rows[i].junk);
			}
			memcpy(text + length, rows[i].after, strlen(rows[i].after));
			length += strlen(rows[i].after);
			read = phone_parse(text, length, "US", 2, &number) == PHONE_OK;
			assert_int_equal(read, rows[i].extension != NULL);
			if (!read)
				continue;
			assert_int_equal(number.length, 11);
			assert_memory_equal(number.digits, "14155552671", 11);
			assert_int_equal(number.extension_length,
							 strlen(rows[i].extension));
			assert_memory_equal(number.extension, rows[i].extension,
								number.extension_length);
		}
}

/* Every example is a valid number of its type and is read back the same. */
static void
test_examples(void **state)
{
	int			examples = 0;

	(void) state;
	for (int letters = 0; letters < 26 * 26; letters++)
	{
		const char	region[] = {(char) ('A' + letters / 26),
			(char) ('A' + letters % 26), '\0'};

		for (int type = PHONE_FIXED_LINE; type < PHONE_UNKNOWN; type++)
		{
			struct phone_number number;
			struct phone_number again;
			struct phone_answer answer;
			char		text[PHONE_FORMAT_MAX];

			if (type == PHONE_FIXED_LINE_OR_MOBILE ||
				!phone_example(region, 2, (enum phone_type) type, &number))
				continue;
			examples++;
			phone_ask(&number, &answer);
			assert_true(answer.valid);
			if (strcmp(answer.region, region) == 0 &&
				answer.type != (enum phone_type) type)
				assert_true(answer.type == PHONE_FIXED_LINE_OR_MOBILE &&
							type <= PHONE_MOBILE);
			phone_format(&number, PHONE_INTERNATIONAL, text);
			assert_int_equal(phone_parse(text, strlen(text), "ZZ", 2, &again),
							 PHONE_OK);
			assert_int_equal(again.length, number.length);
			assert_memory_equal(again.digits, number.digits, number.length);
			phone_format(&number, PHONE_NATIONAL, text);
			assert_int_equal(phone_parse(text, strlen(text), region, 2,
										 &again), PHONE_OK);
			assert_int_equal(again.length, number.length);
			assert_memory_equal(again.digits, number.digits, number.length);
		}
	}
	print_message("# %d examples\n", examples);
	assert_true(examples > 1000);
}

/* A stored value gets the answer of the number it stands for. */
static void
test_values(void **state)
{
	uint64_t	seed = 20260101;
	int			values = 0;

	(void) state;
	while (values < 200000)
	{
		struct phone_number number;
		struct phone_answer expected;
		struct phone_answer answer;
		phone		value = 0;

		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		for (int i = 0, n = 3 + (int) (seed >> 60); i < n && i < 16; i++)
			value |= (2 + (seed >> (3 * i + 5)) % 10) << (60 - 4 * i);
		if (!phone_unpack(value, &number))
			continue;
		values++;
		phone_ask(&number, &expected);
		assert_true(phone_ask_value(value, &answer));
		assert_int_equal(answer.type, expected.type);
		assert_int_equal(answer.valid, expected.valid);
		assert_string_equal(answer.region, expected.region);
	}
	for (int i = 0; i < 200000; i++)
	{
		struct phone_answer answer;

		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		if (phone_is_value(seed))
			assert_int_equal(phone_ask_value(seed, &answer),
							 phone_class_of(seed) == PHONE_NUMBER);
		else
			phone_ask_value(seed, &answer);
	}
}

/* What dialling 112 and the like means depends on where. */
static void
test_short_numbers(void **state)
{
	static const struct
	{
		const char *region;
		const char *digits;
		bool		valid;
		bool		emergency;
		bool		connects;
		enum phone_cost cost;
	}			rows[] = {
		{"IN", "112", true, true, true, PHONE_COST_TOLL_FREE},
		{"IN", "100", true, true, true, PHONE_COST_TOLL_FREE},
		{"IN", "1909", true, false, false, PHONE_COST_TOLL_FREE},
		{"IN", "9876543210", false, false, false, PHONE_COST_UNKNOWN},
		{"US", "911", true, true, true, PHONE_COST_TOLL_FREE},
		{"US", "9116666666", false, false, true, PHONE_COST_UNKNOWN},
		{"US", "911666666666666666666666", false, false, true,
			PHONE_COST_UNKNOWN},
		{"BR", "190", true, true, true, PHONE_COST_TOLL_FREE},
		{"BR", "1901", false, false, false, PHONE_COST_UNKNOWN},
		{"FR", "36665", true, false, false, PHONE_COST_PREMIUM_RATE},
		{"GB", "999", true, true, true, PHONE_COST_TOLL_FREE}
	};
	struct phone_short_answer answer;

	(void) state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
	{
		const char *digits = rows[i].digits;
		size_t		length = strlen(digits);

		assert_true(phone_short_ask(digits, length, rows[i].region, 2,
									&answer));
		if (answer.valid != rows[i].valid ||
			answer.emergency != rows[i].emergency ||
			answer.cost != rows[i].cost ||
			phone_is_emergency(digits, length, rows[i].region, 2) !=
			rows[i].emergency ||
			phone_connects_to_emergency(digits, length, rows[i].region, 2) !=
			rows[i].connects)
			fail_msg("%s in %s: valid %d, emergency %d, connects %d, cost %s",
					 digits, rows[i].region, answer.valid, answer.emergency,
					 phone_connects_to_emergency(digits, length,
												 rows[i].region, 2),
					 phone_cost_name(answer.cost));
	}
	assert_false(phone_short_ask("112", 3, "ZZ", 2, &answer));
	assert_false(phone_short_ask("112", 3, "in", 2, &answer));
	assert_false(phone_short_ask("1a2", 3, "IN", 2, &answer));
	assert_false(phone_is_emergency("+911", 4, "US", 2));
	assert_true(phone_is_emergency("9-1-1", 5, "US", 2));
}

/* Three digits need not begin with any calling code. */
static void
test_no_calling_code(void **state)
{
	struct phone_number number;
	struct phone_answer answer;
	char		text[PHONE_FORMAT_MAX];

	(void) state;
	memset(&number, 0, sizeof number);
	memcpy(number.digits, "2101234", 7);
	number.length = 7;
	number.code_length = 3;
	phone_ask(&number, &answer);
	assert_false(answer.valid);
	assert_string_equal(answer.region, "");
	assert_int_equal(phone_calling_code(&number), 0);
	assert_int_equal(phone_possible(&number),
					 PHONE_POSSIBLE_INVALID_COUNTRY_CODE);
	phone_format(&number, PHONE_INTERNATIONAL, text);
	assert_string_equal(text, "+2101234");
	phone_format(&number, PHONE_RFC3966, text);
	assert_string_equal(text, "tel:+2101234");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded_answers),
		cmocka_unit_test(test_national_prefixes),
		cmocka_unit_test(test_calling_codes),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_phone_context),
		cmocka_unit_test(test_long_texts),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_short_numbers),
		cmocka_unit_test(test_no_calling_code),
	};

	return cmocka_run_group_tests_name("phone_parse", tests, NULL, NULL);
}
