# Load.pm - what the tests of slow clients and floods share: how gehoord is
# doing as the system sees it, and an honest visitor beside it.
package Load;

use strict;
use warnings;
use Gehoor;
use POSIX ();
use Time::HiRes qw(time);

# Connections that gehoord holds: its sockets beyond those it had at rest.
sub sockets {
	my ($pid) = @_;
	return scalar grep { (readlink($_) // '') =~ /^socket:/ }
	    glob "/proc/$pid/fd/*";
}

# Memory in MiB: the most it ever had (VmHWM).
sub peak {
	my ($pid) = @_;
	my ($kb) = Gehoor::slurp("/proc/$pid/status") =~ /^VmHWM:\s+(\d+)/m;
	return $kb / 1024;
}

# Seconds of processor time it has used.
sub cpu {
	my ($pid) = @_;
	my @f = split / /, Gehoor::slurp("/proc/$pid/stat") =~ s/.*\) //r;
	return ($f[11] + $f[12]) / POSIX::sysconf(POSIX::_SC_CLK_TCK());
}

# The value that so many of a hundred do not exceed.
sub percentile {
	my ($of, @all) = @_;
	@all = sort { $a <=> $b } @all;
	return @all ? $all[ POSIX::ceil(@all * $of / 100) - 1 ] : undef;
}

# Calls one($i) in a process of its own, again and again with pauses, until
# told to leave; what it returns comes back as lines. It is told by the end of
# a pipe that it waits at between two calls: a signal would cut an answer off.
sub visitor {
	my ($pause, $one) = @_;
	pipe my $r, my $w or die $!;
	pipe my $door, my $hold or die $!;
	my $pid = fork // die $!;
	if ($pid == 0) {
		close $_ for $r, $hold;
		my $end = '';
		vec($end, fileno $door, 1) = 1;
		for (my $i = 0; !select(my $told = $end, undef, undef, $pause); $i++) {
			syswrite $w, $one->($i) . "\n";
		}
		POSIX::_exit(0);
	}
	close $_ for $w, $door;
	return { pid => $pid, lines => $r, hold => $hold };
}

sub leave {
	my ($v) = @_;
	close $v->{hold};
	my $f = $v->{lines};
	my @lines = <$f>;
	waitpid $v->{pid}, 0;
	chomp @lines;
	return @lines;
}

# Fetches the form and tells something: seconds of the two, and their statuses.
sub honest {
	my ($g, $i) = @_;
	my @out;
	for my $ask (sub { $g->request('GET', '/nl/feedback') },
	    sub { $g->post('feedback', [text => "eerlijk $$ $i"]) }) {
		my $from = time;
		my $r = $ask->();
		push @out, sprintf('%.4f', time - $from),
		    $r ? $r->{status} : 'none';
	}
	return "@out";
}

1;
