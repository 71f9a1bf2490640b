#!/usr/bin/perl
# 31-memory.t - every n-th allocation fails, once or from then on: all of the
# end of the start, of serving and of rotation; of the reading of the
# configuration one in five.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Sweep;
use Test::More;

my $late = 400; # allocations before "ready" that are each tried
my $s = Sweep->new;
my ($ready, $all) = map { $_->{memory} } $s->count;

# Reading only: no messages, so that it is quick.
my $each = 5 * $Faults::SCALE;
my $step = 100 * $each;
for (my $from = 1; $from < $ready; $from += $step) {
	my @wrong;
	for (my $n = $from; $n < $from + $step && $n < $ready; $n += $each) {
		my ($status, $out, $err) = Gehoor::run(
		    $s->shim('memory', $n, $n, 'ENOMEM'), $Faults::TINY, '-n',
		    '-c', "$s->{g}{dir}/gehoor.conf");
		push @wrong, "$n: $status $err" if
		    !Sweep::theirs($err) &&
		    ($status > 127 || ($status && $err !~ /\S/));
	}
	ok !@wrong, "reading the configuration, allocations from $from"
	    or diag @wrong;
}

my $k = 0;
for my $n (map({ 1 + 200 * $_ } 0 .. ($ready - $late) / 200),
    $ready - $late .. $all) {
	$s->shim_point('memory', $n, 'ENOMEM', 'once')
	    unless $k++ % $Faults::SCALE;
	$s->shim_point('memory', $n, 'ENOMEM', 'on')
	    unless $k % (3 * $Faults::SCALE);
}
$s->finish;
done_testing;
