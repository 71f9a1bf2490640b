/*
 * language.h - the language that somebody asked for with --lang.
 */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include "command.h"

/* The words of --lang, or of the first language; NULL after complaining. */
const struct conf_lang *language_option(const struct invocation *iv);

#endif
