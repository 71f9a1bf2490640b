/*
 * senders.h - what must be remembered of senders for a day: that a message
 * was answered, how many answers a phone got, that it wants none.
 *
 * A sender is a token: a hash under the key of the day, in memory only.  The
 * tokens of a day are forgotten with its key, two days later at most.
 */
#ifndef SENDERS_H
#define SENDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SENDER_LEN 16
#define SENDERS_MAX 131072 /* tokens of one day */

struct senders;

/* NULL: no memory. */
struct senders *senders_new(void);
void senders_free(struct senders **s);

struct sender {
	uint8_t token[SENDER_LEN];
	uint16_t answers; /* as a sender: answers it got that day */
	bool stopped;     /* as a sender: wants none */
	bool answered;    /* as a message: its answer was sent */
};

/*
 * What is known of a token under the key of that day (days since 1970);
 * today is the present, and what is older than yesterday is forgotten.  NULL
 * if there is nothing, and with make if there is no room.  Valid until the
 * next call.
 */
struct sender *
senders_get(struct senders *s, const uint8_t token[static SENDER_LEN],
    int64_t day, int64_t today, bool make);

#endif
