/*
 * cmd-audit.c - gehoor audit: attacks printed figures, and says which of
 * those that were held back it finds out.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "audit_read.h"
#include "command.h"
#include "csv_table.h"
#include "gehoor/json_write.h"
#include "output.h"

static const struct option_row audit_options[] = {
	{ 'j', "json", NULL, "print every figure held back, for a program" },
	{ 0, NULL, NULL, NULL },
};

/* The files, and what came of them. */
struct auditing {
	char **names;
	struct release *files;
	size_t nfiles, held, found;
	struct buf out;
	bool json;
};

/* Which file a figure is in, and its row there. */
static size_t
file_of(const struct auditing *d, const struct printed *p, size_t *row)
{
	size_t i = 0;

	while (i + 1 < d->nfiles &&
	    (p < d->files[i].items || p >= d->files[i].items + d->files[i].n))
		i++;
	*row = (size_t)(p - d->files[i].items) + 2;
	return i;
}

static void
member_range(struct buf *b, const char *lo, const char *hi, struct range r)
{
	json_member_int(b, lo, r.lo);
	if (r.hi < SYSTEM_MAX / 2)
		json_member_int(b, hi, r.hi);
}

static void
tell_json(struct auditing *d, const struct audit_bound *bound)
{
	const struct cell_key *k = &bound->figure->key;
	char period[PERIOD_TEXT_LEN + 1];
	size_t row, file = file_of(d, bound->figure, &row);
	struct buf *b = &d->out;

	period_format(k->period, period);
	buf_adds(b, d->held == 1 ? "" : ",");
	json_open(b, '{');
	json_member(b, "file", str_of(d->names[file]));
	json_member_int(b, "row", (int64_t)row);
	json_member(b, "period", str_of(period));
	json_member(b, "box", str_of(k->box));
	json_member(b, "region", str_of(k->region));
	json_member(b, "dimension", str_of(k->dimension));
	json_member(b, "category", str_of(k->category));
	json_member(b, "status", str_of(csv_status(bound->figure->status)));
	member_range(b, "least", "most", bound->range);
	if (bound->has_rest)
		member_range(b, "rest_least", "rest_most", bound->rest);
	json_member_bool(b, "found", bound->found);
	json_close(b, '}');
}

static void
tell_text(struct auditing *d, const struct audit_bound *bound)
{
	const struct cell_key *k = &bound->figure->key;
	const char *const parts[] = { k->box, k->region, k->dimension,
		k->category };
	char period[PERIOD_TEXT_LEN + 1];
	size_t row, file = file_of(d, bound->figure, &row);
	bool self = bound->range.lo == bound->range.hi &&
	    bound->figure->status != PRINTED_SHOWN;

	period_format(k->period, period);
	buf_addf(&d->out, "%s: row %zu: %s", d->names[file], row, period);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i][0] != '\0')
			buf_addf(&d->out, " %s", parts[i]);
	buf_addf(&d->out, ": %s %" PRId64 "\n",
	    self ? "is found out: it is"
		 : "is found out: what is left of the total is",
	    self ? bound->range.lo : bound->rest.lo);
}

static void
tell_all(struct auditing *d, struct audit *a)
{
	struct audit_bound bound;
	size_t at = 0;

	while (audit_next(a, &at, &bound)) {
		d->held++;
		d->found += bound.found;
		if (d->json)
			tell_json(d, &bound);
		else if (bound.found)
			tell_text(d, &bound);
	}
}

/* The whole output.  Names of files are those that were given. */
static void
report(struct auditing *d, struct audit *a)
{
	struct buf *b = &d->out;

	if (!d->json) {
		tell_all(d, a);
		buf_addf(b, "%zu figures, %zu bounded, %zu found out\n",
		    audit_figures(a), d->held, d->found);
		return;
	}
	json_open(b, '{');
	json_member_int(b, "files", (int64_t)d->nfiles);
	json_member_int(b, "figures", (int64_t)audit_figures(a));
	json_key(b, "bounds");
	json_open(b, '[');
	tell_all(d, a);
	json_close(b, ']');
	json_member_int(b, "bounded", (int64_t)d->held);
	json_member_int(b, "found", (int64_t)d->found);
	json_close(b, '}');
	buf_addc(b, '\n');
}

static enum exit_code
attack(struct auditing *d, struct audit *a)
{
	struct err e;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < d->nfiles; i++)
		for (size_t k = 0; rc == 0 && k < d->files[i].n; k++)
			rc = audit_add(a, &d->files[i].items[k]);
	if (rc == 0)
		rc = audit_run(a);
	if (rc == 1)
		return complain(EXIT_DAMAGED,
		    "these figures contradict each other: they are not all of "
		    "one installation, or were changed");
	if (rc == 0)
		report(d, a);
	if (rc == -1 || d->out.failed)
		return complain(EXIT_OTHER, "no memory for the audit");
	if (output_write(NULL, &d->out, &e) == -1)
		return complain(EXIT_OTHER, "%s", e.msg);
	return d->found > 0 ? EXIT_CHECK_FAILED : EXIT_DONE;
}

static enum exit_code
files_read(struct auditing *d)
{
	struct err e;
	bool damaged;

	for (size_t i = 0; i < d->nfiles; i++)
		if (audit_read(d->names[i], &d->files[i], &damaged, &e) == -1)
			return complain(
			    damaged ? EXIT_DAMAGED : EXIT_OTHER, "%s", e.msg);
	return EXIT_DONE;
}

static enum exit_code
audit_run_command(struct invocation *iv)
{
	size_t n = (size_t)iv->argc;
	struct auditing d = { .names = iv->argv,
		.files = calloc(n + 1, sizeof(*d.files)),
		.nfiles = n,
		.out = BUF_INIT,
		.json = option_value(iv, "json") != NULL };
	struct audit *a = audit_new();
	enum exit_code code;

	if (a == NULL || d.files == NULL)
		code = complain(EXIT_OTHER, "no memory for the audit");
	else if ((code = files_read(&d)) == EXIT_DONE)
		code = attack(&d, a);
	audit_free(&a);
	for (size_t i = 0; d.files != NULL && i < n; i++)
		release_free(&d.files[i]);
	free(d.files);
	buf_free(&d.out);
	return code;
}

const struct command cmd_audit = {
	.name = "audit",
	.brief = "attack printed figures as a reader could",
	.operands = "FILE ...",
	.min_operands = 1,
	.max_operands = -1,
	.options = audit_options,
	.run = audit_run_command,
	.example = "gehoor audit 2026-Q1.csv 2026-Q2.csv",
};
