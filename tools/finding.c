/*
 * finding.c - names of findings for programs.
 */
#include "finding.h"

const char *
finding_kind_name(enum finding_kind kind)
{
	static const char *const names[FINDING_KIND_COUNT] = {
#define X(constant, name) [constant] = (name),
		FINDING_KINDS(X)
#undef X
	};

	return names[kind];
}
