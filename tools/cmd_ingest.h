/*
 * cmd_ingest.h - the database brought up to date, for commands after which
 * it would not be what the logs say.
 */
#ifndef CMD_INGEST_H
#define CMD_INGEST_H

#include "command.h"

/*
 * Where there is a database at all: as gehoor ingest, which says nothing if
 * all is well; whole: as gehoor ingest --rebuild.
 */
enum exit_code ingest_now(struct invocation *iv, bool whole);

#endif
