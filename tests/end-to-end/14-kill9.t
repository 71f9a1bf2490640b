#!/usr/bin/perl
# 14-kill9.t - promise 1: killed 500 times under load, every acknowledged
# message is in the log, and none counts twice.  ROUNDS says otherwise.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep);

my $rounds = $ENV{ROUNDS} || ($ENV{SANITIZED} ? 25 : 500);
my $clients = 4;
my $g = Gehoor->new(readers => 1,
    top => "rate = 1000000\nburst = 1000000\nsegment_mib = 1");
srand 42;

# A client: posts numbered stories until the daemon dies, first again what
# was not acknowledged; writes a line for every story tried and acknowledged.
sub client {
	my ($w, $number, $round, $open) = @_;
	my $c = $g->connect or return;
	my $token = $g->token('feedback', on => $c) or return;
	my @todo = @$open;
	for (my $i = 0;; $i++) {
		my ($story, $t) = @todo ? @{ shift @todo } :
		    ("verhaal $round.$number.$i", $token);
		syswrite $w, "T $t $story\n";
		my $r = $g->post('feedback', [text => $story, token => $t],
		    on => $c) or return;
		return if $r->{status} != 201;
		my $code = decode_json($r->{body})->{code};
		syswrite $w, "A $code $story\n";
	}
}

my (%acknowledged, @open, %codes);
my $changed = 0;
for my $round (1 .. $rounds) {
	$g->start;
	pipe my $r, my $w or die $!;
	my @pids;
	for my $n (1 .. $clients) {
		my @mine = grep { $_ % $clients == $n - 1 } 0 .. $#open;
		my $pid = fork // die $!;
		if ($pid == 0) {
			close $r;
			delete $g->{pid};
			client($w, $n, $round, [@open[@mine]]);
			close $w;
			POSIX::_exit(0);
		}
		push @pids, $pid;
	}
	close $w;
	sleep 0.002 + rand 0.06;
	$g->stop('KILL');
	my %tried;
	while (<$r>) {
		my ($what, $id, $story) = /^([TA]) (\S+) (.*)\n$/ or next;
		if ($what eq 'T') {
			$tried{$story} = $id;
		} else {
			$changed++ if exists $codes{$story} &&
			    $codes{$story} ne $id;
			$codes{$story} = $id;
			$acknowledged{$story} = 1;
			delete $tried{$story};
		}
	}
	waitpid $_, 0 for @pids;
	my %still = (map({ @$_ } @open), %tried);
	@open = map { [$_, $still{$_}] }
	    grep { !$acknowledged{$_} } sort keys %still;
}
my $n = keys %acknowledged;
cmp_ok $n, '>', $rounds * 2, "$rounds rounds, $n messages acknowledged";
is $changed, 0, 'a story kept its code';

# What was never answered is posted once more to a daemon that lives.
$g->start;
for (@open) {
	my $r = $g->post('feedback', [text => $_->[0], token => $_->[1]]);
	$acknowledged{ $_->[0] } = 1 if $r && $r->{status} == 201;
}
is $g->stop, 0, 'the last daemon ends in order';

my ($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify is content with every torn tail' or diag "$out$err";
my %stored;
$stored{ $_->{text} }++ for $g->records;
is_deeply [grep { !$stored{$_} } sort keys %acknowledged], [],
    'every acknowledged message is in the log';
($status, $out, $err) = $g->tool('ingest');
is $status, 0, 'ingest' or diag $err;
my $stat = $g->stat;
my %box = ref $stat eq 'ARRAY' ? map { $_->{box} => $_ } @$stat :
    %{ $stat->{boxes} || $stat };
is $box{feedback}{counted}, scalar keys %stored, 'and none counts twice';

done_testing;
