/*
 * verify.c - checks the log of a box as far as that goes without a secret:
 * the walk over segments, and the names in the directory.
 */
#include "verify.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gehoor/boxlog.h"

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
		else if (segment_name_number(entry->d_name, "key") != 0)
			tell_lonely(v, dir, entry->d_name);
	}
	closedir(d);
	return 0;
}

int
verify_box(const char *dir, const char *box, const struct note_verifier *keys,
    size_t nkeys, finding_fn *finding, void *arg, struct verify_result *out,
    struct err *e)
{
	struct verify v;
	const struct logwalk_options o = { dir, box, keys, nkeys, NULL, true,
		count_finding, &v };
	struct logwalk_record record;
	struct logwalk *walk;

	memset(out, 0, sizeof(*out));
	v = (struct verify){ out, finding, arg };
	if (judge_names(&v, dir, e) == -1 || logwalk_open(&o, &walk, e) == -1)
		return -1;
	while (logwalk_next(walk, &record))
		;
	out->count = logwalk_count(walk);
	logwalk_place(walk, &out->place);
	logwalk_close(&walk);
	return 0;
}
