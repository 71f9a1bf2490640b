/*
 * forget_lock.c - who erases or deletes locks every state concerned, once.
 */
#include "tests/unit/verify_fixture.h"

#include "tools/forget_lock.h"

struct states {
	char a[48], b[48];
	struct conf conf;
	struct box_log logs[3];
	struct boxes boxes;
};

static void
make(const char *top, const char *name)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/%s", top, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

/* Two states, one with desks; two boxes are in the first one. */
static void
begin(const struct fixture *f, struct states *s)
{
	static const char *const made[] = { "a", "a/log", "a/desk", "b",
		"b/log" };

	for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++)
		make(f->top, made[i]);
	memset(s, 0, sizeof(*s));
	snprintf(s->a, sizeof(s->a), "%s/a", f->top);
	snprintf(s->b, sizeof(s->b), "%s/b", f->top);
	s->logs[0].state = s->logs[1].state = s->a;
	s->logs[2].state = s->b;
	s->boxes = (struct boxes){ s->logs, 3 };
	s->conf.state = s->a;
}

static void
test_each_once(void **state)
{
	struct fixture *f = *state;
	struct forget_lock one, other;
	struct states s;

	begin(f, &s);
	assert_int_equal(forget_lock(&s.conf, &s.boxes, &one, &f->err), 0);
	assert_int_equal(one.n, 3);
	assert_int_equal(forget_lock(&s.conf, &s.boxes, &other, &f->err), -1);
	assert_non_null(strstr(f->err.msg, "another gehoor is erasing"));
	forget_unlock(&one);
	assert_int_equal(forget_lock(&s.conf, &s.boxes, &other, &f->err), 0);
	forget_unlock(&other);
}

/* The last one is taken: those before it are free again. */
static void
test_all_or_none(void **state)
{
	struct fixture *f = *state;
	struct forget_lock one, other;
	struct boxes none = { NULL, 0 };
	struct states s;

	begin(f, &s);
	s.conf.state = s.b;
	assert_int_equal(forget_lock(&s.conf, &none, &one, &f->err), 0);
	assert_int_equal(one.n, 1);
	s.conf.state = s.a;
	assert_int_equal(forget_lock(&s.conf, &s.boxes, &other, &f->err), -1);
	assert_non_null(strstr(f->err.msg, "/b/log"));
	assert_int_equal(forget_lock(&s.conf, &none, &other, &f->err), 0);
	forget_unlock(&other);
	forget_unlock(&one);
}

/* Where the logs are elsewhere, the state may have none. */
static void
test_nothing_there(void **state)
{
	struct fixture *f = *state;
	struct boxes none = { NULL, 0 };
	struct forget_lock lock;
	struct states s;

	begin(f, &s);
	s.conf.state = f->top;
	assert_int_equal(forget_lock(&s.conf, &none, &lock, &f->err), 0);
	assert_int_equal(lock.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_each_once, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    test_all_or_none, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    test_nothing_there, fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
