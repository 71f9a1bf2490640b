/*
 * normalise.c - tests of the form in which texts and terms are compared.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tools/chat.h"
#include "tools/normalise.h"

struct row {
	const char *text;
	unsigned how;
	const char *want;
	unsigned found;
};

static const struct row rows[] = {
	{ "", 0, " ", 0 },
	{ "Ik WIL Thuis", 0, " ik wil thuis ", 0 },
	{ "  veel \t blanks  ", 0, " veel blanks ", 0 },
	{ "Café, ruïne", 0, " cafe ruine ", 0 },
	{ "cafe\xcc\x81", 0, " cafe ", 0 },
	{ "foto's m'n", 0, " fotos mijn ", 0 },
	{ "foto\xe2\x80\x99s", 0, " fotos ", 0 },
	{ "Een. Twee", 0, " een . twee ", NORMALISE_NUMBERS },
	{ "hee!!! ja??", 0, " hee . ja . ", 0 },
	{ "de O.T.S. is klaar", 0, " de ots . is klaar ", 0 },
	{ "ga.Nu", 0, " ga . nu ", 0 },
	{ "nooooit", 0, " nooit ", NORMALISE_SINGLE },
	{ "niiiks", 0, " niiks ", NORMALISE_SINGLE },
	{ "niiiks", NORMALISE_SINGLE, " niks ", NORMALISE_SINGLE },
	{ "boos", NORMALISE_SINGLE, " boos ", 0 },
	{ "1000", NORMALISE_SINGLE, " 1000 ", NORMALISE_NUMBERS },
	{ "ff w8 op me jb", 0, " even wacht op me jeugdbeschermer ", 0 },
	{ "ff w8", NORMALISE_PLAIN, " ff w8 ", 0 },
	{ "3e, 12 of drie", 0, " 3e 12 of drie ", NORMALISE_NUMBERS },
	{ "3e, 12 of drie", NORMALISE_NUMBERS, " # # of # ",
	    NORMALISE_NUMBERS },
	{ "b2 3x", NORMALISE_NUMBERS, " b2 # ", NORMALISE_NUMBERS },
	{ "ok \xf0\x9f\x98\xa1 nee", 0, " ok nee ", 0 },
	{ "ver\xe2\x80\x8b\x73lag", 0, " verslag ", 0 },
	{ "мама, дома", 0, " мама дома ", 0 },
	{ "\xff\xfe weg", 0, " weg ", 0 },
};

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf folded = BUF_INIT, words = BUF_INIT;
		unsigned found;

		assert_int_equal(
		    normalise_fold(&folded, str_of(rows[i].text)), 0);
		found = normalise_words(&words,
		    (struct str){ (const char *)folded.data, folded.len },
		    rows[i].how);
		assert_string_equal(buf_cstr(&words), rows[i].want);
		assert_int_equal(found, rows[i].found);
		buf_free(&folded);
		buf_free(&words);
	}
}

/* Every entry is found, so the table is sorted; no word finds itself. */
static void
test_chat(void **state)
{
	static const char *const typed[] = { "aub", "beg", "drie", "ff", "gwn",
		"jb", "k", "kweenie", "mn", "t", "w8", "w8lijst", "zsm" };

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		assert_non_null(chat_lookup(str_of(typed[i])));
	assert_string_equal(chat_lookup(str_of("negen")), "#");
	assert_string_equal(chat_lookup(str_of("gv")), "gezinsvoogd");
	assert_null(chat_lookup(str_of("")));
	assert_null(chat_lookup(str_of("huis")));
	assert_null(chat_lookup(str_of("onderzoeksrapport")));
	assert_true(chat_is_sorted());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_chat),
	};

	return cmocka_run_group_tests_name("normalise", tests, NULL, NULL);
}
