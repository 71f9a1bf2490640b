/*
 * import_keys.c - by what a row is known again when its file is imported
 * twice.
 */
#include "import_keys.h"

#include <stdlib.h>

#include "gehoor/crypto.h"
#include "gehoor/tagmap.h"

struct import_keys {
	uint8_t secret[KEY_LEN];
	struct buf content;
	struct tagmap *seen; /* what was said in this file: place in counts */
	struct buf counts;   /* four bytes each: how often */
};

struct import_keys *
import_keys_new(const struct note_signer *desk)
{
	static const char label[] = "gehoor: what a desk imported";
	const struct crypto_part parts[] = { { label, sizeof(label) },
		{ desk->sk, sizeof(desk->sk) } };
	struct import_keys *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return NULL;
	crypto_blake2b(k->secret, sizeof(k->secret), NULL, parts, 2);
	if (import_keys_restart(k, NULL) == -1)
		import_keys_free(&k);
	return k;
}

void
import_keys_free(struct import_keys **k)
{
	if (*k == NULL)
		return;
	crypto_wipe((*k)->secret, sizeof((*k)->secret));
	buf_free(&(*k)->content);
	buf_free(&(*k)->counts);
	tagmap_free(&(*k)->seen);
	free(*k);
	*k = NULL;
}

int
import_keys_restart(struct import_keys *k, struct err *e)
{
	tagmap_free(&k->seen);
	buf_clear(&k->counts);
	k->seen = tagmap_new();
	return k->seen != NULL ? 0 : err_set(e, "no memory");
}

static void
content_add(struct buf *b, struct str s)
{
	uint8_t n[4];

	put_le32(n, (uint32_t)s.n);
	buf_add(b, n, sizeof(n));
	buf_addstr(b, s);
}

static void
content_put(struct buf *b, const struct import_row *row)
{
	const struct record *r = &row->record;
	const struct str all[] = { r->box, r->lang, r->text, r->region, r->who,
		row->id };

	buf_clear(b);
	buf_addf(b, "%d %d %zu ", week_number(r->week), (int)r->channel,
	    r->nanswers);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		content_add(b, all[i]);
	for (size_t i = 0; i < r->nanswers; i++) {
		content_add(b, r->answers[i].id);
		content_add(b, r->answers[i].value);
	}
}

static void
hash(const struct import_keys *k, uint8_t tag[static TAG_LEN])
{
	const struct crypto_part part = { k->content.data, k->content.len };

	crypto_blake2b(tag, TAG_LEN, k->secret, &part, 1);
}

/* How often that was said in this file before. 0 or -1. */
static int
count(struct import_keys *k, const uint8_t tag[static TAG_LEN], uint32_t *out)
{
	uint64_t at = k->counts.len;
	uint8_t *n;

	if (tagmap_find(k->seen, tag, &at)) {
		n = k->counts.data + at;
		*out = get_le32(n) + 1;
		put_le32(n, *out);
		return 0;
	}
	*out = 0;
	buf_addz(&k->counts, sizeof(*out));
	return k->counts.failed ? -1 : tagmap_add(k->seen, tag, at);
}

int
import_keys_next(struct import_keys *k, const struct import_row *row,
    uint8_t tag[static TAG_LEN], struct err *e)
{
	uint8_t again[4];
	uint32_t n;

	content_put(&k->content, row);
	if (k->content.failed)
		return err_set(e, "no memory");
	hash(k, tag);
	if (count(k, tag, &n) == -1)
		return err_set(e, "no memory");
	put_le32(again, n);
	buf_add(&k->content, again, sizeof(again));
	if (k->content.failed)
		return err_set(e, "no memory");
	hash(k, tag);
	return 0;
}
