/*
 * features.c - what the model sees of a text.
 */
#include "features.h"

#include <stdlib.h>
#include <string.h>

#define PIECE 4          /* letters */
#define CONCEPTS_APART 6 /* words between a pair of concepts, at most */
#define BESIDE 2         /* words on either side of a concept */
#define TERMS_MOST 6     /* of a theme that are counted */

static const struct {
	const char *name;
	unsigned weight;
} kinds[] = {
#define X(constant, name, weight) { name, weight },
	FEATURE_KINDS(X)
#undef X
};

const char *
feature_kind_name(enum feature_kind kind)
{
	return kinds[kind].name;
}

unsigned
feature_kind_weight(enum feature_kind kind)
{
	return kinds[kind].weight;
}

bool
feature_kind_is_term(enum feature_kind kind)
{
	return kind == FEATURE_THEME || kind == FEATURE_TERM ||
	    kind == FEATURE_TERMS;
}

/* One byte more (FNV-1a). */
static inline uint32_t
hash_byte(uint32_t h, char c)
{
	return (h ^ (uint8_t)c) * UINT32_C(16777619);
}

/* Two hashes and a kind become one (the finish of MurmurHash3). */
static inline uint32_t
hash_mix(uint32_t kind, uint32_t a, uint32_t b)
{
	uint32_t h =
	    (a + kind * UINT32_C(0x9e3779b9)) * UINT32_C(0xcc9e2d51) ^ b;

	h ^= h >> 16;
	h *= UINT32_C(0x85ebca6b);
	h ^= h >> 13;
	h *= UINT32_C(0xc2b2ae35);
	return h ^ h >> 16;
}

static uint32_t
hash_text(const char *s)
{
	uint32_t h = UINT32_C(2166136261);

	while (*s != '\0')
		h = hash_byte(h, *s++);
	return h;
}

/* Room for n more items of the given size. */
static void *
room(void *items, size_t n, size_t more, size_t *cap, size_t size)
{
	void *grown;

	if (n + more <= *cap)
		return items;
	*cap = (n + more) * 2;
	grown = reallocarray(items, *cap, size);
	if (grown == NULL)
		abort(); /* a wrong count would be worse */
	return grown;
}

static inline void
add(struct features *f, enum feature_kind kind, uint32_t a, uint32_t b,
    uint32_t start, uint32_t end)
{
	f->items[f->n++] =
	    (struct feature){ hash_mix(kind, a, b), start, end, kind };
}

/* Finds the words; a sentence's end is a word ".". */
static void
words_cut(struct features *f, struct str words)
{
	size_t i = 0;

	f->nwords = 0;
	f->words = room(
	    f->words, 0, words.n / 2 + 2, &f->words_cap, sizeof(*f->words));
	while (i < words.n) {
		uint32_t h = UINT32_C(2166136261);
		size_t from;
		char last = ' ';

		while (i < words.n && words.p[i] == ' ')
			i++;
		from = i;
		for (; i < words.n && words.p[i] != ' '; i++) {
			if (words.p[i] != last)
				h = hash_byte(h, words.p[i]);
			last = words.p[i];
		}
		if (i == from)
			continue;
		f->words[f->nwords++] =
		    (struct feature_word){ h, (uint32_t)from, (uint32_t)i };
	}
}

/* Pieces of a word with the blanks on its sides; a letter once in a row. */
static void
pieces_add(struct features *f, struct str words, const struct feature_word *w)
{
	size_t n = w->end - w->start + 2;
	const char *p = words.p + w->start - 1;

	f->items = room(f->items, f->n, n + 4, &f->cap, sizeof(*f->items));
	for (size_t i = 0; i < n; i++) {
		uint32_t h = UINT32_C(2166136261);
		unsigned length = 0;
		size_t j = i;

		if (i > 0 && p[i] == p[i - 1])
			continue;
		for (; j < n && length < PIECE; j++) {
			if (j > i && p[j] == p[j - 1])
				continue;
			h = hash_byte(h, p[j]);
			length++;
		}
		if (length < PIECE)
			break;
		add(f, FEATURE_PIECE, h, 0, (uint32_t)(w->start - 1 + i),
		    (uint32_t)(w->start - 1 + j));
	}
}

static bool
is_stop(struct str words, const struct feature_word *w)
{
	return words.p[w->start] == '.';
}

static void
words_add(struct features *f, struct str words)
{
	for (size_t i = 0; i < f->nwords; i++) {
		const struct feature_word *w = &f->words[i];

		f->items = room(f->items, f->n, 4, &f->cap, sizeof(*f->items));
		if (i > 0)
			add(f, FEATURE_PAIR, w[-1].hash, w->hash, w[-1].start,
			    w->end);
		if (i > 1)
			add(f, FEATURE_SKIP, w[-2].hash, w->hash, w[-2].start,
			    w->end);
		if (is_stop(words, w))
			continue;
		f->spoken++;
		add(f, FEATURE_WORD, w->hash, 0, w->start, w->end);
		pieces_add(f, words, w);
	}
}

/* Whether two hits stand in one sentence, not far apart. */
static bool
is_near(struct str words, uint32_t end, uint32_t start)
{
	unsigned blanks = 0;

	for (uint32_t i = end; i < start; i++) {
		blanks += words.p[i] == ' ';
		if (blanks > CONCEPTS_APART || words.p[i] == '.')
			return false;
	}
	return true;
}

/* The first word that ends behind the place. */
static size_t
word_at(const struct features *f, uint32_t place)
{
	size_t low = 0, high = f->nwords;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->words[middle].end > place)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* A concept with each of the words before and behind it. */
static void
beside_add(struct features *f, const struct lexicon_hit *hit, uint32_t hash)
{
	size_t first = word_at(f, hit->start), next = first;

	while (next < f->nwords && f->words[next].start < hit->end)
		next++;
	f->items = room(
	    f->items, f->n, (size_t)2 * BESIDE, &f->cap, sizeof(*f->items));
	for (size_t i = 1; i <= BESIDE && i <= first; i++) {
		const struct feature_word *w = &f->words[first - i];

		add(f, FEATURE_BESIDE, w->hash, hash, w->start, hit->end);
	}
	for (size_t i = next; i < next + BESIDE && i < f->nwords; i++) {
		const struct feature_word *w = &f->words[i];

		add(f, FEATURE_BESIDE, hash, w->hash, hit->start, w->end);
	}
}

static void
concepts_add(struct features *f, struct str words, const struct lexicon *l,
    const struct lexicon_hits *hits)
{
	for (size_t i = 0; i < hits->n; i++) {
		const struct lexicon_hit *hit = &hits->items[i];
		uint32_t hash = hash_text(lexicon_concept(l, hit->what));

		f->items = room(f->items, f->n, 1, &f->cap, sizeof(*f->items));
		add(f, FEATURE_CONCEPT, hash, 0, hit->start, hit->end);
		beside_add(f, hit, hash);
		for (size_t j = i; j-- > 0 && i - j < 8;) {
			const struct lexicon_hit *before = &hits->items[j];

			if (before->what == hit->what ||
			    before->end > hit->start + 1)
				continue;
			if (!is_near(words, before->end, hit->start))
				break;
			f->items =
			    room(f->items, f->n, 1, &f->cap, sizeof(*f->items));
			add(f, FEATURE_CONCEPTS,
			    hash_text(lexicon_concept(l, before->what)), hash,
			    before->start, hit->end);
		}
	}
}

void
features_of(struct features *f, struct str words, const struct lexicon *l,
    const struct lexicon_scratch *s)
{
	f->n = f->spoken = 0;
	words_cut(f, words);
	words_add(f, words);
	concepts_add(f, words, l, lexicon_concepts(s));
}

void
features_add_term(struct features *f, const char *text)
{
	f->items = room(f->items, f->n, 1, &f->cap, sizeof(*f->items));
	add(f, FEATURE_TERM, hash_text(text), 0, 0, 0);
}

void
features_add_theme(struct features *f, const char *id, unsigned n)
{
	uint32_t hash = hash_text(id);

	f->items = room(f->items, f->n, TERMS_MOST, &f->cap, sizeof(*f->items));
	if (n > 0)
		add(f, FEATURE_THEME, hash, 0, 0, 0);
	for (unsigned i = 2; i <= n && i <= TERMS_MOST; i++)
		add(f, FEATURE_TERMS, hash, i, 0, 0);
}

void
features_free(struct features *f)
{
	free(f->items);
	free(f->words);
	*f = (struct features)FEATURES_INIT;
}
