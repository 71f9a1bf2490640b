/*
 * reply_resume.c - gehoor reply --resume: a crash came between the event and
 * the file, or the files were lost.
 */
#include "reply_resume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk_read.h"
#include "message.h"
#include "reply_file.h"

/* An answer that some desk gave, kept until all events were read. */
struct given {
	struct given *next;
	uint8_t leaf[HASH_LEN];
	struct reply reply; /* its text is the buffer's */
	struct buf text;
};

struct resuming {
	const struct invocation *iv;
	const struct boxes *boxes;
	struct given *given;
	enum exit_code worst;
};

static void
went_wrong(struct resuming *r, enum exit_code code)
{
	if (r->worst != EXIT_DAMAGED)
		r->worst = code;
}

/* An event that cannot be read may be an answer. */
static void
hear(const struct finding *f, void *arg)
{
	complain_finding(f, NULL);
	if (f->level == FINDING_DAMAGE)
		went_wrong(arg, EXIT_DAMAGED);
	else if (f->kind == FINDING_CLOSED)
		went_wrong(arg, complain(EXIT_OTHER, "%s", f->what));
}

static struct given *
given_of(struct resuming *r, const uint8_t leaf[static HASH_LEN])
{
	struct given *g = r->given;

	while (g != NULL && memcmp(g->leaf, leaf, HASH_LEN) != 0)
		g = g->next;
	if (g == NULL && (g = calloc(1, sizeof(*g))) != NULL) {
		memcpy(g->leaf, leaf, HASH_LEN);
		g->next = r->given;
		r->given = g;
	}
	return g;
}

/* Frees the first. */
static void
given_free(struct resuming *r)
{
	struct given *g = r->given;

	r->given = g->next;
	buf_free(&g->text);
	free(g);
}

/* Keeps the highest version for each message. */
static int
keep(const struct desk_place *at, const struct desk_event *ev, void *arg,
    struct err *e)
{
	struct given *g;

	(void)at;
	if (ev->act != DESK_REPLIED)
		return 0;
	g = given_of(arg, ev->leaf);
	if (g == NULL)
		return err_set(e, "no memory");
	if (ev->version < g->reply.version)
		return 0;
	buf_clear(&g->text);
	buf_addstr(&g->text, ev->text);
	g->reply.version = ev->version;
	g->reply.week = ev->week;
	snprintf(g->reply.passed_on, sizeof(g->reply.passed_on), "%.*s",
	    (int)ev->passed_on.n, ev->passed_on.p);
	return g->text.failed ? err_set(e, "no memory") : 0;
}

/* Whether the file there is, if there is one, is of an earlier answer. */
static bool
is_wanted(const struct message *m, const struct given *g)
{
	return !m->erased && !m->shredded &&
	    reply_file_version(m->log->state, m->tag) < g->reply.version;
}

/* 1 if it was made, 0 if it is there or not to be made, or -1. */
static int
make_again(struct resuming *r, struct given *g, struct err *e)
{
	char id[2 * HASH_LEN + 1];
	const struct message_wanted wanted = { id, 0 };
	struct message m;
	int rc;

	for (size_t i = 0; i < HASH_LEN; i++)
		snprintf(id + 2 * i, 3, "%02x", g->leaf[i]);
	rc = message_find(r->iv, r->boxes, &wanted, true, &m, e);
	if (rc != 0)
		return rc == 1 ? 0 : -1; /* expired, or a log elsewhere */
	if (is_wanted(&m, g)) {
		g->reply.text =
		    (struct str){ (const char *)g->text.data, g->text.len };
		rc = reply_file_write(m.log->state, &g->reply, m.tag,
			 m.record.reply_key, e) == 0
		    ? 1
		    : -1;
	}
	message_free(&m);
	return rc;
}

enum exit_code
reply_resume(
    const struct invocation *iv, const struct boxes *boxes, unsigned *made)
{
	struct resuming r = { iv, boxes, NULL, EXIT_DONE };
	const struct desk_read_options o = { iv->conf, iv->desks, iv->ndesks,
		iv->key, hear, keep, &r };
	struct given *g;
	struct err e;
	int rc = desk_read_all(&o, &e);

	*made = 0;
	if (rc == -1)
		went_wrong(&r, complain(EXIT_OTHER, "%s", e.msg));
	for (; (g = r.given) != NULL && rc != -1; given_free(&r)) {
		int n = make_again(&r, g, &e);

		*made += n == 1;
		if (n == -1)
			went_wrong(&r, complain(EXIT_OTHER, "%s", e.msg));
	}
	while (r.given != NULL)
		given_free(&r);
	return r.worst;
}
