/*
 * site.c - the pages: complete, small, in every language, asking for nothing.
 */
#include "world.h"

#include "daemon/page.h"
#include "daemon/sms_line.h"
#include "daemon/token.h"
#include "gehoor/embed.h"

static long
languages(void)
{
	return (long)world.app.conf->nlangs;
}

static const char *
html_of(const struct sheet *s)
{
	return buf_cstr((struct buf *)(uintptr_t)&s->html);
}

static void
one_response(void **state)
{
	static const char *const never[] = { "<script", "<img", "@import",
		"url(", "style=", " onclick", "http://", "https://",
		"required" };

	(void)state;
	for (long lang = 0; lang < languages(); lang++) {
		for (int i = 0; i < SITE_PAGES; i++) {
			const struct sheet *s = site_page(
			    world.app.site, lang, -1, (enum site_page)i);
			const char *html = html_of(s);
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
	for (long lang = 0; lang < languages(); lang++) {
		for (long box = 0; box < 2; box++) {
			struct buf out = BUF_INIT;
			const struct sheet_view view = { .problem =
							     str_of("let op"),
				.token = str_of("T") };
			const char *html;

			sheet_write(
			    site_box_page(world.app.site, lang, box, SITE_FORM),
			    &view, &out);
			sheet_write(site_box_page(
					world.app.site, lang, box, SITE_CHECK),
			    &view, &out);
			html = strstr(buf_cstr(&out), "</style>");
			assert_null(strstr(html, "{error"));
			assert_null(strstr(html, "{message}"));
			assert_null(strstr(html, "{opt"));
			assert_non_null(strstr(html, "let op"));
			buf_free(&out);
		}
	}
}

/* The embedded boxes with readers, and as many regions as there may be. */
static struct conf *
shipped(void)
{
	static const char head[] = "organisation = \"Jeugdzorg Voorbeeld\"\n"
				   "regions = {\"noord\", \"oost\", "
				   "\"zuid\", \"west\"}\n";
	struct buf text = BUF_INIT;
	struct conf *c = NULL;
	struct err e = { "" };

	buf_adds(&text, head);
	for (const struct embed_file *f = embed_files; f->name != NULL; f++) {
		const char *at = strstr(f->text, "\tretention_weeks");

		if (strncmp(f->name, "boxes/", 6) != 0)
			continue;
		assert_non_null(at);
		buf_add(&text, f->text, (size_t)(at - f->text));
		buf_adds(&text, READERS);
		buf_adds(&text, at);
	}
	if (conf_parse((const char *)text.data, text.len, "t", &c, &e) != 0)
		fail_msg("%s", e.msg);
	buf_free(&text);
	return c;
}

/* 8 KB as it is and 4 KB compressed, in every language there is. */
static void
form_fits(void **state)
{
	struct conf *c = shipped();
	struct site *site = NULL;
	struct err e = { "" };

	(void)state;
	if (site_new(c, 0, &site, &e) != 0)
		fail_msg("%s", e.msg);
	assert_int_equal(c->nlangs, 6);
	assert_true(c->nboxes >= 2);
	for (long lang = 0; lang < (long)c->nlangs; lang++)
		for (long box = 0; box < (long)c->nboxes; box++) {
			const struct sheet *s =
			    site_box_page(site, lang, box, SITE_FORM);
			size_t n = s->html.len + TOKEN_TEXT_LEN;
			size_t packed = sheet_packed_len(s) + TOKEN_TEXT_LEN;

			print_message("# %s %s: %zu bytes, %zu compressed\n",
			    c->langs[lang].code, c->boxes[box].name, n, packed);
			assert_true(n <= 8192);
			assert_true(packed <= 4096);
		}
	site_free(&site);
	conf_free(&c);
}

static void
style_hash(void **state)
{
	const char *csp = site_style_csp(world.app.site, STYLE_FORM);

	(void)state;
	assert_int_equal(strncmp(csp, "'sha256-", 8), 0);
	assert_int_equal(strlen(csp), 8 + 44 + 1);
}

/* A box that closes: still there at its last second, then not. */
static void
closing(void **state)
{
	static const char text[] =
	    "languages = {\"nl\"}\n"
	    "box \"avond\" {" READERS "closes = \"2026-11-26 21:30\" }\n"
	    "box \"lijn\" {" READERS "}\n"
	    "box \"stil\" {" READERS "listed = false }\n";
	const int64_t end = 1795725000;
	struct site *site = NULL;
	struct conf *c = NULL;
	struct err e = { "" };
	const char *start;

	(void)state;
	if (conf_parse(text, strlen(text), "t", &c, &e) != 0 ||
	    site_new(c, end - 1, &site, &e) != 0)
		fail_msg("%s", e.msg);
	start = html_of(site_page(site, 0, -1, SITE_START));
	assert_non_null(strstr(start, "/nl/avond"));
	assert_non_null(strstr(start, "/nl/lijn"));
	assert_null(strstr(start, "/nl/stil"));
	site_tick(site, end - 1);
	assert_ptr_equal(start, html_of(site_page(site, 0, -1, SITE_START)));
	site_tick(site, end);
	/* Who was given the old page may still be reading it. */
	assert_non_null(strstr(start, "/nl/avond"));
	start = html_of(site_page(site, 0, -1, SITE_START));
	assert_null(strstr(start, "/nl/avond"));
	assert_non_null(strstr(start, "/nl/lijn"));
	assert_non_null(strstr(
	    html_of(site_box_page(site, 0, 0, SITE_CLOSED)), "26-11-2026"));
	assert_null(strstr(
	    html_of(site_box_page(site, 0, 0, SITE_CLOSED)), "/nl/avond"));
	site_free(&site);
	conf_free(&c);
}

/* A date in a line from right to left keeps its order. */
static void
dates(void **state)
{
	static const char isolated[] = "\xe2\x81\xa6"
				       "26-11-2026"
				       "\xe2\x81\xa9";
	long ar = site_lang(world.app.site, str_of("ar"));

	(void)state;
	assert_true(ar > 0);
	assert_non_null(strstr(
	    html_of(site_page(world.app.site, ar, -1, SITE_START)), isolated));
	assert_null(strstr(
	    html_of(site_page(world.app.site, 0, -1, SITE_START)), isolated));
}

/* One box says "u" where the site says "je"; only where Dutch is spoken. */
static void
address(void **state)
{
	static const char text[] =
	    "languages = {\"nl\", \"en\"}\n"
	    "box \"ouders\" {" READERS "form_of_address = u }\n"
	    "box \"lijn\" {" READERS "}\n";
	struct site *site = NULL;
	struct conf *c = NULL;
	struct err e = { "" };

	(void)state;
	if (conf_parse(text, strlen(text), "t", &c, &e) != 0 ||
	    site_new(c, 0, &site, &e) != 0)
		fail_msg("%s", e.msg);
	assert_non_null(strstr(
	    html_of(site_box_page(site, 0, 0, SITE_FORM)), "Wat wilt u"));
	assert_non_null(strstr(
	    html_of(site_box_page(site, 0, 1, SITE_FORM)), "Wat wil je"));
	assert_non_null(
	    strstr(html_of(site_page(site, 0, 0, SITE_RECEIPT)), "uw code"));
	assert_non_null(
	    strstr(html_of(site_page(site, 0, -1, SITE_RECEIPT)), "jouw code"));
	assert_ptr_equal(site_page(site, 1, 0, SITE_RECEIPT),
	    site_page(site, 1, -1, SITE_RECEIPT));
	site_free(&site);
	conf_free(&c);
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
	assert_int_equal(site_new(c, 0, &site, &e), -1);
	assert_null(site);
	if (strstr(e.msg, "t:4: ") == NULL)
		fail_msg("%s", e.msg);
	assert_non_null(strstr(e.msg, "duif"));
	assert_non_null(strstr(e.msg, "android-sms-gateway, kannel"));
	conf_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_response),
		cmocka_unit_test(nothing_unfilled),
		cmocka_unit_test(form_fits),
		cmocka_unit_test(style_hash),
		cmocka_unit_test(closing),
		cmocka_unit_test(address),
		cmocka_unit_test(dates),
		cmocka_unit_test(wrong_lines),
	};

	return cmocka_run_group_tests(tests, world_new, world_end);
}
