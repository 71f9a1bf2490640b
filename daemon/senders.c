/*
 * senders.c - two tables of tokens, of today and of yesterday: open
 * addressing, linear probing.  A token is a keyed hash, so its first bytes
 * are its place.
 */
#include "senders.h"

#include <stdlib.h>
#include <string.h>

#include "gehoor/bytes.h"
#include "gehoor/crypto.h"

#define DAYS 2
#define FIRST_SLOTS 64 /* a power of two */

struct table {
	int64_t day;
	size_t count, slots;
	struct sender *senders; /* a token of zero bytes: free */
};

struct senders {
	struct table tables[DAYS]; /* by day modulo 2 */
};

static const uint8_t nobody[SENDER_LEN];

struct senders *
senders_new(void)
{
	return calloc(1, sizeof(struct senders));
}

static void
table_forget(struct table *t)
{
	if (t->senders != NULL)
		crypto_wipe(t->senders, t->slots * sizeof(*t->senders));
	free(t->senders);
	*t = (struct table){ .day = 0 };
}

void
senders_free(struct senders **s)
{
	if (*s == NULL)
		return;
	for (size_t i = 0; i < DAYS; i++)
		table_forget(&(*s)->tables[i]);
	free(*s);
	*s = NULL;
}

/* The slot of the token, or the free one where it would go. */
static struct sender *
table_slot(const struct table *t, const uint8_t token[static SENDER_LEN])
{
	size_t i = (size_t)get_le64(token) & (t->slots - 1);

	while (memcmp(t->senders[i].token, nobody, SENDER_LEN) != 0 &&
	    memcmp(t->senders[i].token, token, SENDER_LEN) != 0)
		i = (i + 1) & (t->slots - 1);
	return &t->senders[i];
}

static bool
table_grow(struct table *t)
{
	struct table grown = { t->day, t->count,
		t->slots == 0 ? FIRST_SLOTS : 2 * t->slots, NULL };

	if (grown.slots > 2 * (size_t)SENDERS_MAX ||
	    (grown.senders = calloc(grown.slots, sizeof(*grown.senders))) ==
		NULL)
		return false;
	for (size_t i = 0; i < t->slots; i++)
		if (memcmp(t->senders[i].token, nobody, SENDER_LEN) != 0)
			*table_slot(&grown, t->senders[i].token) =
			    t->senders[i];
	table_forget(t);
	*t = grown;
	return true;
}

static struct sender *
table_make(struct table *t, const uint8_t token[static SENDER_LEN])
{
	struct sender *s;

	if (2 * (t->count + 1) > t->slots && !table_grow(t))
		return NULL;
	s = table_slot(t, token);
	memcpy(s->token, token, SENDER_LEN);
	t->count++;
	return s;
}

struct sender *
senders_get(struct senders *s, const uint8_t token[static SENDER_LEN],
    int64_t day, int64_t today, bool make)
{
	struct table *t = &s->tables[(uint64_t)day % DAYS];
	struct sender *found = NULL;

	for (size_t i = 0; i < DAYS; i++)
		if (s->tables[i].day != today && s->tables[i].day != today - 1)
			table_forget(&s->tables[i]);
	if (day != today && day != today - 1)
		return NULL;
	t->day = day;
	if (t->slots > 0)
		found = table_slot(t, token);
	if (found != NULL && memcmp(found->token, nobody, SENDER_LEN) != 0)
		return found;
	return make ? table_make(t, token) : NULL;
}
