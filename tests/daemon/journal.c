/*
 * journal.c - tests of the queue to the writer thread and back: what is
 * stored, repeats, a full queue, other boxes, the end.
 */
#include "boxes.h"

static void
test_stores(void **state)
{
	size_t segments;

	(void)state;
	journal_start_with(two_boxes, 100);
	assert_int_equal(journal_box(T.app.journal, str_of("a")), 0);
	assert_int_equal(journal_box(T.app.journal, str_of("b")), 1);
	assert_int_equal(journal_box(T.app.journal, str_of("c")), -1);
	assert_true(submit(0, 1));
	assert_true(submit(1, 2));
	assert_true(submit(0, 3));
	assert_int_equal(journal_waiting(T.app.journal), 3);
	wait_for(3);
	assert_int_equal(T.done[JOURNAL_STORED], 3);
	assert_int_equal(journal_waiting(T.app.journal), 0);
	/* Acknowledged means on disk, before any end. */
	assert_int_equal(records_in("a", &segments, false), 2);
	assert_int_equal(segments, 1);
	journal_stop();
	assert_int_equal(records_in("a", NULL, true), 2);
	assert_int_equal(records_in("b", NULL, true), 1);
}

static void
test_repeats(void **state)
{
	(void)state;
	journal_start_with(one_box, 100);
	/* In one batch, and after it. */
	submit(0, 1);
	submit(0, 1);
	submit(0, 1);
	wait_for(3);
	assert_int_equal(T.done[JOURNAL_STORED], 1);
	assert_int_equal(T.done[JOURNAL_REPEAT], 2);
	submit(0, 1);
	wait_for(4);
	assert_int_equal(T.done[JOURNAL_REPEAT], 3);
	journal_stop();
	/* And after a restart. */
	journal_start_with(one_box, 100);
	submit(0, 1);
	submit(0, 2);
	wait_for(6);
	assert_int_equal(T.done[JOURNAL_REPEAT], 4);
	assert_int_equal(T.done[JOURNAL_STORED], 2);
	journal_stop();
	assert_int_equal(records_in("a", NULL, true), 2);
}

/* The chance that 32 entries keep their order is 1 in 32!. */
static void
test_order_is_shuffled(void **state)
{
	bool moved = false;
	int i;

	(void)state;
	journal_start_with(one_box, 100);
	for (i = 0; i < 32; i++)
		submit(0, i + 1);
	wait_for(32);
	for (i = 0; i < 32; i++)
		if (T.order[i] != i + 1)
			moved = true;
	assert_true(moved);
	assert_int_equal(T.done[JOURNAL_STORED], 32);
}

static void
test_full_queue(void **state)
{
	(void)state;
	journal_start_with(one_box, 2);
	assert_true(submit(0, 1));
	assert_true(submit(0, 2));
	assert_false(submit(0, 3));
	wait_for(2);
	assert_true(submit(0, 3));
	wait_for(3);
	assert_int_equal(T.done[JOURNAL_STORED], 3);
}

/* What waits at an orderly stop is written and answered first. */
static void
test_close_writes_what_waits(void **state)
{
	int i;

	(void)state;
	journal_start_with(one_box, 100);
	for (i = 0; i < 50; i++)
		submit(0, i + 1);
	journal_stop();
	assert_int_equal(T.done[JOURNAL_STORED], 50);
	assert_int_equal(records_in("a", NULL, true), 50);
}

static void
test_reload(void **state)
{
	struct conf *c;
	struct err e;
	size_t segments;

	(void)state;
	journal_start_with(two_boxes, 100);
	submit(0, 1);
	submit(1, 1);
	wait_for(2);
	c = conf_of(other_boxes, T.reader[1], 3);
	if (journal_reload(T.app.journal, c, &e) == -1)
		fail_msg("%s", e.msg);
	conf_free(&c);
	assert_int_equal(journal_box(T.app.journal, str_of("a")), -1);
	assert_int_equal(journal_box(T.app.journal, str_of("b")), 1);
	assert_int_equal(journal_box(T.app.journal, str_of("c")), 2);
	assert_int_equal(records_in("a", NULL, true), 1);
	submit(0, 2); /* under way when its box went */
	submit(1, 2);
	submit(2, 2);
	assert_false(submit(2, 3));
	wait_for(5);
	assert_int_equal(T.done[JOURNAL_FAILED], 1);
	assert_int_equal(T.done[JOURNAL_STORED], 4);
	c = conf_of(two_boxes, T.reader[1], 100);
	assert_int_equal(journal_reload(T.app.journal, c, &e), 0);
	conf_free(&c);
	assert_int_equal(journal_box(T.app.journal, str_of("a")), 0);
	submit(0, 1);
	wait_for(6);
	assert_int_equal(T.done[JOURNAL_REPEAT], 1);
	journal_stop();
	assert_int_equal(records_in("b", &segments, true), 2);
	assert_int_equal(segments, 2);
}

/* A box that cannot be opened leaves all as it was. */
static void
test_reload_refused(void **state)
{
	char path[256];
	struct conf *c;
	struct err e = { "" };

	(void)state;
	journal_start_with(two_boxes, 100);
	snprintf(path, sizeof(path), "%s/log/c", T.dir);
	write_file("log/c", "x", 1);
	c = conf_of(other_boxes, T.reader[1], 3);
	assert_int_equal(journal_reload(T.app.journal, c, &e), -1);
	conf_free(&c);
	assert_non_null(strstr(e.msg, "box c"));
	assert_int_equal(journal_box(T.app.journal, str_of("a")), 0);
	assert_int_equal(journal_box(T.app.journal, str_of("c")), -1);
	submit(0, 1);
	submit(1, 1);
	wait_for(2);
	assert_int_equal(T.done[JOURNAL_STORED], 2);
	journal_stop();
}

static void
test_start_refused(void **state)
{
	struct err e = { "" };

	(void)state;
	write_file("log", "x", 1);
	T.app.conf = conf_of(one_box, T.reader[0], 10);
	assert_int_equal(keys_open(T.app.conf, 1000000, &T.app.keys, &e), 0);
	assert_int_equal(journal_open(&T.app, &T.app.journal, &e), -1);
	assert_true(e.msg[0] != '\0' && strchr(e.msg, '\n') == NULL);
}

/* Size alone opens a segment while messages come; each stays whole. */
static void
test_rotates_by_size(void **state)
{
	size_t segments;
	int i, k;

	(void)state;
	journal_start_with(one_box, 1000);
	for (i = 0; i < 5; i++) {
		for (k = 0; k < 500; k++)
			submit(0, 1 + i * 500 + k);
		wait_for((size_t)(i + 1) * 500);
	}
	assert_int_equal(T.done[JOURNAL_STORED], 2500);
	journal_stop();
	assert_int_equal(records_in("a", &segments, true), 2500);
	assert_true(segments > 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_stores),
		CASE(test_repeats),
		CASE(test_order_is_shuffled),
		CASE(test_full_queue),
		CASE(test_close_writes_what_waits),
		CASE(test_reload),
		CASE(test_reload_refused),
		CASE(test_start_refused),
		CASE(test_rotates_by_size),
	};

	if (boxes_prepare() == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
