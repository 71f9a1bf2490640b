#!/usr/bin/perl
# 76-sms-test.t - "gehoor sms-test": every gateway and scheme is tried out on
# the running daemon, and nothing is stored; captured requests are judged.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my %schemes = (
	'android-sms-gateway' => ['capcom6-hmac'], kannel => ['path'],
	twilio => ['twilio-sha1'], bird => ['standard-webhooks'],
	'bird-notifications' => ['bird-hmac'],
	messagebird => ['messagebird-jwt', 'messagebird-hmac'], cm => ['path'],
	spryng => ['path'], smstools3 => ['local'], gammu => ['local'],
	vonage => [map { "vonage-$_" } qw(md5hash md5 sha1 sha256 sha512)],
	'vonage-messages' => ['vonage-jwt'], infobip => ['path'],
	sinch => ['sinch-hmac'], plivo => ['plivo-v3', 'plivo-v2', 'plivo-v1'],
	'46elks' => ['path'], jasmin => ['path'], playsms => ['path'],
	smssync => ['shared-secret-field'], httpsms => ['httpsms-jwt'],
	targetsms => ['path'],
);
my %replies = map { $_ => 1 } qw(kannel twilio smstools3 gammu plivo 46elks
    playsms smssync);

my $host = 'gehoord.voorbeeld.test';
my $g = Gehoor->new(top => "hosts = {\"$host\"}");
my (%line, $conf);
for my $gateway (sort keys %schemes) {
	my $local = $gateway =~ /^(?:smstools3|gammu)$/;
	for my $scheme (@{ $schemes{$gateway} }, $local ? () : qw(basic none path)) {
		next if $line{"$gateway $scheme"};
		my $name = 'l' . keys %line;
		$line{"$gateway $scheme"} = $name;
		my $secret = $scheme eq 'basic' ? 'gebruiker:wachtwoord'
		    : $scheme eq 'standard-webhooks' ? 'whsec_AAECAwQFBgcICQoLDA0ODw=='
		    : 'een-geheim-van-de-lijn';
		Gehoor::spew("$g->{dir}/$name.secret", "$secret\n", 0600);
		my $file = $scheme =~ /^(?:none|local)$/ ? ''
		    : "secret_file = \"$g->{dir}/$name.secret\"";
		my $reply = $replies{$gateway} ? 'true' : 'false';
		my $sources = $scheme eq 'none' ? 'sources = {"192.0.2.0/24"}' : '';
		$conf .= <<"CONF";
line "$name" {
	gateway = "$gateway"
	scheme = "$scheme"
	$file
	$sources
	box = "lijn"
	url = "https://voorbeeld.test/sms/$name"
	reply = $reply
}
CONF
	}
}
$g->{conf} = $conf;
$g->write_conf;
$g->start;

for my $what (sort keys %line) {
	my ($gateway, $scheme) = split / /, $what;
	my ($status, $out, $err) = $g->tool('sms-test', $line{$what}, '--json');
	is $status, 0, "$what: it passes" or diag $out, $err;
	my $j = eval { decode_json($out) } || {};
	is $j->{verdict}, 'accepted', "$what: is accepted";
	is $j->{status}, 200, "$what: with 200";
	my $m = $j->{messages}[0] || {};
	is $m->{text}, 'Dit is een proef van gehoor.', "$what: the text";
	is $m->{from}, '+31600000000', "$what: the sender";
	is $m->{box}, 'lijn', "$what: the box";
	my $code = qr/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/;
	if ($replies{$gateway}) {
		like $j->{answer}, $code, "$what: the answer holds a code";
	} else {
		unlike $j->{answer}, $code, "$what: no answer for a phone";
	}
	unlike $out, qr/een-geheim|wachtwoord|whsec/, "$what: no secret is told";
}

my ($status, $out, $err) = $g->tool('sms-test', $line{'twilio twilio-sha1'});
is $status, 0, 'for people';
like $out, qr/^line l\d+: gateway twilio, scheme twilio-sha1\n  verdict   accepted: it would be stored\n/, 'the verdict in words';
like $out, qr/message   Dit is een proef/, 'and the message';

# A request as somebody captured it.
my $name = $line{'android-sms-gateway capcom6-hmac'};
my $body = '{"event":"sms:received"}';
Gehoor::spew("$g->{dir}/request", "POST /sms/$name HTTP/1.1\r\nHost: $host\r\n" .
    "Content-Type: application/json\r\nX-Signature: 00\r\n" .
    'Content-Length: ' . length($body) . "\r\n\r\n$body");
($status, $out) = $g->tool('sms-test', $name, '--request', "$g->{dir}/request");
is $status, 1, 'a forged request does not pass';
like $out, qr/refused: .*secret_file and url/, 'and it is said what to look at';
($status, $out, $err) = $g->tool('sms-test', 'geen');
is $status, 4, 'a line that is not there';
like $err, qr/no line "geen"/, 'is said to be none';

# Only lines of this machine can be used over the admin socket.
my $admin = "$g->{dir}/run/admin.sock";
my $message = encode_json({ from => '0612345678', text => 'hoi', id => 1 });
my %json = (Host => $host, 'Content-Type' => 'application/json');
is $g->request('POST', "/sms/$line{'cm none'}", unix => $admin,
    body => $message, headers => \%json)->{status}, 404,
    'others are not served there';
is $g->request('POST', "/sms/$line{'gammu local'}", body => $message,
    headers => \%json)->{status}, 404, 'and those of this machine nowhere else';
is $g->request('GET', "/sms/$line{'gammu local'}", unix => $admin)->{status},
    405, 'nor asked for';
is $g->stop, 0, 'ends in order';
($status, $out, $err) = $g->tool('sms-test', $name);
is $status, 4, 'without gehoord';
like $err, qr/gehoord does not answer/, 'it is said that it is not there';

($status, $out) = $g->tool('cat');
is $out, '', 'nothing was stored';
done_testing;
