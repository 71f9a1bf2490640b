/*
 * html.c - writing HTML: escaping, and templates with named places.
 */
#include "gehoor/html.h"

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
html_escape(struct buf *b, struct str s)
{
	size_t from = 0;
	const char *to;

	for (size_t i = 0; i < s.n; i++) {
		if ((to = entity(s.p[i])) == NULL)
			continue;
		buf_add(b, s.p + from, i - from);
		buf_adds(b, to);
		from = i + 1;
	}
	if (from < s.n)
		buf_add(b, s.p + from, s.n - from);
}

/* The value of that name, or NULL. */
static const struct html_value *
find_value(struct str name, const struct html_value *v, size_t nv)
{
	for (size_t i = 0; i < nv; i++)
		if (str_is(name, v[i].name))
			return &v[i];
	return NULL;
}

/*
 * Fills the place that begins at p (a "{") and returns what comes behind it,
 * or NULL if no place of ours begins there.
 */
static const char *
fill_place(struct buf *b, const char *p, const struct html_value *v, size_t nv)
{
	size_t braces = p[1] == '{' ? 2 : 1;
	struct str name = { p + braces, 0 };
	const struct html_value *found;

	name.n = strcspn(name.p, "{}");
	if (strncmp(name.p + name.n, "}}", braces) != 0)
		return NULL;
	found = find_value(name, v, nv);
	if (found == NULL)
		return NULL;
	if (braces == 2)
		buf_addstr(b, found->value);
	else
		html_escape(b, found->value);
	return name.p + name.n + braces;
}

void
html_fill(
    struct buf *b, const char *tmpl, const struct html_value *v, size_t nv)
{
	const char *behind;

	for (;;) {
		size_t n = strcspn(tmpl, "{");

		buf_add(b, tmpl, n);
		tmpl += n;
		if (*tmpl == '\0')
			return;
		behind = fill_place(b, tmpl, v, nv);
		if (behind == NULL) {
			buf_addc(b, '{');
			behind = tmpl + 1;
		}
		tmpl = behind;
	}
}
