/*
 * sms_reply.h - what goes back to a phone: one short message, the same words
 * for everybody.
 */
#ifndef SMS_REPLY_H
#define SMS_REPLY_H

#include "exchange.h"
#include "gehoor/code.h"
#include "journal.h"
#include "sms_identity.h"
#include "sms_line.h"

/* Thanks, the code, and (where the line says so) whom to call in danger. */
void sms_reply_received(const struct exchange *x, const struct sms_line *l,
    const struct code *code, struct buf *out);

/* What became of the message with that code. */
void sms_reply_status(const struct exchange *x, const struct sms_line *l,
    const struct code *code, const struct journal_found *found,
    struct buf *out);

/* One of the fixed ones: a code that is not known, a keyword alone. */
void sms_reply_fixed(const struct exchange *x, const struct sms_line *l,
    enum text t, struct buf *out);

/*
 * Whether this message may be answered: once, not after STOP, and not more
 * often than the line allows a phone in a day.  If so that is noted.
 */
bool sms_reply_is_due(const struct exchange *x, const struct sms_line *l,
    const struct sms_identity *id);

/* The sender wants no more answers (today and tomorrow). */
void sms_reply_stop(const struct exchange *x, const struct sms_identity *id);

#endif
