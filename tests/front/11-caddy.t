#!/usr/bin/perl
# 11-caddy.t - conf/proxy/Caddyfile: people get through, no address reaches
# gehoord, nothing of anybody stays behind.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Passage;
use Test::More;

# With a certificate of its own it asks nobody for one.
sub fill {
	my ($p) = @_;
	$p->put('\n\tadmin off\n', <<"CONF");

	admin off
	http_port $p->{plain}
	https_port $p->{tls}
	default_bind 127.0.0.1
	storage file_system $p->{dir}/data
CONF
	$p->put('\nvoorbeeld\.nl \{\n', "\nvoorbeeld.nl {\n" .
	    "\ttls $p->{cert} $p->{key}\n");
	$p->put('/run/gehoor/http\.sock', $p->{socket});
}

sub make {
	my ($g) = @_;
	my $p = Proxy->new(gehoor => $g, file => 'Caddyfile', fill => \&fill,
	    argv => sub { ('caddy', 'run', '--config', $_[0]{conf}) });
	$p->{env} = { HOME => $p->{dir} };
	return $p;
}

Passage::check(\&make, name => 'Caddy', resumes =>
    [qw(tls1_2 tls1_3)], leak => sub {
	my ($p) = @_;
	return (['output discard', 'output stderr'],
	    ['\n\trequest_body', "\n\tlog {\n\t\toutput file " .
		"$p->{dir}/access.log\n\t}\n\trequest_body"],
	    ['header_up -X-Forwarded-\*\n', "header_up X-Real-IP {remote_host}\n"]);
}, passed => 'address', leaked =>
    [qw(address agent cookie forwarded language number other referer secret
    story)]);

done_testing;
