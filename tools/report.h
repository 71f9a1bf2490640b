/*
 * report.h - the theme report: one self-contained HTML file.
 *
 * Made of printed figures and the sum line only, so that the same data give
 * the same bytes.
 */
#ifndef REPORT_H
#define REPORT_H

#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "protect.h"
#include "scope.h"
#include "sums.h"
#include "sworn.h"

/* What a report is made from; all borrowed. */
struct report {
	const struct conf *conf;
	const struct conf_lang *lang;
	const struct scope *scope;
	const struct release *release;
	const struct sums *sums;
	const struct sworn *sworn;
};

/* Adds the council's report. 0, or -1 if there was no memory. */
int report_council(const struct report *r, struct buf *out);

#endif
