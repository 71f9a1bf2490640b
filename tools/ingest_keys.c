/*
 * ingest_keys.c - what is kept of what was seen before: hashes.
 */
#include "ingest_parts.h"

#include "gehoor/crypto.h"

static void
content_add(struct buf *b, struct str s)
{
	uint8_t n[4];

	put_le32(n, (uint32_t)s.n);
	buf_add(b, n, sizeof(n));
	buf_addstr(b, s);
}

/* Hashes the content; false without memory. */
static bool
make_key(const struct ingest *in, const uint8_t *key, uint8_t *out)
{
	const struct crypto_part part = { in->content.data, in->content.len };

	crypto_blake2b(out, SEEN_LEN, key, &part, 1);
	return !in->content.failed;
}

void
ingest_repeat_key(struct ingest *in, const struct record *r, struct row *row)
{
	struct buf *b = &in->content;
	size_t i;

	buf_clear(b);
	content_add(b, r->box);
	content_add(b, r->dedup);
	buf_addc(b, (char)row->status);
	buf_addc(b, (char)r->channel);
	buf_addc(b, (char)row->publish);
	buf_addc(b, (char)r->nanswers);
	content_add(b, r->lang);
	content_add(b, r->text);
	content_add(b, r->region);
	content_add(b, r->who);
	content_add(b, r->wish);
	content_add(b, r->thread);
	content_add(b, r->part.ref);
	buf_addf(b, "%u/%u", r->part.n, r->part.of);
	for (i = 0; i < r->nanswers; i++) {
		content_add(b, r->answers[i].id);
		content_add(b, r->answers[i].value);
	}
	row->has_repeat = make_key(in, NULL, row->repeat);
}

void
ingest_sender_key(struct ingest *in, const struct record *r, struct row *row)
{
	buf_clear(&in->content);
	content_add(&in->content, r->dedup);
	make_key(in, in->said_key, row->sender);
}

void
ingest_said_key(
    struct ingest *in, struct str text, bool complete, struct row *row)
{
	buf_clear(&in->content);
	content_add(&in->content, str_of(in->shown));
	buf_addc(&in->content, complete);
	content_add(&in->content, text);
	row->has_said = make_key(in, in->said_key, row->said) && text.n > 0;
}

void
ingest_part_key(struct ingest *in, struct str ref, unsigned of,
    uint8_t out[static SEEN_LEN])
{
	buf_clear(&in->content);
	content_add(&in->content, str_of(in->shown));
	buf_addc(&in->content, (char)of);
	content_add(&in->content, ref);
	make_key(in, NULL, out);
}

void
ingest_derive_key(struct ingest *in)
{
	static const char label[] = "gehoor: what text messages said";
	const struct crypto_part part = { label, sizeof(label) };

	crypto_blake2b(in->said_key, KEY_LEN, in->o.key->sk, &part, 1);
}
