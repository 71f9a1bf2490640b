#!/usr/bin/perl
# 28-resume.t - reply --resume makes what it can, and what it cannot read is
# never taken for something that is not there.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $g = Gehoor->new(clock => 1792360800 + 14 * 3600);
my $d = $g->{dir};
$g->add_desk('raad');
$g->plain_tool('-q', 'keygen', '--no-passphrase', '-o', "$d/stranger.key");
# One box is read by the second reader alone.
my ($both, $second) = ($g->readers, $g->{reader_lines}[1]);
$g->{boxes} = join '', map { qq(box "$_->[0]" {\n\tkind = line\n) .
    qq(\ttitle = {"nl:Lijn"}\n\t$_->[1]\n}\n) } ['lijn', $both],
    ['ander', qq(readers = {"$second"}\n\tsingle_reader = true)];
$g->at_desk('raad');

sub as {
	my ($key, @args) = @_;
	return Gehoor::run("$Gehoor::BUILD/test/gehoor", '-c',
	    "$d/gehoor.conf", '-k', "$d/$key.key", @args);
}

$g->start;
for my $box ('lijn', 'ander') {
	$g->post($box, [text => "verhaal in $box"])->{status} == 201 or die;
}
is $g->stop, 0, 'two messages';
Gehoor::spew("$d/antwoord.txt", 'we hebben je gebeld');
my ($status, $out, $err) = as('reader2', 'cat', '--ids');
for (map { decode_json($_) } split /\n/, $out) {
	($status, $out, $err) = as('reader2', 'reply', '--box',
	    $_->{record}{box}, '--id', $_->{id}, '-f', "$d/antwoord.txt");
	is $status, 0, "an answer in $_->{record}{box}" or diag $err;
}

# All files are lost; the messages are there as "before" left them.
my $log = "$d/state/log";
sub resume {
	my ($key, $want, $words, $made, $name) = @_;
	unlink glob "$d/state/replies/new/*";
	($status, $out, $err) = as($key, 'reply', '--resume');
	is $status, $want, "$name: exit $want";
	like $err, $words, "$name: says so";
	is scalar(my @made = glob "$d/state/replies/new/*"), $made,
	    "$name: $made made";
}

resume('reader2', 0, qr/2 answers were made again/, 2, 'all');
($status, $out, $err) = as('reader2', 'reply', '--resume');
is $status, 0, 'nothing to do';
like $err, qr/0 answers were made again/, 'and it says so';
resume('reader1', 4, qr/cannot be opened.*not sealed to this reader/, 1,
    'a box of another reader');
# Events that are not for this reader are no damage.
($status, $out, $err) = as('stranger', 'ingest', '--skip-closed');
is $status, 0, 'a new reader has a database of what is to be read' or diag $err;
like $err, qr/desk.*2 events are not sealed to this reader/, 'and hears of it';
resume('stranger', 4, qr/not sealed to this reader/, 0, 'the wrong key');

# A log that cannot be read, or not to its end.
rename "$log/lijn/00000001.seg", "$d/kept" or die $!;
mkdir "$log/lijn/00000001.seg" or die $!;
resume('reader2', 4, qr/00000001\.seg/, 1, 'a segment that is unreadable');
rmdir "$log/lijn/00000001.seg" or die $!;
my $damaged = Gehoor::slurp("$d/kept");
substr($damaged, 300, 1) ^= "\1";
Gehoor::spew("$log/lijn/00000001.seg", $damaged);
resume('reader2', 4, qr/00000001\.seg/, 1, 'a damaged segment');
rename "$d/kept", "$log/lijn/00000001.seg" or die $!;

# No place to write to.
unlink glob "$d/state/replies/new/*";
rmdir "$d/state/replies/new" or die $!;
Gehoor::spew("$d/state/replies/new", '');
($status, $out, $err) = as('reader2', 'reply', '--resume');
is $status, 4, 'no directory to write to';
like $err, qr{replies/new}, 'is named';
unlink "$d/state/replies/new" or die $!;

# What is gone on purpose is nothing to complain about.
rename "$log/lijn/00000001.key", "$d/kept" or die $!;
resume('reader2', 0, qr/1 answers were made again/, 1, 'a shredded segment');
rename "$d/kept", "$log/lijn/00000001.key" or die $!;
rename "$log/ander", "$d/elsewhere" or die $!;
resume('reader2', 0, qr/1 answers were made again/, 1, 'a log elsewhere');
rename "$d/elsewhere", "$log/ander" or die $!;
resume('reader2', 0, qr/2 answers were made again/, 2, 'all again');
done_testing;
