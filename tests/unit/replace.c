/*
 * replace.c - a file gets other bytes: nothing is left of the old ones, also
 * behind other links to them and after a crash.
 */
#include "tests/unit/verify_fixture.h"

#include "tools/replace.h"

#define NAME "00000001.key"

static int
fill(int old, const void *arg, FILE *to)
{
	const char *text = arg;

	(void)old;
	return text == NULL || fputs(text, to) < 0 ? -1 : 0;
}

static void
begin(struct fixture *f)
{
	char path[80];

	snprintf(path, sizeof(path), "%s/log", f->top);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(mkdir(f->dir, 0700), 0);
}

static void
holds(const struct fixture *f, const char *name, const char *want, size_t n)
{
	size_t got;
	uint8_t *p = fixture_read(f, name, &got);

	assert_int_equal(got, n);
	assert_memory_equal(p, want, n);
	free(p);
}

static void
link_file(const struct fixture *f, const char *from, const char *to)
{
	char a[80], b[80];

	fixture_path(f, from, a);
	fixture_path(f, to, b);
	assert_int_equal(link(a, b), 0);
}

/* As long, longer and shorter: every link has the new bytes, no others. */
static void
test_every_link(void **state)
{
	static const char *const texts[] = { "nieuw", "veel langer dan oud",
		"n" };
	struct fixture *f = *state;
	char path[80];

	begin(f);
	fixture_path(f, NAME, path);
	for (size_t i = 0; i < 3; i++) {
		fixture_write(f, NAME, "oud..", 5);
		link_file(f, NAME, "backup");
		if (replace_file(path, fill, texts[i], &f->err) != 0)
			fail_msg("%s", f->err.msg);
		holds(f, NAME, texts[i], strlen(texts[i]));
		holds(f, "backup", texts[i], strlen(texts[i]));
		assert_false(fixture_has(f, NAME ".old"));
		assert_false(fixture_has(f, NAME ".new"));
		remove_file(f, "backup");
		remove_file(f, NAME);
	}
}

/* Looks of the file stay; what cannot be written changes nothing. */
static void
test_kept(void **state)
{
	const struct timespec t[2] = { { 1000, 0 }, { 1000, 0 } };
	struct fixture *f = *state;
	struct stat st;
	char path[80];

	begin(f);
	fixture_path(f, NAME, path);
	fixture_write(f, NAME, "oud", 3);
	fixture_write(f, NAME ".new", "half", 4);
	assert_int_equal(chmod(path, 0440), 0);
	assert_int_equal(utimensat(AT_FDCWD, path, t, 0), 0);
	assert_int_equal(replace_file(path, fill, NULL, &f->err), -1);
	holds(f, NAME, "oud", 3);
	assert_false(fixture_has(f, NAME ".new"));
	assert_false(fixture_has(f, NAME ".old"));
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(replace_file(path, fill, "nieuw", &f->err), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(st.st_mtime, 1000);
	fixture_path(f, "nothing", path);
	assert_int_equal(replace_file(path, fill, "nieuw", &f->err), -1);
}

/* Killed before the new file was put there, and behind. */
static void
test_finished(void **state)
{
	struct fixture *f = *state;

	begin(f);
	assert_int_equal(replace_finish(f->dir, &f->err), 0);
	fixture_write(f, NAME, "oud", 3);
	link_file(f, NAME, NAME ".old");
	assert_int_equal(replace_finish(f->dir, &f->err), 0);
	holds(f, NAME, "oud", 3);
	assert_false(fixture_has(f, NAME ".old"));
	fixture_write(f, NAME ".old", "geheim", 6);
	link_file(f, NAME ".old", "backup");
	assert_int_equal(replace_finish(f->dir, &f->err), 0);
	holds(f, NAME, "oud", 3);
	holds(f, "backup", "oud", 3);
	assert_false(fixture_has(f, NAME ".old"));
	/* What is none of ours is not touched. */
	fixture_write(f, "leaves.old", "x", 1);
	assert_int_equal(replace_finish(f->dir, &f->err), 0);
	assert_true(fixture_has(f, "leaves.old"));
}

/* A log with such a file is in order, and verify says what it is. */
static void
test_told(void **state)
{
	static const char *const names[] = { "00000001.seg.old",
		"00000001.key.old" };
	struct fixture *f = *state;

	fixture_session(f, 2);
	for (size_t i = 0; i < 2; i++) {
		fixture_write(f, names[i], "x", 1);
		expect_one(f, FINDING_NOTE, FINDING_ACT, names[i]);
		fixture_session(f, 1);
		assert_string_equal(f->note.msg, "");
		expect_one(f, FINDING_NOTE, FINDING_ACT, "erase --apply");
		remove_file(f, names[i]);
	}
	fixture_write(f, "leaves.old", "x", 1);
	expect_one(f, FINDING_NOTE, FINDING_FOREIGN, "leaves.old");
}

#define TEST(t) \
	cmocka_unit_test_setup_teardown(t, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_link),
		TEST(test_kept),
		TEST(test_finished),
		TEST(test_told),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	desks_new();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
