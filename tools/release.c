/*
 * release.c - the one way from the database to figures that may be read.
 */
#include "release.h"

#include "cells.h"

int
release_make(struct sqlite3 *db, const struct conf *c,
    const struct scope *scope, struct release *out, struct err *e)
{
	struct cells cells;

	if (cells_read(db, c, scope, &cells, e) == -1)
		return -1;
	return protect(&cells, out, e);
}
