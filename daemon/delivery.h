/*
 * delivery.h - one request of a gateway on its way to the disk: all messages
 * in it, and the one answer when all are safe.
 */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "exchange.h"
#include "gateway/sms.h"
#include "sms_line.h"

/*
 * Takes what was read: stores stories, looks up codes, does what is asked.
 * The response is filled in now or later.  Only one whole message has an
 * answer for a phone.
 */
enum route_verdict delivery_take(struct exchange *x, const struct sms_line *l,
    struct sms_list *messages, int64_t now);

/* The gateway's own words for success, with a reply or silence. */
void delivery_success(struct exchange *x, const struct sms_line *l,
    const struct sms *m, struct str reply);

/* Not stored: the gateway should come again. */
void delivery_later(struct exchange *x);

#endif
