/* fcgi_test.c: FastCGI records and name-value pairs, whole and in pieces */
#include "worker_unit.h"

#include "fcgi.h"

/* Events as text, contents of one stream joined. */
struct record
{
	struct buffer text;
	enum fcgi_event_kind last;
};

static void
note(struct record *record, const struct fcgi_event *event)
{
	static const char *const name[] = {
		"none", "begin", "params", "params-end", "stdin", "stdin-end",
		"abort", "values", "unknown", "broken"
	};
	bool		stream = event->kind == FCGI_EVENT_PARAMS ||
		event->kind == FCGI_EVENT_STDIN;

	if (!stream || event->kind != record->last)
		buffer_print(&record->text, " %s/%d:", name[event->kind], event->id);
	if (event->kind == FCGI_EVENT_BEGIN)
		buffer_print(&record->text, "%d,%d", event->role, event->flags);
	if (event->kind == FCGI_EVENT_UNKNOWN)
		buffer_print(&record->text, "%d", event->type);
	buffer_add(&record->text, event->content.data, event->content.length);
	record->last = event->kind;
}

static void
feed(struct fcgi_reader *reader, struct record *record, struct slice data)
{
	struct fcgi_event event;

	if (record->last == FCGI_EVENT_BROKEN)
		return;
	do
	{
		event = fcgi_read(reader, &data);
		if (event.kind != FCGI_EVENT_NONE)
			note(record, &event);
	} while (event.kind != FCGI_EVENT_NONE &&
			 event.kind != FCGI_EVENT_BROKEN);
	if (event.kind == FCGI_EVENT_NONE)
		assert_int_equal(data.length, 0);
}

static char *
events(struct slice stream, size_t cut)
{
	struct fcgi_reader reader = {0};
	struct record record = {0};

	feed(&reader, &record, (struct slice) {stream.data, cut});
	feed(&reader, &record, (struct slice) {stream.data + cut,
		 stream.length - cut});
	buffer_add(&record.text, "", 1);
	return record.text.data;
}

static void
expect(struct slice stream, const char *expected)
{
	for (size_t cut = 0; cut <= stream.length; cut++)
	{
		char	   *text = events(stream, cut);

		assert_string_equal(text, expected);
		free(text);
	}
}

static void
test_request(void **state)
{
	struct buffer out = {0};

	(void) state;
	fcgi_add_begin(&out, 7, FCGI_RESPONDER, FCGI_KEEP_CONN);
	fcgi_add_stream(&out, FCGI_PARAMS, 7, TEXT("\1\1ab"));
	fcgi_add_stream(&out, FCGI_STDIN, 7, TEXT("body"));
	expect((struct slice) {out.data, out.length},
		   " begin/7:1,1 params/7:\1\1ab params-end/7: stdin/7:body"
		   " stdin-end/7:");
	buffer_free(&out);
}

static void
test_padding(void **state)
{
	char		stream[2 * FCGI_HEADER_LEN + 3 + 255 + 255] = {
		1, FCGI_STDIN, 0, 1, 0, 3, (char) 255, 0, 'a', 'b', 'c'
	};
	char	   *second = stream + FCGI_HEADER_LEN + 3 + 255;

	(void) state;
	memcpy(second, "\1\5\0\1\0\0\377\0", FCGI_HEADER_LEN);
	expect((struct slice) {stream, sizeof stream},
		   " stdin/1:abc stdin-end/1:");
}

static void
test_management(void **state)
{
	(void) state;
	expect(TEXT("\1\11\0\0\0\4\0\0\2\0ab"), " values/0:\2");
	expect(TEXT("\1\143\0\0\0\2\0\0xy"), " unknown/0:99");
	expect(TEXT("\1\2\0\5\0\0\0\0"), " abort/5:");
	/* a type that is not for a responder, under an id: passed over */
	expect(TEXT("\1\10\0\5\0\2\0\0xy\1\2\0\5\0\0\0\0"), " abort/5:");
}

static void
test_broken(void **state)
{
	(void) state;
	expect(TEXT("\2\1\0\1\0\10\0\0abcdefgh"), " broken/0:");
	expect(TEXT("\1\1\0\1\0\7\0\0abcdefg"), " broken/0:");
	expect(TEXT("\1\1\0\0\0\10\0\0abcdefgh"), " broken/0:");
	expect(TEXT("\1\11\0\0\2\1\0\0"), " broken/0:");
}

static void
test_long_record(void **state)
{
	struct buffer out = {0};
	struct fcgi_reader reader = {0};
	struct fcgi_event event;
	struct slice data;
	size_t		sum = 0;
	char	   *body = memory_zero(200000);

	(void) state;
	fcgi_add_stream(&out, FCGI_STDIN, 1, (struct slice) {body, 200000});
	data = (struct slice) {out.data, out.length};
	while ((event = fcgi_read(&reader, &data)).kind == FCGI_EVENT_STDIN)
	{
		assert_true(event.content.length <= FCGI_MAX_LENGTH);
		sum += event.content.length;
	}
	assert_int_equal(event.kind, FCGI_EVENT_STDIN_END);
	assert_int_equal(sum, 200000);
	free(body);
	buffer_free(&out);
}

static void
test_pairs(void **state)
{
	struct buffer out = {0};
	char	   *large = memory_zero(300);
	struct slice data;
	struct slice name;
	struct slice value;

	(void) state;
	memset(large, 'x', 299);
	fcgi_add_pair(&out, "short", TEXT("v"));
	fcgi_add_pair(&out, large, (struct slice) {large, 128});
	fcgi_add_pair(&out, "", TEXT(""));
	data = (struct slice) {out.data, out.length};
	assert_int_equal(fcgi_pair(&data, &name, &value), 1);
	assert_true(slice_equal(name, "short") && slice_equal(value, "v"));
	assert_int_equal(fcgi_pair(&data, &name, &value), 1);
	assert_int_equal(name.length, 299);
	assert_int_equal(value.length, 128);
	assert_int_equal(fcgi_pair(&data, &name, &value), 1);
	assert_int_equal(name.length, 0);
	assert_int_equal(fcgi_pair(&data, &name, &value), 0);
	buffer_free(&out);
	free(large);
}

static void
test_pair_lengths(void **state)
{
	static const struct slice wrong[] = {
		TEXT("\1"), TEXT("\1\1a"), TEXT("\2\0a"), TEXT("\200\0\0"),
		TEXT("\200\0\0\5\0abcd"), TEXT("\377\377\377\377\377\377\377\377ab"),
		TEXT("\1\377\377\377\377a"), TEXT("\177\200\0\0"),
	};

	(void) state;
	for (size_t i = 0; i < lengthof(wrong); i++)
	{
		/* of its exact size, so that a byte too many is seen */
		char	   *copy = memory_get(wrong[i].length);
		struct slice data = {memcpy(copy, wrong[i].data, wrong[i].length),
		wrong[i].length};
		struct slice name;
		struct slice value;

		assert_int_equal(fcgi_pair(&data, &name, &value), -1);
		free(copy);
	}
}

static void
test_values(void **state)
{
	struct buffer asked = {0};
	struct buffer out = {0};
	struct slice data;
	struct slice name;
	struct slice value;

	(void) state;
	fcgi_add_pair(&asked, FCGI_MPXS_CONNS, TEXT(""));
	fcgi_add_pair(&asked, "OTHER", TEXT(""));
	fcgi_add_values(&out, (struct slice) {asked.data, asked.length});
	assert_int_equal(out.data[1], FCGI_GET_VALUES_RESULT);
	data = (struct slice) {out.data + FCGI_HEADER_LEN,
	out.length - FCGI_HEADER_LEN};
	assert_int_equal(fcgi_pair(&data, &name, &value), 1);
	assert_true(slice_equal(name, FCGI_MPXS_CONNS));
	assert_true(slice_equal(value, "0"));
	assert_int_equal(fcgi_pair(&data, &name, &value), 0);
	buffer_free(&asked);
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_padding),
		cmocka_unit_test(test_management),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_long_record),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_pair_lengths),
		cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests_name("fcgi", tests, NULL, NULL);
}
