/*
 * site_language.c - the pages in one language, with both forms of address.
 */
#include "site_language.h"

#include <stdlib.h>

#include "log.h"
#include "token.h"

/* The form must reach a cheap phone in one go. */
#define FORM_MAX 8192
#define FORM_PACKED_MAX 4096

/* What a page says that did not work. */
static const struct {
	enum site_page page;
	enum text title, text;
} failures[] = {
	{ SITE_FAIL, TEXT_FAIL_TITLE, TEXT_FAIL_TEXT },
	{ SITE_FAIL_MISSING, TEXT_FAIL_MISSING_TITLE, TEXT_FAIL_MISSING_TEXT },
	{ SITE_FAIL_BIG, TEXT_FAIL_BIG_TITLE, TEXT_FAIL_BIG_TEXT },
	{ SITE_FAIL_BUSY, TEXT_FAIL_BUSY_TITLE, TEXT_FAIL_BUSY_TEXT },
};

/* Nothing typed and no code ever stands in these: they are compressed. */
static const enum site_page always_same[] = { SITE_START, SITE_PRIVACY,
	SITE_SAFE, SITE_FAIL, SITE_FAIL_MISSING, SITE_FAIL_BIG,
	SITE_FAIL_BUSY };

/* The pages that are not of a box. */
static int
voice_init(struct site_voice *v, const struct conf *c,
    const struct conf_lang *lang, const struct look *look, bool polite,
    int64_t now)
{
	const struct words *w = &v->words;
	struct sheet *pages = v->pages;
	bool failed = false;

	v->made = true;
	if (words_init(&v->words, c, lang, polite) != 0)
		return -1;
	v->words.look = look;
	page_start(&pages[SITE_START], w, now);
	page_privacy(&pages[SITE_PRIVACY], w);
	page_safe(&pages[SITE_SAFE], w);
	page_receipt(&pages[SITE_RECEIPT], w);
	page_code(&pages[SITE_CODE], w);
	page_status(&pages[SITE_STATUS], w);
	page_answers(&pages[SITE_ANSWERS], w);
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++)
		page_fail(&pages[failures[i].page], w, failures[i].title,
		    failures[i].text);
	for (size_t i = 0; i < sizeof(always_same) / sizeof(always_same[0]);
	     i++)
		sheet_pack(&pages[always_same[i]]);
	for (size_t i = 0; i < SITE_PAGES; i++)
		failed |= pages[i].failed;
	return failed ? -1 : 0;
}

static void
voice_free(struct site_voice *v)
{
	for (size_t i = 0; i < SITE_PAGES; i++)
		sheet_free(&v->pages[i]);
	if (v->made)
		words_free(&v->words);
	v->made = false;
}

/* Polite where the site or the box is, and the language knows how. */
static enum voice
voice_of(const struct conf *c, const struct conf_lang *lang,
    const struct conf_box *box)
{
	enum address a = c->form_of_address;

	if (box != NULL && box->form_of_address != ADDRESS_SITE)
		a = box->form_of_address;
	return a == ADDRESS_U && lang->has_polite ? VOICE_POLITE : VOICE_PLAIN;
}

static void
warn_if_long(
    const struct words *w, const struct conf_box *box, const struct sheet *form)
{
	size_t n = form->html.len + TOKEN_TEXT_LEN;
	size_t packed = sheet_packed_len(form) + TOKEN_TEXT_LEN;

	if (n > FORM_MAX || packed > FORM_PACKED_MAX)
		log_warn("box %s: the form in language %s is %zu bytes, %zu "
			 "compressed, over %d or %d: slow on a cheap phone",
		    box->name, w->lang->code, n, packed, FORM_MAX,
		    FORM_PACKED_MAX);
}

static int
box_init(struct site_box *b, const struct words *w, const struct conf_box *box,
    int64_t now)
{
	page_form(&b->form, w, box);
	sheet_pack(&b->form);
	page_check(&b->check, w, box);
	page_closed(&b->closed, w, box, false, now);
	sheet_pack(&b->closed);
	page_closed(&b->carry, w, box, true, now);
	if (b->form.failed || b->check.failed || b->closed.failed ||
	    b->carry.failed)
		return -1;
	warn_if_long(w, box, &b->form);
	return 0;
}

/* Both voices if both are heard; the plain one always, for what is shared. */
int
site_language_init(struct site_language *l, const struct conf *c,
    const struct conf_lang *lang, const struct look *look, int64_t now)
{
	*l = (struct site_language){ .boxes = NULL };
	l->boxes = calloc(c->nboxes + 1, sizeof(*l->boxes));
	if (l->boxes == NULL)
		return -1;
	l->nboxes = c->nboxes;
	/* The one behind the last stands for the site. */
	for (size_t i = 0; i <= c->nboxes; i++) {
		const struct conf_box *box =
		    i < c->nboxes ? &c->boxes[i] : NULL;
		enum voice voice = voice_of(c, lang, box);
		struct site_voice *v = &l->voices[voice];

		l->boxes[i].voice = voice;
		if (!v->made &&
		    voice_init(v, c, lang, look, voice == VOICE_POLITE, now) !=
			0)
			return -1;
		if (box != NULL &&
		    box_init(&l->boxes[i], &v->words, box, now) != 0)
			return -1;
	}
	return 0;
}

void
site_language_free(struct site_language *l)
{
	for (size_t i = 0; i < l->nboxes; i++) {
		sheet_free(&l->boxes[i].form);
		sheet_free(&l->boxes[i].check);
		sheet_free(&l->boxes[i].closed);
		sheet_free(&l->boxes[i].carry);
	}
	free(l->boxes);
	for (size_t i = 0; i < VOICES; i++)
		voice_free(&l->voices[i]);
	*l = (struct site_language){ .boxes = NULL };
}

const struct site_voice *
site_language_voice(const struct site_language *l, long box)
{
	size_t i = box < 0 ? l->nboxes : (size_t)box;

	return &l->voices[l->boxes[i].voice];
}
