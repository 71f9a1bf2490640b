/*
 * unseal.h - the reading half.  Never included or linked by the daemon: a
 * test looks for the prefix unseal_ in its symbols.
 */
#ifndef GEHOOR_UNSEAL_H
#define GEHOOR_UNSEAL_H

#include "gehoor/crypto.h"
#include "gehoor/seal.h"
#include "gehoor/segment.h"

/* A reader's secret: an X25519 key pair. */
struct reader_secret {
	uint8_t sk[32];
	uint8_t pk[32];
};

/* Makes a key pair, or the pair that belongs to a secret. */
void unseal_reader_new(struct reader_secret *r);
void unseal_reader_from(struct reader_secret *r, const uint8_t sk[static 32]);

/* The keys of one segment, opened; owned, wiped by unseal_close. */
struct unseal;

enum unseal_result {
	UNSEAL_OK,
	UNSEAL_NOT_FOR_US, /* no reader of the file is this one */
	UNSEAL_NO_KEY,     /* no key in the list for this record */
	UNSEAL_FORGED,     /* does not authenticate */
	UNSEAL_DAMAGED     /* key file broken, or not of this segment */
};

/*
 * Checks all of a .key file that needs no secret: form, CRC, that it is of
 * the segment with that header.  0 or -1.
 */
int unseal_check(
    const uint8_t *p, size_t n, const struct segment_header *h, struct err *e);

/*
 * Opens a .key file (p, n) for the segment with that header and checks
 * that it commits to the header where K0 is there.
 */
enum unseal_result unseal_open(const uint8_t *p, size_t n,
    const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct reader_secret *r, struct unseal **out, struct err *e);

/*
 * Opens a record frame: body of body_len bytes.  Records are cheap in rising
 * order of index; any order works.  On success adds the padded plaintext to
 * out; nothing is released before its tag is verified.
 */
enum unseal_result unseal_record(struct unseal *u, const struct frame *f,
    const uint8_t *body, struct buf *out, struct err *e);

void unseal_close(struct unseal **u);

/*
 * Makes a key file (added to out) from which that record cannot be opened any
 * more and all others still can, for the same readers.  0; 1 if the file
 * gives no key for it already; or -1.
 */
int unseal_erase(const uint8_t *p, size_t n,
    const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct reader_secret *r, uint64_t index, struct buf *out,
    struct err *e);

#endif
