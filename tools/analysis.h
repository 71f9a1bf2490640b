/*
 * analysis.h - a text as the model sees it: normalised, without swearing,
 * looked through for terms and concepts, and cut into features.  Training and
 * classifying do this alike.
 */
#ifndef ANALYSIS_H
#define ANALYSIS_H

#include <stdint.h>

#include "features.h"
#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "lexicon.h"

/* A term was found; hit is in words, which last until the next text. */
typedef void
analysis_term_fn(const struct lexicon_hit *hit, struct str words, void *arg);

/* Memory of one thread, reused. */
struct analysis {
	const struct conf *conf;
	const struct lexicon *lexicon;
	analysis_term_fn *term; /* told of every term; or NULL */
	void *arg;
	struct lexicon_scratch *scratch;
	struct buf folded, words, others;
	struct features features;  /* in words */
	struct lexicon_hits terms; /* each term once, in the last text */
	uint32_t *seen;            /* run in which the term was found */
	uint32_t run;
};

/* Both are borrowed until analysis_free. 0, or -1 without memory. */
int analysis_init(
    struct analysis *a, const struct conf *c, const struct lexicon *l);
void analysis_free(struct analysis *a);
void analysis_run(struct analysis *a, struct str text);

#endif
