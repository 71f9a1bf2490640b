# Proxy.pm - a proxy of Debian's in front of gehoord, made from the snippet
# that is shipped: only addresses, paths, groups and certificates are put in
# its place, and what cannot be found to replace fails the test.  All that the
# proxy may write is in one directory.
package Proxy;

use strict;
use warnings;
use File::Find;
use File::Temp qw(tempdir);
use Gehoor;
use IO::Socket::INET;
use POSIX ();

# A proxy of the name, before an installation of gehoord.
#   file => the snippet in conf/proxy       group => whom the socket is for
#   fill => sub { replaces in $p->{text} }  argv => sub { its command }
#   dirs => directories that it wants       env => its environment
sub new {
	my ($class, %o) = @_;
	my $p = bless { tls => free_port(), plain => free_port(), %o }, $class;
	$p->{top} = tempdir(CLEANUP => 1);
	chmod 0711, $p->{top}, $p->{gehoor}{dir}, "$p->{gehoor}{dir}/run";
	$p->{dir} = "$p->{top}/proxy";
	mkdir "$p->{dir}$_" or die "$p->{dir}$_: $!"
	    for '', map { "/$_" } 'tmp', @{ $p->{dirs} || [] };
	chmod 0777, "$p->{dir}/tmp";
	$p->{socket} = "$p->{gehoor}{dir}/run/http.sock";
	$p->certificate;
	$p->{text} = Gehoor::slurp("conf/proxy/$p->{file}");
	$p->{fill}->($p);
	return $p;
}

sub free_port {
	my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1)
	    or die "no free port: $!";
	return $s->sockport;
}

# Made by itself, for the name in the snippets.
sub certificate {
	my ($p) = @_;
	my ($cert, $key) = @$p{qw(cert key)} =
	    map { "$p->{top}/$_.pem" } qw(cert key);
	my ($status, undef, $err) = Gehoor::run(qw(openssl req -x509 -newkey
	    ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj
	    /CN=voorbeeld.nl -addext subjectAltName=DNS:voorbeeld.nl), '-out',
	    $cert, '-keyout', $key);
	die "openssl: $err" if $status;
	chmod 0644, $key;
	$p->{both} = "$p->{top}/both.pem";
	Gehoor::spew($p->{both}, Gehoor::slurp($cert) . Gehoor::slurp($key));
}

# Replaces in the configuration, as often as there is something.
sub put {
	my ($p, $from, $to) = @_;
	my $n = $p->{text} =~ s/$from/$to/g;
	$n or die "nothing like $from in $p->{file}\n";
}

# Addresses of loopback for those of the world; without IPv6 no line of it.
sub six {
	return -s '/proc/net/if_inet6';
}

# Starts it and waits until it takes connections.
sub start {
	my ($p) = @_;
	$p->{conf} = "$p->{top}/" . ($p->{conf_name} // $p->{file});
	Gehoor::spew($p->{conf}, $p->{text});
	my @argv = $p->{argv}->($p);
	my $pid = fork // die $!;
	if ($pid == 0) {
		setpgrp;
		%ENV = (PATH => $ENV{PATH}, TMPDIR => "$p->{dir}/tmp",
		    %{ $p->{env} || {} });
		chdir $p->{dir};
		open STDIN, '<', '/dev/null';
		open STDOUT, '>>', "$p->{dir}/said" or POSIX::_exit(126);
		open STDERR, '>&', \*STDOUT;
		# It ends even when the test is killed.
		exec 'setpriv', '--pdeathsig', 'TERM', @argv or
		    POSIX::_exit(127);
	}
	setpgrp $pid, $pid;
	$p->{pid} = $pid;
	wait_for(15, sub {
		waitpid($pid, POSIX::WNOHANG()) == 0 or
		    (delete $p->{pid}, die "$argv[0] does not start: ",
		    Gehoor::slurp("$p->{dir}/said"));
		return 2 == grep { IO::Socket::INET->new(PeerPort => $_,
		    PeerAddr => '127.0.0.1') } @$p{qw(tls plain)};
	}) or die "$argv[0] takes no connections: ",
	    Gehoor::slurp("$p->{dir}/said");
	return $p;
}

# Asks until it is so, or the seconds are over.
sub wait_for {
	my ($seconds, $so) = @_;
	for (1 .. $seconds * 50) {
		my $is = $so->();
		return $is if $is;
		select undef, undef, undef, 0.02;
	}
	return;
}

# Ends it, and whatever it has started.
sub stop {
	my ($p) = @_;
	my $pid = delete $p->{pid} or return;
	local ($?, $!, $@);
	kill 'TERM', $pid;
	my $gone = wait_for(5, sub { waitpid $pid, POSIX::WNOHANG() });
	kill 'KILL', -$pid;
	waitpid $pid, 0 unless $gone;
	return wait_for(5, sub { !kill 0, -$pid });
}

sub DESTROY { $_[0]->stop }

# The group that the socket of gehoord is for, as the operator arranges it.
sub admit {
	my ($p) = @_;
	return if $> != 0 || !$p->{group};
	chown 0, scalar getgrnam($p->{group}), $p->{socket} or die $!;
	chmod 0660, $p->{socket} or die $!;
}

# The processes: those of its group.
sub pids {
	my ($p) = @_;
	my @pids;
	for my $dir (glob '/proc/[0-9]*') {
		my $stat = eval { Gehoor::slurp("$dir/stat") } // next;
		my ($pid, $group) = $stat =~ /^(\d+) \(.*\) \S+ \d+ (\d+)/s or
		    next;
		push @pids, $pid if $group == $p->{pid};
	}
	return @pids;
}

# What processes have open: link => path in /proc.
sub descriptors {
	my (@pids) = @_;
	my %open;
	for my $fd (map { glob "/proc/$_/fd/*" } @pids) {
		my $to = readlink $fd // next;
		my $info = eval { Gehoor::slurp($fd =~ s{/fd/}{/fdinfo/}r) };
		my ($flags) = ($info // '') =~ /^flags:\s*([0-7]+)/m or next;
		$open{$to} = $fd if oct($flags) & 3 || $to =~ / \(deleted\)$/ ||
		    $to =~ /^socket:/;
	}
	return %open;
}

# All regular files that it has written, open and removed ones as well.
sub files {
	my ($p, @pids) = @_;
	@pids = $p->pids unless @pids || !$p->{pid};
	my %files;
	find({ no_chdir => 1, wanted => sub {
		$files{$_} = Gehoor::slurp($_) if -f && !-l;
	} }, $p->{dir});
	my %open = descriptors(@pids);
	for my $path (grep { m{^/} && !$files{$_} } keys %open) {
		my $text = -f $open{$path} ?
		    eval { Gehoor::slurp($open{$path}) } : undef;
		$files{$path} = $text if defined $text;
	}
	return \%files;
}

# Files open for writing elsewhere, and sockets that take datagrams: a log
# daemon's, or a name server's.
sub elsewhere {
	my ($p, @pids) = @_;
	my %open = descriptors(@pids ? @pids : $p->pids);
	my %datagram;
	for my $table (qw(udp udp6 unix)) {
		my $text = eval { Gehoor::slurp("/proc/net/$table") } // '';
		for (split /\n/, $text) {
			my @f = split;
			my $inode = $table eq 'unix' ?
			    ($f[4] // '') eq '0002' ? $f[6] : next : $f[9];
			$datagram{"socket:[$inode]"} = 1 if defined $inode;
		}
	}
	return sort grep { $datagram{$_} || (m{^/} && -f $open{$_} &&
	    !m{^\Q$p->{dir}\E/}) } keys %open;
}

1;
