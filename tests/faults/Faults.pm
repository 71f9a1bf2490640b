# Faults.pm - what the fault tests share: how much is run, the things that
# happen beside the clients, and the judgement after a fault.
package Faults;

use strict;
use warnings;
use File::Basename qw(dirname);
use File::Find qw(find);
use File::Path qw(remove_tree);
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

# ---- one state, made once and taken again and again -------------------------

our @STATE = ('state', 'gehoor.db');

# The tool, which must succeed; what it printed.
sub tool {
	my ($g, @args) = @_;
	my ($status, $out, $err) = $g->tool(@args);
	die "gehoor @args: $status $err" if $status;
	return $out;
}

# A desk answers messages of a box, by their texts.
sub answer {
	my ($g, $desk, $box, @texts) = @_;
	my %id = $g->ids($box);
	Gehoor::spew("$g->{dir}/antwoord.txt", 'we hebben je gebeld');
	$g->at_desk($desk);
	tool($g, 'reply', '--box', $box, '--id', $id{$_}{id}, '-f',
	    "$g->{dir}/antwoord.txt") for @texts;
}

# The state and the database as they are, under a name.
sub keep {
	my ($g, $name) = @_;
	remove_tree("$g->{dir}/$name");
	mkdir "$g->{dir}/$name" or die $!;
	system('cp', '-a', map({ "$g->{dir}/$_" } @STATE),
	    "$g->{dir}/$name/") == 0 or die;
}

# And again what they were.
sub fresh {
	my ($g, $name) = @_;
	remove_tree("$g->{dir}/state");
	unlink glob "$g->{dir}/gehoor.db* $g->{dir}/run/*";
	system('cp', '-a', map({ "$g->{dir}/$name/$_" } @STATE),
	    "$g->{dir}/") == 0 or die;
}

sub files {
	my @files;
	find({ no_chdir => 1, wanted => sub { push @files, $_ if -f } }, @_);
	return sort @files;
}

# Where files of a state are, without the state.
sub names {
	return map { s{.*/(?:state|links)/}{}r } files(@_);
}

# What a file was (before) and is not any more (after), where it is long enough
# to be found.
sub gone {
	my ($g, $path) = @_;
	my ($was, $is) = map { Gehoor::slurp("$g->{dir}/$_/state/$path") }
	    qw(before after);
	return if $was eq $is;
	return substr $was, -44, 40 if $path =~ /key$/;
	my $differ = $was ^ $is;
	my @gone;
	while ($differ =~ /[^\0](?:.{0,6}[^\0]+){15,}/gs) {
		push @gone, substr $was, $-[0], $+[0] - $-[0];
	}
	return @gone;
}

# Files that a desk pushes to the server: those of a kept state that match.
sub push_files {
	my ($g, $name, $pattern) = @_;
	my $d = $g->{dir};
	for my $path (grep { $_ =~ $pattern } names("$d/$name/state")) {
		Gehoor::spew("$d/state/$path.new",
		    Gehoor::slurp("$d/$name/state/$path"));
		rename "$d/state/$path.new", "$d/state/$path" or die $!;
	}
}

# A box in stat, and the sum of its terms, which is to be the tree size.
sub terms {
	my ($g, $box) = @_;
	my ($row) = grep { $_->{box} eq $box } @{ $g->stat };
	my $sum = 0;
	$sum += $row->{$_} for grep { !/^(?:box|tree_size)$/ } keys %$row;
	return ($row, $sum);
}

sub kill9 {
	my (%o) = @_;
	Kill9::run(rounds => scaled($o{rounds}), per => 50, longest => 0.02,
	    before => \&before, beside => \@beside, after => \&after,
	    new => { clock => 1793000000,
		$o{daemon} ? (daemon => $o{daemon}) : () });
}

1;
