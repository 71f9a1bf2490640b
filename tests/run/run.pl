#!/usr/bin/perl
# run.pl - what "make run" does: an installation of its own under build/run,
# the invented messages sent through the real form and text-message routes
# over several weeks, a theme report, and a daemon that keeps serving.
#
# The weeks come from the test clock of build/test/gehoord; once the messages
# are in, that clock is the real one.  Ends in order on Ctrl-C.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use File::Path qw(make_path remove_tree);
use FindBin;
use lib "$FindBin::Bin/../end-to-end";
use Gehoor;
use IO::Socket::INET;
use JSON::PP;

$| = 1;
my $dir = $ENV{RUN_DIR} || "$Gehoor::BUILD/run";
my $WEEK = 7 * 24 * 3600;
my $secret = 'alleen-om-te-proberen';

sub free_port {
	my ($port) = @_;
	return IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1',
	    LocalPort => $port, ReuseAddr => 1) ? $port : 0;
}

# When each message is sent: about half in the weeks of this quarter, the
# others in the 26 weeks before, oldest first.
sub moments {
	my ($n, $now) = @_;
	my @t = gmtime $now;
	my $days = $t[7];
	my $in_quarter = 1 + int(($days % 91.5) / 7);
	my @weeks = map { $_ % 2 ? $_ / 2 % $in_quarter :
	    $in_quarter + $_ / 2 % 26 } 0 .. $n - 1;
	return map { $now - $WEEK * $_ } sort { $b <=> $a } map { int } @weeks;
}

sub form_way {
	my ($g, $m, $time) = @_;
	my $box = substr($m->{id}, -1) % 3 ? 'feedback' : 'lijn';
	my $token = $g->token($box);
	$g->clock($time + 45);
	my @fields = (text => $m->{text}, who => $m->{who} // '',
	    region => (qw(noord oost zuid west), '')[length($m->{text}) % 5],
	    wish => (qw(answer talk change pass_on none))[length($m->{id} . $m->{text}) % 5],
	    publish => 'report', leeg => '', token => $token, step => 'send');
	utf8::encode($_) for grep { utf8::is_utf8($_) } @fields;
	return $g->request('POST', "/nl/$box", body => Gehoor::form(@fields),
	    headers => { 'Content-Type' => 'application/x-www-form-urlencoded' });
}

sub sms_way {
	my ($g, $m, $time, $i) = @_;
	my $from = sprintf '+3160000%04d', $i;
	if ($i % 2) {
		my $text = $m->{text};
		utf8::encode($text);
		return $g->request('GET', "/sms/kannel/$secret?" . Gehoor::form(
		    from => $from, to => '4433', text => $text, coding => 0,
		    charset => 'UTF-8', id => "proef-$i", ts => $time));
	}
	my $body = JSON::PP->new->utf8->canonical->encode({
		event => 'sms:received', id => "proef-$i", payload => {
			sender => $from, recipient => '+3160000000',
			message => $m->{text}, receivedAt => "$time" } });
	return $g->request('POST', '/sms/mobiel', body => $body, headers => {
		'Content-Type' => 'application/json', 'X-Timestamp' => $time,
		'X-Signature' => hmac_sha256_hex("$body$time", $secret) });
}

sub send_all {
	my ($g, $now) = @_;
	my @messages = map { decode_json($_) }
	    split /\n/, Gehoor::slurp("$FindBin::Bin/messages.jsonl");
	my @moments = moments(scalar @messages, $now);
	my ($web, $sms) = (0, 0);
	for my $i (0 .. $#messages) {
		my ($m, $t) = ($messages[$i], $moments[$i]);
		$g->clock($t);
		my $is_sms = $m->{channel} eq 'sms';
		my $r;
		# The daemon takes only so many a second; we wait as it asks.
		while (1) {
			$r = $is_sms ? sms_way($g, $m, $t, $i) :
			    form_way($g, $m, $t);
			last unless $r && $r->{status} == 503;
			sleep $r->{headers}{'retry-after'} || 1;
		}
		die "message $m->{id} was not taken: " . ($r ? "$r->{line} $r->{body}" : "no answer, $g->{said}") . "\n"
		    unless $r && $r->{status} == 200;
		$is_sms ? $sms++ : $web++;
	}
	return ($web, $sms);
}

sub tool {
	my ($g, @args) = @_;
	my ($status, $out, $err) = $g->tool('-q', @args);
	die "gehoor @args: $err" if $status;
	return $out;
}

# Reads the log and makes the report of this quarter anew.
sub report {
	my ($g, $now) = @_;
	my @t = gmtime $now;
	my $period = sprintf '%d-Q%d', 1900 + $t[5], 1 + int($t[4] / 3);
	tool($g, 'ingest');
	tool($g, 'report', '--period', $period, '-o', "$dir/verslag.html");
	tool($g, 'export', '--period', $period, '--dialect', 'excel-nl', '-o',
	    "$dir/verslag.csv");
}

# Sizes of all segments: changes when somebody wrote.
sub written {
	return join ' ', map { -s } glob "$dir/state/log/*/*.seg";
}

remove_tree($dir);
make_path($dir);
my $now = time;
my $port = free_port(8080);
my $g = Gehoor->new(dir => $dir, clock => $now - 26 * $WEEK,
    top => qq(regions = {"noord", "oost", "zuid", "west"}));
$g->{conf} = $g->sms_line('mobiel', 'android-sms-gateway', $secret) .
    $g->sms_line('kannel', 'kannel', $secret);
$g->write_conf;
if ($port) {
	my $text = Gehoor::slurp("$dir/gehoor.conf");
	$text =~ s/tcp:127\.0\.0\.1:0/tcp:127.0.0.1:$port/;
	Gehoor::spew("$dir/gehoor.conf", $text);
}

my $stop = 0;
$SIG{INT} = $SIG{TERM} = sub { $stop = 1 };
$g->start;
print "gehoord is running. Sending the invented messages ...\n";
my ($web, $sms) = send_all($g, $now);
delete $ENV{GEHOOR_CLOCK};
unlink "$dir/clock";		# from here on the real time
my $before = written();		# a message from now on makes it anew
report($g, $now);
my ($files, $bytes) = (0, 0);
for (glob "$dir/state/log/*/*.seg") {
	$files++;
	$bytes += -s;
}
print <<"END";

  $web messages came in by form and $sms by text message.
  Sealed log     $dir/state/log  ($files files, $bytes bytes)
  Theme report   $dir/verslag.html
  Figures (CSV)  $dir/verslag.csv
  The form       http://127.0.0.1:$g->{port}/nl/

Write something in the form: the report is made anew within seconds, and its
last line counts your message.  Ctrl-C ends.
END

until ($stop) {
	select undef, undef, undef, 1;
	waitpid($g->{pid}, POSIX::WNOHANG()) == $g->{pid} and last;
	next if $stop || written() eq $before;
	$before = written();
	report($g, time);
	print "The report has been made anew.\n";
}
my $status = $stop ? $g->stop : 1;
print $status == 0 ? "Stopped in order; the log is closed.\n" :
    "gehoord ended by itself: $g->{said}\n";
exit($status == 0 ? 0 : 1);
