/*
 * record.c - fuzz target: taking a padded plaintext apart, and the round trip
 * of a record made of the input.
 */
#include "gehoor/record.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/segment.h"
#include "gehoor/utf8.h"
#include "tests/fuzz/fuzz.h"

/* Whatever is in a payload must pack again and come out the same. */
static void
round_trip(const struct record_plain *rp)
{
	struct buf out = BUF_INIT;
	struct record_plain back;

	require(record_pack((const uint8_t *)rp->json.p, rp->json.n,
		    rp->attachments, rp->nattachments, &out, NULL) == 0);
	require(record_unpack(out.data, out.len, &back, NULL) == 0);
	require(str_equal(back.json, rp->json));
	require(back.nattachments == rp->nattachments);
	for (size_t i = 0; i < back.nattachments; i++) {
		const struct attachment *a = &rp->attachments[i];
		const struct attachment *b = &back.attachments[i];

		require(strcmp(a->type, b->type) == 0 && a->n == b->n);
		require(a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
	}
	record_plain_free(&back);
	buf_free(&out);
}

static void
unpack(const uint8_t *p, size_t n)
{
	struct record_plain rp;

	if (record_unpack(p, n, &rp, NULL) != 0)
		return;
	round_trip(&rp);
	record_plain_free(&rp);
}

/* The input padded as the record says it is. */
static void
unpack_padded(const uint8_t *data, size_t size)
{
	struct buf b = BUF_INIT;
	size_t n = segment_bucket(size);

	if (n == 0)
		return;
	buf_add(&b, data, size);
	buf_addz(&b, n - size);
	require(!b.failed);
	unpack(b.data, b.len);
	buf_free(&b);
}

/* A record whose every string is a piece of the input. */
static void
write_and_pack(const uint8_t *data, size_t size)
{
	struct record r = { .week = { 2026, 47 } };
	struct buf text = BUF_INIT, json = BUF_INIT;
	struct record_plain rp = { .store = BUF_INIT };
	struct str all;

	utf8_clean(&text, data, size);
	all = (struct str){ (const char *)text.data, text.len };
	r.box = r.text = r.dedup = r.part.ref = all;
	r.channel = size > 0 ? data[0] % CHANNEL_COUNT : CHANNEL_WEB;
	r.part.of = size > 1 ? data[1] : 0;
	r.nanswers = size > 2 ? data[2] % (RECORD_MAX_ANSWERS + 1) : 0;
	for (size_t i = 0; i < r.nanswers; i++)
		r.answers[i] = (struct record_answer){ str_of(
							   i % 3 ? "a" : "b"),
			{ all.p, all.n / (i + 1) > 40 ? 0 : all.n / (i + 1) } };
	memcpy(r.reply_key, data, size < 32 ? size : 32);
	record_write(&r, &json);
	require(!json.failed);
	rp.json = (struct str){ (const char *)json.data, json.len };
	if (json.len < 1u << 20)
		round_trip(&rp);
	buf_free(&json);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unpack(data, size);
	unpack_padded(data, size);
	write_and_pack(data, size);
	return 0;
}
