/* loop.c: epoll, timers in a heap, deferred frees */
#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "memory.h"

#define EVENTS_PER_TURN		256

uint64_t
loop_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t) now.tv_sec * 1000000 + (uint64_t) now.tv_nsec / 1000;
}

void
loop_start(struct loop *loop)
{
	*loop = (struct loop) {.now = loop_clock()};
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
}

static void
bury(struct loop *loop)
{
	for (size_t i = 0; i < loop->dead_count; i++)
		free(loop->dead[i]);
	loop->dead_count = 0;
}

void
loop_end(struct loop *loop)
{
	bury(loop);
	free(loop->dead);
	free(loop->heap);
	close(loop->epoll);
}

bool
loop_watch(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = watch};

	if (epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event) == 0)
		return true;
	return errno == ENOENT &&
		epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0;
}

/* Closing takes the descriptor out of the epoll as well. */
void
loop_close(struct loop *loop, struct watch *watch)
{
	(void) loop;
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
}

void
loop_free(struct loop *loop, void *memory)
{
	if (loop->dead_count == loop->dead_size)
	{
		loop->dead_size = loop->dead_size * 2 + 16;
		loop->dead = memory_resize(loop->dead,
								   loop->dead_size * sizeof *loop->dead);
	}
	loop->dead[loop->dead_count++] = memory;
}

static void
heap_put(struct loop *loop, size_t place, struct timer *timer)
{
	loop->heap[place] = timer;
	timer->place = place;
}

static void
heap_rise(struct loop *loop, size_t place)
{
	struct timer *timer = loop->heap[place];

	while (place > 1 && loop->heap[place / 2]->at > timer->at)
	{
		heap_put(loop, place, loop->heap[place / 2]);
		place /= 2;
	}
	heap_put(loop, place, timer);
}

static void
heap_sink(struct loop *loop, size_t place)
{
	struct timer *timer = loop->heap[place];

	while (place * 2 <= loop->timers)
	{
		size_t		child = place * 2;

		if (child < loop->timers &&
			loop->heap[child + 1]->at < loop->heap[child]->at)
			child++;
		if (loop->heap[child]->at >= timer->at)
			break;
		heap_put(loop, place, loop->heap[child]);
		place = child;
	}
	heap_put(loop, place, timer);
}

void
timer_set(struct loop *loop, struct timer *timer, uint64_t at)
{
	timer_stop(loop, timer);
	if (loop->timers + 1 >= loop->size)
	{
		loop->size = loop->size * 2 + 64;
		loop->heap = memory_resize(loop->heap,
								   loop->size * sizeof *loop->heap);
	}
	timer->at = at;
	heap_put(loop, ++loop->timers, timer);
	heap_rise(loop, loop->timers);
}

void
timer_stop(struct loop *loop, struct timer *timer)
{
	size_t		place = timer->place;
	struct timer *last;

	if (place == 0)
		return;
	timer->place = 0;
	last = loop->heap[loop->timers--];
	if (last == timer)
		return;
	heap_put(loop, place, last);
	heap_rise(loop, place);
	heap_sink(loop, last->place);
}

/* Milliseconds until the next timer, rounded up; -1 when there is none. */
static int
loop_patience(const struct loop *loop)
{
	uint64_t	now = loop_clock();

	if (loop->timers == 0)
		return -1;
	if (loop->heap[1]->at <= now)
		return 0;
	return (int) ((loop->heap[1]->at - now + 999) / 1000);
}

static void
loop_fire(struct loop *loop)
{
	while (loop->timers > 0 && loop->heap[1]->at <= loop->now)
	{
		struct timer *timer = loop->heap[1];

		timer_stop(loop, timer);
		timer->fire(timer);
	}
}

void
loop_turn(struct loop *loop)
{
	struct epoll_event event[EVENTS_PER_TURN];
	int			count;

	count = epoll_wait(loop->epoll, event, EVENTS_PER_TURN,
					   loop_patience(loop));
	loop->now = loop_clock();
	for (int i = 0; i < count; i++)
	{
		struct watch *watch = event[i].data.ptr;

		/* An earlier event of this turn may have closed it. */
		if (watch->fd >= 0)
			watch->ready(watch, event[i].events);
	}
	loop_fire(loop);
	bury(loop);
}
