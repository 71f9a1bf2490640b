/*
 * scan.c - fuzz target: personal data in a text from anybody.
 */
#include "gehoor/scan.h"

#include "tests/fuzz/fuzz.h"

#define MAX 512

static void
check_spans(struct str t, const struct scan_span *s, size_t n)
{
	size_t at = 0;

	require(n <= MAX);
	for (size_t i = 0; i < n; i++) {
		require(s[i].start >= at && s[i].start < s[i].end);
		require(s[i].end <= t.n);
		require((unsigned)s[i].kind < SCAN_NKINDS);
		at = s[i].end;
	}
}

/* Asked again, with less room, it says the same. */
static void
check_same(struct str t, const struct scan_span *s, size_t n, size_t max)
{
	struct scan_span again[MAX];
	size_t k = scan_text(t, NULL, again, max);

	require(k == (n < max ? n : max));
	for (size_t i = 0; i < k; i++)
		require(again[i].start == s[i].start &&
		    again[i].end == s[i].end && again[i].kind == s[i].kind);
}

/* A number that is found alone is found no more when it is allowed. */
static void
check_allowed(struct str t, const struct scan_span *s)
{
	size_t len = s->end - s->start;
	struct scan_span again[MAX];
	char number[128];
	const char *const numbers[] = { number };
	const struct scan_allow allow = { numbers, 1 };

	if (s->kind != SCAN_PHONE || len >= sizeof(number))
		return;
	memcpy(number, t.p + s->start, len);
	number[len] = '\0';
	if (strspn(number, "+0123456789 ()-./\t") != len ||
	    scan_text(str_of(number), NULL, again, MAX) != 1 ||
	    again[0].kind != SCAN_PHONE || again[0].end != len)
		return;
	require(scan_text(str_of(number), &allow, again, MAX) == 0 ||
	    again[0].kind != SCAN_PHONE || again[0].start > 0 ||
	    again[0].end != len);
}

static void
check_replaced(struct str t, const struct scan_span *s, size_t n)
{
	static const char *const words[SCAN_NKINDS] = { [SCAN_BSN] = "x" };
	size_t expected = t.n;
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		expected += 2 - (s[i].end - s[i].start) +
		    (s[i].kind == SCAN_BSN ? 1 : strlen(scan_label(s[i].kind)));
	require(scan_replace(t, s, n, words, &b) == 0);
	require(b.len == expected);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str t = { (const char *)data, size };
	struct scan_span spans[MAX];
	size_t n = scan_text(t, NULL, spans, MAX);

	check_spans(t, spans, n);
	check_same(t, spans, n, MAX);
	check_same(t, spans, n, n / 2);
	check_replaced(t, spans, n);
	if (n > 0)
		check_allowed(t, &spans[n / 2]);
	return 0;
}
