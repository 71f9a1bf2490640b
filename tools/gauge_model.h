/*
 * gauge_model.h - what each feature says about a message: conf/gauge, in
 * hundredths, looked up by hash.
 *
 * A line is a feature, a tab, and "output=hundredths" with blanks between:
 * "op straat	weg=210 weight3=95".  "#" alone begins a comment.  What was
 * learned stands as it is compared ("op strat"); the rest as people write.
 */
#ifndef GAUGE_MODEL_H
#define GAUGE_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "gauge_axes.h"
#include "gehoor/bytes.h"
#include "gehoor/embed.h"
#include "gehoor/err.h"

/* The files of conf/gauge, in the tools only; ends with name NULL. */
extern const struct embed_file gauge_files[];

/* Bytes of an organisation's own file (gauge_words). */
#define GAUGE_OWN_MAX ((size_t)256 * 1024)

/* Where values come from. */
enum gauge_source {
	GAUGE_LEARNED, /* from labelled messages */
	GAUGE_SPOKEN,  /* written by hand, and built in */
	GAUGE_OWN,     /* an organisation's own */
	GAUGE_SOURCES
};

struct gauge_model;

/* GAUGE_OUTPUT_COUNT values of a feature from each source, or NULL. */
struct gauge_values {
	const int16_t *of[GAUGE_SOURCES];
};

/* The one of that name, which must be there. */
const struct embed_file *gauge_file(const char *name);

/*
 * Reads a file from each source, NULL: none; errors name it and the line.
 * 0 or -1.
 */
int gauge_model_new(const struct embed_file *const files[GAUGE_SOURCES],
    struct gauge_model **out, struct err *e);
void gauge_model_free(struct gauge_model **m);

struct gauge_values
gauge_model_find(const struct gauge_model *m, uint64_t hash);

/* The learned values of a line that is no feature: "=bias". Or NULL. */
const int16_t *gauge_model_line(const struct gauge_model *m, const char *name);

#endif
