#!/usr/bin/perl
# 14-kannel.t - conf/sms/kannel.conf in Debian's Kannel: text messages of a
# fake provider reach the box, their answers the phone, and Kannel keeps and
# says nothing it should not.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Encode qw(encode);
use Gehoor;
use Sms;
use Test::More;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);
my $fakesmsc = '/usr/lib/kannel/test/fakesmsc';

# The line "mobiel" answers, "stil" does not.
my $g = Sms::house(sub {
	my ($g) = @_;
	my ($loud, $still) = map { $g->sms_line($_, 'kannel', $Sms::SECRET) }
	    qw(mobiel stil);
	return $loud =~ s/\}\n\z/\treply = true\n}\n/r . $still;
});
$g->start;

my $phones = 0;

# Kannel with the shipped file: its addresses, passwords, provider and waiting
# times are put in place, and what else is given as patterns.
sub kannel {
	my ($line, @put) = @_;
	my $k = Sms->new;
	# Another phone each time: one that wrote STOP is left alone.
	$k->{number} = $Sms::NUMBER + 1_000_000_000 * $phones++;
	my ($admin, $box) = map { Proxy::free_port() } 1, 2;
	$k->{port} = Proxy::free_port();
	$k->{status} = "http://127.0.0.1:$admin/status.txt?password=kies-er-een";
	Gehoor::spew("$k->{dir}/kannel.conf", Sms::snippet('kannel.conf', @put,
	    '\bport = 13000$', "port = $admin", '\bport = 13001$', "port = $box",
	    '/var/log/kannel', $k->{dir},
	    '^smsc = smpp\n(?:.+\n)+', "smsc = fake\nsmsc-id = nep\n" .
		"host = 127.0.0.1\nport = $k->{port}\n" .
		"connect-allow-ip = 127.0.0.1\n",
	    'https://voorbeeld\.nl/sms/mobiel/HET-GEHEIM',
	    "http://127.0.0.1:$g->{fixed}/sms/$line/$Sms::SECRET",
	    '^http-queue-delay = 10$', 'http-queue-delay = 1'));
	# As its script in /etc/init.d starts them.
	$k->spawn('bearerbox', qw(bearerbox -v 4 --), "$k->{dir}/kannel.conf");
	wait_status($k, qr/^Status: running/m);
	$k->spawn('smsbox', qw(smsbox -v 4 --), "$k->{dir}/kannel.conf");
	wait_status($k, qr/smsbox:.*on-line/);
	return $k;
}

sub wait_status {
	my ($k, $pattern) = @_;
	Proxy::wait_for(10, sub { status($k) =~ $pattern }) or
	    die "no $pattern in: ", status($k), map { $k->said($_) }
	    qw(bearerbox smsbox);
	return 1;
}

sub status {
	my ($k) = @_;
	return (Gehoor::run('curl', '-s', $k->{status}))[1];
}

# A phone sends a text, once; quit it before another one is on the line.
sub phone {
	my ($k, $text, $type) = @_;
	my $name = 'phone' . ++$k->{phones};
	$k->spawn($name, $fakesmsc, '-H', '127.0.0.1', '-r', $k->{port}, '-m', 1,
	    encode('UTF-8', "$k->{number} 3010 " . ($type // 'text') . " $text"));
	$k->until_said($name, qr/sent message 1$/m);
	return $name;
}

# What the phone has got, as fakesmsc tells it.
sub got {
	my ($k, $name) = @_;
	my $line = qr/Got message \d+: <3010 $k->{number} \w+ (.*)>/;
	return $k->said($name) =~ /$line$/mg;
}

# Sends a text and waits for one answer with a code; returns the answer.
sub answered {
	my ($k, $what, @message) = @_;
	my $name = phone($k, @message);
	$k->until_said($name, qr/Got message 1: </);
	my ($answer) = got($k, $name);
	like $answer, $Sms::ANSWER, "$what: answered";
	$k->quit($name);
	return $answer;
}

sub is_stored { return Sms::is_stored($g, @_) }

# Ends smsbox, which sends before what it has to; how much the phones got.
sub end {
	my ($k) = @_;
	wait_status($k, qr/smsbox.*\(0 queued\)/);
	ok $k->quit('smsbox'), 'smsbox ends';
	wait_status($k, qr/^SMS: .*\(0 queued\), sent \d+ \(0 queued\)/m);
	status($k) =~ /^SMS: received (\d+).* sent (\d+)/m or die 'no counts';
	return [$1, $2];
}

my $long = join ' ', 'Lang:', map { "woord$_" } 1 .. 90;
my $needle = qr/$Sms::TRACE|woord89|verdwenen/;

sub all_texts {
	my ($k, $how) = @_;
	for (@Sms::TEXTS, ['a long text', $long, 'gsm']) {
		my ($what, $text, $alphabet) = @$_;
		answered($k, "$how, $what", $alphabet eq 'gsm' ? $text :
		    join('', map { sprintf '%%%02X', ord } split //,
		    encode('UTF-16BE', $text)), $alphabet eq 'gsm' ? 'text' :
		    'ucs2');
		is_stored("$how, $what", $text);
	}
}

# The provider in the file is one that bearerbox understands.
my $k = Sms->new;
my @ports = map { Proxy::free_port() } 1 .. 3;
Gehoor::spew("$k->{dir}/kannel.conf", Sms::snippet('kannel.conf',
    '/var/log/kannel', $k->{dir}, '\bport = 13000$', "port = $ports[0]",
    '\bport = 13001$', "port = $ports[1]", '^host = .*', 'host = 127.0.0.1',
    '^port = 2775$', "port = $ports[2]"));
$k->{status} = "http://127.0.0.1:$ports[0]/status.txt?password=kies-er-een";
$k->spawn('bearerbox', qw(bearerbox -v 4 --), "$k->{dir}/kannel.conf");
ok wait_status($k, qr/^ *aanbieder\S* *SMPP:127\.0\.0\.1/m),
    'an SMPP provider as in the file';
ok $k->stop, 'Kannel ends';

$k = kannel('mobiel');
all_texts($k, 'post-url');

# Two parts are one message.
my @parts = map { "udh %05%00%03%2A%02%0$_" } 1, 2;
$k->quit(phone($k, 'deel+een+en+', $parts[0]));
answered($k, 'two parts', 'deel+twee', $parts[1]);
is_stored('two parts', 'deel een en deel twee');

# gehoord goes away, and the message waits.
is $g->stop, 0, 'gehoord ends';
my $name = phone($k, 'Mijn tas is verdwenen');
ok Proxy::wait_for(10, sub { 1 < (() = Gehoor::slurp("$k->{dir}/smsbox.log") =~
    /Couldn't fetch/g) }), 'Kannel tries again';
is_deeply [got($k, $name)], [], 'the phone is told nothing';
$g->start;
$k->until_said($name, qr/Got message 1: </);
like((got($k, $name))[0], qr/Code $Sms::CODE/, 'it is answered at last');
$k->quit($name);
is_stored('after gehoord was away', 'Mijn tas is verdwenen');

$name = phone($k, ' Stop. ');
wait_status($k, qr/^SMS: received 9 .*\n(?:.*\n)*.*smsbox.*\(0 queued\)/m);
$k->quit($name);
my $after = phone($k, 'Toch nog iets, naald');
is_stored('after STOP, which is not kept', 'Toch nog iets, naald');
is_deeply end($k), [10, 7], 'no answer to STOP and after it';
is_deeply [map { got($k, $_) } $name, $after], [], 'nor a phone that has one';
my @files = Sms::holding($k->{dir}, $needle, qr/\.said$/);
is_deeply \@files, [], 'nothing of number or text in its files';
is $k->said($_), '', "$_ says nothing aside" for qw(bearerbox smsbox);
ok $k->stop, 'Kannel ends';

# By get-url it comes as well, but see what the log has.
my @get = ('^post-url', '#post-url', '^#get-url', 'get-url');
$k = kannel('mobiel', @get);
all_texts($k, 'get-url');
is $g->stop, 0, 'gehoord ends';
$name = phone($k, 'En nu verdwenen');
ok Proxy::wait_for(10, sub { Sms::holding($k->{dir}, $needle, qr/\.said$/) }),
    'by get-url the log has the text, as the file says';
$g->start;
$k->until_said($name, qr/Got message 1: </);
is_stored('get-url after gehoord was away', 'En nu verdwenen');
ok $k->stop, 'Kannel ends';

# A line that does not answer; not even when it is never reached.
my @still = ('^max-messages = 2$', 'max-messages = 0',
    '^http-request-retry = .*', 'http-request-retry = 1');
$k = kannel('stil', @still);
$k->quit(phone($k, 'In stilte'));
is_stored('a silent line', 'In stilte');
is $g->stop, 0, 'gehoord ends';
$name = phone($k, 'Niemand luistert');
ok Proxy::wait_for(10, sub { 1 < (() = Gehoor::slurp("$k->{dir}/smsbox.log") =~
    /Couldn't fetch/g) }), 'Kannel gives up';
is_deeply end($k), [2, 0], 'nobody is sent anything';
ok $k->stop, 'Kannel ends';

# What the lines of the file are there for.
$k = kannel('mobiel', '^http-request-retry = .*', 'http-request-retry = 1');
$name = phone($k, 'Niemand luistert');
$k->until_said($name, qr/Got message 1: </);
is_deeply [got($k, $name)],
    ['Je bericht is niet aangekomen. Probeer het later nog eens.'],
    'who is not heard is told so';
ok $k->stop, 'Kannel ends';
$g->start;
$k = kannel('mobiel', '^omit-empty = true$', 'omit-empty = false');
$name = phone($k, 'STOP');
$k->until_said($name, qr/Got message 1: </);
like((got($k, $name))[0], qr/Empty reply/,
    'without omit-empty STOP is answered');
ok $k->stop, 'Kannel ends';

is scalar(Sms::texts($g)), $g->{stored}, 'nothing is stored twice';
is $g->stop, 0, 'gehoord ends in order';
is_deeply [Sms::holding($g->{dir}, qr/612345678/)], [],
    'no number in the files of gehoord';

done_testing;
