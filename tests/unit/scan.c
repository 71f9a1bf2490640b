/*
 * scan.c - tests of the scanners for personal data.
 *
 * Examples have what is to be found in braces; everything in them is
 * invented.  The last tests measure on the labelled messages of
 * ../shared/data and are skipped where those are not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <jansson.h>

#include "gehoor/scan.h"
#include "suite.h"

#define DATA "../shared/data/"
#define SPANS_MAX 256
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A text without its marks, and what they mark. */
struct marked {
	struct buf text;
	struct scan_span spans[SPANS_MAX];
	size_t n;
};

static struct str
text_of(const struct buf *b)
{
	return (struct str){ (const char *)b->data, b->len };
}

/* Reads "bel {0612345678}"; the kind of all is the same. */
static void
read_braces(const char *example, enum scan_kind kind, struct marked *m)
{
	m->text = (struct buf)BUF_INIT;
	m->n = 0;
	for (; *example != '\0'; example++) {
		if (*example == '{') {
			assert_true(m->n < SPANS_MAX);
			m->spans[m->n].kind = kind;
			m->spans[m->n].start = m->text.len;
		} else if (*example == '}')
			m->spans[m->n++].end = m->text.len;
		else
			buf_addc(&m->text, *example);
	}
}

static void
show(const char *what, struct str t, const struct scan_span *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		print_error("%s: %s \"%.*s\"\n", what, scan_label(s[i].kind),
		    (int)(s[i].end - s[i].start), t.p + s[i].start);
}

/* Exactly the marked spans are found, and nothing of another kind. */
static bool
is_found(const char *example, enum scan_kind kind)
{
	struct scan_span got[SPANS_MAX];
	struct marked m;
	size_t n;
	bool ok;

	read_braces(example, kind, &m);
	n = scan_text(text_of(&m.text), NULL, got, SPANS_MAX);
	ok = n == m.n;
	for (size_t i = 0; ok && i < n; i++)
		ok = got[i].kind == kind && got[i].start == m.spans[i].start &&
		    got[i].end == m.spans[i].end;
	if (!ok) {
		print_error("in: %s\n", example);
		show("found", text_of(&m.text), got, n);
	}
	buf_free(&m.text);
	return ok;
}

static void
all_found(const char *const *examples, size_t n, enum scan_kind kind)
{
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++)
		wrong += !is_found(examples[i], kind);
	assert_int_equal(wrong, 0);
}

static void
test_phone(void **state)
{
	static const char *const examples[] = {
		"bel me op {06-12345678}",
		"{06 12345678}",
		"{06 1234 5678} graag",
		"{0612345678}",
		"{06 12 34 56 78}",
		"{06-12 34 56 78}",
		"{06 - 12 34 56 78}",
		"{06.12.34.56.78}.",
		"{06/12345678}",
		"{(06) 12345678} graag",
		"{(06)12345678}",
		"{(010) 123 45 67}",
		"{010-1234567}",
		"{020 - 123 45 67}",
		"{0344-551290}",
		"{0344 55 12 90}",
		"{0344 \xe2\x80\x93 55 12 90}",
		"{088 123 45 67}",
		"{085-1234567}",
		"{+31612345678}",
		"{+31 6 12345678}",
		"{+31 (0)6 12345678}",
		"{+31(0)612345678}",
		"{+31-6-12345678}",
		"{0031612345678}",
		"{0031 (0)6-12 34 56 78}",
		"{(+31) 6 12345678}",
		"{31612345678}",
		"{+31 10 123 45 67}",
		"{+32 475 12 34 56} is van mijn moeder",
		"{+49 1512 3456789}",
		"{+48 601 552 913}",
		"{+90 532 123 45 67}",
		"{+380 67 123 45 67}",
		"{+963 944 123 456}",
		"{+1 (202) 555-0123}",
		"{0532 123 45 67}",
		"{067 123 45 67}",
		"tel {601 552 913}",
		"tel: {5551820}",
		"telefoon is {555 18 20}",
		"mijn nummer is {0612345678} of mail",
		"bel {06-12345678}, {020-1234567} of {+32 475 12 34 56}!",
		"{06-12345678}/{06-87654321}",
		"{0612345678} 2 keer gebeld",
		"{06-1234567}",
		"{nul6 12345678}",
		"{nul6 81 44 20 17} lezen gaat niet",
		"{nul zes 12 34 56 78}",
		"{nul zes een twee drie vier vijf zes zeven acht}",
		"{o6-12345678}",
		"{O6 12 34 56 78}",
		"tel{0612345678}",
		"Tel:{06-12345678}.",
		"whatsapp {0 6 1 2 3 4 5 6 7 8}",
		"{٠٦١٢٣٤٥٦٧٨}",
		"{۰۶ ۱۲۳۴ ۵۶۷۸}",
		"{０６－１２３４５６７８}",
		"\xe2\x80\xaa{+31 6 12 34 56 78}\xe2\x80\xac",
		"{06\xe2\x80\x91"
		"12345678}",
		"{06\xc2\xa0"
		"12345678}",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_PHONE);
}

static void
test_mail(void **state)
{
	static const char *const examples[] = {
		"{jan@example.nl}",
		"mail naar {jan.jansen+jb@sub.example.co.uk}.",
		"({Jan_Jansen83@Hotmail.COM})",
		"{jan@gmail}",
		"{jan @ gmail.com}",
		"{jan [at] example.nl}",
		"{jan(at)example.nl}",
		"{jan at gmail.com}",
		"{jan.jansen at example.nl}",
		"{jan83 at example punt nl}",
		"{jan punt jansen apenstaart gmail punt com}",
		"{jan apenstaartje hotmail.com}",
		"{jan [at] example [dot] nl}",
		"{jan@example[.]nl}",
		"{jan@example (punt) nl}",
		"mailto:{jan@example.nl}",
		"<{jan@example.nl}>",
		"{jan-piet@example.nl}, {piet@example.nl}",
		"{müller@exämple.de}",
		"{jan＠example.nl}",
		"{jan małpa wp.pl}",
		"{oksana собака ukr.net}",
		"mail={jan@example.nl}",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_MAIL);
}

static void
test_bsn(void **state)
{
	static const char *const examples[] = {
		"{111222333}",
		"{111222333}.",
		"{1234.56.782}",
		"{123 456 782}",
		"{123.456.782}",
		"bsn {123456782}",
		"BSN: {123456782}",
		"BSN{123456782}",
		"(bsn {999991048})",
		"mijn bsn is {1234.56.782}",
		"bsn nr. {111 222 333}",
		/* These fail the test. */
		"burgerservicenummer {123456789}",
		"bsn van mijn zoon is {123456789}",
		"het bsn-nummer {12345679}",
		"sofinummer {12.34.56.789}",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_BSN);
}

static void
test_iban(void **state)
{
	static const char *const examples[] = {
		"{NL91ABNA0417164300}",
		"{NL91 ABNA 0417 1643 00}",
		"{nl91 abna 0417 1643 00} t.n.v.",
		"IBAN:{NL91ABNA0417164300}.",
		"{NL91.ABNA.0417.1643.00}",
		"{NL92ABNA0417164300}", /* a slip */
		"{GB29 NWBK 6016 1331 9268 19}",
		"{DE89 3704 0044 0532 0130 00}",
		"{BE68 5390 0754 7034}",
		"{PL61 1090 1014 0000 0712 1981 2874}",
		"{TR33 0006 1005 1978 6457 8413 26}",
		"{UA213223130000026007233566001}",
		"{FR14 2004 1010 0505 0001 3M02 606}",
		"{MT84MALT011000012345MTLCAST001S}",
		"rekeningnummer {123456789}",
		"rek.nr. {12.34.56.789}",
		"giro {1234567}",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_IBAN);
}

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

/* Numbers of services, and numbers that are no phone. */
static void
test_no_phone(void **state)
{
	static const char *const examples[] = {
		"112",
		"bel 113 of 0800-0113",
		"113 0800 0113",
		"Kindertelefoon 0800-0432 en 112",
		"Veilig Thuis 0800-2000 (dag en nacht)",
		"Jeugdstem 088 555 1000",
		"088-5551000",
		"+31 88 555 10 00",
		"+31 800 0113",
		"0900-8844",
		"0900 1234567",
		"14 010",
		"14 0344",
		"144",
		"12-03-2024",
		"03-11-24",
		"03-11-24 09-12-24 10-12-24",
		"2024-11-03",
		"06-12-2024 10 uur",
		"04-10-2024 12:30",
		"06/12/2024",
		"op 06.12.2024",
		"tussen 09.30 - 10.30 12.00",
		"06.30 07.15 08.00 08.30",
		"mijn telefoon 22.00-07.00 inleveren",
		"telefoon 12 13 14 15 jaar",
		"telefoon 2x per week",
		"van 2019 tot 2024",
		"2023/2024",
		"9.000 euro en 1.234.567,89",
		"12345678 euro",
		"ik heb 10.000.000 keer",
		"mijn code is 48213",
		"100 200 300",
		"1 2 3 4 5 6 7 8 9 10",
		"+100 punten, + 50 euro, 5+10=15",
		"breedte 52.0907374",
		"zaak C/02/418833, JB-2023-00871, PL1700-2025041277",
		"zaak 200.301.456/01",
		"12 uur 13.00 uur 14.00 uur",
		"20-12-2024 20-12-2025",
		"1234567890123456789012345678901234567890",
		"het is 20241103",
		"nul op het rekest, nul komma nul",
		"1. eten 2. slapen 3. school",
	};

	(void)state;
	all_found(examples, COUNT(examples), SCAN_PHONE);
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

/* Where two kinds meet the stronger one wins, and the rest is kept. */
static void
test_together(void **state)
{
	static const char text[] =
	    "Ik heet Jan Kerkstraat 5, 1234 AB. Mail jan@example.nl of "
	    "bel 06-12345678; bsn 123456782, NL91 ABNA 0417 1643 00.";
	static const struct {
		enum scan_kind kind;
		const char *what;
	} expected[] = {
		{ SCAN_ADDRESS, "Jan Kerkstraat 5" },
		{ SCAN_POSTCODE, "1234 AB" },
		{ SCAN_MAIL, "jan@example.nl" },
		{ SCAN_PHONE, "06-12345678" },
		{ SCAN_BSN, "123456782" },
		{ SCAN_IBAN, "NL91 ABNA 0417 1643 00" },
	};
	struct scan_span got[SPANS_MAX];
	size_t n = scan_text(str_of(text), NULL, got, SPANS_MAX);

	(void)state;
	show("found", str_of(text), got, n == COUNT(expected) ? 0 : n);
	assert_int_equal(n, COUNT(expected));
	for (size_t i = 0; i < n; i++) {
		struct str s = { text + got[i].start,
			got[i].end - got[i].start };

		assert_int_equal(got[i].kind, expected[i].kind);
		assert_true(str_is(s, expected[i].what));
	}
	n = scan_text(str_of("groetjes Jan jan@example.nl"), NULL, got, 9);
	assert_int_equal(n, 1);
	assert_int_equal(got[0].kind, SCAN_MAIL);
	n = scan_text(str_of("in de Kerkstraat 3456 AB"), NULL, got, 9);
	assert_int_equal(n, 2);
	assert_int_equal(got[0].kind, SCAN_ADDRESS);
	assert_int_equal(got[0].start, 6);
	assert_int_equal(got[0].end, 16);
	assert_int_equal(got[1].kind, SCAN_POSTCODE);
}

static void
test_allowed(void **state)
{
	static const char *const numbers[] = { "0101234567", "+31 20 7654321",
		"0049 30 123456" };
	const struct scan_allow allow = { numbers, COUNT(numbers) };
	struct scan_span got[9];
	static const char *const theirs[] = { "010-1234567", "+31101234567",
		"0031 (0)10 123 45 67", "020 765 43 21", "+49 30 123456" };

	(void)state;
	for (size_t i = 0; i < COUNT(theirs); i++) {
		struct str t = str_of(theirs[i]);

		assert_int_equal(scan_text(t, &allow, got, 9), 0);
		assert_int_equal(scan_text(t, NULL, got, 9), 1);
	}
	assert_int_equal(scan_text(str_of("010-1234568"), &allow, got, 9), 1);
}

/* A smaller room gets the beginning of what a larger one gets. */
static void
test_max(void **state)
{
	static const char text[] = "1234 AB 1235 AB 1236 AB 1237 AB";
	struct scan_span all[9], some[9];

	(void)state;
	assert_int_equal(scan_text(str_of(text), NULL, all, 9), 4);
	for (size_t max = 0; max < 5; max++) {
		memset(some, 0xff, sizeof(some));
		memset(&all[8], 0xff, sizeof(all[8]));
		assert_int_equal(scan_text(str_of(text), NULL, some, max), max);
		for (size_t i = 0; i < max; i++)
			assert_int_equal(some[i].start, all[i].start);
		assert_int_equal(some[max].start, all[8].start);
	}
	assert_int_equal(scan_text((struct str){ NULL, 0 }, NULL, some, 9), 0);
}

static void
replaces(const char *text, const char *const *words, const char *expected)
{
	struct scan_span got[9];
	struct buf b = BUF_INIT;
	size_t n = scan_text(str_of(text), NULL, got, 9);

	assert_int_equal(scan_replace(str_of(text), got, n, words, &b), 0);
	assert_string_equal(b.len == 0 ? "" : buf_cstr(&b), expected);
	buf_free(&b);
}

static void
test_replace(void **state)
{
	static const char *const words[SCAN_NKINDS] = {
		[SCAN_PHONE] = "telefoonnummer",
	};

	(void)state;
	replaces("", words, "");
	replaces("niets", words, "niets");
	replaces("0612345678", words, "[telefoonnummer]");
	replaces("bel 0612345678, 06-87654321!", words,
	    "bel [telefoonnummer], [telefoonnummer]!");
	replaces(
	    "mevrouw Jansen, Kerkstraat 5", words, "mevrouw [naam], [adres]");
}

static void
test_replace_refuses(void **state)
{
	static const char *const words[SCAN_NKINDS];
	struct str t = str_of("abcdef");
	struct scan_span s[2] = { { 1, 3, SCAN_MAIL }, { 2, 4, SCAN_MAIL } };
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(scan_replace(t, s, 2, words, &b), -1);
	s[1] = (struct scan_span){ 0, 1, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 2, words, &b), -1);
	s[0] = (struct scan_span){ 4, 7, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	s[0] = (struct scan_span){ 4, 4, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	s[0] = (struct scan_span){ 4, 5, SCAN_NKINDS };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	assert_int_equal(b.len, 0);
	b.max = 4;
	s[0] = (struct scan_span){ 4, 5, SCAN_MAIL };
	assert_int_equal(scan_replace(t, s, 1, words, &b), -1);
	buf_free(&b);
}

/* What would take minutes if it were quadratic. */
static void
test_is_linear(void **state)
{
	static const char *const parts[] = { "a", "1", "1 ", "06 ", "+", "a.",
		"a@", "a at ", "Jan van ", "nul ", "J.", "a'", "groetjes a ",
		"punt a ", "Kerkstraat ", "1.", "mevrouw ", "\xe2\x82", "nl1" };
	static char text[1 << 18];
	static struct scan_span got[SPANS_MAX];

	(void)state;
	for (size_t k = 0; k < COUNT(parts); k++) {
		size_t n = strlen(parts[k]);
		clock_t from = clock();

		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = parts[k][i % n];
		scan_text(
		    (struct str){ text, sizeof(text) }, NULL, got, SPANS_MAX);
		assert_true(clock() - from < 20 * CLOCKS_PER_SEC);
	}
}

/* ---- measured on ../shared/data -------------------------------------------- */
struct score {
	unsigned marks;   /* in the data */
	unsigned whole;   /* of them found, from end to end */
	unsigned touched; /* or in part */
	unsigned found;   /* spans in what is no spam */
	unsigned right;   /* of them over a mark of any kind */
};

static enum scan_kind
kind_of(const char *label, size_t n)
{
	enum scan_kind k;

	for (k = 0; k < SCAN_NKINDS; k++)
		if (str_is((struct str){ label, n }, scan_label(k)))
			break;
	return k;
}

/* Reads "bel [[telefoon:0612345678]]". */
static void
read_labels(const char *p, struct marked *m)
{
	const char *end, *colon;

	m->text = (struct buf)BUF_INIT;
	m->n = 0;
	while ((end = strstr(p, "[[")) != NULL) {
		buf_add(&m->text, p, (size_t)(end - p));
		p = end + 2;
		colon = strchr(p, ':');
		end = strstr(p, "]]");
		assert_true(colon != NULL && end != NULL && m->n < SPANS_MAX);
		m->spans[m->n].kind = kind_of(p, (size_t)(colon - p));
		m->spans[m->n].start = m->text.len;
		buf_add(&m->text, colon + 1, (size_t)(end - colon - 1));
		m->spans[m->n++].end = m->text.len;
		p = end + 2;
	}
	buf_adds(&m->text, p);
}

static bool
overlap(const struct scan_span *a, const struct scan_span *b)
{
	return a->start < b->end && b->start < a->end;
}

static void
score_marks(const struct marked *m, const struct scan_span *got, size_t n,
    struct score *scores)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct scan_span *mark = &m->spans[i];
		bool touched = false, whole = false;

		if (mark->kind == SCAN_NKINDS)
			continue;
		for (size_t k = 0; k < n; k++) {
			if (got[k].kind != mark->kind)
				continue;
			touched = touched || overlap(&got[k], mark);
			whole = whole ||
			    (got[k].start <= mark->start &&
				got[k].end >= mark->end);
		}
		scores[mark->kind].marks++;
		scores[mark->kind].touched += touched;
		scores[mark->kind].whole += whole;
	}
}

static void
score_spans(const struct marked *m, const struct scan_span *got, size_t n,
    struct score *scores)
{
	for (size_t k = 0; k < n; k++) {
		bool right = false;

		for (size_t i = 0; i < m->n; i++)
			right = right || overlap(&got[k], &m->spans[i]);
		scores[got[k].kind].found++;
		scores[got[k].kind].right += right;
	}
}

/* Calls each with every message of a file of JSON lines; how many. */
static size_t
each_message(const char *path, void (*each)(json_t *, void *), void *arg)
{
	struct buf b = slurp(path);
	char *save = NULL, *text = strdup(buf_cstr(&b));
	size_t n = 0;

	assert_non_null(text);
	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save), n++) {
		json_t *j = json_loads(line, 0, NULL);

		assert_non_null(j);
		each(j, arg);
		json_decref(j);
	}
	free(text);
	buf_free(&b);
	return n;
}

static void
score_message(json_t *j, void *arg)
{
	struct scan_span got[SPANS_MAX];
	struct score *scores = arg;
	struct marked m;
	size_t n;

	read_labels(json_string_value(json_object_get(j, "text")), &m);
	n = scan_text(text_of(&m.text), NULL, got, SPANS_MAX);
	score_marks(&m, got, n, scores);
	if (!json_is_true(json_object_get(j, "spam")))
		score_spans(&m, got, n, scores);
	buf_free(&m.text);
}

static double
share(unsigned part, unsigned of)
{
	return of == 0 ? 1 : (double)part / of;
}

/* A name is marked with its title, which we leave: touched is found. */
static void
test_messages(void **state)
{
	struct score scores[SCAN_NKINDS] = { { 0, 0, 0, 0, 0 } };

	(void)state;
	assert_true(each_message(DATA "messages-dev.jsonl", score_message,
			scores) >= 300);
	for (enum scan_kind k = 0; k < SCAN_NKINDS; k++) {
		const struct score *s = &scores[k];

		printf("# %-9s recall %.3f (%u of %u, %u whole), precision "
		       "%.3f (%u of %u)\n",
		    scan_label(k), share(s->touched, s->marks), s->touched,
		    s->marks, s->whole, share(s->right, s->found), s->right,
		    s->found);
	}
	for (enum scan_kind k = 0; k < SCAN_NAME; k++) {
		assert_true(scores[k].marks > 0);
		assert_true(share(scores[k].whole, scores[k].marks) >= 0.97);
		assert_true(share(scores[k].right, scores[k].found) >= 0.97);
	}
	assert_true(scores[SCAN_NAME].touched > 0);
	assert_true(
	    share(scores[SCAN_NAME].right, scores[SCAN_NAME].found) >= 0.9);
}

static void
count_message(json_t *j, void *arg)
{
	const char *text = json_string_value(json_object_get(j, "text"));
	struct scan_span got[SPANS_MAX];
	unsigned *found = arg;
	size_t n = scan_text(str_of(text), NULL, got, SPANS_MAX);

	for (size_t i = 0; i < n; i++)
		found[got[i].kind]++;
}

/*
 * The corpus to learn from has no marks, and no numbers or addresses of
 * anybody in it either: what is found there of those is a false alarm.
 */
static void
test_corpus(void **state)
{
	static const char *const files[] = { "children", "fathers", "mothers",
		"depth-beslissen-verslag", "depth-familie-veilig",
		"depth-hulp-plek", "depth-omgang-luisteren",
		"depth-rechten-samenwerken", "depth-uitleg-bereikbaar",
		"depth-wisseling-wachten", "foster-and-network",
		"short-texts-and-table-notes", "teens-in-care",
		"young-adults-and-newcomers" };
	unsigned found[SCAN_NKINDS] = { 0 }, alarms = 0;
	char path[128];
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		snprintf(path, sizeof(path), DATA "corpus/%s.jsonl", files[i]);
		n += each_message(path, count_message, found);
	}
	for (enum scan_kind k = 0; k < SCAN_NAME; k++)
		alarms += found[k];
	printf("# corpus: %u false alarms and %u names in %zu messages\n",
	    alarms, found[SCAN_NAME], n);
	assert_true(n > 1000);
	assert_true(alarms * 1000 <= n);
	assert_true(found[SCAN_NAME] > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phone),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_bsn),
		cmocka_unit_test(test_iban),
		cmocka_unit_test(test_postcode),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_no_phone),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_allowed),
		cmocka_unit_test(test_max),
		cmocka_unit_test(test_replace),
		cmocka_unit_test(test_replace_refuses),
		cmocka_unit_test(test_is_linear),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
