/*
 * journal.c - the queue to the one writer thread, and back: the side of the
 * event loop.
 *
 * Entries of one turn of the loop are handed over together, so that the
 * writer is woken once and its batches are as large as they can be.
 */
#include "journal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "app.h"
#include "gehoor/clock.h"
#include "journal_writer.h"
#include "keys.h"
#include "log.h"

#define WEIGHT_MAX ((size_t)16 << 20) /* bytes of words in memory at most */
#define STACK_SIZE ((size_t)512 << 10)

static void
journal_flush_cb(evutil_socket_t fd, short what, void *arg)
{
	struct journal *j = arg;
	bool idle;

	(void)fd;
	(void)what;
	pthread_mutex_lock(&j->lock);
	idle = j->queue.first == NULL;
	journal_list_move(&j->queue, &j->gathered);
	pthread_mutex_unlock(&j->lock);
	/* After the lock: who is woken must not run into it. */
	if (idle)
		pthread_cond_signal(&j->wake);
}

/* A checkpoint that the writer has signed takes the place of the last. */
static void
take_fresh(struct journal_box *b)
{
	if (b->fresh == NULL)
		return;
	journal_published_free(&b->published);
	b->published = b->fresh;
	b->fresh = NULL;
}

/* Tells everybody of a finished batch. */
static void
journal_deliver(struct journal *j)
{
	struct journal_list done;
	struct journal_entry *en, *next;
	size_t i;

	journal_list_init(&done);
	pthread_mutex_lock(&j->lock);
	journal_list_move(&done, &j->done);
	for (i = 0; i < j->nboxes; i++)
		take_fresh(j->boxes[i]);
	pthread_mutex_unlock(&j->lock);
	for (en = done.first; en != NULL; en = next) {
		next = en->next;
		j->waiting--;
		j->weight -= en->weight;
		en->done(en);
	}
	if (atomic_load(&j->dead) && !j->told && j->on_death != NULL) {
		j->told = true;
		j->on_death(j->death_arg);
	}
}

static void
journal_written_cb(evutil_socket_t fd, short what, void *arg)
{
	uint64_t count;

	(void)what;
	/* Only the wake-up matters; the count does not. */
	(void)!read(fd, &count, sizeof(count));
	journal_deliver(arg);
}

static int
journal_make_dir(const struct conf *c, struct err *e)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/log", c->state);
	if (mkdir(path, 0750) == -1 && errno != EEXIST)
		return err_sys(e, "state: %s cannot be made", path);
	return 0;
}

static int
journal_open_boxes(struct journal *j, const struct conf *c, struct err *e)
{
	const struct note_signer *signer = keys_signer(j->app->keys);
	struct week now = week_of(clock_now());
	struct err why;
	size_t i;

	j->boxes = calloc(c->nboxes + 1, sizeof(struct journal_box *));
	if (j->boxes == NULL)
		fatal("journal");
	for (i = 0; i < c->nboxes; i++) {
		j->boxes[i] = journal_box_new(c, &c->boxes[i], signer);
		j->nboxes++;
		if (journal_box_open(j->boxes[i], now, &why) == -1)
			return err_set(
			    e, "box %s: %s", c->boxes[i].name, why.msg);
		j->boxes[i]->published = journal_box_publish(j->boxes[i]);
	}
	return 0;
}

/* Signals are for the event loop: the writer starts with all blocked. */
static int
journal_start(struct journal *j, struct err *e)
{
	pthread_attr_t attr;
	sigset_t all, old;
	int error;

	sigfillset(&all);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&j->thread, &attr, journal_writer, j);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attr);
	if (error != 0)
		return err_set(e, "the writer thread: %s", strerror(error));
	return 0;
}

static int
journal_events(struct journal *j, struct err *e)
{
	j->eventfd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (j->eventfd == -1)
		return err_sys(e, "eventfd");
	j->flush = event_new(j->app->base, -1, 0, journal_flush_cb, j);
	j->written = event_new(j->app->base, j->eventfd, EV_READ | EV_PERSIST,
	    journal_written_cb, j);
	if (j->flush == NULL || j->written == NULL ||
	    event_add(j->written, NULL) == -1)
		return err_set(e, "events of the journal");
	return 0;
}

static struct journal *
journal_new(struct app *app, const struct conf *c)
{
	struct journal *j;
	pthread_condattr_t attr;

	if ((j = calloc(1, sizeof(*j))) == NULL)
		fatal("journal");
	j->app = app;
	j->eventfd = -1;
	j->cap = j->room = (size_t)c->queue;
	j->batch_ms = c->batch_ms;
	j->checkpoint_weeks = c->checkpoint_weeks;
	j->batch = calloc(j->room, sizeof(struct journal_entry *));
	if (j->batch == NULL)
		fatal("journal");
	journal_list_init(&j->gathered);
	journal_list_init(&j->queue);
	journal_list_init(&j->done);
	pthread_mutex_init(&j->work, NULL);
	pthread_mutex_init(&j->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&j->wake, &attr);
	pthread_condattr_destroy(&attr);
	atomic_store(&j->look_now, true);
	atomic_store(&j->healthy, true);
	return j;
}

/* Ends the segments and frees; the thread has ended or never was. */
static int
journal_end(struct journal **jp, struct err *e)
{
	struct journal *j = *jp;
	struct err why;
	int r = 0;
	size_t i;

	for (i = 0; i < j->nboxes; i++) {
		if (journal_box_close(j->boxes[i], &why) == -1)
			r = err_set(
			    e, "box %s: %s", j->boxes[i]->name, why.msg);
		journal_box_free(&j->boxes[i]);
	}
	free(j->boxes);
	free(j->batch);
	buf_free(&j->plain);
	if (j->flush != NULL)
		event_free(j->flush);
	if (j->written != NULL)
		event_free(j->written);
	if (j->eventfd != -1)
		close(j->eventfd);
	pthread_cond_destroy(&j->wake);
	pthread_mutex_destroy(&j->lock);
	pthread_mutex_destroy(&j->work);
	free(j);
	*jp = NULL;
	return r;
}

int
journal_open(struct app *app, struct journal **out, struct err *e)
{
	const struct conf *c = app->conf;
	struct journal *j;

	if (journal_make_dir(c, e) == -1)
		return -1;
	j = journal_new(app, c);
	if (journal_events(j, e) == -1 || journal_open_boxes(j, c, e) == -1 ||
	    journal_start(j, e) == -1) {
		journal_end(&j, NULL);
		return -1;
	}
	*out = j;
	return 0;
}

long
journal_box(const struct journal *j, struct str name)
{
	size_t i;

	for (i = 0; i < j->nboxes; i++)
		if (!j->boxes[i]->gone && str_is(name, j->boxes[i]->name))
			return (long)i;
	return -1;
}

const char *
journal_box_name(const struct journal *j, size_t box)
{
	return j->boxes[box]->name;
}

bool
journal_restored(const struct journal *j, struct week *out)
{
	struct week newest = { 0, 0 };

	for (size_t i = 0; i < j->nboxes; i++)
		if (j->boxes[i]->restored.year != 0 &&
		    (newest.year == 0 ||
			weeks_between(newest, j->boxes[i]->restored) > 0))
			newest = j->boxes[i]->restored;
	*out = newest;
	return newest.year != 0;
}

bool
journal_submit(struct journal *j, struct journal_entry *en)
{
	if (j->closing || atomic_load(&j->dead) || j->waiting >= j->cap ||
	    j->weight + en->json.len > WEIGHT_MAX)
		return false;
	en->weight = en->json.len;
	j->weight += en->weight;
	j->waiting++;
	if (j->gathered.first == NULL)
		event_active(j->flush, EV_TIMEOUT, 0);
	journal_list_add(&j->gathered, en);
	return true;
}

const struct journal_published *
journal_published(const struct journal *j, size_t box)
{
	return box < j->nboxes ? j->boxes[box]->published : NULL;
}

size_t
journal_waiting(const struct journal *j)
{
	return j->waiting;
}

bool
journal_healthy(const struct journal *j)
{
	return atomic_load(&j->healthy) && !atomic_load(&j->dead);
}

void
journal_on_death(struct journal *j, void (*fn)(void *), void *arg)
{
	j->on_death = fn;
	j->death_arg = arg;
}

int
journal_close(struct journal **jp, struct err *e)
{
	struct journal *j = *jp;
	int r;

	if (j == NULL)
		return 0;
	j->closing = true;
	pthread_mutex_lock(&j->lock);
	journal_list_move(&j->queue, &j->gathered);
	j->stop = true;
	pthread_cond_signal(&j->wake);
	pthread_mutex_unlock(&j->lock);
	pthread_join(j->thread, NULL);
	j->on_death = NULL;
	journal_deliver(j);
	r = atomic_load(&j->dead)
	    ? err_set(e, "the disk failed: segments were left open")
	    : 0;
	if (journal_end(jp, e) == -1)
		r = -1;
	return r;
}
