#!/usr/bin/perl
# 24-witness.t - a council laptop that sees the log grow, and does not let
# itself be told anything else afterwards.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp qw(tempdir);
use Gehoor;
use JSON::PP;
use Test::More;

my $WEEK = 7 * 24 * 3600;
my $now = 1792360800 + 14 * 3600;	# a Monday, week 43 of 2026
my $g = Gehoor->new(clock => $now);
my $d = $g->{dir};
my $laptop = tempdir(CLEANUP => 1);
my $witness = $g->plain_tool('-q', 'keygen', '--witness', 'raad-laptop', '-o',
    "$laptop/witness.key");
chomp $witness;
like $witness, qr/^raad-laptop\+[0-9a-f]{8}\+B/, 'the key of a witness';
$g->{top} .= "witness_keys = {\"$witness\"}\n" .
    "rate = 100000\nburst = 100000\n";
(my $boxes = <<"CONF") =~ s/READERS/$g->readers/ge;
box "feedback" { kind = feedback title = {"nl:Vertel het ons"} READERS }
box "lijn" {
	kind = line
	title = {"nl:Lijn"}
	public_log = true
	rate = 100000
	burst = 100000
	READERS
}
CONF
$g->{boxes} = $boxes;
$g->write_conf;
$g->start;

sub send_some {
	my ($n) = @_;
	$g->post('lijn', [text => "verhaal $_ van $n"]) for 1 .. $n;
}

# A week ends.
sub next_week {
	$now += $WEEK;
	$g->clock($now);
	$g->{said} = '';
	kill 'HUP', $g->{pid};
	$g->until_said(qr/box lijn: a checkpoint was signed/);
}

# The laptop has the program, its key and the log's public key; no more.
sub look {
	my ($where, @boxes) = @_;
	return Gehoor::run("$Gehoor::BUILD/test/gehoor", 'witness', '--key',
	    "$laptop/witness.key", '--store', "$laptop/store", '--log-key',
	    $g->{vkey}, $where, @boxes);
}
my $url = "http://127.0.0.1:$g->{port}";

my ($status, $out, $err) = look($url, 'lijn');
is $status, 4, 'no checkpoint yet';
like $err, qr/no checkpoint yet/, 'it says so';
send_some(3);
next_week();
($status, $out, $err) = look($url, 'lijn');
is $status, 0, 'the first one' or diag $err;
like $err, qr/seen for the first time \(voorbeeld\.test\/lijn\)/, 'is new';
like $out, qr{/store/voorbeeld\.test%2Flijn/000000000003-[0-9a-f]{8}\n},
    'is kept';
chomp(my $first = $out);
like Gehoor::slurp($first), qr/^\x{e2}\x{80}\x{94} raad-laptop \S+\n\z/m,
    'and cosigned';
($status, $out, $err) = look($url, 'lijn');
is $status, 0, 'again';
like $err, qr/nothing new/, 'nothing new';
is $out, '', 'and nothing signed twice';
for my $n (300, 17, 1) {
	send_some($n);
	next_week();
	($status, $out, $err) = look($url, 'lijn');
	is $status, 0, "$n more" or diag $err;
	like $err, qr/consistent; cosigned/, 'consistent';
}
chomp(my $last = $out);
is((look($url))[0], 2, 'boxes behind an address are named');
is((look($url, 'feedback'))[0], 4, 'a box that shows nothing');
is((look("$url/niets", 'lijn'))[0], 4, 'another address');
is((look('http://127.0.0.1:1', 'lijn'))[0], 4, 'nobody there');
is((look('ftp://127.0.0.1/', 'lijn'))[0], 4, 'another protocol');

# The same from a copy of the state, where the desk logs are too.
($status, $out, $err) = look("$d/state");
is $status, 0, 'from a directory' or diag $err;
like $err, qr/feedback: seen for the first time/, 'all its logs';
like $err, qr/lijn: nothing new since 321/, 'one of them known';
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoor", 'witness',
    '--key', "$laptop/witness.key", '--store', "$laptop/other", '--log-key',
    $g->{vkey}, "$d/state", 'lijn');
is $status, 0, 'another store begins anew' or diag $err;

# What the organisation checks with what the laptop kept.
($status, $out, $err) = $g->tool('verify', '--checkpoint', $first);
is $status, 0, 'verify --checkpoint' or diag $err;
like $out, qr/lijn: in order.*held to \d+ checkpoints, the last of 321/,
    'is held to it';

# A log that goes back: the state of two weeks ago is put in its place.
is $g->stop, 0, 'the daemon ends';
system('cp', '-a', "$d/state", "$d/whole") == 0 or die;
my $lijn = "$d/state/log/lijn";
my %size = (3 => 'checkpoint-2026-W43', 303 => 'checkpoint-2026-W44');
unlink glob "$lijn/checkpoint*";
system('cp', '-a', "$d/whole/log/lijn/$size{303}", "$lijn/checkpoint") == 0
    or die;
($status, $out, $err) = look("$d/state", 'lijn');
is $status, 3, 'a log that went back: exit 3';
like $err, qr/REFUSED.*321 messages before, and now to 303: 18 have/,
    'it says how many have disappeared';
like $err, qr/tell the client council/, 'and what to do';
ok -e "$laptop/store/voorbeeld.test%2Flijn/refused", 'the evidence is kept';
is $out, '', 'nothing was signed';

# Another history under the same key.
system('rm', '-rf', "$d/state/log") == 0 or die;
$now = 1792360800 + 14 * 3600;
$g->clock($now);
$g->start;
send_some(330);
next_week();
is $g->stop, 0, 'another log, of more messages';
($status, $out, $err) = look("$d/state", 'lijn');
is $status, 3, 'another history: exit 3';
like $err, qr/not the first of the 330/, 'it says so';
($status, $out, $err) = $g->tool('verify', '--checkpoint', $last);
is $status, 3, 'verify finds it too';
like $err, qr/not the first of this log/, 'with what the laptop kept';

# Hashes that do not make what was signed.
system('rm', '-rf', "$d/state") == 0 && rename("$d/whole", "$d/state") or die;
my $leaves = Gehoor::slurp("$lijn/leaves");
Gehoor::spew("$lijn/leaves", "\1" x 32 . substr $leaves, 32);
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoor", 'witness',
    '--key', "$laptop/witness.key", '--store', "$laptop/third", '--log-key',
    $g->{vkey}, "$d/state", 'lijn');
is $status, 3, 'hashes that are not right';
like $err, qr/do not make the root/, 'are found';

# Another key.
my $stranger = $g->plain_tool('-q', 'keygen', '--sign', 'voorbeeld.test', '-o',
    "$laptop/stranger.key");
chomp $stranger;
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoor", 'witness',
    '--key', "$laptop/witness.key", '--store', "$laptop/fourth", '--log-key',
    $stranger, "$d/state", 'lijn');
is $status, 3, 'signed by another key';
like $err, qr/REFUSED/, 'is refused';
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoor", 'witness',
    '--log-key', $g->{vkey}, "$d/state");
is $status, 2, 'without a key';
like $err, qr/keygen --witness/, 'it says how to make one';

done_testing;
