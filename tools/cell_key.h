/*
 * cell_key.h - which figure it is: the columns of the export that name it.
 */
#ifndef CELL_KEY_H
#define CELL_KEY_H

#include "gehoor/week.h"

/* Strings are owned; "" in box and region means all together. */
struct cell_key {
	struct period period;
	char *box;
	char *region;
	char *dimension; /* "total", "theme", "channel", ... */
	char *category;  /* "" of the total */
};

void cell_key_free(struct cell_key *k);

#define CELL_UNKNOWN "onbekend" /* the writer did not say */
#define CELL_NONE "geen"        /* there was nothing to judge */
#define CELL_NO_THEME "anders"  /* no theme was found */

#endif
