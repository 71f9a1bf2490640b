/*
 * replies_copy.c - the answers in a state directory, copied to another.
 */
#include "replies_copy.h"

#include <string.h>

#include "copy.h"
#include "gehoor/reply.h"

struct places {
	char from[COPY_PATH], to[COPY_PATH];
};

/* One that is published or erased meanwhile is no error. */
static int
take_reply(const char *name, void *arg, struct err *e)
{
	const struct places *p = arg;
	char from[COPY_PATH], to[COPY_PATH];

	if (strlen(name) != REPLY_NAME_LEN)
		return 0;
	return copy_path(from, p->from, name, e) == -1 ||
		copy_path(to, p->to, name, e) == -1 ||
		copy_file(from, to, e) == -1
	    ? -1
	    : 0;
}

static int
copy_place(const char *from, const char *to, const char *name, struct err *e)
{
	struct places p;

	return copy_path(p.from, from, name, e) == -1 ||
		copy_path(p.to, to, name, e) == -1 ||
		copy_each_name(p.from, take_reply, &p, e) == -1
	    ? -1
	    : copy_sync_directory(p.to, e);
}

int
replies_copy(const char *from, const char *to, struct err *e)
{
	char published[COPY_PATH], waiting[COPY_PATH];

	if (copy_path(published, to, "replies", e) == -1 ||
	    copy_path(waiting, to, "replies/new", e) == -1 ||
	    copy_make_directory(published, e) == -1 ||
	    copy_make_directory(waiting, e) == -1)
		return -1;
	/* An answer goes from new to replies: in this order none is missed. */
	return copy_place(from, to, "replies/new", e) == -1 ||
		copy_place(from, to, "replies", e) == -1
	    ? -1
	    : 0;
}
