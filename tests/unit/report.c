/*
 * report.c - tests of the report as a document: same bytes for the same
 * data, well-formed, self-contained, nothing but protected figures.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tally.h"
#include "tools/release.h"
#include "tools/report.h"

#define REPORT_MAX 60000 /* bytes: it is mailed around */

struct made {
	enum edition edition;
	struct conf *conf;
	sqlite3 *db;
	struct scope scope;
	struct buf page;
};

static void
make(struct made *m, const char *period, const char *lang)
{
	struct release release;
	struct sums sums;
	struct err e = { "" };

	assert_int_equal(scope_read(m->conf, period, NULL, NULL,
			     (struct week){ 2026, 47 }, &m->scope, &e),
	    0);
	if (release_make(m->db, m->conf, &m->scope, NULL, &release, &e) == -1 ||
	    sums_read(m->db, m->scope.period, &sums, &e) == -1)
		fail_msg("%s", e.msg);
	buf_clear(&m->page);
	assert_int_equal(
	    report_make(&(struct report){ .edition = m->edition,
			    .conf = m->conf,
			    .lang = conf_lang_find(m->conf, str_of(lang)),
			    .scope = &m->scope,
			    .release = &release,
			    .sums = &sums,
			    .sworn = &(struct sworn){ .all = true } },
		&m->page),
	    0);
	release_free(&release);
}

static int
setup(void **state)
{
	struct made *m = calloc(1, sizeof(*m));

	m->conf = tally_conf_load();
	m->db = tally_db();
	tally_fill(m->db, m->conf);
	*state = m;
	return 0;
}

static int
teardown(void **state)
{
	struct made *m = *state;

	sqlite3_close(m->db);
	conf_free(&m->conf);
	buf_free(&m->page);
	free(m);
	return 0;
}

static void
test_same_bytes(void **state)
{
	struct made *m = *state;
	char *first;

	make(m, "2026-Q3", "nl");
	first = strdup(buf_cstr(&m->page));
	make(m, "2026-Q3", "nl");
	assert_string_equal(buf_cstr(&m->page), first);
	assert_true(m->page.len < REPORT_MAX);
	free(first);
}

/* Each edition is a document, and says for whom. */
static void
test_editions(void **state)
{
	static const struct {
		const char *name, *says, *never;
	} editions[] = {
		{ "council", "Voor de raad</p>", NULL },
		{ "public", "Wat mensen ons vertelden", "Voor de raad</p>" },
		{ "quality", "Verslag voor kwaliteit", NULL },
		{ "poster", "Dit vertelden mensen ons", "Alle aantallen</p>" },
	};
	struct made *m = *state;

	assert_int_equal(edition_find("raad"), EDITION_COUNT);
	for (size_t i = 0; i < sizeof(editions) / sizeof(editions[0]); i++) {
		m->edition = edition_find(editions[i].name);
		make(m, "2026-Q3", "nl");
		assert_non_null(strstr(buf_cstr(&m->page), editions[i].says));
		if (editions[i].never != NULL)
			assert_null(
			    strstr(buf_cstr(&m->page), editions[i].never));
		assert_true(m->page.len < REPORT_MAX);
	}
}

static bool
is_void(const char *name)
{
	return strcmp(name, "meta") == 0 || strcmp(name, "!DOCTYPE") == 0;
}

/* Every element that is opened is closed, in order. */
static void
assert_balanced(const char *page)
{
	char open[32][16];
	size_t depth = 0;
	const char *p = page;

	while ((p = strchr(p, '<')) != NULL) {
		const char *end = strchr(p, '>');
		char name[16] = "";

		assert_non_null(end);
		if (p[1] == '/') {
			assert_int_equal(sscanf(p, "</%15[a-z0-9]", name), 1);
			assert_true(depth > 0);
			assert_string_equal(name, open[--depth]);
		} else {
			assert_int_equal(
			    sscanf(p, "<%15[!A-Za-z0-9]", name), 1);
			if (!is_void(name) && end[-1] != '/') {
				assert_true(depth < 32);
				memcpy(open[depth++], name, sizeof(name));
			}
			/* The style sheet holds no tags. */
			if (strcmp(name, "style") == 0)
				end = strstr(p, "</style") - 1;
		}
		p = end;
	}
	assert_int_equal(depth, 0);
}

static void
test_document(void **state)
{
	static const char *const periods[] = { "2026-Q3", "2026", "2026-W30",
		"2024-Q4", "2019-Q1" };
	static const char *const never[] = { "<script", "http://", "https://",
		"//", "url(", "@import", "<img", "<link", "onload", "{n}",
		"{period}", "{theme}", "{base}", "{year}", "<Voorbeeld>" };
	struct made *m = *state;

	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		for (int j = 0; j < 2; j++) {
			const char *page;

			make(m, periods[i], j == 0 ? "nl" : "en");
			page = buf_cstr(&m->page);
			assert_balanced(page);
			for (size_t k = 0; k < sizeof(never) / sizeof(never[0]);
			     k++)
				assert_null(strstr(page, never[k]));
			assert_non_null(strstr(page,
			    j == 0 ? "<html lang=\"nl\" dir=\"ltr\">"
				   : "<html lang=\"en\" dir=\"ltr\">"));
		}
}

/* Every chart is an image with a name and a description. */
static void
test_charts(void **state)
{
	struct made *m = *state;
	const char *p;
	int n = 0;

	make(m, "2026-Q3", "nl");
	p = buf_cstr(&m->page);
	while ((p = strstr(p, "<svg ")) != NULL) {
		const char *end = strstr(p, "</svg>");
		const char *title = strstr(p, "<title id=");
		const char *desc = strstr(p, "<desc id=");

		assert_non_null(strstr(p, "role=\"img\""));
		assert_true(title != NULL && title < end);
		assert_true(desc != NULL && desc < end);
		n++;
		p = end;
	}
	assert_true(n >= 8 + 14);
}

/* Words and figures a reader of page one needs. */
static void
test_words(void **state)
{
	struct made *m = *state;
	const char *page;

	make(m, "2026-Q3", "nl");
	page = buf_cstr(&m->page);
	assert_non_null(strstr(page, "vaakst genoemd</h1>"));
	assert_non_null(strstr(page, "het derde kwartaal van 2026"));
	assert_non_null(strstr(page, "minder dan 5"));
	assert_non_null(strstr(page, "4 berichten wachten nog"));
	assert_non_null(strstr(page, "Hoe dit gemaakt is"));
	assert_null(strstr(page, "te weinig kwartalen"));
	make(m, "2024-Q4", "nl");
	assert_non_null(strstr(buf_cstr(&m->page), "te weinig kwartalen"));
	make(m, "2026-W30", "nl");
	page = buf_cstr(&m->page);
	assert_non_null(strstr(page, "Te weinig berichten"));
	assert_null(strstr(page, "Alle aantallen"));
	make(m, "2019-Q1", "nl");
	page = buf_cstr(&m->page);
	assert_non_null(strstr(page, "<p class=\"n\">0</p>"));
	assert_null(strstr(page, "<ol class=\"bars\""));
}

/* Every count in a table is rounded; only the sum line is exact. */
static void
test_figures(void **state)
{
	struct made *m = *state;
	const char *p;
	int n = 0;

	make(m, "2026-Q3", "nl");
	for (p = buf_cstr(&m->page); (p = strstr(p, "<td>")) != NULL; p++) {
		unsigned value;

		if (sscanf(p, "<td>%u</td>", &value) == 1) {
			assert_int_equal(value % 5, 0);
			n++;
		}
	}
	assert_true(n > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_same_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_editions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_document, setup, teardown),
		cmocka_unit_test_setup_teardown(test_charts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_figures, setup, teardown),
	};

	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
