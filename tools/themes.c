/*
 * themes.c - which themes a message is about.
 */
#include "themes.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "model.h"

#define DECISIVE 3.0f /* margin of a term that decides by itself */

struct themes {
	const struct conf *conf;
	struct lexicon *lexicon;
	struct model *model;      /* or NULL */
	int of_model[THEMES_MAX]; /* number of conf->themes[i] in it, or -1 */
	bool *decides;            /* of each term of the lexicon */
};

struct themes_scratch {
	const struct themes *themes;
	struct analysis analysis;
	struct model_scratch seen;
	uint64_t decided; /* themes of terms that decide */
	struct lexicon_hits terms;
	float score[MODEL_THEMES], logit[MODEL_THEMES], norm;
	bool empty; /* nothing was in the text */
};

/* What the model says of the themes in the configuration. */
static void
model_match(struct themes *t)
{
	for (size_t i = 0; i < t->conf->nthemes; i++) {
		t->of_model[i] = -1;
		for (size_t k = 0; t->model != NULL && k < t->model->nthemes;
		     k++)
			if (strcmp(t->model->themes[k].id,
				t->conf->themes[i].id) == 0)
				t->of_model[i] = (int)k;
	}
	for (size_t i = 0; i < lexicon_size(t->lexicon); i++)
		t->decides[i] =
		    t->of_model[lexicon_theme(t->lexicon, i)] == -1 ||
		    !model_knows_term(
			t->model, model_term_hash(lexicon_text(t->lexicon, i)));
}

int
themes_new_with(
    const struct conf *c, struct model *m, struct themes **out, struct err *e)
{
	struct themes *t = calloc(1, sizeof(*t));

	if (t == NULL) {
		model_free(&m);
		return err_set(e, "reading the themes: no memory");
	}
	t->conf = c;
	t->model = m;
	if (c->nthemes > THEMES_MAX)
		err_set(e, "%zu themes; at most %d can be told apart",
		    c->nthemes, THEMES_MAX);
	else if (lexicon_new(c, &t->lexicon, e) == 0) {
		t->decides =
		    calloc(lexicon_size(t->lexicon) + 1, sizeof(*t->decides));
		if (t->decides != NULL) {
			model_match(t);
			*out = t;
			return 0;
		}
		err_set(e, "reading the themes: no memory");
	}
	themes_free(&t);
	return -1;
}

int
themes_new(const struct conf *c, struct themes **out, struct err *e)
{
	bool own = c->theme_model != NULL && *c->theme_model != '\0';
	struct model *m;

	if (own ? model_load(c->theme_model, &m, e) == -1
		: model_builtin(&m, e) == -1)
		return -1;
	return themes_new_with(c, m, out, e);
}

void
themes_free(struct themes **out)
{
	struct themes *t = *out;

	if (t == NULL)
		return;
	lexicon_free(&t->lexicon);
	model_free(&t->model);
	free(t->decides);
	free(t);
	*out = NULL;
}

/* Remembers the term, and what it decides. */
static void
term_cb(const struct lexicon_hit *hit, struct str words, void *arg)
{
	struct themes_scratch *s = arg;
	const struct themes *t = s->themes;

	(void)words;
	if (t->decides[hit->what])
		s->decided |= UINT64_C(1)
		    << lexicon_theme(t->lexicon, hit->what);
	lexicon_hit_add(&s->terms, *hit);
}

struct themes_scratch *
themes_scratch_new(const struct themes *t)
{
	struct themes_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->themes = t;
	if (analysis_init(&s->analysis, t->conf, t->lexicon) == -1)
		themes_scratch_free(&s);
	else {
		s->analysis.term = term_cb;
		s->analysis.arg = s;
	}
	return s;
}

void
themes_scratch_free(struct themes_scratch **s)
{
	if (*s == NULL)
		return;
	analysis_free(&(*s)->analysis);
	model_scratch_free(&(*s)->seen);
	free((*s)->terms.items);
	free(*s);
	*s = NULL;
}

/* The clearest first; where they are alike, in the order of the file. */
static void
rank(struct theme_found *found, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = i;
		     j > 0 && found[j].margin > found[j - 1].margin; j--) {
			struct theme_found was = found[j];

			found[j] = found[j - 1];
			found[j - 1] = was;
		}
}

/* How far the theme is above its threshold. */
static float
margin_of(const struct themes_scratch *s, size_t theme)
{
	const struct themes *t = s->themes;
	int k = t->of_model[theme];
	float margin =
	    k == -1 ? -DECISIVE : s->logit[k] - t->model->themes[k].threshold;

	if ((s->decided >> theme & 1) != 0 && margin < DECISIVE)
		margin = DECISIVE;
	return margin;
}

size_t
themes_ranked(struct str text, struct themes_scratch *s,
    struct theme_found found[static THEMES_MAX])
{
	const struct themes *t = s->themes;
	size_t n = 0;

	s->decided = 0;
	s->terms.n = 0;
	analysis_run(&s->analysis, text);
	s->empty = s->analysis.features.n == 0;
	if (s->empty)
		return 0;
	if (t->model != NULL) {
		s->norm = model_score(
		    t->model, &s->analysis.features, &s->seen, s->score);
		model_logits(
		    t->model, s->score, s->analysis.features.spoken, s->logit);
	}
	for (size_t i = 0; i < t->conf->nthemes; i++) {
		float margin = margin_of(s, i);

		if (margin > 0)
			found[n++] = (struct theme_found){ i, margin };
	}
	rank(found, n);
	return n;
}

uint64_t
themes_of(struct str text, struct themes_scratch *s)
{
	struct theme_found found[THEMES_MAX];
	size_t n = themes_ranked(text, s, found);
	uint64_t bits = 0;

	for (size_t i = 0; i < n; i++)
		bits |= UINT64_C(1) << found[i].theme;
	return bits;
}

float
themes_likelihood(const struct themes_scratch *s, size_t theme)
{
	const struct themes *t = s->themes;
	int k = t->of_model[theme];

	if ((s->decided >> theme & 1) != 0)
		return 1;
	if (k == -1 || s->empty)
		return 0;
	return 1 / (1 + expf(-s->logit[k]));
}

/* Puts the reason where it belongs by its weight, if it is one of the most. */
static size_t
reason_insert(struct theme_reason *out, size_t first, size_t n, size_t max,
    const struct theme_reason *reason)
{
	size_t at = n;

	while (at > first && out[at - 1].weight < reason->weight)
		at--;
	if (at >= max)
		return n;
	if (n == max)
		n--;
	memmove(&out[at + 1], &out[at], (n - at) * sizeof(*out));
	out[at] = *reason;
	return n + 1;
}

static size_t
why_terms(const struct themes_scratch *s, size_t theme,
    struct theme_reason *out, size_t max)
{
	const struct lexicon *l = s->themes->lexicon;
	size_t n = 0;

	for (size_t i = 0; i < s->terms.n && n < max; i++) {
		uint32_t term = s->terms.items[i].what;
		struct str text = str_of(lexicon_text(l, term));
		bool again = false;

		if (lexicon_theme(l, term) != theme)
			continue;
		for (size_t j = 0; j < n; j++)
			again |= out[j].text.p == text.p;
		if (!again)
			out[n++] = (struct theme_reason){ "term", text, 0 };
	}
	return n;
}

/* The letters a feature comes from; blanks around them only of a piece. */
static struct str
feature_text(const struct themes_scratch *s, const struct feature *f)
{
	const char *words = (const char *)s->analysis.words.data;
	const char *end = words + s->analysis.words.len;
	struct str text = { words + f->start, f->end - f->start };

	if (f->kind == FEATURE_PIECE) {
		while (text.p > words && text.p < end &&
		    ((uint8_t)*text.p & 0xc0) == 0x80) {
			text.p--;
			text.n++;
		}
		while (text.p + text.n < end &&
		    ((uint8_t)text.p[text.n] & 0xc0) == 0x80)
			text.n++;
		return text;
	}
	while (text.n > 0 && *text.p == ' ') {
		text.p++;
		text.n--;
	}
	while (text.n > 0 && text.p[text.n - 1] == ' ')
		text.n--;
	return text;
}

size_t
themes_why(struct themes_scratch *s, size_t theme, struct theme_reason *out,
    size_t max)
{
	const struct model *m = s->themes->model;
	const struct features *f = &s->analysis.features;
	int k = s->themes->of_model[theme];
	size_t terms = why_terms(s, theme, out, max / 2), n = terms;

	if (k == -1)
		return n;
	model_scratch_begin(&s->seen, m);
	for (size_t i = 0; i < f->n; i++) {
		const struct feature *item = &f->items[i];
		long row = model_find(m, item->hash);
		struct theme_reason r;

		if (row < 0 || feature_kind_is_term(item->kind) ||
		    model_seen(&s->seen, (size_t)row))
			continue;
		r = (struct theme_reason){ feature_kind_name(item->kind),
			feature_text(s, item),
			m->themes[k].scale * (float)m->values[row] *
			    (float)m->rows[row].weight[k] / s->norm };
		if (r.weight > 0)
			n = reason_insert(out, terms, n, max, &r);
	}
	return n;
}
