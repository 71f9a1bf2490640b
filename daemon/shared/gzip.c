/*
 * gzip.c - pages compressed once and sent many times.
 */
#include "gehoor/gzip.h"

#define ZLIB_CONST
#include <zlib.h>

#define RAW_WINDOW (-15) /* deflate without a frame, 32 KiB window */
#define MEMORY_LEVEL 9

/* Method deflate, no flags, no time, best compression, any system. */
static const uint8_t member_head[10] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255 };

uint32_t
gzip_crc(const void *p, size_t n)
{
	return (uint32_t)crc32_z(0, p, n);
}

static int
deflate_all(z_stream *z, struct str text, int flush, struct buf *out)
{
	size_t room = deflateBound(z, (uLong)text.n) + 16;
	uint8_t *to = buf_room(out, room);
	int r;

	if (to == NULL)
		return -1;
	z->next_in = (const Bytef *)text.p;
	z->avail_in = (uInt)text.n;
	z->next_out = to;
	z->avail_out = (uInt)room;
	r = deflate(z, flush);
	if (r != (flush == Z_FINISH ? Z_STREAM_END : Z_OK) || z->avail_in > 0)
		return -1;
	out->len += room - z->avail_out;
	return 0;
}

int
gzip_piece(struct str text, bool last, struct gzip_piece *out)
{
	z_stream z = { 0 };
	int r;

	*out = (struct gzip_piece){ .deflated = BUF_INIT };
	out->len = text.n;
	out->crc = gzip_crc(text.p, text.n);
	if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, RAW_WINDOW,
		MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return -1;
	/* Flushed, what follows begins with a byte. */
	r = deflate_all(
	    &z, text, last ? Z_FINISH : Z_FULL_FLUSH, &out->deflated);
	deflateEnd(&z);
	return r;
}

void
gzip_piece_free(struct gzip_piece *p)
{
	buf_free(&p->deflated);
	*p = (struct gzip_piece){ .deflated = BUF_INIT };
}

static void
add_stored(struct buf *out, struct str s)
{
	uint8_t head[5] = { 0 };

	put_le16(head + 1, (uint16_t)s.n);
	put_le16(head + 3, (uint16_t)~s.n);
	buf_add(out, head, sizeof(head));
	buf_addstr(out, s);
}

void
gzip_join(const struct gzip_piece *first, struct str between,
    const struct gzip_piece *last, struct buf *out)
{
	uint8_t tail[8];
	uint32_t crc = 0;
	size_t len = between.n + last->len;

	if (between.n > GZIP_BETWEEN_MAX) {
		out->failed = true;
		return;
	}
	buf_add(out, member_head, sizeof(member_head));
	if (first != NULL) {
		buf_add(out, first->deflated.data, first->deflated.len);
		crc = first->crc;
		len += first->len;
	}
	if (between.n > 0) {
		add_stored(out, between);
		crc = (uint32_t)crc32_combine(
		    crc, gzip_crc(between.p, between.n), (z_off_t)between.n);
	}
	buf_add(out, last->deflated.data, last->deflated.len);
	crc = (uint32_t)crc32_combine(crc, last->crc, (z_off_t)last->len);
	put_le32(tail, crc);
	put_le32(tail + 4, (uint32_t)len);
	buf_add(out, tail, sizeof(tail));
}
