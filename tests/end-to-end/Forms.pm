# Forms.pm - what a browser does with a form, for the tests: encodes fields in
# three ways, and reads a page back as HTML says a browser must.  Also what the
# daemon promises to make of text (utf8.h).  Core modules only.
package Forms;

use strict;
use warnings;
use Gehoor;
use JSON::PP;

our $BOUNDARY = 'XyZ-grens-van-de-test';

# Table 3-7 of the Unicode standard: what is well-formed, and the beginnings of
# that, each of which is one mistake when it is not the whole.
my $more = qr/[\x80-\xbf]/;
my $whole = qr/[\x00-\x7f]|[\xc2-\xdf]$more|\xe0[\xa0-\xbf]$more|
    [\xe1-\xec\xee\xef]$more$more|\xed[\x80-\x9f]$more|
    \xf0[\x90-\xbf]$more$more|[\xf1-\xf3]$more$more$more|
    \xf4[\x80-\x8f]$more$more/x;
my $part = qr/\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef]$more|\xed[\x80-\x9f]|
    \xf0[\x90-\xbf]$more?|[\xf1-\xf3]$more$more?|\xf4[\x80-\x8f]$more?/x;

# With U+FFFD for what is no UTF-8, as the Encoding standard has it.
sub mended {
	my ($bytes) = @_;
	$bytes =~ s/($whole{1,1000})|$part|./$1 \/\/ "\xef\xbf\xbd"/gse;
	return $bytes;
}

# Characters of well-formed bytes, and back.  Encode would not have U+FFFF.
sub characters {
	my ($text) = @_;
	utf8::decode($text) or die 'no UTF-8';
	return $text;
}

sub octets {
	my ($text) = @_;
	utf8::encode($text);
	return $text;
}

# What becomes of bytes: well-formed UTF-8 with LF at the end of lines, without
# byte order marks in front and without control characters.
sub clean {
	my ($bytes) = @_;
	my $text = characters(mended($bytes));
	$text =~ s/\r\n?/\n/g;
	$text =~ s/[\x00-\x08\x0b-\x1f\x7f-\x9f]//g;
	$text =~ s/\A\x{feff}+//;
	return octets($text);
}

# Three ways to send pairs of name and value, which are bytes: a name, a type
# and a body.  JSON has no bytes, so that it gets what is left of broken ones.
my %encoders = (urlencoded => sub {
	return ('application/x-www-form-urlencoded', Gehoor::form(@_));
}, multipart => sub {
	my $body = '';
	while (my ($name, $value) = splice @_, 0, 2) {
		$name =~ s/(["\r\n])/sprintf '%%%02X', ord $1/ge;
		$body .= "--$BOUNDARY\r\nContent-Disposition: form-data; " .
		    "name=\"$name\"\r\n\r\n$value\r\n";
	}
	return ("multipart/form-data; boundary=$BOUNDARY",
	    "$body--$BOUNDARY--\r\n");
}, json => sub {
	my (@names, %values);
	while (my ($name, $value) = splice @_, 0, 2) {
		push @names, $name unless $values{$name};
		push @{ $values{$name} }, characters(mended($value));
	}
	my $json = JSON::PP->new->allow_nonref;
	return ('application/json', octets('{' . join(',', map {
		my @all = @{ $values{$_} };
		$json->encode($_) . ':' .
		    $json->encode(@all > 1 ? \@all : $all[0])
	} @names) . '}'));
});

sub encodings { return sort keys %encoders }

# Posts pairs to a path in an encoding, as one that wants to see a page or, with
# json => 1, as a program.
sub post {
	my ($g, $path, $how, $pairs, %o) = @_;
	my ($type, $body) = $encoders{$how}->(@$pairs);
	return $g->request('POST', $path, body => $body, on => $o{on},
	    headers => { 'Content-Type' => $type,
		Accept => $o{json} ? 'application/json' : 'text/html' });
}

my %entity = (amp => '&', lt => '<', gt => '>', quot => '"', '#39' => "'");

# Undoes character references; any that it does not know is a fault.
sub unescape {
	my ($html) = @_;
	$html =~ s/&(\w+|#\d+);|&/
	    defined $1 && $entity{$1} || die "an open reference in: $html"/ge;
	return $html;
}

sub attributes {
	my ($tag) = @_;
	my %a;
	$a{$1} = unescape($2 // $3 // $4 // '') while
	    $tag =~ /\s([a-z-]+)(?:="([^"]*)"|='([^']*)'|=([^\s"'>]+))?/g;
	return \%a;
}

# The fields of a page as a browser holds them, in order: pairs of name and
# value, without buttons.  A browser makes other bytes of CR and NUL, and drops
# a line end that is the first in a text area.
sub fields {
	my ($html) = @_;
	my (@pairs, $select);
	die 'CR or NUL in a page' if $html =~ /[\r\0]/;
	while ($html =~ m{<(textarea|input|select|option|/select)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>}g) {
		my ($kind, $a) = ($1, attributes($2));
		if ($kind eq 'textarea') {
			$html =~ m{\G(.*?)</textarea>}gs or die 'an open text area';
			my $text = $1;
			$text =~ s/^\n//;
			push @pairs, $a->{name}, unescape($text);
		} elsif ($kind eq 'input') {
			my $type = $a->{type} // 'text';
			next if $type eq 'submit' || $type =~
			    /^(?:radio|checkbox)$/ && !exists $a->{checked};
			push @pairs, $a->{name}, $a->{value} // '';
		} elsif ($kind eq 'select') {
			push @pairs, $a->{name}, undef;
			$select = \$pairs[-1];
		} elsif ($kind eq 'option') {
			$$select = $a->{value}
			    if exists $a->{selected} || !defined $$select;
		}
	}
	return @pairs;
}

# The values of one name among pairs.
sub values_of {
	my ($name, @pairs) = @_;
	my @values;
	while (my ($k, $v) = splice @pairs, 0, 2) {
		push @values, $v if $k eq $name;
	}
	return @values;
}

# As a browser sends what it holds: with CR LF at the end of lines.
sub sent {
	return map { s/\n/\r\n/gr } @_;
}

# The tags of a page, without what differs each time: a token, a code.
sub tags {
	my ($html) = @_;
	return join "\n", map { s/value="[^"]*"/value/r } $html =~ /<[^>]*>/g;
}

1;
