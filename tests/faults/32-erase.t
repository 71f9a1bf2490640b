#!/usr/bin/perl
# 32-erase.t - gehoor erase is killed in place of every call that changes
# something, or each fails from then on: done again it comes to the same end,
# and nothing of what was erased is left in any file.
use strict;
use warnings;
use File::Path qw(remove_tree);
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use Sweep;
use Test::More;

my @classes = qw(write fdatasync fsync rename link unlink mkdir times);
my $monday = 1792360800 + 14 * 3600;
my $secret = 'dit had ik niet willen sturen';
my $canonical = JSON::PP->new->canonical;

my $g = Gehoor->new(clock => $monday);
my $s = bless { g => $g }, 'Sweep';
my $d = $g->{dir};
$g->add_desk(@$_)
    for ['raad', '{"peer"}'], ['kwaliteit', '{"quality"}'];

my @second = ('--reason', 'op verzoek', '--yes', '--second-key',
    "$d/kwaliteit.key");

# A log of which one record is erased already, another one is to be; both
# desks answered it, and one answer is published.
$g->at_desk('raad');
$g->start;
my @texts = map { "verhaal $_" } 0 .. 5;
for my $text (@texts[0 .. 2], $secret, @texts[3 .. 5]) {
	$g->post('lijn', [text => $text])->{status} == 201 or die;
}
$g->stop == 0 or die;
my %id = $g->ids('lijn');
Faults::answer($g, $_, 'lijn', $secret, $texts[0]) for qw(raad kwaliteit);
$g->at_desk('raad');
system('cp', '-a', $_, "$d/state/replies/") == 0 or die
    for glob "$d/state/replies/new/*";
Faults::tool($g, 'ingest');
Faults::tool($g, 'erase', 'lijn', $id{ $texts[1] }{index}, @second);
splice @texts, 1, 1;

sub fresh {
	my ($name) = @_;
	remove_tree("$d/links");
	Faults::fresh($g, $name);
	system('cp', '-al', "$d/state", "$d/links") == 0 or die;
}

# How it ends where nothing happens.
my @erase = ('erase', 'lijn', $id{$secret}{index}, @second);
Faults::keep($g, 'before');
fresh('before');
Faults::tool($g, @erase);
my $end = $canonical->encode($g->stat);
my ($lijn, $sum) = Faults::terms($g, 'lijn');
is_deeply [@$lijn{qw(tree_size erased counted)}, $sum], [7, 2, 5, 7],
    'two are erased, and it adds up';
my @replies = Faults::names("$d/state/replies");
is scalar @replies, 2, 'the answer is gone, the other one stays';
Faults::keep($g, 'after');
my %gone = map { my $kind = $_; ($kind => [map { Faults::gone($g, $_) }
    grep { /\.$kind$/ } Faults::names("$d/before/state")]) } qw(seg key);
is scalar @{ $gone{seg} }, 3, 'a frame of the box, and one of each desk';
is scalar @{ $gone{key} }, 3, 'and their keys';

# What is there that ought not to be, also behind other links to a file.
sub remains {
	my (@gone) = @_;
	my @wrong;
	for my $file (Faults::files("$d/state", "$d/links")) {
		my $bytes = Gehoor::slurp($file);
		push @wrong, "$file has what was erased"
		    if grep { index($bytes, $_) >= 0 } @gone;
	}
	push @wrong, "$_ is left" for grep { /\.(?:old|new)$/ }
	    Faults::names("$d/state");
	my @left = Faults::names("$d/state/replies");
	push @wrong, "the answers are @left" if "@left" ne "@replies";
	my ($rc, $out, $err) = $g->tool('verify');
	push @wrong, "verify: $rc $err" if $rc || $err =~ /erase/;
	return @wrong;
}

# What is wrong once it was done again at the desk.
sub judge {
	my @wrong = remains(map { @$_ } values %gone);
	my @read = sort map { $_->{text} } $g->records('--box', 'lijn');
	push @wrong, "there are: @read" if "@read" ne "@{[sort @texts]}";
	my $stat = $canonical->encode($g->stat);
	push @wrong, "the sums are $stat" if $stat ne $end;
	return @wrong;
}

# The server has the entries and the keys; the desk's readers are not there.
sub server {
	fresh('before');
	Faults::push_files($g, 'after', qr/erased$|\.key$/);
}

# One point: what it does under a fault, and again without one.
sub point {
	my ($name, $before, $judge, $shim, @args) = @_;
	my @tool = ("$Gehoor::BUILD/test/gehoor", '-c', "$d/gehoor.conf", '-k',
	    "$d/reader1.key", @args);
	$before->();
	Gehoor::spew("$d/counts", '');
	my ($status, $out, $err) = Gehoor::run($s->shim(@$shim), @tool);
	my $hit = $s->counts->{failed};
	my @wrong;
	push @wrong, "ends with $status and says: $err"
	    if !$hit && $status || $hit && $shim->[3] ne 'kill' && $status > 4;
	($status, $out, $err) = Gehoor::run(@tool);
	push @wrong, "again: $status $err" if $status;
	push @wrong, $judge->();
	ok !@wrong, $name or diag map { "$_\n" } @wrong;
	return $hit;
}

# Every call of a class, until there is none any more.
my $k = 0;
sub sweep {
	my ($what, $before, $judge, @args) = @_;
	$before->();
	ok scalar($judge->()), "$what: it is there before";
	for my $class (@classes) {
		for (my ($n, $hit) = (1, 1); $hit; $n++) {
			for my $error ('kill', 'EIO') {
				next if $k++ % $Faults::SCALE;
				$hit = point("$what: $class $n $error",
				    $before, $judge, [$class, $n, ~0 >> 1,
				    $error], @args) && $hit;
			}
		}
	}
}
sweep('desk', sub { fresh('before') }, \&judge, @erase);
sweep('server', \&server, sub { remains(@{ $gone{seg} }) }, 'erase', '--apply');
done_testing;
