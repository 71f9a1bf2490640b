/*
 * sync.h - makes the names in a directory durable.
 */
#ifndef SYNC_H
#define SYNC_H

#include "gehoor/err.h"

/* 0 or -1. */
int sync_directory(const char *dir, struct err *e);

/* The directory in which that file is. 0 or -1. */
int sync_beside(const char *path, struct err *e);

#endif
