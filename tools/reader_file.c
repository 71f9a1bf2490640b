/*
 * reader_file.c - the file with a reader's secret, text for people:
 *
 *	gehoor reader secret 1
 *	public: gehoor-reader:...		the line for gehoor.conf
 *	operations: 3				of Argon2id
 *	memory: 268435456			of Argon2id, bytes
 *	salt: ...				base64, 16 bytes
 *	locked: ...				base64, 24 nonce and secretbox
 *
 * or, without a passphrase, only the first two lines and
 *
 *	secret: ...				base64, 32 bytes
 *
 * Argon2id 1.3 makes the key of the secretbox (XSalsa20-Poly1305) from
 * passphrase and salt.  A file with any other line is refused.
 */
#include "reader_file.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "gehoor/bytes.h"
#include "gehoor/conf.h"
#include "passphrase.h"

#define MAGIC "gehoor reader secret 1"
#define SALT_LEN crypto_pwhash_argon2id_SALTBYTES
#define NONCE_LEN crypto_secretbox_NONCEBYTES
#define LOCKED_LEN (NONCE_LEN + crypto_secretbox_MACBYTES + 32)

/* A file that asks for more was not made by us, or to stop the machine. */
#define MAX_OPERATIONS 1000u
#define MAX_MEMORY (4096ull << 20)

const struct reader_file_cost reader_file_moderate = {
	crypto_pwhash_argon2id_OPSLIMIT_MODERATE,
	crypto_pwhash_argon2id_MEMLIMIT_MODERATE,
};

/* The lines of a file, as text. */
struct fields {
	struct str public_line, operations, memory, salt, locked, secret;
};

static int
passphrase_key(const struct buf *passphrase, const uint8_t *salt,
    const struct reader_file_cost *cost, uint8_t *key, struct err *e)
{
	if (crypto_pwhash(key, crypto_secretbox_KEYBYTES,
		(const char *)passphrase->data, passphrase->len, salt,
		cost->operations, cost->memory,
		crypto_pwhash_ALG_ARGON2ID13) == -1)
		return err_set(e, "a passphrase needs %zu MiB of memory here",
		    cost->memory >> 20);
	return 0;
}

static int
format_locked(const struct reader_secret *r, const struct buf *passphrase,
    const struct reader_file_cost *cost, struct buf *out, struct err *e)
{
	uint8_t salt[SALT_LEN], box[LOCKED_LEN];
	uint8_t key[crypto_secretbox_KEYBYTES];

	randombytes_buf(salt, sizeof(salt));
	randombytes_buf(box, NONCE_LEN);
	if (passphrase_key(passphrase, salt, cost, key, e) == -1)
		return -1;
	crypto_secretbox_easy(box + NONCE_LEN, r->sk, sizeof(r->sk), box, key);
	crypto_wipe(key, sizeof(key));
	buf_addf(out, "operations: %llu\nmemory: %zu\nsalt: ", cost->operations,
	    cost->memory);
	crypto_base64(out, salt, sizeof(salt));
	buf_adds(out, "\nlocked: ");
	crypto_base64(out, box, sizeof(box));
	buf_addc(out, '\n');
	return 0;
}

int
reader_file_format(const struct reader_secret *r, const struct buf *passphrase,
    const struct reader_file_cost *cost, struct buf *out, struct err *e)
{
	struct reader public_key;
	char line[READER_TEXT_LEN + 1];

	memcpy(public_key.pk, r->pk, sizeof(public_key.pk));
	reader_format(&public_key, line);
	buf_addf(out, "%s\npublic: %s\n", MAGIC, line);
	if (passphrase == NULL) {
		buf_adds(out, "secret: ");
		crypto_base64(out, r->sk, sizeof(r->sk));
		buf_addc(out, '\n');
	} else if (format_locked(r, passphrase, cost, out, e) == -1) {
		return -1;
	}
	return out->failed ? err_set(e, "no memory") : 0;
}

/* The next line without its end; false when there is none. */
static bool
next_line(struct str *rest, struct str *line)
{
	const char *end;

	if (rest->n == 0)
		return false;
	end = memchr(rest->p, '\n', rest->n);
	line->p = rest->p;
	line->n = end == NULL ? rest->n : (size_t)(end - rest->p);
	rest->p += line->n + (end != NULL);
	rest->n -= line->n + (end != NULL);
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

/* "name: value" into the field of that name; false if it is none. */
static bool
take_field(struct fields *f, struct str line)
{
	const struct {
		const char *name;
		struct str *to;
	} rows[] = {
		{ "public: ", &f->public_line },
		{ "secret: ", &f->secret },
		{ "operations: ", &f->operations },
		{ "memory: ", &f->memory },
		{ "salt: ", &f->salt },
		{ "locked: ", &f->locked },
	};
	size_t i, n;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		n = strlen(rows[i].name);
		if (line.n > n && rows[i].to->n == 0 &&
		    memcmp(line.p, rows[i].name, n) == 0) {
			*rows[i].to = (struct str){ line.p + n, line.n - n };
			return true;
		}
	}
	return false;
}

static int
split(const struct buf *text, struct fields *f, struct err *e)
{
	struct str rest = { (const char *)text->data, text->len }, line;
	int number = 1;

	*f = (struct fields){ { NULL, 0 }, { NULL, 0 }, { NULL, 0 },
		{ NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	if (!next_line(&rest, &line) || !str_is(line, MAGIC))
		return err_set(e,
		    "this is not the file of a reader secret "
		    "(its first line must be \"%s\")",
		    MAGIC);
	while (next_line(&rest, &line)) {
		number++;
		if (line.n > 0 && !take_field(f, line))
			return err_set(e, "line %d is not understood", number);
	}
	if ((f->secret.n > 0) == (f->locked.n > 0) || f->public_line.n == 0)
		return err_set(e, "the file is not complete");
	return 0;
}

static int
number_of(struct str s, unsigned long long max, unsigned long long *out)
{
	unsigned long long v = 0;
	size_t i;

	if (s.n == 0 || s.n > 18)
		return -1;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		v = v * 10 + (unsigned long long)(s.p[i] - '0');
	}
	*out = v;
	return v > max ? -1 : 0;
}

static int
exactly(struct str s, uint8_t *out, size_t n)
{
	size_t got;

	return crypto_unbase64(s.p, s.n, out, n, &got) == 0 && got == n ? 0
									: -1;
}

static int
unlock(const struct fields *f, const struct buf *passphrase, uint8_t *sk,
    struct err *e)
{
	uint8_t salt[SALT_LEN], box[LOCKED_LEN];
	uint8_t key[crypto_secretbox_KEYBYTES];
	struct reader_file_cost cost;
	unsigned long long memory;
	int ret;

	if (exactly(f->salt, salt, sizeof(salt)) == -1 ||
	    exactly(f->locked, box, sizeof(box)) == -1 ||
	    number_of(f->operations, MAX_OPERATIONS, &cost.operations) == -1 ||
	    number_of(f->memory, MAX_MEMORY, &memory) == -1)
		return err_set(e, "the file is damaged");
	if (passphrase == NULL)
		return err_set(e, "the file asks for a passphrase");
	cost.memory = (size_t)memory;
	if (passphrase_key(passphrase, salt, &cost, key, e) == -1)
		return -1;
	ret = crypto_secretbox_open_easy(
	    sk, box + NONCE_LEN, LOCKED_LEN - NONCE_LEN, box, key);
	crypto_wipe(key, sizeof(key));
	return ret == 0 ? 0 : err_set(e, "this is not the passphrase");
}

bool
reader_file_is_locked(const struct buf *text)
{
	struct fields f;

	return split(text, &f, NULL) == 0 && f.locked.n > 0;
}

int
reader_file_parse(const struct buf *text, const struct buf *passphrase,
    struct reader_secret *out, struct err *e)
{
	struct reader_secret r;
	struct reader stated;
	struct fields f;
	uint8_t sk[32];
	int ret = -1;

	if (split(text, &f, e) == -1 ||
	    reader_parse(f.public_line.p, f.public_line.n, &stated, e) == -1)
		return -1;
	if (f.locked.n > 0)
		ret = unlock(&f, passphrase, sk, e);
	else if (exactly(f.secret, sk, sizeof(sk)) == 0)
		ret = 0;
	else
		err_set(e, "the secret is damaged");
	if (ret == 0) {
		unseal_reader_from(&r, sk);
		if (memcmp(r.pk, stated.pk, sizeof(r.pk)) != 0)
			ret = err_set(e, "secret and public line differ");
		else
			*out = r;
	}
	crypto_wipe(sk, sizeof(sk));
	crypto_wipe(&r, sizeof(r));
	return ret;
}

int
reader_file_load(const char *path, const char *passphrase_file,
    struct reader_secret *out, struct err *e)
{
	struct buf text = BUF_INIT, passphrase = BUF_INIT;
	struct err why;
	bool locked;
	int ret = -1;

	if (conf_read_file(path, READER_FILE_MAX, true, &text, e) == -1)
		goto cleanup;
	locked = reader_file_is_locked(&text);
	if (locked &&
	    passphrase_get(passphrase_file, false, &passphrase, e) == -1)
		goto cleanup;
	ret = reader_file_parse(&text, locked ? &passphrase : NULL, out, &why);
	if (ret == -1)
		err_set(e, "%s: %s", path, why.msg);
cleanup:
	buf_free(&passphrase);
	buf_free(&text);
	return ret;
}
