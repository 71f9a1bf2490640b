/*
 * cmd_ingest.h - the database made anew, for commands after which it would
 * not be what the logs say.
 */
#ifndef CMD_INGEST_H
#define CMD_INGEST_H

#include "command.h"

/* As gehoor ingest --rebuild, where there is a database at all. */
enum exit_code ingest_again(struct invocation *iv);

#endif
