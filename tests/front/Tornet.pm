# Tornet.pm - a tor network of its own on loopback, for one test: four
# directory authorities that are relays as well, nobody else's, and no way out.
package Tornet;

use strict;
use warnings;
use Gehoor;
use POSIX ();
use Proxy;
use Time::HiRes qw(time sleep);

my $AUTHORITIES = 4;

sub new {
	my ($class, $dir) = @_;
	my $n = bless { dir => $dir, pids => {}, lines => '' }, $class;
	mkdir $dir, 0700 or die $!;
	$n->authority($_) for 1 .. $AUTHORITIES;
	return $n;
}

sub run {
	my ($input, @command) = @_;
	pipe my $r, my $w or die $!;
	my $pid = open(my $out, '-|') // die $!;
	if ($pid == 0) {
		close $w;
		open STDIN, '<&', $r;
		open STDERR, '>&', \*STDOUT;
		exec @command;
	}
	close $r;
	print $w $input;
	close $w;
	local $/;
	my $said = <$out>;
	close $out or die "@command: $said";
	return $said;
}

# Keys of an authority, and the line by which the others know it.
sub authority {
	my ($n, $i) = @_;
	my $d = "$n->{dir}/a$i";
	mkdir $_, 0700 or die $! for $d, "$d/keys";
	my ($or, $http) = (Proxy::free_port(), Proxy::free_port());
	run("geheim\n", 'tor-gencert', '--create-identity-key', '--passphrase-fd', 0,
	    '-i', "$d/keys/authority_identity_key", '-s', "$d/keys/authority_signing_key",
	    '-c', "$d/keys/authority_certificate", '-m', 12, '-a', "127.0.0.1:$http");
	my ($ident) = Gehoor::slurp("$d/keys/authority_certificate") =~
	    /^fingerprint ([0-9A-F]{40})/m or die 'no fingerprint';
	Gehoor::spew("$d/empty", '');
	my $said = run('', 'tor', '--list-fingerprint', '--hush', '-f', "$d/empty",
	    '--defaults-torrc', "$d/empty", '--DataDirectory', $d, '--ORPort', $or,
	    '--DirAuthority', "x 127.0.0.1:1 " . 'F' x 40, '--Nickname', "a$i");
	my ($finger) = $said =~ /a$i ((?:[0-9A-F]{4} ?){10})/ or die $said;
	$finger =~ s/ //g;
	$n->{lines} .= "DirAuthority a$i orport=$or no-v2 v3ident=$ident " .
	    "127.0.0.1:$http $finger\n";
	push @{ $n->{authorities} }, [$i, $or, $http];
}

# What all nodes have in common: this network only.
sub common {
	my ($n, $name) = @_;
	return "TestingTorNetwork 1\n$n->{lines}DataDirectory $n->{dir}/$name\n" .
	    "ShutdownWaitLength 0\nAssumeReachable 1\nProtocolWarnings 0\n" .
	    "PathsNeededToBuildCircuits 0.25\nTestingDirAuthVoteExit *\n" .
	    "TestingDirAuthVoteHSDir *\nTestingDirAuthVoteGuard *\n" .
	    "TestingMinExitFlagThreshold 0\n";
}

# Starts a node with more lines of configuration.
sub start {
	my ($n, $name, $more) = @_;
	mkdir "$n->{dir}/$name", 0700;
	Gehoor::spew("$n->{dir}/$name.rc", $n->common($name) . $more);
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', "$n->{dir}/$name.log";
		open STDERR, '>&', \*STDOUT;
		exec 'tor', '-f', "$n->{dir}/$name.rc", '--defaults-torrc',
		    "$n->{dir}/a1/empty" or POSIX::_exit(127);
	}
	$n->{pids}{$name} = $pid;
}

sub start_authorities {
	my ($n) = @_;
	for (@{ $n->{authorities} }) {
		my ($i, $or, $http) = @$_;
		$n->start("a$i", "Nickname a$i\nAddress 127.0.0.1\n" .
		    "ORPort 127.0.0.1:$or\nDirPort 127.0.0.1:$http\nSocksPort 0\n" .
		    "ExitRelay 0\nExitPolicy reject *:*\nContactInfo test\n" .
		    "AuthoritativeDirectory 1\nV3AuthoritativeDirectory 1\n" .
		    "V3AuthNIntervalsValid 2\nV3AuthVotingInterval 20\n" .
		    "V3AuthVoteDelay 4\nV3AuthDistDelay 4\n" .
		    "TestingV3AuthInitialVotingInterval 5\n" .
		    "TestingV3AuthInitialVoteDelay 2\nTestingV3AuthInitialDistDelay 2\n");
	}
}

# Waits until the log of a node has the pattern; false after so many seconds.
sub until_said {
	my ($n, $name, $pattern, $seconds) = @_;
	my $until = time + $seconds;
	while (time < $until) {
		return 1 if Gehoor::slurp("$n->{dir}/$name.log") =~ $pattern;
		sleep 0.2;
	}
	return 0;
}

sub stop {
	my ($n) = @_;
	my @pids = values %{ $n->{pids} };
	kill 'TERM', @pids;
	my $until = time + 5;
	for (@pids) {
		sleep 0.05 while time < $until && waitpid($_, POSIX::WNOHANG()) == 0;
		kill 'KILL', $_ and waitpid $_, 0;
	}
	$n->{pids} = {};
}

sub DESTROY {
	my ($n) = @_;
	local ($?, $!, $@);
	$n->stop;
}

1;
