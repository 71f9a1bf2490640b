/*
 * reply.c - fuzz target: answers: what is told without the key, what opens with a
 * fixed key, any content that is rightly sealed, and the way there and back.
 */
#include "gehoor/reply.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "tests/fuzz/fuzz.h"

static const uint8_t key[32] = { 5 }, tag[TAG_LEN] = { 6 };

/* What opens is sealed again, and opens to the same. */
static void
there_and_back(const struct reply *r)
{
	struct buf b = BUF_INIT, store = BUF_INIT;
	struct reply out;

	require(reply_seal(r, tag, key, &b, NULL) == 0);
	require(b.len <= REPLY_FILE_MAX);
	require(reply_open(b.data, b.len, tag, key, &store, &out, NULL) == 0);
	require(out.version == r->version);
	require(str_equal(out.text, r->text));
	require(strcmp(out.passed_on, r->passed_on) == 0);
	require(week_number(out.week) == week_number(r->week));
	buf_free(&b);
	buf_free(&store);
}

static void
open_it(const uint8_t *p, size_t n)
{
	struct buf store = BUF_INIT;
	uint8_t own[TAG_LEN];
	uint32_t version;
	struct reply r;

	if (reply_open(p, n, tag, key, &store, &r, NULL) == 0) {
		require(reply_peek(p, n, &version, own, NULL) == 0);
		require(version == r.version);
		require(memcmp(own, tag, TAG_LEN) == 0);
		there_and_back(&r);
	}
	buf_free(&store);
}

/* The input as a content, which who has the key may write as they like. */
static void
open_content(const uint8_t *data, size_t size)
{
	struct reply r = { .version = 1, .week = { 2026, 47 } };
	size_t n = (size + REPLY_STEP - 1) / REPLY_STEP * REPLY_STEP;
	struct buf b = BUF_INIT, content = BUF_INIT;

	if (size == 0 || n > REPLY_FILE_MAX)
		return;
	buf_add(&content, data, size);
	buf_addz(&content, n - size);
	require(!content.failed);
	require(reply_seal(&r, tag, key, &b, NULL) == 0);
	b.len = REPLY_HEADER_LEN;
	require(buf_room(&b, n + CRYPTO_MAC_LEN) != NULL);
	crypto_aead_seal_nonce(key, b.data + 32, b.data, 32, content.data, n,
	    b.data + REPLY_HEADER_LEN);
	b.len += n + CRYPTO_MAC_LEN;
	open_it(b.data, b.len);
	buf_free(&b);
	buf_free(&content);
}

/* The input as a text. */
static void
seal_text(const uint8_t *data, size_t size)
{
	struct reply r = { .version = 1,
		.text = { (const char *)data, size },
		.passed_on = "peer",
		.week = { 2026, 47 } };

	struct buf b = BUF_INIT;

	if (reply_seal(&r, tag, key, &b, NULL) == 0)
		there_and_back(&r);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t own[TAG_LEN];
	uint32_t version;

	require(crypto_init(NULL) == 0);
	if (reply_peek(data, size, &version, own, NULL) == 0)
		require(version > 0);
	open_it(data, size);
	open_content(data, size);
	seal_text(data, size);
	return 0;
}
