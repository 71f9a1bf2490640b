/*
 * report.h - the theme report: one self-contained HTML file.
 *
 * Made of printed figures and the sum line only, so that the same data give
 * the same bytes.
 */
#ifndef REPORT_H
#define REPORT_H

#include <jansson.h>

#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "protect.h"
#include "quotes.h"
#include "scope.h"
#include "sums.h"
#include "sworn.h"

/* X(constant, name, name of its heading): for whom. */
#define EDITIONS(X) \
	X(EDITION_COUNCIL, "council", TEXT_REPORT_EDITION) \
	X(EDITION_PUBLIC, "public", TEXT_REPORT_EDITION_PUBLIC) \
	X(EDITION_QUALITY, "quality", TEXT_REPORT_EDITION_QUALITY) \
	X(EDITION_POSTER, "poster", TEXT_REPORT_EDITION_POSTER)

enum edition {
#define X(c, name, text) c,
	EDITIONS(X)
#undef X
	    EDITION_COUNT
};

/* The edition of that name, or EDITION_COUNT. */
enum edition edition_find(const char *name);

/* What a report is made from; all borrowed. */
struct report {
	enum edition edition;
	const struct conf *conf;
	const struct conf_lang *lang;
	const struct scope *scope;
	const struct release *release;
	const struct sums *sums;
	const struct sworn *sworn;
	json_t *board; /* what was said and done, as published; may be NULL */
	const struct quotes *quotes; /* what may be printed; may be NULL */
};

/* Adds the report. 0, or -1 if there was no memory. */
int report_make(const struct report *r, struct buf *out);

#endif
