/*
 * gauge.c [-w] [-m MODEL] FILE ... - how well the gauge agrees with labelled
 * messages: accuracy of polarity, weight and tone, mean absolute error of the
 * scales, recall and precision of danger and spam; and what one message
 * costs.  With -x MODELS, each message is gauged by that of MODELS.0 to
 * MODELS.4 which gauge_train -k made without it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/gauge_labels.h"
#include "tools/gauge.h"
#include "tools/gauge_sum.h"

#define FOLDS 5
/* All danger, each of its classes, and spam. */
#define CLASSES (GAUGE_DANGERS + 2)
#define SHORT 100 /* bytes of a short message */
#define SECONDS 1 /* of measuring what a message costs */

struct score {
	unsigned hit, extra, missed;
};

static struct {
	struct gauger *gauger, *folds[FOLDS];
	struct gauge_scratch *scratch;
	unsigned n, polarity, weight, tone, weight_off, tone_off;
	struct score classes[CLASSES];
	bool wrong; /* print what was wrong */
	size_t bytes;
} bench;

static void
count(struct score *s, bool want, bool got)
{
	s->hit += want && got;
	s->extra += !want && got;
	s->missed += want && !got;
}

static void
count_scale(int want, unsigned got, unsigned *right, unsigned *off)
{
	*right += (unsigned)want == got;
	*off += (unsigned)abs(want - (int)got);
}

static void
judge(const struct gauger *gauger, const json_t *m)
{
	struct str text = str_of(message_get(m, "text"));
	bool label[GAUGE_OUTPUT_COUNT];
	struct gauge g;

	gauge_labels(m, label);
	if (gauge_of(gauger, text, bench.scratch, &g) == -1)
		abort();
	bench.n++;
	bench.bytes += text.n;
	bench.polarity += label[GAUGE_POS + (int)g.polarity];
	count_scale(gauge_scale(m, "weight"), g.weight, &bench.weight,
	    &bench.weight_off);
	count_scale(
	    gauge_scale(m, "tone"), g.tone, &bench.tone, &bench.tone_off);
	count(&bench.classes[0], !label[GAUGE_NONE], g.danger != 0);
	for (int i = 0; i < GAUGE_DANGERS; i++)
		count(&bench.classes[1 + i], label[GAUGE_ZELF + i],
		    (g.danger & 1u << i) != 0);
	count(&bench.classes[CLASSES - 1], label[GAUGE_SPAM], g.spam);
	if (bench.wrong && label[GAUGE_NONE] == (g.danger != 0))
		printf("%s danger \"%s\": %s\n",
		    g.danger != 0 ? "extra" : "missed",
		    g.danger != 0 ? danger_name(g.first)
				  : message_get(m, "danger"),
		    text.p);
}

static double
share(unsigned part, unsigned all)
{
	return all == 0 ? 0 : (double)part / all;
}

static void
print_scores(void)
{
	printf("%-14s %9s %7s\n", "", "accuracy", "error");
	printf("%-14s %9.3f\n", "polarity", share(bench.polarity, bench.n));
	printf("%-14s %9.3f %7.2f\n", "weight", share(bench.weight, bench.n),
	    share(bench.weight_off, bench.n));
	printf("%-14s %9.3f %7.2f\n", "tone", share(bench.tone, bench.n),
	    share(bench.tone_off, bench.n));
	printf("%-14s %9s %7s %6s\n", "", "precision", "recall", "number");
	for (int i = 0; i < CLASSES; i++) {
		const struct score *s = &bench.classes[i];

		printf("%-14s %9.2f %7.2f %6u\n",
		    i == 0 ? "danger" : gauge_output_names[GAUGE_NONE + i],
		    share(s->hit, s->hit + s->extra),
		    share(s->hit, s->hit + s->missed), s->hit + s->missed);
	}
}

/* Microseconds of CPU for a message of at most so many bytes; 0: no such. */
static double
cost(const json_t *all, size_t most)
{
	clock_t begin = clock(), spent = 0;
	struct gauge g;
	double n = 0;

	while (spent < SECONDS * CLOCKS_PER_SEC) {
		for (size_t k = 0; k < json_array_size(all); k++) {
			const json_t *m = json_array_get(all, k);
			struct str text = str_of(message_get(m, "text"));

			if (text.n > most)
				continue;
			if (gauge_of(bench.gauger, text, bench.scratch, &g) ==
			    -1)
				abort();
			n++;
		}
		if (n == 0)
			return 0;
		spent = clock() - begin;
	}
	return (double)spent / CLOCKS_PER_SEC * 1e6 / n;
}

static void
print_cost(const json_t *all)
{
	printf("%-14s %9.2f   (%zu bytes on average)\n", "us per message",
	    cost(all, SIZE_MAX), bench.bytes / bench.n);
	printf("%-14s %9.2f   (at most %d bytes)\n", "us if short",
	    cost(all, SHORT), SHORT);
}

/* A model that is not built in; read once, never freed. */
static const char *
slurp(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t cap = 0;

	if (f == NULL || getdelim(&text, &cap, '\0', f) == -1) {
		perror(path);
		exit(1);
	}
	fclose(f);
	return text;
}

/* A gauger of a model's file, or of the one built in. */
static struct gauger *
gauger_of(const char *path)
{
	struct embed_file own = { path, path == NULL ? NULL : slurp(path) };
	const struct embed_file *files[GAUGE_SOURCES] = {
		path == NULL ? gauge_file("gauge/model.conf") : &own,
		gauge_file("gauge/words.conf")
	};
	struct gauger *g;
	struct err e;

	if (gauger_with(files, &g, &e) == -1) {
		fprintf(stderr, "gauge: %s\n", e.msg);
		exit(1);
	}
	return g;
}

static void
open_folds(const char *models)
{
	for (int i = 0; i < FOLDS; i++) {
		char path[256];

		snprintf(path, sizeof(path), "%s.%d", models, i);
		bench.folds[i] = gauger_of(path);
	}
}

static void
judge_file(const char *path, bool last)
{
	static size_t k;
	json_t *all = messages_load(path);

	for (size_t m = 0; m < json_array_size(all); m++, k++)
		judge(bench.folds[0] != NULL ? bench.folds[k % FOLDS]
					     : bench.gauger,
		    json_array_get(all, m));
	if (last) {
		print_scores();
		print_cost(all);
	}
	json_decref(all);
}

int
main(int argc, char **argv)
{
	const char *model = NULL;
	int c;

	while ((c = getopt(argc, argv, "x:m:w")) != -1)
		if (c == 'x')
			open_folds(optarg);
		else if (c == 'm')
			model = optarg;
		else if (c == 'w')
			bench.wrong = true;
		else
			return 2;
	bench.gauger = gauger_of(model);
	bench.scratch = gauge_scratch_new();
	for (int i = optind; i < argc; i++)
		judge_file(argv[i], i == argc - 1);
	gauge_scratch_free(&bench.scratch);
	gauger_free(&bench.gauger);
	for (int i = 0; i < FOLDS; i++)
		if (bench.folds[i] != NULL)
			gauger_free(&bench.folds[i]);
	return 0;
}
