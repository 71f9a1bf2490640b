/*
 * record_json.c - the JSON of a record: nothing breaks the reader, and what
 * it read is written and read back equal.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tools/record_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct str
str_from(const struct buf *b)
{
	return (struct str){ (const char *)b->data, b->len };
}

/* Answers are left to the JSON: writing brings those of one id together. */
static bool
is_same(const struct record *a, const struct record *b)
{
	return str_equal(a->box, b->box) && str_equal(a->text, b->text) &&
	    str_equal(a->lang, b->lang) && str_equal(a->region, b->region) &&
	    str_equal(a->who, b->who) && str_equal(a->wish, b->wish) &&
	    str_equal(a->thread, b->thread) && str_equal(a->dedup, b->dedup) &&
	    memcmp(&a->week, &b->week, sizeof(a->week)) == 0 &&
	    a->channel == b->channel && a->nanswers == b->nanswers &&
	    a->publish_report == b->publish_report &&
	    a->publish_read == b->publish_read &&
	    memcmp(a->reply_key, b->reply_key, sizeof(a->reply_key)) == 0 &&
	    a->part.of == b->part.of &&
	    (a->part.of == 0 || str_equal(a->part.before, b->part.before)) &&
	    a->nseen == b->nseen;
}

static void
check_again(const struct record *r)
{
	struct record_read_store store = { NULL };
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct record back;

	record_write(r, &first);
	if (record_read(str_from(&first), &store, &back, NULL) != 0 ||
	    !is_same(r, &back))
		abort();
	record_write(&back, &second);
	if (!str_equal(str_from(&first), str_from(&second)))
		abort();
	buf_free(&first);
	buf_free(&second);
	record_read_free(&store);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str json = { (const char *)data, n };
	struct record_read_store store = { NULL };
	struct record r;

	/* An empty string is not written, and a record needs its box. */
	if (record_read(json, &store, &r, NULL) == 0 && r.box.n > 0)
		check_again(&r);
	record_read_free(&store);
	return 0;
}
