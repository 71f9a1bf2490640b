/*
 * opener.h - opens the records that a walk comes along.
 */
#ifndef OPENER_H
#define OPENER_H

#include "gehoor/record.h"
#include "gehoor/unseal.h"
#include "logwalk.h"

struct opener;

enum opener_result {
	OPENER_OPENED,
	OPENER_ERASED,    /* on purpose, its bytes are gone */
	OPENER_SHREDDED,  /* on purpose, its key is gone */
	OPENER_NOT_OURS,  /* sealed to other readers */
	OPENER_UNREADABLE /* forged or damaged */
};

/* r is borrowed. NULL if there is no memory. */
struct opener *opener_new(const struct reader_secret *r);
void opener_free(struct opener **o);

/* Before the records of another walk. */
void opener_reset(struct opener *o);

/*
 * Opens a record of the walk.  *json is borrowed until the next call.  For
 * anything but OPENER_OPENED and OPENER_ERASED e says why.
 */
enum opener_result opener_open(struct opener *o, const struct logwalk *w,
    const struct logwalk_record *r, struct str *json, struct err *e);

#endif
