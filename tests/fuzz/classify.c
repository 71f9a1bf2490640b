/*
 * classify.c - fuzz target: a line for gehoor classify, and the same line as
 * a labelled message.
 */
#include "tools/classify.h"

#include <jansson.h>

#include "tests/fuzz/fuzz.h"
#include "tools/labelled.h"

static struct {
	struct conf *conf;
	struct themes *themes;
	struct themes_scratch *scratch;
} fuzz;

static void
begin(void)
{
	struct err e;

	if (fuzz.conf != NULL)
		return;
	require(crypto_init(NULL) == 0);
	require(conf_load(NULL, &fuzz.conf, &e) == 0);
	require(themes_new(fuzz.conf, &fuzz.themes, &e) == 0);
	fuzz.scratch = themes_scratch_new(fuzz.themes);
	require(fuzz.scratch != NULL);
}

static int
labelled_cb(struct str text, uint64_t themes, void *arg)
{
	(void)text;
	(void)arg;
	require(themes >> fuzz.conf->nthemes == 0);
	return 0;
}

/* An answer is JSON; nothing is said to a line that is refused. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str line = { (const char *)data, size };
	struct buf out = BUF_INIT;
	struct err e = { "" };
	json_t *answer;

	begin();
	labelled_line(line, fuzz.conf, labelled_cb, NULL, &e);
	e.msg[0] = '\0';
	if (classify_line(line, fuzz.conf, fuzz.scratch, true, &out, &e) ==
	    -1) {
		require(out.len == 0 && e.msg[0] != '\0');
	} else {
		answer = json_loadb(
		    (const char *)out.data, out.len, JSON_ALLOW_NUL, NULL);
		require(json_is_array(json_object_get(answer, "themes")));
		json_decref(answer);
	}
	buf_free(&out);
	return 0;
}
