/*
 * record.c - tests of a record's JSON and of its padded plaintext.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "gehoor/crypto.h"
#include "gehoor/record.h"
#include "gehoor/segment.h"

#define S(s) \
	{ \
		s, sizeof(s) - 1 \
	}

static void
test_all_fields_in_order(void **state)
{
	static const struct record r = {
		.box = S("lijn"),
		.week = { 2026, 47 },
		.channel = CHANNEL_SMS,
		.lang = S("nl"),
		.text = S("zij zei \"nee\"\n\xe2\x82\xac"),
		.answers = { { S("q1"), S("a") }, { S("q2"), S("b") },
		    { S("q1"), S("c") } },
		.nanswers = 3,
		.region = S("noord"),
		.who = S("ouder"),
		.wish = S("answer"),
		.publish_report = true,
		.publish_read = true,
		.reply_key = { 0x01, 0xab },
		.thread = S("0f"),
		.dedup = S("1e"),
		.part = { S("7a"), S("6f"), 2, 3 },
		.seen = { S("no-token"), S("fast") },
		.nseen = 2,
	};
	struct buf b = BUF_INIT;

	(void)state;
	record_write(&r, &b);
	assert_string_equal(buf_cstr(&b),
	    "{\"v\":1,\"box\":\"lijn\",\"week\":\"2026-W47\","
	    "\"channel\":\"sms\",\"lang\":\"nl\","
	    "\"text\":\"zij zei \\\"nee\\\"\\n\xe2\x82\xac\","
	    "\"answers\":{\"q1\":[\"a\",\"c\"],\"q2\":[\"b\"]},"
	    "\"region\":\"noord\",\"who\":\"ouder\",\"wish\":\"answer\","
	    "\"publish\":[\"report\",\"read\"],"
	    "\"reply_key\":\"01ab000000000000000000000000000000000000000000"
	    "000000000000000000\",\"thread\":\"0f\",\"dedup\":\"1e\","
	    "\"part\":{\"ref\":\"7a\",\"before\":\"6f\",\"n\":2,\"of\":3},"
	    "\"seen\":[\"no-token\",\"fast\"]}");
	buf_free(&b);
}

static void
test_empty_fields_are_absent(void **state)
{
	static const struct record r = { .box = S("b"),
		.week = { 2020, 1 },
		.part = { .ref = S("7a"), .n = 1, .of = 2 } };
	struct buf b = BUF_INIT;

	(void)state;
	record_write(&r, &b);
	assert_string_equal(buf_cstr(&b),
	    "{\"v\":1,\"box\":\"b\",\"week\":\"2020-W01\","
	    "\"channel\":\"web\","
	    "\"part\":{\"ref\":\"7a\",\"n\":1,\"of\":2}}");
	buf_free(&b);
}

/* Packs, unpacks and compares; returns the length of the plaintext. */
static size_t
round_trip(const uint8_t *json, size_t n, const struct attachment *a, size_t na)
{
	struct buf out = BUF_INIT;
	struct record_plain rp;
	struct err e;
	size_t len;

	assert_int_equal(record_pack(json, n, a, na, &out, &e), 0);
	assert_true(segment_is_bucket(out.len));
	if (record_unpack(out.data, out.len, &rp, &e) != 0)
		fail_msg("record_unpack: %s", e.msg);
	assert_int_equal(rp.json.n, n);
	assert_memory_equal(rp.json.p, json, n);
	assert_int_equal(rp.nattachments, na);
	for (size_t i = 0; i < na; i++) {
		assert_string_equal(rp.attachments[i].type, a[i].type);
		assert_int_equal(rp.attachments[i].n, a[i].n);
		assert_memory_equal(rp.attachments[i].p, a[i].p, a[i].n);
	}
	record_plain_free(&rp);
	len = out.len;
	buf_free(&out);
	return len;
}

/* Random bytes cannot be deflated, so the bucket follows the length alone. */
static void
test_buckets(void **state)
{
	static const struct {
		size_t n, bucket;
	} cases[] = { { 0, 512 }, { 1, 512 }, { 496, 512 }, { 497, 2048 },
		{ 2032, 2048 }, { 2033, 8192 }, { 8176, 8192 }, { 8177, 32768 },
		{ 32752, 32768 }, { 131056, 131072 } };
	uint8_t *json = malloc(131072);

	(void)state;
	assert_non_null(json);
	crypto_random(json, 131072);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    round_trip(json, cases[i].n, NULL, 0), cases[i].bucket);
	free(json);
}

/* Half random, half blank: deflates to about half. */
static void
test_deflate_only_where_it_saves_a_bucket(void **state)
{
	static const struct {
		size_t n, bucket;
		int flags;
	} cases[] = { { 400, 512, 0 }, { 700, 512, 1 }, { 1500, 2048, 0 },
		{ 3000, 2048, 1 }, { 6000, 8192, 0 }, { 12000, 8192, 1 } };
	struct buf out = BUF_INIT;
	uint8_t json[12000];
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = cases[i].n;

		memset(json, ' ', n);
		crypto_random(json, n / 2);
		assert_int_equal(round_trip(json, n, NULL, 0), cases[i].bucket);
		buf_clear(&out);
		assert_int_equal(record_pack(json, n, NULL, 0, &out, &e), 0);
		assert_int_equal(out.data[1], cases[i].flags);
	}
	buf_free(&out);
}

/* What deflates to almost nothing keeps a bucket its size can be read from. */
static void
test_ratio_is_bounded(void **state)
{
	size_t n = 7u << 20, len;
	uint8_t *json = calloc(1, n);

	(void)state;
	assert_non_null(json);
	len = round_trip(json, n, NULL, 0);
	assert_true(len >= n / RECORD_MAX_RATIO);
	assert_int_equal(len, 131072);
	free(json);
}

/* Deflates so many mebibytes of zeros. Caller frees. */
static uint8_t *
bomb(size_t mib, size_t *n)
{
	static uint8_t zeros[1 << 20];
	size_t room = mib * 2048 + 4096;
	uint8_t *out = malloc(room);
	z_stream z = { .next_out = out, .avail_out = (uInt)room };

	assert_non_null(out);
	assert_int_equal(
	    deflateInit2(&z, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
	for (size_t i = 0; i < mib; i++) {
		z.next_in = zeros;
		z.avail_in = sizeof(zeros);
		assert_int_equal(deflate(&z, Z_NO_FLUSH), Z_OK);
	}
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	*n = room - z.avail_out;
	deflateEnd(&z);
	return out;
}

/* A plaintext with that stream, which says how much will come out of it. */
static void
bomb_record(const uint8_t *stream, size_t n, uint32_t says, struct buf *out)
{
	size_t least = says / RECORD_MAX_RATIO, whole = RECORD_HEADER_LEN + n;
	size_t bucket = segment_bucket(least > whole ? least : whole);
	uint8_t *p = buf_room(out, bucket);

	assert_non_null(p);
	memset(p, 0, bucket);
	p[0] = RECORD_VERSION;
	p[1] = 1;
	put_le32(p + 4, (uint32_t)n);
	put_le32(p + 8, says);
	memcpy(p + RECORD_HEADER_LEN, stream, n);
	out->len = bucket;
}

/* More than it says never comes out, and it may not say much. */
static void
test_a_bomb_does_not_go_off(void **state)
{
	static const struct {
		uint32_t says;
		const char *reason;
	} cases[] = { { 4, "inflate" }, { 100000, "inflate" },
		{ (8u << 20) - RECORD_HEADER_LEN, "inflate" },
		{ 8u << 20, "lengths" }, { 128u << 20, "lengths" },
		{ 1u << 30, "lengths" } };
	struct buf plain = BUF_INIT;
	struct record_plain rp;
	struct err e;
	size_t n;
	uint8_t *stream = bomb(128, &n);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&plain);
		bomb_record(stream, n, cases[i].says, &plain);
		assert_int_equal(
		    record_unpack(plain.data, plain.len, &rp, &e), -1);
		if (strstr(e.msg, cases[i].reason) == NULL)
			fail_msg("case %zu: %s", i, e.msg);
	}
	buf_free(&plain);
	free(stream);
}

static void
test_attachments(void **state)
{
	size_t n = RECORD_MAX_ATTACHMENT;
	uint8_t *p = malloc(n);
	struct attachment a[RECORD_MAX_ATTACHMENTS] = { { "image/jpeg", p, n },
		{ "audio/ogg", p, 1 }, { "text/plain", p, 0 },
		{ "abcdefghijklmnop", p, 3000000 } };

	(void)state;
	assert_non_null(p);
	crypto_random(p, n);
	for (size_t i = 4; i < RECORD_MAX_ATTACHMENTS; i++)
		a[i] = (struct attachment){ "x", p + i, i };
	assert_int_equal(round_trip(p, 100, a, 1), 8u << 20);
	assert_int_equal(
	    round_trip(p, 100, a, RECORD_MAX_ATTACHMENTS), 8u << 20);
	memset(p, 'x', n);
	assert_true(round_trip(p, 100, a, 2) < 1u << 20);
	free(p);
}

static void
test_too_much_is_refused(void **state)
{
	size_t n = 8u << 20;
	uint8_t *p = calloc(1, n);
	struct attachment a[9] = { { "image/jpeg", p,
	    RECORD_MAX_ATTACHMENT + 1 } };
	struct buf out = BUF_INIT;
	struct err e;

	(void)state;
	assert_non_null(p);
	assert_int_equal(record_pack(p, n, NULL, 0, &out, &e), -1);
	assert_int_equal(record_pack(p, n - 15, NULL, 0, &out, &e), -1);
	assert_int_equal(record_pack(p, 1, a, 1, &out, &e), -1);
	a[0].n = 1;
	assert_int_equal(record_pack(p, 1, a, 9, &out, &e), -1);
	a[0].type[0] = '\0';
	assert_int_equal(record_pack(p, 1, a, 1, &out, &e), -1);
	memcpy(a[0].type, "a b", 4);
	assert_int_equal(record_pack(p, 1, a, 1, &out, &e), -1);
	assert_int_equal(out.len, 0);
	assert_int_equal(record_pack(p, n - 16, NULL, 0, &out, &e), 0);
	out.max = out.len;
	assert_int_equal(record_pack(p, 1, NULL, 0, &out, &e), -1);
	buf_free(&out);
	free(p);
}

/* Each byte of the fixed part, the payload's end and the padding matters. */
static void
test_anything_not_as_drawn_is_refused(void **state)
{
	static const uint8_t json[700] = "{}";
	static const struct {
		size_t at;
		uint8_t value;
		const char *reason;
	} cases[] = { { 0, 2, "version" }, { 1, 2, "lengths" },
		{ 2, 9, "lengths" }, { 2, 1, "add up" }, { 7, 1, "lengths" },
		{ 11, 1, "lengths" }, { 9, 0, "inflate" }, { 8, 0, "inflate" },
		{ 12, 0xff, "inflate" }, { 511, 1, "padding" },
		{ 1, 0, "lengths" } };
	struct buf good = BUF_INIT, bad = BUF_INIT;
	struct record_plain rp;
	struct err e;

	(void)state;
	assert_int_equal(
	    record_pack(json, sizeof(json), NULL, 0, &good, &e), 0);
	assert_int_equal(good.data[1], 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bad.len = 0;
		buf_add(&bad, good.data, good.len);
		bad.data[cases[i].at] = cases[i].value;
		assert_int_equal(record_unpack(bad.data, bad.len, &rp, &e), -1);
		if (strstr(e.msg, cases[i].reason) == NULL)
			fail_msg("case %zu: %s", i, e.msg);
	}
	for (size_t n = 0; n < good.len; n++)
		assert_int_equal(record_unpack(good.data, n, &rp, &e), -1);
	buf_free(&good);
	buf_free(&bad);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_fields_in_order),
		cmocka_unit_test(test_empty_fields_are_absent),
		cmocka_unit_test(test_buckets),
		cmocka_unit_test(test_deflate_only_where_it_saves_a_bucket),
		cmocka_unit_test(test_ratio_is_bounded),
		cmocka_unit_test(test_a_bomb_does_not_go_off),
		cmocka_unit_test(test_attachments),
		cmocka_unit_test(test_too_much_is_refused),
		cmocka_unit_test(test_anything_not_as_drawn_is_refused),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
