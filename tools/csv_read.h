/*
 * csv_read.h - a CSV of somebody else as rows of clean fields.
 *
 * The whole file is given; nothing is guessed that can be known.  UTF-8 with
 * or without a byte order mark, and UTF-16 with one; Windows-1252 only for
 * who says so, because any file at all is that.  Quoting as in RFC 4180, and
 * strictly: text behind a closing quote is an error with its line, not a
 * field that swallows the rest of the file.  Blanks stay; an empty line is no
 * row, and neither is a first line "sep=;", by which Excel knows the
 * separator.
 */
#ifndef CSV_READ_H
#define CSV_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "gehoor/bytes.h"
#include "gehoor/err.h"

#define CSV_BYTES_MAX (64u << 20) /* of a file */
#define CSV_FIELD_MAX (64u << 10) /* bytes of a field, as UTF-8 */
#define CSV_COLUMNS_MAX 256
#define CSV_ROWS_MAX 1000000 /* the head too */

struct csv_read_options {
	char separator; /* 0: as in "sep=", or found out from the first row */
	bool windows_1252; /* what is not UTF-8 is this */
};

struct csv_row {
	size_t number; /* from 1; the head is the first */
	size_t line;   /* of the file, where the row begins; from 1 */
	const struct str *fields;
	size_t n; /* at least 1 */
};

/* What a file is, as far as its bytes tell. */
struct csv_form {
	const char *charset; /* "UTF-8", "UTF-16" or "Windows-1252" */
	bool windows_1252;
	char separator;
};

/*
 * Finds out what a file is: UTF-8, UTF-16 with a mark, or else Windows-1252
 * if every byte has a meaning in that; and the separator.  For who asks a
 * person afterwards whether it looks right.  0, or -1: it is none of these.
 */
int csv_look(struct str file, struct csv_form *out, struct err *e);

/*
 * Gets every row in order; rows may differ in length.  The fields are UTF-8
 * without NUL and are gone afterwards.  0 to go on, or -1 to stop with e set.
 */
typedef int csv_row_fn(const struct csv_row *row, void *arg, struct err *e);

/* 0, or -1: the reason names the line; rows before it were given to fn. */
int csv_read(struct str file, const struct csv_read_options *o, csv_row_fn *fn,
    void *arg, struct err *e);

#endif
