/*
 * themes.h - which themes a message is about: terms of conf/themes, one
 * Aho-Corasick pass over normalised text.
 *
 * Terms: "prefix*", "whole word", "a phrase", "!exception*", "*infix*", "<n>"
 * for a number in a phrase.
 */
#ifndef THEMES_H
#define THEMES_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"
#include "gehoor/conf.h"

#define THEMES_MAX 64

struct themes;
struct themes_scratch; /* memory of one thread, reused */

int themes_new(const struct conf *c, struct themes **out, struct err *e);
void themes_free(struct themes **t);
struct themes_scratch *themes_scratch_new(void);
void themes_scratch_free(struct themes_scratch **s);

/* Bit i is set if the message is about conf->themes[i]. */
uint64_t
themes_of(const struct themes *t, struct str text, struct themes_scratch *s);

#endif
