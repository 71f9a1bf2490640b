/*
 * train_fit.c - the numbers of a model.
 *
 * First every group of samples is scored by weights that were learnt from
 * the others.  On those scores the second look is learnt (second.h), and the
 * threshold of each theme is chosen, so that as many are found as there are.
 * Then the weights are learnt from all samples, and rounded to a byte each.
 */
#include "train_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef float score_row[LOGISTIC_QUESTIONS];

struct fit {
	struct model *model;
	const struct sample *samples;
	size_t n;
	struct logistic_weights w;
	score_row *scores; /* of samples held back */
};

/* A score and whether the answer is yes. */
struct judged {
	float score;
	bool yes;
};

static int
compare_judged(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (int)x->yes - (int)y->yes;
}

static unsigned
last_group(const struct fit *f)
{
	unsigned last = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->samples[i].group != TRAIN_ASIDE &&
		    f->samples[i].group > last)
			last = f->samples[i].group;
	return last;
}

static int
hold_back(struct fit *f)
{
	unsigned last = last_group(f);

	for (unsigned group = 0; group <= last; group++) {
		if (logistic_learn(f->samples, f->n, f->model->values,
			(int)group, &f->w) == -1)
			return -1;
		for (size_t i = 0; i < f->n; i++)
			if (f->samples[i].group == group)
				logistic_score(&f->samples[i], f->model->values,
				    &f->w, f->scores[i]);
	}
	return 0;
}

/*
 * The threshold that as many are above as the answer is yes for, of scores
 * from high to low: what is found wrongly and what is missed is in balance,
 * and a count of messages is no more biased than it must be.
 */
static float
even_threshold(const struct judged *all, size_t n, unsigned yes)
{
	if (n == 0)
		return 0;
	if (yes == 0)
		return all[0].score + 1;
	return yes == n ? all[n - 1].score - 1
			: (all[yes - 1].score + all[yes].score) / 2;
}

static void
count(const struct judged *all, size_t n, float threshold,
    struct train_scores *scores, size_t theme)
{
	if (scores == NULL)
		return;
	scores->n = n;
	for (size_t i = 0; i < n; i++) {
		bool got = all[i].score > threshold;

		scores->theme[theme].hit += got && all[i].yes;
		scores->theme[theme].extra += got && !all[i].yes;
		scores->theme[theme].missed += !got && all[i].yes;
	}
}

/* Scores from high to low. */
static unsigned
judged_sort(struct judged *all, size_t n)
{
	unsigned yes = 0;

	for (size_t i = 0; i < n; i++)
		yes += all[i].yes;
	qsort(all, n, sizeof(*all), compare_judged);
	return yes;
}

/*
 * The scores become distances from the threshold that they had by themselves,
 * so that those of different themes can be compared.
 */
static void
centre(struct fit *f, struct judged *all)
{
	for (size_t k = 0; k < f->model->nthemes; k++) {
		float threshold;
		size_t n = 0;

		for (size_t i = 0; i < f->n; i++)
			if (f->samples[i].group != TRAIN_ASIDE)
				all[n++] = (struct judged){ f->scores[i][k],
					f->samples[i].yes >> k & 1 };
		threshold = even_threshold(all, n, judged_sort(all, n));
		f->model->themes[k].bias = -threshold;
		for (size_t i = 0; i < f->n; i++)
			f->scores[i][k] -= threshold;
	}
}

/* The second look at one theme, and the threshold. */
static void
second_fit(struct fit *f, size_t k, struct judged *all,
    float (*x)[SECOND_INPUTS], bool *yes, struct train_scores *scores)
{
	struct model_theme *t = &f->model->themes[k];
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct second s;

		if (f->samples[i].group == TRAIN_ASIDE)
			continue;
		second_look(
		    &s, f->scores[i], f->model->nthemes, f->samples[i].words);
		second_inputs(&s, k, x[n]);
		yes[n++] = f->samples[i].yes >> k & 1;
	}
	second_learn((const float(*)[SECOND_INPUTS])x, yes, n, t->second);
	for (size_t i = 0; i < n; i++)
		all[i] =
		    (struct judged){ second_logit(x[i], t->second), yes[i] };
	t->threshold = even_threshold(all, n, judged_sort(all, n));
	count(all, n, t->threshold, scores, k);
}

/* Threshold and likelihood of every theme. */
static int
calibrate(struct fit *f, struct train_scores *scores)
{
	struct judged *all = calloc(f->n + 1, sizeof(*all));
	float(*x)[SECOND_INPUTS] = calloc(f->n + 1, sizeof(*x));
	bool *yes = calloc(f->n + 1, sizeof(*yes));
	int rc = -1;

	if (all != NULL && x != NULL && yes != NULL) {
		centre(f, all);
		for (size_t k = 0; k < f->model->nthemes; k++)
			second_fit(f, k, all, x, yes, scores);
		rc = 0;
	}
	free(all);
	free(x);
	free(yes);
	return rc;
}

/* Weights of a byte each, and what they are multiplied by. */
static void
round_weights(struct fit *f)
{
	struct model *m = f->model;

	for (size_t k = 0; k < m->nthemes; k++) {
		float most = 0;

		for (size_t i = 0; i < m->nrows; i++)
			if (fabsf(f->w.column[i][k]) > most)
				most = fabsf(f->w.column[i][k]);
		m->themes[k].scale = most == 0 ? 1 : most / 127;
		m->themes[k].bias += f->w.bias[k];
		for (size_t i = 0; i < m->nrows; i++) {
			float w = f->w.column[i][k] / m->themes[k].scale;

			m->rows[i].weight[k] =
			    (int8_t)(w < 0 ? w - 0.5f : w + 0.5f);
		}
	}
}

int
train_fit(struct model *m, const struct sample *samples, size_t n,
    struct train_scores *scores)
{
	struct fit f = { .model = m, .samples = samples, .n = n };
	int rc = -1;

	f.w.ncolumns = m->nrows;
	f.w.column = calloc(m->nrows + 1, sizeof(*f.w.column));
	f.scores = calloc(n + 1, sizeof(*f.scores));
	if (f.w.column != NULL && f.scores != NULL && hold_back(&f) == 0 &&
	    calibrate(&f, scores) == 0 &&
	    logistic_learn(samples, n, m->values, -1, &f.w) == 0) {
		round_weights(&f);
		rc = 0;
	}
	free(f.w.column);
	free(f.scores);
	return rc;
}
