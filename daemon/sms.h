/*
 * sms.h - one text message as a gateway hands it over.
 */
#ifndef SMS_H
#define SMS_H

#include "charset.h"
#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/*
 * What a gateway says, as octets in store.  The number is used to tell
 * messages without an id apart, and is wiped with the rest by sms_free.
 */
struct sms_part {
	size_t at, n; /* in store */
};

struct sms {
	struct sms_part from;
	struct sms_part to;
	struct sms_part text; /* clean UTF-8 */
	struct sms_part id;   /* stable over the gateway's retries; or empty */
	struct sms_part time; /* as the gateway wrote it */
	int64_t sent;         /* Unix seconds, 0: not known */
	struct buf store;
};

void sms_init(struct sms *m);
void sms_free(struct sms *m);

/* Copies octets into the store as one of the parts. */
void sms_set(struct sms *m, struct sms_part *part, struct str s);
struct str sms_get(const struct sms *m, const struct sms_part *part);

/* Sets the text, made into clean UTF-8. */
void sms_set_text(struct sms *m, enum charset c, struct str octets);

/*
 * A moment as gateways write it: Unix seconds or milliseconds, or
 * "2024-06-22T15:46:11.000+07:00", also with a blank or "+" for the T and
 * without a zone (then UTC).  Unix seconds, or 0.
 */
int64_t sms_moment(struct str s);

/*
 * Whether the whole message is one of the words of a comma-separated list,
 * apart from case (ASCII), blanks and punctuation around it: "Stop!".
 */
bool sms_is_word(struct str text, const char *list);

#endif
