/* complaint_time.c: dates and times as the files of complaints write them */
#include "complaint.h"

#include <string.h>

#define DAY		86400
#define EPOCH	10957			/* days from 1970-01-01 to 2000-01-01 */

/* A place in a text. */
struct cursor
{
	const char *at;
	const char *end;
};

static bool
take(struct cursor *cursor, char mark)
{
	if (cursor->at == cursor->end || *cursor->at != mark)
		return false;
	cursor->at++;
	return true;
}

static void
skip_blanks(struct cursor *cursor)
{
	while (take(cursor, ' '))
		;
}

/* A number of as many digits, from low to high. */
static bool
number(struct cursor *cursor, int least, int most, int low, int high,
	   int *value)
{
	int			digits = 0;

	*value = 0;
	while (digits < most && cursor->at < cursor->end
		   && *cursor->at >= '0' && *cursor->at <= '9')
	{
		*value = *value * 10 + (*cursor->at++ - '0');
		digits++;
	}
	return digits >= least && *value >= low && *value <= high;
}

static int
days_of_month(int year, int month)
{
	static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Days since 1970-01-01; the year is taken to begin in March. */
static int64_t
days_since(int year, int month, int day)
{
	int64_t		y = month <= 2 ? year - 1 : year;
	int64_t		m = (month + 9) % 12;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1
		- 719468;
}

/* "2017-03-09" or "03/09/2017" */
static bool
read_date(struct cursor *cursor, int64_t *days)
{
	struct cursor start = *cursor;
	int			year;
	int			month;
	int			day;

	if (!(number(cursor, 4, 4, 1970, 2199, &year) && take(cursor, '-')
		  && number(cursor, 2, 2, 1, 12, &month) && take(cursor, '-')
		  && number(cursor, 2, 2, 1, 31, &day)))
	{
		*cursor = start;
		if (!(number(cursor, 1, 2, 1, 12, &month) && take(cursor, '/')
			  && number(cursor, 1, 2, 1, 31, &day) && take(cursor, '/')
			  && number(cursor, 4, 4, 1970, 2199, &year)))
			return false;
	}
	*days = days_since(year, month, day) - EPOCH;
	return day <= days_of_month(year, month);
}

/* "pm", "P.M.", or nothing */
static bool
read_half(struct cursor *cursor, int *hour)
{
	bool		late;

	skip_blanks(cursor);
	if (cursor->at == cursor->end
		|| memchr("aApP", *cursor->at, 4) == NULL)
		return *hour <= 23;
	late = (*cursor->at++ | 0x20) == 'p';
	take(cursor, '.');
	if (!take(cursor, 'm') && !take(cursor, 'M'))
		return false;
	take(cursor, '.');
	if (*hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (late ? 12 : 0);
	return true;
}

/* "13:05:00.000", "1:00 pm" */
static bool
read_time(struct cursor *cursor, int64_t *seconds)
{
	int			hour;
	int			minute;
	int			second = 0;

	if (!number(cursor, 1, 2, 0, 23, &hour) || !take(cursor, ':')
		|| !number(cursor, 2, 2, 0, 59, &minute))
		return false;
	if (take(cursor, ':') && !number(cursor, 2, 2, 0, 59, &second))
		return false;
	if (take(cursor, '.'))
		while (cursor->at < cursor->end && *cursor->at >= '0'
			   && *cursor->at <= '9')
			cursor->at++;
	if (!read_half(cursor, &hour))
		return false;
	*seconds = hour * 3600 + minute * 60 + second;
	return true;
}

/* Of a zone nothing is made: " +0000" and "Z" are passed over. */
static bool
at_end(struct cursor *cursor)
{
	skip_blanks(cursor);
	take(cursor, 'Z');
	if (take(cursor, '+') || take(cursor, '-'))
		while (cursor->at < cursor->end
			   && (*cursor->at == ':'
				   || (*cursor->at >= '0' && *cursor->at <= '9')))
			cursor->at++;
	return cursor->at == cursor->end;
}

/* Nothing may have no address. */
static struct cursor
cursor_over(const char *text, size_t length)
{
	return (struct cursor) {text, length == 0 ? text : text + length};
}

static bool
has_digit(struct cursor text)
{
	for (; text.at < text.end; text.at++)
		if (*text.at >= '0' && *text.at <= '9')
			return true;
	return false;
}

/*
 * Seconds since 2000-01-01 of a date, which may have a time behind it, and of
 * a time that may be written elsewhere; without one it was noon. A time in
 * words is none; people write "around lunch".
 */
bool
complaint_time(const char *date, size_t date_length, const char *time,
			   size_t time_length, int64_t *at)
{
	struct cursor cursor = cursor_over(date, date_length);
	struct cursor other = cursor_over(time, time_length);
	int64_t		days;
	int64_t		seconds = DAY / 2;

	if (!read_date(&cursor, &days))
		return false;
	if (take(&cursor, ' ') || take(&cursor, 'T'))
		if (!read_time(&cursor, &seconds))
			return false;
	if (!at_end(&cursor))
		return false;
	if (has_digit(other) && !(read_time(&other, &seconds) && at_end(&other)))
		return false;
	*at = days * DAY + seconds;
	return true;
}
