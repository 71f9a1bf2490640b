/*
 * act.c - what was done to a log on purpose, as text.
 */
#include "gehoor/act.h"

#include <inttypes.h>
#include <string.h>

#include "gehoor/crypto.h"
#include "gehoor/utf8.h"
#include "note_parts.h"
#include "text_line.h"

/* One line of an act: how it is written, and read back. */
struct act_line {
	const char *word;
	unsigned kinds; /* bits by enum act_kind */
	void (*put)(const struct act *a, struct buf *b);
	int (*get)(struct str s, struct act *a);
};

#define ERASED (1u << ACT_ERASED)
#define EXPIRED (1u << ACT_EXPIRED)
#define RESTORED (1u << ACT_RESTORED)
#define ALL (ERASED | EXPIRED | RESTORED)

static const char *const kind_lines[] = {
	[ACT_ERASED] = "gehoor erased v1",
	[ACT_EXPIRED] = "gehoor expired v1",
	[ACT_RESTORED] = "gehoor restored v1",
};

static void
put_origin(const struct act *a, struct buf *b)
{
	buf_adds(b, a->origin);
}

static int
get_origin(struct str s, struct act *a)
{
	if (!note_name_is_valid(s.p, s.n))
		return -1;
	memcpy(a->origin, s.p, s.n);
	return 0;
}

static void
put_log(const struct act *a, struct buf *b)
{
	line_add_hex(b, a->log_id, LOG_ID_LEN);
}

static int
get_log(struct str s, struct act *a)
{
	return line_hex(s, a->log_id, LOG_ID_LEN);
}

static void
put_segment(const struct act *a, struct buf *b)
{
	buf_addf(b, "%" PRIu32, a->segment);
}

static int
get_segment(struct str s, struct act *a)
{
	uint64_t v;

	if (line_decimal(s, &v) != 0 || v == 0 || v > SEGMENT_MAX_NUMBER)
		return -1;
	a->segment = (uint32_t)v;
	return 0;
}

static void
put_index(const struct act *a, struct buf *b)
{
	buf_addf(b, "%" PRIu64, a->index);
}

static int
get_index(struct str s, struct act *a)
{
	return line_decimal(s, &a->index);
}

static void
put_leaf(const struct act *a, struct buf *b)
{
	crypto_base64(b, a->leaf, HASH_LEN);
}

static int
get_leaf(struct str s, struct act *a)
{
	return line_hash(s, a->leaf);
}

static void
put_size(const struct act *a, struct buf *b)
{
	buf_addf(b, "%" PRIu64, a->size);
}

static int
get_size(struct str s, struct act *a)
{
	return line_decimal(s, &a->size);
}

static void
put_root(const struct act *a, struct buf *b)
{
	crypto_base64(b, a->root, HASH_LEN);
}

static int
get_root(struct str s, struct act *a)
{
	return line_hash(s, a->root);
}

static void
put_new(const struct act *a, struct buf *b)
{
	line_add_hex(b, a->new_id, LOG_ID_LEN);
}

static int
get_new(struct str s, struct act *a)
{
	return line_hex(s, a->new_id, LOG_ID_LEN);
}

static void
put_was(const struct act *a, struct buf *b)
{
	buf_addf(b, "%" PRIu64 " ", a->was_size);
	crypto_base64(b, a->was_root, HASH_LEN);
}

static int
get_was(struct str s, struct act *a)
{
	struct str size;

	if (note_cut(&s, ' ', &size) != 0 ||
	    line_decimal(size, &a->was_size) != 0)
		return -1;
	return line_hash(s, a->was_root);
}

static void
put_week(const struct act *a, struct buf *b)
{
	char text[WEEK_TEXT_LEN + 1];

	week_format(a->week, text);
	buf_adds(b, text);
}

static int
get_week(struct str s, struct act *a)
{
	return week_parse(s.p, s.n, &a->week);
}

static void
put_reason(const struct act *a, struct buf *b)
{
	buf_adds(b, a->reason);
}

static int
get_reason(struct str s, struct act *a)
{
	if (s.n == 0 || s.n > ACT_REASON_MAX || !utf8_is_valid(s.p, s.n))
		return -1;
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < ' ' || s.p[i] == 0x7f)
			return -1;
	memcpy(a->reason, s.p, s.n);
	return 0;
}

static const struct act_line lines[] = {
	{ "origin", ALL, put_origin, get_origin },
	{ "log", ALL, put_log, get_log },
	{ "segment", ALL, put_segment, get_segment },
	{ "index", ERASED, put_index, get_index },
	{ "leaf", ERASED, put_leaf, get_leaf },
	{ "size", EXPIRED | RESTORED, put_size, get_size },
	{ "root", EXPIRED | RESTORED, put_root, get_root },
	{ "new", RESTORED, put_new, get_new },
	{ "was", RESTORED, put_was, get_was },
	{ "week", ALL, put_week, get_week },
	{ "reason", ERASED, put_reason, get_reason },
};

#define NLINES (sizeof(lines) / sizeof(lines[0]))

void
act_write(const struct act *a, struct buf *text)
{
	buf_addf(text, "%s\n", kind_lines[a->kind]);
	for (size_t i = 0; i < NLINES; i++) {
		if ((lines[i].kinds & 1u << a->kind) == 0)
			continue;
		buf_addf(text, "%s ", lines[i].word);
		lines[i].put(a, text);
		buf_addc(text, '\n');
	}
}

static int
read_kind(struct str line, struct act *a)
{
	for (unsigned k = 0; k <= ACT_RESTORED; k++)
		if (str_is(line, kind_lines[k])) {
			a->kind = (enum act_kind)k;
			return 0;
		}
	return -1;
}

int
act_read(struct str text, struct act *out, struct err *e)
{
	struct str line, value;
	struct act a;

	memset(&a, 0, sizeof(a));
	if (note_cut(&text, '\n', &line) != 0 || read_kind(line, &a) != 0)
		return err_set(e,
		    "its first line is not gehoor erased, expired or restored "
		    "v1");
	for (size_t i = 0; i < NLINES; i++) {
		if ((lines[i].kinds & 1u << a.kind) == 0)
			continue;
		if (line_take(&text, lines[i].word, &value) != 0)
			return err_set(e, "there is no line %s", lines[i].word);
		if (lines[i].get(value, &a) != 0)
			return err_set(
			    e, "its line %s is wrong", lines[i].word);
	}
	if (text.n > 0)
		return err_set(e, "there is a line too many");
	*out = a;
	return 0;
}

/* Where the note ends: behind the signature lines, which follow an empty one.
 */
static size_t
note_end(struct str s)
{
	const char *blank = memmem(s.p, s.n, "\n\n", 2), *end;

	if (blank == NULL)
		return 0;
	end = memmem(blank + 2, (size_t)(s.p + s.n - blank - 2), "\n\n", 2);
	return end == NULL ? s.n : (size_t)(end + 1 - s.p);
}

int
act_next(struct str *rest, struct str *note, struct err *e)
{
	struct str text;
	size_t n;

	if (rest->n == 0)
		return 0;
	n = note_end(*rest);
	if (n == 0 || n > ACT_MAX || rest->p[n - 1] != '\n' ||
	    note_text(rest->p, n, &text, NULL) != 0)
		return err_set(e, "is cut short, or not a signed note");
	*note = (struct str){ rest->p, n };
	rest->p += n;
	rest->n -= n;
	if (rest->n == 1)
		return err_set(e, "ends in an empty line: it is cut short");
	if (rest->n > 0) {
		rest->p++;
		rest->n--;
	}
	return 1;
}
