#!/usr/bin/perl
# 60-rfc9112.t - HTTP/1.1 as RFC 9112 asks it of a server, sections 2 to 5,
# against the real daemon on a real socket.  Every test is named after its
# section.  (Sections 6 to 9: 60-rfc9112-body.t.)
#
# What a server MUST do, and where it is tested:
#
#   2.2   read messages as octets; refuse a bare CR (or make it a blank); refuse
#         a blank before the first field (or skip it); send no bare CR
#   3     414 for a target that is too long
#   3.2   400 without Host in HTTP/1.1, with two, and with one that is none
#   3.2.2 take the absolute-form, and go by its host instead of Host.  Taken
#         here; that its host is the one: tests/unit/http_request.c
#   4     a blank behind the status code
#   5.1   400 for a blank between name and colon
#   5.2   400 for a folded line (or unfold it); send none
#
# The parser is stricter than it must be where leniency has been used for
# smuggling: only CRLF ends a line (2.2 MAY), one empty line before a request
# and not more (2.2 SHOULD "at least one"), one blank each in the request line
# (3 MAY), only schemes of HTTP in the absolute-form.
#
# What does not apply: 2.3 and 3.2.2 for intermediaries (nothing is forwarded),
# 3.2.3 (no tunnel: CONNECT is 501), 3.2.4 for proxies, 5.1 and 5.2 for
# responses received (none are), and all that is asked of clients.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;
use Wire;

my $g = Gehoor->new->start;

# What becomes of bytes.
sub becomes {
	my ($section, $what, $verdict, $bytes, $method) = @_;
	my $got = Wire::verdict($g, $bytes, $method);
	is $got, $verdict, Wire::shown("RFC 9112 $section: $what") or
	    diag Wire::shown($bytes);
}

# Fields behind a good request line and Host.
sub field {
	my ($section, $what, $verdict, @lines) = @_;
	becomes($section, $what, $verdict, "GET /nl/veilig?x HTTP/1.1\r\n" .
	    "Host: localhost\r\n" . join('', map { "$_\r\n" } @lines) . "\r\n");
}

my $HOST = "Host: localhost\r\n";

# The probe itself tells open from closed.
is Wire::verdict($g, ''), 'open', 'RFC 9112 2.1: a request is answered';
is Wire::verdict($g, Wire::request('GET /nl/veilig', undef,
    'Connection: close')), '200', 'RFC 9112 2.1: and what comes behind ' .
    'the last is not';

# 2.2 Message parsing
field('2.2', 'bytes that are no UTF-8 are octets like others', '200 open',
    "X: \xff\xfe\x80\xc3");
field('2.2', 'a CR LF within a broken character ends the line', '400',
    "X: \xe2\x82\r\nbad line");
field('2.2', 'an LF within a character is one, too', '400',
    "X: \xe2\x82\n Host: b");
becomes('2.2', "a bare CR in the $_->[0] is refused", '400', $_->[1]) for
    ['request line', "GET /\r HTTP/1.1\r\n$HOST\r\n"],
    ['place of a blank', "GET\r/ HTTP/1.1\r\n$HOST\r\n"],
    ['end of the request line', "GET / HTTP/1.1\r$HOST\r\n"],
    ['beginning', "\rGET / HTTP/1.1\r\n$HOST\r\n"],
    ['name of a field', "GET / HTTP/1.1\r\nHo\rst: a\r\n\r\n"],
    ['value of a field', "GET / HTTP/1.1\r\n${HOST}X: a\rY: b\r\n\r\n"],
    ['end of a line', "GET / HTTP/1.1\r\n${HOST}X: a\r\r\n\r\n"],
    ['empty line', "GET / HTTP/1.1\r\n$HOST\r\r\n"];
becomes('2.2', "an LF alone at the $_->[0] ends no line", '400', $_->[1]) for
    ['request line', "GET / HTTP/1.1\n$HOST\r\n"],
    ['field', "GET / HTTP/1.1\r\nHost: a\n\r\n"],
    ['empty line', "GET / HTTP/1.1\r\n$HOST\n"],
    ['beginning', "\nGET / HTTP/1.1\r\n$HOST\r\n"];
becomes('2.2', 'one empty line before a request is skipped', '200 open',
    "\r\nGET /nl/veilig HTTP/1.1\r\n$HOST\r\n");
becomes('2.2', 'also one behind a body that did not count it', '422 open',
    Wire::request('POST /nl/feedback', 'text=') . "\r\n");
becomes('2.2', 'a request does not begin with two', '400',
    "\r\n\r\nGET / HTTP/1.1\r\n$HOST\r\n");
becomes('2.2', "$_->[0] before the first field is refused", '400',
    "GET / HTTP/1.1\r\n$_->[1]") for
    ['a blank', " $HOST\r\n"], ['a tab', "\t$HOST\r\n"],
    ['a line of blanks', "  \r\n$HOST\r\n"],
    ['a field behind a blank', " X: a\r\n$HOST\r\n"],
    ['a length behind a blank', " Content-Length: 5\r\n$HOST\r\nhello"];
becomes('2.2', 'what is not HTTP at all is refused', '400', $_) for
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "SSH-2.0-x\r\n", "\0\0\0\0";

# 2.3 HTTP version
becomes('2.3', 'HTTP/1.0 is served', '200',
    "GET /nl/veilig HTTP/1.0\r\n\r\n");
becomes('2.3', "$_ is another version", '505',
    "GET / $_\r\n$HOST\r\n") for qw(HTTP/2.0 HTTP/1.2 HTTP/0.9 HTTP/9.9);
becomes('2.3', 'so is the beginning of HTTP/2', '505',
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
becomes('2.3', "$_ is none", '400', "GET / $_\r\n$HOST\r\n") for
    'HTTP/1,1', qw(http/1.1 Http/1.1 HTTP/1 HTTP/1. HTTP/11 HTTP/1.10
    HTTP/01.1 HTTPS/1.1 HTTP/-1.1 HTTP1.1 ICY/1.1);
becomes('2.3', 'a request without one is refused', '400', "GET /\r\n");

# 3 Request line
sub target {
	my ($section, $what, $verdict, $target, $method) = @_;
	becomes($section, $what, $verdict, ($method // 'GET') .
	    " $target HTTP/1.1\r\n$HOST\r\n", $method);
}
target('3', 'a target that is too long is 414', '414', '/' . 'a' x 6144);
target('3', 'also if it never ends', '414', '/' . 'a' x 20_000);
target('3', 'also if it is a query', '414', '/nl/?' . 'a' x 6144);
target('3', 'a long one is only not there', '404 open', '/' . 'a' x 6000);
target('3', 'a method that is longer than any is 501', '501', '/', 'X' x 500);
becomes('3', "$_->[0] in the request line is refused", '400',
    "$_->[1]\r\n$HOST\r\n") for
    ['a second blank', 'GET  / HTTP/1.1'],
    ['a second blank behind the target', 'GET /  HTTP/1.1'],
    ['a blank at the end', 'GET / HTTP/1.1 '],
    ['a blank at the beginning', ' GET / HTTP/1.1'],
    ['a tab for a blank', "GET\t/ HTTP/1.1"],
    ['a vertical tab', "GET /\x0b HTTP/1.1"],
    ['a blank in the target', 'GET /a b HTTP/1.1'],
    ['a missing target', 'GET HTTP/1.1'],
    ['a missing method', '/ HTTP/1.1'];
target('3.1', "$_ is no token", '400', '/', $_) for
    'GE(T', "G\xc3\x8b", "GET\x7f", '"GET"', 'GET,';
target('3.1', 'a method is spelled in capitals: get is another', '501', '/',
    'get');
target('3.2', "$_->[0] is no target", '400', $_->[1]) for
    ['a name', 'nl'], ['a query alone', '?a'], ['a fragment', '/nl#a'],
    ['a byte beyond ASCII', "/\xc3\xa9"], ['a control character', "/\x01"],
    ['DEL', "/\x7f"], ['a NUL', "/\0"], ['a backslash for a slash', '\\nl'];

# 3.2 Host
sub host {
	my ($what, $verdict, $minor, @hosts) = @_;
	becomes('3.2', "$what in HTTP/1.$minor", $verdict,
	    "GET /nl/veilig HTTP/1.$minor\r\nConnection: keep-alive\r\n" .
	    join('', map { "Host: $_\r\n" } @hosts) . "\r\n");
}
host('no Host', '400', 1);
host('no Host is needed', '200 open', 0);
for my $minor (0, 1) {
	host('two Hosts', '400', $minor, 'localhost', 'other.test');
	host('the same Host twice', '400', $minor, 'localhost', 'localhost');
	host("Host \"$_\" is none:", '400', $minor, $_) for '', 'a b', 'a,b',
	    'a/b', 'u@a', 'http://a', 'a:b', 'a:80:80', ':80', 'a:123456',
	    '[::1', '::1', '[::g]', "a\xc3\xa9", "a\x7f", 'a?b', 'a#b', '<a>';
	host("Host \"$_\" is one:", '200 open', $minor, $_) for 'localhost',
	    'localhost:', 'localhost:65535', '127.0.0.1', '[::1]:80', 'A.Test';
}
becomes('3.2', 'the name Host is read without case', '200 open',
    "GET /nl/veilig HTTP/1.1\r\nhOsT: localhost\r\n\r\n");
becomes('3.2', 'Host may come last', '200 open',
    "GET /nl/veilig HTTP/1.1\r\nX: a\r\nY: b\r\n$HOST\r\n");

# 3.2.1 to 3.2.4 Forms of the target
target('3.2.1', 'the origin-form is path and query', '200 open',
    '/nl/veilig?a=b&c=%20');
target('3.2.1', 'a path is not undone twice', '404 open', '/%6el/');
target('3.2.2', "the absolute-form $_ is taken", '200 open', $_) for
    'http://localhost/nl/veilig', 'HTTP://localhost/nl/veilig?a',
    'http://localhost:80/nl/veilig', 'http://[::1]/nl/veilig',
    'http://other.test/nl/veilig';
my ($r) = Wire::talk($g, "GET http://localhost HTTP/1.1\r\n$HOST\r\n");
is $r->{status}, 200, 'RFC 9112 3.2.2: an absolute-form without path is /';
becomes('3.2.2', 'the absolute-form is taken in HTTP/1.0', '200',
    "GET http://localhost/nl/veilig HTTP/1.0\r\n\r\n");
becomes('3.2.2', 'Host may differ from it: its own host counts', '200 open',
    "GET http://localhost/nl/veilig HTTP/1.1\r\nHost: other.test\r\n\r\n");
becomes('3.2.2', 'Host must still be there', '400',
    "GET http://localhost/nl/veilig HTTP/1.1\r\n\r\n");
becomes('3.2.2', 'and be one', '400',
    "GET http://localhost/nl/veilig HTTP/1.1\r\nHost: a b\r\n\r\n");
target('3.2.2', "$_ is none", '400', $_) for 'http:/nl/', 'http:nl',
    'http//localhost/', 'ftp://localhost/', 'file:///etc/passwd',
    'http://local host/', 'http://localhost:x/';
target('3.2.3', 'CONNECT makes no tunnel', '501', 'localhost:443', 'CONNECT');
target('3.2.3', "the authority-form is not for $_", '400', 'localhost:443',
    $_) for qw(GET POST OPTIONS);
target('3.2.4', 'OPTIONS * asks what there is not', '501', '*', 'OPTIONS');
target('3.2.4', "the asterisk-form is not for $_", '400', '*', $_)
    for qw(GET HEAD POST PUT);

# 5 Field syntax
field('5', 'names and values of any shape are taken', '200 open',
    "!#\$%&'*+-.^_`|~09aZ: b", 'X:', 'Y:b', "Z: \t b c\t ");
field('5', "$_->[0] is refused", '400', $_->[1]) for
    ['a line without colon', 'X'], ['an empty name', ': a'],
    ['a name with a blank', 'X Y: a'], ['a name with brackets', 'X(y): a'],
    ['a name beyond ASCII', "X\xc3\xa9: a"], ['a NUL in a name', "X\0: a"];
field('5.1', "$_ before the colon is refused", '400', "$_: a") for 'X ',
    "X\t", 'X  ', 'Accept ';
field('5.1', "also behind $_->[0]", '400', "$_->[0] : $_->[1]") for
    ['Content-Length', 0], ['Transfer-Encoding', 'chunked'], ['Host', 'b'];
field('5.2', "a folded line $_->[0] is refused", '400', @$_[1 .. $#$_]) for
    ['with a blank', 'X: a', ' b'], ['with a tab', 'X: a', "\tb"],
    ['behind an empty value', 'X:', ' a'], ['that is empty', 'X: a', ' '],
    ['that looks like a field', 'X: a', ' Content-Length: 5'],
    ['of a Host', 'Connection: keep-alive,', ' close'];

# 4 Status line, and what no answer may hold, over all of the above
cmp_ok $Wire::answers, '>', 150, 'RFC 9112 4: there were answers to look at';
for (['2.2', 'no answer had a bare CR'], ['4', 'every status line is one'],
    ['5', 'every field line is one'], ['5.2', 'no answer had a folded line'],
    ['6.1', 'no answer had a transfer coding']) {
	is_deeply $Wire::unsound{"9112 $_->[0]"}, undef,
	    "RFC 9112 $_->[0]: $_->[1]";
}
is $g->stop, 0, 'RFC 9112 2.2: gehoord ends in order after all that';

done_testing;
