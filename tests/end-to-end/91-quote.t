#!/usr/bin/perl
# 91-quote.t - words that may be printed: with consent, through the gate, and
# approved in two roles as the very words; refused once, they stay out.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $start = 1792360800 + 14 * 3600;	# week 43 of 2026
my $g = Gehoor->new(clock => $start,
    top => "regions = {\"noord\"}\nregion \"noord\" { label = {\"nl:Groesbeek\"} }");
my $d = $g->{dir};
$g->add_desk(@$_) for ['raad', '{"peer", "council"}'],
    ['kwaliteit', '{"quality"}'];
$g->{conf} .= <<'CONF';
theme "wachten" { terms = {"wacht*"} }
theme "brief" { terms = {"brief"} }
theme "eten" { terms = {"eten"} }
CONF
$g->at_desk('raad');

my %text = (
	mag => 'We wachten al heel lang en niemand belt ons terug',
	twee => 'We wachten op een brief die wij kunnen lezen',
	nee => 'Wij wachten en ik wil niet dat dit ergens staat',
	naam => 'Wachten op Xqzzy Wqqrt en Zzyxq en Yyqxz',
	plaats => 'In Groesbeek moeten we altijd veel te lang wachten',
	eten => 'Het eten is hier altijd koud en te weinig');
my @more = ((map { "wachten op antwoord, keer $_, duurt te lang" } 1 .. 4),
    map { "de groep is fijn en gezellig, dag $_" } 1 .. 16);
$g->start;
for my $k (sort keys %text) {
	is $g->post('lijn', [text => $text{$k}, region => 'noord',
	    $k eq 'nee' ? () : (publish => 'report')])->{status}, 201, $k;
}
$g->post('lijn', [text => $_]) for @more;
is $g->stop, 0, 'the daemon ends';

sub ran {
	my ($name, @args) = @_;
	my ($status, $out, $err) = $g->tool(@args);
	is $status, 0, $name or diag $err;
	return wantarray ? ($out, $err) : $out;
}
sub refused {
	my ($name, $words, @args) = @_;
	my ($status, $out, $err) = $g->tool('quote', @args);
	isnt $status, 0, "$name: refused";
	like $err, $words, "$name: says why";
}
sub listed {
	return map { decode_json($_) } split /\n/, ran('a list', 'quote',
	    'list', '--json', @_);
}
sub printed { return map { "$_->{theme}: $_->{text}" } listed('--approved', @_) }
sub same {
	my ($name) = @_;
	my $grown = Gehoor::dump_of("$d/gehoor.db");
	ran("$name: rebuild", 'ingest', '--rebuild');
	ok Gehoor::dump_of("$d/gehoor.db") eq $grown,
	    "$name: a rebuild gives the same";
}
ran('ingest', 'ingest');
my %id;
for my $m (map { decode_json($_) } split /\n/, ran('cat', 'cat', '--ids')) {
	my ($k) = grep { $text{$_} eq $m->{record}{text} } keys %text;
	$id{$k} = $m->{id} if $k;
}

# What can be quoted.
my %can = map { $_->{id} => $_ } listed('--all');
is scalar keys %can, 5, 'those whose senders allow it';
ok !$can{$id{nee}}, 'not who did not';
is $can{$id{mag}}{state}, 'new', 'nobody has said anything yet';
is $can{$id{mag}}{text}, $text{mag}, 'its words';
is $can{$id{naam}}{state}, 'refused', 'names do not pass the gate';
unlike $can{$id{plaats}}{text} // '', qr/Groesbeek/,
    'nor does the name of a region';
ok !(grep { $_->{id} eq $id{naam} } listed()), 'listed only if asked for';
my @ids = map { $_->{id} } listed('--all');
is_deeply \@ids, [sort @ids], 'in the order of their ids';
is_deeply [printed()], [], 'nothing is printed yet';

# One role is not enough.
my @peer = ('--role', 'peer');
refused('no id', qr/which message/, 'approve', @peer);
refused('no such thing', qr/list, approve or refuse/, 'approv', $id{mag});
refused('no consent', qr/did not allow/, 'approve', $id{nee}, @peer);
refused('refused by the gate', qr/cannot be quoted/, 'approve', $id{naam}, @peer);
refused('no such message', qr/has no message/, 'approve', '00000000', @peer);
refused('two themes', qr/several themes.*brief wachten/, 'approve', $id{twee},
    @peer);
refused('another theme', qr/not about eten, but about wachten/, 'approve',
    $id{mag}, '--theme', 'eten', @peer);
refused('no role', qr/several roles/, 'approve', $id{mag});
my (undef, $err) = ran('one role', 'quote', 'approve', $id{mag}, @peer);
like $err, qr/approved for wachten.*: \Q$text{mag}\E/, 'shows what was approved';
ran('the same role', 'quote', 'approve', $id{mag}, @peer);
is_deeply [printed()], [], 'one role is not enough, also twice';
my ($one) = grep { $_->{id} eq $id{mag} } listed();
is $one->{state}, 'one role more', 'the list says so';
is $one->{roles}, 'peer', 'and which it was';
same('one role');

# Two roles are, for the same theme.
$g->at_desk('kwaliteit');
ran('another role', 'quote', 'approve', substr $id{mag}, 0, 8);
is_deeply [printed()], ["wachten: $text{mag}"], 'two roles are';
($one) = grep { $_->{id} eq $id{mag} } listed();
is $one->{state}, 'approved', 'the list says so';
is_deeply [printed('--period', '2026-Q4')], ["wachten: $text{mag}"],
    'in its quarter';
is_deeply [printed('--period', '2026-Q3')], [], 'and in no other';
same('two roles');

$g->at_desk('raad');
ran('for one theme', 'quote', 'approve', $id{twee}, '--theme', 'brief', @peer);
$g->at_desk('kwaliteit');
ran('for another', 'quote', 'approve', $id{twee}, '--theme', 'wachten');
is scalar printed(), 1, 'two roles that differ are not two';
$g->at_desk('raad');
ran('they agree', 'quote', 'approve', $id{twee}, '--theme', 'wachten', @peer);
is scalar printed(), 2, 'until they agree';
same('they agree');

# The report has these, and no others, and none of one region.
sub quoted {
	return ran("report @_", 'report', '--period', '2026-Q4', @_) =~
	    m{<blockquote[^>]*><p>([^<]*)}g;
}
is_deeply [sort +quoted()], [sort map { s/^\w+: //r } printed()],
    'the report quotes what is approved';
is_deeply [quoted('--region', 'noord')], [], 'but not in a region';

# A theme of few messages is not told by a quote either.
ran('few', 'quote', 'approve', $id{eten}, @peer);
$g->at_desk('kwaliteit');
ran('few too', 'quote', 'approve', $id{eten});
($one) = grep { $_->{id} eq $id{eten} } listed();
is $one->{state}, 'approved', 'approved';
is scalar printed(), 2, 'but too few write about it';

# What it is about may be corrected: then it was approved for something else.
ran('label', 'label', $id{mag}, '--themes', 'brief');
is scalar grep({ /belt ons/ } printed()), 0, 'not for what it is not about';
ran('label', 'label', $id{mag}, '--themes', 'wachten,brief');
is scalar grep({ /belt ons/ } printed()), 1, 'for what it is about';

# Refused once is refused.
(undef, $err) = ran('refuse', 'quote', 'refuse', $id{mag});
like $err, qr/withheld for good/, 'says so';
is scalar grep({ /belt ons/ } printed()), 0, 'it is not printed';
refused('approving it again', qr/was withheld/, 'approve', $id{mag});
same('refused');

# Erased, nothing is left of it.
my ($m) = grep { $_->{id} eq $id{twee} } map { decode_json($_) } split /\n/,
    ran('cat', 'cat', '--ids');
ran('erase', 'erase', 'lijn', $m->{index}, '--reason', 'op verzoek', '--yes',
    '--second-key', "$d/raad.key", '--second-role', 'peer');
is_deeply [printed()], [], 'an erased message is no quote';
unlike Gehoor::dump_of("$d/gehoor.db"),
    qr/INSERT INTO quote VALUES\(X'$id{twee}/i, 'nobody approves it any more';

done_testing;
