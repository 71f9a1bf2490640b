/*
 * figures.h - what the commands that publish figures have in common: their
 * scope from the options, and a release from one state of the database.
 */
#ifndef FIGURES_H
#define FIGURES_H

#include "command.h"
#include "protect.h"
#include "scope.h"
#include "sums.h"

/* Options of every such command, for their tables. */
#define FIGURES_OPTIONS \
	{ 0, "period", "PERIOD", \
		"2026-Q3 or 2026; the quarter before this one" }, \
	    { 0, "release", NULL, \
		    "these figures are final: they are printed so ever " \
		    "after" }, \
	    { 0, "box", "BOX", "only this box" }, \
	{ \
		0, "region", "REGION", "only this region" \
	}

struct figures {
	struct scope scope;
	struct release release;
	struct sums sums;
};

/*
 * Reads options and database.  EXIT_DONE, and figures_free is due; or another
 * code after complaining.
 */
enum exit_code figures_read(struct invocation *iv, struct figures *out);
void figures_free(struct figures *f);

#endif
