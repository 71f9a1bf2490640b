/*
 * ledger.c - figures that were released.
 */
#include "ledger.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit_read.h"
#include "csv_table.h"
#include "output.h"

#define PATH_ROOM 4200

static int
read_each(const glob_t *g, struct release *all, struct err *e)
{
	for (size_t i = 0; i < g->gl_pathc; i++) {
		struct release r = RELEASE_INIT;
		bool damaged;
		int rc = audit_read(g->gl_pathv[i], &r, &damaged, e);

		if (rc == 0)
			rc = release_append(all, &r, e);
		release_free(&r);
		if (rc == -1)
			return -1;
	}
	return 0;
}

int
ledger_read(const struct conf *c, struct release *out, struct err *e)
{
	struct release all = RELEASE_INIT;
	char pattern[PATH_ROOM];
	glob_t g;
	int rc;

	snprintf(pattern, sizeof(pattern), "%s/released/[0-9]*.csv", c->state);
	rc = glob(pattern, 0, NULL, &g);
	if (rc == GLOB_NOSPACE || rc == GLOB_ABORTED)
		return err_set(e, "%.200s cannot be read", pattern);
	rc = rc == 0 ? read_each(&g, &all, e) : 0;
	globfree(&g);
	if (rc == -1)
		release_free(&all);
	else
		*out = all;
	return rc;
}

int
ledger_write(const struct conf *c, struct period period,
    const struct release *all, struct err *e)
{
	char name[PERIOD_TEXT_LEN + 1], path[PATH_ROOM];
	struct output o;

	snprintf(path, sizeof(path), "%s/released", c->state);
	if (mkdir(path, 0750) == -1 && errno != EEXIST)
		return err_sys(e, "%.200s", path);
	period_format(period, name);
	snprintf(path, sizeof(path), "%s/released/%s.csv", c->state, name);
	if (access(path, F_OK) == 0)
		return err_set(e, "%.200s: was released before", path);
	if (output_open_file(&o, path, e) == -1)
		return -1;
	csv_table_write(o.file, csv_dialect_find("rfc4180"), all);
	return output_finish(&o, e);
}
