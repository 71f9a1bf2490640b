/*
 * disk.c - tests of the journal on a disk that is full, or that is lost.
 */
#include <stdatomic.h>
#include <sys/syscall.h>

#include "boxes.h"
#include "tests/limit.h"

static atomic_bool sync_fails;

/* Stands before that of the C library. */
int
fdatasync(int fd)
{
	if (atomic_load(&sync_fails)) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fdatasync, fd);
}

/* Nothing that failed may look stored; with room again all goes on. */
static void
test_full_disk(void **state)
{
	size_t stored, before;
	int i;

	(void)state;
	journal_start_with(one_box, 100);
	submit(0, 1);
	wait_for(1);
	limit(RLIMIT_FSIZE, 1024);
	for (i = 2; i < 12; i++)
		submit(0, i);
	/* A repeat in the failing batch must not be told "received" either. */
	submit(0, 2);
	wait_for(12);
	assert_int_equal(T.done[JOURNAL_FAILED], 11);
	assert_false(journal_healthy(T.app.journal));
	limit(RLIMIT_FSIZE, RLIM_INFINITY);
	for (i = 2; T.done[JOURNAL_STORED] + T.done[JOURNAL_REPEAT] < 2; i++) {
		before = T.answered;
		submit(0, 2);
		wait_for(before + 1);
	}
	assert_true(journal_healthy(T.app.journal));
	stored = T.done[JOURNAL_STORED];
	journal_stop();
	assert_true(records_in("a", NULL, false) >= stored);
}

static void
death_cb(void *arg)
{
	(void)arg;
	/* Everybody was told before the program ends. */
	assert_int_equal(T.done[JOURNAL_FAILED], 10);
	T.deaths++;
}

/*
 * After a sync that failed nothing may be believed: not what was in that
 * batch, and nothing later.
 */
static void
test_lost_disk(void **state)
{
	struct err e = { "" };
	size_t segments;
	int i;

	(void)state;
	journal_start_with(two_boxes, 100);
	journal_on_death(T.app.journal, death_cb, NULL);
	submit(0, 1);
	wait_for(1);
	assert_int_equal(T.done[JOURNAL_STORED], 1);
	atomic_store(&sync_fails, true);
	for (i = 0; i < 10; i++)
		submit(0, 10 + i);
	wait_for(11);
	assert_int_equal(T.done[JOURNAL_STORED], 1);
	assert_int_equal(T.deaths, 1);
	assert_false(journal_healthy(T.app.journal));
	atomic_store(&sync_fails, false);
	assert_false(submit(0, 50));
	assert_false(submit(1, 50));
	assert_int_equal(journal_close(&T.app.journal, &e), -1);
	assert_true(e.msg[0] != '\0');
	/* It ends as it is: nothing was begun on such a disk. */
	records_in("a", &segments, false);
	assert_int_equal(segments, 1);
}

/* What reached the disk all the same is a repeat, once it can be read. */
static void
test_after_a_lost_disk(void **state)
{
	(void)state;
	journal_start_with(one_box, 100);
	atomic_store(&sync_fails, true);
	submit(0, 1);
	wait_for(1);
	assert_int_equal(T.done[JOURNAL_FAILED], 1);
	atomic_store(&sync_fails, false);
	journal_close(&T.app.journal, NULL);
	keys_close(&T.app.keys);
	conf_free(&T.app.conf);
	journal_start_with(one_box, 100);
	submit(0, 1);
	wait_for(2);
	assert_int_equal(T.done[JOURNAL_REPEAT], 1);
	journal_stop();
	assert_int_equal(records_in("a", NULL, false), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_full_disk),
		CASE(test_lost_disk),
		CASE(test_after_a_lost_disk),
	};

	if (boxes_prepare() == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
