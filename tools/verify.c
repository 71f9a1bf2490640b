/*
 * verify.c - checks the log of a box as far as that goes without a secret:
 * the walk over segments, and the names in the directory.
 */
#include "verify.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gehoor/boxlog.h"
#include "gehoor/leaves.h"
#include "gehoor/segment_reader.h"
#include "marks.h"
#include "segment_path.h"

struct verify {
	struct verify_result *result;
	finding_fn *finding;
	void *arg;
};

static void
count_finding(const struct finding *f, void *arg)
{
	struct verify *v = arg;

	if (f->level == FINDING_DAMAGE)
		v->result->damages++;
	else
		v->result->notes++;
	v->finding(f, v->arg);
}

/* Bytes that a terminal might obey become '?'. */
static void
printable(const char *from, char *to, size_t room)
{
	size_t i;

	for (i = 0; from[i] != '\0' && i + 1 < room; i++)
		to[i] = from[i] > ' ' && from[i] < 0x7f ? from[i] : '?';
	to[i] = '\0';
}

static void
tell_foreign(struct verify *v, const char *dir, const char *name)
{
	char shown[64], path[4096], what[512];
	struct finding f = { FINDING_NOTE, FINDING_FOREIGN, path,
		FINDING_NOWHERE, what };

	printable(name, shown, sizeof(shown));
	snprintf(path, sizeof(path), "%s/%s", dir, shown);
	snprintf(what, sizeof(what), "%.400s: does not belong in a log", path);
	count_finding(&f, v);
}

/* What an erasure left that did not come to its end. */
static void
tell_old(struct verify *v, const char *dir, const char *name)
{
	char path[4096], what[512];
	struct finding f = { FINDING_NOTE, FINDING_ACT, path, FINDING_NOWHERE,
		what };

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	snprintf(what, sizeof(what),
	    "%.400s: has what was to be erased; gehoor erase --apply "
	    "overwrites it",
	    path);
	count_finding(&f, v);
}

/* A key whose segment never was, or is gone. */
static void
tell_lonely(struct verify *v, const char *dir, const char *name)
{
	char segment[SEGMENT_NAME_LEN + 1], path[4096], what[512];
	struct finding f = { FINDING_NOTE, FINDING_KEY_FILE, path,
		FINDING_NOWHERE, what };

	segment_name(segment_name_number(name, "key"), "seg", segment);
	snprintf(path, sizeof(path), "%s/%s", dir, segment);
	if (access(path, F_OK) == 0)
		return;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	snprintf(what, sizeof(what),
	    "%.400s: the key of a segment that is "
	    "not there",
	    path);
	count_finding(&f, v);
}

static int
judge_names(struct verify *v, const char *dir, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;

	if (d == NULL)
		return err_sys(e, "%s", dir);
	while ((entry = readdir(d)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		if (!boxlog_belongs(entry->d_name))
			tell_foreign(v, dir, entry->d_name);
		else if (boxlog_is_old(entry->d_name))
			tell_old(v, dir, entry->d_name);
		else if (segment_name_number(entry->d_name, "key") != 0)
			tell_lonely(v, dir, entry->d_name);
	}
	closedir(d);
	return 0;
}

/* The key that signed the header, if it is one of those. */
static const struct note_verifier *
signer_of(const struct verify_options *o, const char *path)
{
	const struct note_verifier *found = NULL;
	struct segment_reader *r = NULL;
	size_t i;

	if (segment_reader_open(path, &r, NULL) == SEGMENT_OK)
		for (i = 0; found == NULL && i < o->nkeys; i++)
			if (segment_header_signed_by(
				segment_reader_header_bytes(r), o->keys[i].pk))
				found = &o->keys[i];
	segment_reader_close(&r);
	return found;
}

void
verify_signer(
    const struct verify_options *o, char name[static NOTE_NAME_MAX + 1])
{
	char path[4096];
	const struct note_verifier *key = NULL;
	uint32_t *numbers = NULL;
	size_t n = 0;

	if (boxlog_list(o->dir, &numbers, &n, NULL, NULL) == -1)
		n = 0;
	while (key == NULL && n-- > 0) {
		segment_path(o->dir, numbers[n], "seg", path, sizeof(path));
		key = signer_of(o, path);
	}
	free(numbers);
	if (key == NULL && o->nkeys == 1)
		key = &o->keys[0];
	snprintf(name, NOTE_NAME_MAX + 1, "%s", key == NULL ? "" : key->name);
}

int
verify_origin(const struct verify_options *o,
    char origin[static NOTE_NAME_MAX + 1], struct err *e)
{
	char name[NOTE_NAME_MAX + 1];

	verify_signer(o, name);
	return checkpoint_origin(
	    name[0] == '\0' ? "log" : name, o->box, 1, origin, e);
}

/* Gathers all checkpoints that the log is held to. */
static int
gather(const struct verify_options *o, struct verify *v, struct marks *m,
    struct err *e)
{
	char name[NOTE_NAME_MAX + 1];
	const struct marks_of of = { name, o->box, o->keys, o->nkeys };
	struct finding f = { FINDING_DAMAGE, FINDING_CHECKPOINT, NULL,
		FINDING_NOWHERE, NULL };
	struct err why;
	size_t i;
	int rc;

	verify_signer(o, name);
	if (marks_add_own(m, o->dir, &of, count_finding, v, e) == -1)
		return -1;
	for (i = 0; i < o->ncheckpoints; i++) {
		rc = marks_add(m, o->checkpoints[i], &of, &why);
		v->result->kept += rc == 1;
		v->result->first_kept |= rc == 1 && i == 0;
		if (rc != -1)
			continue;
		f.path = o->checkpoints[i];
		f.what = why.msg;
		count_finding(&f, v);
	}
	v->result->checkpoints = (unsigned)m->n;
	marks_sort(m);
	if (m->n > 0)
		v->result->covered = m->items[m->n - 1].checkpoint.size;
	return 0;
}

/* Those within a beginning that was deleted after its time: by the hashes. */
static void
agree_before(const struct verify_options *o, struct verify *v, struct marks *m,
    uint64_t first)
{
	struct leaves *l = NULL;
	uint8_t leaf[HASH_LEN];
	struct merkle tree;
	uint64_t i;

	merkle_init(&tree);
	marks_agree(m, &tree, count_finding, v);
	if (first == 0 || leaves_open(o->dir, false, &l, NULL) == -1)
		return;
	for (i = 0; i < first && leaves_get(l, i, leaf, NULL) == 0; i++) {
		merkle_add(&tree, leaf);
		marks_agree(m, &tree, count_finding, v);
	}
	leaves_close(&l);
}

static void
walk_all(const struct verify_options *o, struct verify *v, struct logwalk *walk,
    struct marks *m)
{
	struct logwalk_record record;
	bool begun = false;
	size_t i;

	marks_excuse(m, logwalk_acts(walk), count_finding, v);
	while (logwalk_next(walk, &record)) {
		if (!begun)
			agree_before(o, v, m, record.frame->index);
		begun = true;
		if (logwalk_tree(walk) != NULL)
			marks_agree(m, logwalk_tree(walk), count_finding, v);
	}
	if (!begun && logwalk_tree(walk) != NULL)
		agree_before(o, v, m, logwalk_tree(walk)->size);
	if (v->result->damages == 0)
		marks_left(m, logwalk_tree(walk), count_finding, v);
	for (i = 0; i < logwalk_acts(walk)->restored.n; i++)
		v->result->lost +=
		    walk_acts_lost(&logwalk_acts(walk)->restored.acts[i]);
}

int
verify_box(
    const struct verify_options *o, struct verify_result *out, struct err *e)
{
	struct verify v = { out, o->finding, o->arg };
	const struct logwalk_options w = { o->dir, o->box, o->keys, o->nkeys,
		NULL, true, count_finding, &v, o->desks, o->ndesks };
	struct marks marks = MARKS_INIT;
	struct logwalk *walk = NULL;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (judge_names(&v, o->dir, e) == 0 && gather(o, &v, &marks, e) == 0 &&
	    logwalk_open(&w, &walk, e) == 0) {
		walk_all(o, &v, walk, &marks);
		out->count = logwalk_count(walk);
		logwalk_place(walk, &out->place);
		rc = 0;
	}
	logwalk_close(&walk);
	marks_free(&marks);
	return rc;
}
