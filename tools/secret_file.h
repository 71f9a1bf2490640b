/*
 * secret_file.h - new files that only their owner may read.
 */
#ifndef SECRET_FILE_H
#define SECRET_FILE_H

#include <stddef.h>

#include "gehoor/err.h"

/*
 * Makes the file (0600) with those bytes, durable, or nothing at all.  An
 * existing file is never touched: a lost key loses every story.  0 or -1.
 */
int
secret_file_create(const char *path, const void *p, size_t n, struct err *e);

#endif
