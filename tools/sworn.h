/*
 * sworn.h - what the logs swore to, as far as they were read, and which
 * witnesses signed along: for the report.
 */
#ifndef SWORN_H
#define SWORN_H

#include <stdbool.h>

#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "gehoor/week.h"

struct sqlite3;

/* Of all logs together: a size of one box alone could tell too much. */
struct sworn {
	bool all;             /* every log that has records has a checkpoint */
	uint64_t size;        /* records in the newest checkpoint of each */
	struct week week;     /* of the oldest of these checkpoints */
	uint64_t lost;        /* sworn to, and lost when a log was restored */
	struct buf witnesses; /* names, ", " between; who signed all of them */
};

/*
 * Reads them from the database and from the store of the witnesses; only
 * cosignatures by witness_keys count. 0 or -1; free with sworn_free.
 */
int sworn_read(
    struct sqlite3 *db, const struct conf *c, struct sworn *out, struct err *e);
void sworn_free(struct sworn *s);

#endif
