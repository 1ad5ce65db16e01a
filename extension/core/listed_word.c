/* listed_word.c: what block lists call the kinds of callers */
#include "listed.h"

#include <string.h>

#include "book_inside.h"

struct word
{
	const char *part;			/* in lower case */
	const char *category;
};

/* The first that stands in a cell decides. */
static const struct word words[] = {
	{"one ring", "wangiri"}, {"one-ring", "wangiri"}, {"wangiri", "wangiri"},
	{"ping", "wangiri"}, {"silent", "silent"}, {"dropped", "silent"},
	{"abandoned", "silent"}, {"dead call", "silent"}, {"hang up", "silent"},
	{"robo", "robocall"}, {"recorded", "robocall"}, {"autodial", "robocall"},
	{"debt", "debt"}, {"collect", "debt"}, {"inkasso", "debt"},
	{"survey", "survey"}, {"poll", "survey"}, {"opinion", "survey"},
	{"umfrage", "survey"}, {"sondage", "survey"}, {"encuesta", "survey"},
	{"fraud", "scam"}, {"scam", "scam"}, {"phish", "scam"},
	{"impost", "scam"}, {"imperson", "scam"}, {"extort", "scam"},
	{"lotter", "scam"}, {"trap", "scam"}, {"spoof", "scam"},
	{"betrug", "scam"}, {"gewinnspiel", "scam"}, {"kostenfalle", "scam"},
	{"arnaque", "scam"}, {"estafa", "scam"}, {"truffa", "scam"},
	{"dhokha", "scam"}, {"धोखा", "scam"},
	{"market", "telemarketing"}, {"telemarket", "telemarketing"}, {"advert", "telemarketing"},
	{"sales", "telemarketing"}, {"promo", "telemarketing"},
	{"telesales", "telemarketing"}, {"werbung", "telemarketing"},
	{"publicit", "telemarketing"}, {"vendita", "telemarketing"},
	{"insurance", "telemarketing"}, {"loan", "telemarketing"},
	{"charit", "telemarketing"}, {"donation", "telemarketing"},
	{"spam", "other"}, {"unwanted", "other"}, {"nuisance", "other"},
	{"harass", "other"}, {"suspected", "other"}, {"blocked", "other"},
	{"blacklist", "other"}, {"other", "other"}, {"unknown", "other"}
};

static bool
begins_word(const char *text, size_t at)
{
	return at == 0 || strchr(" -/_,.(", text[at - 1]) != NULL;
}

static bool
holds(const char *text, size_t length, const char *part)
{
	size_t		size = strlen(part);

	for (size_t i = 0; i + size <= length; i++)
		if (memcmp(text + i, part, size) == 0 && begins_word(text, i))
			return true;
	return false;
}

const char *
listed_word(const char *bytes, size_t length)
{
	char		low[64];

	if (length > sizeof low)
		return NULL;
	for (size_t i = 0; i < length; i++)
		low[i] = (char) (bytes[i] >= 'A' && bytes[i] <= 'Z'
						 ? bytes[i] | 0x20 : bytes[i]);
	for (size_t i = 0; i < BOOK_LENGTH_OF(words); i++)
		if (holds(low, length, words[i].part))
			return words[i].category;
	return NULL;
}
