/*
 * pairs.h - the parameters of a gateway's query, as octets in their order.
 *
 * Unlike a form they are not text: a gateway may send UTF-16, with NUL in it,
 * in percent-encoding.
 */
#ifndef PAIRS_H
#define PAIRS_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

#define PAIRS_MAX 64

struct pairs {
	struct {
		size_t name, name_len; /* offsets into store */
		size_t value, value_len;
	} items[PAIRS_MAX];
	size_t n;
	struct buf store; /* wiped by pairs_free */
};

/* Takes a query or urlencoded body apart. 0, or -1 for no memory. */
int pairs_parse(struct str s, struct pairs *out);
void pairs_free(struct pairs *p);

/*
 * The first value of the first of the names that is there, NULL-terminated
 * list; p NULL if none is.
 */
struct str pairs_get(const struct pairs *p, const char *const *names);

#endif
