/* name_fold.c: a name in comparison form */
#include "name.h"

/* True when no byte has its top bit set. */
bool
name_is_ascii(const char *text, size_t length)
{
	unsigned char seen = 0;

	for (size_t i = 0; i < length; i++)
		seen |= (unsigned char) text[i];
	return seen < 0x80;
}

size_t
name_fold(const char *text, size_t length, char *out)
{
	size_t		n = 0;
	bool		gap = false;

	for (size_t i = 0; i < length; i++)
	{
		char		c = text[i];

		if (c >= 'A' && c <= 'Z')
			c = (char) (c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80))
		{
			if (gap && n > 0)
				out[n++] = ' ';
			gap = false;
			out[n++] = c;
		}
		else if (c != '\'' && c != '`')
			gap = true;
	}
	return n;
}
