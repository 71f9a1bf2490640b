/*
 * redact.c - tests of redaction: what is hidden, what stays, and that a text
 * that is redacted already does not change.  All names are invented.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tools/redact.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct redactor *redactor;

static const struct {
	const char *in, *out;
} hidden[] = {
	{ "mail naar piet@example.nl aub", "mail naar [e-mail] aub" },
	{ "bel 06-12345678 voor 5 uur", "bel [telefoon] voor 5 uur" },
	{ "bsn 123456782", "bsn [bsn]" },
	{ "op NL91ABNA0417164300 graag", "op [rekening] graag" },
	{ "wij wonen op 1234 AB", "wij wonen op [postcode]" },
	{ "hij woont Kerkstraat 12b", "hij woont [adres]" },
	{ "kijk op www.kijkhier.nl/pagina!", "kijk op [link]!" },
	{ "kijk op kijkhier.com", "kijk op [link]" },
	{ "volg @pietje.x12 maar", "volg [account] maar" },
	{ "mijn snap is pietje_12", "mijn snap is [account]" },
	{ "zitting op 3 maart 2024", "zitting op [datum]" },
	{ "zitting op 03-03-2024", "zitting op [datum]" },
	{ "ik ben 15 en boos", "ik ben [jongere] en boos" },
	{ "mijn zoon van 4 huilt", "mijn zoon van [kind] huilt" },
	{ "een vrouw van 43 jaar", "een vrouw van [volwassene] jaar" },
	{ "na mijn 17e verjaardag", "na mijn [jongere] verjaardag" },
	{ "auto AB-12-CD stond er", "auto [kenteken] stond er" },
	{ "zaak C/16/552204 loopt", "zaak [nummer] loopt" },
	{ "dossier 12345 is weg", "dossier [nummer] is weg" },
	{ "we wonen in zwolle nu", "we wonen in [plaats] nu" },
	{ "mijn zusje roos mag niet", "mijn zusje [naam] mag niet" },
	{ "fatima belt nooit terug", "[naam] belt nooit terug" },
	{ "Ik sprak Lisa's moeder", "Ik sprak [naam] moeder" },
	{ "Daar was Kees van der Molen ook", "Daar was [naam] ook" },
	{ "Daar was J. Brulsema ook", "Daar was [naam] ook" },
	{ "we zaten op het Zwavelkamp", "we zaten op het [instelling]" },
	/* names that are words as well */
	{ "de voogd en kim waren er", "de voogd en [naam] waren er" },
	{ "mijn oma trui en opa leen", "mijn oma [naam] en opa [naam]" },
	{ "meneer van den berg zei niks", "meneer [naam] zei niks" },
	{ "ik ben merel en ik wil weg", "ik ben [naam] en ik wil weg" },
	{ "naar den haag verhuisd", "naar [plaats] verhuisd" },
	{ "op groep korenbloem is het druk",
	    "op groep [instelling] is het druk" },
	{ "leefgroep oranje is vol", "leefgroep [instelling] is vol" },
	{ "IK HEET DENISE EN IK BEN HET ZAT",
	    "IK HEET [naam] EN IK BEN HET ZAT" },
	/* ages and days, as they are said */
	{ "op mijn veertiende moest ik weg",
	    "op mijn [leeftijd] moest ik weg" },
	{ "zij zijn 2, 5 en 9 jaar", "zij zijn [kind], [kind] en [kind] jaar" },
	{ "een baby van 5 maanden", "een baby van [kind] maanden" },
	{ "een kind van anderhalf jaar", "een kind van [leeftijd] jaar" },
	{ "(13) en boos", "([jongere]) en boos" },
	{ "Hij is zes geworden", "Hij is [leeftijd] geworden" },
	{ "Ans, 52, kapster", "[naam], [volwassene], kapster" },
	{ "op de 9e van mei", "op de [datum]" },
	{ "zitting 9-5 ging niet door", "zitting [datum] ging niet door" },
	{ "op 17/2 gebeld", "op [datum] gebeld" },
	{ "jongen, 14", "jongen, [jongere]" },
	{ "een meisje van 13 op de groep",
	    "een meisje van [jongere] op de groep" },
	{ "ze wordt volgende maand 18",
	    "ze wordt volgende maand [volwassene]" },
	{ "als je 17 bent mag dat", "als je [jongere] bent mag dat" },
	{ "de brief van 3/9 klopt niet", "de brief van [datum] klopt niet" },
	{ "dossier 288 123 4567, weg", "dossier [nummer], weg" },
	{ "stuur naar Postbus 321", "stuur naar [adres]" },
};

static const char *const kept[] = {
	"het kost 1500 euro",
	"het duurt al 8 maanden",
	"3 jaar geleden begon het",
	"wij wachten al 2 jaar op hulp",
	"in week 12 weer",
	"zij zit in groep 8",
	"2018 we waren er",
	"om 16.30 bij de rechter",
	"hij doet MAVO 4",
	"bel 112 of 113 of 0800-0432",
	"bel 0800-2000 of de Kindertelefoon",
	"Veilig Thuis en de Raad en Jeugdstem luisteren",
	"mijn jeugdbeschermer en mama en de gezinsvoogd",
	"sinds 2023 gaat het beter",
	"kheb gwn niks gehoord ofzo",
	"heeeel erg bedankt",
	"een 7 van de 10",
	"20-30 minuten te laat",
	"pleegzorgbegeleiderskamer",
	"de bus om 7 uur en de auto om 8 uur",
	"het is 10 cm langer",
	"mijn begeleider wil niet meer en mijn zoon kan er niets aan doen",
	"de mevrouw in de hoek en de juf op school",
	"op zijn eerste avond en mijn derde plek",
	"24/7 bereikbaar, 20-10 minuten, 2-3 keer",
	"na anderhalf jaar wachten en een wachttijd van 2 jaar",
	"deze groep luistert",
	"het duurt nu al 14 maanden en ik ben er klaar mee",
	"mijn kamer is 2 bij 3 en er is 1 raam",
	"[naam] belt [bsn] en [e-mail] op [leeftijd]",
};

static const char *
redacted(const char *in, struct buf *out)
{
	buf_clear(out);
	assert_int_equal(redact_text(redactor, str_of(in), out), 0);
	return buf_cstr(out);
}

static void
test_hidden(void **state)
{
	struct buf out = BUF_INIT;
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(hidden); i++) {
		const char *got = redacted(hidden[i].in, &out);

		if (strcmp(got, hidden[i].out) != 0) {
			print_error("%s\n", got);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
	buf_free(&out);
	(void)state;
}

static void
test_kept(void **state)
{
	struct buf out = BUF_INIT;
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(kept); i++)
		if (strcmp(redacted(kept[i], &out), kept[i]) != 0) {
			print_error("%s\n", buf_cstr(&out));
			wrong++;
		}
	assert_int_equal(wrong, 0);
	buf_free(&out);
	(void)state;
}

/* Redacting twice changes nothing. */
static void
test_twice(void **state)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;

	for (size_t i = 0; i < COUNT(hidden); i++) {
		redacted(hidden[i].in, &once);
		redacted(buf_cstr(&once), &twice);
		assert_string_equal(buf_cstr(&once), buf_cstr(&twice));
	}
	buf_free(&once);
	buf_free(&twice);
	(void)state;
}

static void
test_spans(void **state)
{
	const struct str t = str_of(
	    "Ömer (9) en Zeynep de Vries, 06-12345678, piet@example.nl.");
	struct scan_span *s;
	int n = redact_spans(redactor, t, &s);
	size_t at = 0;

	assert_int_equal(n, 5);
	for (int i = 0; i < n; i++) {
		assert_true(s[i].start >= at && s[i].end > s[i].start);
		assert_true(s[i].end <= t.n);
		at = s[i].end;
	}
	assert_int_equal(s[0].kind, SCAN_NAME);
	assert_int_equal(s[1].kind, SCAN_AGE);
	free(s);
	(void)state;
}

/* A long text of anything takes time in proportion. */
static void
test_long(void **state)
{
	struct buf in = BUF_INIT, out = BUF_INIT;

	for (int i = 0; i < 20000; i++)
		buf_adds(&in, i % 3 == 0 ? "Jan van " : "qwrtpsdfg M. ");
	assert_int_equal(
	    redact_text(
		redactor, (struct str){ (const char *)in.data, in.len }, &out),
	    0);
	assert_true(out.len > 0);
	buf_free(&in);
	buf_free(&out);
	(void)state;
}

static int
setup(void **state)
{
	struct err e;

	(void)state;
	return redactor_new(NULL, &redactor, &e);
}

static int
teardown(void **state)
{
	(void)state;
	redactor_free(&redactor);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
