# TorNet.pm - a tor network of its own on loopback: one authority, relays, an
# onion service and a client.  Nobody in it knows of the real network: the
# only authority is ours, no relay leads out, no name is ever looked up.
package TorNet;

use strict;
use warnings;
use File::Temp qw(tempdir);
use Gehoor;
use IO::Socket::INET;
use POSIX ();
use Proxy;

# Enough for two ways that do not meet.
my $relays = 6;

# What every one of them has.  Votes every ten seconds are as often as tor has
# them; the first one comes after five.
my $common = <<'CONF';
TestingTorNetwork 1
AssumeReachable 1
PathsNeededToBuildCircuits 0.67
V3AuthNIntervalsValid 2
TestingDirAuthVoteExit *
TestingDirAuthVoteHSDir *
TestingDirAuthVoteGuard *
TestingMinExitFlagThreshold 0
TestingV3AuthInitialVotingInterval 5
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
ConnLimit 60
Address 127.0.0.1
ExitRelay 0
ExitPolicy reject *:*
ServerDNSDetectHijacking 0
ContactInfo niemand
GeoIPFile /dev/null
GeoIPv6File /dev/null
CONF

sub new {
	my ($class) = @_;
	my $n = bless { dir => tempdir(CLEANUP => 1), pids => {} }, $class;
	$n->authority;
	return $n;
}

# The keys of the authority, and the line by which all others know it.
sub authority {
	my ($n) = @_;
	my $keys = "$n->{dir}/authority/keys";
	mkdir $_, 0700 or die "$_: $!" for "$n->{dir}/authority", $keys;
	@$n{qw(orport dirport)} = map { Proxy::free_port() } 1, 2;
	Gehoor::spew("$n->{dir}/passphrase", "geheim\n");
	Gehoor::spew("$n->{dir}/none", '');
	my ($status, undef, $err) = Gehoor::run('sh', '-c', 'exec tor-gencert ' .
	    '--create-identity-key --passphrase-fd 0 -m 12 -a "$1" ' .
	    '-i "$2/authority_identity_key" -s "$2/authority_signing_key" ' .
	    '-c "$2/authority_certificate" <"$3"', 'sh',
	    "127.0.0.1:$n->{dirport}", $keys,
	    "$n->{dir}/passphrase");
	die "tor-gencert: $err" if $status;
	my ($ident) = Gehoor::slurp("$keys/authority_certificate") =~
	    /^fingerprint (\w+)$/m or die 'no fingerprint';
	($status, my $out, $err) = Gehoor::run('tor', '--hush', '-f',
	    "$n->{dir}/none", '--defaults-torrc', "$n->{dir}/none",
	    '--list-fingerprint', '--orport', $n->{orport},
	    '--datadirectory', "$n->{dir}/authority", '--dirserver',
	    "x 127.0.0.1:1 " . 'f' x 40);
	my ($print) = $out =~ /^\S+ ((?:[0-9A-F]{4} ?){10})$/m or
	    die "no fingerprint: $out$err";
	$print =~ s/ //g;
	$n->{line} = "DirAuthority authority orport=$n->{orport} no-v2 " .
	    "v3ident=$ident 127.0.0.1:$n->{dirport} $print\n";
}

# Starts one of them with these lines.
sub start {
	my ($n, $name, $lines) = @_;
	my $dir = "$n->{dir}/$name";
	-d $dir or mkdir $dir, 0700 or die "$dir: $!";
	$lines .= "Log notice file $dir/log\n" unless $lines =~ /^Log /m;
	Gehoor::spew("$dir/torrc", "DataDirectory $dir\n$common" .
	    "$n->{line}$lines");
	my $pid = fork // die $!;
	if ($pid == 0) {
		setpgrp;
		open STDIN, '<', '/dev/null';
		open STDOUT, '>>', "$dir/said" or POSIX::_exit(126);
		open STDERR, '>&', \*STDOUT;
		exec 'setpriv', '--pdeathsig', 'KILL', 'tor', '--quiet',
		    '--defaults-torrc', "$n->{dir}/none", '-f', "$dir/torrc" or
		    POSIX::_exit(127);
	}
	$n->{pids}{$name} = $pid;
	return $dir;
}

# All but the onion service.
sub start_all {
	my ($n) = @_;
	$n->start('authority', "Nickname authority\n" .
	    "ORPort 127.0.0.1:$n->{orport} IPv4Only\n" .
	    "DirPort 127.0.0.1:$n->{dirport}\nSocksPort 0\nAuthoritativeDirectory 1\n" .
	    "V3AuthoritativeDirectory 1\n");
	for my $i (1 .. $relays) {
		$n->start("relay$i", "Nickname relay$i\nSocksPort 0\n" .
		    'ORPort 127.0.0.1:' . Proxy::free_port() . " IPv4Only\n");
	}
	# Who comes before all are known begins with ways that lead nowhere.
	Proxy::wait_for(45, sub {
		my $list = eval { Gehoor::slurp("$n->{dir}/authority/" .
		    'cached-microdesc-consensus') } // '';
		return $relays < (() = $list =~ /^r /mg);
	}) or die 'the authority does not know all relays';
	$n->{socks} = Proxy::free_port();
	$n->start('client', "SocksPort 127.0.0.1:$n->{socks}\n" .
	    "SocksTimeout 15\n");
}

# Ends them all; true when they are gone.
sub stop {
	my ($n) = @_;
	my @pids = values %{ $n->{pids} };
	$n->{pids} = {};
	local ($?, $!, $@);
	kill 'KILL', @pids;
	waitpid $_, 0 for @pids;
	return !grep { kill 0, -$_ } @pids;
}

sub DESTROY { $_[0]->stop }

# Whom they listen to and talk with: addresses as /proc/net writes them.
sub addresses {
	my ($n) = @_;
	my %open = Proxy::descriptors(values %{ $n->{pids} });
	my %addresses;
	for my $table (qw(tcp tcp6 udp udp6)) {
		for (split /\n/, eval { Gehoor::slurp("/proc/net/$table") } // '') {
			my @f = split;
			next unless @f > 9 && $open{"socket:[$f[9]]"};
			$addresses{"$table " . s/:.*//r} = 1 for @f[1, 2];
		}
	}
	return sort keys %addresses;
}

# Whether the client has found its way into the network.
sub ready {
	my ($n) = @_;
	my $log = eval { Gehoor::slurp("$n->{dir}/client/log") } // '';
	return $log =~ /Bootstrapped 100%/;
}

# A connection through the client to a name and port; undef while it fails.
sub connect {
	my ($n, $name, $port) = @_;
	my $c = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort =>
	    $n->{socks}) or return;
	syswrite $c, pack 'C3 C4 C/a n', 5, 1, 0, 5, 1, 0, 3, $name, $port;
	my $in = '';
	while (length $in < 12) {
		sysread $c, $in, 12 - length $in, length $in or return;
	}
	return $in =~ /\A\x05\x00\x05\x00/ ? $c : undef;
}

1;
