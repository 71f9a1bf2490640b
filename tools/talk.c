/*
 * talk.c - what gehoor says to a person, on stderr, one line at a time.
 */
#include <stdarg.h>
#include <stdio.h>

#include "command.h"
#include "finding.h"

enum exit_code
complain(enum exit_code code, const char *fmt, ...)
{
	va_list ap;

	fputs("gehoor: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return code;
}

void
complain_finding(const struct finding *f, void *arg)
{
	(void)arg;
	if (f->level == FINDING_DAMAGE)
		complain(EXIT_DAMAGED, "damage: %s", f->what);
}

void
say(const struct invocation *iv, const char *fmt, ...)
{
	va_list ap;

	if (iv->quiet)
		return;
	fputs("gehoor: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}
