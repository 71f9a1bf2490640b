/*
 * backup_list.c - fuzz target: the list of what is in a backup.
 */
#include "tools/backup_list.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A list that is read whole, without extensions, is written the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct buf again = BUF_INIT;
	struct checkpoint c;
	int more;

	if (crypto_init(NULL) == -1)
		abort();
	while ((more = backup_list_next(&rest, &c, NULL)) == 1)
		backup_list_add(&again, c.origin, c.size, c.root);
	if (more == 0 && again.len == size && size > 0 &&
	    memcmp(again.data, data, size) != 0)
		abort();
	buf_free(&again);
	return 0;
}
