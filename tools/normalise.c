/*
 * normalise.c - the form in which texts and terms are compared.
 *
 * Two steps.  Folding takes away what spelling does not need: capitals,
 * accents, typographic forms.  Cutting into words then drops apostrophes
 * ("foto's" is "fotos"), joins initials ("o.t.s." is "ots"), shortens
 * stretched letters ("nooooit" is "nooit") and undoes chat spelling (chat.c).
 */
#include "normalise.h"

#include "chat.h"
#include "gehoor/utf8.h"

enum kind { KIND_LETTER, KIND_DIGIT, KIND_DROP, KIND_STOP, KIND_BLANK };

/* The text under way. */
struct words {
	struct buf *out;
	unsigned how;
	unsigned found;
	size_t start;     /* where the word began, in out */
	size_t run;       /* how often the last letter came in a row */
	size_t since_dot; /* letters since the word or its last dot */
};

/* Code points that are no part of a word; ends with to 0. */
static const struct {
	uint32_t from, to;
	enum kind kind;
} marks[] = { { 0x80, 0xa9, KIND_BLANK }, { 0xab, 0xac, KIND_BLANK },
	{ 0xad, 0xad, KIND_DROP }, /* soft hyphen */
	{ 0xae, 0xb4, KIND_BLANK }, { 0xb6, 0xb9, KIND_BLANK },
	{ 0xbb, 0xbf, KIND_BLANK }, { 0xd7, 0xd7, KIND_BLANK },
	{ 0xf7, 0xf7, KIND_BLANK },
	{ 0x2b9, 0x2bf, KIND_DROP },  /* modifier apostrophes */
	{ 0x60c, 0x60c, KIND_BLANK }, /* Arabic comma */
	{ 0x61b, 0x61b, KIND_STOP },
	{ 0x61f, 0x61f, KIND_STOP },   /* Arabic question mark */
	{ 0x1362, 0x1362, KIND_STOP }, /* Ethiopic full stop */
	{ 0x1361, 0x1368, KIND_BLANK },
	{ 0x200b, 0x200f, KIND_DROP }, /* of no width */
	{ 0x2018, 0x201b, KIND_DROP }, /* typographic apostrophes */
	{ 0x2060, 0x206f, KIND_DROP },
	{ 0x2000, 0x2bff, KIND_BLANK }, /* punctuation and symbols */
	{ 0x3000, 0x3004, KIND_BLANK },
	{ 0xfe00, 0xfe0f, KIND_DROP }, /* variation selectors */
	{ 0xfeff, 0xfeff, KIND_DROP }, { 0xfff0, 0xffff, KIND_BLANK },
	{ 0x1f000, 0x1ffff, KIND_BLANK }, /* emoji */
	{ 0, 0, KIND_BLANK } };

/* Adds the ASCII run that begins the text; returns its length. */
static size_t
fold_ascii(struct buf *out, struct str text)
{
	uint8_t *to;
	size_t n = 0;

	while (n < text.n && (uint8_t)text.p[n] < 0x80)
		n++;
	if (n == 0 || (to = buf_room(out, n)) == NULL)
		return n;
	for (size_t i = 0; i < n; i++) {
		uint8_t c = (uint8_t)text.p[i];

		to[i] = (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	out->len += n;
	return n;
}

/* Only what is beyond ASCII needs the Unicode tables. */
static size_t
fold_other(struct buf *out, struct str text)
{
	size_t n = 0;

	while (n < text.n && (uint8_t)text.p[n] >= 0x80)
		n++;
	if (utf8_fold(out, text.p, n) == -1)
		buf_addc(out, ' '); /* ill-formed: no word */
	return n;
}

int
normalise_fold(struct buf *out, struct str text)
{
	while (text.n > 0) {
		size_t n = fold_ascii(out, text);

		if (n == 0)
			n = fold_other(out, text);
		text.p += n;
		text.n -= n;
	}
	return out->failed ? -1 : 0;
}

/* Decodes a code point of folded, hence well-formed, text. */
static uint32_t
code_point(const uint8_t *p, size_t left, size_t *len)
{
	size_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	uint32_t c = p[0] & (0xffu >> (n + 1));

	*len = n > left ? left : n;
	for (size_t i = 1; i < *len; i++)
		c = c << 6 | (p[i] & 0x3fu);
	return c;
}

static enum kind
kind_ascii(uint8_t c)
{
	if (c >= 'a' && c <= 'z')
		return KIND_LETTER;
	if (c >= '0' && c <= '9')
		return KIND_DIGIT;
	if (c == '\'' || c == '`')
		return KIND_DROP;
	if (c == '.' || c == '!' || c == '?' || c == ';' || c == ':' ||
	    c == '\n')
		return KIND_STOP;
	return KIND_BLANK;
}

/* What stands at p, and how many bytes long it is. */
static enum kind
kind_of(const uint8_t *p, size_t left, size_t *len)
{
	uint32_t c;

	*len = 1;
	if (*p < 0x80)
		return kind_ascii(*p);
	c = code_point(p, left, len);
	for (size_t i = 0; marks[i].to != 0; i++)
		if (c >= marks[i].from && c <= marks[i].to)
			return marks[i].kind;
	return KIND_LETTER;
}

/* As buf_addc, but without a call where there is room: once a byte. */
static inline void
put(struct buf *b, char c)
{
	if (b->len < b->cap && b->max == 0 && !b->failed)
		b->data[b->len++] = (uint8_t)c;
	else
		buf_addc(b, c);
}

static bool
in_word(const struct words *w)
{
	return w->out->len > w->start;
}

/* "3", "3e", "2de", "8ste", "4x". */
static bool
is_number(struct str word)
{
	size_t digits = 0;
	struct str rest;

	while (
	    digits < word.n && word.p[digits] >= '0' && word.p[digits] <= '9')
		digits++;
	rest = (struct str){ word.p + digits, word.n - digits };
	return digits > 0 &&
	    (rest.n == 0 || str_is(rest, "e") || str_is(rest, "de") ||
		str_is(rest, "ste") || str_is(rest, "x"));
}

/* Ends the word: looks it up, and puts the blank behind it. */
static void
word_end(struct words *w)
{
	struct str word;
	const char *other = NULL;

	if (!in_word(w))
		return;
	word = (struct str){ (const char *)w->out->data + w->start,
		w->out->len - w->start };
	if (is_number(word))
		other = "#";
	else if ((w->how & NORMALISE_PLAIN) == 0)
		other = chat_lookup(word);
	if (other != NULL && other[0] == '#') {
		w->found |= NORMALISE_NUMBERS;
		if ((w->how & NORMALISE_NUMBERS) == 0)
			other = NULL;
	}
	if (other != NULL) {
		w->out->len = w->start;
		buf_adds(w->out, other);
	}
	put(w->out, ' ');
	w->start = w->out->len;
	w->run = 0;
	w->since_dot = 0;
}

/* Three and more of a letter in a row are two, or one. */
static void
letter(struct words *w, char c)
{
	bool again = in_word(w) && w->run > 0 &&
	    (char)w->out->data[w->out->len - 1] == c;

	w->run = again ? w->run + 1 : 1;
	w->since_dot++;
	if (w->run < 3) {
		put(w->out, c);
		return;
	}
	w->found |= NORMALISE_SINGLE;
	if (w->run == 3 && (w->how & NORMALISE_SINGLE) != 0)
		w->out->len--;
}

/* A sentence ends, unless the dot is one between initials. */
static void
stop(struct words *w, const uint8_t *p, size_t left)
{
	size_t len;

	if (*p == '.' && w->since_dot == 1 && left > 1 &&
	    kind_of(p + 1, left - 1, &len) == KIND_LETTER) {
		w->since_dot = 0;
		w->run = 0;
		return;
	}
	word_end(w);
	if (w->out->len >= 2 && w->out->data[w->out->len - 2] == '.')
		return;
	buf_adds(w->out, ". ");
	w->start = w->out->len;
}

unsigned
normalise_words(struct buf *out, struct str folded, unsigned how)
{
	struct words w = { .out = out, .how = how };
	const uint8_t *p = (const uint8_t *)folded.p;
	size_t len;

	buf_addc(out, ' ');
	w.start = out->len;
	for (size_t i = 0; i < folded.n && !out->failed; i += len)
		switch (kind_of(p + i, folded.n - i, &len)) {
		case KIND_LETTER:
			if (len == 1) {
				letter(&w, (char)p[i]);
				break;
			}
			/* FALLTHROUGH */
		case KIND_DIGIT:
			buf_add(out, p + i, len);
			w.run = 0;
			w.since_dot++;
			break;
		case KIND_DROP:
			break;
		case KIND_STOP:
			stop(&w, p + i, folded.n - i);
			break;
		case KIND_BLANK:
			word_end(&w);
			break;
		}
	word_end(&w);
	return w.found;
}

size_t
normalise_squeeze(uint8_t *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++)
		if (i == 0 || p[i] != p[i - 1] || p[i] < 'a' || p[i] > 'z')
			p[to++] = p[i];
	return to;
}
