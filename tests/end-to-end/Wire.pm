# Wire.pm - HTTP on the wire, for tests that look at every byte: sends just
# what it is told, reads answers strictly, and keeps account of everything in
# them that a server must not send.  Core modules only.
package Wire;

use strict;
use warnings;
use Gehoor;

# What was wrong with any answer, by section; and how many there were.
our (%unsound, $answers);

# Behind what a test sends: only who still listens answers it.
our $PROBE = "GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n" .
    "Connection: close\r\n\r\n";

my $SECONDS = 30;	# without a byte, something hangs
my $TOKEN = qr/[!#\$%&'*+.^_`|~0-9A-Za-z-]+/;
my $LIST = qr/$TOKEN(?:, $TOKEN)*/;
my $IMF_FIXDATE = qr/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),\ \d\d\ 
    (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\ \d{4}\ 
    \d\d:\d\d:\d\d\ GMT/x;

# Bytes for a person to look at.
sub shown {
	my ($bytes) = @_;
	return $bytes =~ s/([^ -~])/sprintf '\\x%02x', ord $1/ger;
}

# Whether there is something to read, or the end, within some seconds.
sub readable {
	my ($s, $seconds) = @_;
	vec(my $r = '', fileno $s->{socket}, 1) = 1;
	return select($r, undef, undef, $seconds) > 0;
}

sub new {
	my ($class, $g) = @_;
	return bless { g => $g, in => '',
	    socket => $g->connect || die "no connection: $!" }, $class;
}

# Sends bytes; a server that no longer reads is no fault.
sub send {
	my ($s, $bytes) = @_;
	local $SIG{PIPE} = 'IGNORE';
	while (length $bytes) {
		my $n = syswrite $s->{socket}, $bytes or last;
		substr $bytes, 0, $n, '';
	}
	return $s;
}

# Says that nothing more will be sent.
sub finish {
	my ($s) = @_;
	shutdown $s->{socket}, 1;
	return $s;
}

# Reads more; 0 at the end, undef if the server broke the connection off.
sub more {
	my ($s) = @_;
	$s->readable($SECONDS) or die "no answer in $SECONDS s: $s->{in}";
	return sysread $s->{socket}, $s->{in}, 65536, length $s->{in};
}

# Whether nothing comes, though the daemon has served another connection since.
sub is_quiet {
	my ($s) = @_;
	talk($s->{g}, '');
	return length $s->{in} == 0 && !$s->readable(0);
}

# Whether the server ended the connection in order, without another byte.
sub is_over {
	my ($s) = @_;
	my $n;
	1 while $n = $s->more;
	return defined $n && $s->{in} eq '';
}

sub fault {
	my ($section, $what, $r) = @_;
	push @{ $unsound{$section} }, "$what in: $r->{head}";
}

# Fields by their names in small letters, and what is wrong with the lines.
sub fields {
	my ($r, @lines) = @_;
	my %fields;
	for (@lines) {
		fault('9112 5.2', 'a folded line', $r) if /^[ \t]/;
		unless (/^($TOKEN):[ \t]*([\x21-\x7e](?:[\t -~]*[\x21-\x7e])?)?[ \t]*$/) {
			fault('9112 5', "no field line: $_", $r);
			next;
		}
		fault('9110 5.3', "$1 twice", $r) if exists $fields{lc $1};
		$fields{lc $1} = $2 // '';
	}
	return \%fields;
}

# What every answer owes, whatever it says.
sub judge {
	my ($r) = @_;
	my ($h, $status) = ($r->{headers}, $r->{status});
	$answers++;
	fault('9112 2.2', 'a bare CR or LF', $r)
	    if $r->{head} =~ /\r(?!\n)|(?<!\r)\n/;
	fault('9112 6.1', 'a transfer coding', $r)
	    if exists $h->{'transfer-encoding'};
	fault('9110 8.6', 'Content-Length without content', $r)
	    if $status =~ /^1|^204/ && exists $h->{'content-length'};
	fault('9110 8.6', 'no Content-Length', $r) if
	    $status !~ /^1|^[23]04/ && ($h->{'content-length'} // '') !~ /^\d+$/;
	fault('9110 6.6.1', 'no Date', $r)
	    if $status =~ /^[234]/ && !exists $h->{date};
	fault('9110 5.6.7', 'Date', $r)
	    if exists $h->{date} && $h->{date} !~ /^$IMF_FIXDATE$/;
	fault('9110 10.2.1', '405 without Allow', $r)
	    if $status eq '405' && !exists $h->{allow};
	fault('9110 7.6.1', 'options of the connection', $r)
	    if exists $h->{'keep-alive'} ||
	    ($h->{connection} // 'close') !~ /^(?:close|keep-alive)$/;
	for (qw(allow connection vary)) {
		fault('9110 5.6.1.1', $_, $r)
		    if exists $h->{$_} && $h->{$_} !~ /^$LIST$/;
	}
	fault('9110 4.2.4', 'Location', $r) if exists $h->{location} &&
	    $h->{location} !~ m{^(?:https?://[^/?#@]+)?(?:[/?#]|$)};
	fault('9110 7.8', 'a switch of protocols', $r)
	    if exists $h->{upgrade} || $status =~ /^(?:101|426)$/;
	fault('9110 11.6.1', 'a demand for credentials', $r)
	    if $status eq '401';
	fault('9110 14', 'a part', $r) if $status =~ /^20[56]/ ||
	    exists $h->{'content-range'} || exists $h->{'accept-ranges'};
	fault('9110 8.8', 'a validator', $r)
	    if exists $h->{etag} || exists $h->{'last-modified'};
	fault('9110 12.5.3', 'Accept-Encoding', $r)
	    if exists $h->{'accept-encoding'};
}

# The next answer, also a 1xx; undef at an orderly end.
sub answer {
	my ($s, $method) = @_;
	until ($s->{in} =~ /\r\n\r\n/) {
		next if $s->more;
		die "cut off: $s->{in}" if length $s->{in};
		return;
	}
	my ($head) = $s->{in} =~ /^(.*?\r\n)\r\n/s;
	substr $s->{in}, 0, length($head) + 2, '';
	my ($line, @lines) = split /\r\n/, $head;
	my %r = (head => $head, line => $line, body => '', status => '');
	if ($line =~ m{^HTTP/1\.1 ([1-5]\d\d) [\t -~]*$}) {
		$r{status} = $1;
	} else {
		fault('9112 4', 'no status line', \%r);
	}
	$r{headers} = fields(\%r, @lines);
	judge(\%r);
	my $length = $r{headers}{'content-length'} // 0;
	$length = 0 if ($method // 'GET') eq 'HEAD' || $r{status} eq '304';
	while (length $s->{in} < $length) {
		$s->more or die "cut off: $head";
	}
	$r{body} = substr $s->{in}, 0, $length, '';
	return \%r;
}

# Sends bytes and the probe on a connection of their own; all answers.  Only the
# first request may be HEAD.
sub talk {
	my ($g, $bytes) = @_;
	my $s = Wire->new($g);
	my $method = $bytes =~ /^(?:\r\n)?HEAD / ? 'HEAD' : 'GET';
	my @all;
	$s->send($bytes . $PROBE);
	while (my $r = $s->answer($method)) {
		push @all, $r;
		$method = 'GET';
	}
	return @all;
}

# The statuses of a talk, and "open" if the probe was answered, too: "200 open".
sub verdict {
	return join ' ', map { $_->{body} =~ /^User-agent:/ ? 'open' :
	    $_->{status} } talk(@_);
}

# A request with a body and fields behind the usual ones.
sub request {
	my ($line, $body, @fields) = @_;
	unshift @fields, 'Host: localhost' unless grep { /^Host:/i } @fields;
	push @fields, 'Content-Length: ' . length $body if defined $body;
	return join "\r\n", "$line HTTP/1.1", @fields, '', $body // '';
}

# Parts of a chunked body, without the end.
sub chunks {
	return join '', map { sprintf "%x\r\n%s\r\n", length, $_ } @_;
}

1;
