/*
 * route.c - paths, methods, media types, and what is said when it is wrong.
 */
#include "world.h"

#define URLENCODED "Content-Type: application/x-www-form-urlencoded\r\n"

static int
get(const char *path)
{
	char line[256];

	snprintf(line, sizeof(line), "GET %s", path);
	return world_ask(line, "", "", 0);
}

static void
pages(void **state)
{
	static const struct {
		const char *path, *words;
	} there[] = {
		{ "/", "<html lang=\"nl\"" },
		{ "/nl/", "<html lang=\"nl\"" },
		{ "/nl", "<html lang=\"nl\"" },
		{ "/en/", "<html lang=\"en\"" },
		{ "/nl/lijn", "name=\"token\" value=\"" },
		{ "/en/lijn/", "action=\"/en/lijn\"" },
		{ "/nl/privacy", "Jeugdzorg &lt;Voorbeeld&gt;" },
		{ "/en/veilig", "<h1>" },
		{ "/robots.txt", "Disallow" },
		{ "/?x=y", "<html lang=\"nl\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(there) / sizeof(there[0]); i++) {
		if (get(there[i].path) != 200 || !world_says(there[i].words))
			fail_msg("%s: %d %s", there[i].path,
			    world.x.response.status, world_body());
		assert_int_equal(world.x.response.style != NULL,
		    strstr(world_body(), "<style>") != NULL);
	}
	assert_int_equal(get("/favicon.ico"), 204);
	assert_int_equal(get("/weg"), 303);
	assert_string_equal(
	    world.x.response.location, "https://www.voorbeeld.test/weer");
	assert_true(world.x.response.clear_site_data);
}

static void
nowhere(void **state)
{
	static const char *const no[] = { "/xx/", "/nl/onzin", "/nl/lijn/x",
		"//", "/nl//", "/lijn", "/NL/", "/nl/%6cijn", "/sms/",
		"/sms/onzin", "/nl/privacy/x", "/weg/weg", "/log/lijn" };

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (get(no[i]) != 404)
			fail_msg("%s: %d", no[i], world.x.response.status);
	get("/en/onzin");
	assert_true(world_says("<html lang=\"en\""));
	get("/xx/");
	assert_true(world_says("<html lang=\"nl\""));
	get("/sms/onzin");
	assert_string_equal(world.x.response.type, "text/plain; charset=UTF-8");
	assert_string_equal(world_body(), "not-found");
	world_ask("GET /onzin", "Accept: application/json\r\n", "", 0);
	assert_string_equal(world_body(), "{\"error\":\"not-found\"}\n");
}

static void
methods(void **state)
{
	(void)state;
	assert_int_equal(world_post("/nl/", URLENCODED, "a"), 405);
	assert_string_equal(world.x.response.allow, "GET, HEAD");
	assert_int_equal(world_ask("PUT /nl/lijn", "", "a", 1), 405);
	assert_string_equal(world.x.response.allow, "GET, HEAD, POST");
	assert_int_equal(world_ask("HEAD /nl/lijn", "", "", 0), 200);
	assert_int_equal(world_ask("GET /sms/mobiel", "", "", 0), 405);
	assert_string_equal(world.x.response.allow, "POST");
	assert_int_equal(world_ask("PUT /sms/mobiel", "", "", 0), 405);
	assert_string_equal(world.x.response.allow, "POST");
	assert_int_equal(world_ask("HEAD /sms/kannel/" SECRET, "", "", 0), 405);
	assert_string_equal(world.x.response.allow, "GET, POST");
}

static void
media_types(void **state)
{
	(void)state;
	assert_int_equal(
	    world_post("/nl/lijn", "Content-Type: text/plain\r\n", "text=a"),
	    415);
	assert_int_equal(world_post("/nl/lijn",
			     URLENCODED "Content-Encoding: gzip\r\n", "text=a"),
	    415);
	assert_int_equal(world_send("/nl/lijn",
			     "Content-Type: APPLICATION/"
			     "X-WWW-Form-urlencoded; charset=utf-8\r\n",
			     "text=a"),
	    200);
	assert_int_equal(world_send("/nl/lijn", "", "text=a"), 200);
	world.app.conf->max_body = 4096;
	assert_int_equal(
	    world_ask("POST /nl/lijn", URLENCODED, "x", 4097), 413);
	world.app.conf->max_body = 131072;
	assert_true(world_says("<html lang=\"nl\""));
}

/* The parser's and the connection's own errors, without a request. */
static void
errors(void **state)
{
	static const int statuses[] = { 400, 408, 413, 414, 417, 431, 500, 501,
		503, 505 };

	(void)state;
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		buf_free(&world.x.response.body);
		world.x = (struct exchange){ .app = &world.app };
		route_error(&world.x, statuses[i]);
		assert_int_equal(world.x.response.status, statuses[i]);
		assert_true(world_says("<html lang=\"nl\""));
		assert_int_equal(
		    world.x.response.retry_after > 0, statuses[i] == 503);
	}
}

static void
steps(void **state)
{
	static const char story[] =
	    "text=%3Cb%3E+06-12345678%0A&region=zuid&"
	    "publish=read&publish=report&q.tip=%22ja%22&leeg=x";
	char body[512];

	(void)state;
	snprintf(body, sizeof(body), "%s&step=check", story);
	assert_int_equal(world_post("/nl/feedback", URLENCODED, body), 200);
	assert_null(world.entry);
	assert_true(
	    world_says("<dd dir=\"auto\">&lt;b&gt; 06-12345678\n</dd>"));
	assert_true(world_says("<dd dir=\"auto\">&quot;ja&quot;</dd>"));
	assert_true(world_says("telefoonnummer"));
	assert_true(world_says("Niet ingevuld"));
	assert_true(world_says("name=\"leeg\" value=\"x\""));
	assert_true(world_says("name=\"publish\" value=\"read\""));
	assert_true(world_says("name=\"publish\" value=\"report\""));
	assert_false(world_says("name=\"step\" value=\"check\""));
	snprintf(body, sizeof(body), "%s&step=edit", story);
	assert_int_equal(world_post("/nl/feedback", URLENCODED, body), 200);
	assert_null(world.entry);
	assert_true(world_says("&lt;b&gt; 06-12345678\n</textarea>"));
	assert_true(world_says("<option value=\"zuid\" selected>"));
	assert_true(world_says("value=\"read\" checked"));
	assert_false(world_says("id=\"fout\""));
	assert_true(world.x.response.noindex);
}

/* A good token is carried along, another is replaced. */
static void
token_is_carried(void **state)
{
	char token[64], shown[64], body[256];

	(void)state;
	world_token("/nl/feedback", token);
	snprintf(body, sizeof(body), "text=a&step=check&token=%s", token);
	world_post("/nl/feedback", URLENCODED, body);
	assert_true(world_between("name=\"token\" value=\"", "\"", shown, 64));
	assert_string_equal(shown, token);
	world_post("/nl/feedback", URLENCODED, "text=&token=vals");
	assert_true(world_between("name=\"token\" value=\"", "\"", shown, 64));
	assert_int_equal(strlen(shown), strlen(token));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages),
		cmocka_unit_test(nowhere),
		cmocka_unit_test(methods),
		cmocka_unit_test(media_types),
		cmocka_unit_test(errors),
		cmocka_unit_test(steps),
		cmocka_unit_test(token_is_carried),
	};

	return cmocka_run_group_tests(tests, world_new, world_end);
}
