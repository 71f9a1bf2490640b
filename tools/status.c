/*
 * status.c - the names of what became of a record.
 */
#include "status.h"

const char *const status_names[STATUS_COUNT] = {
#define X(constant, name, term) [constant] = (name),
	STATUSES(X)
#undef X
};

const char *const status_terms[STATUS_COUNT] = {
#define X(constant, name, term) [constant] = (term),
	STATUSES(X)
#undef X
};
