/*
 * redact.c - fuzz target: names and all else in a text from anybody.
 */
#include <stdlib.h>

#include "tools/redact.h"

#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct redactor *r;
	const struct str t = { (const char *)data, size };
	struct buf out = BUF_INIT, again = BUF_INIT;
	struct scan_span *s;
	struct err e;
	size_t at = 0;
	int n;

	if (r == NULL)
		require(redactor_new(NULL, &r, &e) == 0);
	n = redact_spans(r, t, &s);
	require(n >= 0);
	for (int i = 0; i < n; i++) {
		require(s[i].start >= at && s[i].start < s[i].end);
		require(s[i].end <= size);
		require((unsigned)s[i].kind < SCAN_NKINDS);
		at = s[i].end;
	}
	require(redact_apply(t, s, (size_t)n, &out) == 0);
	free(s);
	require(redact_text(r, t, &again) == 0);
	require(again.len == out.len &&
	    (out.len == 0 || memcmp(again.data, out.data, out.len) == 0));
	buf_free(&out);
	buf_free(&again);
	return 0;
}
