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

/* Whole words, doubled letters once; in any order. */
static const char *const swears[] = { "achterlijk", "achterlijke", "bitch",
	"bitches", "damn", "debiel", "debielen", "eikel", "eikels", "flikker",
	"fuck", "fucked", "fucking", "gadver", "godsame", "gvd", "hoer",
	"hoeren", "idiot", "idioten", "idiots", "idiot", "jezus", "kanker",
	"kk", "k", "kker", "kkr", "klerezoi", "klere", "klojo", "klojos",
	"klote", "klotzak", "klotzaken", "kut", "kwal", "kwalen", "loser",
	"losers", "lul", "lulen", "mongol", "mongolen", "muts", "mutsen",
	"pleur", "prutsers", "prutser", "rotwijf", "rotzak", "schijt", "shit",
	"schoft", "schoften", "sodemieter", "stelendevis", "suka", "sukel",
	"sukels", "teef", "tef", "tering", "trut", "truten", "tyf", "tyfus",
	"tiefus", "verdome", "verdomd", "verdorie", "verdome", "wtf", "wijf",
	"wijven", "kurwa", "siktir", "bullshit", "bulshit", "asshole", "ashole",
	"hufter", "hufters", "klerelijers", "klerelijer", "kolere", "hel" };

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

static bool
begins_with(struct str s, const char *head)
{
	size_t n = strlen(head);

	return s.n >= n && memcmp(s.p, head, n) == 0;
}

/* How many squeezed bytes of the word are a swear word: none, some, all. */
static size_t
swear_length(struct str key)
{
	for (size_t i = 0; i < sizeof(swears) / sizeof(swears[0]); i++)
		if (swears[i][0] == key.p[0] && str_is(key, swears[i]))
			return key.n;
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (begins_with(key, begins[i]))
			return key.n;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (begins_with(key, heads[i]))
			return key.n < strlen(heads[i]) + 3 ? key.n
							    : strlen(heads[i]);
	return 0;
}

/* Adds the word with letters at most three times in a row. */
static void
add_word(struct walk *w, struct str word)
{
	unsigned run = 0;
	bool stretched = false;

	for (size_t i = 0; i < word.n; i++) {
		run = i > 0 && word.p[i] == word.p[i - 1] ? run + 1 : 1;
		if (run <= 3 || (uint8_t)word.p[i] >= 0x80)
			buf_addc(w->out, word.p[i]);
		stretched |= run == 3 && (uint8_t)word.p[i] < 0x80;
	}
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
