# Bench.pm - how the bench measures: servers under load, what they spend, and
# what commands take.  Core modules only.
package Bench;

use strict;
use warnings;
use FindBin;
use IO::Handle;
use POSIX ();

our $BUILD;			# set by run.pl
my $loads = 0;
my %started;

sub median {
	my @v = sort { $a <=> $b } @_;
	return $v[@v / 2] if @v % 2;
	return ($v[@v / 2 - 1] + $v[@v / 2]) / 2;
}

# Starts a server that prints its port as its first line.
sub start {
	my ($name, @command) = @_;
	my $pid = open(my $out, '-|', @command) or die "$name: $!";
	my $port = <$out>;
	die "$name did not start\n" unless ($port // '') =~ /^(\d+)$/;
	return $started{$pid} = { name => $name, pid => $pid, port => $1,
	    out => $out };
}

sub stop {
	my ($server) = @_;
	delete $started{ $server->{pid} } or return;
	kill 'TERM', $server->{pid};
	close $server->{out};
}

END {
	local $?;
	stop($_) for values %started;
}

# CPU of all threads of a process so far, in microseconds.
sub cpu {
	my ($pid) = @_;
	my $sum = 0;
	for my $file (glob "/proc/$pid/task/*/schedstat") {
		open my $f, '<', $file or next;
		my ($ns) = split ' ', <$f>;
		$sum += $ns;
	}
	return $sum / 1000;
}

# Resident memory of a process, in MiB.
sub rss {
	my ($pid) = @_;
	open my $f, '<', "/proc/$pid/status" or die "process $pid: $!";
	local $/;
	return (<$f> =~ /^VmRSS:\s+(\d+)/m)[0] / 1024;
}

# Posts for some seconds; returns submissions a second, CPU us of the server
# for each, and the 99th percentile of the latency in ms.
sub load {
	my ($server, $path, $connections, $seconds) = @_;
	return wrk($server, $connections, $seconds, 'post.lua', $path,
	    ++$loads * 100_000_000);
}

# The same with the requests of a file, each of which is sent once.
sub replay {
	my ($server, $file, $connections, $seconds) = @_;
	return wrk($server, $connections, $seconds, 'replay.lua', $file);
}

sub wrk {
	my ($server, $connections, $seconds, $script, @args) = @_;
	my $begin = cpu($server->{pid});
	my $said = qx(wrk -t1 -c$connections -d${seconds}s --timeout 10s \\
	    -s $FindBin::Bin/$script http://127.0.0.1:$server->{port} -- \\
	    @args 2>&1);
	my $spent = cpu($server->{pid}) - $begin;
	my ($n, $us, $errors, $p99) =
	    $said =~ /^bench (\d+) (\d+) (\d+) (\d+)/m;
	die "$server->{name} with $connections connections:\n$said"
	    if !$n || $errors;
	return { rate => $n / $us * 1e6, cpu => $spent / $n,
	    p99 => $p99 / 1000, n => $n };
}

# Rounds of load on the servers in turn; medians by server and connections.
sub rounds {
	my ($servers, $path, $connections, $rounds, $seconds) = @_;
	my (%all, %median);
	for my $c (@$connections) {
		for my $round (1 .. $rounds) {
			for my $s (@$servers) {
				print STDERR "\r$c connections, " .
				    "round $round of $rounds, $s->{name}   ";
				push @{ $all{ $s->{name} }{$c} },
				    load($s, $path, $c, $seconds);
			}
		}
	}
	print STDERR "\r", ' ' x 70, "\r";
	for my $name (keys %all) {
		for my $c (@$connections) {
			my $runs = $all{$name}{$c};
			for my $what (qw(rate cpu p99)) {
				$median{$name}{$c}{$what} =
				    median(map { $_->{$what} } @$runs);
			}
		}
	}
	return \%median;
}

# Resident memory before, and with idle connections that each had an answer.
sub idle {
	my ($server, $n, $path) = @_;
	my $before = rss($server->{pid});
	my ($pid, $out, $in) = both_ways("$BUILD/tests/bench/idle",
	    $server->{port}, $n, $path);
	my $opened = <$out> // 0;
	my $with = rss($server->{pid});
	print $in "\n";
	close $in;
	my $open = <$out> // 0;
	waitpid $pid, 0;
	return { before => $before, with => $with, opened => $opened + 0,
	    open => $open + 0 };
}

# A command with its stdout and stdin in our hands.
sub both_ways {
	my (@command) = @_;
	pipe my $r1, my $w1 or die $!;
	pipe my $r2, my $w2 or die $!;
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDOUT, '>&', $w1;
		open STDIN, '<&', $r2;
		close $_ for $r1, $w2;
		exec @command or POSIX::_exit(127);
	}
	close $_ for $w1, $r2;
	$w2->autoflush(1);
	return ($pid, $r1, $w2);
}

# Runs a command; wall and CPU seconds, MiB at most, and what it said.
sub spent {
	my (@command) = @_;
	my $file = "$BUILD/bench/spent";
	my $pid = open(my $out, '-|') // die $!;
	if ($pid == 0) {
		open STDERR, '>&', \*STDOUT;
		exec "$BUILD/tests/bench/spent", $file, @command
		    or POSIX::_exit(127);
	}
	my $said = do { local $/; <$out> } // '';
	close $out or die "@command:\n$said";
	open my $f, '<', $file or die "$file: $!";
	my ($wall, $cpu, $kib) = split ' ', <$f>;
	return { wall => $wall, cpu => $cpu, mib => $kib / 1024,
	    said => $said };
}

# Runs commands, each a name and its words, in turn; medians by name.  What a
# first round brings into the cache is not counted.
sub turns {
	my ($rounds, @commands) = @_;
	my (%all, %median);
	for my $round (0 .. $rounds) {
		for (@commands) {
			my ($name, @words) = @$_;
			print STDERR "\r$name, round $round of $rounds   ";
			my $took = spent(@words);
			push @{ $all{$name} }, $took if $round > 0;
		}
	}
	print STDERR "\r", ' ' x 70, "\r";
	for my $name (keys %all) {
		for my $what (qw(wall cpu mib)) {
			$median{$name}{$what} =
			    median(map { $_->{$what} } @{ $all{$name} });
		}
	}
	return \%median;
}

1;
