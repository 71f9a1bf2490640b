#!/usr/bin/perl
# 16-activation.t - sockets from systemd, in a network namespace without any
# network, as the unit runs it; and what the service manager is told.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Notify;
use Test::More;

my $g = Gehoor->new;
my $d = $g->{dir};
my @alone = (Gehoor::run('unshare', '-n', 'true'))[0] == 0 ?
    ('unshare', '-n') : ();
my $notify = Notify->new("$d/notify");

pipe my $r, my $w or die $!;
my $pid = fork // die $!;
if ($pid == 0) {
	close $r;
	open STDERR, '>&', $w or die $!;
	exec @alone, 'systemd-socket-activate', '-l', "$d/run/http.sock", '-l',
	    "$d/run/admin.sock", '--fdname=http:admin',
	    '-E', "NOTIFY_SOCKET=$d/notify",
	    "$Gehoor::BUILD/gehoord", '-c', "$d/gehoor.conf"
	    or POSIX::_exit(127);
}
close $w;
@$g{qw(pid err said)} = ($pid, $r, '');
ok $g->until_said(qr/Listening on .* as 4/), 'the sockets are there' or
    BAIL_OUT($g->{said});
my $page = $g->request('GET', '/nl/feedback', unix => "$d/run/http.sock");
is $page->{status}, 200, 'the first request starts the daemon and is answered';
is $g->request('GET', '/healthz', unix => "$d/run/admin.sock")->{status}, 200,
    'the admin socket is known by its name';
is $g->request('GET', '/metrics', unix => "$d/run/http.sock")->{status}, 404,
    'and is the only one with metrics';
is $g->post('feedback', [text => 'Door de socket'], unix => "$d/run/http.sock")
    ->{status}, 201, 'a message is taken';
unlike $g->{said}, qr/tcp:/, 'nothing else is listened on';

ok $notify->until_told(qr/^READY=1$/m), 'the service manager is told READY';
kill 'HUP', $pid;
ok $notify->until_told(qr/^RELOADING=1\n(?:.*\n)*MONOTONIC_USEC=\d+(?:.*\n)*READY=1$/m),
    'RELOADING with the time, and READY again';
is $g->stop, 0, 'ends in order';
ok $notify->until_told(qr/^STOPPING=1$/m), 'and says so';
is scalar($g->records), 1, 'the message is in the log';

done_testing;
