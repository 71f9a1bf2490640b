/*
 * scan_messages.c - the scanners on whole messages.
 *
 * First on own ones, then measured on those of ../shared/data (skipped where
 * that is not there).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "gehoor/scan.h"
#include "scan_marked.h"
#include "suite.h"

#define DATA "../shared/data/"

/*
 * Written when the rules were done, to see whether they only fit the examples
 * of the other tests: then 62 of 63 marks were found, with 3 false alarms.
 */
static const char *const own_messages[] = {
	"Hoi ik ben [[naam:Romy]] van 13 en kunnen jullie mij ff appen "
	"op [[telefoon:06 49 87 12 33]]? niet bellen want mn moeder "
	"hoort het",
	"me nieuwe nr is [[telefoon:0613579246]] groetjes "
	"[[naam:Dylano]]",
	"Mijn naam is [[naam:Hatice Demirel]], ik woon aan de "
	"[[adres:Beukenlaan 112]] te Deventer ([[postcode:7413 KM]]).",
	"u kunt mij bereiken op [[telefoon:038-4551234]] of per mail "
	"[[e-mail:hatice.demirel@ziggo.nl]]",
	"Geachte mevrouw [[naam:Van Leeuwen]], op 3 september 2024 "
	"belde ik om 14.15 uur",
	"BSN kind: [[bsn:123456782]], geboren 03-04-2012",
	"Het gezin woont op de [[adres:Stationsstraat 4-2]] in Meppel.",
	"bel dan naar [[telefoon:+31 6-2244 6688]] (na 17.00 uur)",
	"het kost 1250 euro en we hebben 3500 al betaald",
	"Op 12-11-2023 om 13:00 en 14-11-2023 om 9.30 uur is er "
	"gebeld.",
	"ze wonen [[adres:dorpsweg 7b]] [[postcode:8321AA]] urk",
	"stort het op [[rekening:NL20 INGB 0001 2345 67]] tnv "
	"[[naam:A. Bakker]]",
	"Iban is [[rekening:NL20INGB0001234567]]",
	"kan iemand mn juf [[naam:Saskia]] bedanken",
	"Meester [[naam:Bas]] is de liefste!!!",
	"Zaaknummer C/09/612345 / JE RK 21-1044, kenmerk 2021/4471",
	"mn zusje zit in groep 5 en ik in 2 havo",
	"in de week van 12 t/m 16 mei, 3x 45 min",
	"mijn kamer is 12 m2 en 2,40 hoog",
	"we hebben 06 al geprobeerd maar 0900 nummer kost geld",
	"ik sta op de wachtlijst sinds 01-02-2022 dat is 1000 dagen",
	"mail me: [[e-mail:romy_x_2011@outlook.com]] of insta @romyx",
	"mijn mail is [[e-mail:kevin2010 at hotmail punt com]]",
	"[[e-mail:info@jeugdhulpnoord.nl]] reageert niet",
	"de straat waar ik woon is de [[adres:Van Speijkstraat 21]]",
	"ik zit op [[adres:Parkweg 200]] kamer 14",
	"Onze voogd [[naam:Marleen]] is top",
	"mw. [[naam:Özdemir]] heeft 4 keer afgezegd",
	"dhr. [[naam:van 't Hof]] kwam niet",
	"fam. [[naam:Bos-de Wit]] is lief",
	"Ik heet [[naam:noor]] en ik ben 8 jaar",
	"IK HEET [[naam:SEM]] EN IK BEN BOOS",
	"my name is [[naam:Yonas Tesfay]] and i live in "
	"[[adres:Havenkade 3]]",
	"Моє ім'я [[naam:Андрій]], телефон [[telefoon:+380 50 765 43 "
	"21]]",
	"Benim adım [[naam:Emre]], telefonum [[telefoon:0533 765 43 "
	"21]]",
	"اسمي [[naam:ليلى]] ورقمي [[telefoon:٠٦٨٧٦٥٤٣٢١]]",
	"Nazywam się [[naam:Piotr Wiśniewski]], tel. [[telefoon:512 "
	"345 678]]",
	"laatste 4 cijfers 4821, pasje 6703 4500 1234 5678",
	"mijn rapportcijfers: 7 8 6 5 9 7",
	"kom om 1400 of 1530 naar gebouw 3",
	"De zitting was 21 januari 2025 om 10.45, zaal 12",
	"[[telefoon:020 123 4567]] is van kantoor",
	"appje naar [[telefoon:0031-6-87654321]]",
	"tussen 0800 en 1200",
	"ik heb 112 gebeld en 0900-8844",
	"lijn 14 en bus 170 bij halte 3 haltes verder",
	"Wij wonen nu aan het [[adres:Julianaplein 9]], "
	"[[postcode:9401 gh]] Assen",
	"Wij wonen op nr 12",
	"Met vriendelijke groet,\n\n[[naam:Jolanda Visser]]",
	"gr [[naam:Mo]]",
	"Groet, [[naam:Fleur]]",
	"liefs van [[naam:isa]]",
	"hoi met [[naam:Priya]]",
	"ik ben [[naam:Tobias]] en jij",
	"Ik ben Surinaamse en alleenstaande moeder",
	"tante [[naam:Carla]] en oom [[naam:Ben]] zijn lief",
	"oma [[naam:Tiny]] mag niet komen",
	"de mentor Van de groep",
	"sofinummer [[bsn:123456782]]",
	"m'n bsn [[bsn:1234 56 782]]",
	"laan van de toekomst 3 keer",
	"[[adres:Laan van Nieuw-Oosteinde 15]]",
	"[[adres:Plantage Middenlaan 8]]",
	"[[adres:Dr. J.M. den Uylstraat 14]]",
	"[[adres:Zuiderzeestraatweg 101]]",
	"[[adres:Hoofdstr. 9]]",
	"[[adres:postbus 1234]], [[postcode:7500 AA]] Enschede",
	"[[adres:Wattstraat 2]], [[postcode:2723 RC]]",
	"lees bladzijde 12, alinea 3",
	"versie 10.2.3 en 192.168.178.1",
	"huis 3 jaar gehuurd, straat 2x verhuisd",
	"dinsdag 12 13 uur",
	"kost 06,50 per keer",
	"06-nummer geven we niet",
	"0612 euro",
	"+31 is nederland",
};

static void
test_own(void **state)
{
	struct marked m;
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(own_messages); i++) {
		read_labels(own_messages[i], &m);
		wrong += !is_found(own_messages[i], &m);
	}
	assert_int_equal(wrong, 0);
}

struct score {
	unsigned marks;   /* in the data */
	unsigned whole;   /* of them found, from end to end */
	unsigned touched; /* or in part */
	unsigned found;   /* spans in what is no spam */
	unsigned right;   /* of them over a mark of any kind */
};

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
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests_name("scan_messages", tests, NULL, NULL);
}
