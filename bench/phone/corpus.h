/* corpus.h: the recorded inputs, test/data/phone_dev.tsv.gz */
#ifndef CORPUS_H
#define CORPUS_H

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

struct Line
{
	std::vector<std::string> column;	/* as in the file, escapes undone */
};

enum Column
{
	INPUT, REGION, ERROR, E164, POSSIBLE, VALID, ANSWER_REGION, TYPE,
	INTERNATIONAL, NATIONAL, RFC3966, EXTENSION, SOURCE, COLUMNS
};

inline std::string
unescaped(const std::string &text)
{
	std::string out;

	for (size_t i = 0; i < text.size(); i++)
	{
		if (text[i] != '\\' || i + 1 == text.size())
			out += text[i];
		else
		{
			char		c = text[++i];

			out += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
	}
	return out;
}

inline std::vector<Line>
read_corpus(const std::string &path)
{
	std::vector<Line> lines;
	FILE	   *file = popen(("gzip -dc " + path).c_str(), "r");
	char	   *buffer = nullptr;
	size_t		room = 0;
	ssize_t		length;

	if (file == nullptr)
		throw std::runtime_error("cannot read " + path);
	while ((length = getline(&buffer, &room, file)) > 0)
	{
		std::string text(buffer, static_cast<size_t>(length - 1));
		Line		line;
		size_t		at = 0;

		for (int i = 0; i < COLUMNS; i++)
		{
			size_t		tab = text.find('\t', at);

			line.column.push_back(unescaped(text.substr(at, tab - at)));
			at = tab + 1;
		}
		lines.push_back(line);
	}
	free(buffer);
	if (pclose(file) != 0 || lines.empty())
		throw std::runtime_error("cannot read " + path);
	return lines;
}

#endif
