# Recorder.pm - stands in for gehoord on its socket and keeps every byte that
# a proxy sends there, one file for each connection.
package Recorder;

use strict;
use warnings;
use Gehoor;
use IO::Select;
use IO::Socket::UNIX;
use POSIX ();

my $page = '<!doctype html><title>ok</title><p>' . 'ja ' x 2000;

# What /gz answers: bytes that a proxy must not touch.
our $packed = "\x1f\x8b" . join '', map { chr($_ * 37 % 256) } 1 .. 3000;

# What /groot answers: more than all buffers on the way hold.
our $large = 'verhaalnaald ' x 1300000;

sub new {
	my ($class, $socket, $dir) = @_;
	unlink $socket;
	mkdir $dir or die "$dir: $!";
	my $l = IO::Socket::UNIX->new(Local => $socket, Listen => 64) or
	    die "$socket: $!";
	# It ends with the test, however that ends: the pipe closes then.
	pipe my $alive, my $held or die $!;
	my $pid = fork // die $!;
	if ($pid == 0) {
		setpgrp;
		close $held;
		$SIG{CHLD} = 'IGNORE';
		$SIG{$_} = 'DEFAULT' for qw(TERM INT PIPE);
		open STDOUT, '>', '/dev/null';
		my $both = IO::Select->new($l, $alive);
		for (my $n = 1;; $n++) {
			last if grep { $_ == $alive } $both->can_read;
			my $c = $l->accept or last;
			next if fork;
			eval { serve($c, sprintf '%s/%04d', $dir, $n) };
			POSIX::_exit(0);
		}
		POSIX::_exit(0);
	}
	setpgrp $pid, $pid;
	return bless { pid => $pid, dir => $dir, held => $held }, $class;
}

sub DESTROY {
	my ($r) = @_;
	local ($?, $!, $@);
	kill 'KILL', -$r->{pid};
	waitpid $r->{pid}, 0;
}

# One connection: requests until the proxy closes it.
sub serve {
	my ($c, $file) = @_;
	open my $f, '>', $file or die $!;
	my $in = '';
	my $more = sub {
		my $n = sysread $c, $in, 65536, length $in or POSIX::_exit(0);
		syswrite $f, substr $in, -$n;
	};
	while (1) {
		$more->() until $in =~ s/\A(.*?\r\n\r\n)//s;
		my $head = $1;
		if ($head =~ /^transfer-encoding:/mi) {
			$more->() until $in =~ s/\A(?:.*\r\n)?0\r\n\r\n//s;
		} elsif ($head =~ /^content-length: (\d+)/mi) {
			$more->() while length $in < $1;
			substr $in, 0, $1, '';
		}
		my ($extra, $body) = $head =~ m{^\w+ /gz } ?
		    ("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n",
		    $packed) : ('', $head =~ m{^GET /groot } ? $large : $page);
		syswrite $c, "HTTP/1.1 200 OK\r\nContent-Type: text/html; " .
		    "charset=utf-8\r\n${extra}Content-Length: " .
		    length($body) . "\r\n\r\n" .
		    ($head =~ /^HEAD/ ? '' : $body);
	}
}

# What came on each connection.
sub connections {
	my ($r) = @_;
	return map { Gehoor::slurp($_) } sort glob "$r->{dir}/*";
}

sub all { return join '', $_[0]->connections }

# The names of the fields in all heads, in small letters.
sub names {
	my ($r) = @_;
	my %names;
	for my $head ($r->all =~ m{^((?:GET|HEAD|POST) /.*?\r\n\r\n)}msg) {
		$names{lc $1}++ while $head =~ /\n([^:\s]+):/g;
	}
	return \%names;
}

1;
