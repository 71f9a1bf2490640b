#!/usr/bin/perl
# 50-run.t - make run as a newcomer meets it: messages in, a report out, one
# message of one's own in a browser's manner, the report counts it, Ctrl-C.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;

my $dir = tempdir(CLEANUP => 1);
local $ENV{RUN_DIR} = "$dir/run";
delete local $ENV{GEHOOR_CLOCK};
pipe my $r, my $w or die $!;
my $pid = fork // die $!;
if ($pid == 0) {
	open STDOUT, '>&', $w;
	open STDERR, '>&', $w;
	close $r;
	exec 'perl', "$FindBin::Bin/../run/run.pl" or POSIX::_exit(127);
}
close $w;
my $said = '';
sub until_said {
	my ($pattern) = @_;
	until ($said =~ $pattern) {
		my $n = sysread $r, $said, 4096, length $said;
		return 0 unless $n;
	}
	return 1;
}
ok until_said(qr/Ctrl-C ends/), 'make run gets there' or diag $said;
my ($web, $sms) = $said =~ /(\d+) messages came in by form and (\d+) by text/;
cmp_ok(($web // 0) + ($sms // 0), '>=', 120, 'at least 120 messages');
my ($port) = $said =~ m{http://127\.0\.0\.1:(\d+)/nl/};
my $g = bless { port => $port }, 'Gehoor';
my $report = Gehoor::slurp("$dir/run/verslag.html");
is $g->post('feedback', [text => 'Mijn eigen verhaal van vandaag'])->{status},
    201, 'a message of our own';
ok until_said(qr/has been made anew/), 'the report is made anew';
isnt Gehoor::slurp("$dir/run/verslag.html"), $report, 'and counts it';
my $total = $web + $sms + 1;
like Gehoor::slurp("$dir/run/verslag.html"), qr/\b$total\b/, 'one more in the sum';
my $log = join '', map { Gehoor::slurp($_) } glob "$dir/run/state/log/*/*.seg";
unlike $log, qr/jeugdbescherm|verhaal|voogd/, 'the log is sealed';
kill 'INT', $pid;
ok until_said(qr/Stopped in order/), 'Ctrl-C ends in order' or diag $said;
waitpid $pid, 0;
is $?, 0, 'exit 0';

done_testing;
