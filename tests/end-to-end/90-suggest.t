#!/usr/bin/perl
# 90-suggest.t - what people labelled makes the program better: it proposes
# terms, and a model of its own learns from it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $g = Gehoor->new(clock => 1792360800 + 14 * 3600);
my $d = $g->{dir};
$g->add_desk('raad', '{"council"}');
my $conf = $g->{conf};
my %terms = (taxi => '"taxi"', huis => '"tuin"');
sub configure {
	$g->{conf} = $conf . join '', (map {
	    "theme \"$_\" { label = {\"nl:Over $_\"} terms = {$terms{$_}} }\n"
	} sort keys %terms), @_;
	$g->at_desk('raad');
}
configure(<<'CONF');
framework "eigen" {
	title = {"nl:Onze punten"}
	point "weg" { title = {"nl:Op weg"} themes = {"taxi"} }
	point "leeg" { }
}
CONF

# Of the first kind all are about the taxi, of the second none is.
my @drives = map { "De chauffeur kwam $_, zei Jansen" } qw(weer niet vandaag
    gisteren nooit eindelijk);
my @stays = map { "Het eten kwam $_ op tafel, zei Jansen" } qw(koud warm laat
    vroeg samen alleen);
my @others = ('Ik wacht op de taxi', 'Mijn tuin is klein');
$g->start;
for (@drives, @stays, @others) {
	is $g->post('lijn', [text => $_])->{status}, 201, 'taken';
}
is $g->stop, 0, 'the daemon ends';

sub ran {
	my ($name, @args) = @_;
	my ($status, $out, $err) = $g->tool(@args);
	is $status, 0, $name or diag $err;
	return wantarray ? ($out, $err) : $out;
}
ran('ingest', 'ingest');
my %id = map { $_->{text} => $_->{id} } map { decode_json($_) } split /\n/,
    ran('the list', 'label', '--list', '--json', '--number', 100);
my @drive_ids = map { $id{$_} } grep { /chauffeur/ } sort keys %id;
my @stay_ids = map { $id{$_} } grep { /eten/ } sort keys %id;
is scalar @drive_ids, 6, 'six of a kind';

my ($out, $err) = ran('without labels', 'themes', 'suggest');
is $out, '', 'nothing is proposed';
like $err, qr/0 words from 0 labelled messages/, 'and it says why';

ran('four', 'label', @drive_ids[0 .. 3], '--themes', 'taxi');
ran('others', 'label', @stay_ids, '--themes', 'anders');
is((ran('four are too few', 'themes', 'suggest'))[0], '', 'nothing yet');
ran('the rest', 'label', @drive_ids[4, 5], '--themes', 'taxi');
($out, $err) = ran('with labels', 'themes', 'suggest');
like $out, qr/^# for the terms of theme "taxi":\n\t\t"chauffeur",\t# in 6 about it, in 0 others$/m,
    'a word that only those have';
unlike $out, qr/"huis"/, 'for no other theme';
unlike $out, qr/"(?:kwam|zei|het|de)"/, 'no word that all have';
unlike $out, qr/jansen|naam/i, 'no name';
is scalar(() = $out =~ /chauffeur/g), 1,
    'two words only where one is not enough';

# As a term it is known.
$out =~ /^\t\t("chauffeur"),/m or die;
$terms{taxi} .= ", $1";
configure();
($out, $err) = ran('copied into the configuration', 'ingest');
like $err, qr/reading everything again/, 'all messages are judged by it';
($out) = ran('again', 'themes', 'suggest');
unlike $out, qr/chauffeur/, 'it is not proposed again';

# A model of its own.
my @lines = map { encode_json({ text => $_, themes => [] }) . "\n" } map {
	("de tuin is $_", "het weer is $_") } 'a' .. 'j';
Gehoor::spew("$d/lines.jsonl", join '', @lines);
my ($status);
($status, $out, $err) = $g->tool('train', '-o', "$d/plain.model",
    "$d/lines.jsonl");
is $status, 0, 'a model without labels' or diag $err;
($status, $out, $err) = $g->tool('train', '--labels', '-o', "$d/own.model",
    "$d/lines.jsonl");
is $status, 0, 'a model with labels' or diag $err;
isnt Gehoor::slurp("$d/own.model"), Gehoor::slurp("$d/plain.model"),
    'and is another one';
$g->{top} .= "\ntheme_model = \"$d/own.model\"";
$g->write_conf;
($out, $err) = ran('with the new model', 'ingest');
like $err, qr/reading everything again/, 'all messages are judged by it';
unlike +(ran('once', 'ingest'))[1], qr/again/, 'once';
Gehoor::spew("$d/own.model", 'no model');
($status, $out, $err) = $g->tool('ingest');
is $status, 4, 'a file that is no model';
like $err, qr/own\.model: this is no model/, 'is named';

# What there is.
$g->{top} =~ s/\ntheme_model.*//;
configure("framework \"eigen\" { point \"weg\" { title = {\"nl:Op weg\"}" .
    " themes = {\"taxi\"} }\n point \"leeg\" { } }\n");
$out = ran('themes', 'themes');
like $out, qr/^taxi +Over taxi \(2 terms\)$/m, 'themes are listed';
like $out, qr/^  weg +Op weg: taxi$/m, 'points too';
like $out, qr/^  leeg +leeg \(no themes yet\)$/m, 'also those without themes';
($status, $out, $err) = $g->tool('themes', 'sugest');
is $status, 2, 'anything else is a slip';

done_testing;
