/*
 * sample.h - a request as the gateway would send it, made by ourselves to try
 * a line out ("gehoor sms-test").
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "gehoor/buf.h"
#include "gehoor/bytes.h"

/* What the sample says. */
struct sample_text {
	const char *from, *to, *text, *id;
	int64_t now; /* Unix seconds */
};

struct gateway_sample {
	bool post;
	struct buf query;  /* percent-encoded, without "?" */
	struct buf fields; /* whole lines */
	struct buf body;
};

void sample_free(struct gateway_sample *s);

void sample_field(struct gateway_sample *s, const char *name, struct str value);

/* Adds name=value, percent-encoded, behind what there is. */
void sample_pair(struct buf *b, struct str name, struct str value);

/* Adds the request to path at a host, with a length and an empty line. */
void sample_write(const struct gateway_sample *s, struct str path,
    const char *host, struct buf *out);

#endif
