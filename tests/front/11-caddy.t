#!/usr/bin/perl
# 11-caddy.t - conf/proxy/Caddyfile with Debian's Caddy.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Proxy;
use Test::More;

my $p = Proxy->new(file => 'Caddyfile',
	conf => sub {
		my ($p, $snippet) = @_;
		return Proxy::change($snippet,
		    qr/^\{\n/m => "{\n\tadmin off\n\tauto_https disable_redirects\n",
		    qr/^voorbeeld\.nl \{\n/m => "https://localhost:$p->{port} {\n" .
			"\ttls $p->{cert} $p->{key}\n",
		    qr{/run/gehoor/http\.sock} => $p->{socket});
	},
	command => sub { ('caddy', 'run', '--adapter', 'caddyfile', '--config',
	    "$_[0]{dir}/conf") });
$p->judge(
	passes => sub { $_[0] =~ s/header_up -X-Forwarded-For//r =~ s/header_up -Forwarded//r },
	writes => sub { $_[0] =~ s/(tls .*\n)/$1\tlog {\n\t\toutput file $p->{dir}\/access\n\t}\n/r });

done_testing;
