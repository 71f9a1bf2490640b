#!/usr/bin/perl
# office.t - LibreOffice with Dutch settings opens the workbook and the CSV of
# a Dutch Excel: numbers are numbers, codes are texts, nothing is computed, the
# cells are the same; and what was rejected of an import opens too.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8 encode_utf8);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../end-to-end";
use Gehoor;
use Test::More;

binmode $_, ':encoding(UTF-8)' for Test::More->builder->output,
    Test::More->builder->failure_output, *STDOUT;
my $now = 1_788_000_000;	# in week 2026-W35
my $formula = '=HYPERLINK("http://example.org","x")&1';
my $g = Gehoor->new(clock => $now, top => <<'CONF');
regions = {"noord", "zuid", "n-1"}
region "zuid" { label = {"nl:=1+1"} }
region "n-1" { label = {"nl:1-2-2026"} }
CONF
my $d = $g->{dir};
($g->{boxes} = <<'CONF') =~ s/READERS/$g->readers/ge;
box "tafel" {
	kind = table
	title = {"nl:=HYPERLINK(\"http://example.org\",\"x\")&1"}
	READERS
}
box "lijn" {
	kind = line
	title = {"nl:Lijn"}
	READERS
}
CONF
$g->add_desk(raad => '{"council"}');
$g->at_desk('raad');

# A quarter of messages, by way of a file.
my @regions = (('noord') x 1240, ('zuid') x 40, ('n-1') x 25);
Gehoor::spew("$d/berichten.csv", join '', "datum;tekst;regio;wie\n",
    map { my $i = $_; "2026-08-24;Al $i maanden wachten;$regions[$i];" .
	($i % 300 ? 'ouder' : 'jongere') . "\n" } 0 .. $#regions);
sub tool {
	my ($status, $out, $err) = $g->tool(@_);
	is $status, 0, "gehoor $_[0]" or diag $err;
	return $out;
}
tool('import', '--box', 'tafel', '--yes', "$d/berichten.csv");
tool('ingest');
my @scope = ('export', '--period', '2026-Q3');
tool(@scope, '--format', 'xlsx', '-o', "$d/cijfers.xlsx");
tool(@scope, '--dialect', 'excel-nl', '-o', "$d/cijfers.csv");

# ---- LibreOffice -----------------------------------------------------------------
my $profile = tempdir(CLEANUP => 1);
mkdir "$profile/user" or die $!;
Gehoor::spew("$profile/user/registrymodifications.xcu", <<'XML');
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>nl-NL</value></prop></item>
</oor:items>
XML

# The file as one flat document of spreadsheets, with a type for each cell.
sub opened {
	my ($file, @filter) = @_;
	my ($name) = $file =~ m{([^/]*)\.[^./]*$};
	my ($status, $out, $err) = Gehoor::run('timeout', 120, 'soffice',
	    "-env:UserInstallation=file://$profile", '--headless',
	    '--norestore', @filter, '--convert-to', 'fods', '--outdir',
	    "$d/opened", $file);
	is $status, 0, "LibreOffice opens $name" or diag $err;
	return decode_utf8(Gehoor::slurp("$d/opened/$name.fods"));
}

sub plain {
	my ($xml) = @_;
	my %c = (amp => '&', lt => '<', gt => '>', quot => '"', apos => "'");
	$xml =~ s{<text:s[^>]*/>}{ }g;
	$xml =~ s/<[^>]*>//g;
	$xml =~ s/&(amp|lt|gt|quot|apos);/$c{$1}/g;
	return $xml;
}

# Sheets by name: rows of [type, text or number].
sub sheets {
	my ($fods) = @_;
	my (%rows, @names);
	while ($fods =~ m{<table:table table:name="([^"]*)"[^>]*>(.*?)</table:table>}gs) {
		my ($name, $table) = (plain($1), $2);
		push @names, $name;
		for my $row ($table =~ m{<table:table-row[^>]*>(.*?)</table:table-row>}gs) {
			my @cells;
			while ($row =~ m{<table:table-cell([^>]*?)(?:/>|>(.*?)</table:table-cell>)}gs) {
				my ($is, $has) = ($1, $2 // '');
				my ($n) = $is =~ /columns-repeated="(\d+)"/;
				my ($type) = $is =~ /office:value-type="(\w+)"/;
				my ($v) = $is =~ /office:value="([^"]*)"/;
				push @cells, [ $type // '', $type &&
				    $type eq 'float' ? $v : join "\n",
				    map { plain($_) }
				    $has =~ m{<text:p>(.*?)</text:p>}gs ]
				    for 1 .. (($n // 1) < 20 ? $n // 1 : 0);
			}
			pop @cells while @cells && $cells[-1][0] eq '';
			push @{ $rows{$name} }, \@cells if @cells;
		}
	}
	return (\@names, \%rows);
}

# As who double-clicks: semicolons, UTF-8, Dutch, and every number and date
# that somebody could see in a text is looked for (the eighth token).
my @dutch = ('--infilter=CSV:59,34,76,1,,1043,false,true');

# ---- the CSV ------------------------------------------------------------------------
my @want = map { [split /;/, $_, -1] } split /\r\n/,
    substr decode_utf8(Gehoor::slurp("$d/cijfers.csv")), 1;
my $fods = opened("$d/cijfers.csv", @dutch);
my ($names, $rows) = sheets($fods);
my @csv = @{ $rows->{ $names->[0] } };
is scalar @csv, scalar @want, 'all rows of the CSV';
unlike $fods, qr/table:formula=/, 'nothing in it is computed';
unlike $fods, qr/value-type="(?:date|time|currency|percentage)"/,
    'and nothing is taken for a date or money';
is_deeply [map { $_->[1] } @{ $csv[0] }],
    [qw(period box region dimension category measure value status)], 'the head';
my %type;
for my $r (1 .. $#csv) {
	my @cells = (@{ $csv[$r] }, ([ '', '' ]) x 8)[0 .. 7];
	my $shown = $want[$r][7] eq 'shown';
	$type{"value $cells[6][0]"}++ if $shown;
	$type{"empty $cells[6][0]"}++ if !$shown;
	# A code that is a number (a weight of 0 to 3) is one in a CSV.
	$type{"text $cells[$_][0]"}++
	    for grep { $want[$r][$_] =~ /[^0-9]/ } 0 .. 5, 7;
}
is_deeply [sort keys %type], ['empty ', 'text string', 'value float'],
    'values are numbers, codes are texts, what is not shown is empty';
is_deeply [map { join '|', map { $_->[1] } @$_ } @csv],
    [map { join '|', map { s/^"(.*)"$/$1/sr =~ s/""/"/gr } @$_ } @want],
    'what stands there is what was written';
cmp_ok +(sort { $b <=> $a } map { $_->[6][1] =~ /^\d+$/ ? $_->[6][1] : 0 }
    @csv)[0], '>=', 1000, 'also beyond a thousand';

# ---- the workbook --------------------------------------------------------------------
$fods = opened("$d/cijfers.xlsx");
($names, $rows) = sheets($fods);
is_deeply $names, ['Lees mij', "Thema's", "Regio's", 'Overig'], 'the sheets';
unlike $fods, qr/table:formula=/, 'nothing in it is computed';
unlike $fods, qr/value-type="(?:date|time|currency|percentage)"/,
    'nothing is taken for a date or money';
unlike $fods, qr/<text:a /, 'and nothing is a link';
my @book = map { my @r = @{ $rows->{$_} }; @r[1 .. $#r] } @$names[1 .. 3];
is scalar @book, $#want, 'all rows of the CSV, each on one sheet';
my %words = ('minder dan 5' => 'under5', 'niet te tonen' => 'hidden');
is_deeply [sort map { "$_->[0][1] " . ($_->[5][0] eq 'float' ?
    "$_->[5][1] shown" : " $words{$_->[5][1]}") } @book],
    [sort map { "$_->[0] $_->[6] $_->[7]" } @want[1 .. $#want]],
    'with the same values, as numbers';
is scalar(grep { my $r = $_; grep { $r->[$_][0] ne 'string' } 0 .. 4, 6 }
    @book), 0, 'names are texts';
ok scalar(grep { $_->[1][1] eq $formula } @book),
    'a box that is called like a formula is called that';
for my $name ('=1+1', '1-2-2026') {
	ok scalar(grep { $_->[2][1] eq $name } @book),
	    "and a region that is called $name too";
}
is scalar(() = $fods =~ /<table:database-range [^>]*display-filter-buttons="true"/g),
    3, 'three sheets have filters';

# ---- what was rejected of an import ---------------------------------------------------
my @hostile = ('=1+1', '+31 6', '-5', '@x', "=cmd|' /C calc'!A0", '1-2-2026',
    "twee\nregels; \"en\" meer", '😡 boos');
Gehoor::spew("$d/fout.csv", encode_utf8(join '', "tekst;week\n",
    map { '"' . s/"/""/gr . "\";nooit\n" } @hostile));
my ($status) = $g->tool('import', '--box', 'tafel', '--yes', "$d/fout.csv");
is $status, 1, 'a file of which nothing is taken';
$fods = opened("$d/fout.rejected.csv", @dutch);
unlike $fods, qr/table:formula=/, 'nothing that people wrote is computed';
($names, $rows) = sheets($fods);
my @rejected = @{ $rows->{ $names->[0] } };
is_deeply [map { $_->[0][1] } @rejected[1 .. $#rejected]],
    [map { /^[=+\-@]/ ? "'$_" : $_ eq '1-2-2026' ? $rejected[6][0][1] : $_ }
    @hostile], 'their words';

print "# ", scalar(@book), " cells; LibreOffice: ",
    (Gehoor::run('soffice', '--version'))[1];
done_testing;
