/*
 * marks.c - the checkpoints that a log is held to.
 */
#include "marks.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gehoor/conf.h"

#define GENERATIONS_MAX 1000
#define PREFIX "checkpoint-"
#define MARKS_MAX 20000

void
marks_free(struct marks *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->items[i].path);
	free(m->items);
	*m = (struct marks)MARKS_INIT;
}

/* Which generation of that log has the origin; 0: it is another log's. */
static unsigned
generation_of(const struct marks_of *of, const char *origin)
{
	char known[NOTE_NAME_MAX + 1];
	unsigned g;

	for (g = 1; g <= GENERATIONS_MAX; g++) {
		if (checkpoint_origin(of->name, of->box, g, known, NULL) == -1)
			return 0;
		if (strcmp(known, origin) == 0)
			return g;
		/* Later ones only add a number. */
		if (g == 1 && strncmp(known, origin, strlen(known)) != 0)
			return 0;
	}
	return 0;
}

static int
keep(struct marks *m, const struct mark *mark, struct err *e)
{
	struct mark *larger;

	if (m->n == MARKS_MAX)
		return err_set(e, "more than %d checkpoints", MARKS_MAX);
	larger = realloc(m->items, (m->n + 1) * sizeof(*larger));
	if (larger == NULL)
		return err_set(e, "no memory for checkpoints");
	m->items = larger;
	m->items[m->n] = *mark;
	m->items[m->n].path = strdup(mark->path);
	if (m->items[m->n].path == NULL)
		return err_set(e, "no memory for checkpoints");
	m->n++;
	return 1;
}

/* "checkpoint-2026-W47" is of that week. */
static struct week
week_of_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	struct week week = { 0, 0 };

	if (strncmp(name, PREFIX, strlen(PREFIX)) != 0 ||
	    week_parse(name + strlen(PREFIX), strlen(name) - strlen(PREFIX),
		&week) != 0)
		return (struct week){ 0, 0 };
	return week;
}

int
marks_add(
    struct marks *m, const char *path, const struct marks_of *of, struct err *e)
{
	struct buf file = BUF_INIT;
	struct mark mark;
	struct checkpoint claimed;
	struct str text;
	struct err why;
	char name[4096];
	int rc = -1;

	snprintf(name, sizeof(name), "%s", path);
	mark.path = name;
	mark.week = week_of_name(path);
	if (conf_read_regular(path, CHECKPOINT_MAX, &file, e) == -1) {
		buf_free(&file);
		return -1; /* it names the file */
	}
	if (note_text((const char *)file.data, file.len, &text, &why) == 0 &&
	    checkpoint_read(text, &claimed, &why) == 0) {
		mark.generation = generation_of(of, claimed.origin);
		rc = mark.generation == 0 ? 0 : 1;
	}
	if (rc == 1)
		rc = checkpoint_open((const char *)file.data, file.len,
			 claimed.origin, of->keys, of->nkeys, &mark.checkpoint,
			 &why) == 0
		    ? keep(m, &mark, &why)
		    : -1;
	if (rc == -1)
		err_set(e, "%.200s: %.300s", path, why.msg);
	buf_free(&file);
	return rc;
}

static bool
is_checkpoint_name(const char *name)
{
	return strcmp(name, "checkpoint") == 0 || week_of_name(name).year != 0;
}

int
marks_add_own(struct marks *m, const char *dir, const struct marks_of *of,
    finding_fn *finding, void *arg, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	struct finding f = { FINDING_DAMAGE, FINDING_CHECKPOINT, NULL,
		FINDING_NOWHERE, NULL };
	char path[4096];
	struct err why;
	int rc;

	if (d == NULL)
		return err_sys(e, "%s", dir);
	f.path = path;
	f.what = why.msg;
	while ((entry = readdir(d)) != NULL) {
		if (!is_checkpoint_name(entry->d_name))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		rc = marks_add(m, path, of, &why);
		if (rc == 0)
			err_set(&why, "%s: is of another log", path);
		if (rc == 1)
			continue;
		finding(&f, arg);
		if (m->n == MARKS_MAX)
			break; /* all that follow would be told of so */
	}
	closedir(d);
	return 0;
}

static int
by_size(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->checkpoint.size != y->checkpoint.size)
		return x->checkpoint.size < y->checkpoint.size ? -1 : 1;
	return strcmp(x->path, y->path);
}

void
marks_sort(struct marks *m)
{
	if (m->n > 0)
		qsort(m->items, m->n, sizeof(*m->items), by_size);
	m->next = 0;
}

static void
tell(const struct mark *mark, enum finding_level level, const char *what,
    finding_fn *finding, void *arg)
{
	struct finding f = { level, FINDING_CHECKPOINT, mark->path,
		FINDING_NOWHERE, what };

	finding(&f, arg);
}

/* Whether the records beyond were lost when the log was restored. */
static bool
is_excused(const struct mark *mark, const struct walk_acts *acts)
{
	const struct act *a;

	if (mark->generation > acts->restored.n)
		return false;
	a = &acts->restored.acts[mark->generation - 1];
	return mark->checkpoint.size > a->size &&
	    mark->checkpoint.size <= a->was_size;
}

void
marks_excuse(struct marks *m, const struct walk_acts *acts, finding_fn *finding,
    void *arg)
{
	const struct mark *mark;
	struct err what;
	size_t kept = 0;

	for (size_t i = 0; i < m->n; i++) {
		mark = &m->items[i];
		if (!is_excused(mark, acts)) {
			m->items[kept++] = *mark;
			continue;
		}
		err_set(&what,
		    "%.300s: swears to %" PRIu64 " records; those beyond "
		    "%" PRIu64 " were lost when the log was restored",
		    mark->path, mark->checkpoint.size,
		    acts->restored.acts[mark->generation - 1].size);
		tell(mark, FINDING_NOTE, what.msg, finding, arg);
		free(mark->path);
	}
	m->n = kept;
}

void
marks_agree(
    struct marks *m, const struct merkle *tree, finding_fn *finding, void *arg)
{
	uint8_t root[HASH_LEN];
	const struct mark *mark;
	struct err what;

	/* Those of a beginning that was not read cannot be judged here. */
	while (m->next < m->n && m->items[m->next].checkpoint.size < tree->size)
		m->next++;
	if (m->next == m->n || m->items[m->next].checkpoint.size != tree->size)
		return;
	merkle_root(tree, root);
	for (;
	     m->next < m->n && m->items[m->next].checkpoint.size == tree->size;
	     m->next++) {
		mark = &m->items[m->next];
		if (memcmp(mark->checkpoint.root, root, HASH_LEN) == 0)
			continue;
		err_set(&what,
		    "%.300s: swears to %" PRIu64 " records that are not the "
		    "first of this log: something was changed or taken out",
		    mark->path, tree->size);
		tell(mark, FINDING_DAMAGE, what.msg, finding, arg);
	}
}

void
marks_left(
    struct marks *m, const struct merkle *tree, finding_fn *finding, void *arg)
{
	const struct mark *mark;
	struct err what;

	for (; m->next < m->n; m->next++) {
		mark = &m->items[m->next];
		if (mark->checkpoint.size <= tree->size)
			continue;
		err_set(&what,
		    "%.300s: swears to %" PRIu64 " records, but the log has "
		    "%" PRIu64 ": %" PRIu64 " records are missing",
		    mark->path, mark->checkpoint.size, tree->size,
		    mark->checkpoint.size - tree->size);
		tell(mark, FINDING_DAMAGE, what.msg, finding, arg);
	}
}
