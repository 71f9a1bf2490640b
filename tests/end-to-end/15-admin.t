#!/usr/bin/perl
# 15-admin.t - health and metrics on the admin socket, and nowhere else.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

my $g = Gehoor->new;
$g->start;
my $admin = "$g->{dir}/run/admin.sock";
is sprintf('%04o', (stat $admin)[2] & 07777), '0600', 'only for its owner';
my $r = $g->request('GET', '/healthz', unix => $admin);
is $r->{status}, 200, 'healthy';
my $before = $g->request('GET', '/metrics', unix => $admin)->{body};
like $before, qr/^# TYPE \w+ (?:gauge|counter)$/m, 'Prometheus text';
$g->post('feedback', [text => "verhaal $_"]) for 1 .. 5;
my $after = $g->request('GET', '/metrics', unix => $admin)->{body};
is $after, $before, 'nothing moves with a message';
is $g->request('GET', "/$_")->{status}, 404, "/$_ is not public"
    for qw(healthz metrics);
is $g->request('GET', '/nl/feedback', unix => $admin)->{status}, 404,
    'no pages on the admin socket';
$r = $g->request('GET', '/nl/feedback', unix => "$g->{dir}/run/http.sock");
is $r->{status}, 200, 'pages on the unix socket';
is $g->stop, 0, 'ends in order';
ok !-e $admin, 'and takes its sockets away';

done_testing;
