/* name_shown.c: whether a text can be shown as a name */
#include "name.h"

struct range
{
	uint32_t	first;
	uint32_t	last;
};

static const struct range controls[] = {
	{0x00, 0x1F}, {0x7F, 0x9F}
};

/* White space, and what takes room or none but shows nothing. */
static const struct range unseen[] = {
	{0x00, 0x20}, {0x7F, 0xA0}, {0xAD, 0xAD}, {0x1680, 0x1680},
	{0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800},
	{0x3000, 0x3000}, {0x3164, 0x3164}, {0xFEFF, 0xFEFF}
};

static bool
in_ranges(const struct range *range, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code <= range[i].last)
			return code >= range[i].first;
	return false;
}

#define IN(table, code) \
	in_ranges(table, sizeof(table) / sizeof((table)[0]), code)

/* The code point at hand, of text that is known to be UTF-8. */
static uint32_t
read_point(const unsigned char **at, const unsigned char *end)
{
	uint32_t	point = *(*at)++;

	if (point < 0xC0)
		return point;
	point &= point < 0xE0 ? 0x1F : point < 0xF0 ? 0x0F : 0x07;
	while (*at < end && (**at & 0xC0) == 0x80)
		point = point << 6 | (*(*at)++ & 0x3F);
	return point;
}

bool
name_is_plain(const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *) text;
	const unsigned char *end = at + length;

	while (at < end)
		if (*at >= 0x20 && *at < 0x7F)
			at++;
		else if (IN(controls, read_point(&at, end)))
			return false;
	return true;
}

bool
name_is_seen(const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *) text;
	const unsigned char *end = at + length;

	while (at < end)
		if (!IN(unseen, read_point(&at, end)))
			return true;
	return false;
}
