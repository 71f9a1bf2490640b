/*
 * words.h - what messages say, redacted, as the database keeps it.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdint.h>

#include "gehoor/crypto.h"
#include "gehoor/merkle.h"

/*
 * The row of a message in the index of words: the first 63 bits of its leaf.
 * Rows in the order of their leaves are in the order of their ids.
 */
static inline int64_t
words_id(const uint8_t leaf[static HASH_LEN])
{
	uint64_t id = 0;

	for (unsigned i = 0; i < 8; i++)
		id = id << 8 | leaf[i];
	return (int64_t)(id >> 1);
}

#endif
