/*
 * csv_write.c - tests of the CSV writer: whatever a text is, the reader gives
 * it back, and no spreadsheet computes it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/csv_read.h"
#include "tools/csv_write.h"

#define COLUMNS 3
#define ROWS 2000

static const char *const pieces[] = { "\"", "\"\"", "\n", "\r\n", "\r", ";",
	",", "\t", "=", "+", "-", "@", "'", "''", " ", "|", "a", "Zorg", "😡",
	"é", "€", "sep=", "0", "1,5", "\xc2\xa0" };

#define NPIECES (sizeof(pieces) / sizeof(pieces[0]))

/* Rows that were written, to be compared as they are read. */
struct table {
	struct buf fields[ROWS][COLUMNS];
	size_t row;
};

static uint32_t
next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

/* What the writer wrote a spreadsheet does not take for a formula. */
static void
check_harmless(struct str field)
{
	if (field.n > 0 && strchr("=+-@\t\r", field.p[0]) != NULL)
		fail_msg("%.*s", (int)field.n, field.p);
}

static int
compare_cb(const struct csv_row *row, void *arg, struct err *e)
{
	struct table *t = arg;

	(void)e;
	assert_int_equal(row->n, COLUMNS);
	assert_true(t->row < ROWS);
	for (size_t i = 0; i < COLUMNS; i++) {
		const struct buf *want = &t->fields[t->row][i];
		struct str got = csv_unguarded(row->fields[i]);

		check_harmless(row->fields[i]);
		assert_int_equal(got.n, want->len);
		if (got.n > 0)
			assert_memory_equal(got.p, want->data, got.n);
	}
	t->row++;
	return 0;
}

static void
make(struct table *t, uint64_t seed)
{
	for (size_t r = 0; r < ROWS; r++)
		for (size_t i = 0; i < COLUMNS; i++) {
			struct buf *b = &t->fields[r][i];

			buf_clear(b);
			/* So that no row is an empty line, or "sep=". */
			if (i == 0)
				buf_adds(b, "x");
			for (size_t n = next_random(&seed) % 7; n > 0; n--)
				buf_adds(
				    b, pieces[next_random(&seed) % NPIECES]);
		}
}

static void
test_round_trip(void **state)
{
	struct table *t = calloc(1, sizeof(*t));
	struct csv_read_options o = { '\0', false };
	struct str fields[COLUMNS];
	struct csv_form form;
	struct err e;

	(void)state;
	for (const struct csv_dialect *d = csv_dialects; d->name != NULL; d++) {
		struct buf b = BUF_INIT;

		make(t, (uint64_t)d->separator);
		csv_begin(&b, d);
		for (size_t r = 0; r < ROWS; r++) {
			for (size_t i = 0; i < COLUMNS; i++)
				fields[i] = (struct str){
					(const char *)t->fields[r][i].data,
					t->fields[r][i].len
				};
			csv_row_put(&b, d, fields, COLUMNS);
		}
		t->row = 0;
		o.separator = d->separator;
		if (csv_read((struct str){ (const char *)b.data, b.len }, &o,
			compare_cb, t, &e) != 0)
			fail_msg("%s", e.msg);
		assert_int_equal(t->row, ROWS);
		assert_int_equal(
		    csv_look(
			(struct str){ (const char *)b.data, b.len }, &form, &e),
		    0);
		assert_int_equal(form.separator, d->separator);
		assert_string_equal(form.charset, "UTF-8");
		buf_free(&b);
	}
	for (size_t r = 0; r < ROWS; r++)
		for (size_t i = 0; i < COLUMNS; i++)
			buf_free(&t->fields[r][i]);
	free(t);
}

static void
test_fields(void **state)
{
	static const struct {
		const char *text, *field;
	} cases[] = {
		{ "", "" },
		{ "omgang-1_A", "omgang-1_A" },
		{ "a b", "\"a b\"" },
		{ "\"", "\"\"\"\"" },
		{ "a\"b\"", "\"a\"\"b\"\"\"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "-1", "\"'-1\"" },
		{ "'=1", "\"''=1\"" },
		{ "'s avonds", "\"'s avonds\"" },
		{ "''", "\"''\"" },
		{ "\t", "\"'\t\"" },
	};
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&b);
		csv_field(&b, str_of(cases[i].text));
		assert_string_equal(buf_cstr(&b), cases[i].field);
	}
	buf_free(&b);
}

/* ---- what a file is --------------------------------------------------------- */

static void
test_look(void **state)
{
	static const struct {
		const char *file, *charset;
		char separator;
	} cases[] = {
		{ "a,b\n", "UTF-8", ',' },
		{ "a;b,c;d\n", "UTF-8", ';' },
		{ "\"a;b;c\",d\n", "UTF-8", ',' },
		{ "sep=|\na,b\n", "UTF-8", '|' },
		{ "sep=\t\r\na,b\n", "UTF-8", '\t' },
		{ "sep=x\na;b\n", "UTF-8", ',' },
		{ "alleen\n", "UTF-8", ',' },
		{ "", "UTF-8", ',' },
		{ "Zo\xeb;\x80 5\n", "Windows-1252", ';' },
	};
	struct csv_form form;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(csv_look(str_of(cases[i].file), &form, &e), 0);
		assert_string_equal(form.charset, cases[i].charset);
		assert_int_equal(form.separator, cases[i].separator);
	}
	assert_int_equal(csv_look(str_of("a;\x81;\xe9"), &form, &e), -1);
	assert_non_null(strstr(e.msg, "line 1, byte 3 is not UTF-8"));
	assert_int_equal(
	    csv_look((struct str){ "a;\xe9;\0", 5 }, &form, &e), -1);
	assert_int_equal(csv_look((struct str){ "\xff\xfe"
						"a",
				      3 },
			     &form, &e),
	    -1);
	assert_non_null(strstr(e.msg, "ends within a character"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_look),
	};

	return cmocka_run_group_tests_name("csv_write", tests, NULL, NULL);
}
