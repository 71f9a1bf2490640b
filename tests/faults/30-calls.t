#!/usr/bin/perl
# 30-calls.t - every n-th call to the system fails or is short, once or from
# then on: nothing acknowledged is lost, nothing is there that nobody wrote.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Sweep;
use Test::More;

my %errors = (
	write => [qw(EIO ENOSPC EINTR short)],
	read => [qw(EIO ENOSPC EINTR short)],
	map({ $_ => [qw(EIO ENOSPC EINTR)] }
	    qw(fdatasync fsync open rename close accept)),
	map({ $_ => [qw(EIO ENOSPC)] } qw(unlink mkdir times)),
);

my $s = Sweep->new;
my (undef, $calls) = $s->count;
my $k = 0;
for my $class (sort keys %errors) {
	for my $n (1 .. $calls->{$class}) {
		for my $error (@{ $errors{$class} }) {
			for my $on ('once', 'on') {
				next if $k++ % $Faults::SCALE;
				$s->shim_point($class, $n, $error, $on);
			}
		}
	}
}
$s->finish;
done_testing;
