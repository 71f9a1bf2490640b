/*
 * scan_name.c - names, as far as something announces them.
 *
 * Whoever says "mijn naam is" names somebody, however it is written.  Behind
 * a title ("mevrouw"), a role ("mijn mentor") or a greeting only a word with
 * a capital is a name, and behind "groetjes" what the text ends with.  The
 * cues are of the languages of the pages.  Names that nothing announces are
 * left to others.
 */
#include "scan_parts.h"

#define CUE_WORDS 3
#define PARTS_MAX 6  /* of a name: Maria van der Berg-de Wit */
#define TAIL_MAX 40  /* bytes behind a name that ends a text */
#define CLOSED_MAX 3 /* words of one in small letters */

/* Behind these the next word is a name, also in small letters. */
static const char *const says[] = { "ik heet", "ik ben genaamd", "mijn naam is",
	"m'n naam is", "mn naam is", "me naam is", "mijne naam is",
	"mijn voornaam is", "mijn achternaam is", "ik hiet", "ik heet nu",
	"ik heet eigenlijk", "ik heet voluit", "ik heet gewoon", "my name is",
	"my name's", "my names", "i am called", "i'm called", "nazywam się",
	"nazywam sie", "mam na imię", "mam na imie", "na imię mi",
	"moje imię to", "benim adım", "adım", "adim", "ismim", "мене звати",
	"мене звуть", "моє ім'я", "мое имя", "меня зовут", "اسمي", "إسمي",
	"اسمى", "أسمي", NULL };

/* Likewise whose an account is; with dots. */
static const char *const owns[] = { "t n v", "tnv", "op naam van",
	"ten name van", NULL };

/* Behind these if it has a capital. */
static const char *const shows[] = { "ik ben", "heet", "heette", "heten",
	"noem me", "noemen me", "noemt me", "i am", "i'm", "naam", "genaamd",
	"hallo met", "hoi met", "dag met", "goedemorgen met", "goedemiddag met",
	"goedendag met", "spreekt met", "jestem", "імені", "звати", NULL };

/* Titles; those that are written short may have a dot. */
static const char titles[] =
    " mevrouw mevr meneer heer juf juffrouw meester tante oom oma opa familie"
    " mw mvr dhr hr mr mrs ms miss mister drs fam zuster pater dokter pani pan"
    " panią panem pana пан пані пане пана السيد السيدة الأستاذ الأستاذة ";
static const char short_titles[] =
    " mw mevr mvr dhr hr mr mrs ms dr drs ds prof fam ir ing ";

/* What somebody is to somebody. */
static const char roles[] =
    " mentor begeleider begeleidster voogd gezinsvoogd jeugdbeschermer"
    " jeugdzorgwerker gezinsmanager stagiair stagiaire zoon dochter zoontje"
    " dochtertje broer broertje zus zusje pleegmoeder pleegvader pleegzoon"
    " pleegdochter pleegkind pleegzus pleegbroer stiefvader stiefmoeder vriend"
    " vriendin vriendinnetje vriendje therapeut psycholoog huisarts advocaat"
    " penningmeester collega kleinzoon kleindochter neef neefje nicht nichtje"
    " hond kat poes konijn kleinkind groepsleider groepsleidster"
    " pedagogisch behandelaar gedragswetenschapper wijkcoach jongerenwerker"
    " huisgenoot buurman buurvrouw buurmeisje buurjongen oudste jongste"
    " mamą mama tata tatą syn syna synem córka córkę córki córką oğlum kızım"
    " kardeşim son daughter brother sister son's син сина сином донька доньку"
    " доньки дочка дочки ";

static const char *const greets[] = { "hoi", "hallo", "hai", "hey", "beste",
	"lieve", "lief", "hoi lieve", "dag", "dear", "hi", "hello", "geachte",
	"drogi", "droga", "merhaba", "sevgili", "привіт", "шановний", "шановна",
	NULL };

/* What a letter ends with. Behind the first ones also in small letters. */
static const char *const closes_small[] = { "groetjes", "groetjes van",
	"groeten van", "gr", "gr van", "grtjs", "grtz", "mvg", "liefs",
	"liefs van", "kusjes van", "vriendelijke groet", "vriendelijke groeten",
	"pozdrawiam", "saygılarımla", "selamlar", "повагою", "تحياتي", NULL };
static const char *const closes[] = { "groetjes", "groetjes van", "groeten",
	"groeten van", "groet", "groet van", "gr", "gr van", "grtjs", "grtz",
	"mvg", "liefs", "liefs van", "kusjes", "kusjes van", "kus", "knuffel",
	"hoogachtend", "vriendelijke groet", "vriendelijke groeten", "regards",
	"greetings", "greetings from", "sincerely", "love", "love from",
	"pozdrawiam", "pozdrowienia", "saygılarımla", "selamlar", "sevgiler",
	"повагою", "вітаннями", "تحياتي", NULL };

/* Kisses at the end: then a capital. */
static const char *const kisses[] = { "x", "xx", "xxx", "xxxx", NULL };

/* What stands behind a name: Ayşe hanım. */
static const char titles_behind[] = " hanım hanim bey abla abi teyze ";

static const char particles[] =
    " van de der den het 't ten ter te el al ben bin bint ibn abu la le du da"
    " dos di del von zu ould op in 's ";

/* No names, though one may stand there with a capital. */
static const char common[] =
    " de het een 't ik je jij jou u uw hij zij ze we wij wat wie waar wanneer"
    " waarom hoe en maar of dus want dat die dit deze er mijn me mij m'n mn"
    " zijn haar ons onze jullie hun hen niet nee ja geen als toen nu dan daar"
    " hier op in van voor met naar bij aan uit over om te tot na sinds heeft"
    " is was had heb hebben kan zal moet bedankt dank groetjes alle"
    " allemaal iedereen niemand iemand ook nog al weer wel zo heel erg veel"
    " meer graag alsjeblieft alstublieft sorry ok oke oké omdat zodat terwijl"
    " tijdens volgens tegen door sommige elke ieder iedere helaas gelukkig"
    " soms altijd nooit maandag dinsdag woensdag donderdag vrijdag zaterdag"
    " zondag januari februari maart april mei juni juli augustus september"
    " oktober november december jeugdzorg jeugdbescherming jeugdbeschermer"
    " gezinsvoogd voogd raad veilig kinderrechter rechter gemeente mevrouw"
    " meneer heer dames heren mensen team mentor lezer nederland nederlands"
    " nederlandse turks turkse pools poolse marokkaans marokkaanse arabisch"
    " syrisch syrische oekraïens oekraïense engels duits eritrees somalisch"
    " surinaams surinaamse antilliaans antilliaanse moluks molukse koerdisch"
    " koerdische afghaans afghaanse iraans iraanse somalische eritrese belg"
    " duitse engelse chinees chinese moslim moslima christen adhd autisme "
    "whatsapp instagram"
    " facebook snapchat tiktok teams god kerst the a an and not my i you he"
    " she it they this that who sorry so very really in from at jb crisisdienst"
    " kompas school mama papa mam pap mamma pappa moeder vader oma opa"
    " collega's andere directie klachtencommissie bestuur organisatie dag"
    " kindertelefoon jeugdstem leiding groepsleiding begeleiding jeugdhulp"
    " hulpverlener hulpverleners medewerker medewerkers lezers juffen sir "
    "madam all everyone yeni ";

/* Particles that a name after a title may begin with in small letters. */
static const char first_particles[] =
    " van de der den het 't ten ter te el al ";

static const char articles[] = " de een die deze ene andere nieuwe vorige ";

/* Nor these, though nothing says so with a capital. */
static const char plain[] =
    " fout foutief verkeerd gewoon steeds telkens belangrijk bekend geheim"
    " anders genoemd gespeld vergeten toevallig nergens overal onbekend"
    " veranderd net echt eigenlijk natuurlijk hetzelfde nummer case kindje"
    " weg blij boos bang verdrietig moe klaar jaar terug allang dezelfde"
    " enige leuk hetgeen namelijk elders besmeurd zwart uitgelekt misbruikt"
    " gebruikt afgekort doorgestreept vermeld genoteerd ingevuld staat spelt"
    " wordt word stond schrijf geef noem zeg doet mag hoeft gaat komt kwam"
    " wanneer ergens vol vaak per zelf nou toch pas even eens jouw zonder"
    " onder achter boven opa's cliënt client important on of to for with"
    " welkom haas adım adim yanlış"
    " wrong misspelled spelled written always still never yok değil nie не"
    " неправильно ليس مكتوب مكتوبة غلط خطأ في على من موجود ";

/* The words before i, " mijn naam is", when only marks stand between. */
struct before {
	char text[CUE_WORDS * (SCAN_WORD_MAX + 17) + 1];
	struct scan_word last;
	bool any;
	bool apart; /* more than blanks stands before i */
	bool colon; /* but nothing else than a colon or a quote */
	bool dot;   /* or than a dot */
};

static void
look_back(struct str t, size_t i, struct before *b)
{
	struct scan_word w[CUE_WORDS];
	size_t at = i, n = 0, len = 0;
	struct glyph g;

	memset(b, 0, sizeof(*b));
	while (n < CUE_WORDS && word_before(t, at, ":.,;!\"(", &w[n]))
		at = w[n++].start;
	if (n == 0)
		return;
	b->any = b->colon = b->dot = true;
	b->last = w[0];
	for (size_t k = n; k-- > 0; len += strlen(w[k].low)) {
		b->text[len++] = ' ';
		memcpy(b->text + len, w[k].low, strlen(w[k].low));
	}
	for (size_t k = w[0].end; k < i; k += g.n) {
		g = glyph_at(t, k);
		if (glyph_is_blank(g.c))
			continue;
		b->apart = true;
		b->colon = b->colon && (g.c == ':' || g.c == '"');
		b->dot = b->dot && g.c == '.';
	}
}

/* Whether the text before ends in one of the phrases. */
static bool
ends_with(const struct before *b, const char *const *phrases)
{
	size_t n = strlen(b->text), k;

	for (; *phrases != NULL; phrases++) {
		k = strlen(*phrases);
		if (n > k && b->text[n - k - 1] == ' ' &&
		    memcmp(b->text + n - k, *phrases, k) == 0)
			return true;
	}
	return false;
}

static bool
is_initial(const struct scan_word *w)
{
	return w->cased && strlen(w->low) == 1;
}

/* An A is an initial rather than the word. */
static bool
is_common(const struct scan_word *w)
{
	return word_in(w, common) && !(is_initial(w) && w->capital);
}

/* Behind a hyphen and the rest of a double name at i. */
static size_t
double_end(struct str t, size_t i)
{
	struct glyph g = glyph_at(t, i);
	struct scan_word w;

	if (!glyph_is_hyphen(g.c) || !word_at(t, i + g.n, &w))
		return i;
	return w.end;
}

/* The next part of a name behind i: a word, also 't of Van 't Hof. */
static bool
next_part(struct str t, size_t i, struct scan_word *w)
{
	size_t from = skip_blanks(t, i, 2);
	struct glyph g = glyph_at(t, from);

	if (from == i)
		return false;
	if (g.c != '\'' && g.c != 0x2019)
		return word_at(t, from, w);
	if (!word_at(t, from + g.n, w) || !word_in(w, " t s "))
		return false;
	memmove(w->low + 1, w->low, 2);
	w->low[0] = '\'';
	return true;
}

/* Whether a name goes on with w; see name_end. */
static bool
is_more(const struct scan_word *w, bool small, bool shouted)
{
	bool particle = word_in(w, particles);

	if (!small && !w->capital && !particle)
		return false;
	if (w->shouted && !shouted && !is_initial(w))
		return false;
	return particle || !word_in(w, common);
}

/*
 * Behind the name that begins with w: words with capitals, initials, and
 * particles between them.  Small: w is in small letters, and then one word
 * is all, or what follows initials and particles ("m de wit").
 */
static size_t
name_end(struct str t, struct scan_word w)
{
	const bool small = !w.capital, shouted = w.shouted;
	size_t end = w.end, at;
	struct scan_word next;

	for (unsigned k = 0; k < PARTS_MAX; k++) {
		bool initial = is_initial(&w);
		bool particle = word_in(&w, particles);

		at = initial   ? w.end + (glyph_at(t, w.end).c == '.')
		    : particle ? w.end
			       : double_end(t, w.end);
		if (k == 0 || !particle)
			end = at;
		if (!w.cased || (small && !initial && !particle))
			break;
		if (!(initial && word_at(t, at, &next)) &&
		    !next_part(t, at, &next))
			break;
		if (!is_more(&next, small, shouted))
			break;
		w = next;
	}
	return end;
}

/* Whether the text ends behind i but for an age, marks and pictures. */
static bool
is_tail(struct str t, size_t i)
{
	const size_t from = i;
	struct scan_word w;
	struct glyph g;

	for (g = glyph_at(t, i); g.n > 0; g = glyph_at(t, i)) {
		if (i - from > TAIL_MAX)
			return false;
		if (!glyph_is_letter(g.c))
			i += g.n;
		else if (word_at(t, i, &w) && word_in(&w, " jaar jr x xx xxx "))
			i = w.end;
		else
			return false;
	}
	return true;
}

/* Behind the words from w on if they end the text; 0: they do not. */
static size_t
closed_end(struct str t, struct scan_word w)
{
	for (unsigned k = 0; k < CLOSED_MAX; k++) {
		size_t end = double_end(t, w.end);

		bool particle = word_in(&w, particles);

		if ((is_common(&w) && (k == 0 || !particle)) ||
		    (k == 0 && particle && !w.capital) || word_in(&w, plain))
			return 0;
		if (is_tail(t, end))
			return end;
		if (!next_part(t, end, &w))
			return 0;
	}
	return 0;
}

/* Whether w, a word with a capital, can be a name. */
static bool
is_namelike(const struct scan_word *w)
{
	if (!w->capital || w->shouted || word_in(w, titles) ||
	    word_in(w, short_titles) || word_in(w, roles))
		return false;
	return !is_common(w);
}

/*
 * Mevrouw de Vries; but the "de mevrouw van Bureau Jeugdzorg" has no name
 * and comes from somewhere.
 */
static bool
is_particle_of_name(
    struct str t, const struct scan_word *w, const struct before *b)
{
	struct scan_word next = *w, article;

	if (b->apart && !b->dot)
		return false;
	if (!word_in(w, first_particles) ||
	    (word_before(t, b->last.start, "", &article) &&
		word_in(&article, articles)))
		return false;
	while (word_in(&next, particles))
		if (!next_part(t, next.end, &next))
			return false;
	return next.capital && !next.shouted && !is_common(&next);
}

/* R.J. Smit: two initials or more need no cue. */
static bool
has_initials(struct str t, size_t i)
{
	struct scan_word w;
	unsigned n = 0;

	while (n < 5 && word_at(t, i, &w) && w.capital && is_initial(&w) &&
	    glyph_at(t, w.end).c == '.') {
		i = w.end + 1;
		n++;
	}
	i = skip_blanks(t, i, 1);
	if (n < 2 || !word_at(t, i, &w))
		return false;
	while (word_in(&w, particles) && !w.capital)
		if (!next_part(t, w.end, &w))
			return false;
	return w.capital && !w.shouted && !is_initial(&w) &&
	    !word_in(&w, common);
}

/* Arabic has no capitals; what has an article there is no name. */
static bool
is_titled(const struct scan_word *w, const struct before *b)
{
	if (!w->cased && strncmp(w->low, "ال", strlen("ال")) == 0)
		return false;
	if (word_in(&b->last, short_titles) && b->dot)
		return true;
	return word_in(&b->last, titles) && !b->apart;
}

/* Behind the name that the text before w announces; 0: it does not. */
static size_t
cued_end(struct str t, const struct scan_word *w, const struct before *b)
{
	bool like = is_namelike(w);

	if (((b->colon && ends_with(b, says)) ||
		((b->colon || b->dot) && ends_with(b, owns))) &&
	    !is_common(w) && !word_in(w, plain))
		return name_end(t, *w);
	if ((is_titled(w, b) ||
		(w->cased && !b->apart && word_in(&b->last, roles))) &&
	    (like || is_particle_of_name(t, w, b)))
		return name_end(t, *w);
	if (like && w->cased &&
	    ((b->colon && ends_with(b, shows)) ||
		(!b->apart && ends_with(b, greets)) ||
		(b->apart && ends_with(b, closes))))
		return name_end(t, *w);
	if (ends_with(b, closes_small) ||
	    (like && (ends_with(b, closes) || ends_with(b, kisses))))
		return closed_end(t, *w);
	return 0;
}

/*
 * A bit for every word that a cue ends with (scan_name_cues).  Most words of
 * a text have none, and are done with here.
 */
static const uint64_t cue_bits[SCAN_CUES] = {
#include "scan_cues.def"
};

static unsigned
bit_of(const char *p, size_t n)
{
	uint32_t h = 5381;

	while (n > 0)
		h = h * 33 + (uint8_t)p[--n];
	return (h ^ h >> 12) & 4095;
}

/* Marks the last words of the phrases in a list, or all words of one. */
static void
mark_words(const char *p, bool all, uint64_t bits[static SCAN_CUES])
{
	size_t n = strlen(p), end;

	while (n > 0) {
		for (; n > 0 && p[n - 1] == ' '; n--)
			;
		for (end = n; n > 0 && p[n - 1] != ' '; n--)
			;
		if (end > n) {
			unsigned bit = bit_of(p + n, end - n);

			bits[bit / 64] |= UINT64_C(1) << bit % 64;
		}
		if (!all)
			return;
	}
}

void
scan_name_cues(uint64_t bits[static SCAN_CUES])
{
	static const char *const *const lists[] = { says, owns, shows, greets,
		closes_small, closes, kisses };
	static const char *const words[] = { titles, short_titles, roles };

	memset(bits, 0, SCAN_CUES * sizeof(*bits));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (const char *const *p = lists[i]; *p != NULL; p++)
			mark_words(*p, false, bits);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		mark_words(words[i], true, bits);
}

static bool
may_be_cued(struct str t, size_t i)
{
	struct scan_word w;
	unsigned bit;

	if (!word_before(t, i, ":.,;!\"(", &w))
		return false;
	bit = bit_of(w.low, strlen(w.low));
	return (cue_bits[bit / 64] >> bit % 64 & 1) != 0;
}

bool
scan_name(const struct scan_in *in, size_t i, struct scan_span *s)
{
	struct scan_word w, next;
	struct before b;

	if (run_is_glued(in->t, i) || !word_at(in->t, i, &w))
		return false;
	s->start = i;
	s->end = 0;
	if (may_be_cued(in->t, i)) {
		look_back(in->t, i, &b);
		s->end = b.any ? cued_end(in->t, &w, &b) : 0;
	}
	if (s->end == 0 && has_initials(in->t, i))
		s->end = name_end(in->t, w);
	if (s->end == 0 && is_namelike(&w) && next_part(in->t, w.end, &next) &&
	    word_in(&next, titles_behind))
		s->end = w.end;
	return s->end > i && (!is_initial(&w) || s->end > w.end + 1);
}
