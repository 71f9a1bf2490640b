/*
 * journal_writer.c - the one thread that seals, writes and syncs.
 *
 * It takes all that waits, shuffles it, so that the order in the log tells
 * nothing about the order of arrival, and syncs once per box.  While the disk
 * works, the next batch gathers by itself.
 */
#include "journal_writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gehoor/clock.h"
#include "gehoor/crypto.h"
#include "harden.h"
#include "log.h"

#define LOOK_SECONDS 3600 /* between two looks at the clock, at most */
#define RANDOM_WORDS 32   /* of 8 bytes, drawn at once */
#define RETRY_SECONDS 1   /* between two tries to open a log again */

void
journal_list_init(struct journal_list *l)
{
	l->first = NULL;
	l->last = &l->first;
}

void
journal_list_add(struct journal_list *l, struct journal_entry *en)
{
	en->next = NULL;
	*l->last = en;
	l->last = &en->next;
}

void
journal_list_move(struct journal_list *to, struct journal_list *from)
{
	if (from->first == NULL)
		return;
	*to->last = from->first;
	to->last = from->last;
	journal_list_init(from);
}

int64_t
journal_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec;
}

static bool
box_is_broken(const struct journal_box *b)
{
	return !b->gone && b->log == NULL;
}

static bool
any_broken(const struct journal *j)
{
	size_t i;

	for (i = 0; i < j->nboxes; i++)
		if (box_is_broken(j->boxes[i]))
			return true;
	return false;
}

/* Opens again what had to be given up, at most once a second. */
static void
reopen(struct journal *j)
{
	int64_t now = journal_seconds();
	struct week week;
	struct err e;
	size_t i;

	if (!any_broken(j) || now - j->reopened < RETRY_SECONDS ||
	    atomic_load(&j->dead))
		return;
	j->reopened = now;
	week = week_of(clock_now());
	for (i = 0; i < j->nboxes; i++) {
		if (!box_is_broken(j->boxes[i]))
			continue;
		if (journal_box_open(j->boxes[i], week, &e) == 0)
			log_info("box %s: open again", j->boxes[i]->name);
		else
			log_rarely(&j->boxes[i]->tried, now, "box %s: %s",
			    j->boxes[i]->name, e.msg);
	}
	atomic_store(&j->healthy, !any_broken(j));
}

/* Hands what the box published last to the event loop, and wakes that. */
static void
publish(struct journal *j, struct journal_box *b)
{
	struct journal_published *p = journal_box_publish(b), *old;
	const uint64_t one = 1;

	if (p == NULL)
		return;
	pthread_mutex_lock(&j->lock);
	old = b->fresh;
	b->fresh = p;
	pthread_mutex_unlock(&j->lock);
	journal_published_free(&old);
	if (write(j->eventfd, &one, sizeof(one)) == -1 && errno != EAGAIN)
		fatal("journal: eventfd");
}

/* The next look is in an hour, or just after the week has ended. */
static int64_t
seconds_to_look(int64_t now)
{
	int64_t left = week_start(week_add(week_of(now), 1)) - now + 1;

	return left < LOOK_SECONDS ? left : LOOK_SECONDS;
}

/*
 * Age of segments and checkpoints are looked at by the clock only: a message
 * after silence must not be seen in the name or the time of a new file.
 */
static void
look_at_clock(struct journal *j)
{
	int64_t now = clock_now();
	struct week week = week_of(now);
	size_t i;

	if ((journal_seconds() < j->look && !atomic_load(&j->look_now)) ||
	    atomic_load(&j->dead))
		return;
	atomic_store(&j->look_now, false);
	j->look = journal_seconds() + seconds_to_look(now);
	for (i = 0; i < j->nboxes; i++) {
		if (journal_box_checkpoint(j->boxes[i], week,
			j->checkpoint_weeks, journal_seconds()))
			publish(j, j->boxes[i]);
		journal_box_rotate(j->boxes[i], week, true);
	}
}

/* Which record has that tag.  Where a box is broken nobody can say. */
static void
look_up(struct journal *j, struct journal_entry *en)
{
	size_t i;

	memset(&en->found, 0, sizeof(en->found));
	for (i = 0; i < j->nboxes; i++)
		if (!j->boxes[i]->gone &&
		    journal_box_look(j->boxes[i], en->tag, &en->found)) {
			en->found.box = i;
			break;
		}
	en->outcome =
	    en->found.found || !any_broken(j) ? JOURNAL_STORED : JOURNAL_FAILED;
}

/*
 * Fisher and Yates.  Random words come many at a time, since each asking is a
 * system call; 64 bits make the bias of the remainder nothing.
 */
static void
shuffle(struct journal_entry **batch, size_t n)
{
	struct journal_entry *swap;
	uint64_t words[RANDOM_WORDS];
	size_t i, k, left = 0;

	for (i = n; i > 1; i--) {
		if (left == 0) {
			left = i - 1 < RANDOM_WORDS ? i - 1 : RANDOM_WORDS;
			crypto_random(words, left * sizeof(words[0]));
		}
		k = (size_t)(words[--left] % i);
		swap = batch[i - 1];
		batch[i - 1] = batch[k];
		batch[k] = swap;
	}
	crypto_wipe(words, sizeof(words));
}

/* All of one box: also repeats, whose first copy may have been in here. */
static void
fail_box(struct journal *j, size_t n, const struct journal_box *b)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (b == NULL || j->boxes[j->batch[i]->box] == b)
			j->batch[i]->outcome = JOURNAL_FAILED;
}

/* Syncs what each box got.  False when the disk cannot be trusted any more. */
static bool
commit(struct journal *j, size_t n)
{
	enum boxlog_result r;
	struct err e;
	size_t i, k;

	for (i = 0; i < j->nboxes; i++) {
		r = journal_box_commit(j->boxes[i], &e);
		if (r == BOXLOG_OK)
			continue;
		log_warn("box %s: %s", j->boxes[i]->name, e.msg);
		atomic_store(&j->healthy, false);
		if (r == BOXLOG_WRITE) {
			fail_box(j, n, j->boxes[i]);
			continue;
		}
		for (k = i; k < j->nboxes; k++) {
			fail_box(j, n, j->boxes[k]);
			journal_box_fail(j->boxes[k]);
		}
		return false;
	}
	return true;
}

static void
write_batch(struct journal *j, size_t n)
{
	struct week week;
	size_t i;

	reopen(j);
	shuffle(j->batch, n);
	for (i = 0; i < n; i++)
		if (!j->batch[i]->look)
			journal_box_add(
			    j->boxes[j->batch[i]->box], j->batch[i], &j->plain);
	if (!commit(j, n)) {
		atomic_store(&j->dead, true);
		for (i = 0; i < n; i++)
			if (j->batch[i]->look)
				j->batch[i]->outcome = JOURNAL_FAILED;
		return;
	}
	/* Only what is durable by now may be found. */
	for (i = 0; i < n; i++)
		if (j->batch[i]->look)
			look_up(j, j->batch[i]);
	week = week_of(clock_now());
	for (i = 0; i < j->nboxes; i++)
		journal_box_rotate(j->boxes[i], week, false);
	if (any_broken(j))
		atomic_store(&j->healthy, false);
}

/* Puts as many of a list as there is room for into the array. */
static size_t
take(struct journal *j, struct journal_list *l)
{
	struct journal_entry *en, *next;
	size_t n = 0;

	for (en = l->first; en != NULL && n < j->room; en = next) {
		next = en->next;
		j->batch[n++] = en;
		l->first = next;
	}
	if (l->first == NULL)
		l->last = &l->first;
	return n;
}

/* Hands the batch back and wakes the event loop. */
static void
give_back(struct journal *j, size_t n)
{
	const uint64_t one = 1;
	size_t i;

	pthread_mutex_lock(&j->lock);
	for (i = 0; i < n; i++)
		journal_list_add(&j->done, j->batch[i]);
	pthread_mutex_unlock(&j->lock);
	if (write(j->eventfd, &one, sizeof(one)) == -1 && errno != EAGAIN)
		fatal("journal: eventfd");
}

static void
work(struct journal *j, struct journal_list *l)
{
	size_t n;

	pthread_mutex_lock(&j->work);
	look_at_clock(j);
	if (l->first == NULL)
		reopen(j);
	while ((n = take(j, l)) > 0) {
		if (atomic_load(&j->dead))
			fail_box(j, n, NULL);
		else
			write_batch(j, n);
		give_back(j, n);
	}
	pthread_mutex_unlock(&j->work);
}

/* Waits for entries, at most until there is something to look after. */
static void
wait_for_work(struct journal *j)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	if (atomic_load(&j->healthy))
		until.tv_sec = j->look;
	else
		until.tv_sec += RETRY_SECONDS;
	/* Woken without need it finds nothing to do and comes back. */
	if (j->queue.first == NULL && !j->stop && !atomic_load(&j->look_now))
		pthread_cond_timedwait(&j->wake, &j->lock, &until);
}

static void
gather_longer(const struct journal *j)
{
	const struct timespec ts = { j->batch_ms / 1000,
		j->batch_ms % 1000 * 1000000L };

	if (j->batch_ms > 0)
		nanosleep(&ts, NULL);
}

/* Before it rests, and only then: the next batch overwrites as well. */
static void
forget(struct journal *j)
{
	bool idle;

	pthread_mutex_lock(&j->lock);
	idle = j->queue.first == NULL;
	pthread_mutex_unlock(&j->lock);
	if (idle)
		harden_wipe_stack();
}

void *
journal_writer(void *arg)
{
	struct journal *j = arg;
	struct journal_list l;
	bool stop;

	journal_list_init(&l);
	do {
		pthread_mutex_lock(&j->lock);
		wait_for_work(j);
		if (j->queue.first != NULL && !j->stop && j->batch_ms > 0) {
			pthread_mutex_unlock(&j->lock);
			gather_longer(j);
			pthread_mutex_lock(&j->lock);
		}
		journal_list_move(&l, &j->queue);
		stop = j->stop;
		pthread_mutex_unlock(&j->lock);
		work(j, &l);
		forget(j);
	} while (!stop);
	return NULL;
}
