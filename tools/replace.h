/*
 * replace.h - a file of a log gets other bytes, and nothing is left of what
 * stood there.
 *
 * A reader of the log sees the file from before or the one from after, never
 * something between: the new one is written as PATH.new and renamed.  The old
 * one keeps a name until then, PATH.old, so that after a crash its bytes are
 * found; they are overwritten with those that stand there now, which any other
 * link to them (a backup of hard links) gets as well.
 */
#ifndef REPLACE_H
#define REPLACE_H

#include <stdio.h>

#include "gehoor/err.h"

/* Writes what is to stand there instead. 0, or -1 with errno. */
typedef int replace_fn(int old, const void *arg, FILE *to);

/* 0, or -1: then it can be done again. */
int replace_file(
    const char *path, replace_fn *fill, const void *arg, struct err *e);

/* Overwrites what crashes left in a directory of a log. 0 or -1. */
int replace_finish(const char *dir, struct err *e);

#endif
