/*
 * code.h - the page for who has a code (/LANG/code).
 */
#ifndef CODE_PAGE_H
#define CODE_PAGE_H

#include "exchange.h"
#include "journal.h"
#include "route.h"

/* Answers of this page are a multiple of this, nearly always once. */
#define CODE_PAGE_SIZE 20480

/* Seconds to wait where the disk did not take it. */
#define CODE_BUSY_SECONDS 5

/* Of what was typed, at most this comes back to be put right. */
#define CODE_TYPED_MAX 64

/*
 * code_proof.c: the answer becomes a file to keep: a proof that the last
 * checkpoint covers the record, or, before there is one, a signed promise.
 */
void code_proof(struct exchange *x, const struct journal_found *found);

/* code_page.c: each fills in the response. */
void code_show_entry(struct exchange *x, const struct route_match *m);
/* One that is mistyped and one that is not there are answered alike. */
void code_show_unknown(
    struct exchange *x, const struct route_match *m, struct str typed);
void code_show_busy(struct exchange *x, int seconds);
/* text is what was typed to be added; problem (p NULL: none) is with that. */
void code_show_status(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, bool added,
    struct str text, struct str problem);
/* Nothing was added: text t, its {name} filled in, says what is wrong. */
void code_show_again(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, struct str text,
    enum text t, const char *name, size_t number);
void code_show_not_added(struct exchange *x, const struct route_match *m,
    const struct code *c, const struct journal_found *found, struct str text);

#endif
