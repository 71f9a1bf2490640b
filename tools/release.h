/*
 * release.h - the one way from the database to figures that may be read:
 * report and export print the same cells because both call this.
 */
#ifndef RELEASE_H
#define RELEASE_H

#include "gehoor/conf.h"
#include "protect.h"
#include "scope.h"

struct sqlite3;

/*
 * Makes the figures of the scope.  printed (or NULL) is what was printed
 * before and may differ from what the database gives now: it is held
 * against them too.  0 or -1.
 */
int release_make(struct sqlite3 *db, const struct conf *c,
    const struct scope *scope, const struct release *printed,
    struct release *out, struct err *e);

/*
 * All figures of the period, every box and region of it, beside what was
 * printed before (or NULL).  0 or -1.
 */
int release_all(struct sqlite3 *db, const struct conf *c, struct period period,
    const struct release *printed, struct release *out, struct err *e);

#endif
