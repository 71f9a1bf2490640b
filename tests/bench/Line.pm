# Line.pm - what a cheap phone on a bad line waits for: 280 kbit/s, 800 ms from
# there and back (2G), computed from the bytes that gehoord really sends.
#
# The model: DNS, TCP, TLS 1.3 and the request are a round trip each; on a
# connection that is still open only the request is, on a new one to a known
# address three.  TCP begins with ten segments and doubles each round trip
# (RFC 6928).  Nothing is lost on the way, which flatters everybody alike.
package Line;

use strict;
use warnings;
use Gehoor;

our $RATE = 280_000 / 8;    # bytes a second
our $TRIP = 0.8;            # seconds
my $WINDOW = 10 * 1460;
my $HANDSHAKE = 3500;       # bytes of certificates and keys
my %TRIPS = (first => 4, new => 3, open => 1);

# Seconds until a page is there.
sub seconds {
	my ($how, $up, $down) = @_;
	my $trips = $TRIPS{$how};
	my $bytes = $up + $down + ($how eq 'open' ? 0 : $HANDSHAKE);
	for (my ($left, $window) = ($down, $WINDOW); $left > $window; $window *= 2) {
		$left -= $window;
		$trips++;
	}
	return $trips * $TRIP + $bytes / $RATE;
}

# One request as a browser makes it: bytes up and down, and the answer.
sub ask {
	my ($g, $method, $path, $body) = @_;
	my %h = ('Accept-Encoding' => 'gzip, deflate, br', 'User-Agent' => 'x' x 110,
	    Accept => 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
	    $body ? ('Content-Type' => 'application/x-www-form-urlencoded') : ());
	my $r = $g->request($method, $path, headers => \%h, body => $body);
	die "$path: $r->{line}" if $r->{status} != 200;
	my $up = length("$method $path HTTP/1.1\r\n") + 24 + length($body // '');
	$up += length("$_: $h{$_}\r\n") for keys %h;
	return ($up, length($r->{head}) + 4 + length $r->{body}, $r);
}

# The way from the start page to the receipt in a language: [up, down] each.
sub way {
	my ($g, $lang, $story) = @_;
	my @way;
	push @way, [(ask($g, 'GET', "/$lang/"))[0, 1]];
	push @way, [(ask($g, 'GET', "/$lang/feedback"))[0, 1]];
	my @fields = (token => $g->token('feedback'), text => $story, leeg => '');
	push @way, [(ask($g, 'POST', "/$lang/feedback",
	    Gehoor::form(@fields, step => 'check')))[0, 1]];
	push @way, [(ask($g, 'POST', "/$lang/feedback",
	    Gehoor::form(@fields, step => 'send')))[0, 1]];
	return @way;
}

# Seconds of the whole way: where the connection stays open (somebody who
# taps on at once), and where each page needs a new one (who takes the time).
sub whole {
	my ($how, @way) = @_;
	my $sum = seconds('first', @{ shift @way });
	$sum += seconds($how, @$_) for @way;
	return $sum;
}

# Weights that ../shared/reference measured of others, for the same form page:
# bytes as sent, requests.
our @PEERS = (
	['GOV.UK CSS and JS, no font', 27_500, 3],
	['Rijkshuisstijl CSS index only', 30_200, 2],
	['NHS CSS and JS', 43_000, 3],
	['Utrecht CSS index and tokens', 51_600, 3],
	['GOV.UK CSS, JS, two fonts', 93_000, 5],
	['median mobile home page, July 2025', 2_559_000, 70]);

1;
