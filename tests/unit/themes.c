/*
 * themes.c - tests of terms, of the automaton and of the themes of messages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/automaton.h"
#include "tools/term.h"
#include "tools/themes.h"

/* Themes are cut from "a|b|c" lists, one string to a theme. */
#define MAX_TERMS 16

#define TOO_LONG \
	"dit is een term die veel te lang is om nog een woord te zijn " \
	"waar iemand naar zoekt in een bericht"

struct set {
	struct conf conf;
	struct conf_theme themes[4];
	struct conf_concept concept;
	char *items[4][MAX_TERMS];
	char *copies[4];
};

static void
set_make(struct set *s, const char *const *lists, size_t n)
{
	static char ids[4][2] = { "a", "b", "c", "d" };
	static char nee[] = "nee", niet[] = "niet", nooit[] = "nooit";
	static char *denials[] = { niet, nooit };

	memset(s, 0, sizeof(*s));
	s->conf.themes = s->themes;
	s->conf.nthemes = n;
	s->concept = (struct conf_concept){ nee, { denials, 2 } };
	s->conf.concepts = &s->concept;
	s->conf.nconcepts = 1;
	for (size_t i = 0; i < n; i++) {
		struct conf_list *terms = &s->themes[i].terms;
		char *rest = NULL, *p;

		s->themes[i].id = ids[i];
		s->copies[i] = strdup(lists[i]);
		terms->items = s->items[i];
		for (p = strtok_r(s->copies[i], "|", &rest); p != NULL;
		     p = strtok_r(NULL, "|", &rest))
			terms->items[terms->n++] = p;
	}
}

static void
set_free(struct set *s)
{
	for (size_t i = 0; i < s->conf.nthemes; i++)
		free(s->copies[i]);
}

static uint64_t
themes_in(const char *const *lists, size_t n, const char *text)
{
	struct themes_scratch *scratch;
	struct themes *t = NULL;
	struct set s;
	struct err e = { "" };
	uint64_t found;

	set_make(&s, lists, n);
	assert_int_equal(themes_new(&s.conf, &t, &e), 0);
	scratch = themes_scratch_new(t);
	found = themes_of(str_of(text), scratch);
	/* The scratch carries nothing over. */
	assert_int_equal(themes_of(str_of(""), scratch), 0);
	assert_int_equal(themes_of(str_of(text), scratch), found);
	themes_scratch_free(&scratch);
	themes_free(&t);
	set_free(&s);
	return found;
}

static void
test_matching(void **state)
{
	static const struct {
		const char *terms;
		const char *text;
		int hit;
	} rows[] = {
		{ "klacht*", "Mijn KLACHTEN zijn weg", 1 },
		{ "klacht*", "een oudklacht", 0 },
		{ "bot", "hij is bot.", 1 },
		{ "bot", "robots en botten", 0 },
		{ "*plaatsing*", "de uithuisplaatsingen", 1 },
		{ "*plaatsing", "een overplaatsing!", 1 },
		{ "*plaatsing", "plaatsingen", 0 },
		{ "te laat", "weer te   laat", 1 },
		{ "te laat", "dat deed ze te. laat maar", 0 },
		{ "<n> maanden", "al 8 maanden", 1 },
		{ "<n> maanden", "al acht maanden", 1 },
		{ "<n> maanden", "al veel maanden", 0 },
		{ "<n> jeugdbeschermer*", "dit is de 3e jeugdbeschermer", 1 },
		{ "<n> jeugdbeschermer*", "mijn derde jb", 1 },
		{ "18 word*", "als ik 18 word", 1 },
		{ "veilig*|!veilig thuis", "Veilig Thuis belde", 0 },
		{ "veilig*|!veilig thuis", "niet veilig thuisgekomen", 1 },
		{ "veilig*|!veilig thuis", "Veilig Thuis; ben ik veilig", 1 },
		{ "kamer*|!kamerlid*", "een kamerlid op mijn kamer", 1 },
		{ "kamer*|!kamerlid*", "een kamerlid", 0 },
		{ "!kamer*", "kamer", 0 },
		{ "nooit", "NOOOOOOIT", 1 },
		{ "niks", "niiiiiks", 1 },
		{ "wacht*", "al 2 mnd aan het w8en", 1 },
		{ "gezinsvoogd*", "me gv is ziek", 1 },
		{ "gv", "me gv is ziek", 1 },
		{ "geïnformeer*", "niet geinformeerd", 1 },
		{ "she|hers|he", "ushers", 0 },
		{ "чека*", "ми чекаємо вже 3 місяці", 1 },
		{ "чека*|maanden", "wij чекаємо. Al maanden", 1 },
		{ "maanden", "ми чекаємо. Al maanden", 1 },
		{ "belt * terug", "ze belt nooit meer terug", 1 },
		{ "belt * terug", "ze belt terug", 1 },
		{ "belt * terug", "ze belt. Kom terug", 0 },
		{ "belt * terug", "ze belt a b c d e terug", 0 },
		{ "belt * terug", "terug, ze belt", 0 },
		{ "bel* * terug*", "ze belde me niet terugbellend", 1 },
		{ "wacht* * <n> weken", "wachten al 3 weken", 1 },
		{ "<nee> gebeld", "ze heeft nooit gebeld", 1 },
		{ "<nee> gebeld", "ze heeft gebeld", 0 },
		{ "<nee> * gebeld", "ze heeft niet naar ons gebeld", 1 },
		{ "bel* <nee>", "ze belt NIEEEET", 1 },
		{ "gebeld|!<nee> gebeld", "ze heeft niet gebeld", 0 },
		{ "gebeld|!<nee> gebeld", "ze heeft gebeld", 1 },
		{ "*ushe*|*hers*", "ushers", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    themes_in(&rows[i].terms, 1, rows[i].text), rows[i].hit);
}

/* An exception speaks for its own theme only; a term may serve several. */
static void
test_several(void **state)
{
	static const char *const lists[] = { "school|raad",
		"veilig*|!veilig thuis", "veilig thuis|school" };

	(void)state;
	assert_int_equal(themes_in(lists, 3, "op school"), 5);
	assert_int_equal(themes_in(lists, 3, "Veilig Thuis"), 4);
	assert_int_equal(themes_in(lists, 3, "de raad is veilig"), 3);
	assert_int_equal(themes_in(lists, 3, "niks van dit"), 0);
}

/* A malformed term is named with its theme. */
static void
test_refused(void **state)
{
	static const char *const wrong[] = { "*", "!", "ab*", "*abc*", "a",
		"te*laat", "* laat", "te *", "te * * laat", "<geen> woord",
		"te  laat", " laat", "laat ", "klopt niet!", "<x> jaar", "<n>",
		"...", "te - laat", TOO_LONG };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char *lists[] = { "goed", wrong[i] };
		char where[160];
		struct themes *t = NULL;
		struct set s;
		struct err e = { "" };

		set_make(&s, lists, 2);
		assert_int_equal(themes_new(&s.conf, &t, &e), -1);
		assert_null(t);
		snprintf(where, sizeof(where),
		    "theme \"b\": term \"%.80s\": ", wrong[i]);
		assert_non_null(strstr(e.msg, where));
		set_free(&s);
	}
}

/* The shipped lexicon: 14 themes, every term well-formed, some messages. */
static void
test_shipped(void **state)
{
	static const struct {
		const char *text;
		const char *theme;
	} rows[] = {
		{ "Ze belt nooit terug", "bereikbaar" },
		{ "weer een nieuwe jb", "wisseling" },
		{ "al 5 mnd op de wachtlijst", "wachten" },
		{ "er staat onzin in het rapport", "verslag" },
		{ "wanneer mag ik mijn broertje zien", "familie" },
		{ "NIEMAND LUISTERT", "luisteren" },
		{ "er is gepest op de groep", "veilig" },
	};
	struct themes_scratch *scratch;
	struct themes *t = NULL;
	struct conf *c = NULL;
	struct err e = { "" };

	(void)state;
	assert_int_equal(conf_load(NULL, &c, &e), 0);
	assert_int_equal(c->nthemes, 14);
	assert_string_equal(c->themes[0].id, "omgang");
	assert_string_equal(c->themes[13].id, "plek");
	if (themes_new(c, &t, &e) == -1)
		fail_msg("%s", e.msg);
	scratch = themes_scratch_new(t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t found = themes_of(str_of(rows[i].text), scratch);
		size_t theme = 0;

		while (strcmp(c->themes[theme].id, rows[i].theme) != 0)
			theme++;
		assert_true(found >> theme & 1);
	}
	themes_scratch_free(&scratch);
	themes_free(&t);
	conf_free(&c);
}

struct hits {
	size_t n;
	size_t pattern[8], end[8];
};

static void
hits_cb(size_t i, size_t end, void *arg)
{
	struct hits *h = arg;

	assert_true(h->n < 8);
	h->pattern[h->n] = i;
	h->end[h->n++] = end;
}

/* All occurrences, overlapping and equal ones too, longest first. */
static void
test_automaton(void **state)
{
	struct str patterns[] = { { "he", 2 }, { "she", 3 }, { "his", 3 },
		{ "hers", 4 }, { "he", 2 } };
	const size_t want[][2] = { { 1, 4 }, { 4, 4 }, { 0, 4 }, { 3, 6 } };
	struct automaton *a = NULL;
	struct hits h = { .n = 0 };
	struct err e;

	(void)state;
	assert_int_equal(automaton_new(patterns, 5, &a, &e), 0);
	automaton_run(a, str_of("ushers"), hits_cb, &h);
	assert_int_equal(h.n, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(h.pattern[i], want[i][0]);
		assert_int_equal(h.end[i], want[i][1]);
	}
	automaton_free(&a);
	assert_int_equal(automaton_new(NULL, 0, &a, &e), 0);
	automaton_run(a, str_of("anything"), hits_cb, &h);
	assert_int_equal(h.n, 4);
	automaton_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_automaton),
		cmocka_unit_test(test_matching),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests_name("themes", tests, NULL, NULL);
}
