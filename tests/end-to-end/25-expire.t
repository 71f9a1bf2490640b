#!/usr/bin/perl
# 25-expire.t - messages go after their time: whole segments, with their keys;
# the counts and the hashes stay, and a rebuild still has them.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $WEEK = 7 * 24 * 3600;
my $start = 1792360800 + 14 * 3600;	# a Monday, week 43 of 2026
my $now = $start;
my $g = Gehoor->new(clock => $now,
    top => qq(regions = {"noord", "zuid"}\nrate = 100000\nburst = 100000));
my $d = $g->{dir};
$g->add_desk('raad');
(my $boxes = <<"CONF") =~ s/READERS/$g->readers/ge;
box "lijn" {
	kind = line
	title = {"nl:Lijn"}
	retention_weeks = 10
	rate = 100000
	burst = 100000
	READERS
}
CONF
$g->{boxes} = $boxes;
$g->at_desk('raad');

# Each session of the daemon is a segment.
sub session {
	my ($weeks, @messages) = @_;
	$now = $start + $weeks * $WEEK;
	$g->clock($now);
	$g->start;
	for (@messages) {
		$g->post('lijn', $_)->{status} == 201 or die;
	}
	$g->stop == 0 or die;
}

# In one quarter 30 from the north, and 3 from the south; one parent.
session(0, map { [text => "we wachten op een plek $_", region => 'noord',
    who => 'jongere'] } 1 .. 20);
session(1, (map { [text => "de begeleider luistert niet $_", region =>
    'noord', who => 'jongere'] } 1 .. 10),
    (map { [text => "het eten $_", region => 'zuid', who => 'ouder'] } 1 .. 3));
session(5, [text => 'later een verhaal', region => 'noord']);
session(9, [text => 'en nog een', region => 'noord']);
my ($status, $out, $err) = $g->tool('verify');
my ($root) = $out =~ /root (\w+)/;

($status, $out, $err) = $g->tool('ingest');
is $status, 0, 'ingest' or diag $err;
sub sql {
	my ($query) = @_;
	my ($rc, $rows) = Gehoor::run('sqlite3', "$d/gehoor.db", $query);
	return $rows;
}
# Answers to one that will go and to one that stays.
my %id = $g->ids('lijn');
Gehoor::spew("$d/antwoord", 'dank je wel');
for my $text ('het eten 2', 'en nog een') {
	($status, $out, $err) = $g->tool('reply', '--box', 'lijn', '--id',
	    $id{$text}{id}, '-f', "$d/antwoord");
	is $status, 0, "an answer to $text" or diag $err;
}
sub answers {
	return scalar(my @files = glob "$d/state/replies/new/*");
}
is answers(), 2, 'two answers';
($status, $out, $err) = $g->tool('expire');
is $status, 0, 'nothing is past its time';
is scalar(my @before = glob "$d/state/log/lijn/*.seg"), 4, 'four segments';

# Twelve weeks after the second segment was followed by the third.
$now = $start + 16 * $WEEK;
$g->clock($now);
($status, $out, $err) = $g->tool('expire', '-n');
like $err, qr/lijn: 33 messages up to segment 00000002 are past their 10/,
    'a dry run says what would go';
is scalar(@before = glob "$d/state/log/lijn/*.seg"), 4, 'and deletes nothing';
my $lock = $g->forget_lock;
for (['expire'], ['expire', '--apply']) {
	($status, $out, $err) = $g->tool(@$_);
	is $status, 4, "@$_: not while another one deletes";
	like $err, qr{another gehoor is erasing.*/state/log; try again},
	    'it says so';
}
is(($g->tool('expire', '-n'))[0], 0, 'who only looks is not in the way');
undef $lock;
# What an erasure left that was interrupted goes along.
my @left = qw(00000001.key.old 00000001.seg.old 00000002.key.new);
Gehoor::spew("$d/state/log/lijn/$_", 'x') for @left;
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'what was left is no damage';
like $err, qr/00000001\.key\.old: has what was to be erased/, 'but is told';
system('cp', "$d/gehoor.db", "$d/gehoor.db.before") == 0 or die;
($status, $out, $err) = $g->tool('expire');
is $status, 0, 'expire' or diag $err;
is_deeply [grep { -e "$d/state/log/lijn/$_" } @left], [], 'nothing is left';
is_deeply [map { s{.*/}{}r } glob "$d/state/log/lijn/*.{seg,key}"],
    [qw(00000003.seg 00000004.seg 00000003.key 00000004.key)],
    'two segments and their keys are gone';
is answers(), 1, 'and the answer to one of these messages';
is -s "$d/state/log/lijn/leaves", 35 * 32, 'the hashes stay';
like Gehoor::slurp("$d/state/log/lijn/expired"),
    qr/^gehoor expired v1\n.*segment 2\nsize 33\n/s, 'signed by the desk';
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify' or diag $err;
like $out, qr/root \Q$root/, 'the same tree';
like $err, qr/33 records before it were deleted after their time/, 'noted';
my ($line) = @{ $g->stat };
is $line->{expired}, 33, 'the sum line says expired';
is $line->{counted}, 2, 'and counted';
is $line->{tree_size}, 35, 'and adds up';

# What stays, and what was too few to stay apart.
my ($code, $csv) = Gehoor::run('sh', '-c', "command -v sqlite3");
SKIP: {
	skip 'sqlite3 is not here', 4 if $code != 0;
	is sql("SELECT sum(n) FROM tally WHERE dimension = 'total'"), "35\n",
	    'the total of all messages';
	is sql("SELECT sum(n) FROM tally WHERE region = 'zuid'"), "\n",
	    'no region of three';
	is sql("SELECT sum(n) FROM tally WHERE dimension = 'who' AND" .
	    " category = 'ouder'"), "\n", 'no parents, who were three';
	is sql("SELECT sum(n) FROM tally WHERE dimension = 'who' AND" .
	    " category = 'jongere'"), "30\n", 'the young people';
}

# Once more: nothing to do.  A rebuild gives the same.
my $canonical = JSON::PP->new->canonical;
my $stat = $canonical->encode($g->stat);
($status, $out, $err) = $g->tool('expire');
is $status, 0, 'again';
unlike $err, qr/new records/, 'the database is not made anew';
is(($g->tool('ingest', '--rebuild'))[0], 0, 'a rebuild');
is $canonical->encode($g->stat), $stat, 'gives the same';

# Killed when all was deleted, the database is of before: again makes it.
system('cp', "$d/gehoor.db.before", "$d/gehoor.db") == 0 or die;
is(($g->tool('expire'))[0], 0, 'with an older database');
is $canonical->encode($g->stat), $stat, 'it comes to the same';
is(($g->tool('report', '--period', '2026-Q4', '-o', "$d/verslag.html"))[0], 0,
    'a report over the quarter');

# A server without a reader: what is signed for goes there too.
ok !glob("$d/state/log/lijn/00000001.*"), 'nothing is left of the first';
my $other = "$d/server";
system('cp', '-a', "$d/state", $other) == 0 or die;
Gehoor::spew("$other/log/lijn/00000001.seg", 'x');
Gehoor::spew("$other/log/lijn/00000001.key", 'x');
my $conf = Gehoor::slurp("$d/gehoor.conf");
$conf =~ s{state = ".*?"}{state = "$other"};
Gehoor::spew("$d/server.conf", $conf);
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoor", '-c',
    "$d/server.conf", 'expire', '--apply');
is $status, 0, 'expire --apply' or diag $err;
ok !-e "$other/log/lijn/00000001.key", 'the key is gone there';
ok !-e "$other/log/lijn/00000001.seg", 'and the segment';

# The daemon goes on, knows no tag of what is gone, and its log is whole.
$g->start;
is $g->post('lijn', [text => 'verder'])->{status}, 201, 'it collects';
is $g->stop, 0, 'it ends in order';
is(($g->tool('verify'))[0], 0, 'and verifies');

# Without the entry a missing beginning is what it looks like.
unlink "$d/state/log/lijn/expired";
($status, $out, $err) = $g->tool('verify');
is $status, 3, 'without the entry: damage';
like $err, qr/segments 00000001 to 00000002 are missing/, 'it says so';

done_testing;
