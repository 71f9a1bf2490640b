/*
 * walk_acts.c - the files of acts beside a log: read whole or refused with
 * the entry that is wrong, and found again by what is asked for.
 */
#include "tests/unit/verify_fixture.h"

#include "tools/walk_acts.h"

static struct act_keys keys;

static int
setup(void **state)
{
	struct fixture *f;
	char path[80];

	if (fixture_setup(state) != 0)
		return -1;
	f = *state;
	snprintf(path, sizeof(path), "%s/log", f->top);
	keys = (struct act_keys){ NULL, 0, desks, 2 };
	return mkdir(path, 0700) == 0 && mkdir(f->dir, 0700) == 0 ? 0 : -1;
}

static void
add_act(struct fixture *f, const struct act *a,
    const struct note_signer *const *by, size_t n)
{
	struct buf note = BUF_INIT;

	if (act_sign(a, by, n, &note, &f->err) != 0 ||
	    act_file_add(f->dir, a->kind, &note, &f->err) != 0)
		fail_msg("%s", f->err.msg);
	buf_free(&note);
}

static struct act
an_act(enum act_kind kind, uint32_t segment, uint64_t index)
{
	struct act a;

	memset(&a, 0, sizeof(a));
	a.kind = kind;
	a.segment = segment;
	a.week = (struct week){ 2026, 48 };
	snprintf(a.origin, sizeof(a.origin), "voorbeeld.test/lijn");
	snprintf(a.reason, sizeof(a.reason), "op verzoek");
	if (kind == ACT_ERASED)
		a.index = index;
	else
		a.size = index;
	return a;
}

static const struct note_signer *const both[] = { &desk[0], &desk[1] };

static void
erase(struct fixture *f, uint64_t index)
{
	struct act a = an_act(ACT_ERASED, 1, index);

	add_act(f, &a, both, 2);
}

static void
expire(struct fixture *f, uint32_t segment, uint64_t size)
{
	struct act a = an_act(ACT_EXPIRED, segment, size);

	add_act(f, &a, both, 1);
}

static void
refused(struct fixture *f, const char *words)
{
	struct walk_acts acts;

	assert_int_equal(walk_acts_read(f->dir, &keys, &acts, &f->err), -1);
	walk_acts_free(&acts);
	if (strstr(f->err.msg, words) == NULL)
		fail_msg("'%s' is not in '%s'", words, f->err.msg);
}

/* Entries keep the order of the file; a walk finds them by their number. */
static void
test_order(void **state)
{
	static const uint64_t order[] = { 5, 900, 0, 17, 6, 5 };
	struct fixture *f = *state;
	struct walk_acts acts;
	struct act_list l;

	for (size_t i = 0; i < 6; i++)
		erase(f, order[i]);
	assert_int_equal(
	    act_file_read(f->dir, ACT_ERASED, &keys, &l, &f->err), 0);
	assert_int_equal(l.n, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(l.acts[i].index, order[i]);
	act_list_free(&l);
	assert_int_equal(walk_acts_read(f->dir, &keys, &acts, &f->err), 0);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(
		    walk_acts_erased(&acts, order[i])->index, order[i]);
	assert_null(walk_acts_erased(&acts, 1));
	assert_null(walk_acts_erased(&acts, 901));
	walk_acts_free(&acts);
	assert_null(walk_acts_erased(&acts, 5));
}

/* The nearest expiry that reaches so far. */
static void
test_expired(void **state)
{
	struct fixture *f = *state;
	struct walk_acts acts;

	expire(f, 9, 90);
	expire(f, 3, 30);
	expire(f, 6, 60);
	assert_int_equal(walk_acts_read(f->dir, &keys, &acts, &f->err), 0);
	assert_int_equal(walk_acts_expired(&acts, 1)->size, 30);
	assert_int_equal(walk_acts_expired(&acts, 3)->size, 30);
	assert_int_equal(walk_acts_expired(&acts, 4)->size, 60);
	assert_int_equal(walk_acts_expired(&acts, 9)->size, 90);
	assert_null(walk_acts_expired(&acts, 10));
	assert_null(walk_acts_restored(&acts, 3));
	walk_acts_free(&acts);
}

/* The third entry is not signed as it must be; the two before are. */
static void
wrong_third(struct fixture *f, const struct note_signer *const *by, size_t n,
    const char *words)
{
	struct act a = an_act(ACT_ERASED, 1, 3);

	erase(f, 1);
	erase(f, 2);
	add_act(f, &a, by, n);
	refused(f, "/erased: entry 3: ");
	refused(f, words);
	remove_file(f, "erased");
}

static void
test_wrong_signers(void **state)
{
	struct fixture *f = *state;
	struct note_signer stranger, mirror;
	const struct note_signer *with[] = { &desk[0], &stranger },
				 *alone[] = { &stranger },
				 *twice[] = { &desk[0], &mirror };

	assert_int_equal(note_signer_new("desk.test", &stranger, NULL), 0);
	assert_int_equal(
	    note_signer_as(&desk[0], "spiegel.test", &mirror, NULL), 0);
	wrong_third(f, both, 1, "one desk only");
	wrong_third(f, with, 2, "one desk only");
	wrong_third(f, twice, 2, "one desk only");
	wrong_third(f, alone, 1, "not signed by a registered desk");
	desks[1].roles = desks[0].roles;
	erase(f, 1);
	refused(f, "entry 1: is signed by desks of the same role only");
	desks[1].roles = 2;
	remove_file(f, "erased");
	/* What one desk wrote is not there any more, what the other did is. */
	keys.ndesks = 1;
	erase(f, 1);
	refused(f, "one desk only");
}

/* Cut anywhere, it is refused, but for a whole entry that is gone. */
static void
test_cut(void **state)
{
	struct fixture *f = *state;
	struct act_list l;
	uint8_t *p;
	size_t n, whole = 0;

	erase(f, 1);
	erase(f, 2);
	erase(f, 3);
	p = fixture_read(f, "erased", &n);
	for (size_t len = 0; len <= n; len++) {
		fixture_write(f, "erased", p, len);
		if (act_file_read(f->dir, ACT_ERASED, &keys, &l, &f->err) != 0)
			continue;
		assert_int_equal(l.n, whole++);
		act_list_free(&l);
	}
	assert_int_equal(whole, 4);
	free(p);
}

static void
put_text(struct fixture *f, const char *name, const struct buf *b)
{
	assert_false(b->failed);
	fixture_write(f, name, b->data, b->len);
}

/* A note that is too long, a file that is, and what is no file. */
static void
test_too_long(void **state)
{
	struct fixture *f = *state;
	struct act a = an_act(ACT_ERASED, 1, 1);
	struct note_signer many[64];
	const struct note_signer *by[64];
	struct buf note = BUF_INIT, text = BUF_INIT;
	char path[80];

	for (size_t i = 0; i < 64; i++) {
		note_signer_new("desk.test", &many[i], NULL);
		by[i] = &many[i];
	}
	assert_int_equal(act_sign(&a, by, 64, &note, &f->err), -1);
	assert_non_null(strstr(f->err.msg, "longer than"));
	/* Made by somebody else. */
	act_write(&a, &text);
	assert_int_equal(note_sign(&desk[0], (const char *)text.data, text.len,
			     &note, &f->err),
	    0);
	for (size_t i = 0; i < 64; i++)
		note_add_signature(&many[i], &note, &f->err);
	assert_true(note.len > ACT_MAX);
	put_text(f, "erased", &note);
	refused(f, "entry 1: ");
	fixture_path(f, "erased", path);
	assert_int_equal(truncate(path, (off_t)ACT_FILE_MAX + 1), 0);
	refused(f, "is longer than");
	remove_file(f, "erased");
	assert_int_equal(symlink("/etc/passwd", path), 0);
	refused(f, "cannot be opened");
	remove_file(f, "erased");
	assert_int_equal(mkfifo(path, 0600), 0);
	refused(f, "not a regular file");
	buf_free(&note);
	buf_free(&text);
}

/* An entry of another file; the first that is wrong is told. */
static void
test_other_kind(void **state)
{
	struct fixture *f = *state;
	struct walk_acts acts;
	uint8_t *p;
	size_t n;

	erase(f, 4);
	expire(f, 2, 2);
	p = fixture_read(f, "expired", &n);
	fixture_write(f, "restored", p, n);
	refused(f, "restored: entry 1: is of another kind");
	fixture_write(f, "expired", "x", 1);
	refused(f, "expired: entry 1: ");
	/* What could be read is there all the same. */
	assert_int_equal(walk_acts_read(f->dir, &keys, &acts, &f->err), -1);
	assert_non_null(walk_acts_erased(&acts, 4));
	walk_acts_free(&acts);
	free(p);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_order),
		TEST(test_expired),
		TEST(test_wrong_signers),
		TEST(test_cut),
		TEST(test_too_long),
		TEST(test_other_kind),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	desks_new();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
