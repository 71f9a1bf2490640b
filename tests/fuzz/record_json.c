/*
 * record_json.c - the JSON of a record, by our scanner and by jansson: they
 * must agree on what is JSON, and on the strings that matter.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tools/json_scan.h"
#include "tools/record_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
same(const json_t *root, const char *key, struct str ours)
{
	const json_t *theirs = json_object_get(root, key);

	if (theirs == NULL ? ours.n != 0
			   : ours.n != json_string_length(theirs) ||
		    (ours.n > 0 &&
			memcmp(ours.p, json_string_value(theirs), ours.n) != 0))
		abort();
}

/* 1 if it is JSON for jansson, 0 if not, -1 if jansson has other limits. */
static int
judge(const char *p, size_t n, json_t **root)
{
	json_error_t e;

	*root = NULL;
	if (n > 0 && memchr(p, 0, n) != NULL)
		return -1; /* jansson reads past a NUL byte */
	*root = json_loadb(p, n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &e);
	if (*root != NULL)
		return 1;
	switch (json_error_code(&e)) {
	case json_error_numeric_overflow:
	case json_error_null_byte_in_key:
	case json_error_stack_overflow:
	case json_error_out_of_memory:
		return -1;
	default:
		return 0;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str json = { (const char *)data, n };
	struct buf store = BUF_INIT;
	struct json_scan s;
	struct record r;
	json_t *root;
	int theirs = judge(json.p, n, &root);
	bool ours =
	    json_scan_start(&s, json.p, n, &store) && json_scan_skip(&s);

	ours = ours && json_scan_finish(&s);
	if (theirs != -1 && ours != (theirs == 1) &&
	    (s.why == NULL || strcmp(s.why, "nested too deeply") != 0))
		abort();
	if (record_read(json, &store, &r, NULL) == 0) {
		if (!ours)
			abort();
		if (theirs == 1) {
			same(root, "box", r.box);
			same(root, "text", r.text);
			same(root, "dedup", r.dedup);
		}
	}
	json_decref(root);
	buf_free(&store);
	return 0;
}
