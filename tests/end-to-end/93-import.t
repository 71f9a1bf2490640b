#!/usr/bin/perl
# 93-import.t - a file of table notes goes into the log of the desk: looked at
# first, all of it or nothing, once however often; and every command that
# reads logs knows it.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Encode qw(encode_utf8);
use File::Path qw(make_path);
use Gehoor;
use JSON::PP;
use Test::More;

my $now = 1792360800 + 14 * 3600;	# in week 2026-W42
my $g = Gehoor->new(clock => $now, top => 'regions = {"noord", "zuid"}');
my $d = $g->{dir};
$g->add_desk(raad => '{"council"}');
$g->add_desk(kwaliteit => '{"quality"}');
$g->write_conf;
my $csv = "$d/notities.csv";

sub spew_csv {
	my ($text, $name) = @_;
	Gehoor::spew($name // $csv, encode_utf8($text));
}

sub import_csv {
	return $g->tool('import', '--box', 'lijn', @_, $csv);
}

sub cat {
	my ($status, $out, $err) = $g->tool('cat', '--box', 'lijn');
	is $status, 0, 'cat' or diag $err;
	return map { decode_json($_) } split /\n/, $out;
}

spew_csv(<<"CSV");
Datum;Tekst;Regio;Wie;Zaal
12-10-2026;"Altijd een ander; ""weer"" iemand";Noord;jongere;1
2026-10-13;Wij worden niet gebeld 😡;zuid;Ouder;1
2026-W41;"=1+1 is
geen antwoord";;;2
12-10-2026;Dank je wel;NOORD;pleegouder;2
12-10-2026;Dank je wel;NOORD;pleegouder;2
CSV

# ---- before anything is done ------------------------------------------------
my ($status, $out, $err) = import_csv('--yes');
is $status, 4, 'not without the key of a desk';
like $err, qr/desk_key is not set.*gehoor keygen --desk/, 'it says how';
$g->at_desk('raad');
($status, $out, $err) = import_csv();
is $status, 2, 'not without a terminal';
like $err, qr/--yes does not ask/, 'it says how';
for my $case (
    [[], qr/--box says/, 'no box'],
    [['--box', 'wolk'], qr/no box wolk/, 'another box'],
    [['--box', 'lijn', '--channel', 'sms'], qr/not table, paper or via/,
	'a channel of the server'],
    [['--box', 'lijn', '--region', 'oost'], qr/oost; there are: noord, zuid/,
	'a region that is none'],
    [['--box', 'lijn', '--lang', 'xx'], qr/no xx; there are: nl/,
	'a language that is none'],
    [['--box', 'lijn', '--week', '2027-W01'], qr/future/, 'a later week']) {
	my ($args, $words, $name) = @$case;
	($status, $out, $err) = $g->tool('import', @$args, '--yes', $csv);
	is $status, 2, "$name: usage";
	like $err, $words, "$name: said";
}

($status, $out, $err) = import_csv('-n');
is $status, 0, 'a dry run' or diag $err;
like $out, qr/UTF-8, separated by semicolons/, 'says what the file is';
like $out, qr/column 1 "Datum": week\n.*column 5 "Zaal": not taken/s,
    'and what goes where';
like $out, qr/row 2 \(line 2\): 2026-W42 paper region=noord who=jongere/,
    'and the first rows, with a week for a date';
like $out, qr/rows: 5 to take, 0 already there, 0 rejected/, 'and counts';
ok !-e "$d/state/import", 'and does nothing';

# ---- taken, once ------------------------------------------------------------
($status, $out, $err) = import_csv('--yes', '--channel', 'table');
is $status, 0, 'imported' or diag $err;
like $err, qr{raad/lijn: 5 taken, 0 were already there}, 'said';
my $log = "$d/state/import/raad.lijn";
ok -e "$log/00000001.seg", 'its log';
my @records = cat();
is_deeply [map { [@$_{qw(week channel text region who)}] } @records],
    [['2026-W42', 'table', 'Altijd een ander; "weer" iemand', 'noord',
	'jongere'],
    ['2026-W42', 'table', 'Wij worden niet gebeld 😡', 'zuid', 'ouder'],
    ['2026-W41', 'table', "=1+1 is\ngeen antwoord", undef, undef],
    (['2026-W42', 'table', 'Dank je wel', 'noord', 'pleegouder']) x 2],
    'its messages: a week and no day, two people who said the same';
is scalar(grep { $_->{box} ne 'lijn' || $_->{lang} ne 'nl' } @records), 0,
    'box and language';
is scalar(() = Gehoor::slurp("$log/00000001.seg") =~ /gebeld/), 0, 'sealed';

($status, $out, $err) = import_csv('--yes', '--channel', 'table');
is $status, 0, 'imported again';
like $out, qr/rows: 0 to take, 5 already there/, 'nothing to take';
is scalar(cat()), 5, 'counts once';
open my $more, '>>', $csv or die $!;
print $more "13-10-2026;Nog iets;zuid;;3\n";
close $more;
($status, $out, $err) = import_csv('--yes', '--channel', 'table');
like $err, qr/: 1 taken, 5 were already there/, 'what is new only';

# ---- rows that are wrong ----------------------------------------------------
spew_csv(<<"CSV");
Datum;Tekst;Regio
30-02-2026;geen dag;noord
12-10-26;twee cijfers;noord
46000;een getal;noord
12-10-2026;elders;Oost
12-10-2026;elders;Oost
12-10-2027;later;zuid
12-10-2026;  ;zuid
12-10-2026;te weinig
;;
13-10-2026 14:35;Goed;ZUID
CSV
($status, $out, $err) = import_csv('-n');
is $status, 1, 'rows that are wrong: a check that failed';
like $out, qr/rows: 1 to take, 0 already there, 8 rejected, 1 empty/, 'counted';
like $out, qr/region "Oost" \(2 times\) is not known; there are: noord, zuid/,
    'unknown names beside the known ones';
ok !-e "$d/notities.rejected.csv", 'a dry run writes nothing';
($status, $out, $err) = import_csv('--yes');
is $status, 1, 'imported, all but those';
like $err, qr/8 rows were rejected: .*notities\.rejected\.csv/, 'it says where';
my $rejected = Gehoor::slurp("$d/notities.rejected.csv");
is +(stat "$d/notities.rejected.csv")[2] & 07777, 0600, 'for nobody else';
like $rejected, qr/\A\xef\xbb\xbfDatum;Tekst;Regio;gehoor_row;gehoor_reason\r\n/,
    'the head, with two columns more';
for (qr/^30-02-2026;"geen dag";noord;2;"column 1 \(week\) month 2 has no day 30"/m,
    qr/;3;"column 1 \(week\) has a year of two digits/,
    qr/;4;"column 1 \(week\) is a number, as a spreadsheet/,
    qr/^12-10-2026;elders;Oost;5;"column 3 \(region\) is none of: noord, zuid"/m,
    qr/;7;"column 1 \(week\) is in the future"/,
    qr/;8;"column 2 \(text\) is empty"/,
    qr/;9;"has 2 columns where the head has 3/) {
	like $rejected, $_, 'a row and why';
}
is((cat())[-1]{week}, '2026-W42', 'a time behind a day is passed over');
($status, $out, $err) = import_csv('--yes');
is $status, 4, 'not over what was rejected before';
like $err, qr/is there already, with rows of before/, 'it says so';

# Put right and imported, with one still wrong.
$rejected =~ s/Oost/noord/g;
$rejected =~ s/46000/12-10-2026/;
Gehoor::spew("$d/notities.rejected.csv", $rejected);
my $n = cat();
($status, $out, $err) = $g->tool('import', '--box', 'lijn', '--yes',
    "$d/notities.rejected.csv");
is $status, 1, 'what was put right' or diag $err;
is cat() - $n, 4, 'is taken';
like Gehoor::slurp("$d/notities.rejected.rejected.csv"),
    qr/\A\xef\xbb\xbfDatum;Tekst;Regio;gehoor_row;gehoor_reason\r\n/,
    'the rest again, with two columns more and not four';

# ---- every command knows it -------------------------------------------------
$n = cat();
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify' or diag $err;
like $out, qr{^raad/lijn: in order, \d+ segments, $n records}m, 'in order';
($status, $out, $err) = $g->tool('ingest');
is $status, 0, 'ingest' or diag $err;
my ($line) = grep { $_->{box} eq 'raad/lijn' } @{ $g->stat };
is $line->{tree_size}, $n, 'stat has it';
is $line->{counted}, $n, 'all count';
is(($g->tool('report', '--period', '2026-Q4', '-o', "$d/r.html"))[0], 0,
    'a report');

my %at = $g->ids('lijn');
($status, $out, $err) = $g->tool('erase', 'raad/lijn',
    $at{'Nog iets'}{index}, '--reason', 'op verzoek', '--yes',
    '--second-key', "$d/kwaliteit.key");
is $status, 0, 'erase' or diag $err;
is scalar(grep { $_->{text} eq 'Nog iets' } cat()), 0, 'gone';
is(($g->tool('verify'))[0], 0, 'and all is in order');
($line) = grep { $_->{box} eq 'raad/lijn' } @{ $g->stat };
is $line->{erased}, 1, 'the sum has it';

($status, $out, $err) = $g->tool('backup', '--keys', "$d/keys", "$d/backup");
is $status, 0, 'backup' or diag $err;
ok -e "$d/backup/import/raad.lijn/00000001.seg", 'it is in there';
rename "$d/state", "$d/before" or die $!;
mkdir "$d/state" or die $!;
($status, $out, $err) = $g->tool('restore', '--keys', "$d/keys",
    '--nothing-kept', '--copy', "$d/backup");
is $status, 0, 'restore' or diag $err;
is cat(), $n - 1, 'all of it is back';
spew_csv("datum,tekst\n2026-10-12,Na de terugkeer\n");
($status, $out, $err) = import_csv('--yes');
is $status, 0, 'it goes on' or diag $err;
is(($g->tool('verify'))[0], 0, 'in order');
is(($g->tool('ingest', '--rebuild'))[0], 0, 'ingest');

# A week later a checkpoint is signed, and a witness keeps it.
$g->clock($now + 8 * 86400);
spew_csv("datum,tekst\n2026-10-20,Een week later\n");
is((import_csv('--yes'))[0], 0, 'a week later');
ok -e "$log/checkpoint", 'a checkpoint';
is(($g->tool('verify'))[0], 0, 'which it is held to');

# Past its time all of it goes: what was restored from a backup first, and then
# what came after that.
my $tally = sub { return (Gehoor::run('sqlite3', "$d/gehoor.db",
    "SELECT sum(n) FROM tally WHERE dimension = 'total'"))[1] };
$g->clock($now + 86400 * 7 * 120);
is(($g->tool('ingest', '--rebuild'))[0], 0, 'ingest');
($line) = grep { $_->{box} eq 'raad/lijn' } @{ $g->stat };
my $had = $tally->();
for ('what is older', 'what is newer') {
	($status, $out, $err) = $g->tool('expire');
	is $status, 0, "expire $_" or diag $err;
	like $err, qr{raad/lijn: \d+ messages up to segment}, 'it goes';
}
is cat(), 0, 'nothing is left';
is(($g->tool('verify'))[0], 0, 'in order');
is(($g->tool('ingest', '--rebuild'))[0], 0, 'ingest');
my ($after) = grep { $_->{box} eq 'raad/lijn' } @{ $g->stat };
is $after->{expired}, $line->{tree_size}, 'it adds up';
is $after->{counted}, 0, 'to nothing that counts';
is $tally->(), $had, 'and the counts of their quarters are there';

# A server that is called like the desk would be taken for it.
my $top = $g->{top};
make_path("$d/before/log/lijn");
$g->{top} .= "\nlogs = {\"raad:$d/before\"}";
$g->write_conf;
($status, $out, $err) = $g->tool('verify');
is $status, 4, 'a server with the name of a desk';
like $err, qr/a server of logs and a desk are both called raad/, 'is refused';
$g->{top} = $top;
$g->write_conf;

# Somebody else's directory is not taken for a log.
make_path("$d/state/import/vreemd.lijn");
($status, $out, $err) = $g->tool('verify');
is $status, 4, 'of a desk that is not known';
like $err, qr{import/vreemd\.lijn is of a desk that is not in}, 'it says so';

# ---- past its time it goes, also if nothing was imported since --------------
$g = Gehoor->new(clock => $now);
$d = $g->{dir};
$csv = "$d/notities.csv";
$g->add_desk(raad => '{"council"}');
$g->at_desk('raad');
spew_csv("datum,tekst\n2026-10-12,Wachten\n2026-10-13,Nog steeds wachten\n");
is((import_csv('--yes'))[0], 0, 'imported where there is nothing else');
is(($g->tool('ingest'))[0], 0, 'ingest');
my $sworn = "$d/state/import/raad.lijn/checkpoint";
is(($g->tool('expire'))[0], 0, 'expire in the same week');
ok !-e $sworn, 'swears to nothing yet';
$g->clock($now + 86400 * 8);
is(($g->tool('expire', '-n'))[0], 0, 'a week later');
ok !-e $sworn, 'who only looks signs nothing';
is(($g->tool('expire'))[0], 0, 'expire');
ok -e $sworn, 'a checkpoint, though nothing was imported since';
like +($g->tool('verify'))[1],
    qr{^raad/lijn: in order, .*, the last of 2 records}m, 'of all there is';
is(($g->tool('expire'))[0], 0, 'once more');
is scalar(my @segments = glob "$d/state/import/raad.lijn/*.seg"), 3,
    'there is nothing to swear to again';
$g->clock($now + 86400 * 7 * 104);
is(($g->tool('expire'))[0], 0, 'not yet');
is cat(), 2, 'all there';
$g->clock($now + 86400 * 7 * 105);
($status, $out, $err) = $g->tool('expire');
is $status, 0, 'expire' or diag $err;
like $err, qr{raad/lijn: 2 messages up to segment 00000001 are past}, 'said';
is cat(), 0, 'gone';
is(($g->tool('verify'))[0], 0, 'in order');
is_deeply [@{ $g->stat->[0] }{qw(tree_size counted expired)}], [2, 0, 2],
    'it adds up';

done_testing;
