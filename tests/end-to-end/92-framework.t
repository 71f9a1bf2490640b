#!/usr/bin/perl
# 92-framework.t - messages counted by the points of the organisation itself:
# once for each point, and all of them again when the points change.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

my $g = Gehoor->new(clock => 1792360800);
my $d = $g->{dir};
my @texts = ('Al 8 maanden wachten op een brief', 'Wachten en nog eens wachten',
    'De brief was onleesbaar', 'Het eten was prima', 'Mijn begeleider komt altijd te laat');
my $themes = <<'CONF';
theme "wachten" { terms = {"wacht*"} }
theme "brief" { terms = {"brief"} }
theme "eten" { terms = {"eten"} }
CONF
my $plain = $g->{conf} // '';

sub configure {
	$g->{conf} = "$plain$themes" . join '', @_;
	$g->write_conf;
}
configure();
$g->start;
for (@texts) {
	is $g->post('lijn', [text => $_])->{status}, 201, 'taken';
}
is $g->stop, 0, 'the daemon ends';

sub ingest {
	my ($status, $out, $err) = $g->tool('ingest', @_);
	is $status, 0, "ingest @_" or diag $err;
	return $err;
}

# What was counted in a dimension.
sub counted {
	my ($dimension) = @_;
	my ($status, $out) = Gehoor::run('sqlite3', "$d/gehoor.db",
	    "SELECT category || '=' || sum(n) FROM tally" .
	    " WHERE dimension = '$dimension' GROUP BY category ORDER BY 1");
	die 'sqlite3' if $status;
	return join ' ', split /\n/, $out;
}
ingest();
is counted('theme'), 'anders=1 brief=2 eten=1 wachten=2', 'themes';
is counted('point'), '', 'the seven points that come along are empty';
unlike ingest(), qr/reading everything again/, 'nothing has changed';

configure(<<'CONF');
framework "eigen" {
	title = {"nl:Onze punten"}
	point "op-tijd" { title = {"nl:Op tijd"} themes = {"wachten", "brief"} }
	point "goed" { themes = {"eten"} }
	point "later" { title = {"nl:Nog niet ingevuld"} }
}
framework "ander" {
	point "alles" { themes = {"wachten", "brief", "eten"} }
}
CONF
like ingest(), qr/reading everything again/, 'new points: all is read again';
is counted('point'), 'alles=4 goed=1 op-tijd=3',
    'a message about two themes of a point counts once';
is counted('theme'), 'anders=1 brief=2 eten=1 wachten=2', 'themes as before';
my %n = map { split /=/ } split / /, counted('point-polarity');
my %sum;
$sum{(split /:/)[0]} += $n{$_} for keys %n;
is_deeply \%sum, { alles => 4, goed => 1, 'op-tijd' => 3 },
    'each of them is of one polarity';
unlike ingest(), qr/reading everything again/, 'once';
my $grown = Gehoor::dump_of("$d/gehoor.db");
ingest('--rebuild');
ok Gehoor::dump_of("$d/gehoor.db") eq $grown, 'a rebuild gives the same';

# Words of a theme are a change too; a title is none.
$themes =~ s/"eten"}/"eten", "begeleider"}/;
configure();
like ingest(), qr/reading everything again/, 'a new term';
is counted('theme'), 'brief=2 eten=2 wachten=2', 'counts';
$plain .= qq(lang "nl" { exit = "Weg" }\n);
configure();
unlike ingest(), qr/reading everything again/, 'a word of a page is none';

configure(qq(framework "eigen" { point "a" { themes = {"wachte"} } }\n));
my ($status, $out, $err) = $g->tool('ingest');
isnt $status, 0, 'a theme that is not there';
like $err, qr/there is no such theme.*did you mean wachten\?/, 'says so';

done_testing;
