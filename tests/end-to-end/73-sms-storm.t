#!/usr/bin/perl
# 73-sms-storm.t - gateways deliver again and again: at the same time, after a
# crash, after midnight, in parts and in any order.  What one person sent once
# is one record and is answered once; nothing that was acknowledged is lost.
use strict;
use warnings;
use Digest::MD5 qw(md5);
use FindBin;
use lib $FindBin::Bin;
use Forms;
use Gehoor;
use Kill9;
use Signing;
use Test::More;
use Time::HiRes qw(sleep);

my $midnight = 20_729 * 86_400;
my $now = $midnight - 7200;
my $secret = 'geheim-van-de-gateway';
my %gateway = (lijn1 => 'kannel', lijn2 => 'twilio', lijn3 => 'vonage',
    lijn4 => 'cm', lijn5 => 'android-sms-gateway');
my $code = qr/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/;
srand 4711;

sub new {
	my (%o) = @_;
	my $g = Gehoor->new(clock => $now, readers => 1,
	    top => "rate = 1000000\nburst = 1000000\nsegment_mib = 1", %o);
	Signing::boxes($g, 'lijn');
	for my $line (sort keys %gateway) {
		my $can = $Signing::REPLIES{ $gateway{$line} };
		$g->{conf} .= Signing::line($g, $line,
		    gateway => $gateway{$line}, secret => $secret,
		    url => "https://voorbeeld.test/$line",
		    $can ? (reply => \'true', reply_text => 'Code {code}.',
		    reply_danger => \'false') : ());
	}
	$g->write_conf;
	return $g;
}

sub delivery {
	my ($line, %o) = @_;
	my $gateway = $gateway{$line};
	return Signing::request($gateway, Signing::scheme($gateway),
	    now => $now, secret => $secret,
	    url => "https://voorbeeld.test/$line", %o);
}
sub sms {
	my ($g, $line, %o) = @_;
	return Signing::deliver($g, $line, delivery($line, %o));
}
sub texts {
	my ($g) = @_;
	my %n;
	$n{ $_->{text} }++ for $g->records('--box', 'lijn');
	return \%n;
}

my $g = new();
$g->start;
my (%want, %codes);

# ---- copies ------------------------------------------------------------------

for my $line (sort keys %gateway) {
	my @m = (id => "storm-$line", text => "storm op $line");
	my ($answers, @bad) = 0;
	Signing::many($g, 12, sub {
		my ($i, $r) = @_;
		return push @bad, 'none' unless $r;
		push @bad, $r->{status} if $r->{status} != 200;
		$answers++ if $r->{body} =~ $code;
	}, map { [$line, delivery($line, @m)] } 1 .. 120);
	is_deeply \@bad, [], "$gateway{$line}: 120 copies are acknowledged";
	is $answers, $Signing::REPLIES{ $gateway{$line} } ? 1 : 0,
	    "$gateway{$line}: one is answered"
	    if $Signing::REPLIES{ $gateway{$line} };
	$want{"storm op $line"} = 1;
}
is_deeply texts($g), \%want, '600 copies of five deliveries: five records';

for my $line (grep { $_ ne 'lijn4' } sort keys %gateway) {
	for my $text ("eerste op $line", "tweede op $line") {
		my $r = sms($g, $line, id => 'zelfde', text => $text);
		is $r->{status}, 200, "$gateway{$line}: $text";
		like $r->{body}, $code, "$gateway{$line}: answered"
		    if $Signing::REPLIES{ $gateway{$line} };
		$want{$text} = 1;
	}
}
is_deeply texts($g), \%want, 'two texts with one id are two';

# Somebody says the same twice, and others say it too.
sms($g, 'lijn1', id => "ja$_", text => 'ja hoor', from => "3161111111$_")
    for 1 .. 3;
sms($g, 'lijn1', id => 'ja4', text => 'ja hoor', from => '31611111111');
sms($g, 'lijn4', text => 'ja hoor', from => "3161111111$_") for 1, 2;
sms($g, 'lijn4', text => 'ja hoor', from => '31611111111', now => $now - $_)
    for 1, 60;
$want{'ja hoor'} = 8;
is_deeply texts($g), \%want, 'one text with other ids, numbers or times is many';

# A gateway that hangs up before it is told.
for my $i (1 .. 20) {
	my $r = delivery('lijn1', id => "weg$i", text => "opgehangen $i",
	    from => 31600000000 + $i);
	my $c = $g->connect;
	syswrite $c, Signing::raw('lijn1', $r);
	setsockopt $c, Socket::SOL_SOCKET(), Socket::SO_LINGER(),
	    pack 'ii', 1, 0;
	close $c;
	is Signing::deliver($g, 'lijn1', $r)->{status}, 200, "again $i"
	    if $i % 2;
	$want{"opgehangen $i"} = 1;
}
# Which may be in the middle of being read.
sms($g, 'lijn1', id => "weg$_", text => "opgehangen $_",
    from => 31600000000 + $_) for 1 .. 20;
is_deeply texts($g), \%want, 'who hangs up and delivers again is one';

# ---- parts ---------------------------------------------------------------------

my %parts;
my $ref = 0;
sub part {
	my ($name, $n, $of, %o) = @_;
	my $text = "$name deel $n ";
	$parts{$name}{$n} = [$of, $text];
	return sms($g, 'lijn3', id => "$name-$n", text => $text,
	    from => $o{from} // '31612345678',
	    part => { ref => $o{ref}, n => $n, of => $of });
}
sub is_taken { is $_[0]{status}, 200, $_[1] }
for my $order (qw(123 132 213 231 312 321)) {
	$ref++;
	part("volgorde $order", $_, 3, ref => $ref) for split //, $order;
}
$ref++;
part('gat', $_, 4, ref => $ref) for 1, 4;
$ref++;
part("twee $_", 1, 2, ref => $ref, from => "3162222222$_") for 1, 2;
part("twee $_", 2, 2, ref => $ref, from => "3162222222$_") for 2, 1;
# An order is a whole text, not a part of one.
my @words = ('STOP', 'uit', 'status', ' ');
sms($g, 'lijn3', id => "orde-$_", text => $words[$_], from => '31623232323',
    part => { ref => 77, n => $_ + 1, of => @words + 1 }) for 0 .. $#words;
is sms($g, 'lijn3', id => 'orde-4', text => 'dus', from => '31623232323',
    part => { ref => 77, n => @words + 1, of => @words + 1 })->{status}, 200,
    'words of orders in parts';
$want{$_} = 1 for @words, 'dus';
my $cut = ++$ref;
part('herstart', 2, 3, ref => $cut);
is $g->stop, 0, 'gehoord ends in order, between two parts';
$g->start;
part('herstart', $_, 3, ref => $cut) for 1, 3;
part('herstart', $_, 3, ref => $cut) for 2, 1;
my $kill = ++$ref;
part('omgevallen', 1, 2, ref => $kill);
$g->stop('KILL');
$g->start;
part('omgevallen', 2, 2, ref => $kill);
part('omgevallen', 1, 2, ref => $kill);

# ---- midnight ------------------------------------------------------------------

$g->clock($now = $midnight - 10);
my $late = ++$ref;
my %before = map { $_ => delivery($_, id => 'laat', text => "laat op $_",
    now => $now) } sort keys %gateway;
for my $line (sort keys %before) {
	my $r = Signing::deliver($g, $line, $before{$line});
	is_taken($r, "$gateway{$line}: before midnight");
	$codes{$line} = $1 if $r->{body} =~ /($code)/;
}
part('middernacht', $_, 3, ref => $late) for 3, 1;
$g->clock($now = $midnight + 10);
$want{"laat op $_"} = 1 for keys %before;
for my $line (sort keys %before) {
	my $r = Signing::deliver($g, $line, $before{$line});
	is_taken($r, "$gateway{$line}: after midnight");
	unlike $r->{body}, $code, "$gateway{$line}: answered already"
	    if $Signing::REPLIES{ $gateway{$line} };
}
part('middernacht', $_, 3, ref => $late) for 2, 1;
for my $name (keys %parts) {
	$want{ $_->[1] } = 1 for values %{ $parts{$name} };
}
my %got = %{ texts($g) };
is_deeply \%got, \%want, 'after midnight it is still one';
$g->stop('KILL');
$g->start;
# It does not know any more who was answered, but which code that was.
for my $line (sort keys %before) {
	my $r = Signing::deliver($g, $line, $before{$line});
	is_taken($r, "$gateway{$line}: after midnight and a crash");
	is $r->{body} =~ /($code)/ ? $1 : undef, $codes{$line},
	    "$gateway{$line}: with the code of before";
}
is_deeply texts($g), \%want, 'and after a crash';

my (%ref, %before_ref, @wrong);
for my $r (grep { $_->{part} } $g->records('--box', 'lijn')) {
	my ($name, $n) = $r->{text} =~ /^(.*) deel (\d) / or next;
	my $p = $r->{part};
	push @wrong, "$r->{text}: $p->{n} of $p->{of}"
	    if $p->{n} != $n || $p->{of} != $parts{$name}{$n}[0];
	$ref{$name}{ $p->{ref} }++;
	$before_ref{ $p->{ref} } = $p->{before} if $p->{before};
}
is_deeply \@wrong, [], 'parts have their numbers';
# After midnight they name the reference of the day before.
for my $of (values %ref) {
	for my $ref (keys %$of) {
		my $first = $before_ref{$ref} // next;
		$of->{$first} += delete $of->{$ref} if exists $of->{$first};
	}
}
is_deeply { map { $_ => [values %{ $ref{$_} }] } keys %ref },
    { map { $_ => [scalar keys %{ $parts{$_} }] } keys %parts },
    'those of one text have one reference';
my %all = map { map { $_ => 1 } keys %$_ } values %ref;
is scalar(keys %all), scalar(keys %parts), 'which no other has';
unlike join(' ', keys %all), qr/6?12345678|2222222/, 'and shows no number';
sub counted {
	my ($g) = @_;
	my ($status, $out, $err) = $g->tool('ingest');
	is $status, 0, 'ingest' or diag $err;
	my ($box) = grep { $_->{box} eq 'lijn' } @{ $g->stat };
	my $n = 0;
	$n += $box->{$_} // 0 for qw(counted carried quarantined);
	return $n, $box;
}
is $g->stop, 0, 'gehoord ends in order';
is +($g->tool('verify'))[0], 0, 'verify';

# ---- killed between storing and answering ---------------------------------------

# The number of somebody.
sub number { return 31600000000 + unpack('N', md5($_[0])) % 90_000_000 }

# A gateway: delivers what is to be done and then new texts until the daemon
# dies; says what it tried, and what was acknowledged and how.
sub client {
	my ($g, $w, $name, @todo) = @_;
	my %on;
	for (my $i = 0;; $i++) {
		my ($line, $id) = @todo ? split(/ /, shift @todo) :
		    ((qw(lijn1 lijn2 lijn5))[$i % 3], "$name.$i");
		syswrite $w, "T $line $id\n";
		my $r = Signing::deliver($g, $line, delivery($line, id => $id,
		    text => "val $id", from => number($id),
		    nonce => $id), on => $on{1} //= $g->connect) or return;
		return syswrite $w, "W $r->{status} $line\n"
		    if $r->{status} != 200;
		syswrite $w, "A $line $id\n";
		syswrite $w, "S $line $id\n" if $Signing::REPLIES{
		    $gateway{$line} } && $r->{body} !~ $code;
	}
}

my $k = new(daemon => "$Gehoor::BUILD/test/gehoord-tiny");
my $rounds = $ENV{ROUNDS} || ($ENV{SANITIZED} ? 8 : 20);
my (%open, %done, @wrong_status, %silent);
for my $round (1 .. $rounds) {
	$k->start;
	pipe my $r, my $w or die $!;
	my @open = sort keys %open;
	my @pids = map { my $n = $_;
	    Kill9::beside(sub {
		close $r;
		srand $round * 10 + $n;
		client($k, $w, "$round.$n",
		    @open[grep { $_ % 3 == $n } 0 .. $#open]);
	    }) } 0 .. 2;
	close $w;
	sleep 0.005 + rand 0.06;
	$k->stop('KILL');
	while (<$r>) {
		my ($what, $key) = /^(\w) (.*)\n/ or next;
		$open{$key} = 1 if $what eq 'T' && !$done{$key};
		delete $open{$key}, $done{$key} = 1 if $what eq 'A';
		$silent{$key} = 1 if $what eq 'S';
		push @wrong_status, $key if $what eq 'W';
	}
	waitpid $_, 0 for @pids;
}
cmp_ok scalar(keys %done), '>', $rounds * 2, "$rounds rounds, " .
    keys(%done) . ' texts acknowledged, ' . keys(%open) . ' not';
is_deeply \@wrong_status, [], 'none is refused';
$k->start;
for (sort keys %open) {
	my ($line, $id) = split / /;
	is_taken(sms($k, $line, id => $id, text => "val $id",
	    from => number($id)), "the last: $id");
	$done{$_} = 1;
}
is $k->stop, 0, 'the last daemon ends in order';
is_deeply [sort keys %silent], [], 'who was not answered before is now';
my %kept = %{ texts($k) };
is_deeply [grep { !$kept{ 'val ' . (split / /)[1] } } sort keys %done], [],
    'what was acknowledged is in the log';
is scalar(keys %kept), scalar(keys %done), 'and nothing else';
my ($n, $box) = counted($k);
is $n, scalar(keys %kept), 'and none counts twice' or diag explain $box;
done_testing;
