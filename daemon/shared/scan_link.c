/*
 * scan_link.c - addresses of the web, and names of accounts.
 *
 * What begins with http or www is an address however it goes on.  Without
 * that the end of a name must be a known one, and of those that are words as
 * well ("gebeld.nu") more must follow or stand in the name.
 */
#include "scan_parts.h"

#define LINK_MAX 512

static const char ends[] =
    " nl com org net eu io info vip tv gg app shop online site club xyz uk fr"
    " pl tr ua co biz amsterdam frl email ly es it ru edu gov dev ai at ch ";
static const char wordy_ends[] =
    " nu de be me click top live link world fun store help ";
static const char cues[] =
    " insta instagram snap snapchat tiktok discord ig sc telegram twitter"
    " gamertag account acc snapnaam instanaam handle username ";

static bool
starts_low(struct str t, size_t i, const char *with)
{
	for (; *with != '\0'; with++, i++)
		if (i >= t.n || glyph_lower((uint8_t)t.p[i]) != (uint8_t)*with)
			return false;
	return true;
}

static bool
is_host(uint32_t c)
{
	return c < 0x80 &&
	    (glyph_is_letter(c) || glyph_is_digit(c) || c == '-' || c == '_' ||
		c == '.');
}

static bool
is_mark(uint32_t c)
{
	return c < 0x80 && strchr(".,;:!?)\"'", (int)c) != NULL;
}

/* Behind what has no blank from i on, without the marks that end it. */
static size_t
solid_end(struct str t, size_t i)
{
	size_t end = i, from = i;

	for (struct glyph g = glyph_at(t, i); g.n > 0 && i - from < LINK_MAX;
	     g = glyph_at(t, i)) {
		if (glyph_is_blank(g.c) || g.c == '\n' || g.c == '<' ||
		    g.c == '[' || g.c == ']')
			break;
		i += g.n;
		if (!is_mark(g.c))
			end = i;
	}
	return end;
}

/* Behind the last character of a host from i on, and its last dot. */
static size_t
host_end(struct str t, size_t i, size_t *dot)
{
	size_t from = i;

	*dot = 0;
	for (; i < t.n && i - from < LINK_MAX && is_host((uint8_t)t.p[i]); i++)
		if (t.p[i] == '.' && i + 1 < t.n &&
		    is_host((uint8_t)t.p[i + 1]) && t.p[i + 1] != '.')
			*dot = i;
	while (i > from && is_mark((uint8_t)t.p[i - 1]))
		i--;
	return i;
}

/* A name that says by more than its end that it is one. */
static bool
is_tricky(struct str t, size_t i, size_t dot)
{
	for (; i < dot; i++)
		if (!glyph_is_letter((uint8_t)t.p[i]))
			return true;
	return false;
}

static size_t
bare_end(struct str t, size_t i)
{
	struct scan_word w;
	size_t dot, end = host_end(t, i, &dot);
	bool path;

	if (dot < i + 1 || end <= dot + 2 || !word_at(t, dot + 1, &w) ||
	    w.end < end)
		return 0;
	path =
	    end + 1 < t.n && t.p[end] == '/' && is_host((uint8_t)t.p[end + 1]);
	if (!path && !w.capital && word_in(&w, ends))
		return end;
	if (path ||
	    (!w.capital && word_in(&w, wordy_ends) && is_tricky(t, i, dot)))
		return path ? solid_end(t, end) : end;
	return 0;
}

/* Whether i stands within a name or behind the @ of an address. */
static bool
is_within(struct str t, size_t i)
{
	struct glyph g = glyph_before(t, i);

	return glyph_is_letter(g.c) || glyph_is_digit(g.c) || g.c == '@' ||
	    g.c == '_' ||
	    (g.c != 0 && g.c < 0x80 && strchr("-./", (int)g.c) != NULL &&
		i > 1 && is_host((uint8_t)t.p[i - 2]) && t.p[i - 2] != '.');
}

bool
scan_link(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct str t = in->t;

	if (is_within(t, i))
		return false;
	s->start = i;
	if (starts_low(t, i, "http://") || starts_low(t, i, "https://") ||
	    starts_low(t, i, "www."))
		s->end = solid_end(t, i);
	else
		s->end = bare_end(t, i);
	return s->end > i;
}

/* What only an account has: a digit, a line, a dot within. */
static bool
is_handle(struct str t, size_t i, size_t end)
{
	bool any = false, letter = false;

	for (; i < end; i++) {
		any = any || !glyph_is_letter((uint8_t)t.p[i]);
		letter = letter || glyph_is_letter((uint8_t)t.p[i]);
	}
	return any && letter;
}

bool
scan_account(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct str t = in->t;
	size_t dot, from = i + (i < t.n && t.p[i] == '@');
	struct glyph g = glyph_before(t, i);

	s->start = i;
	s->end = host_end(t, from, &dot);
	if (glyph_is_letter(g.c) || glyph_is_digit(g.c) || s->end < from + 2)
		return false;
	if (from > i)
		return is_handle(t, i, s->end);
	return g.c != '.' && g.c != '_' && !glyph_is_hyphen(g.c) &&
	    s->end > i + 3 && is_handle(t, i, s->end) &&
	    word_cued(t, i, cues, 3);
}
