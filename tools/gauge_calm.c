/*
 * gauge_calm.c - a text without its anger, and how much anger there was.
 *
 * Weight and danger are measured on what is left, so that swearing, capitals
 * and exclamation marks cannot change them.  Words are compared with every
 * doubled letter once: "kuuut" is "kut".
 */
#include "gauge_calm.h"

#include "normalise.h"

#define WORD_MAX 64

/* Whole words, doubled letters once; in byte order. */
static const char *const swears[] = { "achterlijk", "achterlijke", "ashole",
	"asshole", "bitch", "bitches", "bullshit", "bulshit", "damn", "debiel",
	"debielen", "eikel", "eikels", "flikker", "fuck", "fucked", "fucking",
	"gadver", "godsame", "godsgruwelijke", "gvd", "hoer", "hoeren",
	"hufter", "hufters", "idiot", "idioten", "idiots", "jezus", "kanker",
	"kk", "kker", "kkr", "klere", "klerelijer", "klerelijers", "klerezoi",
	"klojo", "klojos", "klote", "klotenzoi", "klotzak", "klotzaken",
	"kolere", "kurwa", "kut", "kwal", "kwalen", "loser", "losers", "lul",
	"lulen", "mongol", "mongolen", "muts", "mutsen", "pleur", "prutser",
	"prutsers", "rotwijf", "rotzak", "schijt", "schoft", "schoften", "shit",
	"siktir", "sodemieter", "stelendevis", "suka", "sukel", "sukels",
	"teef", "tef", "tering", "tiefus", "trut", "truten", "tyf", "tyfus",
	"verdomd", "verdomde", "verdome", "verdorie", "wijf", "wijven", "wtf" };

/* Words that begin so are swear words, but what is behind them stays. */
static const char *const heads[] = { "kanker", "klote", "kut", "tering",
	"tyfus", "klere" };
/* Words that begin so are swear words as they are. */
static const char *const begins[] = { "godver", "potver", "motherfuck",
	"hoerenzo", "kuth", "kutje" };

struct walk {
	struct buf *out;
	struct gauge_noise *noise;
};

size_t
gauge_squeeze(uint8_t *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++)
		if (i == 0 || p[i] != p[i - 1] || p[i] < 'a' || p[i] > 'z')
			p[to++] = p[i];
	return to;
}

static bool
is_word_byte(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* How the key compares with a word; mostly its first letter says so. */
static int
compare(struct str key, const char *word)
{
	int c = (uint8_t)key.p[0] - (uint8_t)word[0];

	if (c == 0)
		c = strncmp(key.p, word, key.n);
	return c == 0 && word[key.n] != '\0' ? -1 : c;
}

static bool
is_swear(struct str key)
{
	size_t from = 0, to = sizeof(swears) / sizeof(swears[0]);

	while (from < to) {
		size_t at = (from + to) / 2;
		int c = compare(key, swears[at]);

		if (c == 0)
			return true;
		if (c < 0)
			to = at;
		else
			from = at + 1;
	}
	return false;
}

/* The length of the first beginning that the key has, or 0. */
static size_t
beginning(struct str key, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len;

		if (list[i][0] != key.p[0])
			continue;
		len = strlen(list[i]);
		if (key.n >= len && memcmp(key.p, list[i], len) == 0)
			return len;
	}
	return 0;
}

/* How many squeezed bytes of the word are a swear word: none, some, all. */
static size_t
swear_length(struct str key)
{
	size_t head;

	if (is_swear(key) ||
	    beginning(key, begins, sizeof(begins) / sizeof(begins[0])) > 0)
		return key.n;
	head = beginning(key, heads, sizeof(heads) / sizeof(heads[0]));
	return head > 0 && key.n < head + 3 ? key.n : head;
}

/* Adds the word with letters at most three times in a row. */
static void
add_word(struct walk *w, struct str word)
{
	unsigned run = 0;
	size_t from = 0;
	bool stretched = false;

	for (size_t i = 0; i < word.n; i++) {
		run = i > 0 && word.p[i] == word.p[i - 1] ? run + 1 : 1;
		if ((uint8_t)word.p[i] >= 0x80 || run < 3)
			continue;
		stretched = true;
		if (run > 3) {
			buf_add(w->out, word.p + from, i - from);
			from = i + 1;
		}
	}
	buf_add(w->out, word.p + from, word.n - from);
	w->noise->stretched += stretched;
}

static void
calm_word(struct walk *w, struct str word)
{
	uint8_t key[WORD_MAX];
	size_t n = 0, swear;

	w->noise->words++;
	for (size_t i = 0; i < word.n && n < sizeof(key); i++)
		if (n == 0 || (uint8_t)word.p[i] != key[n - 1])
			key[n++] = (uint8_t)word.p[i];
	swear = swear_length((struct str){ (const char *)key, n });
	w->noise->swears += swear > 0;
	if (swear == 0)
		add_word(w, word);
	else if (swear < n && n < sizeof(key))
		buf_add(w->out, key + swear, n - swear);
}

/* Words of capitals are to be seen only before the text is folded. */
static void
count_shouts(struct str in, struct gauge_noise *noise)
{
	size_t capitals = 0;
	bool all = true;

	for (size_t i = 0; i <= in.n; i++) {
		uint8_t c = i < in.n ? (uint8_t)in.p[i] : ' ';

		noise->bangs += c == '!';
		if (is_word_byte(c)) {
			capitals += c >= 'A' && c <= 'Z';
			all &= c < 'a' || c > 'z';
			continue;
		}
		noise->shouted += all && capitals >= 3;
		capitals = 0;
		all = true;
	}
}

static void
calm_folded(struct walk *w, struct str in)
{
	size_t i = 0;

	while (i < in.n) {
		size_t from = i;

		while (i < in.n && is_word_byte((uint8_t)in.p[i]))
			i++;
		if (i > from)
			calm_word(w, (struct str){ in.p + from, i - from });
		else {
			buf_addc(w->out, in.p[i] == '!' ? '.' : in.p[i]);
			i++;
		}
	}
}

int
gauge_calm_noise(struct str in, struct buf *out, struct gauge_noise *noise)
{
	struct gauge_noise unused;
	struct buf folded = BUF_INIT;
	struct walk w = { out, noise == NULL ? &unused : noise };
	int rc;

	memset(w.noise, 0, sizeof(*w.noise));
	count_shouts(in, w.noise);
	rc = normalise_fold(&folded, in);
	if (rc == 0)
		calm_folded(
		    &w, (struct str){ (const char *)folded.data, folded.len });
	buf_free(&folded);
	return rc == 0 && !out->failed ? 0 : -1;
}

int
gauge_calm(struct str in, struct buf *out)
{
	return gauge_calm_noise(in, out, NULL);
}
