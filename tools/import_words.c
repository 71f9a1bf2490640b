/*
 * import_words.c - words in a file of somebody else compared with ours.
 */
#include "import_words.h"

#include "gehoor/utf8.h"

#define BLANKS " \t\r\n"

/* The folding of ASCII, without more. */
static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static bool
ascii_equal(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return a.n > 0;
}

bool
import_words_equal(struct str a, struct str b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool equal;

	a = str_trim(a, BLANKS);
	b = str_trim(b, BLANKS);
	if (is_ascii(a) && is_ascii(b))
		return ascii_equal(a, b);
	equal = a.n > 0 && b.n > 0 && utf8_fold(&x, a.p, a.n) == 0 &&
	    utf8_fold(&y, b.p, b.n) == 0 && x.len == y.len && x.len > 0 &&
	    memcmp(x.data, y.data, x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return equal;
}

bool
import_words_among(struct str word, const char *list)
{
	for (size_t n; *list != '\0'; list += n) {
		n = strcspn(list, " ");
		if (n > 0 && import_words_equal(word, (struct str){ list, n }))
			return true;
		n += list[n] == ' ';
	}
	return false;
}

bool
import_words_mean(
    struct str word, const char *id, const struct conf_words *label)
{
	if (import_words_equal(word, str_of(id)))
		return true;
	for (size_t i = 0; label != NULL && i < label->n; i++)
		if (import_words_equal(word, str_of(label->text[i])))
			return true;
	return false;
}
