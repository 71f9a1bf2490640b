#!/usr/bin/perl
# 31-export.t - the figures as a workbook and as JSON lines: the cells of the
# CSV and no others, numbers as numbers, texts never a formula, the same bytes
# for the same data.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Digest::SHA qw(sha256_hex);
use IO::Uncompress::Unzip qw($UnzipError);
use JSON::PP;
use Test::More;

my $now = 1_788_000_000;	# in week 2026-W35
# A formula for who takes it for one; people may call a box what they want.
my $formula = '=HYPERLINK("http://example.org","x")&1';
my $g = Gehoor->new(clock => $now, top => 'regions = {"noord", "zuid"}');
($g->{boxes} = <<'CONF') =~ s/READERS/$g->readers/ge;
box "feedback" {
	kind = feedback
	title = {"nl:=HYPERLINK(\"http://example.org\",\"x\")&1", "en:-5 days"}
	rate = 1000000
	burst = 1000000
	READERS
}
box "lijn" {
	kind = line
	title = {"nl:Lijn van ongenoegen", "en:Complaint line"}
	READERS
}
CONF
$g->write_conf;
$g->start;
my $taken = 0;
for my $i (0 .. 59) {
	$g->clock($now);
	my $box = $i % 3 ? 'feedback' : 'lijn';
	my $token = $g->token($box);
	$g->clock($now + 60);
	$taken += $g->post($box, [text => "Al $i maanden wachten",
	    region => $i < 40 ? 'noord' : 'zuid', wish => 'none',
	    who => $i % 20 ? 'ouder' : 'jongere', leeg => '',
	    token => $token])->{status} == 201;
}
is $taken, 60, 'all messages are taken';
is $g->stop, 0, 'the daemon ends in order';

sub tool {
	my ($status, $out, $err) = $g->tool(@_);
	is $status, 0, "gehoor @_" or diag $err;
	return $out;
}
tool('ingest');
my @scope = ('export', '--period', '2026-Q3');
my @csv = map { [map { s/^"(.*)"$/$1/r } split /,/, $_, -1] }
    split /\r\n/, tool(@scope);
my @names = @{ shift @csv };

# ---- JSON lines -------------------------------------------------------------
my @json = map { decode_json($_) }
    split /\n/, tool(@scope, '--format', 'ndjson');
is_deeply [ sort keys %{ $json[0] } ], [ sort @names ], 'the keys are columns';
is_deeply [ map { my $o = $_; [ map { $o->{$_} // '' } @names ] } @json ],
    \@csv, 'NDJSON has the cells of the CSV, in its order';
is scalar(grep { ($_->{status} eq 'shown') != defined $_->{value} } @json), 0,
    'the value is null unless shown';

# ---- the workbook -----------------------------------------------------------
sub members {
	my ($file) = @_;
	my $z = IO::Uncompress::Unzip->new($file) or die $UnzipError;
	my %m;
	do {
		my ($text, $block) = ('', '');
		$text .= $block while $z->read($block) > 0;
		$m{ $z->getHeaderInfo->{Name} } = $text;
	} while $z->nextStream > 0;
	return %m;
}

sub plain {
	my ($xml) = @_;
	my %c = (amp => '&', lt => '<', gt => '>', quot => '"', apos => "'");
	$xml =~ s/&(amp|lt|gt|quot|apos);/$c{$1}/g;
	return $xml;
}

# The rows of a sheet; a number is told from a text by its type.
sub rows {
	my ($sheet, @strings) = @_;
	my @rows;
	for my $cells ($sheet =~ m{<row [^>]*>(.*?)</row>}gs) {
		my @row;
		while ($cells =~ m{<c ([^>]*)><v>([^<]*)</v></c>}g) {
			my ($is, $v) = ($1, $2);
			push @row, $is =~ /t="s"/ ?
			    [ text => $strings[$v] ] : [ number => $v ];
		}
		push @rows, \@row;
	}
	return @rows;
}

sub workbook {
	my (@args) = @_;
	my $file = "$g->{dir}/cijfers.xlsx";
	tool(@scope, '--format', 'xlsx', '-o', $file, @args);
	my %m = members($file);
	my @strings = map { plain($_) }
	    $m{'xl/sharedStrings.xml'} =~ m{<si><t[^>]*>(.*?)</t></si>}gs;
	my @sheets = map { plain($_) }
	    $m{'xl/workbook.xml'} =~ /<sheet name="([^"]*)"/g;
	return (\%m, \@sheets, map {
		[ rows($m{"xl/worksheets/sheet$_.xml"}, @strings) ] } 1 .. 4);
}

my ($m, $sheets, $read, @figures) = workbook();
is_deeply $sheets, ['Lees mij', "Thema's", "Regio's", 'Overig'], 'the sheets';
is_deeply $read->[0], [[ text => 'Jeugdzorg Voorbeeld' ]], 'of whom it is';
like join("\n", map { $_->[0][1] } @$read),
    qr/derde kwartaal van 2026.*afgerond op 5.*minder dan 20 berichten/s,
    'Lees mij says what period it is and how figures are protected';
for my $n (2 .. 4) {
	my $xml = $m->{"xl/worksheets/sheet$n.xml"};
	my $last = @{ $figures[$n - 2] };
	like $xml, qr/<pane ySplit="1"[^>]*state="frozen"/,
	    "sheet $n: the head stays in sight";
	like $xml, qr/<autoFilter ref="A1:G$last"/, "sheet $n: a filter";
	is_deeply [ map { $_->[1] } @{ shift @{ $figures[$n - 2] } } ],
	    ['Periode', 'Waar het is geschreven', 'Regio', 'Indeling',
	    'Categorie', 'Berichten', 'Status'], "sheet $n: its columns";
}
is scalar(grep { /<f[ >]/ } values %$m), 0, 'no formula anywhere';
is scalar(grep { m{<hyperlinks?[ >]} } values %$m), 0, 'and no link';
my @all = map { @$_ } @figures;
is scalar(grep { my $r = $_; grep { $r->[$_][0] ne 'text' }
	0 .. 4, 6 } @all), 0, 'names and status are texts';
ok scalar(grep { $_->[1][1] eq $formula } @all),
    'what begins like a formula stands there as it is';

# Every cell of the CSV, once: by period, number and status.
my %words = (under5 => 'minder dan 5', hidden => 'niet te tonen');
sub key { return join '|', @_ }
my @want = sort map { key($_->[0], $_->[7] eq 'shown' ? "number $_->[6]" :
    "text $words{$_->[7]}", $_->[7]) } @csv;
my @got = sort map { key($_->[0][1], "@{ $_->[5] }", $_->[6][1]) } @all;
is_deeply \@got, \@want, 'the cells of the CSV, each on one sheet';
is scalar(grep { $_->[7] eq 'under5' } @csv) > 0 &&
    scalar(grep { $_->[7] eq 'shown' && $_->[6] > 0 } @csv) > 0, 1,
    'some shown and some not';
my ($noord) = grep { $_->[0][1] eq '2026-Q3' && $_->[2][1] eq 'noord' &&
    $_->[1][1] eq 'alles samen' && $_->[3][1] eq 'Alle berichten' }
    @{ $figures[1] };
is_deeply $noord->[5], [ number => 40 ], 'a region by its name, as a number';

my $bytes = Gehoor::slurp("$g->{dir}/cijfers.xlsx");
$g->clock($now + 100_000);
is tool(@scope, '--format', 'xlsx'), $bytes,
    'a day later the same bytes, on stdout too';
tool('ingest', '--rebuild');
is tool(@scope, '--format', 'xlsx'), $bytes, 'and after a rebuild';
($m, $sheets) = workbook('--lang', 'en');
is_deeply $sheets, ['Read me', 'Themes', 'Regions', 'Other'], 'in English';

# ---- what describes them ----------------------------------------------------
tool(@scope, '--format', 'ndjson', '-o', "$g->{dir}/cijfers.ndjson");
tool(@scope, '-o', "$g->{dir}/cijfers.csv");
my %of = map { $_->{path} => $_ } @{
    decode_json(Gehoor::slurp("$g->{dir}/datapackage.json"))->{resources} };
is_deeply { map { $_ => $of{$_}{format} } keys %of },
    { 'cijfers.csv' => 'csv', 'cijfers.xlsx' => 'xlsx',
    'cijfers.ndjson' => 'ndjson' }, 'datapackage.json knows all three';
is_deeply [ map { $_->{name} } @{ $of{'cijfers.ndjson'}{schema}{fields} } ],
    \@names, 'and the keys of the NDJSON';
my $package =
    decode_json(Gehoor::slurp("$g->{dir}/datapackage.json"));
like $package->{description},
    qr/do not try to find anybody.*No licence.*Jeugdzorg Voorbeeld/s,
    'it says what may be done with them, and whom to ask';
for my $path (sort keys %of) {
	my $file = Gehoor::slurp("$g->{dir}/$path");
	is_deeply [@{ $of{$path} }{qw(bytes hash rows)}],
	    [length $file, 'sha256:' . sha256_hex($file), scalar @csv],
	    "the length, the hash and the rows of $path";
}
# What every column may hold holds for every row.
for my $field (@{ $of{'cijfers.csv'}{schema}{fields} }) {
	my $may = $field->{constraints};
	my ($at) = grep { $names[$_] eq $field->{name} } 0 .. $#names;
	my @values = map { $_->[$at] } @csv;
	my %enum = map { $_ => 1 } @{ $may->{enum} || [] };
	my @wrong = grep { $_ eq '' ? $may->{required} :
	    ($may->{enum} && !$enum{$_}) ||
	    ($may->{pattern} && !/^(?:$may->{pattern})$/) ||
	    ($field->{type} eq 'integer' && !/^\d+$/) } @values;
	is_deeply \@wrong, [], "$field->{name}: as it is described";
}
ok !$of{'cijfers.ndjson'}{dialect} && !$of{'cijfers.xlsx'}{schema},
    'and says no more of a file than is so';

for ([['--format', 'ods'], qr/csv, xlsx, ndjson/],
    [['--format', 'xlsx', '--dialect', 'excel-nl'], qr/only CSV has dialects/],
    [['--lang', 'de'], qr/there are: nl, en/]) {
	my ($args, $says) = @$_;
	my ($status, $out, $err) = $g->tool(@scope, @$args);
	is $status, 2, "gehoor export @$args is refused";
	is $out, '', 'with nothing on stdout';
	like $err, $says, 'and what there is instead';
}

done_testing;
