/*
 * cell_names.h - the dimensions and categories every group of a release has,
 * in their order: those that can occur, from the configuration and this
 * source, and those that were counted somewhere.
 */
#ifndef CELL_NAMES_H
#define CELL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/conf.h"
#include "gehoor/err.h"

#define CELL_NAME_NONE SIZE_MAX

struct cell_names;
struct sqlite3;

/* NULL on failure. */
struct cell_names *
cell_names_read(struct sqlite3 *db, const struct conf *c, struct err *e);
void cell_names_free(struct cell_names **n);

size_t cell_names_count(const struct cell_names *n);
void cell_names_get(const struct cell_names *n, size_t i,
    const char **dimension, const char **category);

/* By the names of the tally, where "" is not told; or CELL_NAME_NONE. */
size_t cell_names_find(
    const struct cell_names *n, const char *dimension, const char *category);

/* Of "wachten:neg": the place of "wachten"; else CELL_NAME_NONE. */
size_t cell_names_whole(const struct cell_names *n, size_t i);
/* Of "wachten:neg": the place of "wachten:onbekend". */
size_t cell_names_unjudged(const struct cell_names *n, size_t i);
bool cell_names_is_unjudged(const struct cell_names *n, size_t i);

#endif
