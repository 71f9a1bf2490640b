#!/usr/bin/perl
# 60-rfc9112-body.t - HTTP/1.1 as RFC 9112 asks it of a server, sections 6 to
# 9: where a body and a connection end.  Every test is named after its section.
# (Sections 2 to 5: 60-rfc9112.t.)
#
# What a server MUST do, and where it is tested:
#
#   6.1   decode the chunked coding; send no coding with 1xx and 204 nor to
#         HTTP/1.0 (none is ever sent); end the connection after a request with
#         both framings, and after HTTP/1.0 with a coding
#   6.3   400 and the end for a coding that is not chunked at last, and for a
#         wrong length; take a body that stops short for incomplete, and close
#   7.1   decode chunks; let no number overflow
#   7.1.1 ignore extensions
#   7.1.2 never take a trailer for a field of the head
#   9.3   read the whole body or end the connection
#   9.3.2 answer in the order of the requests
#   9.6   end the connection after a request, or an answer, that says "close",
#         and heed nothing behind it
#
# Not followed, and tested to be refused: blanks around ";" and "=" of a chunk
# extension (7.1.1 with RFC 9110 5.6.3), and empty elements in Transfer-Encoding
# (RFC 9110 5.6.1.2).  No client writes them; parsers that read them in two ways
# have been used for smuggling, and llhttp refuses both.  A refusal is 400, so
# that nothing is taken wrongly.
#
# What does not apply: 6.3 and 9.3 for proxies, 7.2 (no other coding), 7.3
# (registry), 9.7 and 9.8 (TLS has tests of its own), 10.1 (message/http is not
# taken: 415), and all that is asked of clients.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use Test::More;
use Wire;

my $g = Gehoor->new->start;
my $FORM = 'Content-Type: application/x-www-form-urlencoded';
my $JSON = 'Accept: application/json';

# Two that say too little, and are heard out at the end.
my @slow = map { Wire->new($g)->send($_) }
    "POST /nl/feedback HTTP/1.1\r\nHost: localhost\r\n" .
    "Content-Length: 10\r\n\r\ntext=",
    "GET /nl/veilig HTTP/1.1\r\nHost:";

# A post to the box with a body framed by the test.
sub post {
	my ($body, @fields) = @_;
	return join "\r\n", 'POST /nl/feedback HTTP/1.1', 'Host: localhost',
	    $FORM, @fields, '', $body;
}

sub becomes {
	my ($section, $what, $verdict, $bytes) = @_;
	my $got = Wire::verdict($g, $bytes);
	is $got, $verdict, Wire::shown("RFC 9112 $section: $what") or
	    diag Wire::shown($bytes);
}

# Whether a story has arrived so many times, word for word.
sub stored {
	my ($story, $times) = @_;
	my $n = grep { $_->{text} eq $story } $g->records('--box', 'feedback');
	return $n == ($times // 1);
}

# 6.1 Transfer-Encoding
my $chunked = Wire::chunks('text=Een+', 'verhaal+in', '+stukken') .
    "0\r\n\r\n";
becomes('6.1', "$_ is decoded", '200 open', post($chunked, $_)) for
    'Transfer-Encoding: chunked', "transfer-encoding:\tChunked ";
ok stored('Een verhaal in stukken', 2), 'RFC 9112 6.1: and is whole';
becomes('6.1', 'a coding before chunked is not known', '501',
    post($chunked, 'Transfer-Encoding: gzip, chunked'));
becomes('6.1', 'chunked is not applied twice', '501',
    post($chunked, 'Transfer-Encoding: chunked, chunked'));
becomes('6.1', "$_->[0]: refused, and the connection ends", '400',
    post($chunked, @$_[1, 2])) for
    ['both framings', 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    ['both, the other way round', 'Transfer-Encoding: chunked',
	'Content-Length: 5'],
    ['both, with no length', 'Content-Length: 0',
	'Transfer-Encoding: chunked'],
    ['two codings on two lines', 'Transfer-Encoding: chunked',
	'Transfer-Encoding: chunked'];
becomes('6.1', "a coding in HTTP/1.0 $_->[0] is faulty framing, and the end",
    '400', post($chunked, 'Transfer-Encoding: chunked', @$_[1 .. $#$_]) =~
    s/1\.1\r/1.0\r/r) for ['as such'],
    ['that would go on', 'Connection: keep-alive'],
    ['beside a length', 'Content-Length: 5'];
my ($r) = Wire::talk($g, post($chunked, 'Transfer-Encoding: chunked', $JSON));
is $r->{status}, 201, 'RFC 9112 6.1: a chunked post is answered';
is $r->{headers}{'transfer-encoding'}, undef, 'RFC 9112 6.1: with a length';
ok stored('en+verhaal', 0), 'RFC 9112 6.1: nothing of what was refused is kept';

# 6.2 and 6.3 Content-Length, and the length of the body
becomes('6.2', 'the length is in octets, not in characters', '200 open',
    post("text=\xc3\xa9\xc3\xa9n", 'Content-Length: 10'));
ok stored("\x{e9}\x{e9}n"), 'RFC 9112 6.2: none is missing';
becomes('6.3', "a body that does not end in chunked, $_, is refused", '400',
    post($chunked, "Transfer-Encoding: $_")) for 'gzip', 'identity', '',
    'chunked, gzip', 'chunked;q=1', 'xchunked', '"chunked"', 'chunked gzip',
    "\x0bchunked";
becomes('6.3', "the length $_ is refused, and the connection ends", '400',
    post('text=', "Content-Length: $_")) for '', '+5', '-5', '5.0', '0x5',
    '5 5', 'five', '"5"', '5;', "5\t0", '5, 6';
becomes('6.3', "two lengths, $_->[0] and $_->[1], are refused", '400',
    post('text=', map { "Content-Length: $_" } @$_)) for [5, 6], [5, 5];
becomes('6.3', 'the same length twice in one line may be refused, and is',
    '400', post('text=', 'Content-Length: 5, 5'));
becomes('6.3', 'without length there is no body', '422 open', post(''));
becomes('6.3', "a body of $_ is read and not taken for a request", '200 open',
    Wire::request("$_ /nl/veilig", "GET /weg HTTP/1.1\r\nHost: b\r\n\r\n"))
    for 'GET';
is_deeply [map { $_->{status} } Wire::talk($g, Wire::request('HEAD /nl/veilig',
    "GET /weg HTTP/1.1\r\nHost: b\r\n\r\n"))], [200, 200],
    'RFC 9112 6.3: nor is one of HEAD';
for my $short (post('text=Half', 'Content-Length: 20'),
    post("a\r\ntext=Half", 'Transfer-Encoding: chunked'),
    post("9\r\ntext=Half\r\n", 'Transfer-Encoding: chunked'),
    post("9\r\ntext=Half\r\n0\r\n", 'Transfer-Encoding: chunked')) {
	my $w = Wire->new($g)->send($short)->finish;
	ok $w->is_over, 'RFC 9112 8: a body that stops short is no request';
}
ok stored('Half', 0), 'RFC 9112 6.3: and is not kept';

# 7.1 Chunked transfer coding
my $te = 'Transfer-Encoding: chunked';
sub chunked { becomes(@_[0 .. 2], post($_[3], $te)) }
chunked('7.1', 'sizes are hexadecimal in either case, with noughts before',
    '200 open', "00000c\r\ntext=Stukjes\r\n" .
    "0B\r\n en blokjes\r\n000\r\n\r\n");
ok stored('Stukjes en blokjes'), 'RFC 9112 7.1: and right';
chunked('7.1', 'data may hold line ends and look like a last chunk', '200 open',
    Wire::chunks('text=', "a\r\n0\r\n\r\n", 'b') . "0\r\n\r\n");
ok stored("a\n0\n\nb"), 'RFC 9112 7.1: nothing of it is lost';
chunked('7.1', 'a body of no chunk is empty', '422 open', "0\r\n\r\n");
chunked('7.1', 'two hundred chunks of a byte are', '200 open',
    Wire::chunks(split //, 'text=' . 'y' x 195) . "0\r\n\r\n");
ok stored('y' x 195), 'RFC 9112 7.1: one story';
chunked('7.1', "a size of $_ would overflow", '413', "$_\r\ntext=Vol") for
    'ffffffffffffffff', '10000000000000008', 'fffffffffffffffffffff',
    '8000000000000000', '20001', '7fffffff', 'ffffffff', '100000008';
chunked('7.1', 'noughts without end are refused', '400',
    '0' x 30 . "8\r\ntext=Vol\r\n0\r\n\r\n");
chunked('7.1', "the size \"$_\" is none", '400', "$_\r\ntext=Vol\r\n0\r\n\r\n")
    for '', 'g', '-8', '+8', '0x8', '8h', ' 8', "8\t", '8 ', '8,0', "\x38\0";
chunked('7.1', "$_->[0] is refused", '400', $_->[1]) for
    ['data longer than its size', "8\r\ntext=Volle\r\n0\r\n\r\n"],
    ['data without line end', "8\r\ntext=Vol0\r\n\r\n"],
    ['an LF behind data', "8\r\ntext=Vol\n0\r\n\r\n"],
    ['an LF behind a size', "8\ntext=Vol\r\n0\r\n\r\n"],
    ['a CR behind a size', "8\r\rtext=Vol\r\n0\r\n\r\n"],
    ['an LF at the end', "8\r\ntext=Vol\r\n0\r\n\n"],
    ['a CR at the end', "8\r\ntext=Vol\r\n0\r\n\r\r"];
ok stored('Vol', 0), 'RFC 9112 7.1: nothing of what was refused is kept';
chunked('7.1', 'all chunks together may not be too much', '413',
    Wire::chunks(('x' x 1000) x 132));

# 7.1.1 Chunk extensions
chunked('7.1.1', "the extension $_ is ignored", '200 open',
    "d$_\r\ntext=Extensie\r\n0$_\r\n\r\n") for ';a', ';a=b', ';a="b c"',
    ';a="b;\"c\\\\";d', ';a;b=c;d="e"', ';0=1', ';a="' . "\xff" . '"';
ok stored('Extensie', 7), 'RFC 9112 7.1.1: and does not get into the story';
chunked('7.1.1', 'extensions have a limit', '400',
    'd;' . 'a' x 300 . "\r\ntext=Extensie\r\n0\r\n\r\n");
chunked('7.1.1', "a blank around one, \"$_\", is refused (see above)", '400',
    "d$_\r\ntext=Extensie\r\n0\r\n\r\n") for ' ;a', '; a', ';a =b', ';a= b',
    ";\ta", ' ';
chunked('7.1.1', "the extension $_ is none", '400',
    "d$_\r\ntext=Extensie\r\n0\r\n\r\n") for ';', ';a=', ';=b', ';a="b',
    ';a="b"c', ";a\nb", ";a=\"b\x01\"", ";a=\"b\r\nc\"", ';a=b"c"';

# 7.1.2 Trailers
my ($t) = Wire::talk($g, post("d\r\ntext=Aanhang+\r\n0\r\n$JSON\r\n" .
    "Content-Type: application/json\r\nX: y\r\n\r\n", $te));
is $t->{status}, 200, 'RFC 9112 7.1.2: trailers are read';
like $t->{headers}{'content-type'}, qr/html/,
    'RFC 9112 7.1.2: and are no fields of the head';
ok stored('Aanhang '), 'RFC 9112 7.1.2: also not for the body';
chunked('7.1.2', "the trailer $_ is refused", '400',
    "8\r\ntext=Vol\r\n0\r\n$_\r\n\r\n") for 'Content-Length: 5', 'Host: a',
    'transfer-encoding: chunked', 'Connection: close', 'X : y', ' X: y',
    "X: y\r\n z", 'X', ': y', "X: \0", "X: y\rZ: a", "X\nY: z";
chunked('7.1.2', 'trailers have a limit', '400',
    "8\r\ntext=Vol\r\n0\r\n" . "X: y\r\n" x 1000 . "\r\n");
becomes('7.4', 'a client may ask for other codings', '200 open',
    Wire::request('GET /nl/veilig', undef, 'TE: trailers, gzip;q=0.5',
	'Connection: TE'));

# 9.3 Persistence
sub after {
	my ($what, $verdict, $minor, @fields) = @_;
	becomes('9.3', "HTTP/1.$minor $what", $verdict,
	    "GET /nl/veilig HTTP/1.$minor\r\nHost: localhost\r\n" .
	    join('', map { "$_\r\n" } @fields) . "\r\n");
}
after('goes on', '200 open', 1);
after('ends', '200', 0);
after('goes on if asked', '200 open', 0, 'Connection: keep-alive');
after("ends with $_", '200', 1, "Connection: $_") for 'close', 'CLOSE',
    'keep-alive, close', 'X-Y , close';
after('ends with close on a second line', '200', 1, 'Connection: keep-alive',
    'Connection: close');
after("ends with $_", '200', 0, "Connection: $_") for 'keep-alive, close';
after('is not moved by the field of another hop', '200 open', 1,
    'Proxy-Connection: close', 'Keep-Alive: timeout=0');
($r) = Wire::talk($g, "GET /nl/veilig HTTP/1.0\r\n" .
    "Connection: keep-alive\r\n\r\n");
is $r->{headers}{connection}, 'keep-alive', 'RFC 9112 9.3: and is told so';
my $inner = "GET /weg HTTP/1.1\r\nHost: localhost\r\n\r\n";
for (["POST /nl/bestaat-niet", 404], ['POST /nl/veilig', 405],
    ['PUT /nl/feedback', 405], ['DELETE /nl/', 405]) {
	my ($first, @more) = Wire::talk($g, Wire::request($_->[0], $inner, $FORM));
	is $first->{status}, $_->[1], "RFC 9112 9.3: $_->[0] is answered early";
	is @more, 0, "RFC 9112 9.3: $_->[0]: its body is no request";
	is $first->{headers}{connection}, 'close',
	    "RFC 9112 9.3: $_->[0]: the connection ends";
}
becomes('9.3', 'also a body of another type', '415',
    Wire::request('POST /nl/feedback', $inner, 'Content-Type: text/csv'));

# 9.3.2 Pipelining
my $told = join '', map { post("text=Op+rij+$_", 'Content-Length: ' .
    length("text=Op+rij+$_"), $JSON), Wire::request("GET /nl/rij-$_") } 1 .. 5;
is_deeply [map { $_->{status} } Wire::talk($g, $told)], [(201, 404) x 5, 200],
    'RFC 9112 9.3.2: answers come in the order of the requests';
is_deeply [sort map { $_->{text} =~ /^Op rij (\d)$/ ? $1 : () } $g->records],
    [1 .. 5], 'RFC 9112 9.3.2: and nothing is lost';
{
	my $w = Wire->new($g);
	my @got;
	for my $byte (split //, $told . $Wire::PROBE) {
		$w->send($byte);
	}
	while (my $a = $w->answer) {
		push @got, $a->{status};
	}
	is_deeply \@got, [(201, 404) x 5, 200],
	    'RFC 9112 9.3.2: also when they come byte by byte';
}

# 9.6 Tear-down
for (['close', 201, "$JSON\r\nConnection: close"],
    ['its own close', 400, "$JSON\r\nX : y"]) {
	my ($what, $status, $field) = @$_;
	my $behind = post('text=Achteraan', 'Content-Length: 14');
	my @got = Wire::talk($g, post('text=Slot', 'Content-Length: 9', $field) .
	    $behind x 3);
	is_deeply [map { $_->{status} } @got], [$status],
	    "RFC 9112 9.6: after $what nothing more is answered";
	is $got[0]{headers}{connection}, 'close',
	    "RFC 9112 9.6: and $what is told";
}
ok stored('Slot'), 'RFC 9112 9.6: the last request counts';
ok stored('Achteraan', 0),
    'RFC 9112 9.6: those behind it do not';
for my $first (Wire::request('GET /nl/veilig', undef, 'Connection: close'),
    "GET /nl/veilig\r\n") {
	my $w = Wire->new($g)->send($first . 'x' x 300_000);
	my $a = $w->answer;
	ok $a && length $a->{body} && $w->is_over,
	    'RFC 9112 9.6: the last answer arrives whole, whatever follows it';
}

# 6.3 and 8: time
my @late = map { $_->answer } @slow;
is $late[0]{status}, 408, 'RFC 9112 6.3: a body that stays away is incomplete';
ok $slow[0]->is_over, 'RFC 9112 6.3: and the connection ends';
is $late[1]{status}, 408, 'RFC 9112 8: so is a head';
ok $slow[1]->is_over, 'RFC 9112 8: and that connection ends, too';
@slow = ();

for (['9112 4', 'every status line is one'],
    ['9112 5', 'every field line is one'],
    ['9112 6.1', 'no answer had a coding'],
    ['9110 8.6', 'every answer had its length, once']) {
	is_deeply $Wire::unsound{$_->[0]}, undef, "RFC $_->[0]: $_->[1]";
}
is $g->stop, 0, 'RFC 9112 9: gehoord ends in order after all that';

done_testing;
