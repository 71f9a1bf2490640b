/*
 * replies.h - the world of world.h with a directory of answers on disk, and
 * what gehoord says to the operator of them.
 */
#ifndef REPLIES_H
#define REPLIES_H

#include <dirent.h>
#include <sys/mman.h>

#include "daemon/answers.h"
#include "harness.h"
#include "world.h"

/* Monday 2026-10-19 04:00 in Amsterdam, the hour of publishing. */
#define THE_HOUR (1792360800 + 4 * 3600)

static struct {
	char *dir;
	char *state; /* of the configuration, while ours stands there */
	char said[4096];
} R;

static inline int
replies_new(void **state)
{
	world_new(state);
	memset(&R, 0, sizeof(R));
	R.dir = directory_new();
	R.state = world.app.conf->state;
	world.app.conf->state = R.dir;
	world.app.base = event_base_new();
	world.now = THE_HOUR - 1;
	assert_int_equal(answers_new(&world.app, &world.app.answers, NULL), 0);
	return 0;
}

static inline int
replies_end(void **state)
{
	answers_free(&world.app.answers);
	event_base_free(world.app.base);
	world.app.conf->state = R.state;
	directory_free(R.dir);
	return world_end(state);
}

static inline struct code
code_number(unsigned n)
{
	uint8_t bits[10] = { 0x5a };
	struct code c;

	put_le32(bits + 4, n);
	code_make(bits, &c);
	return c;
}

/* STATE/replies/WHERE and the name of the answer to that code. */
static inline void
reply_path(const char *where, const struct code *c, char out[static 256])
{
	char name[REPLY_NAME_LEN + 1];
	uint8_t tag[TAG_LEN];

	code_tag(keys_pepper(NULL), c, tag);
	reply_name(tag, name);
	snprintf(out, 256, "%s/replies/%s%s", R.dir, where, name);
}

/* An answer as the desk makes it; the caller frees out. */
static inline void
reply_make(const struct code *c, uint32_t version, const char *text,
    const char *role, struct buf *out)
{
	struct reply r = {
		.version = version, .text = str_of(text), .week = { 2026, 43 }
	};
	uint8_t tag[TAG_LEN], key[32];

	snprintf(r.passed_on, sizeof(r.passed_on), "%s", role);
	code_tag(keys_pepper(NULL), c, tag);
	code_reply_key(keys_pepper(NULL), c, key);
	assert_int_equal(reply_seal(&r, tag, key, out, NULL), 0);
}

static inline void
file_write(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* Puts an answer to WHERE ("new/", or "" as if it were published). */
static inline void
reply_put(
    const char *where, const struct code *c, uint32_t version, const char *text)
{
	struct buf file = BUF_INIT;
	char path[256];

	reply_make(c, version, text, "", &file);
	reply_path(where, c, path);
	file_write(path, file.data, file.len);
	buf_free(&file);
}

/* Files in STATE/replies/WHERE. */
static inline size_t
replies_in(const char *where)
{
	char path[256];
	struct dirent *entry;
	size_t n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/replies/%s", R.dir, where);
	d = opendir(path);
	assert_non_null(d);
	while ((entry = readdir(d)) != NULL)
		n += entry->d_name[0] != '.' &&
		    strcmp(entry->d_name, "new") != 0;
	closedir(d);
	return n;
}

/* What is written to stderr from begin to end goes to R.said. */
static inline int
said_begin(void)
{
	int was = dup(STDERR_FILENO), to = memfd_create("said", MFD_CLOEXEC);

	assert_true(was != -1 && to != -1);
	assert_int_equal(dup2(to, STDERR_FILENO), STDERR_FILENO);
	close(to);
	return was;
}

static inline void
said_end(int was)
{
	ssize_t n = pread(STDERR_FILENO, R.said, sizeof(R.said) - 1, 0);

	assert_true(n >= 0);
	R.said[n] = '\0';
	assert_int_equal(dup2(was, STDERR_FILENO), STDERR_FILENO);
	close(was);
}

/* The clock is looked at; what was said is in R.said. */
static inline void
look_at(int64_t now)
{
	int was = said_begin();

	world.now = now;
	answers_look(world.app.answers);
	said_end(was);
}

/* The text of the answer that the sender reads, or NULL. */
static inline const char *
reply_read(const struct code *c)
{
	static char text[REPLY_TEXT_MAX + 1];
	struct buf store = BUF_INIT;
	struct reply r;
	int was = said_begin();
	bool found = answers_read(&world.app, c, &store, &r);

	said_end(was);
	if (found)
		snprintf(text, sizeof(text), "%.*s", (int)r.text.n, r.text.p);
	buf_free(&store);
	return found ? text : NULL;
}

#endif
