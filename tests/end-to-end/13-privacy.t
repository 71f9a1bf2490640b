#!/usr/bin/perl
# 13-privacy.t - promise 3: after 1 000 posts from as many loopback addresses
# and user agents, and 200 text messages from as many numbers, nothing of them
# is in any file, on stderr, or in the memory of the idle daemon.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use File::Find;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my ($posts, $texts) = (1000, 200);
my $g = Gehoor->new;
$g->{conf} = $g->sms_line('mobiel', 'android-sms-gateway',
    'geheim-van-de-telefoon');
$g->{top} = "rate = 100000\nburst = 100000";
$g->write_conf;
$g->start;

# Strings that occur nowhere by chance.
srand 4711;
my (@addresses, @codes, $stored);
for my $i (1 .. $posts) {
	my $ip = join '.', 127, map { 10 + int rand 240 } 1 .. 3;
	push @addresses, $ip;
	my $kind = $i % 3;
	my $story = sprintf 'verhaalnaald-%04d mijn voogd luistert niet', $i;
	my %headers = ('User-Agent' => sprintf('Agentnaald/%04d', $i),
	    'Accept-Language' => sprintf('nl, x-taalnaald-%04d', $i),
	    Cookie => sprintf('koeknaald=%04d', $i),
	    Accept => $i % 2 ? 'application/json' : 'text/html');
	my $body;
	if ($kind == 0) {
		$headers{'Content-Type'} = 'application/json';
		$body = encode_json({ text => $story });
	} elsif ($kind == 1) {
		$headers{'Content-Type'} = 'multipart/form-data; boundary=grens';
		$body = "--grens\r\nContent-Disposition: form-data; " .
		    "name=\"text\"\r\n\r\n$story\r\n--grens--\r\n";
	} else {
		$headers{'Content-Type'} = 'application/x-www-form-urlencoded';
		$body = Gehoor::form(text => $story,
		    step => $i % 10 == 2 ? 'check' : 'send');
	}
	my $r = $g->request('POST', '/nl/feedback', headers => \%headers,
	    body => $body, from => $ip);
	$stored++ if $r && $r->{status} =~ /^20/;
	push @codes, $1 if $r && $r->{body} =~ /(\w{4}-\w{4}-\w{4}-\w{4})/;
}
is $stored, $posts, "$posts posts were answered";
$stored = 0;
for my $i (1 .. $texts) {
	my $body = encode_json({ event => 'sms:received', id => "naald-id-$i",
	    payload => { sender => sprintf('+316555%05d', $i * 7),
		recipient => '+31687654321',
		message => sprintf('verhaalnaald-sms-%04d', $i),
		receivedAt => '2026-10-01T10:00:00.000+02:00' } });
	my $time = time;
	my $r = $g->request('POST', '/sms/mobiel', body => $body, headers => {
		'Content-Type' => 'application/json', 'X-Timestamp' => $time,
		'X-Signature' => hmac_sha256_hex("$body$time",
		    'geheim-van-de-telefoon') });
	$stored++ if $r && $r->{status} == 200;
}
is $stored, $texts, "$texts text messages were taken";

# Cut-off requests and an error or two leave nothing either.
my $half = "POST /nl/feedback HTTP/1.1\r\nHost: x\r\nUser-Agent: " .
    "Agentnaald/half\r\nContent-Type: application/x-www-form-urlencoded" .
    "\r\nContent-Length: 500\r\n\r\ntext=verhaalnaald-half";
for my $i (1 .. 20) {
	my $c = $g->connect(from => $addresses[$i]) or next;
	syswrite $c, $half;
}
$g->request('GET', '/nl/verhaalnaald-pad?x=verhaalnaald');

my $needle = qr/(?:verhaal|Agent|agent|taal|koek)naald|6555\d{5}|naald-id-/;
my %address = map { $_ => 1 } @addresses;
my %code = map { ($_ => 1, s/-//gr => 1) } @codes;

# The addresses and codes that stand in a text.
sub known {
	my ($text) = @_;
	my %found;
	while ($text =~ /(\d+(?:\.\d+){3})/g) {
		$found{$1} = 1 if $address{$1};
	}
	while ($text =~ /((?:[0-9A-Z]{4}-?){4})/g) {
		$found{$1} = 1 if $code{$1};
	}
	return sort keys %found;
}

# Memory first, while the daemon runs and has been idle for five seconds.
sub memory {
	my ($status, $out, $err) = Gehoor::run('gcore', '-o',
	    "$g->{dir}/core", $g->{pid});
	my ($core) = glob "$g->{dir}/core.*" or die "gcore: $out$err";
	my $memory = Gehoor::slurp($core);
	unlink $core;
	return $memory;
}
SKIP: {
	skip 'memory of a sanitized daemon keeps a quarantine', 4
	    if $ENV{SANITIZED};
	sleep 5;
	my $memory = memory();
	my %found;
	$found{$1}++ while $memory =~ /([\w-]{0,8}$needle[\w-]{0,8})/g;
	is_deeply \%found, {}, 'no text, user agent or number in memory';
	is_deeply [known($memory)], [], 'no address and no code in memory';
	my $binary = 0;
	while ($memory =~ /\x7f(?=(.{3}))/gs) {
		$binary++ if $address{join '.', 127, unpack 'C3', $1};
	}
	cmp_ok $binary, '<', 10,
	    "no address in memory as four bytes ($binary by chance)";

	# That the search can find something: a story that is half sent.
	my $c = $g->connect;
	syswrite $c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n" . $half;
	Gehoor::read_response($c, 'GET');
	like memory(), $needle, 'a story on its way would be found';
}
is $g->stop, 0, 'the daemon ends in order';
unlike $g->{said}, $needle, 'nothing on stderr';
is_deeply [known($g->{said})], [], 'no address and no code on stderr';

my @found;
my $files = 0;
find({ no_chdir => 1, wanted => sub {
	return unless -f;
	$files++;
	my $text = Gehoor::slurp($_);
	push @found, $_ if $text =~ $needle || known($text) || m{$needle};
} }, $g->{dir});
cmp_ok $files, '>', 8, "$files files looked at";
is_deeply \@found, [], 'nothing in any file';
is scalar(grep { $_->{text} =~ /verhaalnaald/ } $g->records),
    scalar(@codes) + $texts, 'and yet every story is in the sealed log';

done_testing;
