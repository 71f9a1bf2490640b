/*
 * status.h - what became of a record, and the terms of the sum line.
 */
#ifndef STATUS_H
#define STATUS_H

/* X(constant, in the database, in the sum line): DESIGN of both, fixed. */
#define STATUSES(X) \
	X(STATUS_COUNTED, "counted", "counted") \
	X(STATUS_QUARANTINED, "quarantined", "quarantined") \
	X(STATUS_ERASED, "erased", "erased") \
	X(STATUS_EXPIRED, "expired", "expired") \
	X(STATUS_DUPLICATE, "duplicate", "duplicates") \
	X(STATUS_CONTINUATION, "continuation", "continuations") \
	X(STATUS_UNREADABLE, "unreadable", "unreadable")

enum status {
#define X(constant, name, term) constant,
	STATUSES(X)
#undef X
	    STATUS_COUNT
};

extern const char *const status_names[STATUS_COUNT];
extern const char *const status_terms[STATUS_COUNT];

#endif
