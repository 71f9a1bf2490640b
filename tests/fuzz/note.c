/*
 * note.c - fuzz target: signed notes, and everything people type or paste as
 * a key or a code.
 */
#include "gehoor/note.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/code.h"
#include "gehoor/crypto.h"
#include "gehoor/seal.h"
#include "tests/fuzz/fuzz.h"

/* c2sp.org/signed-note, "Example". */
static const char vkey[] = "example.com/foo+530d903a+"
			   "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

/* What is read as a key is written as it was read. */
static void
keys(const char *p, size_t n)
{
	char text[READER_TEXT_LEN + 1];
	struct buf b = BUF_INIT;
	struct note_verifier v;
	struct note_signer s;
	struct reader r;

	if (note_verifier_parse(p, n, &v, NULL) == 0)
		note_verifier_format(&v, &b);
	else if (note_signer_parse(p, n, &s, NULL) == 0)
		note_signer_format(&s, &b);
	else if (note_witness_verifier_parse(p, n, &v, NULL) == 0)
		note_witness_verifier_format(&v, &b);
	else if (note_witness_parse(p, n, &s, NULL) == 0)
		note_witness_format(&s, &b);
	else if (reader_parse(p, n, &r, NULL) == 0) {
		reader_format(&r, text);
		buf_adds(&b, text);
	}
	require(!b.failed);
	require(b.len == 0 || (b.len == n && memcmp(b.data, p, n) == 0));
	buf_free(&b);
}

static void
code(const char *p, size_t n)
{
	char shown[CODE_SHOWN_LEN + 1];
	struct code c, d;

	if (code_read(p, n, &c) != CODE_OK)
		return;
	code_show(&c, shown);
	require(code_read(shown, CODE_SHOWN_LEN, &d) == CODE_OK);
	require(strcmp(c.text, d.text) == 0);
}

/* tests/unit/note_cosign.c says where it is from. */
static const char witness_key[] =
    "PRIVATE+KEY+witness.example/w1+e75f6532+"
    "BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

/* A note that the witness has not cosigned gets one line more. */
static void
cosign(const char *p, size_t n)
{
	struct buf note = BUF_INIT;
	struct note_verifier v;
	struct note_signer s;
	struct str text, again;
	int64_t when = 0;
	int rc;

	require(note_witness_parse(
		    witness_key, strlen(witness_key), &s, NULL) == 0);
	note_signer_verifier(&s, &v);
	rc = note_cosigned(p, n, &v, &when, NULL);
	require(when >= 0);
	require(rc < 0 || note_text(p, n, &text, NULL) == 0);
	buf_add(&note, p, n);
	if (note_cosign(&s, 1795687200, &note, NULL) == 0) {
		const char *q = (const char *)note.data;

		require(rc == 0 && note.len > n && memcmp(q, p, n) == 0);
		require(note_cosigned(q, note.len, &v, &when, NULL) == 1);
		require(when == 1795687200);
		require(note_text(q, note.len, &again, NULL) == 0);
		require(str_equal(text, again));
	} else
		require(note.len == n);
	buf_free(&note);
}

static void
sign_and_verify(const char *p, size_t n)
{
	static struct note_signer s;
	struct buf note = BUF_INIT;
	struct note_verifier v;
	struct str text;

	if (s.name[0] == '\0')
		require(note_signer_new("fuzz", &s, NULL) == 0);
	note_signer_verifier(&s, &v);
	if (note_sign(&s, p, n, &note, NULL) == 0) {
		require(note_verify((const char *)note.data, note.len, &v,
			    &text, NULL) == 0);
		require(str_equal(text, (struct str){ p, n }));
	}
	buf_free(&note);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	struct note_verifier v;
	struct str text;

	require(crypto_init(NULL) == 0);
	require(note_verifier_parse(vkey, strlen(vkey), &v, NULL) == 0);
	if (note_verify(p, size, &v, &text, NULL) == 0)
		require(text.p == p && text.n < size);
	keys(p, size);
	code(p, size);
	sign_and_verify(p, size);
	cosign(p, size);
	return 0;
}
