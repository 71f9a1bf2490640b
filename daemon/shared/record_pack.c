/*
 * record_pack.c - a record's JSON and attachments as a padded plaintext, and
 * back.  The bytes are drawn in record.h.
 */
#include "gehoor/record.h"

#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "gehoor/segment.h"

#define VERSION_AT 0
#define FLAGS_AT 1
#define ATTACHMENTS_AT 2
#define STORED_AT 4
#define PLAIN_AT 8
#define FLAG_DEFLATE 1
#define TYPE_LEN 16
#define JSON_LEN_LEN 4
#define PART_LEN (4 + TYPE_LEN) /* before the bytes of an attachment */
#define PAYLOAD_MAX ((8u << 20) - RECORD_HEADER_LEN)

/* The pieces a payload is made of, in turn. */
struct pieces {
	struct str at[2 + 2 * RECORD_MAX_ATTACHMENTS];
	size_t count;
	size_t total;
	uint8_t json_len[JSON_LEN_LEN];
	uint8_t part[RECORD_MAX_ATTACHMENTS][PART_LEN];
};

/* Memory of zlib holds the text, so it is wiped; the length stands before. */
union block {
	size_t n;
	max_align_t align;
};

static voidpf
wiping_alloc(voidpf opaque, uInt items, uInt size)
{
	size_t n = sizeof(union block) + (size_t)items * size;
	union block *b = malloc(n);

	(void)opaque;
	if (b == NULL)
		return Z_NULL;
	b->n = n;
	return b + 1;
}

static void
wiping_free(voidpf opaque, voidpf p)
{
	union block *b = p;

	(void)opaque;
	b--;
	explicit_bzero(b, b->n);
	free(b);
}

/* A media type: 1 to 16 printable characters. */
static bool
type_is_sound(const char *type, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (type[i] <= ' ' || type[i] > '~')
			return false;
	return n >= 1 && n <= TYPE_LEN;
}

static void
pieces_add(struct pieces *ps, const void *p, size_t n)
{
	ps->at[ps->count++] = (struct str){ p, n };
	ps->total += n;
}

static int
pieces_set(struct pieces *ps, const uint8_t *json, size_t n,
    const struct attachment *a, size_t na, struct err *e)
{
	ps->count = ps->total = 0;
	if (n > PAYLOAD_MAX || na > RECORD_MAX_ATTACHMENTS)
		return err_set(e, "a record with too much in it");
	put_le32(ps->json_len, (uint32_t)n);
	pieces_add(ps, ps->json_len, JSON_LEN_LEN);
	pieces_add(ps, json, n);
	for (size_t i = 0; i < na; i++) {
		size_t len = strnlen(a[i].type, TYPE_LEN + 1);

		if (a[i].n > RECORD_MAX_ATTACHMENT)
			return err_set(e, "an attachment over %u bytes",
			    RECORD_MAX_ATTACHMENT);
		if (!type_is_sound(a[i].type, len))
			return err_set(e, "an attachment of unknown type");
		memset(ps->part[i], 0, PART_LEN);
		put_le32(ps->part[i], (uint32_t)a[i].n);
		memcpy(ps->part[i] + 4, a[i].type, len);
		pieces_add(ps, ps->part[i], PART_LEN);
		pieces_add(ps, a[i].p, a[i].n);
	}
	return ps->total <= PAYLOAD_MAX
	    ? 0
	    : err_set(e, "a record over %u bytes", PAYLOAD_MAX);
}

/*
 * The bucket of a payload stored in so many bytes: never so small that the
 * plain one would be more than RECORD_MAX_RATIO times as large.
 */
static size_t
bucket_of(size_t stored, size_t plain)
{
	size_t least = plain / RECORD_MAX_RATIO + 1;

	stored += RECORD_HEADER_LEN;
	return segment_bucket(stored > least ? stored : least);
}

/*
 * The window and the tables need not be larger than the payload: that is
 * where most of the time for a short one would go.
 */
static int
deflate_begin(z_stream *z, size_t n)
{
	int bits = 9;

	while (bits < 15 && (size_t)1 << bits < n)
		bits++;
	*z = (z_stream){ .zalloc = wiping_alloc, .zfree = wiping_free };
	return deflateInit2(z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -bits,
	    bits - 6 < 8 ? bits - 6 : 8, Z_DEFAULT_STRATEGY);
}

/* Deflates all pieces into at most max bytes; 0 if they do not fit. */
static size_t
deflate_pieces(const struct pieces *ps, uint8_t *out, size_t max)
{
	int rc = Z_OK;
	size_t n;
	z_stream z;

	if (deflate_begin(&z, ps->total) != Z_OK)
		return 0;
	z.next_out = out;
	z.avail_out = (uInt)max;
	for (size_t i = 0; i < ps->count && rc == Z_OK; i++) {
		z.next_in = (const Bytef *)ps->at[i].p;
		z.avail_in = (uInt)ps->at[i].n;
		while (z.avail_in > 0 && rc == Z_OK)
			rc = deflate(&z, Z_NO_FLUSH);
	}
	if (rc == Z_OK)
		rc = deflate(&z, Z_FINISH);
	n = max - z.avail_out;
	deflateEnd(&z);
	return rc == Z_STREAM_END ? n : 0;
}

static size_t
copy_pieces(const struct pieces *ps, uint8_t *out)
{
	for (size_t i = 0; i < ps->count; i++) {
		if (ps->at[i].n > 0)
			memcpy(out, ps->at[i].p, ps->at[i].n);
		out += ps->at[i].n;
	}
	return ps->total;
}

/* Stores the payload, deflated only where that saves a bucket. */
static size_t
store_payload(const struct pieces *ps, uint8_t *out, uint8_t *flags)
{
	size_t bucket = bucket_of(ps->total, ps->total);
	size_t n = 0;

	*flags = 0;
	if (segment_is_bucket(bucket / 4))
		n = deflate_pieces(ps, out, bucket / 4 - RECORD_HEADER_LEN);
	if (n == 0 || bucket_of(n, ps->total) >= bucket)
		return copy_pieces(ps, out);
	*flags = FLAG_DEFLATE;
	return n;
}

int
record_pack(const uint8_t *json, size_t n, const struct attachment *a,
    size_t na, struct buf *out, struct err *e)
{
	struct pieces ps;
	size_t stored, bucket;
	uint8_t *to;

	if (pieces_set(&ps, json, n, a, na, e) != 0)
		return -1;
	to = buf_room(out, bucket_of(ps.total, ps.total));
	if (to == NULL)
		return err_set(e, "no memory for a record");
	stored = store_payload(&ps, to + RECORD_HEADER_LEN, &to[FLAGS_AT]);
	bucket = bucket_of(stored, ps.total);
	to[VERSION_AT] = RECORD_VERSION;
	put_le16(to + ATTACHMENTS_AT, (uint16_t)na);
	put_le32(to + STORED_AT, (uint32_t)stored);
	put_le32(to + PLAIN_AT, (uint32_t)ps.total);
	memset(to + RECORD_HEADER_LEN + stored, 0,
	    bucket - RECORD_HEADER_LEN - stored);
	out->len += bucket;
	return 0;
}

/* Inflates all of p into exactly n bytes. 0 or -1. */
static int
inflate_exactly(const uint8_t *p, size_t stored, uint8_t *out, size_t n)
{
	z_stream z = { .zalloc = wiping_alloc, .zfree = wiping_free };
	bool whole;

	if (inflateInit2(&z, -15) != Z_OK)
		return -1;
	z.next_in = p;
	z.avail_in = (uInt)stored;
	z.next_out = out;
	z.avail_out = (uInt)n;
	whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0 &&
	    z.avail_out == 0;
	inflateEnd(&z);
	return whole ? 0 : -1;
}

/* The fixed part: version, lengths, bucket, padding. */
static int
check_fixed(const uint8_t *p, size_t n, struct err *e)
{
	size_t stored, plain;

	if (!segment_is_bucket(n))
		return err_set(e, "a record of %zu bytes is not padded", n);
	if (p[VERSION_AT] != RECORD_VERSION)
		return err_set(e, "record version %u, only %d is known here",
		    p[VERSION_AT], RECORD_VERSION);
	stored = get_le32(p + STORED_AT);
	plain = get_le32(p + PLAIN_AT);
	if (p[FLAGS_AT] > FLAG_DEFLATE ||
	    get_le16(p + ATTACHMENTS_AT) > RECORD_MAX_ATTACHMENTS ||
	    stored > n - RECORD_HEADER_LEN || plain < JSON_LEN_LEN ||
	    plain > PAYLOAD_MAX || (p[FLAGS_AT] == 0 && stored != plain))
		return err_set(e, "a record with impossible lengths");
	if (bucket_of(stored, plain) != n)
		return err_set(e, "a record in the wrong bucket");
	for (size_t i = RECORD_HEADER_LEN + stored; i < n; i++)
		if (p[i] != 0)
			return err_set(e, "a record with padding not zero");
	return 0;
}

/* Takes n bytes from the front of rest, or NULL. */
static const uint8_t *
take(struct str *rest, size_t n)
{
	const char *p = rest->p;

	if (n > rest->n)
		return NULL;
	rest->p += n;
	rest->n -= n;
	return (const uint8_t *)p;
}

static int
take_attachment(struct str *rest, struct attachment *a)
{
	const uint8_t *part = take(rest, PART_LEN);
	size_t len;

	if (part == NULL)
		return -1;
	memset(a->type, 0, sizeof(a->type));
	memcpy(a->type, part + 4, TYPE_LEN);
	len = strlen(a->type);
	a->n = get_le32(part);
	a->p = take(rest, a->n);
	for (size_t i = len; i < TYPE_LEN; i++)
		if (part[4 + i] != 0)
			return -1;
	return a->p != NULL && a->n <= RECORD_MAX_ATTACHMENT &&
		type_is_sound(a->type, len)
	    ? 0
	    : -1;
}

static int
take_payload(struct str rest, size_t na, struct record_plain *out)
{
	const uint8_t *len = take(&rest, JSON_LEN_LEN);

	if (len == NULL)
		return -1;
	out->json.n = get_le32(len);
	out->json.p = (const char *)take(&rest, out->json.n);
	if (out->json.p == NULL)
		return -1;
	for (size_t i = 0; i < na; i++)
		if (take_attachment(&rest, &out->attachments[i]) != 0)
			return -1;
	out->nattachments = na;
	return rest.n == 0 ? 0 : -1;
}

int
record_unpack(
    const uint8_t *p, size_t n, struct record_plain *out, struct err *e)
{
	struct record_plain rp = { .store = BUF_INIT };
	const uint8_t *payload = p + RECORD_HEADER_LEN;
	size_t stored, plain;

	if (check_fixed(p, n, e) != 0)
		return -1;
	stored = get_le32(p + STORED_AT);
	plain = get_le32(p + PLAIN_AT);
	if (p[FLAGS_AT] == FLAG_DEFLATE) {
		payload = buf_room(&rp.store, plain);
		if (payload == NULL)
			return err_set(e, "no memory for a record");
		rp.store.len = plain;
		if (inflate_exactly(p + RECORD_HEADER_LEN, stored,
			rp.store.data, plain) != 0) {
			record_plain_free(&rp);
			return err_set(e, "a record that does not inflate");
		}
	}
	if (take_payload((struct str){ (const char *)payload, plain },
		get_le16(p + ATTACHMENTS_AT), &rp) != 0) {
		record_plain_free(&rp);
		return err_set(e, "a record whose parts do not add up");
	}
	*out = rp;
	return 0;
}

void
record_plain_free(struct record_plain *rp)
{
	buf_free(&rp->store);
	*rp = (struct record_plain){ .store = BUF_INIT };
}
