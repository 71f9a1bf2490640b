#!/usr/bin/perl
# 67-outside.t - what the internet may not do: pass on an address, ask for
# another site, fill the memory; and what stays behind in a browser: nothing.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use IO::Select;
use Test::More;

my $g = Gehoor->new(top => <<'CONF');
hosts = {"vertel.voorbeeld.nl", "abcdef.onion"}
onion_url = "http://abcdef.onion"
complaint_url = "https://www.voorbeeld.nl/klachten"
max_body = 65536
buffer_mib = 1
CONF
my $conf = Gehoor::slurp("$g->{dir}/gehoor.conf");
$g->start;
my @ours = (Host => 'vertel.voorbeeld.nl');
sub get {
	my ($path, @fields) = @_;
	return $g->request('GET', $path, headers => { @ours, @fields });
}
my $page = get('/nl/');
is $page->{status}, 200, 'a request for our name';
is $page->{headers}{'onion-location'}, 'http://abcdef.onion',
    'a Tor browser is told where else';
like $page->{body}, qr{href="https://www\.voorbeeld\.nl/klachten" rel="noreferrer"},
    'the way to an official complaint';
for my $host ('vertel.voorbeeld.nl:8443', 'VERTEL.voorbeeld.nl', 'abcdef.onion') {
	is $g->request('GET', '/nl/', headers => { Host => $host })->{status}, 200,
	    "$host is ours";
}
for my $host ('evil.test', '127.0.0.1', 'vertel.voorbeeld.nl.evil.test') {
	my $r = $g->request('GET', '/nl/', headers => { Host => $host });
	is $r->{status}, 421, "$host is not";
	unlike $r->{body}, qr/\Q$host\E/, 'and not said back';
}

# An address that a proxy passes on.
for my $field ('X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'x-forwarded-for') {
	my $r = get('/nl/', $field => '203.0.113.9');
	is $r->{status}, 400, "$field is refused";
}
$g->until_said(qr/passes addresses/);
is scalar(() = $g->{said} =~ /passes addresses/g), 1, 'the operator is told once';
unlike $g->{said}, qr/203\.0/, 'without the address';
Gehoor::spew("$g->{dir}/gehoor.conf", "allow_forwarded = true\n$conf");
kill 'HUP', $g->{pid};
$g->until_said(qr/read again/);
is get('/nl/', 'X-Forwarded-For' => '203.0.113.9')->{status}, 200,
    'unless that was asked for';

# Nothing stays behind.
for my $path (qw(/nl/ /nl/feedback /nl/code /nl/privacy /nl/veilig /nl/antwoord
    /nl/niets /weg /favicon.ico /robots.txt)) {
	my $r = get($path);
	my $h = $r->{headers};
	ok !exists $h->{$_}, "$path: no $_" for qw(set-cookie etag last-modified server
	    content-location);
	is $h->{'cache-control'}, 'no-store', "$path: kept nowhere";
	is $h->{'referrer-policy'}, 'no-referrer', "$path: no referrer";
	is $h->{'x-content-type-options'}, 'nosniff', "$path: no sniffing";
	is $h->{'cross-origin-opener-policy'}, 'same-origin', "$path: alone";
	like $h->{'content-security-policy'}, qr/^default-src 'none';.*form-action 'self';.*frame-ancestors 'none'$/,
	    "$path: nothing may be loaded";
	like $h->{'permissions-policy'}, qr/browsing-topics=\(\)/, "$path: no topics";
	unlike $r->{body}, qr/<script|<img|\bsrc=|<iframe|url\(|\@import/, "$path: loads nothing";
}

# All forms on their way take 1 MiB at most: the slowest makes room.
my @slow = map {
	my $c = $g->connect;
	syswrite $c, "POST /nl/feedback HTTP/1.1\r\nHost: vertel.voorbeeld.nl\r\n" .
	    "Content-Length: 65000\r\n\r\ntext=" . 'x' x 50_000;
	$c;
} 1 .. 40;
my $r = $g->request('POST', '/nl/feedback', headers => { @ours,
    Accept => 'application/json' }, body => 'text=' . 'y' x 7000);
is $r->{status}, 201, 'an honest message gets through';
# Closed by the daemon, as far as can be seen by now or within a moment.
my $closed = 0;
my $select = IO::Select->new(@slow);
while (my @ended = $select->can_read($closed > 10 ? 0 : 5)) {
	$closed += @ended;
	$select->remove(@ended);
}
cmp_ok $closed, '>', 10, 'slow ones made room';
cmp_ok $closed, '<', 40, 'but not all';
close $_ for @slow;
is $g->stop, 0, 'ends in order';

done_testing;
