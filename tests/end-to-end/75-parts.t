#!/usr/bin/perl
# 75-parts.t - long text messages in parts, and text messages that may be
# repeats: what counts, once, in one run or in many.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my ($g, $d);
my $canonical = JSON::PP->new->canonical->utf8;

sub installation {
	my (%o) = @_;
	$g = Gehoor->new(%o);
	$d = $g->{dir};
	$g->{conf} = join '', map { <<"CONF" } qw(wachten eten samen);
theme "$_" {
	label = {"nl:$_"}
	need = {"nl:Beter."}
	terms = {"@{[{ samen => 'hele pleeggezin', wachten => 'wacht*' }->{$_} // "$_*"]}"}
}
CONF
	$g->write_conf;
}

# Records as a session of the daemon would write them.
sub session {
	my ($week, @records) = @_;
	Gehoor::spew("$d/records", join '', map {
		$canonical->encode({ v => 1, box => 'lijn', week => $week,
		    channel => 'sms', lang => 'nl', %$_ }) . "\n" } @records);
	system("$Gehoor::BUILD/tests/end-to-end/write_log " .
	    "$d/gehoor.conf lijn $week <$d/records") == 0 or die;
}

my $sent = 0;
sub sms {
	my ($text, %o) = @_;
	return { text => $text, dedup => sprintf('%08x', ++$sent), %o };
}

sub part {
	my ($ref, $n, $of, $text, %o) = @_;
	my $before = delete $o{before};
	return sms($text, part => { ref => $ref, n => $n, of => $of,
	    $before ? (before => $before) : () }, %o);
}

my $said;
sub ingest {
	my ($name, @args) = @_;
	my ($status, $out, $err) = $g->tool('ingest', @args);
	is $status, 0, "$name: ingest" or diag $err;
	$said = $err;
	return $out;
}

sub rows {
	my ($sql) = @_;
	my ($status, $out) = Gehoor::run('sqlite3', "$d/gehoor.db", $sql);
	die $sql if $status;
	return join ' ', split /\n/, $out;
}

sub again {
	my $note = 'parts of one text message came in two runs: ' .
	    'reading everything again';
	return scalar(() = $said =~ /^gehoor: $note$/gm);
}

# The sum line, as "counted continuations duplicates quarantined".
sub sum {
	my ($line) = grep { $_->{box} eq 'lijn' } @{ $g->stat };
	my $n = $line->{tree_size};
	$n -= $line->{$_} for grep { !/^(?:box|tree_size)$/ } keys %$line;
	is $n, 0, 'adds up';
	return join ' ',
	    map { $line->{$_} } qw(counted continuations duplicates quarantined);
}

# As it is now, and as it is made at once.
sub same {
	my ($name) = @_;
	my $grown = Gehoor::dump_of("$d/gehoor.db");
	ingest("$name, rebuild", '--rebuild');
	is again(), 0, "$name: a rebuild is one";
	my $made = Gehoor::dump_of("$d/gehoor.db");
	ok $made eq $grown, "$name: a rebuild gives the same" or do {
		Gehoor::spew("$d/grown", $grown);
		Gehoor::spew("$d/made", $made);
		diag((Gehoor::run('diff', "$d/grown", "$d/made"))[1]);
	};
	like $made, qr/^INSERT INTO message /m, "$name: there are rows";
	like $made, qr/^INSERT INTO words /m, "$name: and what they say";
}

# What is only in the joined text is found there, whatever the order.
installation();
my @text = ('het hele plee', 'ggezin wacht', 'te op het eten');
my $i = 0;
for my $order (map { [split //] } qw(123 132 213 231 312 321)) {
	my $ref = sprintf 'a%d', $i++;
	session('2026-W43', map { part($ref, $_, 3, "$text[$_ - 1]$ref") }
	    @$order);
}
session('2026-W43', map { part('b0', $_, 3, $text[$_ - 1]) } 1, 2, 3);
ingest('seven messages');
is sum(), '7 14 0 0', 'each counts once';
is again(), 0, 'in one run';
is rows("SELECT theme, count(*) FROM theme GROUP BY 1"),
    'eten|7 samen|1 wachten|7', 'by what all parts say';
is rows("SELECT DISTINCT n FROM tally WHERE dimension = 'total'"), '7',
    'as the figures have it';
same('in order and not');

# The same in as many runs as there are parts.
installation();
for my $n (2, 1, 3) {
	session('2026-W43', part('b0', $n, 3, $text[$n - 1]));
	ingest("part $n");
	is again(), $n == 2 ? 0 : 1, "part $n: from the beginning";
}
is sum(), '1 2 0 0', 'three runs, one message';
is rows('SELECT theme FROM theme'), 'eten samen wachten', 'its themes';
same('three runs');
ingest('nothing new');
is again(), 0, 'nor again';

# A repeat of a part, complete or not, is one; a colliding ref is another.
my $first = part('c0', 1, 2, 'wachten');
session('2026-W43', $first, part('c0', 2, 2, ' en eten'),
    part('d0', 2, 2, ' zonder begin'));
ingest('one and a half');
is sum(), '3 3 0 0', 'counts two';
session('2026-W43', $first, part('c0', 1, 2, 'een ander'));
ingest('a repeat, and the ref again');
is again(), 0, 'the message was complete';
is sum(), '4 3 1 0', 'a duplicate, and a message';
my $late = part('c0', 2, 2, ' met eten');
session('2026-W43', $late);
my $json = decode_json(ingest('its end', '--json'));
is again(), 1, 'read again from the beginning';
is_deeply [map { $_->{box} . $_->{read} } @{ $json->{boxes} }],
    ['lijn9'], 'and said once for a program';
is sum(), '4 4 1 0', 'is no message';
session('2026-W43', $late);
ingest('its end once more');
is again(), 0, 'nothing to put together';
is sum(), '4 4 2 0', 'a duplicate';
session('2026-W44', part('e1', 1, 2, 'voor ', before => 'd0'));
ingest('the beginning under the next day');
is again(), 1, 'known by the ref before';
is sum(), '4 5 2 0', 'belongs to what was there';
same('collisions');

# Two that are mixed, one that goes on after midnight, gaps, a held one.
installation();
session('2026-W43', part('a1', 1, 2, 'het '), part('b1', 2, 2, 'ten'),
    part('a1', 2, 2, 'eten'), part('b1', 1, 2, 'wach'),
    part('c1', 2, 3, 'gge'), part('d1', 1, 3, 'het hele plee', before => 'c1',
    week => '2026-W44'), part('d1', 3, 3, 'zin', before => 'c1'));
session('2026-W43', part('e1', 1, 3, 'ete'), part('e1', 3, 3, 'n'),
    part('f1', 3, 3, 'eten'), part('f2', 1, 3, 'eten', lang => 'en'),
    part('99', 2, 2, 'eten', seen => ['honeypot']), part('99', 1, 2, 'ook'));
ingest('mixed');
is sum(), '6 6 0 1', 'one of each counts';
is rows('SELECT theme, count(*) FROM theme GROUP BY 1'),
    'eten|3 samen|1 wachten|1', 'a gap joins nothing';
is rows("SELECT lang, count(*) FROM message WHERE status = 'counted'" .
    ' GROUP BY 1'), 'en|1 nl|5', 'language of the part that counts';
is rows("SELECT count(*) FROM message WHERE status = 'counted'" .
    ' AND week = 202644'), '1', 'and its week';
same('mixed');
session('2026-W44', part('f3', 2, 3, 'goed ', before => 'f2'));
ingest('the middle of a gap');
is again(), 1, 'from the beginning';
is sum(), '6 7 0 1', 'put together after midnight';
same('after midnight');

# What is not a part as drawn is a message by itself.
session('2026-W44', part('xyz', 2, 2, 'eten'), part('a1', 0, 2, 'eten'),
    part('a1', 3, 2, 'eten'), part('a1', 1, 256, 'eten'),
    part('a' x 65, 1, 2, 'eten'));
ingest('odd ones');
is sum(), '11 7 0 1', 'are counted';
same('odd ones');

# Another key reads on: it could not read again, so nothing is lost.
installation(readers => 2);
my $both = $g->readers;
my ($one) = @{ $g->{reader_lines} };
my $conf = Gehoor::slurp("$d/gehoor.conf");
(my $only = $conf) =~ s/\Q$both\E/readers = {"$one"}\n\tsingle_reader = true/g;
Gehoor::spew("$d/gehoor.conf", $only);
session('2026-W43', sms('van vroeger'));
ingest('the first reader');
Gehoor::spew("$d/gehoor.conf", $conf);
session('2026-W43', part('a1', 1, 2, 'eten'));
ingest('with the first reader too');
rename "$d/reader1.key", "$d/away.key" or die;
rename "$d/reader2.key", "$d/reader1.key" or die;
session('2026-W43', part('a1', 2, 2, 'wachten'));
ingest('the second reader');
is again(), 1, 'tries to read all again';
like $said, qr/not all that was read before can be read now/, 'and cannot';
is sum(), '3 0 0 0', 'goes on, with the part by itself';
is rows("SELECT count(*) FROM message WHERE status = 'counted'"), '3',
    'nothing is lost';
ingest('nothing new');
is again(), 0, 'and is content';

# What may be a repeat: the same words in that week or the one before.
my $may = qr/(\d+) text messages? may be (?:a repeat|repeats) of (?:an)?other/;
installation();
my $once = sms('wij wachten');
session('2026-W43', $once, $once, sms('iets anders'), sms('wij wachten'),
    sms('op het web', channel => 'web'), sms('op het web', channel => 'web'),
    sms('op het web'), sms('wij wachten', seen => ['honeypot']), sms(''),
    sms(''));
ingest('a repeat');
like $said, $may, 'it is said';
is $said =~ $may && $1, 1, 'of one';
is sum(), '8 0 1 1', 'and counted';
is rows("SELECT likely_repeat, count(*) FROM message GROUP BY 1"), '0|9 1|1',
    'flagged';
is rows("SELECT status FROM message WHERE likely_repeat"), 'counted',
    'of those that count';
same('a repeat');
ingest('nothing new');
unlike $said, $may, 'said once';
session('2026-W44', sms('wij wachten'), sms('iets anders!'));
ingest('the week after');
is $said =~ $may && $1, 1, 'known without the text';
session('2026-W46', sms('iets anders'));
ingest('weeks after');
unlike $said, $may, 'too late for a repeat';
same('weeks');
session('2026-W53', sms('oud en nieuw'));
session('2027-W01', sms('oud en nieuw'));
session('2027-W01', part('a1', 1, 2, 'oud en'), part('a1', 2, 2, ' nieuw'),
    part('b1', 1, 2, 'alleen'), part('c1', 1, 2, 'alleen'));
ingest('a new year, and in parts');
is $said =~ $may && $1, 3, 'the year before, joined, and with the same gap';
same('parts that repeat');
my ($key) = rows('SELECT hex(key) FROM said ORDER BY 1 LIMIT 1');
rename "$d/reader2.key", "$d/reader1.key" or die;
ingest('another reader', '--rebuild');
isnt rows('SELECT hex(key) FROM said ORDER BY 1 LIMIT 1'), $key,
    'the keys are those of a reader';
done_testing;
