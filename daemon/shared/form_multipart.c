/*
 * form_multipart.c - multipart/form-data (RFC 7578, RFC 2046 5.1).
 *
 * Browsers write it well; other programs less so, and a story is worth more
 * than a rule.  So: lines may end in LF alone if the first one does, the last
 * boundary may be missing, the empty line behind the header of a part too,
 * and a body that never uses the boundary announced is read with the one on
 * its own first line.
 */
#include "gehoor/form.h"

#include "form_transfer.h"
#include "http_class.h"
#include "gehoor/http_request.h"

/* Long enough for a name of FORM_MAX_NAME that has every byte encoded. */
#define NAME_ROOM (FORM_MAX_NAME * 4)
#define BOUNDARY_MAX 256

struct multipart {
	const char *p;
	size_t n;
	char mark[BOUNDARY_MAX + 4]; /* "--boundary" and, uncounted, "--" */
	size_t mark_len;
	bool lf_only;
	struct form *form;
	struct buf scratch;
	size_t named; /* parts with a name, files too */
	size_t nameless;
	bool ended; /* the closing delimiter was there */
};

/* A delimiter line: where it begins (with the line break before) and ends. */
struct delimiter {
	size_t from, to;
	bool closing;
};

struct part {
	struct str disposition, type, coding;
	struct str body;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether "--boundary" at that line start is a delimiter; measures it. */
static bool
measure(const struct multipart *m, size_t at, struct delimiter *d)
{
	size_t i = at + m->mark_len;

	d->from = at;
	if (at > 0)
		d->from--;
	if (d->from > 0 && m->p[d->from - 1] == '\r')
		d->from--;
	else if (at > 0 && !m->lf_only)
		return false;
	d->closing = m->n - i >= 2 && memcmp(m->p + i, "--", 2) == 0;
	while (i < m->n && (m->p[i] == ' ' || m->p[i] == '\t'))
		i++;
	d->to = i + (i < m->n);
	if (d->closing || i == m->n || (m->p[i] == '\n' && m->lf_only))
		return true;
	if (m->p[i] != '\r' || m->n - i < 2 || m->p[i + 1] != '\n')
		return false;
	d->to++;
	return true;
}

/* Finds the first delimiter line from there, the start of a line, on. */
static bool
find_delimiter(const struct multipart *m, size_t at, struct delimiter *d)
{
	const char *lf;

	while (at < m->n) {
		if (m->n - at >= m->mark_len &&
		    memcmp(m->p + at, m->mark, m->mark_len) == 0 &&
		    measure(m, at, d))
			return true;
		lf = memchr(m->p + at, '\n', m->n - at);
		if (lf == NULL)
			return false;
		at = (size_t)(lf - m->p) + 1;
	}
	return false;
}

/* Whether the quote at i ends the value: nothing or ";" comes behind it. */
static bool
quote_ends(struct str s, size_t i)
{
	for (i++; i < s.n && is_blank(s.p[i]); i++)
		;
	return i == s.n || s.p[i] == ';';
}

/*
 * Takes a value off the front of rest.  Browsers leave a backslash alone and
 * others write \" for a quote; what follows it tells which was meant.
 */
static struct str
take_value(struct str *rest)
{
	struct str value = *rest;
	size_t i = 0;

	if (rest->n > 0 && rest->p[0] == '"') {
		value.p++;
		for (i = 1; i < rest->n && rest->p[i] != '"'; i++)
			if (rest->p[i] == '\\' && i + 1 < rest->n &&
			    rest->p[i + 1] == '"' && !quote_ends(*rest, i + 1))
				i++;
		value.n = i - 1;
	}
	while (i < rest->n && rest->p[i] != ';')
		i++;
	if (value.p == rest->p)
		value.n = i;
	rest->p += i;
	rest->n -= i;
	return value;
}

/* Undoes %22, %0D and %0A (as browsers write them) and \".  Length or -1. */
static long
undo_value(struct str raw, char *out, size_t max)
{
	static const struct {
		const char *written;
		size_t len;
		char meant;
	} codes[] = { { "\\\"", 2, '"' }, { "%22", 3, '"' }, { "%0D", 3, '\r' },
		{ "%0d", 3, '\r' }, { "%0A", 3, '\n' }, { "%0a", 3, '\n' } };
	size_t len = 0, i = 0, k;
	const size_t ncodes = sizeof(codes) / sizeof(codes[0]);

	while (i < raw.n) {
		if (len == max)
			return -1;
		for (k = 0; k < ncodes; k++)
			if (raw.n - i >= codes[k].len &&
			    memcmp(raw.p + i, codes[k].written, codes[k].len) ==
				0)
				break;
		out[len++] = k < ncodes ? codes[k].meant : raw.p[i];
		i += k < ncodes ? codes[k].len : 1;
	}
	return (long)len;
}

/* Finds a parameter of Content-Disposition. */
static bool
find_parameter(struct str rest, const char *name, struct str *value)
{
	struct str key;

	while (rest.n > 0) {
		while (rest.n > 0 && (is_blank(rest.p[0]) || rest.p[0] == ';'))
			rest = (struct str){ rest.p + 1, rest.n - 1 };
		key = (struct str){ rest.p, 0 };
		while (key.n < rest.n && key.p[key.n] != ';' &&
		    key.p[key.n] != '=')
			key.n++;
		rest = (struct str){ rest.p + key.n, rest.n - key.n };
		if (rest.n == 0 || rest.p[0] == ';')
			continue;
		rest = (struct str){ rest.p + 1, rest.n - 1 };
		*value = take_value(&rest);
		if (http_name_is(http_trim(key), name))
			return true;
	}
	return false;
}

/* The line at the front of rest, without its line break, which goes too. */
static struct str
take_line(struct str *rest)
{
	const char *lf = rest->n == 0 ? NULL : memchr(rest->p, '\n', rest->n);
	struct str line = *rest;
	size_t n = lf == NULL ? rest->n : (size_t)(lf - rest->p) + 1;

	line.n = lf == NULL ? n : n - 1;
	if (lf != NULL && line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	rest->p += n;
	rest->n -= n;
	return line;
}

/* Splits "name: value"; false if the line is not that. */
static bool
split_field(struct str line, struct str *name, struct str *value)
{
	size_t i = 0;

	while (
	    i < line.n && (http_class[(uint8_t)line.p[i]] & HTTP_IS_TOKEN) != 0)
		i++;
	if (i == 0 || i == line.n || line.p[i] != ':')
		return false;
	*name = (struct str){ line.p, i };
	*value = http_trim((struct str){ line.p + i + 1, line.n - i - 1 });
	return true;
}

/*
 * Reads the header of a part.  Its body begins behind the empty line, or
 * with the first line that cannot belong to a header.
 */
static void
read_part(struct str rest, struct part *part)
{
	static const struct str none = { NULL, 0 };
	struct str *current = NULL, line, name, value, before;

	*part = (struct part){ none, none, none, none };
	for (before = rest; before.n > 0; before = rest) {
		line = take_line(&rest);
		if (line.n == 0)
			break;
		if (is_blank(line.p[0]) && current != NULL) {
			/* A folded line: the value goes on. */
			current->n = (size_t)(line.p + line.n - current->p);
			continue;
		}
		if (!split_field(line, &name, &value)) {
			rest = before;
			break;
		}
		current = http_name_is(name, "content-disposition")
		    ? &part->disposition
		    : http_name_is(name, "content-type") ? &part->type
		    : http_name_is(name, "content-transfer-encoding")
		    ? &part->coding
		    : NULL;
		if (current != NULL)
			*current = value;
	}
	part->body = rest;
}

/* Adds a part to the form.  0, or -1 for no memory. */
static int
add_part(struct multipart *m, const struct part *part)
{
	char name[NAME_ROOM];
	struct str raw, value;
	struct str charset = { NULL, 0 };
	long name_len = -1;

	if (find_parameter(part->disposition, "name", &raw))
		name_len = undo_value(raw, name, sizeof(name));
	if (name_len < 0) {
		m->nameless++;
		m->form->dropped++;
		return 0;
	}
	m->named++;
	if (find_parameter(part->disposition, "filename", &raw) ||
	    find_parameter(part->disposition, "filename*", &raw)) {
		m->form->dropped++;
		return 0;
	}
	find_parameter(part->type, "charset", &charset);
	value =
	    form_transfer_undo(part->coding, charset, part->body, &m->scratch);
	if (m->scratch.failed)
		return -1;
	return form_add(m->form, (struct str){ name, (size_t)name_len }, value);
}

/*
 * Where a last part without a boundary behind it ends: before a line that
 * was going to be the boundary, and before the line break in front of it.
 */
static size_t
cut_end(const struct multipart *m, size_t from)
{
	const char *lf = memrchr(m->p + from, '\n', m->n - from);
	size_t at, tail;

	if (lf == NULL)
		return m->n;
	at = (size_t)(lf - m->p);
	tail = m->n - at - 1;
	if (tail >= m->mark_len + 2 || memcmp(lf + 1, m->mark, tail) != 0)
		return m->n;
	return at > from && m->p[at - 1] == '\r' ? at - 1 : at;
}

static int
read_parts(struct multipart *m)
{
	struct delimiter d, next;
	struct part part;
	size_t end;
	bool more;

	m->lf_only = true;
	more = find_delimiter(m, 0, &d);
	m->lf_only = more && !d.closing && d.to >= 2 && m->p[d.to - 2] != '\r';
	while (more && !d.closing) {
		more = find_delimiter(m, d.to, &next);
		end = more ? next.from : cut_end(m, d.to);
		if (end > d.to) {
			read_part(
			    (struct str){ m->p + d.to, end - d.to }, &part);
			if (add_part(m, &part) == -1)
				return -1;
		}
		if (more)
			d = next;
	}
	m->ended = more;
	if (m->named > 0 || (m->ended && m->nameless == 0))
		return 0;
	return -1;
}

static void
set_boundary(struct multipart *m, struct str boundary)
{
	memcpy(m->mark, "--", 2);
	memcpy(m->mark + 2, boundary.p, boundary.n);
	memcpy(m->mark + 2 + boundary.n, "--", 2);
	m->mark_len = boundary.n + 2;
}

/* The boundary on the first line, if it is another than the one announced. */
static struct str
own_boundary(const struct multipart *m, struct str announced)
{
	struct str rest = { m->p, m->n }, line = take_line(&rest);

	line = http_trim(line);
	if (line.n < 3 || line.n > BOUNDARY_MAX ||
	    memcmp(line.p, "--", 2) != 0 ||
	    (announced.n > 0 && line.n - 2 >= announced.n &&
		memcmp(line.p + 2, announced.p, announced.n) == 0))
		return (struct str){ NULL, 0 };
	return (struct str){ line.p + 2, line.n - 2 };
}

int
form_parse_multipart(
    const uint8_t *p, size_t n, struct str boundary, struct form *f)
{
	struct multipart m = {
		.p = (const char *)p, .n = n, .form = f, .scratch = BUF_INIT
	};
	struct str own;
	int result = -1;

	if (n == 0)
		return -1;
	own = own_boundary(&m, boundary);
	if (boundary.n > 0 && boundary.n <= BOUNDARY_MAX) {
		set_boundary(&m, boundary);
		result = read_parts(&m);
	}
	if (m.named == 0 && own.n > 0 && !f->store.failed &&
	    !m.scratch.failed) {
		set_boundary(&m, own);
		result = read_parts(&m);
	}
	buf_free(&m.scratch);
	return result;
}
