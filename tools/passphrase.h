/*
 * passphrase.h - a secret that a person knows.
 */
#ifndef PASSPHRASE_H
#define PASSPHRASE_H

#include <stdbool.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"

#define PASSPHRASE_MAX 1024

/*
 * Adds the passphrase to out: the first line of the file, or without a file
 * what is typed on the terminal (twice the same if is_new).  0 or -1; an
 * empty passphrase is refused.
 */
int
passphrase_get(const char *file, bool is_new, struct buf *out, struct err *e);

#endif
