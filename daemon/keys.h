/*
 * keys.h - the secrets of the server, in one locked, undumpable place.
 *
 * The pepper and the signing key come from files (or systemd credentials);
 * the daily keys live in RUNTIME/daily-YYYYMMDD (0600), are made when first
 * needed and removed, wiped, when two days old, so that the same post gives
 * the same code across a restart but not across a reboot.
 */
#ifndef KEYS_H
#define KEYS_H

#include <stdint.h>

#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "gehoor/note.h"

struct keys;

int keys_open(const struct conf *c, int64_t now, struct keys **out,
    struct err *e);
void keys_close(struct keys **k);

const uint8_t *keys_pepper(const struct keys *k);	/* 32 bytes */
const struct note_signer *keys_signer(const struct keys *k);

/*
 * The key of the UTC day the moment falls in (days since 1970), made and
 * stored if it is today's; NULL if it is neither today's nor yesterday's or
 * is gone.  now is the present.
 */
const uint8_t *keys_daily(struct keys *k, int64_t day, int64_t now);
int64_t keys_day(int64_t unix_seconds);

#endif
