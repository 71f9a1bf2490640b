/*
 * desk_event.c - fuzz target: what a desk did, as a record of its log.
 */
#include "tools/desk_event.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool ok)
{
	if (!ok)
		abort();
}

/* What is written is read, and is written in the same way again. */
static void
write_again(const struct desk_event *ev)
{
	struct desk_event_store *s = desk_event_store_new();
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct desk_event again;

	require(s != NULL);
	desk_event_write(ev, &one);
	require(!one.failed &&
	    desk_event_read((struct str){ (const char *)one.data, one.len }, s,
		&again, NULL) == 0);
	desk_event_write(&again, &two);
	require(!two.failed && one.len == two.len &&
	    memcmp(one.data, two.data, one.len) == 0);
	buf_free(&one);
	buf_free(&two);
	desk_event_store_free(&s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct desk_event_store *s = desk_event_store_new();
	struct desk_event ev;

	require(s != NULL);
	if (desk_event_read(
		(struct str){ (const char *)data, size }, s, &ev, NULL) == 0)
		write_again(&ev);
	desk_event_store_free(&s);
	return 0;
}
