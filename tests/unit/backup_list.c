/*
 * backup_list.c - unit tests: the list of what is in a backup.
 */
#include "tools/backup_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t root[HASH_LEN] = { 1, 2, 3 };

static struct str
all(const struct buf *b, size_t n)
{
	return (struct str){ (const char *)b->data, n };
}

static void
two_logs_come_back(void **state)
{
	struct buf b = BUF_INIT;
	struct checkpoint c;
	struct str rest;

	(void)state;
	backup_list_add(&b, "desk/raad", 3, root);
	backup_list_add(&b, "log/lijn", 4711, root);
	rest = all(&b, b.len);
	assert_int_equal(backup_list_next(&rest, &c, NULL), 1);
	assert_string_equal(c.origin, "desk/raad");
	assert_int_equal(c.size, 3);
	assert_int_equal(backup_list_next(&rest, &c, NULL), 1);
	assert_string_equal(c.origin, "log/lijn");
	assert_int_equal(c.size, 4711);
	assert_memory_equal(c.root, root, HASH_LEN);
	assert_int_equal(backup_list_next(&rest, &c, NULL), 0);
	buf_free(&b);
}

/* Of a list that is cut anywhere the last log is never taken as it is not. */
static void
a_cut_is_seen(void **state)
{
	struct buf b = BUF_INIT;
	struct checkpoint c;
	struct err e;
	size_t first;

	(void)state;
	backup_list_add(&b, "desk/raad", 3, root);
	first = b.len;
	backup_list_add(&b, "log/lijn", 4711, root);
	for (size_t n = 1; n < b.len; n++) {
		struct str rest = all(&b, n);
		int more;

		while ((more = backup_list_next(&rest, &c, &e)) == 1)
			;
		assert_int_equal(more, n == first ? 0 : -1);
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_logs_come_back),
		cmocka_unit_test(a_cut_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
