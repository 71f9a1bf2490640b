# Notify.pm - the socket on which a service manager is told how it goes
# (sd_notify(3)).
package Notify;

use strict;
use warnings;
use IO::Socket::UNIX;
use Socket;

sub new {
	my ($class, $path) = @_;
	my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $path) or die $!;
	chmod 0666, $path;
	return bless { socket => $s, told => '' }, $class;
}

# Waits until what was told fits the pattern.
sub until_told {
	my ($n, $pattern) = @_;
	local $SIG{ALRM} = sub { die "not told $pattern: $n->{told}\n" };
	alarm 20;
	until ($n->{told} =~ $pattern) {
		$n->{socket}->recv(my $message, 4096);
		$n->{told} .= "$message\n";
	}
	alarm 0;
	return 1;
}

1;
