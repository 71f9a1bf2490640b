/*
 * boxes.h - a journal with real logs in a directory of its own, and entries
 * to submit to it.
 */
#ifndef BOXES_H
#define BOXES_H

#include <signal.h>
#include <sys/resource.h>

#include "daemon/app.h"
#include "daemon/journal.h"
#include "daemon/journal_box.h"
#include "daemon/keys.h"
#include "gehoor/segment_reader.h"
#include "harness.h"

static struct {
	struct app app;
	char *dir;
	char reader[2][READER_TEXT_LEN + 1];
	size_t done[3]; /* by outcome */
	int order[64];  /* of the answers */
	size_t answered;
	int deaths;
} T;

static inline void
make_reader(char out[static READER_TEXT_LEN + 1], uint8_t first)
{
	struct reader r;

	crypto_random(r.pk, sizeof(r.pk));
	r.pk[0] = first;
	reader_format(&r, out);
}

static inline void
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
static inline struct conf *
conf_of(const char *boxes[], const char *reader, int queue)
{
	struct buf b = BUF_INIT;
	struct conf *c = NULL;
	struct err e;

	buf_addf(&b,
	    "state = \"%s\"\nruntime = \"%s\"\n"
	    "sign_key = \"%s/sign.key\"\npepper = \"%s/pepper\"\n"
	    "queue = %d\nsegment_mib = 1\n",
	    T.dir, T.dir, T.dir, T.dir, queue);
	for (; *boxes != NULL; boxes++)
		buf_addf(&b,
		    "box \"%s\" {\nkind = feedback\n"
		    "title = {\"nl:T\", \"en:T\"}\nreaders = {\"%s\"}\n"
		    "single_reader = true\n}\n",
		    *boxes, reader);
	if (conf_parse((const char *)b.data, b.len, "test", &c, &e) == -1)
		fail_msg("%s", e.msg);
	buf_free(&b);
	return c;
}

static const char *one_box[] __attribute__((unused)) = { "a", NULL };
static const char *two_boxes[] __attribute__((unused)) = { "a", "b", NULL };
static const char *other_boxes[] __attribute__((unused)) = { "b", "c", NULL };

static inline void
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

static inline void
journal_start_with(const char *boxes[], int queue)
{
	struct err e;

	T.app.conf = conf_of(boxes, T.reader[0], queue);
	if (keys_open(T.app.conf, 1000000, &T.app.keys, &e) == -1 ||
	    journal_open(&T.app, &T.app.journal, &e) == -1)
		fail_msg("%s", e.msg);
}

static inline int
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

static inline void
journal_stop(void)
{
	struct err e;

	if (journal_close(&T.app.journal, &e) == -1)
		fail_msg("%s", e.msg);
	keys_close(&T.app.keys);
	conf_free(&T.app.conf);
}

static inline int
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

static inline void
entry_done(struct journal_entry *en)
{
	T.done[en->outcome]++;
	if (T.answered < 64)
		T.order[T.answered] = en->tag[0];
	T.answered++;
	assert_int_equal(en->json.len, 0);
	free(en);
}

static inline bool
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

static inline void
wait_for(size_t answered)
{
	while (T.answered < answered)
		event_base_loop(T.app.base, EVLOOP_ONCE);
}

/* Records in a box, over all its segments; every one must be whole. */
static inline size_t
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
		assert_int_equal(
		    segment_reader_open(path, &r, NULL), SEGMENT_OK);
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

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* A file over its limit is an error to be told, not the end. */
static inline int
boxes_prepare(void)
{
	signal(SIGXFSZ, SIG_IGN);
	alarm(PATIENCE_SECONDS);
	return crypto_init(NULL);
}

#endif
