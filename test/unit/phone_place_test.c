/*
 * phone_place_test.c: carriers, places, time zones and ENUM domains
 *
 * The source is included for its search, which answers of any digits: the
 * functions that others call only speak of valid numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "phone_place.c"

static phone
value_of(const char *text)
{
	phone		value = 0;

	if (!phone_from_text(text, strlen(text), &value))
		fail_msg("\"%s\" is no value", text);
	return value;
}

static void
need_text(const char *what, const char *number, const char *language,
		  const char *found, const char *wanted)
{
	if (found == NULL || wanted == NULL ? found != wanted :
		strcmp(found, wanted) != 0)
		fail_msg("%s of %s in %s is %s, not %s", what, number, language,
				 found == NULL ? "unknown" : found,
				 wanted == NULL ? "unknown" : wanted);
}

static void
need_location(const char *number, const char *language, const char *wanted)
{
	need_text("location", number, language,
			  phone_location(value_of(number), language, strlen(language)),
			  wanted);
}

static void
need_carrier(const char *number, const char *language, const char *wanted)
{
	need_text("carrier", number, language,
			  phone_carrier(value_of(number), language, strlen(language)),
			  wanted);
}

static void
facts_are_those_of_libphonenumber(void **state)
{
	static const struct
	{
		const char *number;
		const char *carrier;
		const char *location;
		const char *timezones;
	}			sample[] = {
		{"+919876543210", "Airtel", "India", "Asia/Calcutta"},
		{"+911123456789", NULL, "New Delhi", "Asia/Calcutta"},
		{"+914423456789", NULL, "Chennai, Tamil Nadu", "Asia/Calcutta"},
		{"+911401234567", NULL, "India", "Asia/Calcutta"},
		{"+918001234567", "Vodafone", "India", "Asia/Calcutta"},
		{"+14155552671", NULL, "San Francisco, CA", "America/Los_Angeles"},
		{"+442079460123", NULL, "London", "Europe/London"},
		{"+447400123456", "Three", "United Kingdom",
		"Europe/Guernsey&Europe/Isle_of_Man&Europe/Jersey&Europe/London"},
		{"+4930123456", NULL, "Berlin", "Europe/Berlin"},
		{"+49301234567890123", NULL, "Berlin", "Europe/Berlin"},
		{"+8100371234567890123", NULL, "Japan", "Asia/Tokyo"},
		{"+390612345678", NULL, "Rome", "Europe/Rome"},
		{"+41431234567", NULL, "Zurich", "Europe/Zurich"},
		{"+8613912345678", "China Mobile", "Changzhou, Jiangsu",
		"Asia/Shanghai"},
		{"+5491123456789", NULL, "Argentina", "America/Buenos_Aires"},
		{"+80012345678", NULL, NULL, NULL},
		{"+883510000000", NULL, NULL, NULL}
	};

	for (size_t i = 0; i < LENGTH_OF(sample); i++)
	{
		need_carrier(sample[i].number, "en", sample[i].carrier);
		need_location(sample[i].number, "en", sample[i].location);
		need_text("time zones", sample[i].number, "no language",
				  phone_timezones(value_of(sample[i].number)),
				  sample[i].timezones);
	}
}

/* Digits of a service are no area: +1 800 is neither in time nor in place. */
static void
services_have_a_country_only(void **state)
{
	const char *zones = phone_timezones(value_of("+18005550199"));

	need_location("+18005550199", "en", "United States");
	assert_non_null(strstr(zones, "America/Adak&"));
	assert_non_null(strstr(zones, "&Pacific/Saipan"));
	need_location("+911800123456", "en", "India");
}

static void
languages_are_told_by_their_tags(void **state)
{
	static const char *const swiss[][2] = {
		{"de", "Z\303\274rich"}, {"DE", "Z\303\274rich"},
		{"de-AT", "Z\303\274rich"}, {"de_DE.UTF-8", "Z\303\274rich"},
		{"it", "Zurigo"}, {"en-GB", "Zurich"}, {"fr", "Zurich"},
		{"deu", "Zurich"}, {"d", "Zurich"}, {"", "Zurich"}, {"xx", "Zurich"},
		{"C", "Zurich"}, {"POSIX", "Zurich"}, {"\303\244", "Zurich"},
		{"12", "Zurich"}, {"@[", "Zurich"}, {"-", "Zurich"}
	};
	static const char *const germany[][2] = {
		{"hi", "\340\244\234\340\244\260\340\245\215"
		"\340\244\256\340\244\250\340\245\200"},
		{"he", "\327\222\327\250\327\236\327\240\327\231\327\224"},
		{"iw", "\327\222\327\250\327\236\327\240\327\231\327\224"},
		{"id", "Jerman"}, {"in", "Jerman"}, {"pt-BR", "Alemanha"},
		{"xx", "Germany"}, {"ja", "\343\203\211\343\202\244\343\203\204"}
	};

	for (size_t i = 0; i < LENGTH_OF(swiss); i++)
		need_location("+41431234567", swiss[i][0], swiss[i][1]);
	for (size_t i = 0; i < LENGTH_OF(germany); i++)
		need_location("+4915123456789", germany[i][0], germany[i][1]);
}

/* Taiwan has names in both ways of writing, China in the simplified one. */
static void
chinese_is_written_in_two_ways(void **state)
{
	static const struct
	{
		const char *tag;
		bool		traditional;
	}			sample[] = {
		{"zh", false}, {"zh-CN", false}, {"zh_Hans", false},
		{"zh-Hans-TW", false}, {"zh_Hant", true}, {"zh-hant-CN", true},
		{"zh-TW", true}, {"ZH_tw", true}, {"zh_HK", true}, {"zh-MO", true},
		{"zh-", false}, {"zh-T", false}, {"zh--TW", true}, {"zh_TWX", false}
	};

	for (size_t i = 0; i < LENGTH_OF(sample); i++)
	{
		need_location("+886223456789", sample[i].tag, sample[i].traditional ?
					  "\350\207\272\345\214\227" : "\345\217\260\345\214\227");
		need_location("+8613912345678", sample[i].tag,
					  "\346\261\237\350\213\217\347\234\201"
					  "\345\270\270\345\267\236\345\270\202");
	}
}

/* But Chinese, Japanese and Korean are not mixed with English. */
static void
english_does_for_most_languages(void **state)
{
	need_carrier("+919876543210", "hi", "Airtel");
	need_carrier("+919876543210", "fr", "Airtel");
	need_carrier("+919876543210", "zh", NULL);
	need_carrier("+919876543210", "ja", NULL);
	need_carrier("+919876543210", "ko-KR", NULL);
	need_location("+911123456789", "de", "New Delhi");
	need_location("+911123456789", "zh_Hant", "\345\215\260\345\272\246");
}

static void
others_have_no_facts(void **state)
{
	static const char *const number[] = {
		"+919", "+91112345678", "+999123456", "+100", "IN:112", "VM-HDFCBK",
		"anonymous", "restricted", "unknown"
	};

	for (size_t i = 0; i < LENGTH_OF(number); i++)
	{
		need_carrier(number[i], "en", NULL);
		need_location(number[i], "en", NULL);
		assert_null(phone_timezones(value_of(number[i])));
	}
}

static void
extensions_change_nothing(void **state)
{
	char		domain[PHONE_DOMAIN_MAX];

	need_location("+14155552671;ext=42", "en", "San Francisco, CA");
	need_carrier("+919876543210;ext=12", "en", "Airtel");
	phone_enum_domain(value_of("+14155552671;ext=42"), domain);
	assert_string_equal(domain, "1.7.6.2.5.5.5.5.1.4.1.e164.arpa");
}

static void
domains_have_the_digits_backwards(void **state)
{
	static const char *const sample[][2] = {
		{"+442079460148", "8.4.1.0.6.4.9.7.0.2.4.4.e164.arpa"},
		{"+100", "0.0.1.e164.arpa"},
		{"+8100371234567890123",
		"3.2.1.0.9.8.7.6.5.4.3.2.1.7.3.0.0.1.8.e164.arpa"},
		{"IN:112", ""}, {"VM-HDFCBK", ""}, {"anonymous", ""}
	};

	for (size_t i = 0; i < LENGTH_OF(sample); i++)
	{
		char		domain[PHONE_DOMAIN_MAX] = "";

		assert_int_equal(phone_enum_domain(value_of(sample[i][0]), domain),
						 strlen(sample[i][1]));
		assert_string_equal(domain, sample[i][1]);
	}
}

static void
portable_is_said_of_countries(void **state)
{
	bool		portable = false;

	assert_true(phone_portable(value_of("+919876543210"), &portable));
	assert_true(portable);
	assert_true(phone_portable(value_of("+79161234567"), &portable));
	assert_true(portable);
	assert_true(phone_portable(value_of("+8613912345678"), &portable));
	assert_false(portable);
	assert_false(phone_portable(value_of("+80012345678"), &portable));
	assert_false(phone_portable(value_of("+999123456"), &portable));
	assert_false(phone_portable(value_of("IN:112"), &portable));
}

/* Every valid number of a country has a place; only mobile ones a carrier. */
static void
examples_have_places(void **state)
{
	int			carriers = 0;

	for (int letters = 0; letters < 26 * 26; letters++)
		for (int type = PHONE_FIXED_LINE; type < PHONE_UNKNOWN; type++)
		{
			const char	region[] = {(char) ('A' + letters / 26),
				(char) ('A' + letters % 26)};
			struct phone_number number;
			struct phone_answer answer;
			phone		value;
			const char *carrier;

			if (!phone_example(region, 2, (enum phone_type) type, &number))
				continue;
			assert_true(phone_pack(&number, false, &value));
			assert_true(phone_ask_value(value, &answer));
			assert_non_null(phone_location(value, "en", 2));
			carrier = phone_carrier(value, "en", 2);
			carriers += carrier != NULL;
			assert_true(carrier == NULL || answer.type == PHONE_MOBILE ||
						answer.type == PHONE_FIXED_LINE_OR_MOBILE ||
						answer.type == PHONE_PAGER);
		}
	assert_true(carriers > 200);
}

/* The runs of a code ascend from key 0, and have rows of it. */
static void
check_runs(const struct phone_place_map *map,
		   const struct phone_place_code *code)
{
	uint32_t	columns = (uint32_t) __builtin_popcountll(code->languages);
	uint32_t	rows = columns == 0 ? 1 :
		(code[1].name - code->name) / columns;
	uint32_t	bucket = code->bucket;
	uint32_t	before = 0;
	uint32_t	end = map->run[code[1].bucket];

	assert_int_equal(map->high[bucket], 0);
	assert_int_equal(map->low[map->run[bucket]], 0);
	for (uint32_t run = map->run[bucket]; run < end; run++)
	{
		uint32_t	key;

		while (run == map->run[bucket + 1])
			bucket++;
		key = (uint32_t) map->high[bucket] << 16 | map->low[run];
		assert_true(key > before || run == map->run[code->bucket]);
		assert_true(map->row[run] < rows);
		before = key;
	}
	for (uint32_t i = 0; i < columns; i++)
		assert_int_equal(map->name[code->name + i], 0);
}

static void
check_map(const struct phone_place_map *map)
{
	int			count = 1;

	for (int i = 0; i < 1000; i++)
		if (map->index[i] >= count)
			count = map->index[i] + 1;
	for (uint32_t i = 0; i < map->codes[count].name; i++)
		assert_true(map->name[i] == 0 ||
					phone_place_text[map->name[i] - 1] == '\0');
	for (int i = 0; i < count; i++)
		check_runs(map, &map->codes[i]);
}

static void
tables_are_in_order(void **state)
{
	check_map(&phone_carrier_map);
	check_map(&phone_location_map);
	check_map(&phone_timezone_map);
}

static uint32_t
key_of(const char *digits, size_t length)
{
	uint32_t	key = 0;

	for (size_t i = 0; i < 8; i++)
		key = key << 4 | (i < length ? (uint32_t) (digits[i] - '0' + 2) : 0);
	return key;
}

/* Of a prefix that is all of the digits, nothing is longer. */
static void
check_prefix(const struct phone_place_map *map, const char *prefix,
			 size_t length, const char *language, const char *name)
{
	unsigned	code = 0;
	size_t		at = 0;

	while (map->index[code] == 0 && at < length)
		code = code * 10 + (unsigned) (prefix[at++] - '0');
	need_text("name", prefix, language,
			  find(map, code, key_of(prefix + at, length - at),
				   language_of(language, strlen(language))), name);
}

/* Prefixes as written: digits, the last of which may be one of a set. */
static int
check_prefixes(const struct phone_place_map *map, char *text,
			   const char *language, const char *name)
{
	int			count = 0;

	for (char *word = strtok(text, " "); word != NULL;
		 word = strtok(NULL, " "))
	{
		size_t		stem = strcspn(word, "[");
		char	   *set = word + stem;
		char		prefix[PHONE_DIGITS_MAX + 1] = "";

		assert_in_range(stem, 0, PHONE_DIGITS_MAX - 1);
		memcpy(prefix, word, stem);
		if (*set == '\0')
		{
			check_prefix(map, prefix, stem, language, name);
			count++;
			continue;
		}
		while (*++set != ']')
		{
			char		last = set[1] == '-' ? set[2] : *set;

			for (prefix[stem] = *set; prefix[stem] <= last; prefix[stem]++)
			{
				check_prefix(map, prefix, stem + 1, language, name);
				count++;
			}
			set += last == *set ? 0 : 2;
		}
	}
	return count;
}

static int
check_table(const char *path, const struct phone_place_map *map)
{
	FILE	   *file = fopen(path, "r");
	char	   *line = NULL;
	size_t		size = 0;
	ssize_t		length;
	int			count = 0;

	if (file == NULL)
		fail_msg("%s cannot be read", path);
	while ((length = getline(&line, &size, file)) > 0)
	{
		char	   *rest = line;
		const char *language;
		const char *name;

		if (line[0] == '#')
			continue;
		line[length - 1] = '\0';
		language = strsep(&rest, "\t");
		name = strsep(&rest, "\t");
		count += check_prefixes(map, rest, language, name);
	}
	free(line);
	fclose(file);
	return count;
}

static void
every_prefix_has_its_name(void **state)
{
	assert_true(check_table("extension/data/place/carrier.tsv",
							&phone_carrier_map) > 30000);
	assert_true(check_table("extension/data/place/location.tsv",
							&phone_location_map) > 400000);
	assert_true(check_table("extension/data/place/timezone.tsv",
							&phone_timezone_map) > 3000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_are_those_of_libphonenumber),
		cmocka_unit_test(services_have_a_country_only),
		cmocka_unit_test(languages_are_told_by_their_tags),
		cmocka_unit_test(chinese_is_written_in_two_ways),
		cmocka_unit_test(english_does_for_most_languages),
		cmocka_unit_test(others_have_no_facts),
		cmocka_unit_test(extensions_change_nothing),
		cmocka_unit_test(domains_have_the_digits_backwards),
		cmocka_unit_test(portable_is_said_of_countries),
		cmocka_unit_test(examples_have_places),
		cmocka_unit_test(tables_are_in_order),
		cmocka_unit_test(every_prefix_has_its_name)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
