/*
 * gateway.c - SMS hooks: what gateways send, what they are told, and that
 * the same delivery twice is one message.
 */
#include "world.h"

#define KANNEL "/sms/kannel/" SECRET

static char first[64], second[64];

static int
kannel(const char *query)
{
	char line[1024];
	int status;

	snprintf(line, sizeof(line), "GET " KANNEL "?%s", query);
	status = world_ask(line, "", "", 0);
	if (status != 0)
		return status;
	world_finish(JOURNAL_STORED);
	return world.x.response.status;
}

static bool
stored(const char *words)
{
	return strstr(world.json, words) != NULL;
}

/* The text that is stored for a query. */
static void
kannel_text(const char *query, const char *text)
{
	char member[256];

	snprintf(member, sizeof(member), "\"text\":\"%s\"", text);
	assert_int_equal(kannel(query), 200);
	if (!stored(member))
		fail_msg("%s: %s", query, world.json);
}

static void
kannel_charsets(void **state)
{
	(void)state;
	kannel_text("text=Caf%C3%A9+%F0%9F%98%A2&charset=UTF-8",
	    "Caf\xc3\xa9 \xf0\x9f\x98\xa2");
	kannel_text("text=Caf%E9&charset=8-BIT&coding=1", "Caf\xc3\xa9");
	kannel_text("text=Caf%E9", "Caf\xc3\xa9");
	kannel_text("text=Caf%E9&charset=UTF-8", "Caf\xef\xbf\xbd");
	kannel_text(
	    "text=%00H%00i%00+%D8%3D%DE%22&coding=2", "Hi \xf0\x9f\x98\xa2");
	kannel_text("text=%00H%D8%3D%00i&charset=UTF-16BE", "H\xef\xbf\xbdi");
	kannel_text("text=%00H%00&charset=UTF-16BE", "H\xef\xbf\xbd");
	kannel_text("sender=1&message=Join&ts=1493735509", "Join");
	kannel_text("text=100%+zeker%zz&&=x&from", "100% zeker%zz");
}

static void
kannel_post(void **state)
{
	(void)state;
	assert_int_equal(
	    world_ask("POST " KANNEL "?id=9",
		"Content-Type: "
		"text/plain; charset=\"UTF-16BE\"\r\nX-Kannel-From: "
		"+31612345678"
		"\r\n",
		"\0H\0o\0i", 6),
	    0);
	world_finish(JOURNAL_STORED);
	assert_int_equal(world.x.response.status, 200);
	assert_true(stored("\"text\":\"Hoi\""));
	assert_true(stored("\"channel\":\"sms\""));
	assert_true(stored("\"lang\":\"en\""));
	assert_false(stored("316"));
	assert_false(stored("seen"));
}

static void
kannel_answers(void **state)
{
	(void)state;
	assert_int_equal(kannel("text=a&id=1&from=%2B31611111111"), 200);
	assert_string_equal(world.x.response.type, "text/plain; charset=UTF-8");
	assert_true(world_says("112"));
	assert_true(world_between("Code ", ".", first, sizeof(first)));
	/* The same delivery again is not answered again. */
	assert_int_equal(kannel("text=a&id=1&from=%2B31611111111"), 200);
	assert_string_equal(world_body(), "");
	assert_int_equal(kannel("text=b&id=1&from=%2B31611111111"), 200);
	assert_true(world_between("Code ", ".", second, sizeof(second)));
	assert_string_not_equal(first, second);
	/* Without an id: number and time tell them apart. */
	kannel("text=a&from=1&ts=1790990000");
	assert_true(world_between("Code ", ".", first, sizeof(first)));
	kannel("text=a&from=1&ts=1790990000");
	assert_string_equal(world_body(), "");
	kannel("text=a&from=2&ts=1790990000");
	assert_true(world_between("Code ", ".", second, sizeof(second)));
	assert_string_not_equal(first, second);
	kannel("text=a&from=1&ts=1790990001");
	assert_true(world_between("Code ", ".", second, sizeof(second)));
	assert_string_not_equal(first, second);
}

/* So many answers a day to one phone; what it writes is kept all the same. */
static void
few_answers(void **state)
{
	char query[64];

	(void)state;
	for (int i = 0; i < 25; i++) {
		snprintf(query, sizeof(query), "text=a&id=few%d&from=%s", i,
		    i % 2 == 0 ? "%2B31655555555" : "0655555555");
		assert_int_equal(kannel(query), 200);
		assert_int_equal(world_body()[0] != '\0', i < 20);
	}
	kannel("text=a&id=few&from=0655555556");
	assert_string_not_equal(world_body(), "");
}

/* Where the gateway tells no number, one who sends STOP is not all. */
static void
nobodys_stop(void **state)
{
	(void)state;
	kannel("text=STOP&id=no1");
	kannel("text=a&id=no2");
	assert_string_not_equal(world_body(), "");
	for (int i = 0; i < 25; i++) {
		char query[40];

		snprintf(query, sizeof(query), "text=a&id=no%d", i + 3);
		kannel(query);
		assert_string_not_equal(world_body(), "");
	}
}

/* Who sends STOP hears no more from us, today and tomorrow. */
static void
no_more_answers(void **state)
{
	(void)state;
	kannel("text=a&id=st1&from=%2B31644444444");
	assert_string_not_equal(world_body(), "");
	kannel("text=Stop!&id=st2&from=0644444444");
	assert_string_equal(world_body(), "");
	kannel("text=b&id=st3&from=0031644444444");
	assert_string_equal(world_body(), "");
	assert_true(stored("\"text\":\"b\""));
	world.now += 86400;
	kannel("text=c&id=st4&from=0644444444");
	assert_string_equal(world_body(), "");
	world.now += 86400;
	kannel("text=d&id=st5&from=0644444444");
	assert_string_not_equal(world_body(), "");
	world.now = 1791000000;
}

/* Midnight between a delivery and its repetition: known by the key before. */
static void
over_midnight(void **state)
{
	uint8_t tag[TAG_LEN];

	(void)state;
	world.now = 20729 * 86400 - 10;
	kannel("text=a&id=5");
	assert_true(world_between("Code ", ".", first, sizeof(first)));
	memcpy(tag, world.tag, TAG_LEN);
	world.now += 20;
	assert_int_equal(world_ask("GET " KANNEL "?text=a&id=5", "", "", 0), 0);
	assert_true(world.entry->has_earlier);
	assert_memory_equal(world.entry->earlier, tag, TAG_LEN);
	assert_memory_not_equal(world.entry->tag, tag, TAG_LEN);
	world.entry->was_earlier = true;
	world_finish(JOURNAL_REPEAT);
	assert_int_equal(world.x.response.status, 200);
	assert_string_equal(world_body(), "");
	/* Had the first answer been lost, it would get the same code. */
	senders_free(&world.app.senders);
	world.app.senders = senders_new();
	world_ask("GET " KANNEL "?text=a&id=5", "", "", 0);
	world.entry->was_earlier = true;
	world_finish(JOURNAL_REPEAT);
	assert_true(world_between("Code ", ".", second, sizeof(second)));
	assert_string_equal(first, second);
	world.now = 1791000000;
}

static void
not_stored(void **state)
{
	(void)state;
	world.wait = 3;
	assert_int_equal(kannel("text=a"), 503);
	world.wait = 0;
	world.full = true;
	assert_int_equal(kannel("text=a"), 503);
	world.full = false;
	assert_string_equal(world_body(), "busy");
	assert_int_equal(world_ask("GET " KANNEL "?text=a", "", "", 0), 0);
	world_finish(JOURNAL_FAILED);
	assert_int_equal(world.x.response.status, 503);
	assert_true(world.x.response.retry_after > 0);
}

/* Acknowledged, not kept, and no answer to the phone. */
static void
nothing_to_keep(void **state)
{
	static const char *const nothing[] = { "text=", "text=+%0A",
		"text=STOP", "text=+stop!", "text=Stop+alles.", "text=UIT",
		"text=unsubscribe" };

	(void)state;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
		char line[128];

		snprintf(line, sizeof(line), "GET " KANNEL "?%s", nothing[i]);
		assert_int_equal(world_ask(line, "", "", 0), 200);
		assert_string_equal(world_body(), "");
	}
	kannel_text("text=stop+met+bellen", "stop met bellen");
	assert_int_equal(kannel("from=1"), 400);
}

static void
path_secret(void **state)
{
	(void)state;
	assert_int_equal(world_ask("GET /sms/kannel?text=a", "", "", 0), 403);
	assert_int_equal(
	    world_ask("GET /sms/kannel/geheim-genoeg-1235?text=a", "", "", 0),
	    403);
	assert_int_equal(
	    world_ask("GET /sms/kannel/geheim?text=a", "", "", 0), 403);
	assert_int_equal(world_ask("POST /sms/mobiel/" SECRET, "", "", 0), 403);
	assert_string_equal(world_body(), "forbidden");
}

/* ---- android --------------------------------------------------------------- */

static int
android(const char *body, const char *signature, int64_t at)
{
	char fields[256];

	snprintf(fields, sizeof(fields),
	    "Content-Type: application/json\r\n"
	    "X-Signature: %s\r\nX-Timestamp: %lld\r\n",
	    signature, (long long)at);
	return world_post("/sms/mobiel", fields, body);
}

static void
android_signatures(void **state)
{
	/* openssl dgst -sha256 -hmac geheim-genoeg-1234 of body, 1791000000 */
	static const char body[] = "{\"event\":\"system:ping\",\"id\":\"1\"}";
	static const char good[] =
	    "29584fe6ef4c01f382f53edf25e14dd4ef08faa24dd1fc19303c52936bab9326";
	char bad[65];

	(void)state;
	assert_int_equal(android(body, good, 1791000000), 200);
	assert_string_equal(world_body(), "");
	for (size_t i = 0; i < 64; i++) {
		memcpy(bad, good, sizeof(bad));
		bad[i] = bad[i] == '0' ? '1' : '0';
		assert_int_equal(android(body, bad, 1791000000), 403);
	}
	assert_int_equal(android(body, "", 1791000000), 403);
	assert_int_equal(android(body, good, 1791000001), 403);
	world.now += 300;
	assert_int_equal(android(body, good, 1791000000), 200);
	world.now += 1;
	assert_int_equal(android(body, good, 1791000000), 403);
	world.now -= 601;
	assert_int_equal(android(body, good, 1791000000), 200);
	world.now -= 1;
	assert_int_equal(android(body, good, 1791000000), 403);
	world.now = 1791000000;
}

static void
android_message(void **state)
{
	/* openssl dgst -sha256 -hmac geheim-genoeg-1234, as above */
	static const char body[] =
	    "{\"event\":\"sms:received\",\"id\":\"7\",\"payload\":{\"message\":"
	    "\"Bel me\",\"sender\":\"+31612345678\"}}";
	static const char good[] =
	    "a815fb7ab0e654aa31e64fc53568e19aa0f721fdcc8878428ee3222fc635caf2";

	(void)state;
	assert_int_equal(android(body, good, 1791000000), 0);
	world_finish(JOURNAL_STORED);
	assert_int_equal(world.x.response.status, 200);
	assert_string_equal(world_body(), "");
	assert_true(stored("\"text\":\"Bel me\""));
	assert_true(stored("\"lang\":\"nl\""));
	assert_false(stored("316"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kannel_charsets),
		cmocka_unit_test(kannel_post),
		cmocka_unit_test(kannel_answers),
		cmocka_unit_test(few_answers),
		cmocka_unit_test(no_more_answers),
		cmocka_unit_test(nobodys_stop),
		cmocka_unit_test(over_midnight),
		cmocka_unit_test(not_stored),
		cmocka_unit_test(nothing_to_keep),
		cmocka_unit_test(path_secret),
		cmocka_unit_test(android_signatures),
		cmocka_unit_test(android_message),
	};

	return cmocka_run_group_tests(tests, world_new, world_end);
}
