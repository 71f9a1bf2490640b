/*
 * output.h - results appear whole or not at all: written beside, synced,
 * renamed; stdout is flushed and checked.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"

struct output {
	FILE *file;
	char *path; /* NULL: stdout */
	char *temporary;
};

/* path NULL or "-" is stdout. 0 or -1. */
int output_open(struct output *o, const char *path, struct err *e);
/* A file of a directory of ours: takes the place of whatever stands there. */
int output_open_file(struct output *o, const char *path, struct err *e);
/* Makes the result appear. 0 or -1 (then nothing appeared). */
int output_finish(struct output *o, struct err *e);
/* Throws away what was written (legal after output_finish). */
void output_drop(struct output *o);

/* All of that in one: writes the bytes to path (NULL or "-": stdout). */
int output_write(const char *path, const struct buf *b, struct err *e);

#endif
