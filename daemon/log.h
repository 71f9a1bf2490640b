/*
 * log.h - lines for the operator on stderr, with <n> prefixes for the journal
 * when it is one.  Never anything of a request: no address, path, text, code.
 */
#ifndef LOG_H
#define LOG_H

#include <stdint.h>

void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void fatal(const char *fmt, ...) /* with strerror(errno); exit 4 */
    __attribute__((format(printf, 1, 2), noreturn));
void
fatalx(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

/*
 * At most one line a minute per place: for what a peer can provoke.  now is
 * in seconds, *last begins as 0.
 */
void log_rarely(int64_t *last, int64_t now, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
