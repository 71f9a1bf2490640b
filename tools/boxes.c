/*
 * boxes.c - which logs there are in a state directory.
 */
#include "boxes.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gehoor/segment.h"

void
boxes_free(struct boxes *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		free(b->logs[i].name);
		free(b->logs[i].dir);
	}
	free(b->logs);
	*b = (struct boxes){ NULL, 0 };
}

static int
boxes_add(struct boxes *b, const char *state, const char *name)
{
	struct box_log *logs;

	logs = realloc(b->logs, (b->n + 1) * sizeof(*logs));
	if (logs == NULL)
		return -1;
	b->logs = logs;
	logs[b->n].name = strdup(name);
	if (logs[b->n].name == NULL)
		return -1;
	if (asprintf(&logs[b->n].dir, "%s/log/%s", state, name) == -1) {
		free(logs[b->n].name);
		return -1;
	}
	b->n++;
	return 0;
}

static int
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct box_log *)a)->name,
	    ((const struct box_log *)b)->name);
}

/* Names that begin with a dot, or are too long, cannot be boxes. */
static int
list_all(const char *state, struct boxes *b, struct err *e)
{
	struct dirent *entry;
	char path[4096];
	DIR *d;

	snprintf(path, sizeof(path), "%s/log", state);
	d = opendir(path);
	if (d == NULL && errno == ENOENT)
		return err_set(
		    e, "there is no log in %s yet (no %s)", state, path);
	if (d == NULL)
		return err_sys(e, "%s", path);
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    strlen(entry->d_name) > BOX_NAME_MAX)
			continue;
		if (boxes_add(b, state, entry->d_name) == -1) {
			closedir(d);
			return err_set(e, "no memory");
		}
		if (!is_directory(b->logs[b->n - 1].dir)) {
			b->n--;
			free(b->logs[b->n].name);
			free(b->logs[b->n].dir);
		}
	}
	closedir(d);
	return 0;
}

static int
list_named(const char *state, char *const *names, int n, struct boxes *b,
    struct err *e)
{
	int i;

	for (i = 0; i < n; i++) {
		if (strchr(names[i], '/') != NULL || names[i][0] == '.' ||
		    names[i][0] == '\0' || strlen(names[i]) > BOX_NAME_MAX)
			return err_set(
			    e, "%s is not the name of a box", names[i]);
		if (boxes_add(b, state, names[i]) == -1)
			return err_set(e, "no memory");
		if (!is_directory(b->logs[b->n - 1].dir))
			return err_set(e,
			    "there is no box %s in the log (no "
			    "%s)",
			    names[i], b->logs[b->n - 1].dir);
	}
	return 0;
}

/* A box that is named twice is read once. */
static void
sort(struct boxes *b)
{
	size_t i, kept = 0;

	if (b->n == 0)
		return;
	qsort(b->logs, b->n, sizeof(*b->logs), by_name);
	for (i = 1; i < b->n; i++) {
		if (strcmp(b->logs[i].name, b->logs[kept].name) == 0) {
			free(b->logs[i].name);
			free(b->logs[i].dir);
		} else {
			b->logs[++kept] = b->logs[i];
		}
	}
	b->n = kept + 1;
}

int
boxes_list(const char *state, char *const *names, int nnames, struct boxes *out,
    struct err *e)
{
	int ret;

	*out = (struct boxes){ NULL, 0 };
	ret = nnames > 0 ? list_named(state, names, nnames, out, e)
			 : list_all(state, out, e);
	if (ret == -1)
		boxes_free(out);
	else
		sort(out);
	return ret;
}
