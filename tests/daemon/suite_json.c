/*
 * suite_json.c - JSON from strangers against data that others published
 * (../shared/suites: JSONTestSuite and blns; skipped where that is not there).
 *
 * Of JSONTestSuite, y_ must be taken, n_ refused, and i_ may be either, but
 * always the same.  Where we do otherwise stands below, with the reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

#include "daemon/form_json.h"
#include "daemon/json_in.h"
#include "gehoor/utf8.h"
#include "tests/unit/suite.h"

#define SUITES "../shared/suites/"
#define PARSING SUITES "JSONTestSuite/test_parsing"
#define PARSING_CASES 318

/* Each is a way to lose nobody's story, or to want an object. */
#define ALONE "a value alone holds no fields: only objects and lists are read"
#define CONTROLS \
	"control characters go before it is read: one that a phone slipped " \
	"in must not cost a story"

static const struct {
	const char *name, *why;
} otherwise[] = {
	{ "y_string_space.json", ALONE },
	{ "y_structure_lonely_false.json", ALONE },
	{ "y_structure_lonely_int.json", ALONE },
	{ "y_structure_lonely_negative_real.json", ALONE },
	{ "y_structure_lonely_null.json", ALONE },
	{ "y_structure_lonely_string.json", ALONE },
	{ "y_structure_lonely_true.json", ALONE },
	{ "y_structure_string_empty.json", ALONE },
	{ "n_string_unescaped_ctrl_char.json", CONTROLS },
	{ "n_structure_null-byte-outside-string.json", CONTROLS },
	{ "n_structure_whitespace_formfeed.json", CONTROLS },
};

static bool
is_otherwise(const char *name)
{
	for (size_t i = 0; i < sizeof(otherwise) / sizeof(otherwise[0]); i++)
		if (strcmp(name, otherwise[i].name) == 0)
			return true;
	return false;
}

/* Whether it is read as JSON; then as what, and always the same. */
static bool
reads(const struct buf *b, bool *is_object)
{
	json_t *once = json_in(b->data, b->len);
	json_t *again = json_in(b->data, b->len);
	bool taken = once != NULL;

	assert_int_equal(taken, again != NULL);
	assert_true(!taken || json_equal(once, again));
	*is_object = json_is_object(once);
	json_decref(once);
	json_decref(again);
	return taken;
}

static void
parsing_case(const char *name)
{
	struct buf b;
	struct form f;
	char path[512];
	bool is_object;

	snprintf(path, sizeof(path), PARSING "/%s", name);
	b = slurp(path);
	if (name[0] == 'i')
		reads(&b, &is_object);
	else if (reads(&b, &is_object) !=
	    ((name[0] == 'y') != is_otherwise(name)))
		fail_msg("%s", name);
	form_init(&f);
	assert_int_equal(
	    form_parse_json(b.data, b.len, &f), is_object ? 0 : -1);
	form_free(&f);
	buf_free(&b);
}

static void
json_test_suite(void **state)
{
	DIR *d = opendir(PARSING);
	struct dirent *de;
	size_t cases = 0, found = 0;

	(void)state;
	if (d == NULL)
		skip();
	while ((de = readdir(d)) != NULL) {
		if (strstr(de->d_name, ".json") == NULL)
			continue;
		parsing_case(de->d_name);
		found += is_otherwise(de->d_name);
		cases++;
	}
	closedir(d);
	assert_int_equal(cases, PARSING_CASES);
	assert_int_equal(found, sizeof(otherwise) / sizeof(otherwise[0]));
}

/* The value of a field of that JSON is the cleaned string. */
static void
assert_tells(const char *json, struct str s)
{
	struct buf expected = BUF_INIT;
	struct str text;
	struct form f;

	form_init(&f);
	assert_int_equal(
	    form_parse_json((const uint8_t *)json, strlen(json), &f), 0);
	text = form_get(&f, "text");
	utf8_clean(&expected, s.p, s.n);
	assert_non_null(text.p);
	assert_int_equal(text.n, expected.len);
	assert_true(text.n == 0 || memcmp(text.p, expected.data, text.n) == 0);
	form_free(&f);
	buf_free(&expected);
}

/* Every naughty string comes out of JSON as it went in, but for controls. */
static void
blns_through_json(void **state)
{
	struct buf b = slurp(SUITES "blns/blns.json");
	json_t *list =
	    json_loadb((const char *)b.data, b.len, JSON_ALLOW_NUL, NULL);
	json_t *each, *post;
	size_t i;

	(void)state;
	assert_true(json_array_size(list) > 500);
	json_array_foreach(list, i, each)
	{
		struct str s = { json_string_value(each),
			json_string_length(each) };
		char *plain, *escaped;

		post = json_pack("{s:O}", "text", each);
		plain = json_dumps(post, JSON_COMPACT);
		escaped = json_dumps(post, JSON_ENSURE_ASCII);
		assert_tells(plain, s);
		assert_tells(escaped, s);
		free(plain);
		free(escaped);
		json_decref(post);
	}
	json_decref(list);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_test_suite),
		cmocka_unit_test(blns_through_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
