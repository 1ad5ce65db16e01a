/* phone_value_test.c: the 64-bit value, its text and its prefixes */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "phone.h"

/* The layout is for ever: these pairs never change. */
static const struct layout
{
	const char *text;
	uint64_t	bits;
	enum phone_class class;
} layout[] = {
	{"+919876543210", UINT64_C(0xb3ba987654320000), PHONE_NUMBER},
	{"+14155552671", UINT64_C(0x3637777489300000), PHONE_NUMBER},
	{"+14155552671;ext=9", UINT64_C(0x363777748931b000), PHONE_NUMBER},
	{"+14155552671;ext=9999", UINT64_C(0x363777748931bbbb), PHONE_NUMBER},
	{"+919876543210;ext=123", UINT64_C(0xb3ba987654321345), PHONE_NUMBER},
	{"+390612345678", UINT64_C(0x5b283456789a0000), PHONE_NUMBER},
	{"+911401234567", UINT64_C(0xb336234567890000), PHONE_NUMBER},
	{"+100", UINT64_C(0x3220000000000000), PHONE_NUMBER},
	{"+100;ext=0", UINT64_C(0x3221200000000000), PHONE_NUMBER},
	{"+9999999999999999", UINT64_C(0xbbbbbbbbbbbbbbbb), PHONE_NUMBER},
	{"+49301234567890123", UINT64_C(0xc786af53f37af4b9), PHONE_NUMBER},
	{"+810037123456789012", UINT64_C(0xcc5d9ceb525f8e4a), PHONE_NUMBER},
	{"+8100371234567890123", UINT64_C(0xcf48db4d7240a4cb), PHONE_NUMBER},
	{"IN:112", UINT64_C(0xd374334000000000), PHONE_SHORT_CODE},
	{"IN:1909", UINT64_C(0xd3743b2b00000000), PHONE_SHORT_CODE},
	{"US:911", UINT64_C(0xd868b33000000000), PHONE_SHORT_CODE},
	{"AU:000", UINT64_C(0xd050222000000000), PHONE_SHORT_CODE},
	{"ZZ:999999999999", UINT64_C(0xda8cbbbbbbbbbbbb), PHONE_SHORT_CODE},
	{"VM-HDFCBK", UINT64_C(0xe530200254fbbc00), PHONE_SENDER},
	{"VM-HDFCBK-S", UINT64_C(0xe530200254fbbc70), PHONE_SENDER},
	{"anonymous", UINT64_C(0xf000000000000000), PHONE_CONSTANT},
	{"restricted", UINT64_C(0xf000000000000001), PHONE_CONSTANT},
	{"unknown", UINT64_C(0xf000000000000002), PHONE_CONSTANT}
};

#define LENGTH_OF(array)	(sizeof (array) / sizeof (array)[0])

static phone
value_of(const char *text)
{
	phone		value = 0;

	if (!phone_from_text(text, strlen(text), &value))
		fail_msg("\"%s\" is no value", text);
	return value;
}

static void
layout_is_as_drawn(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(layout); i++)
	{
		char		text[PHONE_TEXT_MAX];

		assert_int_equal(value_of(layout[i].text), layout[i].bits);
		assert_true(phone_is_value(layout[i].bits));
		assert_int_equal(phone_class_of(layout[i].bits), layout[i].class);
		assert_int_equal(phone_to_text(layout[i].bits, text),
						 strlen(layout[i].text));
		assert_string_equal(text, layout[i].text);
	}
}

static void
other_spellings_are_read(void **state)
{
	static const char *const spelling[][2] = {
		{"vm-hdfcbk", "VM-HDFCBK"}, {"in:112", "IN:112"},
		{"Anonymous", "anonymous"}, {"RESTRICTED", "restricted"},
		{"56161a", "56161A"}, {"a.b c", "A.B C"}
	};

	for (size_t i = 0; i < LENGTH_OF(spelling); i++)
	{
		char		text[PHONE_TEXT_MAX];

		phone_to_text(value_of(spelling[i][0]), text);
		assert_string_equal(text, spelling[i][1]);
	}
}

static void
other_text_is_refused(void **state)
{
	static const char *const wrong[] = {
		"", "+", "++1234", "+0123456", "+12", "919876543210", "+91 9876543210",
		"+91-98", "+919876543210 ", " +919876543210", "+91987654321x",
		"+14155552671;ext=", "+14155552671;ext=99999",
		"+14155552671;ext=9a", "+14155552671;EXT=9", "+14155552671x9",
		"+919876543210;ext=1234", "+9999999999999999;ext=1",
		"+99999999999999999", "+12345678901234567", "+49301234567890123456",
		"+4930123456789012345", "+8200371234567890123",
		"+49301234567890123;ext=1",
		"IN:", "I:112", "IND:112", "1N:112", "IN:1234567890123", "IN:11a",
		"IN:112;ext=1", ":112", "112",
		"TWELVELETTER", " AB", "AB ", "A_B", "A+B", "A\tB", "-", "12.5", "...",
		"\xc3\x84RZTE", "anonymous ", "nul\x01"
	};

	for (size_t i = 0; i < LENGTH_OF(wrong); i++)
	{
		phone		value;

		if (phone_from_text(wrong[i], strlen(wrong[i]), &value))
			fail_msg("\"%s\" is taken for a value", wrong[i]);
	}
}

static void
a_nul_inside_is_refused(void **state)
{
	phone		value;

	assert_false(phone_from_text("+9198\0", 6, &value));
	assert_false(phone_from_text("AB\0", 3, &value));
	assert_false(phone_from_text("A\0B", 3, &value));
	assert_false(phone_from_text("IN:1\0", 5, &value));
}

static void
other_bits_are_refused(void **state)
{
	static const uint64_t wrong[] = {
		0, 1, UINT64_C(0x1000000000000000), UINT64_C(0x2345000000000000),
		UINT64_C(0x3000000000000000), UINT64_C(0x3400000000000000),
		UINT64_C(0x3450000000000001),	/* a digit after the end */
		UINT64_C(0x3451000000000000),	/* a separator without extension */
		UINT64_C(0x3451210000000000),	/* two separators */
		UINT64_C(0x3451201000000000), UINT64_C(0x3410200000000000),
		UINT64_C(0x34c0000000000000), UINT64_C(0x345000000000000f),
		UINT64_C(0xbbbbbbbbbbbbbbbc), UINT64_C(0xbbbbbbbbbbbbbbb1),
		UINT64_C(0xc000000000000000), UINT64_C(0xcfffffffffffffff),
		UINT64_C(0xcf43fc2c04ee0000) + UINT64_C(2000000000000000),
		UINT64_C(0xd000000000000000), UINT64_C(0xd375334000000000),
		UINT64_C(0xd376334000000000), UINT64_C(0xd374034000000000),
		UINT64_C(0xd374331000000000), UINT64_C(0xd3743340000000c0),
		UINT64_C(0xda90334000000000), UINT64_C(0xdffc334000000000),
		UINT64_C(0xe000000000000000), UINT64_C(0xefffffffffffffff),
		UINT64_C(0xe530200254fbbc00) + 1,	/* a pad inside */
		UINT64_C(0xf000000000000003), UINT64_C(0xffffffffffffffff)
	};

	for (size_t i = 0; i < LENGTH_OF(wrong); i++)
	{
		char		text[PHONE_TEXT_MAX];
		struct phone_number number;

		if (phone_is_value(wrong[i]))
			fail_msg("%016llx is taken for a value",
					 (unsigned long long) wrong[i]);
		assert_int_equal(phone_to_text(wrong[i], text), 0);
		assert_string_equal(text, "");
		if (phone_class_of(wrong[i]) == PHONE_NUMBER)
			assert_false(phone_unpack(wrong[i], &number));
	}
}

static void
calling_codes_are_told_apart(void **state)
{
	static const struct
	{
		const char *text;
		int			code_length;
	}			sample[] = {
		{"+14155552671", 1}, {"+79161234567", 1}, {"+919876543210", 2},
		{"+390612345678", 2}, {"+4930123456", 2}, {"+8613912345678", 2},
		{"+35312345678", 3}, {"+97150123456", 3}, {"+80012345678", 3},
		{"+88213123456", 3}, {"+99812345678", 3}, {"+21612345678", 3},
		{"+2348031234567", 3}, {"+49301234567890123", 2},
		{"+8100371234567890123", 2}, {"+67512345678", 3}, {"+999", 3}
	};

	for (size_t i = 0; i < LENGTH_OF(sample); i++)
	{
		struct phone_number number;

		assert_true(phone_unpack(value_of(sample[i].text), &number));
		assert_int_equal(number.code_length, sample[i].code_length);
		assert_int_equal(number.length, strlen(sample[i].text) - 1);
		assert_memory_equal(number.digits, sample[i].text + 1, number.length);
	}
}

/* The shape of the numbering plan, and the plans that are in use, agree. */
static void
calling_codes_are_those_in_use(void **state)
{
	int			in_use = 0;

	for (int first = 100; first < 1000; first++)
	{
		char		text[PHONE_TEXT_MAX];
		struct phone_number parsed;
		struct phone_number unpacked;
		phone		value;

		snprintf(text, sizeof text, "+%d2345678", first);
		if (phone_parse(text, strlen(text), "ZZ", 2, &parsed) != PHONE_OK)
			continue;
		in_use++;
		assert_true(phone_pack(&parsed, false, &value));
		assert_true(phone_unpack(value, &unpacked));
		assert_int_equal(unpacked.code_length, parsed.code_length);
		assert_int_equal(unpacked.length, parsed.length);
		assert_memory_equal(unpacked.digits, parsed.digits, parsed.length);
	}
	assert_true(in_use > 600);
}

static void
extensions_are_packed_on_request_only(void **state)
{
	struct phone_number number;
	phone		value;

	assert_true(phone_unpack(value_of("+14155552671;ext=0042"), &number));
	assert_int_equal(number.extension_length, 4);
	assert_memory_equal(number.extension, "0042", 4);
	assert_true(phone_pack(&number, true, &value));
	assert_int_equal(value, value_of("+14155552671;ext=0042"));
	assert_true(phone_pack(&number, false, &value));
	assert_int_equal(value, value_of("+14155552671"));
	memcpy(number.extension, "4\xe0\xa5\xa8", 4);	/* 4 and a Devanagari 2 */
	number.extension_length = 4;
	assert_true(phone_pack(&number, true, &value));
	assert_int_equal(value, value_of("+14155552671;ext=42"));
	memcpy(number.extension, "12345", 5);
	number.extension_length = 5;
	assert_false(phone_pack(&number, true, &value));
	memcpy(number.extension, "12345678901234567890", 20);
	number.extension_length = 20;
	assert_false(phone_pack(&number, true, &value));
	assert_true(phone_pack(&number, false, &value));
	memcpy(number.extension, "1\xff", 2);
	number.extension_length = 2;
	assert_false(phone_pack(&number, true, &value));
}

static void
codes_senders_and_constants_are_no_numbers(void **state)
{
	struct phone_number number;

	assert_false(phone_unpack(value_of("IN:112"), &number));
	assert_false(phone_unpack(value_of("VM-HDFCBK"), &number));
	assert_false(phone_unpack(value_of("anonymous"), &number));
}

/* A small generator, the same on every machine. */
static uint64_t
next(uint64_t *state)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t	z = *state;

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* Digits that often agree with those before, so that prefixes matter. */
static void
random_number(uint64_t *state, char text[PHONE_TEXT_MAX])
{
	size_t		length = 3 + next(state) % 14;

	if (next(state) % 4 != 0)
		length = 3 + next(state) % 3;
	text[0] = '+';
	for (size_t i = 1; i <= length; i++)
		text[i] = (char) ('0' + (next(state) % 2 ? 1 : next(state) % 10));
	if (text[1] == '0')
		text[1] = '9';
	text[length + 1] = '\0';
}

static void
order_is_that_of_the_digits(void **state)
{
	uint64_t	seed = 1;

	for (int i = 0; i < 200000; i++)
	{
		char		a[PHONE_TEXT_MAX];
		char		b[PHONE_TEXT_MAX];
		phone		x;
		phone		y;

		random_number(&seed, a);
		random_number(&seed, b);
		x = value_of(a);
		y = value_of(b);
		if (((x > y) - (x < y)) != ((strcmp(a, b) > 0) - (strcmp(a, b) < 0)))
			fail_msg("%s and %s are in the wrong order", a, b);
	}
}

static void
classes_and_extensions_are_in_order(void **state)
{
	static const char *const ascending[] = {
		"+100", "+1234", "+1234;ext=0", "+1234;ext=01", "+1234;ext=1",
		"+12340", "+1235", "+9999999999999999", "+23400000000000000",
		"+49000000000000000", "+490000000000000000", "+490000000000000009",
		"+49000000000000001", "+819999999999999999", "+6200000000000000000",
		"+8100999999999999999", "AA:0", "IN:1", "IN:10", "IN:11", "US:1", "-A",
		"A", "A B", "A-B", "AB", "ZZZZZZZZZZZ", "anonymous", "restricted",
		"unknown"
	};

	for (size_t i = 1; i < LENGTH_OF(ascending); i++)
		if (value_of(ascending[i - 1]) >= value_of(ascending[i]))
			fail_msg("%s is not below %s", ascending[i - 1], ascending[i]);
}

static bool
has_prefix(const char *text, const char *prefix)
{
	phone		value = value_of(text);
	struct phone_range range[PHONE_RANGES_MAX];
	int			count = phone_prefix_ranges(prefix, strlen(prefix), range);

	if (count < 0)
		fail_msg("\"%s\" is no prefix", prefix);
	return phone_in_ranges(value, range, count);
}

/* Values around which prefixes are cut: every class, and all long codes. */
static const char *const population[] = {
	"+100", "+1234;ext=56", "+4915112345678", "+49301234567890123",
	"+493012345678901234", "+49301234567890124", "+4999999999999999",
	"+490000000000000000", "+499999999999999999", "+62001234567890123",
	"+6200123456789012345", "+6201123456789012", "+620012345678901234",
	"+81003712345678901", "+8100371234567890123", "+8100999999999999999",
	"+23480312345678901", "+234803123456789012", "+2348031234567",
	"+919876543210", "+919876543210;ext=123", "+911401234567",
	"+9199999999999999", "IN:112", "IN:1909", "IM:999999999999", "IO:0",
	"I", "IN", "IN-112", "VM-HDFCBK", "VM-HDFCBK-S", "VM-HDFCBKZZ", "VM",
	"A B", "A  -", "A-", "-A", "-         A", ".5A", "56A", "ANONYMOUSE",
	"ANONYMOUS A", "ZZZZZZZZZZZ", "anonymous", "restricted", "unknown"
};

static void
prefix_is_that_of_the_text(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(population); i++)
		for (size_t j = 0; j < LENGTH_OF(population); j++)
			for (size_t n = 0; n <= strlen(population[i]); n++)
			{
				char		prefix[PHONE_TEXT_MAX];
				char		upper[PHONE_TEXT_MAX];
				struct phone_range range[PHONE_RANGES_MAX];
				bool		begins;

				memcpy(prefix, population[i], n);
				prefix[n] = '\0';
				if (prefix[0] >= '0' && prefix[0] <= '9')
					continue;	/* stands for a number */
				if (strchr(prefix, ';') != NULL)
				{
					assert_true(phone_prefix_ranges(prefix, n, range) < 0);
					continue;
				}
				/* senders and regions are upper-case, constants are not */
				for (size_t k = 0; k < n; k++)
					upper[k] = (char) toupper((unsigned char) prefix[k]);
				begins = strncmp(population[j], upper, n) == 0;
				if (has_prefix(population[j], prefix) != begins)
					fail_msg("\"%s\" of \"%s\"", prefix, population[j]);
			}
}

static void
random_prefixes_agree_with_the_text(void **state)
{
	uint64_t	seed = 2;

	for (int i = 0; i < 200000; i++)
	{
		char		text[PHONE_TEXT_MAX];
		char		prefix[PHONE_TEXT_MAX];
		size_t		length;
		bool		begins;

		random_number(&seed, text);
		random_number(&seed, prefix);
		length = 1 + next(&seed) % strlen(prefix);
		prefix[length] = '\0';
		begins = strncmp(text, prefix, length) == 0;
		assert_int_equal(has_prefix(text, prefix), begins);
		if (length > 1)			/* the plus may be left out */
			assert_int_equal(has_prefix(text, prefix + 1), begins);
	}
}

static void
bounds_of_prefixes_are_values(void **state)
{
	static const struct
	{
		const char *prefix;
		int			count;
		const char *bound[2 * PHONE_RANGES_MAX];
	}			sample[] = {
		{"", 1, {"+100", "unknown"}},
		{"+", 1, {"+100", "+8100999999999999999"}},
		{"91", 1, {"+910", "+9199999999999999"}},
		{"+91140", 1, {"+91140", "+9114099999999999"}},
		{"+9", 1, {"+900", "+9999999999999999"}},
		{"+0", 0, {NULL}}, {"00", 0, {NULL}},
		{"+49301234567890123", 1,
		{"+49301234567890123", "+493012345678901239"}},
		{"+493012345678901234", 1,
		{"+493012345678901234", "+493012345678901234"}},
		{"+2", 2, {"+200", "+2999999999999999", "+23400000000000000",
		"+234999999999999999"}},
		{"+620", 3, {"+620", "+6209999999999999", "+62000000000000000",
		"+620999999999999999", "+6200000000000000000",
		"+6200999999999999999"}},
		{"+8100371234567890123", 1,
		{"+8100371234567890123", "+8100371234567890123"}},
		{"+99999999999999999", 0, {NULL}},
		{"123456789012345678901234567890", 0, {NULL}},
		{"in", 2, {"IN:0", "IN:999999999999", "IN", "INZZZZZZZZZ"}},
		{"I", 2, {"IA:0", "IZ:999999999999", "I", "IZZZZZZZZZZ"}},
		{"IN:19", 1, {"IN:19", "IN:199999999999"}},
		{"IN:1234567890123", 0, {NULL}},
		{"MY ", 1, {"MY        -", "MY ZZZZZZZZ"}},
		{"-", 1, {"-         A", "-ZZZZZZZZZZ"}},
		{"-1234567890", 0, {NULL}}, {"ABCDEFGHIJ ", 0, {NULL}},
		{"TWELVELETTER", 0, {NULL}}, {" A", 0, {NULL}},
		{"ANONYMOUS", 1, {"ANONYMOUS -", "ANONYMOUSZZ"}}
	};

	for (size_t i = 0; i < LENGTH_OF(sample); i++)
	{
		struct phone_range range[PHONE_RANGES_MAX];
		int			count = phone_prefix_ranges(sample[i].prefix,
												strlen(sample[i].prefix),
												range);

		if (count != sample[i].count)
			fail_msg("\"%s\" has %d ranges", sample[i].prefix, count);
		for (int j = 0; j < count; j++)
		{
			char		text[PHONE_TEXT_MAX];

			phone_to_text(range[j].low, text);
			assert_string_equal(text, sample[i].bound[2 * j]);
			phone_to_text(range[j].high, text);
			assert_string_equal(text, sample[i].bound[2 * j + 1]);
		}
	}
}

static void
other_prefixes_are_refused(void **state)
{
	static const char *const wrong[] = {
		"+91 98", "++", "+a", "+9198;ext=", "98x", "IN:1a", "I:1", "IND:1",
		"A_", "\xc3\x84", "A+", "*"
	};

	for (size_t i = 0; i < LENGTH_OF(wrong); i++)
	{
		struct phone_range range[PHONE_RANGES_MAX];

		if (phone_prefix_ranges(wrong[i], strlen(wrong[i]), range) >= 0)
			fail_msg("\"%s\" is taken for a prefix", wrong[i]);
	}
}

/*
 * The layout once more, read digit by digit of the hexadecimal form: slow,
 * obvious, and sharing nothing with the engine.
 */

#define DIGIT_NIBBLES	"23456789ab"

typedef char hex_text[17];

static void
write_hex(uint64_t bits, hex_text hex)
{
	for (int i = 15; i >= 0; i--, bits >>= 4)
		hex[i] = "0123456789abcdef"[bits & 15];
	hex[16] = '\0';
}

static bool
ends_in_zeros(const char *hex)
{
	return hex[strspn(hex, "0")] == '\0';
}

static bool
drawn_number(const char *hex)
{
	size_t		length = strspn(hex, DIGIT_NIBBLES);

	if (length < 3)
		return false;
	hex += length;
	if (*hex != '1')
		return ends_in_zeros(hex);
	length = strspn(++hex, DIGIT_NIBBLES);
	return length > 0 && ends_in_zeros(hex + length);
}

static bool
drawn_long(const char *hex)
{
	static const char *const code[] = {"49", "62", "81", "234"};
	uint64_t	rank = strtoull(hex + 1, NULL, 16);
	char		digits[24];

	if (rank >= UINT64_C(1100000000000000000))
		return rank < UINT64_C(1102000000000000000);
	snprintf(digits, sizeof digits, "%017llu", (unsigned long long) rank / 11);
	for (size_t i = 0; i < LENGTH_OF(code); i++)
		if (strncmp(digits, code[i], strlen(code[i])) == 0)
			return true;
	return false;
}

static bool
drawn_short(const char *hex)
{
	char		region[] = {hex[1], hex[2], hex[3], '\0'};
	unsigned long bits = strtoul(region, NULL, 16);
	size_t		length = strspn(hex + 4, DIGIT_NIBBLES);

	return bits % 4 == 0 && bits / 4 < 26 * 26 && length > 0 &&
		ends_in_zeros(hex + 4 + length);
}

static bool
drawn_sender(const char *hex)
{
	uint64_t	rank = strtoull(hex + 1, NULL, 16);
	char		text[12] = "";
	size_t		length;

	for (int i = 10; i >= 0; i--, rank /= 40)
		text[i] = "\0 -.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rank % 40];
	length = strlen(text);
	for (size_t i = length; i < 11; i++)
		if (text[i] != '\0')
			return false;
	return rank == 0 && text[0] != ' ' && text[length - (length > 0)] != ' ' &&
		strpbrk(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL &&
		strcmp(text, "ANONYMOUS") != 0 && strcmp(text, "RESTRICTED") != 0 &&
		strcmp(text, "UNKNOWN") != 0;
}

static bool
drawn_constant(const char *hex)
{
	return strspn(hex + 1, "0") >= 14 && hex[15] >= '0' && hex[15] <= '2';
}

static bool
is_drawn(uint64_t bits)
{
	hex_text	hex;

	write_hex(bits, hex);
	switch (hex[0])
	{
		case '0':
		case '1':
		case '2':
			return false;
		case 'c':
			return drawn_long(hex);
		case 'd':
			return drawn_short(hex);
		case 'e':
			return drawn_sender(hex);
		case 'f':
			return drawn_constant(hex);
		default:
			return drawn_number(hex);
	}
}

/* Binary input asks phone_is_value: it takes what output can have written. */
static bool
check_bits(uint64_t bits)
{
	bool		accepted = phone_is_value(bits);
	char		text[PHONE_TEXT_MAX];
	size_t		length = phone_to_text(bits, text);
	phone		again = 0;

	if (accepted != is_drawn(bits))
		fail_msg("%016llx is %staken for a value", (unsigned long long) bits,
				 accepted ? "" : "not ");
	if (accepted != (length > 0))
		fail_msg("%016llx has %zu characters", (unsigned long long) bits,
				 length);
	if (accepted && (!phone_from_text(text, length, &again) || again != bits))
		fail_msg("%016llx is written %s", (unsigned long long) bits, text);
	return accepted;
}

/* Digits, perhaps a separator and more digits, then zeros. */
static uint64_t
like_a_number(uint64_t *seed)
{
	uint64_t	bits = 0;
	unsigned	length = 1 + next(seed) % 16;
	unsigned	mark = next(seed) % 32;

	for (unsigned i = 0; i < length; i++)
		bits |= (i == mark && i > 0 ? 1 : 2 + next(seed) % 10) << (60 - 4 * i);
	return bits;
}

static uint64_t
like_a_long_number(uint64_t *seed)
{
	static const uint64_t first[] = {
		UINT64_C(49), UINT64_C(62), UINT64_C(81), UINT64_C(100), UINT64_C(23)
	};
	uint64_t	rank = first[next(seed) % LENGTH_OF(first)] *
		UINT64_C(11000000000000000) + next(seed) % UINT64_C(12000000000000000);

	return UINT64_C(12) << 60 | rank;
}

static uint64_t
like_a_short_code(uint64_t *seed)
{
	uint64_t	region = next(seed) % 700;
	uint64_t	digits = like_a_number(seed);

	return UINT64_C(13) << 60 | region << 50 | digits >> 16;
}

static uint64_t
like_a_sender(uint64_t *seed)
{
	uint64_t	rank = 0;
	unsigned	length = next(seed) % 12;

	for (unsigned i = 0; i < 11; i++)
		rank = rank * 40 + (i < length ? next(seed) % 40 : 0);
	return UINT64_C(14) << 60 | rank;
}

static uint64_t
any_bits(uint64_t *seed)
{
	return next(seed);
}

static uint64_t
a_constant(uint64_t *seed)
{
	return UINT64_C(15) << 60 | next(seed) % 5;
}

/* Up to two of the nibbles become any others. */
static uint64_t
damaged(uint64_t bits, uint64_t *seed)
{
	for (unsigned i = next(seed) % 3; i > 0; i--)
	{
		unsigned	shift = 4 * (unsigned) (next(seed) % 16);

		bits &= ~(UINT64_C(15) << shift);
		bits |= (next(seed) & 15) << shift;
	}
	return bits;
}

/* Ten million patterns, of each class both such that are values and others. */
static void
random_bits_are_values_as_drawn(void **state)
{
	static uint64_t (*const like[]) (uint64_t *) = {
		any_bits, like_a_number, like_a_number, like_a_long_number,
		like_a_short_code, like_a_sender, a_constant
	};
	uint64_t	seed = 3;
	int			seen[16][2] = {{0}};

	for (int i = 0; i < 10000000; i++)
	{
		uint64_t	bits = damaged(like[i % LENGTH_OF(like)] (&seed), &seed);

		seen[bits >> 60][check_bits(bits)]++;
	}
	for (int class = 0; class < 16; class++)
	{
		assert_true(seen[class][false] > 10000);
		assert_true((seen[class][true] > 10000) == (class > 2));
	}
}

/* Every pair of nibbles of known values, and every beginning of 16 bits. */
static void
neighbours_of_values_are_as_drawn(void **state)
{
	static const uint64_t tail[] = {
		0, 1, UINT64_C(0x200000000000), UINT64_C(0xbbbbbbbbbbbb),
		UINT64_C(0x120000000000), UINT64_C(0x100000000000),
		UINT64_C(0x210000000000), UINT64_C(0x212000000000),
		UINT64_C(0xffffffffffff)
	};

	for (size_t i = 0; i < LENGTH_OF(layout); i++)
		for (unsigned one = 0; one < 64; one += 4)
			for (unsigned other = one + 4; other < 64; other += 4)
				for (uint64_t both = 0; both < 256; both++)
				{
					uint64_t	bits = layout[i].bits;

					bits &= ~(UINT64_C(15) << one | UINT64_C(15) << other);
					check_bits(bits | both % 16 << one | both / 16 << other);
				}
	for (uint64_t head = 0; head < 65536; head++)
		for (size_t i = 0; i < LENGTH_OF(tail); i++)
			check_bits(head << 48 | tail[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layout_is_as_drawn),
		cmocka_unit_test(other_spellings_are_read),
		cmocka_unit_test(other_text_is_refused),
		cmocka_unit_test(a_nul_inside_is_refused),
		cmocka_unit_test(other_bits_are_refused),
		cmocka_unit_test(calling_codes_are_told_apart),
		cmocka_unit_test(calling_codes_are_those_in_use),
		cmocka_unit_test(extensions_are_packed_on_request_only),
		cmocka_unit_test(codes_senders_and_constants_are_no_numbers),
		cmocka_unit_test(order_is_that_of_the_digits),
		cmocka_unit_test(classes_and_extensions_are_in_order),
		cmocka_unit_test(prefix_is_that_of_the_text),
		cmocka_unit_test(random_prefixes_agree_with_the_text),
		cmocka_unit_test(bounds_of_prefixes_are_values),
		cmocka_unit_test(other_prefixes_are_refused),
		cmocka_unit_test(random_bits_are_values_as_drawn),
		cmocka_unit_test(neighbours_of_values_are_as_drawn)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
