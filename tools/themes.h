/*
 * themes.h - which themes a message is about: the terms of conf/themes and a
 * linear model, together.
 *
 * The model weighs the terms it has seen when it was trained.  A term it has
 * not seen, because somebody wrote it in the configuration since, decides by
 * itself; so does every term of a theme that the model does not know.
 */
#ifndef THEMES_H
#define THEMES_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/bytes.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

#define THEMES_MAX 64

struct model;
struct themes;
struct themes_scratch; /* memory of one thread, reused */

/* A theme that a message is about, number of conf->themes. */
struct theme_found {
	size_t theme;
	float margin; /* how far above the threshold; more is clearer */
};

/* Something that spoke for a theme. */
struct theme_reason {
	const char *kind; /* "term", or of a feature (features.h) */
	struct str text;  /* of the term, or of the normalised message */
	float weight;     /* share in the score; 0 of a term */
};

/*
 * c is borrowed until themes_free; the model is that of theme_model, or the
 * one compiled in.
 */
int themes_new(const struct conf *c, struct themes **out, struct err *e);
/* With that model, which it takes (also on failure), or with none. */
int themes_new_with(
    const struct conf *c, struct model *m, struct themes **out, struct err *e);
void themes_free(struct themes **t);
/* t is borrowed until themes_scratch_free. NULL without memory. */
struct themes_scratch *themes_scratch_new(const struct themes *t);
void themes_scratch_free(struct themes_scratch **s);

/* Bit i is set if the message is about conf->themes[i]. */
uint64_t themes_of(struct str text, struct themes_scratch *s);

/* The themes, the main one first; returns how many. */
size_t themes_ranked(struct str text, struct themes_scratch *s,
    struct theme_found found[static THEMES_MAX]);

/*
 * How likely it is that the message of the last themes_ranked is about the
 * theme, 0 to 1.  Added up over many messages this is nearer to how many are
 * about it than counting those above the threshold.
 */
float themes_likelihood(const struct themes_scratch *s, size_t theme);

/*
 * Why the message of the last themes_ranked would be about that theme:
 * the terms, then the features that weigh most.  Valid until the next call
 * with this scratch.  Returns how many, at most max.
 */
size_t themes_why(struct themes_scratch *s, size_t theme,
    struct theme_reason *out, size_t max);

#endif
