/*
 * sms_file.c - fuzzes the files of smstools3 and of Gammu's inbox: the first
 * byte says which of the two, and for Gammu a line is the name of the file.
 */
#include <stdlib.h>
#include <string.h>

#include "gehoor/utf8.h"
#include "tools/texting.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
is_clean(struct texting *t)
{
	struct buf json = BUF_INIT;

	if (!utf8_is_valid(t->text.data, t->text.len) || t->part > 255 ||
	    memchr(t->from, '\0', sizeof(t->from)) == NULL ||
	    memchr(t->id, '\0', sizeof(t->id)) == NULL)
		abort();
	texting_json(t, &json);
	buf_free(&json);
	texting_free(t);
}

static void
gammu(const uint8_t *p, size_t n)
{
	const uint8_t *end = memchr(p, '\n', n);
	struct texting t = { .text = BUF_INIT };
	char name[128];
	size_t len = end == NULL ? n : (size_t)(end - p);

	if (end == NULL || len >= sizeof(name))
		return;
	memcpy(name, p, len);
	name[len] = '\0';
	(void)texting_gammu_file(end + 1, n - len - 1, name, &t);
	/* The second part of the same. */
	(void)texting_gammu_file(end + 1, n - len - 1, name, &t);
	is_clean(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct texting t;

	if (n == 0)
		return 0;
	if (p[0] == 'g') {
		gammu(p + 1, n - 1);
		return 0;
	}
	(void)texting_smstools(p + 1, n - 1, "GSM1.aBcDeF", &t);
	is_clean(&t);
	return 0;
}
