/*
 * segment.h - the bytes of a log segment, its key file and its leaves.
 *
 * STATE/log/BOX/NNNNNNNN.seg is a header followed by frames, and is only ever
 * appended to.  All integers are little-endian.
 *
 * Header, SEGMENT_HEADER_LEN = 256 bytes
 *
 *	  0   8  magic "GEHOORSG"
 *	  8   2  version, 1: a reader refuses what it does not know
 *	 10   2  header length, 256
 *	 12   4  flags a reader may ignore, 0
 *	 16  16  log id, random, the same for all segments of a log
 *	 32  32  box, padded with NUL
 *	 64   4  segment number, from 1; also the file's name in 8 digits
 *	 68   4  how the previous segment ended: 0 there is none, 1 clean,
 *	         2 torn or left open after the byte that follows
 *	 72   8  where the last whole frame of the previous segment ended
 *	 80   8  index of the first record of this segment
 *	 88   8  size of the tree before this segment (equal to the above)
 *	 96  32  root of the tree before this segment
 *	128  32  commit = BLAKE2b-256(log id || segment number || K0)
 *	160   4  week in which it was opened, year * 100 + week
 *	164  24  zero
 *	188   4  CRC-32 of bytes 0 to 187
 *	192  64  Ed25519 signature of "gehoor segment v1\n" || bytes 0 to 191
 *
 * Frame, SEGMENT_FRAME_LEN = 40 fixed bytes and a body
 *
 *	  0   1  type: 1 record, 2 erased, 3 end
 *	  1   3  zero
 *	  4   4  length of the body
 *	  8   8  index of the record (end: index the next record would have)
 *	 16  16  tag, BLAKE2b-128(pepper, "lookup" || code) (end: zero)
 *	 32   4  CRC-32 of the body
 *	 36   4  CRC-32 of bytes 0 to 35
 *	 40      body
 *
 * Body of a record: XChaCha20-Poly1305 of the padded plaintext (record.h),
 * one of the bucket lengths and 16 bytes; key k_i, nonce zero, additional
 * data = BLAKE2b-256(header, all 256 bytes) || type || index || tag.
 * Body of an erased record: as many zero bytes as there were; tag zero.
 * Body of the end, SEGMENT_END_LEN = 112 bytes: 8 records in this segment,
 * 8 size of the tree, 32 its root, 64 Ed25519 signature of "gehoor end v1\n"
 * || BLAKE2b-256(header) || the 48 bytes before.
 *
 * Keys: K_i is the ratchet at record i, k_i = KDF(K_i, 1) seals it and
 * K_(i+1) = KDF(K_i, 2) (crypto_kdf, context "gehoorRK").
 *
 * NNNNNNNN.key, the key of the segment sealed to every reader
 *
 *	  0   8  magic "GEHOORKY"
 *	  8   2  version, 1
 *	 10   2  number of readers R, 1 to 64
 *	 12   4  number of entries E of the key list, 1 in a new file
 *	 16  16  log id
 *	 32   4  segment number
 *	 36  12  zero
 *	 48      R times: 32 public key of the reader, then the key list in a
 *	         sealed box: 48 + E * 48 bytes.  An entry is 8 index of a
 *	         record in the log, 1 kind ('K' the ratchet at that record,
 *	         'k' the key of that record alone), 7 zero, 32 key.  Entries
 *	         rise in index; only the last may be a 'K'.  A new list is
 *	         K_0 at the first index of the segment.  Erasing record i of
 *	         the segment replaces K_0 by k_0 .. k_(i-1) and K_(i+1).
 *	end   4  CRC-32 of everything before
 *
 * leaves: the leaf hash of every record of the box in index order, 32 bytes
 * each, kept when segments go, so that proofs outlive retention and erasure.
 *
 * A frame is valid if its fixed part is whole and has the right CRC, its type
 * is known, its index is the expected one, its body has a legal length, is
 * whole and has the right CRC; the body of an erased frame is zero; an end
 * frame counts what came before it.  A reader goes from frame to frame; it
 * ends
 *	at an end frame that is the last byte of the file   clean end
 *	at the end of the file after a whole frame          open (no end frame)
 *	where the file ends within a frame whose fixed part is cut short, or is
 *	  whole and valid                                   torn tail
 *	at a frame that is not valid, where from its first byte, or from a
 *	  multiple of 512 within it, only zero bytes follow torn tail
 *	anywhere else                                       damage
 * Zero bytes from a multiple of 512 are what a file system leaves when the
 * length of a file reached the disk before its content.  Only what lies before
 * a torn tail counts.  Damage is never repaired.
 *
 * A segment file always holds a whole header: key file and segment are written
 * as NNNNNNNN.key.new and NNNNNNNN.seg.new, synced, renamed in this order, and
 * the directory is synced before the first frame is written.  So a crash may
 * leave a .new file, or a .key without its .seg; no frame was ever sealed
 * with it, and the next start removes or replaces it.  A .seg shorter than a
 * header is damage.
 */
#ifndef GEHOOR_SEGMENT_H
#define GEHOOR_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/code.h"
#include "gehoor/err.h"
#include "gehoor/merkle.h"
#include "gehoor/week.h"

#define SEGMENT_VERSION 1
#define SEGMENT_HEADER_LEN 256
#define SEGMENT_FRAME_LEN 40
#define SEGMENT_END_LEN 112
#define SEGMENT_KEY_HEADER_LEN 48
#define SEGMENT_KEY_ENTRY_LEN 48
#define SEGMENT_MAX_READERS 64
#define SEGMENT_MAX_RECORDS (1u << 24) /* in one segment */
/*
 * Records times readers in one segment that is written: after an erasure a
 * key file holds that many keys of 48 bytes, and is read whole.
 */
#define SEGMENT_MAX_KEYS (1u << 18)
#define SEGMENT_MAX_NUMBER 99999999u
#define SEGMENT_MAX_BODY ((8u << 20) + 16)
#define LOG_ID_LEN 16
#define BOX_NAME_MAX 32

enum segment_before {
	SEGMENT_BEFORE_NONE = 0,
	SEGMENT_BEFORE_CLEAN = 1,
	SEGMENT_BEFORE_TORN = 2
};

enum frame_type { FRAME_RECORD = 1, FRAME_ERASED = 2, FRAME_END = 3 };

struct segment_header {
	uint8_t log_id[LOG_ID_LEN];
	char box[BOX_NAME_MAX + 1];
	uint32_t number;
	enum segment_before before;
	uint64_t before_offset;
	uint64_t first_index;
	uint8_t before_root[HASH_LEN];
	uint8_t commit[32];
	struct week opened;
	uint8_t signature[64];
};

struct frame {
	enum frame_type type;
	uint32_t body_len;
	uint64_t index;
	uint8_t tag[TAG_LEN];
	uint32_t body_crc;
};

struct segment_end {
	uint64_t records;
	uint64_t size;
	uint8_t root[HASH_LEN];
	uint8_t signature[64];
};

/* What reading gives; the caller decides, nobody guesses from 0. */
enum segment_result {
	SEGMENT_OK,      /* a frame, more may follow */
	SEGMENT_END,     /* clean end: signed end frame, end of file */
	SEGMENT_OPEN,    /* end of file after a whole frame, no end frame */
	SEGMENT_TORN,    /* torn tail; what lies before it counts */
	SEGMENT_DAMAGED, /* damage: err says where */
	SEGMENT_VERSION_REFUSED,
	SEGMENT_IO
};

/* Bytes of a header; sk is the 64-byte Ed25519 secret key that signs it. */
void segment_header_put(struct segment_header *h, const uint8_t sk[static 64],
    uint8_t out[static SEGMENT_HEADER_LEN]);

/*
 * Reads a header and checks magic, version, CRC and fields, not the
 * signature.  SEGMENT_OK, SEGMENT_TORN (n is less than a header; what that
 * means is for the caller),
 * SEGMENT_DAMAGED or SEGMENT_VERSION_REFUSED.
 */
enum segment_result segment_header_get(
    const uint8_t *p, size_t n, struct segment_header *out, struct err *e);

bool segment_header_signed_by(const uint8_t header[static SEGMENT_HEADER_LEN],
    const uint8_t pk[static 32]);

/* Fixed part of a frame, whose body has the given CRC. */
void frame_put(const struct frame *f, uint8_t out[static SEGMENT_FRAME_LEN]);

/* Reads a fixed part and checks its CRC, type, zero bytes and body length. */
int frame_get(const uint8_t p[static SEGMENT_FRAME_LEN], struct frame *out,
    struct err *e);

/* Additional data of a record's encryption; header_hash as below. */
#define SEGMENT_AD_LEN 57
void frame_additional_data(const struct frame *f,
    const uint8_t header_hash[static 32], uint8_t out[static SEGMENT_AD_LEN]);

/* header_hash is BLAKE2b-256 of the header. */
void
segment_end_put(struct segment_end *end, const uint8_t header_hash[static 32],
    const uint8_t sk[static 64], uint8_t out[static SEGMENT_END_LEN]);
void segment_end_get(
    const uint8_t p[static SEGMENT_END_LEN], struct segment_end *out);
bool segment_end_signed_by(const uint8_t p[static SEGMENT_END_LEN],
    const uint8_t header_hash[static 32], const uint8_t pk[static 32]);

/* BLAKE2b-256 of a header, which frames and end frames are bound to. */
void segment_header_hash(
    const uint8_t header[static SEGMENT_HEADER_LEN], uint8_t out[static 32]);

/* CRC-32 as in zlib. */
uint32_t segment_crc(const void *p, size_t n);

/* "00000001.seg" from 1, and back (0 if the name is not of that form). */
#define SEGMENT_NAME_LEN 12
void segment_name(
    uint32_t number, const char *suffix, char out[static SEGMENT_NAME_LEN + 1]);
uint32_t segment_name_number(const char *name, const char *suffix);

/* The legal lengths of a padded plaintext: 512 * 4^k, up to 8 MiB. */
size_t segment_bucket(size_t n); /* the smallest that holds n; 0: none */
bool segment_is_bucket(size_t n);

#endif
