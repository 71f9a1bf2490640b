/*
 * boxlog_aside.c - tests of a segment that is written beside: all of it is
 * there, or nothing.
 */
#include "fixture.h"

#include <sys/wait.h>

static bool
is_there(const struct fixture *f, const char *name)
{
	char path[80];

	fixture_path(f, name, path);
	return access(path, F_OK) == 0;
}

static void
aside(struct fixture *f, bool on)
{
	f->o.aside = on;
}

static void
test_appears(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;

	fixture_session(f, 3);
	aside(f, true);
	b = fixture_open(f);
	fixture_add(f, b, 4);
	fixture_add(f, b, 5);
	assert_false(is_there(f, "00000002.seg"));
	assert_false(is_there(f, "00000002.key"));
	fixture_close(f, b);
	assert_true(is_there(f, "00000002.seg"));
	assert_false(is_there(f, "00000002.seg.new"));
	assert_false(is_there(f, "00000002.key.new"));
	aside(f, false);
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 12);
	assert_string_equal(f->note.msg, "");
	fixture_close(f, b);
}

static void
test_dropped(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;

	fixture_session(f, 3);
	aside(f, true);
	b = fixture_open(f);
	fixture_add(f, b, 4);
	boxlog_drop(&b);
	assert_null(b);
	boxlog_drop(&b);
	assert_false(is_there(f, "00000002.seg.new"));
	assert_false(is_there(f, "00000002.key.new"));
	aside(f, false);
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 3);
	fixture_close(f, b);
}

/* Killed: what is left beside is nothing to anybody, and goes. */
static void
test_killed(void **state)
{
	struct fixture *f = *state;
	struct boxlog *b;
	int status;
	pid_t pid;

	fixture_session(f, 2);
	aside(f, true);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		b = fixture_open(f);
		fixture_add(f, b, 4);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_true(is_there(f, "00000002.seg.new"));
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 2);
	fixture_add(f, b, 1);
	fixture_close(f, b);
	aside(f, false);
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 3);
	assert_string_equal(f->note.msg, "");
	fixture_close(f, b);
}

/* Killed between the two names: the key alone is no segment. */
static void
test_key_alone(void **state)
{
	struct fixture *f = *state;
	char from[80], to[80];
	struct boxlog *b;

	aside(f, true);
	b = fixture_open(f);
	fixture_add(f, b, 2);
	fixture_path(f, "00000001.key.new", from);
	fixture_path(f, "00000001.key", to);
	assert_int_equal(link(from, to), 0);
	boxlog_drop(&b);
	fixture_session(f, 3);
	aside(f, false);
	b = fixture_open(f);
	assert_int_equal(boxlog_size(b), 3);
	fixture_close(f, b);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_appears),
		TEST(test_dropped),
		TEST(test_killed),
		TEST(test_key_alone),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	return cmocka_run_group_tests_name("boxlog_aside", tests, NULL, NULL);
}
