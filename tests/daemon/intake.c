/*
 * intake.c - what becomes of a form: record, observations, code, answers.
 */
#include "world.h"

#define URLENCODED "Content-Type: application/x-www-form-urlencoded\r\n"
#define WANTS_JSON "Accept: application/json\r\n"

static char token[64], code[64], other[64];

/* Posts a form; the code that the receipt shows goes to out. */
static void
receipt(const char *body, char out[static 64])
{
	assert_int_equal(world_send("/nl/feedback", URLENCODED, body), 200);
	assert_true(world_between(
	    "<output id=\"code\" dir=\"ltr\">", "</output>", out, 64));
	assert_int_equal(strlen(out), CODE_SHOWN_LEN);
}

static bool
stored(const char *words)
{
	return strstr(world.json, words) != NULL;
}

static void
a_whole_record(void **state)
{
	(void)state;
	receipt("text=+Hallo%0D%0A%3Cb%3E+%E2%82%AC+&region=zuid&who=ouder&"
		"wish=pass_on&publish=read&publish=report&q.tip=Bel&q.cijfer=4&"
		"q.wat=brief&q.wat=gesprek&leeg=&token=x&step=send",
	    code);
	assert_true(stored("\"box\":\"feedback\""));
	assert_true(stored("\"week\":\"2026-W40\""));
	assert_true(stored("\"channel\":\"web\""));
	assert_true(stored("\"lang\":\"nl\""));
	assert_true(stored("\"text\":\" Hallo\\n<b> \xe2\x82\xac \""));
	assert_true(stored("\"region\":\"zuid\""));
	assert_true(stored("\"who\":\"ouder\""));
	assert_true(stored("\"wish\":\"pass_on\""));
	assert_true(stored("report") && stored("read"));
	assert_true(stored("gesprek") && stored("brief") && stored("Bel"));
	assert_true(stored("no-token"));
	assert_true(stored("\"reply_key\":\""));
	assert_false(stored("dedup"));
	assert_false(stored("unknown"));
	assert_false(stored("step"));
}

static void
observations(void **state)
{
	char body[256];

	(void)state;
	receipt("text=a&leeg=gevuld", code);
	assert_true(stored("honeypot"));
	world_token("/nl/feedback", token);
	snprintf(body, sizeof(body), "text=a&token=%s", token);
	receipt(body, code);
	assert_true(stored("\"fast\"") && !stored("no-token"));
	world.now += 90000;
	receipt(body, code);
	assert_true(stored("\"stale\""));
	world.now -= 90000 - 60;
	receipt(body, code);
	assert_false(stored("seen"));
	assert_true(stored("\"dedup\":\""));
}

static void
unknown_ids(void **state)
{
	(void)state;
	receipt(
	    "text=a&region=mars&who=%E2%98%83%E2%98%83%E2%98%83%E2%98%83"
	    "%E2%98%83%E2%98%83%E2%98%83%E2%98%83%E2%98%83%E2%98%83%E2%98%83"
	    "%E2%98%83%E2%98%83&wish=geld&publish=krant&q.nieuw=ja&q.cijfer=9",
	    code);
	assert_true(stored("unknown-region:mars"));
	assert_true(stored("unknown-who:\xe2\x98\x83"));
	assert_true(stored("unknown-wish:geld"));
	assert_true(stored("unknown-publish:krant"));
	assert_true(stored("unknown-question:nieuw"));
	assert_true(stored("unknown-answer:9"));
	assert_true(stored("\"ja\"")); /* what was answered is kept */
	assert_false(stored("\"region\""));
	assert_false(stored("\"who\""));
}

/* The code does not depend on the way, and an edited post is another. */
static void
same_post_same_code(void **state)
{
	char body[512];
	uint8_t tag[TAG_LEN];

	(void)state;
	world_token("/nl/feedback", token);
	world.now += 10;
	snprintf(body, sizeof(body),
	    "text=x%%0D%%0Ay&who=&wish=none&"
	    "q.tip=t&leeg=&token=%s&step=send",
	    token);
	receipt(body, code);
	memcpy(tag, world.tag, TAG_LEN);
	/* From the check page: other order, LF, and no step. */
	snprintf(body, sizeof(body),
	    "token=%s&wish=none&text=x%%0Ay&leeg=&"
	    "q.tip=t",
	    token);
	receipt(body, other);
	assert_string_equal(code, other);
	assert_memory_equal(tag, world.tag, TAG_LEN);
	snprintf(body, sizeof(body),
	    "token=%s&wish=none&text=x%%0Az&"
	    "q.tip=t",
	    token);
	receipt(body, other);
	assert_string_not_equal(code, other);
	/* What moves from one field to another is another message. */
	snprintf(body, sizeof(body),
	    "token=%s&wish=none&text=x%%0Ayt&"
	    "q.tip=",
	    token);
	receipt(body, other);
	assert_string_not_equal(code, other);
}

static void
no_token_random_code(void **state)
{
	(void)state;
	receipt("text=zonder", code);
	receipt("text=zonder", other);
	assert_string_not_equal(code, other);
}

/* A repeat and a quarantined message look like any other. */
static void
same_answer_bytes(void **state)
{
	char body[256], first[20000], *at;

	(void)state;
	world_token("/nl/feedback", token);
	snprintf(body, sizeof(body), "text=a&token=%s", token);
	receipt(body, code);
	snprintf(first, sizeof(first), "%s", world_body());
	assert_int_equal(world_post("/nl/feedback", URLENCODED, body), 0);
	world_finish(JOURNAL_REPEAT);
	assert_int_equal(world.x.response.status, 200);
	assert_string_equal(world_body(), first);
	receipt("text=a&leeg=vol", other);
	for (at = first; (at = strstr(at, code)) != NULL;)
		memcpy(at, other, strlen(other));
	assert_string_equal(world_body(), first);
}

static void
empty_and_long(void **state)
{
	struct buf body = BUF_INIT;

	(void)state;
	assert_int_equal(
	    world_post("/nl/feedback", URLENCODED,
		"text=%20%0A%C2%A0%E2%80%8B&who=jongere&q.tip=%22%3C"),
	    422);
	assert_true(world_says("<title>Fout: "));
	assert_true(world_says("id=\"fout\""));
	assert_true(world_says("value=\"jongere\" checked"));
	assert_true(world_says("&quot;&lt;</textarea>"));
	assert_int_equal(
	    world_post("/nl/feedback", URLENCODED WANTS_JSON, "q.tip=x"), 422);
	assert_string_equal(world_body(), "{\"error\":\"text-empty\"}\n");
	buf_adds(&body, "text=");
	for (int i = 0; i < 8000; i++)
		buf_adds(&body, "%C3%A9");
	assert_int_equal(
	    world_send("/nl/feedback", URLENCODED, buf_cstr(&body)), 200);
	buf_adds(&body, "%C3%A9");
	assert_int_equal(
	    world_post("/nl/feedback", URLENCODED, buf_cstr(&body)), 422);
	assert_true(world_says("8001"));
	assert_int_equal(
	    world_post("/nl/feedback", URLENCODED WANTS_JSON, buf_cstr(&body)),
	    422);
	buf_free(&body);
	assert_string_equal(world_body(), "{\"error\":\"text-too-long\"}\n");
	assert_null(world.entry);
}

/* Every way in which nothing is stored keeps what was typed. */
static void
busy(void **state)
{
	static const char body[] = "text=Mijn+%3Cverhaal%3E&wish=talk";

	(void)state;
	world.wait = 7;
	assert_int_equal(world_post("/nl/feedback", URLENCODED, body), 503);
	world.wait = 0;
	assert_int_equal(world.x.response.retry_after, 7);
	assert_true(world_says("Mijn &lt;verhaal&gt;</textarea>"));
	assert_true(world_says("Wacht 7 seconden"));
	assert_true(world_says("value=\"talk\" checked"));
	world.full = true;
	assert_int_equal(world_post("/nl/feedback", URLENCODED, body), 503);
	assert_true(world_says("Mijn &lt;verhaal&gt;</textarea>"));
	assert_true(world.x.response.retry_after > 0);
	assert_int_equal(
	    world_post("/nl/feedback", URLENCODED WANTS_JSON, body), 503);
	assert_string_equal(world_body(), "{\"error\":\"busy\"}\n");
	world.full = false;
	assert_int_equal(world_post("/nl/feedback", URLENCODED, body), 0);
	world_finish(JOURNAL_FAILED);
	assert_int_equal(world.x.response.status, 503);
	assert_true(world_says("Mijn &lt;verhaal&gt;</textarea>"));
	assert_true(world.x.response.retry_after > 0);
	assert_false(world_says("<output"));
}

/* Whoever sent it is gone before the disk is done. */
static void
gone(void **state)
{
	int done = world.done;

	(void)state;
	assert_int_equal(world_post("/nl/feedback", URLENCODED, "text=a"), 0);
	world.hold->x = NULL;
	world_finish(JOURNAL_STORED);
	assert_int_equal(world.done, done);
}

static void
json_and_multipart(void **state)
{
	static const char json[] =
	    "{\"text\":\"Hoi \\ud83d\\ude22 \\ud83d\","
	    "\"publish\":[\"report\",\"read\"],\"q.cijfer\":4,\"q.tip\":null,"
	    "\"meer\":{\"diep\":1}}";
	static const char multipart[] =
	    "--zz\r\nContent-Disposition: "
	    "form-data; name=\"text\"\r\n\r\nHoi\r\ndaar\r\n--zz--\r\n";

	(void)state;
	assert_int_equal(
	    world_send("/en/feedback",
		"Content-Type: application/json\r\nAccept: */*\r\n", json),
	    201);
	assert_true(world_between(
	    "{\"code\":\"", "\",\"box\":\"feedback\"}\n", code, sizeof(code)));
	assert_true(stored("Hoi \xf0\x9f\x98\xa2 \xef\xbf\xbd"));
	assert_true(stored("\"lang\":\"en\""));
	assert_true(stored("dropped-fields"));
	assert_true(stored("\"4\""));
	assert_int_equal(
	    world_post("/nl/feedback", "Content-Type: application/json\r\n",
		"{\"text\": kapot"),
	    400);
	assert_string_equal(world_body(), "{\"error\":\"bad-request\"}\n");
	assert_int_equal(world_send("/nl/feedback",
			     "Content-Type: "
			     "multipart/form-data; boundary=zz\r\n",
			     multipart),
	    200);
	assert_true(stored("\"text\":\"Hoi\\ndaar\""));
	assert_int_equal(world_post("/nl/feedback",
			     "Content-Type: "
			     "multipart/form-data\r\n",
			     multipart),
	    400);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_record),
		cmocka_unit_test(observations),
		cmocka_unit_test(unknown_ids),
		cmocka_unit_test(same_post_same_code),
		cmocka_unit_test(no_token_random_code),
		cmocka_unit_test(same_answer_bytes),
		cmocka_unit_test(empty_and_long),
		cmocka_unit_test(busy),
		cmocka_unit_test(gone),
		cmocka_unit_test(json_and_multipart),
	};

	return cmocka_run_group_tests(tests, world_new, world_end);
}
