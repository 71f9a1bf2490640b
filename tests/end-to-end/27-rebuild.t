#!/usr/bin/perl
# 27-rebuild.t - a database that grew with the logs, and one made from the
# same logs at once, are the same, whatever was done to the messages between.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $WEEK = 7 * 24 * 3600;
my $start = 1792360800 + 14 * 3600;	# a Monday, week 43 of 2026
my $g = Gehoor->new(clock => $start, top => 'regions = {"noord", "zuid"}');
my $d = $g->{dir};
$g->add_desk(@$_)
    for ['raad', '{"council"}'], ['kwaliteit', '{"quality"}'];
$g->{conf} .= <<'CONF';
theme "wachten" {
	label = {"nl:Wachten"}
	need = {"nl:Vlugger."}
	terms = {"wacht*"}
}
framework "eigen" {
	point "op-tijd" { themes = {"wachten"} }
}
CONF
$g->{boxes} = join '', map { <<"CONF" } 'lijn', 'feedback';
box "$_" {
	kind = line
	title = {"nl:Lijn"}
	retention_weeks = 10
	rate = 100000
	burst = 100000
	@{[$g->readers]}
}
CONF

sub ran {
	my ($name, @args) = @_;
	my ($status, $out, $err) = $g->tool(@args);
	is $status, 0, $name or diag $err;
	return $out;
}

sub dump_of { return Gehoor::dump_of("$d/gehoor.db") // die 'sqlite3' }

# As it grew, and as it is made at once.
sub same {
	my ($name, @tables) = @_;
	ran("$name: ingest", 'ingest');
	my $grown = dump_of();
	ran("$name: rebuild", 'ingest', '--rebuild');
	my $made = dump_of();
	ok $made eq $grown, "$name: a rebuild gives the same" or do {
		Gehoor::spew("$d/grown", $grown);
		Gehoor::spew("$d/made", $made);
		diag((Gehoor::run('diff', "$d/grown", "$d/made"))[1]);
	};
	like $made, qr/^INSERT INTO $_ /m, "$name: with rows of $_" for @tables;
	my %sum = map { ($_->{box} => $_) } @{ $g->stat };
	for my $box (sort keys %sum) {
		my $n = $sum{$box}{tree_size};
		$n -= $sum{$box}{$_}
		    for grep { !/^(?:box|tree_size)$/ } keys %{ $sum{$box} };
		is $n, 0, "$name: $box adds up";
	}
	return $sum{lijn};
}

# A session of the daemon in that week: a segment for each box.
my %code;
sub session {
	my ($week, @todo) = @_;
	$g->clock($start + $week * $WEEK);
	$g->start;
	$_->() for @todo;
	$g->stop == 0 or die;
}

sub messages {
	my ($box, $region, @texts) = @_;
	return map { my $text = $_; sub {
		my $r = $g->post($box, [text => $text, region => $region]);
		die unless $r->{status} == 201;
		$code{$text} = decode_json($r->{body})->{code};
	} } @texts;
}

sub addition {
	my ($to, $text) = @_;
	return sub {
		my $r = $g->request('POST', '/nl/code', body => Gehoor::form(
		    code => $code{$to}, step => 'add', text => $text),
		    headers => { 'Content-Type' =>
		    'application/x-www-form-urlencoded' });
		die unless $r->{status} =~ /^20/;
	};
}

sub answer {
	my ($desk, $text, $words) = @_;
	my ($m) = grep { $_->{record}{text} eq $text }
	    map { decode_json($_) } split /\n/, ($g->tool('cat', '--ids'))[1];
	$g->at_desk($desk);
	Gehoor::spew("$d/antwoord.txt", $words);
	ran("$desk answers", 'reply', '--box', $m->{record}{box}, '--id',
	    $m->{id}, '-f', "$d/antwoord.txt");
	return $m;
}

# The database of another machine with the same logs, from before.
sub copy_database {
	system('cp', '-p', "$d/gehoor.db", "$d/other.db") == 0 or die;
}

# That one is told what it lacks, until it is made again.
sub elsewhere {
	my ($words) = @_;
	my @tool = ("$Gehoor::BUILD/test/gehoor", '-c', "$d/other.conf", '-k',
	    "$d/reader1.key", 'ingest');
	my $conf = Gehoor::slurp("$d/gehoor.conf");
	$conf =~ s/gehoor\.db/other.db/;
	Gehoor::spew("$d/other.conf", $conf);
	for (1, 2) {
		my ($status, $out, $err) = Gehoor::run(@tool);
		is $status, 0, 'ingest elsewhere' or diag $err;
		like $err, $words, 'says what it lacks';
	}
	my ($status, $out, $err) = Gehoor::run(@tool, '--rebuild');
	unlike $err, $words, 'nothing, once it is made again';
	($status, $out, $err) = Gehoor::run(@tool);
	unlike $err, $words, 'nor later';
}

$g->at_desk('raad');
session(0, messages('lijn', 'noord', map { "we wachten $_" } 1 .. 25),
    messages('feedback', 'zuid', 'goed geholpen', 'te lang gewacht'));
ran('a first ingest', 'ingest');
session(1, messages('lijn', 'zuid', map { "het eten $_" } 1 .. 4),
    addition('we wachten 1', 'nog steeds'),
    addition('goed geholpen', 'en vriendelijk'));
same('messages and additions', qw(message sum));

answer('raad', 'goed geholpen', 'fijn');
answer('kwaliteit', 'te lang gewacht', 'we kijken ernaar');
same('two desks that answer', 'desk_event');
answer('kwaliteit', 'goed geholpen', 'mooi');
session(12, messages('lijn', 'noord', 'later', 'nog later'),
    messages('feedback', 'noord', 'weg hiermee', 'blijft'));
same('another week, checkpoints', 'checkpoint');

# Erased, then more of everything on top.
my $m = answer('raad', 'weg hiermee', 'we halen het weg');
copy_database();
ran('erase', 'erase', 'feedback', $m->{index}, '--reason', 'op verzoek',
    '--yes', '--second-key', "$d/kwaliteit.key");
elsewhere(qr/feedback: messages were erased since/);
my $grown = dump_of();
ran('rebuild', 'ingest', '--rebuild');
ok dump_of() eq $grown, 'erase leaves what a rebuild gives';
session(13, messages('feedback', 'zuid', 'daarna'),
    addition('later', 'nog dit'));
answer('kwaliteit', 'daarna', 'dank');
same('after an erasure');

# Expired, and the same again.
$g->at_desk('raad');
$g->clock($start + 25 * $WEEK);
copy_database();
ran('expire', 'expire');
elsewhere(qr/lijn: messages were deleted after their time since/);
$grown = dump_of();
ran('rebuild', 'ingest', '--rebuild');
ok dump_of() eq $grown, 'expire leaves what a rebuild gives';
session(25, messages('lijn', 'noord', 'heel veel later'),
    messages('feedback', 'zuid', 'ook hier'), addition('daarna', 'en dit'));
answer('kwaliteit', 'ook hier', 'dank');
my $lijn = same('after an expiry', 'tally');
like dump_of(), qr/INSERT INTO tally VALUES\(\d+,'lijn','noord','$_',25\)/,
    "$_ outlives its messages"
    for "theme','wachten", "point','op-tijd";
is $lijn->{expired}, 32, 'the weeks up to the second last were expired';
done_testing;
