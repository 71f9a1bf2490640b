#!/usr/bin/perl
# 32-overload.t - five times as much as it can take: 503 with Retry-After,
# quickly; what was acknowledged is in the log, once.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use JSON::PP;
use Load;
use Test::More;
use Time::HiRes qw(time sleep);

my $SECONDS = 5;
my $SENDERS = 4;
plan skip_all => 'measures the release program' if $ENV{SANITIZED};

# Offers so many a second for a while, in time whether or not it is answered.
sub sender {
	my ($g, $rate, $id) = @_;
	pipe my $r, my $w or die $!;
	my $pid = fork // die $!;
	if ($pid) {
		close $w;
		return { pid => $pid, lines => $r };
	}
	my $from = time;
	for my $i (0 .. $rate * $SECONDS - 1) {
		my $wait = $from + $i / $rate - time;
		sleep $wait if $wait > 0;
		my $asked = time;
		my $a = $g->post('feedback', [text => "bericht $id-$i."]);
		syswrite $w, sprintf("%d %s %.4f %s\n", $i, $a ? $a->{status} : 'none',
		    time - $asked, $a ? $a->{headers}{'retry-after'} // '-' : '-');
	}
	POSIX::_exit(0);
}

sub overload {
	my ($name, $rate, $top) = @_;
	my $g = Gehoor->new(daemon => "$Gehoor::BUILD/gehoord", top => $top);
	$g->start;
	my @senders = map { sender($g, $rate * 5 / $SENDERS, $_) } 1 .. $SENDERS;
	my (@quick, %statuses, @taken);
	for my $id (1 .. $SENDERS) {
		my $f = $senders[$id - 1]{lines};
		while (my $line = <$f>) {
			my ($i, $status, $seconds, $retry) = split / /, $line =~ s/\n//r;
			$statuses{$status}++;
			push @taken, "bericht $id-$i." if $status eq 201;
			if ($status eq 503) {
				push @quick, $seconds;
				$statuses{'no Retry-After'}++ unless $retry =~ /^[1-9]\d*$/;
			}
		}
		waitpid $senders[$id - 1]{pid}, 0;
	}
	my $p99 = Load::percentile(99, @quick) // 99;
	note sprintf '%s: %d offered, %d taken, %d told to wait, p99 of that ' .
	    '%.1f ms (median %.1f), %.1f MiB', $name, $rate * 5 * $SECONDS,
	    scalar @taken, scalar @quick, 1000 * $p99,
	    1000 * (Load::percentile(50, @quick) // 0), Load::peak($g->{pid});
	is_deeply [sort keys %statuses], [201, 503], "$name: a receipt, or 503 with when to try"
	    or diag explain \%statuses;
	cmp_ok scalar(@quick), '>', $rate * $SECONDS, "$name: it was too much indeed";
	cmp_ok scalar(@taken), '>', 0.5 * $rate * $SECONDS, "$name: and it went on working";
	cmp_ok $p99, '<', 0.050, "$name: 503 comes quickly";
	cmp_ok Load::peak($g->{pid}), '<', 64, "$name: in little memory";
	is $g->stop, 0, "$name: ends in order";
	my %kept;
	$kept{$_->{text}}++ for $g->records;
	is scalar(grep { !$kept{$_} } @taken), 0, "$name: nothing acknowledged is lost";
	is scalar(grep { $_ > 1 } values %kept), 0, "$name: and nothing is there twice";
	is(($g->tool('verify'))[0], 0, "$name: the log is whole");
}

overload('more than the rate', 60,
    "rate = 60\nburst = 60\nmax_connections = 500\n");
# One message waits at a time, and the disk is asked ten times a second.
overload('a full queue', 10, "queue = 1\nbatch_ms = 100\nrate = 100000\n" .
    "burst = 100000\n");

done_testing;
