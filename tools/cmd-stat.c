/*
 * cmd-stat.c - gehoor stat: the sum line of every box, added up.
 *
 * tree size = counted + carried + quarantined + erased + expired + duplicates
 * + continuations + unreadable.  "carried" is for a period (gehoor report);
 * over all that was read it is nothing.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "db.h"
#include "gehoor/json_write.h"
#include "gehoor/segment.h"
#include "schema.h"
#include "status.h"

static const struct option_row stat_options[] = {
	{ 'j', "json", NULL, "print the terms for a program" },
	{ 'b', "box", "BOX", "only this box" },
	{ 0, NULL, NULL, NULL },
};

/* X(key of the sum line): DESIGN of the JSON, in the order of the line. */
#define TERMS(X) \
	X(tree_size) \
	X(counted) \
	X(carried) \
	X(quarantined) \
	X(erased) X(expired) X(duplicates) X(continuations) X(unreadable)

enum term {
#define X(key) TERM_##key,
	TERMS(X)
#undef X
	    TERM_COUNT
};

static const char *const term_keys[TERM_COUNT] = {
#define X(key) [TERM_##key] = #key,
	TERMS(X)
#undef X
};

struct sum_line {
	char box[2 * BOX_NAME_MAX + 2]; /* "noord/lijn" */
	int64_t term[TERM_COUNT];
};

static const char lines_sql[] =
    "SELECT name, next_index, coalesce(status, ''), coalesce(sum(n), 0)"
    " FROM box LEFT JOIN sum ON sum.box = box.name"
    " WHERE ?1 IS NULL OR name = ?1 GROUP BY name, status ORDER BY name";

static bool
adds_up(const struct sum_line *l)
{
	int64_t left = l->term[TERM_tree_size];
	size_t i;

	for (i = TERM_tree_size + 1; i < TERM_COUNT; i++)
		left -= l->term[i];
	return left == 0;
}

/* Puts a number of records under the key that goes with their status. */
static bool
put_term(struct sum_line *l, const char *status, int64_t n)
{
	size_t i, k;

	for (i = 0; i < STATUS_COUNT; i++) {
		if (strcmp(status, status_names[i]) != 0)
			continue;
		for (k = 0; k < TERM_COUNT; k++)
			if (strcmp(term_keys[k], status_terms[i]) == 0)
				l->term[k] += n;
		return true;
	}
	return *status == '\0';
}

static void
print_line(const struct sum_line *l, struct buf *json)
{
	size_t i;

	if (json == NULL) {
		printf("%-*s", BOX_NAME_MAX / 2, l->box);
		for (i = 0; i < TERM_COUNT; i++)
			printf(" %*" PRId64, (int)strlen(term_keys[i]),
			    l->term[i]);
		putchar('\n');
		return;
	}
	json_open(json, '{');
	json_member(json, "box", str_of(l->box));
	for (i = 0; i < TERM_COUNT; i++)
		json_member_int(json, term_keys[i], l->term[i]);
	json_close(json, '}');
}

static void
print_head(void)
{
	size_t i;

	printf("%-*s", BOX_NAME_MAX / 2, "box");
	for (i = 0; i < TERM_COUNT; i++)
		printf(" %s", term_keys[i]);
	putchar('\n');
}

/* What has been gathered of one box, and into the line of all. */
static enum exit_code
finish_line(const struct sum_line *l, struct sum_line *all, struct buf *json)
{
	size_t i;

	print_line(l, json);
	for (i = 0; i < TERM_COUNT; i++)
		all->term[i] += l->term[i];
	if (adds_up(l))
		return EXIT_DONE;
	return complain(EXIT_DAMAGED,
	    "%s: the terms do not add up to the "
	    "size of the tree; gehoor ingest --rebuild makes a new database",
	    l->box);
}

static enum exit_code
read_lines(struct sqlite3_stmt *q, struct sum_line *all, struct buf *json,
    size_t *nboxes)
{
	struct sum_line line = { "", { 0 } };
	enum exit_code code = EXIT_DONE;
	const char *box, *status;

	while (sqlite3_step(q) == SQLITE_ROW) {
		box = (const char *)sqlite3_column_text(q, 0);
		status = (const char *)sqlite3_column_text(q, 2);
		if (*nboxes == 0 || strcmp(box, line.box) != 0) {
			if (*nboxes > 0 &&
			    finish_line(&line, all, json) != EXIT_DONE)
				code = EXIT_DAMAGED;
			memset(&line, 0, sizeof(line));
			snprintf(line.box, sizeof(line.box), "%s", box);
			line.term[TERM_tree_size] = sqlite3_column_int64(q, 1);
			(*nboxes)++;
		}
		if (!put_term(&line, status, sqlite3_column_int64(q, 3)))
			code = complain(EXIT_DAMAGED,
			    "%s: records of an unknown status", box);
	}
	if (*nboxes > 0 && finish_line(&line, all, json) != EXIT_DONE)
		code = EXIT_DAMAGED;
	return code;
}

static enum exit_code
stat_lines(struct invocation *iv, struct sqlite3_stmt *q, struct buf *json)
{
	const char *only = option_value(iv, "box");
	struct sum_line all = { "all", { 0 } };
	enum exit_code code;
	size_t n = 0;
	struct err e;

	if (only != NULL)
		sqlite3_bind_text(q, 1, only, -1, SQLITE_STATIC);
	if (json == NULL)
		print_head();
	else
		json_open(json, '[');
	code = read_lines(q, &all, json, &n);
	if (sqlite3_reset(q) != SQLITE_OK) {
		db_failed(iv->db, &e);
		return complain(EXIT_OTHER, "%s", e.msg);
	}
	if (only != NULL && n == 0)
		return complain(EXIT_OTHER,
		    "there is no box %s in the "
		    "database",
		    only);
	if (json == NULL && n > 1)
		print_line(&all, NULL);
	if (json != NULL) {
		json_close(json, ']');
		buf_addc(json, '\n');
		fwrite(json->data, 1, json->len, stdout);
	}
	return code;
}

/* What two desks did without knowing of each other; nothing decides it. */
static enum exit_code
tell_conflicts(const struct invocation *iv)
{
	struct err e;
	struct sqlite3_stmt *q = db_prepare(iv->db, CONFLICT_SQL, &e);
	int rc;

	if (q == NULL)
		return complain(EXIT_OTHER, "%s", e.msg);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		complain(EXIT_DONE,
		    "%s: message %.12s: %s by the desks %s and %s without "
		    "knowing of each other; agree, and do it once more with "
		    "both logs at hand",
		    sqlite3_column_text(q, 0), sqlite3_column_text(q, 1),
		    sqlite3_column_text(q, 2), sqlite3_column_text(q, 3),
		    sqlite3_column_text(q, 4));
	sqlite3_finalize(q);
	if (rc == SQLITE_DONE)
		return EXIT_DONE;
	db_failed(iv->db, &e);
	return complain(EXIT_OTHER, "%s", e.msg);
}

static enum exit_code
stat_run(struct invocation *iv)
{
	bool wants_json = option_value(iv, "json") != NULL;
	struct buf json = BUF_INIT;
	struct sqlite3_stmt *q;
	enum exit_code code;
	struct err e;

	q = db_prepare(iv->db, lines_sql, &e);
	if (q == NULL)
		return complain(EXIT_OTHER, "%s", e.msg);
	code = stat_lines(iv, q, wants_json ? &json : NULL);
	if (code == EXIT_DONE)
		code = tell_conflicts(iv);
	sqlite3_finalize(q);
	buf_free(&json);
	return code;
}

const struct command cmd_stat = {
	.name = "stat",
	.brief = "show that every record is accounted for",
	.operands = "",
	.options = stat_options,
	.needs = NEEDS_CONF | NEEDS_DB,
	.run = stat_run,
	.example = "gehoor stat",
};
