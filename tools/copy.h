/*
 * copy.h - files and directories copied so that they are there after a loss
 * of power, with the times of the originals.
 */
#ifndef COPY_H
#define COPY_H

#include "gehoor/err.h"

#define COPY_PATH 4096 /* room for a path */

/* DIR/NAME, or -1: too long. */
int copy_path(char out[static COPY_PATH], const char *dir, const char *name,
    struct err *e);

/*
 * Copies a regular file to a name that is not there yet, as long as it was
 * when it was opened, mode 0640 and synced.  0, 1: there is none, or -1.
 */
int copy_file(const char *from, const char *to, struct err *e);

/* Makes a directory that is not there yet. 0 or -1. */
int copy_make_directory(const char *path, struct err *e);

/* Makes what was put into a directory durable. 0 or -1. */
int copy_sync_directory(const char *path, struct err *e);

/* Removes a directory and all in it; none is no error. 0 or -1. */
int copy_remove(const char *path, struct err *e);

/*
 * Calls fn for the names in a directory, in no order, without those that begin
 * with a dot; none there: no calls.  0, or -1 (also what fn returned).
 */
typedef int copy_name_fn(const char *name, void *arg, struct err *e);
int copy_each_name(const char *dir, copy_name_fn *fn, void *arg, struct err *e);

#endif
