/*
 * boxes.c - which logs there are, in one state directory or in several.
 */
#include "boxes.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gehoor/boxlog.h"
#include "gehoor/segment_reader.h"
#include "import_place.h"
#include "segment_path.h"

static void
log_free(struct box_log *l)
{
	free(l->source);
	free(l->state);
	free(l->name);
	free(l->dir);
	free(l->shown);
}

void
boxes_free(struct boxes *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		log_free(&b->logs[i]);
	free(b->logs);
	*b = (struct boxes){ NULL, 0 };
}

static int
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Where a log is looked for. */
struct place {
	const char *source, *state, *name;
	const struct conf_desk *desk; /* NULL: a server's */
};

static char *
log_dir(const struct place *p)
{
	char *dir;
	int n = p->desk == NULL ? asprintf(&dir, "%s/log/%s", p->state, p->name)
				: asprintf(&dir, "%s/" IMPORT_ROOM "/%s.%s",
				      p->state, p->desk->id, p->name);

	return n == -1 ? NULL : dir;
}

/* Adds a log if its directory is there. 1, 0 if it is not, or -1. */
static int
boxes_add(struct boxes *b, const struct place *p)
{
	struct box_log *logs, l = { .desk = p->desk };

	logs = realloc(b->logs, (b->n + 1) * sizeof(*logs));
	if (logs == NULL)
		return -1;
	b->logs = logs;
	l.source = strdup(p->source);
	l.state = strdup(p->state);
	l.name = strdup(p->name);
	l.dir = log_dir(p);
	if (asprintf(&l.shown, *p->source == '\0' ? "%s%s" : "%s/%s", p->source,
		p->name) == -1)
		l.shown = NULL;
	/* What the configuration has checked. */
	if (p->desk != NULL)
		(void)note_verifier_parse(
		    p->desk->key, strlen(p->desk->key), &l.desk_key, NULL);
	if (l.source != NULL && l.state != NULL && l.name != NULL &&
	    l.dir != NULL && l.shown != NULL && is_directory(l.dir)) {
		logs[b->n++] = l;
		return 1;
	}
	log_free(&l);
	return l.dir != NULL && l.shown != NULL ? 0 : -1;
}

/* Names that begin with a dot, or are too long, cannot be boxes. */
static int
list_all(struct boxes *b, const char *source, const char *state, struct err *e)
{
	struct dirent *entry;
	char path[4096];
	int rc = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/log", state);
	d = opendir(path);
	if (d == NULL && errno == ENOENT)
		return *source == '\0'
		    ? 0 /* perhaps a desk imported something */
		    : err_set(
			  e, "there is no log in %s yet (no %s)", state, path);
	if (d == NULL)
		return err_sys(e, "%s", path);
	while (rc != -1 && (entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.' &&
		    strlen(entry->d_name) <= BOX_NAME_MAX)
			rc = boxes_add(b,
			    &(struct place){
				source, state, entry->d_name, NULL });
	closedir(d);
	return rc == -1 ? err_set(e, "no memory") : 0;
}

/* Whether what was asked for means that source, and the box in it. */
static const char *
asked_in(const char *asked, const char *source)
{
	const char *slash = strchr(asked, '/');

	if (slash == NULL)
		return asked;
	return strlen(source) == (size_t)(slash - asked) &&
		strncmp(asked, source, strlen(source)) == 0
	    ? slash + 1
	    : NULL;
}

static int
list_named(struct boxes *b, const struct place *in, char *const *names, int n,
    int *found, struct err *e)
{
	struct place p = *in;
	int i, rc;

	for (i = 0; i < n; i++) {
		p.name = asked_in(names[i], p.source);
		if (p.name == NULL)
			continue;
		if (strchr(p.name, '/') != NULL || p.name[0] == '.' ||
		    p.name[0] == '\0' || strlen(p.name) > BOX_NAME_MAX)
			return err_set(
			    e, "%s is not the name of a box", names[i]);
		rc = boxes_add(b, &p);
		if (rc == -1)
			return err_set(e, "no memory");
		found[i] += rc;
	}
	return 0;
}

/* A directory of logs without logs is a fresh state; none at all is not. */
static int
none(const struct conf *c, struct err *e)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/log", c->state);
	return c->logs.n > 0 || is_directory(path)
	    ? 0
	    : err_set(e, "there is no log in %s yet (no %s)", c->state, path);
}

static int
by_shown(const void *a, const void *b)
{
	return strcmp(((const struct box_log *)a)->shown,
	    ((const struct box_log *)b)->shown);
}

/* A box that is named twice is read once. */
static void
drop_twice(struct boxes *b)
{
	size_t i, kept = 0;

	if (b->n == 0)
		return;
	for (i = 1; i < b->n; i++) {
		if (strcmp(b->logs[i].shown, b->logs[kept].shown) == 0)
			log_free(&b->logs[i]);
		else
			b->logs[++kept] = b->logs[i];
	}
	b->n = kept + 1;
}

/* The log id in the first header there is; false if there is none. */
static bool
log_id(const char *dir, uint8_t id[static LOG_ID_LEN])
{
	char path[4096];
	struct segment_reader *r = NULL;
	uint32_t *numbers;
	bool found = false;
	size_t n;

	if (boxlog_list(dir, &numbers, &n, NULL, NULL) == -1)
		return false;
	if (n > 0) {
		segment_path(dir, numbers[0], "seg", path, sizeof(path));
		found = segment_reader_open(path, &r, NULL) == SEGMENT_OK;
	}
	if (found)
		memcpy(id, segment_reader_header(r)->log_id, LOG_ID_LEN);
	segment_reader_close(&r);
	free(numbers);
	return found;
}

/* Two copies of one log in two states would count every message twice. */
static int
check_distinct(const struct boxes *b, struct err *e)
{
	uint8_t one[LOG_ID_LEN], other[LOG_ID_LEN];
	size_t i, k;

	for (i = 0; i < b->n; i++)
		for (k = i + 1; k < b->n; k++)
			if (strcmp(b->logs[i].name, b->logs[k].name) == 0 &&
			    log_id(b->logs[i].dir, one) &&
			    log_id(b->logs[k].dir, other) &&
			    memcmp(one, other, LOG_ID_LEN) == 0)
				return err_set(e,
				    "%s and %s are copies of one log, which "
				    "would count twice; take one out of logs",
				    b->logs[i].dir, b->logs[k].dir);
	return 0;
}

/* One server after the other: fn for its name and its state. */
static int
list_sources(const struct conf *c, char *const *names, int n, int *found,
    struct boxes *b, struct err *e)
{
	char source[64];
	const char *colon, *state;
	size_t i, count = c->logs.n == 0 ? 1 : c->logs.n;
	int rc = 0;

	for (i = 0; rc == 0 && i < count; i++) {
		source[0] = '\0';
		state = c->state;
		if (c->logs.n > 0) {
			colon = strchr(c->logs.items[i], ':');
			state = colon + 1;
			snprintf(source, sizeof(source), "%.*s",
			    (int)(colon - c->logs.items[i]), c->logs.items[i]);
		}
		rc = n > 0 ? list_named(b,
				 &(struct place){ source, state, NULL, NULL },
				 names, n, found, e)
			   : list_all(b, source, state, e);
	}
	return rc;
}

/* All that desks brought in. */
static int
list_imports(const struct conf *c, struct boxes *b, struct err *e)
{
	struct place p = { .state = c->state };
	struct import_place place;
	struct dirent *entry;
	char path[4096];
	int rc = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/" IMPORT_ROOM, c->state);
	d = opendir(path);
	if (d == NULL)
		return errno == ENOENT ? 0 : err_sys(e, "%s", path);
	while (rc == 0 && (entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		rc = import_place_read(c, entry->d_name, &place, e);
		if (rc == -1)
			break;
		p.source = place.desk->id;
		p.name = place.box;
		p.desk = place.desk;
		rc = boxes_add(b, &p) == -1 ? err_set(e, "no memory") : 0;
	}
	closedir(d);
	return rc;
}

/* The named ones: of every desk, or of the one that is named too. */
static int
list_imports_named(const struct conf *c, char *const *names, int n, int *found,
    struct boxes *b, struct err *e)
{
	struct place p = { .state = c->state };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < c->ndesks; i++) {
		p.source = c->desks[i].id;
		p.desk = &c->desks[i];
		rc = list_named(b, &p, names, n, found, e);
	}
	return rc;
}

struct log_signers
box_log_signers(
    const struct box_log *l, const struct note_verifier *servers, size_t n)
{
	return l->desk == NULL ? (struct log_signers){ servers, n }
			       : (struct log_signers){ &l->desk_key, 1 };
}

/* A server and a desk of one name: their logs would be taken for one. */
static int
check_names(const struct conf *c, const struct boxes *b, struct err *e)
{
	for (size_t i = 0; i + 1 < b->n; i++)
		if (strcmp(b->logs[i].shown, b->logs[i + 1].shown) == 0 &&
		    strcmp(b->logs[i].dir, b->logs[i + 1].dir) != 0)
			return err_set(e,
			    "%s: a server of logs and a desk are both called "
			    "%s; give the server another name",
			    c->file, b->logs[i].source);
	return 0;
}

int
boxes_list(const struct conf *c, char *const *names, int nnames,
    struct boxes *out, struct err *e)
{
	int *found = calloc((size_t)nnames + 1, sizeof(*found)), i, ret;

	*out = (struct boxes){ NULL, 0 };
	if (found == NULL)
		return err_set(e, "no memory");
	ret = list_sources(c, names, nnames, found, out, e);
	if (ret == 0)
		ret = nnames > 0
		    ? list_imports_named(c, names, nnames, found, out, e)
		    : list_imports(c, out, e);
	if (ret == 0 && nnames == 0 && out->n == 0)
		ret = none(c, e);
	for (i = 0; ret == 0 && i < nnames; i++)
		if (found[i] == 0)
			ret = err_set(e,
			    "there is no box %s in the log (no %s/log/%s)",
			    names[i], c->logs.n > 0 ? "STATE" : c->state,
			    names[i]);
	free(found);
	if (ret == 0) {
		if (out->n > 0)
			qsort(out->logs, out->n, sizeof(*out->logs), by_shown);
		ret = check_names(c, out, e);
		drop_twice(out);
	}
	if (ret == 0)
		ret = check_distinct(out, e);
	if (ret == -1)
		boxes_free(out);
	return ret;
}
