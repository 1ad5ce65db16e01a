/* complaint_test.c: files of complaints as authorities publish them */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "complaint.h"

#define FTC_HEADER \
	"Company_Phone_Number,Created_Date,Violation_Date,Consumer_City," \
	"Consumer_State,Consumer_Area_Code,Subject,Recorded_Message_Or_Robocall\n"
#define FCC_HEADER \
	"Ticket ID,Ticket Created,Date of Issue,Time of Issue,Form,Method,Issue," \
	"Caller ID Number,Type of Call or Messge,Advertiser Business Number,City," \
	"State,Zip\n"

/* A subject, whether it was a recorded voice, and what is made of that. */
struct subject
{
	const char *subject;
	const char *recorded;
	const char *category;
};

static char text[4096];

static void
note_row(void *context, const struct complaint_row *row)
{
	size_t		length = strlen(text);
	char		number[PHONE_TEXT_MAX];

	(void) context;
	if (row->error != BOOK_OK)
		snprintf(text + length, sizeof text - length, "%u !%s %.*s\n",
				 (unsigned) row->line, book_error_name(row->error),
				 (int) row->field.length, row->field.bytes);
	else
	{
		phone_to_text(row->number, number);
		snprintf(text + length, sizeof text - length,
				 "%u %s day %lld at %lld #%llu %s %s\n", (unsigned) row->line,
				 number, (long long) row->day, (long long) row->at,
				 (unsigned long long) row->item, row->category, row->area);
	}
}

static const char *
rows_of(enum complaint_format format, const char *content)
{
	static struct complaints file;
	size_t		length = strlen(content);
	char	   *copy = malloc(length > 0 ? length : 1);

	assert_non_null(copy);
	memcpy(copy, content, length);
	text[0] = '\0';
	complaint_open(&file, copy, length, format, note_row, NULL);
	while (complaint_step(&file))
		;
	free(copy);
	return text;
}

static void
complaints_of_the_ftc(void **unused)
{
	(void) unused;
	assert_string_equal(rows_of(COMPLAINT_FTC, FTC_HEADER
								"2125550123,2000-01-02 00:00:05,2000-01-01 00:00:00,,Texas,214,Other,N\n"
								",2000-01-02 00:00:05,,,,,Other,N\n"
								"212555012,2000-01-02 00:00:05,,,,,Other,N\n"
								"2125550123,2000-02-30 00:00:05,,,,,Other,N\n"
								"\"2125550123\",1999-12-31 23:59:59,,\"A, B\",,x,Other,N\n"
								"2125550123,2000-01-02 00:00:05,,,,214,Lotteries, prizes & sweepstakes,N\n"
								"2125550123,1999-12-31 23:59:59,,,,,Other,N,,\n"),
						"2 +12125550123 day 1 at 86405 #0 other 214\n"
						"3 !missing_number Company_Phone_Number\n"
						"4 !too_short Company_Phone_Number\n"
						"5 !bad_date Created_Date\n"
						"6 +12125550123 day -1 at -1 #0 other \n"
						"7 !too_many_columns \n"
						"8 +12125550123 day -1 at -1 #0 other \n");
}

static void
every_subject_has_its_category(void **unused)
{
	static const struct subject subjects[] = {
		{"Calls pretending to be government, businesses, or family and friends", "N", "scam"},
		{"Lotteries, prizes & sweepstakes", "Y", "scam"},
		{"Computer & technical support", "N", "scam"},
		{"Work from home & other ways to make money", "N", "scam"},
		{"Reducing your debt (credit cards, mortgage, student loans)", "Y", "debt"},
		{"Dropped call or no message", "N", "silent"},
		{"Charities", "N", "telemarketing"},
		{"Energy, solar, & utilities", "N", "telemarketing"},
		{"Home improvement & cleaning", "N", "telemarketing"},
		{"Home security & alarms", "N", "telemarketing"},
		{"Medical & prescriptions", "N", "telemarketing"},
		{"Vacation  & timeshares", "N", "telemarketing"},
		{"Vacation  & timeshares", "Y", "robocall"},
		{"Warranties & protection plans", "N", "telemarketing"},
		{"No Subject Provided", "N", "other"}, {"Other", "Y", "robocall"},
		{"", "", "other"}
	};
	char		content[1024];

	(void) unused;
	for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
	{
		char		wanted[128];

		snprintf(content, sizeof content,
				 FTC_HEADER "2125550123,2000-01-02 00:00:00,,,,,\"%s\",%s\n",
				 subjects[i].subject, subjects[i].recorded);
		snprintf(wanted, sizeof wanted,
				 "2 +12125550123 day 1 at 86400 #0 %s \n",
				 subjects[i].category);
		assert_string_equal(rows_of(COMPLAINT_FTC, content), wanted);
	}
}

static void
complaints_of_the_fcc(void **unused)
{
	(void) unused;
	assert_string_equal(rows_of(COMPLAINT_FCC, FCC_HEADER
								"7,01/02/2000 01:00:00 PM +0000,01/01/2000,1:00 pm,Phone,Internet (VOIP),Unwanted Calls,866-410-0458,Prerecorded Voice,,Austin,TX,78701\n"
								"8,2000-01-02T00:00:00.000,,8:08 PM,Phone,Wired,Robocalls,,,866-410-0458,,NY,\n"
								"x,2000-01-02,,,Phone,Wired,Robocalls,866-410-0458,,,,NY,\n"
								"9,2000-01-02,2000-01-03,,Phone,Wired,Junk,866-410-0458,Abandoned Calls,,,New York,\n"),
						"2 +18664100458 day 1 at 46800 #7 robocall TX\n"
						"3 +18664100458 day 1 at 86400 #8 robocall NY\n"
						"4 !not_a_number Ticket ID\n"
						"5 +18664100458 day 1 at 129600 #9 silent \n");
	assert_string_equal(rows_of(COMPLAINT_FCC,
								"id,zip,issue_type,ticket_created,type_of_call_or_messge,caller_id_number\n"
								"5,1,Phone,2000-01-01,Live Voice,8664100458\n"),
						"2 +18664100458 day 0 at 43200 #5 telemarketing \n");
	assert_string_equal(rows_of(COMPLAINT_FCC, "Ticket ID,State\n1,TX\n2,NY\n"),
						"1 !missing_column \n");
}

/* A call whose time is told wrong was at no time; one not told, when filed. */
static void
times_of_calls_are_read_or_refused(void **unused)
{
	static const struct
	{
		const char *date;
		const char *time;
		const char *rows;
	}			calls[] = {
		{"", "", "2 +18664100458 day 1 at 129600 #7 robocall \n"},
		{"", "25:99 zz", "2 +18664100458 day 1 at 129600 #7 robocall \n"},
		{"01/01/2000", "", "2 +18664100458 day 1 at 43200 #7 robocall \n"},
		{"01/03/2000", "11:59 pm",
		"2 +18664100458 day 1 at 129600 #7 robocall \n"},
		{"02/30/1999", "", "2 !bad_date Date of Issue\n"},
		{"01/01/1890", "", "2 !bad_date Date of Issue\n"},
		{"01/04/2000", "", "2 !bad_date Date of Issue\n"},
		{"01/01/2099", "1:00 pm", "2 !bad_date Date of Issue\n"},
		{"some day", "1:00 pm", "2 !bad_date Date of Issue\n"},
		{"01/01/2000\xFF", "1:00 pm", "2 !bad_date Date of Issue\n"},
		{"01/01/2000", "25:99 zz", "2 !bad_date Time of Issue\n"},
		{"01/01/2000", "around lunch",
		"2 +18664100458 day 1 at 43200 #7 robocall \n"},
		{"01/01/2000", "1:00\x01pm", "2 !bad_date Time of Issue\n"}
	};
	char		content[1024];

	(void) unused;
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
	{
		snprintf(content, sizeof content, FCC_HEADER
				 "7,2000-01-02,%s,%s,,,Robocalls,8664100458,,,,,\n",
				 calls[i].date, calls[i].time);
		assert_string_equal(rows_of(COMPLAINT_FCC, content), calls[i].rows);
	}
}

static void
dates_and_times(void **unused)
{
	static const struct
	{
		const char *date;
		const char *time;
		int64_t		at;
	}			good[] = {
		{"2000-01-01", "", 43200}, {"2000-01-01", "12:00 am", 0},
		{"1/1/2000", "12:30 P.M.", 45000}, {"2000-01-01 00:00:01", "", 1},
		{"2000-03-01", "0:00", 60 * 86400}, {"2001-03-01", "0:00", 425 * 86400},
		{"2000-01-01T23:59:59.999Z", "", 86399},
		{"2000-01-01 05:00:00 -0500", "", 18000}
	};
	static const char *const bad[] = {
		"", "2000", "2000-13-01", "2001-02-29", "01/32/2000", "2000-01-01 25:00",
		"2000-01-01 13:00 pm", "2000-01-01x", "yesterday", "2000-01-01 1:2:3"
	};
	int64_t		at;

	(void) unused;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
	{
		assert_true(complaint_time(good[i].date, strlen(good[i].date),
								   good[i].time, strlen(good[i].time), &at));
		assert_int_equal(at, good[i].at);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(complaint_time(bad[i], strlen(bad[i]), NULL, 0, &at));
}

static void
formats_show_themselves(void **unused)
{
	static const char marked[] = "\xEF\xBB\xBF" FTC_HEADER;
	enum complaint_format format;

	(void) unused;
	assert_true(complaint_format_find(marked, sizeof marked - 1, &format));
	assert_int_equal(format, COMPLAINT_FTC);
	assert_true(complaint_format_find(FCC_HEADER, sizeof FCC_HEADER - 1, &format));
	assert_int_equal(format, COMPLAINT_FCC);
	assert_false(complaint_format_find("name,number\n", 12, &format));
	assert_false(complaint_format_find("", 0, &format));
}

/* By what they must have, wherever it stands; an id alone is anybody's. */
static void
formats_show_themselves_by_any_of_their_titles(void **unused)
{
	static const struct
	{
		const char *header;
		bool		found;
		enum complaint_format format;
	}			headers[] = {
		{"id,ticket_created,issue_date,issue_time,issue_type,method,issue,"
			"caller_id_number,type_of_call_or_messge,"
			"advertiser_business_phone_number,city,state,zip\r\n1,2\r\n",
		true, COMPLAINT_FCC},
		{"zip,\"caller_id_number\",type_of_call_or_message,location,"
			"ticket_created,\"id\"", true, COMPLAINT_FCC},
		{"Subject,Created_Date,Extra,Company_Phone_Number\n", true,
		COMPLAINT_FTC},
		{"id,name,phone,city,state,zip\n", false, COMPLAINT_FTC},
		{"id,ticket_created,issue,name,phone\n", false, COMPLAINT_FTC},
		{"id,name\nticket_created,caller_id_number\n", false, COMPLAINT_FTC},
		{"name,ticket_id,phone\n", false, COMPLAINT_FTC}
	};

	(void) unused;
	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
	{
		enum complaint_format format = COMPLAINT_FTC;
		const char *header = headers[i].header;

		assert_int_equal(complaint_format_find(header, strlen(header), &format),
						 headers[i].found);
		assert_int_equal(format, headers[i].format);
	}
}

static void
note_place(void *context, const struct complaint_row *row)
{
	snprintf(context, sizeof text, "%s|%s", row->city, row->zip);
}

/* Where who complained lives: read if it is asked for, and only then. */
static void
places_are_read_when_asked_for(void **unused)
{
	static const char content[] = FCC_HEADER
		"7,2025-06-04,,,Phone,Wired,Robocalls,2125550123,,,\" Austin \",TX,78701\n";
	static const char broken[] = FCC_HEADER
		"7,2025-06-04,,,Phone,Wired,Robocalls,2125550123,,,Au\x01stin,TX,"
		"12345678901234567890123456789012345678901234567890123456789012345\n";
	static struct complaints file;

	(void) unused;
	for (int asked = 0; asked < 2; asked++)
	{
		complaint_open(&file, content, sizeof content - 1, COMPLAINT_FCC,
					   note_place, text);
		file.keep_places = asked;
		while (complaint_step(&file))
			;
		assert_string_equal(text, asked ? "Austin|78701" : "|");
	}
	complaint_open(&file, broken, sizeof broken - 1, COMPLAINT_FCC, note_place,
				   text);
	file.keep_places = true;
	while (complaint_step(&file))
		;
	assert_string_equal(text, "|");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(complaints_of_the_ftc),
		cmocka_unit_test(every_subject_has_its_category),
		cmocka_unit_test(complaints_of_the_fcc),
		cmocka_unit_test(times_of_calls_are_read_or_refused),
		cmocka_unit_test(dates_and_times),
		cmocka_unit_test(formats_show_themselves),
		cmocka_unit_test(formats_show_themselves_by_any_of_their_titles),
		cmocka_unit_test(places_are_read_when_asked_for)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
