/*
 * report_words.h - figures, periods and categories in the reader's words.
 *
 * Words for HTML are escaped; names and periods are plain and are escaped
 * where they are put.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "gehoor/html.h"
#include "report.h"

#define WORDS_MAX 200

struct words {
	char text[WORDS_MAX];
};

/* Adds a text, escaped, with its places filled. */
void words_add(const struct report *r, struct buf *b, enum text t,
    const struct html_value *v, size_t nv);

/* The same without places. */
void words_put(const struct report *r, struct buf *b, enum text t);

/* The same as an element: "<p class=x>...</p>"; attributes as they are. */
void words_element(const struct report *r, struct buf *b, const char *element,
    const char *attributes, enum text t);

/* "het derde kwartaal van 2026"; "3e kwartaal 2026"; "K3 2026". */
enum words_form { WORDS_FULL, WORDS_SHORT, WORDS_TINY };
struct words
words_period(const struct report *r, struct period p, enum words_form form);

struct words words_number(uint64_t n);

/* As much of it as fits. */
struct words words_copy(const char *text);

/* "35", "minder dan 5", "niet te tonen"; p may be NULL. */
struct words words_figure(const struct report *r, const struct printed *p);

/* "Noord + Zuid" of "noord+zuid". */
struct words words_region(const struct report *r, const char *id);

/* The figure as a cell of a table: short, with the words behind it. */
void words_cell(const struct report *r, const struct printed *p, struct buf *b);

/* Tenths of all messages, rounded; 0 if that is not known. */
uint64_t words_tenths(const struct report *r, const struct printed *p);

/* How a category of a dimension (or a region, or a box) is called. */
const char *words_category(
    const struct report *r, const char *dimension, const char *category);

#endif
