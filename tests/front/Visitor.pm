# Visitor.pm - somebody whom anybody would know again: from an address of
# loopback that nobody else uses, with a browser, a cookie, a language of
# their own, behind another proxy that tells on them.
package Visitor;

use strict;
use warnings;
use Gehoor;
use IO::Socket::INET;
use IPC::Open2;

our $ADDRESS = '127.83.19.7';
our $NUMBER = '31698765432';

# What must not be found: where gehoord listens, and where a proxy writes.
our %WHO = (
	address => qr/127\.83\.19\.7|7f531307|\x7f\x53\x13\x07/i,
	forwarded => qr/10\.83\.19\.9/,
	agent => qr/Naaldbrowser/i,
	cookie => qr/koeknaald/i,
	referer => qr/verwijsnaald/i,
	language => qr/taalnaald/i,
	other => qr/veldnaald/i,
);
our %WHAT = (
	number => qr/$NUMBER/,
	story => qr/verhaalnaald/,
	secret => qr/pad-van-kannel/,
);

my @fields = (
	'User-Agent: Naaldbrowser/7.3 (telefoon)',
	'Cookie: koeknaald=1',
	'If-None-Match: "koeknaald"',
	'Referer: https://verwijsnaald.test/pagina',
	'Origin: https://verwijsnaald.test',
	'Accept-Language: nl, x-taalnaald;q=0.7',
	'X-Forwarded-For: 10.83.19.9',
	'X-Forwarded-Host: verwijsnaald.test',
	'X-Forwarded-Proto: veldnaald',
	'X-Real-IP: 10.83.19.9',
	'Forwarded: for=10.83.19.9;by=verwijsnaald',
	'Via: 1.1 verwijsnaald',
	(map { "$_: 10.83.19.9" } qw(X-Client-IP True-Client-IP Client-IP
	    X-Originating-IP CF-Connecting-IP X-Cluster-Client-IP)),
	'From: veldnaald@voorbeeld.test',
	'Sec-CH-UA: "Naaldbrowser";v="7"',
	'Sec-Fetch-Site: veldnaald',
	'X-Requested-With: veldnaald',
	'X-Veldnaald: 1',
	'Authorization: Basic veldnaald',
	'DNT: 1',
);

sub new {
	my ($class, $proxy) = @_;
	return bless { proxy => $proxy, http => '--http1.1' }, $class;
}

# The arguments of curl(1) for a path, as this visitor.
sub curl {
	my ($v, $path, @more) = @_;
	my $p = $v->{proxy};
	return ('curl', '-q', '-s', '-S', '-i', '--no-progress-meter', '--max-time', 20, '--noproxy',
	    '*', '--interface', "host!$ADDRESS", '--cacert', $p->{cert},
	    (map { ('--resolve', "voorbeeld.nl:$p->{$_}:127.0.0.1") }
	    qw(tls plain)), $v->{http}, (map { ('-H', $_) } @fields), @more,
	    $path =~ /^http/ ? $path : $v->url($path));
}

sub url {
	my ($v, $path) = @_;
	return "https://voorbeeld.nl:$v->{proxy}{tls}$path";
}

# One request; status, head, headers (small letters) and body of the answer.
sub get {
	my ($v, $path, @more) = @_;
	my ($status, $out, $err) = Gehoor::run($v->curl($path, @more));
	return answer($out) // { status => 0, head => '', headers => {},
	    body => "curl: $status $err" };
}

sub answer {
	my ($out) = @_;
	$out =~ s{\A(?:HTTP/\S+ 1\d\d.*?\r\n\r\n)+}{}s;
	my ($head, $body) = $out =~ m{\A(HTTP/.*?\r\n)\r\n(.*)\z}s or return;
	my %h;
	for (split /\r\n/, $head) {
		push @{ $h{lc $1} }, $2 if /^([^:\s]+):\s*(.*)$/;
	}
	return { status => ($head =~ m{^\S+ (\d+)})[0], head => $head,
	    headers => { map { $_ => join ' | ', @{ $h{$_} } } keys %h },
	    body => $body };
}

sub head { my ($v, @o) = @_; return $v->get(@o, '-I') }

sub post {
	my ($v, $path, $pairs, @more) = @_;
	return $v->get($path, '--data-binary', Gehoor::form(@$pairs), @more);
}

# A text message as Kannel brings it.
sub sms {
	my ($v, $text) = @_;
	return $v->get('/sms/kannel/pad-van-kannel-12345?' .
	    "from=%2B$NUMBER&to=4433&text=$text&coding=0&charset=UTF-8&id=$text");
}

# A post that takes its time: what it sends first, and a sub that sends the
# rest and returns the answer.  The length is not said beforehand.
sub slowly {
	my ($v, $path, $first, $rest) = @_;
	my $pid = open2(my $from, my $to, $v->curl($path, '-X', 'POST', '-T',
	    '.', '-H', 'Content-Type: application/x-www-form-urlencoded'));
	local $SIG{PIPE} = 'IGNORE';
	say_all($to, $first);
	return sub {
		local $SIG{PIPE} = 'IGNORE';
		say_all($to, $rest);
		close $to;
		local $/;
		my $out = <$from>;
		waitpid $pid, 0;
		return answer($out // '');
	};
}

# The same over HTTP/1.1 with the length said, and in chunks of a byte.
sub slowly_by_length {
	my ($v, $path, $first, $rest) = @_;
	return $v->slowly_framed($path, 'Content-Length: ' .
	    length "$first$rest", $first, $rest);
}

sub slowly_in_bits {
	my ($v, $path, @parts) = @_;
	my ($first, $rest) = map { s/(.)/1\r\n$1\r\n/gsr } @parts;
	return $v->slowly_framed($path, 'Transfer-Encoding: chunked', $first,
	    "${rest}0\r\n\r\n");
}

sub slowly_framed {
	my ($v, $path, $framing, $first, $rest) = @_;
	my ($pid, $from, $to) = $v->tls;
	local $SIG{PIPE} = 'IGNORE';
	say_all($to, join("\r\n", "POST $path HTTP/1.1",
	    'Host: voorbeeld.nl', @fields, 'Content-Type: ' .
	    'application/x-www-form-urlencoded', $framing) .
	    "\r\n\r\n$first");
	return sub {
		local $SIG{PIPE} = 'IGNORE';
		say_all($to, $rest);
		my $out = hear($from, 10);
		kill 'TERM', $pid;
		waitpid $pid, 0;
		return answer($out) // { status => 0 };
	};
}

sub say_all {
	my ($to, $bytes) = @_;
	while (length $bytes) {
		my $n = syswrite $to, $bytes or last;
		substr $bytes, 0, $n, '';
	}
}

# TLS and nothing else: a process, what comes from it and what goes to it.
sub tls {
	my ($v, @more) = @_;
	my $p = $v->{proxy};
	my $pid = open2(my $from, my $to, 'sh', '-c',
	    'exec timeout 20 "$@" 2>/dev/null', 'sh', 'openssl', 's_client',
	    '-quiet', '-connect', "127.0.0.1:$p->{tls}", '-bind',
	    "$ADDRESS:0", '-servername', 'voorbeeld.nl', '-CAfile',
	    $p->{cert}, @more);
	return ($pid, $from, $to);
}

# What comes until the head of an answer is there, or it is quiet.
sub hear {
	my ($from, $seconds) = @_;
	my $out = '';
	vec(my $r = '', fileno $from, 1) = 1;
	while (select my $ready = $r, undef, undef, $seconds) {
		sysread $from, $out, 65536, length $out or last;
		last if $out =~ /\r\n\r\n/;
	}
	return $out;
}

# Raw bytes inside TLS; what came back.
sub raw {
	my ($v, $bytes, @more) = @_;
	my ($pid, $from, $to) = $v->tls(@more);
	local $SIG{PIPE} = 'IGNORE';
	syswrite $to, $bytes;
	my $out = hear($from, 2);
	kill 'TERM', $pid;
	waitpid $pid, 0;
	return $out;
}

# Raw bytes without TLS, to a port where TLS is spoken.
sub plain {
	my ($v, $bytes) = @_;
	my $c = IO::Socket::INET->new(PeerAddr => '127.0.0.1', LocalAddr =>
	    $ADDRESS, PeerPort => $v->{proxy}{tls}) or die $!;
	syswrite $c, $bytes;
	return hear($c, 2);
}

1;
