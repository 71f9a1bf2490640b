/*
 * scan_numbers.c - tests of what is found by its digits, and of mail.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gehoor/scan.h"
#include "scan_marked.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phone),
		cmocka_unit_test(test_no_phone),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_bsn),
		cmocka_unit_test(test_iban),
	};

	return cmocka_run_group_tests_name("scan_numbers", tests, NULL, NULL);
}
