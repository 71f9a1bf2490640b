/*
 * signed_text.c - checkpoints, cosignatures, proofs, promises, acts: what is
 * written reads back, and nothing else reads.
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

#include "gehoor/act_file.h"
#include "gehoor/checkpoint.h"
#include "gehoor/crypto.h"
#include "gehoor/promise.h"
#include "gehoor/reply.h"
#include "gehoor/tlog_proof.h"

static struct note_signer server, other, desk[3], witness;
static struct note_verifier server_key, other_key, witness_key;
static struct act_desk desks[3];
static struct act_keys keys;

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
	for (size_t i = 0; i < 3; i++) {
		note_signer_new("desk.test", &desk[i], NULL);
		note_signer_verifier(&desk[i], &desks[i].key);
	}
	desks[0].roles = 1;
	desks[1].roles = 2;
	desks[2].roles = 1;
	keys = (struct act_keys){ &server_key, 1, desks, 3 };
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

static struct act
an_act(enum act_kind kind)
{
	struct act a;

	memset(&a, 0, sizeof(a));
	a.kind = kind;
	strcpy(a.origin, "voorbeeld.test/lijn");
	memset(a.log_id, 9, LOG_ID_LEN);
	a.segment = 3;
	a.week = (struct week){ 2026, 48 };
	if (kind == ACT_ERASED) {
		a.index = 17;
		memset(a.leaf, 4, HASH_LEN);
		strcpy(a.reason, "de afzender vroeg erom");
	} else {
		a.size = 1200;
		memset(a.root, 5, HASH_LEN);
	}
	if (kind == ACT_RESTORED) {
		memset(a.new_id, 6, LOG_ID_LEN);
		a.was_size = 1230;
		memset(a.was_root, 7, HASH_LEN);
	}
	return a;
}

static void
test_acts_read_back(void **state)
{
	struct buf text = BUF_INIT;
	struct act a, b;
	struct err e;

	(void)state;
	for (int k = 0; k <= ACT_RESTORED; k++) {
		a = an_act((enum act_kind)k);
		buf_clear(&text);
		act_write(&a, &text);
		assert_int_equal(
		    act_read(
			(struct str){ (char *)text.data, text.len }, &b, &e),
		    0);
		assert_memory_equal(&a, &b, sizeof(a));
		/* No line may be left out, be twice, or be somewhere else. */
		for (size_t i = 0; i < text.len; i++)
			if (text.data[i] == '\n' && i + 1 < text.len)
				assert_int_equal(
				    act_read((struct str){ (char *)text.data,
						 i + 1 },
					&b, &e),
				    -1);
		buf_adds(&text, "x y\n");
		assert_int_equal(
		    act_read(
			(struct str){ (char *)text.data, text.len }, &b, &e),
		    -1);
	}
	buf_free(&text);
}

static char dir[] = "/tmp/gehoor-acts-XXXXXX";

/* What a file with one act, signed by these, reads as. */
static int
read_signed(enum act_kind kind, const struct note_signer *const *signers,
    size_t n, struct act_list *l, struct err *e)
{
	struct act a = an_act(kind);
	struct buf note = BUF_INIT;
	int rc;

	assert_int_equal(act_sign(&a, signers, n, &note, e), 0);
	assert_int_equal(act_file_add(dir, kind, &note, e), 0);
	rc = act_file_read(dir, kind, &keys, l, e);
	buf_free(&note);
	return rc;
}

static void
forget(enum act_kind kind)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, act_file_name(kind));
	unlink(path);
}

static void
test_who_may_sign(void **state)
{
	struct note_signer as;
	const struct note_signer *both[] = { &desk[0], &desk[1] },
				 *same[] = { &desk[0], &desk[2] },
				 *twice[] = { &desk[0], &desk[0] },
				 *wrong[] = { &other }, *old[] = { &as };
	struct act_list l = { NULL, 0 };
	struct err e;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(act_file_read(dir, ACT_ERASED, &keys, &l, &e), 0);
	assert_int_equal(l.n, 0);
	for (size_t i = 1; i <= 3; i++) {
		assert_int_equal(read_signed(ACT_ERASED, both, 2, &l, &e), 0);
		assert_int_equal(l.n, i);
		assert_non_null(act_list_erased(&l, 17));
		assert_null(act_list_erased(&l, 18));
		act_list_free(&l);
	}
	assert_int_equal(read_signed(ACT_ERASED, same, 2, &l, &e), -1);
	assert_non_null(strstr(e.msg, "erased: entry 4"));
	forget(ACT_ERASED);
	assert_int_equal(read_signed(ACT_ERASED, twice, 2, &l, &e), -1);
	forget(ACT_ERASED);
	assert_int_equal(read_signed(ACT_ERASED, both, 1, &l, &e), -1);
	forget(ACT_ERASED);
	assert_int_equal(read_signed(ACT_ERASED, wrong, 1, &l, &e), -1);
	forget(ACT_ERASED);
	assert_int_equal(read_signed(ACT_EXPIRED, both, 1, &l, &e), 0);
	act_list_free(&l);
	forget(ACT_EXPIRED);
	assert_int_equal(read_signed(ACT_EXPIRED, wrong, 1, &l, &e), -1);
	forget(ACT_EXPIRED);
	assert_int_equal(
	    note_signer_as(&server, "voorbeeld.test/lijn", &as, &e), 0);
	assert_int_equal(read_signed(ACT_RESTORED, old, 1, &l, &e), 0);
	act_list_free(&l);
	forget(ACT_RESTORED);
	assert_int_equal(read_signed(ACT_RESTORED, both, 1, &l, &e), -1);
	forget(ACT_RESTORED);
	rmdir(dir);
}

static void
test_acts_cut(void **state)
{
	const struct note_signer *both[] = { &desk[0], &desk[1] };
	struct act a = an_act(ACT_ERASED);
	struct buf file = BUF_INIT;
	struct str rest, note, text;
	struct err e;
	int more, whole = 0;

	(void)state;
	for (int i = 0; i < 2; i++) {
		if (i > 0)
			buf_addc(&file, '\n');
		assert_int_equal(act_sign(&a, both, 2, &file, &e), 0);
	}
	/* Whole are: nothing, and each note behind each of its signatures. */
	for (size_t len = 0; len <= file.len; len++) {
		rest = (struct str){ (char *)file.data, len };
		while ((more = act_next(&rest, &note, &e)) == 1 &&
		    note_text(note.p, note.n, &text, &e) == 0)
			;
		whole += more == 0;
	}
	assert_int_equal(whole, 5);
	buf_free(&file);
}

/* ---- answers ------------------------------------------------------------ */

static void
test_reply(void **state)
{
	static const uint8_t tag[TAG_LEN] = { 1, 2, 3 }, key[32] = { 4 },
			     wrong[32] = { 5 };
	struct reply r = { .version = 7,
		.text = str_of("Dank je. We bellen <morgen>."),
		.passed_on = "quality",
		.week = { 2026, 48 } },
		     q;
	struct buf file = BUF_INIT, store = BUF_INIT;
	char name[REPLY_NAME_LEN + 1];
	uint8_t found[TAG_LEN];
	uint32_t version;
	struct err e;

	(void)state;
	reply_name(tag, name);
	assert_string_equal(name, "01020300000000000000000000000000");
	assert_true(reply_name_is_valid(name));
	assert_false(reply_name_is_valid("0102"));
	assert_int_equal(reply_seal(&r, tag, key, &file, &e), 0);
	assert_int_equal(file.len, REPLY_HEADER_LEN + REPLY_STEP + 16);
	assert_null(memmem(file.data, file.len, "bellen", 6));
	assert_int_equal(
	    reply_peek(file.data, file.len, &version, found, &e), 0);
	assert_int_equal(version, 7);
	assert_memory_equal(found, tag, TAG_LEN);
	assert_int_equal(
	    reply_open(file.data, file.len, tag, key, &store, &q, &e), 0);
	assert_true(str_equal(q.text, r.text));
	assert_string_equal(q.passed_on, "quality");
	assert_int_equal(q.week.week, 48);
	assert_int_equal(
	    reply_open(file.data, file.len, tag, wrong, &store, &q, &e), -1);
	for (size_t bit = 0; bit < file.len * 8;
	     bit += bit < REPLY_HEADER_LEN * 8 ? 1 : 97) {
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		if (reply_open(file.data, file.len, tag, key, &store, &q, &e) ==
		    0)
			fail_msg("bit %zu", bit);
		file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (size_t n = 0; n < file.len; n += 61)
		assert_int_equal(
		    reply_open(file.data, n, tag, key, &store, &q, &e), -1);
	buf_free(&file);
	buf_free(&store);
}

/* All sizes of one step look the same; what is too long is refused. */
static void
test_reply_lengths(void **state)
{
	static const uint8_t tag[TAG_LEN] = { 1 }, key[32] = { 4 };
	char *text = malloc(REPLY_TEXT_MAX + 2);
	struct buf file = BUF_INIT, store = BUF_INIT;
	struct reply r = { .version = 1, .week = { 2026, 1 } }, q;
	struct err e;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', REPLY_TEXT_MAX + 2);
	for (size_t n = 0; n <= REPLY_TEXT_MAX; n += 250) {
		r.text = (struct str){ text, n };
		buf_clear(&file);
		assert_int_equal(reply_seal(&r, tag, key, &file, &e), 0);
		assert_int_equal(
		    (file.len - REPLY_HEADER_LEN - 16) % REPLY_STEP, 0);
		assert_true(file.len <= REPLY_FILE_MAX);
		assert_int_equal(
		    reply_open(file.data, file.len, tag, key, &store, &q, &e),
		    0);
		assert_int_equal(q.text.n, n);
	}
	r.text.n = REPLY_TEXT_MAX + 1;
	assert_int_equal(reply_seal(&r, tag, key, &file, &e), -1);
	memset(text, '<', REPLY_TEXT_MAX);
	r.text.n = REPLY_TEXT_MAX / 4 + 1;
	assert_int_equal(reply_seal(&r, tag, key, &file, &e), -1);
	free(text);
	buf_free(&file);
	buf_free(&store);
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
		cmocka_unit_test(test_acts_read_back),
		cmocka_unit_test(test_who_may_sign),
		cmocka_unit_test(test_acts_cut),
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_reply_lengths),
	};

	return crypto_init(NULL) != 0
	    ? 1
	    : cmocka_run_group_tests(tests, make_keys, NULL);
}
