/*
 * basis.h - what the appraisals in a database were made with: themes,
 * concepts and points of the configuration, questions whose answers are
 * words, the models, and the version of the program.
 *
 * When any of these is another one, old messages would count by other rules
 * than new ones; so an ingest reads all of them again.
 */
#ifndef BASIS_H
#define BASIS_H

#include "gehoor/conf.h"
#include "gehoor/err.h"

struct sqlite3;

/* Remembers it in a database that was made as a whole. 0 or -1. */
int basis_write(struct sqlite3 *db, const struct conf *c, struct err *e);

/* Whether the database was made with the same. 1, 0 or -1. */
int basis_is(struct sqlite3 *db, const struct conf *c, struct err *e);

#endif
