# Machine.pm - a machine of a test's own: systemd as process 1 of namespaces,
# over the files of this machine and those that "make install" brings.
# Nothing of it is left on a disk; machine.sh does what needs a shell.
package Machine;

use strict;
use warnings;
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Gehoor;
use Notify;
use Scalar::Util qw(weaken);

my $HERE = dirname(__FILE__);
my %running;
my @new = qw(unshare --mount --propagation private);

# Why there can be none here; '' if there can.
sub missing {
	return 'namespaces need root' if $>;
	return 'no systemd is installed' unless -x '/lib/systemd/systemd';
	my $dir = tempdir(CLEANUP => 1);
	my ($status, $out, $err) = Gehoor::run(@new, qw(--cgroup --pid --net
	    --uts --ipc --fork sh -ec), <<'SH', 'sh', $dir);
mount -t tmpfs tmpfs "$1"
mkdir "$1/u" "$1/w" "$1/r"
mount -t overlay -o "lowerdir=/,upperdir=$1/u,workdir=$1/w" overlay "$1/r"
mount -t proc proc "$1/r/proc"
mount -t sysfs sysfs "$1/r/sys"
mount -t cgroup2 cgroup2 "$1/r/sys/fs/cgroup"
mkdir "$1/r/sys/fs/cgroup/gehoor-test-$$"
rmdir "$1/r/sys/fs/cgroup/gehoor-test-$$"
SH
	return $status ? "no machine within this one: $err" : '';
}

# What "make install" brings, in a directory; the settings of its service as
# a list of pairs.
sub install {
	my ($files) = @_;
	my ($status, $out, $err) = Gehoor::run('make', '--no-print-directory',
	    "BUILD=$Gehoor::BUILD", "DESTDIR=$files", 'install');
	die "make install: $out$err" if $status;
	my ($service) = Gehoor::slurp("$files/usr/local/lib/systemd/system/" .
	    'gehoord.service') =~ /^\[Service\]\n(.*?)^\[/ms or die 'no service';
	return map { /^(\w+)=(.*)$/ ? [$1, $2] : () } split /\n/, $service;
}

# Starts one with the files of a directory laid over those of this machine, and
# waits until it is up.
sub new {
	my ($class, $files) = @_;
	my $m = bless { dir => tempdir(CLEANUP => 1) }, $class;
	weaken($running{$m} = $m);
	my $notify = Notify->new("$m->{dir}/notify");
	$m->{outer} = fork // die $!;
	if ($m->{outer} == 0) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', "$m->{dir}/said";
		open STDERR, '>&', \*STDOUT;
		exec qw(setpriv --pdeathsig KILL), @new, 'sh',
		    "$HERE/machine.sh", $m->{dir}, $files or POSIX::_exit(127);
	}
	eval { $notify->until_told(qr/^READY=1$/m) } or
	    die "no machine: $@" . Gehoor::slurp("$m->{dir}/said");
	($m->{pid}) = Gehoor::slurp(
	    "/proc/$m->{outer}/task/$m->{outer}/children") =~ /(\d+)/ or
	    die 'process 1 has gone';
	$m->{root} = "/proc/$m->{pid}/root";
	return $m;
}

# A command in the machine, as a list.
sub inside {
	my ($m, @command) = @_;
	return ('nsenter', '-t', $m->{pid}, '-a', '--', @command);
}

# Runs it; returns (status, stdout, stderr).
sub run {
	my ($m, @command) = @_;
	return Gehoor::run($m->inside(@command));
}

# Runs it and returns what it wrote; dies if it fails.
sub must {
	my ($m, @command) = @_;
	my ($status, $out, $err) = $m->run(@command);
	die "@command: $out$err" . $m->journal if $status;
	return $out;
}

# What the journal has, of a unit or of all.
sub journal {
	my ($m, @unit) = @_;
	return ($m->run('journalctl', '--no-pager', '-q', '-o', 'cat',
	    map { ('-u', $_) } @unit))[1];
}

# The lines of a unit as they come, and those that were there: a handle.
sub follow {
	my ($m, $unit) = @_;
	$m->{reader} = open my $f, '-|', $m->inside('journalctl', '-q', '-o',
	    'cat', '-n', 'all', '-f', '-u', $unit) or die $!;
	return $f;
}

# A property of a unit.
sub show {
	my ($m, $unit, $property) = @_;
	my $value = $m->must('systemctl', 'show', '-P', $property, $unit);
	chomp $value;
	return $value;
}

# With process 1 everything in the machine ends.  Its control groups are those
# that nobody is in.
sub end {
	my ($m) = @_;
	delete $running{$m};
	my $outer = delete $m->{outer} or return;
	kill 'KILL', $m->{pid} // $outer;
	waitpid $outer, 0;
	waitpid $m->{reader}, 0 if $m->{reader};
	Gehoor::run(@new, qw(sh -c), <<'SH', 'sh', $m->{dir}, $outer);
mount -t cgroup2 cgroup2 "$1/cgroup" || exit
find "$1/cgroup/gehoor-test-$2" -depth -type d -exec rmdir {} +
SH
}

sub DESTROY {
	my ($m) = @_;
	local ($?, $!, $@);
	$m->end;
}

# Before the directories go.
END {
	local $?;
	$_->end for grep { defined } values %running;
}

1;
