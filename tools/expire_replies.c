/*
 * expire_replies.c - answers go with the messages that they are to.
 */
#include "expire_replies.h"

#include "gehoor/segment_reader.h"
#include "reply_file.h"
#include "segment_path.h"

int
expire_replies(
    const char *dir, uint32_t segment, const char *state, struct err *e)
{
	char path[4096];
	struct segment_reader *r = NULL;
	const uint8_t *raw;
	struct frame f;
	int rc = 0;

	segment_path(dir, segment, "seg", path, sizeof(path));
	if (segment_reader_open(path, &r, NULL) != SEGMENT_OK)
		return 0;
	while (rc == 0 && segment_reader_next(r, &f, &raw, NULL) == SEGMENT_OK)
		if (f.type == FRAME_RECORD && reply_file_there(state, f.tag))
			rc = reply_file_remove(state, f.tag, e);
	segment_reader_close(&r);
	return rc;
}
