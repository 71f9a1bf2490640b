#!/usr/bin/perl
# 12-restart.t - stop, restart and SIGHUP: same post, same code; end frames;
# new texts and boxes; a mistake leaves the old ones running.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use POSIX ();
use Test::More;

my $g = Gehoor->new;
$g->start;
my @post = (text => 'Twee keer hetzelfde', token => $g->token('feedback'));
my $first = decode_json($g->post('feedback', \@post)->{body});
is $g->stop, 0, 'SIGTERM ends in order';
$g->start;
my $second = decode_json($g->post('feedback', \@post)->{body});
is $second->{code}, $first->{code}, 'same post, same code after a restart';
is $g->stop('KILL') & 127, 9, 'killed';
$g->start;
is decode_json($g->post('feedback', \@post)->{body})->{code}, $first->{code},
    'same post, same code after kill -9';
my $edited = decode_json($g->post('feedback',
    [text => 'Iets anders', @post[2, 3]])->{body});
isnt $edited->{code}, $first->{code}, 'an edited post is a new record';
is scalar $g->records, 2, 'two records in all';
my @segments = glob "$g->{dir}/state/log/feedback/*.seg";
is @segments, 3, 'each start opened a segment';

# SIGHUP: a mistake first, then a new box.
my $good = $g->{conf} // '';
$g->{conf} = 'box "avond" { kind = table';
$g->write_conf;
kill 'HUP', $g->{pid};
ok $g->until_said(qr/gehoor\.conf:\d+/), 'a mistake is named with file and line';
is $g->request('GET', '/nl/feedback')->{status}, 200, 'the old boxes stay';
$g->{conf} = qq(box "avond" {\n kind = table\n title = {"nl:Ouderavond", "en:Evening"}\n) .
    $g->readers . "\n}";
$g->write_conf;
$g->{said} = '';
kill 'HUP', $g->{pid};
ok $g->until_said(qr/\n/), 'a reload is said';
is $g->post('avond', [text => 'Van de avond'])->{status}, 201,
    'the new box takes messages';
is $g->stop, 0, 'ends in order';
my ($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify is content' or diag "$out$err";
# A reload that comes too late must not cut the end short.
$g->start;
my $pid = delete $g->{pid};
kill 'TERM', $pid;
do {
	kill 'HUP', $pid;
	select undef, undef, undef, 0.0005;	# let it do something else too
} until waitpid $pid, POSIX::WNOHANG;
is $?, 0, 'SIGHUP while it ends changes nothing';
my $week = (stat $segments[0])[9];
is $week % 3600, 0, 'file time is the start of a week';
is((stat "$g->{dir}/state/log/avond/00000001.seg")[9], $week,
    'the same for every segment of a week');

done_testing;
