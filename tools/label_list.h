/*
 * label_list.h - messages for a person to look at: those on which desks
 * differ, those that wait, and then those with the most doubt.
 */
#ifndef LABEL_LIST_H
#define LABEL_LIST_H

#include "gehoor/buf.h"
#include "search.h"

#define LABEL_LIST_MAX 1000

struct label_list_options {
	const struct search *search; /* no words, any status */
	size_t number;               /* at most so many, and LABEL_LIST_MAX */
	bool all;                    /* also those with a label already */
	bool json;
};

struct label_list_result {
	size_t shown;
	uint64_t seen;   /* messages that could be shown */
	uint64_t closed; /* for other readers */
};

/* Adds the list to out; the same list for the same database.  0 or -1. */
int label_list(struct sqlite3 *db, const struct label_list_options *o,
    struct buf *out, struct label_list_result *result, struct err *e);

#endif
