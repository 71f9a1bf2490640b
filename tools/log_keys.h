/*
 * log_keys.h - whose signatures on the log count.
 */
#ifndef LOG_KEYS_H
#define LOG_KEYS_H

#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "gehoor/note.h"

/*
 * The vkeys of log_keys; without them, the public half of sign_key if that
 * file can be read here.  0 and *out is owned by the caller (free), or -1.
 */
int log_keys_load(
    const struct conf *c, struct note_verifier **out, size_t *n, struct err *e);

/* note_signer_parse or note_witness_parse. */
typedef int log_key_parse_fn(
    const char *p, size_t n, struct note_signer *out, struct err *e);

/*
 * Reads a file with a secret key, which others may not read; line ends behind
 * it do not matter.  0, or -1: err names the file.  Wipe *out.
 */
int log_key_file(const char *path, log_key_parse_fn *parse,
    struct note_signer *out, struct err *e);

#endif
