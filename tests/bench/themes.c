/*
 * themes.c MESSAGES [[+]FILE ...] - how well the themes agree with labels:
 * precision, recall and F1 of every theme, over all pairs (micro) and averaged
 * over the themes (macro); the error of the shares of themes in draws of 200
 * messages; and what one message costs.  With files, which are those of gehoor
 * train, also on messages of theirs that were held back.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gehoor/conf.h"
#include "gehoor/crypto.h"
#include "gehoor/err.h"
#include "tools/labelled.h"
#include "tools/themes.h"
#include "tools/train.h"

#define PASSES 50
#define MESSAGES_MAX 4096
#define DRAWS 2000
#define DRAWN 200

struct score {
	unsigned hit, extra, missed;
};

/* A message: labels, what was found, and how likely each theme is. */
struct message {
	char *text;
	uint64_t want, got;
	float likely[THEMES_MAX];
};

static struct {
	struct conf *conf;
	struct themes *themes;
	struct themes_scratch *scratch;
	struct message messages[MESSAGES_MAX];
	size_t n;
} bench;

static int
message_cb(struct str text, uint64_t themes, void *arg)
{
	struct message *m = &bench.messages[bench.n];

	(void)arg;
	if (bench.n == MESSAGES_MAX)
		return -1;
	bench.n++;
	m->text = strndup(text.p, text.n);
	m->want = themes;
	m->got = themes_of(text, bench.scratch);
	for (size_t i = 0; i < bench.conf->nthemes; i++)
		m->likely[i] = themes_likelihood(bench.scratch, i);
	return 0;
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
print_scores(const char *what, const struct score *s)
{
	struct score sum = { 0, 0, 0 };
	double macro = 0;

	printf("%-34s %9s %7s %6s\n", what, "precision", "recall", "F1");
	for (size_t i = 0; i < bench.conf->nthemes; i++) {
		printf("%-34s %9.2f %7.2f %6.2f\n", bench.conf->themes[i].id,
		    share(s[i].hit, s[i].extra), share(s[i].hit, s[i].missed),
		    f1(&s[i]));
		sum.hit += s[i].hit;
		sum.extra += s[i].extra;
		sum.missed += s[i].missed;
		macro += f1(&s[i]) / (double)bench.conf->nthemes;
	}
	printf("%-34s %9.3f %7.3f %6.3f\n", "micro", share(sum.hit, sum.extra),
	    share(sum.hit, sum.missed), f1(&sum));
	printf("%-34s %9s %7s %6.3f\n", "macro", "", "", macro);
}

static void
count(struct score *s)
{
	for (size_t k = 0; k < bench.n; k++)
		for (size_t i = 0; i < bench.conf->nthemes; i++) {
			const struct message *m = &bench.messages[k];
			unsigned want = m->want >> i & 1;
			unsigned got = m->got >> i & 1;

			s[i].hit += want & got;
			s[i].extra += got & ~want;
			s[i].missed += want & ~got;
		}
}

/* Adds the errors of one draw, of counting and of adding up likelihoods. */
static void
draw(uint32_t *state, double *counted, double *added)
{
	double want[THEMES_MAX] = { 0 }, got[THEMES_MAX] = { 0 };
	double likely[THEMES_MAX] = { 0 };
	size_t n = bench.conf->nthemes;

	for (int k = 0; k < DRAWN; k++) {
		const struct message *m;

		*state = *state * 1664525u + 1013904223u;
		m = &bench.messages[(*state >> 8) % bench.n];
		for (size_t i = 0; i < n; i++) {
			want[i] += m->want >> i & 1;
			got[i] += m->got >> i & 1;
			likely[i] += m->likely[i];
		}
	}
	for (size_t i = 0; i < n; i++) {
		*counted += fabs(got[i] - want[i]) / DRAWN / (double)n;
		*added += fabs(likely[i] - want[i]) / DRAWN / (double)n;
	}
}

static void
print_shares(void)
{
	double counted = 0, added = 0;
	uint32_t state = 1;

	for (int i = 0; i < DRAWS; i++)
		draw(&state, &counted, &added);
	printf("error of a share in %d messages, percentage points:\n"
	       "%-34s %24.2f\n%-34s %24.2f\n",
	    DRAWN, "  counted", 100 * counted / DRAWS, "  likelihoods added up",
	    100 * added / DRAWS);
}

/* Microseconds of CPU for one message. */
static double
cost(void)
{
	clock_t begin = clock();
	uint64_t sum = 0;

	for (int pass = 0; pass < PASSES; pass++)
		for (size_t k = 0; k < bench.n; k++)
			sum += themes_of(
			    str_of(bench.messages[k].text), bench.scratch);
	if (sum == 0)
		fprintf(stderr, "themes: nothing was found at all\n");
	return (double)(clock() - begin) / CLOCKS_PER_SEC * 1e6 / PASSES /
	    (double)bench.n;
}

/* Learns again, for what it says of messages that were held back. */
static int
held_back(char **files, int n, struct err *e)
{
	struct train_scores found = { .n = 0 };
	struct score s[THEMES_MAX] = { { 0, 0, 0 } };
	struct train *t = NULL;
	struct model *m = NULL;
	int rc = train_new(bench.conf, &t, e);

	if (rc == 0)
		rc = train_files(t, bench.conf, files, (size_t)n, e);
	if (rc == 0)
		rc = train_finish(t, &m, &found, e);
	for (size_t i = 0; i < MODEL_THEMES; i++)
		s[i] = (struct score){ found.theme[i].hit, found.theme[i].extra,
			found.theme[i].missed };
	if (rc == 0)
		print_scores("corpus, a file held back", s);
	train_free(&t);
	model_free(&m);
	return rc;
}

static int
run(int argc, char **argv, struct err *e)
{
	struct score scores[THEMES_MAX] = { { 0, 0, 0 } };

	if (crypto_init(e) != 0 || conf_load(NULL, &bench.conf, e) != 0 ||
	    themes_new(bench.conf, &bench.themes, e) != 0)
		return -1;
	bench.scratch = themes_scratch_new(bench.themes);
	if (labelled_read(argv[1], bench.conf, message_cb, NULL, e) == -1)
		return -1;
	count(scores);
	print_scores("messages not learnt from", scores);
	print_shares();
	printf("%-34s %24.2f\n", "us per message", cost());
	return argc == 2 ? 0 : held_back(argv + 2, argc - 2, e);
}

int
main(int argc, char **argv)
{
	struct err e = { "" };
	int rc;

	if (argc < 2)
		return 2;
	rc = run(argc, argv, &e);
	if (rc == -1)
		fprintf(stderr, "themes: %s\n", e.msg);
	for (size_t i = 0; i < bench.n; i++)
		free(bench.messages[i].text);
	themes_scratch_free(&bench.scratch);
	themes_free(&bench.themes);
	conf_free(&bench.conf);
	return rc == 0 ? 0 : 1;
}
