/*
 * audit_read.h - a printed CSV release, read back.
 */
#ifndef AUDIT_READ_H
#define AUDIT_READ_H

#include <stdbool.h>

#include "gehoor/bytes.h"
#include "gehoor/err.h"
#include "protect.h"

/*
 * Reads the file, in either dialect; the figure of row i + 2 is items[i].
 * 0, or -1: not to be read, or not what gehoor export prints (e names file
 * and row, *damaged says which of both).
 */
int
audit_read(const char *path, struct release *out, bool *damaged, struct err *e);

/* The same of bytes in memory; name is for what is said. */
int audit_parse(
    const char *name, struct str text, struct release *out, struct err *e);

#endif
