#!/usr/bin/perl
# 62-typed-suites.t - published strings that break things, typed as a story:
# each comes back from the log and from the error page as it was sent, in every
# encoding, as a text message, and as the name of a file that nobody asked for.
# (../shared/suites: blns, utf8; skipped where they are not there.)
#
# blns.base64.json and blns.txt hold the same strings as blns.json.
# utf8.skip.ref.txt does not apply: it is what is left when broken bytes are
# skipped; here they become U+FFFD, so that it shows that something is missing.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use FindBin;
use lib $FindBin::Bin;
use Forms;
use Gehoor;
use JSON::PP;
use Test::More;

my $SUITES = "$FindBin::Bin/../../../shared/suites";
plan skip_all => 'no published data' unless -d "$SUITES/blns";

my $now = 1_791_000_000;
my $g = Gehoor->new(clock => $now, boxes => '', top => "burst = 1000000\n");
$g->{boxes} = join '', map { <<"CONF" . "\t" . $g->readers . "\n}\n" }
box "$_" {
	kind = feedback
	title = {"nl:Vertel het"}
	burst = 1000000
	question "tip" { label = {"nl:Een tip?"} }
CONF
    qw(blns utf8 lijn);
$g->{conf} = $g->sms_line('mobiel', 'android-sms-gateway',
    'geheim-van-de-telefoon');
$g->write_conf;
$g->start;

# One connection for all: nothing of one story may get into the next.
my $on = $g->connect;

# What is no story (intake.c): nothing but blanks, narrow or wide.
sub is_blank {
	my ($text) = @_;
	return $text =~ /^(?:[ \t\n]|\xc2\xa0|\xe2\x80(?:\x8b|\xa8|\xaf)|
	    \xe3\x80\x80|\xef\xbb\xbf)*$/x;
}

# Bytes shown in a list of what went wrong.
sub shown { return encode_json([map { "$_" } @_]) }

my %tags = map { $_ => Forms::tags($g->request('POST', "/nl/$_", on => $on,
    body => 'text=')->{body}) } qw(blns utf8);

# Sends a story to a box in every encoding, and adds to the list what did not
# come back; returns how often it was stored.
sub post_all {
	my ($box, $typed, $expected, $wrong) = @_;
	my $stored = 0;
	my $long = 'x' x 8001;
	for my $how (Forms::encodings()) {
		my $r = Forms::post($g, "/nl/$box", $how, [text => $typed],
		    json => 1, on => $on);
		push @$wrong, shown($how, $r->{status}, $typed) if
		    $r->{status} != (is_blank($expected) ? 422 : 201);
		$stored += $r->{status} == 201;
		$r = Forms::post($g, "/nl/$box", $how, ['q.tip' => $typed,
		    text => $typed . $long], on => $on);
		my %held = Forms::fields($r->{body});
		push @$wrong, shown($how, 'page', $typed) unless
		    $r->{status} == 422 && $held{'q.tip'} eq $expected &&
		    $held{text} eq Forms::clean("$typed$long") &&
		    Forms::tags($r->{body}) eq $tags{$box};
	}
	return $stored;
}

# The stories in a box, and how often each is there.
sub kept {
	my %n;
	$n{Forms::octets($_->{text})}++ for $g->records('--box', $_[0]);
	return \%n;
}

# The big list of naughty strings.
my @naughty = map { Forms::octets($_) }
    @{ decode_json(Gehoor::slurp("$SUITES/blns/blns.json")) };
cmp_ok scalar @naughty, '>', 500, 'there are naughty strings';
my (@wrong, %told, $blank);
for my $typed (@naughty) {
	my $expected = Forms::clean($typed);
	my $n = post_all('blns', $typed, $expected, \@wrong);
	$n ? ($told{$expected} += $n) : $blank++;
}
is_deeply \@wrong, [], 'naughty strings are taken, or given back';
is_deeply kept('blns'), \%told, 'and stand in the log as they were sent';
cmp_ok $blank, '<', 6, 'only those of blanks are no story';

# As names of files: they are not asked for, and not kept.
@wrong = ();
for my $n (0 .. $#naughty) {
	my $name = $naughty[$n] =~ s/(["\r\n])/sprintf '%%%02X', ord $1/ger;
	my $body = join "\r\n", '--b', 'Content-Disposition: form-data; ' .
	    "name=\"foto\"; filename=\"$name\"", 'Content-Type: image/png', '',
	    'x', '--b', 'Content-Disposition: form-data; name="text"', '',
	    "bestand $n", '--b--', '';
	my $r = $g->request('POST', '/nl/utf8', on => $on, body => $body,
	    headers => { Accept => 'application/json',
		'Content-Type' => 'multipart/form-data; boundary=b' });
	push @wrong, shown($r->{status}, $naughty[$n])
	    unless $r->{status} == 201;
}
is_deeply \@wrong, [], 'a file of any name does no harm';
is_deeply kept('utf8'), { map { ("bestand $_" => 1) } 0 .. $#naughty },
    'and every story beside it is there';

# As text messages.
@wrong = %told = ();
for my $n (0 .. $#naughty) {
	my $body = encode_json({ deviceId => 'd', event => 'sms:received',
		id => "evt-$n", webhookId => 'w', payload => {
			messageId => "m$n", sender => '+31612345678',
			message => Forms::characters($naughty[$n]),
			simNumber => 1,
			receivedAt => '2026-10-01T10:00:00.000+02:00' } });
	my $r = $g->request('POST', '/sms/mobiel', on => $on, body => $body,
	    headers => { 'Content-Type' => 'application/json',
		'X-Timestamp' => $now, 'X-Signature' =>
		hmac_sha256_hex($body . $now, 'geheim-van-de-telefoon') });
	push @wrong, shown($r->{status}, $naughty[$n])
	    unless $r->{status} == 200;
	my $expected = Forms::clean($naughty[$n]);
	$told{$expected}++ unless is_blank($expected);
}
is_deeply \@wrong, [], 'naughty text messages are acknowledged';
is_deeply kept('lijn'), \%told, 'and stand in the log as they were sent';

# Bytes that are no UTF-8, with what the suite says they become.
sub unhex { return $_[0] eq 'nothing' ? '' : pack 'H*', $_[0] =~ s/\s//gr }
my %had = %{ kept('utf8') };
my ($cases, %now);
@wrong = ();
for (split /\n/, Gehoor::slurp("$SUITES/utf8/utf8tests.txt")) {
	my ($bytes, $becomes) = /^[\d.]+: *valid hex:([0-9a-f ]+)$/i ? ($1, $1) :
	    /^[\d.]+: *invalid hex:([^:]+):[^:]*:(.+)$/i ? ($1, $2) :
	    /^[\d.]+: *valid:(.+)$/ ? (map { unpack 'H*', $_ } $1, $1) : next;
	my $typed = 'Een ' . unhex($bytes) . '.';
	my $expected = Forms::clean('Een ' . unhex($becomes) . '.');
	$now{$expected} += post_all('utf8', $typed, $expected, \@wrong);
	$cases++;
}
is $cases, 222, 'there are cases of UTF-8';
for ([bin => 'utf8tests.bin', 'utf8.replace.ref.txt'],
    [kuhn => 'kuhn-UTF-8-test.txt']) {
	my ($name, $file, $becomes) = @$_;
	my @typed = split /\n/, Gehoor::slurp("$SUITES/utf8/$file");
	my @expected = $becomes ? split /\n/,
	    Gehoor::slurp("$SUITES/utf8/$becomes") :
	    map { Forms::mended($_) } @typed;
	is @expected, @typed, "$file: lines to tell";
	for my $n (0 .. $#typed) {
		my $expected = Forms::clean("$name: $expected[$n]");
		$now{$expected} += post_all('utf8', "$name: $typed[$n]", $expected,
		    \@wrong);
	}
}
is_deeply \@wrong, [], 'broken UTF-8 is taken, and given back mended';
my %kept = %{ kept('utf8') };
delete @kept{keys %had};
is_deeply \%kept, \%now, 'and stands in the log mended';
my $whole = Gehoor::slurp("$SUITES/utf8/kuhn-UTF-8-test.txt");
my %held = Forms::fields(Forms::post($g, '/nl/utf8', 'multipart',
    [text => $whole], on => $on)->{body});
ok $held{text} eq Forms::clean($whole), 'a page gives back a file of it';

is $g->stop, 0, 'gehoord ends in order after all that';
done_testing;
