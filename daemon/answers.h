/*
 * answers.h - answers to senders: made readable at the fixed hour, and opened
 * for who has the code.
 *
 * STATE/replies/new/TAG is what the desk pushed at any moment; STATE/replies/
 * TAG is what can be read.  Once a day, at publish_hour, the one becomes the
 * other, so that nobody can tell from outside when an answer was written.  Of
 * two answers to one message the higher version stays.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "app.h"
#include "gehoor/reply.h"

struct answers;

/* Makes the directories and looks at the clock from now on. 0 or -1. */
int answers_new(struct app *app, struct answers **out, struct err *e);
void answers_free(struct answers **a);

/* Looks at the clock at once, and publishes if the hour is right. */
void answers_look(struct answers *a);

/*
 * The answer to the message with that code.  True if there is one; store
 * then holds what out->text points to (wipe it).
 */
bool answers_read(struct app *app, const struct code *c, struct buf *store,
    struct reply *out);

#endif
