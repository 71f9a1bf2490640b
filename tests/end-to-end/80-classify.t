#!/usr/bin/perl
# 80-classify.t - gehoor classify and gehoor train: what messages are about,
# why, a council's own words, lines that are wrong, and the same model from
# the same corpus.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use File::Temp;
use Gehoor;
use JSON::PP;
use Test::More;

my $dir = File::Temp->newdir;
my $gehoor = "$Gehoor::BUILD/gehoor";
my $json = JSON::PP->new->utf8;

# Runs the tool with lines on standard input.
sub with_lines {
	my ($lines, @args) = @_;
	Gehoor::spew("$dir/in", $lines);
	return Gehoor::run('sh', '-c', 'in=$1; shift; exec "$@" <"$in"', 'sh',
	    "$dir/in", $gehoor, '-c', "$dir/conf", @args);
}

sub line {
	return $json->encode({ id => $_[0], text => $_[1] }) . "\n";
}

Gehoor::spew("$dir/conf", '');
my ($status, $out, $err) = with_lines(
    line('a', 'Ze belt NOOIT terug') .
    line('b', 'Al 8 maanden op de wachtlijst!!!') .
    line('c', 'er staat onzin over mij in het rapport') . line('d', ''),
    'classify');
is $status, 0, 'classified';
is $err, '', 'nothing to say';
my %got = map { $_->{id} => $_ } map { $json->decode($_) } split /\n/, $out;
is $got{a}{themes}[0], 'bereikbaar', 'about calling back';
is $got{b}{themes}[0], 'wachten', 'about waiting';
is $got{c}{themes}[0], 'verslag', 'about reports';
is_deeply $got{d}{themes}, [], 'about nothing';

# Anger is not looked at.
my ($calm, $angry) = map { $json->decode((with_lines(line('a', $_),
    'classify'))[1]) } 'ze belt nooit terug',
    'KUT ze belt NOOOOOIT terug!!!! fuck';
is_deeply $angry->{$_}, $calm->{$_}, "swearing, capitals and !!!: same $_"
    for qw(themes polarity weight danger spam);
ok $angry->{tone} > $calm->{tone}, 'but they are the tone';

# Everything there is to say, and no more.
is_deeply [sort keys %$calm], [sort qw(id themes polarity weight tone danger
    dangers spam kernel)], 'all fields';
my ($all) = map { $json->decode($_) } (with_lines(line('a', 'Hoi. Stelletje ' .
    'klootzakken! Ze heeft in de auto gezegd dat ze mij gaat slaan. Doei'),
    'classify'))[1];
is $all->{kernel}, 'Ze heeft in de auto gezegd dat ze mij gaat slaan.',
    'the sentence under the anger';
like $all->{polarity}, qr/^(?:pos|neg|mix|neu)$/, 'a polarity';
like $all->{$_}, qr/^[0-3]$/, "a $_" for qw(weight tone);
ok !$all->{spam}, 'no spam';

# Why.
($status, $out) = with_lines(line('a', 'ze belt nooit terug'), 'classify',
    '--why');
my $why = $json->decode($out)->{why}[0];
is $why->{theme}, 'bereikbaar', 'the reasons of the main theme';
ok((grep { $_->{kind} eq 'term' } @{ $why->{reasons} }), 'a term is one');
ok((grep { ($_->{weight} || 0) > 0 } @{ $why->{reasons} }),
    'features of the model are others');
my @voices = @{ $json->decode($out)->{why_gauge} };
ok((grep { $_->{output} =~ /^(?:neg|pos)$/ && $_->{text} ne '' } @voices),
    'what spoke for the rest');

# A line that is wrong.
($status, $out, $err) = with_lines(
    line('a', 'wachtlijst') . "geen json\n{\"id\":1,\"text\":\"x\"}\n" .
    line('b', 'wachtlijst'), 'classify');
is $status, 1, 'a wrong line: status 1';
like $err, qr/line 2: .*\n.*line 3: /, 'wrong lines are named';
is scalar(split /\n/, $out), 2, 'the others are answered';

# A theme and a word of the council's own.
my $own = Gehoor::slurp('conf/themes/jeugdbescherming.conf');
$own =~ s/("wachtlijst\*")/$1, "zwemvleugel*"/
    or die 'no wachtlijst in the shipped terms';
Gehoor::spew("$dir/conf", $own .
    "theme \"taxi\" { label = {\"nl:Vervoer\"} terms = {\"taxi*\"} }\n");
($status, $out, $err) = with_lines(line('a', 'mijn zwemvleugels') .
    line('b', 'de taxibus'), 'classify');
is $status, 0, 'own words' or diag $err;
like $out, qr/"a","themes":\[[^\]]*"wachten"/, 'a new term decides';
like $out, qr/"b","themes":\[[^\]]*"taxi"/, 'a new theme needs no model';

# Words of the council's own, about what a message weighs.
Gehoor::spew("$dir/words", "# Ours.\nDe Zwemvleugels\tkind=900 none=-900\n" .
    "zwemb*\tspam=900\n");
Gehoor::spew("$dir/conf", "gauge_words = \"$dir/words\"\n");
($status, $out, $err) = with_lines(line('a', 'DE zwemVLEUUUGELS!') .
    line('b', 'zwembaden'), 'classify');
is $status, 0, 'own words for the gauge' or diag $err;
like $out, qr/"a",.*"danger":"kind"/, 'say what is danger';
like $out, qr/"b",.*"spam":true/, 'and what is spam';
for ("a b c d\tpos=1", "zwemvle*\tpos=1", "een\tvrolijk=1", "een pos=1") {
	Gehoor::spew("$dir/words", "een\tpos=1\n$_\n");
	($status, $out, $err) = with_lines('', 'classify');
	is $status, 4, 'a wrong line in them';
	like $err, qr/words:2: expected one to three words/, 'is named';
}

# Training again gives the model that was built in.
my @files = sort glob 'conf/themes/corpus/*.jsonl';
Gehoor::spew("$dir/conf", '');
($status, $out, $err) = with_lines('', 'train', '-o', "$dir/model",
    (grep { !/depth-/ } @files), map { "+$_" } grep { /depth-/ } @files);
is $status, 0, 'trained' or diag $err;
like $err, qr/micro-F1 0\.\d+ on messages held back/, 'and says how well';
ok Gehoor::slurp("$dir/model") eq Gehoor::slurp($ENV{THEMES_MODEL} //
    "$Gehoor::BUILD/themes.model"),
    'the same bytes as at make';
cmp_ok -s "$dir/model", '<=', 2 << 20, 'of at most 2 MiB';
($status, $out) = with_lines(line('a', 'ze belt nooit terug'), 'classify',
    '--model', "$dir/model");
is_deeply $json->decode($out), $calm, 'a model from a file';

# What is refused.
Gehoor::spew("$dir/short", substr(Gehoor::slurp("$dir/model"), 0, 5000));
($status, $out, $err) = with_lines('', 'classify', '--model', "$dir/short");
is $status, 4, 'a model cut short';
like $err, qr/short: the model is damaged or cut short/, 'is refused';
Gehoor::spew("$dir/bad.jsonl", qq({"text":"a","themes":["geen"]}\n));
($status, $out, $err) = with_lines('', 'train', '-o', "$dir/no",
    "$dir/bad.jsonl");
is $status, 4, 'a theme that is not there';
like $err, qr/bad\.jsonl:1: there is no theme geen/, 'is named with its line';
ok !-e "$dir/no", 'and no model appears';
($status) = with_lines('', 'train', "$dir/bad.jsonl");
is $status, 2, 'train wants to know where the model goes';

done_testing;
