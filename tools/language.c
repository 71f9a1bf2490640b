/*
 * language.c - the language that somebody asked for with --lang.
 */
#include "language.h"

const struct conf_lang *
language_option(const struct invocation *iv)
{
	const char *code = option_value(iv, "lang");
	const struct conf *c = iv->conf;
	const struct conf_lang *lang;
	struct buf names = BUF_INIT;

	if (code == NULL)
		return &c->langs[0];
	lang = conf_lang_find(c, str_of(code));
	if (lang != NULL)
		return lang;
	for (size_t i = 0; i < c->nlangs; i++)
		buf_addf(&names, "%s%s", i == 0 ? "" : ", ", c->langs[i].code);
	complain(EXIT_USAGE,
	    "--lang: there is no %s in languages; there are: "
	    "%s",
	    code, buf_cstr(&names));
	buf_free(&names);
	return NULL;
}
