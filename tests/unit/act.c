/*
 * act.c - acts beside a log: what is written reads back, and whose signatures
 * count.
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
#include "gehoor/crypto.h"

static struct note_signer server, other, desk[3];
static struct note_verifier server_key;
static struct act_desk desks[3];
static struct act_keys keys;

static int
make_keys(void **state)
{
	(void)state;
	note_signer_new("voorbeeld.test", &server, NULL);
	note_signer_new("ander.test", &other, NULL);
	note_signer_verifier(&server, &server_key);
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

static struct act
an_act(enum act_kind kind)
{
	struct act a;

	memset(&a, 0, sizeof(a));
	a.kind = kind;
	snprintf(a.origin, sizeof(a.origin), "voorbeeld.test/lijn");
	memset(a.log_id, 9, LOG_ID_LEN);
	a.segment = 3;
	a.week = (struct week){ 2026, 48 };
	if (kind == ACT_ERASED) {
		a.index = 17;
		memset(a.leaf, 4, HASH_LEN);
		snprintf(a.reason, sizeof(a.reason), "de afzender vroeg erom");
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

static char *dir;

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
	static char own[] = "/tmp/gehoor-acts-XXXXXX";
	struct note_signer as;
	const struct note_signer *both[] = { &desk[0], &desk[1] },
				 *same[] = { &desk[0], &desk[2] },
				 *twice[] = { &desk[0], &desk[0] },
				 *wrong[] = { &other }, *old[] = { &as };
	struct act_list l = { NULL, 0 };
	struct act a = an_act(ACT_ERASED);
	struct buf note = BUF_INIT;
	struct err e;

	(void)state;
	dir = mkdtemp(own);
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
	assert_int_equal(act_sign(&a, twice, 2, &note, &e), -1);
	assert_non_null(strstr(e.msg, "already"));
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

/* A key that is registered twice, also under another name, is one person. */
static void
test_one_key_is_one_person(void **state)
{
	static char own[] = "/tmp/gehoor-acts-XXXXXX";
	const struct note_signer *two[2] = { &desk[0], NULL };
	const struct act_keys all = keys;
	struct act_desk mirrored[4];
	struct act_list l = { NULL, 0 };
	struct note_signer mirror;
	struct err e;

	(void)state;
	dir = mkdtemp(own);
	assert_int_equal(
	    note_signer_as(&desk[0], "spiegel.test", &mirror, &e), 0);
	memcpy(mirrored, desks, sizeof(desks));
	note_signer_verifier(&mirror, &mirrored[3].key);
	mirrored[3].roles = 4;
	keys.desks = mirrored;
	keys.ndesks = 4;
	two[1] = &mirror;
	assert_int_equal(read_signed(ACT_ERASED, two, 2, &l, &e), -1);
	assert_non_null(strstr(e.msg, "one desk only"));
	forget(ACT_ERASED);
	/* The very same key, registered with another role. */
	mirrored[3].key = mirrored[0].key;
	assert_int_equal(read_signed(ACT_ERASED, two, 1, &l, &e), -1);
	assert_non_null(strstr(e.msg, "one desk only"));
	forget(ACT_ERASED);
	two[1] = &desk[2];
	assert_int_equal(read_signed(ACT_ERASED, two, 2, &l, &e), 0);
	act_list_free(&l);
	assert_int_equal(read_signed(ACT_EXPIRED, &two[1], 1, &l, &e), 0);
	act_list_free(&l);
	forget(ACT_ERASED);
	forget(ACT_EXPIRED);
	keys = all;
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acts_read_back),
		cmocka_unit_test(test_who_may_sign),
		cmocka_unit_test(test_one_key_is_one_person),
		cmocka_unit_test(test_acts_cut),
	};

	return crypto_init(NULL) != 0
	    ? 1
	    : cmocka_run_group_tests(tests, make_keys, NULL);
}
