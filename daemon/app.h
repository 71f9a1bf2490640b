/*
 * app.h - what the running daemon consists of, passed instead of globals.
 */
#ifndef APP_H
#define APP_H

#include <stdint.h>

#include "gehoor/conf.h"

struct answers;
struct event_base;
struct journal;
struct keys;
struct limits;
struct site;
struct actions;
struct senders;

/*
 * Counters for /metrics.  Event loop thread only.  Nothing here moves with a
 * single message; that would tell when somebody wrote.
 */
struct counters {
	uint64_t connections_refused; /* over the cap or out of descriptors */
	uint64_t deadlines;           /* connections closed by a deadline */
	uint64_t overload;            /* answers 503 */
	uint64_t reload_failures;
};

struct app {
	struct event_base *base;
	struct conf *conf;       /* replaced whole by a successful SIGHUP */
	struct keys *keys;       /* keys.h: pepper, signing key, daily keys */
	struct journal *journal; /* journal.h: the writer thread */
	struct limits *limits;   /* limits.h: token buckets */
	struct site *site;       /* site.h: pages prepared from the texts */
	struct answers *answers; /* answers.h: published at the fixed hour */
	struct actions *actions; /* actions.h: what was done; NULL in tests */
	struct counters counters;
	struct senders *senders; /* senders.h: who was answered */
	int64_t told_sms;        /* log_rarely: a message was refused */
	int64_t told_forwarded;  /* log_rarely: a proxy passes on addresses */
};

#endif
