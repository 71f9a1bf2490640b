#!/usr/bin/perl
# 66-check.t - the check page: everything once more, a kind question where
# something might show who wrote it, and a button that takes it out.  It never
# refuses, and nothing typed is lost on the way.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

my $g = Gehoor->new(boxes => '');
my $readers = $g->readers;
$g->{boxes} = <<"CONF";
box "feedback" {
	title = {"nl:Vertel het ons"}
	$readers
	question "tip" { label = {"nl:Een tip?"} }
	question "keuze" { type = choice label = {"nl:Welke?"}
		option "a06123" { label = {"nl:Eerste"} }
		option "b" { label = {"nl:Tweede"} } }
}
lang "nl" { help_child = "06 87654321 | Onze lijn | Praat met iemand." }
CONF
$g->write_conf;
$g->start;
my %form = ('Content-Type' => 'application/x-www-form-urlencoded');
sub step {
	my ($step, @fields) = @_;
	return $g->request('POST', '/nl/feedback', headers => \%form,
	    body => Gehoor::form(@fields, step => $step));
}
sub unescape {
	my ($t) = @_;
	my %e = (lt => '<', gt => '>', amp => '&', quot => '"', '#39' => "'");
	$t =~ s/&(lt|gt|amp|quot|#39);/$e{$1}/g;
	return $t;
}
# The hidden fields of a check page, as a browser would send them on.
sub hidden {
	my ($body) = @_;
	my ($inside) = $body =~ m{<form id="f"(.*?)</form>}s;
	return map { unescape($_) }
	    $inside =~ /<input type="hidden" name="([^"]*)" value="([^"]*)">/gs;
}

my $plain = step('check', text => 'Niemand belt terug sinds 2024. 3 keer!');
is $plain->{status}, 200, 'a story that shows nobody';
unlike $plain->{body}, qr/value="clean"|misschien zien wie je bent/,
    'is not asked about';
is scalar $g->records, 0, 'nothing is stored by looking';

my %found = (
	'Bel me op 06-12345678 graag' => ['telefoonnummer', '06-12345678'],
	'mail naar jan.jansen@voorbeeld.nl' =>
	    ['mailadres', 'jan.jansen@voorbeeld.nl'],
	'mijn bsn is 111222333' => ['burgerservicenummer', '111222333'],
	'NL91 ABNA 0417 1643 00 is van mij' =>
	    ['rekeningnummer', 'NL91 ABNA 0417 1643 00'],
	'Ik woon op de Kerkstraat 12b.' => ['adres', 'Kerkstraat 12b'],
	'bij 3511 AB in de buurt' => ['postcode', '3511 AB'],
	'ik heet Fatima en ben 15' => ['naam', 'Fatima'],
);
for my $text (sort keys %found) {
	my ($kind, $what) = @{ $found{$text} };
	my $r = step('check', text => $text);
	like $r->{body}, qr{<li>$kind: <bdi>[^<]*\Q$what\E[^<]*</bdi></li>},
	    "asks about: $what" or diag $r->{body} =~ /<main.*<\/main>/s;
	like $r->{body}, qr/Het hoeft niet/, "$kind: and need not be answered";
	$r = step('clean', hidden($r->{body}));
	is $r->{status}, 200, "$kind: taken out at a button";
	like $r->{body}, qr/role="status">Het is weggehaald/, "$kind: says so";
	my %now = hidden($r->{body});
	unlike $now{text}, qr/\Q$what\E/, "$kind: is gone";
	like $now{text}, qr/\[$kind\]/, "$kind: with a word in its place";
	unlike $r->{body}, qr/value="clean"/, "$kind: nothing more is asked";
}

# In an answer as well; choices and help lines are left alone.
my @all = (token => $g->token('feedback'), text => "Lief \xf0\x9f\x98\x80 &amp; " .
    "<b>\r\nwij zijn het", 'q.tip' => 'bel 06 12345678 of 06 87654321, 112',
    'q.keuze' => 'a06123', who => 'ouder', publish => 'report',
    publish => 'read', leeg => '');
my $r = step('check', @all);
like $r->{body}, qr{<li>telefoonnummer: <bdi>06 12345678</bdi></li>\s*</ul>},
    'the answer to a question is looked at, and the help lines are nobody\'s';
my $clean = step('clean', hidden($r->{body}), token => $all[1]);
my @fields = hidden($clean->{body});
my %tip = @fields;
is $tip{'q.tip'}, 'bel [telefoonnummer] of 06 87654321, 112', 'only that is out';
is $tip{'q.keuze'}, 'a06123', 'a choice is no text';
is $tip{text}, "Lief \xf0\x9f\x98\x80 &amp; <b>\nwij zijn het",
    'everything else is as it was typed';
is scalar(grep { $_ eq 'publish' } @fields), 2, 'also what was ticked';
$r = step('send', @fields, token => $all[1]);
is $r->{status}, 200, 'then it is sent';
my ($record) = $g->records;
is_deeply $record->{answers}{tip}, ['bel [telefoonnummer] of 06 87654321, 112'],
    'without what was taken out';

# It is never a must.
$r = step('send', text => 'Ik heet Jan, bel 0612345678', token => $g->token('feedback'));
is $r->{status}, 200, 'who leaves it in is heard as well';
is scalar(grep { $_->{text} eq 'Ik heet Jan, bel 0612345678' } $g->records), 1,
    'as it was written';

# Very much of it: asked about briefly, taken out wholly.
$r = step('check', text => join ' ', map { "06 123456$_" } 10 .. 99);
is scalar(() = $r->{body} =~ /<bdi>/g), 8, 'a long list is cut';
for (1 .. 3) {
	$r = step('clean', hidden($r->{body}));
}
my %last = hidden($r->{body});
unlike $last{text}, qr/06 /, 'and all can be taken out';

# Pages with typed text are never compressed.
my $packed = $g->request('POST', '/nl/feedback', headers => { %form,
    'Accept-Encoding' => 'gzip' }, body => Gehoor::form(text => 'x', step => 'check'));
is $packed->{headers}{'content-encoding'}, undef, 'a page with typed text is not compressed';
for my $path (qw(/nl/ /nl/feedback /nl/privacy /nl/veilig /nl/niets)) {
	my $p = $g->request('GET', $path, headers => { 'Accept-Encoding' => 'br, gzip' });
	is $p->{headers}{'content-encoding'}, 'gzip', "$path is compressed";
	is $p->{headers}{vary}, 'Accept-Encoding', "$path says it depends";
	my $n = $g->request('GET', $path, headers => { 'Accept-Encoding' => 'gzip;q=0' });
	is $n->{headers}{'content-encoding'}, undef, "$path is not for who refuses";
	is $n->{headers}{vary}, 'Accept-Encoding', "$path says so as well";
	SKIP: {
		skip 'no IO::Uncompress', 1
		    unless eval { require IO::Uncompress::Gunzip };
		IO::Uncompress::Gunzip::gunzip(\$p->{body}, \my $out);
		s/(name="token" value=")[^"]*/$1/ for $out, $n->{body};
		is $out, $n->{body}, "$path unpacks to the same page";
	}
}
is $g->request('GET', '/nl/code', headers => { 'Accept-Encoding' => 'gzip' })
    ->{headers}{'content-encoding'}, undef, 'the page of a code is not';
is $g->stop, 0, 'ends in order';

done_testing;
