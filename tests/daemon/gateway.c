/*
 * gateway.c - SMS hooks: what gateways send, what they are told, and that
 * the same delivery twice is one message.
 */
#include "world.h"

#include <jansson.h>

#include "daemon/gateway/gateway.h"

#define VECTORS "../shared/suites/sms-vectors/vectors.json"
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

/* ---- published vectors ------------------------------------------------------ */

static struct str
member(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return str_of(s == NULL ? "" : s);
}

static void
add_headers(struct http_request *r, const json_t *headers)
{
	const char *name;
	const json_t *value;
	void *it;

	for (it = json_object_iter((json_t *)(uintptr_t)headers); it != NULL;
	     it = json_object_iter_next((json_t *)(uintptr_t)headers, it)) {
		name = json_object_iter_key(it);
		value = json_object_iter_value(it);
		r->fields[r->nfields++] = (struct http_field){ str_of(name),
			str_of(json_string_value(value)) };
	}
}

static void
is_decoded(const json_t *v, const char *name, const struct sms *m,
    const struct sms_field *field)
{
	const json_t *want =
	    json_object_get(json_object_get(v, "decoded"), name);

	if (json_is_string(want) &&
	    !str_is(sms_get(m, field), json_string_value(want)))
		fail_msg("%s: %s", member(v, "name").p, name);
}

static void
are_decoded(const json_t *v, const struct sms_list *l)
{
	if (l->n == 0)
		return;
	is_decoded(v, "from", &l->items[0], &l->items[0].from);
	is_decoded(v, "to", &l->items[0], &l->items[0].to);
	is_decoded(v, "text", &l->items[0], &l->items[0].text);
	is_decoded(v, "id", &l->items[0], &l->items[0].id);
}

/* Ours for theirs; NULL for what comes without HTTP. */
static const struct gateway *
gateway_of(const json_t *v)
{
	const char *name = member(v, "gateway").p;

	if (str_is(member(v, "method"), "FILE") ||
	    str_is(member(v, "method"), "ENV"))
		return NULL;
	if (str_is(member(v, "scheme"), "vonage-jwt"))
		name = "vonage-messages";
	return gateway_find(name);
}

static const struct scheme *
scheme_of(const json_t *v, const struct gateway *g)
{
	char name[64];

	snprintf(name, sizeof(name), "%s", member(v, "scheme").p);
	if (strcmp(name, "vonage-sig") == 0)
		snprintf(
		    name, sizeof(name), "vonage-%s", member(v, "algorithm").p);
	return gateway_scheme(g, name);
}

/* Without a time of its own a vector is judged at the time it was signed. */
static int64_t
now_of(const json_t *v, const struct http_request *r)
{
	json_int_t now = json_integer_value(json_object_get(v, "now"));
	struct str stamp =
	    http_request_field(r, "x-sinch-webhook-signature-timestamp");

	return now > 0 ? now : sms_moment(stamp);
}

static void
one_vector(const json_t *v, const struct gateway *g)
{
	struct http_request head = { .method = HTTP_GET };
	struct str url = member(v, "url");
	struct scheme_key key = { member(v, "secret"), url };
	const char *query = strchr(url.p, '?');
	const struct scheme *scheme = scheme_of(v, g);
	struct sms_list messages = { .items = NULL };
	struct gateway_request r;
	bool accept = str_is(member(v, "expect"), "accept");

	if (str_is(member(v, "method"), "POST"))
		head.method = HTTP_POST;
	if (query != NULL) {
		head.query = str_of(query + 1);
		key.url.n = (size_t)(query - url.p);
	}
	add_headers(&head, json_object_get(v, "headers"));
	assert_non_null(scheme);
	assert_int_equal(gateway_request_open(&r, &head, member(v, "body")), 0);
	/* The whole check refuses it for what it does not claim. */
	if (json_is_true(json_object_get(v, "algorithm_only")))
		accept = false;
	if ((scheme->check(&r, &key, now_of(v, &head)) == SCHEME_FINE) !=
	    accept)
		fail_msg("%s: %s", member(v, "name").p, scheme->name);
	/* Without a body there is nothing to understand. */
	if (g->read(g, &r, &messages) == GATEWAY_BAD && r.body.n > 0)
		fail_msg("%s: not understood", member(v, "name").p);
	are_decoded(v, &messages);
	gateway_request_close(&r);
	sms_list_free(&messages);
}

static void
vectors(void **state)
{
	json_t *all = json_load_file(VECTORS, 0, NULL);
	size_t known = 0;

	(void)state;
	if (all == NULL)
		skip();
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *v = json_array_get(all, i);
		const struct gateway *g = gateway_of(v);

		if (g == NULL)
			continue;
		one_vector(v, g);
		known++;
	}
	/* Two files and an environment go by way of gehoor sms-in. */
	assert_int_equal(known, json_array_size(all) - 3);
	json_decref(all);
}

static void
moments(void **state)
{
	static const struct {
		const char *text;
		int64_t at;
	} known[] = {
		{ "1493735509", 1493735509 },
		{ "1493735509123", 1493735509 },
		{ "2024-06-22T15:46:11.000+07:00", 1719045971 },
		{ "2024-06-22T08:46:11Z", 1719045971 },
		{ "2024-06-22 08:46:11", 1719045971 },
		{ "2024-06-22+08:46", 1719045960 },
		{ "2024-06-22T04:46:11-0400", 1719045971 },
		{ "", 0 },
		{ "morgen", 0 },
		{ "2024-06", 0 },
		{ "99999999999999999999", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (sms_moment(str_of(known[i].text)) != known[i].at)
			fail_msg("%s: %lld", known[i].text,
			    (long long)sms_moment(str_of(known[i].text)));
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
		cmocka_unit_test(vectors),
		cmocka_unit_test(moments),
	};

	return cmocka_run_group_tests(tests, world_new, world_end);
}
