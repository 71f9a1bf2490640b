#!/usr/bin/perl
# 26-daemons.t - two servers and one desk: read together, a sum for each, no
# message twice.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Copy qw(copy);
use Gehoor;
use JSON::PP;
use Test::More;

my $clock = 1792360800 + 14 * 3600;
my $desk = Gehoor->new(clock => $clock);
my $d = $desk->{dir};
my %server = map { $_ => Gehoor->new(clock => $clock) } qw(noord zuid);
for (values %server) {
	$_->{reader_lines} = $desk->{reader_lines};
	$_->{conf} = $_->sms_line('kannel', 'kannel', 'pad-van-kannel-12345');
	$_->write_conf;
}
my $keys = join ', ', map { qq("$_->{vkey}") } values %server;
my $logs = join ', ', map { qq("$_:$server{$_}{dir}/state") } sort keys %server;
$desk->{top} = "logs = {$logs}";
$desk->{vkey} = join '", "', map { $_->{vkey} } values %server;
$desk->write_conf;

sub ran {
	my ($want, $name, @args) = @_;
	my ($status, $out, $err) = $desk->tool(@args);
	is $status, $want, $name or diag $err;
	return wantarray ? ($out, $err) : $out;
}

sub sum_lines {
	return map { $_->{box} => $_ }
	    @{ decode_json(ran(0, 'stat', 'stat', '--json')) };
}

# The standby has the day's key of the first, and so knows a repeat.
$server{noord}->start;
my ($key) = glob "$server{noord}{dir}/run/daily-*";
copy($key, "$server{zuid}{dir}/run/") or die $!;
chmod 0600, glob "$server{zuid}{dir}/run/daily-*";
$server{zuid}->start;

my $message = '/sms/kannel/pad-van-kannel-12345?from=%2B31611111111&to=4433' .
    '&text=Ik+wacht+al+maanden&id=een-en-dezelfde&ts=1792411200';
my @answers = map { $server{$_}->request('GET', $message) } qw(noord zuid);
is $_->{status}, 200, 'a text message' for @answers;
is $answers[0]{body}, $answers[1]{body}, 'the same answer, with the same code';
$server{noord}->post('lijn', [text => "In het noorden wacht ik $_ weken"])->{status} == 201 or die
    for 1 .. 3;
$server{zuid}->post('lijn', [text => "In het zuiden wacht ik $_ weken"])->{status} == 201 or die
    for 1 .. 2;

ran(0, 'ingest', 'ingest');
my %sum = sum_lines();
is $sum{'noord/lijn'}{tree_size}, 4, 'four in the north';
is $sum{'zuid/lijn'}{tree_size}, 3, 'three in the south';
is $sum{'noord/lijn'}{counted} + $sum{'zuid/lijn'}{counted}, 6,
    'the repeat counts once';
is $sum{'noord/lijn'}{duplicates} + $sum{'zuid/lijn'}{duplicates}, 1,
    'and is told as a duplicate';
my ($out) = ran(0, 'verify', 'verify');
like $out, qr{noord/lijn}, 'verify: the north';
like $out, qr{zuid/lijn}, 'and the south';

# In parts, or at once: the same database.
$server{$_}->stop == 0 or die for sort keys %server;
$server{zuid}->start;
$server{zuid}->post('lijn', [text => 'ik wacht nog een week'])->{status} == 201 or die;
$server{zuid}->stop == 0 or die;
ran(0, 'ingest what is new', 'ingest');
sub dump_of {
	my @tables = qw(box sum tally repeat checkpoint desk_event);
	return join '', map { (Gehoor::run('sqlite3', "$d/gehoor.db",
	    "SELECT '$_', * FROM $_ ORDER BY 1, 2, 3, 4"))[1] } @tables;
}
my $grown = dump_of();
ran(0, 'ingest everything', 'ingest', '--rebuild');
is dump_of(), $grown, 'a rebuild gives the same';
%sum = sum_lines();
is $sum{'zuid/lijn'}{counted} + $sum{'noord/lijn'}{counted}, 7, 'one more';
like scalar(ran(0, 'cat of one', 'cat', '--box', 'zuid/lijn')), qr/nog een week/,
    'a box by its server';

# A copy of a log beside itself would count twice.
$desk->{top} = qq(logs = {"noord:$server{noord}{dir}/state", ) .
    qq("weer:$d/weer"});
mkdir "$d/weer" or die $!;
system('cp', '-a', "$server{noord}{dir}/state/log", "$d/weer/") == 0 or die;
$desk->write_conf;
my (undef, $err) = ran(4, 'one log in two states is refused', 'ingest',
    '--rebuild');
like $err, qr{weer/log/feedback are copies of one log}, 'both are named';

done_testing;
