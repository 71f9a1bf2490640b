/*
 * rehearsal.h - a line tried out over the admin socket: a request goes the
 * way of the real ones, but nothing is stored and no phone is answered.
 *
 * The secret of the line stays in the daemon, which signs the sample itself.
 */
#ifndef REHEARSAL_H
#define REHEARSAL_H

#include "exchange.h"
#include "gateway/gateway.h"
#include "sms_line.h"

/* What came out, as JSON. */
struct rehearsal {
	struct buf told;
};

/*
 * Answers POST /sms-test/LINE of the admin socket: with an empty body a
 * signed sample is played, else the request that the body holds.  The
 * response is the JSON object of what came out.
 */
void rehearsal_run(struct exchange *x, struct str line);

/* What hook.c does with messages in a rehearsal. */
enum route_verdict rehearsal_take(struct exchange *x, const struct sms_line *l,
    enum gateway_verdict verdict, const struct sms_list *messages, int64_t now);

#endif
