/*
 * train.h - a model from labelled messages.
 */
#ifndef TRAIN_H
#define TRAIN_H

#include "analysis.h"
#include "gehoor/conf.h"
#include "gehoor/err.h"
#include "model.h"

struct train;

/* The group of messages that are learnt from but not judged on. */
#define TRAIN_ASIDE UINT16_MAX

/* How the model does on messages it has not learnt from. */
struct train_scores {
	struct {
		unsigned hit, extra, missed;
	} theme[MODEL_THEMES];
	size_t n; /* messages */
};

/* c is borrowed until train_free. 0 or -1. */
int train_new(const struct conf *c, struct train **out, struct err *e);
void train_free(struct train **t);

/*
 * Adds a message; bit i of labels: it is about c->themes[i].  Messages of one
 * group (one writer, one file) are held back together when the thresholds
 * are chosen; those of the group TRAIN_ASIDE, which are no fair sample of
 * what people write, never are.
 */
int
train_add(struct train *t, struct str text, uint64_t labels, unsigned group);

/*
 * Adds the messages of files (labelled.h), each a group of its own; one that
 * is given as "+FILE" is of the group TRAIN_ASIDE. 0 or -1.
 */
int train_files(struct train *t, const struct conf *c, char *const *files,
    size_t n, struct err *e);

/*
 * Learns.  The same messages in the same order give the same model.  Caller
 * frees it; scores may be NULL. 0 or -1.
 */
int train_finish(struct train *t, struct model **out,
    struct train_scores *scores, struct err *e);

#endif
