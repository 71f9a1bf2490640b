/*
 * term.c - a term of conf/themes as a person writes it, and as the matcher
 * looks for it.
 *
 *	klacht*		words that begin so	" klacht"
 *	bot		the whole word		" bot "
 *	*plaatsing*	anywhere in a word	"plaatsing"
 *	te laat		words in a row		" te laat "
 *	<n> maanden	a number in between	" # maanden "
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
		return err_set(e, "only <n>, for a number, goes in <>");
	if (memchr(word.p, '*', word.n) != NULL)
		return err_set(e, "a * can stand at the ends of a term only");
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

/* Adds all words; left and right say which ends are open. */
static int
words_add(struct buf *b, struct str text, bool left, bool right, struct err *e)
{
	size_t i = 0;

	while (i < text.n) {
		size_t from = i;
		bool open;

		while (i < text.n && text.p[i] != ' ')
			i++;
		if (i == from)
			return err_set(e,
			    "one blank between words, none "
			    "at the ends");
		open = (left && from == 0) || (right && i == text.n);
		if (word_add(b, (struct str){ text.p + from, i - from }, open,
			e) == -1)
			return -1;
		if (i < text.n && ++i == text.n)
			return err_set(e,
			    "one blank between words, none "
			    "at the ends");
	}
	return 0;
}

static int
term_check(const struct buf *b, bool left, bool right, struct err *e)
{
	size_t letters = b->len < 2 ? 0 : b->len - !left - !right;
	size_t least = left && right ? TERM_LEAST_INFIX
	    : left || right          ? TERM_LEAST_PREFIX
				     : TERM_LEAST_CLOSED;

	if (b->failed)
		return err_set(
		    e, "no memory, or longer than %d bytes", TERM_MAX);
	if (letters < least)
		return err_set(e,
		    "too short, it would match by chance; "
		    "at least %zu letters",
		    least);
	return 0;
}

int
term_parse(const char *text, struct term *out, struct err *e)
{
	struct str s = str_of(text);
	struct buf b = BUF_INIT;
	bool exception = s.n > 0 && s.p[0] == '!';
	bool left, right;
	int rc;

	b.max = TERM_MAX;
	s.p += exception;
	s.n -= exception;
	left = s.n > 0 && s.p[0] == '*';
	s.p += left;
	s.n -= left;
	right = s.n > 0 && s.p[s.n - 1] == '*';
	s.n -= right;
	if (!left)
		buf_addc(&b, ' ');
	rc = words_add(&b, s, left, right, e);
	if (rc == 0 && right && b.len > 0)
		b.len--; /* the blank behind the last word */
	if (rc == 0)
		rc = term_check(&b, left, right, e);
	if (rc == 0 && b.data != NULL) {
		memset(out, 0, sizeof(*out));
		memcpy(out->bytes, b.data, b.len);
		out->len = b.len;
		out->exception = exception;
	}
	buf_free(&b);
	return rc;
}
