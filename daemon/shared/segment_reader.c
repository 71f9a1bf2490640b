/*
 * segment_reader.c - goes through one segment frame by frame.
 *
 * A window of the file is kept in memory: 1 MiB, or one frame where that is
 * larger.  It is filled by pread, so that a reading needs no place of its own
 * in the file and a file that grows meanwhile does no harm.
 */
#include "gehoor/segment_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW (1u << 20)
#define SECTOR 512

struct segment_reader {
	char *name; /* for messages */
	int fd;     /* -1: bytes in memory */
	const uint8_t *bytes;
	size_t nbytes;
	uint8_t *window;         /* owned, cap bytes */
	size_t cap, start, have; /* window[start] is at offset */
	uint64_t offset;         /* where the last whole frame ended */
	uint64_t next_index;
	struct segment_header header;
	uint8_t header_bytes[SEGMENT_HEADER_LEN];
	uint8_t end[SEGMENT_END_LEN];
	enum segment_result result; /* final if not SEGMENT_OK */
	struct err why;
};

/* Reads up to n bytes at a place; fewer only at the end. -1: I/O error. */
static ssize_t
source_read(const struct segment_reader *r, uint64_t at, uint8_t *p, size_t n)
{
	size_t done = 0;
	ssize_t got = 1;

	if (r->fd < 0) {
		if (at >= r->nbytes)
			return 0;
		n = n < r->nbytes - at ? n : (size_t)(r->nbytes - at);
		memcpy(p, r->bytes + at, n);
		return (ssize_t)n;
	}
	while (done < n && got > 0) {
		got = pread(r->fd, p + done, n - done, (off_t)(at + done));
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			done += (size_t)got;
	}
	return got < 0 ? -1 : (ssize_t)done;
}

/* Ends the reading for good. */
static enum segment_result
finish(struct segment_reader *r, enum segment_result result)
{
	r->result = result;
	return result;
}

static enum segment_result
finish_io(struct segment_reader *r)
{
	err_sys(&r->why, "%s: cannot be read", r->name);
	return finish(r, SEGMENT_IO);
}

static enum segment_result
finish_damaged(struct segment_reader *r, const char *what)
{
	err_set(&r->why, "%s: damaged at offset %" PRIu64 ": %s", r->name,
	    r->offset, what);
	return finish(r, SEGMENT_DAMAGED);
}

static enum segment_result
finish_torn(struct segment_reader *r)
{
	err_set(&r->why, "%s: torn after offset %" PRIu64, r->name, r->offset);
	return finish(r, SEGMENT_TORN);
}

/* Makes the window large enough for need bytes from its start. */
static int
window_make_room(struct segment_reader *r, size_t need)
{
	uint8_t *larger;

	if (need > r->cap) {
		larger = malloc(need > WINDOW ? need : WINDOW);
		if (larger == NULL)
			return -1;
		if (r->have > 0)
			memcpy(larger, r->window + r->start, r->have);
		free(r->window);
		r->window = larger;
		r->cap = need > WINDOW ? need : WINDOW;
	} else
		memmove(r->window, r->window + r->start, r->have);
	r->start = 0;
	return 0;
}

/*
 * Brings need bytes from offset on into the window, or as many as there are.
 * Returns how many are there, or -1.
 */
static ssize_t
window_fill(struct segment_reader *r, size_t need)
{
	ssize_t got;

	if (r->have >= need)
		return (ssize_t)r->have;
	if (r->start + need > r->cap && window_make_room(r, need) != 0)
		return -1;
	got = source_read(r, r->offset + r->have,
	    r->window + r->start + r->have, r->cap - r->start - r->have);
	if (got < 0)
		return -1;
	r->have += (size_t)got;
	return (ssize_t)r->have;
}

static const uint8_t *
window_at(const struct segment_reader *r)
{
	return r->window + r->start;
}

/* The frame that begins at offset is done with. */
static void
window_advance(struct segment_reader *r, size_t n)
{
	r->start += n;
	r->have -= n;
	r->offset += n;
}

/* Where the zero bytes begin that reach to the end of p; n if there are none. */
static size_t
zero_tail(const uint8_t *p, size_t n)
{
	while (n > 0 && p[n - 1] == 0)
		n--;
	return n;
}

/*
 * Whether the invalid frame of n bytes at offset is the tail of a crash: zero
 * bytes to the end of the file from the frame's first byte, or from a
 * multiple of SECTOR within it.  1, 0, or -1 on an I/O error.
 */
static int
is_zero_torn(struct segment_reader *r, size_t n)
{
	uint64_t zero_from = r->offset, at = r->offset;
	uint8_t block[4096];
	ssize_t got;

	while ((got = source_read(r, at, block, sizeof(block))) > 0) {
		size_t k = zero_tail(block, (size_t)got);

		if (k > 0)
			zero_from = at + k;
		if (zero_from >= r->offset + n)
			return 0;
		at += (size_t)got;
	}
	if (got < 0)
		return -1;
	if (zero_from == r->offset)
		return 1;
	zero_from = (zero_from + SECTOR - 1) / SECTOR * SECTOR;
	return zero_from < at && zero_from < r->offset + n;
}

/* The frame of n bytes at offset is not valid: torn or damaged? */
static enum segment_result
finish_invalid(struct segment_reader *r, size_t n, const char *what)
{
	int torn = is_zero_torn(r, n);

	if (torn < 0)
		return finish_io(r);
	return torn ? finish_torn(r) : finish_damaged(r, what);
}

static void
reader_free(struct segment_reader *r)
{
	if (r == NULL)
		return;
	if (r->fd >= 0)
		close(r->fd);
	free(r->window);
	free(r->name);
	free(r);
}

static struct segment_reader *
reader_new(const char *name)
{
	struct segment_reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->fd = -1;
	r->name = strdup(name);
	if (r->name == NULL) {
		reader_free(r);
		return NULL;
	}
	return r;
}

/* Reads the header; on success *out takes r, else r is freed. */
static enum segment_result
reader_begin(
    struct segment_reader *r, struct segment_reader **out, struct err *e)
{
	enum segment_result result;
	struct err why;
	ssize_t n = source_read(r, 0, r->header_bytes, SEGMENT_HEADER_LEN);

	if (n < 0) {
		err_sys(e, "%s: cannot be read", r->name);
		reader_free(r);
		return SEGMENT_IO;
	}
	result =
	    segment_header_get(r->header_bytes, (size_t)n, &r->header, &why);
	if (result != SEGMENT_OK) {
		err_set(e, "%s: %.400s", r->name, why.msg);
		reader_free(r);
		return result;
	}
	r->offset = SEGMENT_HEADER_LEN;
	r->next_index = r->header.first_index;
	*out = r;
	return SEGMENT_OK;
}

/* A named pipe must not hang us, so O_NONBLOCK; only files are read. */
static int
open_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return err_sys(e, "%s: cannot be opened", path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(e, "%s: not a regular file", path);
	}
	return fd;
}

enum segment_result
segment_reader_open(
    const char *path, struct segment_reader **out, struct err *e)
{
	struct segment_reader *r;
	int fd = open_file(path, e);

	if (fd < 0)
		return SEGMENT_IO;
	r = reader_new(path);
	if (r == NULL) {
		close(fd);
		err_set(e, "%s: no memory", path);
		return SEGMENT_IO;
	}
	r->fd = fd;
	return reader_begin(r, out, e);
}

enum segment_result
segment_reader_open_bytes(
    const uint8_t *p, size_t n, struct segment_reader **out, struct err *e)
{
	struct segment_reader *r = reader_new("segment");

	if (r == NULL) {
		err_set(e, "no memory");
		return SEGMENT_IO;
	}
	r->bytes = p;
	r->nbytes = n;
	return reader_begin(r, out, e);
}

const struct segment_header *
segment_reader_header(const struct segment_reader *r)
{
	return &r->header;
}

const uint8_t *
segment_reader_header_bytes(const struct segment_reader *r)
{
	return r->header_bytes;
}

/* An end frame must be the last thing and count right. */
static enum segment_result
next_end(struct segment_reader *r, const uint8_t *body)
{
	struct segment_end end;
	size_t whole = SEGMENT_FRAME_LEN + SEGMENT_END_LEN;
	ssize_t have;

	memcpy(r->end, body, SEGMENT_END_LEN);
	segment_end_get(r->end, &end);
	if (end.size != r->next_index ||
	    end.records != r->next_index - r->header.first_index)
		return finish_damaged(r, "the end frame counts otherwise");
	have = window_fill(r, whole + 1);
	if (have < 0)
		return finish_io(r);
	if ((size_t)have > whole)
		return finish_damaged(r, "bytes after the end frame");
	window_advance(r, whole);
	return finish(r, SEGMENT_END);
}

/* What the fixed part alone can tell. */
static enum segment_result
next_fixed(struct segment_reader *r, struct frame *f)
{
	ssize_t have = window_fill(r, SEGMENT_FRAME_LEN);
	struct err why;

	if (have < 0)
		return finish_io(r);
	if (have == 0)
		return finish(r, SEGMENT_OPEN);
	if (have < SEGMENT_FRAME_LEN)
		return finish_torn(r);
	if (frame_get(window_at(r), f, &why) != 0)
		return finish_invalid(r, SEGMENT_FRAME_LEN, why.msg);
	if (f->index != r->next_index)
		return finish_damaged(r, "frame with the wrong index");
	if (f->type != FRAME_END &&
	    f->index - r->header.first_index >= SEGMENT_MAX_RECORDS)
		return finish_damaged(r, "more records than a segment holds");
	return SEGMENT_OK;
}

static enum segment_result
next_frame(struct segment_reader *r, struct frame *f)
{
	enum segment_result result = next_fixed(r, f);
	const uint8_t *body;
	size_t whole;
	ssize_t have;

	if (result != SEGMENT_OK)
		return result;
	whole = SEGMENT_FRAME_LEN + (size_t)f->body_len;
	have = window_fill(r, whole);
	if (have < 0)
		return finish_io(r);
	if ((size_t)have < whole)
		return finish_torn(r);
	body = window_at(r) + SEGMENT_FRAME_LEN;
	if (segment_crc(body, f->body_len) != f->body_crc)
		return finish_invalid(r, whole, "wrong checksum of a body");
	if (f->type == FRAME_ERASED && zero_tail(body, f->body_len) != 0)
		return finish_damaged(r, "erased record that is not zero");
	return f->type == FRAME_END ? next_end(r, body) : SEGMENT_OK;
}

enum segment_result
segment_reader_next(struct segment_reader *r, struct frame *f,
    const uint8_t **raw, struct err *e)
{
	struct frame next;

	if (r->result == SEGMENT_OK && next_frame(r, &next) == SEGMENT_OK) {
		*f = next;
		*raw = window_at(r);
		window_advance(r, SEGMENT_FRAME_LEN + (size_t)f->body_len);
		r->next_index++;
		return SEGMENT_OK;
	}
	if (r->result != SEGMENT_END && r->result != SEGMENT_OPEN)
		err_set(e, "%s", r->why.msg);
	return r->result;
}

const uint8_t *
segment_reader_end(const struct segment_reader *r)
{
	return r->result == SEGMENT_END ? r->end : NULL;
}

uint64_t
segment_reader_offset(const struct segment_reader *r)
{
	return r->offset;
}

enum segment_result
segment_reader_seek(struct segment_reader *r, uint64_t offset,
    uint64_t next_index, struct err *e)
{
	uint8_t last;

	if (offset < SEGMENT_HEADER_LEN || next_index < r->header.first_index ||
	    offset > INT64_MAX || source_read(r, offset - 1, &last, 1) != 1) {
		err_set(
		    e, "%s: does not reach offset %" PRIu64, r->name, offset);
		return SEGMENT_DAMAGED;
	}
	r->start = r->have = 0;
	r->offset = offset;
	r->next_index = next_index;
	r->result = SEGMENT_OK;
	return SEGMENT_OK;
}

void
segment_reader_close(struct segment_reader **r)
{
	reader_free(*r);
	*r = NULL;
}
