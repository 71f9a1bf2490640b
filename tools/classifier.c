/*
 * classifier.c - themes of many texts, found by a second thread while the
 * first one reads on.
 *
 * Texts go to the thread by the chunk, through a ring of a few chunks; the
 * reader waits where the ring is full.  A chunk belongs to the reader until
 * it is handed over and again when it is done, so only its number is locked.
 */
#include "classifier.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "gehoor/buf.h"
#include "stopwatch.h"
#include "themes.h"

#define CHUNKS 8
#define CHUNK_TEXTS 256
#define CHUNK_BYTES (256u << 10) /* enough, then handed over */

struct chunk {
	struct buf text;
	size_t end[CHUNK_TEXTS]; /* of each text */
	uint64_t *to[CHUNK_TEXTS];
	size_t n;
};

struct classifier {
	struct themes *themes;
	struct themes_scratch *scratch;
	struct stopwatch watch; /* of the thread */
	pthread_t thread;
	bool started;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint64_t given, done; /* chunks; locked */
	bool stop;            /* locked */
	struct chunk chunks[CHUNKS];
};

static void
classify(struct classifier *cl, struct chunk *c)
{
	size_t i, from = 0;

	stopwatch_go(&cl->watch);
	for (i = 0; i < c->n; i++) {
		*c->to[i] |=
		    themes_of((struct str){ (const char *)c->text.data + from,
				  c->end[i] - from },
			cl->scratch);
		from = c->end[i];
	}
	buf_clear(&c->text);
	c->n = 0;
}

/* The chunk to work on; NULL at the end. */
static struct chunk *
next_chunk(struct classifier *cl)
{
	struct chunk *c = NULL;

	pthread_mutex_lock(&cl->lock);
	while (cl->given == cl->done && !cl->stop)
		pthread_cond_wait(&cl->changed, &cl->lock);
	if (cl->given != cl->done)
		c = &cl->chunks[cl->done % CHUNKS];
	pthread_mutex_unlock(&cl->lock);
	return c;
}

static void *
work(void *arg)
{
	struct classifier *cl = arg;
	struct chunk *c;

	while ((c = next_chunk(cl)) != NULL) {
		classify(cl, c);
		stopwatch_lap(&cl->watch, STAGE_CLASSIFY);
		pthread_mutex_lock(&cl->lock);
		cl->done++;
		pthread_cond_broadcast(&cl->changed);
		pthread_mutex_unlock(&cl->lock);
	}
	return NULL;
}

/* Signals are for the thread that talks to people. */
static int
start_thread(struct classifier *cl)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&cl->thread, NULL, work, cl);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	cl->started = rc == 0;
	return rc == 0 ? 0 : -1;
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
	stopwatch_start(&cl->watch, timed);
	if (themes_new(c, &cl->themes, e) == 0) {
		cl->scratch = themes_scratch_new(cl->themes);
		if (cl->scratch != NULL && start_thread(cl) == 0) {
			*out = cl;
			return 0;
		}
		err_set(e, "no memory for a thread");
	}
	classifier_free(&cl);
	return -1;
}

void
classifier_free(struct classifier **out)
{
	struct classifier *cl = *out;
	size_t i;

	if (cl == NULL)
		return;
	if (cl->started) {
		pthread_mutex_lock(&cl->lock);
		cl->stop = true;
		pthread_cond_broadcast(&cl->changed);
		pthread_mutex_unlock(&cl->lock);
		pthread_join(cl->thread, NULL);
	}
	for (i = 0; i < CHUNKS; i++)
		buf_free(&cl->chunks[i].text);
	themes_scratch_free(&cl->scratch);
	themes_free(&cl->themes);
	pthread_cond_destroy(&cl->changed);
	pthread_mutex_destroy(&cl->lock);
	free(cl);
	*out = NULL;
}

/* Gives the chunk that is being filled, and waits for an empty one. */
static void
hand_over(struct classifier *cl)
{
	pthread_mutex_lock(&cl->lock);
	cl->given++;
	pthread_cond_broadcast(&cl->changed);
	while (cl->given - cl->done >= CHUNKS)
		pthread_cond_wait(&cl->changed, &cl->lock);
	pthread_mutex_unlock(&cl->lock);
}

int
classifier_add(struct classifier *cl, struct str text, uint64_t *to)
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

void
classifier_wait(struct classifier *cl)
{
	if (cl->chunks[cl->given % CHUNKS].n > 0)
		hand_over(cl);
	pthread_mutex_lock(&cl->lock);
	while (cl->given != cl->done)
		pthread_cond_wait(&cl->changed, &cl->lock);
	pthread_mutex_unlock(&cl->lock);
}

int64_t
classifier_spent(const struct classifier *cl)
{
	return cl->watch.spent[STAGE_CLASSIFY];
}
