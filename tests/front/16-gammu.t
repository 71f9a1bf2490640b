#!/usr/bin/perl
# 16-gammu.t - conf/sms/gammu-smsdrc in Debian's Gammu SMSD, on a modem of our
# own: text messages reach the box, their answers the modem, and no number
# stays in the spool or the log.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use Modem;
use Sms;
use Test::More;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);
my $g = Sms::house(<<'CONF');
line "modem" {
	gateway = "gammu"
	box = "lijn"
	reply = true
}
CONF
my $admin = "$g->{dir}/run/admin.sock";
sub is_stored { return Sms::is_stored($g, @_) }

my %locale = (LC_ALL => 'C.UTF-8');

# SMSD with the shipped file: port, directories and waiting times are put in
# place, and what else is given as patterns.
sub smsd {
	my (@put) = @_;
	my $s = Sms->new;
	my $spool = $s->{spool} = "$s->{dir}/spool";
	mkdir "$s->{dir}/$_" or die $! for qw(bin spool),
	    map { "spool/$_" } qw(inbox outbox);
	$s->{modem} = Modem->new("$s->{dir}/modem", tty => 1);
	symlink "$Gehoor::BUILD/test/gehoor", "$s->{dir}/bin/gehoor" or die $!;
	# The locale is set in /etc/default, for systemd sets none.
	$s->{env} = { PATH => "$s->{dir}/bin:$ENV{PATH}", %locale };
	Gehoor::spew("$s->{dir}/smsdrc", Sms::snippet('gammu-smsdrc', @put,
	    '/dev/ttyUSB0', $s->{modem}{tty}, '^commtimeout = 5$', 'commtimeout = 1',
	    '/run/gehoor/admin\.sock', $admin,
	    '/var/spool/gammu', $spool, '^service = files$', "service = files\n" .
		"receivefrequency = 0\nstatusfrequency = 0"));
	$s->spawn('smsd', 'gammu-smsd', '-c', "$s->{dir}/smsdrc");
	Proxy::wait_for(10, sub { -s "$s->{dir}/modem/said" }) or
	    die 'SMSD does not ask the modem: ', $s->said('smsd');
	return $s;
}

# The answers that went out, of which n are waited for.
sub answers {
	my ($s, $n) = @_;
	my @out;
	Proxy::wait_for(30, sub { (@out = $s->{modem}->outgoing) >= $n });
	return map { $_->[1] } grep { $_->[0] eq $Sms::NUMBER } @out;
}

# How often SMSD has tried to send.
sub tried {
	my ($s) = @_;
	return scalar(() = Gehoor::slurp("$s->{dir}/modem/said") =~ /CMGS=/g);
}

# What the spool holds when all is done.
sub left {
	my ($s) = @_;
	my @left;
	Proxy::wait_for(30, sub {
		!(@left = Sms::holding($s->{spool}, qr/(?s:.)/)) });
	return @left;
}

$g->start;
my $s = smsd();
$s->{modem}->deliver($Sms::NUMBER, $_->[1], alphabet => $_->[2])
    for @Sms::TEXTS;
is_stored('all of them', map { $_->[1] } @Sms::TEXTS);

# Long texts come in parts, and STOP is nothing to keep.
my @long = (join(' ', map { "woord$_ één" } 1 .. 30) . ' naald',
    join(' ', map { "слово$_" } 1 .. 20) . ' naald');
cmp_ok $s->{modem}->deliver_parts($Sms::NUMBER, $long[0], 153), '>', 1,
    'parts in GSM';
cmp_ok $s->{modem}->deliver_parts($Sms::NUMBER, $long[1], 67,
    alphabet => 'ucs2'), '>', 1, 'parts in UCS-2';
$s->{modem}->deliver($Sms::NUMBER + 1_000_000_000, 'STOP');
is_stored('parts', @long);
my @answers = answers($s, 6);
is scalar(grep { $_ =~ $Sms::ANSWER } @answers), 6, 'as many answers';
is keys %{ { map { /($Sms::CODE)/ => 1 } @answers } }, 6,
    'each with a code of its own';
is_deeply [left($s)], [], 'nothing stays in the spool';
is scalar(Sms::texts($g)), $g->{stored}, 'STOP is not kept';

# While gehoord is away; and then no answer can be sent.
is $g->stop, 0, 'gehoord ends';
my @spool = ($s->{spool}, qr/(?s:.)/);
$s->{modem}->deliver($Sms::NUMBER, 'Als eerste naald');
ok Proxy::wait_for(10, sub { 1 == Sms::holding(@spool) }),
    'what cannot be handed over stays';
# Files of this moment belong to somebody else.
my ($file) = Sms::holding(@spool);
utime time - 60, time - 60, "$s->{spool}/$file" or die $!;
Gehoor::spew("$s->{dir}/modem/deaf", '');
my $tried = tried($s);
$g->start;
$s->{modem}->deliver($Sms::NUMBER, 'Als tweede naald');
is_stored('after gehoord was away', 'Als eerste naald', 'Als tweede naald');
ok Proxy::wait_for(30, sub { $tried + 1 < tried($s) }),
    'an answer cannot be sent, and is tried again';
is scalar(grep { /^outbox/ } Sms::holding(@spool)), 2, 'both are still there';
utime time - 660, time - 660, glob "$s->{spool}/outbox/*";
is_deeply [left($s)], [], 'nothing stays in the spool';
is_deeply [Sms::holding($s->{dir}, $Sms::TRACE, qr{/modem/})], [],
    'no number and no text in any file';
ok $s->quit('smsd'), 'SMSD ends';

# What the file says of locale and log.
%locale = ();
$s = smsd('^service = files$', "service = files\nlogfile = stderr");
$s->{modem}->deliver($Sms::NUMBER, $Sms::TEXTS[2][1], alphabet => 'ucs2');
is_stored('an emoji in another locale', $Sms::TEXTS[2][1] =~ s/.\z//r);
like $s->said('smsd'), qr/$Sms::NUMBER/, 'a log has the number';
ok $s->quit('smsd'), 'SMSD ends';

is scalar(Sms::texts($g)), $g->{stored}, 'nothing is stored twice';
is $g->stop, 0, 'gehoord ends in order';
is_deeply [Sms::holding($g->{dir}, qr/612345678/)], [],
    'no number in the files of gehoord';

done_testing;
