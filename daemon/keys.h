/*
 * keys.h - the secrets of the server, in one locked, undumpable place.
 *
 * The pepper (64 hex digits on a line, or 32 raw bytes) and the signing key
 * (note_signer_format) come from files, or from systemd credentials;
 * the daily keys live in RUNTIME/daily-YYYYMMDD (0600), are made when first
 * needed and removed, wiped, when two days old, so that the same post gives
 * the same code across a restart but not across a reboot.
 */
#ifndef KEYS_H
#define KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "gehoor/buf.h"
#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "gehoor/note.h"

struct keys;

int
keys_open(const struct conf *c, int64_t now, struct keys **out, struct err *e);
void keys_close(struct keys **k);

/*
 * Reads a secret file whole (conf_read_file with its check of the mode), or,
 * where path cannot be read, the systemd credential of the same file name.
 */
int
keys_read_secret(const char *path, size_t max, struct buf *out, struct err *e);

const uint8_t *keys_pepper(const struct keys *k); /* 32 bytes */
const struct note_signer *keys_signer(const struct keys *k);

/*
 * The key of the UTC day the moment falls in (days since 1970), made and
 * stored if it is today's; NULL if it is neither today's nor yesterday's or
 * is gone.  now is the present.
 */
const uint8_t *keys_daily(struct keys *k, int64_t day, int64_t now);
int64_t keys_day(int64_t unix_seconds);

#endif
