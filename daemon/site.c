/*
 * site.c - the pages, prepared from texts and boxes at start and on SIGHUP.
 */
#include "site.h"

#include <stdlib.h>

#include "gehoor/crypto.h"
#include "log.h"
#include "page.h"
#include "sms_line.h"
#include "token.h"

/* The form must reach a cheap phone in one go. */
#define SITE_FORM_MAX 8192
#define SITE_CSP_MAX 64

struct site_language {
	struct words words;
	struct sheet pages[SITE_PAGES];
	struct sheet *forms; /* one for each box */
	struct sheet *checks;
};

struct site {
	const struct conf *conf;
	struct site_language *langs;
	struct sms_line *lines;
	char csp[SITE_CSP_MAX];
};

static int
style_csp(struct site *s)
{
	const struct crypto_part part = { page_style, strlen(page_style) };
	struct buf b = BUF_INIT;
	uint8_t hash[32];
	const char *text;
	int ret = -1;

	crypto_sha256(hash, &part, 1);
	buf_adds(&b, "'sha256-");
	crypto_base64(&b, hash, sizeof(hash));
	buf_addc(&b, '\'');
	text = buf_cstr(&b);
	if (text != NULL && strlen(text) < sizeof(s->csp)) {
		memcpy(s->csp, text, strlen(text) + 1);
		ret = 0;
	}
	buf_free(&b);
	return ret;
}

/* The pages that are not of a box. */
static void
prepare_pages(struct site_language *l)
{
	const struct words *w = &l->words;

	page_start(&l->pages[SITE_START], w);
	page_privacy(&l->pages[SITE_PRIVACY], w);
	page_safe(&l->pages[SITE_SAFE], w);
	page_receipt(&l->pages[SITE_RECEIPT], w);
	page_code(&l->pages[SITE_CODE], w);
	page_status(&l->pages[SITE_STATUS], w);
	page_fail(&l->pages[SITE_FAIL], w, TEXT_FAIL_TITLE, TEXT_FAIL_TEXT);
	page_fail(&l->pages[SITE_FAIL_MISSING], w, TEXT_FAIL_MISSING_TITLE,
	    TEXT_FAIL_MISSING_TEXT);
	page_fail(&l->pages[SITE_FAIL_BIG], w, TEXT_FAIL_BIG_TITLE,
	    TEXT_FAIL_BIG_TEXT);
	page_fail(&l->pages[SITE_FAIL_BUSY], w, TEXT_FAIL_BUSY_TITLE,
	    TEXT_FAIL_BUSY_TEXT);
}

static bool
pages_failed(const struct site_language *l, size_t nboxes)
{
	bool failed = false;

	for (size_t i = 0; i < SITE_PAGES; i++)
		failed |= l->pages[i].failed;
	for (size_t i = 0; i < nboxes; i++)
		failed |= l->forms[i].failed || l->checks[i].failed;
	return failed;
}

static void
warn_if_long(
    const struct words *w, const struct conf_box *box, const struct sheet *form)
{
	size_t n = form->html.len + TOKEN_TEXT_LEN;

	if (n > SITE_FORM_MAX)
		log_warn("box %s: the form in language %s is %zu bytes, over "
			 "%d: slow on a cheap phone",
		    box->name, w->lang->code, n, SITE_FORM_MAX);
}

static int
prepare_language(struct site *s, size_t i)
{
	const struct conf *c = s->conf;
	struct site_language *l = &s->langs[i];

	if (words_init(&l->words, c, &c->langs[i]) != 0)
		return -1;
	prepare_pages(l);
	l->forms = calloc(c->nboxes, sizeof(*l->forms));
	l->checks = calloc(c->nboxes, sizeof(*l->checks));
	if (c->nboxes > 0 && (l->forms == NULL || l->checks == NULL))
		return -1;
	for (size_t b = 0; b < c->nboxes; b++) {
		page_form(&l->forms[b], &l->words, &c->boxes[b]);
		page_check(&l->checks[b], &l->words, &c->boxes[b]);
		warn_if_long(&l->words, &c->boxes[b], &l->forms[b]);
	}
	return pages_failed(l, c->nboxes) ? -1 : 0;
}

static int
prepare(struct site *s, struct err *e)
{
	const struct conf *c = s->conf;

	if (style_csp(s) != 0)
		return err_set(e, "no memory for the pages");
	s->langs = calloc(c->nlangs, sizeof(*s->langs));
	if (s->langs == NULL)
		return err_set(e, "no memory for the pages");
	for (size_t i = 0; i < c->nlangs; i++)
		if (prepare_language(s, i) != 0)
			return err_set(e, "no memory for the pages");
	return sms_lines_open(c, &s->lines, e);
}

int
site_new(const struct conf *c, struct site **out, struct err *e)
{
	struct site *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_set(e, "no memory for the pages");
	s->conf = c;
	if (c->nlangs == 0) {
		free(s);
		return err_set(e, "languages: at least one is needed");
	}
	if (prepare(s, e) != 0) {
		site_free(&s);
		return -1;
	}
	*out = s;
	return 0;
}

static void
language_free(struct site_language *l, size_t nboxes)
{
	for (size_t i = 0; i < SITE_PAGES; i++)
		sheet_free(&l->pages[i]);
	for (size_t i = 0; l->forms != NULL && i < nboxes; i++)
		sheet_free(&l->forms[i]);
	for (size_t i = 0; l->checks != NULL && i < nboxes; i++)
		sheet_free(&l->checks[i]);
	free(l->forms);
	free(l->checks);
	words_free(&l->words);
}

void
site_free(struct site **sp)
{
	struct site *s = *sp;

	if (s == NULL)
		return;
	for (size_t i = 0; s->langs != NULL && i < s->conf->nlangs; i++)
		language_free(&s->langs[i], s->conf->nboxes);
	free(s->langs);
	sms_lines_close(&s->lines, s->conf->nlines);
	free(s);
	*sp = NULL;
}

const char *
site_style_csp(const struct site *s)
{
	return s->csp;
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

const struct sheet *
site_page(const struct site *s, long lang, enum site_page page)
{
	return &s->langs[lang].pages[page];
}

const struct sheet *
site_form(const struct site *s, long lang, long box)
{
	return &s->langs[lang].forms[box];
}

const struct sheet *
site_check(const struct site *s, long lang, long box)
{
	return &s->langs[lang].checks[box];
}

const char *
site_text(const struct site *s, long lang, enum text t)
{
	return s->langs[lang].words.text[t];
}

const struct sms_line *
site_line(const struct site *s, struct str name)
{
	for (size_t i = 0; i < s->conf->nlines; i++)
		if (str_is(name, s->conf->lines[i].name))
			return &s->lines[i];
	return NULL;
}
