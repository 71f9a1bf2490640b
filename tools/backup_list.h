/*
 * backup_list.h - the file "list" of a backup: which logs it holds, how many
 * records of each, and the root of their tree.
 *
 * For each log the three lines of a checkpoint's text (checkpoint.h) with
 * its path, "log/lijn", in place of an origin; an empty line between two.
 * It shows whether a backup is whole; it proves nothing, that the logs do.
 */
#ifndef BACKUP_LIST_H
#define BACKUP_LIST_H

#include "gehoor/buf.h"
#include "gehoor/checkpoint.h"

#define BACKUP_LIST_NAME "list"
#define BACKUP_LIST_MAX (1u << 20) /* bytes that are read */

void backup_list_add(struct buf *text, const char *path, uint64_t size,
    const uint8_t root[static HASH_LEN]);

/* Takes the next log off a list. 1, 0 at the end, or -1. */
int backup_list_next(struct str *rest, struct checkpoint *out, struct err *e);

#endif
