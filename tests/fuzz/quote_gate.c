/*
 * quote_gate.c - fuzz target: the gate before print, for a text of anybody.
 * The first line is what is forbidden.
 */
#include <stdlib.h>
#include <string.h>

#include "gehoor/utf8.h"
#include "tools/quote_gate.h"

#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct quote_gate *g;
	const uint8_t *line = size > 0 ? memchr(data, '\n', size) : NULL;
	const size_t n = line == NULL ? 0 : (size_t)(line - data);
	struct buf first = BUF_INIT, out = BUF_INIT, clean = BUF_INIT;
	const char *forbidden[1];
	struct err e;

	if (g == NULL)
		require(quote_gate_new(&g, &e) == 0);
	buf_add(&first, data, n);
	forbidden[0] = first.len > 0 ? buf_cstr(&first) : "";
	if (quote_gate(g, (struct str){ (const char *)data + n, size - n },
		forbidden, 1, &out, &e) == -1)
		require(out.len == 0);
	else {
		require(memchr(out.data, '\n', out.len) == NULL);
		utf8_clean(&clean, out.data, out.len);
		require(clean.len == out.len);
	}
	buf_free(&first);
	buf_free(&out);
	buf_free(&clean);
	return 0;
}
