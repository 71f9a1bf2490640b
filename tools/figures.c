/*
 * figures.c - what the commands that publish figures have in common.
 */
#include "figures.h"

#include "db.h"
#include "gehoor/clock.h"
#include "ledger.h"
#include "release.h"

static bool
is_released(const struct release *printed, struct period period)
{
	return release_find(printed, period, "", "", "total", "") != NULL;
}

/* Writes all figures of the period down, once. */
static int
release_final(const struct invocation *iv, struct period period,
    struct release *printed, struct err *e)
{
	struct release all = RELEASE_INIT;
	struct week first, last;
	int rc = -1;

	if (is_released(printed, period))
		return 0;
	period_weeks(period, &first, &last);
	if (week_number(week_of(clock_now())) <= week_number(last))
		return err_set(
		    e, "--release: the period is not over; leave it out");
	if (release_all(iv->db, iv->conf, period, printed, &all, e) == 0 &&
	    ledger_write(iv->conf, period, &all, e) == 0)
		rc = release_append(printed, &all, e);
	release_free(&all);
	return rc;
}

/* Beside what was released, and as it was. */
static int
read_release(const struct invocation *iv, struct figures *f, struct err *e)
{
	struct release printed = RELEASE_INIT;
	int rc = ledger_read(iv->conf, &printed, e);

	if (rc == 0 && option_value(iv, "release") != NULL)
		rc = release_final(iv, f->scope.period, &printed, e);
	if (rc == 0)
		rc = release_make(iv->db, iv->conf, &f->scope,
		    printed.n > 0 ? &printed : NULL, &f->release, e);
	release_free(&printed);
	return rc;
}

/* One read transaction: an ingest at the same moment changes nothing. */
static int
read_all(struct invocation *iv, struct figures *f, struct err *e)
{
	int rc = -1;

	if (db_exec(iv->db, "BEGIN", e) == -1)
		return -1;
	if (read_release(iv, f, e) == 0)
		rc = sums_read(iv->db, f->scope.period, &f->sums, e);
	if (db_exec(iv->db, "COMMIT", rc == 0 ? e : NULL) == -1)
		rc = -1;
	return rc;
}

enum exit_code
figures_read(struct invocation *iv, struct figures *out)
{
	struct figures f = { .release = RELEASE_INIT };
	struct err e;

	if (scope_read(iv->conf, option_value(iv, "period"),
		option_value(iv, "box"), option_value(iv, "region"),
		week_of(clock_now()), &f.scope, &e) == -1)
		return complain(EXIT_USAGE, "%s", e.msg);
	if (f.scope.period.week != 0)
		return complain(EXIT_USAGE,
		    "--period: figures are published of a quarter or a year; "
		    "those of single weeks would tell who wrote");
	if (f.scope.box != NULL && f.scope.region != NULL)
		return complain(EXIT_USAGE,
		    "--region: figures of one box in one region are not "
		    "published; leave out --box or --region");
	if (read_all(iv, &f, &e) == -1) {
		release_free(&f.release);
		return complain(EXIT_OTHER, "%s", e.msg);
	}
	*out = f;
	return EXIT_DONE;
}

void
figures_free(struct figures *f)
{
	release_free(&f->release);
}
