/*
 * key_file.h - what can be said of NNNNNNNN.key without a secret.
 */
#ifndef KEY_FILE_H
#define KEY_FILE_H

#include "gehoor/buf.h"
#include "gehoor/segment.h"

enum key_file_state {
	KEY_FILE_OK,
	KEY_FILE_GONE,    /* shredded: the segment stays closed for ever */
	KEY_FILE_DAMAGED, /* or not of this segment */
	KEY_FILE_IO
};

/*
 * Reads the key file of the segment with that header into out (emptied
 * before), and checks form, CRC, log id and segment number.
 */
enum key_file_state key_file_read(const char *path,
    const struct segment_header *h, struct buf *out, struct err *e);

#endif
