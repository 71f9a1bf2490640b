#!/usr/bin/perl
# 90-label.t - people at a desk say what a message is about: it counts so, a
# rebuild gives the same, and two desks that differ are both heard.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $g = Gehoor->new(clock => 1792360800 + 14 * 3600);
my $d = $g->{dir};
$g->add_desk(@$_) for ['raad', '{"peer", "council"}'],
    ['kwaliteit', '{"quality"}'];
$g->{conf} .= <<'CONF';
theme "wachten" { terms = {"wacht*"} }
theme "brief" { terms = {"brief", "brieven"} }
theme "plek" { terms = {"kamer"} }
framework "eigen" { point "op-tijd" { themes = {"wachten", "brief"} } }
CONF
$g->at_desk('raad');

my %text = (
	wacht => 'We wachten al maanden, bel mij op 06 12345678',
	brief => 'De brief was niet te begrijpen',
	kamer => 'Mijn kamer is koud en de brief kwam niet',
	niets => 'Ze komen nooit als ze het zeggen',
	robot => 'Kom bij ons op de koffie, het wacht op u');
$g->start;
for my $k (sort keys %text) {
	my @more = $k eq 'robot' ? (leeg => 'x') : ();
	is $g->post('lijn', [text => $text{$k}, publish => 'report', @more])
	    ->{status}, 201, "taken: $k";
}
is $g->stop, 0, 'the daemon ends';
my %id;
for ($g->tool('cat', '--ids')) {
	for my $m (map { eval { decode_json($_) } || () } split /\n/) {
		my ($k) = grep { $text{$_} eq $m->{record}{text} } keys %text;
		$id{$k} = $m->{id};
	}
}
is scalar keys %id, 5, 'five messages';

sub ran {
	my ($name, @args) = @_;
	my ($status, $out, $err) = $g->tool(@args);
	is $status, 0, $name or diag $err;
	return wantarray ? ($out, $err) : $out;
}
sub listed {
	return map { decode_json($_) } split /\n/, ran('a list', 'label',
	    '--list', '--json', @_);
}
sub counted {
	my ($dimension) = @_;
	my ($status, $out) = Gehoor::run('sqlite3', "$d/gehoor.db",
	    "SELECT category || '=' || sum(n) FROM tally" .
	    " WHERE dimension = '$dimension' GROUP BY category ORDER BY 1");
	die 'sqlite3' if $status;
	return join ' ', split /\n/, $out;
}

# As it grew, and as it is made at once; and it adds up.
sub same {
	my ($name) = @_;
	my $grown = Gehoor::dump_of("$d/gehoor.db");
	ran("$name: rebuild", 'ingest', '--rebuild');
	my $made = Gehoor::dump_of("$d/gehoor.db");
	ok $made eq $grown, "$name: a rebuild gives the same" or do {
		Gehoor::spew("$d/grown", $grown);
		Gehoor::spew("$d/made", $made);
		diag((Gehoor::run('diff', "$d/grown", "$d/made"))[1]);
	};
	my ($lijn) = grep { $_->{box} eq 'lijn' } @{ $g->stat };
	is $lijn->{counted} + $lijn->{quarantined}, 5, "$name: adds up";
	return $lijn;
}

ran('ingest', 'ingest');
my $before = Gehoor::dump_of("$d/gehoor.db");
is counted('theme'), 'anders=1 brief=2 plek=1 wachten=1', 'as found';
is counted('point'), 'op-tijd=3', 'points as found';

# What there is to look at.
my @list = listed();
is scalar @list, 5, 'all are to be looked at';
is $list[0]{id}, $id{robot}, 'what waits is the first';
is $list[0]{status}, 'quarantined', 'and is said to wait';
my ($first) = grep { $_->{id} eq $id{wacht} } @list;
like $first->{text}, qr/maanden/, 'with the words';
unlike $first->{text}, qr/12345678/, 'but redacted';
my @doubt = map { $_->{doubt} } @list[1 .. 4];
is_deeply \@doubt, [sort { $b <=> $a } @doubt], 'then the most doubt first';
is scalar listed('--number', 2), 2, 'as many as asked for';
like ran('for people', 'label', '--list'), qr/WAITS.*\n.*koffie.*\n.*id $id{robot}/,
    'people can read it';

# Wrong words.
for (
    [[], qr/which message/], [[$id{brief}], qr/say what it is/],
    [[$id{brief}, '--right', '--weight', '1'], qr/say what it is/],
    [[$id{brief}, '--themes', 'wachte'], qr/did you mean wachten/],
    [[$id{brief}, '--themes', ','], qr/there is no theme/],
    [[$id{brief}, '--weight', '4'], qr/takes 0, 1, 2 or 3/],
    [[$id{brief}, '--polarity', 'bad'], qr/pos, neg, mix or neu/],
    [['--list', $id{brief}], qr/takes no id/],
    [['--list', '--number', '0'], qr/takes 1 to/]) {
	my ($args, $words) = @$_;
	my ($status, $out, $err) = $g->tool('label', '--role', 'peer', @$args);
	is $status, 2, "usage: @$args";
	like $err, $words, 'says why';
}
for (
    [['0000000000'], qr/has no message 0000000000/],
    [['xyz'], qr/not an id/],
    [[$id{brief}, '--role', 'quality'], qr/quality/],
    [[$id{brief}], qr/several roles/]) {
	my ($args, $words) = @$_;
	my ($status, $out, $err) = $g->tool('label', '--right', @$args);
	is $status, 4, "refused: @$args";
	like $err, $words, 'says why';
}
ok Gehoor::dump_of("$d/gehoor.db") eq $before, 'nothing came of that';

# A correction counts at once, in every dimension.
my @raad = ('--role', 'peer');
ran('about something else', 'label', substr($id{niets}, 0, 8), '--themes',
    'wachten', '--polarity', 'neg', '--weight', '3', @raad);
is counted('theme'), 'brief=2 plek=1 wachten=2', 'themes as people say';
is counted('point'), 'op-tijd=4', 'points too';
like counted('weight'), qr/\b3=1\b/, 'and the weight';
ran('about none', 'label', $id{brief}, '--themes', 'anders', @raad);
is counted('theme'), 'anders=1 brief=1 plek=1 wachten=2', 'about none';
is scalar listed(), 3, 'those with a label are off the list';
is scalar listed('--all'), 5, 'unless all are asked for';
same('two labels');

# Said again: the later word of the same desk.
ran('once more', 'label', $id{brief}, '--themes', 'brief,wachten', @raad);
is counted('theme'), 'brief=2 plek=1 wachten=3', 'the new one counts';
same('said again');

# One that waits counts once a person looked at it.
my $lijn = same('before');
is $lijn->{quarantined}, 1, 'one waits';
my (undef, $err) = ran('it is a message', 'label', $id{robot}, '--right', @raad);
like $err, qr/counts now/, 'it says so';
$lijn = same('released');
is $lijn->{quarantined}, 0, 'none waits';
is counted('theme'), 'brief=2 plek=1 wachten=4', 'it counts as it was found';

# Two desks that do not know of each other: none of them has the last word.
my $shared = "$d/shared.db";
system('cp', '-p', "$d/gehoor.db", $shared) == 0 or die;
ran('one desk', 'label', $id{kamer}, '--themes', 'plek', @raad);
is counted('theme'), 'brief=1 plek=1 wachten=4', 'counts as it says';
system('cp', '-p', $shared, "$d/gehoor.db") == 0 or die;
$g->at_desk('kwaliteit');
ran('another desk', 'label', $id{kamer}, '--themes', 'wachten');
is counted('theme'), 'brief=2 plek=1 wachten=4', 'they differ: as found';
same('desks that differ');
(undef, $err) = ran('stat', 'stat');
like $err, qr/labelled by the desks kwaliteit and raad/, 'stat says so';
@list = listed();
is $list[0]{id}, $id{kamer}, 'it is the first to look at';
ok $list[0]{differ}, 'for that reason';
ran('they agree', 'label', $id{kamer}, '--themes', 'brief');
is counted('theme'), 'brief=2 wachten=4', 'what was said with both at hand';
(undef, $err) = ran('stat', 'stat');
unlike $err, qr/labelled by/, 'no conflict any more';
same('agreed');

# Two desks that say the same do not differ.
system('cp', '-p', "$d/gehoor.db", $shared) == 0 or die;
ran('one', 'label', $id{wacht}, '--themes', 'wachten,plek');
system('cp', '-p', $shared, "$d/gehoor.db") == 0 or die;
$g->at_desk('raad');
ran('the other', 'label', $id{wacht}, '--themes', 'plek,wachten', @raad);
is counted('theme'), 'brief=2 plek=1 wachten=4', 'alike in another order';
same('alike');

# Themes that are gone, and a message that is erased, with what was said.
$g->{conf} =~ s/^theme "plek".*\n//m;
$g->write_conf;
ran('a theme less', 'ingest');
is counted('theme'), 'brief=2 wachten=4', 'is not counted any more';
same('a theme less');
my ($m) = grep { $_->{id} eq $id{wacht} } map { decode_json($_) }
    split /\n/, ran('cat', 'cat', '--ids');
ran('erase', 'erase', 'lijn', $m->{index}, '--reason', 'op verzoek', '--yes',
    '--second-key', "$d/kwaliteit.key", @raad);
is counted('theme'), 'brief=2 wachten=3', 'erased';
my $grown = Gehoor::dump_of("$d/gehoor.db");
unlike $grown, qr/INSERT INTO label VALUES\(X'$id{wacht}/i,
    'no desk says anything of it any more';
ran('rebuild', 'ingest', '--rebuild');
ok Gehoor::dump_of("$d/gehoor.db") eq $grown, 'a rebuild gives the same';

done_testing;
