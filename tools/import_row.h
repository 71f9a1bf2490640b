/*
 * import_row.h - a row of a file as a record, or what is wrong with it.
 */
#ifndef IMPORT_ROW_H
#define IMPORT_ROW_H

#include "gehoor/buf.h"
#include "import_map.h"

#define IMPORT_TEXT_MAX 8000 /* code points, as on the form */

/* What holds for all rows that do not say otherwise. */
struct import_rules {
	const struct conf *conf; /* borrowed, as all here */
	const struct conf_box *box;
	const struct import_map *map;
	struct week now;  /* later weeks are mistakes */
	struct week week; /* year 0: every row has its own */
	enum channel channel;
	const char *region; /* or empty */
	const char *lang;
};

/* A record; its strings are borrowed from here and from the configuration. */
struct import_row {
	struct record record;
	struct str id; /* of the column id: tells rows apart, kept nowhere */
	struct buf text;
	struct buf answers[RECORD_MAX_ANSWERS];
	/* What was not known: the field, and what stood there; or "". */
	char unknown[48];
	struct str unknown_value; /* of the row */
};

enum import_row_result {
	IMPORT_ROW_TAKEN,
	IMPORT_ROW_EMPTY, /* no field has anything in it */
	IMPORT_ROW_REJECTED
};

/*
 * Fills out (all zero at first, or as it was left).  e says what is wrong
 * with a rejected row, naming the column, and never quotes the row.
 */
enum import_row_result import_row_read(const struct import_rules *r,
    const struct csv_row *row, struct import_row *out, struct err *e);
void import_row_free(struct import_row *row);

/* The values that a field can have, "noord, zuid"; for a message. */
void import_row_known(
    const struct import_rules *r, const char *field, char *out, size_t room);

#endif
