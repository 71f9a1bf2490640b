/*
 * charset.c - the character sets of text messages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/charset.h"

static void
becomes(enum charset c, const char *octets, size_t n, const char *text)
{
	struct buf b = BUF_INIT;

	charset_convert(&b, c, (struct str){ octets, n });
	if (!str_is((struct str){ (const char *)b.data, b.len }, text))
		fail_msg("%d: %s, not %s", (int)c, buf_cstr(&b), text);
	buf_free(&b);
}

#define BECOMES(c, octets, text) becomes(c, octets, sizeof(octets) - 1, text)

/* 3GPP TS 23.038: the places where it differs from ASCII, and the escapes. */
static void
test_gsm(void **state)
{
	(void)state;
	BECOMES(CHARSET_GSM, "\x00\x01\x02\x03\x04\x05\x06\x07", "@£$¥èéùì");
	BECOMES(CHARSET_GSM, "\x08\x09\x0b\x0c\x0e\x0f", "òÇØøÅå");
	BECOMES(CHARSET_GSM, "\x10\x11\x12\x13\x14\x15\x16\x17", "Δ_ΦΓΛΩΠΨ");
	BECOMES(CHARSET_GSM, "\x18\x19\x1a\x1c\x1d\x1e\x1f", "ΣΘΞÆæßÉ");
	BECOMES(CHARSET_GSM, "$@[\\]^_`", "¤¡ÄÖÑÜ§¿");
	BECOMES(CHARSET_GSM, "{|}~\x7f", "äöñüà");
	BECOMES(CHARSET_GSM,
	    "\x1b\x65 \x1b(\x1b)\x1b<\x1b>\x1b/\x1b@\x1b=\x1b\x14",
	    "€ {}[]\\|~^");
	/* An unknown escape is the plain letter; one at the end a blank. */
	BECOMES(CHARSET_GSM,
	    "\x1b"
	    "a\x1b",
	    "a ");
}

static void
test_others(void **state)
{
	(void)state;
	BECOMES(CHARSET_LATIN1, "caf\xe9 \x80 \x93hoi\x94", "café € “hoi”");
	BECOMES(CHARSET_LATIN9, "\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe", "€ŠšŽžŒœŸ");
	BECOMES(CHARSET_UTF16BE, "\0H\xd8\x3d\xde\x22\0i", "H😢i");
	BECOMES(CHARSET_UTF16LE, "H\0\x3d\xd8\x22\xdei\0", "H😢i");
	BECOMES(CHARSET_UTF16LE, "\x3d\xd8i\0", "\xef\xbf\xbdi");
	BECOMES(CHARSET_UNKNOWN, "caf\xe9", "café");
	BECOMES(CHARSET_UNKNOWN, "caf\xc3\xa9\0\x07!", "café!");
	BECOMES(CHARSET_UTF8, "caf\xe9", "caf\xef\xbf\xbd");
	assert_int_equal(charset_of(str_of("utf-8")), CHARSET_UTF8);
	assert_int_equal(charset_of(str_of("ISO")), CHARSET_LATIN9);
	assert_int_equal(charset_of(str_of("klinkt")), CHARSET_UNKNOWN);
}

static bool
fits(const char *one, size_t n)
{
	struct buf b = BUF_INIT;
	bool ok;

	while (n-- > 0)
		buf_adds(&b, one);
	ok = charset_fits_sms((struct str){ (const char *)b.data, b.len });
	buf_free(&b);
	return ok;
}

static void
test_length(void **state)
{
	(void)state;
	assert_true(fits("a", 160));
	assert_false(fits("a", 161));
	assert_true(fits("é", 160));
	assert_true(fits("€", 80));
	assert_false(fits("€", 81));
	assert_true(fits("ë", 70)); /* not of the GSM alphabet */
	assert_false(fits("ë", 71));
	assert_true(fits("😢", 35));
	assert_false(fits("😢", 36));
	assert_true(fits("", 1));
}

static void
test_unhex(void **state)
{
	uint8_t out[2];

	(void)state;
	assert_int_equal(charset_unhex(str_of("0aFf"), out, 2), 2);
	assert_memory_equal(out, "\x0a\xff", 2);
	assert_int_equal(charset_unhex(str_of(""), out, 2), 0);
	assert_int_equal(charset_unhex(str_of("0"), out, 2), -1);
	assert_int_equal(charset_unhex(str_of("0g"), out, 2), -1);
	assert_int_equal(charset_unhex(str_of("0a0b0c"), out, 2), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gsm),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_unhex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
