/*
 * sms.c - what a text message is for, who it is, and what is remembered of
 * senders.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/senders.h"
#include "daemon/sms_identity.h"
#include "daemon/sms_sort.h"

static char *keywords[] = { (char[]){ "KLACHT:lijn" },
	(char[]){ "Enquete:feedback" } };
static struct conf_line line = { .name = (char[]){ "mobiel" },
	.box = (char[]){ "lijn" },
	.keywords = { keywords, 2 } };
static struct conf *conf;

static struct sms_sorted sorted;
static struct sms_list list;

static enum sms_kind
kind(const char *text)
{
	struct sms *m;

	sms_list_free(&list);
	m = sms_list_add(&list);
	assert_non_null(m);
	sms_set_text(m, CHARSET_UTF8, str_of(text));
	sms_sort(conf, &line, m, &sorted);
	return sorted.kind;
}

static void
story(const char *text, const char *box, const char *kept)
{
	if (kind(text) != SMS_STORY || strcmp(sorted.box, box) != 0 ||
	    !str_is(sorted.text, kept))
		fail_msg("%s: %d, %s, %.*s", text, (int)sorted.kind, sorted.box,
		    (int)sorted.text.n, sorted.text.p);
}

static void
test_keywords(void **state)
{
	(void)state;
	story("Niemand belt terug", "lijn", "Niemand belt terug");
	story("klacht niemand belt", "lijn", "niemand belt");
	story("  KLACHT: niemand", "lijn", "niemand");
	story("enquete\nhet was fijn.", "feedback", "het was fijn.");
	story("Klachten zijn er", "lijn", "Klachten zijn er");
	story("enquêtes", "lijn", "enquêtes");
	assert_int_equal(kind("Enquete!"), SMS_STORY);
	assert_int_equal(kind("Enquete"), SMS_KEYWORD);
	assert_int_equal(kind(" \n"), SMS_NOTHING);
}

static void
test_orders(void **state)
{
	static const char *const stop[] = { "STOP", "stop!", " Uit ",
		"Stop alles.", "klacht stop" };
	static const char *const help[] = { "STATUS", "status?",
		"Status K7QF-9M2X-4T8B-1WZ", "status K7QF9M2X4T8B1WZ" };
	static const char *const stories[] = { "stop met bellen",
		"status van mijn zaak is slecht", "status quo",
		"verantwoordelijk", "dit is bericht 1000",
		"Status al 3 weken onbekend", "status 1 keer in 2 maanden",
		"status 2x gebeld in 14dagen" };

	(void)state;
	for (size_t i = 0; i < sizeof(stop) / sizeof(stop[0]); i++)
		assert_int_equal(kind(stop[i]), SMS_STOP);
	for (size_t i = 0; i < sizeof(help) / sizeof(help[0]); i++)
		assert_int_equal(kind(help[i]), SMS_HELP);
	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++)
		story(stories[i], "lijn", stories[i]);
}

static void
test_codes(void **state)
{
	static const uint8_t bits[10] = "0123456789";
	char shown[CODE_SHOWN_LEN + 1], text[64];
	struct code code;

	(void)state;
	code_make(bits, &code);
	code_show(&code, shown);
	assert_int_equal(kind(shown), SMS_STATUS);
	assert_string_equal(sorted.code.text, code.text);
	assert_int_equal(kind(code.text), SMS_STATUS);
	snprintf(text, sizeof(text), "Status: %s.", shown);
	assert_int_equal(kind(text), SMS_STATUS);
	/* Otherwise cut it is only one where it is asked for. */
	snprintf(text, sizeof(text), "%.3s %s", code.text, code.text + 3);
	assert_int_equal(kind(text), SMS_STORY);
	snprintf(text, sizeof(text), "status %.3s %.5s %.4s %s", code.text,
	    code.text + 3, code.text + 8, code.text + 12);
	assert_int_equal(kind(text), SMS_STATUS);
	snprintf(text, sizeof(text), "%s en nog iets", shown);
	assert_int_equal(kind(text), SMS_STORY);
}

/* A part of a long text is never an order, and goes to the line's box. */
static void
test_part(void **state)
{
	struct sms *m;

	(void)state;
	kind("Enquete het was fijn");
	m = &list.items[0];
	sms_set_part(m, str_of("7"), str_of("1"), str_of("2"));
	assert_int_equal(m->of, 2);
	sms_sort(conf, &line, m, &sorted);
	assert_int_equal(sorted.kind, SMS_STORY);
	assert_string_equal(sorted.box, "lijn");
	assert_true(str_is(sorted.text, "Enquete het was fijn"));
}

static void
test_part_numbers(void **state)
{
	static const struct {
		const char *ref, *n, *of;
	} wrong[] = { { "", "1", "2" }, { "7", "0", "2" }, { "7", "3", "2" },
		{ "7", "1", "1" }, { "7", "1", "256" }, { "7", "x", "2" },
		{ "7", "1", "" }, { "7", "-1", "2" },
		{ "7", "1", "2222222222" } };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		kind("a");
		sms_set_part(&list.items[0], str_of(wrong[i].ref),
		    str_of(wrong[i].n), str_of(wrong[i].of));
		assert_int_equal(list.items[0].part, 0);
		assert_int_equal(list.items[0].of, 0);
	}
}

static void
number(const char *from, const char *same)
{
	char digits[SMS_NUMBER_MAX];
	size_t n = sms_number_of(str_of(from), digits);

	if (!str_is((struct str){ digits, n }, same))
		fail_msg("%s: %.*s", from, (int)n, digits);
}

static void
test_numbers(void **state)
{
	(void)state;
	number("+31612345678", "31612345678");
	number("31612345678", "31612345678");
	number("0031612345678", "31612345678");
	number("0612345678", "31612345678");
	number("06-12 34 56 78", "31612345678");
	number("(+32) 471/123456", "32471123456");
	number("MTN", "MTN");
	number("", "");
	number("0", "0");
}

static void
test_list(void **state)
{
	struct sms_list l = { .items = NULL };

	(void)state;
	for (size_t i = 0; i < SMS_LIST_MAX; i++)
		assert_non_null(sms_list_add(&l));
	assert_false(l.failed);
	assert_null(sms_list_add(&l));
	assert_true(l.failed);
	sms_list_free(&l);
	sms_list_free(&l);
}

/* ---- senders ------------------------------------------------------------- */

static void
token_of(unsigned i, uint8_t token[static SENDER_LEN])
{
	memset(token, 0, SENDER_LEN);
	/* Many share a place in the table. */
	token[0] = (uint8_t)(i & 3);
	token[8] = (uint8_t)(i & 255);
	token[9] = (uint8_t)(i >> 8 & 255);
	token[10] = (uint8_t)(i >> 16);
	token[15] = 1;
}

static void
test_senders(void **state)
{
	struct senders *s = senders_new();
	uint8_t token[SENDER_LEN];
	struct sender *one;

	(void)state;
	assert_non_null(s);
	token_of(7, token);
	assert_null(senders_get(s, token, 100, 100, false));
	one = senders_get(s, token, 100, 100, true);
	assert_non_null(one);
	one->stopped = true;
	for (unsigned i = 8; i < 1000; i++) {
		token_of(i, token);
		one = senders_get(s, token, 100, 100, true);
		assert_false(one->stopped);
		one->answers = (uint16_t)i;
	}
	for (unsigned i = 8; i < 1000; i++) {
		token_of(i, token);
		assert_int_equal(
		    senders_get(s, token, 100, 100, false)->answers, i);
	}
	token_of(7, token);
	/* The next day it is yesterday's; the day after it is forgotten. */
	assert_true(senders_get(s, token, 100, 101, false)->stopped);
	assert_null(senders_get(s, token, 101, 101, false));
	assert_null(senders_get(s, token, 100, 102, true));
	assert_null(senders_get(s, token, 102, 102, false));
	senders_free(&s);
	senders_free(&s);
}

static int
begin(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(crypto_init(&e), 0);
	if (conf_load(NULL, &conf, &e) != 0)
		fail_msg("%s", e.msg);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	sms_list_free(&list);
	conf_free(&conf);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keywords),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_part),
		cmocka_unit_test(test_part_numbers),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_senders),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
