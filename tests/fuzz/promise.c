/*
 * promise.c - fuzz target: promises, as a text and as a signed note.
 */
#include "gehoor/promise.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "tests/fuzz/fuzz.h"

/* There is one way to write one, so signing it gives the same text. */
static void
read_text(
    struct str text, const struct note_signer *s, const struct note_verifier *v)
{
	struct buf b = BUF_INIT;
	struct promise p, q;
	struct str again;

	if (promise_read(text, &p, NULL) != 0)
		return;
	require(promise_sign(&p, s, &b, NULL) == 0);
	require(promise_open((const char *)b.data, b.len, v, 1, &q, NULL) == 0);
	require(memcmp(&p, &q, sizeof(p)) == 0);
	require(note_text((const char *)b.data, b.len, &again, NULL) == 0);
	require(str_equal(again, text));
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	struct note_verifier v;
	struct note_signer s;
	struct promise read;
	struct str text;

	fuzz_signer(&s, &v);
	read_text((struct str){ p, size }, &s, &v);
	if (note_text(p, size, &text, NULL) == 0)
		read_text(text, &s, &v);
	if (promise_open(p, size, &v, 1, &read, NULL) == 0)
		require(note_text(p, size, &text, NULL) == 0);
	return 0;
}
