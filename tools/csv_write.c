/*
 * csv_write.c - rows of text as CSV.
 */
#include "csv_write.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"
#define LINE_END "\r\n"

const struct csv_dialect csv_dialects[] = {
	{ "rfc4180", ',', false },
	{ "excel-nl", ';', true },
	{ NULL, 0, false },
};

const struct csv_dialect *
csv_dialect_find(const char *name)
{
	for (size_t i = 0; csv_dialects[i].name != NULL; i++)
		if (strcmp(csv_dialects[i].name, name) == 0)
			return &csv_dialects[i];
	return NULL;
}

void
csv_begin(struct buf *b, const struct csv_dialect *d)
{
	if (d->bom)
		buf_adds(b, BOM);
}

/* What needs no quotes, whatever the separator. */
static bool
is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Whether it begins like a formula, perhaps behind apostrophes. */
static bool
is_formula(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] == '\'')
		i++;
	return i < s.n && s.p[i] != '\0' && strchr("=+-@\t\r", s.p[i]) != NULL;
}

void
csv_field(struct buf *b, struct str text)
{
	bool guard = is_formula(text);
	const char *quote;
	size_t i = 0;

	while (i < text.n && is_plain((unsigned char)text.p[i]))
		i++;
	if (i == text.n && !guard) {
		buf_addstr(b, text);
		return;
	}
	buf_adds(b, guard ? "\"'" : "\"");
	while ((quote = memchr(text.p, '"', text.n)) != NULL) {
		size_t n = (size_t)(quote + 1 - text.p);

		buf_add(b, text.p, n);
		buf_addc(b, '"');
		text = (struct str){ text.p + n, text.n - n };
	}
	buf_addstr(b, text);
	buf_addc(b, '"');
}

struct str
csv_unguarded(struct str field)
{
	if (field.n > 0 && field.p[0] == '\'' && is_formula(field))
		return (struct str){ field.p + 1, field.n - 1 };
	return field;
}

void
csv_row_put(struct buf *b, const struct csv_dialect *d,
    const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(b, d->separator);
		csv_field(b, fields[i]);
	}
	buf_adds(b, LINE_END);
}
