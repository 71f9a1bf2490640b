/*
 * unseal_parts.h - what unseal.c and unseal_erase.c share.
 */
#ifndef UNSEAL_PARTS_H
#define UNSEAL_PARTS_H

#include "gehoor/unseal.h"

/* What the fixed part of a key file says. */
struct key_file {
	size_t readers;
	size_t entries;
	size_t box_len;
};

/* Checks everything about a key file that needs no key. */
int unseal_key_file_get(const uint8_t *p, size_t n,
    const struct segment_header *h, struct key_file *out, struct err *e);

/* The sealed list for this reader, or NULL. */
const uint8_t *unseal_find_box(
    const uint8_t *p, const struct key_file *k, const struct reader_secret *r);

/*
 * Opens that box. *out is the list, k->entries of SEGMENT_KEY_ENTRY_LEN bytes
 * in locked memory, for crypto_secret_free; NULL unless UNSEAL_OK.
 */
enum unseal_result unseal_open_box(const uint8_t *box, const struct key_file *k,
    const struct reader_secret *r, uint8_t **out, struct err *e);

#endif
