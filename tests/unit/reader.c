/*
 * reader.c - tests of readers' keys as text and as pairs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/unseal.h"

static void
test_pair_from_secret(void **state)
{
	struct reader_secret r, same;

	(void)state;
	unseal_reader_new(&r);
	unseal_reader_from(&same, r.sk);
	assert_memory_equal(&r, &same, sizeof(r));
}

static void
test_reader_text(void **state)
{
	char text[READER_TEXT_LEN + 1];
	struct reader_secret secret;
	struct reader r, back;
	struct err e;

	(void)state;
	unseal_reader_new(&secret);
	memcpy(r.pk, secret.pk, 32);
	reader_format(&r, text);
	assert_int_equal(strlen(text), READER_TEXT_LEN);
	assert_int_equal(reader_parse(text, READER_TEXT_LEN, &back, &e), 0);
	assert_memory_equal(&r, &back, sizeof(r));
	for (size_t n = 0; n < READER_TEXT_LEN; n++)
		assert_int_equal(reader_parse(text, n, &back, &e), -1);
	for (size_t i = 0; i < READER_TEXT_LEN; i++) {
		char was = text[i];

		text[i] = was == 'A' ? 'B' : 'A';
		assert_int_equal(
		    reader_parse(text, READER_TEXT_LEN, &back, &e), -1);
		text[i] = was;
	}
	/* A point nobody can agree on a secret with. */
	memset(r.pk, 0, 32);
	reader_format(&r, text);
	assert_int_equal(reader_parse(text, READER_TEXT_LEN, &back, &e), -1);
	assert_non_null(strstr(e.msg, "sealed"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pair_from_secret),
		cmocka_unit_test(test_reader_text),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
