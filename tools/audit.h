/*
 * audit.h - the attacker: somebody who has all printed figures, can add up,
 * and knows this source code.
 *
 * From the status of every figure (0 is 0; "under5" is 1 to 4; what is shown
 * is at most 2 from the truth, and never below 5; what is hidden where the
 * total is shown is at least 1), and from what adds up to what (regions,
 * boxes, quarters and weeks, the categories of a message that has one of
 * each; themes, of which it has several), it bounds every figure that was
 * held back.  This is the audit of the literature on statistical disclosure
 * control: linked tables, differencing and secondary suppression included.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "protect.h"
#include "system.h"

struct audit;
struct conf;

struct audit *audit_new(void);
void audit_free(struct audit **a);

/*
 * The attacker knows the configuration too: which themes make a point.  It is
 * borrowed until audit_free.
 */
void audit_know_conf(struct audit *a, const struct conf *c);

/*
 * Adds a figure; its key is borrowed until audit_free.  The same figure may
 * come from several releases.  0 or -1.
 */
int audit_add(struct audit *a, const struct printed *p);

/* Also adds how many there really are: no row that this breaks is used. */
int audit_add_true(struct audit *a, const struct printed *p, uint64_t count);

/* The reader knows this number for certain (a sum line, a checkpoint). */
int audit_know(struct audit *a, const struct cell_key *key, uint64_t count);

/* 0; 1 if the figures contradict each other; or -1 without memory. */
int audit_run(struct audit *a);

/* What the attacker concluded; only figures that were held back. */
struct audit_bound {
	const struct printed *figure; /* as it was first added */
	struct range range;
	struct range rest; /* total less figure, where that tells as much */
	bool has_rest;
	bool found; /* it, or that rest, is one number only, below 5 */
};

/* After audit_run; the next in the order of adding.  false: no more. */
bool audit_next(struct audit *a, size_t *at, struct audit_bound *out);

/* Whether that figure is found, as things are. */
bool audit_is_found(const struct audit *a, const struct printed *p);

/*
 * As if the figure, which is no total, was hidden as well, to protect the
 * other one.  0; 1 if that one is found nevertheless, and nothing was
 * changed; or -1.  Between audit_try and audit_undo it is a trial, which
 * audit_keep makes lasting.
 */
int audit_hide(
    struct audit *a, const struct printed *p, const struct printed *for_);
void audit_try(struct audit *a);
void audit_undo(struct audit *a);
void audit_keep(struct audit *a);

/* Calls back with the figures that share an equation with this one. */
typedef void audit_beside_fn(const struct printed *p, void *arg);
void audit_beside(const struct audit *a, const struct printed *p,
    audit_beside_fn *fn, void *arg);

/* How many different figures there are. */
size_t audit_figures(const struct audit *a);

#endif
