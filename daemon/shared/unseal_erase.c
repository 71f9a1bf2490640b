/*
 * unseal_erase.c - a key file from which one record can never be opened
 * again, and all others still can.
 */
#include <string.h>

#include "unseal_parts.h"

/* A list of keys being made, in locked memory. */
struct list {
	uint8_t *p;
	size_t n, room; /* entries */
};

static void
list_add(struct list *l, uint64_t index, char kind,
    const uint8_t key[static KEY_LEN])
{
	uint8_t *to = l->p + l->n++ * SEGMENT_KEY_ENTRY_LEN;

	memset(to, 0, SEGMENT_KEY_ENTRY_LEN);
	put_le64(to, index);
	to[8] = (uint8_t)kind;
	memcpy(to + 16, key, KEY_LEN);
}

/* The ratchet at a becomes the keys up to the record, and the one behind it. */
static void
list_split(struct list *l, uint64_t at, const uint8_t *ratchet, uint64_t index)
{
	uint8_t k[KEY_LEN], next[KEY_LEN], key[KEY_LEN];

	memcpy(k, ratchet, KEY_LEN);
	for (; at <= index; at++) {
		if (at < index) {
			crypto_kdf_step(k, SEAL_STEP_RECORD, key);
			list_add(l, at, 'k', key);
		}
		crypto_kdf_step(k, SEAL_STEP_NEXT, next);
		memcpy(k, next, KEY_LEN);
	}
	list_add(l, index + 1, 'K', k);
	crypto_wipe(k, sizeof(k));
	crypto_wipe(next, sizeof(next));
	crypto_wipe(key, sizeof(key));
}

/* Copies all entries but what opens the record. True if there was any. */
static bool
list_without(struct list *l, const uint8_t *old, size_t n, uint64_t index)
{
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		const uint8_t *p = old + i * SEGMENT_KEY_ENTRY_LEN;
		uint64_t at = get_le64(p);

		if (p[8] == 'K' && at <= index) {
			list_split(l, at, p + 16, index);
			found = true;
		} else if (p[8] == 'k' && at == index) {
			found = true;
		} else {
			list_add(l, at, (char)p[8], p + 16);
		}
	}
	return found;
}

/* Seals the new list to every reader of the old file. */
static int
write_file(const uint8_t *old, const struct key_file *k, const struct list *l,
    struct buf *out, struct err *e)
{
	const uint8_t *reader = old + SEGMENT_KEY_HEADER_LEN;
	size_t n = l->n * SEGMENT_KEY_ENTRY_LEN, start = out->len;
	uint8_t *to, crc[4];

	buf_add(out, old, SEGMENT_KEY_HEADER_LEN);
	for (size_t i = 0; i < k->readers; i++) {
		buf_add(out, reader, 32);
		to = buf_room(out, n + CRYPTO_BOX_LEN);
		if (to == NULL || crypto_box_to(reader, l->p, n, to) != 0)
			return err_set(e, "the keys cannot be sealed again");
		out->len += n + CRYPTO_BOX_LEN;
		reader += 32 + k->box_len;
	}
	put_le32(out->data + start + 12, (uint32_t)l->n);
	put_le32(crc, segment_crc(out->data + start, out->len - start));
	buf_add(out, crc, sizeof(crc));
	return out->failed ? err_set(e, "no memory for a key file") : 0;
}

/* The list as this reader can open it, in locked memory; NULL: it cannot. */
static uint8_t *
open_old(const uint8_t *p, const struct key_file *k,
    const struct reader_secret *r, struct err *e)
{
	const uint8_t *box = unseal_find_box(p, k, r);
	uint8_t *old = NULL;

	if (box == NULL)
		err_set(e, "not sealed to this reader");
	else
		unseal_open_box(box, k, r, &old, e);
	return old;
}

int
unseal_erase(const uint8_t *p, size_t n,
    const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct reader_secret *r, uint64_t index, struct buf *out,
    struct err *e)
{
	struct segment_header h;
	struct key_file k = { 0 };
	struct list l = { NULL, 0, 0 };
	uint8_t *old;
	int rc = -1;

	if (segment_header_get(header, SEGMENT_HEADER_LEN, &h, e) !=
		SEGMENT_OK ||
	    unseal_key_file_get(p, n, &h, &k, e) != 0)
		return -1;
	if (index < h.first_index ||
	    index - h.first_index >= SEGMENT_MAX_RECORDS)
		return err_set(e, "the record is not of this segment");
	if ((old = open_old(p, &k, r, e)) == NULL)
		return -1;
	l.room = k.entries + (size_t)(index - h.first_index) + 2;
	l.p = crypto_secret_new(l.room * SEGMENT_KEY_ENTRY_LEN);
	if (l.p == NULL)
		err_set(e, "no memory for a key list");
	else if (!list_without(&l, old, k.entries, index))
		rc = 1;
	else
		rc = write_file(p, &k, &l, out, e);
	crypto_secret_free((void **)&old);
	crypto_secret_free((void **)&l.p);
	return rc;
}
