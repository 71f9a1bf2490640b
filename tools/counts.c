/*
 * counts.c - counters in memory, added to a table of the database at the
 * end of a batch.
 */
#include "counts.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NTEXT (sizeof(((struct count_key *)NULL)->text) / sizeof(char *))
#define FIRST_SLOTS 1024

struct slot {
	struct count_key key;
	int64_t n;
	bool taken;
};

struct counts {
	struct slot *slots; /* open addressing, at most half full */
	size_t nslots, used;
};

struct counts *
counts_new(void)
{
	struct counts *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->nslots = FIRST_SLOTS;
	c->slots = calloc(c->nslots, sizeof(*c->slots));
	if (c->slots == NULL) {
		free(c);
		return NULL;
	}
	return c;
}

void
counts_free(struct counts **c)
{
	if (*c == NULL)
		return;
	free((*c)->slots);
	free(*c);
	*c = NULL;
}

static size_t
hash(const struct count_key *key)
{
	uint64_t h = key->week;
	size_t i;

	for (i = 0; i < NTEXT; i++)
		h = (h ^ (uintptr_t)key->text[i]) * 0x9e3779b97f4a7c15u;
	return (size_t)(h ^ h >> 29);
}

static bool
is_same(const struct count_key *a, const struct count_key *b)
{
	return a->week == b->week &&
	    memcmp(a->text, b->text, sizeof(a->text)) == 0;
}

static struct slot *
slot_of(const struct counts *c, const struct count_key *key)
{
	size_t i = hash(key) & (c->nslots - 1);

	while (c->slots[i].taken && !is_same(&c->slots[i].key, key))
		i = (i + 1) & (c->nslots - 1);
	return &c->slots[i];
}

static int
grow(struct counts *c)
{
	struct counts larger = { NULL, c->nslots * 2, c->used };
	size_t i;

	larger.slots = calloc(larger.nslots, sizeof(*larger.slots));
	if (larger.slots == NULL)
		return -1;
	for (i = 0; i < c->nslots; i++)
		if (c->slots[i].taken)
			*slot_of(&larger, &c->slots[i].key) = c->slots[i];
	free(c->slots);
	*c = larger;
	return 0;
}

int
counts_add(struct counts *c, const struct count_key *key, int step)
{
	struct slot *s = slot_of(c, key);

	if (!s->taken) {
		if (c->used * 2 >= c->nslots) {
			if (grow(c) == -1)
				return -1;
			s = slot_of(c, key);
		}
		s->key = *key;
		s->taken = true;
		c->used++;
	}
	s->n += step;
	return 0;
}

static int
write_one(struct sqlite3_stmt *stmt, const struct slot *s)
{
	int at = 1, rc;
	size_t i;

	sqlite3_bind_int64(stmt, at++, s->key.week);
	for (i = 0; i < NTEXT; i++)
		if (s->key.text[i] != NULL)
			sqlite3_bind_text(
			    stmt, at++, s->key.text[i], -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, at, s->n);
	rc = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
counts_flush(struct counts *c, struct sqlite3_stmt *stmt)
{
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < c->nslots && rc == SQLITE_OK; i++)
		if (c->slots[i].n != 0)
			rc = write_one(stmt, &c->slots[i]);
	memset(c->slots, 0, c->nslots * sizeof(*c->slots));
	c->used = 0;
	return rc;
}
