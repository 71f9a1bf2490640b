#!/usr/bin/perl
# 23-erase.t - one message goes for good: two desks sign, its bytes and its
# key are gone, everything else still opens and adds up.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $g = Gehoor->new(clock => 1792360800 + 14 * 3600);
my $d = $g->{dir};
my @desks = ([raad => '{"peer", "council"}'], [kwaliteit => '{"quality"}'],
    [tweede => '{"quality"}'], [derde => '{"council", "board"}']);
$g->add_desk(@$_) for @desks;
# One key under another name is still one person.
my ($again) = $g->{conf} =~ /^desk "raad" \{\n(\s+key = .*\n)/m or die;
$g->{conf} .= "desk \"spiegel\" {\n$again\troles = {\"quality\"}\n}\n";
$g->plain_tool('-q', 'keygen', '--desk', 'vreemd.test', '-o', "$d/vreemd.key");
$g->at_desk('raad');

my $secret = 'dit had ik niet willen sturen';
$g->start;
my (@codes, @texts);
for my $i (0 .. 6) {
	push @texts, $i == 3 ? $secret : "verhaal $i";
	push @codes, decode_json($g->post('lijn',
	    [text => $texts[-1]])->{body})->{code};
}
my %at = $g->ids('lijn');
my $n = $at{$secret}{index};

sub erase {
	my ($index, @args) = @_;
	return $g->tool('erase', 'lijn', $index, '--reason', 'op verzoek',
	    @args);
}
my @yes = ('--yes', '--role', 'peer');
my ($status, $out, $err) = erase($n, @yes, '--second-key',
    "$d/kwaliteit.key");
is $status, 4, 'not while its segment is written';
like $err, qr/still being written/, 'it says so';
is $g->stop, 0, 'the daemon ends';

# The answer to it goes with it.
Gehoor::spew("$d/antwoord.txt", 'we hebben je gebeld');
($status, $out, $err) = $g->tool('reply', '--box', 'lijn', '--id',
    $at{$secret}{id}, '--role', 'peer', '-f', "$d/antwoord.txt");
is $status, 0, 'an answer' or diag $err;
is scalar(my @answers = glob "$d/state/replies/new/*"), 1, 'its file';
is(($g->tool('ingest'))[0], 0, 'a database');

for my $case (
    [[@yes, '--second-key', "$d/vreemd.key"], qr/not in .*gehoor\.conf/,
	'a key that is not registered'],
    [[@yes, '--second-key', "$d/raad.key", '--second-role', 'council'],
	qr/same key as the desk raad/, 'the same desk'],
    [['--yes', '--role', 'council', '--second-key', "$d/derde.key",
	'--second-role', 'council'], qr/two different roles/, 'the same role'],
    [[@yes, '--second-key', "$d/derde.key"], qr/several roles.*--second-role/,
	'no role of the second'],
    [[@yes, '--second-key', "$d/derde.key", '--second-role', 'quality'],
	qr/derde does not act as quality/, 'a role the second has not'],
    [['--role', 'peer', '--second-key', "$d/kwaliteit.key"],
	qr/not confirmed/, 'nobody who confirms']) {
	my ($args, $words, $name) = @$case;
	($status, $out, $err) = erase($n, @$args);
	isnt $status, 0, "$name: refused";
	like $err, $words, "$name: says why";
}
my $lock = $g->forget_lock;
for (['erase', 'lijn', $n, '--reason', 'op verzoek', @yes, '--second-key',
    "$d/kwaliteit.key"], ['erase', '--apply']) {
	($status, $out, $err) = $g->tool(@$_);
	is $status, 4, 'not while another one erases';
	like $err, qr{another gehoor is erasing.*/state/log; try again},
	    'it says so';
}
undef $lock;
ok !-e "$d/state/log/lijn/erased", 'nothing was signed';
is scalar(my @events = glob "$d/state/desk/raad/*.seg"), 1,
    'and no desk wrote anything down';
is scalar(grep { $_->{text} eq $secret } $g->records), 1, 'nothing is gone';

($status, $out, $err) = $g->tool('verify');
like $out, qr/lijn: in order, 1 segments, 7 records, root (\S+)/, 'before';
my ($root) = $out =~ /lijn: .*root (\w+)/;
my $before = -s "$d/state/log/lijn/00000001.seg";
($status, $out, $err) = erase($n, @yes, '--second-key', "$d/kwaliteit.key");
is $status, 0, 'erased' or diag $err;

is_deeply [sort map { $_->{text} } $g->records], [sort grep { $_ ne $secret }
    @texts], 'it is gone, all others open';
is -s "$d/state/log/lijn/00000001.seg", $before, 'the segment is as long';
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify' or diag $err;
like $out, qr/lijn: in order, 1 segments, 7 records \(1 erased\), root \Q$root/,
    'the same tree';
like Gehoor::slurp("$d/state/log/lijn/erased"),
    qr/^gehoor erased v1\n.*index $n\n.*reason op verzoek\n/s,
    'the entry says why';
is scalar(@answers = glob "$d/state/replies/new/*"), 0, 'the answer is gone';
ok -e "$d/state/desk/raad/erased", 'and what the desk wrote';
my $stat = $g->stat;
my ($lijn) = grep { $_->{box} eq 'lijn' } @$stat;
is $lijn->{erased}, 1, 'the database knows';
is $lijn->{counted}, 6, 'and counts the others';
is $lijn->{tree_size}, 7, 'it adds up';

# Again: nothing is left to do, and nothing is done twice.
my $entries = Gehoor::slurp("$d/state/log/lijn/erased");
($status, $out, $err) = erase($n, @yes, '--second-key', "$d/kwaliteit.key");
is $status, 0, 'once more' or diag $err;
is Gehoor::slurp("$d/state/log/lijn/erased"), $entries, 'one entry';

# Stopped anywhere on the way, it goes on: the entry is there, no more.
my $other = $at{'verhaal 5'}{index};
my $copy = "$d/copy";
system('cp', '-a', "$d/state", $copy) == 0 or die;
is((erase($other, @yes, '--second-key', "$d/tweede.key"))[0], 0, 'another');
for my $file (qw(00000001.seg 00000001.key)) {
	system('cp', '-p', "$copy/log/lijn/$file",
	    "$d/state/log/lijn/$file") == 0 or die;
}
($status, $out, $err) = $g->tool('verify');
is $status, 0, 'an entry that was not carried out is no damage';
like $err, qr/to be erased/, 'but is told';
($status, $out, $err) = $g->tool('erase', '--apply');
is $status, 0, 'a server without a reader carries it out' or diag $err;
like $err, qr/lijn: 1 messages were erased/, 'and says so';
is((erase($other, @yes, '--second-key', "$d/tweede.key"))[0], 0,
    'the desk does the rest');
is scalar($g->records), 5, 'two are gone';

# A copy of the log from before is pulled over it.
for my $file (qw(00000001.seg 00000001.key erased)) {
	system('cp', '-p', "$copy/log/lijn/$file",
	    "$d/state/log/lijn/$file") == 0 or die;
}
is scalar($g->records), 6, 'its words are back';
($status, $out, $err) = $g->tool('ingest', '--rebuild');
is $status, 3, 'ingest finds that a desk had erased it';
like $err, qr/raad erased message $other of lijn, but it is there/,
    'and names it';
is((erase($other, @yes, '--second-key', "$d/tweede.key"))[0], 0, 'once more');
is scalar($g->records), 5, 'and it is gone again';
is(($g->tool('ingest', '--rebuild'))[0], 0, 'for good');

# What a desk wrote and cannot be read may be about it: that is told.
my $desk = "$d/state/desk/raad";
my $events = Gehoor::slurp("$desk/00000001.key");
Gehoor::spew("$desk/00000001.key", 'x');
($status, $out, $err) = erase($at{'verhaal 4'}{index}, @yes, '--second-key',
    "$d/tweede.key");
is $status, 3, 'a desk log that cannot be read';
like $err, qr/not all of what desks wrote could be read/, 'it says so';
Gehoor::spew("$desk/00000001.key", $events);
is scalar($g->records), 4, 'but the message is gone';
$entries = Gehoor::slurp("$d/state/log/lijn/erased");

# Zeroed without a signature it is damage.
unlink "$d/state/log/lijn/erased";
($status, $out, $err) = $g->tool('verify');
is $status, 3, 'without its entry: damage';
like $err, qr/no signed entry/, 'verify says so';
Gehoor::spew("$d/state/log/lijn/erased", $entries);

# The daemon goes on with it, and the sender's code leads nowhere.
$g->start;
my $r = $g->request('POST', '/nl/code', body => Gehoor::form(code =>
    $codes[3]), headers => { Accept => 'application/json', 'Content-Type' =>
    'application/x-www-form-urlencoded' });
is decode_json($r->{body})->{status}, 'unknown', 'its code leads nowhere';
is $g->post('lijn', [text => 'verder'])->{status}, 201, 'and it collects';
is $g->stop, 0, 'it ends in order';

done_testing;
