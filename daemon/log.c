/*
 * log.c - lines for the operator on stderr.
 *
 * One write per line, so that lines of two threads never mix.
 */
#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_LEN 1024
#define EXIT_FATAL 4
#define MINUTE 60

/* Priorities as syslog(3) and the journal number them. */
enum { LEVEL_ERROR = 3, LEVEL_WARNING = 4, LEVEL_INFO = 6 };

/* The journal sets JOURNAL_STREAM where stderr leads to it. */
static int
log_start(char *line, size_t size, int level)
{
	if (getenv("JOURNAL_STREAM") != NULL)
		return snprintf(line, size, "<%d>", level);
	if (level == LEVEL_INFO)
		return 0;
	return snprintf(line, size, "gehoord: ");
}

static void __attribute__((format(printf, 3, 0)))
log_line(int level, int error, const char *fmt, va_list ap)
{
	char line[LINE_LEN];
	int saved = errno;
	size_t n;

	n = (size_t)log_start(line, sizeof(line), level);
	vsnprintf(line + n, sizeof(line) - n - 1, fmt, ap);
	n = strlen(line);
	if (error != 0)
		snprintf(
		    line + n, sizeof(line) - n - 1, ": %s", strerror(error));
	n = strlen(line);
	line[n++] = '\n';
	/* There is nobody left to tell if stderr fails. */
	if (write(STDERR_FILENO, line, n) == -1)
		errno = saved;
	errno = saved;
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LEVEL_INFO, 0, fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LEVEL_WARNING, 0, fmt, ap);
	va_end(ap);
}

void
log_rarely(int64_t *last, int64_t now, const char *fmt, ...)
{
	va_list ap;

	if (*last != 0 && now - *last < MINUTE)
		return;
	*last = now;
	va_start(ap, fmt);
	log_line(LEVEL_WARNING, 0, fmt, ap);
	va_end(ap);
}

void
fatal(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LEVEL_ERROR, errno, fmt, ap);
	va_end(ap);
	exit(EXIT_FATAL);
}

void
fatalx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LEVEL_ERROR, 0, fmt, ap);
	va_end(ap);
	exit(EXIT_FATAL);
}
