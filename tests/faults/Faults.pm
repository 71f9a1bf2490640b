# Faults.pm - what the fault tests share: how much is run, the things that
# happen beside the clients, and the judgement after a fault.
package Faults;

use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . "/../end-to-end";
use Gehoor;
use JSON::PP;
use Test::More;

our $WEEK = 7 * 24 * 3600;
our $TINY = "$Gehoor::BUILD/test/gehoord-tiny";

# FAULTS_SCALE=10 runs about a tenth.
our $SCALE = $ENV{FAULTS_SCALE} || 1;

sub scaled {
	my ($n) = @_;
	my $m = int $n / $SCALE;
	return $m > 0 ? $m : 1;
}

# What happens between and beside the rounds of kill -9: a list of sub
# ($g, $round), each in a process of its own while the clients write.  An
# addition comes last.
our @beside = (
	# The week ends: the daemon is told to look at its clock, and signs.
	sub {
		my ($g, $round) = @_;
		return unless $round % 5 == 2;
		$g->clock($g->{clock} + $round * $WEEK);
		kill 'HUP', $g->{pid};
	},
);

# In front of a start: every fifth time in another week.  True where the clock
# has moved since the round before, or will in this one: with the week the
# code of a message changes, which makes it another one.
sub before {
	my ($g, $round) = @_;
	return $round % 5 == 2 || $round % 5 == 3 unless $round % 5 == 0;
	$g->clock($g->{clock} + $round * $WEEK);
	return 1;
}

# All stopped: the weeks left checkpoints behind.
sub after {
	my ($g) = @_;
	my @checkpoints = glob "$g->{dir}/state/log/feedback/checkpoint-*";
	ok @checkpoints > 1, scalar(@checkpoints) . ' checkpoints were signed';
}

sub kill9 {
	my (%o) = @_;
	Kill9::run(rounds => scaled($o{rounds}), per => 50, longest => 0.02,
	    before => \&before, beside => \@beside, after => \&after,
	    new => { clock => 1793000000,
		$o{daemon} ? (daemon => $o{daemon}) : () });
}

1;
