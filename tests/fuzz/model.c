/*
 * model.c - fuzz target: the file of a model.
 *
 * The checksum is put right, or little else would be tried.  What is read is
 * written as it was read, and can be asked.
 */
#include "tools/model.h"

#include <zlib.h>

#include "gehoor/bytes.h"
#include "tests/fuzz/fuzz.h"

static void
ask(const struct model *m)
{
	struct model_scratch s = MODEL_SCRATCH_INIT;
	struct features f = FEATURES_INIT;
	float score[MODEL_THEMES], logit[MODEL_THEMES];

	features_add_theme(&f, "wachten", 1);
	model_score(m, &f, &s, score);
	model_logits(m, score, f.n, logit);
	model_scratch_free(&s);
	features_free(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf b = BUF_INIT, again = BUF_INIT;
	struct model *m = NULL;
	struct err e;

	buf_add(&b, data, size);
	if (size > 4)
		put_le32(
		    b.data + size - 4, (uint32_t)crc32_z(0, b.data, size - 4));
	if (model_read((struct str){ (const char *)b.data, b.len }, &m, &e) ==
	    0) {
		ask(m);
		model_write(m, &again);
		require(again.len == b.len &&
		    memcmp(again.data, b.data, 14) == 0 &&
		    memcmp(again.data + 16, b.data + 16, b.len - 20) == 0);
	}
	model_free(&m);
	buf_free(&b);
	buf_free(&again);
	return 0;
}
