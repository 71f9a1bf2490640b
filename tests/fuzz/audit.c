/*
 * audit.c - fuzzes the reading of printed figures and the attack on them:
 * what is bounded is a figure of the file, its range is not empty, and the
 * same file gives the same.
 */
#include "fuzz.h"

#include "tools/audit.h"
#include "tools/audit_read.h"

#define FIGURES_MAX 400 /* more only take time */

/* How many are found; what is odd ends it. */
static size_t
attack(const struct release *r)
{
	struct audit *a = audit_new();
	struct audit_bound b;
	size_t at = 0, found = 0;
	int rc;

	require(a != NULL);
	for (size_t i = 0; i < r->n; i++)
		require(audit_add(a, &r->items[i]) == 0);
	rc = audit_run(a);
	require(rc == 0 || rc == 1);
	while (rc == 0 && audit_next(a, &at, &b)) {
		require(b.figure >= r->items && b.figure < r->items + r->n);
		require(b.range.lo <= b.range.hi);
		found += b.found;
	}
	audit_free(&a);
	return found;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct release r = RELEASE_INIT;
	struct err e = { "" };

	if (audit_parse("fuzz", (struct str){ (const char *)data, size }, &r,
		&e) == -1) {
		require(e.msg[0] != '\0');
		return 0;
	}
	if (r.n <= FIGURES_MAX)
		require(attack(&r) == attack(&r));
	release_free(&r);
	return 0;
}
