/*
 * scan_name_words.c - the words that announce a name, and those that are none.
 */
#include "scan_name.h"

/* Behind these the next word is a name, also in small letters. */
const char *const name_says[] = { "ik heet", "ik ben genaamd", "mijn naam is",
	"m'n naam is", "mn naam is", "me naam is", "mijne naam is",
	"mijn voornaam is", "mijn achternaam is", "ik hiet", "ik heet nu",
	"ik heet eigenlijk", "ik heet voluit", "ik heet gewoon", "my name is",
	"my name's", "my names", "i am called", "i'm called", "nazywam się",
	"nazywam sie", "mam na imię", "mam na imie", "na imię mi",
	"moje imię to", "benim adım", "adım", "adim", "ismim", "мене звати",
	"мене звуть", "моє ім'я", "мое имя", "меня зовут", "اسمي", "إسمي",
	"اسمى", "أسمي", NULL };

/* Likewise whose an account is; with dots. */
const char *const name_owns[] = { "t n v", "tnv", "op naam van", "ten name van",
	NULL };

/* Behind these if it has a capital. */
const char *const name_shows[] = { "ik ben", "heet", "heette", "heten",
	"noem me", "noemen me", "noemt me", "i am", "i'm", "naam", "genaamd",
	"hallo met", "hoi met", "dag met", "goedemorgen met", "goedemiddag met",
	"goedendag met", "spreekt met", "jestem", "імені", "звати", NULL };

/* Titles; those that are written short may have a dot. */
const char name_titles[] =
    " mevrouw mevr meneer heer juf juffrouw meester tante oom oma opa familie"
    " mw mvr dhr hr mr mrs ms miss mister drs fam zuster pater dokter pani pan"
    " panią panem pana пан пані пане пана السيد السيدة الأستاذ الأستاذة ";
const char name_short_titles[] =
    " mw mevr mvr dhr hr mr mrs ms dr drs ds prof fam ir ing ";

/* What somebody is to somebody. */
const char name_roles[] =
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

const char *const name_greets[] = { "hoi", "hallo", "hai", "hey", "beste",
	"lieve", "lief", "hoi lieve", "dag", "dear", "hi", "hello", "geachte",
	"drogi", "droga", "merhaba", "sevgili", "привіт", "шановний", "шановна",
	NULL };

/* What a letter ends with. Behind the first ones also in small letters. */
const char *const name_closes_small[] = { "groetjes", "groetjes van",
	"groeten van", "gr", "gr van", "grtjs", "grtz", "mvg", "liefs",
	"liefs van", "kusjes van", "vriendelijke groet", "vriendelijke groeten",
	"pozdrawiam", "saygılarımla", "selamlar", "повагою", "تحياتي", NULL };
const char *const name_closes[] = { "groetjes", "groetjes van", "groeten",
	"groeten van", "groet", "groet van", "gr", "gr van", "grtjs", "grtz",
	"mvg", "liefs", "liefs van", "kusjes", "kusjes van", "kus", "knuffel",
	"hoogachtend", "vriendelijke groet", "vriendelijke groeten", "regards",
	"greetings", "greetings from", "sincerely", "love", "love from",
	"pozdrawiam", "pozdrowienia", "saygılarımla", "selamlar", "sevgiler",
	"повагою", "вітаннями", "تحياتي", NULL };

/* Kisses at the end: then a capital. */
const char *const name_kisses[] = { "x", "xx", "xxx", "xxxx", NULL };

/* What stands behind a name: Ayşe hanım. */
const char name_titles_behind[] = " hanım hanim bey abla abi teyze ";

const char name_particles[] =
    " van de der den het 't ten ter te el al ben bin bint ibn abu la le du da"
    " dos di del von zu ould op in 's ";

/* No names, though one may stand there with a capital. */
const char name_common[] =
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
const char name_first_particles[] = " van de der den het 't ten ter te el al ";

const char name_articles[] = " de een die deze ene andere nieuwe vorige ";

/* Nor these, though nothing says so with a capital. */
const char name_plain[] =
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

/* Behind some also a name in small letters. */
const char *const *const scan_name_small_phrases[] = { name_says, name_owns,
	name_closes_small, NULL };
const char *const *const scan_name_phrases[] = { name_shows, name_greets,
	name_closes, name_kisses, NULL };
const char *const scan_name_titles[] = { name_titles, name_short_titles,
	name_roles, NULL };
