/*
 * speed.cc: our core beside Debian's libphonenumber with the same metadata
 *
 *	speed CORPUS.tsv.gz ROUNDS
 *
 * CPU time of one core, both sides in alternating blocks of the same run; the
 * figures are medians of the rounds.
 */
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <iostream>
#include <random>

#include <phonenumbers/phonenumberutil.h>

#include "corpus.h"

extern "C"
{
#include "phone.h"
}

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
static volatile size_t sink;

static double
seconds()
{
	timespec	now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return static_cast<double>(now.tv_sec) +
		static_cast<double>(now.tv_nsec) * 1e-9;
}

/* Nanoseconds an item, of repeating the work until it can be measured. */
static double
cost(const std::function<size_t()> &work, size_t items, int repeat)
{
	double		start = seconds();

	for (int i = 0; i < repeat; i++)
		sink = sink + work();
	return (seconds() - start) * 1e9 /
		(static_cast<double>(items) * repeat);
}

static double
median(std::vector<double> values)
{
	std::sort(values.begin(), values.end());
	return values[values.size() / 2];
}

static void
contest(const char *name, size_t items, int rounds,
		const std::function<size_t()> &theirs,
		const std::function<size_t()> &ours)
{
	std::vector<double> slow;
	std::vector<double> fast;

	for (int i = 0; i < rounds; i++)
	{
		slow.push_back(cost(theirs, items, 1));
		fast.push_back(cost(ours, items, 50));
	}
	printf("%-34s %9.1f ns %7.1f ns %6.0f x\n", name, median(slow),
		   median(fast), median(slow) / median(fast));
	fflush(stdout);
}

struct Input
{
	std::string text;
	std::string region;
};

/* Parse, is it valid, and E.164: what a look-up needs. */
static size_t
library_work(const std::vector<Input> &inputs)
{
	size_t		sum = 0;

	for (const auto &input : inputs)
	{
		PhoneNumber number;
		std::string text;

		if (util.Parse(input.text, input.region, &number) !=
			PhoneNumberUtil::NO_PARSING_ERROR)
			continue;
		sum += util.IsValidNumber(number);
		util.Format(number, PhoneNumberUtil::E164, &text);
		sum += text.size();
	}
	return sum;
}

static size_t
core_work(const std::vector<Input> &inputs)
{
	size_t		sum = 0;

	for (const auto &input : inputs)
	{
		struct phone_number number;
		struct phone_answer answer;
		char		text[PHONE_FORMAT_MAX];

		if (phone_parse(input.text.data(), input.text.size(),
						input.region.data(), input.region.size(),
						&number) != PHONE_OK)
			continue;
		phone_ask(&number, &answer);
		sum += answer.valid;
		sum += phone_format(&number, PHONE_E164, text);
	}
	return sum;
}

/* The slowest long text so far. */
struct Slowest
{
	double		time = 0;
	std::string name;

	void
	add(const std::string &text, const std::string &shape, int rounds)
	{
		std::vector<double> times;

		for (int i = 0; i < rounds; i++)
			times.push_back(cost([&]
			{
				struct phone_number number;

				return static_cast<size_t>(
					phone_parse(text.data(), text.size(), "US", 2, &number));
			}, 1, 1));
		if (median(times) > time)
		{
			time = median(times);
			name = shape;
		}
	}
};

/*
 * Milliseconds of the slowest of many texts as long as SQL reads any: one piece
 * over and over, or several at random, so that no branch can be foreseen.
 */
static void
longest(int rounds)
{
	static const char *const starts[] = {"", "+1", "123a",
		"1;phone-context=+1", "1;phone-context=a"};
	static const char *const middles[] = {
		"1", "a", "x", " ", "-", "/", ";", ",", "+", "t", "\n", "/x", "/ x",
		",,-", " 1", "1a", "; ", ";ext=", "tel:", ";isub=", ";phone-context=",
		"\u00ad", "\u017f", "\u0663", "\u00a0", "\uff11", "\uff58", "\u2028",
		"\U0001d7d8", "\u0663x", "\u00ad1", "\u0663/x"};
	static const std::vector<std::vector<std::string>> mixes = {
		{"1", "\u2010", "/", "x"}, {"\u2010", "\u00ad", "x", "/"},
		{"1", "\u0663", "\uff11", "\U0001d7d8"}, {" ", ",", "-", "\u00a0"},
		{"a", "\u4e2d", "\u00e9", "\u00b2"}, {";", "t", "tel", ";p", ";i"},
		{"/", "\\", "x", " ", "\n"}, {"+", "\uff0b"}, {"1", "\u0663", "-"},
		{"a", "1", "a-a", "a.a"}, {"a", "\u0663", ".a", "\uff11"}};
	static const char *const ends[] = {"", "1#", "x12", ",,1", "/x", ";ext=1",
		";phone-context=a.b"};
	const size_t size = 64 * 1024;
	std::minstd_rand random(1);
	Slowest		slowest;

	for (const std::string start : starts)
		for (const std::string end : ends)
		{
			const auto	text = [&](const std::function<std::string()> &middle)
			{
				std::string built = start;

				while (built.size() + end.size() + 16 <= size)
					built += middle();
				return built + end;
			};

			for (const std::string middle : middles)
				slowest.add(text([&] { return middle; }),
							start + middle + "..." + end, rounds);
			for (const auto &mix : mixes)
				slowest.add(text([&] { return mix[random() % mix.size()]; }),
							start + "{" + mix[0] + mix.back() + "...}" + end, rounds);
		}
	printf("%-34s %12s %7.2f ms %s\n", "a text of 64 kB, at most", "",
		   slowest.time * 1e-6, slowest.name.c_str());
}

int
main(int argc, char **argv)
{
	if (argc != 3)
	{
		std::cerr << "usage: speed CORPUS.tsv.gz ROUNDS\n";
		return 2;
	}
	const auto	corpus = read_corpus(argv[1]);
	const int	rounds = std::atoi(argv[2]);
	std::vector<Input> mixed;
	std::vector<Input> clean;
	std::vector<PhoneNumber> numbers;
	std::vector<phone> values;
	std::vector<struct phone_number> parsed;

	for (const auto &line : corpus)
	{
		const auto &column = line.column;
		PhoneNumber number;
		struct phone_number core;
		phone		value;

		mixed.push_back({column[INPUT], column[REGION]});
		if (column[VALID] == "t")
			clean.push_back({column[E164], "ZZ"});
		if (util.Parse(column[INPUT], column[REGION], &number) !=
			PhoneNumberUtil::NO_PARSING_ERROR ||
			phone_parse(column[INPUT].data(), column[INPUT].size(),
						column[REGION].data(), column[REGION].size(),
						&core) != PHONE_OK || !phone_pack(&core, false, &value))
			continue;
		numbers.push_back(number);
		parsed.push_back(core);
		values.push_back(value);
	}

	printf("%-34s %12s %10s\n", "", "library", "core");
	contest("mixed: parse, valid, E.164", mixed.size(), rounds,
			[&] { return library_work(mixed); },
			[&] { return core_work(mixed); });
	contest("clean: parse, valid, E.164", clean.size(), rounds,
			[&] { return library_work(clean); },
			[&] { return core_work(clean); });
	contest("value: valid", values.size(), rounds,
			[&]
			{
				size_t		sum = 0;

				for (const auto &number : numbers)
					sum += util.IsValidNumber(number);
				return sum;
			},
			[&]
			{
				size_t		sum = 0;
				struct phone_answer answer;

				for (phone value : values)
				{
					phone_ask_value(value, &answer);
					sum += answer.valid;
				}
				return sum;
			});
	contest("value: valid, type and region", values.size(), rounds,
			[&]
			{
				size_t		sum = 0;
				std::string region;

				for (const auto &number : numbers)
				{
					sum += util.IsValidNumber(number);
					sum += util.GetNumberType(number);
					util.GetRegionCodeForNumber(number, &region);
					sum += region.size();
				}
				return sum;
			},
			[&]
			{
				size_t		sum = 0;
				struct phone_answer answer;

				for (phone value : values)
				{
					phone_ask_value(value, &answer);
					sum += answer.valid + static_cast<size_t>(answer.type);
					sum += static_cast<size_t>(answer.region[0]);
				}
				return sum;
			});
	contest("value: possible", values.size(), rounds,
			[&]
			{
				size_t		sum = 0;

				for (const auto &number : numbers)
					sum += util.IsPossibleNumberWithReason(number);
				return sum;
			},
			[&]
			{
				size_t		sum = 0;

				for (const auto &number : parsed)
					sum += phone_possible(&number);
				return sum;
			});
	contest("INTERNATIONAL", values.size(), rounds,
			[&]
			{
				size_t		sum = 0;
				std::string text;

				for (const auto &number : numbers)
				{
					util.Format(number, PhoneNumberUtil::INTERNATIONAL, &text);
					sum += text.size();
				}
				return sum;
			},
			[&]
			{
				size_t		sum = 0;
				char		text[PHONE_FORMAT_MAX];

				for (const auto &number : parsed)
					sum += phone_format(&number, PHONE_INTERNATIONAL, text);
				return sum;
			});
	longest(rounds);
	return 0;
}
