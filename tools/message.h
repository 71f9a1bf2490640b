/*
 * message.h - one message found in the logs: by its id, or by its number.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "boxes.h"
#include "command.h"
#include "gehoor/record.h"
#include "gehoor/segment.h"
#include "record_read.h"

struct message {
	const struct box_log *log; /* borrowed */
	uint64_t index;
	uint32_t segment;
	bool ended; /* the segment is closed for good */
	bool erased;
	bool shredded; /* with the key of its segment; only if opened */
	uint8_t leaf[HASH_LEN];
	uint8_t tag[TAG_LEN];
	uint8_t log_id[LOG_ID_LEN];
	struct record record; /* of what was opened; wiped by message_free */
	struct record_read_store store;
};

/* What is looked for: hexadecimal digits of an id, 8 to 64, or a number. */
struct message_wanted {
	const char *id; /* NULL: the number */
	uint64_t index;
};

/*
 * Goes through the logs.  opened: with the reader's key (iv->key), so that
 * record is filled (not of an erased or a shredded one).  0 with exactly one
 * found; 1 if there is none in logs that could be read to their end; or -1.
 * For both e says why.
 */
int message_find(const struct invocation *iv, const struct boxes *boxes,
    const struct message_wanted *wanted, bool opened, struct message *out,
    struct err *e);
void message_free(struct message *m);

#endif
