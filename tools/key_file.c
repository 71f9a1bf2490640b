/*
 * key_file.c - what can be said of NNNNNNNN.key without a secret.
 */
#include "key_file.h"

#include <errno.h>
#include <unistd.h>

#include "gehoor/conf.h"
#include "gehoor/unseal.h"

/* What a segment can come to (SEGMENT_MAX_KEYS), and some more. */
#define KEY_FILE_MAX (16u << 20)

enum key_file_state
key_file_read(const char *path, const struct segment_header *h, struct buf *out,
    struct err *e)
{
	struct err why;

	if (access(path, F_OK) == -1 && errno == ENOENT) {
		err_set(e,
		    "%s: shredded, its records can never be opened "
		    "again",
		    path);
		return KEY_FILE_GONE;
	}
	buf_clear(out);
	if (conf_read_regular(path, KEY_FILE_MAX, out, e) == -1)
		return KEY_FILE_IO;
	if (unseal_check(out->data, out->len, h, &why) == 0)
		return KEY_FILE_OK;
	err_set(e, "%s: %s", path, why.msg);
	return KEY_FILE_DAMAGED;
}
