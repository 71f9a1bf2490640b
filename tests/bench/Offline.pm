# Offline.pm - what the desk's work over a large log costs, beside databases
# that load the same rows from a CSV: SQLite's own import, and DuckDB.
# Neither opens, redacts, classifies or indexes words; ingest does.
package Offline;

use strict;
use warnings;
use Bench;
use Gehoor;

# The rows that an ingest makes, as people would have them in a spreadsheet.
my $ROWS = 'SELECT lower(hex(m.leaf)) AS id, box, week, status, channel, ' .
    'lang, region, who, wish, polarity, weight, tone, danger, text ' .
    'FROM message m JOIN words USING (leaf)';
my $LINES = "SELECT json_object('id', lower(hex(leaf)), 'text', text) " .
    'FROM words';

# Writes what a query prints into a file.
sub query {
	my ($db, $to, @args) = @_;
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDOUT, '>', $to or die "$to: $!";
		exec 'sqlite3', @args[0 .. $#args - 1], $db, $args[-1]
		    or POSIX::_exit(127);
	}
	waitpid $pid, 0;
	die "sqlite3: $db\n" if $?;
}

sub said {
	print STDERR sprintf "\r%-50s\r", $_[0];
}

# A filter over the lines, with its output thrown away.
sub filter {
	my ($g, $in, @args) = @_;
	return Bench::spent('sh', '-c', 'in=$1; shift; exec "$@" <"$in" >/dev/null',
	    'sh', $in, "$Gehoor::BUILD/gehoor", '-c', "$g->{dir}/gehoor.conf",
	    @args);
}

# All figures of an installation with such a log; each has wall, cpu, mib.
sub measure {
	my ($g, $duckdb, $period) = @_;
	my $d = $g->{dir};
	my @tool = ("$Gehoor::BUILD/gehoor", '-c', "$d/gehoor.conf", '-k',
	    "$d/reader1.key");
	my %m;
	said('ingest');
	$m{ingest} = Bench::spent(@tool, 'ingest', '--timing');
	said('report');
	$m{report} = (sort { $a->{wall} <=> $b->{wall} } map { Bench::spent(@tool,
	    'report', '--period', $period, '-o', "$d/report.html") } 1 .. 3)[1];
	said('find');
	$m{find} = Bench::spent('sh', '-c', 'exec "$@" >/dev/null', 'sh', @tool,
	    'find', 'voogd', 'belt nooit', '--period', $period);
	said('writing CSV and JSON lines');
	query("$d/gehoor.db", "$d/rows.csv", '-csv', '-header', $ROWS);
	query("$d/gehoor.db", "$d/lines.jsonl", $LINES);
	$m{csv} = (-s "$d/rows.csv") / 1048576;
	said('classify');
	$m{classify} = filter($g, "$d/lines.jsonl", 'classify');
	said('redact');
	$m{redact} = filter($g, "$d/lines.jsonl", 'redact', '--jsonl');
	said('SQLite');
	$m{sqlite} = Bench::spent('sqlite3', "$d/peer.db",
	    ".import --csv $d/rows.csv message");
	said('DuckDB');
	$m{duckdb} = Bench::spent('node', "$duckdb/load.js", "$d/rows.csv",
	    "$d/peer.duckdb");
	unlink "$d/rows.csv", "$d/lines.jsonl", glob "$d/peer.*";
	said('');
	return \%m;
}

1;
