/*
 * quote_gate.c - tests of the gate before print: what passes, what becomes
 * "…", where a quote is cut, and what is refused.  All sentences are invented.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/quote_gate.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct quote_gate *gate;

static const char *const forbidden[] = { "Noord", "Regio Oost-Veluwe", "Team 5",
	"de Zwaluw", "Bergen" };

static const struct {
	const char *in, *out;
} passes[] = {
	/* ordinary words, as they were written */
	{ "Ze belt nooit terug en dat doet pijn.",
	    "Ze belt nooit terug en dat doet pijn." },
	{ "NIEMAND luistert naar mij!!", "NIEMAND luistert naar mij!!" },
	{ "ik heb gwn geen idee wat er gebeurt",
	    "ik heb gwn geen idee wat er gebeurt" },
	{ "Jeugdzorg en Veilig Thuis praten langs elkaar heen.",
	    "Jeugdzorg en Veilig Thuis praten langs elkaar heen." },
	{ "Mijn zusje [naam] mag ik niet zien van ze.",
	    "Mijn zusje [naam] mag ik niet zien van ze." },
	{ "We wachten al 8 maanden\nen nog geen hulp.",
	    "We wachten al 8 maanden en nog geen hulp." },
	/* what nobody knows */
	{ "Ik heb het aan Brulsema verteld maar niemand deed iets.",
	    "Ik heb het aan … verteld maar niemand deed iets." },
	{ "Zij is van de Zonnebloem en die komt nooit langs.",
	    "Zij is van de … en die komt nooit langs." },
	{ "Ik zit nu bij qwrtpsdf en dat is echt niet leuk 😀.",
	    "Ik zit nu bij … en dat is echt niet leuk." },
	/* when, how old, where, and of whom */
	{ "Op maandagmiddag zou ze komen maar ze kwam weer niet.",
	    "Op … zou ze komen maar ze kwam weer niet." },
	{ "In januari was er nog steeds geen plan voor ons.",
	    "In … was er nog steeds geen plan voor ons." },
	{ "Met kerst mocht ik niet naar huis van de groep.",
	    "Met … mocht ik niet naar huis van de groep." },
	{ "Om 16.30 stond ik daar en er was helemaal niemand.",
	    "Om … stond ik daar en er was helemaal niemand." },
	{ "In week 12 zou ik horen of ik naar huis mag.",
	    "In week … zou ik horen of ik naar huis mag." },
	{ "Ik ben [jongere] en ik mag zelf nergens over meepraten.",
	    "Ik ben … en ik mag zelf nergens over meepraten." },
	{ "Als pleegouder hoor ik nooit iets over het plan.",
	    "Als … hoor ik nooit iets over het plan." },
	{ "Ik ben zijn oma en ik mag hem niet meer zien.",
	    "Ik ben zijn … en ik mag hem niet meer zien." },
	{ "Omdat ik Turks ben wordt er niet naar mij geluisterd.",
	    "Omdat ik … ben wordt er niet naar mij geluisterd." },
	/* what the caller forbids */
	{ "In noord is er gewoon geen hulp voor ons gezin.",
	    "In … is er gewoon geen hulp voor ons gezin." },
	{ "In Regio Oost Veluwe is er geen hulp voor het hele gezin.",
	    "In … is er geen hulp voor het hele gezin." },
	{ "Het team is aardig maar team 5 doet echt helemaal niks.",
	    "Het team is aardig maar … doet echt helemaal niks." },
	{ "Wij zitten bij de zwaluw en daar is het best leuk.",
	    "Wij zitten bij … en daar is het best leuk." },
	/* cut at a sentence, at a clause, at last anywhere */
	{ "Ze komt haar afspraken nooit na en wij zitten te wachten. Daarna "
	  "krijgen we een brief waarin staat dat wij niet meewerken en dat is "
	  "gewoon niet waar.",
	    "Ze komt haar afspraken nooit na en wij zitten te wachten." },
	{ "Ze komt haar afspraken nooit na, wij zitten maar te wachten en "
	  "daarna krijgen we een brief waarin staat dat wij niet meewerken en "
	  "dat is gewoon niet waar",
	    NULL },
};

static const char *const refused[] = {
	"",
	"!!!",
	"ja",
	"[naam] [bsn] [telefoon]",
	"Brulsema Kloosterboer Zwavelkamp Schipbeek zei het",
	"Çocuklarımı görmek istiyorum ama kimse bizi dinlemiyor",
	"op maandag 3 januari om 16.30 in [plaats] bij [instelling]",
};

static const char *
quoted(const char *in, struct buf *out, struct err *why)
{
	buf_clear(out);
	why->msg[0] = '\0';
	return quote_gate(
		   gate, str_of(in), forbidden, COUNT(forbidden), out, why) == 0
	    ? buf_cstr(out)
	    : NULL;
}

static void
test_passes(void **state)
{
	struct buf out = BUF_INIT;
	struct err why;
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(passes); i++) {
		const char *got = quoted(passes[i].in, &out, &why);

		if (got == NULL ||
		    (passes[i].out != NULL &&
			strcmp(got, passes[i].out) != 0)) {
			print_error("%s: %s\n",
			    got == NULL ? passes[i].in : got, why.msg);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
	buf_free(&out);
	(void)state;
}

static void
test_refused(void **state)
{
	struct buf out = BUF_INIT;
	struct err why;

	for (size_t i = 0; i < COUNT(refused); i++) {
		assert_null(quoted(refused[i], &out, &why));
		assert_int_equal(out.len, 0);
		assert_true(why.msg[0] != '\0');
	}
	buf_free(&out);
	(void)state;
}

/* However it goes on, there are 25 words at most. */
static void
test_length(void **state)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct err why;
	size_t words;

	for (int n = 1; n < 60; n++) {
		const char *got;

		buf_adds(&in, n % 7 == 0 ? "maar, " : "wij ");
		got = quoted(buf_cstr(&in), &out, &why);
		if (n < QUOTE_GATE_LEAST)
			continue;
		assert_non_null(got);
		words = 1;
		for (; *got != '\0'; got++)
			words += *got == ' ';
		assert_true(words <= QUOTE_GATE_WORDS);
		assert_true(n <= QUOTE_GATE_WORDS || words >= 8);
	}
	assert_non_null(strstr(buf_cstr(&out), "maar…"));
	buf_free(&in);
	buf_free(&out);
	(void)state;
}

/* What has passed passes again as it is. */
static void
test_twice(void **state)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct err why;

	for (size_t i = 0; i < COUNT(passes); i++) {
		if (passes[i].out == NULL)
			continue;
		assert_non_null(quoted(passes[i].in, &once, &why));
		if (quoted(buf_cstr(&once), &twice, &why) != NULL)
			assert_string_equal(buf_cstr(&once), buf_cstr(&twice));
	}
	buf_free(&once);
	buf_free(&twice);
	(void)state;
}

static int
setup(void **state)
{
	struct err e;

	(void)state;
	return quote_gate_new(&gate, &e);
}

static int
teardown(void **state)
{
	(void)state;
	quote_gate_free(&gate);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passes),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_twice),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
