/*
 * protect.c REPORTS SEQUENCES - what protection costs and what it stops.
 *
 * Random reports, and sequences of eight quarters with their years and a
 * merge of two regions, printed by the real code and attacked together; and
 * how much is still told at several sizes.  Exits 1 if a figure is found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/random_report.h"
#include "tools/cells.h"

#define REGIONS 6
#define ROUNDS 20 /* reports of each size */

static const struct period quarter = { 2026, 3, 0 };

/* Messages per region, and what the reference page has shown of its cells. */
static const struct size {
	unsigned messages;
	double reference;
} sizes[] = { { 20, 45.1 }, { 50, 67.5 }, { 100, 84.3 }, { 200, 94.7 },
	{ 500, 99.5 } };

/* Themes of a message, in thousandths: 1.9 in all. */
static const unsigned frequency[] = { 400, 300, 250, 200, 160, 130, 110, 90, 80,
	60, 50, 30, 20, 20 };

struct told {
	size_t nonzero, shown, under5, base, beside;
};

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static size_t
attacks(const char *what, size_t n, uint64_t seed,
    size_t (*attack)(struct random_world *))
{
	struct random_world w;
	double begin = seconds();
	size_t found = 0;

	random_open(&w, seed);
	for (size_t i = 0; i < n; i++)
		found += attack(&w);
	random_close(&w);
	printf("%zu %s attacked: %zu figures found out; %.1f ms each\n", n,
	    what, found, (seconds() - begin) * 1e3 / (double)(n > 0 ? n : 1));
	return found;
}

static unsigned
themes(struct random_world *w)
{
	unsigned mask = 0;

	for (unsigned i = 0; i < sizeof(frequency) / sizeof(*frequency); i++)
		mask |= (unsigned)(random_below(w, 1000) < frequency[i]) << i;
	return mask;
}

/* Unequal regions, with so many messages on average. */
static void
fill(struct random_world *w, unsigned messages)
{
	static const unsigned share[REGIONS] = { 45, 70, 90, 105, 130, 160 };

	assert_int_equal(
	    sqlite3_exec(w->db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
	for (unsigned r = 0; r < REGIONS; r++)
		for (unsigned i = 0; i < messages * share[r] / 100; i++)
			random_message_about(w,
			    202627 + (int)random_below(w, 13),
			    random_regions[r], themes(w));
	assert_int_equal(
	    sqlite3_exec(w->db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
}

static const struct printed *
total_of(const struct release *r, const struct cell_key *k)
{
	return release_find(r, k->period, k->box, k->region, "total", "");
}

static void
tell(const struct cells *cells, const struct release *r, struct told *t)
{
	for (size_t i = 0; i < cells->n; i++) {
		const struct cell_key *k = &cells->items[i].key;
		const struct printed *p = release_find(
		    r, k->period, k->box, k->region, k->dimension, k->category);

		if (cells->items[i].count == 0 || p == NULL ||
		    strcmp(k->dimension, "theme") != 0)
			continue;
		t->nonzero++;
		if (p->status == PRINTED_SHOWN)
			t->shown++;
		else if (p->status == PRINTED_UNDER5)
			t->under5++;
		else if (total_of(r, &p->key)->status == PRINTED_HIDDEN)
			t->base++;
		else
			t->beside++;
	}
}

static void
utility(const struct size *size)
{
	char *names[REGIONS];
	struct random_world w;
	struct scope scope = { quarter, NULL, NULL };
	struct told t = { 0, 0, 0, 0, 0 };
	struct err e = { "" };
	double all;

	random_open(&w, size->messages);
	for (size_t i = 0; i < REGIONS; i++)
		names[i] = strdup(random_regions[i]);
	w.conf->regions = (struct conf_list){ names, REGIONS };
	for (int i = 0; i < ROUNDS; i++) {
		struct cells cells;
		struct release r;

		random_again(&w);
		fill(&w, size->messages);
		if (cells_read(w.db, w.conf, quarter, &cells, &e) == -1 ||
		    release_make(w.db, w.conf, &scope, NULL, &r, &e) == -1)
			fail_msg("%s", e.msg);
		tell(&cells, &r, &t);
		cells_free(&cells);
		release_free(&r);
	}
	w.conf->regions = (struct conf_list){ NULL, 0 };
	random_close(&w);
	for (size_t i = 0; i < REGIONS; i++)
		free(names[i]);
	all = (double)t.nonzero / 100;
	printf("%10u%11.1f%11.1f%11.1f%11.1f%13.1f\n", size->messages,
	    (double)t.shown / all, (double)t.under5 / all, (double)t.base / all,
	    (double)t.beside / all, size->reference);
}

int
main(int argc, char **argv)
{
	size_t found = 0;

	if (argc != 3)
		return 2;
	found +=
	    attacks("reports", strtoul(argv[1], NULL, 10), 1, random_report);
	found += attacks("sequences of eight quarters, two years and a merge",
	    strtoul(argv[2], NULL, 10), 2, random_sequence);
	puts(
	    "non-zero figures by theme, in the whole and six regions, %\n"
	    "a region      shown    fewer    too few     beside    reference\n"
	    "                        than 5   messages   another        shown");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		utility(&sizes[i]);
	return found > 0;
}
