/*
 * boxes.h - which logs there are in a state directory.
 */
#ifndef BOXES_H
#define BOXES_H

#include <stddef.h>

#include "gehoor/err.h"

struct box_log {
	char *name;
	char *dir; /* STATE/log/NAME */
};

struct boxes {
	struct box_log *logs; /* in byte order of their names */
	size_t n;
};

/*
 * All directories of STATE/log, also of boxes that are in no configuration
 * any more; or only the named ones, which must be there.  0 or -1.
 */
int boxes_list(const char *state, char *const *names, int nnames,
    struct boxes *out, struct err *e);
void boxes_free(struct boxes *b);

#endif
