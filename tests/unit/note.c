/*
 * note.c - tests of signed notes against the published example.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/crypto.h"
#include "gehoor/note.h"

/* c2sp.org/signed-note, "Example". */
#define VKEY \
	"example.com/foo+530d903a+" \
	"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define TEXT "This is an example message.\n"
#define DASH "\xe2\x80\x94 "
#define SIGNATURE \
	"Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYj" \
	"OBH3mFXmRKuwHjG1Yu72IneyaQM="
#define LINE DASH "example.com/foo " SIGNATURE "\n"

static struct note_verifier
example(void)
{
	struct note_verifier v;

	assert_int_equal(note_verifier_parse(VKEY, strlen(VKEY), &v, NULL), 0);
	return v;
}

static int
verify(const char *note, const struct note_verifier *v)
{
	struct str text;

	return note_verify(note, strlen(note), v, &text, NULL);
}

static void
test_published_pair(void **state)
{
	struct note_verifier v = example();
	struct buf b = BUF_INIT;
	struct str text;

	(void)state;
	assert_string_equal(v.name, "example.com/foo");
	assert_int_equal(v.id, 0x530d903a);
	assert_int_equal(note_verify(TEXT "\n" LINE, strlen(TEXT "\n" LINE), &v,
			     &text, NULL),
	    0);
	assert_int_equal(text.n, strlen(TEXT));
	assert_memory_equal(text.p, TEXT, text.n);
	note_verifier_format(&v, &b);
	assert_string_equal(buf_cstr(&b), VKEY);
	buf_free(&b);
}

static void
test_lines_of_others_are_passed_over(void **state)
{
	struct note_verifier v = example();
	struct buf many = BUF_INIT;

	(void)state;
	assert_int_equal(verify(TEXT "\n" DASH "other AAAAAAA=\n" LINE, &v), 0);
	/* The same name with another id is another key. */
	assert_int_equal(
	    verify(TEXT "\n" DASH "example.com/foo AAAAAAA=\n" LINE, &v), 0);
	assert_int_equal(verify(TEXT "\n" DASH "other AAAAAAA=\n", &v), -1);
	buf_adds(&many, TEXT "\n");
	for (int i = 0; i < 99; i++)
		buf_adds(&many, DASH "o AAAAAAA=\n");
	buf_adds(&many, LINE);
	assert_int_equal(verify(buf_cstr(&many), &v), 0);
	buf_adds(&many, DASH "o AAAAAAA=\n");
	assert_int_equal(verify(buf_cstr(&many), &v), -1);
	buf_free(&many);
}

static void
test_malformed(void **state)
{
	static const char *const bad[] = { "", "\n", "\n\n", TEXT, TEXT "\n",
		TEXT LINE, TEXT "\n" LINE "x", TEXT "\n\n" LINE "\n",
		"\r" TEXT "\n" LINE, "\xff" TEXT "\n" LINE, TEXT "x\n\n" LINE,
		"T" TEXT "\n" LINE, TEXT "\n" DASH "example.com/foo Uw2QOg==\n",
		TEXT "\n" DASH "example.com/foo Uw2QOgA=\n" LINE,
		TEXT "\n" DASH "example.com/foo " SIGNATURE,
		TEXT "\n" DASH "example.com/foo  " SIGNATURE "\n",
		TEXT "\n- example.com/foo " SIGNATURE "\n",
		TEXT "\n" DASH "a+b AAAAAAA=\n" LINE,
		TEXT "\n" DASH "other ????\n" LINE };
	struct note_verifier v = example();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (verify(bad[i], &v) != -1)
			fail_msg("malformed note %zu was taken", i);
}

/* Whatever byte of the published note changes, it is refused. */
static void
test_every_byte_counts(void **state)
{
	struct note_verifier v = example();
	char note[] = TEXT "\n" LINE;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(note); i++)
		for (int bit = 0; bit < 8; bit++) {
			note[i] ^= (char)(1 << bit);
			if (verify(note, &v) != -1)
				fail_msg("bit %d of byte %zu", bit, i);
			note[i] ^= (char)(1 << bit);
		}
	assert_int_equal(verify(note, &v), 0);
}

static void
test_keys_round_trip(void **state)
{
	struct note_signer s, t;
	struct note_verifier v, w;
	struct buf b = BUF_INIT, note = BUF_INIT;
	struct str text;

	(void)state;
	assert_int_equal(note_signer_new("gehoor.example/lijn", &s, NULL), 0);
	note_signer_format(&s, &b);
	assert_memory_equal(b.data, "PRIVATE+KEY+gehoor.example/lijn+", 32);
	assert_int_equal(
	    note_signer_parse((const char *)b.data, b.len, &t, NULL), 0);
	assert_memory_equal(&s, &t, sizeof(s));
	for (size_t i = 0; i < b.len; i++)
		assert_int_equal(
		    note_signer_parse((const char *)b.data, i, &t, NULL), -1);
	note_signer_verifier(&s, &v);
	buf_clear(&b);
	note_verifier_format(&v, &b);
	assert_int_equal(
	    note_verifier_parse((const char *)b.data, b.len, &w, NULL), 0);
	assert_memory_equal(&v, &w, sizeof(v));
	assert_int_equal(note_sign(&s, "a\n\nb\n", 5, &note, NULL), 0);
	assert_int_equal(
	    note_verify((const char *)note.data, note.len, &w, &text, NULL), 0);
	assert_int_equal(text.n, 5);
	assert_memory_equal(text.p, "a\n\nb\n", 5);
	buf_free(&b);
	buf_free(&note);
}

static void
test_what_is_not_signed(void **state)
{
	static const char *const bad[] = { "", "no newline", "tab\t\n",
		"\xff\n" };
	struct buf b = BUF_INIT;
	struct note_signer s;

	(void)state;
	assert_int_equal(note_signer_new("n", &s, NULL), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    note_sign(&s, bad[i], strlen(bad[i]), &b, NULL), -1);
	assert_int_equal(b.len, 0);
}

static void
test_names(void **state)
{
	static const char *const bad[] = { "", "a b", "a+b", "a\n", "\x7f",
		"a\xc2\xa0", "\xe3\x80\x80", "\xff" };
	char longest[NOTE_NAME_MAX + 2];
	struct note_signer s;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(note_signer_new(bad[i], &s, NULL), -1);
	memset(longest, 'x', sizeof(longest));
	assert_true(note_name_is_valid(longest, NOTE_NAME_MAX));
	assert_false(note_name_is_valid(longest, NOTE_NAME_MAX + 1));
	assert_true(note_name_is_valid("caf\xc3\xa9", 5));
}

/* A digit mistyped in the id or the key is noticed. */
static void
test_vkey_typing_errors(void **state)
{
	char vkey[] = VKEY;
	struct note_verifier v;
	struct err e;

	(void)state;
	vkey[16] = '6';
	assert_int_equal(note_verifier_parse(vkey, strlen(vkey), &v, &e), -1);
	assert_non_null(strstr(e.msg, "typing error"));
	vkey[16] = '5';
	vkey[30] = 'X';
	assert_int_equal(note_verifier_parse(vkey, strlen(vkey), &v, &e), -1);
	assert_int_equal(
	    note_verifier_parse(VKEY "\n", strlen(VKEY) + 1, &v, &e), -1);
	vkey[30] = VKEY[30];
	vkey[25] = 'B';
	assert_int_equal(note_verifier_parse(vkey, strlen(vkey), &v, &e), -1);
	assert_non_null(strstr(e.msg, "type 5"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published_pair),
		cmocka_unit_test(test_lines_of_others_are_passed_over),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_every_byte_counts),
		cmocka_unit_test(test_keys_round_trip),
		cmocka_unit_test(test_what_is_not_signed),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_vkey_typing_errors),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
