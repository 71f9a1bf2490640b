/*
 * scan_mail.c - mail addresses.
 *
 * A name of letters, digits and . _ % + - (of RFC 5322 what people use), an
 * "@", and a host with a dot.  Also as people spell it so that machines do
 * not see it: "jan punt smit apenstaart gmail punt com", "jan [at] gmail.com".
 * Since "at" is a word too, a bare one asks for a name with a figure in it or
 * for a host of mail.
 */
#include "scan_parts.h"

#define LOCAL_MAX 64 /* RFC 5321, 4.5.3.1 */
#define DOMAIN_MAX 255
#define LABELS_MAX 6
#define PARTS_MAX 4 /* of a name with "punt" */

static const char at_words[] = " at apenstaart apenstaartje apestaart"
			       " apestaartje apenst małpa собака ";
static const char dot_words[] = " punt dot kropka крапка nokta ";
static const char mail_hosts[] = " gmail googlemail hotmail outlook icloud"
				 " yahoo kpnmail protonmail hetnet upcmail"
				 " ziggo ";
static const char other_hosts[] = " live home kpn planet xs telfort casema"
				  " chello quicknet proton msn solcon tele"
				  " zeelandnet caiway wp interia onet ukr gmx"
				  " mail yandex ";

enum at { NO_AT, SURE_AT, WEAK_AT };

static bool
is_local(uint32_t c)
{
	return glyph_is_letter(c) || glyph_is_digit(c) ||
	    (c > 0 && c < 0x80 && strchr("._%+-", (int)c) != NULL);
}

/* Whether a name may begin at i: not in the middle of one. */
static bool
may_begin(struct str t, size_t i)
{
	struct glyph g = glyph_before(t, i);

	if (glyph_is_letter(g.c) || glyph_is_digit(g.c) || g.c == '@')
		return false;
	if (!is_local(g.c))
		return true;
	g = glyph_before(t, i - g.n);
	return !glyph_is_letter(g.c) && !glyph_is_digit(g.c);
}

/* Where the bracket of a pair is that begins at i; NUL: none. */
static uint32_t
closing(uint32_t c)
{
	return c == '[' ? ']' : c == '(' ? ')' : c == '{' ? '}' : 0;
}

/*
 * Behind a word of the list that stands apart or in brackets, at i; 0: not
 * there.  Bare says which.
 */
static size_t
spelled(struct str t, size_t i, const char *list, bool *bare)
{
	size_t from = skip_blanks(t, i, 1);
	struct glyph open = glyph_at(t, from);
	uint32_t close = closing(open.c);
	struct scan_word w;

	*bare = close == 0;
	if (*bare && from == i)
		return 0;
	if (!word_at(t, from + (*bare ? 0 : open.n), &w) || !word_in(&w, list))
		return 0;
	i = w.end;
	open = glyph_at(t, i);
	if (!*bare && open.c != close)
		return 0;
	i += *bare ? 0 : open.n;
	from = skip_blanks(t, i, 1);
	return *bare && from == i ? 0 : from;
}

/* Behind a dot, or what is read as one, at i; 0: there is none. */
static size_t
dot(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);
	bool bare;

	if (g.c == '.')
		return i + g.n;
	if (closing(g.c) != 0 && glyph_at(t, i + g.n).c == '.' &&
	    glyph_at(t, i + g.n + 1).c == closing(g.c))
		return i + g.n + 2;
	return spelled(t, i, dot_words, &bare);
}

/* Behind the name that begins at i; *odd: it is not a mere word. */
static size_t
local_end(struct str t, size_t i, bool *odd)
{
	const size_t start = i;
	size_t end = i, next = i;
	struct glyph g;
	bool bare;

	*odd = false;
	for (unsigned k = 0; k < PARTS_MAX; k++) {
		*odd = *odd || k > 0;
		i = next;
		for (g = glyph_at(t, i); is_local(g.c) && i - start < LOCAL_MAX;
		     g = glyph_at(t, i)) {
			*odd = *odd || !glyph_is_letter(g.c);
			i += g.n;
		}
		if (i == next)
			break;
		end = i;
		next = spelled(t, i, dot_words, &bare);
		if (next == 0)
			break;
	}
	return end;
}

/* Behind the "@" at i or what is read as one. */
static enum at
at_sign(struct str t, size_t *i)
{
	size_t from = skip_blanks(t, *i, 2), end;
	struct glyph g = glyph_at(t, from);
	struct scan_word w;
	bool bare;

	if (g.c == '@') {
		end = skip_blanks(t, from + g.n, 2);
		bare = from > *i || end > from + g.n;
		*i = end;
		return bare ? WEAK_AT : SURE_AT;
	}
	from = *i;
	*i = spelled(t, from, at_words, &bare);
	if (*i == 0)
		return NO_AT;
	bare = bare && word_next(t, from, "", &w) && word_in(&w, " at ");
	return bare ? WEAK_AT : SURE_AT;
}

/* Behind the label at i; *letters: how many, 0 if not letters only. */
static size_t
label_end(struct str t, size_t i, unsigned *letters)
{
	const size_t start = i;
	struct glyph g = glyph_at(t, i);
	bool only = true;

	*letters = 0;
	for (; glyph_is_letter(g.c) || glyph_is_digit(g.c) || g.c == '-';
	     g = glyph_at(t, i)) {
		if (i - start >= SCAN_WORD_MAX)
			break;
		only = only && glyph_is_letter(g.c);
		++*letters;
		i += g.n;
	}
	*letters = only ? *letters : 0;
	return i;
}

/*
 * Behind the host at i: as far as a label of letters behind a dot; or a bare
 * host of mail.  0 when there is none, or when it is not sure enough.
 */
static size_t
domain_end(struct str t, size_t i, bool sure)
{
	struct scan_word first;
	const size_t start = i;
	size_t end = 0, next;
	unsigned letters;

	if (!word_at(t, i, &first))
		first.low[0] = '\0';
	if (!sure && !word_in(&first, mail_hosts) &&
	    !word_in(&first, other_hosts))
		return 0;
	for (unsigned k = 0; k < LABELS_MAX && i - start < DOMAIN_MAX; k++) {
		next = label_end(t, i, &letters);
		if (next == i)
			break;
		if (k > 0 && letters > 1)
			end = next;
		i = dot(t, next);
		if (i == 0)
			break;
	}
	if (end == 0 && word_in(&first, mail_hosts))
		end = first.end;
	return end;
}

bool
scan_mail(const struct scan_in *in, size_t i, struct scan_span *s)
{
	enum at at;
	size_t j;
	bool odd;

	struct glyph g = glyph_at(in->t, i);

	if ((!glyph_is_letter(g.c) && !glyph_is_digit(g.c)) ||
	    !may_begin(in->t, i))
		return false;
	s->start = i;
	j = local_end(in->t, i, &odd);
	at = at_sign(in->t, &j);
	if (j == i || at == NO_AT)
		return false;
	s->end = domain_end(in->t, j, at == SURE_AT || odd);
	return s->end > 0;
}
