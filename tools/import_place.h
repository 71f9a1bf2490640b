/*
 * import_place.h - where the log of what a desk brought in for a box is:
 * STATE/import/DESK.BOX.  Neither name has a dot.
 */
#ifndef IMPORT_PLACE_H
#define IMPORT_PLACE_H

#include "gehoor/conf.h"
#include "gehoor/err.h"

#define IMPORT_ROOM "import" /* in STATE */

struct import_place {
	const struct conf_desk *desk; /* of the configuration */
	const char *box;              /* within the name that was read */
};

/*
 * Takes "DESK.BOX" apart.  0, or -1: it is no such name, or of a desk that is
 * not in the configuration.
 */
int import_place_read(const struct conf *c, const char *name,
    struct import_place *out, struct err *e);

/* STATE/import/DESK.BOX; -1: it is too long. */
int import_place_dir(const struct conf *c, const struct conf_desk *desk,
    const char *box, char *out, size_t room, struct err *e);

#endif
