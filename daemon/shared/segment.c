/*
 * segment.c - headers, frames and end frames as bytes, and back.
 *
 * Nothing here touches a file; segment_reader.c and boxlog.c do.
 */
#include "gehoor/segment.h"

#include <stdio.h>
#include <string.h>

#include "gehoor/bytes.h"
#include "gehoor/crypto.h"
#include "gehoor/gzip.h"

#define HEADER_CRC_AT 188
#define HEADER_SIGNATURE_AT 192
#define FRAME_CRC_AT 36
#define END_SIGNATURE_AT 48
#define BUCKET_FIRST 512u
#define BUCKET_LAST (SEGMENT_MAX_BODY - CRYPTO_MAC_LEN)
#define NUMBER_DIGITS 8

_Static_assert(HEADER_SIGNATURE_AT + 64 == SEGMENT_HEADER_LEN, "header");
_Static_assert(FRAME_CRC_AT + 4 == SEGMENT_FRAME_LEN, "frame");
_Static_assert(END_SIGNATURE_AT + 64 == SEGMENT_END_LEN, "end frame");

static const uint8_t magic[8] = { 'G', 'E', 'H', 'O', 'O', 'R', 'S', 'G' };
static const char header_context[] = "gehoor segment v1\n";
static const char end_context[] = "gehoor end v1\n";

uint32_t
segment_crc(const void *p, size_t n)
{
	return gzip_crc(p, n);
}

static bool
is_zero(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* What a header's signature is over. */
static size_t
header_signed_bytes(const uint8_t header[static SEGMENT_HEADER_LEN],
    uint8_t out[static sizeof(header_context) + HEADER_SIGNATURE_AT])
{
	size_t n = sizeof(header_context) - 1;

	memcpy(out, header_context, n);
	memcpy(out + n, header, HEADER_SIGNATURE_AT);
	return n + HEADER_SIGNATURE_AT;
}

void
segment_header_put(struct segment_header *h, const uint8_t sk[static 64],
    uint8_t out[static SEGMENT_HEADER_LEN])
{
	uint8_t text[sizeof(header_context) + HEADER_SIGNATURE_AT];
	size_t n;

	memset(out, 0, SEGMENT_HEADER_LEN);
	memcpy(out, magic, sizeof(magic));
	put_le16(out + 8, SEGMENT_VERSION);
	put_le16(out + 10, SEGMENT_HEADER_LEN);
	memcpy(out + 16, h->log_id, LOG_ID_LEN);
	memcpy(out + 32, h->box, strnlen(h->box, BOX_NAME_MAX));
	put_le32(out + 64, h->number);
	put_le32(out + 68, (uint32_t)h->before);
	put_le64(out + 72, h->before_offset);
	put_le64(out + 80, h->first_index);
	put_le64(out + 88, h->first_index);
	memcpy(out + 96, h->before_root, HASH_LEN);
	memcpy(out + 128, h->commit, sizeof(h->commit));
	put_le32(out + 160, (uint32_t)(h->opened.year * 100 + h->opened.week));
	put_le32(out + HEADER_CRC_AT, segment_crc(out, HEADER_CRC_AT));
	n = header_signed_bytes(out, text);
	crypto_sign_make(sk, text, n, h->signature);
	memcpy(out + HEADER_SIGNATURE_AT, h->signature, 64);
}

/* A box name: letters, digits and hyphens, then only NUL. */
static bool
box_is_sound(const uint8_t *p)
{
	size_t n = strnlen((const char *)p, BOX_NAME_MAX);

	for (size_t i = 0; i < n; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') || p[i] == '-' ||
			(p[i] >= '0' && p[i] <= '9')))
			return false;
	return n > 0 && is_zero(p + n, BOX_NAME_MAX - n);
}

/* The first segment follows nothing, every other one follows something. */
static bool
before_is_sound(const uint8_t *p)
{
	uint32_t number = get_le32(p + 64), before = get_le32(p + 68);
	uint64_t offset = get_le64(p + 72), first = get_le64(p + 80);

	if (number == 0 || first != get_le64(p + 88))
		return false;
	if (number == 1)
		return before == SEGMENT_BEFORE_NONE && offset == 0 &&
		    first == 0;
	return (before == SEGMENT_BEFORE_CLEAN ||
		   before == SEGMENT_BEFORE_TORN) &&
	    offset >= SEGMENT_HEADER_LEN;
}

static bool
week_is_sound(uint32_t n)
{
	return n / 100 >= 1970 && n / 100 <= 9999 && n % 100 >= 1 &&
	    n % 100 <= 53;
}

static void
header_fields(const uint8_t *p, struct segment_header *out)
{
	memset(out, 0, sizeof(*out));
	memcpy(out->log_id, p + 16, LOG_ID_LEN);
	memcpy(out->box, p + 32, BOX_NAME_MAX);
	out->number = get_le32(p + 64);
	out->before = (enum segment_before)get_le32(p + 68);
	out->before_offset = get_le64(p + 72);
	out->first_index = get_le64(p + 80);
	memcpy(out->before_root, p + 96, HASH_LEN);
	memcpy(out->commit, p + 128, sizeof(out->commit));
	out->opened.year = (int)(get_le32(p + 160) / 100);
	out->opened.week = (int)(get_le32(p + 160) % 100);
	memcpy(out->signature, p + HEADER_SIGNATURE_AT, 64);
}

enum segment_result
segment_header_get(
    const uint8_t *p, size_t n, struct segment_header *out, struct err *e)
{
	const char *wrong = NULL;

	if (n < SEGMENT_HEADER_LEN) {
		err_set(e, "%zu bytes are less than a segment header", n);
		return SEGMENT_TORN;
	}
	if (memcmp(p, magic, sizeof(magic)) != 0)
		wrong = "does not begin as a segment";
	else if (get_le16(p + 8) != SEGMENT_VERSION) {
		err_set(e, "segment version %u, only %d is known here",
		    get_le16(p + 8), SEGMENT_VERSION);
		return SEGMENT_VERSION_REFUSED;
	} else if (get_le32(p + HEADER_CRC_AT) != segment_crc(p, HEADER_CRC_AT))
		wrong = "wrong checksum of the header";
	else if (get_le16(p + 10) != SEGMENT_HEADER_LEN ||
	    !is_zero(p + 164, HEADER_CRC_AT - 164) || !box_is_sound(p + 32) ||
	    !before_is_sound(p) || !week_is_sound(get_le32(p + 160)))
		wrong = "a field of the header has an impossible value";
	if (wrong != NULL) {
		err_set(e, "%s (offset 0)", wrong);
		return SEGMENT_DAMAGED;
	}
	header_fields(p, out);
	return SEGMENT_OK;
}

bool
segment_header_signed_by(const uint8_t header[static SEGMENT_HEADER_LEN],
    const uint8_t pk[static 32])
{
	uint8_t text[sizeof(header_context) + HEADER_SIGNATURE_AT];
	size_t n = header_signed_bytes(header, text);

	return crypto_sign_ok(pk, text, n, header + HEADER_SIGNATURE_AT);
}

void
frame_put(const struct frame *f, uint8_t out[static SEGMENT_FRAME_LEN])
{
	put_le32(out, (uint32_t)f->type);
	put_le32(out + 4, f->body_len);
	put_le64(out + 8, f->index);
	memcpy(out + 16, f->tag, TAG_LEN);
	put_le32(out + 32, f->body_crc);
	put_le32(out + FRAME_CRC_AT, segment_crc(out, FRAME_CRC_AT));
}

static bool
body_len_is_sound(enum frame_type type, uint32_t n)
{
	if (type == FRAME_END)
		return n == SEGMENT_END_LEN;
	return n > CRYPTO_MAC_LEN && segment_is_bucket(n - CRYPTO_MAC_LEN);
}

int
frame_get(
    const uint8_t p[static SEGMENT_FRAME_LEN], struct frame *out, struct err *e)
{
	struct frame f;

	if (get_le32(p + FRAME_CRC_AT) != segment_crc(p, FRAME_CRC_AT))
		return err_set(e, "wrong checksum of a frame");
	if (p[0] < FRAME_RECORD || p[0] > FRAME_END || !is_zero(p + 1, 3))
		return err_set(e, "frame of unknown type %u", p[0]);
	f.type = (enum frame_type)p[0];
	f.body_len = get_le32(p + 4);
	f.index = get_le64(p + 8);
	memcpy(f.tag, p + 16, TAG_LEN);
	f.body_crc = get_le32(p + 32);
	if (!body_len_is_sound(f.type, f.body_len))
		return err_set(
		    e, "frame with a body of %u bytes", (unsigned)f.body_len);
	if (f.type != FRAME_RECORD && !is_zero(f.tag, TAG_LEN))
		return err_set(e, "tag in a frame that has none");
	*out = f;
	return 0;
}

void
frame_additional_data(const struct frame *f,
    const uint8_t header_hash[static 32], uint8_t out[static SEGMENT_AD_LEN])
{
	memcpy(out, header_hash, 32);
	out[32] = (uint8_t)f->type;
	put_le64(out + 33, f->index);
	memcpy(out + 41, f->tag, TAG_LEN);
}

/* What the signature of an end frame is over. */
static size_t
end_signed_bytes(const uint8_t body[static SEGMENT_END_LEN],
    const uint8_t header_hash[static 32],
    uint8_t out[static sizeof(end_context) + 32 + END_SIGNATURE_AT])
{
	size_t n = sizeof(end_context) - 1;

	memcpy(out, end_context, n);
	memcpy(out + n, header_hash, 32);
	memcpy(out + n + 32, body, END_SIGNATURE_AT);
	return n + 32 + END_SIGNATURE_AT;
}

void
segment_end_put(struct segment_end *end, const uint8_t header_hash[static 32],
    const uint8_t sk[static 64], uint8_t out[static SEGMENT_END_LEN])
{
	uint8_t text[sizeof(end_context) + 32 + END_SIGNATURE_AT];
	size_t n;

	put_le64(out, end->records);
	put_le64(out + 8, end->size);
	memcpy(out + 16, end->root, HASH_LEN);
	n = end_signed_bytes(out, header_hash, text);
	crypto_sign_make(sk, text, n, end->signature);
	memcpy(out + END_SIGNATURE_AT, end->signature, 64);
}

void
segment_end_get(
    const uint8_t p[static SEGMENT_END_LEN], struct segment_end *out)
{
	out->records = get_le64(p);
	out->size = get_le64(p + 8);
	memcpy(out->root, p + 16, HASH_LEN);
	memcpy(out->signature, p + END_SIGNATURE_AT, 64);
}

bool
segment_end_signed_by(const uint8_t p[static SEGMENT_END_LEN],
    const uint8_t header_hash[static 32], const uint8_t pk[static 32])
{
	uint8_t text[sizeof(end_context) + 32 + END_SIGNATURE_AT];
	size_t n = end_signed_bytes(p, header_hash, text);

	return crypto_sign_ok(pk, text, n, p + END_SIGNATURE_AT);
}

void
segment_header_hash(
    const uint8_t header[static SEGMENT_HEADER_LEN], uint8_t out[static 32])
{
	crypto_blake2b(out, 32, NULL,
	    &(struct crypto_part){ header, SEGMENT_HEADER_LEN }, 1);
}

void
segment_name(
    uint32_t number, const char *suffix, char out[static SEGMENT_NAME_LEN + 1])
{
	snprintf(out, SEGMENT_NAME_LEN + 1, "%08u.%.3s",
	    (unsigned)(number % (SEGMENT_MAX_NUMBER + 1)), suffix);
}

uint32_t
segment_name_number(const char *name, const char *suffix)
{
	uint32_t number = 0;

	if (strlen(name) != SEGMENT_NAME_LEN || name[NUMBER_DIGITS] != '.' ||
	    strcmp(name + NUMBER_DIGITS + 1, suffix) != 0)
		return 0;
	for (size_t i = 0; i < NUMBER_DIGITS; i++) {
		if (name[i] < '0' || name[i] > '9')
			return 0;
		number = number * 10 + (uint32_t)(name[i] - '0');
	}
	return number;
}

size_t
segment_bucket(size_t n)
{
	for (size_t b = BUCKET_FIRST; b <= BUCKET_LAST; b *= 4)
		if (n <= b)
			return b;
	return 0;
}

bool
segment_is_bucket(size_t n)
{
	return n > 0 && segment_bucket(n) == n;
}
