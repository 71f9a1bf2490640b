/*
 * code.h - the page for who has a code (/LANG/code).
 */
#ifndef CODE_PAGE_H
#define CODE_PAGE_H

#include "exchange.h"
#include "journal.h"

/* Answers of this page are a multiple of this, nearly always once. */
#define CODE_PAGE_SIZE 20480

/* Of what was typed, at most this comes back to be put right. */
#define CODE_TYPED_MAX 64

/*
 * code_proof.c: the answer becomes a file to keep: a proof that the last
 * checkpoint covers the record, or, before there is one, a signed promise.
 */
void code_proof(struct exchange *x, const struct journal_found *found);

#endif
