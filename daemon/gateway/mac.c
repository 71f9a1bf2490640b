/*
 * mac.c - the hashes and signatures of gateways, through OpenSSL.
 */
#include "mac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "gehoor/crypto.h"

static const EVP_MD *
openssl_hash(enum mac_hash hash)
{
	switch (hash) {
	case MAC_MD5:
		return EVP_md5();
	case MAC_SHA1:
		return EVP_sha1();
	case MAC_SHA256:
		return EVP_sha256();
	case MAC_SHA384:
		return EVP_sha384();
	case MAC_SHA512:
		break;
	}
	return EVP_sha512();
}

struct mac
mac_hmac(enum mac_hash hash, struct str key, struct str data)
{
	struct mac m = { .n = 0 };
	unsigned n = 0;

	if (key.n > 0 && key.n <= INT32_MAX &&
	    HMAC(openssl_hash(hash), key.p, (int)key.n, (const uint8_t *)data.p,
		data.n, m.p, &n) != NULL)
		m.n = n;
	return m;
}

struct mac
mac_digest(enum mac_hash hash, struct str data)
{
	struct mac m = { .n = 0 };
	unsigned n = 0;

	if (EVP_Digest(data.p, data.n, m.p, &n, openssl_hash(hash), NULL) == 1)
		m.n = n;
	return m;
}

static void
hex(const struct mac *m, char out[static 2 * MAC_MAX])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < m->n; i++) {
		out[2 * i] = digits[m->p[i] >> 4];
		out[2 * i + 1] = digits[m->p[i] & 15];
	}
}

void
mac_add_hex(struct buf *b, const struct mac *m)
{
	char digits[2 * MAC_MAX];

	hex(m, digits);
	buf_add(b, digits, 2 * m->n);
}

void
mac_add_base64(struct buf *b, const struct mac *m)
{
	crypto_base64(b, m->p, m->n);
}

bool
mac_is_hex(const struct mac *m, struct str given)
{
	char expected[2 * MAC_MAX], small[2 * MAC_MAX];

	if (m->n == 0 || given.n != 2 * m->n)
		return false;
	hex(m, expected);
	for (size_t i = 0; i < given.n; i++)
		small[i] = given.p[i] >= 'A' && given.p[i] <= 'F'
		    ? (char)(given.p[i] - 'A' + 'a')
		    : given.p[i];
	return crypto_equal(expected, small, given.n);
}

bool
mac_is_base64(const struct mac *m, struct str given)
{
	struct buf expected = BUF_INIT;
	bool same;

	mac_add_base64(&expected, m);
	same = m->n > 0 && !expected.failed && expected.len == given.n &&
	    crypto_equal(expected.data, given.p, given.n);
	buf_free(&expected);
	return same;
}

/* Between the two alphabets of base64; other characters stay. */
static char
other_alphabet(char c, const char *from, const char *to)
{
	const char *at = c == '\0' ? NULL : strchr(from, c);

	return at == NULL ? c : to[at - from];
}

void
base64url(struct buf *b, struct str s)
{
	size_t at = b->len;

	crypto_base64(b, (const uint8_t *)s.p, s.n);
	while (b->len > at && b->data[b->len - 1] == '=')
		b->len--;
	for (; at < b->len; at++)
		b->data[at] =
		    (uint8_t)other_alphabet((char)b->data[at], "+/", "-_");
}

int
unbase64url(struct str s, uint8_t *out, size_t max, size_t *n)
{
	struct buf plain = BUF_INIT;
	int ret = -1;

	for (size_t i = 0; i < s.n; i++) {
		if (strchr("+/=", s.p[i]) != NULL)
			buf_addc(&plain, '!'); /* of neither alphabet */
		else
			buf_addc(&plain, other_alphabet(s.p[i], "-_", "+/"));
	}
	while (plain.len % 4 != 0)
		buf_addc(&plain, '=');
	if (!plain.failed)
		ret = crypto_unbase64(
		    (const char *)plain.data, plain.len, out, max, n);
	buf_free(&plain);
	return ret;
}
