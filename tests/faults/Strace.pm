# Strace.pm - the n-th call fails in the kernel's stead, where no library can
# hide it: strace(1) as the tracer of a daemon that keeps its process number.
package Strace;

use strict;
use warnings;
use Faults;

my $storm = 50; # interrupted calls at once

# Why it cannot be done here; '' if it can.
sub missing {
	my ($status, $out, $err) = Gehoor::run('strace', '-D', '-f', '-qq',
	    '-o', '/dev/null', '-e', 'trace=close', '-e',
	    'inject=close:error=EIO:when=9999', 'true');
	return $status ? "strace does not trace here: $err" : '';
}

# The command in front of the daemon's; -D leaves it its process number.
sub wrap {
	my ($call, $n, $error, $on) = @_;
	my $when = $on eq 'once' ? $n :
	    $error eq 'EINTR' ? "$n.." . ($n + $storm) : "$n+";
	return ('strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e',
	    "trace=$call", '-e', "inject=$call:error=$error:when=$when");
}

# How often each call was made from the start to the end of what $do does.
sub count {
	my ($g, $calls, $do) = @_;
	my $file = "$g->{dir}/strace";
	local $g->{wrap} = ['strace', '-D', '-f', '-q', '-o', $file, '-e',
	    'trace=' . join(',', @$calls)];
	$g->start;
	my $pid = $g->{pid};
	$do->();
	$g->stop == 0 or die 'an end without a fault is not in order';
	# The tracer writes that last.
	select undef, undef, undef, 0.01
	    until Gehoor::slurp($file) =~ /^$pid +\+\+\+ exited/m;
	my %n = map { $_ => 0 } @$calls;
	$n{$_}++ for Gehoor::slurp($file) =~ /^\d+ +(\w+)\(/mg;
	return \%n;
}

# Traces a daemon that runs; the tracer's process number.
sub attach {
	my ($pid, $call, $n, $error) = @_;
	pipe my $r, my $w or die $!;
	my $tracer = fork // die $!;
	if ($tracer == 0) {
		close $r;
		open STDERR, '>&', $w or die $!;
		exec 'strace', '-f', '-p', $pid, '-o', '/dev/null', '-e',
		    "trace=$call", '-e', "inject=$call:error=$error:when=$n";
	}
	close $w;
	my $said = '';
	until ($said =~ /attached/) {
		sysread $r, $said, 4096, length $said or die "strace: $said";
	}
	return $tracer;
}

1;
