/*
 * boxlog_checkpoint.c - when a log is sworn to, what it is held to afterwards,
 * and where it goes on after a restoring.
 */
#include "tests/unit/fixture.h"

#include "gehoor/act_file.h"
#include "gehoor/tile.h"

static const char newest[] = "checkpoint";

static int
sign_at(struct fixture *f, struct boxlog *b, int year, int week, int every)
{
	return boxlog_checkpoint(
	    b, (struct week){ year, week }, every, &f->err);
}

/* Begun in week 47 of 2026; 2026 has 53 weeks. */
static void
test_when_it_is_due(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);

	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2026, 46, 1), 0);
	assert_int_equal(sign_at(f, b, 2026, 47, 1), 0);
	assert_false(fixture_has(f, newest));
	assert_int_equal(sign_at(f, b, 2026, 48, 1), 1);
	assert_true(fixture_has(f, "checkpoint-2026-W47"));
	assert_int_equal(sign_at(f, b, 2026, 48, 1), 0);
	/* Never because of a message, and not before the week has ended. */
	fixture_add(f, b, 3);
	assert_int_equal(sign_at(f, b, 2026, 48, 1), 0);
	assert_int_equal(sign_at(f, b, 2026, 47, 1), 0);
	/* Several weeks later: one, for the week that ended last. */
	assert_int_equal(sign_at(f, b, 2026, 53, 1), 1);
	assert_true(fixture_has(f, "checkpoint-2026-W52"));
	assert_false(fixture_has(f, "checkpoint-2026-W48"));
	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2027, 1, 1), 1);
	assert_true(fixture_has(f, "checkpoint-2026-W53"));
	/* Nothing has come in: it would be the same. */
	assert_int_equal(sign_at(f, b, 2027, 2, 1), 0);
	assert_false(fixture_has(f, "checkpoint-2027-W01"));
	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2027, 2, 1), 0);
	assert_int_equal(sign_at(f, b, 2027, 3, 1), 1);
	fixture_close(f, b);
}

/* A clock that is ten years ahead for a moment, and comes back. */
static void
test_clock_ahead(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);

	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2036, 10, 1), 1);
	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2026, 48, 1), 1);
	assert_true(fixture_has(f, "checkpoint-2026-W47"));
	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2026, 48, 1), 0);
	assert_int_equal(sign_at(f, b, 2026, 49, 1), 1);
	fixture_add(f, b, 1);
	fixture_close(f, b);
	/* Also in a log that was begun then. */
	f->o.week = (struct week){ 2026, 50 };
	b = fixture_open(f);
	assert_int_equal(sign_at(f, b, 2026, 50, 1), 1);
	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2026, 20, 4), 1);
	fixture_close(f, b);
}

static void
test_every_four_weeks(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);

	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2026, 48, 4), 0);
	assert_int_equal(sign_at(f, b, 2026, 50, 4), 0);
	assert_int_equal(sign_at(f, b, 2026, 51, 4), 1);
	fixture_add(f, b, 1);
	fixture_close(f, b);
	/* A restart is no reason, and makes none forgotten. */
	f->o.week = (struct week){ 2026, 53 };
	b = fixture_open(f);
	assert_int_equal(sign_at(f, b, 2026, 53, 4), 0);
	assert_int_equal(sign_at(f, b, 2027, 2, 4), 1);
	fixture_close(f, b);
}

/* What is published can be proved: note, tree and leaf belong together. */
static void
test_what_it_says(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b = fixture_open(f);
	struct note_verifier key;
	struct checkpoint c, read;
	struct tile_tree *tree;
	struct merkle_proof p;
	const struct buf *note;
	uint8_t leaf[HASH_LEN];
	struct week week;
	size_t n;
	uint8_t *file;

	assert_null(boxlog_published(b, &c));
	fixture_add(f, b, 300);
	assert_false(boxlog_covered(b, 0, &week));
	assert_int_equal(sign_at(f, b, 2026, 48, 1), 1);
	fixture_add(f, b, 10);
	note = boxlog_published(b, &c);
	assert_non_null(note);
	note_signer_verifier(&f->signer, &key);
	assert_int_equal(checkpoint_open((const char *)note->data, note->len,
			     "voorbeeld.test/lijn", &key, 1, &read, &f->err),
	    0);
	assert_int_equal(read.size, 300);
	file = fixture_read(f, newest, &n);
	assert_int_equal(n, note->len);
	assert_memory_equal(file, note->data, n);
	free(file);
	assert_int_equal(
	    tile_tree_new(f->dir, read.size, NULL, &tree, &f->err), 0);
	for (uint64_t i = 0; i < 300; i += 37) {
		assert_int_equal(boxlog_leaf(b, i, leaf, &f->err), 0);
		assert_int_equal(merkle_inclusion_make(
				     i, 300, tile_tree_node, tree, &p, &f->err),
		    0);
		assert_true(merkle_inclusion_ok(i, 300, leaf, read.root, &p));
	}
	assert_true(boxlog_covered(b, 299, &week));
	assert_int_equal(week.week, 47);
	assert_false(boxlog_covered(b, 300, &week));
	assert_int_equal(boxlog_leaf(b, 310, leaf, &f->err), -1);
	tile_tree_free(&tree);
	fixture_close(f, b);
}

/* One log of 6 records with a checkpoint at 2, 4 and 6. */
static void
three_weeks(struct fixture *f)
{
	struct boxlog *b;

	for (int i = 0; i < 3; i++) {
		f->o.week = (struct week){ 2026, 47 + i };
		b = fixture_open(f);
		fixture_add(f, b, 2);
		assert_int_equal(sign_at(f, b, 2026, 48 + i, 1), 1);
		fixture_close(f, b);
	}
}

static void
test_a_shorter_log(void **state)
{
	struct fixture *f = *state;
	char path[80];

	three_weeks(f);
	fixture_path(f, "00000003.seg", path);
	unlink(path);
	fixture_path(f, "leaves", path);
	assert_int_equal(truncate(path, 4 * HASH_LEN), 0);
	fixture_open_fails(f, "published for 6 records, but there are only 4");
	fixture_path(f, newest, path);
	unlink(path);
	fixture_open_fails(f, "published for 6 records, but there are only 4");
}

/* Another history of the same length, under the same key. */
static void
test_another_log(void **state)
{
	static const char *const kept[] = { newest, "checkpoint-2026-W47",
		"checkpoint-2026-W48", "checkpoint-2026-W49" };
	struct fixture *f = *state;
	uint8_t *files[4];
	size_t n[4];

	three_weeks(f);
	for (int i = 0; i < 4; i++)
		files[i] = fixture_read(f, kept[i], &n[i]);
	nftw(f->dir, fixture_remove_cb, 8, FTW_DEPTH | FTW_PHYS);
	fixture_session(f, 8);
	for (int i = 3; i >= 0; i--) {
		fixture_write(f, kept[i], files[i], n[i]);
		fixture_open_fails(f, "not those of the checkpoint");
	}
	for (int i = 0; i < 4; i++)
		free(files[i]);
}

static void
test_bad_checkpoint_files(void **state)
{
	struct fixture *f = *state;
	struct note_signer other;
	struct note_verifier was;
	uint8_t *file;
	size_t n;
	char path[80];

	three_weeks(f);
	file = fixture_read(f, newest, &n);
	for (size_t at = 0; at < n; at += 3) {
		fixture_flip(f, newest, at, (int)(at % 8));
		fixture_open_fails(f, "/checkpoint: ");
		fixture_write(f, newest, file, n);
	}
	fixture_write(f, "checkpoint-2026-W48", file, n - 1);
	fixture_open_fails(f, "/checkpoint-2026-W48: ");
	/* A pipe must not hang who opens the log. */
	fixture_path(f, "checkpoint-2026-W48", path);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	fixture_open_fails(f, "/checkpoint-2026-W48: is not a regular file");
	unlink(path);
	/* Lost between the two writings of a checkpoint: written again. */
	fixture_path(f, newest, path);
	unlink(path);
	fixture_session(f, 0);
	assert_true(fixture_has(f, newest));
	/* Of a key that was replaced. */
	note_signer_verifier(&f->signer, &was);
	assert_int_equal(note_signer_new("voorbeeld.test", &other, NULL), 0);
	f->o.signer = &other;
	fixture_open_fails(f, "checkpoint");
	f->o.keys = &was;
	f->o.nkeys = 1;
	fixture_session(f, 1);
	fixture_options(f);
	free(file);
}

/* What somebody put in its place while the log was open. */
static void
test_refuses_to_sign(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;
	uint8_t *old, *file;
	size_t nold, n;
	char path[80];

	three_weeks(f);
	old = fixture_read(f, "checkpoint-2026-W47", &nold);
	f->o.week = (struct week){ 2026, 50 };
	b = fixture_open(f);
	fixture_add(f, b, 1);
	file = fixture_read(f, newest, &n);
	fixture_write(f, newest, old, nold);
	assert_int_equal(sign_at(f, b, 2026, 51, 1), -1);
	assert_non_null(strstr(f->err.msg, "nothing is signed"));
	assert_false(fixture_has(f, "checkpoint-2026-W50"));
	/* Nor does a pipe hang who writes it. */
	fixture_path(f, newest, path);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(sign_at(f, b, 2026, 51, 1), -1);
	unlink(path);
	/* It goes on collecting, and signs when all is as it was. */
	fixture_add(f, b, 1);
	fixture_write(f, newest, file, n);
	assert_int_equal(sign_at(f, b, 2026, 51, 1), 1);
	fixture_close(f, b);
	free(old);
	free(file);
}

/* A log of 4 that once had 6, with a new beginning from segment 3 on. */
static void
test_restored(void **state)
{
	struct fixture *f = *state;
	struct act a = { .kind = ACT_RESTORED,
		.origin = "voorbeeld.test/lijn",
		.segment = 3,
		.size = 4,
		.was_size = 6,
		.week = { 2026, 50 } };
	const struct note_signer *by[1];
	struct note_signer as;
	struct buf note = BUF_INIT;
	struct checkpoint c;
	struct boxlog *b;
	char path[80];

	three_weeks(f);
	b = fixture_open(f);
	memcpy(a.log_id, boxlog_log_id(b), LOG_ID_LEN);
	assert_string_equal(boxlog_origin(b), "voorbeeld.test/lijn");
	fixture_close(f, b);
	memset(a.new_id, 7, LOG_ID_LEN);
	for (int i = 3; i <= 4; i++) {
		snprintf(path, sizeof(path), "%s/%08d.seg", f->dir, i);
		unlink(path);
	}
	fixture_path(f, "leaves", path);
	assert_int_equal(truncate(path, 4 * HASH_LEN), 0);
	assert_int_equal(note_signer_as(&f->signer, a.origin, &as, &f->err), 0);
	by[0] = &as;
	assert_int_equal(act_sign(&a, by, 1, &note, &f->err), 0);
	assert_int_equal(act_file_add(f->dir, ACT_RESTORED, &note, &f->err), 0);
	f->o.week = (struct week){ 2026, 50 };
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 4);
	assert_string_equal(boxlog_origin(b), "voorbeeld.test/lijn/2");
	assert_memory_equal(boxlog_log_id(b), a.new_id, LOG_ID_LEN);
	assert_null(boxlog_published(b, &c));
	fixture_add(f, b, 1);
	assert_int_equal(sign_at(f, b, 2026, 51, 1), 1);
	fixture_close(f, b);
	/* And again, with both generations in it. */
	f->o.week = (struct week){ 2026, 51 };
	fixture_session(f, 1);
	/* Without the act the change of the log is what it looks like. */
	fixture_path(f, "restored", path);
	unlink(path);
	fixture_open_fails(f, "checkpoint");
	buf_free(&note);
}

#define CASE(f) \
	cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_when_it_is_due),
		CASE(test_clock_ahead),
		CASE(test_every_four_weeks),
		CASE(test_what_it_says),
		CASE(test_a_shorter_log),
		CASE(test_another_log),
		CASE(test_bad_checkpoint_files),
		CASE(test_refuses_to_sign),
		CASE(test_restored),
	};

	return crypto_init(NULL) != 0
	    ? 1
	    : cmocka_run_group_tests(tests, NULL, NULL);
}
