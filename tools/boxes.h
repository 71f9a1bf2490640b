/*
 * boxes.h - which logs there are: of one server, or of several whose states
 * are read together (setting logs).
 */
#ifndef BOXES_H
#define BOXES_H

#include <stddef.h>

#include "gehoor/conf.h"
#include "gehoor/err.h"

struct box_log {
	char *source; /* name of the server in logs; "" where there is one */
	char *state;  /* its state directory */
	char *name;   /* of the box */
	char *dir;    /* STATE/log/NAME */
	char *shown;  /* "lijn", or "noord/lijn" where there are several */
};

struct boxes {
	struct box_log *logs; /* in byte order of shown */
	size_t n;
};

/*
 * All directories of STATE/log, also of boxes that are in no configuration
 * any more; or only the named ones, which must be there: "lijn" in any of the
 * states, "noord/lijn" in that one.  The same log in two states would count
 * twice and is refused.  0 or -1.
 */
int boxes_list(const struct conf *c, char *const *names, int nnames,
    struct boxes *out, struct err *e);
void boxes_free(struct boxes *b);

#endif
