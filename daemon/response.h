/*
 * response.h - the head of an answer: status line and the full header set,
 * the same on every answer, errors included.
 */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exchange.h"

/* Longest head there can be; a longer one is a mistake in the program. */
#define RESPONSE_HEAD_MAX 3072

/* "Sat, 21 Nov 2026 22:30:48 GMT" */
#define RESPONSE_DATE_LEN 29

/* What the head says besides the response itself. */
struct response_frame {
	unsigned minor; /* HTTP/1.minor of the request */
	bool keep;      /* the connection stays open */
	size_t length;  /* of the body, also when not sent (HEAD) */
	const char *date;
	bool tls;          /* the answer goes out with TLS */
	const char *onion; /* the site's address in the Tor network, or "" */
};

/* Writes the head and returns its length. */
size_t response_head(const struct response *r, const struct response_frame *f,
    char out[static RESPONSE_HEAD_MAX]);

void response_date(int64_t now, char out[static RESPONSE_DATE_LEN + 1]);

/* Whether a body goes with this status at all. */
bool response_has_body(int status);

#endif
