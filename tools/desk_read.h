/*
 * desk_read.h - all events of all desks, in an order that does not depend on
 * which was read first: by the id of the desk, and by their place in its log.
 */
#ifndef DESK_READ_H
#define DESK_READ_H

#include "desk_event.h"
#include "finding.h"
#include "gehoor/act_file.h"
#include "gehoor/conf.h"
#include "gehoor/unseal.h"

struct desk_place {
	const char *desk; /* its id */
	uint64_t index;
	const uint8_t *leaf;
	uint32_t segment;
};

/* 0 to go on, -1 to stop with e set. */
typedef int desk_read_fn(const struct desk_place *at,
    const struct desk_event *ev, void *arg, struct err *e);

struct desk_read_options {
	const struct conf *conf;
	const struct act_desk *desks; /* of conf, in its order */
	size_t ndesks;
	const struct reader_secret *key;
	finding_fn *finding; /* damage of a desk's log, and what to know */
	desk_read_fn *event;
	void *arg;
};

/* No desk has a log yet: nothing is read.  0 or -1. */
int desk_read_all(const struct desk_read_options *o, struct err *e);

#endif
