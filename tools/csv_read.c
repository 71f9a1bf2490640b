/*
 * csv_read.c - a CSV of somebody else as rows of clean fields.
 *
 * libcsv takes the fields apart.  What it leaves to others is here: the
 * character set, the separator, line numbers, caps; and it is told to keep
 * blanks.  It gets one line at a time, because it does not say where it is.
 */
#include "csv_read.h"

#include <csv.h>
#include <string.h>

#include "gehoor/buf.h"
#include "gehoor/charset.h"
#include "gehoor/crypto.h"
#include "gehoor/utf8.h"

/* ---- character set ------------------------------------------------------- */

static bool
begins(struct str s, const char *mark)
{
	return s.n >= strlen(mark) && memcmp(s.p, mark, strlen(mark)) == 0;
}

static struct str
behind(struct str s, size_t n)
{
	return (struct str){ s.p + n, s.n - n };
}

/* The length of the UTF-8 character at the beginning; 0 if there is none. */
static size_t
character(struct str s)
{
	for (size_t n = 1; n <= 4 && n <= s.n; n++)
		if (utf8_is_valid(s.p, n))
			return s.p[0] == '\0' ? 0 : n;
	return 0;
}

/* Says where the text stops being UTF-8; -1 always. */
static int
not_utf8(struct str s, struct err *e)
{
	size_t line = 1, byte = 1, n;

	while (s.n > 0 && (n = character(s)) > 0) {
		byte += n;
		if (s.p[0] == '\n') {
			line++;
			byte = 1;
		}
		s = behind(s, n);
	}
	if (s.n > 0 && s.p[0] == '\0')
		return err_set(e,
		    "line %zu, byte %zu is zero; save the file as CSV UTF-8",
		    line, byte);
	return err_set(e,
	    "line %zu, byte %zu is not UTF-8; save the file as CSV UTF-8, or "
	    "say that it is Windows-1252",
	    line, byte);
}

static int
convert(struct buf *out, enum charset c, struct str octets, struct err *e)
{
	charset_convert(out, c, octets);
	return out->failed ? err_set(e, "no memory for the file") : 0;
}

/* The file as UTF-8 without mark or NUL, perhaps in room. 0 or -1. */
static int
decode(struct str file, bool windows_1252, struct buf *room, struct str *text,
    struct err *e)
{
	bool wide = begins(file, "\xff\xfe") || begins(file, "\xfe\xff");

	if (begins(file, "\xef\xbb\xbf"))
		file = behind(file, 3);
	if (wide && file.n % 2 != 0)
		return err_set(e, "is UTF-16 and ends within a character");
	if (!wide && utf8_is_valid(file.p, file.n) &&
	    memchr(file.p, '\0', file.n) == NULL) {
		*text = file;
		return 0;
	}
	if (!wide && !windows_1252)
		return not_utf8(file, e);
	if (convert(room,
		!wide                     ? CHARSET_LATIN1
		    : file.p[0] == '\xff' ? CHARSET_UTF16LE
					  : CHARSET_UTF16BE,
		wide ? behind(file, 2) : file, e) == -1)
		return -1;
	*text = (struct str){ (const char *)room->data, room->len };
	return 0;
}

/* The first line with its end: LF, CR LF or CR. */
static struct str
first_line(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != '\n' && s.p[n] != '\r')
		n++;
	if (n + 1 < s.n && s.p[n] == '\r' && s.p[n + 1] == '\n')
		n++;
	return (struct str){ s.p, n < s.n ? n + 1 : n };
}

/* ---- separator ----------------------------------------------------------- */

/* How often c stands in the first row, outside quotes. */
static size_t
count_first(struct str s, char c)
{
	bool quoted = false;
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && (s.p[i] == '\n' || s.p[i] == '\r'))
			break;
		else if (!quoted && s.p[i] == c)
			n++;
	}
	return n;
}

static const char candidates[] = ",;\t|";

/* The separator of a first line "sep=;", and that line; or '\0'. */
static char
separator_said(struct str text, struct str *line)
{
	*line = first_line(text);
	return line->n > 5 && line->n <= 7 && memcmp(line->p, "sep=", 4) == 0 &&
		strchr(candidates, line->p[4]) != NULL
	    ? line->p[4]
	    : '\0';
}

static char
separator_of(struct str text)
{
	char best = candidates[0];

	for (const char *c = candidates; *c != '\0'; c++)
		if (count_first(text, *c) > count_first(text, best))
			best = *c;
	return best;
}

/* ---- rows ---------------------------------------------------------------- */

#define STRICT (CSV_STRICT | CSV_STRICT_FINI)

struct reading {
	csv_row_fn *fn;
	void *arg;
	struct err *e;
	struct buf bytes; /* of the fields of this row */
	size_t ends[CSV_COLUMNS_MAX];
	struct csv_row row;
	bool ended;  /* a row, within this line */
	bool failed; /* e is set */
};

static void
field_cb(void *data, size_t n, void *arg)
{
	struct reading *r = arg;

	if (r->failed)
		return;
	r->failed = true;
	if (r->row.n == CSV_COLUMNS_MAX) {
		err_set(r->e, "line %zu has more than %d columns", r->row.line,
		    CSV_COLUMNS_MAX);
		return;
	}
	if (n > CSV_FIELD_MAX) {
		err_set(r->e, "line %zu, column %zu is longer than %u bytes",
		    r->row.line, r->row.n + 1, CSV_FIELD_MAX);
		return;
	}
	if (n > 0)
		buf_add(&r->bytes, data, n);
	r->ends[r->row.n++] = r->bytes.len;
	r->failed = false;
}

static int
row_give(struct reading *r)
{
	struct str fields[CSV_COLUMNS_MAX];
	size_t at = 0;

	if (r->bytes.failed)
		return err_set(r->e, "no memory for line %zu", r->row.line);
	if (r->row.number == CSV_ROWS_MAX)
		return err_set(r->e,
		    "line %zu is beyond the %d rows that are "
		    "read; make several files of it",
		    r->row.line, CSV_ROWS_MAX);
	for (size_t i = 0; i < r->row.n; i++) {
		fields[i] = (struct str){ "", r->ends[i] - at };
		if (fields[i].n > 0)
			fields[i].p = (const char *)r->bytes.data + at;
		at = r->ends[i];
	}
	r->row.number++;
	r->row.fields = fields;
	return r->fn(&r->row, r->arg, r->e);
}

static void
row_cb(int last, void *arg)
{
	struct reading *r = arg;

	(void)last;
	r->ended = true;
	if (!r->failed && r->row.n > 0)
		r->failed = row_give(r) == -1;
	buf_clear(&r->bytes);
	r->row.n = 0;
	r->row.fields = NULL;
}

/* A blank is a part of its field. */
static int
no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

/*
 * Gives one line to the parser.  A quote within a field that does not begin
 * with one is a letter like others (37°36'37.8"N); what stands behind a
 * closing quote is an error, for the quote might be the wrong one.
 */
static int
line_read(struct csv_parser *p, struct str l, size_t line, struct reading *r)
{
	for (size_t at = 0; at < l.n; at++) {
		at += csv_parse(p, l.p + at, l.n - at, field_cb, row_cb, r);
		if (r->failed)
			return -1;
		if (at == l.n)
			return 0;
		if (p->quoted)
			return err_set(r->e,
			    "line %zu, byte %zu: text behind the quote that "
			    "ends a field",
			    line, at + 1);
		csv_set_opts(p, 0);
		csv_parse(p, l.p + at, 1, field_cb, row_cb, r);
		csv_set_opts(p, STRICT);
	}
	return 0;
}

static int
rows_read(struct csv_parser *p, struct str text, size_t line, struct reading *r)
{
	bool inside = false; /* a row that goes on over several lines */

	for (struct str l; text.n > 0; text = behind(text, l.n), line++) {
		l = first_line(text);
		if (!inside)
			r->row.line = line;
		r->ended = false;
		if (line_read(p, l, line, r) == -1)
			return -1;
		if (r->ended)
			inside = false;
		else if (l.p[0] != '\n' && l.p[0] != '\r')
			inside = true;
	}
	if (csv_fini(p, field_cb, row_cb, r) != 0 && !r->failed)
		return err_set(r->e,
		    "line %zu: a quote is opened and never closed",
		    r->row.line);
	return r->failed ? -1 : 0;
}

static int
text_read(struct str text, char separator, struct reading *r)
{
	struct csv_parser p;
	struct str line;
	char said = separator_said(text, &line);
	int rc;

	if (said != '\0')
		text = behind(text, line.n);
	if (separator == '\0')
		separator = said;
	if (csv_init(&p, STRICT) != 0)
		return err_set(r->e, "libcsv cannot begin");
	csv_set_delim(&p,
	    (unsigned char)(separator != '\0' ? separator
					      : separator_of(text)));
	csv_set_space_func(&p, no_blank);
	/* One room for all but hostile fields: no copies of a story stay. */
	csv_set_blk_size(&p, CSV_FIELD_MAX + 1);
	rc = rows_read(&p, text, said != '\0' ? 2 : 1, r);
	if (p.entry_buf != NULL)
		crypto_wipe(p.entry_buf, p.entry_size);
	csv_free(&p);
	return rc;
}

int
csv_read(struct str file, const struct csv_read_options *o, csv_row_fn *fn,
    void *arg, struct err *e)
{
	struct reading r = { .fn = fn, .arg = arg, .e = e, .bytes = BUF_INIT };
	struct buf room = BUF_INIT;
	struct str text = { "", 0 };
	int rc;

	if (file.n > CSV_BYTES_MAX)
		return err_set(e,
		    "is larger than %u MiB; make several files "
		    "of it",
		    CSV_BYTES_MAX >> 20);
	rc = decode(file, o->windows_1252, &room, &text, e);
	if (rc == 0)
		rc = text_read(text, o->separator, &r);
	buf_free(&r.bytes);
	buf_free(&room);
	return rc;
}

/* Whether no byte is one of the five that Windows-1252 leaves open, or 0. */
static bool
is_windows_1252(struct str file)
{
	static const char open[] = "\x81\x8d\x8f\x90\x9d";

	for (size_t i = 0; i < file.n; i++)
		if (memchr(open, file.p[i], sizeof(open)) != NULL)
			return false;
	return true;
}

int
csv_look(struct str file, struct csv_form *out, struct err *e)
{
	struct buf room = BUF_INIT;
	struct str text = { "", 0 }, line;
	struct err why;

	*out = (struct csv_form){ .charset = "UTF-8" };
	if (begins(file, "\xff\xfe") || begins(file, "\xfe\xff"))
		out->charset = "UTF-16";
	if (decode(file, false, &room, &text, &why) == -1) {
		buf_free(&room);
		if (strcmp(out->charset, "UTF-8") != 0 ||
		    !is_windows_1252(file))
			return err_set(e, "%s", why.msg);
		*out = (struct csv_form){ "Windows-1252", true, '\0' };
		text = file;
	}
	out->separator = separator_said(text, &line);
	if (out->separator == '\0')
		out->separator = separator_of(text);
	buf_free(&room);
	return 0;
}
