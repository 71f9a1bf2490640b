#!/usr/bin/perl
# 40-strace.t - calls of the system fail where libc cannot hide them.
#
# The shim (30-calls.t) meets what goes through libc, and makes calls short,
# which strace cannot; strace meets what libc does by itself.  Writes fail
# once the daemon runs: who may not write at all cannot say that it has
# started, and the test waits for that.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Strace;
use Sweep;
use Test::More;

my $missing = Strace::missing();
plan skip_all => $missing if $missing;

my @calls = qw(pwrite64 writev fdatasync fsync openat rename renameat
    renameat2 close read pread64 accept4);
my @errors = qw(EIO ENOSPC EINTR);
my $every = 3; # one of so many points, at a scale of 1; odd, for both kinds

my $s = Sweep->new;
$s->fresh;
my $n = Strace::count($s->{g}, [@calls, 'write'], sub { $s->work('telling') });
my $k = 0;
sub wanted {
	return $k++ % ($every * $Faults::SCALE) == 0;
}

for my $call (grep { $n->{$_} } @calls) {
	for my $i (1 .. $n->{$call}) {
		for my $error (@errors) {
			wanted() and $s->tap($call, $i, $error, $_,
			    Strace::wrap($call, $i, $error, $_))
			    for 'once', 'on';
		}
	}
}
for my $i (1 .. $n->{write}) {
	for my $error (@errors) {
		next unless wanted();
		local $s->{attach} = sub {
			return Strace::attach($_[0], 'write', $i, $error);
		};
		$s->tap('write', $i, $error, 'once');
	}
}
diag "$s->{points} points";
done_testing;
