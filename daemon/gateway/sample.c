/*
 * sample.c - a request as the gateway would send it, made by ourselves.
 */
#include "sample.h"

#include <ctype.h>

void
sample_free(struct gateway_sample *s)
{
	buf_free(&s->query);
	buf_free(&s->fields);
	buf_free(&s->body);
}

void
sample_field(struct gateway_sample *s, const char *name, struct str value)
{
	buf_adds(&s->fields, name);
	buf_adds(&s->fields, ": ");
	buf_addstr(&s->fields, value);
	buf_adds(&s->fields, "\r\n");
}

static void
percent_encode(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];

		if (c < 0x80 && c != 0 &&
		    (isalnum(c) || strchr("-._", c) != NULL))
			buf_addc(b, (char)c);
		else if (c == ' ')
			buf_addc(b, '+');
		else
			buf_addf(b, "%%%02X", c);
	}
}

void
sample_pair(struct buf *b, struct str name, struct str value)
{
	if (b->len > 0)
		buf_addc(b, '&');
	percent_encode(b, name);
	buf_addc(b, '=');
	percent_encode(b, value);
}

void
sample_write(const struct gateway_sample *s, struct str path, const char *host,
    struct buf *out)
{
	buf_adds(out, s->post ? "POST " : "GET ");
	buf_addstr(out, path);
	if (s->query.len > 0) {
		buf_addc(out, '?');
		buf_add(out, s->query.data, s->query.len);
	}
	buf_adds(out, " HTTP/1.1\r\n");
	buf_addf(out, "Host: %s\r\n", host);
	buf_add(out, s->fields.data, s->fields.len);
	if (s->post)
		buf_addf(out, "Content-Length: %zu\r\n", s->body.len);
	buf_adds(out, "\r\n");
	buf_add(out, s->body.data, s->body.len);
	if (s->query.failed || s->fields.failed || s->body.failed)
		out->failed = true;
}
