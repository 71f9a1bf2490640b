#!/usr/bin/perl
# 61-rfc9110.t - the semantics of HTTP as RFC 9110 asks them of an origin
# server, sections 2 to 9, against the real daemon on a real socket.  Every test
# is named after its section.  (Sections 10 to 15: 61-rfc9110-fields.t.)
#
# What a server MUST do, and where it is tested:
#
#   2.2     send nothing that is not in the grammar; nothing of another role
#   2.3     read elements as long as those that it writes itself
#   3.3     not take two requests on a connection for one person's
#   4.2.1, 4.2.2  refuse an http or https URI without host
#   4.2.4   send no user name in a URI
#   5.3     send no field twice; do nothing before the head is whole
#   5.4     4xx for fields that are too large
#   5.5     cut blanks off values; refuse CR, LF and NUL in them
#   5.6.1   send lists without empty elements, and read those that have them
#   5.6.4   undo quoted pairs
#   5.6.7   send dates in the one format
#   6.2     send no version but its own
#   6.5.1   not merge trailers into the head
#   6.6.1   send a Date with 2xx, 3xx and 4xx
#   7.1     refuse the asterisk- and authority-form for other methods
#   7.4     refuse an https URI on a connection that is not secured
#   7.6.1   name in Connection what is for this connection only
#   7.8     switch to nothing; ignore Upgrade in HTTP/1.0
#   8.4     name the coding of what it sends
#   8.6     send no Content-Length with 1xx and 204, and in answers to HEAD that
#           of GET; let no length overflow
#   8.7     let Content-Location not change what a request means
#   9.1     support GET and HEAD
#   9.2.1   do nothing unsafe at a safe request
#   9.3.2   send no content to HEAD
#   9.3.6   refuse CONNECT to no port (and any other)
#
# Not followed: blanks around the "=" of chunk extensions (5.6.3), and empty
# elements in Transfer-Encoding (5.6.1.2): see 60-rfc9112-body.t.  A hook of
# Kannel stores a message at a GET (9.2.1): that is the gateway's own protocol,
# behind a secret in the path; HEAD, by which others look, is 405 there.
#
# What does not apply: 5.1, 5.3, 6.6.1, 7.6, 7.7 and 9.2.2 for those who forward
# or cache; 5.6.7 for who reads dates (none is read); 7.6.2, 7.6.3 (TRACE is
# 405, nothing is forwarded); 8.3.3 (no multipart is sent); 8.8 (no validators);
# 9.3.4 (PUT is 405); and all that is asked of clients.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use IO::Uncompress::Gunzip qw(gunzip);
use JSON::PP;
use Test::More;
use Wire;

my $g = Gehoor->new->start;
my $FORM = 'Content-Type: application/x-www-form-urlencoded';
my $JSON = 'Accept: application/json';
my @PATHS = ('/', '/nl/', '/en/', '/nl/feedback', '/en/lijn', '/nl/code',
    '/nl/privacy', '/en/veilig', '/robots.txt', '/favicon.ico', '/weg',
    '/nl/bestaat-niet');

sub becomes {
	my ($section, $what, $verdict, $bytes) = @_;
	my $got = Wire::verdict($g, $bytes);
	is $got, $verdict, Wire::shown("RFC 9110 $section: $what") or
	    diag Wire::shown($bytes);
}

# The first answer to bytes on a connection of their own.
sub answer { return (Wire::talk($g, @_))[0] }
sub get { return answer(Wire::request("GET $_[0]", undef, @_[1 .. $#_])) }

# A post to a box that asks for JSON, unless fields say otherwise.
sub post {
	my ($body, @fields) = @_;
	push @fields, $FORM unless grep { /^Content-Type:/i } @fields;
	push @fields, $JSON unless grep { /^Accept:/i } @fields;
	return Wire::request('POST /nl/feedback', $body, @fields);
}

# How often a story is in the box.
sub stored {
	my ($story) = @_;
	return scalar grep { $_->{text} eq $story }
	    $g->records('--box', 'feedback');
}

# 2.3 Length requirements: what our own pages lead to can be asked for.
my %seen;
my @to_see = ('/');
while (defined(my $path = shift @to_see)) {
	next if $seen{$path}++;
	my $r = get($path);
	like $r->{status}, qr/^(?:200|303)$/, "RFC 9110 2.3: $path is served";
	push @to_see, $r->{body} =~ m{(?:href|action)="?(/[^"'\s>#]*)}g;
}
cmp_ok scalar keys %seen, '>', 8, 'RFC 9110 2.3: there are links';

# 3.3 Connections, clients and servers
my @pair = Wire::talk($g, post('text=Ik') . post('text=Iemand+anders',
    'Accept: text/html') . Wire::request('GET /nl/bestaat-niet') .
    Wire::request('GET /en/bestaat-niet', undef, $JSON) .
    Wire::request('GET /en/bestaat-niet'));
is $pair[0]{status}, 201, 'RFC 9110 3.3: one speaks';
like $pair[1]{body}, qr/<html[^>]* lang="?nl/,
    'RFC 9110 3.3: what one asks for, the next does not get';
my ($one) = decode_json($pair[0]{body})->{code};
my ($two) = $pair[1]{body} =~ /<output id="?code"?[^>]*>([^<]*)</;
isnt $one, $two, 'RFC 9110 3.3: two posts on a connection are two codes';
like $pair[2]{body}, qr/<html[^>]* lang="?nl/,
    'RFC 9110 3.3: an error is no JSON because another was';
is decode_json($pair[3]{body})->{error}, 'not-found',
    'RFC 9110 3.3: whoever asks for it gets it';
like $pair[4]{body}, qr/<html[^>]* lang="?en/,
    'RFC 9110 3.3: and nobody behind them';

# 4.2 http and https URIs
becomes('4.2.1', "$_ has no host and is refused", '400',
    Wire::request("GET $_")) for 'http:///nl/', 'http://', 'http://:80/nl/';
becomes('4.2.2', "$_ has none, either", '400', Wire::request("GET $_"))
    for 'https:///nl/', 'https://:443/nl/';
becomes('4.2.4', "$_ names a user and is refused", '400',
    Wire::request("GET $_")) for 'http://user@localhost/nl/',
    'http://localhost:80@other.test/', 'http://@localhost/';
like get('/weg')->{headers}{location}, qr{^https?://[^/?#@]+},
    'RFC 9110 4.2.4: the quick exit leads to a host without a user';

# 5.3 Field order: nothing happens before the head is whole
{
	my $w = Wire->new($g);
	my $post = post('text=Pas+als+alles+er+is');
	my $head = index $post, "\r\n\r\n";
	$w->send(substr $post, 0, $head + 3);
	ok $w->is_quiet, 'RFC 9110 5.3: a head that is not whole has no answer';
	is stored('Pas als alles er is'), 0, 'RFC 9110 5.3: and no effect';
	$w->send(substr $post, $head + 3);
	is $w->answer->{status}, 201, 'RFC 9110 5.3: when it is whole, it has';
	my $late = Wire->new($g);
	$late->send("POST /nl/feedback HTTP/1.1\r\nHost: localhost\r\n" .
	    "Content-Length: 9\r\n");
	ok $late->is_quiet, 'RFC 9110 5.3: a later line still counts';
	$late->send("Transfer-Encoding: chunked\r\n\r\ntext=Twee");
	is $late->answer->{status}, 400, 'RFC 9110 5.3: also against it';
}

# 5.4 Field limits
becomes('5.4', "$_->[0] too large: 431", '431', "GET / HTTP/1.1\r\n" .
    "Host: localhost\r\n$_->[1]\r\n") for
    ['a value', 'X: ' . 'y' x 9000 . "\r\n"],
    ['a name', 'X' x 9000 . ": y\r\n"],
    ['blanks', 'X:' . ' ' x 9000 . "y\r\n"],
    ['all together', "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n" x 250],
    ['the number', "X: y\r\n" x 64];
becomes('5.4', "$_->[0]: taken", '200 open', "GET /nl/ HTTP/1.1\r\n" .
    "Host: localhost\r\n$_->[1]\r\n") for
    ['a large value', 'X: ' . 'y' x 8000 . "\r\n"],
    ['many fields', "X: y\r\n" x 63];

# 5.5 Field values
my $r = answer(post('{"text": "Met blanco\'s"}',
    "Content-Type: \t application/json \t"));
is $r->{status}, 201, 'RFC 9110 5.5: blanks around a value are no part of it';
is answer("POST /nl/feedback HTTP/1.1\r\nHost:\t localhost \t\r\n$FORM\r\n" .
    "Content-Length:  9 \t \r\n\r\ntext=Kort")->{status}, 200,
    'RFC 9110 5.5: also around Host and a length';
becomes('5.5', "$_->[0] in a value is refused", '400',
    Wire::request('GET /', undef, "X: a$_->[1]b")) for ['CR', "\r"],
    ['LF', "\n"], ['NUL', "\0"], ['another control character', "\x01"],
    ['DEL', "\x7f"];

# 5.6.1.2 Lists with empty elements
becomes('5.6.1.2', 'empty elements of Connection do not count', '200',
    Wire::request('GET /nl/', undef, "Connection: ,, ,\tclose , ,"));
becomes('5.6.1.2', 'nor make it end', '200 open',
    Wire::request('GET /nl/', undef, "Connection: , ,"));
like get('/nl/x', "Accept: ,\t, application/json, ,text/html;q=0.5,")->{body},
    qr/^\{"error"/, 'RFC 9110 5.6.1.2: nor those of Accept';
{
	my $w = Wire->new($g);
	$w->send(join "\r\n", 'POST /nl/feedback HTTP/1.1', 'Host: localhost',
	    $FORM, $JSON, 'Expect: ,', 'Expect:  , 100-continue,',
	    'Content-Length: 10', '', '');
	is $w->answer->{status}, 100, 'RFC 9110 5.6.1.2: nor those of Expect';
	is $w->send('text=Leeg+')->answer->{status}, 201,
	    'RFC 9110 5.6.1.2: the request behind it is like others';
}

# 5.6.4 Quoted strings
for ('"a\"b"', '"\a\"\b"') {
	my $body = "--a\"b\r\nContent-Disposition: form-data; name=\"text\"\r\n" .
	    "\r\nGequoot\r\n--a\"b--\r\n";
	is answer(post($body, "Content-Type: multipart/form-data; boundary=$_"))
	    ->{status}, 201, "RFC 9110 5.6.4: the boundary $_ is a\"b";
}
is stored('Gequoot'), 2, 'RFC 9110 5.6.4: and parts what it should';

# 6.2 Control data
is answer("GET / HTTP/1.0\r\n\r\n")->{line}, 'HTTP/1.1 200 OK',
    'RFC 9110 6.2: an answer to HTTP/1.0 is of our own version';
is answer("GET / HTTP/3.0\r\nHost: a\r\n\r\n")->{line},
    'HTTP/1.1 505 HTTP Version Not Supported',
    'RFC 9110 6.2: so is one to a version that we do not speak';

# 6.5.1 Trailers
$r = answer("POST /nl/feedback HTTP/1.1\r\nHost: localhost\r\n$FORM\r\n" .
    "Transfer-Encoding: chunked\r\n\r\n" . Wire::chunks('text=Slot') .
    "0\r\n$JSON\r\nContent-Type: text/csv\r\nContent-Encoding: gzip\r\n" .
    "Expect: wonder\r\nIf-Match: \"a\"\r\n\r\n");
is $r->{status}, 200, 'RFC 9110 6.5.1: a trailer is no field of the head';
like $r->{headers}{'content-type'}, qr/html/,
    'RFC 9110 6.5.1: it asks for nothing';

# 7.1 and 7.4 The target
becomes('7.1', "$_->[0] $_->[1] is refused", '400',
    Wire::request("$_->[0] $_->[1]")) for ['GET', '*'], ['POST', '*'],
    ['GET', 'localhost:80'], ['OPTIONS', 'localhost:80'];
becomes('7.4', "$_->[0] https without TLS is misdirected", '421',
    Wire::request("$_->[0] https://localhost$_->[1]")) for ['GET', '/nl/'],
    ['GET', '/bestaat-niet'], ['OPTIONS', '/nl/'];
becomes('7.4', 'also with a body', '421', post('text=Verdwaald') =~
    s{ /nl}{ https://localhost/nl}r);
is stored('Verdwaald'), 0, 'RFC 9110 7.4: which is not taken';

# 7.8 Upgrade
for ('h2c', 'websocket', 'TLS/1.3', 'HTTP/2.0, SHTTP/1.3') {
	my $ask = Wire::request('GET /nl/', undef, "Upgrade: $_",
	    'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABk');
	becomes('7.8', "there is no switch to $_", '200 open', $ask);
	becomes('7.8', "nor in HTTP/1.0 to $_", '200', $ask =~ s/1\.1\r/1.0\r/r);
}

# 8.4 Content codings
for (qw(/nl/ /nl/privacy /nl/veilig /nl/bestaat-niet)) {
	my $plain = get($_);
	my $packed = get($_, 'Accept-Encoding: gzip');
	my $body = $packed->{body};
	is $plain->{headers}{'content-encoding'}, undef,
	    "RFC 9110 8.4: $_ has no coding that was not asked for";
	if (my $coding = $packed->{headers}{'content-encoding'}) {
		is $coding, 'gzip', "RFC 9110 8.4: $_ has the one asked for";
		gunzip(\$packed->{body}, \$body) or die;
	}
	ok $body eq $plain->{body}, "RFC 9110 8.4: $_ is the same either way";
	is get($_, "Accept-Encoding: $_")->{headers}{'content-encoding'}, undef,
	    "RFC 9110 8.4: not for $_" for 'gzip;q=0', 'br', 'identity', '';
}

# 8.6 and 9.3.2 HEAD: the same fields, also the length, and no content
for my $path (@PATHS) {
	my $get = get($path);
	my $head = answer(Wire::request("HEAD $path"));
	delete $_->{headers}{date} for $get, $head;
	is $head->{status}, $get->{status},
	    "RFC 9110 9.3.2: HEAD $path has the status of GET";
	is_deeply $head->{headers}, $get->{headers},
	    "RFC 9110 8.6: and its fields, Content-Length among them";
	is join(' ', map { $_->{status} } Wire::talk($g,
	    Wire::request("HEAD $path"))), "$get->{status} 200",
	    "RFC 9110 9.3.2: HEAD $path has no content";
}
for (Wire::request('HEAD /', undef, 'X: ' . 'y' x 9000),
    Wire::request('HEAD /' . 'a' x 7000),
    Wire::request('HEAD /', undef, 'X : y'),
    Wire::request('HEAD /nl/', 'x', 'Expect: y'),
    Wire::request('HEAD https://localhost/'), Wire::request('HEAD /', '') =~
    s/Content-Length: 0/Transfer-Encoding: chunked\r\n\r\nx/r) {
	my @got = Wire::talk($g, $_);
	is @got, 1, 'RFC 9110 9.3.2: nor has HEAD that is refused: ' .
	    $got[0]{status};
}
becomes('8.6', "a length of $_ does not overflow", '413', post('text=Lang') =~
    s/Length: 9/Length: $_/r) for '18446744073709551625', '4294967305',
    '99999999999999999999999999999999999999', '9' x 400;
becomes('8.6', 'noughts before a length do not count', '201 open',
    post('text=Lang') =~ s/Length: 9/Length: 0000000000000000000000009/r);

# 8.7 Content-Location
is answer(post('text=Hier+hoort+het', 'Content-Location: /nl/lijn'))->{status},
    201, 'RFC 9110 8.7: Content-Location does no harm';
is stored('Hier hoort het'), 1, 'RFC 9110 8.7: nor does it lead elsewhere';

# 9.1 and 9.3 Methods
for my $path (@PATHS) {
	unlike $_, qr/^(?:405|501)/, "RFC 9110 9.1: $path has GET and HEAD" for
	    get($path)->{status},
	    answer(Wire::request("HEAD $path"))->{status};
}
becomes('9.1', "the method $_ is unknown", '501', Wire::request("$_ /nl/"))
    for qw(BREW get Head GETS PROPFIND LINK);
becomes('9.1', "$_ is known, and not allowed", '405 open',
    Wire::request("$_ /nl/feedback")) for qw(PUT DELETE PATCH OPTIONS TRACE);
becomes('9.3.6', "CONNECT $_ makes no tunnel", '501',
    Wire::request("CONNECT $_")) for 'localhost:443', 'localhost:',
    'localhost:0', 'localhost:99999', 'localhost', '/nl/';
unlike answer(Wire::request('TRACE /nl/', undef, 'X-Secret: geheim'))->{body},
    qr/geheim/, 'RFC 9110 9.3.8: TRACE gives nothing back';

# 9.2.1 Safe methods
my $before = () = $g->records;
my $sent = 'text=Stiekem&step=send';
for ("GET /nl/feedback?$sent", "HEAD /nl/feedback?$sent",
    "GET /nl/code?$sent") {
	is answer(Wire::request($_))->{status}, 200,
	    "RFC 9110 9.2.1: $_ is only a page";
	is answer(Wire::request($_, $sent, $FORM))->{status}, 200,
	    "RFC 9110 9.2.1: $_: also with a body";
}
is scalar($g->records), $before, 'RFC 9110 9.2.1: and nothing was stored';

# What no answer may hold, over all of the above
cmp_ok $Wire::answers, '>', 200, 'RFC 9110 2.2: there were answers to look at';
for (['4.2.4', 'no Location named a user'], ['5.3', 'no field came twice'],
    ['5.6.1.1', 'no list had an empty element'],
    ['5.6.7', 'every date was in the one format'],
    ['6.6.1', 'every 2xx, 3xx and 4xx had a Date'],
    ['7.6.1', 'no field was for the connection but Connection'],
    ['7.8', 'no answer switched protocols'],
    ['8.6', 'no 1xx or 204 had a length, and all others did'],
    ['8.8', 'no answer had a validator']) {
	is_deeply $Wire::unsound{"9110 $_->[0]"}, undef,
	    "RFC 9110 $_->[0]: $_->[1]";
}
is_deeply \%Wire::unsound, {}, 'RFC 9110 2.2: and nothing else was wrong';
is $g->stop, 0, 'RFC 9110 2.4: gehoord ends in order after all that';

done_testing;
