/*
 * token.c - the form token: what it observes, and what follows from it.
 */
#include "world.h"

#include "daemon/token.h"

static char made[TOKEN_TEXT_LEN + 1];
static struct token token;

static enum token_result
read_at(int64_t now)
{
	return token_read(NULL, str_of(made), now, &token);
}

static void
ages(void **state)
{
	(void)state;
	token_make(NULL, 1791000000, made);
	assert_int_equal(strlen(made), TOKEN_TEXT_LEN);
	assert_int_equal(read_at(1791000000), TOKEN_FAST);
	assert_int_equal(read_at(1791000002), TOKEN_FAST);
	assert_int_equal(read_at(1791000003), TOKEN_FINE);
	assert_int_equal(read_at(1791000000 + 86400), TOKEN_FINE);
	assert_int_equal(read_at(1791000000 + 86401), TOKEN_STALE);
	assert_true(token.genuine);
	/* Its key is gone: nobody can say whether it was ours. */
	assert_int_equal(read_at(1791000000 + 5 * 86400), TOKEN_STALE);
	assert_false(token.genuine);
	/* A clock that was set back a little. */
	assert_int_equal(read_at(1791000000 - 60), TOKEN_FAST);
	assert_int_equal(read_at(1791000000 - 3 * 86400), TOKEN_NONE);
	assert_int_equal(read_at(-1), TOKEN_NONE);
}

static void
forgeries(void **state)
{
	char right[TOKEN_TEXT_LEN + 1];

	(void)state;
	token_make(NULL, 1791000000, made);
	memcpy(right, made, sizeof(right));
	for (size_t i = 0; i < TOKEN_TEXT_LEN; i++) {
		made[i] = made[i] == 'A' ? 'B' : 'A';
		/* A wrong time may look too old to be checked. */
		assert_true(read_at(1791000010) >= TOKEN_STALE);
		assert_false(token.genuine);
		made[i] = right[i];
	}
	assert_int_equal(read_at(1791000010), TOKEN_FINE);
	made[7] = '+';
	assert_int_equal(read_at(1791000010), TOKEN_NONE);
	made[TOKEN_TEXT_LEN - 1] = '\0';
	assert_int_equal(read_at(1791000010), TOKEN_NONE);
	assert_int_equal(
	    token_read(NULL, (struct str){ NULL, 0 }, 5, &token), TOKEN_NONE);
}

static void
two_tokens_differ(void **state)
{
	char other[TOKEN_TEXT_LEN + 1];

	(void)state;
	token_make(NULL, 1791000000, made);
	token_make(NULL, 1791000000, other);
	assert_string_not_equal(made, other);
}

static void
identities(void **state)
{
	uint8_t digest[TOKEN_DIGEST_LEN] = { 1 };
	struct identity a, b;

	(void)state;
	token_make(NULL, 1791000000, made);
	assert_int_equal(read_at(1791000010), TOKEN_FINE);
	assert_true(token_identity(NULL, &token, 1791000010, digest, &a));
	/* The same the day after, under the key of the day it was made. */
	assert_true(token_identity(NULL, &token, 1791086410, digest, &b));
	assert_string_equal(a.code.text, b.code.text);
	assert_string_equal(a.dedup, b.dedup);
	assert_int_equal(strlen(a.dedup), 32);
	digest[0] = 2;
	assert_true(token_identity(NULL, &token, 1791000010, digest, &b));
	assert_string_not_equal(a.code.text, b.code.text);
	assert_string_not_equal(a.dedup, b.dedup);
	assert_false(
	    token_identity(NULL, &token, 1791000010 + 9 * 86400, digest, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ages),
		cmocka_unit_test(forgeries),
		cmocka_unit_test(two_tokens_differ),
		cmocka_unit_test(identities),
	};

	return cmocka_run_group_tests(tests, world_new, world_end);
}
