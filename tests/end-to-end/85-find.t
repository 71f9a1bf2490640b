#!/usr/bin/perl
# 85-find.t - messages found by their redacted words, by who has the key.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $start = 1792360800 + 14 * 3600;	# a Monday, week 43 of 2026
my $g = Gehoor->new(clock => $start, top => 'regions = {"noord", "zuid"}',
    readers => 3);
my $d = $g->{dir};
my @readers = map { "\"$_\"" } @{ $g->{reader_lines} };
$g->{boxes} = <<"CONF";
box "feedback" {
	kind = feedback
	title = {"nl:Vertel het ons"}
	rate = 100000
	burst = 100000
	readers = {$readers[0], $readers[1]}
}
box "lijn" {
	kind = line
	title = {"nl:Lijn"}
	rate = 100000
	burst = 100000
	readers = {$readers[1], $readers[2]}
}
CONF
$g->write_conf;

sub session {
	my ($weeks, @posts) = @_;
	$g->clock($start + $weeks * 7 * 24 * 3600);
	$g->start;
	for (@posts) {
		my ($box, @fields) = @$_;
		$g->post($box, \@fields)->{status} == 201 or die;
	}
	$g->stop == 0 or die;
}
session(0,
    [feedback => text => "De voogd belt n\xc3\xb3oit terug, zegt Geertruida."],
    [feedback => text => 'Mijn voogd heet Hatice, zij belt altijd meteen.',
	region => 'noord', who => 'jongere'],
    [feedback => text => 'De leiding belt altijd.'],
    [lijn => text => 'De groep is vies en het eten is koud.'],
    [feedback => text => 'Klik op https://x.example/win en win een iphone']);
session(4, [feedback => text => 'Ik wil niet meer leven.'],
    [feedback => text => "Het eten is koud.\x1b[31m Altijd"]);

my ($status, $out, $err);
sub tool {
	my ($key, @args) = @_;
	($status, $out, $err) = Gehoor::run("$ENV{BUILD}/test/gehoor", '-c',
	    "$d/gehoor.conf", '-k', "$d/reader$key.key", @args);
	return $status;
}
is tool(2, 'ingest'), 0, 'ingest' or diag $err;
like $err, qr/\d of them may speak of danger.*gehoor find --danger/,
    'what may speak of danger is told';

# What was found, as JSON.
sub found {
	my ($key, @args) = @_;
	is tool($key, 'find', '--json', @args), 0, "find @args" or diag $err;
	return map { decode_json($_) } split /\n/, $out;
}
my @hits = found(2, 'voogd');
is @hits, 2, 'a word';
is_deeply [sort map { $_->{id} } @hits], [map { $_->{id} } @hits],
    'in the order of ids';
unlike $out, qr/Geertruida|Hatice/, 'redacted';
like $out, qr/\[naam\]/, 'with the kind of what was there';
@hits = found(2, 'BELT nooit');
is @hits, 1, 'a phrase, without capitals and accents';
is $hits[0]{text}, "De voogd belt n\x{f3}oit terug, zegt [naam].", 'its text';
is $hits[0]{week}, '2026-W43', 'its week';
is_deeply [scalar found(2, 'voogd', 'meteen')], [1], 'both words';
@hits = found(2, 'voogd', 'meteen');
is "$hits[0]{region} $hits[0]{who}", 'noord jongere', 'where and who';
is_deeply [found(2, 'belt voogd')], [], 'no phrase';
is scalar(@{[found(2, 'voog*')]}), 2, 'a beginning';
is_deeply [found(2, 'voog')], [], 'which is no word';
is scalar(@{[found(2, 'altijd', $_)]}), 2, "no operator: $_"
    for '^belt', '(belt)', '{belt}', 'belt"', 'belt:';
is scalar(@{[found(2, 'altijd', $_)]}), 0, "a word: $_" for qw(OR NOT NEAR);
is scalar(@{[found(2, $_)]}), 0, "and no mistake: $_" for '"', '*', '', '-', '"" OR x';
is scalar(@{[found(2, 'eten', '-b', 'lijn')]}), 1, 'in a box';
is scalar(@{[found(2, 'koud', '-p', '2026-W47')]}), 1, 'in a week';
is scalar(@{[found(2, 'koud', '-p', '2025')]}), 0, 'in another year';
@hits = found(2, 'koud');
is_deeply [map { $_->{week} } @hits], ['2026-W47', '2026-W43'],
    'the newest week first';
@hits = found(2, '-t', 'plek');
ok @hits >= 2, 'of a theme';
ok !(grep { !grep { $_ eq 'plek' } @{ $_->{themes} } } @hits), 'each of them';
@hits = found(2, '--danger');
my ($hit) = grep { $_->{text} =~ /niet meer leven/ } @hits;
ok $hit && (grep { $_ eq 'zelf' } @{ $hit->{dangers} }),
    'what may speak of danger, and of which';
ok !(grep { !@{ $_->{dangers} } } @hits), 'and nothing else';
@hits = found(2, 'iphone');
is $hits[0]{status}, 'quarantined', 'what waits is found, and says so';
is scalar(@{[found(2, 'eten', '-n', 1)]}), 1, 'no more than wanted';

# Boxes of other readers.
is scalar(@{[found(1, 'eten')]}), 1, 'a reader of one box';
like $err, qr/1 more in boxes that this key is no reader of/, 'is told so';
is scalar(@{[found(3, 'voogd')]}), 0, 'a reader of the other';

# For people.
is tool(2, 'find', 'koud'), 0, 'find for people';
like $out, qr/^feedback  2026-W47  .*weight \d, tone \d.*\n    Het eten is koud/m,
    'what and where';
unlike $out, qr/\x1b/, 'nothing steers a terminal';
like $err, qr/2 messages found/, 'how many';

# Slips.
is tool(2, 'find'), 2, 'nothing to find';
like $err, qr/say what to find/, 'is asked for';
is tool(2, 'find', '-t', 'plex'), 2, 'a theme that is none';
like $err, qr/did you mean plek/, 'is guessed';
is tool(2, 'find', '-n', 'x', 'a'), 2, 'no number';
is tool(2, 'find', '-p', '2026-13', 'a'), 2, 'no period';
is tool(2, 'find', '-b', 'feedbak', 'a'), 2, 'no box';
done_testing;
