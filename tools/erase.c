/*
 * erase.c - one record is made unreadable for ever.
 *
 * Both files are replaced as a whole (replace.h).
 */
#include "erase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gehoor/segment_reader.h"
#include "key_file.h"
#include "replace.h"
#include "segment_path.h"

#define PART 65536

/* Where the frame of a record is in its segment. */
struct place {
	uint64_t offset;
	struct frame frame;
	uint8_t header[SEGMENT_HEADER_LEN];
};

static int
find_place(
    const char *path, const struct act *a, struct place *out, struct err *e)
{
	enum segment_result result;
	struct segment_reader *r = NULL;
	const uint8_t *raw;
	bool found = false;

	if (segment_reader_open(path, &r, e) != SEGMENT_OK)
		return -1;
	memcpy(out->header, segment_reader_header_bytes(r), SEGMENT_HEADER_LEN);
	do {
		out->offset = segment_reader_offset(r);
		result = segment_reader_next(r, &out->frame, &raw, e);
		found = result == SEGMENT_OK && out->frame.index == a->index;
	} while (result == SEGMENT_OK && !found);
	segment_reader_close(&r);
	if (found)
		return 0;
	if (result == SEGMENT_DAMAGED || result == SEGMENT_IO)
		return -1;
	return err_set(e, "%.200s: has no record %" PRIu64, path, a->index);
}

/* The header of a segment, from its file. */
static int
read_header(const char *path, uint8_t out[static SEGMENT_HEADER_LEN],
    struct segment_header *h, struct err *e)
{
	struct segment_reader *r = NULL;

	if (segment_reader_open(path, &r, e) != SEGMENT_OK)
		return -1;
	memcpy(out, segment_reader_header_bytes(r), SEGMENT_HEADER_LEN);
	*h = *segment_reader_header(r);
	segment_reader_close(&r);
	return 0;
}

int
erase_log_id(const char *dir, uint32_t segment, uint8_t out[static LOG_ID_LEN],
    struct err *e)
{
	uint8_t bytes[SEGMENT_HEADER_LEN];
	struct segment_header h;
	char path[4096];

	segment_path(dir, segment, "seg", path, sizeof(path));
	if (read_header(path, bytes, &h, e) == -1)
		return -1;
	memcpy(out, h.log_id, LOG_ID_LEN);
	return 0;
}

static int
write_bytes(int old, const void *arg, FILE *to)
{
	const struct buf *file = arg;

	(void)old;
	return fwrite(file->data, 1, file->len, to) == file->len ? 0 : -1;
}

int
erase_key(const char *dir, const struct act *a, const struct reader_secret *r,
    struct err *e)
{
	uint8_t header[SEGMENT_HEADER_LEN];
	struct buf old = BUF_INIT, file = BUF_INIT;
	char seg[4096], key[4096];
	struct segment_header h;
	struct err why;
	int rc = -1;

	segment_path(dir, a->segment, "seg", seg, sizeof(seg));
	segment_path(dir, a->segment, "key", key, sizeof(key));
	if (read_header(seg, header, &h, e) == -1)
		return -1;
	switch (key_file_read(key, &h, &old, e)) {
	case KEY_FILE_GONE:
		rc = 0; /* nothing can be opened any more */
		break;
	case KEY_FILE_OK:
		rc = unseal_erase(
		    old.data, old.len, header, r, a->index, &file, &why);
		if (rc == -1)
			err_set(e, "%.200s: %.250s", key, why.msg);
		else
			rc = rc == 1 ? 0
				     : replace_file(key, write_bytes, &file, e);
		break;
	default:
		break;
	}
	buf_free(&old);
	buf_free(&file);
	return rc;
}

/* The bytes of the frame once it is erased. */
static void
erased_frame(const struct place *p, struct buf *out)
{
	struct frame f = p->frame;
	uint8_t fixed[SEGMENT_FRAME_LEN];
	size_t at = out->len;

	f.type = FRAME_ERASED;
	memset(f.tag, 0, sizeof(f.tag));
	buf_addz(out, SEGMENT_FRAME_LEN + (size_t)f.body_len);
	if (out->failed)
		return;
	f.body_crc =
	    segment_crc(out->data + at + SEGMENT_FRAME_LEN, f.body_len);
	frame_put(&f, fixed);
	memcpy(out->data + at, fixed, sizeof(fixed));
}

/* Copies from one file to another, up to an offset (0: to the end). */
static int
copy_until(int from, FILE *to, uint64_t *at, uint64_t end)
{
	uint8_t part[PART];
	ssize_t n = 1;

	while (n > 0 && (end == 0 || *at < end)) {
		size_t want =
		    end != 0 && end - *at < PART ? (size_t)(end - *at) : PART;

		n = pread(from, part, want, (off_t)*at);
		if (n > 0 && fwrite(part, 1, (size_t)n, to) != (size_t)n)
			return -1;
		if (n > 0)
			*at += (uint64_t)n;
	}
	return n < 0 || (end != 0 && *at != end) ? -1 : 0;
}

static int
write_segment(int old, const void *arg, FILE *to)
{
	const struct place *p = arg;
	struct buf frame = BUF_INIT;
	uint64_t at = 0;
	int rc = -1;

	erased_frame(p, &frame);
	if (!frame.failed && copy_until(old, to, &at, p->offset) == 0 &&
	    fwrite(frame.data, 1, frame.len, to) == frame.len) {
		at += frame.len;
		rc = copy_until(old, to, &at, 0);
	}
	buf_free(&frame);
	return rc;
}

int
erase_tag(const char *dir, const struct act *a, uint8_t tag[static TAG_LEN],
    struct err *e)
{
	struct place p;
	char path[4096];

	segment_path(dir, a->segment, "seg", path, sizeof(path));
	if (find_place(path, a, &p, e) == -1)
		return -1;
	memcpy(tag, p.frame.tag, TAG_LEN);
	return p.frame.type == FRAME_ERASED ? 0 : 1;
}

int
erase_frame(const char *dir, const struct act *a, struct err *e)
{
	struct place p;
	char path[4096];

	segment_path(dir, a->segment, "seg", path, sizeof(path));
	if (find_place(path, a, &p, e) == -1)
		return -1;
	if (p.frame.type == FRAME_ERASED)
		return 0;
	return replace_file(path, write_segment, &p, e);
}
