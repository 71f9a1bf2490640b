/*
 * request.c - any bytes as a request head.  A verdict must be the same for
 * every longer input and never come with fewer bytes and differ; what is
 * accepted must lie within the head.
 */
#include <assert.h>
#include <stdlib.h>

#include "gehoor/http_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct http_limits limits = { 256, 1024, 4096 };

/* A verdict on the first n bytes, in memory of that size. */
static long
verdict(const uint8_t *data, size_t n, struct http_request *r)
{
	uint8_t *copy = malloc(n == 0 ? 1 : n);
	long result;

	assert(copy != NULL);
	memcpy(copy, data, n);
	result = http_request_parse(copy, n, &limits, r);
	free(copy);
	return result;
}

static void
within(struct str s, const uint8_t *data, long head)
{
	const char *from = (const char *)data;

	assert(s.n == 0 || (s.p >= from && s.p + s.n <= from + head));
	for (size_t i = 0; i < s.n; i++)
		assert(s.p[i] != '\0' && s.p[i] != '\r' && s.p[i] != '\n');
}

static void
check_accepted(const uint8_t *data, size_t size, long head)
{
	struct http_request r;

	assert(http_request_parse(data, size, &limits, &r) == head);
	assert(head >= 4 && (size_t)head <= limits.head);
	assert(memcmp(data + head - 4, "\r\n\r\n", 4) == 0);
	within(r.method_name, data, head);
	within(r.target, data, head);
	within(r.query, data, head);
	within(r.host, data, head);
	assert(r.minor == 0 || r.host.n > 0);
	assert(r.path.n > 0 && r.path.p[0] == '/');
	assert(!r.secure || r.target.p[0] != '/');
	assert(http_precondition(&r) == 0 || http_precondition(&r) == 304 ||
	    http_precondition(&r) == 412);
	assert(r.nfields <= HTTP_MAX_FIELDS);
	for (size_t i = 0; i < r.nfields; i++) {
		within(r.fields[i].name, data, head);
		within(r.fields[i].value, data, head);
	}
	assert(r.content_length <= limits.body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_request r = { .nfields = 0 };
	long whole = verdict(data, size, &r), part;
	/* All prefixes of short inputs, some of long ones. */
	size_t step = size / 64 + 1;

	for (size_t n = 0; n < size; n += step) {
		part = verdict(data, n, &r);
		assert(part == 0 || part == whole);
	}
	if (whole > 0) {
		assert(verdict(data, (size_t)whole, &r) == whole);
		assert(verdict(data, (size_t)whole - 1, &r) == 0);
		check_accepted(data, size, whole);
	}
	return 0;
}
