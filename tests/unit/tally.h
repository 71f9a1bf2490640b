/*
 * tally.h - a small installation for the tests of figures: configuration,
 * and a database in memory whose counts are made by a rule.
 */
#ifndef TALLY_H
#define TALLY_H

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gehoor/conf.h"
#include "tools/db.h"
#include "tools/schema.h"

static const char tally_conf[] =
    "organisation = \"Jeugdzorg <Voorbeeld> & \\\"Co\\\"\"\n"
    "state = \"/tmp\"\nlanguages = {\"nl\", \"en\"}\n"
    "regions = {\"noord\", \"zuid\"}\n"
    "region \"noord\" { label = {\"nl:Noord\", \"en:North\"} }\n"
    "region \"zuid\" { label = {\"nl:Zuid\", \"en:South\"} }\n";

/* The configuration, and more behind it. */
__attribute__((unused)) static struct conf *
tally_conf_parse(const char *more)
{
	char text[4096];
	struct conf *c = NULL;
	struct err e = { "" };

	snprintf(text, sizeof(text), "%s%s", tally_conf, more);
	if (conf_parse(text, strlen(text), "test", &c, &e) == -1)
		fail_msg("%s", e.msg);
	return c;
}

__attribute__((unused)) static struct conf *
tally_conf_load(void)
{
	return tally_conf_parse("");
}

__attribute__((unused)) static sqlite3 *
tally_db(void)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, SCHEMA_SQL, NULL, NULL, NULL), SQLITE_OK);
	return db;
}

/* Adds n to one tally. */
__attribute__((unused)) static void
tally_add(sqlite3 *db, int week, const char *box, const char *region,
    const char *dimension, const char *category, int n)
{
	sqlite3_stmt *s = NULL;

	assert_int_equal(sqlite3_prepare_v2(db,
			     "INSERT INTO tally VALUES(?,?,?,?,?,?)"
			     " ON CONFLICT DO UPDATE SET n = n + excluded.n",
			     -1, &s, NULL),
	    SQLITE_OK);
	sqlite3_bind_int(s, 1, week);
	sqlite3_bind_text(s, 2, box, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 3, region, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 4, dimension, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 5, category, -1, SQLITE_STATIC);
	sqlite3_bind_int(s, 6, n);
	assert_int_equal(sqlite3_step(s), SQLITE_DONE);
	sqlite3_finalize(s);
}

/* Messages of one week in one region, by a rule. */
__attribute__((unused)) static int
tally_week(
    sqlite3 *db, const struct conf *c, int week, const char *region, int seed)
{
	static const char *const who[] = { "jongere", "ouder", "", "ouder" };
	static const char *const wish[] = { "none", "change", "", "talk" };
	int messages = 3 + (week * 7 + seed) % 5, i;

	for (i = 0; i < messages; i++) {
		int x = week % 100 * 31 + i * 17 + seed * 5;
		const char *box = c->boxes[x % (int)c->nboxes].name;
		int theme = (x * x / 7) % ((int)c->nthemes + 1);

		tally_add(db, week, box, region, "total", "", 1);
		tally_add(db, week, box, region, "theme",
		    theme == (int)c->nthemes
			? "anders"
			: c->themes[theme * theme % (int)c->nthemes].id,
		    1);
		if (x % 3 == 0)
			tally_add(db, week, box, region, "theme",
			    c->themes[x % 5].id, 1);
		tally_add(db, week, box, region, "channel",
		    x % 4 == 0 ? "sms" : "web", 1);
		tally_add(db, week, box, region, "who", who[x % 4], 1);
		tally_add(db, week, box, region, "wish", wish[x % 4], 1);
		tally_add(
		    db, week, box, region, "lang", x % 9 == 0 ? "en" : "nl", 1);
	}
	return messages;
}

__attribute__((unused)) static void
tally_sum(sqlite3 *db, int week, const char *status, int n)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "INSERT INTO sum VALUES('lijn',%d,'%s',%d)"
	    " ON CONFLICT DO UPDATE SET n = n + excluded.n",
	    week, status, n);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* The log holds what the sums say. */
__attribute__((unused)) static void
tally_close(sqlite3 *db)
{
	assert_int_equal(
	    sqlite3_exec(db,
		"INSERT OR REPLACE INTO box SELECT 'lijn', 1, 0, sum(n),"
		" zeroblob(32), x'', zeroblob(32) FROM sum",
		NULL, NULL, NULL),
	    SQLITE_OK);
}

/* Two and a quarter years up to 2026-W45. */
__attribute__((unused)) static void
tally_fill(sqlite3 *db, const struct conf *c)
{
	struct week w = { 2024, 35 };

	for (; week_number(w) <= 202645; w = week_add(w, 1)) {
		int n = tally_week(db, c, week_number(w), "noord", w.year);

		n += tally_week(db, c, week_number(w), "", 3);
		if (w.week % 9 == 0)
			n += tally_week(db, c, week_number(w), "zuid", 1);
		tally_sum(db, week_number(w), "counted", n);
	}
	tally_sum(db, 202638, "quarantined", 3);
	tally_sum(db, 202641, "quarantined", 1);
	tally_sum(db, 202630, "duplicate", 2);
	tally_sum(db, 202631, "continuation", 5);
	tally_close(db);
}

#endif
