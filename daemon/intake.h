/*
 * intake.h - from what somebody sent to a record on its way to the log.
 *
 * Everything sent is kept as it was written, apart from what utf8_clean does;
 * an id that is not known is observed (seen), never refused.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "app.h"
#include "gehoor/form.h"
#include "gehoor/record.h"
#include "gehoor/merkle.h"
#include "identity.h"
#include "journal.h"

/* Code points of a story. */
#define INTAKE_TEXT_MAX 8000

/* Longest observation, "unknown-region:" and what was sent, and a NUL. */
#define INTAKE_SEEN_LEN 64

enum intake_problem {
	INTAKE_FINE,
	INTAKE_EMPTY, /* nothing but white space */
	INTAKE_LONG
};

/* The only two things a sender can be asked to put right. */
enum intake_problem intake_check(struct str text, size_t *count);

/* Whether there is nothing but white space. */
bool intake_is_blank(struct str text);

/*
 * A record being made, with room for what it refers to.  Everything else in
 * it is borrowed from the form or message it was made from.
 */
struct intake {
	struct record record;
	struct identity identity;
	struct code answer_to; /* whose key opens an answer */
	char thread[2 * HASH_LEN + 1];
	char seen[RECORD_MAX_SEEN][INTAKE_SEEN_LEN];
};

/* Notes an observation; what may be a sender's own text, cut and clean. */
void intake_saw(struct intake *in, const char *kind, struct str what);

/* Fills the record and its identity from a form posted to a box. */
void intake_form(struct app *app, const struct conf_box *box, struct str lang,
    const struct form *f, int64_t now, struct intake *out);

/*
 * As intake_form, for something added to the message with that code and leaf
 * hash: only its text, under the thread of the first one.
 */
void
intake_addition(struct app *app, const struct conf_box *box, struct str lang,
    const struct form *f, int64_t now, const struct code *first,
    const uint8_t leaf[static HASH_LEN], struct intake *out);

/* Monotonic milliseconds, as limits.h takes them. */
int64_t intake_now_ms(void);

/*
 * Takes the tokens of the buckets.  0, or the seconds to wait before trying
 * again; call it before anything costly.
 */
int intake_admit(struct app *app, const struct conf_box *box);

/*
 * Makes the journal entry (box, tag, reply key, JSON) and queues it; done and
 * arg of en are set by the caller.  False: not queued, en->json is freed.
 */
bool
intake_submit(struct app *app, struct intake *in, struct journal_entry *en);

/* Forgets everything. */
void intake_wipe(struct intake *in);

#endif
