#!/usr/bin/perl
# 94-import-files.t - files as people have them: character sets, separators,
# answers to questions, what is no CSV at all; what our own writer writes comes
# back as it was; and a crash leaves nothing half.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use Encode qw(encode encode_utf8 decode_utf8);
use Gehoor;
use JSON::PP;
use Test::More;
use Time::HiRes qw(usleep);

my $g = Gehoor->new(clock => 1792360800, top => 'regions = {"noord"}');
my $d = $g->{dir};
($g->{boxes} = <<'CONF') =~ s/READERS/$g->readers/ge;
box "tafel" {
	kind = table
	title = {"nl:Tafel"}
	question "cijfer" { type = scale label = {"nl:Hoe?"} }
	question "wat" {
		type = several
		label = {"nl:Wat?"}
		option "bellen" { label = {"nl:Terugbellen"} }
		option "praten" { label = {"nl:Praten"} }
	}
	question "open" { type = text label = {"nl:En verder?"} }
	READERS
}
box "feedback" {
	kind = feedback
	title = {"nl:Feedback"}
	READERS
}
CONF
$g->add_desk(raad => '{"council"}');
$g->at_desk('raad');

my $files = 0;
# Imports those bytes; the messages that the box has more then.
sub import_bytes {
	my ($bytes, @args) = @_;
	my $file = "$d/" . ++$files . '.csv';
	Gehoor::spew($file, $bytes);
	my $box = $args[0] && $args[0] eq '--box' ? (splice @args, 0, 2)[1]
	    : 'tafel';
	my $before = messages($box);
	my @result = $g->tool('import', '--box', $box, '--yes', $file, @args);
	my @now = messages($box);
	return (\@result, @now[$before .. $#now]);
}

my %none;
sub messages {
	my ($box) = @_;
	my @records = -d "$d/state/import/raad.$box" ?
	    $g->records('--box', $box) : ();
	return @records;
}

# ---- character sets and separators --------------------------------------------
my $text = 'Geen café, € 5 – zoë';
my $sheet = "datum;tekst\r\n2026-10-12;\"$text %d\"\r\n";
my $n = 0;
for my $case (
    ['UTF-8', sub { encode_utf8($_[0]) }],
    ['UTF-8', sub { "\xef\xbb\xbf" . encode_utf8($_[0]) }],
    ['Windows-1252', sub { encode('cp1252', $_[0]) }],
    ['UTF-16', sub { "\xff\xfe" . encode('UTF-16LE', $_[0]) }],
    ['UTF-16', sub { "\xfe\xff" . encode('UTF-16BE', $_[0]) }]) {
	my ($name, $encode) = @$case;
	my ($r, @got) = import_bytes($encode->(sprintf $sheet, ++$n));
	is $r->[0], 0, $name or diag $r->[2];
	like $r->[1], qr/csv: \Q$name\E, separated by semicolons/, 'is said';
	is_deeply [map { $_->{text} } @got], ["$text $n"], 'and read';
}
for my $case ([',', 'commas'], ["\t", 'tabs'], ['|', 'bars']) {
	my ($c, $name) = @$case;
	my ($r, @got) = import_bytes("week${c}tekst\n2026-W41${c}met $name\n");
	like $r->[1], qr/separated by $name/, $name;
	is_deeply [map { $_->{text} } @got], ["met $name"], 'and read';
}
my ($r, @got) = import_bytes("sep=;\r\nweek;tekst\r\n2026-W41;a,b,c\r\n");
is_deeply [map { $_->{text} } @got], ['a,b,c'], 'what Excel says of it';

# ---- answers ---------------------------------------------------------------------
($r, @got) = import_bytes(<<'CSV', '--week', '12-10-2026', '--map',
Rapport,Onderwerp,Opmerking,Nr
4,"terugbellen; Praten",Meer rust,1
,praten,,2
7,praten,,3
CSV
    'q.cijfer=Rapport,q.wat=2,q.open=opmerking,id=Nr');
is $r->[0], 1, 'forms';
unlike "$r->[1]$r->[2]", qr/rust|praten|"7"/, 'a script prints no words of theirs';
$r = [$g->tool('import', '--box', 'tafel', '-n', "$d/$files.csv", '--week',
    '12-10-2026', '--map', 'q.cijfer=Rapport,q.wat=2,q.open=opmerking,id=Nr')];
is_deeply [map { $_->{answers} } @got], [
    { cijfer => ['4'], wat => [qw(bellen praten)], open => ['Meer rust'] },
    { wat => ['praten'] }], 'their answers';
is_deeply [map { "$_->{week} $_->{channel}" } @got],
    [('2026-W42 table') x 2], 'week and channel of the box';
like $r->[1], qr/q\.cijfer "7" \(1 times\) is not known; there are: 1, 2, 3/,
    'what is no answer';

# ---- on a terminal it asks --------------------------------------------------------
Gehoor::spew("$d/vraag.csv", "week,tekst\n2026-W41,gevraagd\n");
my $command = "$ENV{BUILD}/test/gehoor -c $d/gehoor.conf import --box tafel " .
    "$d/vraag.csv";
for my $case (['no', 4, 0, qr/not confirmed: nothing was imported/],
    ['yes', 0, 1, qr/raad\/tafel: 1 taken, 0 were already there/]) {
	my ($answer, $status, $more, $words) = @$case;
	my $before = messages('tafel');
	my $out = qx(printf '$answer\\n' | script -qec '$command' /dev/null);
	is $? >> 8, $status, "asked, and told $answer" or diag $out;
	like $out, qr/1 row goes into the box tafel\.  Type yes: /, 'it asks';
	like $out, $words, 'and says what it did';
	is messages('tafel') - $before, $more, 'and did it';
}

# ---- what is no table -------------------------------------------------------------
for my $case (
    ['', qr/is empty; the first row names the columns/, 'nothing'],
    ["datum;tekst\n1-1-2026;\"een\" twee\n",
	qr/line 2, byte \d+: text behind the quote/, 'a quote too many'],
    ["datum;tekst\n1-1-2026;\"een\n", qr/line 2: a quote is opened/,
	'a quote too few'],
    ["PK\x03\x04\x14\0\x06\0", qr/byte 6 is zero; save the file as CSV/,
	'a workbook'],
    ["een;twee\n1;2\n", qr/no column is the text.*there are: een, twee/,
	'other columns'],
    ["tekst;zaal\na;1\n", qr/no column is the week or the date/, 'no date']) {
	my ($bytes, $words, $name) = @$case;
	($r, @got) = import_bytes($bytes);
	is $r->[0], 4, "$name: refused";
	like $r->[2], $words, 'and why';
	is @got, 0, 'and nothing is taken';
}
is +(my @left = glob "$d/state/import/*/*.new"), 0, 'nothing is left beside';

# ---- what we write comes back ------------------------------------------------------
# Every row has a region that is none, so that our writer writes all of them.
my @texts = ("\"quotes\"", "regel\nregel\n\nregel", 'a;b,c|d', "tab\tin",
    '=1+1', '+31', '-5', '@x', "'=al bewaakt", "''=twee", "'s avonds",
    "\"\"\"", "😡👩‍👧 emoji", ' om te beginnen', 'om te eindigen ',
    '=HYPERLINK("http://x";"y")', 'sep=;', "é\x{301}", "a\n\"b\";'c'");
# An apostrophe that is the text's own looks like the one of a writer.
sub field {
	my $t = $_[0] =~ s/"/""/gr =~ s/^(?='+[=+\-@])/'/r;
	return "\"$t\"";
}
for my $c (',', ';', "\t") {
	my $name = $d . '/' . ($files + 1);
	my @want = map { "$_ [" . ord($c) . ']' } @texts;
	($r, @got) = import_bytes(encode_utf8(join '', "tekst${c}regio\n",
	    map { field($_) . "${c}nergens\n" } @want), '--box', 'feedback',
	    '--week', '2026-W41');
	is $r->[0], 1, 'all rejected';
	is @got, 0, 'none taken';
	my $bytes = Gehoor::slurp("$name.rejected.csv");
	($r, @got) = import_bytes($bytes, '--box', 'feedback', '--week',
	    '2026-W41', '--map', 'text=tekst');
	is $r->[0], 0, 'imported as written' or diag $r->[2];
	is_deeply [map { $_->{text} } @got], \@want,
	    'every text as it was, with separator ' . ord $c;
	unlike $bytes, qr/(?:^|[,;\t])"?[=+\-@]/m,
	    'and nothing in it begins like a formula';
}

# ---- all of it or nothing -----------------------------------------------------------
my $many = join '', "week,tekst\n", map { "2026-W41,verhaal $_\n" } 1 .. 20_000;
Gehoor::spew("$d/many.csv", $many);
my $before = messages('feedback');
my $killed = 0;
for my $wait (1, 5, 20, 60, 120, 200) {
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		exec "$ENV{BUILD}/test/gehoor", '-c', "$d/gehoor.conf",
		    'import', '--box', 'feedback', '--yes', "$d/many.csv";
	}
	usleep $wait * 1000;
	kill 'KILL', $pid;
	waitpid $pid, 0;
	$killed++ if $? == 9;
	my $more = messages('feedback') - $before;
	ok $more == 0 || $more == 20_000, "killed: $more of 20000";
}
ok $killed > 0, 'it was killed on its way';
($r) = [$g->tool('import', '--box', 'feedback', '--yes', "$d/many.csv")];
is $r->[0], 0, 'again' or diag $r->[2];
is messages('feedback') - $before, 20_000, 'then all';
is(($g->tool('verify'))[0], 0, 'in order');
@left = glob "$d/state/import/*/*.new";
is @left, 0, 'nothing is left beside';

# Nowhere to write the rejected: nothing is taken either.
my $file = "$d/nergens.csv";
Gehoor::spew($file, "week,tekst\n2026-W41,goed\nx,fout\n");
mkdir "$d/nergens.rejected.csv" or die $!;
$before = messages('feedback');
($r) = [$g->tool('import', '--box', 'feedback', '--yes', $file)];
is $r->[0], 4, 'no place for what is rejected';
like $r->[2], qr/nothing was imported/, 'it says so';
is messages('feedback') - $before, 0, 'nothing is taken';

done_testing;
