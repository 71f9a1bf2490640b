/*
 * audit_parts.h - the inside of an audit; for audit*.c only.
 */
#ifndef AUDIT_PARTS_H
#define AUDIT_PARTS_H

#include "audit.h"

struct audit_entry {
	const struct cell_key *key;
	const struct printed *printed; /* NULL: in no release, but follows */
	size_t added;                  /* which one in the order of adding */
	struct range range;
	uint64_t truth;
	bool has_truth, known;
	bool merged;       /* in several releases */
	bool hidden_total; /* of a group that shows nothing */
	size_t number;     /* in the system */
	size_t rest;       /* likewise; 0: none (0 is the constant) */
	const struct audit_entry *total; /* of its group, or NULL */
};

struct audit {
	const struct conf *conf;     /* or NULL */
	struct audit_entry *entries; /* sorted, once it runs */
	size_t n, cap;
	struct cell_key *made; /* keys of figures that follow */
	size_t nmade;
	struct system *system;
	uint64_t *truths; /* by number of the system */
	bool *has_truth;
	size_t *order; /* entries in the order of adding */
};

/* The columns of a key in an order of comparison. */
enum audit_column {
	COLUMN_YEAR,
	COLUMN_PERIOD,
	COLUMN_BOX,
	COLUMN_REGION,
	COLUMN_DIMENSION,
	COLUMN_CATEGORY,
	COLUMN_COUNT
};

/* Compares the first n columns of the order. */
int audit_compare(const struct cell_key *a, const struct cell_key *b,
    const enum audit_column *order, size_t n);

/* The entry of that name, or NULL; entries must be in the usual order. */
struct audit_entry *
audit_find(const struct audit *a, const struct cell_key *key);

/* Adds all rows that follow from what a release is.  0 or -1. */
int audit_link(struct audit *a);

/* Entries next to each other in one order; room for the terms of a row. */
struct linking {
	struct audit *a;
	struct audit_entry **sorted;
	const enum audit_column *order;
	struct term *terms;
	size_t nterms;
};

/* What the sum of a row is. */
extern const struct range audit_exactly_0, audit_at_most_0;

void linking_sort(struct linking *l, const enum audit_column *order);
/* The end of the entries that agree with this one in n columns. */
size_t linking_run(const struct linking *l, size_t from, size_t n);
void
linking_term(struct linking *l, const struct audit_entry *e, int64_t factor);
/* Ends the row. 0 or -1. */
int linking_row(struct linking *l, struct range r);

int audit_link_time(struct linking *l);
/* Themes, points and what is good or bad about them, in one group. */
int audit_link_themes(struct linking *l, size_t from, size_t to);

/* A row of entries, unless it is known not to hold.  0 or -1. */
int
audit_row(struct audit *a, const struct term *terms, size_t n, struct range r);

#endif
