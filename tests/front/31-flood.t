#!/usr/bin/perl
# 31-flood.t - more connections than there may be: the slowest goes, who is
# honest gets in; out of descriptors gehoord rests and does not spin.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use Load;
use Test::More;
use Time::HiRes qw(time sleep);

plan skip_all => 'measures the release program' if $ENV{SANITIZED};

# Lines that gehoord said beyond the first.
sub said {
	my ($g) = @_;
	my @lines = split /\n/, $g->{said};
	return @lines - 1;
}

# Holds so many connections; from time to time one says a little.
sub hold {
	my ($g, $n) = @_;
	my @all;
	for (1 .. $n) {
		my $c = $g->connect or last;
		push @all, $c;
	}
	return \@all;
}

# Within a second an honest request is answered; the seconds it took.
sub answered {
	my ($g) = @_;
	my $from = time;
	my $r = eval {
		local $SIG{ALRM} = sub { die };
		alarm 5;
		my $r = $g->post('feedback', [text => 'eerlijk']);
		alarm 0;
		$r;
	};
	diag $@ || ($r ? $r->{status} : "no answer") unless $r && $r->{status} eq 201;
	return $r && $r->{status} eq 201 ? time - $from : 99;
}

# ---- the cap: max_connections, or what the descriptors allow -----------------
my $g = Gehoor->new(daemon => "$Gehoor::BUILD/gehoord",
    wrap => ['sh', '-c', 'ulimit -n 256; exec "$@"', 'sh']);
$g->start;
like $g->{said}, qr/max_connections: only 256 files/, 'few descriptors are told';
my $held = hold($g, 1000);
is @$held, 1000, 'a flood of a thousand';
cmp_ok Load::sockets($g->{pid}), '<', 256, 'no more are held than there may be';
my $took = answered($g);
cmp_ok $took, '<', 1, 'an honest visitor gets in at once';
my ($cpu, $from) = (Load::cpu($g->{pid}), time);
sleep 3;
my $share = (Load::cpu($g->{pid}) - $cpu) / (time - $from);
note sprintf 'flood held: %.2f %% CPU, honest visitor %.0f ms', 100 * $share,
    1000 * $took;
cmp_ok $share, '<', 0.05, 'holding them costs under 5 % of a processor';
# One that has begun to speak is kept before one that has not.
my $c = $g->connect;
syswrite $c, "POST /nl/feedback HTTP/1.1\r\nHost: localhost\r\n" .
    "Accept: application/json\r\nContent-Length: 10\r\n\r\ntext=";
my $more = hold($g, 300);
syswrite $c, 'hallo';
my $r = Gehoor::read_response($c, 'POST');
is $r && $r->{status}, 201, 'who is in the middle of a story is not closed for a newcomer';
undef $held;
undef $more;
cmp_ok answered($g), '<', 1, 'after the flood all is as before';
is $g->stop, 0, 'ends in order';
is said($g), 1, 'nothing more was logged' or diag $g->{said};

# ---- out of descriptors, against expectation ---------------------------------
$g = Gehoor->new(daemon => "$Gehoor::BUILD/gehoord");
$g->start;
my $n = Load::sockets($g->{pid}) + 40;
is system('prlimit', '--pid', $g->{pid}, "--nofile=$n"), 0,
    'the limit is lowered under its feet';
$held = hold($g, 400);
sleep 0.5;
($cpu, $from) = (Load::cpu($g->{pid}), time);
sleep 4;
$share = (Load::cpu($g->{pid}) - $cpu) / (time - $from);
note sprintf 'out of descriptors: %.2f %% CPU', 100 * $share;
cmp_ok $share, '<', 0.05, 'out of descriptors it rests: under 5 % of a processor';
undef $held;
$from = time;
my $answered = answered($g);
note sprintf 'recovered after %.0f ms', 1000 * $answered;
cmp_ok $answered, '<', 1, 'and is back within a second';
$g->stop;
is scalar(() = $g->{said} =~ /out of descriptors/g), 1, 'one line was logged in that minute';
cmp_ok said($g), '<=', 1, 'and no other' or diag $g->{said};

done_testing;
