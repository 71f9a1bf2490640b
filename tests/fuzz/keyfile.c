/*
 * keyfile.c - fuzz target: opening a key file with a fixed secret.
 *
 * Each input is taken as a key file, as one with a right checksum, and as the
 * list within one that is properly sealed.
 */
#include <stdlib.h>
#include <string.h>

#include "gehoor/bytes.h"
#include "gehoor/unseal.h"
#include "tests/fuzz/fuzz.h"

static struct fixed {
	struct reader_secret secret;
	struct reader reader;
	struct segment_header header;
	uint8_t bytes[SEGMENT_HEADER_LEN];
} fixed;

/* tests/corpus/keyfile was made for this header and this secret. */
static void
prepare(void)
{
	static const uint8_t secret[32] = { 1 }, seed[32] = { 2 }, k0[32];
	uint8_t pk[32], sk[64];

	require(crypto_init(NULL) == 0);
	unseal_reader_from(&fixed.secret, secret);
	memcpy(fixed.reader.pk, fixed.secret.pk, 32);
	crypto_sign_pair(seed, pk, sk);
	fixed.header = (struct segment_header){
		.log_id = { 3 }, .box = "b", .number = 1, .opened = { 2026, 47 }
	};
	seal_commit(&fixed.header, k0);
	segment_header_put(&fixed.header, sk, fixed.bytes);
}

/* Opens records here and there with whatever keys the file gave. */
static void
open_file(const uint8_t *p, size_t n)
{
	static const uint64_t indexes[] = { 0, 1, 2, 5, 3, 300, UINT64_MAX };
	uint8_t body[512 + CRYPTO_MAC_LEN] = { 0 };
	struct unseal *u = NULL;
	struct buf out = BUF_INIT;

	if (unseal_open(p, n, fixed.bytes, &fixed.secret, &u, NULL) !=
	    UNSEAL_OK) {
		require(u == NULL);
		return;
	}
	for (size_t i = 0; i < sizeof(indexes) / sizeof(indexes[0]); i++) {
		struct frame f = { .type = FRAME_RECORD,
			.body_len = sizeof(body),
			.index = indexes[i] };

		require(unseal_record(u, &f, body, &out, NULL) != UNSEAL_OK);
	}
	require(out.len == 0);
	buf_free(&out);
	unseal_close(&u);
}

static void
open_repaired(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size);

	require(copy != NULL);
	memcpy(copy, data, size);
	put_le32(copy + size - 4, segment_crc(copy, size - 4));
	open_file(copy, size);
	free(copy);
}

static void
open_list(const uint8_t *data, size_t size)
{
	static const uint8_t k0[KEY_LEN];
	size_t entries = size / SEGMENT_KEY_ENTRY_LEN;
	size_t n = entries * SEGMENT_KEY_ENTRY_LEN;
	struct buf file = BUF_INIT;
	uint8_t crc[4], *box;

	require(seal_key_file(
		    &fixed.header, k0, &fixed.reader, 1, &file, NULL) == 0);
	file.len = SEGMENT_KEY_HEADER_LEN + 32;
	put_le32(file.data + 12, (uint32_t)entries);
	box = buf_room(&file, n + CRYPTO_BOX_LEN);
	require(
	    box != NULL && crypto_box_to(fixed.reader.pk, data, n, box) == 0);
	file.len += n + CRYPTO_BOX_LEN;
	put_le32(crc, segment_crc(file.data, file.len));
	buf_add(&file, crc, 4);
	require(!file.failed);
	open_file(file.data, file.len);
	buf_free(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (fixed.header.number == 0)
		prepare();
	open_file(data, size);
	if (size >= 4)
		open_repaired(data, size);
	open_list(data, size);
	return 0;
}
