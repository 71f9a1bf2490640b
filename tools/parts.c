/*
 * parts.c - the parts of long text messages, put together again.
 *
 * Sets stand in a list, in the order in which they were begun, and under each
 * of their refs in a table of chains.
 */
#include "parts.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define CHAINS 16384

struct piece {
	struct buf text;
	void *extra;
};

/* A set under one of its refs. */
struct ref {
	struct ref *chain; /* the next of this hash */
	struct ref *other; /* the next of this set */
	struct set *set;
	struct str name;
	char kept[PARTS_REF_MAX];
};

struct set {
	struct set *older, *newer;
	uint64_t number; /* how many were begun before */
	unsigned of, there;
	size_t nrefs, bytes;
	struct ref *refs;
	struct piece **pieces; /* by number - 1; NULL: missing */
};

struct parts {
	size_t extra;
	parts_fn *fn;
	void *arg;
	struct set *oldest, *newest;
	uint64_t begun;
	size_t nsets, bytes;
	uint8_t key[crypto_shorthash_KEYBYTES];
	struct ref *chains[CHAINS];
	struct buf text; /* of the set that is given back */
};

struct parts *
parts_new(size_t extra, parts_fn *fn, void *arg)
{
	struct parts *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->extra = extra;
	p->fn = fn;
	p->arg = arg;
	crypto_shorthash_keygen(p->key);
	return p;
}

static bool
is_ref(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') &&
		    !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return s.n <= PARTS_REF_MAX;
}

bool
parts_is_part(const struct record_part *at)
{
	return at->ref.n > 0 && is_ref(at->ref) && is_ref(at->before) &&
	    at->of > 1 && at->of <= PARTS_OF_MAX && at->n > 0 &&
	    at->n <= at->of;
}

/* Who writes a log must not choose what stands in one chain. */
static struct ref **
chain_of(struct parts *p, struct str name)
{
	uint8_t hash[crypto_shorthash_BYTES];

	crypto_shorthash(hash, (const uint8_t *)name.p, name.n, p->key);
	return &p->chains[get_le64(hash) % CHAINS];
}

static void
unlink_ref(struct parts *p, struct ref *r)
{
	struct ref **at = chain_of(p, r->name);

	while (*at != r)
		at = &(*at)->chain;
	*at = r->chain;
}

static void
free_piece(struct piece *piece)
{
	if (piece == NULL)
		return;
	buf_free(&piece->text);
	free(piece->extra);
	free(piece);
}

static void
remove_set(struct parts *p, struct set *s)
{
	struct ref *r;

	while ((r = s->refs) != NULL) {
		s->refs = r->other;
		unlink_ref(p, r);
		free(r);
	}
	for (unsigned i = 0; i < s->of; i++)
		free_piece(s->pieces[i]);
	*(s->older == NULL ? &p->oldest : &s->older->newer) = s->newer;
	*(s->newer == NULL ? &p->newest : &s->newer->older) = s->older;
	p->bytes -= s->bytes;
	p->nsets--;
	free(s->pieces);
	free(s);
}

void
parts_drop(struct parts *p)
{
	while (p->oldest != NULL)
		remove_set(p, p->oldest);
}

void
parts_free(struct parts **p)
{
	if (*p == NULL)
		return;
	parts_drop(*p);
	buf_free(&(*p)->text);
	free(*p);
	*p = NULL;
}

/* The text; what is missing in a row is one gap. */
static void
join_text(const struct set *s, struct buf *text)
{
	buf_clear(text);
	for (unsigned i = 0; i < s->of; i++)
		if (s->pieces[i] != NULL)
			buf_add(text, s->pieces[i]->text.data,
			    s->pieces[i]->text.len);
		else if (i == 0 || s->pieces[i - 1] != NULL)
			buf_adds(text, PARTS_GAP);
}

/* Gives a set back, and forgets it. */
static int
give_back(struct parts *p, struct set *s, struct err *e)
{
	void *extra[PARTS_OF_MAX];
	struct str *refs = calloc(s->nrefs, sizeof(*refs));
	struct parts_set out = { .complete = s->there == s->of,
		.of = s->of,
		.extra = extra,
		.refs = refs };
	int ret;

	join_text(s, &p->text);
	if (refs == NULL || p->text.failed) {
		free(refs);
		return err_set(e, "no memory");
	}
	out.text = (struct str){ (const char *)p->text.data, p->text.len };
	for (unsigned i = 0; i < s->of; i++)
		if (s->pieces[i] != NULL)
			extra[out.n++] = s->pieces[i]->extra;
	for (const struct ref *r = s->refs; r != NULL; r = r->other)
		refs[out.nrefs++] = r->name;
	ret = p->fn(&out, p->arg, e);
	buf_clear(&p->text);
	free(refs);
	remove_set(p, s);
	return ret;
}

/* What a part goes to, among the sets under one of its refs. */
struct choice {
	struct set *lacking; /* begun first of those that lack the number */
	struct set *first;   /* begun first of all */
	size_t alike;
};

static void
choose(struct parts *p, const struct record_part *at, struct str name,
    struct choice *c)
{
	for (struct ref *r = *chain_of(p, name); r != NULL; r = r->chain) {
		struct set *s = r->set;

		if (s->of != at->of || !str_equal(r->name, name))
			continue;
		c->alike++;
		if (c->first == NULL || s->number < c->first->number)
			c->first = s;
		if (s->pieces[at->n - 1] == NULL &&
		    (c->lacking == NULL || s->number < c->lacking->number))
			c->lacking = s;
	}
}

static struct set *
begin_set(struct parts *p, unsigned of)
{
	struct set *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->of = of;
	s->pieces = calloc(of, sizeof(struct piece *));
	if (s->pieces == NULL) {
		free(s);
		return NULL;
	}
	s->bytes = sizeof(*s) + of * sizeof(struct piece *);
	s->number = p->begun++;
	s->older = p->newest;
	*(p->newest == NULL ? &p->oldest : &p->newest->newer) = s;
	p->newest = s;
	p->bytes += s->bytes;
	p->nsets++;
	return s;
}

static void
grow(struct parts *p, struct set *s, size_t bytes)
{
	s->bytes += bytes;
	p->bytes += bytes;
}

/* From now on the set is found under that ref too. */
static int
name_set(struct parts *p, struct set *s, struct str name)
{
	struct ref **chain = chain_of(p, name), *r;

	for (r = s->refs; r != NULL; r = r->other)
		if (str_equal(r->name, name))
			return 0;
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return -1;
	memcpy(r->kept, name.p, name.n);
	r->name = (struct str){ r->kept, name.n };
	r->set = s;
	r->other = s->refs;
	r->chain = *chain;
	s->refs = *chain = r;
	s->nrefs++;
	grow(p, s, sizeof(*r));
	return 0;
}

static int
put_piece(struct parts *p, struct set *s, const struct part *part)
{
	struct piece *piece = calloc(1, sizeof(*piece));

	if (piece == NULL)
		return -1;
	buf_addstr(&piece->text, part->text);
	piece->extra = malloc(p->extra);
	if (piece->text.failed || piece->extra == NULL) {
		free_piece(piece);
		return -1;
	}
	memcpy(piece->extra, part->extra, p->extra);
	s->pieces[part->at.n - 1] = piece;
	s->there++;
	grow(p, s, sizeof(*piece) + p->extra + piece->text.cap);
	return 0;
}

int
parts_add(struct parts *p, const struct part *part, struct err *e)
{
	const struct record_part *at = &part->at;
	struct choice c = { NULL, NULL, 0 };
	struct set *s;

	choose(p, at, at->ref, &c);
	if (at->before.n > 0)
		choose(p, at, at->before, &c);
	if (c.alike >= PARTS_ALIKE_MAX && c.first != c.lacking &&
	    give_back(p, c.first, e) == -1)
		return -1;
	s = c.lacking != NULL ? c.lacking : begin_set(p, at->of);
	if (s == NULL || put_piece(p, s, part) == -1 ||
	    name_set(p, s, at->ref) == -1 ||
	    (at->before.n > 0 && name_set(p, s, at->before) == -1))
		return err_set(e, "no memory");
	if (s->there == s->of)
		return give_back(p, s, e);
	while (p->nsets > PARTS_SETS_MAX || p->bytes > PARTS_BYTES_MAX)
		if (give_back(p, p->oldest, e) == -1)
			return -1;
	return 0;
}

int
parts_flush(struct parts *p, struct err *e)
{
	while (p->oldest != NULL)
		if (give_back(p, p->oldest, e) == -1)
			return -1;
	return 0;
}

bool
parts_is_empty(const struct parts *p)
{
	return p->nsets == 0;
}
