#!/usr/bin/perl
# 30-slow.t - a thousand slow clients of slowhttptest in each of its four
# modes: all closed within 12 seconds, and an honest visitor hardly notices.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use Load;
use Test::More;
use Time::HiRes qw(time sleep);

my $SLOW = 1000;
my $CLOSED = 12;    # seconds, each from its opening
my $P99 = 0.050;
my $MEMORY = 64;    # MiB
my %mode = (
	'slow headers' => ['-H', '-i', 1, '-x', 24],
	'slow body' => ['-B', '-i', 1, '-s', 8192, '-x', 10],
	'many ranges' => ['-R', '-a', 5, '-b', 1000],
	'slow reading' => ['-X', '-w', 1, '-y', 10, '-n', 1, '-z', 5, '-k', 3],
);
plan skip_all => 'measures the release program' if $ENV{SANITIZED};

# One round: figures of it.
sub round {
	my ($name) = @_;
	my $g = Gehoor->new(daemon => "$Gehoor::BUILD/gehoord",
	    top => "rate = 100000\nburst = 100000\n");
	$g->start;
	my $rest = Load::sockets($g->{pid});
	my $visitor = Load::visitor(0.02, sub { Load::honest($g, @_) });
	my $out = "$g->{dir}/slow.out";
	my $path = $name eq 'slow body' ? '/nl/feedback' : '/nl/';
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDOUT, '>', $out;
		open STDERR, '>&', \*STDOUT;
		exec 'sh', '-c', 'ulimit -n 8192; exec "$@"', 'sh', 'slowhttptest',
		    '-c', $SLOW, '-r', $SLOW, '-l', $CLOSED + 6, '-p', 3, '-v', 1,
		    @{ $mode{$name} }, '-u', "http://127.0.0.1:$g->{port}$path";
	}
	# When the first came, when the last, and when no more than the visitor
	# were left.
	my ($most, $first, $last, $gone) = (0);
	my $end = time + $CLOSED + 6;
	while (time < $end) {
		my $n = Load::sockets($g->{pid}) - $rest;
		$first //= time if $n > 20;
		($most, $last) = ($n, time) if $n > $most;
		$gone = undef if $n > 5;
		$gone //= time if $first && $n <= 5;
		last if $gone && time > $gone + 1;
		sleep 0.1;
	}
	kill 'INT', $pid if $most > 20;
	waitpid $pid, 0;
	my @lines = Load::leave($visitor);
	my @times = map { (split)[0, 2] } @lines;
	my %statuses;
	$statuses{$_}++ for map { (split)[1, 3] } @lines;
	my %r = (most => $most, least => $name eq 'many ranges' ? -1 : 0.9 * $SLOW,
	    asked => scalar @times,
	    # Where each is answered and closed at once, few are ever there.
	    closed => $gone ? $gone - $last : $most <= 20 ? 0 : undef,
	    p99 => Load::percentile(99, @times), statuses => \%statuses,
	    memory => Load::peak($g->{pid}));
	$r{status} = $g->stop;
	$r{said} = $g->{said};
	$r{out} = Gehoor::slurp($out);
	return \%r;
}

sub good {
	my ($r) = @_;
	return $r->{most} > $r->{least} && defined $r->{closed} &&
	    $r->{closed} < $CLOSED && $r->{p99} < $P99 && $r->{memory} < $MEMORY;
}

for my $name (sort keys %mode) {
	# A shared machine may be busy with something else for a moment.
	my $r = round($name);
	unless (good($r)) {
		diag "$name: once more";
		$r = round($name);
	}
	note sprintf '%s: %d at once, closed after %.1f s, honest p99 %.1f ms ' .
	    'of %d, %.1f MiB', $name, $r->{most}, $r->{closed} // -1,
	    1000 * $r->{p99}, $r->{asked}, $r->{memory};
	cmp_ok $r->{most}, '>', $r->{least}, "$name: there were as many";
	like $r->{out}, qr/No open connections left/, "$name: says slowhttptest as well"
	    if $name eq 'many ranges';
	ok defined $r->{closed}, "$name: all were closed";
	cmp_ok $r->{closed} // 99, '<', $CLOSED, "$name: within $CLOSED s";
	cmp_ok $r->{p99}, '<', $P99, "$name: an honest visitor's p99 is under 50 ms";
	cmp_ok $r->{asked}, '>', 100, "$name: which was asked often";
	is_deeply [sort keys %{ $r->{statuses} }], [200, 201],
	    "$name: and always answered" or diag explain $r->{statuses};
	cmp_ok $r->{memory}, '<', $MEMORY, "$name: under $MEMORY MiB";
	is $r->{status}, 0, "$name: ends in order";
	cmp_ok scalar(() = $r->{said} =~ /\n/g), '<=', 2, "$name: nothing was logged";
}

done_testing;
