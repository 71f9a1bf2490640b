#!/usr/bin/perl
# 74-sms-numbers.t - promise 3 once more, for phones: after 10 000 text messages
# from as many numbers nothing says which, in any spelling, hashed or not: not a
# file, not stderr, and not the memory of the daemon once the day is over.
use strict;
use warnings;
use Digest::MD5 qw(md5 md5_hex);
use Digest::SHA qw(sha1 sha1_hex sha256 sha256_hex sha512_hex);
use File::Find;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Signing;
use Test::More;

my $all = $ENV{SANITIZED} ? 2000 : 10_000;
my $now = 1_791_000_000;
my $secret = 'geheim-van-de-gateway';
my %gateway = (een => 'android-sms-gateway', twee => 'twilio',
    drie => 'kannel', vier => 'vonage');
my $g = Gehoor->new(clock => $now, readers => 1,
    top => "rate = 1000000\nburst = 1000000");
Signing::boxes($g, 'lijn');
for my $line (sort keys %gateway) {
	$g->{conf} .= Signing::line($g, $line, gateway => $gateway{$line},
	    secret => $secret, url => "https://voorbeeld.test/sms/$line",
	    $Signing::REPLIES{ $gateway{$line} } ? (reply => \'true') : ());
}
$g->write_conf;
$g->start;

# 06 and eight digits; the number of the line is no secret.
srand 4711;
my %number;
$number{sprintf '%d%07d', 1 + int rand 5, int rand 1e7} = 1
    until keys %number == $all;
my @numbers = sort keys %number;

my @lines = sort keys %gateway;
my (@todo, @from);
for my $i (0 .. $#numbers) {
	my $line = $lines[$i % @lines];
	my $gateway = $gateway{$line};
	push @todo, [$line, Signing::request($gateway,
	    Signing::scheme($gateway), now => $now, secret => $secret,
	    url => "https://voorbeeld.test/sms/$line", id => "bericht-$i",
	    from => "316$numbers[$i]", to => '3197012345678',
	    text => "dit is het bericht met nummer $i", $line eq 'vier' ? (part => {
		ref => $i % 256, n => 1 + $i % 2, of => 2 }) : ())];
}
my %status;
Signing::many($g, 32, sub {
	my ($i, $r) = @_;
	$status{ $r ? $r->{status} : 'none' }++;
}, @todo);
is_deeply \%status, { 200 => $all }, "$all text messages are taken";
@todo = ();

# Some that go wrong: forged, cut off, unknown, too long, told to stop.
for my $i (0 .. 19) {
	my $from = "316$numbers[$i]";
	$g->request('GET', "/sms/drie/verkeerd?from=%2B$from&text=x");
	$g->request('GET', "/sms/drie/$secret?from=%2B$from&text=STOP");
	$g->request('GET', "/sms/vijf/$secret?from=$from&text=x");
	$g->request('POST', '/sms/een', body => "{\"sender\": \"+$from\",",
	    headers => { 'X-Signature' => $from, 'X-Timestamp' => $now });
	my $c = $g->connect;
	syswrite $c, "GET /sms/drie/$secret?from=%2B$from";
}

# ---- what would show a number ------------------------------------------------

# The spellings of a number, and as a network packs its digits.
sub spellings {
	my ($n) = @_;
	return ("06$n", "+316$n", "316$n", "00316$n");
}
sub nibbles {
	my ($digits) = @_;
	$digits .= 'F' if length($digits) % 2;
	return $digits =~ s/(.)(.)/$2$1/gr;
}

# What is looked for by its first bytes, and what that would say.
my (%packed, %hash, %raw);
for my $n (@numbers) {
	$packed{ nibbles($_) } = $n for "316$n", "06$n", "00316$n";
	for (spellings($n)) {
		$hash{ substr md5_hex($_), 0, 16 } = "md5 of $_";
		$hash{ substr sha1_hex($_), 0, 16 } = "sha1 of $_";
		$hash{ substr sha256_hex($_), 0, 16 } = "sha256 of $_";
	}
}
for my $n (@numbers[map { $_ * 40 } 0 .. @numbers / 40 - 1]) {
	$raw{ substr $_->("316$n"), 0, 6 } = 1 for \&md5, \&sha1, \&sha256;
	$raw{ substr $_->("+316$n"), 0, 6 } = 1 for \&md5, \&sha1, \&sha256;
	$raw{ pack 'H*', nibbles("316$n") } = 1;
}
# BLAKE2b of some, in the lengths that are usual.
mkdir "$g->{dir}/names";
my @some = map { spellings($_) } @numbers[0 .. 99];
Gehoor::spew("$g->{dir}/names/$_", $_) for @some;
for my $bits (128, 256, 512) {
	my ($status, $out) = Gehoor::run('b2sum', '-l', $bits,
	    map { "$g->{dir}/names/$_" } @some);
	while ($out =~ m{^(\w{16})\w* .*/(.*)$}mg) {
		$hash{$1} = "blake2b of $2";
		$raw{ pack 'H12', $1 } = 1;
	}
}
unlink glob "$g->{dir}/names/*";
rmdir "$g->{dir}/names" or die $!;
${^RE_TRIE_MAXBUF} = 1 << 30;
my $raw = join '|', map { quotemeta } sort keys %raw;
$raw = qr/$raw/;

# What stands in a text that shows a number.
sub shown {
	my ($text) = @_;
	my %found;
	while ($text =~ /([\dF]{10,})/g) {
		my $run = $1;
		while ($run =~ /(?=(?:13|60)([\dF]{8,12}))/g) {
			my $rest = substr $run, pos $run, 14;
			$packed{ substr $rest, 0, $_ } and
			    $found{ 'packed ' . substr $rest, 0, $_ } = 1
			    for 10, 12, 14;
		}
		while ($run =~ /(?=((?:0|31)6(\d{8})))/g) {
			$found{$1} = 1 if $number{$2};
		}
	}
	# As wide characters.
	while ($text =~ /((?:\d\0){8,}\d)/g) {
		my $wide = $1 =~ tr/\0//dr;
		while ($wide =~ /(?=6(\d{8}))/g) {
			$found{"wide $1"} = 1 if $number{$1};
		}
	}
	while ($text =~ /([0-9a-fA-F]{16,})/g) {
		my $hex = lc $1;
		for (0 .. length($hex) - 16) {
			my $h = $hash{ substr $hex, $_, 16 };
			$found{$h} = 1 if $h;
		}
	}
	$found{'raw ' . unpack 'H*', $1} = 1 while $text =~ /($raw)/g;
	return sort keys %found;
}
my $try = $numbers[40];
is_deeply [shown("x06$try y 316$try"), shown(nibbles("316$try")),
    shown(md5_hex("+316$try")), shown('..' . sha256("316$try") . '..')],
    ["06$try", "316$try", 'packed ' . nibbles("316$try"),
    "md5 of +316$try", 'raw ' . unpack 'H12', sha256("316$try")],
    'the search would find it';

# ---- memory, that day and when it is over ----------------------------------------------

sub memory {
	my ($status, $out, $err) = Gehoor::run('gcore', '-o',
	    "$g->{dir}/core", $g->{pid});
	my ($core) = glob "$g->{dir}/core.*" or die "gcore: $out$err";
	my $memory = Gehoor::slurp($core);
	unlink $core;
	return $memory =~ s/\0{16,}/\0\0/gr;
}
SKIP: {
	skip 'memory of a sanitized daemon keeps a quarantine', 1
	    if $ENV{SANITIZED};
	sleep 1;
	is_deeply [shown(memory())], [], 'no number in memory, the same day';
}
for my $days (1, 3) {
	$g->clock($now + $days * 86_400);
	is $g->request('GET', '/nl/lijn')->{status}, 200, "day $days";
}
SKIP: {
	skip 'memory of a sanitized daemon keeps a quarantine', 2
	    if $ENV{SANITIZED};
	sleep 1;
	is_deeply [shown(memory())], [], 'nor when it is over';
	my $c = $g->connect;
	syswrite $c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n" .
	    "POST /sms/een HTTP/1.1\r\nHost: x\r\nContent-Type: " .
	    "application/json\r\nContent-Length: 500\r\n\r\n+316$try";
	Gehoor::read_response($c, 'GET');
	is_deeply [shown(memory())], ["316$try"],
	    'one that is half sent would be found';
}
is $g->stop, 0, 'the daemon ends in order';
is_deeply [shown($g->{said})], [], 'no number on stderr';

# ---- files -----------------------------------------------------------------------

my %found;
my ($files, $bytes) = (0, 0);
find({ no_chdir => 1, wanted => sub {
	$found{"name: $_"} = 1 if shown($_);
	return unless -f;
	my $text = Gehoor::slurp($_);
	$files++;
	$bytes += length $text;
	my $name = s/^\Q$g->{dir}\E//r;
	$found{"$name: $_"} = 1 for shown($text);
} }, $g->{dir});
cmp_ok $files, '>', 8, "$files files looked at, $bytes bytes";
is_deeply \%found, {}, 'no number in any file';

# What a reader sees of them either.
my ($status, $out, $err) = $g->tool('cat', '--box', 'lijn');
is $status, 0, 'cat' or diag $err;
is_deeply [shown($out)], [], 'no number in what is read';
my %told;
$told{$1}++ while $out =~ /"dit is het bericht met nummer (\d+)"/g;
is_deeply [grep { $_ != 1 } values %told], [], 'no text is there twice';
is scalar(keys %told), $all, 'and all are there';
done_testing;
