/*
 * search.h - finding messages by their redacted words.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include <stdint.h>

#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"
#include "gehoor/week.h"

struct sqlite3;
struct reader_secret;

struct search {
	/*
	 * All of them must be there, in any order; one with blanks stands as
	 * it is, one that ends with "*" is a beginning.  Without regard to
	 * capitals and accents.  None: every message.
	 */
	const char *const *words;
	size_t nwords;
	const char *theme; /* NULL: any; also of the next ones */
	const char *box;
	const struct period *period;
	bool danger; /* only what is flagged */
	/* Boxes that this is no reader of are left out. */
	const struct conf *conf;
	const struct reader_secret *key;
};

/* A message; strings last for the call. */
struct search_hit {
	const uint8_t *leaf; /* HASH_LEN bytes */
	int week;            /* week_number; 0: unknown */
	const char *box, *status, *channel, *region, *who;
	const char *themes; /* ids with blanks between */
	const char *polarity;
	int weight, tone;
	unsigned danger; /* bits of enum danger */
	const char *text, *kernel;
};

/* Returns whether to go on. */
typedef bool search_fn(const struct search_hit *hit, void *arg);

/*
 * The hits, the newest week first, by leaf within it.  closed gets the number
 * of those that are for other readers.  0 or -1.
 */
int search_run(struct sqlite3 *db, const struct search *s, search_fn *fn,
    void *arg, uint64_t *closed, struct err *e);

/* Whether messages of that box are for the reader with that secret. */
bool search_is_reader(
    const struct conf *c, const struct reader_secret *key, const char *box);

#endif
