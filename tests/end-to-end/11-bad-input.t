#!/usr/bin/perl
# 11-bad-input.t - what bad input gets: one clear line from a daemon that then
# does not start, the form again from a page, a defined answer for the rest.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use IO::Socket::INET;
use JSON::PP;
use Test::More;

my $g = Gehoor->new;
my $conf = Gehoor::slurp("$g->{dir}/gehoor.conf");
my $file = "$g->{dir}/gehoor.conf";

# The daemon must not start: one line, exit not 0, nothing left behind.
sub refused {
	my ($what, $pattern, $text) = @_;
	Gehoor::spew($file, $text);
	my $before = join ' ', glob "$g->{dir}/state/log/*/*";
	my ($status, $out, $err) =
	    Gehoor::run("$Gehoor::BUILD/test/gehoord", '-c', $file);
	isnt $status, 0, "$what: exit not 0";
	cmp_ok $status, '<', 128, "$what: no crash";
	is scalar(() = $err =~ /\n/g), 1, "$what: one line" or diag $err;
	like $err, $pattern, "$what: says what and where";
	is join(' ', glob "$g->{dir}/state/log/*/*"), $before,
	    "$what: nothing half-started";
	ok !-e "$g->{dir}/run/http.sock", "$what: no socket left";
	Gehoor::spew($file, $conf);
}
sub changed {
	my ($from, $to) = @_;
	my $text = $conf;
	$text =~ s/$from/$to/ or die "no $from";
	return $text;
}
my $key = $g->{reader_lines}[0];
(my $typo = $key) =~ s/(.{20})(.)/$1 . ($2 eq 'A' ? 'B' : 'A')/e;
refused('unknown key', qr/gehoor\.conf:\d+: .*orgnisation.*organisation/s,
    changed(qr/^organisation/m, 'orgnisation'));
refused('box without reader', qr/gehoor\.conf:\d+: .*reader/s,
    changed(qr/readers = \{[^}]*\}/, ''));
refused('one reader', qr/single_reader/,
    changed(qr/readers = \{("[^"]*"), [^}]*\}/, "readers = {\"$key\"}"));
refused('reader key with a typo', qr/gehoor\.conf:\d+: .*reader/s,
    changed(qr/\Q$key\E/, $typo));
refused('unreadable secret', qr/pepper.*(?:No such file|not there|missing)/s,
    changed(qr/pepper = "[^"]*"/, "pepper = \"$g->{dir}/no-pepper\""));
chmod 0644, "$g->{dir}/pepper";
refused('a secret that others may read', qr/pepper.*chmod/s, $conf);
chmod 0600, "$g->{dir}/pepper";
refused('number out of range', qr/gehoor\.conf:\d+: .*queue/s,
    "queue = 0\n$conf");
refused('a value with ${', qr/gehoor\.conf:\d+: .*\$\{/s,
    changed(qr/Jeugdzorg Voorbeeld/, '${HOME}'));
my $taken = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1');
my $port = $taken->sockport;
refused('port in use', qr/127\.0\.0\.1:$port.*(?:in use)/s,
    changed(qr/tcp:127\.0\.0\.1:0/, "tcp:127.0.0.1:$port"));
Gehoor::spew("$g->{dir}/notdir", 'x');
refused('state that cannot be written', qr/notdir/,
    changed(qr/state = "[^"]*"/, "state = \"$g->{dir}/notdir\""));
my ($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/gehoord", '-c', $file, '-n');
is $status, 0, '-n is content with a good file' or diag $err;
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/gehoord", '-c', $file, '-n', '-v');
like "$out$err", qr/organisation = "Jeugdzorg Voorbeeld"/, '-nv prints it';
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/gehoord", '-c', "$g->{dir}/none.conf");
isnt $status, 0, 'no configuration file';
like $err, qr/none\.conf/, 'is named';
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/gehoord", '--bogus');
is $status, 2, 'a wrong option is a usage error';

$g->start;
my %form = ('Content-Type' => 'application/x-www-form-urlencoded');
sub send_form {
	my ($body, %h) = @_;
	return $g->request('POST', '/nl/feedback', body => $body,
	    headers => { %form, %h });
}

# Text empty or too long: the form again, with everything typed.
my $r = send_form(Gehoor::form(text => " \r\n ", region => 'weet-niet',
    who => 'ouder', publish => 'read'));
is $r->{status}, 422, 'empty text';
like $r->{body}, qr/<title>Fout: /, 'says so in the title';
like $r->{body}, qr/id="?fout/, 'has an error summary';
like $r->{body}, qr/value="?ouder"?[^>]* checked/, 'keeps what was chosen';
my $long = ("Lang \xc3\xa9\xf0\x9f\x98\xa2 </textarea><b>" x 400) . 'einde';
$r = send_form(Gehoor::form(text => $long));
is $r->{status}, 422, 'over 8 000 characters';
my ($kept) = $r->{body} =~ m{<textarea[^>]*>\n?(.*?)</textarea>}s;
my %entity = (lt => '<', gt => '>', amp => '&', quot => '"', '#39' => "'", '#34' => '"');
$kept =~ s/&(lt|gt|amp|quot|#39|#34);/$entity{$1}/g;
is $kept, $long, 'keeps every byte that was typed';
$r = send_form(Gehoor::form(text => "\xc3\xa9" x 8000));
is $r->{status}, 200, 'exactly 8 000 characters are taken';
is $g->post('feedback', [text => ''])->{status}, 422, 'empty text by JSON';

# Odd bodies with a story in them.
my %odd = (
	'text=Kapotte+utf8+%ff%fe+verhaal' => qr/^Kapotte utf8 .+ verhaal$/s,
	'text=Met+%00+NUL' => qr/^Met  NUL$/,
	'text=100%+zeker%zz+waar' => qr/^100% zeker%zz waar$/,
	'a=1&&b=2&text=Dubbele+ampersand' => qr/^Dubbele ampersand$/,
	'=x&text=Zonder+naam' => qr/^Zonder naam$/,
	'text=Geen+isteken&step' => qr/^Geen isteken$/,
	join('&', map({ "f$_=x" } 1 .. 10_000), 'text=Achteraan') =>
	    qr/^Achteraan$/,
);
for my $body (sort keys %odd) {
	my $name = substr $body, 0, 30;
	$r = send_form($body);
	is $r->{status}, 200, "$name...: taken";
	my @found = grep { $_->{text} =~ $odd{$body} } $g->records;
	is @found, 1, "$name...: the story is kept";
}

# Defined answers.
my $cap = 131072;
is send_form('text=' . 'x' x ($cap - 5 + 1))->{status}, 413,
    'one byte over the cap';
is send_form('text=kort&vulling=' . 'x' x ($cap - 18))->{status}, 200,
    'a body of exactly the cap is taken';
is $g->request('POST', '/nl/feedback', body => 'x',
    headers => { 'Content-Type' => 'text/csv' })->{status}, 415,
    'another media type';
is send_form('text=x', 'Content-Encoding' => 'gzip')->{status}, 415,
    'a content encoding';
is $g->request('GET', '/nl/' . 'a' x 7000)->{status}, 414, 'a long target';
is $g->request('GET', '/', headers => { X => 'y' x 9000 })->{status}, 431,
    'a long header';
is $g->request('GET', '/', headers => { map { ("X-$_" => 1) } 1 .. 80 })
    ->{status}, 431, 'many headers';
is $g->request('GET', '/', headers => { Expect => 'wonder' })->{status}, 417,
    'another expectation';
is $g->request('DELETE', '/')->{status} =~ /^(405|501)$/ ? 1 : 0, 1, 'DELETE';
$r = $g->request('POST', '/nl/feedback', body => '{"text": kapot',
    headers => { 'Content-Type' => 'application/json' });
is $r->{status}, 400, 'broken JSON';
for my $raw ("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n",
    "POST /nl/feedback HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" .
    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") {
	my $c = $g->connect;
	syswrite $c, $raw;
	my $got = Gehoor::read_response($c, 'GET');
	(my $shown = substr $raw, 0, 40) =~ s/([^ -~])/sprintf '\\x%02x', ord $1/ge;
	is $got->{status}, 400, "$shown...: 400";
	is $got->{headers}{'referrer-policy'}, 'no-referrer', 'with all headers';
}
is $g->stop, 0, 'ends in order after all that';
is(($g->tool('verify'))[0], 0, 'the log is whole');

# The log directory.
Gehoor::spew("$g->{dir}/state/log/feedback/vreemd.txt", 'x');
($status, $out, $err) = $g->tool('verify');
like "$out$err", qr/vreemd\.txt/, 'a foreign file is named';
unlink "$g->{dir}/state/log/feedback/vreemd.txt";
my ($seg) = glob "$g->{dir}/state/log/feedback/*.seg";
my $bytes = Gehoor::slurp($seg);
substr($bytes, 700, 1) ^= "\x01";
chmod 0600, $seg;
Gehoor::spew($seg, $bytes);
($status, $out, $err) = $g->tool('verify');
is $status, 3, 'a flipped bit is damage';
like "$out$err", qr/00000001\.seg/, 'and the file is named';
eval { $g->start };
like $@, qr/did not start.*00000001\.seg/s, 'the daemon does not build on damage';
substr($bytes, 700, 1) ^= "\x01";
Gehoor::spew($seg, $bytes);
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/gehoor", '-q', 'keygen',
    '--no-passphrase', '-o', "$g->{dir}/other.key");
($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoor", '-c', $file,
    '-k', "$g->{dir}/other.key", 'cat');
isnt $status, 0, 'a wrong key opens nothing';
like $err, qr/key/, 'and that is said';

done_testing;
