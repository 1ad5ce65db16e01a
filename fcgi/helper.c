/* helper.c: the thread that waits so that the loop need not */
#include "helper.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define QUEUE_MAX		64
#define CANCELS_MAX		16

struct helper
{
	struct watch watch;			/* an eventfd: some job is done */
	struct loop *loop;
	struct shared *shared;
	size_t		worker;
	pthread_t	thread;
	pthread_mutex_t mutex;		/* of all below */
	pthread_cond_t wake;
	bool		ending;
	size_t		waiting;
	struct password_job *first;
	struct password_job **last;
	struct password_job *done;	/* the latest first */
	PGcancel   *cancel[CANCELS_MAX];
	size_t		cancels;
};

/* The one moment at which an old hash can be made a new one: a login. */
static void
password_renew(struct password_job *job)
{
	char		hash[PASSWORD_HASH];

	if (!job->good || !password_outdated(job->hash) ||
		!password_hash(job->password, job->length, hash))
		return;
	memcpy(job->hash, hash, sizeof hash);
	job->renewed = true;
}

static void
password_work(struct helper *helper, struct password_job *job)
{
	pthread_mutex_t *lane;

	job->late = loop_clock() > job->deadline;
	if (job->late)
		return;
	lane = shared_lane(helper->shared, helper->worker);
	if (job->verify)
	{
		job->good = password_verify(job->password, job->length,
									job->known ? job->hash : NULL);
		password_renew(job);
	}
	else
		job->good = password_hash(job->password, job->length, job->hash);
	pthread_mutex_unlock(lane);
}

static struct password_job *
queue_take(struct helper *helper)
{
	struct password_job *job = helper->first;

	if (job == NULL)
		return NULL;
	helper->first = job->next;
	if (helper->first == NULL)
		helper->last = &helper->first;
	return job;
}

/* Called and left with the mutex held. */
static void
do_password(struct helper *helper, struct password_job *job)
{
	uint64_t	one = 1;

	pthread_mutex_unlock(&helper->mutex);
	password_work(helper, job);
	sodium_memzero(job->password, sizeof job->password);
	pthread_mutex_lock(&helper->mutex);
	job->next = helper->done;
	helper->done = job;
	if (write(helper->watch.fd, &one, sizeof one) < 0)
		abort();				/* an eventfd takes 2^64 of them */
}

static void
do_cancel(struct helper *helper)
{
	PGcancel   *cancel = helper->cancel[--helper->cancels];
	char		reason[256];

	pthread_mutex_unlock(&helper->mutex);
	/* When it fails the statement's own timeout ends it. */
	(void) PQcancel(cancel, reason, sizeof reason);
	PQfreeCancel(cancel);
	pthread_mutex_lock(&helper->mutex);
}

static void *
helper_run(void *argument)
{
	struct helper *helper = argument;
	struct password_job *job;

	pthread_mutex_lock(&helper->mutex);
	while (!helper->ending)
	{
		if (helper->cancels > 0)
			do_cancel(helper);
		else if ((job = queue_take(helper)) != NULL)
			do_password(helper, job);
		else
			pthread_cond_wait(&helper->wake, &helper->mutex);
	}
	pthread_mutex_unlock(&helper->mutex);
	return NULL;
}

static void
job_free(struct password_job *job)
{
	sodium_memzero(job, sizeof *job);
	free(job);
}

static void
helper_ready(struct watch *watch, uint32_t events)
{
	struct helper *helper = container_of(watch, struct helper, watch);
	struct password_job *job;
	uint64_t	count;

	(void) events;
	if (read(watch->fd, &count, sizeof count) < 0)
		return;
	pthread_mutex_lock(&helper->mutex);
	job = helper->done;
	helper->done = NULL;
	pthread_mutex_unlock(&helper->mutex);
	while (job != NULL)
	{
		struct password_job *next = job->next;

		helper->waiting--;
		if (job->done != NULL)
			job->done(job);
		job_free(job);
		job = next;
	}
	atomic_store(&helper->shared->worker[helper->worker].hashes,
				 helper->waiting);
}

struct helper *
helper_new(struct loop *loop, struct shared *shared, size_t worker)
{
	struct helper *helper = memory_zero(sizeof *helper);

	helper->loop = loop;
	helper->shared = shared;
	helper->worker = worker;
	helper->last = &helper->first;
	helper->watch.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	helper->watch.ready = helper_ready;
	pthread_mutex_init(&helper->mutex, NULL);
	pthread_cond_init(&helper->wake, NULL);
	if (!loop_watch(loop, &helper->watch, EPOLLIN) ||
		pthread_create(&helper->thread, NULL, helper_run, helper) != 0)
	{
		close(helper->watch.fd);
		free(helper);
		return NULL;
	}
	return helper;
}

static void
jobs_free(struct password_job *job)
{
	while (job != NULL)
	{
		struct password_job *next = job->next;

		job_free(job);
		job = next;
	}
}

void
helper_free(struct helper *helper)
{
	pthread_mutex_lock(&helper->mutex);
	helper->ending = true;
	pthread_cond_signal(&helper->wake);
	pthread_mutex_unlock(&helper->mutex);
	pthread_join(helper->thread, NULL);
	jobs_free(helper->first);
	jobs_free(helper->done);
	while (helper->cancels > 0)
		PQfreeCancel(helper->cancel[--helper->cancels]);
	loop_close(helper->loop, &helper->watch);
	pthread_cond_destroy(&helper->wake);
	pthread_mutex_destroy(&helper->mutex);
	free(helper);
}

bool
helper_password(struct helper *helper, struct password_job *job)
{
	if (helper->waiting == QUEUE_MAX)
		return false;
	helper->waiting++;
	atomic_store(&helper->shared->worker[helper->worker].hashes,
				 helper->waiting);
	job->next = NULL;
	pthread_mutex_lock(&helper->mutex);
	*helper->last = job;
	helper->last = &job->next;
	pthread_cond_signal(&helper->wake);
	pthread_mutex_unlock(&helper->mutex);
	return true;
}

/* Goes before the passwords; one too many is dropped, its timeout acts. */
void
helper_cancel(struct helper *helper, PGcancel *cancel)
{
	pthread_mutex_lock(&helper->mutex);
	if (helper->cancels < CANCELS_MAX)
	{
		helper->cancel[helper->cancels++] = cancel;
		cancel = NULL;
		pthread_cond_signal(&helper->wake);
	}
	pthread_mutex_unlock(&helper->mutex);
	if (cancel != NULL)
		PQfreeCancel(cancel);
}
