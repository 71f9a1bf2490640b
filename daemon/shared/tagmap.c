/*
 * tagmap.c - 16-byte tags and their records: open addressing, linear probing.
 *
 * A tag is a keyed hash of a secret of the server, and the place of a tag
 * depends on four more random words made for this map, so that nobody
 * outside can choose messages that fall together.  A slot of zero bytes is
 * empty; no record has a tag of zero bytes.
 */
#include "gehoor/tagmap.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/bytes.h"
#include "gehoor/crypto.h"

#define FIRST_BITS 6

struct slot {
	uint8_t tag[TAG_LEN];
	uint64_t index;
};

struct tagmap {
	uint64_t key[4];
	unsigned bits; /* 2^bits slots */
	size_t count;
	struct slot *slots;
};

static const uint8_t empty[TAG_LEN];

/* Multiply-add hashing; the top bits are the good ones. */
static size_t
tagmap_place(const struct tagmap *m, const uint8_t tag[static TAG_LEN])
{
	uint64_t h;

	h = (get_le64(tag) ^ m->key[0]) * (m->key[1] | 1) +
	    (get_le64(tag + 8) ^ m->key[2]) * (m->key[3] | 1);
	return (size_t)(h >> (64 - m->bits));
}

/* The slot that holds the tag, or the empty one where it would go. */
static struct slot *
tagmap_slot(const struct tagmap *m, const uint8_t tag[static TAG_LEN])
{
	size_t mask = ((size_t)1 << m->bits) - 1;
	size_t i = tagmap_place(m, tag);

	while (memcmp(m->slots[i].tag, empty, TAG_LEN) != 0 &&
	    memcmp(m->slots[i].tag, tag, TAG_LEN) != 0)
		i = (i + 1) & mask;
	return &m->slots[i];
}

struct tagmap *
tagmap_new(void)
{
	struct tagmap *m;

	if ((m = calloc(1, sizeof(*m))) == NULL)
		return NULL;
	crypto_random(m->key, sizeof(m->key));
	m->bits = FIRST_BITS;
	m->slots = calloc((size_t)1 << m->bits, sizeof(*m->slots));
	if (m->slots == NULL)
		tagmap_free(&m);
	return m;
}

void
tagmap_free(struct tagmap **m)
{
	if (*m == NULL)
		return;
	free((*m)->slots);
	free(*m);
	*m = NULL;
}

static int
tagmap_grow(struct tagmap *m)
{
	size_t i, had = (size_t)1 << m->bits;
	struct slot *old = m->slots;

	m->slots = calloc(had * 2, sizeof(*m->slots));
	if (m->slots == NULL) {
		m->slots = old;
		return -1;
	}
	m->bits++;
	for (i = 0; i < had; i++)
		if (memcmp(old[i].tag, empty, TAG_LEN) != 0)
			*tagmap_slot(m, old[i].tag) = old[i];
	free(old);
	return 0;
}

bool
tagmap_has(const struct tagmap *m, const uint8_t tag[static TAG_LEN])
{
	uint64_t index;

	return tagmap_find(m, tag, &index);
}

bool
tagmap_find(
    const struct tagmap *m, const uint8_t tag[static TAG_LEN], uint64_t *index)
{
	const struct slot *s;

	if (memcmp(tag, empty, TAG_LEN) == 0)
		return false;
	s = tagmap_slot(m, tag);
	if (memcmp(s->tag, tag, TAG_LEN) != 0)
		return false;
	*index = s->index;
	return true;
}

int
tagmap_add(struct tagmap *m, const uint8_t tag[static TAG_LEN], uint64_t index)
{
	size_t slots = (size_t)1 << m->bits;
	struct slot *s;

	if (memcmp(tag, empty, TAG_LEN) == 0 || tagmap_has(m, tag))
		return 0;
	if (m->count >= slots - slots / 4 && tagmap_grow(m) == -1)
		return -1;
	s = tagmap_slot(m, tag);
	memcpy(s->tag, tag, TAG_LEN);
	s->index = index;
	m->count++;
	return 0;
}

size_t
tagmap_count(const struct tagmap *m)
{
	return m->count;
}
