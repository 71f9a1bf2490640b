/*
 * act.c - fuzz target: acts on a log, as a text and as a file of several.
 */
#include "gehoor/act.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "tests/fuzz/fuzz.h"

/* What is read is written as it was read. */
static void
read_text(struct str text)
{
	struct buf b = BUF_INIT;
	struct act a;

	if (act_read(text, &a, NULL) != 0)
		return;
	act_write(&a, &b);
	require(
	    !b.failed && b.len == text.n && memcmp(b.data, text.p, b.len) == 0);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	struct str rest = { p, size }, note, text;
	struct buf joined = BUF_INIT;
	int rc;

	require(crypto_init(NULL) == 0);
	read_text(rest);
	while ((rc = act_next(&rest, &note, NULL)) == 1) {
		require(note_text(note.p, note.n, &text, NULL) == 0);
		read_text(text);
		if (joined.len > 0)
			buf_addc(&joined, '\n');
		buf_addstr(&joined, note);
	}
	/* The notes with an empty line between them are the file. */
	require(!joined.failed);
	if (rc == 0)
		require(joined.len == size &&
		    (size == 0 || memcmp(joined.data, p, size) == 0));
	buf_free(&joined);
	return 0;
}
