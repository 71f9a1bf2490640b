/*
 * actions.c - what people said and what was done about it, as published.
 */
#include "actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "gehoor/conf.h"
#include "json_in.h"
#include "log.h"

#define FILE_MAX ((size_t)1 << 20)

static const char *const statuses[ACTION_STATUSES] = { "new", "busy", "done",
	"not" };

/* What tells one file from the next. */
struct stamp {
	ino_t inode;
	off_t size;
	struct timespec changed;
};

struct actions {
	struct stamp stamp;
	json_t *items;
};

struct actions *
actions_new(void)
{
	struct actions *a = calloc(1, sizeof(*a));

	if (a == NULL)
		fatal("actions");
	return a;
}

void
actions_free(struct actions **ap)
{
	struct actions *a = *ap;

	if (a == NULL)
		return;
	json_decref(a->items);
	free(a);
	*ap = NULL;
}

/* The array of items, a reference of its own; NULL if the file is wrong. */
static json_t *
read_items(const char *path, struct err *e)
{
	struct buf b = BUF_INIT;
	json_t *j = NULL, *items = NULL;

	if (conf_read_regular(path, FILE_MAX, &b, e) == 0) {
		j = json_in(b.data, b.len);
		items = json_object_get(j, "items");
		if (json_integer_value(json_object_get(j, "v")) != 1 ||
		    !json_is_array(items)) {
			err_set(e, "%s: not what gehoor publish writes", path);
			items = NULL;
		}
	}
	json_incref(items);
	json_decref(j);
	buf_free(&b);
	return items;
}

/* Whether the file is another one than that of the stamp, which is renewed. */
static bool
is_another(struct stamp *s, const char *path)
{
	struct stamp now = { 0 };
	struct stat st;

	if (stat(path, &st) == 0) {
		now.inode = st.st_ino;
		now.size = st.st_size;
		now.changed = st.st_mtim;
	}
	if (now.inode == s->inode && now.size == s->size &&
	    now.changed.tv_sec == s->changed.tv_sec &&
	    now.changed.tv_nsec == s->changed.tv_nsec)
		return false;
	*s = now;
	return true;
}

void
actions_look(struct actions *a, const struct conf *c)
{
	struct buf path = BUF_INIT;
	const char *name;
	struct err e;
	json_t *items;

	buf_addf(&path, "%s/public/actions.json", c->state);
	name = buf_cstr(&path);
	if (name != NULL && is_another(&a->stamp, name)) {
		items =
		    a->stamp.inode == 0 ? json_array() : read_items(name, &e);
		if (items == NULL)
			log_warn("%s; what was published before stays", e.msg);
		else {
			json_decref(a->items);
			a->items = items;
		}
	}
	buf_free(&path);
}

/* The text in that language, or in the first of the site's that is there. */
static struct action_text
text_in(
    const json_t *item, const char *key, const struct conf *c, const char *lang)
{
	const json_t *texts = json_object_get(item, key);
	struct action_text t = { lang, json_in_string(texts, lang) };

	for (size_t i = 0; t.text.n == 0 && i < c->nlangs; i++) {
		t.lang = c->langs[i].code;
		t.text = json_in_string(texts, t.lang);
	}
	return t;
}

bool
actions_get(const struct actions *a, const struct conf *c, size_t i,
    const char *lang, struct action *out)
{
	const json_t *item = json_array_get(a->items, i);
	struct str status = json_in_string(item, "status");
	struct str period = json_in_string(item, "period");

	if (item == NULL || i >= ACTIONS_MAX)
		return false;
	*out = (struct action){ .status = ACTION_NEW };
	for (int s = 0; s < ACTION_STATUSES; s++)
		if (str_is(status, statuses[s]))
			out->status = (enum action_status)s;
	if (period_parse(period.p, period.n, &out->period) != 0)
		out->period = (struct period){ 0 };
	out->said = text_in(item, "said", c, lang);
	out->did = text_in(item, "did", c, lang);
	out->why = text_in(item, "why", c, lang);
	return true;
}
