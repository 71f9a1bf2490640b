/*
 * conf_scan.c - goes over the raw text of a configuration before libconfuse.
 *
 * libconfuse's scanner counts lines with a comment twice, refuses comments in
 * a list, stays inside a string for ever when one is not closed, takes a
 * missing closing brace for granted and puts the environment where ${NAME}
 * stands.  So comments are taken out here, and everything else that would
 * end badly is refused with its line.
 */
#include "conf_tree.h"

#include <string.h>

#include "gehoor/utf8.h"

#define DEPTH_MAX 16

struct scan {
	const char *p, *end;
	const char *file;
	int line;
	bool after_quote;    /* the last token was in quotes */
	int open[DEPTH_MAX]; /* lines of the braces not yet closed */
	size_t depth;
	struct buf *out;
	struct err *e;
};

static int
scan_wrong(const struct scan *s, int line, const char *value, const char *right,
    const char *what)
{
	return conf_wrong_at(
	    s->e, s->file, line, "syntax", value, right, "%s", what);
}

/* Whether the text goes on with these characters. */
static bool
ahead(const struct scan *s, const char *lit)
{
	size_t n = strlen(lit);

	return (size_t)(s->end - s->p) >= n && memcmp(s->p, lit, n) == 0;
}

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c != '\0' && strchr("_.:/@-", c));
}

/* Moves n characters to the output, counting lines. */
static void
take(struct scan *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		s->line += s->p[i] == '\n';
	buf_add(s->out, s->p, n);
	s->p += n;
}

/* Every byte must be text: UTF-8, no control but TAB and line ends. */
static int
scan_bytes(const struct scan *s)
{
	const char *p = s->p, *eol, *c;
	int line = 1;

	for (; p < s->end; p = eol + 1, line++) {
		eol = memchr(p, '\n', (size_t)(s->end - p));
		if (eol == NULL)
			eol = s->end;
		if (!utf8_is_valid(p, (size_t)(eol - p)))
			return scan_wrong(
			    s, line, "", "save the file as UTF-8", "not UTF-8");
		for (c = p; c < eol; c++) {
			if (((unsigned char)*c < 0x20 && *c != '\t' &&
				!(*c == '\r' && c + 1 == eol)) ||
			    *c == 0x7f)
				return scan_wrong(s, line, "", "take it out",
				    "a control character");
		}
	}
	return 0;
}

/* Leaves out a comment, all but its line ends. */
static int
scan_comment(struct scan *s)
{
	bool block = ahead(s, "/*");
	int first = s->line;

	s->p += block ? 2 : 1;
	while (s->p < s->end && !(block ? ahead(s, "*/") : *s->p == '\n')) {
		if (*s->p == '\n')
			take(s, 1);
		else
			s->p++;
	}
	if (!block)
		return 0;
	if (s->p == s->end)
		return scan_wrong(s, first, "/*", "end the comment with */",
		    "the comment is not closed");
	s->p += 2;
	buf_addc(s->out, ' ');
	return 0;
}

/* One backslash and what follows it. */
static int
scan_escape(struct scan *s, char quote)
{
	const char shown[3] = { '\\', s->p + 1 < s->end ? s->p[1] : '\0', 0 };

	if (s->p + 1 == s->end) {
		take(s, 1);
		return 0;
	}
	if (quote == '"' && strchr("\\\"nt\n", s->p[1]) == NULL)
		return scan_wrong(s, s->line, shown,
		    "write \\\\ for a backslash; \\\" \\n and \\t are known",
		    "unknown escape");
	take(s, 2);
	return 0;
}

static int
scan_string(struct scan *s)
{
	char quote = *s->p;
	int first = s->line;

	take(s, 1);
	while (s->p < s->end && *s->p != quote) {
		if (ahead(s, "${"))
			return scan_wrong(s, s->line, "${",
			    "write the value itself; the environment is "
			    "not read",
			    "${ is not allowed in a value");
		if (ahead(s, "\r\n"))
			s->p++;
		else if (*s->p != '\\')
			take(s, 1);
		else if (scan_escape(s, quote) == -1)
			return -1;
	}
	if (s->p == s->end)
		return scan_wrong(s, first, "",
		    "end the text with the quote it begins with",
		    "the text in quotes is not closed");
	take(s, 1);
	s->after_quote = true;
	return 0;
}

static int
scan_brace(struct scan *s)
{
	if (*s->p == '{' && s->depth == DEPTH_MAX)
		return scan_wrong(s, s->line, "{",
		    "close the sections and "
		    "lists before",
		    "too many braces within each other");
	if (*s->p == '}' && s->depth == 0)
		return scan_wrong(s, s->line, "}",
		    "take it out, or look for a section that was closed "
		    "before",
		    "a closing brace too many");
	if (*s->p == '{')
		s->open[s->depth++] = s->line;
	else
		s->depth--;
	take(s, 1);
	return 0;
}

static int
scan_blanks(struct scan *s)
{
	while (s->p < s->end) {
		if (ahead(s, "#") || ahead(s, "//") || ahead(s, "/*")) {
			if (scan_comment(s) == -1)
				return -1;
		} else if (ahead(s, "\r\n")) {
			s->p++;
		} else if (strchr(" \t\n", *s->p) != NULL) {
			take(s, 1);
		} else {
			break;
		}
	}
	return 0;
}

/* The rest of include("PATTERN"), written as include = "PATTERN". */
static int
scan_include(struct scan *s)
{
	int line = s->line;
	size_t i;
	const char form[] = "(\")";

	for (i = 0; form[i] != '\0'; i++) {
		if (scan_blanks(s) == -1)
			return -1;
		if (s->p == s->end || *s->p != form[i])
			return scan_wrong(s, line, "include",
			    "write include(\"boxes/*.conf\")",
			    "include is not written as it should be");
		if (form[i] == '"') {
			if (scan_string(s) == -1)
				return -1;
			continue;
		}
		buf_addc(s->out, form[i] == '(' ? '=' : ' ');
		s->p++;
	}
	s->after_quote = false;
	return 0;
}

static int
scan_word(struct scan *s)
{
	size_t n = 0;

	while (s->p + n < s->end && is_word_char(s->p[n]))
		n++;
	take(s, n);
	if (n == 7 && memcmp(s->p - n, "include", n) == 0)
		return scan_include(s);
	return 0;
}

/* What may not stand outside quotes. */
static int
scan_stray(const struct scan *s)
{
	size_t n = 1;
	char shown[5] = { 0 };

	while (s->p + n < s->end && n < 4 &&
	    ((unsigned char)s->p[n] & 0xc0) == 0x80)
		n++;
	memcpy(shown, s->p, n);
	if (ahead(s, "${"))
		return scan_wrong(s, s->line, "${",
		    "write the value itself; "
		    "the environment is not read",
		    "${ is not allowed in a value");
	if (ahead(s, "+="))
		return scan_wrong(s, s->line,
		    "+=", "write the whole list at one place",
		    "+= is not known");
	return scan_wrong(s, s->line, shown, "put the value in \"quotes\"",
	    "a character that may only stand in quotes");
}

static int
scan_token(struct scan *s)
{
	bool after_quote = s->after_quote;

	s->after_quote = false;
	if (*s->p == '"' || *s->p == '\'')
		return scan_string(s);
	if (*s->p == '{' || *s->p == '}')
		return scan_brace(s);
	if (is_word_char(*s->p))
		return scan_word(s);
	if (*s->p == '=' && after_quote)
		return scan_wrong(s, s->line, "=",
		    "write the name of the setting without quotes",
		    "the name of a setting is in quotes");
	if (*s->p != '=' && *s->p != ',')
		return scan_stray(s);
	take(s, 1);
	return 0;
}

int
conf_scan(const char *text, size_t n, const char *file, struct buf *out,
    struct err *e)
{
	struct scan s = { .p = text,
		.end = text + n,
		.file = file,
		.line = 1,
		.out = out,
		.e = e };

	if (ahead(&s, "\xef\xbb\xbf"))
		s.p += 3;
	if (scan_bytes(&s) == -1 || scan_blanks(&s) == -1)
		return -1;
	while (s.p < s.end) {
		if (scan_token(&s) == -1 || scan_blanks(&s) == -1)
			return -1;
	}
	if (s.depth > 0)
		return scan_wrong(&s, s.open[s.depth - 1], "{",
		    "put the closing brace } where the section or list ends",
		    "the brace is not closed");
	return out->failed ? conf_no_memory(e) : 0;
}
