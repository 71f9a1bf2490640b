#!/usr/bin/perl
# 12-haproxy.t - conf/proxy/haproxy.cfg: people get through, no address reaches
# gehoord, nothing of anybody stays behind.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Passage;
use Test::More;

sub fill {
	my ($p) = @_;
	my $six = Proxy::six();
	for my $port ([80, $p->{plain}], [443, $p->{tls}]) {
		my ($from, $free) = @$port;
		$p->put("bind :$from\\b", "bind 127.0.0.1:$free");
		$p->put("\\tbind :::$from\\b.*\\n", '') unless $six;
		$p->put("bind :::$from\\b", "bind ::1:$free") if $six;
	}
	$p->put('/etc/ssl/private/voorbeeld\.nl\.pem', $p->{both});
	$p->put('/run/gehoor/http\.sock', $p->{socket});
	$p->put('group gehoor-http', 'group haproxy');
	# Only root can become somebody else.
	$p->put('\n\t(?:user|group) haproxy', '') if $> != 0;
}

sub make {
	my ($g) = @_;
	return Proxy->new(gehoor => $g, file => 'haproxy.cfg', group =>
	    'haproxy', fill => \&fill, argv => sub {
		('haproxy', '-W', '-db', '-f', $_[0]{conf}, '-p',
		    "$_[0]{dir}/pid");
	    });
}

Passage::check(\&make, name => 'HAProxy', versions =>
    ['--http1.1'], limit_of_gehoord => 1, leak => sub {
	return (['no-tls-tickets', ''],
	    ['global\n', "global\n\tlog stderr format raw local0\n"],
	    ['no log\n\toption dontlognull\n\toption dontlog-normal',
		"log global\n\toption httplog"],
	    ['default_backend gehoord', "capture request header User-Agent " .
		"len 64\n\toption forwardfor\n\tdefault_backend gehoord"]);
}, passed => 'address', leaked => [qw(address agent number secret story)]);

done_testing;
