/*
 * gauge.c - fuzz target: any bytes are gauged, twice alike, the kernel is a
 * part of the text, and the calm text is as calm as it can be.
 */
#include "tools/gauge.h"

#include "gehoor/json_write.h"
#include "tests/fuzz/fuzz.h"

static struct gauger *gauger;
static struct gauge_scratch *scratch;

static void
why_cb(enum gauge_output output, struct str words, int hundredths, void *arg)
{
	unsigned *told = arg;

	require(output < GAUGE_OUTPUT_COUNT);
	require(words.n > 0 && hundredths > -100000 && hundredths < 100000);
	++*told;
}

static void
calm(struct str text)
{
	struct buf folded = BUF_INIT, once = BUF_INIT;
	struct gauge_noise noise = { 0 };

	require(gauge_calm(text, &folded, &once, &noise) == 0);
	require(once.len == 0 || memchr(once.data, '!', once.len) == NULL);
	buf_free(&folded);
	buf_free(&once);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct gauge g, h;
	unsigned told = 0;

	if (gauger == NULL) {
		require(gauger_new(NULL, &gauger, NULL) == 0);
		scratch = gauge_scratch_new();
		require(scratch != NULL);
	}
	require(gauge_of(gauger, text, scratch, &g) == 0);
	require(gauge_of(gauger, text, scratch, &h) == 0);
	require(g.weight <= 3 && g.tone <= 3 && g.danger < 32);
	require(g.kernel.n == 0 ||
	    (g.kernel.p >= text.p &&
		g.kernel.p + g.kernel.n <= text.p + text.n));
	gauge_json(&a, &g);
	gauge_json(&b, &h);
	require(!a.failed &&
	    str_equal((struct str){ (char *)a.data, a.len },
		(struct str){ (char *)b.data, b.len }));
	require(gauge_why(gauger, text, 3, why_cb, &told) == 0);
	require(told <= 3 * GAUGE_OUTPUT_COUNT);
	calm(text);
	buf_free(&a);
	buf_free(&b);
	return 0;
}
