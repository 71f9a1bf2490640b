#!/usr/bin/perl
# 41-full-disk.t - the log is on a disk of 2 MiB that is full, and then has
# room again: nothing acknowledged is lost, nothing is half done for ever.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Faults;
use Test::More;

# In a mount namespace of our own, the disk goes with us.
unless ($ENV{FULL_DISK}) {
	my @unshare = ('unshare', '--map-root-user', '--mount');
	my ($status, $out, $err) = Gehoor::run(@unshare, 'true');
	plan skip_all => "no disk of our own here: $err" if $status;
	$ENV{FULL_DISK} = 1;
	exec @unshare, $^X, $0 or die $!;
}

my $g = Gehoor->new(clock => 1792360800 + 14 * 3600, daemon => $Faults::TINY,
    top => "rate = 100000\nburst = 100000\nsegment_mib = 1\n");
my $d = $g->{dir};
$g->add_desk(@$_) for ['raad', '{"peer"}'], ['kwaliteit', '{"quality"}'];
$g->at_desk('raad');
mkdir "$d/stick";
my %disk = ('state' => '2m', stick => '64k');
for (sort keys %disk) {
	system('mount', '-t', 'tmpfs', '-o', "size=$disk{$_},mode=0750",
	    'tmpfs', "$d/$_") == 0 or die 'mount';
}
END {
	local $?;
	system 'umount', map { "$d/$_" } keys %disk if $d;
}

my $room = "$d/state/room";	# taken by others, and given back
my (%said, $n);

sub take_room {
	my ($bytes) = @_;
	open my $f, '>', $room or die $!;
	my $left = $bytes // 4 << 20;
	while ($left > 0) {
		my $put = syswrite $f, "\0" x ($left < 4096 ? $left : 4096);
		last unless $put;
		$left -= $put;
	}
}

# Posts until one is refused, or so many; the answers but 201.
sub post_until_refused {
	my ($name, $most) = @_;
	for (1 .. $most) {
		my $text = "$name $_ " . 'x' x 300;
		my $r = $g->post('feedback', [text => $text]) or return 'none';
		return $r->{status} unless $r->{status} == 201;
		$said{$text} = 1;
		$n++;
	}
	return 201;
}

# There is room: it goes on, at once or when it looks again.
sub goes_on {
	my ($name) = @_;
	for my $try (1 .. 200) {
		my $text = "$name $try";
		my $r = $g->post('feedback', [text => $text]);
		if ($r && $r->{status} == 201) {
			$said{$text} = 1;
			return pass "$name: takes messages again";
		}
		select undef, undef, undef, 0.05; # it looks once a second
	}
	fail "$name: takes messages again";
}

# Everything acknowledged is there once, but what is named as gone.
sub judge {
	my ($name, @gone) = @_;
	my ($status, $out, $err) = $g->tool('verify');
	is $status, 0, "$name: verify" or diag "$out$err";
	my %stored;
	$stored{ $_->{text} }++ for $g->records('--box', 'feedback');
	my %expect = %said;
	delete @expect{@gone};
	is_deeply [grep { !$stored{$_} } sort keys %expect], [],
	    "$name: nothing acknowledged is lost";
	is_deeply [grep { $stored{$_} > 1 } sort keys %stored], [],
	    "$name: nothing is there twice";
	is_deeply [grep { $stored{$_} } @gone], [], "$name: what is gone is gone"
	    if @gone;
}

# Filled by messages.
take_room(256 << 10);
$g->start;
is post_until_refused('vol', 20000), 503, 'a full disk is said to be one';
cmp_ok $n, '>', 100, "after $n messages";
is post_until_refused('nog vol', 5), 503, 'also the next time';
judge('full');
unlink $room;
goes_on('room');
is $g->stop, 0, 'it ends in order';
judge('room');

# Full at the start.
take_room();
ok !eval { $g->start; 1 }, 'no start on a full disk';
like $@, qr/No space left on device/, 'it says why';
unlink $room;
$g->start;
goes_on('after the start');

# Full when the week ends: no checkpoint, and no half of one.
take_room();
$g->clock($g->{clock} = 1792360800 + 14 * 3600 + $Faults::WEEK);
$g->{said} = '';
kill 'HUP', $g->{pid};
ok $g->until_said(qr/no checkpoint|checkpoint.*No space left/),
    'no checkpoint on a full disk';
unlink $room;
$g->{said} = '';
kill 'HUP', $g->{pid};
ok $g->until_said(qr/box feedback: a checkpoint was signed/),
    'there is one when there is room';
is $g->stop, 0, 'it ends in order again';
judge('checkpoint');

# What a desk does: not half, and again with room.
Faults::tool($g, 'ingest');
my %id = $g->ids('feedback');
my ($first, $other) = map { $id{"$_ " . 'x' x 300} } 'vol 1', 'vol 2';
Gehoor::spew("$d/antwoord.txt", 'we hebben je gebeld');
for my $case (
    [['backup', '--keys', "$d/stick/keys", "$d/stick/backup"]],
    [['reply', '--box', 'feedback', '--id', $first->{id}, '-f',
	"$d/antwoord.txt"]],
    [['erase', 'feedback', $first->{index}, '--reason', 'op verzoek', '--yes',
	'--second-key', "$d/kwaliteit.key"], $first->{record}{text}]) {
	my ($args, @gone) = @$case;
	my $name = $args->[0];
	take_room();
	my ($status, $out, $err) = $g->tool(@$args);
	isnt $status, 0, "$name on a full disk";
	like $err, qr/No space left on device/, "$name: says why";
	unlink $room;
	is_deeply [glob "$d/stick/*"], [], "$name: no half of a copy"
	    if $name eq 'backup';
	system('mount', '-o', 'remount,size=8m', "$d/stick") == 0 or die;
	($status, $out, $err) = $g->tool('verify');
	is $status, 0, "$name: no damage" or diag "$out$err";
	($status, $out, $err) = $g->tool(@$args);
	is $status, 0, "$name with room" or diag $err;
	delete @said{@gone};
	judge($name, @gone);
}

# Messages of a year ago, deleted with no room to write it down.
$g->clock($g->{clock} + 200 * $Faults::WEEK);
Faults::tool($g, 'ingest');
take_room();
my ($status, $out, $err) = $g->tool('expire');
isnt $status, 0, 'expire on a full disk';
like $err, qr/No space left on device/, 'expire: says why';
judge('expire');
unlink $room;
($status, $out, $err) = $g->tool('expire');
is $status, 0, 'expire with room' or diag $err;
is(($g->tool('verify'))[0], 0, 'expire: verify');
my ($row, $sum) = Faults::terms($g, 'feedback');
is $row->{tree_size}, $sum, 'the sum line adds up';
cmp_ok $row->{expired}, '>', 100, 'with what is deleted';

done_testing;
