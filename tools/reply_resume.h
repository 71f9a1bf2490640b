/*
 * reply_resume.h - gehoor reply --resume: files that the log of the desks
 * speaks of, and that are not there.
 */
#ifndef REPLY_RESUME_H
#define REPLY_RESUME_H

#include "boxes.h"
#include "command.h"

/*
 * Makes them again; *made gets how many.  Of messages that are not here, or
 * erased, there are none; what cannot be read or written is told, the others
 * are made all the same, and the worst of it is returned.
 */
enum exit_code reply_resume(
    const struct invocation *iv, const struct boxes *boxes, unsigned *made);

#endif
