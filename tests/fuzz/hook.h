/*
 * hook.h - a request of a gateway made of fuzzed bytes: what was signed by
 * ourselves is found genuine, and what is read is clean text.
 */
#ifndef FUZZ_HOOK_H
#define FUZZ_HOOK_H

#include <stdint.h>
#include <stdlib.h>

#include "daemon/gateway/gateway.h"
#include "gehoor/utf8.h"

#define FUZZ_NOW 1791000000
#define FUZZ_SECRET "gebruiker:geheim-genoeg-1234"
/* base64 of sixteen bytes */
#define FUZZ_WEBHOOKS "whsec_AAECAwQFBgcICQoLDA0ODw=="

/* The text up to a line end; moves *rest behind that. */
static inline struct str
fuzz_line(struct str *rest)
{
	const char *end = rest->n == 0 ? NULL : memchr(rest->p, '\n', rest->n);
	struct str line = { rest->p,
		end == NULL ? rest->n : (size_t)(end - rest->p) };

	rest->p += line.n + (end != NULL);
	rest->n -= line.n + (end != NULL);
	return line;
}

static inline void
fuzz_read(const struct gateway *g, const struct gateway_request *r)
{
	struct sms_list l = { .items = NULL };
	struct buf answer = BUF_INIT;

	(void)g->read(g, r, &l);
	for (size_t i = 0; i < l.n; i++) {
		struct str text = sms_get(&l.items[i], &l.items[i].text);

		if (!utf8_is_valid(text.p, text.n))
			abort();
		sms_moment(sms_get(&l.items[i], &l.items[i].time));
		sms_is_word(text, "stop, stop alles");
		if (l.items[i].part > l.items[i].of)
			abort();
		g->answer(&answer, &l.items[i], text);
	}
	buf_free(&answer);
	sms_list_free(&l);
}

/* Fields that a scheme added, as the parser would give them. */
static inline void
fuzz_fields(struct http_request *head, struct str lines)
{
	while (lines.n > 0) {
		struct str line = fuzz_line(&lines);
		const char *colon = memchr(line.p, ':', line.n);
		size_t n = colon == NULL ? 0 : (size_t)(colon - line.p);

		if (colon == NULL || head->nfields == HTTP_MAX_FIELDS)
			continue;
		head->fields[head->nfields++] =
		    (struct http_field){ { line.p, n },
			    { colon + 2, line.n - n - 3 } };
	}
}

static inline void
fuzz_sign(const struct scheme *s, const struct http_request *unsigned_head,
    struct str body)
{
	const struct scheme_key k = { str_of(s == &scheme_standard_webhooks
					      ? FUZZ_WEBHOOKS
					      : FUZZ_SECRET),
		str_of("https://voorbeeld.test/sms/a") };
	struct http_request head = *unsigned_head;
	struct gateway_sample sample = { .body = BUF_INIT };
	struct gateway_request r;

	if (gateway_request_open(&r, &head, body) != 0)
		abort();
	(void)s->check(&r, &k, FUZZ_NOW);
	buf_addstr(&sample.body, body);
	s->sign(&sample, &r, &k, FUZZ_NOW);
	/* A signature beyond the room for pairs is not seen again. */
	if (r.form.n >= PAIRS_MAX - 1 || r.query.n >= PAIRS_MAX) {
		gateway_request_close(&r);
		sample_free(&sample);
		return;
	}
	gateway_request_close(&r);
	fuzz_fields(&head, scheme_signed(&sample.fields));
	if (gateway_request_open(&r, &head, scheme_signed(&sample.body)) != 0)
		abort();
	/* Where the signature is a parameter, the body may be none. */
	if (sample.body.len == body.n &&
	    s->check(&r, &k, FUZZ_NOW) != SCHEME_FINE)
		abort();
	gateway_request_close(&r);
	sample_free(&sample);
}

/* The first byte says which gateway, the first line is the query. */
static inline int
fuzz_hook(const uint8_t *p, size_t n, const char *type)
{
	struct str rest = { n == 0 ? "" : (const char *)p, n };
	struct http_request head = { .method = HTTP_POST };
	const struct gateway *g;
	struct gateway_request r;

	if (n == 0 || (g = gateway_at((size_t)(p[0] - 'a'))) == NULL)
		return 0;
	rest.p++;
	rest.n--;
	head.query = fuzz_line(&rest);
	head.fields[0] =
	    (struct http_field){ str_of("Content-Type"), str_of(type) };
	head.nfields = 1;
	if (gateway_request_open(&r, &head, rest) != 0)
		abort();
	fuzz_read(g, &r);
	gateway_request_close(&r);
	for (size_t i = 0; g->schemes[i] != NULL; i++)
		if (g->schemes[i]->sign != NULL)
			fuzz_sign(g->schemes[i], &head, rest);
	return 0;
}

#endif
