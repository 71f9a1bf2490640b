#!/usr/bin/perl
# 30-report.t - the theme report and the export of the same figures: made
# twice alike, self-contained, protected, and equal to one another.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $now = 1_788_000_000;	# in week 2026-W35
my $week = 7 * 24 * 3600;
my @texts = ('Mijn jeugdbeschermer belt nooit terug', 'Al 8 maanden wachten',
    'Wat er in het rapport staat klopt niet', 'Weer een nieuwe voogd',
    'Niemand luistert naar mij', 'Gewoon een bericht');
my $g = Gehoor->new(clock => $now - 15 * $week,
    top => 'regions = {"noord", "zuid"}');
$g->start;

# One message by form, as a person who takes a minute.
my $sent = 0;
sub write_one {
	my ($time, %fields) = @_;
	my $box = $sent % 4 ? 'feedback' : 'lijn';
	$g->clock($time);
	my $token = $g->token($box);
	$g->clock($time + 60);
	my %f = (wish => 'none', leeg => '', token => $token, %fields);
	my $r = $g->post($box, [text => $texts[$sent % @texts] . " $sent",
	    map { $_ => $f{$_} } sort keys %f]);
	$sent++;
	return $r->{status} == 201;
}
my $taken = 0;
for my $i (0 .. 29) {		# the second quarter
	$taken += write_one($now - 15 * $week, who => 'ouder');
}
for my $i (0 .. 46) {		# the third
	$taken += write_one($now - ($i % 5) * $week, who => 'jongere',
	    region => $i < 30 ? 'noord' : $i < 40 ? 'zuid' : '');
}
$taken += write_one($now, leeg => 'robot') for 1 .. 2;
$taken += write_one($now + 8 * $week) for 1 .. 3;	# the fourth
is $taken, 82, 'all messages are taken';
is $g->stop, 0, 'the daemon ends in order';

sub tool {
	my ($status, $out, $err) = $g->tool(@_);
	is $status, 0, "gehoor @_" or diag $err;
	return $out;
}
tool('ingest');
my $html = tool('report', '--period', '2026-Q3');
is tool('report', '--period', '2026-Q3'), $html, 'twice the same bytes';
tool('ingest', '--rebuild');
is tool('report', '--period', '2026-Q3'), $html, 'after a rebuild too';
$g->clock($now + 9 * $week);
is tool('report'), $html, 'the quarter before this one, if none is named';
tool('report', '-o', "$g->{dir}/verslag.html");
is Gehoor::slurp("$g->{dir}/verslag.html"), $html, 'the same into a file';

# Every edition is one file that stands by itself.
sub stands_alone {
	my ($name, $page) = @_;
	cmp_ok length $page, '<=', 60_000, "$name: small enough to mail";
	unlike $page, qr/<script|<link|<img|\@import|url\(|\bon\w+=|https?:/i,
	    "$name: no script and nothing to fetch";
	like $page, qr/\@page\{size:A4/, "$name: is set for A4";
	my @svg = $page =~ m{(<svg .*?</svg>)}gs;
	ok @svg > 0, "$name: charts are inline SVG";
	is scalar(grep { !/role="img"/ || !/<title/ || !/<desc/ } @svg), 0,
	    "$name: all with role, title and description";
	my %ids;
	$ids{$_}++ for $page =~ / id="([^"]+)"/g;
	is_deeply [grep { $ids{$_} > 1 } keys %ids], [], "$name: ids are of one";
	SKIP: {
		skip 'no xmllint', 1 unless grep { -x "$_/xmllint" }
		    split /:/, $ENV{PATH};
		Gehoor::spew("$g->{dir}/charts.xml",
		    '<x>' . join('', @svg) . '</x>');
		my ($status, undef, $err) = Gehoor::run('xmllint', '--noout',
		    "$g->{dir}/charts.xml");
		is $status, 0, "$name: the charts are well-formed" or diag $err;
	}
}
stands_alone('council', $html);
for my $edition (qw(public quality poster)) {
	my @args = ('report', '--period', '2026-Q3', '--edition', $edition);
	my $page = tool(@args);
	is tool(@args), $page, "$edition: twice the same bytes";
	stands_alone($edition, $page);
}
my ($css) = $html =~ m{<style>(.*?)</style>}s;
unlike $css, qr/display:\s*(?:flex|grid)/, 'no grid and no flex';

# What it says.
like $html, qr{<p class="n">45</p>}, '47 messages print as 45';
like $html, qr{In het tweede kwartaal van 2026 waren het er 30},
    'the quarter before';
like $html, qr/2 berichten wachten nog/, 'what waits stands on page one';
like $html, qr/te weinig kwartalen om een trend te zien/,
    'two quarters are no trend';
my %sum = map { m{<td class="sum">(\d+)</td>\s*<th[^>]*>([^<]+)</th>} ?
    ($2, $1) : () } split /<tr>/, $html;
is $sum{'In het logboek'}, 82, 'the sum: all that is in the log';
is $sum{Geteld}, 77, 'counted up to the end of the period';
is $sum{'Volgende keer'}, 3, 'carried to the next period';
is $sum{Wacht}, 2, 'quarantined';
my $all = delete $sum{'In het logboek'};
my $added = 0;
$added += $_ for values %sum;
is $added, $all, 'and it adds up';
like tool('report', '--lang', 'en'), qr/<html lang="en".*Report for the client council/s,
    'in English';
like tool('report', '--period', '2026-Q3', '--region', 'zuid'),
    qr/Te weinig berichten/,
    'too few messages of a region give words and no figures';

# The export: the same figures.
my $csv = tool('export', '--period', '2026-Q3');
my ($head, @lines) = split /\r\n/, $csv;
is $head, 'period,box,region,dimension,category,measure,value,status',
    'the columns';
unlike $csv, qr/(?<!\r)\n/, 'lines end in CR LF';
my (%cell, @wrong);
for (@lines) {
	my @f = map { s/^"(.*)"$/$1/r } split /,/, $_, -1;
	$cell{join '/', @f[0 .. 4]} = [@f[6, 7]];
	push @wrong, $_ unless @f == 8 && ($f[7] eq 'shown' ?
	    $f[6] =~ /^\d+$/ && $f[6] % 5 == 0 :
	    $f[7] =~ /^(?:under5|hidden)$/ && $f[6] eq '');
}
is_deeply \@wrong, [], 'every value is rounded, or empty with the reason';
is_deeply $cell{'2026-Q3///total/'}, [45, 'shown'], 'the total';
is_deeply $cell{'2026-Q2///total/'}, [30, 'shown'], 'and of the quarter before';
is_deeply $cell{'2026-Q3///lang/en'}, [0, 'shown'], 'nothing is 0';
is_deeply $cell{'2026-Q3//noord+zuid/total/'}, [40, 'shown'],
    'a region of 30 is told with one of 10';
is_deeply $cell{'2026-Q3//noord/total/'}, ['', 'hidden'],
    'and not by itself';
is_deeply $cell{'2026-Q3//zuid/total/'}, ['', 'hidden'], 'a region of 10';
is_deeply $cell{'2026-Q3//zuid/theme/wachten'}, ['', 'hidden'],
    'and its themes';
my ($table) = $html =~ m{<caption>Thema’s per kwartaal</caption>(.*?)</table>}s;
my %row = map { m{<th scope="row">([^<]+)</th>(.*)</tr>}s ? ($1, $2) : () }
    split /<tr>/, $table // '';
my %id = ('Alle berichten' => 'total/', 'Wachten op hulp' => 'theme/wachten',
    'Steeds een ander gezicht' => 'theme/wisseling',
    'Meebeslissen' => 'theme/beslissen', 'Geen thema herkend' => 'theme/anders');
for my $name (sort keys %id) {
	my @want = map {
		my ($value, $status) = @{ $cell{"$_///$id{$name}"} };
		$status eq 'shown' ? $value : $status eq 'under5' ? '&lt;5' :
		    '&#8211;';
	} '2026-Q2', '2026-Q3';
	my @got = map { s/<[^>]*>//gr } $row{$name} =~ m{<td>(.*?)</td>}g;
	is_deeply \@got, \@want, "report and export agree on $name";
}
tool('export', '--period', '2026-Q3', '--dialect', 'excel-nl', '-o',
    "$g->{dir}/cijfers.csv");
my $excel = Gehoor::slurp("$g->{dir}/cijfers.csv");
is substr($excel, 0, 14), "\xef\xbb\xbfperiod;box;", 'Excel: mark and semicolons';
(my $same = substr $excel, 3) =~ tr/;/,/;
is $same, $csv, 'and otherwise the same';
my $package = decode_json(Gehoor::slurp("$g->{dir}/datapackage.json"));
is $package->{resources}[0]{path}, 'cijfers.csv', 'datapackage.json names it';
is $package->{resources}[0]{dialect}{delimiter}, ';', 'and how it is written';
is join(',', map { $_->{name} } @{ $package->{resources}[0]{schema}{fields} }),
    $head, 'and its columns';
my $box = tool('export', '--period', '2026-Q3', '--box', 'lijn');
unlike $box, qr/feedback/, 'an export of one box';

# What cannot be.
for ([['report', '--edition', 'raad'],
	qr/there are: council, public, quality, poster/],
    [['report', '--lang', 'ar'], qr/there are: nl, en/],
    [['report', '--period', '2026-Q5'], qr/write 2026 or 2026-Q3/],
    [['export', '--period', '2026-W30'], qr/of a quarter or a year/],
    [['report', '--box', 'x'], qr/there are: feedback, lijn/],
    [['export', '--region', 'oost'], qr/there are: noord, zuid/],
    [['export', '--format', 'ods'], qr/there are: csv/],
    [['export', '--dialect', 'tab'], qr/rfc4180, excel-nl/]) {
	my ($args, $says) = @$_;
	my ($status, $out, $err) = $g->tool(@$args);
	is $status, 2, "gehoor @$args is refused";
	is $out, '', 'with nothing on stdout';
	like $err, $says, 'and what there is instead';
}
Gehoor::spew("$g->{dir}/datapackage.json", '{"name": "van-een-ander"}');
my ($status, undef, $err) = $g->tool('export', '-o', "$g->{dir}/nieuw.csv");
is $status, 4, 'a description of something else is not overwritten';
ok !-e "$g->{dir}/nieuw.csv", 'and nothing is written beside it';

done_testing;
