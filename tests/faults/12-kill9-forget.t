#!/usr/bin/perl
# 12-kill9-forget.t - the commands that erase, delete, back up and restore are
# killed anywhere, half of the time while a daemon takes messages and is
# killed along with them: done again they come to their end, and nothing else
# is lost.
#
# FORGET_SEED=N does the same again, as far as the machine does.
use strict;
use warnings;
use File::Path qw(remove_tree);
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Faults;
use Kill9;
use List::Util qw(min);
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my $rounds = Faults::scaled(300);
my $seed = $ENV{FORGET_SEED} // POSIX::getpid() ^ CORE::time();
srand $seed;

my $start = 1792360800 + 14 * 3600;	# a Monday
my $g = Gehoor->new(clock => $start, readers => 1,
    top => "rate = 1000000\nburst = 1000000");
my $d = $g->{dir};
$g->{boxes} = join '', map { <<"CONF" } 'feedback', 'lijn';
box "$_" {
	kind = line
	title = {"nl:Vertel het ons"}
	retention_weeks = 10
	rate = 1000000
	burst = 1000000
	@{[$g->readers]}
}
CONF
$g->add_desk(@$_)
    for ['raad', '{"peer"}'], ['kwaliteit', '{"quality"}'];
$g->at_desk('raad');

# ---- what there is before every round ---------------------------------------

# Each session of the daemon is a segment; two of them are past their time.
my $secret = 'dit had ik niet willen sturen';
my (@old, @young);

sub session {
	my ($week, @texts) = @_;
	$g->clock($start + $week * $Faults::WEEK);
	$g->start;
	for my $box ('feedback', 'lijn') {
		$g->post($box, [text => "$box: $_"])->{status} == 201 or die
		    for @texts;
	}
	$g->stop == 0 or die;
}
sub texts { return map { ("feedback: $_", "lijn: $_") } @_ }
session(0, @old[0 .. 3] = map { "oud $_" } 0 .. 3);
session(1, @old[4 .. 6] = map { "oud $_" } 4 .. 6);
session(5, @young[0 .. 3] = ((map { "jong $_" } 0 .. 2), $secret));
session(9, @young[4 .. 5] = map { "jong $_" } 4, 5);
@young = grep { $_ ne $secret } @young;
Faults::answer($g, $_, 'feedback', "feedback: $secret", 'feedback: jong 1')
    for qw(raad kwaliteit);
$g->at_desk('raad');
$g->clock($start + 16 * $Faults::WEEK);
Faults::tool($g, 'ingest');
my $erased = { $g->ids('feedback') }->{"feedback: $secret"}{index};

my @erase = ('erase', 'feedback', $erased, '--reason', 'op verzoek', '--yes',
    '--second-key', "$d/kwaliteit.key");
my @backup = ('backup', '--keys', "$d/keys", "$d/backup");
my @restore = ('restore', '--keys', "$d/kept.keys", "$d/kept",
    "$d/after/state");
Faults::keep($g, 'before');
Faults::tool($g, 'backup', '--keys', "$d/kept.keys", "$d/kept");
Faults::tool($g, 'expire');
rename "$d/before", "$d/was" or die;
Faults::keep($g, 'expired');
rename "$d/was", "$d/before" or die;
Faults::fresh($g, 'before');
Faults::tool($g, @erase);
Faults::keep($g, 'after');
my %gone = map { my $kind = $_; ($kind => [map { Faults::gone($g, $_) }
    grep { /\.$kind$/ } Faults::names("$d/before/state")]) } qw(seg key);
is scalar @{ $gone{$_} }, 3, "three of $_" for qw(seg key);

# ---- the kinds of rounds ----------------------------------------------------

my $before = sub { Faults::fresh($g, 'before') };
my %kinds = (
	erase => { commands => [\@erase], erases => 1, database => 1 },
	expire => { commands => [['expire']], expires => 1, database => 1 },
	# One is killed, the other goes on, and both are done again.
	both => { commands => [\@erase, ['expire']], erases => 1, expires => 1,
		database => 1 },
	'erase --apply' => { commands => [['erase', '--apply']], erases => 1,
		prepare => sub {
			$before->();
			Faults::push_files($g, 'after', qr/erased$|\.key$/);
		} },
	'expire --apply' => { commands => [['expire', '--apply']],
		expires => 1, prepare => sub {
			Faults::fresh($g, 'expired');
			Faults::push_files($g, 'before',
			    qr{^log/.*/0000000[12]\.(?:seg|key)$});
		} },
	backup => { commands => [\@backup], prepare => sub {
			remove_tree(map { ("$d/$_", "$d/$_.part") }
			    'backup', 'keys');
			$before->();
		}, left => sub {
			# Its keys come first, and then it is not a backup.
			return 0 if -e "$d/backup";
			remove_tree("$d/keys");
			return 1;
		} },
	# Nobody has a reader secret there: the keys stay, of zeroed frames.
	restore => { commands => [\@restore], erases => 1, alone => 1,
		keys => 1,
		prepare => sub {
			$before->();
			remove_tree("$d/state");
			mkdir "$d/state", 0750 or die;
		}, left => sub {
			return -e "$d/state/restoring.whole" ||
			    !-e "$d/state/log";
		} },
);
my @order = ('erase', 'expire', 'both', 'erase --apply', 'erase', 'expire',
    'backup', 'both', 'expire --apply', 'restore');

# ---- one round --------------------------------------------------------------

# Runs the tool, and kills it after so many seconds; true if that came first.
sub run_and_kill {
	my ($seconds, @args) = @_;
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		exec "$Gehoor::BUILD/test/gehoor", '-c', "$d/gehoor.conf",
		    '-k', "$d/reader1.key", @args or POSIX::_exit(127);
	}
	sleep $seconds;
	kill 'KILL', $pid;
	waitpid $pid, 0;
	return ($? & 127) == 9;
}

# How long each command takes where nobody disturbs it; the shortest counts.
sub measure {
	my ($kind) = @_;
	($kind->{prepare} || $before)->();
	for my $i (0 .. $#{ $kind->{commands} }) {
		my $began = time;
		Faults::tool($g, @{ $kind->{commands}[$i] });
		my $took = time - $began;
		$kind->{seconds}[$i] = min($kind->{seconds}[$i] // $took, $took);
	}
}

# A daemon, and somebody who writes to it until it ends.
sub begin_writing {
	my ($round) = @_;
	$g->start;
	pipe my $r, my $w or die $!;
	my $pid = Kill9::beside(sub {
		close $r;
		Kill9::client($g, $w, $round);
	});
	return ($pid, $r);
}

# What was acknowledged, and what was tried without an answer.
sub end_writing {
	my ($pid, $r, $signal) = @_;
	my $status = $g->stop($signal);
	my $told = { acknowledged => {}, codes => {}, open => [] };
	Kill9::read_lines($told, $r);
	waitpid $pid, 0;
	return ($told->{acknowledged}, { map { $_->[0] => 1 }
	    @{ $told->{open} } },
	    $signal eq 'TERM' && $status ? "gehoord: $status" : ());
}

# The commands once more, to their end.
sub again {
	my ($kind) = @_;
	return if $kind->{left} && !$kind->{left}->();
	my @wrong;
	for my $command (@{ $kind->{commands} }) {
		my ($status, $out, $err) = $g->tool(@$command);
		push @wrong, "@$command: $status $err" if $status;
	}
	return @wrong;
}

sub one_round {
	my ($kind, $round) = @_;
	my (@writing, @wrong);
	my ($told, $open) = ({}, {});
	my ($hits, $fate) = (0, int rand 4);
	($kind->{prepare} || $before)->();
	@writing = begin_writing($round)
	    if ($round + int $round / @order) % 2 && !$kind->{alone};
	for my $i (0 .. $#{ $kind->{commands} }) {
		$hits += run_and_kill(rand $kind->{seconds}[$i],
		    @{ $kind->{commands}[$i] });
	}
	# Killed along with it, or there until it is done again.
	($told, $open, @wrong) = end_writing(@writing, 'KILL')
	    if @writing && $fate == 0;
	push @wrong, again($kind);
	($told, $open, @wrong) = (end_writing(@writing, 'TERM'), @wrong)
	    if @writing && $fate != 0;
	push @wrong, judge($kind, $told, $open);
	return ($hits, scalar keys %$told, @wrong);
}

# ---- the judgement ----------------------------------------------------------

# What may be read, each once, of what was kept and what came in.
sub judge_texts {
	my ($kind, $told, $open) = @_;
	my %stored;
	$stored{ $_->{text} }++ for $g->records;
	my %expect = (%$told, map { $_ => 1 } texts(@young), "lijn: $secret",
	    $kind->{erases} ? () : "feedback: $secret",
	    $kind->{expires} ? () : texts(@old));
	return (map({ "lost: $_" } grep { !$stored{$_} } sort keys %expect),
	    map({ "twice: $_" } grep { $stored{$_} > 1 } sort keys %stored),
	    map({ "is still there: $_" } grep { !$expect{$_} && !$open->{$_} }
		sort keys %stored));
}

sub judge_files {
	my ($kind) = @_;
	my @files = Faults::files("$d/state");
	my @wrong = map { "$_ is left" }
	    grep { /\.(?:old|new)$|\.part\b|restoring/ } @files;
	push @wrong, map { "$_ is past its time" }
	    grep { m{log/.*/0000000[12]\.(?:seg|key)$} } @files
	    if $kind->{expires};
	return @wrong unless $kind->{erases};
	my @replies = grep { m{/replies/} } @files;
	push @wrong, "the answers are @replies" if @replies != 1;
	my @gone = map { @{ $gone{$_} } } 'seg', $kind->{keys} ? () : 'key';
	for my $file (@files) {
		my $bytes = Gehoor::slurp($file);
		push @wrong, "$file has what was erased"
		    if grep { index($bytes, $_) >= 0 } @gone;
	}
	return @wrong;
}

# It adds up in the database, if there is one that is kept, and in a new one.
sub judge_sums {
	my ($kind) = @_;
	my @wrong;
	my ($status, $out, $err) = $g->tool('ingest');
	push @wrong, "ingest: $status $err" if $status ||
	    $kind->{database} && $err =~ /--rebuild/;
	($status, $out, $err) = $g->tool('ingest', '--rebuild');
	push @wrong, "ingest --rebuild: $status $err" if $status;
	for my $box ('feedback', 'lijn') {
		my ($row, $sum) = Faults::terms($g, $box);
		push @wrong, "$box: $sum of $row->{tree_size}"
		    if $sum != $row->{tree_size};
		my $n = $kind->{expires} ? @old : 0;
		push @wrong, "$box: $row->{expired} expired, not $n"
		    if $row->{expired} != $n;
		$n = $box eq 'feedback' && $kind->{erases} ? 1 : 0;
		push @wrong, "$box: $row->{erased} erased, not $n"
		    if $row->{erased} != $n;
	}
	return @wrong;
}

sub verified {
	my (@args) = @_;
	my ($status, $out, $err) = $g->tool('verify', @args);
	return $status || $err =~ /to be erased/ ?
	    "verify @args: $status $out$err" : ();
}

sub judge {
	my ($kind, $told, $open) = @_;
	my @wrong = verified();
	push @wrong, verified('--state', "$d/backup")
	    if $kind->{commands}[0] == \@backup;
	eval { push @wrong, judge_texts($kind, $told, $open),
	    judge_sums($kind); 1 } or push @wrong, $@;
	return (@wrong, judge_files($kind));
}

# ---- all of them ------------------------------------------------------------

measure($_) for map { ($_) x 3 } values %kinds;
note "FORGET_SEED=$seed";
note map { my $name = $_; map { sprintf "%s: %.0f ms\n", $name, 1000 * $_ }
    @{ $kinds{$name}{seconds} } } sort keys %kinds;
my ($runs, $killed, $messages) = (0, 0, 0);
for my $round (1 .. $rounds) {
	my $name = $order[$round * 7 % @order];
	my $kind = $kinds{$name};
	my ($hits, $n, @wrong) = one_round($kind, $round);
	$runs += @{ $kind->{commands} };
	$killed += $hits;
	$messages += $n;
	ok !@wrong, "round $round: $name" or
	    diag "FORGET_SEED=$seed\n", map { "$_\n" } @wrong;
}
note "$messages messages were acknowledged meanwhile";
cmp_ok $killed, '>', $runs / 2, "$killed of $runs runs were killed";
done_testing;
