/*
 * suite_forms.c - the form decoders against data that others published
 * (../shared/suites; skipped where that is not there).  Of blns, the files
 * blns.base64.json and blns.txt hold the same strings as blns.json.
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
#include <jansson.h>

#include "gehoor/form.h"
#include "gehoor/utf8.h"
#include "suite.h"

#define SUITES "../shared/suites/"
#define MULTIPART SUITES "multipart-cases/tests/test_data/http/"
#define MULTIPART_GOOD 22

static json_t *
load(const char *path)
{
	struct buf b = slurp(path);
	json_t *j =
	    json_loadb((const char *)b.data, b.len, JSON_ALLOW_NUL, NULL);

	buf_free(&b);
	assert_non_null(j);
	return j;
}

static struct str
text_of(const json_t *j)
{
	assert_true(json_is_string(j));
	return (struct str){ json_string_value(j), json_string_length(j) };
}

/* What the publishers expect is what we want after our cleaning. */
static void
assert_cleaned(struct str got, struct str expected)
{
	struct buf b = BUF_INIT;

	utf8_clean(&b, expected.p, expected.n);
	assert_int_equal(got.n, b.len);
	assert_true(got.n == 0 || memcmp(got.p, b.data, got.n) == 0);
	buf_free(&b);
}

static void
wpt_urlencoded_parser(void **state)
{
	json_t *cases = load(SUITES "wpt-forms/urlencoded-parser-data.json");
	json_t *each, *pair;
	size_t i, k;

	(void)state;
	assert_true(json_array_size(cases) >= 35);
	json_array_foreach(cases, i, each)
	{
		struct str in = text_of(json_object_get(each, "input"));
		json_t *out = json_object_get(each, "output");
		struct form f;

		form_init(&f);
		assert_int_equal(
		    form_parse_urlencoded((const uint8_t *)in.p, in.n, &f), 0);
		assert_int_equal(f.nfields, json_array_size(out));
		json_array_foreach(out, k, pair)
		{
			assert_cleaned(form_name_at(&f, k),
			    text_of(json_array_get(pair, 0)));
			assert_cleaned(form_value_at(&f, k),
			    text_of(json_array_get(pair, 1)));
		}
		form_free(&f);
	}
	json_decref(cases);
}

static void
wpt_browser_urlencoded(void **state)
{
	json_t *cases = load(SUITES "wpt-forms/browser-urlencoded.json");
	json_t *each;
	size_t i;

	(void)state;
	assert_true(json_array_size(cases) > 10);
	json_array_foreach(cases, i, each)
	{
		struct str in = text_of(json_object_get(each, "body"));
		struct form f;

		form_init(&f);
		assert_int_equal(
		    form_parse_urlencoded((const uint8_t *)in.p, in.n, &f), 0);
		assert_int_equal(f.nfields, 1);
		assert_cleaned(form_name_at(&f, 0),
		    text_of(json_object_get(each, "name")));
		assert_cleaned(form_value_at(&f, 0),
		    text_of(json_object_get(each, "value")));
		form_free(&f);
	}
	json_decref(cases);
}

/* "%22", "%0D" and "%0A" in a name on the wire stand for the characters. */
static void
add_meant(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.n - i > 2 &&
		    (memcmp(s.p + i, "%22", 3) == 0 ||
			memcmp(s.p + i, "%0D", 3) == 0 ||
			memcmp(s.p + i, "%0A", 3) == 0)) {
			add_hex(b, s.p + i + 1, 2);
			i += 2;
		} else
			buf_addc(b, s.p[i]);
}

static void
wpt_browser_multipart(void **state)
{
	json_t *cases = load(SUITES "wpt-forms/browser-multipart.json");
	json_t *each;
	size_t i;

	(void)state;
	assert_true(json_array_size(cases) > 10);
	json_array_foreach(cases, i, each)
	{
		struct str hex = text_of(json_object_get(each, "body_hex"));
		struct str type =
		    text_of(json_object_get(each, "content_type"));
		const char *boundary = strchr(type.p, '=') + 1;
		struct buf body = BUF_INIT, name = BUF_INIT;
		struct form f;

		add_hex(&body, hex.p, hex.n);
		form_init(&f);
		assert_int_equal(form_parse_multipart(
				     body.data, body.len, str_of(boundary), &f),
		    0);
		if (json_is_null(json_object_get(each, "filename_on_wire"))) {
			assert_int_equal(f.nfields, 1);
			add_meant(&name,
			    text_of(json_object_get(each, "name_on_wire")));
			assert_cleaned(form_name_at(&f, 0),
			    (struct str){ (char *)name.data, name.len });
			assert_cleaned(form_value_at(&f, 0),
			    text_of(json_object_get(each, "value")));
		} else {
			assert_int_equal(f.nfields, 0);
			assert_int_equal(f.dropped, 1);
		}
		form_free(&f);
		buf_free(&body);
		buf_free(&name);
	}
	json_decref(cases);
}

/* The value of "key: value" on a line of its own, up to the line's end. */
static bool
yaml_value(const char **at, const char *key, struct str *value)
{
	const char *p = strstr(*at, key);

	if (p == NULL)
		return false;
	p += strlen(key);
	*value = (struct str){ p, strcspn(p, "\n") };
	*at = p + value->n;
	return true;
}

static void
add_base64(struct buf *b, const char *p)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 1;

	for (; *p != '\0' && strchr(digits, *p) != NULL; p++) {
		bits = bits << 6 | (unsigned)(strchr(digits, *p) - digits);
		if (bits >= 1u << 24) {
			buf_add(b,
			    (const uint8_t[]){ (uint8_t)(bits >> 16),
				(uint8_t)(bits >> 8), (uint8_t)bits },
			    3);
			bits = 1;
		}
	}
	if (bits >= 1u << 18)
		buf_add(b,
		    (const uint8_t[]){
			(uint8_t)(bits >> 10), (uint8_t)(bits >> 2) },
		    2);
	else if (bits >= 1u << 12)
		buf_addc(b, (char)(bits >> 4));
}

/* Compares the fields (not the files) that the YAML file expects. */
static void
compare_parts(const char *yaml, const struct form *f)
{
	struct str name, type = { NULL, 0 }, data;
	size_t next = 0;

	while (yaml_value(&yaml, "- name: ", &name)) {
		struct buf expected = BUF_INIT;

		assert_true(yaml_value(&yaml, "type: ", &type));
		assert_true(yaml_value(&yaml, "data: !!binary |", &data));
		if (!str_is(type, "field"))
			continue;
		yaml += strspn(yaml, "\n ");
		add_base64(&expected, yaml);
		assert_true(next < f->nfields);
		assert_true(str_equal(form_name_at(f, next), name));
		assert_cleaned(form_value_at(f, next),
		    (struct str){ (char *)expected.data, expected.len });
		buf_free(&expected);
		next++;
	}
	assert_int_equal(next, f->nfields);
}

/* The parts of a case, or the number of fields where it expects an error. */
static void
multipart_case(const char *name, int fields_after_error)
{
	struct buf yaml, body;
	struct str boundary;
	struct form f;
	const char *at;
	char path[256];
	int result;

	snprintf(path, sizeof(path), MULTIPART "%s.yaml", name);
	yaml = slurp(path);
	snprintf(path, sizeof(path), MULTIPART "%s.http", name);
	body = slurp(path);
	at = buf_cstr(&yaml);
	assert_true(yaml_value(&at, "boundary: ", &boundary));
	form_init(&f);
	result = form_parse_multipart(body.data, body.len, boundary, &f);
	if (fields_after_error < 0) {
		assert_null(strstr(at, "error:"));
		assert_int_equal(result, 0);
		compare_parts(at, &f);
	} else {
		assert_non_null(strstr(at, "error:"));
		assert_int_equal(result, fields_after_error > 0 ? 0 : -1);
		assert_int_equal(f.nfields, fields_after_error);
	}
	form_free(&f);
	buf_free(&yaml);
	buf_free(&body);
}

/* All there are must be among the cases here. */
static size_t
multipart_files(void)
{
	DIR *d = opendir(MULTIPART);
	struct dirent *de;
	size_t n = 0;

	if (d == NULL)
		skip();
	while ((de = readdir(d)) != NULL)
		n += strstr(de->d_name, ".http") != NULL;
	closedir(d);
	return n;
}

static void
multipart_cases(void **state)
{
	static const char *const good[MULTIPART_GOOD] = {
		"almost_match_boundary", "almost_match_boundary_without_CR",
		"almost_match_boundary_without_LF",
		"almost_match_boundary_without_final_hyphen", "base64_encoding",
		"case_insensitive_headers", "crlf_dense_part_data",
		"empty_message", "header_with_number", "mixed_case_headers",
		"mixed_plain_and_base64_encoding", "multiple_fields",
		"multiple_files", "quoted_printable_encoding", "single_field",
		"single_field_blocks", "single_field_longer",
		"single_field_single_file",
		"single_field_with_leading_newlines",
		"single_field_with_trailer", "single_file", "utf8_filename"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		multipart_case(good[i], -1);
}

/*
 * Where the suite expects an error we have nothing to show, except twice: the
 * line that is no header begins the body, and the first line names the
 * boundary.  In both the story is plain to see.
 */
static void
multipart_faults(void **state)
{
	(void)state;
	multipart_case("CRLF_in_header", 0);
	multipart_case("CR_in_header", 0);
	multipart_case("CR_in_header_value", 0);
	multipart_case("bad_header_char", 0);
	multipart_case("empty_header", 0);
	multipart_case("empty_message_with_bad_end", 0);
	multipart_case("bad_end_of_headers", 1);
	multipart_case("bad_initial_boundary", 1);
	assert_int_equal(multipart_files(), MULTIPART_GOOD + 8);
}

/* Every naughty string comes out of a form as it went in, but for controls. */
static void
blns_through_forms(void **state)
{
	json_t *list = load(SUITES "blns/blns.json"), *each;
	size_t i;

	(void)state;
	assert_true(json_array_size(list) > 500);
	json_array_foreach(list, i, each)
	{
		struct buf coded = BUF_INIT, parts = BUF_INIT;
		struct str s = text_of(each);
		struct form f;

		buf_adds(&coded, "text=");
		for (size_t k = 0; k < s.n; k++)
			buf_addf(&coded, "%%%02X", (unsigned)(uint8_t)s.p[k]);
		buf_adds(&parts,
		    "--x\r\nContent-Disposition: form-data; "
		    "name=\"text\"\r\n\r\n");
		buf_addstr(&parts, s);
		buf_adds(&parts, "\r\n--x--\r\n");
		form_init(&f);
		assert_int_equal(
		    form_parse_urlencoded(coded.data, coded.len, &f), 0);
		assert_int_equal(form_parse_multipart(
				     parts.data, parts.len, str_of("x"), &f),
		    0);
		assert_int_equal(f.nfields, 2);
		assert_cleaned(form_value_at(&f, 0), s);
		assert_cleaned(form_value_at(&f, 1), s);
		form_free(&f);
		buf_free(&coded);
		buf_free(&parts);
	}
	json_decref(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wpt_urlencoded_parser),
		cmocka_unit_test(wpt_browser_urlencoded),
		cmocka_unit_test(wpt_browser_multipart),
		cmocka_unit_test(multipart_cases),
		cmocka_unit_test(multipart_faults),
		cmocka_unit_test(blns_through_forms),
	};

	return cmocka_run_group_tests_name("suite_forms", tests, NULL, NULL);
}
