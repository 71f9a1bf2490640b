/*
 * segment.c - fuzz target: the segment reader over any bytes.
 *
 * Each input is read twice: as it is, and with checksums made right, so that
 * what lies behind them is reached.
 */
#include <stdlib.h>
#include <string.h>

#include "gehoor/bytes.h"
#include "gehoor/crypto.h"
#include "gehoor/record.h"
#include "gehoor/segment_reader.h"
#include "tests/fuzz/fuzz.h"

/* Makes the checksums of header and frames right, as far as they go. */
static void
repair(uint8_t *p, size_t n)
{
	size_t at = SEGMENT_HEADER_LEN;

	if (n < SEGMENT_HEADER_LEN)
		return;
	put_le32(p + 188, segment_crc(p, 188));
	while (n - at >= SEGMENT_FRAME_LEN) {
		size_t left = n - at - SEGMENT_FRAME_LEN;
		size_t body = get_le32(p + at + 4);

		if (body <= left)
			put_le32(p + at + 32,
			    segment_crc(p + at + SEGMENT_FRAME_LEN, body));
		put_le32(p + at + 36, segment_crc(p + at, 36));
		if (body > left)
			break;
		at += SEGMENT_FRAME_LEN + body;
	}
}

static void
use_frame(const struct frame *f, const uint8_t *raw)
{
	const uint8_t *body = raw + SEGMENT_FRAME_LEN;
	uint8_t leaf[HASH_LEN], again[SEGMENT_FRAME_LEN];
	struct record_plain rp;

	merkle_leaf(raw, SEGMENT_FRAME_LEN + (size_t)f->body_len, leaf);
	require(segment_crc(body, f->body_len) == f->body_crc);
	frame_put(f, again);
	require(memcmp(again, raw, sizeof(again)) == 0);
	if (record_unpack(body, f->body_len - CRYPTO_MAC_LEN, &rp, NULL) == 0)
		record_plain_free(&rp);
}

static void
read_all(const uint8_t *p, size_t n)
{
	struct segment_reader *r = NULL;
	enum segment_result result;
	const uint8_t *raw;
	uint64_t at, index;
	struct frame f;
	struct err e;

	if (segment_reader_open_bytes(p, n, &r, &e) != SEGMENT_OK) {
		require(r == NULL);
		return;
	}
	at = segment_reader_offset(r);
	index = segment_reader_header(r)->first_index;
	while ((result = segment_reader_next(r, &f, &raw, &e)) == SEGMENT_OK) {
		at += SEGMENT_FRAME_LEN + (size_t)f.body_len;
		require(segment_reader_offset(r) == at && at <= n);
		require(f.index == index++ && f.type != FRAME_END);
		use_frame(&f, raw);
	}
	require((result == SEGMENT_END) == (segment_reader_end(r) != NULL));
	require(result == SEGMENT_END ? segment_reader_offset(r) == n
				      : segment_reader_offset(r) == at);
	require(result != SEGMENT_OPEN || at == n);
	require(segment_reader_next(r, &f, &raw, &e) == result);
	segment_reader_close(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size > 0 ? size : 1);

	require(copy != NULL && crypto_init(NULL) == 0);
	read_all(data, size);
	if (size > 0)
		memcpy(copy, data, size);
	repair(copy, size);
	read_all(copy, size);
	free(copy);
	return 0;
}
