#!/usr/bin/perl
# 40-testssl.t - gehoord's own TLS as testssl.sh judges it: nothing at or above
# LOW, but for what is about a certificate and a name of the real internet.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use JSON::PP;
use Test::More;

# Findings that no server on loopback can help, and why.
my %excused = (
	cert_revocation => 'the authority of the test names no place to ask',
	engine_problem => 'of testssl.sh: Debian has no GOST for OpenSSL',
);

my $g = Gehoor->new(daemon => "$Gehoor::BUILD/gehoord");
my $d = $g->{dir};
sub openssl {
	my ($status, $out, $err) = Gehoor::run('openssl', @_);
	die $err if $status;
}
# An authority, and a certificate of it for localhost.
openssl(qw(req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days
    365 -subj), '/CN=Test authority', '-keyout', "$d/ca.key", '-out', "$d/ca.pem");
openssl(qw(req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj),
    '/CN=localhost', '-keyout', "$d/tls.key", '-out', "$d/tls.csr");
Gehoor::spew("$d/ext", "subjectAltName=DNS:localhost\nextendedKeyUsage=" .
    "serverAuth\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n");
openssl(qw(x509 -req -days 90 -CAcreateserial -in), "$d/tls.csr", '-CA',
    "$d/ca.pem", '-CAkey', "$d/ca.key", '-extfile', "$d/ext", '-out', "$d/tls.pem");
chmod 0600, "$d/tls.key";
my $conf = Gehoor::slurp("$d/gehoor.conf");
$conf =~ s/("tcp:127.0.0.1:0")/$1, "tls:127.0.0.1:0"/;
Gehoor::spew("$d/gehoor.conf", "tls_certificate = \"$d/tls.pem\"\n" .
    "tls_key = \"$d/tls.key\"\n$conf");
$g->start;
my ($port) = $g->{said} =~ /tls:127\.0\.0\.1:(\d+)/ or die $g->{said};

my ($status, $out, $err) = Gehoor::run('testssl', '--quiet', '--color', 0,
    '--warnings', 'off', '--nodns', 'none', '--ip', '127.0.0.1', '--add-ca',
    "$d/ca.pem", '--jsonfile', "$d/found.json", "https://localhost:$port");
my $found = eval { decode_json(Gehoor::slurp("$d/found.json")) } || [];
cmp_ok scalar(@$found), '>', 60, 'testssl.sh looked at it' or diag $out, $err;
my @bad = grep { $_->{severity} =~ /^(?:LOW|MEDIUM|HIGH|CRITICAL|FATAL|WARN)$/ } @$found;
note "excused: $_->{id}: $_->{finding}: $excused{$_->{id}}"
    for grep { $excused{ $_->{id} } } @bad;
is_deeply [map { "$_->{severity} $_->{id}: $_->{finding}" }
    grep { !$excused{ $_->{id} } } @bad], [], 'nothing at or above LOW';
my %by = map { $_->{id} => $_ } @$found;
like $by{$_}{finding}, qr/not offered/, "$_ is not spoken" for qw(SSLv2 SSLv3 TLS1 TLS1_1);
like $by{$_}{finding}, qr/^offered/, "$_ is" for qw(TLS1_2 TLS1_3);
is $g->request('GET', '/nl/')->{status}, 200, 'gehoord is well after all that';
is $g->stop, 0, 'and ends in order';
is scalar(() = $g->{said} =~ /\n/g), 1, 'nothing of it was logged' or diag $g->{said};

done_testing;
