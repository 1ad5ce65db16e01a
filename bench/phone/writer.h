/* writer.h: numbers as people of all countries write them, made up */
#ifndef WRITER_H
#define WRITER_H

#include <random>
#include <set>
#include <string>
#include <vector>

#include <phonenumbers/phonenumberutil.h>

class Writer
{
public:
	explicit Writer(unsigned seed) : random(seed)
	{
		std::set<std::string> all;

		util.GetSupportedRegions(&all);
		regions.assign(all.begin(), all.end());
	}

	struct Written
	{
		std::string text;
		std::string region;
	};

	Written write()
	{
		const std::string &home = regions[below(regions.size())];
		const Number number = invent(home);
		std::string text;

		switch (below(8))
		{
			case 0:
				text = formatted(number);
				break;
			case 1:
				text = from_abroad(number);
				break;
			case 2:
				text = spelled(lead(number, home) + number.national);
				break;
			case 3:
				text = garbage();
				break;
			default:
				text = lead(number, home) + grouped(number.national);
		}
		text = in_script(text) + extension();
		return {wrapped(text), asked_region(home)};
	}

private:
	using Util = i18n::phonenumbers::PhoneNumberUtil;
	using List = std::vector<std::string>;

	struct Number
	{
		std::string code;
		std::string national;
	};

	const Util &util = *Util::GetInstance();
	std::vector<std::string> regions;
	std::mt19937 random;

	size_t below(size_t n)
	{
		return random() % n;
	}

	const std::string &one_of(const List &list)
	{
		return list[below(list.size())];
	}

	std::string digits(size_t count)
	{
		std::string text;

		while (count-- > 0)
			text += static_cast<char>('0' + below(10));
		return text;
	}

	/* An example of a region with other last digits, some of them misshapen. */
	Number invent(const std::string &region)
	{
		i18n::phonenumbers::PhoneNumber example;
		Number		number = {
			std::to_string(util.GetCountryCodeForRegion(region)), ""
		};
		size_t		kept;

		if (!util.GetExampleNumberForType(region, static_cast<
				Util::PhoneNumberType>(below(11)), &example))
			util.GetExampleNumber(region, &example);
		util.GetNationalSignificantNumber(example, &number.national);
		kept = below(number.national.size() + 1);
		number.national = number.national.substr(0, kept) +
			digits(number.national.size() - kept);
		if (below(6) == 0)
			number.national += digits(1 + below(4));
		else if (below(6) == 0)
			number.national.resize(below(number.national.size() + 1));
		return number;
	}

	/* As the library writes it, in the style of its home. */
	std::string formatted(const Number &number)
	{
		i18n::phonenumbers::PhoneNumber parsed;
		std::string text;

		if (util.Parse("+" + number.code + number.national, "ZZ", &parsed) !=
			Util::NO_PARSING_ERROR)
			return number.national;
		util.Format(parsed, static_cast<Util::PhoneNumberFormat>(below(4)),
					&text);
		return text;
	}

	/* As dialled in another country. */
	std::string from_abroad(const Number &number)
	{
		i18n::phonenumbers::PhoneNumber parsed;
		std::string text;

		if (util.Parse("+" + number.code + number.national, "ZZ", &parsed) !=
			Util::NO_PARSING_ERROR)
			return number.national;
		util.FormatOutOfCountryCallingNumber(
			parsed, regions[below(regions.size())], &text);
		return text;
	}

	/* What stands before the national number. */
	std::string lead(const Number &number, const std::string &region)
	{
		static const List shape = {
			"+C", "+C ", "+C-", "+ C ", "(+C)", "(+C) ", "+(C)", "++C",
			"+C(0)", "+C (0) ", "+C 0", "00C", "00 C ", "011C", "011-C-",
			"0011 C", "810C", "8~10 C ", "C", "C ", "(C) ", "0", "(0)", "0-",
			"8", "8 (", "1", "1-", "N", "N ", "(N)", "", "", "", "\uff0bC",
			"\uff0b C ", "tel:+C-", "tel:", "+C.", "+C/", "*", "+*C", "+00C",
			"+011 C "
		};
		std::string prefix;
		std::string text;

		util.GetNddPrefixForRegion(region, below(2), &prefix);
		for (char c : one_of(shape))
			text += c == 'C' ? number.code : c == 'N' ? prefix :
				std::string(1, c);
		return text;
	}

	/* Digits in groups, with one separator or several. */
	std::string grouped(const std::string &national)
	{
		static const List separator = {
			" ", " ", "-", "-", ".", "/", "", "", " - ", ") ", "(", "  ",
			"\u00a0", "\u2009", "\u2010", "\u2011", "\u2013", "\u2014",
			"\u2212", "\u3000", "\u30fc", "\uff0d", "\u00b7", "_", "~", ",",
			"\u00ad", "\u200b", "\u2060", "*"
		};
		const std::string &usual = one_of(separator);
		std::string text;

		for (size_t at = 0; at < national.size();)
		{
			size_t		length = 1 + below(5);

			if (at > 0)
				text += below(8) ? usual : one_of(separator);
			text += national.substr(at, length);
			at += length;
		}
		return below(12) ? text : "(" + text + ")";
	}

	/* Some of the digits as letters of the keypad. */
	std::string spelled(const std::string &text)
	{
		static const List key = {
			"0", "1", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "wxyz"
		};
		std::string out;

		for (char c : text)
			if (c >= '2' && c <= '9' && below(2))
			{
				const std::string &letters = key[static_cast<size_t>(c - '0')];

				out += letters[below(letters.size())];
			}
			else
				out += c;
		return out;
	}

	/* Digits of another script, all of them or some. */
	std::string in_script(const std::string &text)
	{
		static const List zero = {
			"\uff10", "\u0660", "\u06f0", "\u07c0", "\u0966", "\u09e6",
			"\u0a66", "\u0ae6", "\u0be6", "\u0c66", "\u0e50", "\u0f20",
			"\u1040", "\u17e0", "\u1810", "\U0001d7ce", "\U0001d7ec",
			"\U0001e950", "\U00011066"
		};
		const std::string &chosen = one_of(zero);
		size_t		share = below(6);	/* 0: all of them; 1: one in ten */
		std::string out;

		if (share > 1)
			return text;
		for (char c : text)
			if (c < '0' || c > '9' || (share == 1 && below(10)))
				out += c;
			else
			{
				out += chosen;
				out.back() = static_cast<char>(out.back() + c - '0');
			}
		return out;
	}

	std::string extension()
	{
		static const List label = {
			" ext. ", " ext ", "ext", " ext: ", " EXT.", " extension ",
			", ext. ", " x", "x", " x ", " X:", "#", " # ", " #", ";ext=",
			";EXT=", " int. ", " int ", " Int", " anexo ", " Anexo: ",
			" \u0434\u043e\u0431. ", " \u0414\u041e\u0411 ",
			" extensi\u00f3n ", " extensio\u0301n ", " xtn. ", " exte ",
			" ext\uff0e ", "\uff58", " \uff45\uff58\uff54 ", "\uff03", " ~ ",
			"\uff5e", ",", ",,", ", ", ";", "; ", ",,,", " - ", "-", " poste ",
			" Durchwahl ", " p. ", " \u5206\u6a5f ", " ramal ", " w", ";isub=",
			"/", " or ", " / x", "\\x"
		};
		static const size_t length[] = {
			1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 15, 16, 20, 21
		};
		std::string text;

		if (below(3))
			return "";
		text = one_of(label) + in_script(digits(length[below(16)]));
		return below(5) ? text : text + "#";
	}

	/* What comes with a number when it is copied from somewhere. */
	std::string wrapped(const std::string &text)
	{
		static const List before = {
			"Tel: ", "T ", "Phone: ", "call ", "\u260e ", "\u202a", "\ufeff",
			"\u200e", "  ", "\t", "'", "\"", "(", "[", "<", "n\u00ba ",
			"\u7535\u8bdd\uff1a", "\u0442\u0435\u043b. ", "mob.", "1) ", "a: ",
			"fax/", "=", "\n", "tel:", "sip:", "callto:", ";"
		};
		static const List after = {
			" (home)", " home", ".", ",", ";", "\u202c", "\u200f", "  ",
			"\r\n", "\"", ")", "]", ">", " ", "#", "*", "!",
			" / 020 7946 0018", "/ x2", " or +1 415 555 2671",
			";phone-context=example.com", ";phone-context=+44", ";isub=12",
			";a=b", "@example.com", " \u5206", " \u00bd", "\u0301", "\u0085",
			"\x0b", "\ufdd0", "e", " ext", " x", "+"
		};

		switch (below(8))
		{
			case 0:
				return one_of(before) + text;
			case 1:
				return text + one_of(after);
			case 2:
				return one_of(before) + text + one_of(after);
			default:
				return text;
		}
	}

	/* Anything, of any plane, with digits between. */
	std::string garbage()
	{
		std::string text;

		for (size_t i = below(30); i > 0; i--)
			text += below(3) ? digits(1 + below(3)) : character();
		return text;
	}

	std::string character()
	{
		static const unsigned limit[] = {
			0x80, 0x80, 0x250, 0x2100, 0x10000, 0x110000
		};
		unsigned	c;

		do
			c = static_cast<unsigned>(1 + below(limit[below(6)] - 1));
		while (c >= 0xd800 && c < 0xe000);
		return utf8(c);
	}

	static std::string utf8(unsigned c)
	{
		const auto	tail = [c](int shift)
		{
			return static_cast<char>(0x80 | (c >> shift & 0x3f));
		};

		if (c < 0x80)
			return {static_cast<char>(c)};
		if (c < 0x800)
			return {static_cast<char>(0xc0 | c >> 6), tail(0)};
		if (c < 0x10000)
			return {static_cast<char>(0xe0 | c >> 12), tail(6), tail(0)};
		return {static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0)};
	}

	/* The region asked for: mostly the right one. */
	std::string asked_region(const std::string &home)
	{
		static const List odd = {
			"ZZ", "", "001", "XX", "in", "USA", "U", "us", "UK", "EN", "+1",
			"I\u0307"
		};

		switch (below(8))
		{
			case 0:
				return one_of(odd);
			case 1:
			case 2:
				return regions[below(regions.size())];
			default:
				return home;
		}
	}
};

#endif
