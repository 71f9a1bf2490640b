/*
 * err.h - the reason of a failure, as one line for a person.
 *
 * Shared code returns -1 (or an enum) and leaves the reason here; only
 * programs print it.  A reason names the file, line, field or value and
 * what would be right, and never holds anything a client typed.
 */
#ifndef GEHOOR_ERR_H
#define GEHOOR_ERR_H

struct err {
	char msg[512];
};

/*
 * Formats the reason into e, cutting it at the end of the room.  e may be
 * NULL.  Keeps errno.  Always returns -1, so that callers can write
 * "return err_set(e, ...)".
 */
int err_set(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* As err_set, with ": " and strerror(errno) behind the message. */
int err_sys(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
