/*
 * gauge_first.c - learns the first layer of the gauge: what each feature of
 * a message says about it.
 *
 * Every axis is a logistic regression over the features of the calm text
 * (gauge_features.h); noise is seen by the tone alone.
 */
#include "tests/bench/gauge_first.h"

#include <stdlib.h>
#include <string.h>

#include "tests/bench/gauge_labels.h"
#include "tests/bench/gauge_slope.h"
#include "tools/gauge_features.h"

#define LEAST 2   /* messages that a feature must be in */
#define ROUNDS 20 /* over all messages */
#define FIRST 4   /* round of the mean */
#define RATE 0.2f
#define PENALTY 0.0005f
#define SMALL 30  /* hundredths: left out of the file */
#define QUIET 120 /* so is a feature without as much */
#define TABLE (1u << 20)

struct word {
	uint64_t hash;
	char *text;
	unsigned messages, last; /* in how many; the last one, from 1 */
	bool loud;
	float w[GAUGE_OUTPUT_COUNT], g[GAUGE_OUTPUT_COUNT];
	float mean[GAUGE_OUTPUT_COUNT]; /* of w after the later rounds */
};

struct sample {
	struct word **words;
	size_t n, cap;
	unsigned features;
	bool label[GAUGE_OUTPUT_COUNT];
};

struct first {
	struct word *table[TABLE];
	struct sample *samples;
	size_t n;
	struct word bias;
};

/* A sample under way. */
struct adding {
	struct first *f;
	struct sample *s;
};

static void *
checked(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

static struct word *
word_of(struct first *f, const struct gauge_feature *x)
{
	size_t i = (size_t)(x->hash ^ x->hash >> 32) & (TABLE - 1);
	struct word *w;

	while (f->table[i] != NULL && f->table[i]->hash != x->hash)
		i = (i + 1) & (TABLE - 1);
	if (f->table[i] != NULL)
		return f->table[i];
	w = f->table[i] = checked(calloc(1, sizeof(*w)));
	if (asprintf(&w->text, "%.*s%s", (int)x->text.n, x->text.p,
		x->head ? "*" : "") == -1)
		abort();
	w->hash = x->hash;
	w->loud = x->loud;
	return w;
}

static void
feature_cb(const struct gauge_feature *x, void *arg)
{
	struct adding *a = arg;
	struct sample *s = a->s;
	struct word *w = word_of(a->f, x);

	s->features += !x->loud;
	if (s->n == s->cap) {
		s->cap = s->cap == 0 ? 64 : s->cap * 2;
		s->words = checked(
		    reallocarray(s->words, s->cap, sizeof(struct word *)));
	}
	s->words[s->n++] = w;
	if (w->last != a->f->n + 1)
		w->messages++;
	w->last = (unsigned)a->f->n + 1;
}

static bool
is_rare(const struct word *w)
{
	return w->messages < LEAST;
}

struct first *
first_new(const json_t *messages)
{
	struct gauge_room room = { BUF_INIT, BUF_INIT, BUF_INIT };
	struct first *f = checked(calloc(1, sizeof(*f)));
	size_t n = json_array_size(messages);

	f->samples = checked(calloc(n + 1, sizeof(*f->samples)));
	for (; f->n < n; f->n++) {
		const json_t *m = json_array_get(messages, f->n);
		struct adding a = { f, &f->samples[f->n] };
		const struct gauge_listener to = { feature_cb, NULL, &a };

		if (gauge_features(
			str_of(message_get(m, "text")), &room, &to) == -1)
			abort();
		gauge_labels(m, a.s->label);
	}
	gauge_room_free(&room);
	return f;
}

/* Whether the word speaks for an output. */
static bool
speaks(const struct word *w, int output)
{
	return !w->loud || gauge_is_tone(output);
}

static void
learn_word(struct word *w, const float *slope, float share)
{
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		if (speaks(w, o))
			gauge_step(&w->w[o], &w->g[o],
			    slope[o] * share + PENALTY * w->w[o], RATE);
}

static void
learn(struct first *f, const struct sample *s)
{
	float share = 1 / sqrtf(s->features == 0 ? 1 : (float)s->features);
	float z[GAUGE_OUTPUT_COUNT] = { 0 }, slope[GAUGE_OUTPUT_COUNT];

	for (size_t i = 0; i < s->n; i++)
		for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
			z[o] += s->words[i]->w[o];
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		z[o] = z[o] * share + f->bias.w[o];
	gauge_slope(z, s->label, slope);
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		gauge_step(&f->bias.w[o], &f->bias.g[o], slope[o], RATE);
	for (size_t i = 0; i < s->n; i++)
		if (!is_rare(s->words[i]))
			learn_word(s->words[i], slope, share);
}

static void
learn_round(
    struct first *f, const struct sample **order, size_t n, uint64_t *random)
{
	for (size_t i = n; i > 0; i--) {
		size_t k = gauge_below(random, i);
		const struct sample *s = order[k];

		order[k] = order[i - 1];
		order[i - 1] = s;
		learn(f, s);
	}
}

/* What a round ends with depends on its last messages; the mean does not. */
static void
keep(struct word *w)
{
	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		w->mean[o] += w->w[o] / (ROUNDS - FIRST);
}

static void
forget(struct word *w)
{
	memset(w->w, 0, sizeof(w->w));
	memset(w->g, 0, sizeof(w->g));
	memset(w->mean, 0, sizeof(w->mean));
}

static void
every_word(struct first *f, void (*fn)(struct word *))
{
	fn(&f->bias);
	for (size_t i = 0; i < TABLE; i++)
		if (f->table[i] != NULL && !is_rare(f->table[i]))
			fn(f->table[i]);
}

void
first_learn(struct first *f, const bool *use)
{
	const struct sample **order =
	    checked(calloc(f->n + 1, sizeof(struct sample *)));
	uint64_t random = GAUGE_RANDOM;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		if (use[i])
			order[n++] = &f->samples[i];
	every_word(f, forget);
	for (int round = 0; round < ROUNDS; round++) {
		learn_round(f, order, n, &random);
		if (round >= FIRST)
			every_word(f, keep);
	}
	free(order);
}

static int
by_text(const void *a, const void *b)
{
	const struct word *const *x = a, *const *y = b;

	return strcmp((*x)->text, (*y)->text);
}

static bool
is_quiet(const struct word *w)
{
	float most = 0;

	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++)
		most = fmaxf(most, fabsf(w->mean[o]));
	return lrintf(most * 100) < QUIET;
}

static void
print_word(const char *text, const struct word *w, FILE *out)
{
	char before = '\t';

	for (int o = 0; o < GAUGE_OUTPUT_COUNT; o++) {
		long v = lrintf(w->mean[o] * 100);

		if (labs(v) < SMALL)
			continue;
		if (before == '\t')
			fprintf(out, "%s", text);
		fprintf(out, "%c%s=%ld", before, gauge_output_names[o], v);
		before = ' ';
	}
	if (before == ' ')
		fprintf(out, "\n");
}

void
first_print(const struct first *f, FILE *out)
{
	struct word **all = checked(calloc(TABLE, sizeof(struct word *)));
	size_t n = 0;

	for (size_t i = 0; i < TABLE; i++)
		if (f->table[i] != NULL && !is_rare(f->table[i]))
			all[n++] = f->table[i];
	qsort(all, n, sizeof(struct word *), by_text);
	print_word("=bias", &f->bias, out);
	for (size_t i = 0; i < n; i++)
		if (!is_quiet(all[i]))
			print_word(all[i]->text, all[i], out);
	free(all);
}

void
first_free(struct first **f)
{
	for (size_t i = 0; i < (*f)->n; i++)
		free((*f)->samples[i].words);
	for (size_t i = 0; i < TABLE; i++)
		if ((*f)->table[i] != NULL) {
			free((*f)->table[i]->text);
			free((*f)->table[i]);
		}
	free((*f)->samples);
	free(*f);
	*f = NULL;
}
