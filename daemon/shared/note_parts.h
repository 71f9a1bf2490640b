/*
 * note_parts.h - what note.c and note_key.c share.
 */
#ifndef SHARED_NOTE_PARTS_H
#define SHARED_NOTE_PARTS_H

#include "gehoor/bytes.h"
#include "gehoor/note.h"

/* Types of keys (C2SP signed-note): they go into the key's id. */
#define NOTE_TYPE_ED25519 1
#define NOTE_TYPE_WITNESS 4

uint32_t
note_key_id(struct str name, uint8_t type, const uint8_t pk[static 32]);

/* Cuts what stands before the first separator off rest. 0, or -1: none. */
int note_cut(struct str *rest, char separator, struct str *out);

#endif
