/*
 * durable.h - small files that appear whole and stay: written beside,
 * synced, renamed, and the directory synced.
 */
#ifndef SHARED_DURABLE_H
#define SHARED_DURABLE_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"

/* Writes all bytes, or -1 (some may have been written). */
int durable_write(int fd, const uint8_t *p, size_t n);

/* Sets both times of an open file. 0 or -1. */
int durable_set_time(int fd, int64_t file_time);

/* As file_time: the file keeps the time of its writing. */
#define DURABLE_NOW (-1)

/*
 * A whole, synced file under a name of which it may be left behind: what
 * stood there goes.  Open for appending; the directory is not synced yet.
 * The fd, or -1.
 */
int durable_beside(
    int dir, const char *name, const uint8_t *p, size_t n, int64_t file_time);

/*
 * A whole, synced file under that name, open for appending; the directory is
 * not synced yet.  The fd, or -1.
 */
int durable_create(
    int dir, const char *name, const uint8_t *p, size_t n, int64_t file_time);

/*
 * Puts a file of that name into the directory, in place of one that may be
 * there.  The file's time is file_time.  0, or -1 and nothing has changed.
 */
int durable_replace(int dir, const char *name, const void *p, size_t n,
    int64_t file_time, struct err *e);

/*
 * Reads a whole regular file of the directory: no link, and no pipe that would
 * hang us; one longer than max bytes is not begun.  0, 1 if there is none of
 * that name, or -1.
 */
int durable_read(
    int dir, const char *name, size_t max, struct buf *out, struct err *e);

#endif
