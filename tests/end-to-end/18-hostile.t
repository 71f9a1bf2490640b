#!/usr/bin/perl
# 18-hostile.t - a log that somebody made to hurt who reads it: no command
# takes more than 64 MiB, hangs or crashes; each says what is wrong.
use strict;
use warnings;
use Compress::Zlib qw(crc32);
use Fcntl qw(SEEK_SET);
use File::Path qw(remove_tree);
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use POSIX qw(mkfifo);
use Test::More;

my $MIB = 1024;			# KiB
my $SECONDS = 120;		# more is a loop: a good log takes a hundredth
my $sanitized = $ENV{SANITIZED};	# then everything takes memory and time

# Three weeks, and a desk that answered, so that there is all there can be.
my $g = Gehoor->new;
my $d = $g->{dir};
my ($box, $desk) = ("$d/state/log/lijn", "$d/state/desk/raad");
$g->{conf} .= $g->plain_tool('-q', 'keygen', '--desk', 'raad.test', '-o',
    "$d/raad.key");
$g->{top} .= "\ndesk_key = \"$d/raad.key\"";
$g->write_conf;
for my $week (0 .. 2) {
	$g->clock(1792411200 + $week * 7 * 86400);
	$g->start;
	$g->post('lijn', [text => "verhaal $week.$_"]) for 1 .. 4;
	$g->stop;
}
my ($cat) = ($g->tool('cat', '--ids', '--box', 'lijn'))[1] =~ /^(.*)\n/;
my @reply = ('reply', '--box', 'lijn', '--id', decode_json($cat)->{id}, '-f',
    "$d/antwoord.txt");
Gehoor::spew("$d/antwoord.txt", 'we hebben je gebeld');
for my $words ([@reply], ['ingest']) {
	my ($status, undef, $err) = $g->tool(@$words);
	$status == 0 or die "gehoor @$words: $err";
}
$g->plain_tool('-q', 'keygen', '--witness', 'raad-laptop', '-o',
    "$d/witness.key");
rename "$d/state", "$d/good" or die;
rename "$d/gehoor.db", "$d/good.db" or die;
my ($answer) = map { s{.*/}{}r } glob "$d/good/replies/new/*";
my @commands = ([qw(verify)], [qw(verify --json)], [qw(cat)], [qw(ingest)],
    [qw(stat)], [qw(expire -n)], \@reply, ['backup', '--keys', "$d/keys", "$d/backup"],
    ['witness', '--key', "$d/witness.key", '--store', "$d/store",
	"$d/state"]);

sub write_at {
	my ($file, $offset, $bytes) = @_;
	open my $f, '+<', $file or die "$file: $!";
	sysseek $f, $offset, SEEK_SET;
	syswrite $f, $bytes;
	close $f;
}

# A header that only lacks its signature.
sub first_index {
	my ($file, $n) = @_;
	write_at($file, 80, pack 'Q< Q<', $n, $n);
	my $header = substr Gehoor::slurp($file), 0, 188;
	write_at($file, 188, pack 'L<', crc32($header));
}

# Of any size, and all of it a hole.
sub hole {
	my ($file, $size) = @_;
	open my $f, '>>', $file or die "$file: $!";
	truncate $f, $size or die "$file: $!";
	close $f;
}

sub other {
	my ($file, $how) = @_;
	unlink $file;
	$how->($file) or die "$file: $!";
}

my $seg = "$box/00000002.seg";
my @cases = (
	['as it is', sub { }],
	['a frame of four gigabytes', sub {
		write_at($seg, 256, pack 'C C S< L<', 1, 0, 0, 0xffffffff) }],
	['a segment of eight gigabytes', sub { hole($seg, 8 << 30) }],
	['a segment that ends in eight gigabytes of ones', sub {
		hole("$box/00000003.seg", 8 << 30);
		write_at("$box/00000003.seg", (8 << 30) - 1, "\1") }],
	['a key file of a terabyte', sub { hole("$box/00000002.key", 1 << 40) }],
	['leaves of a terabyte', sub { hole("$box/leaves", 1 << 40) }],
	['leaves of a terabyte that end in a one', sub {
		hole("$box/leaves", 1 << 40);
		write_at("$box/leaves", (1 << 40) - 1, "\1") }],
	['a first record far away', sub {
		unlink "$box/00000001.seg";
		hole("$box/leaves", 1 << 40);
		write_at("$box/leaves", (1 << 40) - 1, "\1");
		first_index($seg, 1 << 34) }],
	['a header that begins at the end of numbers', sub {
		first_index($seg, ~0) }],
	['acts without end', sub {
		hole("$box/$_", 1 << 40) for qw(erased expired restored) }],
	['acts of nonsense', sub {
		Gehoor::spew("$box/erased", "gehoor erased v1\n\n" x 400_000) }],
	['a checkpoint of a terabyte', sub {
		hole("$box/checkpoint", 1 << 40);
		hole("$box/checkpoint-2026-W01", 1 << 40) }],
	['fifteen hundred files that do not belong there', sub {
		Gehoor::spew("$box/rommel-$_", '') for 1 .. 1_500 }],
	['fifteen hundred empty segments', sub {
		Gehoor::spew(sprintf("$box/%08d.seg", $_), '')
		    for 10 .. 1_500 }],
	['a named pipe for a segment', sub {
		other($seg, sub { mkfifo($_[0], 0600) }) }],
	['a named pipe for a key file', sub {
		other("$box/00000002.key", sub { mkfifo($_[0], 0600) }) }],
	(map { my $name = $_; ["a named pipe for $name", sub {
		other("$box/$name", sub { mkfifo($_[0], 0600) }) }] }
	    qw(leaves erased expired restored checkpoint
		checkpoint-2026-W43)),
	['fifteen hundred checkpoints that are whole', sub {
		for my $n (1 .. 1_500) {
			link "$box/checkpoint", sprintf '%s/checkpoint-%d-W%02d',
			    $box, 2100 + $n / 50, 1 + $n % 50 or die;
		} }],
	['two hundred boxes that nobody has', sub {
		for (1 .. 200) {
			mkdir "$d/state/log/b$_" or die;
			link "$box/checkpoint", "$d/state/log/b$_/checkpoint";
		} }],
	['a desk: a frame of four gigabytes', sub {
		write_at("$desk/00000001.seg", 256,
		    pack 'C C S< L<', 1, 0, 0, 0xffffffff) }],
	['a desk: a segment of eight gigabytes', sub {
		hole("$desk/00000001.seg", 8 << 30) }],
	['a desk: leaves of a terabyte', sub {
		hole("$desk/leaves", 1 << 40) }],
	['a desk: a key file of a terabyte', sub {
		hole("$desk/00000001.key", 1 << 40) }],
	['a desk: acts and a checkpoint of a terabyte', sub {
		hole("$desk/$_", 1 << 40) for qw(erased expired checkpoint) }],
	['a desk: a named pipe for a segment', sub {
		other("$desk/00000001.seg", sub { mkfifo($_[0], 0600) }) }],
	['a desk: a named pipe for a checkpoint', sub {
		other("$desk/checkpoint", sub { mkfifo($_[0], 0600) }) }],
	['an answer of a terabyte', sub {
		hole("$d/state/replies/new/$answer", 1 << 40) }],
	['a named pipe for an answer', sub {
		other("$d/state/replies/new/$answer",
		    sub { mkfifo($_[0], 0600) }) }],
	['a directory for a segment', sub { other($seg, sub { mkdir $_[0] }) }],
	['a link to a device', sub {
		other($seg, sub { symlink '/dev/zero', $_[0] }) }],
);

# Runs it with a limit; its status, size in KiB and what it said.
sub measured {
	my (@command) = @_;
	my ($status, $out, $err) = Gehoor::run('timeout', '-s', 'KILL',
	    $SECONDS, "$Gehoor::BUILD/tests/bench/spent", "$d/spent", @command);
	my $kib = -s "$d/spent" ? (split ' ', Gehoor::slurp("$d/spent"))[2] : 0;
	return ($status, $kib, $err);
}

sub tool {
	my (@command) = @_;
	unlink glob "$d/gehoor.db*";
	# A standing database would be up to date: to ingest reads all.
	system('cp', "$d/good.db", "$d/gehoor.db")
	    if $command[0] =~ /^(?:stat|expire)$/;
	remove_tree("$d/store", "$d/backup", "$d/keys");
	return measured("$Gehoor::BUILD/test/gehoor", '-c', "$d/gehoor.conf",
	    $command[0] eq 'witness' ? () : ('-k', "$d/reader1.key"), @command);
}

# What only says whether it would start: it reads all logs, then stops.
sub daemon_starts {
	$g->spawn;
	my $started = $g->until_said(qr/\bready\b.*\n/);
	my ($kib) = Gehoor::slurp("/proc/$g->{pid}/status") =~
	    /^VmHWM:\s*(\d+)/m if $started;
	$g->stop;
	return ($g->{status}, $kib, $g->{said});
}

my %good;
for (@cases) {
	my ($name, $change) = @$_;
	remove_tree("$d/state");
	system('cp', '-a', "$d/good", "$d/state") == 0 or die;
	$change->();
	my (@wrong, $found);
	for my $command (@commands) {
		unlink "$d/spent";
		my ($status, $kib, $err) = tool(@$command);
		my $what = join ' ', @$command[0, 1 < @$command ? 1 : 0];
		$good{$what} //= $kib;
		push @wrong, "$what: status $status: $err"
		    unless $kib && $status <= 4;
		push @wrong, "$what: $kib KiB" if !$sanitized &&
		    $kib > $good{$what} + 64 * $MIB;
		# What a desk wrote may be unreadable; that is told, and all.
		$found ||= $status >= 3 || $err =~ /\bdamage: /;
	}
	my ($status, $kib, $said) = daemon_starts();
	push @wrong, "gehoord: ended by " . ($status & 127) . ": $said"
	    if $status & 127;
	ok !@wrong, $name or diag map { substr($_, 0, 600) . "\n" } @wrong;
	if ($name =~ /answer/) {
		my $file = "$d/state/replies/new/$answer";
		ok -f $file && -s $file < 1 << 16, "$name: made again";
	} elsif ($name !~ /as it is|do not belong|that are whole/) {
		ok $found, "$name: somebody found it";
	}
}

done_testing;
