/*
 * site.c - the pages: complete, small, in every language, asking for nothing.
 */
#include "world.h"

#include "daemon/page.h"
#include "daemon/reach.h"
#include "daemon/sms_line.h"

static void
one_response(void **state)
{
	static const char *const never[] = { "<script", "<img", "@import",
		"url(", "style=", " onclick", "http://", "https://",
		"required" };

	(void)state;
	for (long lang = 0; lang < 2; lang++) {
		for (int i = 0; i < SITE_PAGES; i++) {
			const struct sheet *s =
			    site_page(world.app.site, lang, (enum site_page)i);
			const char *html =
			    buf_cstr((struct buf *)(uintptr_t)&s->html);
			const char *link = strstr(html, "<a ");

			for (size_t n = 0; n < sizeof(never) / sizeof(never[0]);
			     n++)
				if (strstr(html, never[n]) != NULL)
					fail_msg("page %d: %s", i, never[n]);
			/* The quick exit is the first link. */
			assert_non_null(strstr(link, "/weg"));
			assert_true(strstr(link, "/weg") < link + 40);
			assert_non_null(strstr(html, "tel:112"));
			assert_non_null(strstr(html, "tel:113"));
			assert_non_null(strstr(html, "tel:08000432"));
			assert_null(strchr(strstr(html, "</style>"), '{'));
		}
	}
}

/* Places of a template that nobody filled in would be seen by people. */
static void
nothing_unfilled(void **state)
{
	(void)state;
	for (long lang = 0; lang < 2; lang++) {
		for (long box = 0; box < 2; box++) {
			struct buf out = BUF_INIT;
			const struct sheet_view view = { .problem =
							     str_of("let op"),
				.token = str_of("T") };
			const char *html;

			sheet_write(
			    site_form(world.app.site, lang, box), &view, &out);
			sheet_write(
			    site_check(world.app.site, lang, box), &view, &out);
			html = strstr(buf_cstr(&out), "</style>");
			assert_null(strstr(html, "{error"));
			assert_null(strstr(html, "{message}"));
			assert_null(strstr(html, "{opt"));
			assert_non_null(strstr(html, "let op"));
			buf_free(&out);
		}
	}
}

static void
form_fits(void **state)
{
	static const char text[] =
	    "organisation = \"Jeugdzorg Voorbeeld\"\n"
	    "regions = {\"noord\", \"oost\", \"zuid\", \"west\"}\n"
	    "box \"feedback\" {\n" READERS
	    "title = {\"nl:Vertel het ons\", \"en:Tell us\"}\n"
	    "intro = {\"nl:Wat ging goed? Wat kan beter? Je mag alles "
	    "opschrijven.\", \"en:What went well? What could be better?\"}\n"
	    "ask_region = true\nask_who = true\nask_wish = true\n"
	    "ask_publish = true }\n";
	struct site *site = NULL;
	struct conf *c = NULL;
	struct err e = { "" };

	(void)state;
	if (conf_parse(text, strlen(text), "t", &c, &e) != 0 ||
	    site_new(c, &site, &e) != 0)
		fail_msg("%s", e.msg);
	for (long lang = 0; lang < 2; lang++) {
		assert_true(site_form(site, lang, 0)->html.len + 48 <= 8192);
		assert_true(site_page(site, lang, SITE_START)->html.len < 8192);
	}
	site_free(&site);
	conf_free(&c);
}

/* With a code in it the reply must fit one text message, in its alphabet. */
static void
sms_reply_fits(void **state)
{
	(void)state;
	for (long lang = 0; lang < 2; lang++) {
		const char *t = site_text(world.app.site, lang, TEXT_SMS_REPLY);

		assert_non_null(strstr(t, "{code}"));
		assert_non_null(strstr(t, "112"));
		assert_true(strlen(t) - strlen("{code}") + 19 <= 160);
		for (; *t != '\0'; t++)
			assert_true((unsigned char)*t < 0x80 &&
			    strchr("`\\^[]~|", *t) == NULL);
	}
}

static void
style_hash(void **state)
{
	const char *csp = site_style_csp(world.app.site);

	(void)state;
	assert_int_equal(strncmp(csp, "'sha256-", 8), 0);
	assert_int_equal(strlen(csp), 8 + 44 + 1);
	assert_true(strlen(page_style) < 3400);
}

static void
numbers_to_reach(void **state)
{
	static const char *const yes[] = { "bel 06-12345678", "0612345678",
		"+31 6 1234 5678", "(020) 123 45 67", "jan@voorbeeld.nl" };
	static const char *const no[] = { "", "06", "in 2024 en 2025 en 2026",
		"3 keer @school", "a@b", "zaak 123456789" };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (!reach_found(str_of(yes[i])))
			fail_msg("not found: %s", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (reach_found(str_of(no[i])))
			fail_msg("found: %s", no[i]);
}

static void
wrong_lines(void **state)
{
	static const char text[] =
	    "box \"lijn\" {\n" READERS "}\n"
	    "line \"x\" { gateway = \"duif\" box = \"lijn\" "
	    "secret_file = \"/x\" }\n";
	struct site *site = NULL;
	struct conf *c = NULL;
	struct err e = { "" };

	(void)state;
	if (conf_parse(text, strlen(text), "t", &c, &e) != 0)
		fail_msg("%s", e.msg);
	assert_int_equal(site_new(c, &site, &e), -1);
	assert_null(site);
	if (strstr(e.msg, "t:4: ") == NULL)
		fail_msg("%s", e.msg);
	assert_non_null(strstr(e.msg, "duif"));
	assert_non_null(strstr(e.msg, "kannel, android-sms-gateway"));
	conf_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_response),
		cmocka_unit_test(nothing_unfilled),
		cmocka_unit_test(form_fits),
		cmocka_unit_test(sms_reply_fits),
		cmocka_unit_test(style_hash),
		cmocka_unit_test(numbers_to_reach),
		cmocka_unit_test(wrong_lines),
	};

	return cmocka_run_group_tests(tests, world_new, world_end);
}
