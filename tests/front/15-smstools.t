#!/usr/bin/perl
# 15-smstools.t - conf/sms/smsd.conf and its event handler in Debian's smsd,
# on a modem of our own: text messages reach the box, their answers the modem,
# and no number stays in the spool or the log.
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
$> == 0 or plan skip_all => 'smsd changes its user';

my $g = Sms::house(<<'CONF');
line "modem" {
	gateway = "smstools3"
	box = "lijn"
	reply = true
}
CONF
# smsd is somebody else than gehoord, as it is in Debian.
my ($user, $group) = (scalar getpwnam('smsd'), scalar getgrnam('dialout'));
my $admin = "$g->{dir}/run/admin.sock";
sub start {
	$g->start;
	chmod 0711, $g->{dir}, "$g->{dir}/run";
	chown 0, $group, $admin or die $!;
	chmod 0660, $admin or die $!;
}

# smsd with the shipped files: device, directories and waiting times are put
# in place, and what else is given as patterns.
sub smsd {
	my (@put) = @_;
	my $s = Sms->new;
	my $spool = $s->{spool} = "$s->{dir}/spool";
	$s->{log} = "$s->{dir}/log/smsd.log";
	mkdir "$s->{dir}/$_" or die $! for qw(log run bin spool),
	    map { "spool/$_" } qw(outgoing checked incoming saved);
	chown $user, $group, "$s->{dir}/log", "$s->{dir}/run", glob "$spool/*";
	chmod 0755, $s->{dir};
	$s->{modem} = Modem->new("$s->{dir}/modem");
	symlink "$Gehoor::BUILD/test/gehoor", "$s->{dir}/bin/gehoor" or die $!;
	$s->{env} = { PATH => "$s->{dir}/bin:$ENV{PATH}" };
	my $handler = "$s->{dir}/bin/smstools-handler.sh";
	Gehoor::spew($handler, Sms::snippet('smstools-handler.sh',
	    '/run/gehoor/admin\.sock', $admin, '/var/spool/sms', $spool), 0755);
	Gehoor::spew("$s->{dir}/smsd.conf", Sms::snippet('smsd.conf', @put,
	    '/dev/ttyUSB0', "\@127.0.0.1:$s->{modem}{port}",
	    '/usr/local/bin/smstools-handler\.sh', $handler,
	    '/var/spool/sms(?=/\w+$)', $spool,
	    '/var/log/smstools', "$s->{dir}/log",
	    '/var/run/smstools', "$s->{dir}/run",
	    '^delaytime = 5$', "delaytime = 1\nerrorsleeptime = 1"), 0644);
	# As its script in /etc/init.d starts it, but in front.
	$s->spawn('smsd', 'smsd', '-t', "-c$s->{dir}/smsd.conf", '-usmsd',
	    '-gdialout');
	Proxy::wait_for(10, sub { -s "$s->{dir}/modem/said" }) or
	    die 'smsd does not ask the modem: ', $s->said('smsd');
	return $s;
}

# The answers that went out, of which n are waited for.
sub answers {
	my ($s, $n) = @_;
	my @out;
	Proxy::wait_for(15, sub { (@out = $s->{modem}->outgoing) >= $n });
	return map { $_->[1] } grep { $_->[0] eq $Sms::NUMBER } @out;
}

# What the spool holds when all is done.
sub left {
	my ($s) = @_;
	my @left;
	Proxy::wait_for(10, sub {
		!(@left = Sms::holding($s->{spool}, qr/(?s:.)/)) });
	return @left;
}

sub number_is_nowhere {
	my ($s) = @_;
	is_deeply [left($s)], [], 'nothing stays in the spool';
	is_deeply [Sms::holding($s->{dir}, $Sms::TRACE,
	    qr{/modem/})], [], 'no number and no text in any file';
}

start();
my $s = smsd();
my $out = 0;
sub is_stored { return Sms::is_stored($g, @_) }

for (@Sms::TEXTS) {
	my ($what, $text, $alphabet) = @$_;
	$s->{modem}->deliver($Sms::NUMBER, $text, alphabet => $alphabet);
	is_stored($what, $text);
	$out++;
}

# Long texts come in parts.
for (['parts in GSM', join(' ', map { "woord$_ één" } 1 .. 30), 153],
    ['parts in UCS-2', join(' ', map { "слово$_" } 1 .. 20), 67,
	alphabet => 'ucs2']) {
	my ($what, $text, $size, @how) = @$_;
	cmp_ok $s->{modem}->deliver_parts($Sms::NUMBER, $text, $size, @how),
	    '>', 1, "$what: more than one";
	is_stored($what, $text);
	$out++;
}
my @answers = answers($s, $out);
is scalar @answers, $out, 'as many answers as texts';
is scalar(grep { $_ =~ $Sms::ANSWER } @answers), $out, 'as they are written';
is keys %{ { map { /($Sms::CODE)/ => 1 } @answers } }, $out,
    'each with a code of its own';

# Nothing to keep.
$s->{modem}->deliver($Sms::NUMBER, 'STOP');
ok Proxy::wait_for(10, sub { !$s->{modem}->held }), 'STOP is received';
number_is_nowhere($s);
is scalar(Sms::texts($g)), $g->{stored}, 'but not kept';

# While gehoord is away, and a part waits for another.
is $g->stop, 0, 'gehoord ends';
my @incoming = ("$s->{spool}/incoming", qr/(?s:.)/);
$s->{modem}->deliver($Sms::NUMBER, 'Als eerste naald');
ok Proxy::wait_for(10, sub { 1 == Sms::holding(@incoming) &&
    $s->{modem}->held == 0 }), 'what cannot be handed over stays';
my ($file) = Sms::holding(@incoming);
is sprintf('%04o', (stat "$incoming[0]/$file")[2] & 07777), '0600',
    'where nobody else reads it';
# Files of this moment belong to somebody else.
utime time - 60, time - 60, "$incoming[0]/$file" or die $!;
my $long = 'Een deel en nog een deel naald';
$s->{modem}->deliver($Sms::NUMBER, substr($long, 0, 9),
    udh => pack 'C5', 0, 3, 99, 2, 1);
ok Proxy::wait_for(10, sub { $s->{modem}->held == 0 }), 'half a text comes';
start();
$s->{modem}->deliver($Sms::NUMBER, 'Als tweede naald');
is_stored('after gehoord was away', 'Als eerste naald', 'Als tweede naald');
is scalar(answers($s, $out += 2)), $out, 'and both are answered';
$s->{modem}->deliver($Sms::NUMBER, substr($long, 9),
    udh => pack 'C5', 0, 3, 99, 2, 2);
is_stored('when the other half comes', $long);
is scalar(answers($s, ++$out)), $out, 'one answer to both';

# The network does not take an answer.
Gehoor::spew("$s->{dir}/modem/deaf", '');
$s->{modem}->deliver($Sms::NUMBER, 'Zonder antwoord naald');
is_stored('without a network for answers', 'Zonder antwoord naald');
ok Proxy::wait_for(10, sub { -s $s->{log} &&
    Gehoor::slurp($s->{log}) =~ /CMS ERROR/ }), 'the answer is not sent';
unlink "$s->{dir}/modem/deaf";
number_is_nowhere($s);
ok $s->quit('smsd'), 'smsd ends';

# What the lines of the file are there for.
$s = smsd('^decode_unicode_text = no$', 'decode_unicode_text = yes');
$s->{modem}->deliver($Sms::NUMBER, $Sms::TEXTS[2][1], alphabet => 'ucs2');
is_stored('an emoji that smsd decodes', 'Bang ');
ok $s->quit('smsd'), 'smsd ends';
$s = smsd('^loglevel = 4$', 'loglevel = 5');
$s->{modem}->deliver($Sms::NUMBER, 'Wie schrijft mij op');
is_stored('with a longer log', 'Wie schrijft mij op');
like Gehoor::slurp($s->{log}), qr/$Sms::NUMBER/, 'the number is in it';
ok $s->quit('smsd'), 'smsd ends';

is scalar(Sms::texts($g)), $g->{stored}, 'nothing is stored twice';
is $g->stop, 0, 'gehoord ends in order';
is_deeply [Sms::holding($g->{dir}, qr/612345678/)], [],
    'no number in the files of gehoord';

done_testing;
