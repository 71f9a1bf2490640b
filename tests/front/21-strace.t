#!/usr/bin/perl
# 21-strace.t - every system call of gehoord's life is one that its unit lets
# through; none goes outside, and none asks who is there.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use Test::More;
use Unit;

my $allowed = Unit::allowed(Unit::settings());
cmp_ok scalar(keys %$allowed), '>', 150, 'the filter of the unit';
ok $allowed->{$_}, "lets $_ through" for qw(read write accept4 fdatasync openat);
ok !$allowed->{$_}, "but not $_" for qw(ptrace mount reboot setrlimit bpf);

# The calls of a trace, those put together that another thread came between.
sub calls {
	my ($trace) = @_;
	my (@calls, %half);
	for (split /\n/, $trace) {
		my ($thread, $call) = /^(\d+) +(.*)$/ or next;
		if ($call =~ s/ <unfinished \.\.\.>$//) {
			$half{$thread} = $call;
			next;
		}
		$call =~ s{^<\.\.\. \w+ resumed>}{delete $half{$thread} // ''}e;
		push @calls, $call;
	}
	return @calls, values %half;
}

# What is wrong with a trace; listening: the sockets that the configuration
# asks for.
sub wrong {
	my ($trace, %listening) = @_;
	my @wrong;
	my %inet;
	for (calls($trace)) {
		my ($call, $args) = /^(\w+)\((.*)/ or next;
		push @wrong, "outside the filter: $call" unless $allowed->{$call};
		push @wrong, "asks who: $_" if $call eq 'getpeername' ||
		    ($call =~ /^accept/ && $args !~ /^\d+(?:<[^>]*>)?, NULL, NULL,/);
		push @wrong, "outside: $_"
		    if $call =~ /^(?:connect|sendto|sendmsg|sendmmsg)$/ &&
		    $args =~ /AF_INET|AF_NETLINK|AF_PACKET/;
		push @wrong, "to whom: $_" if $call eq 'connect' && $args !~ /AF_UNIX/;
		push @wrong, "another program: $_"
		    if $call =~ /^(?:execve|execveat|fork|vfork)$/ && !/^execve\("[^"]*gehoord"/;
		$inet{$1}++ if $call eq 'socket' && $args =~ /^(AF_(?!UNIX)\w+)/;
	}
	for (sort keys %inet) {
		push @wrong, "$inet{$_} sockets $_"
		    if $inet{$_} > ($listening{$_} // 0);
	}
	return @wrong;
}

# The same look at a made-up trace.
is scalar(wrong(<<'END')), 11, 'each sin is found, a connect more than once';
12 getpeername(7, {sa_family=AF_INET}, [16]) = 0
12 accept4(5, NULL, NULL, SOCK_CLOEXEC <unfinished ...>
13 accept4(5,  <unfinished ...>
12 <... accept4 resumed>) = 8
13 <... accept4 resumed>{sa_family=AF_INET, sin_port=htons(1)}, [16], SOCK_CLOEXEC) = 9
12 connect(9, {sa_family=AF_UNIX, sun_path="/run/log"}, 12) = 0
12 sendto(9, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 1
12 bpf(BPF_PROG_LOAD, NULL, 0) = -1 EPERM
12 execve("/bin/sh", ["sh"], NULL) = 0
12 socket(AF_INET, SOCK_STREAM, 0) = 4
12 connect(9, {sa_family=AF_INET, sin_port=htons(80)}, 16) = 0
12 setuid(0 <unfinished ...>
END

# A whole life.
my $g = Gehoor->new(daemon => "$Gehoor::BUILD/gehoord", top => '');
my $d = $g->{dir};
my ($status, $out, $err) = Gehoor::run(qw(openssl req -x509 -newkey ec -pkeyopt
    ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=localhost -keyout),
    "$d/tls.key", '-out', "$d/tls.pem");
chmod 0600, "$d/tls.key";
$g->{conf} = $g->sms_line('mobiel', 'kannel', 'pad-van-kannel-12345');
$g->write_conf;
my $conf = Gehoor::slurp("$d/gehoor.conf");
$conf =~ s/("tcp:127.0.0.1:0")/$1, "tls:127.0.0.1:0"/;
Gehoor::spew("$d/gehoor.conf",
    "tls_certificate = \"$d/tls.pem\"\ntls_key = \"$d/tls.key\"\n$conf");
$g->{wrap} = ['strace', '-D', '-f', '-q', '-s', 300, '-o', "$d/trace"];
$g->start;
my $pid = $g->{pid};
my ($tls) = $g->{said} =~ /tls:127\.0\.0\.1:(\d+)/;
my %form = ('Content-Type' => 'application/x-www-form-urlencoded');
is $g->request('GET', $_)->{status}, 200, $_ for qw(/nl/ /nl/feedback /en/privacy /nl/antwoord);
is $g->request('POST', '/nl/feedback', headers => \%form,
    body => Gehoor::form(text => 'Bel 06 12345678', step => 'check'))->{status}, 200, 'checked';
my $receipt = $g->request('POST', '/nl/feedback', headers => \%form,
    body => Gehoor::form(text => 'Een verhaal', token => $g->token('feedback')));
my ($code) = $receipt->{body} =~ /<output id="code"[^>]*>(\S{19})</;
ok $code, 'a receipt';
is $g->request('POST', '/nl/code', headers => \%form, body => "code=$code")->{status},
    200, 'the code';
is $g->request('POST', '/nl/code', headers => \%form, body => "code=$code&step=proof")
    ->{status}, 200, 'a proof';
is $g->post('feedback', [text => 'json'])->{status}, 201, 'JSON';
is $g->request('GET', '/sms/mobiel/pad-van-kannel-12345?from=%2B31611111111&to=4433' .
    '&text=Hallo&coding=0&charset=UTF-8&id=abc-1&ts=1')->{status}, 200, 'a text message';
is $g->request('GET', '/healthz', unix => "$d/run/admin.sock")->{status}, 200, 'the admin socket';
my (undef, $page) = Gehoor::run('curl', '-sS', '--cacert', "$d/tls.pem",
    "https://localhost:$tls/nl/feedback");
like $page, qr/<form/, 'with TLS';
my @many = map { $g->connect } 1 .. 200;
undef @many;
kill 'HUP', $pid;
ok $g->until_said(qr/read again/), 'read again';
is $g->stop, 0, 'ends in order';
# The tracer writes that last, behind as many blanks as the number leaves.
my $trace = '';
for (1 .. 1000) {
	$trace = Gehoor::slurp("$d/trace");
	last if $trace =~ /^$pid +\+\+\+ exited/m;
	select undef, undef, undef, 0.01;
}
like $trace, qr/^$pid +\+\+\+ exited/m, 'it was seen to the end';
cmp_ok scalar(() = $trace =~ /\n/g), '>', 1000, 'all of it was seen';
is_deeply [wrong($trace, AF_INET => 2)], [],
    'no call outside the filter, none to the outside, none that asks who';

done_testing;
