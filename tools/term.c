/*
 * term.c - a term of conf/themes as a person writes it, and as the matcher
 * looks for it.
 *
 *	klacht*		words that begin so	" klacht"
 *	bot		the whole word		" bot "
 *	*plaatsing*	anywhere in a word	"plaatsing"
 *	te laat		words in a row		" te laat "
 *	<n> maanden	a number in between	" # maanden "
 *	belt * terug	words in between	" belt ", gap, " terug "
 *	<niet> gebeld	a word of a concept	niet, " gebeld "
 *	!veilig thuis	an exception		" veilig thuis "
 *
 * Words are normalised as texts are, or a term in chat spelling or with an
 * accent would never be found.
 */
#include "term.h"

#include <string.h>

#include "normalise.h"

#define TERM_LEAST_CLOSED 2 /* letters; fewer would match by chance */
#define TERM_LEAST_PREFIX 3
#define TERM_LEAST_INFIX 4

/* The part under way. */
struct parsing {
	struct term *term;
	struct buf part;
	bool left, right; /* ends that are open */
	unsigned gap;     /* before it */
	struct err *err;
};

static bool
is_concept(struct str word)
{
	return word.n > 2 && word.p[0] == '<' && word.p[word.n - 1] == '>' &&
	    !str_is(word, "<n>");
}

/* Adds one word and the blank behind it. */
static int
word_add(struct buf *b, struct str word, bool open, struct err *e)
{
	struct buf folded = BUF_INIT, words = BUF_INIT;
	int rc = 0;

	if (str_is(word, "<n>")) {
		buf_adds(b, "# ");
		return 0;
	}
	if (memchr(word.p, '<', word.n) != NULL)
		return err_set(
		    e, "only <n>, for a number, or a concept goes in <>");
	if (memchr(word.p, '*', word.n) != NULL)
		return err_set(e, "a * stands at an end of a word, or alone");
	if (normalise_fold(&folded, word) == 0)
		normalise_words(&words,
		    (struct str){ (const char *)folded.data, folded.len },
		    open ? NORMALISE_PLAIN : 0);
	if (folded.failed || words.failed)
		rc = err_set(e, "no memory");
	else if (words.len < 3 || memchr(words.data, '.', words.len) != NULL ||
	    (open && memchr(words.data + 1, ' ', words.len - 2) != NULL))
		rc = err_set(e, "write it in letters and digits only");
	else
		buf_add(b, words.data + 1, words.len - 1);
	buf_free(&folded);
	buf_free(&words);
	return rc;
}

static int
part_check(const struct parsing *p)
{
	size_t letters =
	    p->part.len < 2 ? 0 : p->part.len - !p->left - !p->right;
	size_t least = p->left && p->right ? TERM_LEAST_INFIX
	    : p->left || p->right          ? TERM_LEAST_PREFIX
					   : TERM_LEAST_CLOSED;

	if (p->part.failed)
		return err_set(
		    p->err, "no memory, or longer than %d bytes", TERM_MAX);
	if (letters < least)
		return err_set(p->err,
		    "too short, it would match by chance; "
		    "at least %zu letters",
		    least);
	return 0;
}

/* The next part of the term; NULL if there are too many. */
static struct term_part *
part_new(struct parsing *p)
{
	struct term_part *part;

	if (p->term->n == TERM_PARTS) {
		err_set(p->err, "at most %d parts", TERM_PARTS);
		return NULL;
	}
	part = &p->term->parts[p->term->n++];
	part->gap = p->gap;
	p->gap = 0;
	return part;
}

/* Ends the words in a row, if there are any. */
static int
part_end(struct parsing *p)
{
	struct term_part *part;

	if (p->part.len == 0 && !p->part.failed)
		return 0;
	if (p->right && p->part.len > 0)
		p->part.len--; /* the blank behind the last word */
	if (part_check(p) == -1 || (part = part_new(p)) == NULL)
		return -1;
	memcpy(part->bytes, p->part.data, p->part.len);
	part->len = p->part.len;
	buf_clear(&p->part);
	p->left = p->right = false;
	return 0;
}

static int
concept_add(struct parsing *p, struct str word)
{
	struct term_part *part;

	word.p++;
	word.n -= 2;
	if (word.n > TERM_MAX)
		return err_set(p->err, "no concept has so long a name");
	if (part_end(p) == -1 || (part = part_new(p)) == NULL)
		return -1;
	memcpy(part->bytes, word.p, word.n);
	part->len = word.n;
	part->concept = true;
	return 0;
}

/* A gap; at the ends there is nothing for it to be between. */
static int
gap_add(struct parsing *p, bool last)
{
	if (part_end(p) == -1)
		return -1;
	if (last || p->term->n == 0 || p->gap != 0)
		return err_set(
		    p->err, "a * alone stands between two other words");
	p->gap = TERM_GAP;
	return 0;
}

static int
piece_add(struct parsing *p, struct str word, bool last)
{
	bool left, right;

	if (str_is(word, "*"))
		return gap_add(p, last);
	if (is_concept(word))
		return concept_add(p, word);
	left = word.n > 0 && word.p[0] == '*';
	word.p += left;
	word.n -= left;
	right = word.n > 0 && word.p[word.n - 1] == '*';
	word.n -= right;
	if ((left || p->right) && part_end(p) == -1)
		return -1;
	if (p->part.len == 0) {
		p->left = left;
		if (!left)
			buf_addc(&p->part, ' ');
	}
	p->right = right;
	return word_add(&p->part, word, left || right, p->err);
}

static int
pieces_add(struct parsing *p, struct str text)
{
	size_t i = 0;

	while (i < text.n) {
		size_t from = i;

		while (i < text.n && text.p[i] != ' ')
			i++;
		if (i == from || i + 1 == text.n)
			return err_set(p->err,
			    "one blank between words, none "
			    "at the ends");
		if (piece_add(p, (struct str){ text.p + from, i - from },
			i == text.n) == -1)
			return -1;
		i++;
	}
	return 0;
}

int
term_parse(const char *text, struct term *out, struct err *e)
{
	struct str s = str_of(text);
	struct term term = { .n = 0 };
	struct parsing p = { .term = &term, .err = e };
	int rc;

	p.part.max = TERM_MAX;
	term.exception = s.n > 0 && s.p[0] == '!';
	s.p += term.exception;
	s.n -= term.exception;
	rc = pieces_add(&p, s);
	if (rc == 0)
		rc = part_end(&p);
	if (rc == 0 && term.n == 0)
		rc = err_set(e,
		    "too short, it would match by chance; "
		    "at least %d letters",
		    TERM_LEAST_CLOSED);
	if (rc == 0)
		*out = term;
	buf_free(&p.part);
	return rc;
}
