/*
 * import_map.h - which column of a file is what.
 */
#ifndef IMPORT_MAP_H
#define IMPORT_MAP_H

#include <stdbool.h>

#include "csv_read.h"
#include "gehoor/conf.h"
#include "gehoor/record.h"

/* X(constant, name, headers that mean it, in small letters). */
#define IMPORT_FIELDS(X) \
	X(IMPORT_TEXT, "text", "text tekst bericht verhaal klacht message") \
	X(IMPORT_WEEK, "week", "week datum date") \
	X(IMPORT_REGION, "region", "region regio") \
	X(IMPORT_WHO, "who", "who wie") \
	X(IMPORT_CHANNEL, "channel", "channel kanaal") \
	X(IMPORT_LANG, "lang", "lang taal language") \
	X(IMPORT_ID, "id", "")

enum import_field {
#define X(constant, name, headers) constant,
	IMPORT_FIELDS(X)
#undef X
	    IMPORT_FIELD_COUNT
};
extern const char *const import_field_names[IMPORT_FIELD_COUNT];

#define IMPORT_NOWHERE ((size_t)-1) /* no column */

/* An answer to a question of the box. */
struct import_answer {
	size_t column;
	const struct conf_question *question; /* borrowed */
};

struct import_map {
	size_t column[IMPORT_FIELD_COUNT]; /* from 0, or IMPORT_NOWHERE */
	struct import_answer answers[RECORD_MAX_ANSWERS];
	size_t nanswers;
	size_t columns; /* of the head */
};

/*
 * asked is "text=Klacht,week=Datum,q.ID=4": a field or a question of the box,
 * and a column by its head (any case) or by its number from 1.  NULL: by the
 * heads alone.  0, or -1: e says what is wrong with asked or with the head.
 */
int import_map_read(const char *asked, const struct csv_row *head,
    const struct conf_box *box, struct import_map *out, struct err *e);

/* What a column is taken as: "text", "q.ID"; NULL: it is not taken. */
const char *import_map_name(
    const struct import_map *m, size_t column, char room[static 48]);

#endif
