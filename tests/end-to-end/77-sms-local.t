#!/usr/bin/perl
# 77-sms-local.t - a modem on this machine: what smstools3 and Gammu SMSD hand
# over is stored once and answered once, its files go when it is on disk and not
# before, and nothing of it is said to whoever keeps a log.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Forms;
use Gehoor;
use JSON::PP;
use Signing;
use Test::More;

my $g = Gehoor->new;
Signing::boxes($g, 'lijn', 'feedback');
my %conf = (scheme => 'local', reply => \'true', reply_danger => \'false',
    reply_text => 'Dank. {code}', keywords => ['KLACHT:feedback']);
$g->{conf} = Signing::line($g, 'modem', gateway => 'smstools3', %conf) .
    Signing::line($g, 'stick', gateway => 'gammu', %conf);
$g->write_conf;
$g->start;
my $d = $g->{dir};
mkdir "$d/$_" for qw(incoming outgoing inbox outbox);
my $code = qr/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/;
my $said = '';

sub texts {
	return map { Forms::octets($_->{text}) } $g->records('--box',
	    $_[0] // 'lijn');
}
sub files {
	my ($dir) = @_;
	return map { s{.*/}{}r } glob "$d/$dir/*";
}

# ---- smstools3 ----------------------------------------------------------------

# A file as smsd leaves it; the head in any form, the text as it is.
my $nr = 0;
sub received {
	my ($text, %head) = @_;
	my $file = "$d/incoming/GSM1." . (delete $head{name} // 'a' . ++$nr);
	my %all = (From => '31611111111', From_TOA => 'D0 alphanumeric',
	    From_SMSC => '31624000000', Sent => '26-11-27 10:00:00',
	    Received => '26-11-27 10:00:05', Subject => 'GSM1',
	    Modem => 'GSM1', IMSI => '204080123456789', Alphabet => 'UTF-8',
	    %head);
	Gehoor::spew($file, join('', map { "$_: $all{$_}\n" }
	    sort keys %all) . "\n$text");
	return $file;
}
sub smsd {
	my ($event, $file, @more) = @_;
	my ($status, $out, $err) = $g->tool('sms-in', 'modem', '--smstools3',
	    '--outgoing', "$d/outgoing", $event, $file, @more);
	$said .= $out . $err;
	return $status;
}

my %told = (
	'caf' . "\xc3\xa9" => [received("caf\xc3\xa9")],
	"oude \xe2\x82\xac" => [received("oude \xa4", Alphabet => 'ISO')],
	"wijd \xf0\x9f\x98\xa2" => [received(join('', map { pack 'n', $_ }
	    map({ ord } split //, 'wijd '), 0xd83d, 0xde22),
	    Alphabet => 'UCS2')],
	"twee\n\nregels" => [received("twee\n\nregels")],
	'From: niemand' => [received('From: niemand')],
	'met regelteken' => [received("met\x07 regelteken")],
);
for my $text (sort keys %told) {
	is smsd('RECEIVED', $told{$text}[0]), 0, 'taken';
	ok !-e $told{$text}[0], 'and its file is gone';
}
is_deeply [sort(texts())], [sort keys %told], 'texts are as they were sent';
my @out = files('outgoing');
is @out, keys %told, 'each has an answer';
my $answer = Gehoor::slurp("$d/outgoing/$out[0]");
like $answer, qr/\ATo: 31611111111\nAlphabet: UTF.*\n\nDank\. $code\z/s,
    'to the number';
is_deeply [grep { /LOCK|tmp/i } @out], [], 'which is whole';
is_deeply [grep { /1{6}/ } @out], [], 'under names without numbers';
unlink glob "$d/outgoing/*";

# What is no message: its file holds a number, so it goes as well.
my @none = (map({ [$_ => received("bericht $_")] } qw(SENT FAILED REPORT CALL)),
    [RECEIVED => received('STOP', From => '31622222222')],
    [RECEIVED => received(' ')],
    [RECEIVED => received("SMS STATUS REPORT\nStatus: 0,Ok")],
    [RECEIVED => received("\x01\x02\x03", Alphabet => 'binary')]);
for (@none) {
	is smsd(@$_, 'id'), 0, "$_->[0]";
	ok !-e $_->[1], 'its file is gone';
}
is scalar(texts()), keys %told, 'none is kept';
is_deeply [files('outgoing')], [], 'or answered';
smsd('RECEIVED', received('na stop', From => '31622222222'));
is_deeply [files('outgoing')], [], 'nor is who said STOP';
smsd('RECEIVED', received('van een winkel', From => 'Winkel',
    From_TOA => 'D0'));
is_deeply [files('outgoing')], [], 'nor who has no number';
smsd('RECEIVED', received('KLACHT niemand belt', From => '31633333333'));
is_deeply [texts('feedback')], ['niemand belt'], 'a keyword goes to its box';
unlink glob "$d/outgoing/*";
$told{$_} = 1 for 'na stop', 'van een winkel';

# The parts that smsd could not put together.
smsd('RECEIVED', received("deel $_", Incomplete => 'yes',
    'UDH-DATA' => "05 00 03 A5 02 0$_", From => '31644444444')) for 2, 1;
my %part = map { ($_->{text} => $_->{part}) } grep { $_->{part} } $g->records;
is_deeply [map { "$part{$_}{n}/$part{$_}{of}" } sort keys %part],
    ['1/2', '2/2'], 'parts have their numbers';
is $part{'deel 1'}{ref}, $part{'deel 2'}{ref}, 'and one reference';
$told{"deel $_"} = 1 for 1, 2;
is scalar(files('outgoing')), 1, 'and one answer';
unlink glob "$d/outgoing/*";

# The same file once more, as after a crash of the program.
my $again = received('nog eens', name => 'zelfde');
smsd('RECEIVED', $again);
smsd('RECEIVED', received('nog eens', name => 'zelfde'));
$told{'nog eens'} = 1;
is scalar(grep { $_ eq 'nog eens' } texts()), 1, 'the same file again is one';
is scalar(files('outgoing')), 1, 'and answered once';
unlink glob "$d/outgoing/*";

# ---- gehoord is away -------------------------------------------------------------

is $g->stop, 0, 'gehoord ends in order';
my @left = map { received("wacht $_", From => '31655555555') } 1 .. 3;
my $bad = received('', name => 'a0');
Gehoor::spew($bad, "dit is geen sms van 31655555555\n\nof wel\n");
for (@left) {
	isnt smsd('RECEIVED', $_), 0, 'not taken';
	ok -e $_, 'its file stays';
}
my $inbox = "$d/inbox/IN20261127_100000_00_+31655555556_00.txt";
Gehoor::spew($inbox, 'wacht in de la');
sub smsd_gammu {
	my (@args) = @_;
	my ($status, $out, $err) = $g->tool('sms-in', 'stick', '--gammu', @args);
	$said .= $out . $err;
	return $status;
}
isnt smsd_gammu('--inbox', "$d/inbox", $inbox =~ s{.*/}{}r), 0, 'nor by Gammu';
ok -e $inbox, 'its file stays';
$g->start;
my $old = time - 60;
utime $old, $old, @left, $bad, $inbox;
smsd('RECEIVED', received('de volgende'));
$told{$_} = 1 for 'de volgende', map { "wacht $_" } 1 .. 3;
is_deeply [sort(texts())], [sort keys %told],
    'with the next message comes what was left, also behind a broken file';
is_deeply [files('incoming')], ['GSM1.a0'], 'and only that one stays';
unlink $bad, glob "$d/outgoing/*";

# ---- Gammu -------------------------------------------------------------------------

sub gammu {
	my ($env, @args) = @_;
	local %ENV = (%ENV, %$env);
	return smsd_gammu('--outbox', "$d/outbox", @args);
}
my %one = (SMS_MESSAGES => 1, SMS_1_CLASS => -1, SMS_1_REFERENCE => 0,
    SMS_1_NUMBER => '+31666666661', PHONE_ID => 'stick');
is gammu({ %one, DECODED_PARTS => 0, SMS_1_TEXT => "z\xc3\xb3 fijn" },
    'IN1'), 0, 'one message';
is gammu({ %one, DECODED_PARTS => 2, DECODED_1_TEXT => 'een lange ',
    DECODED_2_TEXT => 'tekst', DECODED_0_TEXT => 'nee', SMS_MESSAGES => 2,
    SMS_1_TEXT => 'een lange', SMS_2_TEXT => 'tekst' }, 'IN2', 'IN3'), 0,
    'one in two parts';
@out = files('outbox');
is @out, 2, 'each is answered';
like $out[0], qr/^OUT.*31666666661/, 'to the number, as Gammu wants it';
like Gehoor::slurp("$d/outbox/$out[0]"),
    qr/\A\xff\xfeD\0a\0n\0k\0\.\0 \0(?:[0-9A-Z-]\0){19}\z/, 'in its letters';
unlink glob "$d/outbox/*";
is gammu({ %one, DECODED_PARTS => 0, SMS_1_TEXT => 'Stop' }, 'IN4'), 0, 'STOP';
is gammu({ %one, DECODED_PARTS => 0, SMS_1_TEXT => 'stil' }, 'IN5'), 0,
    'and more';
is_deeply [files('outbox')], [], 'without an answer';
$told{$_} = 1 for "z\xc3\xb3 fijn", 'een lange tekst', 'stil';

# Its files, which have room for all of a long text.
my $long = join ' ', map { "woord$_" } 1 .. 200;
my @parts = map { "IN20261127_110000_00_+31666666662_0$_.txt" } 0 .. 2;
my @texts = (substr($long, 0, 500), substr($long, 500, 500),
    substr($long, 1000) . "\xc3\xa9");
Gehoor::spew("$d/inbox/$parts[$_]", "\xfe\xff" . join '', map { pack 'n', ord }
    split //, Signing::chars($texts[$_])) for 0 .. 2;
is gammu({ %one, SMS_1_NUMBER => '+31666666662' }, '--inbox', "$d/inbox",
    @parts), 0, 'files of a long text';
is_deeply [files('inbox')], [], 'which are gone, also what was left';
$told{$_} = 1 for "$long\xc3\xa9", 'wacht in de la';
is_deeply [sort(texts())], [sort keys %told], 'all is there, each once';
is scalar(grep { /31666666662/ } files('outbox')), 1, 'and answered';

# ---- what is said ------------------------------------------------------------------

unlike $said, qr/(?:\d{9}|wacht|fijn|lange|woord1)/,
    'no number and no text in what was printed';
is $g->stop, 0, 'gehoord ends in order';
unlike $g->{said}, qr/\d{9}/, 'and none from gehoord';
done_testing;
