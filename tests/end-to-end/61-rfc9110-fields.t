#!/usr/bin/perl
# 61-rfc9110-fields.t - the semantics of HTTP as RFC 9110 asks them of an origin
# server, sections 10 to 15: fields of requests and answers, and status codes.
# Every test is named after its section.  (Sections 2 to 9: 61-rfc9110.t.)
#
# What a server MUST do, and where it is tested:
#
#   10.1.1  answer 100-continue with 100 at once, or with a last status; ignore
#           it in HTTP/1.0; send a last status after 100
#   10.2.1, 15.5.6  name the allowed methods in a 405
#   12.5.3  send no Accept-Encoding with a 415 that is about the type
#   13.1.1, 13.1.2  evaluate If-Match and If-None-Match
#   13.1.3, 13.1.4  ignore dates where there is no date of modification
#   13.1.5, 14.2  ignore If-Range and Range where ranges are not supported
#   13.2.1  ignore preconditions of a request that would fail, and of a method
#           that selects no representation; evaluate others after all else
#   13.2.2  do so in the given order
#   14.4    ignore Content-Range where it is not defined
#   15.2    send no 1xx to HTTP/1.0
#   15.4.5  send in a 304 what 200 would have of a few fields
#
# What does not apply: 10.1.3 to 10.1.5 (clients); 11 and 15.5.2 (nobody is
# asked who they are: no 401 is ever sent); 13.1.5 and 14 for those who serve
# ranges (no 206, no 416); 15.2.2, 15.5.22 (no 101, no 426: 61-rfc9110.t 7.8);
# 15.3.6 (no 205); 15.5.8 (proxies); and all that is asked of clients.  A post
# to a box selects no representation and changes none, so that 13.2.1 asks to
# ignore its preconditions: no story is lost to one.
#
# Status codes that a server only SHOULD send have tests here, too.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;
use Wire;

my $g = Gehoor->new(conf => <<'CONF');
box "smal" {
	kind = feedback
	title = {"nl:Smal", "en:Narrow"}
	rate = 0.001
	burst = 1
CONF
$g->{conf} .= "\t" . $g->readers . "\n}\n" .
    $g->sms_line('mobiel', 'android-sms-gateway', 'geheim-van-de-telefoon') .
    $g->sms_line('kannel', 'kannel', 'pad-van-kannel-12345');
$g->write_conf;
$g->start;
my $FORM = 'Content-Type: application/x-www-form-urlencoded';
my $JSON = 'Accept: application/json';

sub becomes {
	my ($section, $what, $verdict, $bytes) = @_;
	my $got = Wire::verdict($g, $bytes);
	is $got, $verdict, Wire::shown("RFC 9110 $section: $what") or
	    diag Wire::shown($bytes);
}

sub answer { return (Wire::talk($g, @_))[0] }

# A post to a box; other fields go before these.
sub post {
	my ($path, $body, @fields) = @_;
	push @fields, $FORM unless grep { /^Content-Type:/i } @fields;
	return Wire::request("POST $path", $body, @fields, $JSON);
}

sub stored {
	my ($story) = @_;
	return scalar grep { $_->{text} eq $story } $g->records;
}

# A post in two parts: its head, and what is to come behind.
sub halves {
	my $post = post(@_);
	my $at = index($post, "\r\n\r\n") + 4;
	return (substr($post, 0, $at), substr $post, $at);
}

# 10.1.1 Expect
my $CONTINUE = 'Expect: 100-continue';
for my $expect ($CONTINUE, 'expect: 100-CONTINUE') {
	my $w = Wire->new($g);
	my ($head, $body) = halves('/nl/feedback', 'text=Wacht', $expect);
	my $r = $w->send($head)->answer;
	is $r->{status}, 100, "RFC 9110 10.1.1: \"$expect\" gets 100 before " .
	    'any content';
	is $r->{head}, "HTTP/1.1 100 Continue\r\n",
	    'RFC 9110 15.2.1: which has no fields';
	ok $w->is_quiet, 'RFC 9110 10.1.1: and then waits for the content';
	is $w->send($body)->answer->{status}, 201,
	    'RFC 9110 10.1.1: after which there is a last status';
	($head, $body) = halves('/nl/feedback', 'text=Wacht+nog', $expect);
	is $w->send($head)->answer->{status}, 100,
	    'RFC 9110 10.1.1: so it is with the next on the connection';
	is $w->send($body . $Wire::PROBE)->answer->{status}, 201,
	    'RFC 9110 10.1.1: which may send more behind it';
	is $w->answer->{status}, 200, 'RFC 9110 10.1.1: and gets that, too';
}
{
	my $w = Wire->new($g);
	my $post = post('/nl/feedback', 'text=Stuk', $CONTINUE,
	    'Transfer-Encoding: chunked') =~ s/Content-Length: \d+\r\n//r;
	my $at = index($post, "\r\n\r\n") + 4;
	is $w->send(substr $post, 0, $at)->answer->{status}, 100,
	    'RFC 9110 10.1.1: so it is with chunks';
	is $w->send("zz\r\n")->answer->{status}, 400,
	    'RFC 9110 10.1.1: and the last status may be a refusal';
	ok $w->is_over, 'RFC 9110 10.1.1: which is the end';
}
becomes('10.1.1', 'content that is there already needs no 100', '201 open',
    post('/nl/feedback', 'text=Al+daar', $CONTINUE));
becomes('10.1.1', 'nor does a request without content', '200 open',
    Wire::request('GET /nl/', undef, $CONTINUE));
becomes('10.1.1', 'nor one of length 0', '422 open',
    post('/nl/feedback', '', $CONTINUE));
for my $keep ('close', 'keep-alive') {
	my $w = Wire->new($g);
	my ($head, $body) = halves('/nl/feedback', 'text=Oud', $CONTINUE,
	    "Connection: $keep");
	$w->send($head =~ s/1\.1\r/1.0\r/r);
	ok $w->is_quiet, "RFC 9110 10.1.1: HTTP/1.0 ($keep) gets no 100";
	my $r = $w->send($body)->answer;
	is $r->{status}, 201, 'RFC 9110 15.2: but only the last status';
}
for (['/nl/bestaat-niet', 404], ['/nl/veilig', 405],
    ['/nl/feedback', 415, 'Content-Type: text/csv'],
    ['/nl/feedback', 415, 'Content-Encoding: gzip']) {
	my ($path, $status, @fields) = @$_;
	my $w = Wire->new($g);
	my ($head) = halves($path, 'text=Nooit', @fields, $CONTINUE);
	my $r = $w->send($head)->answer;
	is $r->{status}, $status, "RFC 9110 10.1.1: $path @fields: $status at " .
	    'once, no 100';
	is $r->{headers}{connection}, 'close',
	    'RFC 9110 10.1.1: and says that it reads no content';
	ok $w->is_over, 'RFC 9110 10.1.1: then ends';
}
becomes('10.1.1', "$_->[1]: $_->[0] at once", $_->[0], (halves('/nl/feedback',
    'text=', $CONTINUE))[0] =~ s/Content-Length: 5/$_->[1]/r) for
    [413, 'Content-Length: 131073'], [400, 'Content-Length: -1'],
    [501, 'Transfer-Encoding: gzip, chunked'];
becomes('10.1.1', "\"$_\" may be refused, and is", '417',
    post('/nl/feedback', 'text=Wonder', "Expect: $_")) for 'wonder',
    '100-continue, wonder', '100-continue=yes', '101-continue', '100-continu';

# 10.2.1 and 15.5.6 Allow
my %allowed = ((map { $_ => 'GET, HEAD' } qw(/ /nl/ /nl/privacy /en/veilig /weg
    /robots.txt /favicon.ico)), (map { $_ => 'GET, HEAD, POST' } qw(/nl/feedback
    /en/lijn /nl/code)), '/sms/mobiel' => 'POST',
    '/sms/kannel/pad-van-kannel-12345' => 'GET, POST');
for my $path (sort keys %allowed) {
	my %is = map { $_ => 1 } split /, /, $allowed{$path};
	for my $method (qw(GET HEAD POST PUT DELETE PATCH OPTIONS TRACE)) {
		my $r = answer(Wire::request("$method $path"));
		if ($is{$method}) {
			isnt $r->{status}, 405,
			    "RFC 9110 10.2.1: $path allows $method";
			next;
		}
		is $r->{status}, 405, "RFC 9110 15.5.6: $path has no $method";
		is $r->{headers}{allow}, $allowed{$path},
		    'RFC 9110 10.2.1: and says what it has';
	}
}

# 12.5 Content negotiation
is answer(Wire::request('GET /nl/', undef, "Accept: $_"))->{status}, 200,
    "RFC 9110 12.5.1: there is only HTML, for $_, too" for 'image/png',
    'text/html;q=0', 'application/json', 'q', ';;,;=";';
is answer(Wire::request('GET /nl/', undef, 'Accept-Charset: utf-7',
    'Accept-Language: xx;q=1.0, *;q=0'))->{headers}{'content-type'},
    'text/html; charset=utf-8', 'RFC 9110 12.5.2: and only UTF-8';

# 13 Conditional requests
my $page = answer(Wire::request('GET /nl/veilig'));
sub on_condition {
	my ($section, $what, $status, @fields) = @_;
	for my $method ('GET', 'HEAD') {
		my $r = answer(Wire::request("$method /nl/veilig", undef,
		    @fields));
		is $r->{status}, $status, "RFC 9110 $section: $what ($method)";
		next if $method eq 'HEAD';
		is $r->{body} eq $page->{body}, $status eq '200',
		    "RFC 9110 $section: and the content goes with it";
	}
}
my ($LONG_AGO, $FAR_OFF) = ('Sat, 29 Oct 1994 19:43:31 GMT',
    'Fri, 29 Oct 2094 19:43:31 GMT');
on_condition('13.1.1', 'If-Match: * fits what is there', 200, 'If-Match: *');
on_condition('13.1.1', "If-Match: $_ fits nothing", 412, "If-Match: $_")
    for '"a"', '"a", "b"', 'W/"a"', '"*"', '';
on_condition('13.1.2', 'If-None-Match: * is false for what is there', 304,
    'If-None-Match: *');
on_condition('13.1.2', "If-None-Match: $_ is true", 200, "If-None-Match: $_")
    for '"a"', '"a", W/"b"', '"*"', '';
on_condition('13.1.3', "there is no date for If-Modified-Since: $_", 200,
    "If-Modified-Since: $_") for $LONG_AGO, $FAR_OFF, 'yesterday',
    "$LONG_AGO, $FAR_OFF";
on_condition('13.1.3', 'nor beside If-None-Match', 304,
    "If-Modified-Since: $LONG_AGO", 'If-None-Match: *');
on_condition('13.1.4', "there is none for If-Unmodified-Since: $_", 200,
    "If-Unmodified-Since: $_") for $LONG_AGO, $FAR_OFF, 'yesterday';
on_condition('13.1.4', 'nor beside If-Match', 200,
    "If-Unmodified-Since: $LONG_AGO", 'If-Match: *');
on_condition('13.1.5', 'If-Range means nothing', 200, @$_) for
    ['If-Range: "a"'], ['If-Range: "a"', 'Range: bytes=0-9'],
    ["If-Range: $FAR_OFF", 'Range: bytes=0-9'];
on_condition('13.2.2', 'If-Match goes before If-None-Match', 412,
    'If-None-Match: *', 'If-Match: "a"');
on_condition('13.2.2', 'which is evaluated where that is true', 304,
    'If-None-Match: *', 'If-Match: *');
my @BOTH = ('If-Match: "a"', 'If-None-Match: *');
for (['GET /nl/bestaat-niet', 404], ['GET /weg', 303], ['DELETE /nl/', 405],
    ['GET /sms/mobiel', 405], ['OPTIONS /nl/', 405]) {
	becomes('13.2.1', "$_->[0] is $_->[1] on any condition", "$_->[1] open",
	    Wire::request($_->[0], undef, @BOTH));
}
becomes('13.2.1', 'a post selects no page: it is taken', '201 open',
    post('/nl/feedback', 'text=Hoe+dan+ook', @BOTH));
is stored('Hoe dan ook'), 1, 'RFC 9110 13.2.1: and nothing is lost';
my $not = answer(Wire::request('GET /nl/veilig', undef, 'If-None-Match: *'));
for (qw(content-location date etag vary cache-control expires)) {
	is exists $not->{headers}{$_}, exists $page->{headers}{$_},
	    "RFC 9110 15.4.5: 304 has $_ as 200 has it";
}
becomes('15.4.5', 'behind 304 the connection goes on', '304 open',
    Wire::request('GET /nl/veilig', undef, 'If-None-Match: *'));

# 14 Ranges
on_condition('14.2', "Range: $_ is ignored", 200, "Range: $_") for
    'bytes=0-9', 'bytes=-5', 'bytes=0-0,5-9', 'bytes=99999999999999999999-',
    'lines=1-2', 'bytes=9-0', '';
for my $range ('bytes 0-3/9', 'bytes 5-8/9', 'bytes 9-0/3', 'lines 1-2/3') {
	is answer(post('/nl/feedback', 'text=Heel', "Content-Range: $range",
	    'Range: bytes=0-3'))->{status}, 201,
	    "RFC 9110 14.4: Content-Range: $range is ignored";
}
is stored('Heel'), 4, 'RFC 9110 14.4: and nothing is cut off';

# 15 Status codes
my $none = answer(Wire::request('GET /favicon.ico'));
is $none->{status}, 204, 'RFC 9110 15.3.5: what has no content is 204';
is $none->{headers}{'content-type'}, undef, 'RFC 9110 15.3.5: and has no type';
becomes('15.3.5', 'nothing follows a 204 but the next answer', '204 open',
    Wire::request('GET /favicon.ico'));
my $made = answer(post('/nl/feedback', 'text=Nieuw'));
is $made->{status}, 201, 'RFC 9110 15.3.2: what was made is 201';
for ([400, 'GET / HTTP/1.1', 'X : y'],
    [414, 'GET /' . 'a' x 7000 . ' HTTP/1.1'],
    [417, 'GET / HTTP/1.1', 'Expect: wonder'],
    [421, 'GET https://localhost/ HTTP/1.1'],
    [431, 'GET / HTTP/1.1', 'X: ' . 'y' x 9000], [501, 'BREW / HTTP/1.1'],
    [505, 'GET / HTTP/2.0'], [404, 'GET /nl/bestaat-niet HTTP/1.1'],
    [405, 'PUT / HTTP/1.1'], [403, 'GET /sms/kannel/fout HTTP/1.1'],
    [412, 'GET / HTTP/1.1', 'If-Match: "a"']) {
	my ($status, $line, @fields) = @$_;
	my $r = answer(join "\r\n", $line, 'Host: localhost', @fields, '', '');
	is $r->{status}, $status, "RFC 9110 15.5: $status";
	like $r->{headers}{'content-type'}, qr{^text/(?:html|plain); charset},
	    'RFC 9110 15.5: tells a person why';
	cmp_ok length $r->{body}, '>', 2, 'RFC 9110 15.5: in some words';
}
my $long = 'text=' . 'x' x (131072 - 4);
is answer(post('/nl/feedback', $long))->{status}, 413,
    'RFC 9110 15.5.14: content over the limit is 413';
is answer(post('/nl/feedback', substr $long, 1))->{status}, 422,
    'RFC 9110 15.5.21: at the limit it is read, and judged';
for my $field ('Content-Type: text/csv', 'Content-Type: message/http',
    'Content-Encoding: gzip', 'Content-Encoding: identity') {
	my $r = answer(post('/nl/feedback', 'text=x', $field));
	is $r->{status}, 415, "RFC 9110 15.5.16: \"$field\" is not taken";
	is $r->{headers}{'accept-encoding'}, undef,
	    'RFC 9110 12.5.3: and it is not about codings that are';
}
is answer(post('/nl/smal', 'text=Eerste'))->{status}, 201,
    'RFC 9110 15.6.4: a narrow box takes one';
my $busy = answer(post('/nl/smal', 'text=Tweede'));
is $busy->{status}, 503, 'RFC 9110 15.6.4: and then is busy';
like $busy->{headers}{'retry-after'}, qr/^[1-9]\d*$/,
    'RFC 9110 10.2.3: and says when to come back, in seconds';
is $busy->{headers}{connection}, undef,
    'RFC 9110 15.6.4: on the same connection';

is_deeply \%Wire::unsound, {}, 'RFC 9110 15: nothing was wrong with any of ' .
    "$Wire::answers answers";
is $g->stop, 0, 'RFC 9110 15: gehoord ends in order after all that';

done_testing;
