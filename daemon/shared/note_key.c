/*
 * note_key.c - the keys of C2SP signed notes as text, of logs and of
 * witnesses.
 */
#include "note_parts.h"

#include <stdio.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "gehoor/utf8.h"

#define ID_DIGITS 8
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

uint32_t
note_key_id(struct str name, uint8_t type, const uint8_t pk[static 32])
{
	const uint8_t middle[2] = { '\n', type };
	uint8_t hash[32];

	crypto_sha256(hash,
	    (struct crypto_part[]){
		{ name.p, name.n }, { middle, 2 }, { pk, 32 } },
	    3);
	return get_be32(hash);
}

int
note_cut(struct str *rest, char separator, struct str *out)
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

/* "name+id+base64(type || 32 bytes)", secret and public. */
static int
parse_key(struct str s, uint8_t type, char name[static NOTE_NAME_MAX + 1],
    uint32_t *id, uint8_t key[static 32], struct err *e)
{
	uint8_t bytes[1 + 32];
	struct str head, hex;
	size_t n;
	int rc = -1;

	if (note_cut(&s, '+', &head) != 0 || note_cut(&s, '+', &hex) != 0 ||
	    !note_name_is_valid(head.p, head.n) || parse_id(hex, id) != 0)
		err_set(e, "a note key has the form name+8 hex digits+base64");
	else if (crypto_unbase64(s.p, s.n, bytes, sizeof(bytes), &n) != 0 ||
	    n != sizeof(bytes))
		err_set(e, "a note key ends in base64 of 33 bytes");
	else if (bytes[0] != type)
		err_set(e, "a note key of type %u, wanted is %u (%s)", bytes[0],
		    type,
		    type == NOTE_TYPE_ED25519 ? "that signs" : "of a witness");
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
format_key(struct buf *out, uint8_t type, const char *name, uint32_t id,
    const uint8_t key[static 32])
{
	uint8_t bytes[1 + 32];

	bytes[0] = type;
	memcpy(bytes + 1, key, 32);
	buf_addf(out, "%s+%08x+", name, (unsigned)id);
	crypto_base64(out, bytes, sizeof(bytes));
	crypto_wipe(bytes, sizeof(bytes));
}

static int
signer_new(
    const char *name, uint8_t type, struct note_signer *out, struct err *e)
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
	s.id = note_key_id(str_of(s.name), type, s.pk);
	*out = s;
	crypto_wipe(&s, sizeof(s));
	return 0;
}

static int
signer_parse(
    struct str text, uint8_t type, struct note_signer *out, struct err *e)
{
	size_t skip = strlen(SECRET_PREFIX);
	struct note_signer s = { .name = "" };
	uint8_t seed[32];
	int rc;

	if (text.n < skip || memcmp(text.p, SECRET_PREFIX, skip) != 0)
		return err_set(e, "a signing key begins with " SECRET_PREFIX);
	rc = parse_key((struct str){ text.p + skip, text.n - skip }, type,
	    s.name, &s.id, seed, e);
	if (rc == 0) {
		crypto_sign_pair(seed, s.pk, s.sk);
		if (s.id != note_key_id(str_of(s.name), type, s.pk))
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
static void
signer_format(const struct note_signer *s, uint8_t type, struct buf *out)
{
	buf_adds(out, SECRET_PREFIX);
	format_key(out, type, s->name, s->id, s->sk);
}

static int
verifier_parse(
    struct str text, uint8_t type, struct note_verifier *out, struct err *e)
{
	struct note_verifier v = { .name = "" };

	if (parse_key(text, type, v.name, &v.id, v.pk, e) != 0)
		return -1;
	if (v.id != note_key_id(str_of(v.name), type, v.pk))
		return err_set(e,
		    "a note key whose id does not fit its name "
		    "and key: a typing error");
	*out = v;
	return 0;
}

int
note_signer_new(const char *name, struct note_signer *out, struct err *e)
{
	return signer_new(name, NOTE_TYPE_ED25519, out, e);
}

int
note_signer_parse(
    const char *p, size_t n, struct note_signer *out, struct err *e)
{
	return signer_parse((struct str){ p, n }, NOTE_TYPE_ED25519, out, e);
}

void
note_signer_format(const struct note_signer *s, struct buf *out)
{
	signer_format(s, NOTE_TYPE_ED25519, out);
}

int
note_verifier_parse(
    const char *p, size_t n, struct note_verifier *out, struct err *e)
{
	return verifier_parse((struct str){ p, n }, NOTE_TYPE_ED25519, out, e);
}

void
note_verifier_format(const struct note_verifier *v, struct buf *out)
{
	format_key(out, NOTE_TYPE_ED25519, v->name, v->id, v->pk);
}

int
note_witness_new(const char *name, struct note_signer *out, struct err *e)
{
	return signer_new(name, NOTE_TYPE_WITNESS, out, e);
}

int
note_witness_parse(
    const char *p, size_t n, struct note_signer *out, struct err *e)
{
	return signer_parse((struct str){ p, n }, NOTE_TYPE_WITNESS, out, e);
}

void
note_witness_format(const struct note_signer *s, struct buf *out)
{
	signer_format(s, NOTE_TYPE_WITNESS, out);
}

int
note_witness_verifier_parse(
    const char *p, size_t n, struct note_verifier *out, struct err *e)
{
	return verifier_parse((struct str){ p, n }, NOTE_TYPE_WITNESS, out, e);
}

void
note_witness_verifier_format(const struct note_verifier *v, struct buf *out)
{
	format_key(out, NOTE_TYPE_WITNESS, v->name, v->id, v->pk);
}

void
note_signer_verifier(const struct note_signer *s, struct note_verifier *out)
{
	memset(out, 0, sizeof(*out));
	memcpy(out->name, s->name, sizeof(out->name));
	out->id = s->id;
	memcpy(out->pk, s->pk, sizeof(out->pk));
}

/* Puts the name where there was another. 0, or -1 if it is none. */
static int
rename_key(char to[static NOTE_NAME_MAX + 1], const char *name, struct err *e)
{
	size_t n = strlen(name);

	if (!note_name_is_valid(name, n))
		return err_set(e,
		    "%.200s is no name of a key: 1 to %d bytes, no blanks and "
		    "no +",
		    name, NOTE_NAME_MAX);
	memset(to, 0, NOTE_NAME_MAX + 1);
	memcpy(to, name, n + 1);
	return 0;
}

int
note_signer_as(const struct note_signer *s, const char *name,
    struct note_signer *out, struct err *e)
{
	struct note_signer as = *s;
	int rc = rename_key(as.name, name, e);

	as.id = note_key_id(str_of(as.name), NOTE_TYPE_ED25519, as.pk);
	if (rc == 0)
		*out = as;
	crypto_wipe(&as, sizeof(as));
	return rc;
}

int
note_verifier_as(const struct note_verifier *v, const char *name,
    struct note_verifier *out, struct err *e)
{
	struct note_verifier as = *v;

	if (rename_key(as.name, name, e) != 0)
		return -1;
	as.id = note_key_id(str_of(as.name), NOTE_TYPE_ED25519, as.pk);
	*out = as;
	return 0;
}
