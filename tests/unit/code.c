/*
 * code.c - tests of the receipt code.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/code.h"
#include "gehoor/crypto.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static enum code_result
read_string(const char *s, struct code *out)
{
	return code_read(s, strlen(s), out);
}

static struct code
random_code(void)
{
	struct code c;
	uint8_t bits[10];

	crypto_random(bits, sizeof(bits));
	code_make(bits, &c);
	return c;
}

/* The symbols are the bits from the first on, five at a time. */
static void
test_bits(void **state)
{
	static const uint8_t zero[10], last[10] = { [9] = 0x20 };
	static const uint8_t first[10] = { 0x80 };
	struct code c;

	(void)state;
	code_make(zero, &c);
	assert_string_equal(c.text, "0000000000000000");
	/* The check of symbol i is a^(i+1) s_i; a^15 is 31, a is 2. */
	code_make(last, &c);
	assert_string_equal(c.text, "000000000000001Z");
	code_make(first, &c);
	assert_memory_equal(c.text, "G00000000000000", 15);
	assert_int_equal(c.text[15], '5');
}

static void
test_shown_form_reads_back(void **state)
{
	char shown[CODE_SHOWN_LEN + 1];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct code c = random_code(), d = { "" };

		code_show(&c, shown);
		assert_int_equal(strlen(shown), CODE_SHOWN_LEN);
		assert_int_equal(shown[4], '-');
		assert_int_equal(shown[9], '-');
		assert_int_equal(shown[14], '-');
		assert_int_equal(read_string(shown, &d), CODE_OK);
		assert_string_equal(c.text, d.text);
	}
}

/* As people type it: case, blanks, hyphens of telephones, O, I and L. */
static void
test_typed_forms(void **state)
{
	static const uint8_t bits[10] = { 0x00, 0x44, 0x32, 0x14, 0xc7, 0x42,
		0x54, 0xb6, 0x35, 0xc0 };
	char typed[128] = "  ", *to = typed + 2;
	struct code c, d;

	(void)state;
	code_make(bits, &c);
	for (size_t i = 0; i < CODE_LEN; i++) {
		char s = c.text[i];

		if (s == '0')
			s = i % 2 ? 'o' : 'O';
		else if (s == '1')
			s = i % 2 ? 'l' : 'I';
		else if (s >= 'A')
			s = (char)(s - 'A' + 'a');
		*to++ = s;
		if (i % 4 == 3)
			to = stpcpy(to, i < 8 ? " \xe2\x80\x93 " : "\xc2\xa0");
	}
	assert_int_equal(read_string(typed, &d), CODE_OK);
	assert_string_equal(c.text, d.text);
}

static void
test_malformed_leaves_out_alone(void **state)
{
	static const char *const bad[] = { "", "-", "K7QF", "K7QF-9M2X-4T8B",
		"K7QF-9M2X-4T8B-1WZHH", "K7QF-9M2X-4T8B-1WZU",
		"K7QF-9M2X-4T8B-1WZ!", "K7QF\xe2\x80", "\xc2",
		"0000000000000000\xe2" };
	struct code c = { "untouched" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(read_string(bad[i], &c), CODE_MALFORMED);
	assert_int_equal(
	    code_read("000000000000000\0", 16, &c), CODE_MALFORMED);
	assert_string_equal(c.text, "untouched");
}

static void
test_every_wrong_symbol_is_noticed(void **state)
{
	struct code good = random_code(), bad, out = { "untouched" };

	(void)state;
	for (size_t i = 0; i < CODE_LEN; i++) {
		bad = good;
		for (size_t k = 0; k < 32; k++) {
			bad.text[i] = alphabet[k];
			assert_int_equal(read_string(bad.text, &out),
			    alphabet[k] == good.text[i] ? CODE_OK : CODE_CHECK);
		}
	}
}

static void
test_every_exchange_of_neighbours_is_noticed(void **state)
{
	(void)state;
	for (int round = 0; round < 100; round++) {
		struct code good = random_code(), bad, out;

		for (size_t i = 0; i + 1 < CODE_LEN; i++) {
			bad = good;
			bad.text[i] = good.text[i + 1];
			bad.text[i + 1] = good.text[i];
			assert_int_equal(read_string(bad.text, &out),
			    bad.text[i] == good.text[i] ? CODE_OK : CODE_CHECK);
		}
	}
}

/* Tag and reply key hang on pepper, code and purpose, and on nothing else. */
static void
test_derived(void **state)
{
	uint8_t pepper[32] = { 1 }, other[32] = { 2 };
	uint8_t tag[TAG_LEN], again[TAG_LEN], key[32], plain[TAG_LEN];
	struct code c = random_code(), d = random_code();

	(void)state;
	code_tag(pepper, &c, tag);
	code_tag(pepper, &c, again);
	assert_memory_equal(tag, again, TAG_LEN);
	code_tag(other, &c, again);
	assert_memory_not_equal(tag, again, TAG_LEN);
	code_tag(pepper, &d, again);
	assert_memory_not_equal(tag, again, TAG_LEN);
	code_reply_key(pepper, &c, key);
	assert_memory_not_equal(tag, key, TAG_LEN);
	crypto_blake2b(plain, TAG_LEN, pepper,
	    (struct crypto_part[]){
		{ "look", 4 }, { "up", 2 }, { c.text, CODE_LEN } },
	    3);
	assert_memory_equal(tag, plain, TAG_LEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_shown_form_reads_back),
		cmocka_unit_test(test_typed_forms),
		cmocka_unit_test(test_malformed_leaves_out_alone),
		cmocka_unit_test(test_every_wrong_symbol_is_noticed),
		cmocka_unit_test(test_every_exchange_of_neighbours_is_noticed),
		cmocka_unit_test(test_derived),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
