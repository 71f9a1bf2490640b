/*
 * checkpoint.c - fuzz target: checkpoints, as a text and as a signed note.
 */
#include "gehoor/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "tests/fuzz/fuzz.h"

/* What is read is written as it was read, but for extensions. */
static void
read_text(
    struct str text, const struct note_signer *s, const struct note_verifier *v)
{
	struct buf b = BUF_INIT, signed_note = BUF_INIT;
	struct checkpoint c, d;

	if (checkpoint_read(text, &c, NULL) != 0)
		return;
	checkpoint_write(&c, &b);
	require(
	    !b.failed && b.len <= text.n && memcmp(b.data, text.p, b.len) == 0);
	require(checkpoint_sign(&c, s, &signed_note, NULL) == 0);
	require(checkpoint_open((const char *)signed_note.data, signed_note.len,
		    c.origin, v, 1, &d, NULL) == 0);
	require(memcmp(&c, &d, sizeof(c)) == 0);
	buf_free(&b);
	buf_free(&signed_note);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	struct note_verifier v;
	struct note_signer s;
	struct checkpoint c, d;
	struct str text;

	fuzz_signer(&s, &v);
	read_text((struct str){ p, size }, &s, &v);
	if (note_text(p, size, &text, NULL) == 0)
		read_text(text, &s, &v);
	memset(&d, 0, sizeof(d));
	if (checkpoint_open(p, size, "n.example/lijn", &v, 1, &c, NULL) == 0) {
		require(note_text(p, size, &text, NULL) == 0);
		require(checkpoint_read(text, &d, NULL) == 0);
		require(memcmp(&c, &d, sizeof(c)) == 0);
	}
	return 0;
}
