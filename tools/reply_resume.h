/*
 * reply_resume.h - gehoor reply --resume: files that the log of the desks
 * speaks of, and that are not there.
 */
#ifndef REPLY_RESUME_H
#define REPLY_RESUME_H

#include "boxes.h"
#include "command.h"

/* Makes them again; *made gets how many. 0 or -1. */
int reply_resume(const struct invocation *iv, const struct boxes *boxes,
    unsigned *made, struct err *e);

#endif
