/*
 * words.c - what people read in one language, ready to be put into pages.
 */
#include "words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
words_replace(
    struct buf *b, const char *text, const char *name, const char *value)
{
	size_t n = strlen(name);
	const char *at;

	while ((at = strchr(text, '{')) != NULL) {
		buf_add(b, text, (size_t)(at - text));
		if (strncmp(at + 1, name, n) == 0 && at[1 + n] == '}') {
			buf_adds(b, value);
			text = at + n + 2;
		} else {
			buf_addc(b, '{');
			text = at + 1;
		}
	}
	buf_adds(b, text);
}

/* The text of the language file with the organisation's name in it. */
static char *
with_organisation(const char *text, const struct conf *c)
{
	struct buf b = BUF_INIT;
	char *copy = NULL;
	const char *s;

	words_replace(&b, text, "organisation", c->organisation);
	if ((s = buf_cstr(&b)) != NULL)
		copy = strdup(s);
	buf_free(&b);
	return copy;
}

int
words_init(struct words *w, const struct conf *c, const struct conf_lang *lang,
    bool polite)
{
	*w = (struct words){ .conf = c, .lang = lang };
	for (size_t i = 0; i < TEXT_COUNT; i++) {
		w->text[i] = with_organisation(
		    polite ? lang->polite[i] : lang->texts[i], c);
		if (w->text[i] == NULL)
			return -1;
	}
	return 0;
}

void
words_free(struct words *w)
{
	for (size_t i = 0; i < TEXT_COUNT; i++)
		free(w->text[i]);
	*w = (struct words){ 0 };
}

void
words_fill(struct buf *b, const struct words *w, const char *tmpl,
    const struct html_value *extra, size_t nextra)
{
	struct html_value v[WORDS_EXTRA + TEXT_COUNT];

	assert(nextra <= WORDS_EXTRA);
	for (size_t i = 0; i < nextra; i++)
		v[i] = extra[i];
	for (size_t i = 0; i < TEXT_COUNT; i++)
		v[nextra + i] =
		    (struct html_value){ text_keys[i], str_of(w->text[i]) };
	html_fill(b, tmpl, v, nextra + TEXT_COUNT);
}
