/*
 * sms_sort.c - what a text message is for.
 */
#include "sms_sort.h"

#include <strings.h>

#include "intake.h"

/* What people type of a code, or take for one: letters and digits. */
#define CODE_LEAST 12
#define CODE_MOST 20
#define GROUP_LEAST 3
#define GROUP_MOST 5

static bool
is_any(const struct conf *c, struct str text, enum text words)
{
	for (size_t i = 0; i < c->nlangs; i++)
		if (sms_is_word(text, c->langs[i].texts[words]))
			return true;
	return false;
}

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

/* Takes a first word of letters and digits off; n 0 if there is none. */
static struct str
first_word(struct str *text)
{
	struct str word;
	size_t n = 0;

	while (text->n > 0 && strchr(" \t\n", text->p[0]) != NULL) {
		text->p++;
		text->n--;
	}
	while (n < text->n && is_word_char(text->p[n]))
		n++;
	word = (struct str){ text->p, n };
	text->p += n;
	text->n -= n;
	return word;
}

/* The box of the keyword that the text begins with; takes that off. */
static const char *
keyword_box(const struct conf_line *l, struct str *text)
{
	struct str rest = *text, word = first_word(&rest);

	for (size_t i = 0; i < l->keywords.n; i++) {
		const char *colon = strchr(l->keywords.items[i], ':');
		size_t n = (size_t)(colon - l->keywords.items[i]);

		if (n != word.n ||
		    strncasecmp(word.p, l->keywords.items[i], n) != 0)
			continue;
		while (rest.n > 0 && strchr(" \t\n:,.-", rest.p[0]) != NULL) {
			rest.p++;
			rest.n--;
		}
		*text = rest;
		return colon + 1;
	}
	return NULL;
}

/* One word, of which so many letters and digits are left to be counted. */
struct word {
	size_t n, letters, digits;
};

/* Takes the next word of letters and digits; n 0 at the end or at others. */
static struct word
next_word(struct str *s)
{
	struct word w = { 0, 0, 0 };

	while (s->n > 0 && (s->p[0] == ' ' || s->p[0] == '-')) {
		s->p++;
		s->n--;
	}
	for (; s->n > 0 && is_word_char(s->p[0]) && (s->p[0] & 0x80) == 0;
	     w.n++) {
		bool digit = s->p[0] >= '0' && s->p[0] <= '9';

		w.digits += digit;
		w.letters += !digit;
		s->p++;
		s->n--;
	}
	return w;
}

/*
 * Whether it looks like a code, right or wrong: one word, or groups of about
 * four, and some of them with letters and digits.  "Status al 3 weken
 * onbekend" has as many characters, and is a story.
 */
static bool
looks_like_code(struct str s)
{
	struct word w = next_word(&s);
	size_t n = w.n, words = 1;
	bool groups = w.n >= GROUP_LEAST && w.n <= GROUP_MOST;
	bool mixed = w.letters > 0 && w.digits > 0;

	while (s.n > 0 && (w = next_word(&s)).n > 0) {
		n += w.n;
		words++;
		groups &= w.n >= GROUP_LEAST && w.n <= GROUP_MOST;
		mixed |= w.letters > 0 && w.digits > 0;
	}
	return s.n == 0 && mixed && (words == 1 || groups) && n >= CODE_LEAST &&
	    n <= CODE_MOST;
}

/*
 * Whether it has the form of a code as we write them: one word, or four of
 * four.  Without it, any sentence of sixteen letters may by chance be right.
 */
static bool
has_form_of_code(struct str s)
{
	size_t n = 0, digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != ' ' && s.p[i] != '-') {
			digits += s.p[i] >= '0' && s.p[i] <= '9';
			n++;
		} else if (n == 0 || n % 4 != 0 || i != n + n / 4 - 1) {
			return false;
		}
	}
	return n == CODE_LEN && digits > 0 &&
	    (s.n == CODE_LEN || s.n == CODE_SHOWN_LEN);
}

/* "STATUS CODE", "STATUS", or a right code by itself. */
static enum sms_kind
status_kind(const struct conf *c, struct str text, struct code *code)
{
	struct str rest = sms_bare(text), word = first_word(&rest);
	bool asks = is_any(c, word, TEXT_SMS_STATUS);

	rest = asks ? sms_bare(rest) : sms_bare(text);
	if (asks && rest.n == 0)
		return SMS_HELP;
	if (!(asks ? looks_like_code(rest) : has_form_of_code(rest)))
		return SMS_STORY;
	if (code_read(rest.p, rest.n, code) == CODE_OK)
		return SMS_STATUS;
	return asks ? SMS_HELP : SMS_STORY;
}

void
sms_sort(const struct conf *c, const struct conf_line *l, const struct sms *m,
    struct sms_sorted *out)
{
	const char *box;

	*out = (struct sms_sorted){
		.kind = SMS_STORY, .text = sms_get(m, &m->text), .box = l->box
	};
	if (m->part > 0)
		return;
	box = keyword_box(l, &out->text);
	if (box != NULL)
		out->box = box;
	if (is_any(c, out->text, TEXT_SMS_STOP))
		out->kind = SMS_STOP;
	else if (intake_is_blank(out->text))
		out->kind = box == NULL ? SMS_NOTHING : SMS_KEYWORD;
	else
		out->kind = status_kind(c, out->text, &out->code);
}
