#!/usr/bin/perl
# 13-tor.t - conf/proxy/torrc with Debian's tor: every option is one, and in a
# tor network of the test's own on loopback somebody reads the form, writes
# and gets a receipt through a real onion service.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use Proxy;
use Tornet;
use Test::More;
use Time::HiRes qw(time sleep);

# What tor said but for two things that are of this test.
sub complaints {
	return grep { !/as root|opening new log file|was valid/ } split /^/, $_[0];
}

my $g = Gehoor->new(top => '');
my $d = "$g->{dir}/tor";
mkdir $d, 0700;
my $text = Proxy::change(Gehoor::slurp('conf/proxy/torrc'),
    qr{/var/lib/tor/gehoor/} => "$d/gehoor/",
    qr{/run/gehoor/http\.sock} => "$g->{dir}/run/http.sock",
    qr/warn syslog/ => "warn file $d/log");
$text .= "DataDirectory $d/data\nSocksPort 0\nDisableNetwork 1\n";
Gehoor::spew("$d/torrc", $text);
my ($status, $out, $err) = Gehoor::run('tor', '--verify-config', '-f', "$d/torrc",
    '--defaults-torrc', '/dev/null', '--hush');
is $status, 0, 'tor takes every line of torrc' or diag $out, $err;
is join('', complaints("$out$err")), '', 'without a complaint';
Gehoor::spew("$d/wrong", "$text\nHiddenServiceNonsense 1\n");
($status) = Gehoor::run('tor', '--verify-config', '-f', "$d/wrong",
    '--defaults-torrc', '/dev/null', '--hush');
isnt $status, 0, 'and would not take another';

# The network, the service as the snippet says it, and a visitor.
$g->start;
my $n = Tornet->new("$g->{dir}/net");
$n->start_authorities;
my $socks = Proxy::free_port();
(my $service = $text) =~ s/^(?:DataDirectory|DisableNetwork) .*\n//mg;
$n->start('service', $service);
$n->start('visitor', "SocksPort 127.0.0.1:$socks\nLog notice stdout\n");
my ($address) = ('');
my $until = time + 60;
sub visit {
	my ($path, @args) = @_;
	($address) = Gehoor::slurp("$d/gehoor/hostname") =~ /(\S+)/
	    if -s "$d/gehoor/hostname";
	my ($status, $out, $err) = Gehoor::run('curl', '-sS', '-i', '--max-time', 20,
	    '--socks5-hostname', "127.0.0.1:$socks", @args, "http://$address$path");
	return $out;
}
my $form = '';
until ($form =~ /name="token"/ || time > $until) {
	$form = visit('/nl/feedback');
	sleep 0.5;
}
like $address, qr/^[a-z2-7]{56}\.onion$/, 'an onion address';
like $form, qr{^HTTP/1\.1 200 .*name="token"}s, 'the form comes through the onion service';
like visit('/nl/feedback', '--data-urlencode', "text=$Proxy::STORY"),
    qr/<output id="code"[^>]*>\S{19}</, 'and a story goes back, with a receipt';
is scalar(grep { $_->{text} eq $Proxy::STORY } $g->records), 1, 'which is in the log';

# What reaches gehoord: what the visitor sent, and nothing of tor's.
is $g->stop, 0, 'ends in order';
my $passed = Proxy::passed_to("$g->{dir}/run/http.sock", "$g->{dir}/passed",
    sub { visit('/nl/feedback?vraag=1', '-A', 'Tor', '-H', 'Accept:') });
is $passed, "GET /nl/feedback?vraag=1 HTTP/1.1\r\nHost: $address\r\n" .
    "User-Agent: Tor\r\n\r\n", 'byte for byte what was asked';
$n->stop;
my @files = grep { Gehoor::slurp($_) =~ /blauwe|vraag=1/ }
    split /\0/, `find $d $n->{dir} -type f -print0`;
is_deeply \@files, [], 'nothing of it is in any file of tor, its log among them';
my $onion = $address;

# The name goes into the configuration, and requests come under it.
Gehoor::spew("$g->{dir}/gehoor.conf", "hosts = {\"$onion\"}\nonion_url = \"http://$onion\"\n" .
    Gehoor::slurp("$g->{dir}/gehoor.conf"));
$g->start;
my $r = $g->request('GET', '/nl/', unix => "$g->{dir}/run/http.sock",
    headers => { Host => $onion });
is $r->{status}, 200, 'gehoord answers under that name';
is $r->{headers}{'onion-location'}, "http://$onion", 'and tells it to Tor browsers';
is $g->stop, 0, 'ends in order';

done_testing;
