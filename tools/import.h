/*
 * import.h - a CSV of messages of elsewhere, gone through twice: once to see
 * what is in it, and once to take it.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include "csv_read.h"
#include "import_keys.h"
#include "import_log.h"
#include "import_map.h"
#include "import_row.h"

#define IMPORT_SHOWN 5    /* rows of each kind that are shown */
#define IMPORT_UNKNOWN 12 /* different values that are named */
#define IMPORT_SNIPPET 40 /* code points of a field that are shown */

/* A row to be shown: cut, on one line. */
struct import_sample {
	size_t number, line;
	char *text; /* owned: the fields that are taken, or why it is not */
};

/* A value that was not known, and in how many rows. */
struct import_stranger {
	char field[48];
	char value[4 * IMPORT_SNIPPET + 1];
	uint64_t rows;
};

struct import_counts {
	uint64_t taken, there, rejected, empty;
};

struct import {
	/* Given. */
	const struct invocation *iv;
	struct import_log_of of;
	struct import_rules rules; /* all but map */
	const char *map_asked;     /* or NULL */
	struct str file;
	struct csv_form form;
	/* Found. */
	struct import_map map;
	struct buf head; /* of the columns, each with a NUL behind */
	struct import_counts counts;
	struct import_sample rows[IMPORT_SHOWN], rejected[IMPORT_SHOWN];
	size_t nrows, nrejected;
	struct import_stranger strangers[IMPORT_UNKNOWN];
	size_t nstrangers;
	bool strangers_more;
	/* At work. */
	struct import_keys *keys;
	struct import_row row;
	struct tagmap *known;
};

/*
 * Reads it all and fills what is found; nothing is written.  0, 1: the log
 * that is there is damaged (which was said), or -1.
 */
int import_look(struct import *im, struct err *e);

/*
 * Takes every row that can be taken, and writes the others to that path if
 * there are any.  0, or -1: nothing was taken.  counts are those of now.
 */
int import_take(struct import *im, const char *rejected, struct err *e);

void import_free(struct import *im);

#endif
