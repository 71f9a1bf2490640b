/*
 * record_read.c - records read back, and JSON that is none.
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

#include "gehoor/conf.h"
#include "gehoor/utf8.h"
#include "tools/record_read.h"

static int
read_text(const char *json, struct record_read_store *store, struct record *r,
    struct err *e)
{
	return record_read(str_of(json), store, r, e);
}

static void
round_trip(void **state)
{
	struct record r = { .box = str_of("lijn"),
		.week = { 2026, 47 },
		.channel = CHANNEL_SMS,
		.lang = str_of("nl"),
		.text = str_of("a \"b\" \\ \n\t\x01 \xe2\x82\xac "
			       "\xf0\x9f\x98\xa1 </"),
		.answers = { { str_of("a"), str_of("1") },
		    { str_of("b"), str_of("2") },
		    { str_of("a"), str_of("3") } },
		.nanswers = 3,
		.region = str_of("noord"),
		.who = str_of("jongere"),
		.wish = str_of("talk"),
		.publish_read = true,
		.reply_key = { 1, 2, 0xff },
		.thread = str_of("ab"),
		.dedup = str_of("cd"),
		.part = { str_of("r"), str_of("q"), 2, 3 },
		.seen = { str_of("fast"), str_of("honeypot") },
		.nseen = 2 };
	struct buf json = BUF_INIT, again = BUF_INIT;
	struct record_read_store store = { NULL };
	struct record back;
	struct err e;

	(void)state;
	record_write(&r, &json);
	assert_false(json.failed);
	if (read_text(buf_cstr(&json), &store, &back, &e) != 0)
		fail_msg("%s", e.msg);
	assert_true(str_equal(r.text, back.text));
	assert_int_equal(back.nanswers, 3);
	assert_true(str_is(back.answers[1].id, "a"));
	assert_true(str_is(back.answers[1].value, "3"));
	assert_memory_equal(r.reply_key, back.reply_key, 32);
	assert_int_equal(back.part.n, 2);
	assert_true(str_is(back.part.ref, "r"));
	assert_true(str_is(back.part.before, "q"));
	assert_true(back.publish_read && !back.publish_report);
	record_write(&back, &again);
	assert_string_equal(buf_cstr(&json), buf_cstr(&again));
	buf_free(&json);
	buf_free(&again);
	record_read_free(&store);
}

/* All but the last digit. */
#define KEY \
	"0123456789abcdef0123456789abcdef" \
	"0123456789abcdef0123456789abcde"
#define BASE "\"v\":1,\"box\":\"b\",\"week\":\"2026-W01\",\"channel\":\"web\""

static void
good(void **state)
{
	static const char *const texts[] = {
		"{" BASE "}",
		" { " BASE " , \"new\" : {\"a\":[1,-2.5e3,true,null,{}]} } ",
		"{\"later\":[],\"text\":\"\\u20ac\\ud83d\\ude21\"," BASE "}",
		"{" BASE ",\"reply_key\":\"" KEY "a\"}",
		"{" BASE ",\"publish\":[\"report\",\"elsewhere\"]}",
		"{" BASE ",\"part\":{\"ref\":\"x\",\"n\":1,\"of\":2,\"z\":0}}",
	};
	struct record_read_store store = { NULL };
	struct record r;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (read_text(texts[i], &store, &r, &e) != 0)
			fail_msg("%s: %s", texts[i], e.msg);
	assert_int_equal(read_text(texts[2], &store, &r, &e), 0);
	assert_true(str_is(r.text, "\xe2\x82\xac\xf0\x9f\x98\xa1"));
	record_read_free(&store);
}

static void
bad(void **state)
{
	static const char *const texts[] = {
		"",
		"null",
		"[]",
		"\"\"",
		"{",
		"{" BASE,
		"{" BASE "} x",
		"{" BASE ",}",
		"{" BASE ",\"v\":1}",
		"{" BASE ",\"v\":2}",
		"{" BASE ",\"later\":{\"a\":1,\"a\":2}}",
		"{" BASE ",\"text\":\"\\u0000\"}",
		"{" BASE ",\"text\":null}",
		"{" BASE ",\"reply_key\":\"" KEY "A\"}",
		"{" BASE ",\"reply_key\":\"" KEY "aa\"}",
		"{" BASE ",\"part\":{\"n\":-1}}",
		"{" BASE ",\"part\":[]}",
		"{" BASE ",\"part\":{\"before\":7}}",
		"{" BASE ",\"publish\":\"read\"}",
		"{\"box\":\"b\",\"week\":\"2026-W01\",\"channel\":\"web\"}",
		"{\"v\":2,\"box\":\"b\",\"week\":\"2026-W01\","
		"\"channel\":\"web\"}",
		"{\"v\":1,\"box\":\"b\",\"week\":\"2026-W54\","
		"\"channel\":\"web\"}",
		"{\"v\":1,\"box\":\"b\",\"week\":\"2026-W01\","
		"\"channel\":\"fax\"}",
		"{\"v\":01,\"box\":\"b\",\"week\":\"2026-W01\","
		"\"channel\":\"web\"}",
		"{" BASE ",\"text\":1}",
		"{" BASE ",\"text\":\"a\nb\"}",
		"{" BASE ",\"text\":\"\\ud83d\"}",
		"{" BASE ",\"text\":\"\\ude21\\ud83d\"}",
		"{" BASE ",\"text\":\"\\x\"}",
		"{" BASE ",\"text\":\"\\u12\"}",
		"{" BASE ",\"text\":\"\xff\"}",
		"{" BASE ",\"answers\":[]}",
		"{" BASE ",\"answers\":{\"a\":\"b\"}}",
		"{" BASE ",\"reply_key\":\"00\"}",
		"{" BASE ",\"x\":01}",
		"{" BASE ",\"part\":{\"n\":1.0}}",
		"{" BASE ",\"part\":{\"n\":9999999999}}",
		"{" BASE ",\"seen\":[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
		"\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
		"\"a\"]}",
		"{" BASE ",\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
	};
	struct record_read_store store = { NULL };
	struct record r;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		e.msg[0] = '\0';
		if (read_text(texts[i], &store, &r, &e) != -1)
			fail_msg("accepted: %s", texts[i]);
		assert_true(strlen(e.msg) > 0);
	}
	record_read_free(&store);
}

/* As many answers as a record holds, and one more. */
static void
most_answers(void **state)
{
	struct record_read_store store = { NULL };
	struct buf json = BUF_INIT;
	struct record r;
	size_t i;

	(void)state;
	buf_adds(&json, "{" BASE ",\"answers\":{\"a\":[\"\"");
	for (i = 1; i < RECORD_MAX_ANSWERS; i++)
		buf_adds(&json, ",\"\"");
	buf_adds(&json, "],\"b\":[]}}");
	assert_int_equal(read_text(buf_cstr(&json), &store, &r, NULL), 0);
	assert_int_equal(r.nanswers, RECORD_MAX_ANSWERS);
	json.len -= strlen("]}}");
	buf_adds(&json, "\"\"]}}");
	assert_int_equal(read_text(buf_cstr(&json), &store, &r, NULL), -1);
	buf_free(&json);
	record_read_free(&store);
}

/* A NUL byte anywhere is no JSON, nor is a reason that quotes the record. */
static void
nul_bytes(void **state)
{
	static const char *const texts[] = { "{" BASE ",\"x\":1#}",
		"{" BASE ",\"x\":\"#\"}", "{" BASE "}#", "#{" BASE "}" };
	struct record_read_store store = { NULL };
	char copy[200];
	struct record r;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		snprintf(copy, sizeof(copy), "%s", texts[i]);
		*strchr(copy, '#') = '\0';
		assert_int_equal(
		    record_read(
			(struct str){ copy, strlen(texts[i]) }, &store, &r, &e),
		    -1);
	}
	assert_int_equal(read_text("{" BASE "} secret", &store, &r, &e), -1);
	assert_null(strstr(e.msg, "secret"));
	record_read_free(&store);
}

/* Cut anywhere, a record is none; every string stays within bounds. */
static void
every_length(void **state)
{
	static const char json[] = "{" BASE ",\"text\":\"\\u20ac \\\"x\","
				   "\"answers\":{\"a\":[\"1\"]},\"x\":-1.5e+3}";
	struct record_read_store store = { NULL };
	struct record r;
	char *copy;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(json) - 1; n++) {
		copy = malloc(n + 1);
		memcpy(copy, json, n);
		assert_int_equal(
		    record_read((struct str){ copy, n }, &store, &r, NULL), -1);
		free(copy);
	}
	record_read_free(&store);
}

/* Whether a record takes the file as the value of a field it passes over. */
static bool
takes(const char *path)
{
	struct buf text = BUF_INIT, json = BUF_INIT;
	struct record_read_store store = { NULL };
	struct record r;
	struct err e;
	bool ok;

	assert_int_equal(conf_read_file(path, 1 << 20, false, &text, &e), 0);
	buf_adds(&json, "{" BASE ",\"x\":");
	buf_add(&json, text.data, text.len);
	buf_addc(&json, '}');
	ok = record_read((struct str){ (const char *)json.data, json.len },
		 &store, &r, NULL) == 0;
	buf_free(&text);
	buf_free(&json);
	record_read_free(&store);
	return ok;
}

/* JSON that a record never holds: names twice, and NUL. */
static bool
is_refused_by_us(const char *name)
{
	return strstr(name, "duplicated_key") != NULL ||
	    strstr(name, "null_escape") != NULL ||
	    strstr(name, "escaped_null") != NULL;
}

/* Published cases: y_ must be taken, n_ must be refused, i_ must not hurt. */
static void
suite(void **state)
{
	static const char dir[] = "../shared/suites/JSONTestSuite/test_parsing";
	DIR *d = opendir(dir);
	struct dirent *entry;
	char path[512];
	bool ok;

	(void)state;
	if (d == NULL)
		skip();
	while ((entry = readdir(d)) != NULL) {
		if (strstr(entry->d_name, ".json") == NULL)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		ok = takes(path);
		if (ok ? entry->d_name[0] == 'n'
		       : entry->d_name[0] == 'y' &&
			    !is_refused_by_us(entry->d_name))
			fail_msg("%s", entry->d_name);
	}
	closedir(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(good),
		cmocka_unit_test(bad),
		cmocka_unit_test(most_answers),
		cmocka_unit_test(nul_bytes),
		cmocka_unit_test(every_length),
		cmocka_unit_test(suite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
