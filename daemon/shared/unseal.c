/*
 * unseal.c - the reading half: key files and records, opened.
 *
 * Every external symbol begins with unseal_, so that a test can see that the
 * daemon was linked without this file.
 */
#include "unseal_parts.h"

#include <sodium.h>
#include <string.h>

#include "gehoor/bytes.h"

#define MAC_LEN crypto_aead_xchacha20poly1305_ietf_ABYTES

/* One line of the key list. */
struct entry {
	uint64_t index;
	bool is_ratchet;
	uint8_t key[KEY_LEN];
};

struct unseal {
	uint8_t header_hash[32];
	uint64_t at; /* the running ratchet's record */
	uint8_t ratchet[KEY_LEN];
	size_t nentries;
	struct entry entries[]; /* rising; only the last a ratchet */
};

/* X25519 ignores these bits (RFC 7748 section 5); so no two secrets are one. */
static void
clamp(uint8_t sk[static 32])
{
	sk[0] &= 248;
	sk[31] &= 127;
	sk[31] |= 64;
}

void
unseal_reader_new(struct reader_secret *r)
{
	crypto_box_keypair(r->pk, r->sk);
	clamp(r->sk);
}

void
unseal_reader_from(struct reader_secret *r, const uint8_t sk[static 32])
{
	memmove(r->sk, sk, 32);
	clamp(r->sk);
	crypto_scalarmult_base(r->pk, r->sk);
}

int
unseal_key_file_get(const uint8_t *p, size_t n, const struct segment_header *h,
    struct key_file *out, struct err *e)
{
	if (n < SEGMENT_KEY_HEADER_LEN + 4 || memcmp(p, "GEHOORKY", 8) != 0)
		return err_set(e, "not a key file");
	if (get_le16(p + 8) != SEGMENT_VERSION)
		return err_set(e, "key file version %u, only %d is known here",
		    get_le16(p + 8), SEGMENT_VERSION);
	if (get_le32(p + n - 4) != segment_crc(p, n - 4))
		return err_set(e, "wrong checksum of the key file");
	out->readers = get_le16(p + 10);
	out->entries = get_le32(p + 12);
	if (out->readers < 1 || out->readers > SEGMENT_MAX_READERS ||
	    out->entries > SEGMENT_MAX_RECORDS + 1)
		return err_set(e, "key file with impossible counts");
	out->box_len =
	    crypto_box_SEALBYTES + out->entries * SEGMENT_KEY_ENTRY_LEN;
	if (n !=
	    SEGMENT_KEY_HEADER_LEN + 4 + out->readers * (32 + out->box_len))
		return err_set(e, "key file of the wrong length");
	if (!sodium_is_zero(p + 36, 12))
		return err_set(e, "key file with an impossible value");
	if (memcmp(p + 16, h->log_id, LOG_ID_LEN) != 0 ||
	    get_le32(p + 32) != h->number)
		return err_set(e, "key file of another segment");
	return 0;
}

int
unseal_check(
    const uint8_t *p, size_t n, const struct segment_header *h, struct err *e)
{
	struct key_file k;

	return unseal_key_file_get(p, n, h, &k, e);
}

const uint8_t *
unseal_find_box(
    const uint8_t *p, const struct key_file *k, const struct reader_secret *r)
{
	p += SEGMENT_KEY_HEADER_LEN;
	for (size_t i = 0; i < k->readers; i++, p += 32 + k->box_len)
		if (sodium_memcmp(p, r->pk, 32) == 0)
			return p + 32;
	return NULL;
}

/* Takes the opened list over; -1 if it is not as segment.h draws it. */
static int
take_entries(struct unseal *u, const uint8_t *list, uint64_t first)
{
	for (size_t i = 0; i < u->nentries; i++) {
		const uint8_t *p = list + i * SEGMENT_KEY_ENTRY_LEN;
		struct entry *en = &u->entries[i];

		en->index = get_le64(p);
		en->is_ratchet = p[8] == 'K';
		memcpy(en->key, p + 16, KEY_LEN);
		if ((p[8] != 'K' && p[8] != 'k') || !sodium_is_zero(p + 9, 7) ||
		    (en->is_ratchet && i + 1 != u->nentries) ||
		    en->index < first ||
		    en->index - first > SEGMENT_MAX_RECORDS ||
		    (i > 0 && en->index <= u->entries[i - 1].index))
			return -1;
	}
	return 0;
}

/* Whether K0, if it is there, is the one the header commits to. */
static bool
is_committed(const struct unseal *u, const struct segment_header *h)
{
	struct segment_header same = *h;
	const struct entry *en = u->entries;

	if (u->nentries != 1 || !en->is_ratchet || en->index != h->first_index)
		return true;
	seal_commit(&same, en->key);
	return sodium_memcmp(same.commit, h->commit, sizeof(h->commit)) == 0;
}

/* Starts the running ratchet anew at the last entry. */
static void
ratchet_rewind(struct unseal *u)
{
	const struct entry *last;

	if (u->nentries == 0)
		return;
	last = &u->entries[u->nentries - 1];
	u->at = last->index;
	memcpy(u->ratchet, last->key, KEY_LEN);
}

enum unseal_result
unseal_open_box(const uint8_t *box, const struct key_file *k,
    const struct reader_secret *r, uint8_t **out, struct err *e)
{
	size_t n = k->entries * SEGMENT_KEY_ENTRY_LEN;

	*out = crypto_secret_new(n > 0 ? n : 1);
	if (*out == NULL) {
		err_set(e, "no memory for a key list");
		return UNSEAL_DAMAGED;
	}
	if (crypto_box_seal_open(*out, box, k->box_len, r->pk, r->sk) == 0)
		return UNSEAL_OK;
	crypto_secret_free((void **)out);
	err_set(e, "the key list does not authenticate");
	return UNSEAL_FORGED;
}

static enum unseal_result
open_list(const uint8_t *box, const struct key_file *k,
    const struct segment_header *h, const struct reader_secret *r,
    struct unseal *u, struct err *e)
{
	uint8_t *list;
	enum unseal_result result = unseal_open_box(box, k, r, &list, e);

	if (result != UNSEAL_OK)
		return result;
	if (take_entries(u, list, h->first_index) != 0) {
		err_set(e, "the key list is not in order");
		result = UNSEAL_DAMAGED;
	} else if (!is_committed(u, h)) {
		err_set(e, "the key is not the one the segment commits to");
		result = UNSEAL_FORGED;
	}
	crypto_secret_free((void **)&list);
	return result;
}

enum unseal_result
unseal_open(const uint8_t *p, size_t n,
    const uint8_t header[static SEGMENT_HEADER_LEN],
    const struct reader_secret *r, struct unseal **out, struct err *e)
{
	struct segment_header h;
	enum unseal_result result;
	struct key_file k = { 0 };
	const uint8_t *box;
	struct unseal *u;

	if (segment_header_get(header, SEGMENT_HEADER_LEN, &h, e) !=
		SEGMENT_OK ||
	    unseal_key_file_get(p, n, &h, &k, e) != 0)
		return UNSEAL_DAMAGED;
	box = unseal_find_box(p, &k, r);
	if (box == NULL) {
		err_set(e, "not sealed to this reader");
		return UNSEAL_NOT_FOR_US;
	}
	u = crypto_secret_new(sizeof(*u) + k.entries * sizeof(u->entries[0]));
	if (u == NULL) {
		err_set(e, "no memory for the keys of a segment");
		return UNSEAL_DAMAGED;
	}
	segment_header_hash(header, u->header_hash);
	u->nentries = k.entries;
	result = open_list(box, &k, &h, r, u, e);
	if (result != UNSEAL_OK) {
		unseal_close(&u);
		return result;
	}
	ratchet_rewind(u);
	*out = u;
	return UNSEAL_OK;
}

/* The entry of that very record, or NULL. */
static const struct entry *
find_entry(const struct unseal *u, uint64_t index)
{
	size_t low = 0, high = u->nentries;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (u->entries[mid].index < index)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == u->nentries || u->entries[low].index != index)
		return NULL;
	return &u->entries[low];
}

/* Turns the ratchet to a record at or behind the last entry. */
static int
ratchet_to(struct unseal *u, uint64_t index)
{
	uint8_t next[KEY_LEN];
	const struct entry *last;

	if (u->nentries == 0)
		return -1;
	last = &u->entries[u->nentries - 1];
	if (!last->is_ratchet || index < last->index ||
	    index - last->index > SEGMENT_MAX_RECORDS)
		return -1;
	if (index < u->at)
		ratchet_rewind(u);
	for (; u->at < index; u->at++) {
		crypto_kdf_step(u->ratchet, SEAL_STEP_NEXT, next);
		memcpy(u->ratchet, next, KEY_LEN);
	}
	sodium_memzero(next, sizeof(next));
	return 0;
}

/* The key of one record. 0, or -1 if the list does not give it. */
static int
record_key(struct unseal *u, uint64_t index, uint8_t key[static KEY_LEN])
{
	const struct entry *en = find_entry(u, index);

	if (en != NULL && !en->is_ratchet) {
		memcpy(key, en->key, KEY_LEN);
		return 0;
	}
	if (ratchet_to(u, index) != 0)
		return -1;
	crypto_kdf_step(u->ratchet, SEAL_STEP_RECORD, key);
	return 0;
}

/* Opens the body into out; libsodium writes nothing before it has verified. */
static enum unseal_result
open_body(const uint8_t key[static KEY_LEN],
    const uint8_t ad[static SEGMENT_AD_LEN], const uint8_t *body, size_t n,
    struct buf *out, struct err *e)
{
	static const uint8_t
	    nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
	uint8_t *to = buf_room(out, n - MAC_LEN);

	if (to == NULL) {
		err_set(e, "no memory for a record");
		return UNSEAL_DAMAGED;
	}
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		to, NULL, NULL, body, n, ad, SEGMENT_AD_LEN, nonce, key) != 0) {
		err_set(e, "the record does not authenticate");
		return UNSEAL_FORGED;
	}
	out->len += n - MAC_LEN;
	return UNSEAL_OK;
}

enum unseal_result
unseal_record(struct unseal *u, const struct frame *f, const uint8_t *body,
    struct buf *out, struct err *e)
{
	uint8_t key[KEY_LEN], ad[SEGMENT_AD_LEN];
	enum unseal_result result;

	if (f->type != FRAME_RECORD || f->body_len <= MAC_LEN ||
	    record_key(u, f->index, key) != 0) {
		err_set(e, "no key for this record");
		return UNSEAL_NO_KEY;
	}
	frame_additional_data(f, u->header_hash, ad);
	result = open_body(key, ad, body, f->body_len, out, e);
	sodium_memzero(key, sizeof(key));
	return result;
}

void
unseal_close(struct unseal **u)
{
	crypto_secret_free((void **)u);
}
