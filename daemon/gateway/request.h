/*
 * request.h - what a gateway sent, taken apart once for who reads it and who
 * checks its signature.
 */
#ifndef GATEWAY_REQUEST_H
#define GATEWAY_REQUEST_H

#include <jansson.h>

#include "gehoor/http_request.h"
#include "pairs.h"

struct gateway_request {
	const struct http_request *head; /* borrowed */
	struct str body;                 /* borrowed */
	struct pairs query;
	struct pairs form; /* of a body that is one; of a JSON object its
			      strings and integers */
	json_t *json;      /* an object, or NULL */
};

/* 0, or -1 for no memory; gateway_request_close is legal after either. */
int gateway_request_open(struct gateway_request *r,
    const struct http_request *head, struct str body);
void gateway_request_close(struct gateway_request *r);

/* The form if there is one, else the query. */
const struct pairs *gateway_request_pairs(const struct gateway_request *r);

#endif
