/*
 * actions.h - what people said and what was done about it, read from JSON
 * lines and made into what the server's page "antwoord" shows.
 *
 *	{"status": "done", "period": "2026-Q3",
 *	 "said": {"nl": "Niemand belt terug."},
 *	 "did": {"nl": "Elk team heeft nu een belmoment."}}
 *
 * status: new, busy, done, or not ("doen we niet"), which needs a "why".
 */
#ifndef ACTIONS_H
#define ACTIONS_H

#include <jansson.h>
#include <stdio.h>

#include "gehoor/conf.h"
#include "gehoor/err.h"

#define ACTIONS_MAX 500 /* as many as the page shows */

/* One thing that looks like personal data. */
struct actions_doubt {
	size_t line;
	const char *field, *lang, *kind;
	struct str what;
};
typedef void actions_doubt_fn(const struct actions_doubt *d, void *arg);

/*
 * Reads the lines; name is for messages.  Calls doubt for what might show who
 * somebody is.  An array (json_decref), or NULL and e says which line is
 * wrong and what would be right.
 */
json_t *actions_read(FILE *f, const char *name, const struct conf *c,
    actions_doubt_fn *doubt, void *arg, struct err *e);

/*
 * What was published: the items, which the caller owns, or NULL if there is
 * nothing yet.  0, or -1 with what is wrong with the file.
 */
int actions_published(const char *state, json_t **out, struct err *e);

/* Writes STATE/public/actions.json beside and renames it. 0 or -1. */
int actions_publish(const char *state, json_t *items, struct err *e);

#endif
