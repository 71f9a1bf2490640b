/*
 * llhttp.c - differential fuzzing of our request parser against llhttp, the
 * parser of Node.js, in its strict mode.
 *
 * Nothing that we accept may be refused by llhttp, and both must agree on the
 * method, on where head and body end, on the body, and on persistence: where
 * we would take another request llhttp must be ready for one.  (We may be
 * stricter: see tests/unit/suite_http.c.)
 *
 * Left out: methods that are not ours (llhttp knows others); persistence
 * where llhttp heeds what is no part of HTTP/1.1, Proxy-Connection; and
 * what llhttp 8 refuses although its own newer tests call it valid: in chunk
 * extensions a ";" behind a value or a backslash in quotes, and a TAB behind
 * Content-Length, "chunked" or a connection option (it is shown a blank).
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "gehoor/http_request.h"

/* Both have constants of these names. */
#define HTTP_GET LLHTTP_GET
#define HTTP_HEAD LLHTTP_HEAD
#define HTTP_POST LLHTTP_POST
#include "llhttp.h"
#undef HTTP_GET
#undef HTTP_HEAD
#undef HTTP_POST

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define BODY_MAX 4096

static const struct http_limits limits = { 512, 2048, BODY_MAX };

/* What llhttp reported of one message. */
struct seen {
	int heads, messages, keep_alive;
	uint8_t method;
	uint8_t body[BODY_MAX];
	size_t len;
};

static int
head_cb(llhttp_t *l)
{
	struct seen *seen = l->data;

	seen->heads++;
	seen->method = l->method;
	return 0;
}

static int
body_cb(llhttp_t *l, const char *p, size_t n)
{
	struct seen *seen = l->data;

	assert(n <= BODY_MAX - seen->len);
	memcpy(seen->body + seen->len, p, n);
	seen->len += n;
	return 0;
}

static int
message_cb(llhttp_t *l)
{
	struct seen *seen = l->data;

	seen->messages++;
	seen->keep_alive = llhttp_should_keep_alive(l);
	return 0;
}

/* Whether the bytes could hold what llhttp 8 gets wrong in an extension. */
static bool
odd_extension(const uint8_t *p, size_t n)
{
	const uint8_t *value = memchr(p, '=', n);

	return memchr(p, '\\', n) != NULL ||
	    (value != NULL &&
		memchr(value, ';', n - (size_t)(value - p)) != NULL);
}

/*
 * Gives llhttp some bytes, which it must not refuse.  False if it did for a
 * fault of its own.
 */
static bool
feed(llhttp_t *l, const uint8_t *p, size_t n)
{
	enum llhttp_errno e = HPE_OK;

	if (n > 0)
		e = llhttp_execute(l, (const char *)p, n);
	if (e == HPE_OK || e == HPE_PAUSED_UPGRADE)
		return true;
	if ((e == HPE_INVALID_CHUNK_SIZE || e == HPE_STRICT) &&
	    odd_extension(p, n))
		return false;
	fprintf(stderr, "llhttp: %s\n", llhttp_get_error_reason(l));
	abort();
}

/*
 * Shows llhttp the message that we found to have that head and that whole
 * length; one byte less must not do.  False if that cannot be told.
 */
static bool
compare(const uint8_t *p, size_t head, size_t whole, struct seen *seen)
{
	llhttp_settings_t settings;
	uint8_t shown[2048]; /* limits.head */
	llhttp_t l;

	for (size_t i = 0; i < head; i++)
		shown[i] = p[i] == '\t' ? ' ' : p[i];
	llhttp_settings_init(&settings);
	settings.on_headers_complete = head_cb;
	settings.on_body = body_cb;
	settings.on_message_complete = message_cb;
	llhttp_init(&l, HTTP_REQUEST, &settings);
	memset(seen, 0, sizeof(*seen));
	l.data = seen;
	assert(feed(&l, shown, head - 1));
	assert(seen->heads == 0);
	assert(feed(&l, shown + head - 1, 1));
	assert(seen->heads == 1);
	if (whole > head) {
		if (!feed(&l, p + head, whole - head - 1))
			return false;
		assert(seen->messages == 0);
		assert(feed(&l, p + whole - 1, 1));
	}
	assert(seen->messages == 1);
	return true;
}

/*
 * Our body: its length on the wire (0 if it is not whole or refused; then
 * *ok is false) and what it says.
 */
static size_t
our_body(const struct http_request *r, const uint8_t *p, size_t n,
    uint8_t *body, size_t *len, bool *ok)
{
	struct http_chunked c = { 0 };
	uint8_t *copy;
	size_t used = 0;

	*len = 0;
	*ok = true;
	if (r->body == HTTP_BODY_NONE)
		return 0;
	if (r->body == HTTP_BODY_LENGTH) {
		*ok = r->content_length <= n;
		*len = *ok ? (size_t)r->content_length : 0;
		memcpy(body, p, *len);
		return *len;
	}
	copy = malloc(n + 1);
	assert(copy != NULL);
	memcpy(copy, p, n);
	*ok = http_chunked_decode(&c, copy, &n, &used, BODY_MAX) ==
	    HTTP_CHUNKED_END;
	*len = *ok ? n : 0;
	memcpy(body, copy, *len);
	free(copy);
	return used;
}

static bool
same_method(const struct http_request *r, uint8_t method)
{
	return method ==
	    (r->method == HTTP_GET           ? LLHTTP_GET
		    : r->method == HTTP_HEAD ? LLHTTP_HEAD
					     : LLHTTP_POST);
}

/* Also in a trailer section. */
static bool
has_proxy_connection(const uint8_t *p, size_t n)
{
	static const char name[] = "proxy-connection";

	for (size_t i = 0; i + sizeof(name) - 1 <= n; i++)
		if (http_name_is(
			(struct str){ (const char *)p + i, sizeof(name) - 1 },
			name))
			return true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t body[BODY_MAX];
	static struct seen seen;
	struct http_request r;
	size_t at = 0, wire, len;
	bool ok;
	long head;

	for (;;) {
		head = http_request_parse(data + at, size - at, &limits, &r);
		if (head <= 0 || r.method == HTTP_OTHER_METHOD)
			return 0;
		wire = our_body(&r, data + at + head, size - at - (size_t)head,
		    body, &len, &ok);
		if (!ok)
			return 0;
		if (!compare(
			data + at, (size_t)head, (size_t)head + wire, &seen))
			return 0;
		assert(same_method(&r, seen.method));
		assert(seen.len == len && memcmp(seen.body, body, len) == 0);
		if (!r.keep_alive)
			return 0;
		assert(seen.keep_alive ||
		    has_proxy_connection(data + at, (size_t)head + wire));
		at += (size_t)head + wire;
	}
}
