/*
 * gauge.h - what a message weighs, apart from what it is about: polarity,
 * weight, tone, danger, spam, and the sentence that carries it.
 *
 * Tone and weight are two scales.  Weight, danger, polarity, spam and kernel
 * are judged on the calm text (gauge_calm.h), so that swearing, capitals and
 * exclamation marks change the tone and nothing else.
 */
#ifndef GAUGE_H
#define GAUGE_H

#include <stdbool.h>

#include "gauge_axes.h"
#include "gauge_calm.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"

enum polarity {
	POLARITY_POS,
	POLARITY_NEG,
	POLARITY_MIX,
	POLARITY_NEU,
	POLARITY_COUNT
};

enum danger {
	DANGER_ZELF = 1,     /* self-harm, suicide */
	DANGER_GEWELD = 2,   /* violence now */
	DANGER_SEKSUEEL = 4, /* sexual harm */
	DANGER_WEG = 8,      /* ran away, sleeps rough */
	DANGER_KIND = 16     /* a child left alone or without food */
};

struct gauge {
	enum polarity polarity;
	unsigned weight;   /* 0 nothing at stake .. 3 harm, rights, danger */
	unsigned tone;     /* 0 calm .. 3 furious */
	unsigned danger;   /* bits of enum danger; for a person to look at */
	enum danger first; /* the likeliest of them; only if there is one */
	bool spam;
	struct str kernel; /* borrowed: a part of the text; may be empty */
};

struct gauger;
struct gauge_scratch; /* memory of one thread, reused */

/*
 * With the words of gauge_words.  c may be NULL, and is not kept.  Threads can
 * share a gauger. 0, or -1: the file cannot be read, or which line is wrong.
 */
int gauger_new(const struct conf *c, struct gauger **out, struct err *e);
void gauger_free(struct gauger **g);
struct gauge_scratch *gauge_scratch_new(void);
void gauge_scratch_free(struct gauge_scratch **s);

/* Gauges a text in UTF-8. 0, or -1 without memory. */
int gauge_of(const struct gauger *g, struct str text, struct gauge_scratch *s,
    struct gauge *out);

/* "pos", "neg", "mix", "neu". */
const char *polarity_name(enum polarity p);
/* "zelf", "geweld", ...; the name of one bit, "" of none. */
const char *danger_name(unsigned bit);

/*
 * Adds "polarity", "weight", "tone", "danger" (the likeliest class or ""),
 * "dangers" (all of them), "spam" and "kernel" to an open JSON object.
 */
void gauge_json(struct buf *b, const struct gauge *g);

/*
 * Tells what of the text spoke for an output, strongest first, at most max:
 * words as they are compared (small letters, doubled ones once), "slap*" for
 * a beginning, "=bang" and so on for noise.  hundredths: how strongly; below
 * 0 it spoke against. 0 or -1.
 */
typedef void gauge_why_fn(
    enum gauge_output output, struct str words, int hundredths, void *arg);
int gauge_why(const struct gauger *g, struct str text, unsigned max,
    gauge_why_fn *fn, void *arg);

#endif
