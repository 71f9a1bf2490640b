/*
 * site.c - the pages, prepared from texts and boxes at start and on SIGHUP.
 *
 * A box that closes changes the pages that name it: the site then makes all
 * of them anew.  Those before stay until the end, since an answer that waits
 * may still point into them; a box closes once, so there are few.
 */
#include "site.h"

#include <stdlib.h>

#include "gehoor/moment.h"
#include "log.h"
#include "site_language.h"
#include "sms_line.h"

struct site_pages {
	struct site_language *langs;
	size_t nlangs;
	struct site_pages *before;
};

struct site {
	const struct conf *conf;
	struct look look;
	struct site_pages *pages;
	struct sms_line *lines;
	int64_t changes; /* when the next box closes */
};

static void
pages_free(struct site_pages *p)
{
	struct site_pages *before;

	for (; p != NULL; p = before) {
		before = p->before;
		for (size_t i = 0; i < p->nlangs; i++)
			site_language_free(&p->langs[i]);
		free(p->langs);
		free(p);
	}
}

/* All pages as they are at that moment, or NULL for no memory. */
static struct site_pages *
pages_new(const struct site *s, int64_t now)
{
	const struct conf *c = s->conf;
	struct site_pages *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->langs = calloc(c->nlangs, sizeof(*p->langs));
	while (p->langs != NULL && p->nlangs < c->nlangs) {
		size_t i = p->nlangs++;

		if (site_language_init(
			&p->langs[i], c, &c->langs[i], &s->look, now) == 0)
			continue;
		pages_free(p);
		return NULL;
	}
	return p;
}

/* When the pages are no longer right. */
static int64_t
next_change(const struct conf *c, int64_t now)
{
	int64_t at = INT64_MAX, end;
	struct moment m;

	for (size_t i = 0; i < c->nboxes; i++) {
		const char *closes = c->boxes[i].closes;

		if (moment_parse(closes, strlen(closes), &m) != 0)
			continue;
		end = moment_end(&m);
		if (end > now && end < at)
			at = end;
	}
	return at;
}

static int
no_memory(struct err *e)
{
	return err_set(e, "no memory for the pages");
}

int
site_new(const struct conf *c, int64_t now, struct site **out, struct err *e)
{
	struct site *s = calloc(1, sizeof(*s));
	int r;

	if (s == NULL)
		return no_memory(e);
	s->conf = c;
	s->changes = next_change(c, now);
	if (look_init(&s->look, c) != 0 ||
	    (s->pages = pages_new(s, now)) == NULL)
		r = no_memory(e);
	else
		r = sms_lines_open(c, &s->lines, e);
	if (r != 0)
		site_free(&s);
	else
		*out = s;
	return r;
}

void
site_free(struct site **sp)
{
	struct site *s = *sp;

	if (s == NULL)
		return;
	pages_free(s->pages);
	look_free(&s->look);
	sms_lines_close(&s->lines, s->conf->nlines);
	free(s);
	*sp = NULL;
}

void
site_tick(struct site *s, int64_t now)
{
	struct site_pages *p;

	if (now < s->changes)
		return;
	if ((p = pages_new(s, now)) == NULL) {
		log_warn("no memory for the pages: those before stay");
		return;
	}
	p->before = s->pages;
	s->pages = p;
	s->changes = next_change(s->conf, now);
}

const char *
site_style_csp(const struct site *s, enum style style)
{
	return s->look.csp[style];
}

long
site_lang(const struct site *s, struct str code)
{
	for (size_t i = 0; i < s->conf->nlangs; i++)
		if (str_is(code, s->conf->langs[i].code))
			return (long)i;
	return -1;
}

long
site_box(const struct site *s, struct str name)
{
	for (size_t i = 0; i < s->conf->nboxes; i++)
		if (str_is(name, s->conf->boxes[i].name))
			return (long)i;
	return -1;
}

long
site_short_code(const struct site *s, struct str code)
{
	for (size_t i = 0; code.n > 0 && i < s->conf->nboxes; i++)
		if (str_is(code, s->conf->boxes[i].short_code))
			return (long)i;
	return -1;
}

const struct sheet *
site_page(const struct site *s, long lang, long box, enum site_page page)
{
	return &site_language_voice(&s->pages->langs[lang], box)->pages[page];
}

const struct sheet *
site_box_page(
    const struct site *s, long lang, long box, enum site_box_page page)
{
	const struct site_box *b = &s->pages->langs[lang].boxes[box];
	const struct sheet *const sheets[] = {
		[SITE_FORM] = &b->form,
		[SITE_CHECK] = &b->check,
		[SITE_CLOSED] = &b->closed,
		[SITE_CARRY] = &b->carry,
	};

	return sheets[page];
}

const struct words *
site_words(const struct site *s, long lang, long box)
{
	return &site_language_voice(&s->pages->langs[lang], box)->words;
}

const char *
site_text(const struct site *s, long lang, long box, enum text t)
{
	return site_words(s, lang, box)->text[t];
}

const struct sms_line *
site_line(const struct site *s, struct str name)
{
	for (size_t i = 0; i < s->conf->nlines; i++)
		if (str_is(name, s->conf->lines[i].name))
			return &s->lines[i];
	return NULL;
}
