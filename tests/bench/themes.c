/*
 * themes.c MESSAGES [CONF] - how well the theme matcher agrees with labelled
 * messages: precision, recall and F1 of every theme, over all pairs (micro)
 * and averaged over the themes (macro); and what one message costs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "gehoor/err.h"
#include "tests/bench/messages.h"
#include "tools/themes.h"

#define PASSES 50

struct score {
	unsigned hit, extra, missed;
};

static struct {
	struct conf *conf;
	struct themes *themes;
	struct themes_scratch *scratch;
} bench;

static uint64_t
labelled(const json_t *message)
{
	const json_t *list = json_object_get(message, "themes");
	uint64_t bits = 0;

	for (size_t k = 0; k < json_array_size(list); k++) {
		const char *id = json_string_value(json_array_get(list, k));

		for (size_t i = 0; i < bench.conf->nthemes; i++)
			if (str_is(str_of(bench.conf->themes[i].id), id))
				bits |= UINT64_C(1) << i;
	}
	return bits;
}

static uint64_t
found(const json_t *message)
{
	return themes_of(str_of(message_get(message, "text")), bench.scratch);
}

static void
count(struct score *s, uint64_t want, uint64_t got)
{
	for (size_t i = 0; i < bench.conf->nthemes; i++) {
		uint64_t bit = UINT64_C(1) << i;

		s[i].hit += (want & got & bit) != 0;
		s[i].extra += (got & ~want & bit) != 0;
		s[i].missed += (want & ~got & bit) != 0;
	}
}

static double
f1(const struct score *s)
{
	unsigned all = 2 * s->hit + s->extra + s->missed;

	return all == 0 ? 0 : 2.0 * s->hit / all;
}

static double
share(unsigned part, unsigned rest)
{
	return part + rest == 0 ? 0 : (double)part / (part + rest);
}

static void
print_scores(const struct score *s)
{
	struct score sum = { 0, 0, 0 };
	double macro = 0;

	printf("%-14s %9s %7s %6s\n", "theme", "precision", "recall", "F1");
	for (size_t i = 0; i < bench.conf->nthemes; i++) {
		printf("%-14s %9.2f %7.2f %6.2f\n", bench.conf->themes[i].id,
		    share(s[i].hit, s[i].extra), share(s[i].hit, s[i].missed),
		    f1(&s[i]));
		sum.hit += s[i].hit;
		sum.extra += s[i].extra;
		sum.missed += s[i].missed;
		macro += f1(&s[i]) / (double)bench.conf->nthemes;
	}
	printf("%-14s %9.2f %7.2f %6.2f\n", "micro", share(sum.hit, sum.extra),
	    share(sum.hit, sum.missed), f1(&sum));
	printf("%-14s %9s %7s %6.2f\n", "macro", "", "", macro);
}

/* Microseconds of CPU for one message. */
static double
cost(const json_t *all)
{
	clock_t begin = clock();
	uint64_t sum = 0;

	for (int pass = 0; pass < PASSES; pass++)
		for (size_t k = 0; k < json_array_size(all); k++)
			sum += found(json_array_get(all, k));
	if (sum == 0)
		fprintf(stderr, "themes: nothing was found at all\n");
	return (double)(clock() - begin) / CLOCKS_PER_SEC * 1e6 / PASSES /
	    (double)json_array_size(all);
}

int
main(int argc, char **argv)
{
	struct score scores[THEMES_MAX] = { { 0, 0, 0 } };
	struct err e;
	json_t *all;

	if (argc < 2)
		return 2;
	if (crypto_init(&e) != 0 ||
	    conf_load(argc > 2 ? argv[2] : NULL, &bench.conf, &e) != 0 ||
	    themes_new(bench.conf, &bench.themes, &e) != 0) {
		fprintf(stderr, "themes: %s\n", e.msg);
		return 1;
	}
	bench.scratch = themes_scratch_new(bench.themes);
	all = messages_load(argv[1]);
	for (size_t k = 0; k < json_array_size(all); k++) {
		const json_t *m = json_array_get(all, k);

		count(scores, labelled(m), found(m));
	}
	print_scores(scores);
	printf("%-14s %23.2f\n", "us per message", cost(all));
	json_decref(all);
	themes_scratch_free(&bench.scratch);
	themes_free(&bench.themes);
	conf_free(&bench.conf);
	return 0;
}
