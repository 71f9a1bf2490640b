/*
 * site_language.h - the pages in one language, with both forms of address.
 *
 * Included by site.c and site_language.c only.
 */
#ifndef SITE_LANGUAGE_H
#define SITE_LANGUAGE_H

#include "page.h"
#include "site.h"

/* People are called "je" or "u"; a language without the two has one voice. */
enum voice { VOICE_PLAIN, VOICE_POLITE, VOICES };

struct site_voice {
	struct words words;
	struct sheet pages[SITE_PAGES];
	bool made;
};

struct site_box {
	enum voice voice;
	struct sheet form, check;
	struct sheet closed; /* nobody typed anything */
	struct sheet carry;  /* somebody did */
};

struct site_language {
	struct site_voice voices[VOICES];
	struct site_box *boxes; /* one for each box */
	size_t nboxes;
};

/* 0, or -1 for no memory; site_language_free is legal after either. */
int site_language_init(struct site_language *l, const struct conf *c,
    const struct conf_lang *lang, const struct look *look, int64_t now);
void site_language_free(struct site_language *l);

/* The voice a box speaks with; box -1: the site. */
const struct site_voice *
site_language_voice(const struct site_language *l, long box);

#endif
