/*
 * seal.c - the write-only half: sealing records, and the keys to readers.
 */
#include "gehoor/seal.h"

#include <string.h>

#include "gehoor/bytes.h"

#define READER_PREFIX "gehoor-reader:"
#define READER_PREFIX_LEN (sizeof(READER_PREFIX) - 1)
#define READER_CHECK_LEN 4
#define READER_CODED_LEN 48 /* base64 of 36 bytes */

_Static_assert(READER_PREFIX_LEN + READER_CODED_LEN == READER_TEXT_LEN,
    "reader key as text");

static void
reader_check(const uint8_t pk[static 32], uint8_t out[static READER_CHECK_LEN])
{
	uint8_t hash[32];

	crypto_blake2b(
	    hash, sizeof(hash), NULL, &(struct crypto_part){ pk, 32 }, 1);
	memcpy(out, hash, READER_CHECK_LEN);
}

int
reader_parse(const char *p, size_t n, struct reader *out, struct err *e)
{
	uint8_t bytes[32 + READER_CHECK_LEN], check[READER_CHECK_LEN];
	uint8_t box[CRYPTO_BOX_LEN];
	size_t got;

	if (n < READER_PREFIX_LEN ||
	    memcmp(p, READER_PREFIX, READER_PREFIX_LEN) != 0)
		return err_set(e, "a reader key begins with " READER_PREFIX);
	if (n != READER_TEXT_LEN)
		return err_set(e,
		    "a reader key has %d characters, this one has %zu",
		    READER_TEXT_LEN, n);
	if (crypto_unbase64(p + READER_PREFIX_LEN, READER_CODED_LEN, bytes,
		sizeof(bytes), &got) != 0 ||
	    got != sizeof(bytes))
		return err_set(e, "a reader key is base64 after the colon");
	reader_check(bytes, check);
	if (memcmp(check, bytes + 32, READER_CHECK_LEN) != 0)
		return err_set(e, "a reader key with a typing error");
	if (crypto_box_to(bytes, bytes, 0, box) != 0)
		return err_set(e, "nothing can be sealed to this reader key");
	memcpy(out->pk, bytes, 32);
	return 0;
}

void
reader_format(const struct reader *r, char out[static READER_TEXT_LEN + 1])
{
	uint8_t bytes[32 + READER_CHECK_LEN];
	struct buf b = BUF_INIT;

	memcpy(bytes, r->pk, 32);
	reader_check(r->pk, bytes + 32);
	buf_adds(&b, READER_PREFIX);
	crypto_base64(&b, bytes, sizeof(bytes));
	memset(out, 0, READER_TEXT_LEN + 1);
	if (b.len == READER_TEXT_LEN)
		memcpy(out, b.data, READER_TEXT_LEN);
	buf_free(&b);
}

void
seal_commit(struct segment_header *h, const uint8_t k0[static KEY_LEN])
{
	uint8_t number[4];

	put_le32(number, h->number);
	crypto_blake2b(h->commit, sizeof(h->commit), NULL,
	    (struct crypto_part[]){
		{ h->log_id, LOG_ID_LEN }, { number, 4 }, { k0, KEY_LEN } },
	    3);
}

/* The list of a new file: the ratchet at the first record. */
static void
first_entry(uint64_t index, const uint8_t k0[static KEY_LEN],
    uint8_t out[static SEGMENT_KEY_ENTRY_LEN])
{
	memset(out, 0, SEGMENT_KEY_ENTRY_LEN);
	put_le64(out, index);
	out[8] = 'K';
	memcpy(out + 16, k0, KEY_LEN);
}

static const uint8_t magic[8] = { 'G', 'E', 'H', 'O', 'O', 'R', 'K', 'Y' };

static void
key_file_header(const struct segment_header *h, size_t nreaders,
    uint8_t out[static SEGMENT_KEY_HEADER_LEN])
{
	memset(out, 0, SEGMENT_KEY_HEADER_LEN);
	memcpy(out, magic, sizeof(magic));
	put_le16(out + 8, SEGMENT_VERSION);
	put_le16(out + 10, (uint16_t)nreaders);
	put_le32(out + 12, 1);
	memcpy(out + 16, h->log_id, LOG_ID_LEN);
	put_le32(out + 32, h->number);
}

int
seal_key_file(const struct segment_header *h, const uint8_t k0[static KEY_LEN],
    const struct reader *readers, size_t nreaders, struct buf *out,
    struct err *e)
{
	uint8_t entry[SEGMENT_KEY_ENTRY_LEN],
	    box[CRYPTO_BOX_LEN + sizeof(entry)];
	uint8_t header[SEGMENT_KEY_HEADER_LEN], crc[4];
	size_t start = out->len;
	int rc = 0;

	if (nreaders < 1 || nreaders > SEGMENT_MAX_READERS)
		return err_set(e, "%zu readers, 1 to %d are possible", nreaders,
		    SEGMENT_MAX_READERS);
	key_file_header(h, nreaders, header);
	buf_add(out, header, sizeof(header));
	first_entry(h->first_index, k0, entry);
	for (size_t i = 0; i < nreaders && rc == 0; i++) {
		rc = crypto_box_to(readers[i].pk, entry, sizeof(entry), box);
		buf_add(out, readers[i].pk, 32);
		buf_add(out, box, sizeof(box));
	}
	crypto_wipe(entry, sizeof(entry));
	if (rc != 0)
		return err_set(e, "a reader key nothing can be sealed to");
	if (out->failed)
		return err_set(e, "no memory for a key file");
	put_le32(crc, segment_crc(out->data + start, out->len - start));
	buf_add(out, crc, sizeof(crc));
	return out->failed ? err_set(e, "no memory for a key file") : 0;
}

void
seal_start(struct seal *s, const uint8_t header[static SEGMENT_HEADER_LEN],
    const uint8_t k0[static KEY_LEN], uint64_t first_index)
{
	memcpy(s->ratchet, k0, KEY_LEN);
	s->index = first_index;
	segment_header_hash(header, s->header_hash);
}

/* The key of the record at index, then the ratchet one further. */
static void
seal_step(struct seal *s, uint8_t key[static KEY_LEN])
{
	uint8_t next[KEY_LEN];

	crypto_kdf_step(s->ratchet, SEAL_STEP_RECORD, key);
	crypto_kdf_step(s->ratchet, SEAL_STEP_NEXT, next);
	memcpy(s->ratchet, next, KEY_LEN);
	crypto_wipe(next, sizeof(next));
	s->index++;
}

int
seal_record(struct seal *s, const uint8_t tag[static TAG_LEN],
    const uint8_t *plain, size_t n, struct buf *out,
    uint8_t leaf[static HASH_LEN], struct err *e)
{
	uint8_t key[KEY_LEN], ad[SEGMENT_AD_LEN], *frame, *body;
	struct frame f = { .type = FRAME_RECORD, .index = s->index };
	size_t whole = SEGMENT_FRAME_LEN + n + CRYPTO_MAC_LEN;

	if (!segment_is_bucket(n))
		return err_set(e, "a record of %zu bytes is not padded", n);
	frame = buf_room(out, whole);
	if (frame == NULL)
		return err_set(e, "no memory for a record");
	body = frame + SEGMENT_FRAME_LEN;
	f.body_len = (uint32_t)(n + CRYPTO_MAC_LEN);
	memcpy(f.tag, tag, TAG_LEN);
	frame_additional_data(&f, s->header_hash, ad);
	seal_step(s, key);
	crypto_aead_seal(key, ad, sizeof(ad), plain, n, body);
	crypto_wipe(key, sizeof(key));
	f.body_crc = segment_crc(body, f.body_len);
	frame_put(&f, frame);
	merkle_leaf(frame, whole, leaf);
	out->len += whole;
	return 0;
}

void
seal_wipe(struct seal *s)
{
	crypto_wipe(s, sizeof(*s));
}
