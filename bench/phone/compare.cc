/*
 * compare.cc: a differential fuzzer, our core beside Debian's libphonenumber
 * with the same metadata
 *
 *	compare CORPUS.tsv.gz COUNT [SEED]
 *
 * Takes turns to mutate and mix the recorded inputs and to make up numbers as
 * people write them, asks both sides everything, the same for short numbers and
 * for pairs of texts, and prints each difference. Texts with a phone-context
 * that is neither the start of a number nor a domain in ASCII are left out:
 * the library's rule for them became strict after Debian's version.
 */
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <random>
#include <regex>

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include "corpus.h"
#include "writer.h"

extern "C"
{
#include "phone.h"
}

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using Answer = std::vector<std::string>;

static const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();

static const char *
name_of(PhoneNumberUtil::ValidationResult result)
{
	switch (result)
	{
		case PhoneNumberUtil::IS_POSSIBLE:
			return "IS_POSSIBLE";
		case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
			return "IS_POSSIBLE_LOCAL_ONLY";
		case PhoneNumberUtil::INVALID_COUNTRY_CODE:
			return "INVALID_COUNTRY_CODE";
		case PhoneNumberUtil::TOO_SHORT:
			return "TOO_SHORT";
		case PhoneNumberUtil::INVALID_LENGTH:
			return "INVALID_LENGTH";
		case PhoneNumberUtil::TOO_LONG:
			return "TOO_LONG";
	}
	return "?";
}

static Answer
ask_library(const std::string &input, const std::string &region)
{
	static const char *const errors[] = {
		"", "INVALID_COUNTRY_CODE", "NOT_A_NUMBER", "TOO_SHORT_AFTER_IDD",
		"TOO_SHORT_NSN", "TOO_LONG"
	};
	PhoneNumber number;
	PhoneNumberUtil::ErrorType error = util.Parse(input, region, &number);
	std::string text;
	Answer		answer = {errors[error]};

	if (error != PhoneNumberUtil::NO_PARSING_ERROR)
		return answer;
	util.Format(number, PhoneNumberUtil::E164, &text);
	answer.push_back(text);
	answer.push_back(name_of(util.IsPossibleNumberWithReason(number)));
	answer.push_back(util.IsValidNumber(number) ? "t" : "f");
	util.GetRegionCodeForNumber(number, &text);
	answer.push_back(text == "ZZ" ? "" : text);
	answer.push_back(phone_type_name(static_cast<phone_type>(
		std::min<int>(util.GetNumberType(number), PHONE_UNKNOWN))));
	for (auto style : {PhoneNumberUtil::INTERNATIONAL,
			PhoneNumberUtil::NATIONAL, PhoneNumberUtil::RFC3966})
	{
		util.Format(number, style, &text);
		answer.push_back(text);
	}
	answer.push_back(number.extension());
	answer.push_back(util.CanBeInternationallyDialled(number) ? "t" : "f");
	return answer;
}

static Answer
ask_core(const std::string &input, const std::string &region)
{
	struct phone_number number;
	struct phone_answer facts;
	char		text[PHONE_FORMAT_MAX];
	enum phone_error error = phone_parse(input.data(), input.size(),
										 region.data(), region.size(),
										 &number);
	Answer		answer = {phone_error_name(error)};

	if (error != PHONE_OK)
		return answer;
	phone_ask(&number, &facts);
	phone_format(&number, PHONE_E164, text);
	answer.push_back(text);
	answer.push_back(phone_possibility_name(phone_possible(&number)));
	answer.push_back(facts.valid ? "t" : "f");
	answer.push_back(facts.region);
	answer.push_back(phone_type_name(facts.type));
	for (auto style : {PHONE_INTERNATIONAL, PHONE_NATIONAL, PHONE_RFC3966})
	{
		phone_format(&number, style, text);
		answer.push_back(text);
	}
	answer.emplace_back(number.extension, number.extension_length);
	answer.push_back(phone_international(&number) ? "t" : "f");
	return answer;
}

/* Characters and snippets that mean something to one step or another. */
static const std::vector<std::string> snippets = {
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "011", "+", "++",
	" ", "-", "(", ")", ".", "/", "\\", "*", "#", "~", ",", ",,", ";", ":",
	"x", "X", "ext", "ext.", "EXT:", "extension", "extensi\u00f3n", "xtn",
	"anexo", "int", "e", "\u0434\u043e\u0431", "\u0414\u041e\u0411", "\t",
	"\n", "\r", "\f", "\u2028", "/ x", "/x", "\\  x", "tel:", ";ext=",
	";isub=", "a", "bcd", "Z", "k", "\u212a", "\u017f", "\u00a0", "\u00ad",
	"\u200b", "\u2010", "\u2015", "\u2212", "\u3000", "\u30fc", "\uff0b",
	"\uff0d", "\uff0f", "\uff08", "\uff3d", "\uff5e", "\uff03", "\uff0e",
	"\uff58", "\uff45\uff58\uff54", "\uff29\uff4e\uff34", "\u0660", "\u0966",
	"\uff15", "\U0001d7ce", "\u00b2", "\u00e9", "\u4e2d", "\x01", "\u0085",
	"\ufdd0", "o\u0301", "\u1c81\u1c82\u0431", "ensi", "810", "15", "9",
	"12345678901234567890", "'", "[", "]", "\u2053", "\u223c", "\u2060", "8~10"
};

static const std::vector<std::string> contexts = {
	"+1", "+1-", "+44(20)", "+91", "+1415555267-", "+1.6502530000-45",
	"+9.", "+--1", "+1415555267112345678901", "a.b", "example.com", "a-1.b.",
	"+1;ext=3", "+4", "+390;isub=1", "a;tel:", "+1;tel:650"
};

/* Is there no phone-context, or one on which all versions agree? */
static bool
agreed_context(const std::string &text)
{
	static const std::regex valid(
		"\\+[-.()0-9]*[0-9][-.()0-9]*|"
		"([A-Za-z0-9]+(-+[A-Za-z0-9]+)*\\.)*[A-Za-z][A-Za-z0-9]*(-+[A-Za-z0-9]+)*\\.?");
	static const std::string mark = ";phone-context=";
	size_t		at = text.find(mark);

	if (at == std::string::npos)
		return true;
	at += mark.size();
	return std::regex_match(text.substr(at, text.find(';', at) - at), valid);
}

class Mutator
{
public:
	Mutator(const std::vector<Line> &corpus, unsigned seed)
		: lines(corpus), random(seed) {}

	std::string input()
	{
		std::string text = any().column[INPUT];

		for (size_t i = below(5); i > 0; i--)
			mutate(text);
		if (below(8) == 0)
			text.insert(place(text), ";phone-context=" +
						contexts[below(contexts.size())]);
		return text;
	}

	/* A text that may say the same as another: its end, or somewhat changed. */
	std::string variant(const std::string &text)
	{
		std::string other = below(2) ? text : text.substr(place(text));

		if (below(2))
			mutate(other);
		if (below(4) == 0)
			other.insert(0, snippets[below(snippets.size())]);
		return other;
	}

	/* Digits as short numbers have them: few, and mostly from 1 on. */
	std::string digits()
	{
		std::string text = below(2) ? "1" : "";

		for (size_t i = 1 + below(below(4) ? 5 : 24); i > 0; i--)
			text += static_cast<char>('0' + below(10));
		return text;
	}

	std::string region()
	{
		return any().column[REGION];
	}

private:
	const std::vector<Line> &lines;
	std::mt19937 random;

	size_t below(size_t n)
	{
		return random() % n;
	}

	const Line &any()
	{
		return lines[below(lines.size())];
	}

	/* The start of a character, or the end. */
	size_t place(const std::string &text)
	{
		size_t		at = below(text.size() + 1);

		while (at > 0 && at < text.size() && (text[at] & 0xc0) == 0x80)
			at--;
		return at;
	}

	void mutate(std::string &text)
	{
		size_t		at = place(text);
		size_t		to = place(text);

		switch (below(6))
		{
			case 0:
			case 1:
				text.insert(at, snippets[below(snippets.size())]);
				break;
			case 2:
				text.erase(std::min(at, to), std::min<size_t>(
					at > to ? at - to : to - at, below(2) ? 400 : 0));
				break;
			case 3:
				text = text.substr(at);
				break;
			case 4:
				text += any().column[INPUT];
				break;
			default:
				text.replace(at, 0, 1, static_cast<char>('0' + below(10)));
		}
	}
};

static bool
is_utf8(const std::string &text)
{
	for (size_t i = 0; i < text.size();)
	{
		unsigned char c = static_cast<unsigned char>(text[i]);
		size_t		length = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 :
			c < 0xf0 ? 3 : 4;

		if (length == 0 || i + length > text.size())
			return false;
		for (size_t k = 1; k < length; k++)
			if ((text[i + k] & 0xc0) != 0x80)
				return false;
		i += length;
	}
	return true;
}

/* Short numbers: everything the library says of digits dialled in a region. */
static Answer
ask_library_short(const std::string &digits, const std::string &region)
{
	static const i18n::phonenumbers::ShortNumberInfo info;
	static const char *const costs[] = {
		"TOLL_FREE", "STANDARD_RATE", "PREMIUM_RATE", "UNKNOWN_COST"
	};
	PhoneNumber number;
	size_t		zeros = digits.find_first_not_of('0');

	number.set_country_code(util.GetCountryCodeForRegion(region));
	number.set_national_number(std::strtoull(digits.c_str(), nullptr, 10));
	zeros = std::min(zeros, digits.size() - 1);
	if (zeros > 0)
	{
		number.set_italian_leading_zero(true);
		number.set_number_of_leading_zeros(static_cast<int>(zeros));
	}
	return {
		info.IsPossibleShortNumberForRegion(number, region) ? "t" : "f",
		info.IsValidShortNumberForRegion(number, region) ? "t" : "f",
		costs[info.GetExpectedCostForRegion(number, region)],
		info.IsCarrierSpecificForRegion(number, region) ? "t" : "f",
		info.IsSmsServiceForRegion(number, region) ? "t" : "f",
		info.IsEmergencyNumber(digits, region) ? "t" : "f",
		info.ConnectsToEmergencyNumber(digits, region) ? "t" : "f"
	};
}

static Answer
ask_core_short(const std::string &digits, const std::string &region)
{
	struct phone_short_answer answer = {};

	answer.cost = PHONE_COST_UNKNOWN;
	phone_short_ask(digits.data(), digits.size(), region.data(), region.size(),
					&answer);
	return {
		answer.possible ? "t" : "f", answer.valid ? "t" : "f",
		phone_cost_name(answer.cost), answer.carrier_specific ? "t" : "f",
		answer.sms_service ? "t" : "f",
		phone_is_emergency(digits.data(), digits.size(), region.data(),
						   region.size()) ? "t" : "f",
		phone_connects_to_emergency(digits.data(), digits.size(),
									region.data(), region.size()) ? "t" : "f"
	};
}

/* How far two texts say the same number. */
static Answer
ask_library_match(const std::string &a, const std::string &b)
{
	static const char *const names[] = {
		"INVALID_NUMBER", "NO_MATCH", "SHORT_NSN_MATCH", "NSN_MATCH",
		"EXACT_MATCH"
	};

	return {names[util.IsNumberMatchWithTwoStrings(a, b)]};
}

static Answer
ask_core_match(const std::string &a, const std::string &b)
{
	return {phone_match_name(phone_match_texts(a.data(), a.size(),
											   b.data(), b.size()))};
}

static void
print(const char *who, const Answer &answer)
{
	std::cout << "  " << who << ":";
	for (const auto &part : answer)
		std::cout << " [" << part << "]";
	std::cout << "\n";
}

int
main(int argc, char **argv)
{
	if (argc < 3)
	{
		std::cerr << "usage: compare CORPUS.tsv.gz COUNT [SEED]\n";
		return 2;
	}
	const auto	corpus = read_corpus(argv[1]);
	const long	count = std::atol(argv[2]);
	const unsigned seed = argc > 3 ? static_cast<unsigned>(
		std::atol(argv[3])) : 1;
	Mutator		mutator(corpus, seed);
	Writer		writer(seed);
	long		parsed = 0;
	long		different = 0;
	const auto	differ = [&](const std::string &input, const std::string &region,
							 const Answer &theirs, const Answer &ours)
	{
		if (ours == theirs || different++ >= 20)
			return;
		std::cout << "[" << input << "] in [" << region << "]\n";
		print("library", theirs);
		print("core   ", ours);
	};

	for (long compared = 0; compared < count;)
	{
		const Writer::Written written = compared % 2 ? writer.write() :
			Writer::Written{mutator.input(), mutator.region()};
		const std::string &input = written.text;
		const std::string &region = written.region;
		const std::string digits = mutator.digits();
		const std::string other = mutator.variant(input);

		if (!is_utf8(input) || !agreed_context(input))
			continue;
		const Answer theirs = ask_library(input, region);

		compared++;
		parsed += theirs[0].empty();
		differ(input, region, theirs, ask_core(input, region));
		if (digits.size() < 18)
			differ(digits, region, ask_library_short(digits, region),
				   ask_core_short(digits, region));
		else if (digits.size() < 20)
			differ(digits, region, {ask_library_short(digits, region)[6]},
				   {ask_core_short(digits, region)[6]});
		if (is_utf8(other) && agreed_context(other))
			differ(input, other, ask_library_match(input, other),
				   ask_core_match(input, other));
	}
	std::cout << count << " texts, short numbers and pairs compared, " <<
		parsed << " of them numbers, " << different << " differences\n";
	return different != 0;
}
