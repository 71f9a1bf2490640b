/*
 * limits.c - token buckets: one for all, one for each box, one for codes.
 */
#include "limits.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

struct bucket {
	char *name;  /* of the box; NULL for the one of all */
	double rate; /* tokens a second; 0 or less: no limit */
	double burst;
	double tokens;
	int64_t last_ms;
	bool used;
};

struct limits {
	struct bucket all;
	struct bucket codes;
	struct bucket *boxes;
	size_t nboxes;
};

static struct bucket
bucket_of(const char *name, double rate, int burst)
{
	struct bucket b = { .rate = rate };

	if (name != NULL && (b.name = strdup(name)) == NULL)
		fatal("limits");
	b.burst = burst < 1 ? 1 : burst;
	b.tokens = b.burst;
	return b;
}

/* Adds what has dripped in since the last look. */
static void
bucket_fill(struct bucket *b, int64_t now_ms)
{
	if (b->used && now_ms > b->last_ms)
		b->tokens += b->rate * (double)(now_ms - b->last_ms) / 1000;
	if (b->tokens > b->burst)
		b->tokens = b->burst;
	b->last_ms = now_ms;
	b->used = true;
}

/* Seconds until there is a token; 0 if there is one. */
static int
bucket_wait(const struct bucket *b)
{
	double seconds;

	if (b == NULL || b->rate <= 0 || b->tokens >= 1)
		return 0;
	seconds = (1 - b->tokens) / b->rate;
	return seconds > 3600 ? 3600 : (int)seconds + 1;
}

static struct bucket *
bucket_find(struct limits *l, const struct conf_box *box)
{
	size_t i;

	for (i = 0; box != NULL && i < l->nboxes; i++)
		if (strcmp(l->boxes[i].name, box->name) == 0)
			return &l->boxes[i];
	return NULL;
}

struct limits *
limits_new(const struct conf *c)
{
	struct limits *l;
	size_t i;

	if ((l = calloc(1, sizeof(*l))) == NULL ||
	    (l->boxes = calloc(c->nboxes + 1, sizeof(*l->boxes))) == NULL)
		fatal("limits");
	l->all = bucket_of(NULL, c->rate, c->burst);
	l->codes = bucket_of(NULL, c->code_rate, c->code_burst);
	for (i = 0; i < c->nboxes; i++)
		l->boxes[l->nboxes++] = bucket_of(
		    c->boxes[i].name, c->boxes[i].rate, c->boxes[i].burst);
	return l;
}

void
limits_free(struct limits **l)
{
	size_t i;

	if (*l == NULL)
		return;
	for (i = 0; i < (*l)->nboxes; i++)
		free((*l)->boxes[i].name);
	free((*l)->boxes);
	free(*l);
	*l = NULL;
}

int
limits_take(struct limits *l, const struct conf_box *box, int64_t now_ms)
{
	struct bucket *b = bucket_find(l, box);
	int wait, all;

	bucket_fill(&l->all, now_ms);
	if (b != NULL)
		bucket_fill(b, now_ms);
	wait = bucket_wait(b);
	all = bucket_wait(&l->all);
	if (wait > 0 || all > 0)
		return wait > all ? wait : all;
	l->all.tokens -= 1;
	if (b != NULL)
		b->tokens -= 1;
	return 0;
}

int
limits_take_code(struct limits *l, int64_t now_ms)
{
	int wait;

	bucket_fill(&l->codes, now_ms);
	wait = bucket_wait(&l->codes);
	if (wait == 0)
		l->codes.tokens -= 1;
	return wait;
}
