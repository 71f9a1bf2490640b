/*
 * actions.h - what people said and what was done about it, as the desk
 * published it: STATE/public/actions.json, written by gehoor publish.
 *
 *	{"v": 1, "items": [{"status": "new" | "busy" | "done" | "not",
 *	  "period": "2026-Q3", "said": {"nl": "..."}, "did": {"nl": "..."},
 *	  "why": {"nl": "..."}}, ...]}
 *
 * period and why may be missing; a language that is missing is stood in for
 * by the first of the site's that is there.
 */
#ifndef ACTIONS_H
#define ACTIONS_H

#include "app.h"
#include "gehoor/buf.h"
#include "gehoor/week.h"
#include "words.h"

#define ACTIONS_MAX 500

enum action_status {
	ACTION_NEW,
	ACTION_BUSY,
	ACTION_DONE,
	ACTION_NOT,
	ACTION_STATUSES
};

/* A text and the language it is in; empty where there is none. */
struct action_text {
	const char *lang;
	struct str text;
};

struct action {
	enum action_status status;
	struct period period; /* year 0: none */
	struct action_text said, did, why;
};

struct actions;
struct actions *actions_new(void);
void actions_free(struct actions **a);

/*
 * Reads the file again if it is another one than before.  One that is wrong
 * is named in the log, and what was there stays.
 */
void actions_look(struct actions *a, const struct conf *c);

/* The i-th in that language of the site; false behind the last. */
bool actions_get(const struct actions *a, const struct conf *c, size_t i,
    const char *lang, struct action *out);

/* page_answers.c: adds one as HTML. */
void page_action(struct buf *b, const struct words *w, const struct action *a);

#endif
