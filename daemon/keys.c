/*
 * keys.c - the secrets of the server, read once into locked memory.
 *
 * The keys of the days are in keys_daily.c.
 */
#include "keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "keys_daily.h"

#define SECRET_MAX 4096

/* Lives in locked memory as a whole; the rest is found through it. */
struct keys {
	uint8_t pepper[KEY_LEN];
	struct note_signer signer;
	struct keys_daily *daily;
};

/* The credential that has the file name of path, or an empty string. */
static void
keys_credential(const char *path, char *out, size_t size)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	const char *name = strrchr(path, '/');

	out[0] = '\0';
	if (dir == NULL || *dir == '\0')
		return;
	snprintf(out, size, "%s/%s", dir, name == NULL ? path : name + 1);
	if (access(out, R_OK) == -1)
		out[0] = '\0';
}

int
keys_read_secret(const char *path, size_t max, struct buf *out, struct err *e)
{
	char credential[4096];

	if (access(path, R_OK) == -1) {
		keys_credential(path, credential, sizeof(credential));
		if (credential[0] != '\0')
			return conf_read_file(credential, max, true, out, e);
	}
	return conf_read_file(path, max, true, out, e);
}

/* The content without the line end that editors leave. */
static struct str
keys_line(const struct buf *b)
{
	struct str s = { (const char *)b->data, b->len };

	while (s.n > 0 && strchr(" \t\r\n", s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

/* The value of a hexadecimal digit, or -1. */
static int
keys_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* 64 hexadecimal digits as keygen writes them, or 32 bytes as they are. */
static int
keys_pepper_parse(
    const struct buf *b, const char *path, uint8_t *out, struct err *e)
{
	struct str line = keys_line(b);
	bool good = line.n == (size_t)2 * KEY_LEN;
	size_t i;

	if (b->len == KEY_LEN) {
		memcpy(out, b->data, KEY_LEN);
		return 0;
	}
	for (i = 0; good && i < line.n; i += 2) {
		int high = keys_digit(line.p[i]),
		    low = keys_digit(line.p[i + 1]);

		good = high != -1 && low != -1;
		if (good)
			out[i / 2] = (uint8_t)(high << 4 | low);
	}
	if (!good)
		return err_set(e,
		    "%s: not a pepper; it is 64 hexadecimal "
		    "digits, as \"gehoor keygen --pepper\" makes them",
		    path);
	return 0;
}

static int
keys_read_pepper(struct keys *k, const struct conf *c, struct err *e)
{
	struct buf b = BUF_INIT;
	int r;

	r = keys_read_secret(c->pepper, SECRET_MAX, &b, e);
	if (r == 0)
		r = keys_pepper_parse(&b, c->pepper, k->pepper, e);
	buf_free(&b);
	return r;
}

static int
keys_read_signer(struct keys *k, const struct conf *c, struct err *e)
{
	struct buf b = BUF_INIT;
	struct str line;
	struct err why;
	int r;

	r = keys_read_secret(c->sign_key, SECRET_MAX, &b, e);
	if (r == 0) {
		line = keys_line(&b);
		r = note_signer_parse(line.p, line.n, &k->signer, &why);
		if (r == -1)
			err_set(e, "%s: %s", c->sign_key, why.msg);
	}
	buf_free(&b);
	return r;
}

int
keys_open(const struct conf *c, int64_t now, struct keys **out, struct err *e)
{
	struct keys *k;

	if ((k = crypto_secret_new(sizeof(*k))) == NULL)
		return err_set(e,
		    "no locked memory for the keys; "
		    "raise LimitMEMLOCK (ulimit -l)");
	k->daily = NULL;
	if (keys_read_pepper(k, c, e) == -1 ||
	    keys_read_signer(k, c, e) == -1 ||
	    keys_daily_open(c->runtime, keys_day(now), &k->daily, e) == -1) {
		keys_close(&k);
		return -1;
	}
	*out = k;
	return 0;
}

void
keys_close(struct keys **k)
{
	void *p = *k;

	if (p == NULL)
		return;
	keys_daily_close(&(*k)->daily);
	crypto_secret_free(&p);
	*k = NULL;
}

const uint8_t *
keys_pepper(const struct keys *k)
{
	return k->pepper;
}

const struct note_signer *
keys_signer(const struct keys *k)
{
	return &k->signer;
}

const uint8_t *
keys_daily(struct keys *k, int64_t day, int64_t now)
{
	return keys_daily_get(k->daily, day, keys_day(now));
}

int64_t
keys_day(int64_t unix_seconds)
{
	int64_t day = unix_seconds / 86400;

	return unix_seconds < 0 && unix_seconds % 86400 != 0 ? day - 1 : day;
}
