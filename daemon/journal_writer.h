/*
 * journal_writer.h - what the event loop and the writer thread share.
 *
 * Included by journal.c, journal_reload.c and journal_writer.c only.
 */
#ifndef JOURNAL_WRITER_H
#define JOURNAL_WRITER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "journal.h"
#include "journal_box.h"

struct event;

/* Entries in the order they came. */
struct journal_list {
	struct journal_entry *first;
	struct journal_entry **last; /* where the next one is hung */
};

struct journal {
	/* Event loop only. */
	struct app *app;
	struct event *flush;          /* end of a loop turn with entries */
	struct event *written;        /* a batch came back */
	struct journal_list gathered; /* in this turn of the loop */
	size_t waiting;
	size_t weight;
	size_t cap;
	bool closing;
	bool told; /* on_death was called */
	void (*on_death)(void *);
	void *death_arg;

	/* Held by the writer while it works; to rest it, take this. */
	pthread_mutex_t work;
	struct journal_box **boxes; /* a number once given stays */
	size_t nboxes;
	struct journal_entry **batch; /* room for cap entries */
	size_t room;
	struct buf plain;
	int64_t reopened; /* monotonic second of the last try */
	int64_t look;     /* monotonic second of the next look at the clock */
	int batch_ms;
	int checkpoint_weeks;

	/* Under lock. */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct journal_list queue;
	struct journal_list done;
	bool stop;

	pthread_t thread;
	int eventfd;
	atomic_bool look_now; /* do not wait for it */
	atomic_bool healthy;
	atomic_bool dead; /* a sync failed */
};

void journal_list_init(struct journal_list *l);
void journal_list_add(struct journal_list *l, struct journal_entry *en);
/* Moves all of from behind what is in to. */
void journal_list_move(struct journal_list *to, struct journal_list *from);

/* The thread; arg is the journal. */
void *journal_writer(void *arg);

/* Monotonic seconds. */
int64_t journal_seconds(void);

#endif
