/*
 * csv_read.c - tests of the CSV reader: character sets, separators, caps and
 * what it says of a file that is none; and csv-spectrum (../shared/suites;
 * skipped where that is not there).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "gehoor/buf.h"
#include "tools/csv_read.h"
#include "suite.h"

#define SPECTRUM "../shared/suites/csv-spectrum/"

/* Rows as "line:field|field" and a line end each. */
static int
show_cb(const struct csv_row *row, void *arg, struct err *e)
{
	struct buf *b = arg;

	(void)e;
	buf_addf(b, "%zu:", row->line);
	for (size_t i = 0; i < row->n; i++) {
		buf_adds(b, i == 0 ? "" : "|");
		buf_addstr(b, row->fields[i]);
	}
	buf_addc(b, '\n');
	return 0;
}

static void
reads(const struct csv_read_options *o, const char *bytes, size_t n,
    const char *rows)
{
	struct buf b = BUF_INIT;
	struct err e = { "" };

	if (csv_read((struct str){ bytes, n }, o, show_cb, &b, &e) != 0)
		fail_msg("%s: %s", bytes, e.msg);
	assert_string_equal(b.len == 0 ? "" : buf_cstr(&b), rows);
	buf_free(&b);
}

static void
refuses(const struct csv_read_options *o, const char *bytes, size_t n,
    const char *reason)
{
	struct buf b = BUF_INIT;
	struct err e = { "" };

	assert_int_equal(
	    csv_read((struct str){ bytes, n }, o, show_cb, &b, &e), -1);
	if (strstr(e.msg, reason) == NULL)
		fail_msg("\"%s\", not \"%s\"", e.msg, reason);
	buf_free(&b);
}

static const struct csv_read_options plain = { '\0', false };
static const struct csv_read_options western = { '\0', true };

#define READS(o, bytes, rows) reads(o, bytes, sizeof(bytes) - 1, rows)
#define REFUSES(o, bytes, why) refuses(o, bytes, sizeof(bytes) - 1, why)

static void
test_rows(void **state)
{
	(void)state;
	READS(&plain, "", "");
	READS(&plain, "a,b\n1,2", "1:a|b\n2:1|2\n");
	READS(&plain, "a,b\r\n1,2\r\n", "1:a|b\n2:1|2\n");
	READS(&plain, "a,b\r1,2\r", "1:a|b\n2:1|2\n");
	READS(&plain, "a\n\n\r\nb\n", "1:a\n4:b\n");
	READS(&plain, "a,b\n\"x\n\ny\",2\nc,d\n", "1:a|b\n2:x\n\ny|2\n5:c|d\n");
	READS(&plain, "\"say \"\"x\"\"\",\n", "1:say \"x\"|\n");
	READS(&plain, " a , b \n", "1: a | b \n");
	READS(&plain, "=1+1,-1\n", "1:=1+1|-1\n");
	READS(&plain, "a,b,c\n1\n", "1:a|b|c\n2:1\n");
}

static void
test_separators(void **state)
{
	static const struct csv_read_options comma = { ',', false };

	(void)state;
	READS(&plain, "a;b\n1,5;2\n", "1:a|b\n2:1,5|2\n");
	READS(&plain, "a\tb\n", "1:a|b\n");
	READS(&plain, "a|b\n", "1:a|b\n");
	READS(&plain, "\"a,b,c\";d;e\n", "1:a,b,c|d|e\n");
	READS(&comma, "a;b;c,d\n", "1:a;b;c|d\n");
}

static void
test_charsets(void **state)
{
	(void)state;
	READS(&plain, "\xef\xbb\xbf\"a\",é\n", "1:a|é\n");
	READS(&plain,
	    "\xff\xfe"
	    "a\0,\0\xe9\0\n\0",
	    "1:a|é\n");
	READS(&plain,
	    "\xfe\xff"
	    "\0a\0,\0\xe9\0\n",
	    "1:a|é\n");
	READS(&western, "caf\xe9,\x80\n", "1:café|€\n");
	READS(&western, "café\n", "1:café\n");
	REFUSES(&plain, "a,b\nxy\xe9,1\n",
	    "line 2, byte 3 is not UTF-8; save the file as CSV UTF-8, or say "
	    "that it is Windows-1252");
	REFUSES(&plain, "é\nab\xc0\xaf\n", "line 2, byte 3 is not UTF-8");
	REFUSES(&plain, "a\0,\0b\0\n\0", "line 1, byte 2 is zero");
	REFUSES(&plain,
	    "\xff\xfe"
	    "a",
	    "ends within a character");
}

static void
test_quotes(void **state)
{
	(void)state;
	READS(&plain, "5\"\",x\"y\"\n\"z\",6\"\n", "1:5\"\"|x\"y\"\n2:z|6\"\n");
	REFUSES(&plain, "a,b\n\"x\"y,1\n", "line 2, byte 4: text behind");
	REFUSES(&plain, "a,\"b\" \n", "line 1, byte 6: text behind");
	REFUSES(&plain, "a,b\n1,\"x\n\n\n", "line 2: a quote is opened and");
}

static int
stop_cb(const struct csv_row *row, void *arg, struct err *e)
{
	++*(int *)arg;
	return row->number == 2 ? err_set(e, "enough") : 0;
}

static void
test_caps(void **state)
{
	struct buf b = BUF_INIT;
	struct err e = { "" };
	int rows = 0;

	(void)state;
	for (size_t i = 0; i < CSV_COLUMNS_MAX; i++)
		buf_addc(&b, ',');
	refuses(&plain, buf_cstr(&b), b.len, "more than 256 columns");
	buf_clear(&b);
	buf_adds(&b, "a,");
	for (size_t i = 0; i <= CSV_FIELD_MAX; i++)
		buf_addc(&b, 'x');
	refuses(&plain, buf_cstr(&b), b.len, "line 1, column 2 is longer");
	buf_clear(&b);
	for (size_t i = 0; i <= CSV_ROWS_MAX; i++)
		buf_adds(&b, "\"\"\n");
	refuses(&plain, buf_cstr(&b), b.len, "line 1000001 is beyond");
	refuses(&plain, "", (size_t)CSV_BYTES_MAX + 1, "larger than 64 MiB");
	assert_int_equal(
	    csv_read(str_of("a\nb\nc\n"), &plain, stop_cb, &rows, &e), -1);
	assert_int_equal(rows, 2);
	assert_string_equal(e.msg, "enough");
	buf_free(&b);
}

/* ---- csv-spectrum -------------------------------------------------------- */

struct table {
	json_t *head, *rows;
};

/* Rows as objects, as the suite has them. */
static int
table_cb(const struct csv_row *row, void *arg, struct err *e)
{
	struct table *t = arg;
	json_t *o = json_object();

	(void)e;
	for (size_t i = 0; i < row->n; i++) {
		json_t *v = json_stringn(row->fields[i].p, row->fields[i].n);

		if (row->number == 1)
			json_array_append_new(t->head, v);
		else
			json_object_set_new(o,
			    json_string_value(json_array_get(t->head, i)), v);
	}
	if (row->number > 1)
		json_array_append(t->rows, o);
	json_decref(o);
	return 0;
}

static void
spectrum_one(const char *name)
{
	struct table t = { json_array(), json_array() };
	char path[256];
	struct buf csv;
	json_t *want;
	struct err e;

	snprintf(path, sizeof(path), SPECTRUM "json/%s.json", name);
	want = json_load_file(path, 0, NULL);
	assert_non_null(want);
	if (json_is_object(want))
		want = json_pack("[o]", want);
	snprintf(path, sizeof(path), SPECTRUM "csvs/%s.csv", name);
	csv = slurp(path);
	if (csv_read((struct str){ (const char *)csv.data, csv.len }, &plain,
		table_cb, &t, &e) != 0)
		fail_msg("%s: %s", name, e.msg);
	/* The published answer has another telephone number than the CSV. */
	if (strcmp(name, "location_coordinates") == 0)
		json_object_set_new(json_array_get(want, 0),
		    "Contact Phone Number", json_string("2095257564"));
	if (!json_equal(t.rows, want))
		fail_msg("%s: other rows", name);
	json_decref(t.head);
	json_decref(t.rows);
	json_decref(want);
	buf_free(&csv);
}

static void
test_spectrum(void **state)
{
	static const char *const names[] = { "comma_in_quotes", "empty",
		"empty_crlf", "escaped_quotes", "json", "location_coordinates",
		"newlines", "newlines_crlf", "quotes_and_newlines", "simple",
		"simple_crlf", "utf8" };
	FILE *f = fopen(SPECTRUM "README.md", "r");

	(void)state;
	if (f == NULL)
		skip();
	fclose(f);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		spectrum_one(names[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_separators),
		cmocka_unit_test(test_charsets),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_spectrum),
	};

	return cmocka_run_group_tests_name("csv_read", tests, NULL, NULL);
}
