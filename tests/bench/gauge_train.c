/*
 * gauge_train.c [-k FOLD] FILE ... - makes conf/gauge/model.conf from labelled
 * messages, on stdout; the same bytes for the same files.
 *
 * Every output is a logistic regression over the features of the calm text
 * (gauge_features.h), trained by AdaGrad with a penalty; noise is seen by the
 * tone alone.  With -k, each fifth message is left out, for gauge -k to test.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/gauge_labels.h"
#include "tools/gauge_features.h"

#define LEAST 4   /* messages that a feature must be in */
#define ROUNDS 20 /* over all messages */
#define FIRST 4   /* round of the mean */
#define RATE 0.35f
#define RATE_DANGER 0.7f
#define PENALTY 0.0005f
#define PENALTY_DANGER 0.01f /* few examples: only what is sure */
#define SMALL 40             /* hundredths: left out of the file */
#define TABLE (1u << 20)

struct word {
	uint64_t hash;
	char *text;
	unsigned messages, last; /* in how many; the last one, from 1 */
	bool loud;
	float w[GAUGE_OUTPUT_COUNT], g[GAUGE_OUTPUT_COUNT];
	float sum[GAUGE_OUTPUT_COUNT]; /* of w after the later rounds */
};

struct sample {
	struct word **words;
	size_t n, cap;
	unsigned features;
	bool label[GAUGE_OUTPUT_COUNT];
};

static struct {
	struct word *table[TABLE];
	struct sample *samples;
	size_t n, cap;
	struct word bias;
	uint64_t random;
} train;

static void *
grown(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap == 0 ? 64 : *cap * 2;
	p = reallocarray(p, *cap, size);
	if (p == NULL)
		abort();
	return p;
}

static struct word *
word_of(const struct gauge_feature *f)
{
	size_t i = (size_t)(f->hash ^ f->hash >> 32) & (TABLE - 1);
	struct word *w;

	while (train.table[i] != NULL && train.table[i]->hash != f->hash)
		i = (i + 1) & (TABLE - 1);
	if (train.table[i] != NULL)
		return train.table[i];
	w = train.table[i] = calloc(1, sizeof(*w));
	if (w == NULL ||
	    asprintf(&w->text, "%.*s%s", (int)f->text.n, f->text.p,
		f->head ? "*" : "") == -1)
		abort();
	w->hash = f->hash;
	w->loud = f->loud;
	return w;
}

static void
feature_cb(const struct gauge_feature *f, void *arg)
{
	struct sample *s = arg;
	struct word *w = word_of(f);

	s->features += !f->loud;
	s->words = grown(s->words, s->n, &s->cap, sizeof(struct word *));
	s->words[s->n++] = w;
	if (w->last != train.n + 1)
		w->messages++;
	w->last = (unsigned)train.n + 1;
}

static void
sample_add(const json_t *m)
{
	struct sample s = { .n = 0 };
	struct buf calm = BUF_INIT, words = BUF_INIT;
	struct gauge_noise noise;

	if (gauge_calm_noise(str_of(message_get(m, "text")), &calm, &noise) ==
		-1 ||
	    gauge_words(&words,
		(struct str){ (const char *)calm.data, calm.len }) == -1)
		abort();
	gauge_features((struct str){ (const char *)words.data, words.len },
	    &noise, feature_cb, &s);
	gauge_labels(m, s.label);
	train.samples =
	    grown(train.samples, train.n, &train.cap, sizeof(*train.samples));
	train.samples[train.n++] = s;
	buf_free(&calm);
	buf_free(&words);
}

static bool
is_danger(int output)
{
	return output >= GAUGE_ZELF && output <= GAUGE_DANGER;
}

/* Rare outputs are to be found rather than to be right about. */
static float
importance(int output, bool label)
{
	if (!label)
		return 1;
	if (is_danger(output))
		return 60;
	if (output == GAUGE_SPAM)
		return 6;
	return 1;
}

static bool
is_tone(int output)
{
	return output >= GAUGE_TONE1 && output <= GAUGE_TONE3;
}

static void
step(struct word *w, int output, float slope)
{
	float penalty = is_danger(output) ? PENALTY_DANGER : PENALTY;
	float g = slope + penalty * w->w[output];

	w->g[output] += g * g;
	w->w[output] -= (is_danger(output) ? RATE_DANGER : RATE) * g /
	    (sqrtf(w->g[output]) + 1e-6f);
}

static void
learn(const struct sample *s, int output)
{
	float root = sqrtf(s->features == 0 ? 1 : (float)s->features);
	float z = 0, p, slope;

	for (size_t i = 0; i < s->n; i++)
		if (s->words[i]->messages >= LEAST &&
		    (!s->words[i]->loud || is_tone(output)))
			z += s->words[i]->w[output];
	z = z / root + train.bias.w[output];
	p = 1 / (1 + expf(-z));
	slope = (p - (float)s->label[output]) *
	    importance(output, s->label[output]);
	if (fabsf(slope) < 0.001f)
		return;
	step(&train.bias, output, slope);
	for (size_t i = 0; i < s->n; i++)
		if (s->words[i]->messages >= LEAST &&
		    (!s->words[i]->loud || is_tone(output)))
			step(s->words[i], output, slope / root);
}

static size_t
below(size_t n)
{
	train.random ^= train.random << 13;
	train.random ^= train.random >> 7;
	train.random ^= train.random << 17;
	return (size_t)(train.random % n);
}

static void
train_round(void)
{
	for (size_t i = train.n; i > 0; i--) {
		size_t k = below(i);
		struct sample s = train.samples[k];

		train.samples[k] = train.samples[i - 1];
		train.samples[i - 1] = s;
		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
			learn(&s, o);
	}
}

static void
keep(struct word *w)
{
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		w->sum[o] += w->w[o] / (ROUNDS - FIRST);
}

/* What a round ends with depends on its last messages; the mean does not. */
static void
keep_all(void)
{
	keep(&train.bias);
	for (size_t i = 0; i < TABLE; i++)
		if (train.table[i] != NULL)
			keep(train.table[i]);
}

static void
train_all(void)
{
	train.random = UINT64_C(0x9e3779b97f4a7c15);
	for (int round = 0; round < ROUNDS; round++) {
		train_round();
		if (round >= FIRST)
			keep_all();
	}
}

static int
by_text(const void *a, const void *b)
{
	const struct word *const *x = a, *const *y = b;

	return strcmp((*x)->text, (*y)->text);
}

static void
print_word(const char *text, const struct word *w)
{
	char before = '\t';

	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++) {
		long v = lrintf(w->sum[o] * 100);

		if (labs(v) < SMALL)
			continue;
		if (before == '\t')
			printf("%s", text);
		printf("%c%s=%ld", before, gauge_output_names[o], v);
		before = ' ';
	}
	if (before == ' ')
		printf("\n");
}

static void
print_all(void)
{
	struct word **all = calloc(TABLE, sizeof(*all));
	size_t n = 0;

	if (all == NULL)
		abort();
	for (size_t i = 0; i < TABLE; i++)
		if (train.table[i] != NULL && train.table[i]->messages >= LEAST)
			all[n++] = train.table[i];
	qsort(all, n, sizeof(*all), by_text);
	printf("# Made by \"make gauge-model\"; not to be edited.\n");
	print_word("=bias", &train.bias);
	for (size_t i = 0; i < n; i++)
		print_word(all[i]->text, all[i]);
	free(all);
}

int
main(int argc, char **argv)
{
	int fold = -1, c;
	size_t k = 0;

	while ((c = getopt(argc, argv, "k:")) != -1)
		if (c == 'k')
			fold = atoi(optarg);
	for (int i = optind; i < argc; i++) {
		json_t *all = messages_load(argv[i]);

		for (size_t m = 0; m < json_array_size(all); m++, k++)
			if ((int)(k % 5) != fold)
				sample_add(json_array_get(all, m));
		json_decref(all);
	}
	train_all();
	print_all();
	return 0;
}
