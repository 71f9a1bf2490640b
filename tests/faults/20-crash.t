#!/usr/bin/perl
# 20-crash.t - the power is cut 150 times under load: every acknowledged
# message is on what crashdisk.c says is left of the disk.  Where the disk
# lies about its syncs the same test must see messages lost.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Disk;
use Faults;
use Kill9;
use Test::More;

srand 20;

# An installation on such a disk, cut off after each daemon.
sub installation {
	my ($stub, %o) = @_;
	my $s = Kill9::installation(longest => 0.03,
	    new => { clock => 1793000000, daemon => $Faults::TINY }, %o);
	my $disk = Disk->new($s->{g}, $stub);
	my $n = 0;
	$s->{killed} = sub { $disk->cut($stub || $n++ % 2) };
	return $s;
}

# Whether all is there once gehoord has started again; says what is not.
sub whole {
	my ($s) = @_;
	$s->{g}->start;
	my ($status, $out, $err) = $s->{g}->tool('verify');
	my @missing = Kill9::missing($s);
	Kill9::end($s, 'KILL');
	return 1 if $status == 0 && !@missing;
	diag "$out$err", map { "missing: $_\n" } @missing;
	return 0;
}

my ($cuts, $messages) = (Faults::scaled(150), 0);
for my $epoch (1 .. Faults::scaled(10)) {
	my $s = installation('', epoch => $epoch, before => \&Faults::before,
	    beside => \@Faults::beside);
	my $rounds = $cuts < 15 ? $cuts : 15;
	for my $round (1 .. $rounds) {
		Kill9::one_round($s, $round);
		# Memory is gone: the same post has another code now.
		$s->{open} = [];
		ok whole($s), "all there after power cut $round of $epoch";
	}
	$messages += keys %{ $s->{acknowledged} };
}
cmp_ok $messages, '>', $cuts, "$messages messages acknowledged";

# The control: a disk that lies.
for my $stub (qw(content entries)) {
	my $s = installation($stub);
	my ($lost, $round) = (0, 0);
	until ($lost || $round == 20) {
		$round++;
		$lost = 1 unless eval {
			Kill9::one_round($s, $round);
			$s->{g}->start;
			$lost = Kill9::missing($s);
			Kill9::end($s, 'KILL');
			1;
		};
	}
	ok $lost, "without the sync of $stub something is lost in round $round";
}
done_testing;
