/*
 * names.c - short strings kept once, so that equal ones are the same pointer.
 */
#include "names.h"

#include <stdlib.h>
#include <string.h>

struct names {
	char **slots; /* open addressing, at most half full */
	size_t nslots, used;
};

#define FIRST_SLOTS 256

struct names *
names_new(void)
{
	struct names *n = calloc(1, sizeof(*n));

	if (n == NULL)
		return NULL;
	n->nslots = FIRST_SLOTS;
	n->slots = calloc(n->nslots, sizeof(*n->slots));
	if (n->slots == NULL) {
		free(n);
		return NULL;
	}
	return n;
}

void
names_free(struct names **n)
{
	size_t i;

	if (*n == NULL)
		return;
	for (i = 0; i < (*n)->nslots; i++)
		free((*n)->slots[i]);
	free((*n)->slots);
	free(*n);
	*n = NULL;
}

/* FNV-1a; the ids are those of a configuration, not of an enemy. */
static size_t
hash(struct str s)
{
	uint64_t h = 14695981039346656037u;
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static char **
slot_of(struct names *n, struct str s)
{
	size_t i = hash(s) & (n->nslots - 1);

	while (n->slots[i] != NULL && !str_is(s, n->slots[i]))
		i = (i + 1) & (n->nslots - 1);
	return &n->slots[i];
}

static int
grow(struct names *n)
{
	struct names larger = { NULL, n->nslots * 2, n->used };
	size_t i;

	larger.slots = calloc(larger.nslots, sizeof(*larger.slots));
	if (larger.slots == NULL)
		return -1;
	for (i = 0; i < n->nslots; i++)
		if (n->slots[i] != NULL)
			*slot_of(&larger, str_of(n->slots[i])) = n->slots[i];
	free(n->slots);
	*n = larger;
	return 0;
}

const char *
names_keep(struct names *n, struct str s)
{
	char **slot = slot_of(n, s);

	if (*slot != NULL)
		return *slot;
	if (n->used * 2 >= n->nslots) {
		if (grow(n) == -1)
			return NULL;
		slot = slot_of(n, s);
	}
	*slot = s.n == 0 ? strdup("") : strndup(s.p, s.n);
	if (*slot != NULL)
		n->used++;
	return *slot;
}
