/*
 * journal.c - tests of the queue to the writer thread and back: what is
 * stored, repeats, a full queue, a full disk, a lost disk, other boxes.
 */
#include "daemon/journal.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

#include "daemon/app.h"
#include "daemon/journal_box.h"
#include "daemon/keys.h"
#include "gehoor/segment_reader.h"
#include "harness.h"

static struct {
	struct app app;
	char *dir;
	char reader[2][READER_TEXT_LEN + 1];
	size_t done[3];			/* by outcome */
	int order[64];			/* of the answers */
	size_t answered;
	int deaths;
} T;

static void
make_reader(char out[static READER_TEXT_LEN + 1], uint8_t first)
{
	struct reader r;

	crypto_random(r.pk, sizeof(r.pk));
	r.pk[0] = first;
	reader_format(&r, out);
}

static void
write_file(const char *name, const void *p, size_t n)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", T.dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

/* A configuration with these boxes, each "box NAME { }" filled in. */
static struct conf *
conf_of(const char *boxes[], const char *reader, int queue)
{
	struct buf b = BUF_INIT;
	struct conf *c = NULL;
	struct err e;

	buf_addf(&b, "state = \"%s\"\nruntime = \"%s\"\n"
	    "sign_key = \"%s/sign.key\"\npepper = \"%s/pepper\"\n"
	    "queue = %d\nsegment_mib = 1\n", T.dir, T.dir, T.dir, T.dir,
	    queue);
	for (; *boxes != NULL; boxes++)
		buf_addf(&b, "box \"%s\" {\nkind = feedback\n"
		    "title = {\"nl:T\", \"en:T\"}\nreaders = {\"%s\"}\n"
		    "single_reader = true\n}\n", *boxes, reader);
	if (conf_parse((const char *)b.data, b.len, "test", &c, &e) == -1)
		fail_msg("%s", e.msg);
	buf_free(&b);
	return c;
}

static const char *one_box[] = { "a", NULL };
static const char *two_boxes[] = { "a", "b", NULL };
static const char *other_boxes[] = { "b", "c", NULL };

static void
keys_new(void)
{
	struct note_signer s;
	struct buf b = BUF_INIT;
	uint8_t pepper[KEY_LEN];

	assert_int_equal(note_signer_new("test", &s, NULL), 0);
	note_signer_format(&s, &b);
	write_file("sign.key", b.data, b.len);
	buf_free(&b);
	crypto_random(pepper, sizeof(pepper));
	write_file("pepper", pepper, sizeof(pepper));
}

static void
journal_start_with(const char *boxes[], int queue)
{
	struct err e;

	T.app.conf = conf_of(boxes, T.reader[0], queue);
	if (keys_open(T.app.conf, 1000000, &T.app.keys, &e) == -1 ||
	    journal_open(&T.app, &T.app.journal, &e) == -1)
		fail_msg("%s", e.msg);
}

static int
setup(void **state)
{
	(void)state;
	memset(&T, 0, sizeof(T));
	T.dir = directory_new();
	T.app.base = event_base_new();
	make_reader(T.reader[0], 9);
	make_reader(T.reader[1], 8);
	keys_new();
	return 0;
}

static void
journal_stop(void)
{
	struct err e;

	if (journal_close(&T.app.journal, &e) == -1)
		fail_msg("%s", e.msg);
	keys_close(&T.app.keys);
	conf_free(&T.app.conf);
}

static int
teardown(void **state)
{
	(void)state;
	journal_close(&T.app.journal, NULL);
	keys_close(&T.app.keys);
	conf_free(&T.app.conf);
	event_base_free(T.app.base);
	directory_free(T.dir);
	return 0;
}

static void
entry_done(struct journal_entry *en)
{
	T.done[en->outcome]++;
	if (T.answered < 64)
		T.order[T.answered] = en->tag[0];
	T.answered++;
	assert_int_equal(en->json.len, 0);
	free(en);
}

static bool
submit(size_t box, int tag)
{
	struct journal_entry *en = calloc(1, sizeof(*en));

	assert_non_null(en);
	en->box = box;
	memset(en->tag, tag, TAG_LEN);
	put_le32(en->tag + 4, (uint32_t)tag);
	en->done = entry_done;
	buf_adds(&en->json, "{\"v\":1,\"text\":\"hallo\"}");
	if (journal_submit(T.app.journal, en))
		return true;
	buf_free(&en->json);
	free(en);
	return false;
}

static void
wait_for(size_t answered)
{
	while (T.answered < answered)
		event_base_loop(T.app.base, EVLOOP_ONCE);
}

/* Records in a box, over all its segments; every one must be whole. */
static size_t
records_in(const char *box, size_t *segments, bool ended)
{
	struct segment_reader *r;
	struct frame f;
	enum segment_result result;
	const uint8_t *raw;
	char path[512];
	uint32_t *numbers;
	size_t i, n, records = 0;

	snprintf(path, sizeof(path), "%s/log/%s", T.dir, box);
	assert_int_equal(boxlog_list(path, &numbers, &n, NULL, NULL), 0);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/log/%s/%08u.seg", T.dir, box,
		    (unsigned)numbers[i]);
		assert_int_equal(segment_reader_open(path, &r, NULL),
		    SEGMENT_OK);
		while ((result = segment_reader_next(r, &f, &raw, NULL)) ==
		    SEGMENT_OK)
			records++;
		if (ended)
			assert_int_equal(result, SEGMENT_END);
		segment_reader_close(&r);
	}
	free(numbers);
	if (segments != NULL)
		*segments = n;
	return records;
}

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
file_size_limit(rlim_t bytes)
{
	struct rlimit r;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &r), 0);
	r.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &r), 0);
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
	file_size_limit(1024);
	for (i = 2; i < 12; i++)
		submit(0, i);
	/* A repeat in the failing batch must not be told "received" either. */
	submit(0, 2);
	wait_for(12);
	assert_int_equal(T.done[JOURNAL_FAILED], 11);
	assert_false(journal_healthy(T.app.journal));
	file_size_limit(RLIM_INFINITY);
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
	submit(0, 2);		/* under way when its box went */
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

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_stores),
		CASE(test_repeats),
		CASE(test_order_is_shuffled),
		CASE(test_full_queue),
		CASE(test_close_writes_what_waits),
		CASE(test_full_disk),
		CASE(test_reload),
		CASE(test_reload_refused),
		CASE(test_start_refused),
		CASE(test_rotates_by_size),
	};

	signal(SIGXFSZ, SIG_IGN);
	alarm(PATIENCE_SECONDS);
	if (crypto_init(NULL) == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
