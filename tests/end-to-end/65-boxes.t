#!/usr/bin/perl
# 65-boxes.t - boxes of all kinds: an inspection with its questions, a table
# evening with a code and an end, one that closes while somebody writes; and
# all of it changed by editing a file and SIGHUP.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

my $end = 1795725000;    # 2026-11-26 21:30 in Amsterdam
my $g = Gehoor->new(clock => $end - 3600);
my $d = $g->{dir};
my $readers = $g->readers;
$g->{boxes} = <<"CONF";
box "lijn" {
	kind = line
	title = {"nl:Lijn van ongenoegen"}
	$readers
}
include("$d/boxes/*.conf")
CONF
mkdir "$d/boxes";
Gehoor::spew("$d/boxes/tafel.conf", <<"CONF");
box "tafel" {
	kind = table
	title = {"nl:Ouderavond De Dijk"}
	intro = {"nl:Wat heb je vanavond gehoord?"}
	closes = "2026-11-26 21:30"
	short_code = "4821"
	listed = false
	form_of_address = u
	$readers
}
CONF
Gehoor::spew("$d/boxes/inspectie.conf", <<"CONF");
box "inspectie" {
	kind = inspection
	title = {"nl:Hoe is het eten?"}
	target = {"nl:jongeren op een groep"}
	closes = "2026-12-31"
	$readers
	question "lekker" { type = scale label = {"nl:Hoe smaakt het?"} }
	question "samen" { type = choice label = {"nl:Eten jullie samen?"}
		option "ja" { label = {"nl:Ja"} }
		option "nee" { label = {"nl:Nee"} } }
	question "wat" { type = several label = {"nl:Wat wil je vaker?"}
		option "fruit" { label = {"nl:Fruit"} }
		option "rijst" { label = {"nl:Rijst"} } }
	question "kok" { label = {"nl:Wat wil je de kok zeggen?"} }
	question "regels" { label = {"nl:Welke regel kan weg?"} }
}
CONF
$g->write_conf;
$g->start;
sub get { $g->request('GET', $_[0]) }
my %form = ('Content-Type' => 'application/x-www-form-urlencoded');
sub send_to {
	my ($box, @fields) = @_;
	return $g->request('POST', "/nl/$box", headers => \%form,
	    body => Gehoor::form(@fields));
}

# The inspection.
my $form = get('/nl/inspectie')->{body};
like $form, qr/Voor: jongeren op een groep\./, 'an inspection says for whom';
like $form, qr/tot en met 31-12-2026/, 'and until when';
is scalar(() = $form =~ /name="q\.lekker"/g), 5, 'a scale has five steps';
like $form, qr{aria-hidden="true">&#128546;</span>heel slecht}, 'faces and words';
like $form, qr/<input type="checkbox" name="q\.wat" value="fruit"/, 'several';
unlike $form, qr/ required/, 'nothing is required by the browser';
my $r = send_to('inspectie', text => 'Te weinig groente', 'q.lekker' => 2,
    'q.samen' => 'ja', 'q.wat' => 'fruit', 'q.wat' => 'rijst', step => 'check');
like $r->{body}, qr{<dd>slecht</dd>}, 'the check page says a scale in words';
like $r->{body}, qr{<dd>Fruit</dd>\s*<dd>Rijst</dd>}, 'and all that were ticked';
$r = send_to('inspectie', text => 'Te weinig groente', 'q.lekker' => 2,
    'q.samen' => 'ja', 'q.wat' => 'fruit', 'q.wat' => 'rijst');
is $r->{status}, 200, 'and it is sent';
my ($record) = grep { $_->{box} eq 'inspectie' } $g->records;
is_deeply $record->{answers}, { lekker => ['2'], samen => ['ja'],
    wat => [qw(fruit rijst)] }, 'the answers are in the record'
    or diag explain $record;

# The table evening: by its code only.
unlike get('/nl/')->{body}, qr/tafel|4821/, 'the evening is not on the start page';
like get('/nl/')->{body}, qr{/nl/inspectie}, 'the inspection is';
my $short = get('/4821');
is $short->{status}, 200, 'the code on the poster is an address';
like $short->{body}, qr{action="/nl/tafel"}, 'of its form';
like $short->{body}, qr/Wat wilt u vertellen/, 'which addresses parents as "u"';
like $short->{body}, qr/26-11-2026, 21:30 uur/, 'and says when it ends';
is get('/4822')->{status}, 404, 'another code is none';
my $token = $g->token('tafel');

# It ends; who began in time is heard.
$g->clock($end);
$r = get('/nl/tafel');
is $r->{status}, 410, 'after the end';
like $r->{body}, qr{Hier kunt u niet meer schrijven.*26-11-2026.*href="/nl/lijn"}s,
    'it says so kindly, and where to go';
is get('/4821')->{status}, 410, 'by the code as well';
$r = send_to('tafel', text => 'Ik was al bezig', token => $token);
is $r->{status}, 200, 'who began in time is heard';
like $r->{body}, qr/uw code/, 'and addressed as before';
$r = send_to('tafel', text => "Te laat </textarea> \xc3\xa9", who => 'ouder',
    publish => 'report');
is $r->{status}, 410, 'who did not is told';
like $r->{body}, qr{Te laat &lt;/textarea&gt; \xc3\xa9</dd>}, 'with the text kept';
like $r->{body}, qr{<input type="hidden" name="text" value="Te laat &lt;/textarea&gt;},
    'to be taken along';
like $r->{body}, qr{formaction="/nl/lijn">Lijn van ongenoegen}, 'to another box';
$r = $g->request('POST', '/nl/tafel', headers => { %form,
    Accept => 'application/json' }, body => 'text=x');
is $r->{status}, 410, 'a program is told as well';
is $r->{body}, "{\"error\":\"closed\"}\n", 'in its words';
is scalar(grep { $_->{box} eq 'tafel' } $g->records), 1, 'one was stored';

# A box, a question, a text: by editing a file and SIGHUP.
sub reload {
	my ($pattern) = @_;
	$g->{said} = '';
	kill 'HUP', $g->{pid};
	return $g->until_said($pattern);
}
Gehoor::spew("$d/boxes/nieuw.conf", <<"CONF");
box "nieuw" {
	title = {"nl:Een nieuwe plek"}
	$readers
	question "extra" { label = {"nl:Nog iets?"} }
}
lang "nl" { story_label = "Wat wil je kwijt?" }
CONF
ok reload(qr/configuration read again/), 'a file more, and SIGHUP';
like get('/nl/nieuw')->{body}, qr/Een nieuwe plek.*Wat wil je kwijt\?.*Nog iets\?/s,
    'a box, a question, a text';
is send_to('nieuw', text => 'Eerste')->{status}, 200, 'which takes messages at once';
like get('/nl/')->{body}, qr{/nl/nieuw}, 'and is on the start page';
for my $wrong (
	['a text with a slip', 'lang "nl" { story_lable = "x" }',
	    qr/nieuw\.conf:1: .*story_lable.*story_label/],
	['a box nobody can read', "box \"leeg\" {\n}", qr/nieuw\.conf:1: .*leeg/],
	['a question without answers',
	    "box \"x\" { $readers question \"y\" { type = choice } }",
	    qr/nieuw\.conf:\d+: .*two options/],
	['a box that half is there', "box \"x\" {", qr/nieuw\.conf:\d+/]) {
	my ($what, $text, $pattern) = @$wrong;
	Gehoor::spew("$d/boxes/nieuw.conf", "$text\n");
	ok reload(qr/the old configuration stays: .*\n/), "$what: the old ones stay";
	like $g->{said}, $pattern, "$what: file and line are named";
	like get('/nl/nieuw')->{body}, qr/Wat wil je kwijt\?/, "$what: running on";
}
# A form that grew too long for a cheap phone is named before it starts.
Gehoor::spew("$d/boxes/nieuw.conf", "box \"lang\" {\n\t$readers\n\tintro = {\"nl:" .
    'Een heel lang verhaal vooraf. ' x 120 . "\"}\n}\n");
my ($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoord", '-c',
    "$d/gehoor.conf", '-n');
is $status, 0, '-n: a long form is no mistake';
like $err, qr/box lang: the form in language nl is \d+ bytes, \d+ compressed, over 8192/,
    'but is warned of';
unlike $err, qr/box lijn/, 'and only that one';

is $g->stop, 0, 'ends in order';
unlink "$d/boxes/nieuw.conf";
is(($g->tool('verify'))[0], 0, 'the log is whole');

done_testing;
