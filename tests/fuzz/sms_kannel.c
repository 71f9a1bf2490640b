/*
 * sms_kannel.c - fuzzes Kannel's hook: the first line of the input is the
 * query, the second the media type, the rest the body of a post; without a
 * second line it is a GET.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "daemon/gateway.h"
#include "gehoor/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static struct str
next_line(struct str *rest)
{
	const char *end = rest->n == 0 ? NULL : memchr(rest->p, '\n', rest->n);
	struct str line = { rest->p,
		end == NULL ? rest->n : (size_t)(end - rest->p) };

	rest->p += line.n + (end != NULL);
	rest->n -= line.n + (end != NULL);
	return line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = { n == 0 ? "" : (const char *)p, n }, type;
	struct http_request r = { .method = HTTP_GET };
	struct sms m;

	r.query = next_line(&rest);
	if (rest.n > 0) {
		r.method = HTTP_POST;
		type = next_line(&rest);
		r.fields[0] =
		    (struct http_field){ str_of("Content-Type"), type };
		r.nfields = 1;
	}
	sms_init(&m);
	if (gateway_find("kannel")->read(
		&r, rest, str_of("x"), 1791000000, &m) == GATEWAY_FORGED)
		abort();
	if (!utf8_is_valid(sms_get(&m, &m.text).p, m.text.n))
		abort();
	sms_moment(sms_get(&m, &m.time));
	sms_is_word(sms_get(&m, &m.text), "stop, stop alles");
	sms_free(&m);
	return 0;
}
