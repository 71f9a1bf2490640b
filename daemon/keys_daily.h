/*
 * keys_daily.h - the keys of today and yesterday, in files and in memory.
 */
#ifndef KEYS_DAILY_H
#define KEYS_DAILY_H

#include <stdint.h>

#include "gehoor/err.h"

struct keys_daily;

/* Days are counted since 1970, in UTC.  Makes today's key if there is none. */
int keys_daily_open(
    const char *dir, int64_t today, struct keys_daily **out, struct err *e);
void keys_daily_close(struct keys_daily **k);

/* As keys_daily in keys.h. */
const uint8_t *keys_daily_get(struct keys_daily *k, int64_t day, int64_t today);

#endif
