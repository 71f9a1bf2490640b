/*
 * sha256.h - SHA-256 by the instructions a processor may have for it.
 *
 * Every record's leaf in the tree is a SHA-256 of its whole frame; in plain
 * code that costs more than sealing it.  crypto.c asks here first and leaves
 * the rest to libsodium.
 */
#ifndef SHA256_H
#define SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gehoor/crypto.h"

/* Hashes the parts in turn; false if the processor cannot, out untouched. */
bool sha256_fast(
    uint8_t out[static 32], const struct crypto_part *parts, size_t nparts);

#endif
