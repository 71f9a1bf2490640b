/*
 * csv.c - tests of the export: bytes of both dialects, formulas, and the
 * description beside the file.
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
#include <unistd.h>

#include "tools/csv_read.h"
#include "tools/csv_table.h"
#include "tools/datapackage.h"

#define Q3 \
	{ \
		2026, 3, 0 \
	}

static char empty[] = "", box[] = "lijn", total[] = "total";
static char theme[] = "theme", plain[] = "omgang", semicolon[] = "a;b\"c";
static char hostile[][16] = { "=1+1", "+1", "-1", "@x", "\tx", "\rx" };

static char *
table(const char *dialect, struct printed *items, size_t n)
{
	struct release r = { items, n };
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	csv_table_write(f, csv_dialect_find(dialect), &r);
	assert_int_equal(fclose(f), 0);
	return text;
}

static void
test_bytes(void **state)
{
	struct printed items[] = {
		{ { Q3, empty, empty, total, empty }, PRINTED_SHOWN, 140 },
		{ { Q3, box, empty, theme, plain }, PRINTED_UNDER5, 0 },
		{ { Q3, box, semicolon, theme, plain }, PRINTED_HIDDEN, 0 },
	};
	char *text = table("rfc4180", items, 3);

	(void)state;
	assert_string_equal(text,
	    "period,box,region,dimension,category,measure,value,status\r\n"
	    "2026-Q3,,,total,,messages,140,shown\r\n"
	    "2026-Q3,lijn,,theme,omgang,messages,,under5\r\n"
	    "2026-Q3,lijn,\"a;b\"\"c\",theme,omgang,messages,,hidden\r\n");
	free(text);
	text = table("excel-nl", items, 1);
	assert_string_equal(text,
	    "\xef\xbb\xbf"
	    "period;box;region;dimension;category;measure;value;status\r\n"
	    "2026-Q3;;;total;;messages;140;shown\r\n");
	free(text);
	assert_null(csv_dialect_find("excel"));
}

/* What a spreadsheet would compute is made text. */
static void
test_formulas(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct printed item = { { Q3, empty, hostile[i], theme,
					    hostile[i] },
			PRINTED_SHOWN, 5 };
		char want[256], *text = table("excel-nl", &item, 1);

		snprintf(want, sizeof(want), ";\"'%s\";theme;\"'%s\";",
		    hostile[i], hostile[i]);
		assert_non_null(strstr(text, want));
		free(text);
	}
}

/* The third field of a row is the region, the sixth what is counted. */
static int
region_cb(const struct csv_row *row, void *arg, struct err *e)
{
	(void)e;
	assert_int_equal(row->n, 8);
	if (row->number == 1)
		return 0;
	assert_int_equal(row->fields[5].n, strlen(CSV_MEASURE));
	assert_int_equal(row->fields[2].n, strlen(arg));
	assert_memory_equal(row->fields[2].p, arg, strlen(arg));
	return 0;
}

/* What is written in either dialect, our own reader reads. */
static void
test_round_trip(void **state)
{
	static const struct csv_read_options nothing = { '\0', false };
	static char texts[][24] = { "a;b\"c", "x,y", "twee\nregels", " é ",
		"\"", "a;b;c;d;e;f;g;h" };
	struct err e = { "" };

	(void)state;
	for (size_t d = 0; csv_dialects[d].name != NULL; d++)
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
			struct printed item = { { Q3, box, texts[i], theme,
						    plain },
				PRINTED_SHOWN, 5 };
			char *text = table(csv_dialects[d].name, &item, 1);

			if (csv_read(str_of(text), &nothing, region_cb,
				texts[i], &e) != 0)
				fail_msg("%s", e.msg);
			free(text);
		}
}

static void
describe(const char *dir, const char *name, const char *dialect)
{
	struct datapackage *p = NULL;
	char path[128];
	struct err e = { "" };
	const struct datapackage_of of = { path, export_formats,
		csv_dialect_find(dialect), "Jeugdzorg \"X\"", 7 };
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("abc", f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(datapackage_new(&of, &p, &e), 0);
	assert_int_equal(datapackage_write(p, &e), 0);
	datapackage_free(&p);
}

/* One entry to a file, in order; a second export replaces its own. */
static void
test_datapackage(void **state)
{
	char dir[] = "/tmp/gehoor-csv-XXXXXX", path[128];
	const char *delimiter, *name;
	json_t *json, *list;
	struct datapackage *p = NULL;
	struct err e = { "" };
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/datapackage.json", dir);
	describe(dir, "b.csv", "rfc4180");
	describe(dir, "A b.csv", "rfc4180");
	describe(dir, "b.csv", "excel-nl");
	json = json_load_file(path, 0, NULL);
	list = json_object_get(json, "resources");
	assert_int_equal(json_array_size(list), 2);
	assert_int_equal(json_unpack(json_array_get(list, 1), "{s:s, s:{s:s}}",
			     "path", &name, "dialect", "delimiter", &delimiter),
	    0);
	assert_string_equal(name, "b.csv");
	assert_string_equal(delimiter, ";");
	assert_int_equal(
	    json_unpack(json_array_get(list, 0), "{s:s}", "name", &name), 0);
	assert_string_equal(name, "a-b.csv");
	assert_int_equal(
	    json_array_size(json_object_get(
		json_object_get(json_array_get(list, 0), "schema"), "fields")),
	    8);
	json_decref(json);
	f = fopen(path, "w");
	fputs("{\"name\": \"somebody-else\", \"resources\": []}", f);
	fclose(f);
	snprintf(path, sizeof(path), "%s/b.csv", dir);
	assert_int_equal(
	    datapackage_new(&(struct datapackage_of){ path, export_formats,
				csv_dialect_find("rfc4180"), "X", 1 },
		&p, &e),
	    -1);
	unlink(path);
	snprintf(path, sizeof(path), "%s/A b.csv", dir);
	unlink(path);
	assert_non_null(strstr(e.msg, "something else"));
	snprintf(path, sizeof(path), "%s/datapackage.json", dir);
	unlink(path);
	rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_formulas),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_datapackage),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
