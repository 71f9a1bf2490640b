/*
 * audit.c - tests of the attacker, and of the protection against it.
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
#include "tools/system.h"

#define REPORTS 40
#define SEQUENCES 1
#define SCOPES 1
#define HEAD "period,box,region,dimension,category,measure,value,status\n"

/* Attacks CSV text; the number of figures found, or -1 for contradiction. */
static int
attacked(const char *rows, struct range *first)
{
	struct release r = RELEASE_INIT;
	struct audit *a = audit_new();
	struct audit_bound b;
	struct err e = { "" };
	char text[8192];
	size_t at = 0;
	int found = 0;

	snprintf(text, sizeof(text), "%s%s", HEAD, rows);
	if (audit_parse("test", str_of(text), &r, &e) == -1)
		fail_msg("%s", e.msg);
	for (size_t i = 0; i < r.n; i++)
		assert_int_equal(audit_add(a, &r.items[i]), 0);
	if (audit_run(a) != 0)
		found = -1;
	while (found >= 0 && audit_next(a, &at, &b)) {
		if (b.found && found++ == 0 && first != NULL)
			*first = b.range;
	}
	audit_free(&a);
	release_free(&r);
	return found;
}

/* Regions that leave a small whole no choice. */
static void
test_regions(void **state)
{
	struct range r = { 0, 0 };

	(void)state;
	assert_int_equal(attacked("2026-Q3,,,total,,messages,100,shown\n"
				  "2026-Q3,,,theme,a,messages,,under5\n"
				  "2026-Q3,,w,total,,messages,25,shown\n"
				  "2026-Q3,,x,total,,messages,25,shown\n"
				  "2026-Q3,,y,total,,messages,25,shown\n"
				  "2026-Q3,,z,total,,messages,25,shown\n"
				  "2026-Q3,,w,theme,a,messages,,under5\n"
				  "2026-Q3,,x,theme,a,messages,,under5\n"
				  "2026-Q3,,y,theme,a,messages,,under5\n"
				  "2026-Q3,,z,theme,a,messages,,under5\n",
			     &r),
	    5);
	assert_int_equal(r.lo, 4);
	/* With one region fewer, each may be 1 or 2. */
	assert_int_equal(attacked("2026-Q3,,,total,,messages,75,shown\n"
				  "2026-Q3,,,theme,a,messages,,under5\n"
				  "2026-Q3,,w,total,,messages,25,shown\n"
				  "2026-Q3,,x,total,,messages,25,shown\n"
				  "2026-Q3,,y,total,,messages,25,shown\n"
				  "2026-Q3,,w,theme,a,messages,,under5\n"
				  "2026-Q3,,x,theme,a,messages,,under5\n"
				  "2026-Q3,,y,theme,a,messages,,under5\n",
			     NULL),
	    0);
}

/* A year less its quarters. */
static void
test_quarters(void **state)
{
	struct range r = { 0, 0 };

	(void)state;
	assert_int_equal(attacked("2026,,,theme,a,messages,,under5\n"
				  "2026-Q1,,,theme,a,messages,,under5\n"
				  "2026-Q2,,,theme,a,messages,0,shown\n"
				  "2026-Q3,,,theme,a,messages,0,shown\n"
				  "2026-Q4,,,theme,a,messages,0,shown\n",
			     NULL),
	    0);
	assert_int_equal(attacked("2026,,,theme,a,messages,,under5\n"
				  "2026-Q1,,,theme,a,messages,,under5\n"
				  "2026-Q2,,,theme,a,messages,,under5\n"
				  "2026-Q3,,,theme,a,messages,,under5\n"
				  "2026-Q4,,,theme,a,messages,,under5\n",
			     &r),
	    5);
	assert_int_equal(r.lo, 4);
	/* Of a year with one quarter unknown, that one is not bound below. */
	assert_int_equal(attacked("2026,,,theme,a,messages,,under5\n"
				  "2026-Q1,,,theme,a,messages,,under5\n"
				  "2026-Q2,,,theme,a,messages,,under5\n"
				  "2026-Q3,,,theme,a,messages,,under5\n",
			     NULL),
	    0);
}

/* Two regions are one later on: what was merged is their sum. */
static void
test_merged(void **state)
{
	(void)state;
	assert_int_equal(
	    attacked("2026,,noord+oost,theme,a,messages,,under5\n"
		     "2026-Q1,,noord,theme,a,messages,,under5\n"
		     "2026-Q1,,oost,theme,a,messages,,under5\n"
		     "2026-Q2,,noord,theme,a,messages,,under5\n"
		     "2026-Q2,,oost,theme,a,messages,,under5\n"
		     "2026-Q3,,noord+oost,theme,a,messages,0,shown\n"
		     "2026-Q4,,noord+oost,theme,a,messages,0,shown\n",
		NULL),
	    5);
}

/* "All but two" about safety tells as much as "two". */
static void
test_rest(void **state)
{
	(void)state;
	assert_int_equal(attacked("2026-Q3,,,total,,messages,20,shown\n"
				  "2026-Q3,,,theme,veilig,messages,20,shown\n"
				  "2026-Q3,,,theme,anders,messages,,under5\n",
			     NULL),
	    0);
	/* One channel of 1..4 beside a total of 20..22: 20 + 1 or 2. */
	assert_int_equal(attacked("2026-Q3,,,total,,messages,20,shown\n"
				  "2026-Q3,,,channel,web,messages,20,shown\n"
				  "2026-Q3,,,channel,sms,messages,,under5\n",
			     NULL),
	    0);
}

static void
test_contradiction(void **state)
{
	(void)state;
	assert_int_equal(attacked("2026-Q3,,,theme,a,messages,10,shown\n"
				  "2026-Q3,,,theme,a,messages,20,shown\n",
			     NULL),
	    -1);
}

/* Text that gehoor export does not write. */
static void
test_damaged(void **state)
{
	static const char *const texts[] = { "", "a,b\n",
		HEAD "2026-Q3,,,total,,messages,3,shown\n",
		HEAD "2026-Q3,,,total,,messages,,shown\n",
		HEAD "2026-Q3,,,total,,messages,5,under5\n",
		HEAD "2026-Q3,,,total,,messages,5,open\n",
		HEAD "2026-Q9,,,total,,messages,5,shown\n",
		HEAD "2026-Q3,,,total,,euro,5,shown\n",
		HEAD "2026-Q3,,,total,,messages,5\n",
		HEAD "2026-Q3,,\"x\"y,total,,messages,5,shown\n",
		HEAD "2026-Q3,,\"x,total,,messages,5,shown\n" };
	struct release r;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		e.msg[0] = '\0';
		assert_int_equal(
		    audit_parse("naam", str_of(texts[i]), &r, &e), -1);
		assert_non_null(strstr(e.msg, "naam: row "));
	}
}

/* ---- the system against brute force ----------------------------------------- */

#define SMALL 5 /* numbers */

struct small {
	struct range r[SMALL];
	int64_t factor[SMALL][SMALL];
	struct range sum[SMALL];
	size_t nrows;
	struct range seen[SMALL];
	bool possible;
};

static bool
small_holds(const struct small *s, const int64_t *value)
{
	for (size_t i = 0; i < s->nrows; i++) {
		int64_t sum = 0;

		for (size_t k = 0; k < SMALL; k++)
			sum += s->factor[i][k] * value[k];
		if (sum < s->sum[i].lo || sum > s->sum[i].hi)
			return false;
	}
	return true;
}

static void
small_force(struct small *s, int64_t *value, size_t n)
{
	if (n < SMALL) {
		for (value[n] = s->r[n].lo; value[n] <= s->r[n].hi; value[n]++)
			small_force(s, value, n + 1);
		return;
	}
	if (!small_holds(s, value))
		return;
	for (size_t i = 0; i < SMALL; i++) {
		if (!s->possible || value[i] < s->seen[i].lo)
			s->seen[i].lo = value[i];
		if (!s->possible || value[i] > s->seen[i].hi)
			s->seen[i].hi = value[i];
	}
	s->possible = true;
}

static void
small_make(struct random_world *w, struct small *s)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < SMALL; i++) {
		s->r[i].lo = random_below(w, 3);
		s->r[i].hi = s->r[i].lo + random_below(w, 5);
	}
	s->nrows = 1 + random_below(w, SMALL - 1);
	for (size_t i = 0; i < s->nrows; i++) {
		int64_t sum = 0;

		for (size_t k = 0; k < SMALL; k++) {
			s->factor[i][k] = (int64_t)random_below(w, 3) - 1;
			sum += s->factor[i][k] *
			    (s->r[k].lo +
				random_below(w,
				    (unsigned)(s->r[k].hi - s->r[k].lo + 1)));
		}
		s->sum[i] = (struct range){ sum,
			sum + (random_below(w, 3) == 0 ? 2 : 0) };
	}
}

static struct system *
small_system(const struct small *s)
{
	struct system *system = system_new();
	size_t number;

	for (size_t i = 0; i < SMALL; i++)
		assert_int_equal(system_number(system, s->r[i], &number), 0);
	for (size_t i = 0; i < s->nrows; i++) {
		struct term terms[SMALL];
		size_t n = 0;

		for (size_t k = 0; k < SMALL; k++)
			if (s->factor[i][k] != 0)
				terms[n++] =
				    (struct term){ k, s->factor[i][k] };
		assert_int_equal(system_row(system, terms, n, s->sum[i]), 0);
	}
	return system;
}

/* What is excluded is excluded; what is one number is found, mostly. */
static void
test_brute_force(void **state)
{
	struct random_world w = { .seed = 1 };
	size_t pinned = 0, found = 0;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		struct system *system;
		int64_t value[SMALL];
		struct small s;
		int rc;

		small_make(&w, &s);
		small_force(&s, value, 0);
		system = small_system(&s);
		rc = system_solve(system);
		assert_true(rc == 0 || !s.possible);
		for (size_t k = 0; s.possible && k < SMALL; k++) {
			struct range r = system_probe(system, k);

			assert_true(r.lo <= s.seen[k].lo);
			assert_true(r.hi >= s.seen[k].hi);
			pinned += s.seen[k].lo == s.seen[k].hi;
			found += r.lo == r.hi;
		}
		system_free(&system);
	}
	assert_true(pinned > 1000);
	assert_true(found * 100 >= pinned * 95);
}

/* ---- a table with its margins: regions by boxes, or by quarters -------------- */

#define TABLE 9 /* four figures, two rows, two columns, all */

static const uint8_t table_parts[TABLE][4] = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 },
	{ 0, 0, 1, 0 }, { 0, 0, 0, 1 }, { 1, 1, 0, 0 }, { 0, 0, 1, 1 },
	{ 1, 0, 1, 0 }, { 0, 1, 0, 1 }, { 1, 1, 1, 1 } };

struct table {
	struct range printed[TABLE], seen[TABLE];
	bool possible;
};

static int64_t
table_sum(size_t i, const int64_t *value)
{
	int64_t sum = 0;

	for (size_t k = 0; k < 4; k++)
		sum += table_parts[i][k] * value[k];
	return sum;
}

static void
table_make(struct random_world *w, struct table *t)
{
	int64_t value[4];

	memset(t, 0, sizeof(*t));
	for (size_t i = 0; i < 4; i++)
		value[i] = random_below(w, 4) == 0 ? 0 : random_below(w, 7);
	for (size_t i = 0; i < TABLE; i++) {
		int64_t sum = table_sum(i, value), v = (sum + 2) / 5 * 5;

		if (sum == 0)
			t->printed[i] = (struct range){ 0, 0 };
		else if (sum < 5)
			t->printed[i] = (struct range){ 1, 4 };
		else
			t->printed[i] =
			    (struct range){ v == 5 ? 5 : v - 2, v + 2 };
		if (random_below(w, 6) == 0)
			t->printed[i] = (struct range){ 0, 1000 };
	}
}

static void
table_force(struct table *t, int64_t *value, size_t n)
{
	if (n < 4) {
		for (value[n] = t->printed[n].lo;
		     value[n] <= t->printed[n].hi && value[n] <= 24; value[n]++)
			table_force(t, value, n + 1);
		return;
	}
	for (size_t i = 4; i < TABLE; i++)
		if (table_sum(i, value) < t->printed[i].lo ||
		    table_sum(i, value) > t->printed[i].hi)
			return;
	for (size_t i = 0; i < TABLE; i++) {
		int64_t sum = table_sum(i, value);

		if (!t->possible || sum < t->seen[i].lo)
			t->seen[i].lo = sum;
		if (!t->possible || sum > t->seen[i].hi)
			t->seen[i].hi = sum;
	}
	t->possible = true;
}

static struct system *
table_system(const struct table *t)
{
	/* Whole, part, part; as a release has them. */
	static const size_t rows[][3] = { { 4, 0, 1 }, { 5, 2, 3 }, { 6, 0, 2 },
		{ 7, 1, 3 }, { 8, 4, 5 }, { 8, 6, 7 } };
	struct system *s = system_new();
	size_t number;

	for (size_t i = 0; i < TABLE; i++)
		assert_int_equal(system_number(s, t->printed[i], &number), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct term terms[] = { { rows[i][0], -1 },
			{ rows[i][1], 1 }, { rows[i][2], 1 } };

		assert_int_equal(
		    system_row(s, terms, 3, (struct range){ 0, 0 }), 0);
	}
	assert_int_equal(system_solve(s), 0);
	return s;
}

/* Here every figure that can be found is found. */
static void
test_tables(void **state)
{
	struct random_world w = { .seed = 3 };
	size_t pinned = 0, found = 0;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct system *system;
		int64_t value[4];
		struct table t;

		table_make(&w, &t);
		table_force(&t, value, 0);
		assert_true(t.possible);
		system = table_system(&t);
		for (size_t k = 0; k < TABLE; k++) {
			struct range r = system_probe(system, k);

			assert_true(r.lo <= t.seen[k].lo);
			/* Brute force goes to 24 only. */
			if (t.seen[k].hi < 24)
				assert_true(r.hi >= t.seen[k].hi);
			pinned += t.seen[k].lo == t.seen[k].hi;
			found += r.lo == r.hi;
		}
		system_free(&system);
	}
	assert_true(pinned > 1000);
	assert_int_equal(found, pinned);
}

/* ---- what the real code prints ---------------------------------------------- */

static void
test_reports(void **state)
{
	struct random_world w;

	(void)state;
	random_open(&w, 1);
	for (int i = 0; i < REPORTS; i++)
		assert_int_equal(random_report(&w), 0);
	random_close(&w);
}

static void
test_sequences(void **state)
{
	struct random_world w;

	(void)state;
	random_open(&w, 2);
	for (int i = 0; i < SEQUENCES; i++)
		assert_int_equal(random_sequence(&w), 0);
	random_close(&w);
}

/* Whoever orders every part there is finds nothing either. */
static void
test_scopes(void **state)
{
	struct random_world w;

	(void)state;
	random_open(&w, 3);
	for (int i = 0; i < SCOPES; i++)
		assert_int_equal(random_scopes(&w), 0);
	random_close(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_regions),
		cmocka_unit_test(test_quarters),
		cmocka_unit_test(test_merged),
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_contradiction),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_brute_force),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_reports),
		cmocka_unit_test(test_sequences),
		cmocka_unit_test(test_scopes),
	};

	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
