/*
 * form_body.c - the fields of a post, however they were encoded.
 */
#include "form_body.h"

#include "form_json.h"

static int
parse_multipart(struct str type, struct str body, struct form *f)
{
	char boundary[128];
	long n = http_parameter(type, "boundary", boundary, sizeof(boundary));

	if (n <= 0)
		return -1;
	return form_parse_multipart((const uint8_t *)body.p, body.n,
	    (struct str){ boundary, (size_t)n }, f);
}

int
form_body(const struct exchange *x, struct form *f)
{
	struct str type = http_request_field(x->request, "Content-Type");
	const uint8_t *p = (const uint8_t *)x->body.p;

	form_init(f);
	if (http_media_type_is(type, "application/json"))
		return form_parse_json(p, x->body.n, f);
	if (http_media_type_is(type, "multipart/form-data"))
		return parse_multipart(type, x->body, f);
	if (form_parse_urlencoded(p, x->body.n, f) == 0)
		return 0;
	/* It takes everything, so that only memory can be what is missing. */
	f->store.failed = true;
	return -1;
}
