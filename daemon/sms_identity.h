/*
 * sms_identity.h - who a text message is, and who its sender is, under the
 * keys of today and of yesterday.
 *
 * Code and mark follow from line, id and text, so that a delivery that is
 * repeated is one record, and the same id with another text is another.
 * Where a gateway gives no id, number and time stand in for it.  What came
 * yesterday and comes again today is known by yesterday's key.
 */
#ifndef SMS_IDENTITY_H
#define SMS_IDENTITY_H

#include "gateway/sms.h"
#include "identity.h"
#include "keys.h"
#include "senders.h"

struct sms_day {
	int64_t day;
	struct identity identity;
	uint8_t message[SENDER_LEN]; /* tokens for senders.h */
	uint8_t sender[SENDER_LEN];
	char ref[33]; /* of the set of parts, hex; or empty */
};

struct sms_identity {
	struct sms_day today;
	struct sms_day yesterday;
	bool has_yesterday; /* its key is still there */
};

/*
 * line is the name of the line.  Without any key (no directory for it) the
 * identity is drawn at random.
 */
void sms_identify(struct keys *k, const char *line, const struct sms *m,
    int64_t now, struct sms_identity *out);

/* Whether it is a number at all: who is called by a name gets no answer. */
bool sms_is_number(struct str from);

/*
 * A number as it is compared: +31 6.., 0031 6.. and 06.. are one.  The digits
 * go into out (at most SMS_NUMBER_MAX); a sender that is a name stays one.
 */
#define SMS_NUMBER_MAX 32
size_t sms_number_of(struct str from, char out[static SMS_NUMBER_MAX]);

#endif
