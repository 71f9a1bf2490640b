#!/usr/bin/perl
# 23-settings.t - every setting of the installed unit, under the real systemd:
# what it forbids works without it, not with it alone, and not in the place of
# gehoord; and what the process of gehoord itself shows of it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use File::Copy qw(copy);
use Machine;
use Test::More;

plan skip_all => 'installs the release programs' if $ENV{SANITIZED};
my $missing = Machine::missing();
plan skip_all => $missing if $missing;

# What probe.c tries, by the setting that forbids it.
my %forbids = (
	RestrictAddressFamilies => [qw(socket:inet socket:inet6 socket:netlink
	    socket:packet)],
	ProtectSystem => [qw(write:/etc write:/usr write:/var/lib mounted-rw:/
	    mounted-rw:/etc mounted-rw:/usr)],
	ProtectHome => [qw(read:/home)],
	PrivateTmp => [qw(read:/tmp/outside read:/var/tmp/outside)],
	PrivateDevices => [qw(device:/dev/probe mknod)],
	PrivateUsers => [qw(see-users)],
	ProtectClock => [qw(call:clock_settime)],
	ProtectHostname => [qw(call:sethostname)],
	ProtectKernelLogs => [qw(call:syslog)],
	ProtectKernelModules => [qw(read:/usr/lib/modules call:finit_module)],
	ProtectKernelTunables => [qw(mounted-rw:/sys)],
	ProtectControlGroups => [qw(mounted-rw:/sys/fs/cgroup)],
	ProtectProc => [qw(read:/proc/1)],
	ProcSubset => [qw(read:/proc/cpuinfo read:/proc/sys read:/proc/kmsg)],
	InaccessiblePaths => [qw(write:/dev/shm)],
	CapabilityBoundingSet => [qw(call:chroot call:reboot mknod)],
	RestrictNamespaces => [qw(unshare:user unshare:net unshare:mount
	    unshare:pid unshare:ipc unshare:uts unshare:cgroup call:setns)],
	RestrictRealtime => [qw(call:sched_setscheduler)],
	RestrictSUIDSGID => [qw(chmod:suid chmod:sgid)],
	LockPersonality => [qw(personality)],
	MemoryDenyWriteExecute => [qw(mmap:write-exec mprotect:exec)],
	SystemCallArchitectures => [qw(i386)],
	SystemCallFilter => [qw(connect call:mount call:chroot call:reboot
	    call:swapon call:finit_module call:clock_settime call:sethostname
	    call:setrlimit call:setresuid call:fchown call:syslog call:ptrace
	    call:bpf call:perf_event_open call:add_key call:io_uring_setup
	    call:userfaultfd call:splice
	    call:shmget)],
	NoExecPaths => [qw(exec:/bin/true exec:/bin/sh mounted-exec:/tmp
	    mounted-exec:/var/tmp mounted-exec:/run/gehoor
	    mounted-exec:/var/lib/gehoor)],
	User => [qw(read:/etc/gehoor/sign.key kill:1 write:/etc)],
	LoadCredential => [qw(write:credentials)],
);
# These would be too much for the probe itself when they stand alone.
my %together = (NoExecPaths => 'ExecPaths', SystemCallFilter =>
    'SystemCallErrorNumber', ProtectProc => 'User', PrivateUsers => 'User',
    ProtectKernelModules => 'User', PrivateTmp => 'User',
    ProtectHome => 'User',
    InaccessiblePaths => 'User');
# What gehoord needs, and its unit leaves it.
my @leaves = qw(write:/tmp write:/var/lib/gehoor write:/run/gehoor
    mounted-rw:/var/lib/gehoor mounted-exec:/usr/lib read:/proc/self
    read:credentials device:/dev/null socket:unix chmod:plain mmap:write
    call:fsync);

# What the process of gehoord shows: a pattern for a line of what looks() gives.
my %shows = (
	PrivateNetwork => qr/^other net$/m, PrivateIPC => qr/^other ipc$/m,
	PrivateMounts => qr/^other mnt$/m, PrivateUsers => qr/^other user$/m,
	ProtectHostname => qr/^other uts$/m,
	User => qr/^Uid:\s+[1-9]/m, Group => qr/^Gid:\s+[1-9]/m,
	NoNewPrivileges => qr/^NoNewPrivs:\s+1$/m,
	CapabilityBoundingSet => qr/^CapBnd:\s+0+$/m,
	AmbientCapabilities => qr/^CapAmb:\s+0+$/m,
	SystemCallFilter => qr/^Seccomp:\s+2$/m,
	UMask => qr/^Umask:\s+0077$/m,
	LimitCORE => qr/^Max core file size\s+0\s+0\b/m,
	LimitNOFILE => qr/^Max open files\s+16384\s+16384\b/m,
	LimitMEMLOCK => qr/^Max locked memory\s+1048576\s+1048576\b/m,
);
# Nothing of a process shows these, or not everywhere; and why that will do.
my %unseen = (
	IPAddressDeny => 'there is no network that an address could be in',
	DevicePolicy => 'a second wall: PrivateDevices hides the devices',
	KeyringMode => 'the calls for keys are outside the filter',
	RemoveIPC => 'the calls for what it removes are outside the filter',
	SystemCallErrorNumber => 'is EPERM in all that is refused',
	ExecPaths => 'is why gehoord starts, and kill for a reload',
	map({ $_ => 'looked at where there is such a controller' }
	    qw(MemoryMax MemorySwapMax TasksMax)),
	map({ $_ => 'of the manager; 22-systemd.t lives with it' }
	    qw(Type NotifyAccess ExecStart ExecReload Sockets Restart RestartSec
	    TimeoutStopSec StateDirectory StateDirectoryMode RuntimeDirectory
	    RuntimeDirectoryMode RuntimeDirectoryPreserve)),
);

# ---- the machine --------------------------------------------------------------------
my $g = Gehoor->new(top => '');
my $files = "$g->{dir}/files";
my @settings = Machine::install($files);
my %set;
push @{ $set{ $_->[0] } }, $_->[1] for @settings;
copy("$g->{dir}/$_", "$files/etc/gehoor/$_") or die $!
    for qw(sign.key pepper);
my $readers = $g->readers;
Gehoor::spew("$files/etc/gehoor/gehoor.conf", <<"CONF");
organisation = "Jeugdzorg Voorbeeld"
box "feedback" {
	title = {"nl:Vertel het ons", "en:Tell us"}
	$readers
}
CONF
chmod 0600, map { "$files/etc/gehoor/$_" } qw(sign.key pepper);
copy("$Gehoor::BUILD/tests/front/probe", "$files/usr/local/bin/probe")
    or die $!;
chmod 0755, "$files/usr/local/bin/probe";
my $m = Machine->new($files);
my $root = $m->{root};
$m->must('systemd-sysusers', 'gehoor.conf');
$m->must('systemd-tmpfiles', '--create', 'gehoor.conf');

ok $forbids{$_} || $shows{$_} || $unseen{$_}, "$_ is known here"
    for sort keys %set;

# ---- gehoord itself -------------------------------------------------------------------
$m->must(qw(systemctl start gehoord.service));
my $pid = $m->show('gehoord.service', 'MainPID');
sub looks {
	my ($pid) = @_;
	my @other = grep { $m->must('readlink', "/proc/$pid/ns/$_") ne
	    $m->must('readlink', "/proc/1/ns/$_") } qw(net ipc mnt user uts);
	return join '', (map { "other $_\n" } @other),
	    map { $m->must('cat', "/proc/$pid/$_") } qw(status limits);
}
my ($look, $first) = (looks($pid), looks(1));
for my $name (sort keys %shows) {
	next unless $set{$name};
	like $look, $shows{$name}, "gehoord has $name";
	unlike $first, $shows{$name}, '... and process 1 has not'
	    unless $name eq 'AmbientCapabilities';
}
my %kept = ('memory.max' => '268435456', 'memory.swap.max' => '0',
    'pids.max' => '16');
for my $file (sort keys %kept) {
	my $path = "$root/sys/fs/cgroup/system.slice/gehoord.service";
	SKIP: {
		ok -e "$path/cgroup.procs", 'gehoord has a control group';
		skip "$file: the kernel gives this place no such controller", 1
		    unless -e "$path/$file";
		is Gehoor::slurp("$path/$file"), "$kept{$file}\n", $file;
	}
}

# ---- the probe: free, with one setting, in the place of gehoord ----------------------
Gehoor::spew("$root/$_/outside", 'x', 0644) for qw(tmp var/tmp);
Gehoor::spew("$root/run/of-another", 'x', 0644);
chown 4242, 4242, "$root/run/of-another";

# What the probe said, by name.
sub said {
	return map { /^(\S+) (\S+)$/ ? ($1 => $2) : () } split /\n/, $_[0];
}
my %free = said($m->must(qw(sh -c), 'exec probe 2>&1'));
my @started;
mkdir "$root/etc/systemd/system";
for my $name (grep { $forbids{$_} && $_ ne 'LoadCredential' } sort keys %set) {
	my %lines = map { $_ => 1 } $name, split ' ', $together{$name} // '';
	my @lines = map { "$_->[0]=$_->[1]\n" } grep { $lines{ $_->[0] } }
	    @settings;
	Gehoor::spew("$root/etc/systemd/system/alone-$name.service",
	    "[Service]\nType=oneshot\nStandardError=truncate:/run/$name.said\n" .
	    "ExecStart=/usr/local/bin/probe @{ $forbids{$name} }\n" .
	    ($name eq 'NoExecPaths' ? "ExecPaths=/usr/local/bin/probe\n" : '') .
	    join '', @lines);
	push @started, "alone-$name.service";
}
$m->must(qw(systemctl daemon-reload));
$m->must('systemctl', 'start', @started);
rename "$root/usr/local/bin/probe", "$root/usr/local/bin/gehoord" or die $!;
$m->must(qw(systemctl restart gehoord.service));
my $journal = $m->journal('gehoord.service');
like $journal, qr/^done$/m, 'the probe stands in the place of gehoord';
my %inside = said($journal);

for my $name (sort keys %forbids) {
	my %alone = $name eq 'LoadCredential' ? () :
	    said(Gehoor::slurp("$root/run/$name.said"));
	for my $try (@{ $forbids{$name} }) {
		isnt $inside{$try} // 'not tried', 'can', "gehoord may not $try";
		ok defined $inside{$try}, '... and that was tried';
		next if $name eq 'LoadCredential';
		SKIP: {
			skip "$try: not even free: $free{$try}", 2
			    if $free{$try} ne 'can' &&
			    $free{$try} =~ /^(?:ENOSYS|EPERM)$|^SIG/;
			is $free{$try}, 'can', '... nothing else forbids it';
			like $alone{$try}, qr/^(?:E|SIG)/,
			    "... $name alone does";
		}
	}
}
is $inside{$_}, 'can', "gehoord may $_" for @leaves;
is join(':', sort split /:/, $inside{sockets}), 'admin:http',
    'its sockets have their names';
my @wrong = grep { $inside{$_} ne 'EPERM' } grep { /^call:|^connect$/ }
    @{ $forbids{SystemCallFilter} };
is_deeply \@wrong, [], 'what the filter refuses is not permitted: EPERM';

done_testing;
