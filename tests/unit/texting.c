/*
 * texting.c - text messages as Gammu SMSD and smstools3 leave them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tools/texting.h"

static struct texting t;

static enum texting_result
smstools(const char *file, size_t n)
{
	texting_free(&t);
	return texting_smstools((const uint8_t *)file, n, "GSM1.abc", &t);
}

#define SMSTOOLS(file) smstools(file, sizeof(file) - 1)

static void
text_is(const char *text)
{
	assert_string_equal(buf_cstr(&t.text), text);
}

static void
test_smstools(void **state)
{
	(void)state;
	assert_int_equal(SMSTOOLS("From: 31612345678\nFrom_SMSC: 316\n"
				  "Received: 26-11-27 10:00:00\n"
				  "Alphabet: ISO\n\nhoi \xa4\nen nog"),
	    TEXTING_MESSAGE);
	text_is("hoi €\nen nog");
	assert_string_equal(t.from, "31612345678");
	assert_string_equal(t.id, "GSM1.abc");
	assert_string_equal(t.time, "26-11-27 10:00:00");
	assert_int_equal(t.of, 0);
	assert_int_equal(SMSTOOLS("From: 1\r\nAlphabet: UCS2\r\n\r\n"
				  "\0h\0o\0i\xd8\x3d\xde\x22"),
	    TEXTING_MESSAGE);
	text_is("hoi😢");
	assert_int_equal(SMSTOOLS("From: 1\nAlphabet: GSM\n\n\x05v\x05nement"),
	    TEXTING_MESSAGE);
	text_is("événement");
	assert_int_equal(SMSTOOLS("From: 1\n\n"), TEXTING_MESSAGE);
	text_is("");
}

static void
test_smstools_other(void **state)
{
	(void)state;
	assert_int_equal(
	    SMSTOOLS("From: 1\n\nSMS STATUS REPORT\nStatus: 0"), TEXTING_OTHER);
	assert_int_equal(
	    SMSTOOLS("From: 1\nAlphabet: binary\n\n\x01\x02"), TEXTING_OTHER);
	assert_int_equal(SMSTOOLS("Van: 1\n\nhoi"), TEXTING_BROKEN);
	assert_int_equal(SMSTOOLS(""), TEXTING_BROKEN);
}

static void
test_parts(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	SMSTOOLS("From: 1\nUDH-DATA: 05 00 03 A5 03 02 \nUDH: true\n\nb");
	assert_string_equal(t.ref, "a5");
	assert_int_equal(t.of, 3);
	assert_int_equal(t.part, 2);
	texting_json(&t, &b);
	assert_string_equal(buf_cstr(&b),
	    "{\"from\":\"1\",\"text\":\"b\",\"id\":\"GSM1.abc\",\"time\":\"\","
	    "\"part\":{\"ref\":\"a5\",\"n\":2,\"of\":3}}");
	SMSTOOLS("From: 1\nUDH-DATA: 06 08 04 01 02 02 01\n\nb");
	assert_string_equal(t.ref, "0102");
	assert_int_equal(t.of, 2);
	assert_int_equal(t.part, 1);
	/* Ports and the like are no parts. */
	SMSTOOLS("From: 1\nUDH-DATA: 06 05 04 0B 84 23 F0\n\nb");
	assert_int_equal(t.of, 0);
	buf_free(&b);
}

static const char *const *variables;

static const char *
get(const char *name)
{
	for (const char *const *v = variables; *v != NULL; v += 2)
		if (strcmp(*v, name) == 0)
			return v[1];
	return NULL;
}

static enum texting_result
gammu(const char *const *all)
{
	texting_free(&t);
	variables = all;
	return texting_gammu(get, "IN1", &t);
}

static void
test_gammu(void **state)
{
	static const char *const single[] = { "SMS_MESSAGES", "1",
		"SMS_1_NUMBER", "+31612345678", "SMS_1_TEXT", "Zó fijn",
		"DECODED_PARTS", "0", NULL };
	static const char *const several[] = { "SMS_1_NUMBER", "1",
		"SMS_1_TEXT", "niet dit", "DECODED_PARTS", "2",
		"DECODED_1_TEXT", "een ", "DECODED_2_TEXT", "twee", NULL };
	static const char *const nothing[] = { "SMS_1_NUMBER", "1",
		"DECODED_PARTS", "0", NULL };
	static const char *const nobody[] = { "SMS_1_TEXT", "a", NULL };

	(void)state;
	assert_int_equal(gammu(single), TEXTING_MESSAGE);
	text_is("Zó fijn");
	assert_string_equal(t.from, "+31612345678");
	assert_string_equal(t.id, "IN1");
	assert_int_equal(gammu(several), TEXTING_MESSAGE);
	text_is("een twee");
	assert_int_equal(gammu(nothing), TEXTING_OTHER);
	assert_int_equal(gammu(nobody), TEXTING_BROKEN);
}

static void
gammu_file(const char *name, const char *octets, size_t n)
{
	assert_int_equal(
	    texting_gammu_file((const uint8_t *)octets, n, name, &t),
	    TEXTING_MESSAGE);
}

static void
test_gammu_files(void **state)
{
	static const char first[] = "IN20261127_100000_00_+31612345678_00.txt";
	static const char second[] = "IN20261127_100000_00_+31612345678_01.txt";

	(void)state;
	texting_free(&t);
	gammu_file(first, "\xff\xfeh\0o\0", 6);
	gammu_file(second, "\xfe\xff\0i", 4);
	text_is("hoi");
	gammu_file(second, "\xfe\xff\0!\0\0\0x\0y", 10); /* and the rest */
	text_is("hoi!");
	assert_string_equal(t.from, "+31612345678");
	assert_string_equal(t.id, first);
	assert_int_equal(texting_gammu_set(first), texting_gammu_set(second));
	assert_memory_equal(first, second, texting_gammu_set(first));
	assert_int_equal(texting_gammu_set("IN2026.txt"), 0);
	assert_int_equal(texting_gammu_set("OUT20261127_1_0_31_0.txt"), 0);
	assert_int_equal(
	    texting_gammu_file((const uint8_t *)"a", 1, "x.txt", &t),
	    TEXTING_BROKEN);
}

static int
end(void **state)
{
	(void)state;
	texting_free(&t);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_smstools),
		cmocka_unit_test(test_smstools_other),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_gammu),
		cmocka_unit_test(test_gammu_files),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
