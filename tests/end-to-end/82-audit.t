#!/usr/bin/perl
# 82-audit.t - the attacker on the command line: what the export prints is
# not found out, alone and together; what a careless table prints is.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $now = 1_788_000_000;	# in week 2026-W35
my $week = 7 * 24 * 3600;
my $g = Gehoor->new(clock => $now - 50 * $week,
    top => 'regions = {"noord", "zuid", "west"}');
my $tool = "$Gehoor::BUILD/test/gehoor";
my $head = "period,box,region,dimension,category,measure,value,status\r\n";

sub audit {
	return Gehoor::run($tool, 'audit', @_);
}

sub file {
	my ($name, @rows) = @_;
	Gehoor::spew("$g->{dir}/$name", $head . join '', map { "$_\r\n" } @rows);
	return "$g->{dir}/$name";
}

# ---- what people print by hand ------------------------------------------------

my @regions = ('2026-Q3,,,theme,wachten,messages,,under5',
    map { "2026-Q3,,$_,theme,wachten,messages,,under5" } 'a' .. 'd');
my $total = '2026-Q3,,,total,,messages,100,shown';
my @totals = map { "2026-Q3,,$_,total,,messages,25,shown" } 'a' .. 'd';
my $careless = file('careless.csv', $total, @totals, @regions);
my ($status, $out, $err) = audit($careless);
is $status, 1, 'four regions of 1 to 4, and together 1 to 4: found out';
like $out, qr/careless\.csv: row 8: 2026-Q3 a theme wachten: is found out: it is 1\n/,
    'says which figure of which row, and what it is';
like $out, qr/10 figures, 5 bounded, 5 found out/, 'and how many';
is((audit($careless))[1], $out, 'twice the same');
($status, $out) = audit('--json', $careless);
is $status, 1, '--json has the same exit status';
my $json = JSON::PP->new->utf8->decode($out);
is_deeply [@{ $json->{bounds}[1] }{qw(row region least most found)}],
    [8, 'a', 1, 1, JSON::PP::true], 'and the bounds';

my @year = map { "$_,,,theme,wachten,messages,,under5" } '2026',
    map { "2026-Q$_" } 1 .. 4;
my $first = file('first.csv', @year[0 .. 2]);
my $second = file('second.csv', @year[3 .. 4]);
is((audit($first))[0], 0, 'two quarters and their year: nothing follows');
($status, $out) = audit($first, $second);
is $status, 1, 'with the other two, from another file: found out';
like $out, qr/second\.csv: row 2: 2026-Q3 theme wachten/, 'in that file too';

# ---- what cannot be read -------------------------------------------------------

is((audit())[0], 2, 'no file is a wrong use');
($status, undef, $err) = audit("$g->{dir}/none.csv");
is $status, 4, 'a file that is not there';
($status, undef, $err) = audit(file('exact.csv',
    '2026-Q3,,,total,,messages,47,shown'));
is $status, 3, 'a figure that is not rounded is not of ours';
like $err, qr/exact\.csv: row 2: the value is not rounded/, 'says where';
($status, undef, $err) = audit(file('a.csv', $total), file('b.csv',
    $total =~ s/100/200/r));
is $status, 3, 'figures that contradict each other';
like $err, qr/contradict/, 'says so';

# ---- what gehoor prints ---------------------------------------------------------

my @texts = ('Mijn jeugdbeschermer belt nooit terug', 'Al 8 maanden wachten',
    'Wat er in het rapport staat klopt niet', 'Weer een nieuwe voogd',
    'Niemand luistert naar mij', 'Gewoon een bericht',
    'Ik voel me niet veilig op de groep');
my ($sent, $taken) = (0, 0);
$g->start;
for my $i (0 .. 139) {
	my $box = $sent % 4 ? 'feedback' : 'lijn';
	$g->clock($now - (50 - 10 * ($i % 5)) * $week);
	my $token = $g->token($box);
	$g->clock($now - (50 - 10 * ($i % 5)) * $week + 60);
	my $r = $g->post($box, [text => $texts[$sent * $sent % @texts] . " $i",
	    wish => 'none', leeg => '', token => $token,
	    who => ('jongere', 'ouder', 'ouder')[$i % 3],
	    region => ('noord', 'zuid', 'west', '')[$i % 7 % 4]]);
	$sent++;
	$taken += $r->{status} == 201;
}
is $taken, 140, 'messages of a year';
is $g->stop, 0, 'the daemon ends in order';
($status, undef, $err) = $g->tool('ingest');
is $status, 0, 'ingest' or diag $err;

# ---- what was released stays as it was -----------------------------------------

my @quarter = ('export', '--period', '2026-Q1');
($status, undef, $err) = $g->tool(@quarter, '--release');
is $status, 0, 'figures are released' or diag $err;
my (undef, $printed) = $g->tool(@quarter);
ok -s "$g->{dir}/state/released/2026-Q1.csv", 'and written down';
$g->clock($now);
($status, undef, $err) = $g->tool('export', '--period', '2026-Q3',
    '--release');
like $err, qr/--release: the period is not over/, 'a period must be over';
is((audit("$g->{dir}/state/released/2026-Q1.csv"))[0], 0,
    'all that was released at once: nothing is found out');
is((($g->tool(@quarter, '--release'))[1]), $printed, 'twice is once');

my @files;
for my $period ('2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3', '2025',
    '2026') {
	for my $scope ([], (map { ['--box', $_] } qw(lijn feedback)),
	    (map { ['--region', $_] } qw(noord zuid west))) {
		push @files, join('-', "$g->{dir}/$period", @$scope) . '.csv';
		my ($status, undef, $err) = $g->tool('export', '--period',
		    $period, '-o', $files[-1], '--dialect',
		    @files % 2 ? 'rfc4180' : 'excel-nl', @$scope);
		is $status, 0, "export of $period @$scope" or diag $err;
	}
}
($status, $out, $err) = audit(@files);
is $status, 0, 'all of them together: nothing is found out'
    or diag $out, $err;
like $out, qr/^\d+ figures, [1-9]\d* bounded, 0 found out\n\z/,
    'says how many were held back';
($status, undef, $err) = $g->tool('export', '--box', 'lijn', '--region',
    'noord');
is $status, 2, 'no figures of one box in one region';
done_testing;
