/*
 * token.c - the form token (see token.h).
 */
#include "token.h"

#define TOKEN_SIGNED 20
#define TOKEN_MAC 16
#define TOKEN_FAST_SECONDS 3
#define TOKEN_STALE_SECONDS INT64_C(86400)

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void
token_mac(const uint8_t *key, const uint8_t *raw, uint8_t mac[static TOKEN_MAC])
{
	static const char label[] = "form token";
	const struct crypto_part parts[] = { { label, sizeof(label) - 1 },
		{ raw, TOKEN_SIGNED } };

	crypto_blake2b(mac, TOKEN_MAC, key, parts, 2);
}

/* 36 bytes are 48 characters without padding: three become four. */
static void
token_encode(const uint8_t raw[static TOKEN_LEN], char *out)
{
	for (size_t i = 0; i < TOKEN_LEN; i += 3) {
		uint32_t v = (uint32_t)raw[i] << 16 |
		    (uint32_t)raw[i + 1] << 8 | raw[i + 2];

		for (int shift = 18; shift >= 0; shift -= 6)
			*out++ = alphabet[v >> shift & 63];
	}
	*out = '\0';
}

/* The value of a character of the alphabet, or -1. */
static int
token_digit(char c)
{
	const char *at = c == '\0' ? NULL : strchr(alphabet, c);

	return at == NULL ? -1 : (int)(at - alphabet);
}

static bool
token_decode(struct str text, uint8_t raw[static TOKEN_LEN])
{
	if (text.n != TOKEN_TEXT_LEN)
		return false;
	for (size_t i = 0; i < TOKEN_LEN / 3; i++) {
		uint32_t v = 0;

		for (size_t j = 0; j < 4; j++) {
			int digit = token_digit(text.p[4 * i + j]);

			if (digit < 0)
				return false;
			v = v << 6 | (uint32_t)digit;
		}
		raw[3 * i] = (uint8_t)(v >> 16);
		raw[3 * i + 1] = (uint8_t)(v >> 8);
		raw[3 * i + 2] = (uint8_t)v;
	}
	return true;
}

void
token_make(struct keys *k, int64_t now, char out[static TOKEN_TEXT_LEN + 1])
{
	const uint8_t *key = keys_daily(k, keys_day(now), now);
	uint8_t raw[TOKEN_LEN];

	out[0] = '\0';
	if (key == NULL)
		return;
	put_le64(raw, (uint64_t)now);
	crypto_random(raw + 8, TOKEN_SIGNED - 8);
	token_mac(key, raw, raw + TOKEN_SIGNED);
	token_encode(raw, out);
}

enum token_result
token_read(struct keys *k, struct str text, int64_t now, struct token *out)
{
	uint8_t mac[TOKEN_MAC];
	const uint8_t *key;
	uint64_t made;

	out->genuine = false;
	if (now < 0 || !token_decode(text, out->raw))
		return TOKEN_NONE;
	made = get_le64(out->raw);
	if (made > (uint64_t)(now + TOKEN_STALE_SECONDS))
		return TOKEN_NONE;
	out->made = (int64_t)made;
	out->day = keys_day((int64_t)made);
	key = keys_daily(k, out->day, now);
	if (key == NULL) /* too old to be checked */
		return (int64_t)made < now - TOKEN_STALE_SECONDS ? TOKEN_STALE
								 : TOKEN_NONE;
	token_mac(key, out->raw, mac);
	if (!crypto_equal(mac, out->raw + TOKEN_SIGNED, TOKEN_MAC))
		return TOKEN_NONE;
	out->genuine = true;
	if ((int64_t)made < now - TOKEN_STALE_SECONDS)
		return TOKEN_STALE;
	return (int64_t)made > now - TOKEN_FAST_SECONDS ? TOKEN_FAST
							: TOKEN_FINE;
}

bool
token_identity(struct keys *k, const struct token *t, int64_t now,
    const uint8_t digest[static TOKEN_DIGEST_LEN], struct identity *out)
{
	const uint8_t *key = t->genuine ? keys_daily(k, t->day, now) : NULL;
	const struct str strings[] = { str_of("form"),
		{ (const char *)t->raw, TOKEN_LEN },
		{ (const char *)digest, TOKEN_DIGEST_LEN } };

	if (key == NULL)
		return false;
	identity_derive(key, strings, 3, out);
	return true;
}
