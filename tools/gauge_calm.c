/*
 * gauge_calm.c - a text without its anger, and how much anger there was.
 *
 * Weight and danger are measured on what is left, so that swearing, capitals
 * and exclamation marks cannot change them.  Words are compared with every
 * doubled letter once: "kuuut" is "kut".
 */
#include "gauge_calm.h"

#include "normalise.h"
#include "swear.h"

struct walk {
	struct buf *out;
	struct gauge_noise *noise;
};

static bool
is_word_byte(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* Whether a letter of it stands three times in a row. */
static bool
is_stretched(struct str word)
{
	for (size_t i = 2; i < word.n; i++)
		if (word.p[i] == word.p[i - 1] && word.p[i] == word.p[i - 2] &&
		    (uint8_t)word.p[i] < 0x80)
			return true;
	return false;
}

static void
calm_word(struct walk *w, struct str word)
{
	struct swear s = swear_of(word);

	w->noise->words++;
	w->noise->swears += s.kind == SWEAR_WORD;
	w->noise->sighs += s.kind == SWEAR_SIGH;
	w->noise->stretched += s.kind == SWEAR_NONE && is_stretched(word);
	buf_addstr(w->out, s.rest);
}

/* Words of capitals are to be seen only before the text is folded. */
static void
count_shouts(struct str in, struct gauge_noise *noise)
{
	size_t capitals = 0;
	bool all = true;

	for (size_t i = 0; i <= in.n; i++) {
		uint8_t c = i < in.n ? (uint8_t)in.p[i] : ' ';

		noise->bangs += c == '!';
		noise->asks += c == '?';
		if (is_word_byte(c)) {
			capitals += c >= 'A' && c <= 'Z';
			all &= c < 'a' || c > 'z';
			continue;
		}
		noise->shouted += all && capitals >= 3;
		capitals = 0;
		all = true;
	}
}

static void
calm_folded(struct walk *w, struct str in)
{
	size_t i = 0;

	while (i < in.n) {
		size_t from = i;

		while (i < in.n && is_word_byte((uint8_t)in.p[i]))
			i++;
		if (i > from)
			calm_word(w, (struct str){ in.p + from, i - from });
		else {
			buf_addc(w->out, in.p[i] == '!' ? '.' : in.p[i]);
			i++;
		}
	}
}

int
gauge_calm(struct str in, struct buf *folded, struct buf *out,
    struct gauge_noise *noise)
{
	struct walk w = { out, noise };

	buf_clear(folded);
	count_shouts(in, noise);
	if (normalise_fold(folded, in) == -1)
		return -1;
	calm_folded(
	    &w, (struct str){ (const char *)folded->data, folded->len });
	return out->failed ? -1 : 0;
}
