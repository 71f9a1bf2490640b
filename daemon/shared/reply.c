/*
 * reply.c - an answer to one sender, sealed under the key of their code.
 */
#include "gehoor/reply.h"

#include <string.h>

#include "gehoor/crypto.h"
#include "gehoor/html.h"
#include "gehoor/utf8.h"

#define MAGIC_LEN 8
#define FORMAT 1
#define AT_VERSION 12
#define AT_TAG 16
#define AT_NONCE 32
#define PLAIN_HEADER 12
#define PLAIN_FORMAT 1

static const uint8_t magic[MAGIC_LEN] = { 'G', 'E', 'H', 'O', 'O', 'R', 'R',
	'P' };

void
reply_name(
    const uint8_t tag[static TAG_LEN], char out[static REPLY_NAME_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < TAG_LEN; i++) {
		out[2 * i] = digits[tag[i] >> 4];
		out[2 * i + 1] = digits[tag[i] & 15];
	}
	out[REPLY_NAME_LEN] = '\0';
}

bool
reply_name_is_valid(const char *name)
{
	return strlen(name) == REPLY_NAME_LEN &&
	    strspn(name, "0123456789abcdef") == REPLY_NAME_LEN;
}

size_t
reply_text_size(struct str text)
{
	struct buf b = BUF_INIT;
	size_t n;

	html_escape(&b, text);
	n = b.failed ? SIZE_MAX : b.len;
	buf_free(&b);
	return n;
}

static void
put_header(uint8_t *p, uint32_t version, const uint8_t *tag)
{
	memset(p, 0, REPLY_HEADER_LEN);
	memcpy(p, magic, MAGIC_LEN);
	put_le16(p + MAGIC_LEN, FORMAT);
	put_le32(p + AT_VERSION, version);
	memcpy(p + AT_TAG, tag, TAG_LEN);
	crypto_random(p + AT_NONCE, CRYPTO_NONCE_LEN);
}

/* The padded plaintext. */
static void
put_plain(const struct reply *r, struct buf *b)
{
	size_t role = strlen(r->passed_on);
	uint8_t head[PLAIN_HEADER] = { PLAIN_FORMAT, (uint8_t)role };

	put_le32(head + 4, (uint32_t)week_number(r->week));
	put_le32(head + 8, (uint32_t)r->text.n);
	buf_add(b, head, sizeof(head));
	buf_add(b, r->passed_on, role);
	buf_addstr(b, r->text);
	buf_addz(b, (REPLY_STEP - b->len % REPLY_STEP) % REPLY_STEP);
}

int
reply_seal(const struct reply *r, const uint8_t tag[static TAG_LEN],
    const uint8_t key[static 32], struct buf *out, struct err *e)
{
	struct buf plain = BUF_INIT;
	uint8_t *to;
	size_t n;

	if (!utf8_is_valid(r->text.p, r->text.n) || r->version == 0 ||
	    reply_text_size(r->text) > REPLY_TEXT_MAX)
		return err_set(e, "an answer has at most %d bytes of UTF-8",
		    REPLY_TEXT_MAX);
	put_plain(r, &plain);
	n = REPLY_HEADER_LEN + plain.len + CRYPTO_MAC_LEN;
	to = plain.failed ? NULL : buf_room(out, n);
	if (to != NULL) {
		put_header(to, r->version, tag);
		crypto_aead_seal_nonce(key, to + AT_NONCE, to, AT_NONCE,
		    plain.data, plain.len, to + REPLY_HEADER_LEN);
		out->len += n;
	}
	buf_free(&plain);
	return to == NULL ? err_set(e, "no memory for an answer") : 0;
}

int
reply_peek(const uint8_t *p, size_t n, uint32_t *version,
    uint8_t tag[static TAG_LEN], struct err *e)
{
	size_t sealed = n < REPLY_HEADER_LEN + CRYPTO_MAC_LEN
	    ? 0
	    : n - REPLY_HEADER_LEN - CRYPTO_MAC_LEN;

	if (sealed == 0 || sealed % REPLY_STEP != 0 || n > REPLY_FILE_MAX)
		return err_set(e, "an answer of an impossible length");
	if (memcmp(p, magic, MAGIC_LEN) != 0)
		return err_set(e, "not an answer");
	if (get_le16(p + MAGIC_LEN) != FORMAT)
		return err_set(e, "an answer in format %u, known is %d",
		    get_le16(p + MAGIC_LEN), FORMAT);
	if (get_le16(p + MAGIC_LEN + 2) != 0 || get_le32(p + AT_VERSION) == 0)
		return err_set(e, "an answer with a wrong header");
	*version = get_le32(p + AT_VERSION);
	memcpy(tag, p + AT_TAG, TAG_LEN);
	return 0;
}

/* Takes the plaintext apart; everything must be as put_plain makes it. */
static int
read_plain(const uint8_t *p, size_t n, struct reply *out, struct err *e)
{
	size_t role = p[1], text = get_le32(p + 8), used;

	if (p[0] != PLAIN_FORMAT)
		return err_set(e, "an answer of version %u, known is %d", p[0],
		    PLAIN_FORMAT);
	used = PLAIN_HEADER + role + text;
	if (role > REPLY_ROLE_MAX || text > n || used > n ||
	    get_le16(p + 2) != 0)
		return err_set(e, "an answer whose lengths are wrong");
	for (size_t i = used; i < n; i++)
		if (p[i] != 0)
			return err_set(e, "an answer with a wrong padding");
	memcpy(out->passed_on, p + PLAIN_HEADER, role);
	out->text = (struct str){ (const char *)p + PLAIN_HEADER + role, text };
	out->week = week_from_number((int)get_le32(p + 4));
	if (out->week.week < 1 || out->week.week > 53 ||
	    memchr(out->passed_on, '\0', role) != NULL ||
	    !utf8_is_valid(out->text.p, text) ||
	    !utf8_is_valid(out->passed_on, role))
		return err_set(e, "an answer that is not clean text");
	return 0;
}

int
reply_open(const uint8_t *p, size_t n, const uint8_t tag[static TAG_LEN],
    const uint8_t key[static 32], struct buf *store, struct reply *out,
    struct err *e)
{
	uint8_t found[TAG_LEN], *to;
	struct reply r;
	size_t plain;

	memset(&r, 0, sizeof(r));
	if (reply_peek(p, n, &r.version, found, e) != 0)
		return -1;
	if (memcmp(found, tag, TAG_LEN) != 0)
		return err_set(e, "an answer to somebody else");
	plain = n - REPLY_HEADER_LEN - CRYPTO_MAC_LEN;
	buf_clear(store);
	to = buf_room(store, plain);
	if (to == NULL)
		return err_set(e, "no memory for an answer");
	if (crypto_aead_open_nonce(key, p + AT_NONCE, p, AT_NONCE,
		p + REPLY_HEADER_LEN, n - REPLY_HEADER_LEN, to) != 0)
		return err_set(e, "an answer that does not open");
	store->len += plain;
	if (read_plain(store->data, plain, &r, e) != 0)
		return -1;
	*out = r;
	return 0;
}
