# Kill9.pm - rounds of kill -9 under load.  After every some rounds, every
# acknowledged message must be in the log, and none may count twice.
package Kill9;

use strict;
use warnings;
use Gehoor;
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep);

my $clients = 4;
my @counted = qw(counted carried quarantined);

# Kills gehoord so many times; each `per` rounds have a new installation.
#   rounds, per     how many
#   new             arguments for Gehoor->new
#   before          sub ($g, $round) in front of a start; true: the clock has
#                   moved, what was not answered is not posted again
#   beside          list of sub ($g, $round): each runs beside the clients, in
#                   a process of its own, and may be late: it is waited for
#   longest         seconds a daemon lives at most
#   killed          sub ($g) after the end of each daemon
#   after           sub ($g) before an installation is removed, all stopped
sub run {
	my (%o) = @_;
	my ($left, $messages) = ($o{rounds}, 0);
	my $per = $o{per} || 100;
	for (my $epoch = 1; $left > 0; $epoch++, $left -= $per) {
		my $n = $left < $per ? $left : $per;
		my $s = installation(%o, epoch => $epoch);
		one_round($s, $_) for 1 .. $n;
		judge($s, $n);
		$o{after}->($s->{g}) if $o{after};
	}
}

sub installation {
	my (%o) = @_;
	my $s = { epoch => 1, %o, acknowledged => {}, codes => {}, open => [],
	    changed => 0,
	    g => Gehoor->new(readers => 1, %{ $o{new} || {} }) };
	$s->{g}{top} = join "\n", 'rate = 1000000', 'burst = 1000000',
	    'segment_mib = 1', $s->{g}{top} // '';
	$s->{g}->write_conf;
	return $s;
}

# A client: posts numbered stories until the daemon dies, first again what
# was not acknowledged; writes a line for every story tried and acknowledged.
sub client {
	my ($g, $w, $name, @todo) = @_;
	my $c = $g->connect or return;
	my $token = $g->token('feedback', on => $c) or return;
	for (my $i = 0;; $i++) {
		my ($story, $t) = @todo ? @{ shift @todo } :
		    ("verhaal $name.$i", $token);
		syswrite $w, "T $t $story\n";
		my $r = $g->post('feedback', [text => $story, token => $t],
		    on => $c) or return;
		return if $r->{status} != 201;
		my $code = decode_json($r->{body})->{code};
		syswrite $w, "A $code $story\n";
	}
}

# Runs a sub in a process of its own, which ends nothing that is ours.
sub beside {
	my ($sub) = @_;
	my $pid = fork // die $!;
	return $pid if $pid;
	eval { $sub->(); 1 } or print STDERR $@;
	POSIX::_exit(0);
}

sub one_round {
	my ($s, $round) = @_;
	my $g = $s->{g};
	$s->{open} = [] if $s->{before} && $s->{before}->($g, $round);
	# Some die before they are ready.
	if ($round % 10 == 0) {
		$g->spawn;
		sleep rand 0.015;
		end($s, 'KILL');
		return;
	}
	$g->start;
	pipe my $r, my $w or die $!;
	my (@pids, @open);
	push @{ $open[$_ % $clients] }, $s->{open}[$_]
	    for 0 .. $#{ $s->{open} };
	for my $n (0 .. $clients - 1) {
		push @pids, beside(sub {
			close $r;
			client($g, $w, "$s->{epoch}.$round.$n",
			    @{ $open[$n] || [] });
		});
	}
	close $w;
	for my $sub (@{ $s->{beside} || [] }) {
		push @pids, beside(sub {
			close $r;
			$sub->($g, $round);
		});
	}
	sleep 0.002 + rand($s->{longest} || 0.06);
	end($s, 'KILL');
	read_lines($s, $r);
	waitpid $_, 0 for @pids;
}

sub end {
	my ($s, $signal) = @_;
	my $status = $s->{g}->stop($signal);
	$s->{killed}->($s->{g}) if $s->{killed};
	return $status;
}

# The messages that were acknowledged and are not in the log.
sub missing {
	my ($s) = @_;
	my %stored;
	$stored{ $_->{text} } = 1 for $s->{g}->records('--box', 'feedback');
	return grep { !$stored{$_} } sort keys %{ $s->{acknowledged} };
}

# What the clients of a round tried, and what they were told.
sub read_lines {
	my ($s, $r) = @_;
	my ($acknowledged, $codes) = @$s{qw(acknowledged codes)};
	my %still = map { @$_ } @{ $s->{open} };
	while (<$r>) {
		my ($what, $id, $story) = /^([TA]) (\S+) (.*)\n$/ or next;
		if ($what eq 'T') {
			$still{$story} = $id;
			next;
		}
		$s->{changed}++ if exists $codes->{$story} &&
		    $codes->{$story} ne $id;
		$codes->{$story} = $id;
		$acknowledged->{$story} = 1;
	}
	$s->{open} = [map { [$_, $still{$_}] }
	    grep { !$acknowledged->{$_} } sort keys %still];
}

sub judge {
	my ($s, $rounds) = @_;
	my ($g, $acknowledged) = @$s{qw(g acknowledged)};
	my $n = keys %$acknowledged;
	cmp_ok $n, '>', $rounds * 2, "$rounds rounds, $n messages acknowledged";
	is $s->{changed}, 0, 'a story kept its code';

	# What was never answered is posted once more to a daemon that lives.
	$g->start;
	for (@{ $s->{open} }) {
		my $r = $g->post('feedback',
		    [text => $_->[0], token => $_->[1]]);
		$acknowledged->{ $_->[0] } = 1 if $r && $r->{status} == 201;
	}
	is end($s, 'TERM'), 0, 'the last daemon ends in order';
	my @segments = glob "$g->{dir}/state/log/feedback/*.seg";
	note scalar(@segments), ' segments';

	my ($status, $out, $err) = $g->tool('verify');
	is $status, 0, 'verify is content with every torn tail'
	    or diag "$out$err";
	my %stored = map { $_->{text} => 1 } $g->records('--box', 'feedback');
	is_deeply [missing($s)], [],
	    'every acknowledged message is in the log';
	($status, $out, $err) = $g->tool('ingest');
	is $status, 0, 'ingest' or diag $err;
	my ($box) = grep { $_->{box} eq 'feedback' } @{ $g->stat };
	my $sum = 0;
	$sum += $box->{$_} for @counted;
	is $sum, scalar keys %stored, 'and none counts twice';
}

1;
