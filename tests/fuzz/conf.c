/*
 * conf.c - bytes as gehoor.conf.
 *
 * Whatever is accepted must print to a text that reads back to the same, and
 * must hold nothing of the environment; whatever is refused must say so in
 * one line.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/shared/conf_tree.h"
#include "gehoor/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_print(const struct conf *c)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct conf *again = NULL;
	struct err e;

	conf_print(c, &once);
	if (once.failed ||
	    memmem(once.data, once.len, "ENVIRONMENT", 11) != NULL ||
	    conf_parse(
		(const char *)once.data, once.len, "print", &again, &e) == -1)
		abort();
	conf_print(again, &twice);
	if (once.len != twice.len ||
	    memcmp(once.data, twice.data, once.len) != 0)
		abort();
	conf_free(&again);
	buf_free(&once);
	buf_free(&twice);
}

/* The text alone, without what the program brings along: many times faster. */
static int
syntax(const uint8_t *data, size_t size, struct err *e)
{
	struct arena arena = { NULL };
	struct conf_node root = { .name = "", .file = "fuzz" };
	int ret;

	ret = conf_syntax((const char *)data, size, &arena, &root, e);
	arena_free(&arena);
	return ret;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf *c = NULL;
	struct err e = { "" };

	/* An input that spells the value out would look like a leak. */
	if (memmem(data, size, "ENVIRON", 7) != NULL)
		return 0;
	setenv("X", "ENVIRONMENT", 1);
	if (syntax(data, size, &e) == 0 &&
	    conf_parse((const char *)data, size, "fuzz", &c, &e) == 0)
		check_print(c);
	else if (*e.msg == '\0' || strchr(e.msg, '\n') != NULL)
		abort();
	conf_free(&c);
	return 0;
}
