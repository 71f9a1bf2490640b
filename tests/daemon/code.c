/*
 * code.c - the page for who has a code: every answer of one size, nothing
 * told of a code that leads nowhere, and what comes when it cannot be looked
 * up now.
 */
#include "daemon/code.h"
#include "gehoor/utf8.h"
#include "replies.h"

#define URLENCODED "Content-Type: application/x-www-form-urlencoded\r\n"
#define WANTS_JSON URLENCODED "Accept: application/json\r\n"
#define UNKNOWN "Met deze code vinden we niets."

static const struct journal_found found = { .found = true, .box = 1 };

/* All answers of one way of asking are as long as the first. */
static void
is_one_size(void)
{
	assert_int_equal(world.x.response.status, 200);
	assert_int_equal(strlen(world_body()), CODE_PAGE_SIZE);
	assert_true(world.x.response.noindex);
}

/* A post of fields after "code=", with a code that leads to what is given. */
static void
ask(const struct code *c, const char *fields, const char *more,
    const struct journal_found *led)
{
	static char body[65536]; /* stays while the exchange does */
	char shown[CODE_SHOWN_LEN + 1];
	uint8_t tag[TAG_LEN];

	code_show(c, shown);
	code_tag(keys_pepper(NULL), c, tag);
	snprintf(body, sizeof(body), "code=%s%s", shown, more);
	assert_int_equal(world_post("/nl/code", fields, body), 0);
	assert_true(world.entry->look);
	assert_memory_equal(world.tag, tag, TAG_LEN);
	world.entry->found = *led;
	world_finish(JOURNAL_STORED);
}

/* What is typed but is no code never gets as far as the journal. */
static void
never_looked_up(void **state)
{
	static const char *const bodies[] = { "", "code=", "code=%20-%20",
		"text=K7QF-9M2X-4T8B-1WZH", "code=K7QF-9M2X-4T8B-1WZ",
		"code=K7QF-9M2X-4T8B-1WZHH", "code=0000-0000-0000-0001",
		"code=%00%ff%fe", "code=\xe2\x98\x83&code=x", "code=<script>" };

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		assert_int_equal(
		    world_post("/nl/code", URLENCODED, bodies[i]), 200);
		assert_null(world.entry);
		is_one_size();
		assert_true(world_says(UNKNOWN));
		assert_false(world_says("<script>"));
		assert_int_equal(
		    world_post("/nl/code", WANTS_JSON, bodies[i]), 200);
		is_one_size();
		assert_true(world_says("{\"status\":\"unknown\"}\n"));
	}
	assert_int_equal(world_ask("GET /nl/code", "", "", 0), 200);
	is_one_size();
	assert_false(world_says(UNKNOWN));
}

/* Of what is too long the beginning comes back, clean where a letter is cut. */
static void
too_long_comes_back_cut(void **state)
{
	struct buf body = BUF_INIT;
	char back[512];

	(void)state;
	buf_adds(&body, "code=");
	for (int i = 0; i < CODE_TYPED_MAX - 1; i++)
		buf_addc(&body, 'x');
	for (int i = 0; i < 20000; i++)
		buf_adds(&body, "%C3%A9");
	assert_int_equal(
	    world_post("/nl/code", URLENCODED, buf_cstr(&body)), 200);
	is_one_size();
	assert_true(world_between(" value=\"xx", "\"", back, sizeof(back)));
	assert_in_range(strlen(back), CODE_TYPED_MAX - 3, CODE_TYPED_MAX + 2);
	assert_true(utf8_is_valid(world_body(), CODE_PAGE_SIZE));
	buf_free(&body);
}

/* One that leads nowhere is answered as one that is mistyped. */
static void
unknown_is_as_mistyped(void **state)
{
	const struct code c = code_number(1);
	const struct journal_found nowhere = { .found = false };
	struct buf first = BUF_INIT;
	char shown[CODE_SHOWN_LEN + 1], *at;

	(void)state;
	ask(&c, URLENCODED, "", &nowhere);
	is_one_size();
	buf_adds(&first, world_body());
	code_show(&c, shown);
	at = strstr(buf_cstr(&first), shown);
	assert_non_null(at);
	memcpy(at, "ABCD-ABCD-ABCD-ABCD", CODE_SHOWN_LEN);
	world_post("/nl/code", URLENCODED, "code=ABCD-ABCD-ABCD-ABCD");
	assert_string_equal(world_body(), buf_cstr(&first));
	ask(&c, WANTS_JSON, "", &nowhere);
	is_one_size();
	ask(&c, WANTS_JSON, "&step=proof", &nowhere);
	is_one_size();
	assert_true(world_says("{\"status\":\"unknown\"}\n"));
	buf_free(&first);
}

/* For half a year a code that leads nowhere may have been lost. */
static void
restored_not_long_ago(void **state)
{
	const struct week now = week_of(world.now);

	(void)state;
	for (int weeks = 25; weeks <= 28; weeks++) {
		world.restored = week_add(now, -weeks);
		assert_int_equal(
		    world_post("/nl/code", URLENCODED, "code=x"), 200);
		is_one_size();
		assert_int_equal(world_says("ging er iets mis"), weeks <= 26);
		assert_int_equal(
		    world_post("/nl/code", WANTS_JSON, "code=x"), 200);
		assert_int_equal(world_says("\"restored\":\""), weeks <= 26);
	}
}

/* Nothing, all there is to say, and the longest answer: one size. */
static void
known_is_one_size(void **state)
{
	const struct code c = code_number(2), d = code_number(3);
	struct journal_found covered = found;
	struct buf answer = BUF_INIT, file = BUF_INIT;
	char path[256];

	(void)state;
	covered.covered = (struct week){ 2026, 43 };
	while (answer.len < REPLY_TEXT_MAX - 5)
		buf_adds(&answer, "<&>\"'\n ");
	answer.len = REPLY_TEXT_MAX / 6;
	reply_make(&c, 1, buf_cstr(&answer), "quality", &file);
	reply_path("", &c, path);
	file_write(path, file.data, file.len);
	ask(&d, URLENCODED, "", &found);
	is_one_size();
	ask(&c, URLENCODED, "", &covered);
	is_one_size();
	assert_true(world_says("week 43 (2026)"));
	assert_true(world_says("de mensen van kwaliteit"));
	assert_true(world_says("&lt;&amp;&gt;"));
	ask(&d, WANTS_JSON, "", &found);
	is_one_size();
	assert_true(world_says("{\"status\":\"received\",\"box\":\"lijn\"}\n"));
	ask(&c, WANTS_JSON, "&step=iets", &covered);
	is_one_size();
	assert_true(world_says("\"checkpoint\":\"2026-W43\","
			       "\"passed_on\":\"quality\",\"answer\":\"<&>"));
	buf_free(&answer);
	buf_free(&file);
}

/* A longest answer with a longest text to put right: twice the size. */
static void
larger_is_a_multiple(void **state)
{
	const struct code c = code_number(4);
	struct buf more = BUF_INIT;

	(void)state;
	buf_adds(&more, "&step=add&text=");
	for (int i = 0; i < 8001; i++)
		buf_adds(&more, "%C3%A9");
	ask(&c, URLENCODED, buf_cstr(&more), &found);
	assert_int_equal(strlen(world_body()), 2 * CODE_PAGE_SIZE);
	assert_true(world_says("8001"));
	buf_free(&more);
}

static void
is_busy(int seconds)
{
	assert_null(world.entry);
	assert_null(world.hold);
	assert_int_equal(world.x.response.status, 503);
	assert_int_equal(world.x.response.retry_after, seconds);
}

/* Throttled: known or not is not even looked at. */
static void
throttled(void **state)
{
	static const char *const bodies[] = { "code=niets", "", "step=add",
		"code=K7QF-9M2X-4T8B-1WZH" };
	char first[8192] = "";

	(void)state;
	world.wait = 7;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		assert_int_equal(
		    world_post("/nl/code", URLENCODED, bodies[i]), 503);
		is_busy(7);
		if (i == 0)
			snprintf(first, sizeof(first), "%.8000s", world_body());
		assert_memory_equal(world_body(), first, strlen(first));
		assert_int_equal(
		    world_post("/nl/code", WANTS_JSON, bodies[i]), 503);
		is_busy(7);
		assert_string_equal(world_body(), "{\"error\":\"busy\"}\n");
	}
	/* Who only opens the page takes no token. */
	assert_int_equal(world_ask("GET /nl/code", "", "", 0), 200);
}

static void
cannot_be_looked_up_now(void **state)
{
	const struct code c = code_number(5);
	char shown[CODE_SHOWN_LEN + 1], body[64];

	(void)state;
	code_show(&c, shown);
	snprintf(body, sizeof(body), "code=%s", shown);
	world.full = true;
	assert_int_equal(world_post("/nl/code", URLENCODED, body), 503);
	is_busy(5);
	world.full = false;
	assert_int_equal(world_post("/nl/code", URLENCODED, body), 0);
	world_finish(JOURNAL_FAILED);
	is_busy(5);
	assert_int_equal(world.done, 1);
	/* Whoever has gone gets nothing, and nothing is left behind. */
	assert_int_equal(world_post("/nl/code", URLENCODED, body), 0);
	world.hold->x = NULL;
	world.entry->found = found;
	world_finish(JOURNAL_STORED);
	assert_null(world.hold);
	assert_int_equal(world.done, 1);
}

/* A repeat is answered as the first; the code stays with what was added. */
static void
addition(void **state)
{
	const struct code c = code_number(6);
	const enum journal_outcome outcomes[] = { JOURNAL_STORED,
		JOURNAL_REPEAT };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		ask(&c, i == 0 ? URLENCODED : WANTS_JSON,
		    "&step=add&text=nog+iets", &found);
		assert_int_equal(world.done, i);
		assert_non_null(strstr(world.json, "\"nog iets\""));
		assert_non_null(strstr(world.json, "\"thread\":\""));
		assert_false(world.entry->look);
		world_finish(outcomes[i]);
		assert_int_equal(world.done, i + 1);
		is_one_size();
		assert_true(world_says(
		    i == 0 ? "Het staat erbij" : "{\"status\":\"added\""));
	}
}

/* Known, but not written now: what was typed is still there. */
static void
addition_is_busy(void **state)
{
	static const char more[] = "&step=add&text=nog+%3Ciets%3E";
	const struct code c = code_number(7);

	(void)state;
	ask(&c, URLENCODED, more, &found);
	world_finish(JOURNAL_FAILED);
	is_busy(5);
	assert_true(world_says("nog &lt;iets&gt;</textarea>"));
	assert_true(world_says("Wacht 5 seconden"));
	assert_false(world_says("Het staat erbij"));
	world.full_after = 1;
	ask(&c, URLENCODED, more, &found);
	is_busy(5);
	assert_true(world_says("nog &lt;iets&gt;</textarea>"));
	assert_int_equal(strlen(world_body()), CODE_PAGE_SIZE);
	assert_int_equal(world.done, 2);
	world.full = false;
	ask(&c, WANTS_JSON, more, &found);
	world_finish(JOURNAL_FAILED);
	is_busy(5);
	assert_string_equal(world_body(), "{\"error\":\"busy\"}\n");
}

/* What the body is: three kinds, and what is broken. */
static void
kinds_of_bodies(void **state)
{
	static const char json[] = "Content-Type: application/json\r\n";

	(void)state;
	assert_int_equal(world_post("/nl/code", json, "{\"code\":\"x\"}"), 200);
	assert_true(world_says("{\"status\":\"unknown\"}\n"));
	is_one_size();
	assert_int_equal(world_post("/nl/code", json, "{\"code\":"), 400);
	assert_int_equal(
	    world_post("/nl/code",
		"Content-Type: multipart/form-data; boundary=b\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\n"
		"x&y\r\n--b--\r\n"),
	    200);
	assert_true(world_says("value=\"x&amp;y\""));
	is_one_size();
	assert_int_equal(
	    world_post("/nl/code", "Content-Type: image/png\r\n", "x"), 415);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, replies_new, replies_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(never_looked_up),
		CASE(too_long_comes_back_cut),
		CASE(unknown_is_as_mistyped),
		CASE(restored_not_long_ago),
		CASE(known_is_one_size),
		CASE(larger_is_a_multiple),
		CASE(throttled),
		CASE(cannot_be_looked_up_now),
		CASE(addition),
		CASE(addition_is_busy),
		CASE(kinds_of_bodies),
	};

	alarm(PATIENCE_SECONDS);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
