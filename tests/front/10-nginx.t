#!/usr/bin/perl
# 10-nginx.t - conf/proxy/nginx.conf with Debian's nginx.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Proxy;
use Test::More;

my $p = Proxy->new(file => 'nginx.conf',
	conf => sub {
		my ($p, $snippet) = @_;
		my $d = $p->{dir};
		my $servers = Proxy::change($snippet,
		    qr/listen \[::\].*\n/ => "\n",
		    qr/listen 80;/ => "listen 127.0.0.1:$p->{http};",
		    qr/listen 443 ssl/ => "listen 127.0.0.1:$p->{port} ssl",
		    qr/voorbeeld\.nl;/ => 'localhost;',
		    qr{/etc/ssl/voorbeeld\.nl\.pem} => $p->{cert},
		    qr{/etc/ssl/private/voorbeeld\.nl\.key} => $p->{key},
		    qr{/run/gehoor/http\.sock} => $p->{socket});
		my $temporary = join '', map { "\t${_}_temp_path $d/$_;\n" }
		    qw(client_body proxy fastcgi scgi uwsgi);
		return "daemon off;\nuser root;\npid $d/pid;\nevents {}\n" .
		    "http {\n\taccess_log off;\n$temporary$servers}\n";
	},
	command => sub { ('nginx', '-p', $_[0]{dir}, '-e', 'stderr', '-c',
	    "$_[0]{dir}/conf") });
$p->judge(
	passes => sub { $_[0] =~ s/X-Forwarded-For ""/X-Forwarded-For \$remote_addr/r },
	writes => sub { $_[0] =~ s/access_log off;/access_log $p->{dir}\/access;/gr });

done_testing;
