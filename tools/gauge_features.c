/*
 * gauge_features.c - the words, pairs, triples and beginnings of words that
 * a calm text is judged by.
 *
 * All letters stand once, so that no stretching can change a word.  Pairs
 * and triples do not run across the end of a sentence; they carry negation
 * ("niet fijn") and most of the sayings ("lach me dood").
 */
#include "gauge_features.h"

#include "normalise.h"

#define PRIME UINT64_C(0x100000001b3)
#define BASIS UINT64_C(0xcbf29ce484222325)
#define TURN UINT64_C(0x9e3779b97f4a7c15)
#define TRIPLE 3

/* The last words, newest first. */
struct window {
	struct str word[TRIPLE];
	uint64_t hash[TRIPLE];
	unsigned n;
	gauge_feature_fn *fn;
	void *arg;
};

static uint64_t
hash_bytes(struct str s)
{
	uint64_t h = BASIS;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * PRIME;
	return h;
}

static uint64_t
hash_join(uint64_t first, uint64_t second)
{
	uint64_t h = (first ^ second >> 29) * TURN;

	return (h ^ h >> 32) + second;
}

static uint64_t
hash_head(struct str head)
{
	return hash_bytes(head) ^ TURN;
}

/* Cuts the next word off; false at the end. */
static bool
next_word(struct str *rest, struct str *word)
{
	const char *end;

	while (rest->n > 0 && rest->p[0] == ' ') {
		rest->p++;
		rest->n--;
	}
	if (rest->n == 0)
		return false;
	end = memchr(rest->p, ' ', rest->n);
	word->p = rest->p;
	word->n = end == NULL ? rest->n : (size_t)(end - rest->p);
	rest->p += word->n;
	rest->n -= word->n;
	return true;
}

uint64_t
gauge_hash(struct str text)
{
	struct str word;
	uint64_t h = 0;

	if (text.n > 1 && text.p[text.n - 1] == '*')
		return hash_head((struct str){ text.p, text.n - 1 });
	for (unsigned n = 0; next_word(&text, &word); n++)
		h = n == 0 ? hash_bytes(word) : hash_join(h, hash_bytes(word));
	return h;
}

static void
tell(const struct window *w, uint64_t hash, struct str text, bool head)
{
	struct gauge_feature f = { hash, text, head, false };

	w->fn(&f, w->arg);
}

/* From the first byte of one word to the last of the newest. */
static struct str
span(const struct window *w, unsigned back)
{
	const char *end = w->word[0].p + w->word[0].n;

	return (struct str){ w->word[back].p, (size_t)(end - w->word[back].p) };
}

/* The first bytes of a word, and what is left of the last letter. */
static struct str
beginning(struct str word)
{
	size_t n = GAUGE_HEAD;

	if (word.n <= n)
		return word;
	while (n < word.n && ((uint8_t)word.p[n] & 0xc0) == 0x80)
		n++;
	return (struct str){ word.p, n };
}

static void
tell_word(struct window *w, struct str word)
{
	struct str head;
	uint64_t pair;

	for (unsigned i = TRIPLE - 1; i > 0; i--) {
		w->word[i] = w->word[i - 1];
		w->hash[i] = w->hash[i - 1];
	}
	w->word[0] = word;
	w->hash[0] = hash_bytes(word);
	w->n++;
	tell(w, w->hash[0], word, false);
	head = beginning(word);
	if (head.n < word.n)
		tell(w, hash_head(head), head, true);
	if (w->n < 2)
		return;
	tell(w, hash_join(w->hash[1], w->hash[0]), span(w, 1), false);
	if (w->n < 3)
		return;
	pair = hash_join(w->hash[2], w->hash[1]);
	tell(w, hash_join(pair, w->hash[0]), span(w, 2), false);
}

static void
tell_loud(const char *name, const struct window *w)
{
	struct str text = str_of(name);
	struct gauge_feature f = { hash_bytes(text), text, false, true };

	w->fn(&f, w->arg);
}

static void
tell_noise(const struct gauge_noise *n, const struct window *w)
{
	if (n->swears > 0)
		tell_loud("=swear", w);
	if (n->swears > 1)
		tell_loud("=swears", w);
	if (n->sighs > 0)
		tell_loud("=sigh", w);
	if (n->shouted > 0)
		tell_loud("=shout", w);
	if (n->shouted > 2)
		tell_loud("=shouts", w);
	if (n->shouted > 2 && n->shouted * 2 > n->words)
		tell_loud("=capitals", w);
	if (n->bangs > 0)
		tell_loud("=bang", w);
	if (n->bangs > 2)
		tell_loud("=bangs", w);
	if (n->stretched > 0)
		tell_loud("=stretched", w);
	if (n->swears > 0 && n->shouted > 2)
		tell_loud("=swear-shouts", w);
}

static void
tell_length(unsigned words, const struct window *w)
{
	static const char *const names[] = { "=words1", "=words5", "=words10",
		"=words20", "=words40", "=words80" };
	static const unsigned least[] = { 1, 5, 10, 20, 40, 80 };

	for (unsigned i = 0; i < sizeof(least) / sizeof(least[0]); i++)
		if (words >= least[i] &&
		    (i + 1 == sizeof(least) / sizeof(least[0]) ||
			words < least[i + 1]))
			tell(w, hash_bytes(str_of(names[i])), str_of(names[i]),
			    false);
}

void
gauge_features(struct str words, const struct gauge_noise *noise,
    gauge_feature_fn *fn, void *arg)
{
	struct window w = { .fn = fn, .arg = arg };
	struct str word;
	unsigned n = 0;

	while (next_word(&words, &word)) {
		if (str_is(word, ".")) {
			w.n = 0;
			continue;
		}
		n++;
		tell_word(&w, word);
	}
	tell_length(n, &w);
	if (noise != NULL)
		tell_noise(noise, &w);
}

int
gauge_words(struct buf *out, struct str calm)
{
	size_t from = out->len;

	normalise_words(out, calm, NORMALISE_SINGLE | NORMALISE_NUMBERS);
	if (out->failed)
		return -1;
	out->len = from + normalise_squeeze(out->data + from, out->len - from);
	return 0;
}
