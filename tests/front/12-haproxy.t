#!/usr/bin/perl
# 12-haproxy.t - conf/proxy/haproxy.cfg with Debian's HAProxy.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Proxy;
use Test::More;

my $p = Proxy->new(file => 'haproxy.cfg',
	conf => sub {
		my ($p, $snippet) = @_;
		return Proxy::change($snippet,
		    qr/user haproxy/ => 'user root', qr/group haproxy/ => 'group root',
		    qr/bind :80\n/ => "bind 127.0.0.1:$p->{http}\n",
		    qr/bind :443 / => "bind 127.0.0.1:$p->{port} ",
		    qr{/etc/ssl/private/voorbeeld\.nl\.pem} => $p->{both},
		    qr{/run/gehoor/http\.sock} => $p->{socket});
	},
	command => sub { ('haproxy', '-db', '-f', "$_[0]{dir}/conf") });
$p->judge(
	passes => sub { $_[0] =~ s/(default_backend)/option forwardfor\n\t$1/r },
	writes => sub { $_[0] =~ s/no log/log stdout format raw local0\n\toption httplog/r });

done_testing;
