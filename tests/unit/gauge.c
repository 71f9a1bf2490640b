/*
 * gauge.c - tests of polarity, weight, tone, danger, spam and kernel, on
 * sentences made up here, and of the calm text they are judged on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/json_write.h"
#include "tools/gauge.h"
#include "tools/gauge_sum.h"

static struct {
	struct gauger *gauger;
	struct gauge_scratch *scratch;
} test;

static int
setup(void **state)
{
	struct err e;

	(void)state;
	if (gauger_new(NULL, &test.gauger, &e) == -1) {
		fprintf(stderr, "%s\n", e.msg);
		return -1;
	}
	test.scratch = gauge_scratch_new();
	return test.scratch == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	gauge_scratch_free(&test.scratch);
	gauger_free(&test.gauger);
	return 0;
}

static struct gauge
gauged(const char *text)
{
	struct gauge g;

	assert_int_equal(
	    gauge_of(test.gauger, str_of(text), test.scratch, &g), 0);
	return g;
}

static void
polarity(void **state)
{
	static const struct {
		enum polarity polarity;
		const char *text;
	} rows[] = {
		{ POLARITY_POS, "Ze luistert echt naar mij, heel fijn!" },
		{ POLARITY_POS, "super lieve begeleider, echt blij mee" },
		{ POLARITY_NEG, "Niemand luistert en ik word nooit gebeld." },
		{ POLARITY_NEG, "het is niet fijn hier" },
		{ POLARITY_MIX,
		    "De nieuwe voogd is heel aardig maar ik moest wel "
		    "maanden wachten en niemand belde terug." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    polarity_name(gauged(rows[i].text).polarity),
		    polarity_name(rows[i].polarity));
}

static void
weight_and_tone(void **state)
{
	(void)state;
	assert_int_equal(gauged("fijn gesprek gehad, dankjewel").weight, 0);
	assert_int_equal(gauged("fijn gesprek gehad, dankjewel").tone, 0);
	assert_true(gauged("Al acht maanden wacht ik op hulp en er gebeurt "
			   "niets, mijn zoon gaat niet meer naar school.")
			.weight >= 2);
	assert_int_equal(gauged("mijn vader slaat mij elke dag").weight, 3);
	assert_true(
	    gauged("GODVERDOMME STELLETJE KLOOTZAKKEN LUISTER NOU EENS!!!")
		.tone >= 2);
}

static void
danger(void **state)
{
	static const struct {
		unsigned danger;
		const char *text;
	} rows[] = {
		{ DANGER_ZELF, "ik wil niet meer leven en ik snij mezelf" },
		{ DANGER_GEWELD, "hij slaat mama nu, kom snel" },
		{ DANGER_SEKSUEEL, "mijn oom raakt me aan als ik slaap" },
		{ DANGER_WEG, "ben weggelopen en slaap nu op straat" },
		{ DANGER_KIND,
		    "broertje van 4 is alleen thuis en er is geen eten" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(
		    (gauged(rows[i].text).danger & rows[i].danger) != 0);
}

static void
innocent(void **state)
{
	static const char *const rows[] = {
		"ik lach me dood met die begeleider",
		"ik ben doodmoe van al die gesprekken",
		"ze schreeuwt moord en brand om een briefje",
		"ik schiet er niets mee op", "dat slaat nergens op",
		"verveel me dood hier op de groep"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(gauged(rows[i]).danger, 0);
}

static void
spam(void **state)
{
	(void)state;
	assert_true(gauged("Nu 50% korting op zonnepanelen! Klik hier").spam);
	assert_true(gauged("sorry verkeerd nummer").spam);
	assert_false(gauged("ik word nooit teruggebeld door mijn voogd").spam);
}

static void
kernel_is(const char *text, const char *want)
{
	struct gauge g = gauged(text);

	assert_int_equal(g.kernel.n, strlen(want));
	assert_memory_equal(g.kernel.p, want, g.kernel.n);
	assert_true(g.kernel.n == 0 || strstr(text, want) == g.kernel.p);
}

static void
kernel(void **state)
{
	(void)state;
	kernel_is("", "");
	kernel_is(" Bel me. ", "Bel me.");
	kernel_is("STELLETJE EIKELS!!! Mijn zoon zit al acht maanden zonder "
		  "hulp thuis. Pff.",
	    "Mijn zoon zit al acht maanden zonder hulp thuis.");
}

/* A kernel of a long sentence ends where a clause does. */
static void
kernel_clause(void **state)
{
	static const char text[] =
	    "ik heb gebeld en gemaild en gewacht en weer gebeld, maar er komt "
	    "nooit antwoord op wat ik vraag, en nu is het zover dat mijn "
	    "dochter niet meer naar school gaat omdat niemand iets regelt";
	struct gauge g = gauged(text);
	const char *end = g.kernel.p + g.kernel.n;

	(void)state;
	assert_true(g.kernel.n > 0 && g.kernel.n < sizeof(text) - 1);
	assert_true(g.kernel.p == text || g.kernel.p[-1] == ' ');
	assert_true(*end == '\0' || *end == ' ');
}

static void
calm_is(const char *text, const char *want)
{
	struct buf folded = BUF_INIT, b = BUF_INIT;
	struct gauge_noise noise = { 0 };

	assert_int_equal(gauge_calm(str_of(text), &folded, &b, &noise), 0);
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&folded);
	buf_free(&b);
}

static void
calm(void **state)
{
	(void)state;
	calm_is("NIET fijn!", "niet fijn.");
	calm_is("die kutgroep", "die groep");
	calm_is("kut", "");
	calm_is("kuuuuut he", " he");
	calm_is("nooooooit", "nooooooit");
	calm_is("pffff kuttrui", " rui");
	calm_is("godverdomme bel", " bel");
	calm_is("Rotterdam", "rotterdam");
}

static void
json(void **state)
{
	struct gauge g = { POLARITY_NEG, 2, 3, DANGER_WEG | DANGER_KIND,
		DANGER_KIND, false, str_of("een \"zin\"") };
	struct buf b = BUF_INIT;

	(void)state;
	json_open(&b, '{');
	gauge_json(&b, &g);
	json_close(&b, '}');
	assert_string_equal(buf_cstr(&b),
	    "{\"polarity\":\"neg\",\"weight\":2,\"tone\":3,"
	    "\"danger\":\"kind\",\"dangers\":[\"weg\",\"kind\"],"
	    "\"spam\":false,\"kernel\":\"een \\\"zin\\\"\"}");
	buf_free(&b);
}

static void
why_cb(enum gauge_output output, struct str words, int hundredths, void *arg)
{
	bool *told = arg;

	if (output == GAUGE_TONE1 && str_is(words, "=swear"))
		*told = hundredths > 0;
	if (output != GAUGE_TONE1 && output != GAUGE_TONE2 &&
	    output != GAUGE_TONE3)
		assert_false(words.n > 1 && words.p[0] == '=' &&
		    memcmp(words.p, "=swear", 6) == 0);
}

static void
why(void **state)
{
	bool told = false;

	(void)state;
	assert_int_equal(gauge_why(test.gauger, str_of("verdomme bel me terug"),
			     8, why_cb, &told),
	    0);
	assert_true(told);
}

static void
model_errors(void **state)
{
	static const char *const rows[] = { "fijn\tpos=1\nslecht",
		"x\tpos=", "x\tvrolijk=3", "x\tpos=a", "\tpos=1",
		"x\tpos=99999999" };
	struct gauge_model *m = NULL;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct embed_file f = { "words.conf", rows[i] };
		const struct embed_file *files[GAUGE_SOURCES] = { NULL, &f };

		assert_int_equal(gauge_model_new(files, &m, &e), -1);
		assert_non_null(strstr(e.msg, "words.conf:"));
		assert_null(m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(polarity),
		cmocka_unit_test(weight_and_tone), cmocka_unit_test(danger),
		cmocka_unit_test(innocent), cmocka_unit_test(spam),
		cmocka_unit_test(kernel), cmocka_unit_test(kernel_clause),
		cmocka_unit_test(calm), cmocka_unit_test(json),
		cmocka_unit_test(why), cmocka_unit_test(model_errors) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
