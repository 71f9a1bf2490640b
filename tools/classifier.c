/*
 * classifier.c - many texts appraised, by other threads while the first one
 * reads on.
 *
 * Texts go to the threads by the chunk, through a ring of a few chunks.  A
 * chunk belongs to the reader until it is given, then to the thread that
 * takes it, and to the reader again when it is done; so only that is locked.
 * Where the ring is full, or at the end, the reader takes chunks itself.
 */
#include "classifier.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "gehoor/buf.h"
#include "stopwatch.h"

#define CHUNKS 32
#define CHUNK_TEXTS 128
#define CHUNK_BYTES (64u << 10) /* enough, then given */
#define WORKERS_MAX 31          /* each can have a chunk */

struct chunk {
	struct buf text;
	size_t end[CHUNK_TEXTS]; /* of each text */
	struct appraisal *to[CHUNK_TEXTS];
	size_t n;
	bool busy; /* given and not done; locked */
};

struct worker {
	struct classifier *classifier;
	struct appraise_scratch *scratch;
	struct stopwatch watch;
	bool failed; /* no memory for a text */
	pthread_t thread;
};

struct classifier {
	struct appraiser *appraiser;
	struct worker workers[1 + WORKERS_MAX]; /* the first: the reader */
	size_t nstarted;                        /* beside the reader */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint64_t given, taken; /* chunks; locked */
	bool stop;             /* locked */
	struct chunk chunks[CHUNKS];
};

static void
appraise_chunk(struct worker *w, struct chunk *c)
{
	size_t i, from = 0;

	stopwatch_go(&w->watch);
	for (i = 0; i < c->n; i++) {
		const struct str text = { (const char *)c->text.data + from,
			c->end[i] - from };

		if (appraise(text, w->scratch, c->to[i]) == -1)
			w->failed = true;
		from = c->end[i];
	}
	buf_clear(&c->text);
	c->n = 0;
	stopwatch_lap(&w->watch, STAGE_CLASSIFY);
}

/* Takes the next chunk and does it; the lock is held, but for the work. */
static void
work_once(struct worker *w)
{
	struct classifier *cl = w->classifier;
	struct chunk *c = &cl->chunks[cl->taken++ % CHUNKS];

	pthread_mutex_unlock(&cl->lock);
	appraise_chunk(w, c);
	pthread_mutex_lock(&cl->lock);
	c->busy = false;
	pthread_cond_broadcast(&cl->changed);
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct classifier *cl = w->classifier;

	pthread_mutex_lock(&cl->lock);
	while (!cl->stop) {
		if (cl->taken == cl->given)
			pthread_cond_wait(&cl->changed, &cl->lock);
		else
			work_once(w);
	}
	pthread_mutex_unlock(&cl->lock);
	return NULL;
}

static int
prepare_worker(struct classifier *cl, struct worker *w, bool timed)
{
	w->classifier = cl;
	w->scratch = appraise_scratch_new(cl->appraiser);
	stopwatch_start(&w->watch, timed);
	return w->scratch == NULL ? -1 : 0;
}

/* How many threads to start: one for each processor but the reader's. */
static size_t
count_wanted(void)
{
	cpu_set_t set;
	int n =
	    sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return n <= 2 ? 1 : n > WORKERS_MAX ? WORKERS_MAX : (size_t)n - 1;
}

/* One thread is enough to go on. Signals are for the one that reads. */
static int
start_threads(struct classifier *cl, bool timed)
{
	size_t wanted = count_wanted();
	sigset_t all, before;

	if (prepare_worker(cl, &cl->workers[0], timed) == -1)
		return -1;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (cl->nstarted < wanted) {
		struct worker *w = &cl->workers[1 + cl->nstarted];

		if (prepare_worker(cl, w, timed) == -1 ||
		    pthread_create(&w->thread, NULL, work, w) != 0)
			break;
		cl->nstarted++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return cl->nstarted > 0 ? 0 : -1;
}

int
classifier_new(
    const struct conf *c, bool timed, struct classifier **out, struct err *e)
{
	struct classifier *cl = calloc(1, sizeof(*cl));

	if (cl == NULL)
		return err_set(e, "no memory");
	pthread_mutex_init(&cl->lock, NULL);
	pthread_cond_init(&cl->changed, NULL);
	if (appraiser_new(c, &cl->appraiser, e) == 0) {
		if (start_threads(cl, timed) == 0) {
			*out = cl;
			return 0;
		}
		err_set(e, "no memory for a thread");
	}
	classifier_free(&cl);
	return -1;
}

static void
stop_threads(struct classifier *cl)
{
	size_t i;

	pthread_mutex_lock(&cl->lock);
	cl->stop = true;
	pthread_cond_broadcast(&cl->changed);
	pthread_mutex_unlock(&cl->lock);
	for (i = 0; i < cl->nstarted; i++)
		pthread_join(cl->workers[1 + i].thread, NULL);
}

void
classifier_free(struct classifier **out)
{
	struct classifier *cl = *out;
	size_t i;

	if (cl == NULL)
		return;
	stop_threads(cl);
	for (i = 0; i < CHUNKS; i++)
		buf_free(&cl->chunks[i].text);
	for (i = 0; i < 1 + WORKERS_MAX; i++)
		appraise_scratch_free(&cl->workers[i].scratch);
	appraiser_free(&cl->appraiser);
	pthread_cond_destroy(&cl->changed);
	pthread_mutex_destroy(&cl->lock);
	free(cl);
	*out = NULL;
}

/* Works, or waits for others who do, until that chunk is the reader's. */
static void
await(struct classifier *cl, const struct chunk *c)
{
	while (c->busy) {
		if (cl->taken != cl->given)
			work_once(&cl->workers[0]);
		else
			pthread_cond_wait(&cl->changed, &cl->lock);
	}
}

/* Gives the chunk that is being filled, and waits for an empty one. */
static void
hand_over(struct classifier *cl)
{
	pthread_mutex_lock(&cl->lock);
	cl->chunks[cl->given++ % CHUNKS].busy = true;
	pthread_cond_broadcast(&cl->changed);
	await(cl, &cl->chunks[cl->given % CHUNKS]);
	pthread_mutex_unlock(&cl->lock);
}

int
classifier_add(struct classifier *cl, struct str text, struct appraisal *to)
{
	struct chunk *c = &cl->chunks[cl->given % CHUNKS];

	if (text.n == 0)
		return 0;
	buf_addstr(&c->text, text);
	if (c->text.failed)
		return -1;
	c->end[c->n] = c->text.len;
	c->to[c->n++] = to;
	if (c->n == CHUNK_TEXTS || c->text.len >= CHUNK_BYTES)
		hand_over(cl);
	return 0;
}

int
classifier_wait(struct classifier *cl)
{
	bool failed = false;
	size_t i;

	if (cl->chunks[cl->given % CHUNKS].n > 0)
		hand_over(cl);
	pthread_mutex_lock(&cl->lock);
	for (i = 0; i < CHUNKS; i++)
		await(cl, &cl->chunks[i]);
	for (i = 0; i < 1 + WORKERS_MAX; i++) {
		failed |= cl->workers[i].failed;
		cl->workers[i].failed = false;
	}
	pthread_mutex_unlock(&cl->lock);
	return failed ? -1 : 0;
}

int64_t
classifier_spent(const struct classifier *cl)
{
	int64_t spent = 0;
	size_t i;

	for (i = 0; i < 1 + WORKERS_MAX; i++)
		spent += cl->workers[i].watch.spent[STAGE_CLASSIFY];
	return spent;
}
