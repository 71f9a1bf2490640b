/*
 * random_report.h - random messages, the figures printed of them by the real
 * code, and the attack on what was printed.
 */
#ifndef RANDOM_REPORT_H
#define RANDOM_REPORT_H

#include <stdio.h>

#include "tally.h"
#include "tools/audit.h"
#include "tools/audit_read.h"
#include "tools/csv_table.h"
#include "tools/release.h"

#define RANDOM_REGIONS 8
#define RANDOM_PRINTED 64 /* releases that are attacked together */

/* An installation, and everything it printed. */
struct random_world {
	uint64_t seed;
	struct conf *conf;
	sqlite3 *db;
	sqlite3_stmt *add;
	struct release printed[RANDOM_PRINTED]; /* as read back from CSV */
	size_t nprinted;
};

/* Points share themes, and leave some out. */
static const char random_points[] =
    "framework \"f\" { title = {\"nl:Punten\"}\n"
    "\tpoint \"een\" { themes = {omgang, luisteren, uitleg} }\n"
    "\tpoint \"twee\" { themes = {luisteren, wachten} }\n"
    "\tpoint \"drie\" { themes = {veilig} }\n"
    "\tpoint \"vier\" { }\n"
    "}\n";

static const char *const random_regions[RANDOM_REGIONS] = { "noord", "zuid",
	"oost", "west", "midden", "stad", "kust", "heuvels" };

/* xorshift64: the same on every machine. */
__attribute__((unused)) static unsigned
random_below(struct random_world *w, unsigned n)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return (unsigned)(w->seed >> 33) % n;
}

/* Small numbers are much more frequent: 0 is half of all. */
__attribute__((unused)) static unsigned
random_skewed(struct random_world *w, unsigned n)
{
	unsigned i = 0;

	while (i + 1 < n && random_below(w, 5) < 2)
		i++;
	return random_below(w, 3) == 0 ? random_below(w, n) : i;
}

__attribute__((unused)) static void
random_count(struct random_world *w, int week, const char *box,
    const char *region, const char *dimension, const char *category)
{
	sqlite3_reset(w->add);
	sqlite3_bind_int(w->add, 1, week);
	sqlite3_bind_text(w->add, 2, box, -1, SQLITE_STATIC);
	sqlite3_bind_text(w->add, 3, region, -1, SQLITE_STATIC);
	sqlite3_bind_text(w->add, 4, dimension, -1, SQLITE_STATIC);
	sqlite3_bind_text(w->add, 5, category, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(w->add), SQLITE_DONE);
}

/* The same, of good, bad or both, if anything was said. */
__attribute__((unused)) static void
random_half(struct random_world *w, int week, const char *box,
    const char *region, const char *dimension, const char *id,
    const char *polarity)
{
	char dimensions[32], name[96];

	random_count(w, week, box, region, dimension, id);
	if (polarity[0] == '\0')
		return;
	snprintf(dimensions, sizeof(dimensions), "%s-polarity", dimension);
	snprintf(name, sizeof(name), "%s:%s", id, polarity);
	random_count(w, week, box, region, dimensions, name);
}

static inline unsigned
random_theme_bit(const struct conf *c, const char *id)
{
	for (size_t i = 0; i < c->nthemes; i++)
		if (strcmp(c->themes[i].id, id) == 0)
			return 1U << i;
	return 0;
}

/* What a message about these themes, of that polarity, counts for. */
__attribute__((unused)) static void
random_about(struct random_world *w, int week, const char *box,
    const char *region, unsigned mask, const char *polarity)
{
	const struct conf_framework *f = &w->conf->frameworks[0];

	for (unsigned i = 0; i < w->conf->nthemes; i++)
		if ((mask >> i & 1) != 0)
			random_half(w, week, box, region, "theme",
			    w->conf->themes[i].id, polarity);
	if (mask == 0)
		random_half(
		    w, week, box, region, "theme", CELL_NO_THEME, polarity);
	for (size_t i = 0; w->conf->nframeworks > 0 && i < f->npoints; i++) {
		unsigned of = 0;

		for (size_t k = 0; k < f->points[i].themes.n; k++)
			of |= random_theme_bit(
			    w->conf, f->points[i].themes.items[k]);
		if ((of & mask) != 0)
			random_half(w, week, box, region, "point",
			    f->points[i].id, polarity);
	}
}

/* One message with these themes, and one of everything else. */
__attribute__((unused)) static void
random_message_about(
    struct random_world *w, int week, const char *region, unsigned mask)
{
	static const char *const who[] = { "jongere", "ouder", "", "pleegouder",
		"anders" };
	static const char *const wish[] = { "none", "", "answer", "talk",
		"change", "pass_on" };
	static const char *const channel[] = { "web", "sms", "table", "paper",
		"via" };
	static const char *const lang[] = { "nl", "en" };
	static const char *const polarities[] = { "neg", "pos", "mix", "neu" };
	static const char *const weight[] = { "1", "0", "2", "3" };
	bool words = mask != 0 || random_below(w, 4) != 0;
	const char *polarity = words ? polarities[random_skewed(w, 4)] : "";
	const char *box =
	    w->conf->boxes[random_skewed(w, (unsigned)w->conf->nboxes)].name;

	random_count(w, week, box, region, "total", "");
	random_count(w, week, box, region, "who", who[random_skewed(w, 5)]);
	random_count(w, week, box, region, "wish", wish[random_skewed(w, 6)]);
	random_count(
	    w, week, box, region, "channel", channel[random_skewed(w, 5)]);
	random_count(w, week, box, region, "lang", lang[random_skewed(w, 2)]);
	random_count(w, week, box, region, "polarity", polarity);
	random_count(w, week, box, region, "weight",
	    words ? weight[random_skewed(w, 4)] : "");
	random_about(w, week, box, region, mask, polarity);
}

/* One message about several things, or nothing that is known. */
__attribute__((unused)) static void
random_message(struct random_world *w, int week, const char *region)
{
	unsigned themes = random_below(w, 4), mask = 0;

	for (unsigned i = 0; i < themes; i++)
		mask |= 1U << random_skewed(w, (unsigned)w->conf->nthemes);
	random_message_about(w, week, region, mask);
}

/* So many messages in the quarter, in n regions or without one. */
__attribute__((unused)) static void
random_messages(
    struct random_world *w, struct period quarter, unsigned n, unsigned regions)
{
	struct week first, last;

	period_weeks(quarter, &first, &last);
	assert_int_equal(
	    sqlite3_exec(w->db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
	for (unsigned i = 0; i < n; i++) {
		unsigned region = random_skewed(w, regions + 1);
		struct week week = week_add(first, (int)random_below(w, 13));

		random_message(w, week_number(week),
		    region == regions ? "" : random_regions[region]);
	}
	assert_int_equal(
	    sqlite3_exec(w->db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
}

__attribute__((unused)) static void
random_open(struct random_world *w, uint64_t seed)
{
	*w = (struct random_world){ .seed = seed * 2654435761U + 88172645463325,
		.conf = tally_conf_parse(random_points),
		.db = tally_db() };
	assert_int_equal(sqlite3_prepare_v2(w->db,
			     "INSERT INTO tally VALUES(?,?,?,?,?,1)"
			     " ON CONFLICT DO UPDATE SET n = n + 1",
			     -1, &w->add, NULL),
	    SQLITE_OK);
}

/* Nothing was written or printed yet. */
__attribute__((unused)) static void
random_again(struct random_world *w)
{
	sqlite3_exec(w->db, "DELETE FROM tally", NULL, NULL, NULL);
	for (size_t i = 0; i < w->nprinted; i++)
		release_free(&w->printed[i]);
	w->nprinted = 0;
}

__attribute__((unused)) static void
random_close(struct random_world *w)
{
	random_again(w);
	sqlite3_finalize(w->add);
	sqlite3_close(w->db);
	conf_free(&w->conf);
}

/* The figures as they come back from the CSV file. */
__attribute__((unused)) static struct release
random_print(const struct release *r)
{
	struct release back = RELEASE_INIT;
	struct err e = { "" };
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	csv_table_write(f, &csv_dialects[0], r);
	fclose(f);
	if (audit_parse("release", (struct str){ text, n }, &back, &e) == -1)
		fail_msg("%s", e.msg);
	free(text);
	return back;
}

/* All that was printed, as one list; the items are shared. */
__attribute__((unused)) static struct release
random_printed(const struct random_world *w)
{
	struct release all = RELEASE_INIT;

	for (size_t i = 0; i < w->nprinted; i++)
		all.n += w->printed[i].n;
	all.items = calloc(all.n + 1, sizeof(*all.items));
	all.n = 0;
	for (size_t i = 0; i < w->nprinted; i++)
		for (size_t k = 0; k < w->printed[i].n; k++)
			all.items[all.n++] = w->printed[i].items[k];
	return all;
}

/* Prints the scope in these regions, holding it to a ledger or not. */
__attribute__((unused)) static void
random_release(struct random_world *w, const struct scope *scope,
    struct conf_list regions, bool ledger)
{
	struct release r = RELEASE_INIT, printed = random_printed(w);
	struct conf_list was = w->conf->regions;
	struct err e = { "" };

	assert_true(w->nprinted < RANDOM_PRINTED);
	w->conf->regions = regions;
	if (release_make(
		w->db, w->conf, scope, ledger ? &printed : NULL, &r, &e) == -1)
		fail_msg("%s", e.msg);
	w->conf->regions = was;
	w->printed[w->nprinted++] = random_print(&r);
	free(printed.items);
	release_free(&r);
}

/* What a sum line or two checkpoints tell: all messages of a box and period. */
__attribute__((unused)) static void
random_know(const struct random_world *w, struct audit *a)
{
	sqlite3_stmt *q;

	assert_int_equal(
	    sqlite3_prepare_v2(w->db,
		"SELECT coalesce(sum(n), 0) FROM tally WHERE dimension = "
		"'total' AND week BETWEEN ?1 AND ?2 AND (?3 = '' OR box = ?3)",
		-1, &q, NULL),
	    SQLITE_OK);
	for (size_t i = 0; i < w->nprinted; i++)
		for (size_t k = 0; k < w->printed[i].n; k++) {
			const struct cell_key *key =
			    &w->printed[i].items[k].key;
			struct week first, last;

			if (strcmp(key->dimension, "total") != 0 ||
			    key->region[0] != '\0')
				continue;
			period_weeks(key->period, &first, &last);
			sqlite3_reset(q);
			sqlite3_bind_int(q, 1, week_number(first));
			sqlite3_bind_int(q, 2, week_number(last));
			sqlite3_bind_text(q, 3, key->box, -1, SQLITE_STATIC);
			assert_int_equal(sqlite3_step(q), SQLITE_ROW);
			assert_int_equal(
			    audit_know(
				a, key, (uint64_t)sqlite3_column_int64(q, 0)),
			    0);
		}
	sqlite3_finalize(q);
}

/* How many figures of all that was printed are found out. */
__attribute__((unused)) static size_t
random_attack(const struct random_world *w)
{
	struct audit *a = audit_new();
	struct audit_bound b;
	size_t at = 0, found = 0;

	audit_know_conf(a, w->conf);
	for (size_t i = 0; i < w->nprinted; i++)
		for (size_t k = 0; k < w->printed[i].n; k++)
			assert_int_equal(
			    audit_add(a, &w->printed[i].items[k]), 0);
	random_know(w, a);
	assert_int_equal(audit_run(a), 0);
	while (audit_next(a, &at, &b)) {
		found += b.found;
		if (b.found)
			fprintf(stderr, "# found: %d-Q%d %s %s %s %s\n",
			    b.figure->key.period.year,
			    b.figure->key.period.quarter, b.figure->key.box,
			    b.figure->key.region, b.figure->key.dimension,
			    b.figure->key.category);
	}
	audit_free(&a);
	return found;
}

/* One report of one quarter; returns what is found out. */
__attribute__((unused)) static size_t
random_report(struct random_world *w)
{
	static const struct period quarter = { 2026, 3, 0 };
	struct scope scope = { quarter, NULL, NULL };
	unsigned regions = random_below(w, RANDOM_REGIONS + 1);
	char *names[RANDOM_REGIONS];
	struct conf_list list = { names, regions };

	random_again(w);
	for (size_t i = 0; i < regions; i++)
		names[i] = strdup(random_regions[i]);
	random_messages(
	    w, quarter, random_below(w, 40 + 60 * regions), regions);
	random_release(w, &scope, list, false);
	for (size_t i = 0; i < regions; i++)
		free(names[i]);
	return random_attack(w);
}

/* A year and its quarters: the whole, each box and each region; no ledger. */
__attribute__((unused)) static size_t
random_scopes(struct random_world *w)
{
	struct period quarter = { 2026, 1, 0 };
	unsigned size = random_below(w, 120);

	random_again(w);
	for (; quarter.quarter <= 4; quarter.quarter++)
		random_messages(w, quarter, random_below(w, 30) + size, 2);
	for (quarter.quarter = 4; quarter.quarter >= 0; quarter.quarter--) {
		struct scope s = { quarter, NULL, NULL };

		random_release(w, &s, w->conf->regions, false);
		for (size_t i = 0; i < w->conf->nboxes; i++) {
			s.box = w->conf->boxes[i].name;
			random_release(w, &s, w->conf->regions, false);
		}
		s.box = NULL;
		for (size_t i = 0; i < w->conf->regions.n; i++) {
			s.region = w->conf->regions.items[i];
			random_release(w, &s, w->conf->regions, false);
		}
	}
	return random_attack(w);
}

/*
 * Eight quarters with both year totals; after the third or later, two
 * regions are one.
 */
__attribute__((unused)) static size_t
random_sequence(struct random_world *w)
{
	char noord[] = "noord", oost[] = "oost", zuid[] = "zuid",
	     merged[] = "noord+oost";
	char *before[] = { noord, oost, zuid }, *after[] = { merged, zuid };
	unsigned merge = 3 + random_below(w, 5), size = random_below(w, 120);

	random_again(w);
	for (unsigned i = 0; i < 8; i++) {
		struct period q = { 2025 + (int)i / 4, 1 + (int)i % 4, 0 };
		struct scope s = { q, NULL, NULL };
		struct conf_list list = { i < merge ? before : after,
			i < merge ? 3 : 2 };

		random_messages(w, q, random_below(w, 30) + size, 3);
		random_release(w, &s, list, true);
		s.period.quarter = 0;
		if (i % 4 == 3)
			random_release(w, &s, list, true);
	}
	return random_attack(w);
}

#endif
