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

#define PAIRS_MAX 128

struct pair {
	size_t name, name_len; /* offsets into store */
	size_t value, value_len;
};

struct pairs {
	struct pair items[PAIRS_MAX];
	size_t n;
	bool dropped;     /* there were more */
	struct buf store; /* wiped by pairs_free */
};

/* Takes a query or urlencoded body apart. 0, or -1 for no memory. */
int pairs_parse(struct str s, struct pairs *out);
void pairs_free(struct pairs *p);

/* Adds one; what is beyond the room is left out. */
void pairs_add(struct pairs *p, struct str name, struct str value);

struct str pairs_name(const struct pairs *p, size_t i);
struct str pairs_value(const struct pairs *p, size_t i);

/*
 * The value of the first of the names that is there (a list that ends with
 * NULL), in any case of letters; if it is there several times, the last one
 * (MessageBird repeats names, and means the last).  p NULL if none is there.
 */
struct str pairs_get(const struct pairs *p, const char *const *names);

/*
 * Numbers of the pairs, by the bytes of their names and then of their values;
 * returns how many there are.
 */
size_t pairs_sorted(const struct pairs *p, size_t order[static PAIRS_MAX]);

#endif
