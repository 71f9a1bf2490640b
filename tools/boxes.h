/*
 * boxes.h - which logs there are: of one server, or of several whose states
 * are read together (setting logs), and those of what desks brought in.
 */
#ifndef BOXES_H
#define BOXES_H

#include <stddef.h>

#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/note.h"

struct box_log {
	char *source; /* name of the server in logs; "" where there is one */
	char *state;  /* its state directory */
	char *name;   /* of the box */
	char *dir;    /* STATE/log/NAME, or STATE/import/DESK.NAME */
	char *shown;  /* "lijn"; "noord/lijn" where there are several servers;
			 "raad/lijn": what the desk raad imported */
	/* Whose import it is, and its key; NULL: a server's log. */
	const struct conf_desk *desk; /* of the configuration */
	struct note_verifier desk_key;
};

struct boxes {
	struct box_log *logs; /* in byte order of shown */
	size_t n;
};

/*
 * All directories of STATE/log, also of boxes that are in no configuration
 * any more, and of STATE/import; or only the named ones, which must be there:
 * "lijn" wherever it is, "noord/lijn" of that server or desk.  The same log
 * in two places would count twice and is refused.  0 or -1.
 */
int boxes_list(const struct conf *c, char *const *names, int nnames,
    struct boxes *out, struct err *e);
void boxes_free(struct boxes *b);

/* Whose signatures count in a log; the keys are borrowed. */
struct log_signers {
	const struct note_verifier *keys;
	size_t n;
};

/* The servers' keys, which are given, or the desk's own. */
struct log_signers box_log_signers(
    const struct box_log *l, const struct note_verifier *servers, size_t n);

#endif
