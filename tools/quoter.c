/*
 * quoter.c - the words of a message that may be quoted.
 */
#include "quoter.h"

#include <stdlib.h>

#include "gehoor/crypto.h"
#include "quote_gate.h"

struct quoter {
	struct quote_gate *gate;
	const char **forbidden;
	size_t n;
};

static size_t
count_names(const struct conf *c)
{
	size_t n = 1;

	for (size_t i = 0; i < c->regions.n; i++)
		n += 1 + c->region_words[i].label.n;
	for (size_t i = 0; i < c->nboxes; i++)
		n += 1 + c->boxes[i].title.n;
	return n;
}

static void
forbid(struct quoter *q, const char *name, const struct conf_words *words)
{
	q->forbidden[q->n++] = name;
	for (size_t i = 0; words != NULL && i < words->n; i++)
		q->forbidden[q->n++] = words->text[i];
}

int
quoter_new(const struct conf *c, struct quoter **out, struct err *e)
{
	struct quoter *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return err_set(e, "no memory");
	q->forbidden = calloc(count_names(c), sizeof(*q->forbidden));
	if (q->forbidden == NULL) {
		err_set(e, "no memory");
		goto failed;
	}
	if (quote_gate_new(&q->gate, e) == -1)
		goto failed;
	forbid(q, c->organisation, NULL);
	for (size_t i = 0; i < c->regions.n; i++)
		forbid(q, c->regions.items[i], &c->region_words[i].label);
	for (size_t i = 0; i < c->nboxes; i++)
		forbid(q, c->boxes[i].name, &c->boxes[i].title);
	*out = q;
	return 0;
failed:
	quoter_free(&q);
	return -1;
}

void
quoter_free(struct quoter **q)
{
	if (*q == NULL)
		return;
	quote_gate_free(&(*q)->gate);
	free((*q)->forbidden);
	free(*q);
	*q = NULL;
}

int
quoter_words(const struct quoter *q, struct str text, struct str kernel,
    struct buf *out, struct err *why)
{
	buf_clear(out);
	if (kernel.n > 0 &&
	    quote_gate(q->gate, kernel, q->forbidden, q->n, out, why) == 0)
		return 0;
	buf_clear(out);
	return quote_gate(q->gate, text, q->forbidden, q->n, out, why);
}

void
quoter_digest(const struct buf *words, uint8_t out[static HASH_LEN])
{
	crypto_blake2b(out, HASH_LEN, NULL,
	    &(const struct crypto_part){ words->data, words->len }, 1);
}
