/* loop_test.c: timers come in order, are moved and stopped */
#include "worker_unit.h"

#include <unistd.h>

#include "loop.h"

#define TIMERS	500

struct alarm
{
	struct timer timer;
	uint64_t   *last;
	unsigned   *fired;
};

static void
fire(struct timer *timer)
{
	struct alarm *alarm = container_of(timer, struct alarm, timer);

	assert_true(timer->at >= *alarm->last);
	*alarm->last = timer->at;
	(*alarm->fired)++;
}

static void
test_order(void **state)
{
	static struct alarm alarm[TIMERS];
	struct loop loop;
	uint64_t	last = 0;
	unsigned	fired = 0;
	unsigned	stopped = 0;

	(void) state;
	loop_start(&loop);
	for (int i = 0; i < TIMERS; i++)
	{
		alarm[i] = (struct alarm) {
			.timer.fire = fire, .last = &last, .fired = &fired
		};
		timer_set(&loop, &alarm[i].timer, 1 + randombytes_uniform(1000));
	}
	for (int i = 0; i < TIMERS; i += 3)
	{
		timer_set(&loop, &alarm[i].timer, 1 + randombytes_uniform(1000));
		if (i % 2 == 0)
		{
			timer_stop(&loop, &alarm[i].timer);
			timer_stop(&loop, &alarm[i].timer);
			stopped++;
		}
	}
	loop_turn(&loop);
	assert_int_equal(fired, TIMERS - stopped);
	assert_int_equal(loop.timers, 0);
	loop_end(&loop);
}

struct end
{
	struct watch watch;
	struct loop *loop;
	struct end *other;
	unsigned	calls;
};

static void
close_other(struct watch *watch, uint32_t events)
{
	struct end *end = container_of(watch, struct end, watch);

	(void) events;
	end->calls++;
	loop_close(end->loop, &end->other->watch);
	loop_close(end->loop, &end->watch);
}

/* Of two that are ready in one turn, the first closes the second. */
static void
test_closed(void **state)
{
	struct loop loop;
	struct end	end[2];
	int			pipes[2][2];

	(void) state;
	loop_start(&loop);
	for (int i = 0; i < 2; i++)
	{
		assert_int_equal(pipe(pipes[i]), 0);
		end[i] = (struct end) {
			.watch = {pipes[i][0], close_other}, .loop = &loop,
			.other = &end[1 - i]
		};
		assert_true(loop_watch(&loop, &end[i].watch, EPOLLIN));
		assert_int_equal(write(pipes[i][1], "x", 1), 1);
	}
	loop_turn(&loop);
	assert_int_equal(end[0].calls + end[1].calls, 1);
	close(pipes[0][1]);
	close(pipes[1][1]);
	loop_end(&loop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_closed),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
