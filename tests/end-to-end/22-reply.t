#!/usr/bin/perl
# 22-reply.t - a desk answers, and the sender, and nobody else, reads it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $monday = 1792360800;	# Monday 2026-10-19 00:00 in Amsterdam, week 43
my $g = Gehoor->new(clock => $monday + 14 * 3600,
    top => "code_rate = 100000\ncode_burst = 100000");
my $d = $g->{dir};

# Two desks of different roles; the first is this one.
for my $id (qw(raad kwaliteit)) {
	my $section = $g->add_desk($id,
	    $id eq 'raad' ? '{"peer", "council"}' : '{"quality"}');
	like $section, qr/^desk "$id" \{\n\tkey = "\Q$id\E\.test\+/,
	    "keygen --desk prints the section of $id";
}
$g->at_desk('raad');
$g->start;

my @stories = map { "verhaal $_ over een groep" } 1 .. 3;
my @codes = map { decode_json($g->post('lijn', [text => $_])->{body})->{code} }
    @stories;

sub ask {
	my ($code) = @_;
	my $r = $g->request('POST', '/nl/code', body =>
	    Gehoor::form(code => $code), headers => { Accept =>
	    'application/json', 'Content-Type' =>
	    'application/x-www-form-urlencoded' });
	return decode_json($r->{body});
}

my ($status, $out, $err) = $g->tool('cat', '--ids', '--box', 'lijn');
is $status, 0, 'cat --ids';
my %id = map { my $o = decode_json($_); ($o->{record}{text} => $o->{id}) }
    split /\n/, $out;
is scalar keys %id, 3, 'an id for each';
like $id{ $stories[0] }, qr/^[0-9a-f]{64}$/, 'the leaf hash';

# What cannot be answered, and why.
my @reply = ('reply', '--box', 'lijn');
my $answer = "Dank je.\r\nWe hebben het <doorgegeven>.\n\n";
Gehoor::spew("$d/antwoord.txt", $answer);
for my $case (
    [['--id', substr($id{ $stories[0] }, 0, 12), '-f', "$d/antwoord.txt"], 4,
	qr/several roles.*--role/, 'no role'],
    [['--id', 'zzz', '--role', 'peer', '-f', "$d/antwoord.txt"], 4,
	qr/is not an id/, 'no id'],
    [['--id', '00000000', '--role', 'peer', '-f', "$d/antwoord.txt"], 4,
	qr/no such message/, 'another id'],
    [['--id', $id{ $stories[0] }, '--role', 'board', '-f',
	"$d/antwoord.txt"], 4, qr/does not act as board/, 'another role'],
    [['--id', $id{ $stories[0] }, '--role', 'peer', '--passed-on', 'x'], 2,
	qr/takes peer/, 'passed on to nobody'],
    [['--id', $id{ $stories[0] }, '--role', 'peer'], 4,
	qr/answer is empty/, 'nothing written']) {
	my ($args, $want, $words, $name) = @$case;
	($status, $out, $err) = $g->tool(@reply, @$args);
	is $status, $want, "$name: exit $want";
	like $err, $words, "$name: says why";
}
Gehoor::spew("$d/lang.txt", 'a' x 8010);
($status, $out, $err) = $g->tool(@reply, '--id', $id{ $stories[0] }, '--role',
    'peer', '-f', "$d/lang.txt");
like $err, qr/10 bytes too long/, 'too long: says by how much';
ok !-e "$d/state/replies/new/x" && !glob("$d/state/replies/new/*"),
    'nothing was written by any of them';

($status, $out, $err) = $g->tool(@reply, '--id',
    substr($id{ $stories[0] }, 0, 12), '--role', 'peer', '-f',
    "$d/antwoord.txt", '--passed-on', 'quality');
is $status, 0, 'an answer' or diag $err;
like $err, qr/version 1/, 'its first version';
my @files = glob "$d/state/replies/new/*";
is scalar @files, 1, 'one file';
unlike Gehoor::slurp($files[0]), qr/doorgegeven|Dank/, 'sealed';
ok !exists ask($codes[0])->{answer}, 'not to be read before the hour';
sub publish {
	my ($day) = @_;
	$g->clock($monday + $day * 24 * 3600 + 4 * 3600 + 60);
	$g->{said} = '';
	kill 'HUP', $g->{pid};
	$g->until_said(qr/configuration read again/);
}
publish(1);
is scalar(glob "$d/state/replies/new/*"), undef, 'published at the hour';
my $read = ask($codes[0]);
is $read->{answer}, "Dank je.\nWe hebben het <doorgegeven>.",
    'the sender reads it';
is $read->{passed_on}, 'quality', 'and to whom it was passed on';
ok !exists ask($codes[1])->{answer}, 'nobody else does';
my $page = $g->request('POST', '/nl/code', body => Gehoor::form(code =>
    $codes[0]), headers => { 'Content-Type' =>
    'application/x-www-form-urlencoded' })->{body};
like $page, qr/We hebben het &lt;doorgegeven&gt;/, 'escaped on the page';
like $page, qr/Ja, aan de mensen van kwaliteit/, 'in words';
is length $page, 20480, 'of the same size as without an answer';

# A second answer takes the place of the first; an older one does not.
my $tag = (glob "$d/state/replies/????????????????????????????????")[0];
my $first = Gehoor::slurp($tag);
Gehoor::spew("$d/antwoord.txt", 'Het is opgelost.');
($status, $out, $err) = $g->tool(@reply, '--id', $id{ $stories[0] }, '--role',
    'council', '-f', "$d/antwoord.txt");
is $status, 0, 'a second answer' or diag $err;
like $err, qr/version 2/, 'its version';
publish(2);
is ask($codes[0])->{answer}, 'Het is opgelost.', 'is what is read now';
(my $name = $tag) =~ s{.*/}{};
Gehoor::spew("$d/state/replies/new/$name", $first);
publish(3);
is ask($codes[0])->{answer}, 'Het is opgelost.', 'an older one stays away';
ok !-e "$d/state/replies/new/$name", 'and is removed';

# Lost files come back from the log of the desks.
unlink $tag;
($status, $out, $err) = $g->tool('reply', '--resume');
is $status, 0, 'reply --resume' or diag $err;
like $err, qr/1 answers were made again/, 'makes it again';
publish(4);
is ask($codes[0])->{answer}, 'Het is opgelost.', 'as it was';

# An addition is answered at its beginning.
$g->request('POST', '/nl/code', body => Gehoor::form(code => $codes[1],
    step => 'add', text => 'nog iets'), headers => { 'Content-Type' =>
    'application/x-www-form-urlencoded' });
($status, $out) = $g->tool('cat', '--ids', '--box', 'lijn');
my ($added) = grep { $_->{record}{text} eq 'nog iets' }
    map { decode_json($_) } split /\n/, $out;
is $added->{record}{thread}, $id{ $stories[1] }, 'an addition';
($status, $out, $err) = $g->tool(@reply, '--id', $added->{id}, '--role',
    'peer', '-f', "$d/antwoord.txt");
like $err, qr/first message.*--id \Q$id{ $stories[1] }\E/, 'names the first';

# The log of the desk: a log like any other, without a name or a day in it.
ok -e "$d/state/desk/raad/00000001.seg", 'the desk has a log';
my @desk = glob "$d/state/desk/raad/*.seg";
is scalar @desk, 2, 'a segment for each answer';
for (@desk, glob "$d/state/desk/raad/*") {
	unlike Gehoor::slurp($_), qr/opgelost|raad\.key|council/,
	    "$_ is sealed";
}
$g->clock($monday + 8 * 24 * 3600);
($status, $out, $err) = $g->tool(@reply, '--id', $id{ $stories[2] }, '--role',
    'peer', '--passed-on', 'board');
is $status, 0, 'only passed on, in the week after' or diag $err;
like Gehoor::slurp("$d/state/desk/raad/checkpoint"),
    qr{\Araad\.test/desk\n2\n}, 'a week has ended: a checkpoint of the desk';
is $g->stop, 0, 'it ends in order';

# Another desk, elsewhere, answers the same without knowing.
($status, $out, $err) = $g->tool('ingest');
is $status, 0, 'ingest' or diag $err;
($status, $out, $err) = $g->tool('stat');
is $err, '', 'nothing is in conflict';
mkdir "$d/elsewhere";
system('cp', '-a', "$d/state/log", "$d/elsewhere/") == 0 or die;
my $conf = Gehoor::slurp("$d/gehoor.conf");
(my $other = $conf) =~ s{\Q$d/state\E}{$d/elsewhere};
$other =~ s{raad\.key}{kwaliteit.key};
Gehoor::spew("$d/gehoor.conf", $other);
($status, $out, $err) = $g->tool(@reply, '--id', $id{ $stories[2] }, '-f',
    "$d/antwoord.txt");
is $status, 0, 'an answer at another desk' or diag $err;
Gehoor::spew("$d/gehoor.conf", $conf);
system('cp', '-a', "$d/elsewhere/desk/kwaliteit", "$d/state/desk/") == 0 or
    die;
for my $again ('', '--rebuild') {
	($status, $out, $err) = $g->tool('ingest', $again || ());
	is $status, 0, "ingest $again" or diag $err;
	($status, $out, $err) = $g->tool('stat');
	is $status, 0, 'stat';
	like $err, qr/replied by the desks kwaliteit and raad without/,
	    'says where they are in conflict';
	unlike $err, qr/\Q@{[substr $id{ $stories[0] }, 0, 12]}\E/,
	    'and nowhere else';
}

done_testing;
