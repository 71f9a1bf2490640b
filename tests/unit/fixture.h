/*
 * fixture.h - a log in a temporary directory, for the tests of the sealed log.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gehoor/boxlog.h"
#include "gehoor/crypto.h"
#include "gehoor/unseal.h"

#define FIXTURE_BODY 512

struct fixture {
	char top[32];
	char dir[48]; /* of the log */
	struct note_signer signer;
	uint8_t pk[32];
	struct reader_secret secrets[2];
	struct reader readers[2];
	struct boxlog_options o;
	uint64_t seen; /* tags called back, all in order and right */
	bool seen_wrong;
	struct err note, err;
};

static inline int
fixture_remove_cb(
    const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void
fixture_options(struct fixture *f)
{
	f->o = (struct boxlog_options){ .dir = f->dir,
		.box = "lijn",
		.readers = f->readers,
		.nreaders = 2,
		.signer = &f->signer,
		.week = { 2026, 47 } };
}

static inline int
fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	uint8_t seed[32] = { 42 };

	if (f == NULL)
		return -1;
	snprintf(f->top, sizeof(f->top), "/tmp/gehoor-test-XXXXXX");
	if (mkdtemp(f->top) == NULL) {
		free(f);
		return -1;
	}
	snprintf(f->dir, sizeof(f->dir), "%s/log/lijn", f->top);
	crypto_sign_pair(seed, f->signer.pk, f->signer.sk);
	memcpy(f->pk, f->signer.pk, sizeof(f->pk));
	snprintf(f->signer.name, sizeof(f->signer.name), "voorbeeld.test");
	for (int i = 0; i < 2; i++) {
		unseal_reader_new(&f->secrets[i]);
		memcpy(f->readers[i].pk, f->secrets[i].pk, 32);
	}
	fixture_options(f);
	*state = f;
	return 0;
}

static inline int
fixture_teardown(void **state)
{
	struct fixture *f = *state;

	nftw(f->top, fixture_remove_cb, 8, FTW_DEPTH | FTW_PHYS);
	free(f);
	return 0;
}

/* The tag and the plaintext of record i are known from i. */
static inline void
fixture_tag(uint64_t i, uint8_t tag[static TAG_LEN])
{
	memset(tag, 0, TAG_LEN);
	put_le64(tag, i + 1);
}

static inline void
fixture_plain(uint64_t i, uint8_t plain[static FIXTURE_BODY])
{
	memset(plain, (int)(i % 251), FIXTURE_BODY);
	put_le64(plain, i);
}

static inline void
fixture_seen_cb(const uint8_t tag[static TAG_LEN], uint64_t index, void *arg)
{
	struct fixture *f = arg;
	uint8_t want[TAG_LEN];

	fixture_tag(index, want);
	if (memcmp(tag, want, TAG_LEN) != 0)
		f->seen_wrong = true;
	f->seen++;
}

/* Opens the log, which must succeed. */
static inline struct boxlog *
fixture_open(struct fixture *f)
{
	struct boxlog *b = NULL;

	f->seen = 0;
	f->seen_wrong = false;
	if (boxlog_open(&f->o, fixture_seen_cb, f, &b, &f->note, &f->err) != 0)
		fail_msg("boxlog_open: %s", f->err.msg);
	assert_false(f->seen_wrong);
	assert_int_equal(f->seen, boxlog_size(b));
	return b;
}

/* Opens the log, which must fail; the reason is in f->err. */
static inline void
fixture_open_fails(struct fixture *f, const char *reason)
{
	struct boxlog *b = NULL;

	f->err.msg[0] = '\0';
	assert_int_equal(
	    boxlog_open(&f->o, NULL, NULL, &b, &f->note, &f->err), -1);
	assert_null(b);
	if (strstr(f->err.msg, reason) == NULL)
		fail_msg("'%s' is not in '%s'", reason, f->err.msg);
}

/* Adds n records as one batch and commits it. */
static inline void
fixture_add(struct fixture *f, struct boxlog *b, unsigned n)
{
	uint8_t tag[TAG_LEN], plain[FIXTURE_BODY];
	uint64_t at = boxlog_size(b);

	for (unsigned i = 0; i < n; i++) {
		fixture_tag(at + i, tag);
		fixture_plain(at + i, plain);
		if (boxlog_add(b, tag, plain, sizeof(plain), &f->err) != 0)
			fail_msg("boxlog_add: %s", f->err.msg);
	}
	if (boxlog_commit(b, &f->err) != BOXLOG_OK)
		fail_msg("boxlog_commit: %s", f->err.msg);
	assert_int_equal(boxlog_size(b), at + n);
}

static inline void
fixture_close(struct fixture *f, struct boxlog *b)
{
	if (boxlog_close(&b, &f->err) != 0)
		fail_msg("boxlog_close: %s", f->err.msg);
	assert_null(b);
}

/* Opens, adds n records, closes. */
static inline void
fixture_session(struct fixture *f, unsigned n)
{
	struct boxlog *b = fixture_open(f);

	fixture_add(f, b, n);
	fixture_close(f, b);
}

static inline void
fixture_path(const struct fixture *f, const char *name, char out[static 80])
{
	snprintf(out, 80, "%s/%s", f->dir, name);
}

/* A whole file of the log; the caller frees it. */
static inline uint8_t *
fixture_read(const struct fixture *f, const char *name, size_t *n)
{
	char path[80];
	struct stat st;
	uint8_t *p;
	int fd;

	fixture_path(f, name, path);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	*n = (size_t)st.st_size;
	p = malloc(*n + 1);
	assert_non_null(p);
	assert_int_equal(read(fd, p, *n), (ssize_t)*n);
	close(fd);
	return p;
}

static inline void
fixture_write(
    const struct fixture *f, const char *name, const void *p, size_t n)
{
	char path[80];
	int fd;

	fixture_path(f, name, path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), (ssize_t)n);
	close(fd);
}

/* Flips one bit of a file in place. */
static inline void
fixture_flip(const struct fixture *f, const char *name, size_t at, int bit)
{
	size_t n;
	uint8_t *p = fixture_read(f, name, &n);

	assert_true(at < n);
	p[at] ^= (uint8_t)(1 << bit);
	fixture_write(f, name, p, n);
	free(p);
}

static inline bool
fixture_has(const struct fixture *f, const char *name)
{
	char path[80];

	fixture_path(f, name, path);
	return access(path, F_OK) == 0;
}

#endif
