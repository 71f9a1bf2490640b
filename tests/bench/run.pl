#!/usr/bin/perl
# run.pl - what "make bench" does: the speed of gehoord and gehoor beside
# peers and limits, in one table with the goals and whether they are met.
# Everything runs interleaved on this machine; figures are medians.
#
#   BENCH_PARTS        which of "serve sms memory weight line verify
#                      offline tables themes protect gauge redact"
#   BENCH_SECONDS      of each run under load        3
#   BENCH_ROUNDS       of interleaved runs           5
#   BENCH_CONNECTIONS                                "1 16 64 256"
#   BENCH_IDLE         idle connections              10000
#   BENCH_MESSAGES     in the log for verify, ingest 1000000
#   BENCH_REPORTS      random reports to attack      10000
#   BENCH_SEQUENCES    of eight quarters to attack   500
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Path qw(make_path remove_tree);
use FindBin;
use IO::Compress::Gzip qw(gzip);
use POSIX qw(strftime);
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Bench;
use Gehoor;
use Line;
use Offline;
use Signing;

$| = 1;
$Bench::BUILD = $Gehoor::BUILD;
my $built = "$Gehoor::BUILD/tests/bench";
my $dir = "$Gehoor::BUILD/bench";
my $path = '/nl/feedback';
my %part = map { $_ => 1 }
    split ' ', $ENV{BENCH_PARTS} ||
    'serve sms memory weight line verify offline tables themes protect gauge redact';
my $seconds = $ENV{BENCH_SECONDS} || 3;
my $rounds = $ENV{BENCH_ROUNDS} || 5;
my @connections = split ' ', $ENV{BENCH_CONNECTIONS} || '1 16 64 256';
my $idle = $ENV{BENCH_IDLE} || 10_000;
my $messages = $ENV{BENCH_MESSAGES} || 1_000_000;
my $reports = $ENV{BENCH_REPORTS} || 10_000;
my $sequences = $ENV{BENCH_SEQUENCES} || 500;
my @languages = qw(nl en pl tr ar uk);
my (@table, @goals, $filled);

sub row {
	push @table, sprintf shift() . "\n", @_;
}

# A goal: a figure, "<=" or ">=", its limit.
sub goal {
	my ($what, $value, $op, $limit, $unit) = @_;
	my $met = $op eq '<=' ? $value <= $limit : $value >= $limit;
	push @goals, sprintf "  %-54s %9.2f %-3s %s %6s  %s\n", $what, $value,
	    $unit // '', $op, $limit, $met ? 'met' : 'MISSED';
}

# An installation with limits out of the way.
sub installation {
	my ($name) = @_;
	remove_tree("$dir/$name");
	make_path("$dir/$name");
	my $g = Gehoor->new(dir => "$dir/$name",
	    daemon => "$Gehoor::BUILD/gehoord",
	    top => 'languages = {' . join(', ', map { "\"$_\"" } @languages) .
		"}\nregions = {\"noord\", \"oost\", \"zuid\", \"west\"}\n" .
		"rate = 1000000\nburst = 1000000\nqueue = 10000\n" .
		"max_connections = 12000\n");
	(my $readers = $g->readers) =~ s/^/\t/;
	$g->{boxes} = "box \"feedback\" {\n\tkind = feedback\n" .
	    "\ttitle = {\"nl:Vertel het ons\", \"en:Tell us\"}\n$readers\n" .
	    join('', map { "\task_$_ = true\n" } qw(region who wish publish)) .
	    "\trate = 1000000\n\tburst = 1000000\n}\n";
	$g->write_conf;
	return $g;
}

sub start_gehoord {
	my ($g) = @_;
	$g->start;
	return { name => 'gehoord', pid => $g->{pid}, port => $g->{port} };
}

sub start_evhttp {
	return Bench::start('evhttp 204', "$built/evhttp_server");
}

sub start_fastify {
	unlink glob "$dir/fastify.db*";
	return Bench::start('fastify+SQLite', 'node',
	    "$built/fastify/server.js", "$dir/fastify.db");
}

sub serve {
	my $g = installation('serve');
	my @servers = (start_gehoord($g), start_evhttp(), start_fastify());
	my $m = Bench::rounds(\@servers, $path, \@connections, $rounds,
	    $seconds);
	Bench::stop($_) for @servers[1, 2];
	$g->stop == 0 or die "gehoord did not end in order: $g->{said}";
	my ($status, undef, $said) = Gehoor::run("$Gehoor::BUILD/gehoor", '-c',
	    "$dir/serve/gehoor.conf", 'verify');
	$status == 0 or die "gehoor verify: $said";
	serve_table($m, map { $_->{name} } @servers);
	remove_tree("$dir/serve");
	unlink glob "$dir/fastify.db*";
}

sub serve_table {
	my ($m, $us, $ceiling, $peer) = @_;
	row '%-22s%11s%11s%11s%11s%11s', 'SUBMISSIONS', 'gehoord', 'evhttp',
	    'fastify', 'gehoord', 'gehoord';
	row '%-22s%11s%11s%11s%11s%11s', '', 'sealed,', '204, not', '+ SQLite,',
	    '/ evhttp', '/ fastify';
	row '%-22s%11s%11s%11s', '', 'durable', 'stored', 'durable';
	for my $what (['rate', 'a second,', '%11.0f'],
	    ['cpu', 'CPU us,', '%11.1f'], ['p99', 'p99 ms,', '%11.2f']) {
		my ($key, $label, $format) = @$what;
		for my $c (@connections) {
			my @v = map { $m->{$_}{$c}{$key} } $us, $ceiling, $peer;
			row "%-10s%4d conn.  ${format}${format}${format}" .
			    '%11.2f%11.2f', $label, $c, @v, $v[0] / $v[1],
			    $v[0] / $v[2];
		}
	}
	my $c = (grep { $_ == 64 } @connections) ? 64 : $connections[-1];
	my %at = map { $_ => $m->{$_}{$c} } $us, $ceiling, $peer;
	goal("CPU of a submission / evhttp 204, $c connections",
	    $at{$us}{cpu} / $at{$ceiling}{cpu}, '<=', 2.0);
	goal("submissions a second / fastify + SQLite, $c connections",
	    $at{$us}{rate} / $at{$peer}{rate}, '>=', 3);
}

# ---- text messages, signed, beside the plain form -----------------------------

my %signed = (Twilio => 'twilio', Bird => 'bird', Kannel => 'kannel');
my $sms_secret = 'geheim-genoeg-om-te-meten';

sub sms_secret {
	my ($gateway) = @_;
	return $gateway eq 'bird' ? 'whsec_AAECAwQFBgcICQoLDA0ODxAREhM=' :
	    $sms_secret;
}

# A file of requests of one gateway, none of which is a repeat.
sub sms_requests {
	my ($gateway, $n) = @_;
	my $file = "$dir/$gateway.requests";
	open my $f, '>:raw', $file or die "$file: $!";
	for my $i (1 .. $n) {
		my $r = Signing::raw($gateway, Signing::request($gateway,
		    Signing::scheme($gateway), secret => sms_secret($gateway),
		    url => "https://voorbeeld.test/sms/$gateway", now => time,
		    id => "id$i", from => '316' . (10_000_000 + $i),
		    text => "Bericht $i. Ik heb nu drie keer gebeld en niemand " .
			'belt terug. Mijn zoon vraagt elke avond wanneer.'));
		printf $f "%08d\n%s", length $r, $r;
	}
	close $f or die "$file: $!";
	return $file;
}

sub sms {
	my $n = 60_000 * $seconds;
	my %file = map { $_ => sms_requests($signed{$_}, $n) } sort keys %signed;
	my (%all, %median);
	for my $round (1 .. $rounds) {
		for my $kind (sort(keys %signed), 'form') {
			print STDERR "\rtext messages, round $round of $rounds, $kind   ";
			my $g = installation('sms');
			$g->{conf} = join '', map { Signing::line($g, $_,
			    gateway => $_, box => 'feedback', secret => sms_secret($_),
			    url => "https://voorbeeld.test/sms/$_") } values %signed;
			$g->write_conf;
			my $server = start_gehoord($g);
			my $r = $kind eq 'form' ? Bench::load($server, $path, 64, $seconds)
			    : Bench::replay($server, $file{$kind}, 64, $seconds);
			die "$kind: more than the $n requests there are\n"
			    if $r->{n} > $n;
			push @{ $all{$kind}{$_} }, $r->{$_} for qw(rate cpu p99);
			$g->stop == 0 or die "gehoord: $g->{said}";
			remove_tree("$dir/sms");
		}
	}
	print STDERR "\r", ' ' x 70, "\r";
	unlink values %file;
	row '';
	row '%-22s%11s%11s%11s%11s', 'TEXT MESSAGES, 64 conn.', 'a second',
	    'CPU us', 'p99 ms', '/ form';
	for my $kind ('form', sort keys %signed) {
		my %m = map { $_ => Bench::median(@{ $all{$kind}{$_} }) }
		    qw(rate cpu p99);
		$median{$kind} = \%m;
		row '%-22s%11.0f%11.1f%11.2f%11.2f', $kind, @m{qw(rate cpu p99)},
		    $m{rate} / $median{form}{rate};
	}
	goal("text messages of $_ a second / forms",
	    $median{$_}{rate} / $median{form}{rate}, '>=', 0.5) for sort keys %signed;
}

sub memory {
	my $g = installation('memory');
	my @servers = (start_gehoord($g), start_evhttp(), start_fastify());
	row '';
	row '%-22s%11s%11s%11s', 'RESIDENT MEMORY, MiB', 'gehoord', 'evhttp',
	    'fastify';
	my @r = map { Bench::idle($_, $idle, $path) } @servers;
	row '%-22s%11.1f%11.1f%11.1f', 'idle', map { $_->{before} } @r;
	row '%-22s%11.1f%11.1f%11.1f', "$idle conn. idle", map { $_->{with} } @r;
	row '%-22s%11d%11d%11d', 'still open then', map { $_->{open} } @r;
	Bench::stop($_) for @servers[1, 2];
	$g->stop;
	goal('resident memory, idle', $r[0]{before}, '<=', 16, 'MiB');
	goal("resident memory, $idle connections", $r[0]{with}, '<=', 64,
	    'MiB');
	goal('connections that stayed open', $r[0]{open}, '>=', $idle);
	remove_tree("$dir/memory");
	unlink glob "$dir/fastify.db*";
}

sub weight {
	my $g = installation('weight');
	$g->start;
	row '';
	row '%-22s%11s%11s%11s', 'FORM PAGE, bytes', 'page', 'gzip -9', 'head';
	for my $lang (@languages) {
		my $r = $g->request('GET', "/$lang/feedback");
		die "/$lang/feedback: $r->{line}" if $r->{status} != 200;
		gzip(\$r->{body} => \my $zipped, -Level => 9);
		row '%-22s%11d%11d%11d', $lang, length $r->{body},
		    length $zipped, length($r->{head}) + 4;
		goal("form page ($lang)", length($r->{body}) / 1024, '<=', 8,
		    'KiB');
		goal("form page ($lang), compressed", length($zipped) / 1024,
		    '<=', 4, 'KiB');
	}
	$g->stop;
	remove_tree("$dir/weight");
}

# The same form on a bad line, beside what others' style weighs.
sub line {
	my $g = installation('line');
	$g->start;
	row '';
	row '280 kbit/s, 800 ms: seconds to the form, and from the start page to';
	row '%-24s%9s%14s%14s', 'the receipt', 'form', 'tapping on', 'taking time';
	for my $lang (@languages) {
		my @way = Line::way($g, $lang, 'Niemand belt terug. ' x 15);
		my $form = Line::seconds('first', @{ $way[1] });
		my ($open, $new) = map { Line::whole($_, @way) } qw(open new);
		row '%-24s%9.1f%14.1f%14.1f', $lang, $form, $open, $new;
		goal("cold form on that line ($lang)", $form, '<=', 4, 's');
		goal("the whole way, a new connection each ($lang)", $new, '<=', 12,
		    's');
	}
	row 'peers, from the reference page: a form with their style, cold';
	row '%-36s%9.1f', $_->[0], Line::seconds('first', 400, $_->[1]) +
	    ($_->[2] > 1 ? $Line::TRIP : 0) for @Line::PEERS;
	$g->stop;
	remove_tree("$dir/line");
}

# The quarter before the one we are in.
sub last_quarter {
	my @t = gmtime;
	my ($year, $q) = ($t[5] + 1900, int $t[4] / 3);
	return $q ? "$year-Q$q" : ($year - 1) . '-Q4';
}

sub tool {
	my ($g, @args) = @_;
	return Bench::spent("$Gehoor::BUILD/gehoor", '-c',
	    "$g->{dir}/gehoor.conf", '-k', "$g->{dir}/reader1.key", @args);
}

# An installation with a log of many messages, made once, and what that took.
sub filled {
	return @$filled if $filled;
	my $g = installation('offline');
	print STDERR "log of $messages messages ...";
	my $made = Bench::spent("$built/make_log", "$g->{dir}/gehoor.conf",
	    $messages, "$FindBin::Bin/../run/messages.jsonl",
	    strftime('%G-W%V', gmtime));
	print STDERR "\r                                    \r";
	$filled = [$g, $made];
	return @$filled;
}

# What a check of the whole log costs beside one hash of the same bytes.
# Debian's sha256sum is plain C; OpenSSL uses the processor's instructions for
# it where there are some, as gehoor does.
sub verify {
	my ($g) = filled();
	my @files = glob "$g->{dir}/state/log/feedback/*.seg";
	verify_table(Bench::turns($rounds,
	    ['gehoor verify', "$Gehoor::BUILD/gehoor", '-c',
		"$g->{dir}/gehoor.conf", 'verify'],
	    ['sha256sum', 'sha256sum', @files],
	    ['openssl sha256', 'openssl', 'sha256', @files]), @files);
}

sub verify_table {
	my ($m, @files) = @_;
	my $us = $m->{'gehoor verify'};
	my $bytes = 0;
	$bytes += mib($_) for @files;
	row '';
	row '%-22s%11s%11s%11s%11s%11s', sprintf('VERIFY, %.0f MiB', $bytes),
	    'wall s', 'CPU s', 'MiB most', 'a second', 'ours / it';
	for my $name ('gehoor verify', 'sha256sum', 'openssl sha256') {
		my $it = $m->{$name};
		row '%-22s%11.2f%11.2f%11.1f%11.0f%11.2f', $name,
		    @$it{qw(wall cpu mib)}, $messages / $it->{wall},
		    $us->{wall} / $it->{wall};
	}
	goal('verify / sha256sum of the same bytes',
	    $us->{wall} / $m->{sha256sum}{wall}, '<=', 3);
}

sub offline {
	my ($g, $made) = filled();
	my $m = Offline::measure($g, "$built/duckdb", last_quarter());
	offline_table($g->{dir}, { %$m, 'make the log' => $made });
}

sub mib {
	return (-s $_[0]) / 1048576;
}

sub offline_table {
	my ($d, $m) = @_;
	my $log = 0;
	$log += mib($_) for glob "$d/state/log/feedback/*";
	row '';
	row '%-22s%11s%11s%11s%11s%11s', "OFFLINE, $messages", 'wall s', 'CPU s',
	    'MiB most', 'a second', 'ingest / it';
	for ('make the log', 'ingest', 'sqlite', 'duckdb', 'classify', 'redact') {
		my $it = $m->{$_};
		row '%-22s%11.1f%11.1f%11.1f%11.0f%11.2f', $_, @$it{qw(wall cpu mib)},
		    $messages / $it->{wall}, $m->{ingest}{wall} / $it->{wall};
	}
	row '%-22s%11.2f%11.2f%11.1f', $_, @{ $m->{$_} }{qw(wall cpu mib)}
	    for qw(report find);
	row 'sqlite: sqlite3 .import, duckdb: read_csv, of the same rows as a CSV ' .
	    'of %.0f MiB;', $m->{csv};
	row 'log %.0f MiB, database %.0f MiB, report %.1f KB', $log,
	    mib("$d/gehoor.db"), (-s "$d/report.html") / 1000;
	row 'ingest, stage by stage:';
	push @table, map { "  $_\n" } grep { /\bus\b|µs|us\/message/ }
	    split /\n/, $m->{ingest}{said};
	goal('messages classified a second of a core',
	    $messages / $m->{classify}{cpu}, '>=', 50_000);
	goal('messages ingested a second', $messages / $m->{ingest}{wall}, '>=',
	    20_000);
	goal("report over $messages messages", $m->{report}{wall}, '<=', 2, 's');
	goal("memory of $_", $m->{$_}{mib}, '<=', 256, 'MiB')
	    for qw(ingest report classify find);
}

# The figures of a large release, written by us and, from the same rows, by
# SQLite and DuckDB; and how fast tables are read.
sub tables {
	my $csv = "$dir/tables.csv";
	my ($status, $out, $said) = Gehoor::run("$built/tables", $csv);
	$status == 0 or die "tables: $said";
	row '';
	push @table, "TABLES, processor time\n", map { "$_\n" } split /\n/, $out;
	Gehoor::run('sqlite3', "$dir/tables.db", ".import --csv $csv figure");
	my $sqlite = Bench::spent('sh', '-c', 'exec "$@" >/dev/null', 'sh',
	    'sqlite3', '-csv', '-header', "$dir/tables.db",
	    'SELECT * FROM figure');
	row '%-26s %8.1f MB %8.1f MB/s', 'sqlite3 -csv', (-s $csv) / 1e6,
	    (-s $csv) / 1e6 / $sqlite->{cpu};
	my ($failed, $seconds) = Gehoor::run('node',
	    "$built/duckdb/copy.js", $csv, "$dir/tables.out");
	row '%-26s %8.1f MB %8.1f MB/s (of the clock)', 'duckdb COPY',
	    (-s $csv) / 1e6, (-s $csv) / 1e6 / $seconds if !$failed;
	goal('export as CSV', $out =~ m{excel-nl.* ([\d.]+) MB/s}, '>=', 100,
	    'MB/s');
	unlink $csv, glob "$dir/tables.*";
}

sub themes {
	my $corpus = "$FindBin::Bin/../../conf/themes/corpus";
	my ($status, $out, $said) = Gehoor::run("$built/themes",
	    "$FindBin::Bin/../run/messages.jsonl",
	    map { m{/depth-} ? "+$_" : $_ } sort glob "$corpus/*.jsonl");
	$status == 0 or die "themes: $said";
	row '';
	push @table, "THEMES, against the labels of tests/run/messages.jsonl " .
	    "and of the corpus\n",
	    map { "$_\n" } split /\n/, $out;
}

# Random reports and sequences of releases, printed and attacked; and how much
# protection leaves to be told.
sub protect {
	my ($status, $out, $said) = Gehoor::run("$built/protect", $reports,
	    $sequences);
	$status <= 1 && $out ne '' or die "protect: $said";
	row '';
	row 'PROTECTION, against gehoor audit';
	push @table, map { "$_\n" } split /\n/, $out;
	my $found = 0;
	$found += $_ for $out =~ /: (\d+) figures found out/g;
	goal('figures found out', $found, '<=', 0);
}

# Against labels that nothing was trained on, and on the corpus it was.
sub gauge {
	my @sets = (
		[ 'messages not trained on', 'run/messages.jsonl',
		    '../../shared/data/messages-dev.jsonl' ],
		[ 'the corpus it was trained on', '../conf/themes/corpus/*.jsonl',
		    '../../shared/data/corpus/*.jsonl' ]);
	for (@sets) {
		my ($what, @places) = @$_;
		my ($files) = grep { @$_ && qx(grep -l '"weight"' $$_[0]) }
		    map { [ sort grep { -e } glob "$FindBin::Bin/../$_" ] }
		    @places;
		row '';
		if (!$files) {
			row 'GAUGE: labels of %s are not there', $what;
			next;
		}
		my ($status, $out, $said) =
		    Gehoor::run("$built/gauge", @$files);
		$status == 0 or die "gauge: $said";
		push @table, "GAUGE, against the labels of $what\n",
		    map { "$_\n" } split /\n/, $out;
	}
}

sub redact {
	my ($messages) = grep { -f } "$FindBin::Bin/../../../shared/data/" .
	    'messages-dev.jsonl', "$FindBin::Bin/../run/messages.jsonl";
	my ($status, $out, $said) = Gehoor::run("$built/redact", $messages);
	$status == 0 or die "redact: $said";
	row '';
	push @table, "REDACTION, against the marks of $messages\n",
	    map { "$_\n" } split /\n/, $out;
	goal('redaction: messages a second', $out =~ m{messages/s\s+(\d+)},
	    '>=', 90_000);
	goal('redaction: share of other words hidden',
	    $out =~ m{over-hidden.* ([\d.]+)}, '<=', 0.03);
}

sub heading {
	my ($release) = map { s/\s+\z//r } scalar qx(uname -sr);
	my $cores = grep { /^processor/ } split /\n/,
	    Gehoor::slurp('/proc/cpuinfo');
	my $sync = qx($built/probe $dir/probe);
	chomp $sync;
	return "gehoor bench: $cores cores, $release; fdatasync of 300 bytes " .
	    "$sync us\nmedians of $rounds interleaved rounds of $seconds s, " .
	    "wrk on the same machine, forms of 300 bytes\n\n";
}

make_path($dir);
my $heading = heading();
serve() if $part{serve};
sms() if $part{sms};
memory() if $part{memory};
weight() if $part{weight};
line() if $part{line};
verify() if $part{verify};
offline() if $part{offline};
remove_tree("$dir/offline");
tables() if $part{tables};
themes() if $part{themes};
protect() if $part{protect};
gauge() if $part{gauge};
redact() if $part{redact};
print $heading, @table, "\nGOALS\n", @goals;
