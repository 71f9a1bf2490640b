#!/usr/bin/perl
# 64-tls.t - gehoord with its own TLS: versions, refusals, a story whole, no
# session kept, a new certificate while running, the redirect.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

my $g = Gehoor->new;
my $d = $g->{dir};

# A certificate of our own, for that name.
sub certificate {
	my ($file, $name, @more) = @_;
	my ($status, $out, $err) = Gehoor::run(qw(openssl req -x509 -newkey ec
	    -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj), "/CN=$name",
	    '-addext', "subjectAltName=DNS:$name", '-keyout', "$file.key", '-out',
	    "$file.pem", @more);
	die $err if $status;
	chmod 0600, "$file.key";
}
certificate("$d/tls", 'localhost');
my $plain = Gehoor::slurp("$d/gehoor.conf");
my $tls = $plain;
$tls =~ s/("tcp:127.0.0.1:0")/$1, "tls:127.0.0.1:0", "redirect:127.0.0.1:0"/;
$tls = "public_url = \"https://localhost\"\ntls_certificate = \"$d/tls.pem\"\n" .
    "tls_key = \"$d/tls.key\"\n$tls";
sub conf { Gehoor::spew("$d/gehoor.conf", $_[0]) }

# What is wrong is said, with its name, and nothing starts.
sub refused {
	my ($what, $pattern, $text) = @_;
	conf($text);
	my ($status, $out, $err) =
	    Gehoor::run("$Gehoor::BUILD/gehoord", '-c', "$d/gehoor.conf", '-n');
	is $status, 1, "$what: refused";
	like $err, $pattern, "$what: said";
}
refused('no certificate there', qr/none\.pem: .*No such file/,
    $tls =~ s/tls\.pem/none.pem/r);
chmod 0644, "$d/tls.key";
refused('a key that others may read', qr/tls\.key.*chmod/, $tls);
chmod 0600, "$d/tls.key";
certificate("$d/other", 'localhost');
refused('the key of another certificate', qr/tls_key: .*other\.key: /,
    $tls =~ s/tls\.key/other.key/r);
Gehoor::spew("$d/junk.pem", "no certificate\n");
refused('a file of another kind', qr/tls_certificate: .*junk\.pem: /,
    $tls =~ s/tls\.pem/junk.pem/r);

conf($tls);
$g->start;
my ($port) = $g->{said} =~ /tls:127\.0\.0\.1:(\d+)/ or die $g->{said};
my ($http) = $g->{said} =~ /redirect:127\.0\.0\.1:(\d+)/ or die $g->{said};
my @ca = ('--cacert', "$d/tls.pem");
sub curl {
	my ($status, $out, $err) = Gehoor::run('curl', '-sS', '-i', '--max-time',
	    20, @_);
	return $status == 0 ? $out : "curl: $err";
}
my $url = "https://localhost:$port";

my $page = curl(@ca, "$url/nl/feedback");
like $page, qr{^HTTP/1.1 200 }, 'the form, with TLS';
like $page, qr/^Strict-Transport-Security: max-age=31536000\r$/m,
    'and from now on only with it';
unlike curl("http://127.0.0.1:$g->{port}/nl/feedback"), qr/^Strict-Transport/m,
    'without TLS nothing of that is said';
my $story = "Lang verhaal \xf0\x9f\x98\xa2 " x 350;
Gehoor::spew("$d/body", Gehoor::form(text => $story, who => 'jongere'));
like curl(@ca, '-H', 'Accept: application/json', '--data-binary', "\@$d/body",
    "$url/nl/feedback"), qr/"code":"\S{19}"/, 'a story';
is((grep { $_->{text} =~ /^Lang verhaal/ && length $_->{text} > 5000 }
	$g->records), 1, 'is stored whole');
Gehoor::spew("$d/big", 'text=' . 'x' x 3_000_000);
like curl(@ca, '--data-binary', "\@$d/big", "$url/nl/feedback"),
    qr{^HTTP/1.1 413 }, 'one that is too long is told so';
like curl(@ca, "$url/nl/", "$url/nl/privacy"),
    qr{200 OK.*200 OK}s, 'two requests on one connection';
like curl('-k', '--tls-max', '1.1', '--ciphers', 'DEFAULT@SECLEVEL=0', "$url/"),
    qr/^curl: /, 'TLS 1.1 is not spoken';
like curl(@ca, '--tls-max', '1.2', "$url/nl/"), qr{^HTTP/1.1 200 }, 'TLS 1.2 is';
like curl(@ca, '--tlsv1.3', "$url/nl/"), qr{^HTTP/1.1 200 }, 'TLS 1.3 is';
like curl('--ciphers', 'AES128-SHA:AES256-SHA', '--tls-max', '1.2', @ca, "$url/"),
    qr/^curl: /, 'no cipher without forward secrecy';

# openssl s_client: what is said about the session and the certificate.
sub s_client {
	my (@args) = @_;
	my ($status, $out, $err) = Gehoor::run('openssl', 's_client', '-connect',
	    "127.0.0.1:$port", '-CAfile', "$d/tls.pem", '-servername',
	    'localhost', @args);
	return "$out$err";
}
for my $version (qw(-tls1_2 -tls1_3)) {
	my $said = s_client($version, '-sess_out', "$d/session");
	unlike $said, qr/TLS session ticket:/, "$version: no ticket";
	like $said, qr/Verify return code: 0 \(ok\)/, "$version: the certificate";
	unlike s_client($version, -s "$d/session" ? ('-sess_in', "$d/session") : ()),
	    qr/^Reused, /m, "$version: no session is resumed";
}
like s_client('-alpn', 'h2,http/1.1'), qr/ALPN protocol: http\/1\.1/,
    'HTTP/1.1 is chosen';
like s_client('-alpn', 'h2'), qr/no application protocol/,
    'nothing else is promised';

# A new certificate while running; a wrong one leaves the old in place.
certificate("$d/new", 'localhost');
rename "$d/new.$_", "$d/tls.$_" or die for qw(key pem);
like curl(@ca, "$url/nl/"), qr/^curl: .*certificate/, 'still the old certificate';
sub reload {
	my ($pattern) = @_;
	$g->{said} = '';
	kill 'HUP', $g->{pid};
	return $g->until_said($pattern);
}
ok reload(qr/read again/), 'after SIGHUP';
like curl(@ca, "$url/nl/"), qr{^HTTP/1.1 200 }, 'the new one';
Gehoor::spew("$d/tls.pem.keep", Gehoor::slurp("$d/tls.pem"));
Gehoor::spew("$d/tls.pem", "broken\n");
ok reload(qr/the old configuration stays: .*tls\.pem/), 'a broken one is named';
like curl('--cacert', "$d/tls.pem.keep", "$url/nl/"), qr{^HTTP/1.1 200 },
    'and the one before goes on';
rename "$d/tls.pem.keep", "$d/tls.pem";

# Plain HTTP only leads to TLS.
my $away = curl("http://127.0.0.1:$http/nl/lijn?geheim=1");
like $away, qr{^HTTP/1.1 301 .*^Location: https://localhost/nl/lijn\r$}ms,
    'the redirect keeps the path';
unlike $away, qr/geheim/, 'and nothing behind it';
like curl('--path-as-is', "http://127.0.0.1:$http//evil.test/x"),
    qr{^Location: https://localhost/\r$}m, 'and leads to no other site';
like curl('-d', 'text=hallo', "http://127.0.0.1:$http/nl/feedback"),
    qr{^HTTP/1.1 301 }, 'a post is not read';
like curl('-X', 'BREW', "http://127.0.0.1:$http/"), qr{^HTTP/1.1 501 },
    'what is no method of ours is told so';

# Somebody who speaks no TLS, and somebody who says nothing.
my $c = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port);
print $c "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
my $got = '';
1 while sysread $c, $got, 4096, length $got;
unlike $got, qr/HTTP/, 'plain HTTP is not answered there';

is $g->stop, 0, 'ends in order';
is(($g->tool('verify'))[0], 0, 'the log is whole');
ok !grep({ /geheim|127\.0\.0\.1:$port.*->/ } $g->{said}), 'nothing was told';

done_testing;
