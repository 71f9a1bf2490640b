/*
 * label_list.c - messages for a person to look at.
 */
#include "label_list.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "doubt.h"
#include "gehoor/json_write.h"
#include "hit.h"
#include "status.h"

/* What it is on the list for, the first first. */
enum why { WHY_DIFFERENT, WHY_WAITS, WHY_DOUBT };

static const char *const why_words[] = { "DESKS DIFFER", "WAITS: IS IT ONE?",
	NULL };

struct entry {
	enum why why;
	double doubt;
	uint8_t leaf[HASH_LEN];
	char *text; /* as it is printed */
};

struct list {
	const struct label_list_options *o;
	struct doubter *doubter;
	sqlite3_stmt *labels; /* of a message: how many different ones */
	struct entry *entries;
	size_t n;
	uint64_t seen;
	struct err *e;
	bool failed;
};

/* How many different labels count most: 0, 1, or more: they differ. */
static int
count_labels(struct list *l, const uint8_t *leaf)
{
	int n;

	sqlite3_bind_blob(l->labels, 1, leaf, HASH_LEN, SQLITE_STATIC);
	n = sqlite3_step(l->labels) == SQLITE_ROW
	    ? sqlite3_column_int(l->labels, 0)
	    : 0;
	sqlite3_reset(l->labels);
	return n;
}

static bool
goes_before(const struct entry *a, const struct entry *b)
{
	if (a->why != b->why)
		return a->why < b->why;
	if (a->doubt > b->doubt || a->doubt < b->doubt)
		return a->doubt > b->doubt;
	return memcmp(a->leaf, b->leaf, HASH_LEN) < 0;
}

static char *
entry_text(
    const struct list *l, const struct entry *x, const struct search_hit *h)
{
	char more[64];
	struct buf b = BUF_INIT;

	if (l->o->json) {
		json_open(&b, '{');
		hit_json(&b, h);
		json_member_bool(&b, "differ", x->why == WHY_DIFFERENT);
		json_key(&b, "doubt");
		buf_addf(&b, "%.2f", x->doubt);
		json_close(&b, '}');
		buf_addc(&b, '\n');
	} else {
		if (x->why == WHY_DOUBT)
			snprintf(more, sizeof(more), "doubt %.1f", x->doubt);
		else
			snprintf(more, sizeof(more), "%s", why_words[x->why]);
		hit_words(&b, h, more);
	}
	buf_addc(&b, '\0');
	if (b.failed)
		buf_free(&b);
	return (char *)b.data;
}

/* Puts it in its place; what falls off the end is let go. */
static int
keep(struct list *l, struct entry x, const struct search_hit *h)
{
	size_t at = l->n;

	while (at > 0 && goes_before(&x, &l->entries[at - 1]))
		at--;
	if (at == l->o->number)
		return 0;
	x.text = entry_text(l, &x, h);
	if (x.text == NULL)
		return -1;
	if (l->n == l->o->number)
		free(l->entries[--l->n].text);
	memmove(&l->entries[at + 1], &l->entries[at],
	    (l->n - at) * sizeof(*l->entries));
	l->entries[at] = x;
	l->n++;
	return 0;
}

static bool
consider(const struct search_hit *h, void *arg)
{
	struct list *l = arg;
	bool waits = strcmp(h->status, status_names[STATUS_QUARANTINED]) == 0;
	int labels;
	struct entry x = { .why = WHY_DOUBT };

	if (!waits && strcmp(h->status, status_names[STATUS_COUNTED]) != 0)
		return true;
	labels = count_labels(l, h->leaf);
	if (labels == 1 && !l->o->all)
		return true;
	x.why = labels > 1 ? WHY_DIFFERENT : waits ? WHY_WAITS : WHY_DOUBT;
	x.doubt = doubt_of(l->doubter, str_of(h->text));
	memcpy(x.leaf, h->leaf, HASH_LEN);
	l->seen++;
	l->failed = keep(l, x, h) == -1;
	return !l->failed;
}

static int
fill(struct list *l, struct sqlite3 *db, struct label_list_result *r,
    struct err *e)
{
	l->labels = db_prepare(db,
	    "SELECT count(DISTINCT themes || '/' || polarity || '/' || weight)"
	    " FROM label WHERE leaf = ?1 AND version ="
	    " (SELECT max(version) FROM label WHERE leaf = ?1)",
	    e);
	l->entries = calloc(l->o->number + 1, sizeof(*l->entries));
	if (l->labels == NULL)
		return -1;
	if (l->entries == NULL)
		return err_set(e, "no memory");
	if (doubter_new(l->o->search->conf, &l->doubter, e) == -1 ||
	    search_run(db, l->o->search, consider, l, &r->closed, e) == -1)
		return -1;
	return l->failed ? err_set(e, "no memory") : 0;
}

int
label_list(struct sqlite3 *db, const struct label_list_options *o,
    struct buf *out, struct label_list_result *result, struct err *e)
{
	struct list l = { .o = o };
	int ret = fill(&l, db, result, e);

	for (size_t i = 0; i < l.n; i++) {
		if (ret == 0)
			buf_adds(out, l.entries[i].text);
		free(l.entries[i].text);
	}
	result->shown = l.n;
	result->seen = l.seen;
	free(l.entries);
	doubter_free(&l.doubter);
	sqlite3_finalize(l.labels);
	return ret == 0 && out->failed ? err_set(e, "no memory") : ret;
}
