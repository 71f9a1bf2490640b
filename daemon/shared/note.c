/*
 * note.c - C2SP signed notes: signing, verifying, cosigning.
 */
#include "note_parts.h"

#include <inttypes.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "gehoor/utf8.h"

#define ID_LEN 4
#define SIGNATURE_LEN 64
#define TIME_LEN 8
#define MAX_SIGNATURES 100
#define MAX_SIGNATURE_LEN 8192 /* ML-DSA cosignatures are long */
#define DASH "\xe2\x80\x94 "   /* U+2014 and a blank begin a signature line */

/* Whether all bytes may stand in a note: UTF-8, no control but LF. */
static bool
is_note_text(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)p[i] < 0x20 && p[i] != '\n')
			return false;
	return utf8_is_valid(p, n);
}

/* Adds one signature line: the key's id and what was made with it. */
static void
add_line(
    const struct note_signer *s, const uint8_t *made, size_t n, struct buf *out)
{
	uint8_t bytes[ID_LEN + TIME_LEN + SIGNATURE_LEN];

	put_be32(bytes, s->id);
	memcpy(bytes + ID_LEN, made, n);
	buf_addf(out, DASH "%s ", s->name);
	crypto_base64(out, bytes, ID_LEN + n);
	buf_addc(out, '\n');
}

int
note_sign(const struct note_signer *s, const char *text, size_t n,
    struct buf *out, struct err *e)
{
	uint8_t signature[SIGNATURE_LEN];

	if (n == 0 || text[n - 1] != '\n' || !is_note_text(text, n))
		return err_set(e, "the text of a note is lines of UTF-8");
	crypto_sign_make(s->sk, text, n, signature);
	buf_add(out, text, n);
	buf_addc(out, '\n');
	add_line(s, signature, sizeof(signature), out);
	return out->failed ? err_set(e, "no memory for a note") : 0;
}

int
note_sign_as(const struct note_signer *s, const char *name,
    const struct buf *text, struct buf *out, struct err *e)
{
	struct note_signer as;
	int rc = note_signer_as(s, name, &as, e);

	if (rc == 0)
		rc =
		    note_sign(&as, (const char *)text->data, text->len, out, e);
	crypto_wipe(&as, sizeof(as));
	return rc;
}

/* Splits at the last empty line. */
static int
split(struct str note, struct str *text, struct str *lines)
{
	for (size_t i = note.n; i >= 2; i--)
		if (note.p[i - 1] == '\n' && note.p[i - 2] == '\n') {
			*text = (struct str){ note.p, i - 1 };
			*lines = (struct str){ note.p + i, note.n - i };
			return lines->n > 0 ? 0 : -1;
		}
	return -1;
}

/* Takes one signature line apart, without its newline. */
static int
parse_line(
    struct str line, struct str *name, uint8_t *bytes, size_t max, size_t *n)
{
	size_t skip = strlen(DASH);

	if (line.n < skip || memcmp(line.p, DASH, skip) != 0)
		return -1;
	line.p += skip;
	line.n -= skip;
	if (note_cut(&line, ' ', name) != 0 ||
	    !note_name_is_valid(name->p, name->n) ||
	    crypto_unbase64(line.p, line.n, bytes, max, n) != 0)
		return -1;
	return *n > ID_LEN ? 0 : -1;
}

/* What a witness signs (C2SP tlog-cosignature, cosignature/v1). */
static void
cosigned_message(uint64_t second, struct str text, struct buf *out)
{
	buf_addf(out, "cosignature/v1\ntime %" PRIu64 "\n", second);
	buf_addstr(out, text);
}

/*
 * One line against one key: 1 it is v's and right, 0 somebody else's, -1
 * malformed or v's and wrong.  when is NULL for a signature, or gets the time
 * of a cosignature.
 */
static int
check_line(struct str line, const struct note_verifier *v, struct str text,
    int64_t *when)
{
	size_t skip = when == NULL ? 0 : TIME_LEN, n;
	uint8_t bytes[MAX_SIGNATURE_LEN];
	const uint8_t *made = bytes + ID_LEN;
	struct buf message = BUF_INIT;
	struct str name;
	uint64_t second;
	bool ok;

	if (parse_line(line, &name, bytes, sizeof(bytes), &n) != 0)
		return -1;
	if (!str_is(name, v->name) || get_be32(bytes) != v->id)
		return 0;
	if (n != ID_LEN + skip + SIGNATURE_LEN)
		return -1;
	if (when == NULL)
		return crypto_sign_ok(v->pk, text.p, text.n, made) ? 1 : -1;
	second = get_be64(made);
	cosigned_message(second, text, &message);
	ok = !message.failed && second <= INT64_MAX &&
	    crypto_sign_ok(v->pk, message.data, message.len, made + skip);
	buf_free(&message);
	*when = (int64_t)second;
	return ok ? 1 : -1;
}

/*
 * All lines of a note against one key.  The number of right ones, or -1 with
 * the reason.
 */
static int
check_note(struct str note, const struct note_verifier *v, int64_t *when,
    struct str *text, struct err *e)
{
	unsigned count = 0;
	struct str lines, line;
	int right = 0, rc;

	if (!is_note_text(note.p, note.n) || split(note, text, &lines) != 0)
		return err_set(e, "not a signed note");
	while (lines.n > 0) {
		if (note_cut(&lines, '\n', &line) != 0 ||
		    ++count > MAX_SIGNATURES)
			return err_set(e, "not a signed note");
		rc = check_line(line, v, *text, when);
		if (rc < 0)
			return err_set(e,
			    "signature line %u of the note is "
			    "wrong",
			    count);
		right += rc;
	}
	return right;
}

int
note_verify(const char *p, size_t n, const struct note_verifier *v,
    struct str *text, struct err *e)
{
	struct str signed_text;
	int right = check_note((struct str){ p, n }, v, NULL, &signed_text, e);

	if (right < 0)
		return -1;
	if (right == 0)
		return err_set(e, "the note is not signed by %s", v->name);
	*text = signed_text;
	return 0;
}

int
note_verify_as(const char *p, size_t n, const char *name,
    const struct note_verifier *keys, size_t nkeys, struct str *text,
    struct err *e)
{
	struct note_verifier as;
	struct err why;

	for (size_t i = 0; i < nkeys; i++) {
		if (note_verifier_as(&keys[i], name, &as, e) != 0)
			return -1;
		if (note_verify(p, n, &as, text, &why) == 0)
			return 0;
	}
	if (nkeys == 1)
		return err_set(e, "%s", why.msg);
	return err_set(e, "not signed by a known key of %s", name);
}

int
note_text(const char *p, size_t n, struct str *text, struct err *e)
{
	struct str lines;

	if (!is_note_text(p, n) ||
	    split((struct str){ p, n }, text, &lines) != 0)
		return err_set(e, "not a signed note");
	return 0;
}

/* Whether a whole note may get a line of s: it is right, and has none yet. */
static int
check_addition(const struct note_signer *s, const struct buf *note,
    int64_t *when, struct str *text, struct err *e)
{
	struct note_verifier own;
	int rc;

	note_signer_verifier(s, &own);
	rc = check_note((struct str){ (const char *)note->data, note->len },
	    &own, when, text, e);
	if (rc > 0)
		err_set(e, "the note is signed by %s already", s->name);
	return rc == 0 ? 0 : -1;
}

int
note_add_signature(const struct note_signer *s, struct buf *note, struct err *e)
{
	uint8_t signature[SIGNATURE_LEN];
	struct str text;

	if (check_addition(s, note, NULL, &text, e) != 0)
		return -1;
	crypto_sign_make(s->sk, text.p, text.n, signature);
	add_line(s, signature, sizeof(signature), note);
	return note->failed ? err_set(e, "no memory for a note") : 0;
}

int
note_cosign(const struct note_signer *witness, int64_t now, struct buf *note,
    struct err *e)
{
	uint8_t made[TIME_LEN + SIGNATURE_LEN];
	struct buf message = BUF_INIT;
	struct str text;
	int64_t when;

	if (now < 0)
		return err_set(e, "a cosignature cannot be of before 1970");
	if (check_addition(witness, note, &when, &text, e) != 0)
		return -1;
	cosigned_message((uint64_t)now, text, &message);
	if (!message.failed) {
		put_be64(made, (uint64_t)now);
		crypto_sign_make(
		    witness->sk, message.data, message.len, made + TIME_LEN);
		add_line(witness, made, sizeof(made), note);
	}
	note->failed |= message.failed;
	buf_free(&message);
	return note->failed ? err_set(e, "no memory for a note") : 0;
}

int
note_cosigned(const char *p, size_t n, const struct note_verifier *witness,
    int64_t *when, struct err *e)
{
	int64_t second = 0;
	struct str text;
	int right =
	    check_note((struct str){ p, n }, witness, &second, &text, e);

	if (right > 0)
		*when = second;
	return right > 0 ? 1 : right;
}
