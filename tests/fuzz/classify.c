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
	struct gauger *gauger;
	struct answerer answerer;
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
	require(gauger_new(fuzz.conf, &fuzz.gauger, &e) == 0);
	fuzz.answerer = (struct answerer){ .conf = fuzz.conf,
		.themes = themes_scratch_new(fuzz.themes),
		.gauger = fuzz.gauger,
		.gauge = gauge_scratch_new(),
		.why = true };
	require(fuzz.answerer.themes != NULL && fuzz.answerer.gauge != NULL);
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
	if (classify_line(line, &fuzz.answerer, &out, &e) == -1) {
		require(out.len == 0 && e.msg[0] != '\0');
	} else {
		answer = json_loadb(
		    (const char *)out.data, out.len, JSON_ALLOW_NUL, NULL);
		require(json_is_array(json_object_get(answer, "themes")));
		require(json_is_array(json_object_get(answer, "dangers")));
		require(json_is_string(json_object_get(answer, "kernel")));
		json_decref(answer);
	}
	buf_free(&out);
	return 0;
}
