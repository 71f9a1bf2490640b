/*
 * note.c - C2SP signed notes: keys as text, signing and verifying.
 */
#include "gehoor/note.h"

#include <stdio.h>
#include <string.h>

#include "gehoor/bytes.h"
#include "gehoor/crypto.h"
#include "gehoor/utf8.h"

#define TYPE_ED25519 1
#define ID_LEN 4
#define ID_DIGITS 8
#define SIGNATURE_LEN 64
#define MAX_SIGNATURES 100
#define MAX_SIGNATURE_LEN 8192 /* ML-DSA cosignatures are long */
#define DASH "\xe2\x80\x94 "   /* U+2014 and a blank begin a signature line */
#define SECRET_PREFIX "PRIVATE+KEY+"

/* Blanks beyond ASCII (Unicode White_Space), in UTF-8. */
static const char *const wide_blanks[] = { "\xc2\x85", "\xc2\xa0",
	"\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82",
	"\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
	"\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
	"\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f",
	"\xe3\x80\x80" };

static bool
has_wide_blank(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof(wide_blanks) / sizeof(wide_blanks[0]);
	     i++)
		if (memmem(p, n, wide_blanks[i], strlen(wide_blanks[i])) !=
		    NULL)
			return true;
	return false;
}

bool
note_name_is_valid(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)name[i] <= ' ' || name[i] == '+' ||
		    name[i] == 0x7f)
			return false;
	return n >= 1 && n <= NOTE_NAME_MAX && utf8_is_valid(name, n) &&
	    !has_wide_blank(name, n);
}

static uint32_t
get_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static void
put_be32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static uint32_t
key_id(struct str name, const uint8_t pk[static 32])
{
	static const uint8_t middle[2] = { '\n', TYPE_ED25519 };
	uint8_t hash[32];

	crypto_sha256(hash,
	    (struct crypto_part[]){
		{ name.p, name.n }, { middle, 2 }, { pk, 32 } },
	    3);
	return get_be32(hash);
}

/* Cuts what stands before the first separator off rest. */
static int
cut(struct str *rest, char separator, struct str *out)
{
	const char *at =
	    rest->n == 0 ? NULL : memchr(rest->p, separator, rest->n);

	if (at == NULL)
		return -1;
	*out = (struct str){ rest->p, (size_t)(at - rest->p) };
	rest->p = at + 1;
	rest->n -= out->n + 1;
	return 0;
}

/* Exactly 8 digits, in lower case. */
static int
parse_id(struct str hex, uint32_t *out)
{
	uint32_t v = 0;

	if (hex.n != ID_DIGITS)
		return -1;
	for (size_t i = 0; i < hex.n; i++) {
		char c = hex.p[i];

		if (c >= '0' && c <= '9')
			v = v << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (uint32_t)(c - 'a' + 10);
		else
			return -1;
	}
	*out = v;
	return 0;
}

/* "name+id+base64(type || 32 bytes)", both kinds of key. */
static int
parse_key(struct str s, char name[static NOTE_NAME_MAX + 1], uint32_t *id,
    uint8_t key[static 32], struct err *e)
{
	uint8_t bytes[1 + 32];
	struct str head, hex;
	size_t n;
	int rc = -1;

	if (cut(&s, '+', &head) != 0 || cut(&s, '+', &hex) != 0 ||
	    !note_name_is_valid(head.p, head.n) || parse_id(hex, id) != 0)
		err_set(e, "a note key has the form name+8 hex digits+base64");
	else if (crypto_unbase64(s.p, s.n, bytes, sizeof(bytes), &n) != 0 ||
	    n != sizeof(bytes))
		err_set(e, "a note key ends in base64 of 33 bytes");
	else if (bytes[0] != TYPE_ED25519)
		err_set(e, "a note key of type %u, only Ed25519 (1) is known",
		    bytes[0]);
	else {
		memcpy(name, head.p, head.n);
		name[head.n] = '\0';
		memcpy(key, bytes + 1, 32);
		rc = 0;
	}
	crypto_wipe(bytes, sizeof(bytes));
	return rc;
}

static void
format_key(struct buf *out, const char *name, uint32_t id,
    const uint8_t key[static 32])
{
	uint8_t bytes[1 + 32];

	bytes[0] = TYPE_ED25519;
	memcpy(bytes + 1, key, 32);
	buf_addf(out, "%s+%08x+", name, (unsigned)id);
	crypto_base64(out, bytes, sizeof(bytes));
	crypto_wipe(bytes, sizeof(bytes));
}

int
note_signer_new(const char *name, struct note_signer *out, struct err *e)
{
	struct note_signer s = { .name = "" };
	uint8_t seed[32];

	if (!note_name_is_valid(name, strlen(name)))
		return err_set(e,
		    "a key name has 1 to %d bytes, no blanks and "
		    "no +",
		    NOTE_NAME_MAX);
	memcpy(s.name, name, strlen(name));
	crypto_random(seed, sizeof(seed));
	crypto_sign_pair(seed, s.pk, s.sk);
	crypto_wipe(seed, sizeof(seed));
	s.id = key_id(str_of(s.name), s.pk);
	*out = s;
	crypto_wipe(&s, sizeof(s));
	return 0;
}

int
note_signer_parse(
    const char *p, size_t n, struct note_signer *out, struct err *e)
{
	size_t skip = strlen(SECRET_PREFIX);
	struct note_signer s = { .name = "" };
	uint8_t seed[32];
	int rc;

	if (n < skip || memcmp(p, SECRET_PREFIX, skip) != 0)
		return err_set(e, "a signing key begins with " SECRET_PREFIX);
	rc = parse_key(
	    (struct str){ p + skip, n - skip }, s.name, &s.id, seed, e);
	if (rc == 0) {
		crypto_sign_pair(seed, s.pk, s.sk);
		if (s.id != key_id(str_of(s.name), s.pk))
			rc = err_set(e,
			    "a signing key whose id does not fit "
			    "its name and secret");
	}
	if (rc == 0)
		*out = s;
	crypto_wipe(seed, sizeof(seed));
	crypto_wipe(&s, sizeof(s));
	return rc;
}

/* The seed is the first half of libsodium's secret key. */
void
note_signer_format(const struct note_signer *s, struct buf *out)
{
	buf_adds(out, SECRET_PREFIX);
	format_key(out, s->name, s->id, s->sk);
}

int
note_verifier_parse(
    const char *p, size_t n, struct note_verifier *out, struct err *e)
{
	struct note_verifier v = { .name = "" };

	if (parse_key((struct str){ p, n }, v.name, &v.id, v.pk, e) != 0)
		return -1;
	if (v.id != key_id(str_of(v.name), v.pk))
		return err_set(e,
		    "a note key whose id does not fit its name "
		    "and key: a typing error");
	*out = v;
	return 0;
}

void
note_verifier_format(const struct note_verifier *v, struct buf *out)
{
	format_key(out, v->name, v->id, v->pk);
}

void
note_signer_verifier(const struct note_signer *s, struct note_verifier *out)
{
	memset(out, 0, sizeof(*out));
	memcpy(out->name, s->name, sizeof(out->name));
	out->id = s->id;
	memcpy(out->pk, s->pk, sizeof(out->pk));
}

/* Whether all bytes may stand in a note: UTF-8, no control but LF. */
static bool
is_note_text(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)p[i] < 0x20 && p[i] != '\n')
			return false;
	return utf8_is_valid(p, n);
}

int
note_sign(const struct note_signer *s, const char *text, size_t n,
    struct buf *out, struct err *e)
{
	uint8_t bytes[ID_LEN + SIGNATURE_LEN];

	if (n == 0 || text[n - 1] != '\n' || !is_note_text(text, n))
		return err_set(e, "the text of a note is lines of UTF-8");
	put_be32(bytes, s->id);
	crypto_sign_make(s->sk, text, n, bytes + ID_LEN);
	buf_add(out, text, n);
	buf_addf(out, "\n" DASH "%s ", s->name);
	crypto_base64(out, bytes, sizeof(bytes));
	buf_addc(out, '\n');
	return out->failed ? err_set(e, "no memory for a note") : 0;
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
	if (cut(&line, ' ', name) != 0 ||
	    !note_name_is_valid(name->p, name->n) ||
	    crypto_unbase64(line.p, line.n, bytes, max, n) != 0)
		return -1;
	return *n > ID_LEN ? 0 : -1;
}

/*
 * One line against one key: 1 it is v's and right, 0 somebody else's, -1
 * malformed or v's and wrong.
 */
static int
check_line(struct str line, const struct note_verifier *v, struct str text)
{
	uint8_t bytes[MAX_SIGNATURE_LEN];
	struct str name;
	size_t n;

	if (parse_line(line, &name, bytes, sizeof(bytes), &n) != 0)
		return -1;
	if (!str_is(name, v->name) || get_be32(bytes) != v->id)
		return 0;
	if (n != ID_LEN + SIGNATURE_LEN)
		return -1;
	return crypto_sign_ok(v->pk, text.p, text.n, bytes + ID_LEN) ? 1 : -1;
}

int
note_verify(const char *p, size_t n, const struct note_verifier *v,
    struct str *text, struct err *e)
{
	struct str signed_text, lines, line;
	unsigned count = 0, right = 0;

	if (!is_note_text(p, n) ||
	    split((struct str){ p, n }, &signed_text, &lines) != 0)
		return err_set(e, "not a signed note");
	while (lines.n > 0) {
		int rc;

		if (cut(&lines, '\n', &line) != 0 || ++count > MAX_SIGNATURES)
			return err_set(e, "not a signed note");
		rc = check_line(line, v, signed_text);
		if (rc < 0)
			return err_set(e,
			    "signature line %u of the note is "
			    "wrong",
			    count);
		right += (unsigned)rc;
	}
	if (right == 0)
		return err_set(e, "the note is not signed by %s", v->name);
	*text = signed_text;
	return 0;
}
