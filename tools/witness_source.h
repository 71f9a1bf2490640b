/*
 * witness_source.h - where a witness gets checkpoints and hashes from: a
 * state directory (or a copy of its log/), or a server.
 */
#ifndef WITNESS_SOURCE_H
#define WITNESS_SOURCE_H

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/merkle_proof.h"

struct witness_source;

/* place is a directory, or begins with http:// or https://. 0 or -1. */
int witness_source_new(
    const char *place, struct witness_source **out, struct err *e);
void witness_source_free(struct witness_source **s);

bool witness_source_is_url(const struct witness_source *s);

/* The logs there are in a directory: "lijn", "desk/raad",
 * "import/raad.lijn". 0 or -1. */
int witness_source_list(
    struct witness_source *s, char ***names, size_t *n, struct err *e);

/* Adds the newest checkpoint of a log. 0, 1 if there is none, or -1. */
int witness_source_checkpoint(
    struct witness_source *s, const char *log, struct buf *out, struct err *e);

/* Adds one of the files erased, expired, restored; nothing over HTTP. */
int witness_source_act(struct witness_source *s, const char *log,
    const char *file, struct buf *out, struct err *e);

/*
 * Prepares a tree of that size of that log for witness_source_node, a
 * merkle_node_fn whose arg is the source. 0 or -1.
 */
int witness_source_tree(
    struct witness_source *s, const char *log, uint64_t size, struct err *e);
int witness_source_node(void *arg, unsigned level, uint64_t index,
    uint8_t out[static HASH_LEN], struct err *e);

#endif
