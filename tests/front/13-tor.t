#!/usr/bin/perl
# 13-tor.t - conf/proxy/torrc: Debian's tor takes every line of it, and through
# it an onion service on a tor network of our own carries the form, a story and
# its receipt, adds nothing to what is asked and writes nothing of it down.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use File::Find;
use Gehoor;
use Passage;
use Recorder;
use Test::More;
use TorNet;
use Visitor;

my $torrc = Gehoor::slurp('conf/proxy/torrc');
my $agent = { 'User-Agent' => 'Naaldbrowser/7.3',
    'Accept-Language' => 'nl, x-taalnaald', Cookie => 'koeknaald=1' };

# The shipped file with other paths; with its log in a file, too.
sub filled {
	my ($dir, $socket, $log) = @_;
	my $text = $torrc;
	my @put = (['/var/lib/tor/gehoor/', "$dir/gehoor"],
	    ['/run/gehoor/http\.sock', $socket]);
	push @put, ['\nLog warn syslog', "\nLog warn file $log"] if $log;
	for (@put) {
		my ($from, $to) = @$_;
		$text =~ s/^(\w.*?)$from/$1$to/m || $text =~ s/$from/$to/ or
		    die "nothing like $from in torrc\n";
	}
	return $text;
}

# What tor with Debian's own defaults says of it; those paths are not ours.
sub verify {
	my ($text) = @_;
	my $dir = File::Temp::tempdir(CLEANUP => 1);
	(my $defaults = Gehoor::slurp(
	    '/usr/share/tor/tor-service-defaults-torrc')) =~
	    s{^User .*|/(?:var/lib|run)/tor\b}{$& =~ m{^/} ? $dir : ''}gem;
	Gehoor::spew("$dir/defaults", $defaults);
	Gehoor::spew("$dir/torrc", $text =~ s{DIR}{$dir}gr);
	my ($status, $out, $err) = Gehoor::run('tor', '--defaults-torrc',
	    "$dir/defaults", '-f', "$dir/torrc", '--RunAsDaemon', 0,
	    '--verify-config');
	return ($status, join "\n", grep { /\[(?:warn|err)\]/ &&
	    !/running Tor as root|OpenSSL/ } split /\n/, "$out$err");
}

is_deeply [verify(filled('DIR', '/run/gehoor/http.sock'))], [0, ''],
    'Debian\'s tor takes the file, without a warning';
isnt((verify(filled('DIR', '/run/gehoor/http.sock') .
    "HiddenServiceGeenWoord 1\n"))[0], 0, 'it would refuse an unknown option');

my $g = Passage::house();
$g->start;
my $socket = "$g->{dir}/run/http.sock";
my $n = TorNet->new;
$n->start_all;
# The second service tells circuits apart: the check must see that.
my $service = $n->start('service', "SocksPort 0\n" .
    filled($n->{dir}, $socket, "$n->{dir}/service/log") .
    "HiddenServiceDir $n->{dir}/leaks\nHiddenServicePort 80 unix:$socket\n" .
    "HiddenServiceExportCircuitID haproxy\n");
my ($onion, $leaks) = map {
	my $file = $_;
	Proxy::wait_for(15, sub { -s $file }) or die "no $file";
	Gehoor::slurp($file) =~ /^(\S+\.onion)$/ or die "no name in $file";
	$1;
} map { "$n->{dir}/$_/hostname" } qw(gehoor leaks);
like $onion, qr/^[a-z2-7]{56}\.onion$/, 'the service has an address';

# A way through the network to a service; asks until there is one, about half
# a minute with nothing else to do, or until too much time has gone.
my (%talked, %begun);
sub way {
	my ($to) = @_;
	$begun{$to} //= time;
	while (time < $begun{$to} + 100) {
		$talked{$_} = 1 for $n->addresses;
		my $c = $n->ready && $n->connect($to, 80);
		return $c if $c;
		select undef, undef, undef, 0.5;
	}
	return;
}

sub ask {
	my ($on, $method, $path, %o) = @_;
	return $g->request($method, $path, on => $on, %o, headers => {
	    Host => $onion, %$agent, 'Content-Type' =>
	    'application/x-www-form-urlencoded' }) // { status => 0 };
}

my $c = way($onion) or BAIL_OUT('the network does not come up');
my $r = ask($c, 'GET', '/nl/feedback');
is $r->{status}, 200, 'the form through the onion';
is $r->{headers}{'strict-transport-security'}, undef, 'without HSTS';
is ask($c, 'HEAD', '/nl/feedback')->{status}, 200, 'HEAD on the same way';
$r = ask($c, 'POST', '/nl/feedback', body =>
    Gehoor::form(text => 'verhaalnaald door de ui'));
is $r->{status}, 200, 'a story is taken';
my ($code) = ($r->{body} // '') =~ /(\w{4}-\w{4}-\w{4}-\w{4})/;
ok $code, 'with a receipt';
$r = ask($c, 'POST', '/nl/code', body => Gehoor::form(code => $code));
like $r->{body}, qr/$code/, 'the page that opens with the code';
is ask($c, 'GET', '/nl/bestaat-niet')->{status}, 404, 'what is not there';
is scalar(grep { ask($c, 'GET', '/nl/feedback')->{status} == 200 } 1 .. 20),
    20, '20 requests on one way';
is $g->stop, 0, 'gehoord ends in order';

# The bytes that come out of it.
sub come_out {
	my ($to, $path) = @_;
	my $rec = Recorder->new($socket, "$g->{dir}/$path");
	my $c = way($to) or return;
	my $sent = "GET /$path HTTP/1.1\r\nHost: $to\r\n\r\n";
	syswrite $c, $sent;
	ok Gehoor::read_response($c, 'GET'), "an answer to $path";
	return ($rec->all, $sent);
}
my ($got, $sent) = come_out($onion, 'as-it-is');
is $got, $sent, 'what comes out is what went in, and no more';
($got, $sent) = come_out($leaks, 'with-more');
isnt $got, $sent, 'a service that tells circuits apart is found';

my %files;
find({ no_chdir => 1, wanted => sub {
	$files{$_} = Gehoor::slurp($_) if -f;
} }, $service, "$n->{dir}/gehoor");
ok $files{"$service/log"}, 'the service has a log';
delete $files{"$service/torrc"};
is_deeply [Passage::found(\%files)], [], 'nothing of anybody in its files';
is_deeply [grep { !/^tcp6? (?:0100007F|00000000)$/ } sort keys %talked], [],
    'nobody in the network talked beyond loopback';
ok exists $talked{'tcp 0100007F'}, 'and on it they did';
ok $n->stop, 'it ends and leaves no process';

# The name goes into the configuration, and requests come under it.
$g->{top} .= "\nhosts = {\"$onion\"}\nonion_url = \"http://$onion\"";
$g->write_conf;
$g->start;
$r = $g->request('GET', '/nl/', unix => $socket, headers => { Host => $onion });
is $r->{status}, 200, 'gehoord answers under that name';
is $r->{headers}{'onion-location'}, "http://$onion",
    'and tells it to Tor browsers';
is $g->stop, 0, 'gehoord ends in order';

done_testing;
