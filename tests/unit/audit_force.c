/*
 * audit_force.c - small reports against brute force: all counts that could
 * have been printed so are gone through, and every figure of 1 to 4 must have
 * been two of them at least.  What is known of a printed figure is written
 * here a second time, on purpose.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random_report.h"

#define REPORTS 120
#define PARTS 3 /* two regions, and who did not say */

static const struct period quarter = { 2026, 3, 0 };
static const char *const part_names[PARTS] = { "noord", "zuid", CELL_UNKNOWN };

/* One theme in the whole and its regions. */
struct theme {
	struct range whole, part[PARTS], messages[PARTS];
	struct range both, both_messages;     /* of "noord+zuid" */
	int64_t all;                          /* messages, from the sum line */
	bool held[PARTS + 1];                 /* under5 */
	int64_t first[PARTS + 1];             /* value that was seen */
	bool seen[PARTS + 1], two[PARTS + 1]; /* any; another one */
};

static struct range
range_of(const struct printed *p, bool total)
{
	int64_t v = (int64_t)p->value;

	if (p->status == PRINTED_UNDER5)
		return (struct range){ 1, 4 };
	if (p->status == PRINTED_HIDDEN)
		return (struct range){ 0, total ? 130 : 60 };
	if (v == 0)
		return (struct range){ 0, 0 };
	if (total)
		return (struct range){ v - 2 < 20 ? 20 : v - 2, v + 2 };
	return (struct range){ v == 5 ? 5 : v - 2, v + 2 };
}

static const struct printed *
figure(const struct release *r, const char *region, const char *dimension,
    const char *category)
{
	const struct printed *p =
	    release_find(r, quarter, "", region, dimension, category);

	assert_non_null(p);
	return p;
}

static void
see(struct theme *t, size_t i, int64_t value)
{
	if (!t->seen[i])
		t->first[i] = value;
	else if (t->first[i] != value)
		t->two[i] = true;
	t->seen[i] = true;
}

static bool
all_seen(const struct theme *t)
{
	for (size_t i = 0; i <= PARTS; i++)
		if (t->held[i] && !t->two[i])
			return false;
	return true;
}

/* Every way to have the theme, with so many messages in each region. */
static void
go_through(struct theme *t, const int64_t *messages, int64_t *value, size_t n)
{
	int64_t sum = 0;

	if (n == 2 &&
	    (value[0] + value[1] < t->both.lo ||
		value[0] + value[1] > t->both.hi))
		return;
	if (n < PARTS) {
		for (value[n] = t->part[n].lo; value[n] <= t->part[n].hi &&
		     value[n] <= messages[n] && !all_seen(t);
		     value[n]++)
			go_through(t, messages, value, n + 1);
		return;
	}
	for (size_t i = 0; i < PARTS; i++)
		sum += value[i];
	if (sum < t->whole.lo || sum > t->whole.hi)
		return;
	for (size_t i = 0; i < PARTS; i++)
		see(t, i, value[i]);
	see(t, PARTS, sum);
}

static void
go_through_messages(struct theme *t, int64_t *messages, size_t n)
{
	int64_t value[PARTS], left = t->all;

	if (n == 2 &&
	    (messages[0] + messages[1] < t->both_messages.lo ||
		messages[0] + messages[1] > t->both_messages.hi))
		return;
	if (n < PARTS) {
		for (messages[n] = t->messages[n].lo;
		     messages[n] <= t->messages[n].hi && !all_seen(t);
		     messages[n]++)
			go_through_messages(t, messages, n + 1);
		return;
	}
	for (size_t i = 0; i < PARTS; i++)
		left -= messages[i];
	if (left == 0)
		go_through(t, messages, value, 0);
}

static struct theme
theme_of(const struct release *r, const char *category, int64_t all)
{
	const struct printed *p = figure(r, "", "theme", category);
	struct theme t = { .whole = range_of(p, false),
		.all = all,
		.both = { 0, all },
		.both_messages = { 0, all } };

	t.held[PARTS] = p->status == PRINTED_UNDER5;
	for (size_t i = 0; i < PARTS; i++) {
		p = figure(r, part_names[i], "theme", category);
		t.part[i] = range_of(p, false);
		t.held[i] = p->status == PRINTED_UNDER5;
		t.messages[i] =
		    range_of(figure(r, part_names[i], "total", ""), true);
		if (t.messages[i].hi > all)
			t.messages[i].hi = all;
		if (i == PARTS - 1 && t.messages[i].lo == 0)
			t.messages[i].hi = 19;
	}
	p = release_find(r, quarter, "", "noord+zuid", "total", "");
	if (p != NULL && p->status == PRINTED_SHOWN) {
		t.both_messages = range_of(p, true);
		t.both =
		    range_of(figure(r, "noord+zuid", "theme", category), false);
	}
	return t;
}

static int64_t
messages_of(const struct random_world *w)
{
	sqlite3_stmt *q;
	int64_t n;

	assert_int_equal(
	    sqlite3_prepare_v2(w->db,
		"SELECT sum(n) FROM tally WHERE dimension = 'total'", -1, &q,
		NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

/* How many figures of 1 to 4 were gone through. */
static size_t
report_check(struct random_world *w)
{
	const struct scope scope = { quarter, NULL, NULL };
	size_t held = 0;

	random_again(w);
	random_messages(w, quarter, 20 + random_below(w, 90), 2);
	random_release(w, &scope, w->conf->regions, false);
	for (size_t i = 0; i < w->conf->nthemes; i++) {
		struct theme t = theme_of(
		    &w->printed[0], w->conf->themes[i].id, messages_of(w));
		int64_t messages[PARTS];

		go_through_messages(&t, messages, 0);
		assert_true(all_seen(&t));
		for (size_t k = 0; k <= PARTS; k++)
			held += t.held[k];
	}
	return held;
}

static void
test_small_reports(void **state)
{
	struct random_world w;
	size_t held = 0;

	(void)state;
	random_open(&w, 4);
	for (int i = 0; i < REPORTS; i++)
		held += report_check(&w);
	assert_true(held > REPORTS);
	random_close(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_reports),
	};

	return cmocka_run_group_tests_name("audit_force", tests, NULL, NULL);
}
