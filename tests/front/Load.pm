# Load.pm - what the tests of slow clients and floods share: how gehoord is
# doing as the system sees it, and an honest visitor beside it.
package Load;

use strict;
use warnings;
use Gehoor;
use POSIX ();
use Time::HiRes qw(time sleep);

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
# stopped; what it returns comes back as lines.
sub visitor {
	my ($pause, $one) = @_;
	pipe my $r, my $w or die $!;
	my $pid = fork // die $!;
	if ($pid == 0) {
		close $r;
		my $on = 1;
		local $SIG{TERM} = sub { $on = 0 };
		for (my $i = 0; $on; $i++) {
			my $line = $one->($i);
			syswrite $w, "$line\n";
			sleep $pause;
		}
		POSIX::_exit(0);
	}
	close $w;
	return { pid => $pid, lines => $r };
}

sub leave {
	my ($v) = @_;
	kill 'TERM', $v->{pid};
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
