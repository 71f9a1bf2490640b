#!/usr/bin/perl
# 20-unit.t - real requests through the unit as it is installed: its settings,
# read from the file itself, made by bwrap and confine where no systemd runs.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use File::Copy qw(copy);
use Gehoor;
use Notify;
use Proxy;
use Test::More;
use Unit;

plan skip_all => 'namespaces and another user need root' if $>;
my $UID = 64123;
my $s = Unit::settings();

# What each setting becomes: arguments of bwrap, lines for confine.
my (@bwrap, @confine);
my %become = (
	PrivateNetwork => sub { push @bwrap, '--unshare-net' },
	RestrictAddressFamilies => sub {
		is "@_", 'AF_UNIX', 'only sockets in the file system';
		push @confine, 'af-unix';
	},
	ProtectSystem => sub { is "@_", 'strict', 'everything is read-only' },
	ProtectHome => sub { push @bwrap, map { ('--tmpfs', $_) } '/home', '/root' },
	PrivateTmp => sub { push @bwrap, map { ('--tmpfs', $_) } '/tmp', '/var/tmp' },
	PrivateDevices => sub { push @bwrap, '--dev', '/dev' },
	PrivateIPC => sub { push @bwrap, '--unshare-ipc' },
	ProtectHostname => sub { push @bwrap, '--unshare-uts' },
	ProtectProc => sub { push @bwrap, '--unshare-pid', '--proc', '/proc' },
	NoNewPrivileges => sub { push @confine, 'no-new-privs' },
	CapabilityBoundingSet => sub { is "@_", '', 'no capability' },
	RestrictNamespaces => sub { push @confine, 'no-namespaces' },
	RestrictRealtime => sub { push @confine, 'no-realtime' },
	RestrictSUIDSGID => sub { push @confine, 'no-suid' },
	LockPersonality => sub { push @confine, 'no-personality' },
	MemoryDenyWriteExecute => sub { push @confine, 'no-exec-memory' },
	UMask => sub { push @confine, "umask $_[0]" },
	LimitCORE => sub { push @confine, "core $_[0]" },
	LimitNOFILE => sub { push @confine, "nofile $_[0]" },
	LimitMEMLOCK => sub {
		my ($n, $unit) = $_[0] =~ /^(\d+)([KM]?)$/;
		push @confine, 'memlock ' . $n * { '' => 1, K => 1024, M => 1 << 20 }->{$unit};
	},
	SystemCallFilter => sub {
		push @confine, map { "allow $_" } sort keys %{ Unit::allowed($s) }
		    unless grep { /^allow/ } @confine;
	},
	SystemCallErrorNumber => sub { is "@_", 'EPERM', 'a call outside is refused' },
	User => sub { push @confine, "uid $UID" },
);
# No emulation, and why none is missed.
my %without = (
	IPAddressDeny => 'there is no network that an address could be in',
	PrivateUsers => 'the user has no capability in any namespace',
	ProtectClock => 'the calls are outside the filter, the devices not there',
	ProtectKernelLogs => 'the same', ProtectKernelModules => 'the same',
	ProtectKernelTunables => '/proc/sys and /sys belong to root',
	ProtectControlGroups => 'they belong to root',
	ProcSubset => 'no process of others is seen anyway',
	AmbientCapabilities => 'there are none to begin with',
	RemoveIPC => 'at the end of the user', KeyringMode => 'of the session',
	DevicePolicy => 'the devices are bwrap\'s own few',
	PrivateMounts => 'bwrap has mounts of its own',
	InaccessiblePaths => 'shown by 22-systemd.t',
	NoExecPaths => 'shown by 22-systemd.t',
	ExecPaths => 'shown by 22-systemd.t',
	SystemCallArchitectures => 'one program of one architecture is run',
	MemoryMax => 'cgroups: measured by 30-slow.t and the bench',
	MemorySwapMax => 'cgroups', TasksMax => 'cgroups',
	Group => 'is that of the user');
my %manager = map { $_ => 1 } qw(Description Documentation Requires After Type
    NotifyAccess ExecStart ExecReload Sockets Restart RestartSec TimeoutStopSec
    WantedBy StateDirectory StateDirectoryMode RuntimeDirectory
    RuntimeDirectoryMode RuntimeDirectoryPreserve LoadCredential);
for my $name (sort keys %$s) {
	next if $manager{$name} || $without{$name};
	ok $become{$name}, "$name has an effect here" or next;
	$become{$name}->($_) for @{ $s->{$name} };
}

# An installation for that user: secrets as credentials only.
my $g = Gehoor->new(daemon => "$Gehoor::BUILD/gehoord", top => '');
my $d = $g->{dir};
chmod 0755, $d;
mkdir "$d/credentials", 0700;
my ($status) = Gehoor::run(qw(openssl req -x509 -newkey ec -pkeyopt
    ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=localhost -keyout),
    "$d/credentials/tls.key", '-out', "$d/tls.pem");
for (qw(sign.key pepper)) {
	copy("$d/$_", "$d/credentials/$_") or die $!;
}
$g->{conf} = $g->sms_line('mobiel', 'kannel', 'pad-van-kannel-12345');
$g->write_conf;
my $plain = Gehoor::slurp("$d/gehoor.conf");
my $conf = $plain;
$conf =~ s{"$d/(sign\.key|pepper)"}{"/etc/gehoor/$1"}g;
Gehoor::spew("$d/gehoor.conf", "tls_certificate = \"$d/tls.pem\"\n" .
    "tls_key = \"/etc/gehoor/tls.key\"\n$conf");
for (glob("$d/credentials/*"), "$d/mobiel.secret") {
	chmod 0400, $_;
	chown $UID, $UID, $_;
}
chown $UID, $UID, "$d/credentials", "$d/state", "$d/run";
chmod 0644, "$d/gehoor.conf", "$d/tls.pem";
Gehoor::spew("$d/settings", join "\n", @confine, '');
my $notify = Notify->new("$d/notify");

# Both programs where that user can reach them, wherever they were built.
my ($program, $confine) = ("$d/gehoord", "$d/confine");
copy("$Gehoor::BUILD/gehoord", $program) or die $!;
copy("$Gehoor::BUILD/tests/front/confine", $confine) or die $!;
chmod 0755, $program, $confine;
my @sandbox = ('bwrap', '--ro-bind', '/', '/', @bwrap, '--perms', '0755', '--dir', $d,
    (map { ('--ro-bind', $_, $_) } $program, $confine, "$d/gehoor.conf", "$d/tls.pem",
	"$d/credentials", "$d/settings", "$d/mobiel.secret"),
    (map { ('--bind', $_, $_) } "$d/state", "$d/run", "$d/notify"),
    '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP',
    '--die-with-parent', '--', $confine, "$d/settings", '--');

# First, that the walls are there: a shell inside can do none of this.
sub inside {
	my ($script) = @_;
	my ($status, $out, $err) = Gehoor::run(@sandbox, '/usr/bin/perl', '-e', $script);
	return "$out$err";
}
is inside('print "inside"'), 'inside', 'a program runs inside';
like inside('use Socket; socket(my $s, AF_INET, SOCK_STREAM, 0) or print "no: $!"'),
    qr/^no: Address family/, 'no socket to the internet';
like inside('open my $f, ">", "/etc/gehoor-probe" or print "no: $!"'), qr/^no: /,
    'nothing outside is written';
like inside('open my $f, ">", "/usr/probe" or print "no: $!"'), qr/^no: /, 'nor there';
like inside('print "processes: ", scalar(grep { /^\d+$/ } map { s{.*/}{}r } glob "/proc/*")'),
    qr/^processes: [12]$/, 'no other process is seen';
is inside("print -e '/root/.bashrc' || -e '$d/reader1.key' ? 'there' : 'gone'"), 'gone',
    'no home, and no file beside its own';
# mmap of a page that may be written and executed; then one that may not.
like inside('print syscall(9, 0, 4096, 7, 0x22, -1, 0), " $!"'), qr/^-1 Operation not permitted/,
    'no memory is written and executed';
unlike inside('print syscall(9, 0, 4096, 3, 0x22, -1, 0)'), qr/^-1/, 'other memory is had';
like inside('print syscall(101, 0, 0, 0, 0), " $!"'), qr/^-1 Operation not permitted/,
    'ptrace is outside the filter';
like inside('print syscall(272, 0x10000000), " $!"'), qr/^-1 Operation not permitted/,
    'no namespace of its own';
like inside('print "uid $< ", Internals::SvREADONLY($0) ? "" : `true`; open my $f, "<", ' .
    '"/proc/self/status"; print grep { /^Cap(?:Eff|Bnd):/ } <$f>'),
    qr/^uid $UID .*CapEff:\s+0+\nCapBnd:\s+0+$/s, 'another user, without any capability';

# gehoord itself, its sockets made outside and handed in.
my $port = Proxy::free_port();
pipe my $r, my $w or die $!;
my $pid = fork // die $!;
if ($pid == 0) {
	close $r;
	open STDERR, '>&', $w or die $!;
	exec 'systemd-socket-activate', '-l', "$d/run/http.sock", '-l',
	    "$d/run/admin.sock", '-l', "127.0.0.1:$port", '--fdname=http:admin:https',
	    '-E', "NOTIFY_SOCKET=$d/notify", '-E', "CREDENTIALS_DIRECTORY=$d/credentials",
	    @sandbox, $program, '-c', "$d/gehoor.conf" or POSIX::_exit(127);
}
close $w;
@$g{qw(pid err said)} = ($pid, $r, '');
ok $g->until_said(qr/Listening on .* as 5/), 'the sockets are there' or die $g->{said};
my @unix = (unix => "$d/run/http.sock");
my $form = $g->request('GET', '/nl/feedback', @unix);
is $form && $form->{status}, 200, 'the form' or do { $g->until_said(qr{(?!)}); die $g->{said} };
ok $notify->until_told(qr/^READY=1$/m), 'READY';
my $token = $g->token('feedback', @unix);
my $receipt = $g->request('POST', '/nl/feedback', @unix, headers => {
    'Content-Type' => 'application/x-www-form-urlencoded' },
    body => Gehoor::form(text => 'Door de muur', token => $token));
my ($code) = $receipt->{body} =~ /<output id="code"[^>]*>(\S{19})</;
ok $code, 'a receipt';
like $g->request('POST', '/nl/code', @unix, headers => {
    'Content-Type' => 'application/x-www-form-urlencoded' },
    body => "code=$code")->{body}, qr/Je verhaal is er/, 'what became of it';
is $g->request('GET', '/sms/mobiel/pad-van-kannel-12345?from=%2B31611111111&to=4433' .
    '&text=Hallo&coding=0&charset=UTF-8&id=abc-1&ts=1', @unix)->{status}, 200, 'a text message';
is $g->request('GET', '/healthz', unix => "$d/run/admin.sock")->{status}, 200, 'health';
my (undef, $page, $err) = Gehoor::run('curl', '-sS', '--max-time', 10, '--cacert',
    "$d/tls.pem", '-d', 'text=Met TLS', '-H', 'Accept: application/json',
    "https://localhost:$port/nl/feedback");
like $page, qr/"code"/, 'with TLS, through a socket that systemd holds' or diag $err;
# Its number outside: bwrap and confine have the same words behind theirs.
# Other processes may end while one looks.
my ($daemon) = map { m{^/proc/(\d+)} }
    grep { (eval { Gehoor::slurp($_) } // '') =~ m{^\Q$program\E\0-c\0\Q$d\E/} }
    glob '/proc/[0-9]*/cmdline';
kill 'HUP', $daemon;
ok $notify->until_told(qr/^RELOADING=1\n(?:.*\n)*READY=1$/m), 'RELOADING, and READY again';
kill 'TERM', $daemon;
ok $notify->until_told(qr/^STOPPING=1$/m), 'STOPPING';
$g->until_said(qr/(?!)/);
waitpid delete $g->{pid}, 0;
unlike $g->{said}, qr/warn|fatal|error|not permitted/i, 'nothing was refused on the way'
    or diag $g->{said};
Gehoor::spew("$d/gehoor.conf", $plain);
is scalar($g->records), 3, 'three messages in the log';
is(($g->tool('verify'))[0], 0, 'and it is whole');
is sprintf('%04o', (stat glob "$d/state/log/feedback/*.seg")[2] & 07777), '0600',
    'for the user alone';

done_testing;
