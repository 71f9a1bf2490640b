/*
 * sms.h - one text message as a gateway hands it over.
 */
#ifndef SMS_H
#define SMS_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"
#include "gehoor/charset.h"

/* Octets in a message's store. */
struct sms_field {
	size_t at, n;
};

/*
 * What a gateway says.  The number is used to tell messages and senders
 * apart and for the answer, and is wiped with the rest by sms_list_free.
 */
struct sms {
	struct sms_field from;
	struct sms_field to;
	struct sms_field text; /* clean UTF-8 */
	struct sms_field id;   /* stable over the gateway's retries; or empty */
	struct sms_field time; /* as the gateway wrote it */
	struct sms_field ref;  /* of the parts of one text */
	unsigned part, of;     /* part 1 to of; 0: a whole text */
	struct buf store;
};

/* One delivery may hold several. */
#define SMS_LIST_MAX 8192

struct sms_list {
	struct sms *items;
	size_t n;
	bool failed; /* no memory, or too many */
};

/* An empty message at the end of the list, or NULL after setting failed. */
struct sms *sms_list_add(struct sms_list *l);
void sms_list_free(struct sms_list *l);

/* Puts octets into the store as one of the fields, as clean UTF-8. */
void sms_set(struct sms *m, struct sms_field *field, struct str s);
struct str sms_get(const struct sms *m, const struct sms_field *field);

/* Sets the text, made into clean UTF-8. */
void sms_set_text(struct sms *m, enum charset c, struct str octets);

/*
 * Makes it part n of a text in so many parts, from what the gateway wrote.
 * Numbers that make no sense leave it a whole text.
 */
#define SMS_PARTS_MAX 255
void sms_set_part(struct sms *m, struct str ref, struct str n, struct str of);

/* Digits only, up to nine; -1 if it is something else. */
long sms_number(struct str s);

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

/* The text without blanks and punctuation around it. */
struct str sms_bare(struct str text);

#endif
