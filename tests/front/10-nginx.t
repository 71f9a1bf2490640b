#!/usr/bin/perl
# 10-nginx.t - conf/proxy/nginx.conf in Debian's own nginx.conf: people get
# through, no address reaches gehoord, nothing of anybody stays behind.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Passage;
use Test::More;

# Debian's nginx.conf with its paths in a directory of ours.
sub frame {
	my ($p) = @_;
	my $text = Gehoor::slurp('/etc/nginx/nginx.conf');
	for (['pid [^;]*;', "pid $p->{dir}/pid;"],
	    ['error_log [^;]*;', "error_log $p->{dir}/error.log;"],
	    ['access_log [^;]*;', "access_log $p->{dir}/access.log;\n" .
		join '', map { "${_}_temp_path $p->{dir}/tmp/$_;\n" }
		qw(client_body proxy fastcgi scgi uwsgi)],
	    ['include /etc/nginx/conf\.d/\*\.conf;', ''],
	    ['include /etc/nginx/sites-enabled/\*;', "include $p->{conf};"]) {
		my ($from, $to) = @$_;
		$text =~ s/^\s*$from/$to/m or
		    die "nothing like $from in /etc/nginx/nginx.conf\n";
	}
	my $file = "$p->{top}/frame.conf";
	Gehoor::spew($file, $text);
	return $file;
}

sub fill {
	my ($p) = @_;
	my ($six, $to) = (Proxy::six());
	for my $port ([80, $p->{plain}], [443, $p->{tls}]) {
		my ($from, $free) = @$port;
		$p->put("listen $from\\b", "listen 127.0.0.1:$free");
		$p->put("\\tlisten \\[::\\]:$from\\b[^;]*;\\n", '') unless $six;
		$p->put("listen \\[::\\]:$from\\b", "listen [::1]:$free") if $six;
	}
	$p->put('/etc/ssl/voorbeeld\.nl\.pem', $p->{cert});
	$p->put('/etc/ssl/private/voorbeeld\.nl\.key', $p->{key});
	$p->put('/run/gehoor/http\.sock', $p->{socket});
}

sub make {
	my ($g) = @_;
	return Proxy->new(gehoor => $g, file => 'nginx.conf', group =>
	    'www-data', fill => \&fill, conf_name => 'site.conf', argv => sub {
		('nginx', '-c', frame($_[0]), '-g',
		    'daemon off;');
	    });
}

Passage::check(\&make, name => 'nginx', leak => sub {
	my ($p) = @_;
	return (['access_log off;', ''],
	    ['error_log /dev/null crit;', "error_log $p->{dir}/error.log;"],
	    ['proxy_request_buffering off;', 'client_body_buffer_size 8k;'],
	    ['proxy_max_temp_file_size 0;', ''],
	    ['ssl_session_tickets off;', ''],
	    ['proxy_set_header Host \$host;', 'proxy_set_header ' .
		'X-Forwarded-For $remote_addr;']);
}, passed => 'address', during => sub {
	my ($p, $v) = @_;
	my $rest = $v->slowly('/nl/feedback', 'text=' .
	    'verhaalnaald ' x 4000, 'einde');
	ok Proxy::wait_for(10, sub { my $f = $p->files;
	    grep { /client_body/ && $f->{$_} =~ /verhaalnaald/ } keys %$f }),
	    'a story in a file on its way is found';
	$rest->();
	Passage::unread($p, $v, 'leaks');
}, leaked => [qw(address agent number referer secret story)]);

done_testing;
