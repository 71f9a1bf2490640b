/*
 * message.c - one message found in the logs.
 */
#include "message.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "logwalk.h"
#include "opener.h"

#define ID_MIN 8
#define ID_MAX ((size_t)2 * HASH_LEN)

struct search {
	const struct invocation *iv;
	const struct message_wanted *wanted;
	struct opener *opener; /* NULL: nothing is opened */
	struct message *out;
	unsigned found;
	struct err *e;
	bool failed;
	bool damaged; /* some log could not be read to its end: e says which */
};

static bool
is_id(const char *id)
{
	size_t n = strlen(id);

	return n >= ID_MIN && n <= ID_MAX &&
	    strspn(id, "0123456789abcdef") == n;
}

static bool
is_wanted(const struct search *s, const struct logwalk_record *r)
{
	char text[ID_MAX + 1];

	if (s->wanted->id == NULL)
		return r->frame->index == s->wanted->index;
	for (size_t i = 0; i < HASH_LEN; i++)
		snprintf(text + 2 * i, 3, "%02x", r->leaf[i]);
	return strncmp(text, s->wanted->id, strlen(s->wanted->id)) == 0;
}

static void
open_record(
    struct search *s, const struct logwalk *w, const struct logwalk_record *r)
{
	enum opener_result result;
	struct message *m = s->out;
	struct str json;
	struct err why;

	if (m->erased || s->opener == NULL)
		return;
	result = opener_open(s->opener, w, r, &json, &why);
	m->shredded = result == OPENER_SHREDDED;
	if (m->shredded)
		return;
	if (result != OPENER_OPENED ||
	    record_read(json, &m->store, &m->record, &why) == -1) {
		err_set(s->e, "the message cannot be opened: %.300s", why.msg);
		s->failed = true;
	}
}

static void
take(struct search *s, const struct box_log *log, const struct logwalk *w,
    const struct logwalk_record *r)
{
	struct message *m = s->out;

	if (!is_wanted(s, r) || s->found++ > 0)
		return;
	m->log = log;
	m->index = r->frame->index;
	m->segment = logwalk_header(w)->number;
	m->erased = r->frame->type == FRAME_ERASED;
	memcpy(m->leaf, r->leaf, HASH_LEN);
	memcpy(m->tag, r->frame->tag, TAG_LEN);
	memcpy(m->log_id, logwalk_header(w)->log_id, LOG_ID_LEN);
	open_record(s, w, r);
}

/* What a walk says on its way. */
struct heard {
	struct search *search;
	bool open; /* the last segment has no end */
};

static void
hear(const struct finding *f, void *arg)
{
	struct heard *h = arg;

	if (f->kind == FINDING_OPEN || f->kind == FINDING_TORN)
		h->open = true;
	if (f->level == FINDING_DAMAGE && !h->search->damaged)
		err_set(h->search->e, "%.400s", f->what);
	h->search->damaged |= f->level == FINDING_DAMAGE;
}

static int
search_log(struct search *s, const struct box_log *log)
{
	struct heard heard = { s, false };
	const struct log_signers by =
	    box_log_signers(log, s->iv->log_keys, s->iv->nlog_keys);
	const struct logwalk_options o = { log->dir, log->name, by.keys, by.n,
		NULL, false, hear, &heard, s->iv->desks, s->iv->ndesks };
	struct logwalk_record record;
	struct logwalk *walk = NULL;
	unsigned before = s->found;
	uint32_t last = 0;

	if (logwalk_open(&o, &walk, s->e) == -1)
		return -1;
	if (s->opener != NULL)
		opener_reset(s->opener);
	while (!s->failed && logwalk_next(walk, &record))
		take(s, log, walk, &record);
	last = logwalk_header(walk)->number;
	logwalk_close(&walk);
	/* What another segment follows, or an end, is closed. */
	if (s->found > before && s->found == 1)
		s->out->ended = s->out->segment < last || !heard.open;
	return s->failed ? -1 : 0;
}

/* None was found: it is not there, or may be in what cannot be read. */
static int
none(struct search *s)
{
	if (s->damaged)
		return -1;
	err_set(s->e, "there is no such message");
	return 1;
}

int
message_find(const struct invocation *iv, const struct boxes *boxes,
    const struct message_wanted *wanted, bool opened, struct message *out,
    struct err *e)
{
	struct search s = { .iv = iv, .wanted = wanted, .out = out, .e = e };
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (wanted->id != NULL && !is_id(wanted->id))
		return err_set(e,
		    "%.70s is not an id: %d to %zu digits of what gehoor cat "
		    "--ids prints",
		    wanted->id, ID_MIN, ID_MAX);
	if (opened && (s.opener = opener_new(iv->key)) == NULL)
		return err_set(e, "no memory");
	for (size_t i = 0; rc == 0 && i < boxes->n; i++)
		rc = search_log(&s, &boxes->logs[i]);
	/* What the opener opened is borrowed by the record until now. */
	if (rc == 0 && s.found == 0)
		rc = none(&s);
	if (rc == 0 && s.found > 1)
		rc = err_set(e,
		    wanted->id != NULL
			? "several messages have an id that begins so; give "
			  "more digits of it"
			: "several servers have a message of that number; "
			  "name the server: NAME/BOX");
	opener_free(&s.opener);
	if (rc != 0)
		message_free(out);
	return rc;
}

void
message_free(struct message *m)
{
	record_read_free(&m->store);
	crypto_wipe(m, sizeof(*m));
}
