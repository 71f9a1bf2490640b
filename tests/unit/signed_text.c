/*
 * signed_text.c - checkpoints, cosignatures, proofs, promises: what is written
 * reads back, and nothing else reads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gehoor/checkpoint.h"
#include "gehoor/crypto.h"
#include "gehoor/promise.h"
#include "gehoor/tlog_proof.h"

static struct note_signer server, other, witness;
static struct note_verifier server_key, other_key, witness_key;

static int
make_keys(void **state)
{
	(void)state;
	note_signer_new("voorbeeld.test", &server, NULL);
	note_signer_new("ander.test", &other, NULL);
	note_witness_new("raad-laptop", &witness, NULL);
	note_signer_verifier(&server, &server_key);
	note_signer_verifier(&other, &other_key);
	note_signer_verifier(&witness, &witness_key);
	return 0;
}

static struct checkpoint
a_checkpoint(void)
{
	struct checkpoint c = { .size = 1234567 };

	memset(c.root, 0xa5, HASH_LEN);
	assert_int_equal(
	    checkpoint_origin("voorbeeld.test", "lijn", 1, c.origin, NULL), 0);
	return c;
}

static void
test_origins(void **state)
{
	char origin[NOTE_NAME_MAX + 1], name[NOTE_NAME_MAX + 1];

	(void)state;
	assert_int_equal(checkpoint_origin("a.b", "lijn", 1, origin, NULL), 0);
	assert_string_equal(origin, "a.b/lijn");
	assert_int_equal(checkpoint_origin("a.b", "lijn", 2, origin, NULL), 0);
	assert_string_equal(origin, "a.b/lijn/2");
	memset(name, 'a', NOTE_NAME_MAX);
	name[NOTE_NAME_MAX] = '\0';
	assert_int_equal(checkpoint_origin(name, "b", 1, origin, NULL), -1);
	assert_int_equal(checkpoint_origin("a b", "b", 1, origin, NULL), -1);
}

static void
test_checkpoint(void **state)
{
	struct checkpoint c = a_checkpoint(), d;
	struct buf note = BUF_INIT;
	struct err e;

	(void)state;
	assert_int_equal(checkpoint_sign(&c, &server, &note, &e), 0);
	assert_memory_equal(note.data, "voorbeeld.test/lijn\n1234567\n", 28);
	assert_int_equal(checkpoint_open((char *)note.data, note.len, c.origin,
			     &server_key, 1, &d, &e),
	    0);
	assert_int_equal(d.size, c.size);
	assert_memory_equal(d.root, c.root, HASH_LEN);
	assert_int_equal(checkpoint_open((char *)note.data, note.len,
			     "voorbeeld.test/lijn/2", &server_key, 1, &d, &e),
	    -1);
	assert_int_equal(checkpoint_open((char *)note.data, note.len, c.origin,
			     &other_key, 1, &d, &e),
	    -1);
	/* Every bit matters, also in the signature. */
	for (size_t bit = 0; bit < note.len * 8; bit++) {
		note.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		if (checkpoint_open((char *)note.data, note.len, c.origin,
			&server_key, 1, &d, &e) == 0)
			fail_msg("bit %zu", bit);
		note.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (size_t n = 0; n < note.len; n++)
		assert_int_equal(checkpoint_open((char *)note.data, n, c.origin,
				     &server_key, 1, &d, &e),
		    -1);
	buf_free(&note);
}

static void
test_checkpoint_forms(void **state)
{
#define ROOT "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n"
	static const char *const bad[] = { "", "a\n1\n", "a\n1\n" ROOT "\n",
		"\n1\n" ROOT, "a\n01\n" ROOT, "a\n+1\n" ROOT, "a\n-1\n" ROOT,
		"a\n\n" ROOT, "a\n18446744073709551616\n" ROOT, "a\n1\npaWl\n",
		"a b\n1\n" ROOT, "a\n1 \n" ROOT,
		"a\n1\npaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaV=\n",
		"a\n1\n" ROOT "x\n\n", "a\n1\n" ROOT "x" };
	struct checkpoint c;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (checkpoint_read(str_of(bad[i]), &c, NULL) == 0)
			fail_msg("case %zu was read", i);
	assert_int_equal(
	    checkpoint_read(str_of("a\n0\n" ROOT "ext 1\n"), &c, NULL), 0);
	assert_int_equal(
	    checkpoint_read(str_of("a\n18446744073709551615\n" ROOT), &c, NULL),
	    0);
	assert_true(c.size == UINT64_MAX);
#undef ROOT
}

/* A cosigned checkpoint still opens; only its witness is found in it. */
static void
test_cosignature(void **state)
{
	struct checkpoint c = a_checkpoint(), d;
	struct buf note = BUF_INIT, text = BUF_INIT;
	struct note_verifier v;
	struct note_signer s;
	int64_t when = 7;
	struct err e;

	(void)state;
	assert_int_equal(checkpoint_sign(&c, &server, &note, &e), 0);
	assert_int_equal(
	    note_cosigned((char *)note.data, note.len, &witness_key, &when, &e),
	    0);
	assert_int_equal(note_cosign(&witness, 1796000000, &note, &e), 0);
	assert_int_equal(note_cosign(&witness, -1, &note, &e), -1);
	assert_int_equal(
	    note_cosigned((char *)note.data, note.len, &witness_key, &when, &e),
	    1);
	assert_true(when == 1796000000);
	assert_int_equal(checkpoint_open((char *)note.data, note.len, c.origin,
			     &server_key, 1, &d, &e),
	    0);
	note.data[note.len - 20] ^= 1;
	assert_int_equal(
	    note_cosigned((char *)note.data, note.len, &witness_key, &when, &e),
	    -1);
	/* Keys of witnesses are another kind than keys of logs. */
	note_witness_format(&witness, &text);
	assert_int_equal(
	    note_witness_parse((char *)text.data, text.len, &s, &e), 0);
	assert_int_equal(
	    note_signer_parse((char *)text.data, text.len, &s, &e), -1);
	buf_clear(&text);
	note_witness_verifier_format(&witness_key, &text);
	assert_int_equal(
	    note_witness_verifier_parse((char *)text.data, text.len, &v, &e),
	    0);
	assert_memory_equal(&v, &witness_key, sizeof(v));
	assert_int_equal(
	    note_verifier_parse((char *)text.data, text.len, &v, &e), -1);
	buf_free(&note);
	buf_free(&text);
}

/*
 * The message of a cosignature is what C2SP writes down; checked with the
 * plain signature over those very bytes.
 */
static void
test_cosignature_message(void **state)
{
	static const char message[] = "cosignature/v1\ntime 1679315147\n"
				      "a\n1\nx\n";
	struct buf note = BUF_INIT, wanted = BUF_INIT;
	uint8_t made[4 + 8 + 64];
	struct err e;

	(void)state;
	assert_int_equal(note_sign(&server, "a\n1\nx\n", 6, &note, &e), 0);
	assert_int_equal(note_cosign(&witness, 1679315147, &note, &e), 0);
	put_be32(made, witness.id);
	put_be64(made + 4, 1679315147);
	crypto_sign_make(witness.sk, message, sizeof(message) - 1, made + 12);
	buf_adds(&wanted, "\xe2\x80\x94 raad-laptop ");
	crypto_base64(&wanted, made, sizeof(made));
	buf_addc(&wanted, '\n');
	assert_memory_equal(
	    note.data + note.len - wanted.len, wanted.data, wanted.len);
	buf_free(&note);
	buf_free(&wanted);
}

static void
test_tlog_proof(void **state)
{
	struct checkpoint c = a_checkpoint();
	struct tlog_proof p = { .index = 41, .has_leaf = true }, q;
	struct buf note = BUF_INIT, file = BUF_INIT, again = BUF_INIT;
	struct err e;

	(void)state;
	assert_int_equal(checkpoint_sign(&c, &server, &note, &e), 0);
	memset(p.leaf, 3, HASH_LEN);
	p.path.n = 5;
	for (size_t i = 0; i < p.path.n; i++)
		memset(p.path.hash[i], (int)i, HASH_LEN);
	p.checkpoint = (struct str){ (char *)note.data, note.len };
	tlog_proof_write(&p, &file);
	assert_int_equal(
	    tlog_proof_read((char *)file.data, file.len, &q, &e), 0);
	assert_int_equal(q.index, 41);
	assert_true(q.has_leaf && str_equal(q.checkpoint, p.checkpoint));
	tlog_proof_write(&q, &again);
	assert_int_equal(again.len, file.len);
	assert_memory_equal(again.data, file.data, file.len);
	assert_int_equal(
	    tlog_proof_read("c2sp.org/tlog-proof@v1\nindex 0\n\n", 33, &q, &e),
	    0);
	assert_false(q.has_leaf);
	assert_int_equal(
	    tlog_proof_read("c2sp.org/tlog-proof@v2\nindex 0\n\n", 33, &q, &e),
	    -1);
	assert_int_equal(
	    tlog_proof_read("c2sp.org/tlog-proof@v1\nindex 00\n\n", 34, &q, &e),
	    -1);
	assert_int_equal(
	    tlog_proof_read("c2sp.org/tlog-proof@v1\nindex 0\n", 32, &q, &e),
	    -1);
	buf_free(&note);
	buf_free(&file);
	buf_free(&again);
}

static void
test_promise(void **state)
{
	struct promise p = { .origin = "voorbeeld.test/lijn" }, q;
	struct buf note = BUF_INIT;
	struct err e;

	(void)state;
	memset(p.log_id, 1, LOG_ID_LEN);
	memset(p.leaf, 2, HASH_LEN);
	assert_int_equal(promise_sign(&p, &server, &note, &e), 0);
	assert_int_equal(
	    promise_open((char *)note.data, note.len, &server_key, 1, &q, &e),
	    0);
	assert_string_equal(q.origin, p.origin);
	assert_memory_equal(q.leaf, p.leaf, HASH_LEN);
	assert_int_equal(
	    promise_open((char *)note.data, note.len, &other_key, 1, &q, &e),
	    -1);
	for (size_t bit = 0; bit < note.len * 8; bit++) {
		note.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_equal(promise_open((char *)note.data, note.len,
				     &server_key, 1, &q, &e),
		    -1);
		note.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	buf_free(&note);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_origins),
		cmocka_unit_test(test_checkpoint),
		cmocka_unit_test(test_checkpoint_forms),
		cmocka_unit_test(test_cosignature),
		cmocka_unit_test(test_cosignature_message),
		cmocka_unit_test(test_tlog_proof),
		cmocka_unit_test(test_promise),
	};

	return crypto_init(NULL) != 0
	    ? 1
	    : cmocka_run_group_tests(tests, make_keys, NULL);
}
