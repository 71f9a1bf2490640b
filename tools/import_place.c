/*
 * import_place.c - the name of the log of what a desk brought in for a box.
 */
#include "import_place.h"

#include <stdio.h>
#include <string.h>

#include "gehoor/segment.h"

int
import_place_read(const struct conf *c, const char *name,
    struct import_place *out, struct err *e)
{
	const char *dot = strchr(name, '.');
	struct str id = { name, dot == NULL ? 0 : (size_t)(dot - name) };

	if (id.n == 0 || dot[1] == '\0' || strchr(dot + 1, '.') != NULL ||
	    strlen(dot + 1) > BOX_NAME_MAX)
		return err_set(e,
		    IMPORT_ROOM "/%.80s is not the log of an import "
				"(DESK.BOX); move it away",
		    name);
	out->desk = conf_desk_find(c, id);
	out->box = dot + 1;
	return out->desk != NULL
	    ? 0
	    : err_set(e,
		  IMPORT_ROOM "/%.80s is of a desk that is not in %s; add its "
			      "section desk",
		  name, c->file);
}

int
import_place_dir(const struct conf *c, const struct conf_desk *desk,
    const char *box, char *out, size_t room, struct err *e)
{
	int n = snprintf(
	    out, room, "%s/" IMPORT_ROOM "/%s.%s", c->state, desk->id, box);

	return n > 0 && (size_t)n < room
	    ? 0
	    : err_set(e, "%.200s: the name is too long", c->state);
}
