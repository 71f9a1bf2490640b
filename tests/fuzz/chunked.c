/*
 * chunked.c - any bytes as a chunked body; the first byte says how many are
 * fed at once.  Whole and in pieces must give the same.
 */
#include <assert.h>
#include <stdlib.h>

#include "gehoor/http_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX 4096

struct outcome {
	enum http_chunked_result result;
	uint8_t *data;
	size_t len, used;
};

static struct outcome
decode(const uint8_t *p, size_t n, size_t step)
{
	struct outcome o = { HTTP_CHUNKED_MORE, malloc(n + 1), 0, 0 };
	struct http_chunked c = { 0 };

	assert(o.data != NULL);
	while (o.used < n && o.result == HTTP_CHUNKED_MORE) {
		size_t part = n - o.used < step ? n - o.used : step, took;
		uint8_t *copy = malloc(part);

		assert(copy != NULL);
		memcpy(copy, p + o.used, part);
		o.result = http_chunked_decode(&c, copy, &part, &took, MAX);
		memcpy(o.data + o.len, copy, part);
		free(copy);
		o.len += part;
		o.used += took;
		assert(c.total == o.len && o.len <= MAX && o.len <= o.used);
	}
	return o;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, parts;

	if (size == 0)
		return 0;
	whole = decode(data + 1, size - 1, size);
	parts = decode(data + 1, size - 1, data[0] % 16 + 1u);
	assert(whole.result == parts.result);
	assert(whole.used == parts.used && whole.len == parts.len);
	assert(memcmp(whole.data, parts.data, whole.len) == 0);
	free(whole.data);
	free(parts.data);
	return 0;
}
