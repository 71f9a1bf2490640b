# Sms.pm - what the tests of real SMS gateways share: an installation with one
# line, the processes of the gateway, and what they leave behind.
package Sms;

use strict;
use warnings;
use utf8;
use File::Find;
use File::Temp qw(tempdir);
use Gehoor;
use POSIX ();
use Proxy;
use Test::More;

# The sender in all of them; a national one would be 06 12345678.
our $NUMBER = '31612345678';
our $SECRET = 'pad-met-geheim-12345';
our $ANSWER = qr/\ADank je.*Code \w{4}(?:-\w{4}){3}\b.*klacht\.\z/;
our $CODE = qr/\b\w{4}(?:-\w{4}){3}\b/;

# What people write, and in which alphabet the network carries it; all of them
# have a word that is looked for afterwards.
our @TEXTS = (['plain text', 'Niemand heeft gebeld, naald', 'gsm'],
    ['the GSM alphabet', 'Prijs €5 @ één {[~]} Ångström ÆØ naald', 'gsm'],
    ['UCS-2 with emoji', "Bang \x{1F622} en alleen ✓ naald", 'ucs2'],
    ['other scripts', 'мене не чують, لا أحد يسمعني, żółć naald', 'ucs2']);
our $TRACE = qr/612345678|16325476|naald|n\0?a\0a\0l\0d/;

# An installation with these lines, on one port however often it starts.
sub house {
	my ($lines) = @_;
	my $g = Gehoor->new(wrap => [qw(setpriv --pdeathsig KILL)]);
	$g->{conf} = ref $lines ? $lines->($g) : $lines;
	$g->write_conf;
	my $file = "$g->{dir}/gehoor.conf";
	my $port = Proxy::free_port();
	my $text = Gehoor::slurp($file);
	$text =~ s/tcp:127\.0\.0\.1:\K0\b/$port/ or die 'no port to fix';
	Gehoor::spew($file, $text);
	$g->{fixed} = $port;
	return $g;
}

# A directory of its own for a gateway, made from the snippet that is shipped.
#   file => its name in conf/sms     put => pairs of a pattern and what for it
sub snippet {
	my ($file, @put) = @_;
	my $text = Gehoor::slurp("conf/sms/$file");
	while (my ($from, $to) = splice @put, 0, 2) {
		$text =~ s/$from/$to/gm or die "nothing like $from in $file\n";
	}
	return $text;
}

# A gateway: a directory for all that it writes, and its processes.
sub new {
	my ($class) = @_;
	return bless { dir => tempdir(CLEANUP => 1), pids => {} }, $class;
}

# Starts a process; what it says is in the file NAME.said.
sub spawn {
	my ($s, $name, @argv) = @_;
	my $pid = fork // die $!;
	if ($pid == 0) {
		setpgrp;
		%ENV = (PATH => "$ENV{PATH}:/usr/sbin", HOME => $s->{dir},
		    %{ $s->{env} || {} });
		chdir $s->{dir};
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', "$s->{dir}/$name.said" or POSIX::_exit(126);
		open STDERR, '>&', \*STDOUT;
		# It ends even when the test is killed.
		exec 'setpriv', '--pdeathsig', 'KILL', @argv or
		    POSIX::_exit(127);
	}
	setpgrp $pid, $pid;
	$s->{pids}{$name} = $pid;
	return $pid;
}

sub said {
	my ($s, $name) = @_;
	return eval { Gehoor::slurp("$s->{dir}/$name.said") } // '';
}

# Waits until it says so; dies with what it said when it ends or takes long.
sub until_said {
	my ($s, $name, $pattern, $seconds) = @_;
	Proxy::wait_for($seconds // 15, sub { $s->said($name) =~ $pattern }) or
	    die "$name does not say $pattern: ", $s->said($name);
	return 1;
}

# Ends one of them, and whatever it has started; true when it is gone.
sub quit {
	my ($s, $name, $signal) = @_;
	my $pid = delete $s->{pids}{$name} or return 1;
	local ($?, $!, $@);
	kill $signal // 'TERM', $pid;
	my $gone = Proxy::wait_for(10,
	    sub { waitpid $pid, POSIX::WNOHANG() });
	kill 'KILL', -$pid;
	waitpid $pid, 0 unless $gone;
	unlink "/tmp/mm_smsd_$pid.sem"; # what smsd leaves when it is killed
	return Proxy::wait_for(5, sub { !kill 0, -$pid });
}

sub stop {
	my ($s) = @_;
	return !grep { !$s->quit($_, 'KILL') } sort keys %{ $s->{pids} };
}

sub DESTROY { $_[0]->stop }

# The files below a directory that hold one of these, in name or content;
# those that match skip are left out.
sub holding {
	my ($dir, $needle, $skip) = @_;
	my @found;
	find({ no_chdir => 1, wanted => sub {
		return if !-f || -l || ($skip && $_ =~ $skip);
		push @found, substr $_, length($dir) + 1
		    if ("$_\n" . Gehoor::slurp($_)) =~ $needle;
	} }, $dir);
	@found = sort @found;
	return @found;
}

# The texts in the log, in the order in which they came.
sub texts {
	my ($g) = @_;
	return map { $_->{text} } $g->records('--box', 'lijn');
}

# Says whether these were stored next, as they were sent, and nothing else.
sub is_stored {
	my ($g, $what, @texts) = @_;
	my @all = stored($g, ($g->{stored} //= 0) + @texts);
	is_deeply [@all[$g->{stored} .. $#all]], \@texts,
	    "$what: in the box as it was sent";
	$g->{stored} += @texts;
}

# Waits until that many are there; returns them.
sub stored {
	my ($g, $n, $seconds) = @_;
	my @texts;
	Proxy::wait_for($seconds // 15, sub { (@texts = texts($g)) >= $n });
	return @texts;
}

1;
