/*
 * loop.h: one level-triggered epoll, timers, and memory that must outlive the
 * events which are already at hand
 */
#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

struct loop;

/* A descriptor that somebody waits on; embedded in what it belongs to. */
struct watch
{
	int			fd;				/* -1: closed, events are dropped */
	void		(*ready) (struct watch *watch, uint32_t events);
};

struct timer
{
	uint64_t	at;				/* microseconds of the loop's clock */
	size_t		place;			/* in the heap, from 1; 0 = not set */
	void		(*fire) (struct timer *timer);
};

struct loop
{
	int			epoll;
	uint64_t	now;			/* when this turn began */
	struct timer **heap;		/* from 1 */
	size_t		timers;
	size_t		size;
	void	  **dead;			/* freed at the end of the turn */
	size_t		dead_count;
	size_t		dead_size;
};

extern void loop_start(struct loop *loop);
extern void loop_end(struct loop *loop);

/* One turn: waits for events or the next timer and handles them. */
extern void loop_turn(struct loop *loop);

/* Watches for events, or for other ones than before; no events: not at all. */
extern bool loop_watch(struct loop *loop, struct watch *watch,
					   uint32_t events);
extern void loop_close(struct loop *loop, struct watch *watch);
extern void loop_free(struct loop *loop, void *memory);

extern void timer_set(struct loop *loop, struct timer *timer, uint64_t at);
extern void timer_stop(struct loop *loop, struct timer *timer);

extern uint64_t loop_clock(void);

#endif							/* LOOP_H */
