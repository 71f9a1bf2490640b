/*
 * ask.h - a question to gehoord over its admin socket.
 */
#ifndef ASK_H
#define ASK_H

#include "gehoor/buf.h"
#include "gehoor/err.h"

#define ASK_MAX 65536 /* bytes of an answer */

/*
 * Posts a body to a path of the socket, as that media type, and adds what is
 * answered.  The status of the answer, or -1: gehoord is not there.
 */
long ask_post(const char *socket, const char *path, const char *type,
    struct str body, struct buf *out, struct err *e);

#endif
