/*
 * reader_file.h - the file with a reader's secret.
 */
#ifndef READER_FILE_H
#define READER_FILE_H

#include <stdbool.h>

#include "gehoor/buf.h"
#include "gehoor/err.h"
#include "gehoor/unseal.h"

#define READER_FILE_MAX 4096

/* How dear a guess of the passphrase is made (Argon2id). */
struct reader_file_cost {
	unsigned long long operations;
	size_t memory; /* bytes */
};
extern const struct reader_file_cost reader_file_moderate;

/*
 * Adds the text of a secret file to out; passphrase NULL leaves the secret
 * in the open.  0 or -1.
 */
int
reader_file_format(const struct reader_secret *r, const struct buf *passphrase,
    const struct reader_file_cost *cost, struct buf *out, struct err *e);

/* Whether the text asks for a passphrase. */
bool reader_file_is_locked(const struct buf *text);

/* Reads the text of a secret file.  0, or -1 with the reason. */
int reader_file_parse(const struct buf *text, const struct buf *passphrase,
    struct reader_secret *out, struct err *e);

/*
 * Reads the file; asks for the passphrase (passphrase_file, or the terminal)
 * only if it is locked.  0 or -1.
 */
int reader_file_load(const char *path, const char *passphrase_file,
    struct reader_secret *out, struct err *e);

#endif
