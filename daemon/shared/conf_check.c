/*
 * conf_check.c - the rules that tie several values of a configuration
 * together; what a single value may be is in the table.
 */
#include "conf_table.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "gehoor/suggest.h"

/* The key of that name, for its line; else the section. */
static const struct conf_node *
key_or_section(const struct conf_node *section, const char *name)
{
	const struct conf_node *key = conf_node_find(section->first, name);

	return key == NULL ? section : key;
}

int
conf_check_languages(
    const struct conf *c, const struct conf_node *root, struct err *e)
{
	if (c->languages.n == 0)
		return conf_wrong(e, key_or_section(root, "languages"), 0, "",
		    "write languages = {\"nl\"}", "no language is named");
	return 0;
}

/* Whether the placeholder at p ("{name}", n bytes) stands in the text. */
static bool
has_placeholder(const char *text, const char *p, size_t n)
{
	return memmem(text, strlen(text), p, n) != NULL;
}

/* The length of a placeholder at p, or 0. */
static size_t
placeholder(const char *p)
{
	size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");

	return *p == '{' && n > 0 && p[n + 1] == '}' ? n + 2 : 0;
}

/* A text may only use the placeholders it has in the first language. */
int
conf_check_text(const struct conf *c, size_t text, const struct conf_node *key,
    struct err *e)
{
	const char *value = key->values->text, *p;
	const char *known = c->langs[c->nlangs - 1].texts[text];
	char shown[40];
	size_t n;

	if (known == NULL)
		known = c->langs[0].texts[text];
	if (known == NULL)
		return 0;
	for (p = strchr(value, '{'); p != NULL; p = strchr(p + 1, '{')) {
		n = placeholder(p);
		if (n == 0 || has_placeholder(known, p, n))
			continue;
		snprintf(shown, sizeof(shown), "%.*s", (int)n, p);
		return conf_wrong(e, key, key->values->line, shown,
		    strchr(known, '{') == NULL
			? "this text has no placeholders"
			: "use those of the text it replaces",
		    "there is no such placeholder in this text");
	}
	return 0;
}

int
conf_check_complete(
    const struct conf *c, const struct conf_node *root, struct err *e)
{
	size_t i, t, missing, first = 0;

	for (i = 0; i < c->nlangs; i++) {
		missing = 0;
		for (t = TEXT_COUNT; t-- > 0;) {
			if (c->langs[i].texts[t] != NULL)
				continue;
			missing++;
			first = t;
		}
		if (missing > 0)
			return conf_wrong(e, key_or_section(root, "languages"),
			    0, c->langs[i].code,
			    "copy conf/lang/en.conf, "
			    "translate it and include it",
			    "%zu texts are missing in this language, the "
			    "first is %s",
			    missing, text_keys[first]);
	}
	return 0;
}

int
conf_check_region(
    const struct conf *c, const struct conf_node *region, struct err *e)
{
	struct suggest s = SUGGEST_INIT(region->title);
	char right[96] = "add it to regions";
	size_t i;

	for (i = 0; i < c->regions.n; i++) {
		if (strcmp(c->regions.items[i], region->title) == 0)
			return 0;
		suggest_offer(&s, c->regions.items[i]);
	}
	if (s.nearest != NULL)
		snprintf(right, sizeof(right), "did you mean %s?", s.nearest);
	return conf_wrong(
	    e, region, 0, region->title, right, "is not one of the regions");
}

/* Names that are routes (DESIGN: /LANG/NAME and /sms/LINE). */
static const char *const reserved[] = { "code", "antwoord", "privacy", "veilig",
	"weg", "log", "sms" };

int
conf_check_box(const struct conf *c, const struct conf_box *box,
    const struct conf_node *n, bool builtin, struct err *e)
{
	size_t i;

	(void)c;
	for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strcmp(reserved[i], box->name) == 0)
			return conf_wrong(e, n, 0, box->name,
			    "give the box another name",
			    "is the name of a page");
	if (box->nreaders >= 2 || (box->nreaders == 1 && box->single_reader) ||
	    builtin)
		return 0;
	n = key_or_section(n, "readers");
	if (box->nreaders == 0)
		return conf_wrong(e, n, 0, "",
		    "write readers = "
		    "{\"gehoor-reader:...\"}; gehoor keygen makes a key",
		    "nobody could read this box: it has no readers");
	return conf_wrong(e, n, 0, n->values->text,
	    "name a second reader, or "
	    "write single_reader = true if you accept that",
	    "with one reader, a lost key loses every message");
}

int
conf_check_question(
    const struct conf_question *q, const struct conf_node *n, struct err *e)
{
	bool chosen = q->type == QUESTION_CHOICE || q->type == QUESTION_SEVERAL;

	if (!chosen && q->noptions > 0)
		return conf_wrong(e, key_or_section(n, "type"), 0, q->id,
		    "write type = choice or several",
		    "a question of this type has no options");
	if (chosen && q->noptions < 2)
		return conf_wrong(e, key_or_section(n, "type"), 0, q->id,
		    "write option \"ID\" { label = {...} } for each answer",
		    "a question of this type needs two options or more");
	return 0;
}

/* A name that is not defined; s knows those that are. */
static int
unknown(const struct suggest *s, const char *key, const char *what,
    const struct conf_node *n, struct err *e)
{
	char right[96];

	snprintf(right, sizeof(right),
	    s->nearest != NULL ? "did you mean %s?"
			       : "write the name of a %s that is defined",
	    s->nearest != NULL ? s->nearest : what);
	return conf_wrong(e, key_or_section(n, key), 0, s->word, right,
	    "there is no such %s", what);
}

static int
unknown_box(const struct conf *c, const char *box, const char *key,
    const struct conf_node *n, struct err *e)
{
	struct suggest s = SUGGEST_INIT(box);

	for (size_t i = 0; i < c->nboxes; i++)
		suggest_offer(&s, c->boxes[i].name);
	return unknown(&s, key, "box", n, e);
}

/* Where the keywords of a line lead, and that each leads to one place. */
static int
check_keywords(const struct conf *c, const struct conf_line *l,
    const struct conf_node *n, struct err *e)
{
	for (size_t i = 0; i < l->keywords.n; i++) {
		const char *word = l->keywords.items[i];
		const char *box = strchr(word, ':') + 1;

		if (conf_box_find(c, str_of(box)) == NULL)
			return unknown_box(c, box, "keywords", n, e);
		for (size_t k = 0; k < i; k++)
			if (strncasecmp(word, l->keywords.items[k],
				(size_t)(box - word)) == 0)
				return conf_wrong(e,
				    key_or_section(n, "keywords"), 0, word,
				    "name each word once",
				    "the word is there twice");
	}
	return 0;
}

int
conf_check_line(const struct conf *c, const struct conf_line *l,
    const struct conf_node *n, struct err *e)
{
	if (conf_box_find(c, str_of(l->box)) == NULL)
		return unknown_box(c, l->box, "box", n, e);
	if (conf_lang_find(c, str_of(l->lang)) == NULL)
		return conf_wrong(e, key_or_section(n, "lang"), 0, l->lang,
		    "write one of languages", "is not one of the languages");
	return check_keywords(c, l, n, e);
}

int
conf_check_desk(
    const struct conf_desk *d, const struct conf_node *n, struct err *e)
{
	if (*d->key == '\0')
		return conf_wrong(e, key_or_section(n, "key"), 0, "",
		    "copy the line that gehoor keygen --desk printed",
		    "the desk has no key");
	if (d->roles.n == 0)
		return conf_wrong(e, key_or_section(n, "roles"), 0, "",
		    "write roles = {\"council\"}: peer, council, quality or "
		    "board",
		    "the desk has no role");
	return 0;
}

int
conf_check_theme(
    const struct conf_theme *t, const struct conf_node *n, struct err *e)
{
	if (t->terms.n == 0)
		return conf_wrong(e, key_or_section(n, "terms"), 0, "",
		    "write terms = {\"word\", \"prefix*\"}",
		    "the theme has no terms");
	return 0;
}

int
conf_check_concept(
    const struct conf_concept *c, const struct conf_node *n, struct err *e)
{
	if (strcmp(c->id, "n") == 0)
		return conf_wrong(e, n, 0, c->id, "choose another name",
		    "<n> is a number in terms");
	if (c->words.n == 0)
		return conf_wrong(e, key_or_section(n, "words"), 0, "",
		    "write words = {\"word\", \"prefix*\"}",
		    "the concept has no words");
	return 0;
}

static int
unknown_theme(const struct conf *c, const char *theme,
    const struct conf_node *n, struct err *e)
{
	struct suggest s = SUGGEST_INIT(theme);

	for (size_t i = 0; i < c->nthemes; i++)
		suggest_offer(&s, c->themes[i].id);
	return unknown(&s, "themes", "theme", n, e);
}

/* Points are counted by their id alone. */
int
conf_check_point(const struct conf *c, const struct conf_point *p,
    const struct conf_node *n, struct err *e)
{
	if (conf_point_find(c, str_of(p->id)) != NULL)
		return conf_wrong(e, n, 0, p->id,
		    "give it another name, or take one out",
		    "is there twice, in another framework too");
	for (size_t i = 0; i < p->themes.n; i++) {
		size_t k = 0;

		while (k < c->nthemes &&
		    strcmp(c->themes[k].id, p->themes.items[i]) != 0)
			k++;
		if (k == c->nthemes)
			return unknown_theme(c, p->themes.items[i], n, e);
	}
	return 0;
}

int
conf_check_readers(const struct conf *c, struct err *e)
{
	size_t i;

	for (i = 0; i < c->nboxes; i++)
		if (c->boxes[i].nreaders == 0)
			return conf_wrong_at(e, c->file, 1, "box", "",
			    "define a box with readers, as conf/boxes/lijn.conf"
			    " does; gehoor keygen makes a key",
			    "no box with readers is defined");
	return 0;
}
