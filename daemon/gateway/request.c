/*
 * request.c - what a gateway sent, taken apart once.
 */
#include "request.h"

#include <stdio.h>

#include "../json_in.h"

/* The members of the object that can be fields of a form. */
static void
flatten(json_t *object, struct pairs *form)
{
	const char *name;
	json_t *v;

	json_object_foreach(object, name, v)
	{
		char number[32];

		if (json_is_string(v))
			pairs_add(form, str_of(name),
			    (struct str){
				json_string_value(v), json_string_length(v) });
		if (!json_is_integer(v))
			continue;
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
		    json_integer_value(v));
		pairs_add(form, str_of(name), str_of(number));
	}
}

/* What it says it is, or begins as: not all gateways name a type. */
static bool
is_json(const struct gateway_request *r)
{
	struct str type = http_request_field(r->head, "Content-Type");

	return http_media_type_is(type, "application/json") ||
	    (r->body.p[0] == '{' &&
		!http_media_type_is(type, "application/x-www-form-urlencoded"));
}

static int
open_body(struct gateway_request *r)
{
	if (!is_json(r))
		return pairs_parse(r->body, &r->form);
	r->json = json_in((const uint8_t *)r->body.p, r->body.n);
	if (!json_is_object(r->json)) {
		json_decref(r->json);
		r->json = NULL;
		return 0;
	}
	flatten(r->json, &r->form);
	return r->form.store.failed ? -1 : 0;
}

int
gateway_request_open(
    struct gateway_request *r, const struct http_request *head, struct str body)
{
	r->head = head;
	r->body = body;
	r->json = NULL;
	r->form.n = 0;
	r->form.dropped = false;
	r->form.store = (struct buf)BUF_INIT;
	if (pairs_parse(head->query, &r->query) != 0)
		return -1;
	return body.n == 0 ? 0 : open_body(r);
}

void
gateway_request_close(struct gateway_request *r)
{
	pairs_free(&r->query);
	pairs_free(&r->form);
	json_decref(r->json);
	r->json = NULL;
}

const struct pairs *
gateway_request_pairs(const struct gateway_request *r)
{
	return r->form.n > 0 ? &r->form : &r->query;
}
