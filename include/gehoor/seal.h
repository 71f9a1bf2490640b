/*
 * seal.h - the write-only half: a key that seals and is then gone.
 *
 * The daemon holds one struct seal per open segment.  It knows only the
 * ratchet at the next record; the keys of what it sealed before cannot be
 * computed from it.
 */
#ifndef GEHOOR_SEAL_H
#define GEHOOR_SEAL_H

#include "gehoor/crypto.h"
#include "gehoor/segment.h"

/* The two steps of the ratchet, part of the format: k_i and K_(i+1). */
enum { SEAL_STEP_RECORD = 1, SEAL_STEP_NEXT = 2 };

struct seal {
	uint8_t ratchet[KEY_LEN]; /* K_i, in locked memory of the owner */
	uint64_t index;           /* i */
	uint8_t header_hash[32];
};

/* A reader of a box: an X25519 public key. */
struct reader {
	uint8_t pk[32];
};

/*
 * "gehoor-reader:" and 48 characters of base64 (32 bytes of key, 4 bytes of
 * BLAKE2b-256 over them), so that a mistyped key is noticed.
 */
#define READER_TEXT_LEN 62
int reader_parse(const char *p, size_t n, struct reader *out, struct err *e);
void
reader_format(const struct reader *r, char out[static READER_TEXT_LEN + 1]);

/* Fills commit of h from K0, as drawn in segment.h. */
void seal_commit(struct segment_header *h, const uint8_t k0[static KEY_LEN]);

/* Bytes of the .key file for a new segment. 0 or -1. */
int seal_key_file(const struct segment_header *h,
    const uint8_t k0[static KEY_LEN], const struct reader *readers,
    size_t nreaders, struct buf *out, struct err *e);

/* Starts sealing at the first record of the segment. */
void seal_start(struct seal *s, const uint8_t header[static SEGMENT_HEADER_LEN],
    const uint8_t k0[static KEY_LEN], uint64_t first_index);

/*
 * Adds the frame of the next record to out, advances the ratchet and wipes
 * the key.  plain is a padded plaintext from record_pack.  leaf gets the hash
 * of the frame.  0, or -1 if out has no room or n is not a bucket (then the
 * ratchet has not moved).
 */
int seal_record(struct seal *s, const uint8_t tag[static TAG_LEN],
    const uint8_t *plain, size_t n, struct buf *out,
    uint8_t leaf[static HASH_LEN], struct err *e);

void seal_wipe(struct seal *s);

#endif
