/*
 * backup_list.c - the list of what is in a backup.
 */
#include "backup_list.h"

#include <stdio.h>
#include <string.h>

void
backup_list_add(struct buf *text, const char *path, uint64_t size,
    const uint8_t root[static HASH_LEN])
{
	struct checkpoint c = { .size = size };

	snprintf(c.origin, sizeof(c.origin), "%s", path);
	memcpy(c.root, root, HASH_LEN);
	if (text->len > 0)
		buf_addc(text, '\n');
	checkpoint_write(&c, text);
}

int
backup_list_next(struct str *rest, struct checkpoint *out, struct err *e)
{
	const char *end;
	struct str text;

	if (rest->n == 0)
		return 0;
	end = memmem(rest->p, rest->n, "\n\n", 2);
	text.p = rest->p;
	text.n = end == NULL ? rest->n : (size_t)(end + 1 - rest->p);
	if (checkpoint_read(text, out, e) == -1)
		return -1;
	if (end == NULL)
		rest->n = 0;
	else
		rest->n -= text.n + 1;
	rest->p += text.n + (end != NULL);
	return end != NULL && rest->n == 0 ? err_set(e, "it is cut short") : 1;
}
