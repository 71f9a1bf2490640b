/*
 * model.c - tests of features, of training and of the file of a model.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/conf.h"
#include "tools/analysis.h"
#include "tools/labelled.h"
#include "tools/model.h"
#include "tools/themes.h"
#include "tools/train.h"

static const char settings[] =
    "theme \"bellen\" { terms = {\"belt\", \"<terug>\"} }\n"
    "theme \"eten\" { terms = {\"eten\"} }\n"
    "concept \"terug\" { words = {\"terug\", \"retour\"} }\n";

/* What is learnt from: what is said, and bits of the themes. */
static const struct {
	const char *text;
	uint64_t themes;
} lessons[] = {
	{ "ze belt nooit terug", 1 },
	{ "niemand belt mij terug", 1 },
	{ "ik bel en bel maar niemand neemt op", 1 },
	{ "de telefoon wordt nooit opgenomen", 1 },
	{ "het eten is koud", 2 },
	{ "ik vind het eten vies", 2 },
	{ "we krijgen elke dag brood", 2 },
	{ "het brood is koud en vies", 2 },
	{ "het eten is koud en niemand belt mij terug", 3 },
	{ "mooi weer vandaag", 0 },
	{ "dit is een test", 0 },
};

#define NLESSONS (sizeof(lessons) / sizeof(lessons[0]))

static struct conf *
conf_made(void)
{
	struct conf *c = NULL;
	struct err e = { "" };

	if (conf_parse(settings, strlen(settings), "test", &c, &e) == -1)
		fail_msg("%s", e.msg);
	return c;
}

/* The model of the lessons, ten times over. */
static struct model *
trained(const struct conf *c, struct train_scores *scores)
{
	struct train *t = NULL;
	struct model *m = NULL;
	struct err e = { "" };

	assert_int_equal(train_new(c, &t, &e), 0);
	for (unsigned i = 0; i < 10 * NLESSONS; i++)
		assert_int_equal(
		    train_add(t, str_of(lessons[i % NLESSONS].text),
			lessons[i % NLESSONS].themes, i / NLESSONS % 3),
		    0);
	if (train_finish(t, &m, scores, &e) == -1)
		fail_msg("%s", e.msg);
	train_free(&t);
	return m;
}

static void
bytes_of(const struct model *m, struct buf *out)
{
	model_write(m, out);
	assert_false(out->failed);
}

/* The same lessons give the same bytes, and the bytes the same model. */
static void
test_trained(void **state)
{
	struct conf *c = conf_made();
	struct train_scores scores = { .n = 0 };
	struct model *one = trained(c, &scores), *two = trained(c, NULL);
	struct model *read = NULL;
	struct buf a = BUF_INIT, b = BUF_INIT, again = BUF_INIT;
	struct err e;

	(void)state;
	bytes_of(one, &a);
	bytes_of(two, &b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	assert_int_equal(
	    model_read((struct str){ (const char *)a.data, a.len }, &read, &e),
	    0);
	bytes_of(read, &again);
	assert_int_equal(a.len, again.len);
	assert_memory_equal(a.data, again.data, a.len);
	assert_int_equal(scores.n, 10 * NLESSONS);
	assert_int_equal(scores.theme[0].missed + scores.theme[0].extra, 0);
	model_free(&one);
	model_free(&two);
	model_free(&read);
	buf_free(&a);
	buf_free(&b);
	buf_free(&again);
	conf_free(&c);
}

/* It knows other wordings by their pieces, and anger does not matter. */
static void
test_scored(void **state)
{
	static const struct {
		const char *text;
		uint64_t themes;
	} rows[] = {
		{ "niemand belt terug", 1 },
		{ "NIEMAAAND belt kut terug!!!", 1 },
		{ "koud eten", 2 },
		{ "koud brood", 2 },
		{ "een test", 0 },
		{ "", 0 },
	};
	struct conf *c = conf_made();
	struct themes *t = NULL;
	struct themes_scratch *s;
	struct err e;

	(void)state;
	assert_int_equal(themes_new_with(c, trained(c, NULL), &t, &e), 0);
	s = themes_scratch_new(t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    themes_of(str_of(rows[i].text), s), rows[i].themes);
	themes_scratch_free(&s);
	themes_free(&t);
	conf_free(&c);
}

/* A term that is newer than the model decides, and is told as the reason. */
static void
test_newer(void **state)
{
	struct conf *c = conf_made();
	struct theme_reason why[4];
	struct themes *t = NULL;
	struct theme_found found[THEMES_MAX];
	struct themes_scratch *s;
	char lepel[] = "lepel", *items[] = { lepel };
	struct model *m = trained(c, NULL);
	struct err e;

	(void)state;
	c->themes[1].terms.items = items;
	c->themes[1].terms.n = 1;
	assert_int_equal(themes_new_with(c, m, &t, &e), 0);
	s = themes_scratch_new(t);
	assert_int_equal(themes_ranked(str_of("een lepel"), s, found), 1);
	assert_int_equal(found[0].theme, 1);
	assert_int_equal(found[0].margin > 0, 1);
	assert_true(themes_why(s, 1, why, 4) >= 1);
	assert_string_equal(why[0].kind, "term");
	assert_true(str_is(why[0].text, "lepel"));
	assert_int_equal(themes_of(str_of("koud eten"), s), 2);
	themes_scratch_free(&s);
	themes_free(&t);
	conf_free(&c);
}

/* Cut short anywhere, or with any byte changed, a model is refused. */
static void
test_damage(void **state)
{
	struct conf *c = conf_made();
	struct model *m = trained(c, NULL), *read = NULL;
	struct buf b = BUF_INIT;
	struct err e;

	(void)state;
	bytes_of(m, &b);
	for (size_t n = 0; n < b.len; n++)
		assert_int_equal(
		    model_read(
			(struct str){ (const char *)b.data, n }, &read, &e),
		    -1);
	for (size_t i = 0; i < b.len; i++) {
		b.data[i] ^= 0x10;
		assert_int_equal(
		    model_read(
			(struct str){ (const char *)b.data, b.len }, &read, &e),
		    -1);
		b.data[i] ^= 0x10;
	}
	assert_null(read);
	model_free(&m);
	buf_free(&b);
	conf_free(&c);
}

static size_t
features_n(struct analysis *a, const char *text, enum feature_kind kind)
{
	size_t n = 0;

	analysis_run(a, str_of(text));
	for (size_t i = 0; i < a->features.n; i++)
		n += a->features.items[i].kind == kind;
	return n;
}

static void
test_features(void **state)
{
	struct conf *c = conf_made();
	struct lexicon *l = NULL;
	struct analysis a;
	struct err e;

	(void)state;
	assert_int_equal(lexicon_new(c, &l, &e), 0);
	assert_int_equal(analysis_init(&a, c, l), 0);
	assert_int_equal(features_n(&a, "een twee een", FEATURE_WORD), 3);
	assert_int_equal(features_n(&a, "een twee een", FEATURE_PAIR), 2);
	assert_int_equal(features_n(&a, "een twee een", FEATURE_SKIP), 1);
	assert_int_equal(features_n(&a, "kut een fuck", FEATURE_WORD), 1);
	assert_int_equal(features_n(&a, "trein", FEATURE_PIECE), 4);
	assert_int_equal(features_n(&a, "trrreein", FEATURE_PIECE), 4);
	assert_int_equal(features_n(&a, "kom terug", FEATURE_CONCEPT), 1);
	assert_int_equal(features_n(&a, "kom terug", FEATURE_THEME), 1);
	assert_int_equal(features_n(&a, "", FEATURE_WORD), 0);
	analysis_free(&a);
	lexicon_free(&l);
	conf_free(&c);
}

struct got {
	char text[64];
	uint64_t themes;
};

static int
got_cb(struct str text, uint64_t themes, void *arg)
{
	struct got *g = arg;

	assert_true(text.n < sizeof(g->text));
	memcpy(g->text, text.p, text.n);
	g->text[text.n] = '\0';
	g->themes = themes;
	return 0;
}

static void
test_labelled(void **state)
{
	static const char *const wrong[] = { "", "[]", "{\"text\":1}",
		"{\"text\":\"a\"}", "{\"text\":\"a\",\"themes\":[\"geen\"]}",
		"{\"text\":\"a\",\"themes\":[1]}" };
	struct conf *c = conf_made();
	struct got g = { "", 0 };
	struct err e = { "" };

	(void)state;
	assert_int_equal(
	    labelled_line(
		str_of("{\"text\":\"bel [[naam:Jan]]\",\"themes\":[\"eten\"]}"),
		c, got_cb, &g, &e),
	    0);
	assert_string_equal(g.text, "bel Jan");
	assert_int_equal(g.themes, 2);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
		    labelled_line(str_of(wrong[i]), c, got_cb, &g, &e), -1);
	conf_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_features),
		cmocka_unit_test(test_labelled),
		cmocka_unit_test(test_trained),
		cmocka_unit_test(test_scored),
		cmocka_unit_test(test_newer),
		cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
