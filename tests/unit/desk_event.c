/*
 * desk_event.c - what people at a desk did: what is written reads back, and
 * nothing else is taken for it.
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

#include "gehoor/act.h"
#include "tools/desk_event.h"

static const struct desk_count counts[] = {
	{ 20243, { "noord", 5 }, { "theme", 5 }, { "wonen", 5 }, 12 },
	{ 20244, { "", 0 }, { "total", 5 }, { "", 0 }, 1 },
};

static struct desk_event
an_event(enum desk_act act)
{
	struct desk_event ev = { .act = act,
		.role = str_of("council"),
		.week = { 2026, 48 },
		.box = str_of("lijn") };

	memset(ev.log_id, 0xa9, LOG_ID_LEN);
	if (act != DESK_EXPIRED)
		memset(ev.leaf, 0x4b, HASH_LEN);
	if (act == DESK_REPLIED) {
		ev.version = 3;
		ev.passed_on = str_of("quality");
		ev.text = str_of("\"Dank\" je\n\\ caf\xc3\xa9 \x01");
	} else if (act == DESK_ERASED) {
		ev.second = str_of("quality");
		ev.segment = 3;
		ev.index = 17;
		ev.text = str_of("op verzoek");
	} else if (act == DESK_LABELLED) {
		ev.version = 2;
		ev.label = (struct desk_label){ .has_themes = true,
			.themes = { str_of("wachten"), str_of("plek") },
			.nthemes = 2,
			.polarity = str_of("neg"),
			.has_weight = true,
			.weight = 3 };
	} else if (act == DESK_QUOTED) {
		ev.theme = str_of("wachten");
		memset(ev.words, 0xe7, HASH_LEN);
	} else if (act == DESK_EXPIRED) {
		ev.segment = 12;
		ev.first = 4000;
		ev.size = 4711;
		ev.sums[STATUS_COUNTED] = 700;
		ev.sums[STATUS_ERASED] = 11;
		ev.counts = counts;
		ev.ncounts = 2;
	}
	return ev;
}

static void
same_str(struct str a, struct str b)
{
	assert_int_equal(a.n, b.n);
	assert_true(a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static void
same_counts(const struct desk_event *a, const struct desk_event *b)
{
	assert_memory_equal(a->sums, b->sums, sizeof(a->sums));
	assert_int_equal(a->ncounts, b->ncounts);
	for (size_t i = 0; i < a->ncounts; i++) {
		assert_int_equal(a->counts[i].quarter, b->counts[i].quarter);
		assert_int_equal(a->counts[i].n, b->counts[i].n);
		same_str(a->counts[i].region, b->counts[i].region);
		same_str(a->counts[i].dimension, b->counts[i].dimension);
		same_str(a->counts[i].category, b->counts[i].category);
	}
}

static void
same_label(const struct desk_label *a, const struct desk_label *b)
{
	assert_int_equal(a->has_themes, b->has_themes);
	assert_int_equal(a->nthemes, b->nthemes);
	for (size_t i = 0; i < a->nthemes; i++)
		same_str(a->themes[i], b->themes[i]);
	same_str(a->polarity, b->polarity);
	assert_int_equal(a->has_weight, b->has_weight);
	assert_int_equal(a->weight, b->weight);
}

static void
same(const struct desk_event *a, const struct desk_event *b)
{
	assert_int_equal(a->act, b->act);
	assert_memory_equal(&a->week, &b->week, sizeof(a->week));
	assert_memory_equal(a->log_id, b->log_id, LOG_ID_LEN);
	assert_memory_equal(a->leaf, b->leaf, HASH_LEN);
	same_str(a->role, b->role);
	same_str(a->second, b->second);
	same_str(a->box, b->box);
	same_str(a->passed_on, b->passed_on);
	same_str(a->text, b->text);
	assert_int_equal(a->version, b->version);
	assert_int_equal(a->segment, b->segment);
	assert_int_equal(a->index, b->index);
	assert_int_equal(a->first, b->first);
	assert_int_equal(a->size, b->size);
	same_counts(a, b);
	same_label(&a->label, &b->label);
	same_str(a->theme, b->theme);
	assert_memory_equal(a->words, b->words, HASH_LEN);
}

/* Everything that one case needs. */
struct reading {
	struct desk_event_store *store;
	struct desk_event out;
	struct err e;
	struct buf json;
};

static int
read_json(struct reading *r)
{
	assert_false(r->json.failed);
	return desk_event_read(
	    (struct str){ (const char *)r->json.data, r->json.len }, r->store,
	    &r->out, &r->e);
}

static int
read_event(struct reading *r, const struct desk_event *ev)
{
	buf_clear(&r->json);
	desk_event_write(ev, &r->json);
	return read_json(r);
}

static int
read_text(struct reading *r, const char *text)
{
	buf_clear(&r->json);
	buf_adds(&r->json, text);
	return read_json(r);
}

/* Reads an object; what was there before must stay where it is refused. */
static int
read_object(struct reading *r, const json_t *o)
{
	const struct desk_event before = r->out;
	char *text = json_dumps(o, JSON_COMPACT);
	int rc;

	assert_non_null(text);
	rc = read_text(r, text);
	free(text);
	if (rc == -1) {
		assert_memory_equal(&before, &r->out, sizeof(before));
		assert_non_null(strstr(r->e.msg, "not an event"));
	}
	return rc;
}

static int
setup(void **state)
{
	struct reading *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return -1;
	r->json = (struct buf)BUF_INIT;
	r->store = desk_event_store_new();
	*state = r;
	return r->store == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	struct reading *r = *state;

	desk_event_store_free(&r->store);
	desk_event_store_free(&r->store);
	buf_free(&r->json);
	free(r);
	return 0;
}

static void
test_reads_back(void **state)
{
	struct reading *r = *state;
	struct desk_event ev;

	for (int act = 0; act < DESK_ACT_COUNT; act++) {
		ev = an_event((enum desk_act)act);
		assert_int_equal(read_event(r, &ev), 0);
		same(&ev, &r->out);
	}
	/* What may be left out. */
	ev = an_event(DESK_REPLIED);
	ev.passed_on = ev.text = (struct str){ "", 0 };
	assert_int_equal(read_event(r, &ev), 0);
	same(&ev, &r->out);
	ev = an_event(DESK_LABELLED);
	ev.label = (struct desk_label){ .has_themes = true };
	assert_int_equal(read_event(r, &ev), 0);
	same(&ev, &r->out);
	ev = an_event(DESK_EXPIRED);
	ev.ncounts = 0;
	ev.first = ev.size = INT64_MAX;
	memset(ev.sums, 0, sizeof(ev.sums));
	assert_int_equal(read_event(r, &ev), 0);
	same(&ev, &r->out);
}

static json_t *
object_of(struct reading *r, enum desk_act act)
{
	struct desk_event ev = an_event(act);
	json_t *o;

	assert_int_equal(read_event(r, &ev), 0);
	o = json_loadb((const char *)r->json.data, r->json.len, 0, NULL);
	assert_non_null(o);
	return o;
}

/* What may be left out. */
static bool
is_optional(const char *key)
{
	static const char *const keys[] = { "passed_on", "themes", "polarity",
		"weight" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* Every other member is needed. */
static void
test_missing(void **state)
{
	struct reading *r = *state;
	const char *key;
	json_t *o;

	for (int act = 0; act < DESK_ACT_COUNT; act++) {
		json_t *whole = object_of(r, (enum desk_act)act);
		void *at = json_object_iter(whole);

		for (; at != NULL; at = json_object_iter_next(whole, at)) {
			key = json_object_iter_key(at);
			o = json_copy(whole);
			json_object_del(o, key);
			if (read_object(r, o) != (is_optional(key) ? 0 : -1))
				fail_msg(
				    "%s without %s", desk_act_names[act], key);
			json_decref(o);
		}
		json_decref(whole);
	}
}

/* Words are words, an act may be a new one, and lists may be empty. */
static bool
may_be(const char *key, const char *value)
{
	static const char *const texts[] = { "text", "reason", "box", "act" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(key, texts[i]) == 0)
			return value[0] == '"';
	if (strcmp(key, "theme") == 0)
		return strcmp(value, "\"x\"") == 0;
	return (strcmp(key, "counts") == 0 || strcmp(key, "themes") == 0) &&
	    strcmp(value, "[]") == 0;
}

static void
try_wrong(struct reading *r, const json_t *whole, const char *key)
{
	static const char *const wrong[] = { "null", "true", "-1", "1.5",
		"1e30", "[]", "{}", "\"\"", "\"x\"", "[[]]", "[null]",
		"{\"counted\":\"x\"}", "{\"counted\":-1}" };
	json_t *o;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (may_be(key, wrong[i]))
			continue;
		o = json_deep_copy(whole);
		json_object_set_new(
		    o, key, json_loads(wrong[i], JSON_DECODE_ANY, NULL));
		if (read_object(r, o) != -1)
			fail_msg("%s: %s", key, wrong[i]);
		json_decref(o);
	}
}

/* None of these fits where something else is meant. */
static void
test_wrong_types(void **state)
{
	struct reading *r = *state;

	for (int act = 0; act < DESK_ACT_COUNT; act++) {
		json_t *whole = object_of(r, (enum desk_act)act);
		void *at = json_object_iter(whole);

		for (; at != NULL; at = json_object_iter_next(whole, at))
			try_wrong(r, whole, json_object_iter_key(at));
		json_decref(whole);
	}
}

/* One member with a text of n bytes: read or refused. */
static int
read_long(struct reading *r, enum desk_act act, const char *key, size_t n)
{
	json_t *o = object_of(r, act);
	char *text = malloc(n + 1);
	int rc;

	assert_non_null(text);
	memset(text, 'a', n);
	text[n] = '\0';
	json_object_set_new(o, key, json_string(text));
	rc = read_object(r, o);
	json_decref(o);
	free(text);
	return rc;
}

static void
test_too_long(void **state)
{
	struct reading *r = *state;

	assert_int_equal(read_long(r, DESK_REPLIED, "text", REPLY_TEXT_MAX), 0);
	assert_int_equal(
	    read_long(r, DESK_REPLIED, "text", REPLY_TEXT_MAX + 1), -1);
	assert_int_equal(
	    read_long(r, DESK_ERASED, "reason", ACT_REASON_MAX), 0);
	assert_int_equal(
	    read_long(r, DESK_ERASED, "reason", ACT_REASON_MAX + 1), -1);
	assert_int_equal(read_long(r, DESK_EXPIRED, "box", BOX_NAME_MAX), 0);
	assert_int_equal(
	    read_long(r, DESK_EXPIRED, "box", BOX_NAME_MAX + 1), -1);
	for (size_t n = 2 * HASH_LEN - 1; n <= 2 * HASH_LEN + 1; n++)
		assert_int_equal(read_long(r, DESK_ERASED, "leaf", n),
		    n == (size_t)2 * HASH_LEN ? 0 : -1);
	assert_int_equal(read_long(r, DESK_REPLIED, "act", 64), 1);
	assert_int_equal(read_long(r, DESK_REPLIED, "act", 65), -1);
}

/* An act of a later version: its members are not looked at. */
static void
test_unknown_act(void **state)
{
	struct reading *r = *state;

	assert_int_equal(read_text(r,
			     "{\"v\":1,\"act\":\"released\",\"role\":"
			     "\"board\",\"week\":\"2026-W48\",\"new\":[]}"),
	    1);
	assert_int_equal(read_text(r,
			     "{\"v\":1,\"act\":\"released\",\"role\":"
			     "\"nobody\",\"week\":\"2026-W48\"}"),
	    -1);
	assert_int_equal(read_text(r,
			     "{\"v\":2,\"act\":\"released\",\"role\":"
			     "\"board\",\"week\":\"2026-W48\"}"),
	    -1);
}

/* Sums and counts that cannot be. */
static void
test_wrong_counts(void **state)
{
	static const char *const cases[][2] = {
		{ "sums", "{\"counted\":700}" },
		{ "sums", "{\"counted\":710,\"erased\":2}" },
		/* Together they are 711 again, modulo 2^64. */
		{ "sums",
		    "{\"counted\":9223372036854775807,"
		    "\"quarantined\":9223372036854775807,\"erased\":713}" },
		{ "first", "4712" },
		{ "first", "4001" },
		{ "size", "-1" },
		{ "segment", "0" },
		{ "segment", "100000000" },
		{ "counts", "[[\"2024\",\"\",\"theme\",\"x\",1]]" },
		{ "counts", "[[\"2024-W03\",\"\",\"theme\",\"x\",1]]" },
		{ "counts", "[[\"2024-Q3\",\"\",\"theme\",\"x\",0]]" },
		{ "counts", "[[\"2024-Q3\",\"\",\"theme\",\"x\",-1]]" },
		{ "counts", "[[\"2024-Q3\",\"\",\"theme\",\"x\",1.0]]" },
		{ "counts", "[[\"2024-Q3\",\"\",\"theme\",\"x\"]]" },
		{ "counts", "[[\"2024-Q3\",\"\",\"theme\",\"x\",1,1]]" },
		{ "counts", "[[\"2024-Q3\",\"\",1,\"x\",1]]" },
		{ "counts", "[{}]" },
	};
	struct reading *r = *state;
	json_t *o;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		o = object_of(r, DESK_EXPIRED);
		json_object_set_new(o, cases[i][0],
		    json_loads(cases[i][1], JSON_DECODE_ANY, NULL));
		if (read_object(r, o) != -1)
			fail_msg("%s %s", cases[i][0], cases[i][1]);
		json_decref(o);
	}
}

/* Labels that cannot be. */
static void
test_wrong_labels(void **state)
{
	static const char *const cases[][2] = {
		{ "weight", "4" },
		{ "polarity", "\"NEG\"" },
		{ "version", "0" },
		{ "themes", "[\"\"]" },
		{ "themes", "[\"a b\"]" },
		{ "themes", "[\"a\\u0000\"]" },
		{ "themes", "[\"Wachten\"]" },
		{ "themes", "[1]" },
		{ "themes",
		    "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\","
		    "\"j\",\"k\",\"l\",\"m\",\"n\",\"o\",\"p\",\"q\"]" },
	};
	struct reading *r = *state;
	json_t *o;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		o = object_of(r, DESK_LABELLED);
		json_object_set_new(o, cases[i][0],
		    json_loads(
			cases[i][1], JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL));
		if (read_object(r, o) != -1)
			fail_msg("%s %s", cases[i][0], cases[i][1]);
		json_decref(o);
	}
}

/* Bytes that are no such object, and every cut of one that is. */
static void
test_no_object(void **state)
{
	static const char *const texts[] = { "", "[]", "null", "{}", "{",
		"{\"v\":1}", "{\"v\":1,\"v\":1}", "\xff", "{} {}" };
	struct reading *r = *state;
	struct desk_event ev = an_event(DESK_ERASED);
	size_t n;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(read_text(r, texts[i]), -1);
	assert_int_equal(read_event(r, &ev), 0);
	for (n = r->json.len; n > 0; n--) {
		r->json.len = n - 1;
		assert_int_equal(read_json(r), -1);
	}
	/* Hexadecimal digits are written in one way. */
	assert_int_equal(read_event(r, &ev), 0);
	*strstr(buf_cstr(&r->json), "a9a9") = 'A';
	assert_int_equal(read_json(r), -1);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_reads_back),
		TEST(test_missing),
		TEST(test_wrong_types),
		TEST(test_too_long),
		TEST(test_unknown_act),
		TEST(test_wrong_counts),
		TEST(test_wrong_labels),
		TEST(test_no_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
