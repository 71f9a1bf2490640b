/*
 * import.c - tests of the parts of an import: dates, columns, rows, and by
 * what a row is known again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/crypto.h"
#include "tools/import_date.h"
#include "tools/import_keys.h"
#include "tools/import_row.h"
#include "tools/import_words.h"

#define READER "gehoor-reader:ERERERERERERERERERERERERERERERERERERERERERHU/67q"

static const char conf_text[] =
    "organisation = \"X\"\nregions = {\"noord\", \"zuid\"}\n"
    "languages = {\"nl\", \"en\"}\n"
    "region \"noord\" { label = {\"nl:Regio Noord\"} }\n"
    "box \"lijn\" { kind = line title = {\"nl:L\"} single_reader = true\n"
    "readers = {\"" READER "\"}\n"
    "question \"cijfer\" { type = scale label = {\"nl:Hoe?\"} }\n"
    "question \"wat\" { type = several label = {\"nl:Wat?\"}\n"
    "  option \"bellen\" { label = {\"nl:Terugbellen\"} }\n"
    "  option \"praten\" { label = {\"nl:Praten\"} } }\n"
    "question \"open\" { type = text label = {\"nl:Nog iets?\"} }\n"
    "}\n";

static struct conf *conf;
static const struct conf_box *box;

static int
setup(void **state)
{
	struct err e;

	(void)state;
	if (conf_parse(conf_text, strlen(conf_text), "test", &conf, &e) == -1) {
		fprintf(stderr, "%s\n", e.msg);
		return -1;
	}
	box = conf_box_find(conf, str_of("lijn"));
	return box == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	conf_free(&conf);
	return 0;
}

/* ---- dates ---------------------------------------------------------------- */

static void
test_dates(void **state)
{
	static const struct {
		const char *text, *week; /* NULL: is refused */
		const char *why;
	} cases[] = {
		{ "2026-W47", "2026-W47", NULL },
		{ " 2026-11-16\t", "2026-W47", NULL },
		{ "22-11-2026", "2026-W47", NULL },
		{ "23-11-2026", "2026-W48", NULL },
		{ "3/1/2027", "2026-W53", NULL },
		{ "4.1.2027", "2027-W01", NULL },
		{ "29-02-2024", "2024-W09", NULL },
		{ "2026-11-22 23:59", "2026-W47", NULL },
		{ "2026-11-22T23:59:59.000+01:00", "2026-W47", NULL },
		{ "22-11-2026 00:00:00", "2026-W47", NULL },
		{ "", NULL, "empty" },
		{ "29-02-2026", NULL, "month 2 has no day 29" },
		{ "31-04-2026", NULL, "no day 31" },
		{ "00-04-2026", NULL, "no day 0" },
		{ "11/22/2026", NULL, "no month 22 (the day comes first)" },
		{ "22-11-26", NULL, "two digits" },
		{ "46344", NULL, "as a spreadsheet keeps a date" },
		{ "22-11/2026", NULL, "not a date" },
		{ "2026-11", NULL, "not a date" },
		{ "2026-W60", NULL, "not a date" },
		{ "2026-W53", "2026-W53", NULL },
		{ "2025-W53", NULL, "not a date" },
		{ "22 november", NULL, "not a date" },
		{ "022-11-2026", NULL, "not a date" },
		{ "22-11-02026", NULL, "not a date" },
		{ "22-11-2026 half drie", NULL, "not a date" },
		{ "01-01-1969", NULL, "before 1970" },
	};
	char week[WEEK_TEXT_LEN + 1];
	struct week w;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int rc = import_date_read(str_of(cases[i].text), &w, &e);

		if ((rc == 0) != (cases[i].week != NULL))
			fail_msg("%s: %d", cases[i].text, rc);
		if (rc == 0) {
			week_format(w, week);
			assert_string_equal(week, cases[i].week);
		} else if (strstr(e.msg, cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].text, e.msg);
	}
}

/* ---- columns --------------------------------------------------------------- */

static void
row_of(
    const char *const *texts, size_t n, struct str *fields, struct csv_row *row)
{
	for (size_t i = 0; i < n; i++)
		fields[i] = str_of(texts[i]);
	*row = (struct csv_row){ 1, 1, fields, n };
}

#define HEAD(...) \
	const char *const heads[] = { __VA_ARGS__ }; \
	struct str fields[sizeof(heads) / sizeof(heads[0])]; \
	struct csv_row head; \
	row_of(heads, sizeof(heads) / sizeof(heads[0]), fields, &head)

static void
test_columns(void **state)
{
	struct import_map m;
	char room[48];
	struct err e;
	HEAD("Nr", " DATUM ", "Tekst", "Région", "q.cijfer", "Zaal");

	(void)state;
	assert_int_equal(import_map_read(NULL, &head, box, &m, &e), 0);
	assert_int_equal(m.column[IMPORT_TEXT], 2);
	assert_int_equal(m.column[IMPORT_WEEK], 1);
	assert_int_equal(m.column[IMPORT_REGION], 3);
	assert_int_equal(m.column[IMPORT_ID], IMPORT_NOWHERE);
	assert_int_equal(m.nanswers, 1);
	assert_string_equal(import_map_name(&m, 4, room), "q.cijfer");
	assert_null(import_map_name(&m, 5, room));
	assert_int_equal(import_map_read("text=zaal,week=2,id=nr,q.open=3",
			     &head, box, &m, &e),
	    0);
	assert_int_equal(m.column[IMPORT_TEXT], 5);
	assert_int_equal(m.column[IMPORT_WEEK], 1);
	assert_int_equal(m.column[IMPORT_ID], 0);
	assert_int_equal(m.column[IMPORT_REGION], IMPORT_NOWHERE);
	assert_int_equal(m.answers[0].column, 2);
}

static void
test_columns_wrong(void **state)
{
	static const struct {
		const char *asked, *why;
	} cases[] = {
		{ "text", "\"text\" is not of the form field=column" },
		{ "tekst=Tekst",
		    "\"tekst\" is no field; there are: text, week, "
		    "region, who, channel, lang, id, q.cijfer" },
		{ "q.nee=Tekst", "is no field" },
		{ "text=Verhaal",
		    "there is no column \"Verhaal\"; there are: "
		    "Datum, Tekst, Dubbel, Dubbel" },
		{ "text=5", "there is no column \"5\"" },
		{ "text=0", "there is no column" },
		{ "text=dubbel", "two columns are called \"dubbel\"" },
		{ "text=2,text=3", "text is named twice" },
		{ "q.open=2,q.open=3", "q.open is named twice" },
		{ "week=Datum", "no column is the text" },
		{ "", "no column is the text" },
	};
	struct import_map m;
	struct err e;
	HEAD("Datum", "Tekst", "Dubbel", "Dubbel");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    import_map_read(cases[i].asked, &head, box, &m, &e), -1);
		if (strstr(e.msg, cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].asked, e.msg);
	}
}

static void
test_columns_twice(void **state)
{
	struct import_map m;
	struct err e;
	HEAD("Datum", "Tekst", "Klacht");

	(void)state;
	assert_int_equal(import_map_read(NULL, &head, box, &m, &e), -1);
	assert_non_null(strstr(e.msg, "columns 2 and 3 could both be text"));
}

/* ---- rows ------------------------------------------------------------------ */

struct rows {
	struct import_map map;
	struct import_rules rules;
	struct import_row row;
	struct err e;
};

static void
rows_begin(struct rows *r)
{
	HEAD("datum", "tekst", "regio", "wie", "kanaal", "taal", "q.cijfer",
	    "q.wat", "q.open");

	memset(r, 0, sizeof(*r));
	assert_int_equal(import_map_read(NULL, &head, box, &r->map, &r->e), 0);
	r->rules = (struct import_rules){ conf, box, &r->map, { 2026, 47 },
		{ 0, 0 }, CHANNEL_PAPER, "", "nl" };
}

static enum import_row_result
rows_read(struct rows *r, const char *const *texts)
{
	struct str fields[9];
	struct csv_row row;

	row_of(texts, 9, fields, &row);
	return import_row_read(&r->rules, &row, &r->row, &r->e);
}

static void
test_row(void **state)
{
	static const char *const texts[] = { "16-11-2026", "'=1+1\r\nja",
		"regio NOORD", "Kind of jongere", "Table", "EN", "4",
		"Praten; bellen", "\x01meer" };
	const struct record *rec;
	struct rows r;

	(void)state;
	rows_begin(&r);
	if (rows_read(&r, texts) != IMPORT_ROW_TAKEN)
		fail_msg("%s", r.e.msg);
	rec = &r.row.record;
	assert_true(str_is(rec->text, "=1+1\nja"));
	assert_true(str_is(rec->region, "noord"));
	assert_true(str_is(rec->who, "jongere"));
	assert_true(str_is(rec->lang, "en"));
	assert_int_equal(rec->channel, CHANNEL_TABLE);
	assert_int_equal(rec->nanswers, 4);
	assert_true(str_is(rec->answers[0].value, "4"));
	assert_true(str_is(rec->answers[1].value, "praten"));
	assert_true(str_is(rec->answers[2].value, "bellen"));
	assert_true(str_is(rec->answers[3].value, "meer"));
	import_row_free(&r.row);
}

static void
test_row_wrong(void **state)
{
	static const struct {
		size_t column;
		const char *text, *why, *unknown;
	} cases[] = {
		{ 0, "23-11-2026", "column 1 (week) is in the future", "" },
		{ 2, "oost", "column 3 (region) is none of: noord, zuid",
		    "region" },
		{ 3, "buurman",
		    "column 4 (who) is none of: jongere, ouder, pleegouder, "
		    "anders",
		    "who" },
		{ 4, "web", "column 5 (channel) is none of: table, paper, via",
		    "channel" },
		{ 5, "fr", "column 6 (lang) is none of: nl, en", "lang" },
		{ 6, "6", "column 7 (q.cijfer) is none of: 1, 2, 3, 4, 5",
		    "q.cijfer" },
		{ 7, "bellen;nee", "(q.wat) is none of: bellen, praten",
		    "q.wat" },
	};
	struct rows r;

	(void)state;
	rows_begin(&r);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *texts[] = { "16-11-2026", "tekst", "", "", "", "",
			"", "", "" };

		assert_int_equal(rows_read(&r, texts), IMPORT_ROW_TAKEN);
		texts[cases[i].column] = cases[i].text;
		assert_int_equal(rows_read(&r, texts), IMPORT_ROW_REJECTED);
		if (strstr(r.e.msg, cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].text, r.e.msg);
		assert_string_equal(r.row.unknown, cases[i].unknown);
	}
	import_row_free(&r.row);
}

static void
test_row_length(void **state)
{
	const char *texts[] = { "16-11-2026", "", "", "", "", "", "", "", "" };
	char *text = malloc(2 * IMPORT_TEXT_MAX + 3);
	struct rows r;

	(void)state;
	rows_begin(&r);
	assert_int_equal(rows_read(&r, texts), IMPORT_ROW_REJECTED);
	assert_string_equal(r.e.msg, "column 2 (text) is empty");
	texts[0] = "";
	assert_int_equal(rows_read(&r, texts), IMPORT_ROW_EMPTY);
	/* Two bytes each. */
	for (size_t i = 0; i < 2 * IMPORT_TEXT_MAX; i += 2)
		memcpy(text + i, "\xc3\xa9", 3);
	texts[0] = "2026-W01";
	texts[1] = text;
	assert_int_equal(rows_read(&r, texts), IMPORT_ROW_TAKEN);
	memcpy(text + 2 * IMPORT_TEXT_MAX, "!", 2);
	assert_int_equal(rows_read(&r, texts), IMPORT_ROW_REJECTED);
	assert_string_equal(r.e.msg, "column 2 is longer than 8000 characters");
	import_row_free(&r.row);
	free(text);
}

/* ---- keys ------------------------------------------------------------------ */

static void
next(struct import_keys *k, const char *text, const char *id,
    uint8_t tag[static TAG_LEN])
{
	struct import_row row;
	struct err e;

	memset(&row, 0, sizeof(row));
	row.record.box = str_of("lijn");
	row.record.week = (struct week){ 2026, 47 };
	row.record.text = str_of(text);
	row.id = str_of(id);
	assert_int_equal(import_keys_next(k, &row, tag, &e), 0);
}

static void
test_keys(void **state)
{
	struct note_signer one = { .sk = { 1 } }, other = { .sk = { 2 } };
	struct import_keys *k = import_keys_new(&one);
	uint8_t a[TAG_LEN], b[TAG_LEN], c[TAG_LEN], d[TAG_LEN];
	struct err e;

	(void)state;
	assert_non_null(k);
	next(k, "goed", "", a);
	next(k, "goed", "", b);
	next(k, "slecht", "", c);
	assert_memory_not_equal(a, b, TAG_LEN);
	assert_memory_not_equal(a, c, TAG_LEN);
	next(k, "goed", "7", d);
	assert_memory_not_equal(a, d, TAG_LEN);
	/* The same file again, in another order. */
	assert_int_equal(import_keys_restart(k, &e), 0);
	next(k, "slecht", "", d);
	assert_memory_equal(c, d, TAG_LEN);
	next(k, "goed", "", d);
	assert_memory_equal(a, d, TAG_LEN);
	next(k, "goed", "", d);
	assert_memory_equal(b, d, TAG_LEN);
	import_keys_free(&k);
	k = import_keys_new(&other);
	next(k, "goed", "", d);
	assert_memory_not_equal(a, d, TAG_LEN);
	import_keys_free(&k);
	import_keys_free(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_columns_wrong),
		cmocka_unit_test(test_columns_twice),
		cmocka_unit_test(test_row),
		cmocka_unit_test(test_row_wrong),
		cmocka_unit_test(test_row_length),
		cmocka_unit_test(test_keys),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("import", tests, setup, teardown);
}
