#!/usr/bin/perl
# 28-backup.t - the restore drill: a backup while people write, a loss, and
# back; what was erased since stays erased, and what is lost is sworn to.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use POSIX qw(WNOHANG);
use Test::More;

my $WEEK = 7 * 24 * 3600;
my $now = 1792360800 + 14 * 3600;	# a Monday
my $g = Gehoor->new(clock => $now);
my $d = $g->{dir};
$g->add_desk(@$_)
    for ['raad', '{"peer", "council"}'], ['kwaliteit', '{"quality"}'];
my $witness = $g->plain_tool('-q', 'keygen', '--witness', 'raad-laptop', '-o',
    "$d/witness.key");
chomp $witness;
$g->{top} .= "witness = \"$d/none\"\n" .
    "witness_keys = {\"$witness\"}\nrate = 100000\nburst = 100000\n" .
    "code_rate = 1000\ncode_burst = 1000\n";
$g->at_desk('raad');

sub post {
	my ($text) = @_;
	return decode_json($g->post('feedback', [text => $text])->{body})
	    ->{code};
}

my $r;

sub look_up {
	my ($code) = @_;
	$r = $g->request('POST', '/nl/code', body => Gehoor::form(code =>
	    $code), headers => { Accept => 'application/json',
	    'Content-Type' => 'application/x-www-form-urlencoded' });
	return decode_json($r->{body})->{status};
}

sub next_week {
	$now += $WEEK;
	$g->clock($now);
	$g->{said} = '';
	kill 'HUP', $g->{pid};
	$g->until_said(qr/box feedback: a checkpoint was signed/);
}

sub look {
	my ($store, @where) = @_;
	return Gehoor::run("$Gehoor::BUILD/test/gehoor", '-c',
	    "$d/gehoor.conf", '--key', "$d/witness.key", 'witness', '--store',
	    $store, @where ? @where : "$d/state");
}

sub texts {
	return sort map { $_->{text} } $g->records('--box', 'feedback');
}

# Two segments; the first one has an answer.
$g->start;
my %code = map { ("verhaal $_" => post("verhaal $_")) } 1 .. 5;
is $g->stop, 0, 'a segment ends';
my %at = $g->ids('feedback');
Gehoor::spew("$d/antwoord", 'dank je wel');
my ($status, $out, $err) = $g->tool('reply', '--box', 'feedback', '--id',
    $at{'verhaal 2'}{id}, '--role', 'peer', '-f', "$d/antwoord");
is $status, 0, 'an answer' or diag $err;
$g->start;
next_week();
is((look("$d/store"))[0], 0, 'a witness looks');

# A backup while somebody writes without a pause.
my $writer = fork // die;
if ($writer == 0) {
	$g->post('feedback', [text => "tijdens $_"]) for 1 .. 2000;
	POSIX::_exit(0);
}
$g->post('feedback', [text => 'er wordt geschreven']);
my $backup = -1;

sub back_up {
	$backup++;
	($status, $out, $err) = $g->tool('backup', '--keys', "$d/keys$backup",
	    "$d/backup$backup");
	is $status, 0, "backup $backup" or diag $err;
}
back_up() until waitpid($writer, WNOHANG) or $backup == 4;
waitpid $writer, 0;
back_up();	# the one that is used first
like $err, qr/backup\d: \d+ records in \d+ logs; key files in/, 'it says what';
my $lock = $g->forget_lock;
($status, $out, $err) = $g->tool('backup', '--keys', "$d/keys9",
    "$d/backup9");
is $status, 4, 'not while something is erased';
like $err, qr/another gehoor is erasing/, 'it says so';
undef $lock;
ok !glob("$d/backup0/log/*/*.key"), 'no key is in it';
ok scalar(my @keys = glob "$d/keys0/log/feedback/*.key"), 'they are apart';
is((stat "$d/backup0/log/feedback/00000001.seg")[9],
    (stat "$d/state/log/feedback/00000001.seg")[9], 'times tell as little');
($status, $out, $err) = $g->tool('verify', '--state', "$d/backup0");
is $status, 0, 'verify takes it' or diag $err;
like $out, qr/feedback: in order/, 'and finds it in order';
rename "$d/backup0", "$d/backup0.part" or die;
is(($g->tool('backup', '--keys', "$d/keys0", "$d/backup0"))[0], 0,
    'killed before it had its name, it gets it');
ok !-e "$d/backup0.part" && !-e "$d/keys0.part", 'nothing is left over';
for my $case (
    [["--keys", "$d/new", "$d/backup0"], qr/is there already/, 'twice'],
    [["--keys", "$d/new/keys", "$d/new"], qr/another place/, 'keys in it']) {
	my ($args, $words, $name) = @$case;
	($status, $out, $err) = $g->tool('backup', @$args);
	is $status, 4, "$name: refused";
	like $err, $words, "$name: says why";
}
is((($status, $out, $err) = $g->tool('backup', "$d/new"))[0], 2,
    'keys must go somewhere');

# Life goes on: more messages, a checkpoint, and one that is erased.
post("na de backup $_") for 1 .. 3;
next_week();
my $lost_code = post('na het laatste zegel');
is $g->stop, 0, 'the daemon ends';
my $gone = 'verhaal 2';
is(($g->tool('ingest'))[0], 0, 'a database');
($status, $out, $err) = $g->tool('erase', 'feedback', $at{$gone}{index},
    '--reason', 'op verzoek', '--yes', '--role', 'peer', '--second-key',
    "$d/kwaliteit.key");
is $status, 0, 'one is erased' or diag $err;
is((look("$d/store"))[0], 0, 'the witness looks again');
my @all = texts();

# The machine is lost.  Not before it is, though.
my @restore = ('restore', '--keys', "$d/keys$backup", "$d/backup$backup");
($status, $out, $err) = $g->tool(@restore, "$d/store");
is $status, 4, 'not over a live state';
like $err, qr{log/feedback is there.*empty state only}, 'it says so';
rename "$d/state", "$d/lost" or die;
mkdir "$d/state", 0750;
is(($g->tool(@restore))[0], 2, 'it wants what others kept');
mkdir "$d/empty";
($status, $out, $err) = $g->tool(@restore, "$d/empty");
is $status, 4, 'an empty store is a mistake';
like $err, qr/nothing about these logs is kept in/, 'it says so';
($status, $out, $err) = $g->tool(@restore, "$d/nowhere");
like $err, qr/nowhere/, 'a store that is not there too';
is_deeply [glob "$d/state/*"], [], 'nothing is left of that';

# A backup that is not whole, or was changed.
system('cp', '-a', "$d/backup$backup", "$d/bad") == 0 or die;
my @bad = ('restore', '--keys', "$d/keys$backup", "$d/bad", "$d/store");
my $list = Gehoor::slurp("$d/bad/list");
Gehoor::spew("$d/bad/list", $list =~ s{(log/feedback\n)(\d+)}{$1 . ($2 + 1)}er);
($status, $out, $err) = $g->tool(@bad);
is $status, 4, 'a backup with less than it says';
like $err, qr/feedback: holds \d+ records, but .* had \d+: it is not whole/,
    'is named';
Gehoor::spew("$d/bad/list", substr $list, 0, -10);
like +($g->tool(@bad))[2], qr{bad/list: }, 'so is a list that is cut';
Gehoor::spew("$d/bad/list", $list =~ s/\n\nlog\/lijn.*/\n/sr);
like +($g->tool(@bad))[2], qr{bad/log/lijn is not in its list},
    'and one that is cut between two logs';
Gehoor::spew("$d/bad/list", $list);
open my $f, '+<', "$d/bad/log/feedback/00000001.seg" or die;
seek $f, 900, 0;
print $f 'x';
close $f;
($status, $out, $err) = $g->tool(@bad);
is $status, 4, 'a backup that was changed';
like $err, qr{restoring/log/feedback/00000001\.seg}, 'is named';
is_deeply [glob "$d/state/*"], [], 'nothing is left of that either';

# Back; killed before, it begins anew, or finishes what was right already.
mkdir "$d/state/restoring";
Gehoor::spew("$d/state/restoring/half", 'x');
($status, $out, $err) = $g->tool(@restore, "$d/store");
is $status, 0, 'restored' or diag $err;
like $err, qr{log/feedback: goes on behind record \d+; 3 that were sworn to},
    'it says how many are lost';
like $err, qr/1 messages that were erased are erased again/, 'and erased';
is_deeply [sort map { s{.*/}{}r } glob "$d/state/*"],
    [qw(desk import log replies)],
    'a state';
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify' or diag $err;
like $out, qr/feedback: in order.*\(1 erased\).*3 lost before a restoring/,
    'and what it says';
mkdir "$d/state/restoring.whole";
rename "$d/state/log", "$d/state/restoring.whole/log" or die;
ok !eval { $g->start; 1 }, 'meanwhile nobody begins another log';
like $@, qr{restoring\.whole is there.*gehoor restore again}, 'and hears why';
is(($g->tool(@restore, "$d/store"))[0], 0, 'moved half, it is finished');
ok !-e "$d/state/restoring.whole", 'and nothing is left over';
my %left = map { $_ => 1 } texts();
ok !$left{$gone}, 'what was erased stays erased';
ok $left{"verhaal $_"}, "verhaal $_ is back" for 1, 3, 4, 5;
is_deeply [grep { !/^tijdens|^na / && !$left{$_} } @all], [],
    'everything from before the backup is back';
is scalar(my @answers = glob "$d/state/replies/new/* $d/state/replies/*-*"), 0,
    'the answer to it is gone too';
my $act = Gehoor::slurp("$d/state/log/feedback/restored");
like $act, qr{^gehoor restored v1\norigin voorbeeld\.test/feedback\n}, 'signed';
my ($size, $was) = $act =~ /^size (\d+)\n.*^was (\d+) /ms;
is $was - $size, 3, 'the gap is in it';

$g->start;
is look_up($code{'verhaal 1'}), 'received', 'a code from before is known';
is look_up($lost_code), 'unknown', 'one of what is lost is not';
$r = $g->request('POST', '/nl/code', body => Gehoor::form(code => $lost_code),
    headers => { 'Content-Type' => 'application/x-www-form-urlencoded' });
ok $r->{body} =~ /In week 45 \(2026\) ging er iets mis.*nog een keer/,
    'and who comes for it is told to write once more';
is look_up($code{$gone}), 'unknown', 'nor that of what was erased';
post('verder');
next_week();
($status, $out, $err) = look("$d/store");
is $status, 0, 'the witness goes along' or diag $err;
like $err, qr{feedback: seen for the first time \(voorbeeld\.test/feedback/2\)},
    'under the next name';
is $g->stop, 0, 'it ends in order';
($status, $out, $err) = $g->tool('ingest', '--rebuild');
is $status, 0, 'a database' or diag $err;
($status, $out, $err) = $g->tool('report', '--period', '2026-Q4');
is $status, 0, 'a report' or diag $err;
like $out, qr{class="lost">[^<]*Van 3 berichten staat vast dat ze er waren},
    'which does not hide it';
my ($row) = grep { $_->{box} eq 'feedback' } @{ $g->stat };
is $row->{tree_size}, $size + 1, 'of all there is';
is $row->{erased}, 1, 'with the erased one';
my ($kept) = reverse sort glob "$d/store/voorbeeld.test%2Ffeedback/0*";
($status, $out, $err) = $g->tool('verify', '--checkpoint', $kept);
is $status, 0, 'what was sworn to before is explained' or diag $err;
like $err, qr/were lost when the log was restored/, 'by the restoring';

# The same backup a second time would make a second future.
rename "$d/state", "$d/second" or die;
mkdir "$d/state", 0750;
($status, $out, $err) = $g->tool(@restore, "$d/second");
is $status, 4, 'not twice from one backup';
like $err, qr/was restored since this backup was made/, 'it says why';
($status, $out, $err) = $g->tool('restore', '--keys', "$d/keys0",
    "$d/backup0", '--nothing-kept');
is $status, 0, 'one made while people wrote' or diag $err;
is(($g->tool('verify'))[0], 0, 'is a log');
%left = map { $_ => 1 } texts();
ok $left{"verhaal $_"}, "verhaal $_ is in it" for 1 .. 5;

done_testing;
