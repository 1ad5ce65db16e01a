/* worker.c: the loop of one process: listener, signals, draining */
#include "worker.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "log.h"

#define ACCEPT_PAUSE		100000	/* when descriptors have run out */
#define SHARE_PAUSE			5000	/* for others to take what comes */
#define CLIENTS_AHEAD		1
#define DRAIN_PATIENCE		10000000
#define UNUSED_PATIENCE		1000000 /* for the first byte of a connection */
#define ONCE_PATIENCE		2000000
#define LOG_PATIENCE		1000000
#define LOG_SIZE			16384

/* Of the workers that wait on the listener only one is woken. */
static void
listen_start(struct worker *worker)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = &worker->listener
	};

	epoll_ctl(worker->loop.epoll, EPOLL_CTL_ADD, worker->listener.fd, &event);
}

static void
listen_again(struct timer *timer)
{
	listen_start(container_of(timer, struct worker, listen_again));
}

/* The connections of the worker that has the fewest. */
static size_t
fewest_clients(const struct worker *worker)
{
	struct worker_gauges *all = worker->config->shared->worker;
	size_t		fewest = worker->client_count;

	for (size_t i = 0; i < SHARED_WORKERS; i++)
		if (atomic_load(&all[i].serving) &&
			atomic_load(&all[i].clients) < fewest)
			fewest = atomic_load(&all[i].clients);
	return fewest;
}

static void
listen_pause(struct worker *worker, uint64_t microseconds)
{
	epoll_ctl(worker->loop.epoll, EPOLL_CTL_DEL, worker->listener.fd, NULL);
	worker->listen_again.fire = listen_again;
	timer_set(&worker->loop, &worker->listen_again,
			  worker->loop.now + microseconds);
}

/*
 * One connection a turn, and a pause for one who has more than another: the
 * web server keeps connections for ever, so what is not shared evenly now
 * stays so.
 */
static void
on_connect(struct watch *watch, uint32_t events)
{
	struct worker *worker = container_of(watch, struct worker, listener);
	int			fd = accept4(watch->fd, NULL, NULL,
							 SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void) events;
	if (fd >= 0)
	{
		client_new(worker, fd);
		if (worker->client_count > fewest_clients(worker) + CLIENTS_AHEAD)
			listen_pause(worker, SHARE_PAUSE);
		return;
	}
	if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
		errno != ENOMEM)
		return;
	log_line("warning", "no descriptor for a connection", NULL);
	listen_pause(worker, ACCEPT_PAUSE);
}

static void
drain_cut(struct timer *timer)
{
	struct worker *worker = container_of(timer, struct worker, drain_end);

	log_line("warning", "requests were cut off at the end", NULL);
	clients_close_all(worker);
}

static void
drain_unused(struct timer *timer)
{
	struct worker *worker = container_of(timer, struct worker, drain_end);

	clients_close_idle(worker, true);
	worker->drain_end.fire = drain_cut;
	timer_set(&worker->loop, &worker->drain_end,
			  worker->loop.now + DRAIN_PATIENCE - UNUSED_PATIENCE);
}

/* No new connections; idle ones end, others after their answer. */
static void
drain(struct worker *worker)
{
	if (worker->draining)
		return;
	worker->draining = true;
	atomic_store(&worker->gauges->serving, 0);
	timer_stop(&worker->loop, &worker->listen_again);
	if (worker->listener.fd >= 0)
		epoll_ctl(worker->loop.epoll, EPOLL_CTL_DEL, worker->listener.fd,
				  NULL);
	clients_close_idle(worker, false);
	worker->drain_end.fire = drain_unused;
	timer_set(&worker->loop, &worker->drain_end,
			  worker->loop.now + UNUSED_PATIENCE);
}

static void
on_signal(struct watch *watch, uint32_t events)
{
	struct worker *worker = container_of(watch, struct worker, signals);
	struct signalfd_siginfo signal;

	(void) events;
	if (read(watch->fd, &signal, sizeof signal) == sizeof signal &&
		signal.ssi_signo != SIGHUP)
		drain(worker);
}

/* SIGHUP is the master's affair; a terminal sends it and SIGINT to all. */
static void
watch_signals(struct worker *worker)
{
	sigset_t	set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	worker->signals.fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	worker->signals.ready = on_signal;
	loop_watch(&worker->loop, &worker->signals, EPOLLIN);
}

static void
watch_listener(struct worker *worker, int listener)
{
	worker->listener.fd = listener;
	worker->listener.ready = on_connect;
	if (listener < 0)
		return;
	atomic_store(&worker->gauges->serving, 1);
	listen_start(worker);
}

static void
cancel(void *context, PGcancel *handle)
{
	struct worker *worker = context;

	helper_cancel(worker->helper, handle);
}

static bool
worker_start(struct worker *worker, struct config *config, int listener,
			 size_t slot)
{
	struct pg_settings settings = {
		.loop = &worker->loop,
		.shared = config->shared,
		.gauges = &config->shared->worker[slot],
		.router = config->router,
		.prepare = config->prepare,
		.budget = config->limit != NULL,
		.cancel = cancel,
		.context = worker,
	};

	*worker = (struct worker) {.config = config, .gauges = settings.gauges};
	loop_start(&worker->loop);
	watch_signals(worker);
	watch_listener(worker, listener);
	worker->input = memory_get(WORKER_INPUT);
	worker->tokens = token_cache_new();
	worker->helper = helper_new(&worker->loop, config->shared, slot);
	if (worker->helper == NULL)
	{
		log_line("error", "no thread for passwords", NULL);
		return false;
	}
	worker->pg = pg_new(&settings);
	worker->ledger = ledger_new(worker);
	worker->tally = tally_new(worker);
	return true;
}

static void
worker_end(struct worker *worker)
{
	clients_close_all(worker);
	ledger_free(worker->ledger);
	tally_free(worker->tally);
	if (worker->pg != NULL)
		pg_free(worker->pg);
	if (worker->helper != NULL)
		helper_free(worker->helper);
	log_write(&worker->log);
	buffer_free(&worker->log);
	token_cache_free(worker->tokens);
	free(worker->input);
	close(worker->signals.fd);
	loop_end(&worker->loop);
}

static void
log_late(struct timer *timer)
{
	struct worker *worker = container_of(timer, struct worker, log_timer);

	log_write(&worker->log);
}

/* Lines are written together, when there are many or a second has passed. */
static void
worker_log(struct worker *worker)
{
	if (worker->log.length >= LOG_SIZE)
		log_write(&worker->log);
	else if (worker->log.length > 0 && worker->log_timer.place == 0)
	{
		worker->log_timer.fire = log_late;
		timer_set(&worker->loop, &worker->log_timer,
				  worker->loop.now + LOG_PATIENCE);
	}
}

/* What was charged and told is written before the end. */
static bool
worker_busy(struct worker *worker)
{
	if (worker->client_count > 0 || !(worker->draining || worker->single))
		return true;
	ledger_flush(worker->ledger);
	tally_flush(worker->tally);
	return ledger_busy(worker->ledger) || tally_busy(worker->tally);
}

static void
worker_serve(struct worker *worker)
{
	while (worker_busy(worker))
	{
		loop_turn(&worker->loop);
		pg_flush(worker->pg);
		worker_log(worker);
	}
}

/*
 * Woken by a request, a worker lets whoever runs go on for a moment, and more
 * requests come meanwhile, which is one statement for all of them.
 */
static void
do_not_preempt(void)
{
	struct sched_param none = {0};

	sched_setscheduler(0, SCHED_BATCH, &none);
}

int
worker_run(struct config *config, int listener, size_t slot)
{
	struct worker worker;
	bool		good;

	do_not_preempt();
	memory_keep();
	good = worker_start(&worker, config, listener, slot);
	if (good)
		worker_serve(&worker);
	worker_end(&worker);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void
nothing(struct timer *timer)
{
	(void) timer;
}

/* A shell waits for the database a moment, where a server would say 503. */
static void
await_database(struct worker *worker)
{
	struct timer patience = {.fire = nothing};

	timer_set(&worker->loop, &patience, worker->loop.now + ONCE_PATIENCE);
	while (!pg_ready(worker->pg) && patience.place != 0)
		loop_turn(&worker->loop);
	timer_stop(&worker->loop, &patience);
}

int
worker_once(struct config *config, int client)
{
	struct worker worker;
	bool		good = worker_start(&worker, config, -1, 0);

	worker.single = true;
	if (good)
	{
		await_database(&worker);
		client_new(&worker, client);
		worker_serve(&worker);
	}
	worker_end(&worker);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
