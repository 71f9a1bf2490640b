/*
 * gauge_features.c - the words, pairs, triples and beginnings of words that
 * a text is judged by once it is calm.
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
	const struct gauge_listener *to;
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

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool
ends_sentence(struct str s, size_t i)
{
	char c = s.p[i];

	return c == '\n' ||
	    ((c == '.' || c == '!' || c == '?') &&
		(i + 1 == s.n || is_blank(s.p[i + 1])));
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

	w->to->feature(&f, w->to->arg);
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

	w->to->feature(&f, w->to->arg);
}

static void
tell_noise(const struct gauge_noise *n, const struct window *w)
{
	const struct {
		const char *name;
		bool is;
	} rows[] = { { "=swear", n->swears > 0 }, { "=swears", n->swears > 1 },
		{ "=sigh", n->sighs > 0 }, { "=shout", n->shouted > 0 },
		{ "=shouts", n->shouted > 2 },
		{ "=capitals", n->shouted > 2 && n->shouted * 2 > n->words },
		{ "=bang", n->bangs > 0 }, { "=bangs", n->bangs > 2 },
		{ "=asks", n->asks > 1 }, { "=stretched", n->stretched > 0 },
		{ "=swear-shouts", n->swears > 0 && n->shouted > 2 } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].is)
			tell_loud(rows[i].name, w);
}

static void
tell_length(unsigned words, const struct window *w)
{
	static const struct {
		unsigned least;
		const char *name;
	} rows[] = { { 80, "=words80" }, { 40, "=words40" }, { 20, "=words20" },
		{ 10, "=words10" }, { 5, "=words5" }, { 1, "=words1" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (words >= rows[i].least) {
			struct str name = str_of(rows[i].name);

			tell(w, hash_bytes(name), name, false);
			return;
		}
}

/* The features of words; how many words there are. */
static unsigned
tell_words(struct str words, const struct gauge_listener *to)
{
	struct window w = { .to = to };
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
	return n;
}

/* Cuts the next sentence off; false at the end. */
static bool
next_sentence(struct str *rest, struct str *sentence)
{
	size_t i = 0;

	while (i < rest->n && !ends_sentence(*rest, i))
		i++;
	*sentence = (struct str){ rest->p, i < rest->n ? i + 1 : i };
	rest->p += sentence->n;
	rest->n -= sentence->n;
	return sentence->n > 0;
}

int
gauge_words(struct str text, struct gauge_room *room, struct gauge_noise *noise,
    struct str *words)
{
	struct buf *b = &room->words;

	buf_clear(&room->calm);
	buf_clear(b);
	if (gauge_calm(text, &room->folded, &room->calm, noise) == -1)
		return -1;
	normalise_words(b,
	    (struct str){ (const char *)room->calm.data, room->calm.len },
	    NORMALISE_SINGLE | NORMALISE_NUMBERS);
	if (b->failed)
		return -1;
	b->len = normalise_squeeze(b->data, b->len);
	*words = (struct str){ (const char *)b->data, b->len };
	return 0;
}

int
gauge_features(
    struct str text, struct gauge_room *room, const struct gauge_listener *to)
{
	struct window w = { .to = to };
	struct gauge_noise noise = { 0 };
	struct str sentence;
	unsigned all = 0;

	while (next_sentence(&text, &sentence)) {
		struct str words;
		unsigned n;

		if (gauge_words(sentence, room, &noise, &words) == -1)
			return -1;
		n = tell_words(words, to);
		if (n > 0 && to->sentence != NULL)
			to->sentence(sentence, n, to->arg);
		all += n;
	}
	tell_length(all, &w);
	if (noise.asks > 0)
		tell(&w, hash_bytes(str_of("=ask")), str_of("=ask"), false);
	tell_noise(&noise, &w);
	return 0;
}

void
gauge_room_free(struct gauge_room *room)
{
	buf_free(&room->folded);
	buf_free(&room->calm);
	buf_free(&room->words);
}
