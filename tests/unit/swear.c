/*
 * swear.c - tests of swear words and sighs, and of words that only begin or
 * look like one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/swear.h"

static void
swears(void **state)
{
	static const char *const rows[] = { "kut", "kuuuut", "kutt", "kk",
		"kkr", "klootzak", "klotzakken", "klerezooi", "godverdomme",
		"fucking", "idioot", "teringlijers", "flikker", "asshole",
		"tyfus", "godsgruwelijke", "achterlijke", "hoerenzoon", "wtf" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (swear_of(str_of(rows[i])).kind != SWEAR_WORD)
			fail_msg("%s is no swear word", rows[i]);
}

static void
sighs(void **state)
{
	static const char *const rows[] = { "pf", "pff", "pfffff", "tss",
		"grrrr", "omg", "jeetje" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (swear_of(str_of(rows[i])).kind != SWEAR_SIGH)
			fail_msg("%s is no sigh", rows[i]);
}

/* Clothes are none, nor is who writes "k heb". */
static void
innocent(void **state)
{
	static const char *const rows[] = { "", "k", "kuuroord", "kleren",
		"klerenkast", "kwaal", "rust", "donderdag", "verdomhoekje",
		"kat", "gras", "\xc3\xa9\xc3\xa9n", "ik", "Kut" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (swear_is(str_of(rows[i])))
			fail_msg("%s is a swear word", rows[i]);
}

static void
rest_is(const char *word, const char *want)
{
	struct swear s = swear_of(str_of(word));

	assert_int_equal(s.rest.n, strlen(want));
	assert_memory_equal(s.rest.p, want, s.rest.n);
}

static void
rest(void **state)
{
	(void)state;
	rest_is("kut", "");
	rest_is("kutte", "");
	rest_is("kutgroep", "groep");
	rest_is("kuuutgroep", "groep");
	rest_is("kankerjeugdzorg", "jeugdzorg");
	rest_is("groep", "groep");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(swears),
		cmocka_unit_test(sighs), cmocka_unit_test(innocent),
		cmocka_unit_test(rest) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
