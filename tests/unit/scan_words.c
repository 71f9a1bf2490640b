/*
 * scan_words.c - tests of what is found by its words: addresses and names.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/shared/scan_parts.h"
#include "gehoor/scan.h"
#include "scan_marked.h"

static void
test_postcode(void **state)
{
	static const char *const examples[] = {
		"{1234 AB}",
		"{1234AB}",
		"{1234ab}",
		"{1234 ab} amsterdam",
		"({3511LX})",
		"{3511 KM}.",
		"{2011 EN} Haarlem",
		"postcode {2011 ek}",
		"mijn postcode is {2512 jk}",
		"{９７１２ ＡＢ}",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_POSTCODE);
}

static void
test_address(void **state)
{
	static const char *const examples[] = {
		"{Kerkstraat 12}",
		"{kerkstraat 12}",
		"HEEFT {KERKSTRAAT 12}",
		"{Kerkstraat 12a}",
		"{Kerkstraat 12 A}",
		"{Kerkstraat 12-a}",
		"{Kerkstraat 12-3}",
		"{Kerkstraat 12/3}",
		"{Kerkstraat 12 bis}",
		"{Kerkstraat 12-III}",
		"{Kerkstraat 12 hs}",
		"{Kerkstraat nr. 12}",
		"{kerkstr. 12}",
		"{Kerkstraat12}",
		"{Van Galenstraat 12}",
		"op de {Jan van Galenstraat 12}",
		"{J.P. Coenstraat 5}",
		"In {Anne Frankstraat 12}",
		"{Burgemeester de Vlugtlaan 14}",
		"{burgemeester de vlugtlaan 14}",
		"{pastoor bruinsstraat 14} bel doet het niet",
		"{Laan van Meerdervoort 120}",
		"{Tweede Helmersstraat 5}",
		"{Sint Jansweg 9}",
		"{St. Jacobsstraat 12}",
		"{Dr. Schaepmanlaan 3}",
		"{Pr. Beatrixlaan 6}",
		"{Koningin Wilhelminalaan 8b}",
		"{Singelgracht 5}",
		"{Rijnkade 7}",
		"aan de {Oude Rijndijk 7}",
		"{Eikenhof 5}",
		"{Wilhelminaplein 3}",
		"{Zeedijk 88}, 2e verdieping",
		"{Molensteeg 2}",
		"{Lindendreef 44}",
		"{Prins Bernhardsingel 6}",
		"{Veldkersweg 210-III}. Ik heb",
		"{Beatrixpark 4}",
		"wij wonen op {Vlasakker 3}",
		"ik woon op de {Grote Akker 3}",
		"adres: {Brink 4}",
		"{Tuinstraat 5}. Bel maar aan",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_ADDRESS);
}

static void
test_name(void **state)
{
	static const char *const examples[] = {
		"ik heet {Jan}",
		"ik heet {jan}",
		"IK HEET {JAN}",
		"ik heet nu {Linda}",
		"Ik heet {Jan de Vries} en ik ben 12",
		"Ik heet {Özlem}",
		"mijn naam is {Fatima El Idrissi}.",
		"Mijn naam is {sanne}",
		"m\xe2\x80\x99n naam is {Piet}",
		"naam: {Jan Jansen}",
		"Mijn broer heet {Sem}",
		"ik ben {Sanne} en",
		"Ik ben {Yusuf}, 14",
		"my name is {John Smith} and I",
		"Hi, my name is {sarah}",
		"Nazywam się {Anna Kowalska}.",
		"Mam na imię {Ola}",
		"Benim adım {Ayşe Yılmaz}",
		"Мене звати {Оксана Шевченко}.",
		"اسمي {أحمد}",
		"mevrouw {Jansen}",
		"mevrouw {de Vries} zei",
		"Mevrouw {De Wit} en meneer {van den Berg}",
		"Mw. {de Wit} was er",
		"mw {Jansen} was er",
		"dhr. {Jansen}",
		"Dhr {A. Jansen} en",
		"juf {Anneke}",
		"meester {Kees} is lief",
		"familie {Jansen}",
		"fam. {de Jong}",
		"oma {Wil}",
		"dr. {Ibrahim}",
		"{Fatma} hanım",
		"пані {Оксана}",
		"السيدة {فاطمة}",
		"mijn mentor {Achraf}",
		"mijn dochter {Anne-Marie} is",
		"groetjes {anna}",
		"Groetjes {Anna}!",
		"Groetjes,\n{Anna}",
		"groetjes van {Anna} (8)",
		"Groetjes {anna de vries}",
		"Gr. {Henk}",
		"mvg {cor}",
		"Met vriendelijke groet,\n\n{Jan de Boer}\nvader",
		"liefs {Noor} xxx",
		"hoi {Truus} kom je",
		"hallo, met {Sjaak Vermeeren}. Ik",
		"t.n.v. {J. de Boer}",
		"tnv {m de wit}",
		"{R.J. Hoogeveen-Smit} heeft",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_NAME);
}

static void
test_nothing(void **state)
{
	static const char *const examples[] = {
		"",
		"in 2022 en toen, van 2018 tm 2020, in 2019 vt gebeld",
		"SINDS 2022 EN TOEN",
		"1400 om weg, 2000 mb, 2000mb, 1500 km, 2022en",
		"1234 SS en 1234 sa",
		"onderweg 20 minuten en terugweg 3 uur",
		"op het schoolplein 10 kinderen",
		"weg 1400 euro weg",
		"akkoord 5 GB, binnenkring 5 moeders",
		"snelweg A2, fietspad 5 km",
		"in de GRACHT 3 jaar lang",
		"Barneveld, 6 mei en Nederland 3 weken",
		"Ik woon in Utrecht 2 hoog",
		"kerkstraat 12x geweest, dorpsstraat 3 keer",
		"ik ben 14, ik ben boos, ik ben WOEST",
		"ik ben Nederlands",
		"mijn naam is fout gespeld",
		"mijn naam is niet goed",
		"Mijn naam is haas",
		"ik heet niet zo en ik heet al 2 jaar anders",
		"de mevrouw zei. Mevrouw zei dat",
		"aan de juf. De school van opa. Ik ga",
		"MEVROUW ZEI NIETS",
		"de mevrouw van Bureau Jeugdzorg",
		"mijn oma in Aleppo",
		"een spel genaamd uno",
		"met vriendelijke groet",
		"groetjes uit Zeeland",
		"groetjes van niemand",
		"groeten aan iedereen",
		"Beste allemaal, Beste Mentor, Beste Jeugdbescherming",
		"het is heet vandaag, heet water",
		"er komt bloed uit dr oor. mr. de rechter",
		"P.S. Ik wil. N.B. De groep. Groep B. Ze kwam",
		"hij at pizza.nl op. we looked at website.com",
		"@jan en @x.sterre.08 en 50% @ home",
		"een apenstaart is een teken, foo@bar",
		"at 12",
		"NL12, nl 12 jaar, IBAN",
		"\xff\xfe\x80 06-\xc3 1234",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_NAME);
}

/* Where a list of cues has changed, what is printed goes into scan_cues.def. */
static void
test_cues(void **state)
{
	static const uint64_t kept[SCAN_NCUES][SCAN_CUES] = {
#include "daemon/shared/scan_cues.def"
	};
	uint64_t made[SCAN_NCUES][SCAN_CUES];

	(void)state;
	scan_gate_cues(made);
	if (memcmp(made, kept, sizeof(made)) == 0)
		return;
	for (size_t k = 0; k < SCAN_NCUES; k++) {
		fprintf(stderr, "    {\n");
		for (size_t i = 0; i < SCAN_CUES; i++)
			fprintf(stderr, "    0x%016" PRIx64 ",\n", made[k][i]);
		fprintf(stderr, "    },\n");
	}
	fail_msg("scan_cues.def is not what the cues make");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_postcode),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_cues),
	};

	return cmocka_run_group_tests_name("scan_words", tests, NULL, NULL);
}
