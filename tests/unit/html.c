/*
 * html.c - tests of escaping and of templates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/html.h"

static const struct html_value values[] = {
	{ "title", { "Tom & \"Jerry\"", 13 } },
	{ "raw", { "<b>x</b>", 8 } },
	{ "empty", { NULL, 0 } },
	{ "nested", { "{title}", 7 } },
};

static void
fills(const char *tmpl, const char *expected)
{
	struct buf b = BUF_INIT;

	html_fill(&b, tmpl, values, sizeof(values) / sizeof(values[0]));
	assert_string_equal(buf_cstr(&b), expected);
	buf_free(&b);
}

static void
test_escape(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	html_escape(&b, str_of("<a href=\"x\" b='y'>&amp; é 😀"));
	assert_string_equal(buf_cstr(&b),
	    "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp; é 😀");
	buf_clear(&b);
	html_escape(&b, (struct str){ NULL, 0 });
	html_escape(&b, (struct str){ "a\0b", 3 });
	assert_int_equal(b.len, 3);
	buf_free(&b);
}

static void
test_fill(void **state)
{
	(void)state;
	fills("", "");
	fills("no place", "no place");
	fills("<h1>{title}</h1>{title}",
	    "<h1>Tom &amp; &quot;Jerry&quot;</h1>Tom &amp; &quot;Jerry&quot;");
	fills("{{raw}}{raw}", "<b>x</b>&lt;b&gt;x&lt;/b&gt;");
	fills("[{empty}{{empty}}]", "[]");
}

/* A value is never filled again: what a stranger typed is no template. */
static void
test_values_are_not_templates(void **state)
{
	(void)state;
	fills("{nested}{{nested}}", "{title}{title}");
}

static void
test_what_is_no_place_stays(void **state)
{
	(void)state;
	fills("{unknown}{{unknown}}", "{unknown}{{unknown}}");
	fills("{", "{");
	fills("{{", "{{");
	fills("{title", "{title");
	fills("{{title}", "{Tom &amp; &quot;Jerry&quot;");
	fills("{title}}", "Tom &amp; &quot;Jerry&quot;}");
	fills("p { color: {empty}red }", "p { color: red }");
	fills("{{{raw}}}", "{<b>x</b>}");
	fills("{}", "{}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_values_are_not_templates),
		cmocka_unit_test(test_what_is_no_place_stays),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
