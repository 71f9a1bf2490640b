/*
 * import_rejected.h - the rows that were not taken, beside the file they are
 * from: as they were, each with its number and the reason behind it, to be
 * put right and imported again.
 */
#ifndef IMPORT_REJECTED_H
#define IMPORT_REJECTED_H

#include "csv_read.h"
#include "gehoor/buf.h"

struct import_rejected;

/* NAME.rejected.csv for NAME.csv; owned by the caller (free), NULL: no memory. */
char *import_rejected_name(const char *file);

/*
 * Writes beside path, with the head of the file and its separator.  0, or -1:
 * something of that name is there already, which is never written over.
 */
int import_rejected_open(const char *path, char separator,
    const struct csv_row *head, struct import_rejected **out, struct err *e);

int import_rejected_add(struct import_rejected *r, const struct csv_row *row,
    const char *why, struct err *e);

/* It appears. 0 or -1. */
int import_rejected_finish(struct import_rejected **r, struct err *e);
/* It does not. NULL is legal. */
void import_rejected_drop(struct import_rejected **r);

#endif
