#!/usr/bin/perl
# 20-tool.t - gehoor on the command line: help, keys, verify, cat, ingest,
# stat; what it says and how it exits.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $tool = "$Gehoor::BUILD/test/gehoor";
my ($status, $out, $err);

sub ran {
	($status, $out, $err) = Gehoor::run($tool, @_);
	return $status;
}

# -- help -------------------------------------------------------------------
is ran(), 0, 'bare gehoor';
cmp_ok scalar(split /\n/, $out), '<=', 14, 'in about twelve lines';
is ran('help'), 0, 'help';
like $out, qr/^exit: 0 done, 1/m, 'says what exit codes mean';
is ran('--version'), 0, 'version';
like $out, qr/^gehoor \d+\.\d+\.\d+$/, 'is a version';
is ran('ingest', '--help'), 0, 'help of a command';
my $by_option = $out;
ran('help', 'ingest');
is $out, $by_option, 'help COMMAND and COMMAND --help agree';
is ran('help', '--completion', 'bash'), 0, 'completion';
my $completion = $out;
{
	open my $bash, '|-', 'bash', '-n' or die $!;
	print $bash $completion;
	ok close($bash), 'bash can read it';
}
for (['inegst'], ['ingest', '--rebiuld'], ['ingest', 'now'], ['-x'],
    ['help', 'nope'], ['help', '--completion', 'csh'], ['-q'],
    ['keygen', '--sign', 'a b'], ['keygen', '--sign', 'a', '--pepper'],
    ['keygen', '-o', '-']) {
	is ran(@$_), 2, "usage: gehoor @$_";
	is $out, '', 'nothing on stdout';
	like $err, qr/^gehoor: /, 'says why';
}
SKIP: {
	skip 'no /dev/full', 2 unless -c '/dev/full';
	my $code = system("$tool help >/dev/full 2>/dev/null");
	is $code >> 8, 4, 'output that does not arrive is a failure';
	$code = system("$tool help --json >/dev/full 2>/dev/null");
	is $code >> 8, 4, 'also from a program';
}
is ran('-c', '/nonexistent', 'verify'), 4, 'no configuration';

# -- keys -------------------------------------------------------------------
my $g = Gehoor->new;
my $d = $g->{dir};
Gehoor::spew("$d/pass", "een lange zin\n", 0600);
is ran('-q', '--passphrase-file', "$d/pass", 'keygen', '-o', "$d/locked.key"),
    0, 'a locked key';
like $out, qr/^gehoor-reader:\S{48}$/, 'prints the public line';
is sprintf('%04o', (stat "$d/locked.key")[2] & 07777), '0600', 'mode';
unlike Gehoor::slurp("$d/locked.key"), qr/secret:/, 'no secret in the open';
my $before = Gehoor::slurp("$d/locked.key");
is ran('-q', 'keygen', '--no-passphrase', '-o', "$d/locked.key"), 4,
    'never overwritten';
is Gehoor::slurp("$d/locked.key"), $before, 'not a byte';
is ran('keygen', '--no-passphrase', '-o', "$d/a.key", '--paper',
    "$d/a.paper"), 0, 'a paper back-up';
my $public = $out;
is system("$tool -q keygen --no-passphrase --from-paper -o $d/b.key" .
    " <$d/a.paper >$d/b.public"), 0, 'restored from paper';
is Gehoor::slurp("$d/b.public"), $public, 'the same key';
is Gehoor::slurp("$d/b.key"), Gehoor::slurp("$d/a.key"), 'the same secret';
(my $mistyped = Gehoor::slurp("$d/a.paper")) =~
    s/^2: (.)/'2: ' . ($1 eq 'A' ? 'B' : 'A')/me;
Gehoor::spew("$d/wrong.paper", $mistyped);
is system("$tool -q keygen --no-passphrase --from-paper -o $d/c.key" .
    " <$d/wrong.paper 2>$d/said") >> 8, 4, 'a mistyped line';
like Gehoor::slurp("$d/said"), qr/line 2 is mistyped/, 'says which';
ok !-e "$d/c.key", 'and makes nothing';
like Gehoor::slurp("$d/pepper"), qr/^[0-9a-f]{64}\n\z/, 'pepper';
like Gehoor::slurp("$d/sign.key"), qr/^PRIVATE\+KEY\+voorbeeld\.test\+/,
    'signing key';
like $g->{vkey}, qr/^voorbeeld\.test\+[0-9a-f]{8}\+[A-Za-z0-9+\/=]+$/, 'vkey';

# -- a log ------------------------------------------------------------------
is(($g->tool('verify'))[0], 4, 'no log yet');
is(($g->tool('stat'))[0], 4, 'no database yet');
$g->clock(1795000000);
$g->start;
for my $i (1 .. 6) {
	$g->post($i % 2 ? 'feedback' : 'lijn', [ text => "bericht $i, ik wacht" ]);
}
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify beside the running daemon';
$g->stop;

($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify';
like $out, qr/^lijn: in order, 1 segments, 3 records, root [0-9a-f]{64}$/m,
    'says what there is';
($status, $out, $err) = $g->tool('-q', 'verify', 'lijn');
is $status, 0, 'verify one box';
is "$out$err", '', 'quietly';
is(($g->tool('verify', 'nope'))[0], 4, 'no such box');
($status, $out, $err) = $g->tool('verify', '--json');
my $json = JSON::PP->new->utf8->decode($out);
is scalar @{ $json->{boxes} }, 2, 'both boxes';
ok $json->{boxes}[0]{in_order}, 'in order';

($status, $out, $err) = $g->tool('cat');
is $status, 0, 'cat';
my @records = map { JSON::PP->new->utf8->decode($_) } split /\n/, $out;
is scalar @records, 6, 'all records';
($status, $out, $err) = $g->tool('cat', '--box', 'lijn');
is scalar(my @l = split(/\n/, $out)), 3, 'of one box';
like $out, qr/^\{"v":1,"box":"lijn","week":"2026-W/m, 'as sealed';

# The wrong key is said to be the wrong key.
$g->plain_tool('-q', 'keygen', '--no-passphrase', '-o', "$d/stranger.key");
my @stranger = ('-c', "$d/gehoor.conf", '-k', "$d/stranger.key");
is ran(@stranger, 'cat'), 4, 'cat with the wrong key';
is $out, '', 'opens nothing';
like $err, qr/wrong key/, 'says so';
is ran(@stranger, 'ingest'), 4, 'ingest with the wrong key';
like $err, qr/wrong key/, 'says so too';
ok !-e "$d/gehoor.db", 'and makes no database';

# -- ingest -------------------------------------------------------------------
sub dump_of { return Gehoor::dump_of("$d/gehoor.db") }

my $has_sqlite = grep { -x "$_/sqlite3" } split /:/, $ENV{PATH};
is(($g->tool('ingest'))[0], 0, 'ingest');
is sprintf('%04o', (stat "$d/gehoor.db")[2] & 07777), '0600', 'private';
SKIP: {
	skip 'no sqlite3 to look with', 4 unless $has_sqlite;
	my $first = dump_of();
	is(($g->tool('ingest'))[0], 0, 'again');
	ok $first eq dump_of(), 'changes nothing';
	is(($g->tool('ingest', '--rebuild'))[0], 0, 'rebuild');
	ok $first eq dump_of(), 'gives the same';
}
is_deeply [ glob "$d/gehoor.db?*" ], [ "$d/gehoor.db.lock" ],
    'nothing is left beside it';
($status, $out, $err) = $g->tool('ingest', '--timing', '--rebuild');
like $err, qr/^unseal\s+[\d.]+ us\/message/m, 'timing';
($status, $out, $err) = $g->tool('ingest', '--json');
is(JSON::PP->new->utf8->decode($out)->{boxes}[0]{read}, 0,
    'nothing new');

my $sum = $g->stat('--box', 'lijn')->[0];
is_deeply [ sort keys %$sum ], [ sort qw(box tree_size counted carried
    quarantined erased expired duplicates continuations unreadable) ],
    'the terms of the sum line';
is $sum->{tree_size}, 3, 'size of the tree';
($status, $out, $err) = $g->tool('stat');
like $out, qr/^all\s+6\s/m, 'in words';

# -- what is not as it was written -------------------------------------------
Gehoor::spew("$d/state/log/lijn/notities.txt", 'x');
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'a foreign file is no damage';
like $err, qr/notities\.txt/, 'but is named';
unlink "$d/state/log/lijn/notities.txt";

my $seg = "$d/state/log/lijn/00000001.seg";
my $whole = Gehoor::slurp($seg);
my $bad = $whole;
substr($bad, 700, 1) = chr(ord(substr($bad, 700, 1)) ^ 4);
Gehoor::spew($seg, $bad);
($status, $out, $err) = $g->tool('verify');
is $status, 3, 'damage';
like $err, qr/lijn: damage: .*00000001\.seg.*offset \d+/, 'what and where';
like $out, qr/^feedback: in order/m, 'the other box is in order';
($status, $out, $err) = $g->tool('verify', '--json');
is $status, 3, 'also for a program';
my ($box) = grep { $_->{box} eq 'lijn' }
    @{ JSON::PP->new->utf8->decode($out)->{boxes} };
is $box->{findings}[0]{kind}, 'damage', 'with a kind';
($status, $out, $err) = $g->tool('ingest', '--rebuild');
is $status, 3, 'ingest stops there';
is $g->stat('--box', 'feedback')->[0]{counted}, 3, 'keeps the other box';
is(($g->tool('cat'))[0], 3, 'and so does cat');
Gehoor::spew($seg, $whole);
is(($g->tool('ingest'))[0], 0, 'mended');
is $g->stat('--box', 'lijn')->[0]{counted}, 3, 'nothing is lost or twice';

# A key file that others can read is not used.
chmod 0644, "$d/reader1.key";
($status, $out, $err) = $g->tool('cat');
is $status, 4, 'a secret in the open is refused';
like $err, qr/chmod/, 'with the remedy';
chmod 0600, "$d/reader1.key";

# A passphrase that is wrong, and none at all.
Gehoor::spew("$d/wrong", "iets anders\n", 0600);
my @locked = ('-c', "$d/gehoor.conf", '-k', "$d/locked.key");
is ran(@locked, '--passphrase-file', "$d/wrong", 'cat'), 4,
    'a wrong passphrase';
like $err, qr/not the passphrase/, 'says so';

done_testing;
