# Passage.pm - what is asked of every proxy in front of gehoord: people get
# through, no address reaches gehoord, nothing of anybody stays behind.
package Passage;

use strict;
use warnings;
use Gehoor;
use Proxy;
use Recorder;
use Test::More;
use Visitor;

my $hsts = 'max-age=31536000';
my $passed = join '|', qw(host accept accept-encoding content-type
    content-encoding content-length transfer-encoding connection expect
    x-timestamp x-signature x-kannel-from x-kannel-to x-kannel-time
    x-kannel-coding);

# gehoord, with two boxes and a line of text messages.
sub house {
	# It ends even when the test is killed.
	my $g = Gehoor->new(top => "code_rate = 1000\ncode_burst = 1000",
	    wrap => [qw(setpriv --pdeathsig KILL)]);
	$g->{conf} = $g->sms_line('kannel', 'kannel', 'pad-van-kannel-12345');
	$g->write_conf;
	return $g;
}

# All of it, for one proxy.  leak changes its configuration for the worse, and
# leaked says what is then found in its files.
sub check {
	my ($make, %o) = @_;
	my $p = $make->(house());
	my $v = Visitor->new($p);
	my @versions = @{ $o{versions} || ['--http1.1', '--http2'] };
	$p->{gehoor}->start;
	$p->admit;
	$p->start;
	for my $http (@versions) {
		$v->{http} = $http;
		people($p, $v, "$o{name} $http");
	}
	mistakes($p, $v);
	is_deeply [$p->elsewhere], [], 'it writes to no other place';
	is $p->{gehoor}->stop, 0, 'gehoord ends in order';
	broken($p, $v);
	reached($p, $v, %o, versions => \@versions);
	is_deeply [resumed($p)], $o{resumes} || [],
	    'who comes again is known as far as is said';
	my $files = $p->files;
	diag join "\n", map { "$_: " . length $files->{$_} } sort keys %$files
	    if $ENV{PROXY_FILES};
	is_deeply [found($files)], [], 'nothing of anybody in any file of it';
	ok $p->stop, 'it ends and leaves no process';
	is_deeply [found($p->files)], [], 'nor after its end';
	control($make, %o);
	control_of_search();
}

# The needles in files, as "needle in file".
sub found {
	my ($files) = @_;
	my %needle = (%Visitor::WHO, %Visitor::WHAT);
	return sort map { my $n = $_;
	    map { "$n in $_" } grep { "$_\n$files->{$_}" =~ $needle{$n} }
	    keys %$files } keys %needle;
}

# The same without the files.
sub kinds {
	my %kinds = map { (split / in /)[0] => 1 } found(@_);
	return sort keys %kinds;
}

# What people do.
sub people {
	my ($p, $v, $name) = @_;
	my $r = $v->get('/nl/feedback');
	is $r->{status}, 200, "$name: the form" or
	    diag substr $r->{body}, 0, 200;
	is $r->{headers}{'strict-transport-security'}, $hsts, 'with HSTS, once';
	my @packed = ('-H', 'Accept-Encoding: gzip, br');
	my $z = $v->get('/nl/veilig', @packed);
	is $z->{headers}{'content-encoding'}, 'gzip', 'what gehoord packs is packed';
	like $z->{headers}{vary}, qr/^Accept-Encoding$/i, 'and says so, once';
	my ($token) = $r->{body} =~
	    /<input[^>]*name="?token\b[^>]*value="?([\w-]+)/;
	ok $token, 'there is a token in it';
	my $h = $v->head('/nl/feedback');
	is $h->{status}, 200, 'HEAD';
	is $h->{headers}{'content-length'}, length $r->{body}, 'says its length';

	my $story = "verhaalnaald de groep is te vol $name \x{c3}\x{a9}";
	$r = $v->post('/nl/feedback', [text => $story, token => $token],
	    @packed);
	is $r->{status}, 200, 'a story is taken';
	is $r->{headers}{'content-encoding'}, undef,
	    'the page with a code is not packed';
	my ($code) = $r->{body} =~ /(\w{4}-\w{4}-\w{4}-\w{4})/;
	ok $code, 'with a receipt' or
	    return diag substr $r->{body}, 0, 200;
	my $again = $v->post('/nl/feedback', [text => $story, token => $token]);
	like $again->{body}, qr/$code/, 'the same again has the same code';
	$r = $v->post('/nl/code', [code => $code], @packed);
	is $r->{status}, 200, 'the page that opens with the code';
	is $r->{headers}{'content-encoding'}, undef, 'nor is that';
	like $r->{body}, qr/$code/, 'knows it';
	$r = $v->post('/nl/feedback', [text => "verhaalnaald json $name"], '-H',
	    'Accept: application/json');
	like $r->{body}, qr/^\{"code":"/, 'JSON for who asks for it';
	$r = $v->get('/nl/feedback', '-F', "text=verhaalnaald deel $name", '-H',
	    'Expect: 100-continue');
	is $r->{status}, 200, 'multipart, after 100 Continue';

	$r = $v->get('/nl/bestaat-niet-verhaalnaald');
	is $r->{status}, 404, 'a page that is not there';
	is $r->{headers}{'strict-transport-security'}, $hsts, 'with HSTS';
	is $v->sms('verhaalnaald-sms')->{status}, 200, 'a text message';
	many($v);
	big($v);
	refused($v);
	redirected($p, $v);
}

# Many requests on one connection.
sub many {
	my ($v) = @_;
	my $n = 200;
	my (undef, $out) = Gehoor::run($v->curl('/nl/feedback', '-o',
	    '/dev/null', '-w', "\n%{http_code} %{num_connects}\n"),
	    map { ('-o', '/dev/null', $v->url('/nl/code')) } 2 .. $n);
	my ($fine, $connections) = (0, 0);
	while ($out =~ /^(\d+) (\d+)$/mg) {
		$fine++ if $1 == 200;
		$connections += $2;
	}
	is $fine, $n, "$n requests are answered";
	is $connections, 1, 'on one connection';
}

# More than a message may be, with and without its length said.
sub big {
	my ($v) = @_;
	my $file = File::Temp->new;
	print $file 'text=', 'verhaalnaald ' x 11000;
	close $file;
	for my $more ([], ['-H', 'Content-Length:', '-H',
		'Transfer-Encoding: chunked']) {
		next if @$more && $v->{http} ne '--http1.1';
		my $r = $v->get('/nl/feedback', '--data-binary', "\@$file",
		    @$more);
		is $r->{status}, 413, 'a body of 140 KiB is refused' .
		    (@$more ? ', in chunks' : '');
		is $r->{headers}{'strict-transport-security'}, $hsts,
		    'with HSTS';
		like $r->{body}, qr/112/, 'and the way to help' unless @$more;
	}
	told($v, $file);
}

# Who writes a little too much reads why, every time: a proxy that hangs up on
# what is still coming loses the page now and then.
sub told {
	my ($v, $file) = @_;
	truncate "$file", 131073 or die $!;
	my $n = 20;
	is scalar(grep { $_->{status} == 413 && $_->{body} =~ /112/ }
	    map { $v->get('/nl/feedback', '--data-binary', "\@$file", '-H',
	    'Expect:') } 1 .. $n), $n, "$n times a byte too much: told so";
}

# What gehoord refuses before it has read it.
sub refused {
	my ($v) = @_;
	my $body = File::Temp->new;
	print $body 'verhaalnaald ' x 8000;
	close $body;
	for my $case ([415, '/nl/feedback', 'text/plain'],
	    [404, '/nl/bestaat-niet', 'application/x-www-form-urlencoded'],
	    [403, '/sms/kannel/verkeerd', 'text/plain']) {
		my ($status, $path, $type) = @$case;
		is $v->get($path, '--data-binary', "\@$body", '-H',
		    "Content-Type: $type")->{status}, $status,
		    "100 KiB that gehoord does not want: $status";
	}
}

# Whoever comes without TLS.
sub redirected {
	my ($p, $v) = @_;
	my $r = $v->get("http://voorbeeld.nl:$p->{plain}/nl/feedback?verhaalnaald");
	like $r->{status}, qr/^30[18]$/, 'without TLS one is sent on';
	like $r->{headers}{location},
	    qr{^https://voorbeeld\.nl(?::\d+)?/nl/feedback}, 'to TLS';
	unlike $r->{head}, qr/koeknaald/, 'and that is all';
}

# What nobody means to do.
sub mistakes {
	my ($p, $v) = @_;
	my $agent = "User-Agent: Naaldbrowser/7.3\r\n";
	like $v->raw("GET /nl/feedback?verhaalnaald HTTP/1.1\r\n$agent\r\n"),
	    qr{^HTTP/1\.\d 400 }, 'a request without Host is refused';
	like $v->raw("GET  / H\0TTP/9.1\r\n$agent\r\n"),
	    qr{^(?:HTTP/1\.\d [45]\d\d |\z|<html>)},
	    'so is what is hardly one';
	my $fat = 'koeknaald' x 1500;
	like $v->raw("GET / HTTP/1.1\r\nHost: voorbeeld.nl\r\n" .
	    "Cookie: $fat\r\n\r\n"), qr{^HTTP/1\.\d 4(?:00|31) },
	    'so is a head of 13 KiB';
	$v->plain("GET /verhaalnaald HTTP/1.1\r\nHost: voorbeeld.nl\r\n" .
	    "$agent\r\n");
	$v->plain("\x16\x03\x01\x02\x00verhaalnaald");
	$v->raw("GET /verhaalnaald HTTP/1.0\r\n$agent\r\n", '-servername',
	    'naaldbrowser.test');
	$v->raw("POST /nl/feedback HTTP/1.1\r\nHost: voorbeeld.nl\r\n$agent" .
	    "Content-Length: 500\r\n\r\ntext=verhaalnaald half");
	is $v->get('/nl/')->{status}, 200, 'and it goes on';
}

# While gehoord does not run.
sub broken {
	my ($p, $v) = @_;
	for my $r ($v->get('/nl/feedback'),
	    $v->post('/nl/feedback', [text => 'verhaalnaald']),
	    $v->sms('verhaalnaald-sms')) {
		like $r->{status}, qr/^50[23]$/, 'gehoord is away';
		is $r->{headers}{'strict-transport-security'}, $hsts,
		    'with HSTS';
		like $r->{body}, qr/112/, 'and the way to help';
		like $r->{headers}{'content-type'}, qr{^text/html}, 'on a page';
	}
}

# The bytes that come to gehoord's place.
sub reached {
	my ($p, $v, %o) = @_;
	my @versions = @{ $o{versions} };
	my $rec = Recorder->new($p->{socket}, "$p->{top}/recorded");
	$p->admit;
	for my $http (@versions) {
		$v->{http} = $http;
		my $r = $v->get('/gz', '-H', 'Accept-Encoding: gzip');
		is $r->{headers}{'content-encoding'}, 'gzip',
		    'what gehoord compressed';
		is $r->{headers}{vary}, 'Accept-Encoding', 'with Vary';
		ok $r->{body} eq $Recorder::packed, 'is left alone';
		is $v->head('/gz')->{status}, 200, 'HEAD';
		$v->post('/nl/feedback', [text => 'verhaalnaald']);
		$v->sms('verhaalnaald-sms');
		$v->get('/sms/mobiel', '-d', '{}', '-H',
		    'X-Signature: een-handtekening', '-H', 'X-Timestamp: 17',
		    '-H', 'Content-Type: application/json');
		slow($p, $v, $rec);
		limit($v, $rec) unless $o{limit_of_gehoord};
		unread($p, $v);
		Gehoor::run($v->curl('/1', '-o', '/dev/null'),
		    map { ('-o', '/dev/null', $v->url("/$_")) } 2 .. 20);
	}
	my $all = $rec->all;
	ok $all =~ $Visitor::WHAT{number}, 'a number reaches gehoord';
	ok $all =~ qr/^x-signature: een-handtekening\r$/mi, 'a signature does';
	ok $all =~ qr/^x-timestamp: 17\r$/mi, 'with its time';
	ok $all =~ qr{^accept-encoding: gzip\r$}mi, 'how to compress does';
	ok $all !~ qr/^host: (?!voorbeeld\.nl)/mi, 'the name does';
	ok $all !~ qr/^[\w-]+:\s*\r$/m, 'no field is empty';
	ok $all !~ qr/^connection: *close/mi, 'nor is it asked to hang up';
	ok $all !~ qr{^POST [^\n]*\n(?:[^\r\n]+\r\n)*accept-encoding:}mi,
	    'who does not ask for compression does not get it';
	is_deeply [grep { $all =~ $Visitor::WHO{$_} } sort keys %Visitor::WHO],
	    [], 'who it is does not';
	is_deeply [grep { !/^(?:$passed)$/ } sort keys %{ $rec->names }], [],
	    'no other field does';
	ok scalar(grep { 10 < (() = m{^GET /\d+ }mg) } $rec->connections),
	    'one connection to gehoord serves many requests';
}

# A body of 100 KiB that is under way: without its length, with it, and in bits.
sub slow {
	my ($p, $v, $rec) = @_;
	my $half = 'text=' . 'verhaalnaald ' x 3938;
	for my $way (qw(slowly slowly_by_length slowly_in_bits)) {
		my $before = length $rec->all;
		my $rest = $v->$way('/nl/feedback', $half, $half);
		ok Proxy::wait_for(10, sub {
			length $rec->all > $before + 45000 }),
		    'half of a story has come through';
		is_deeply [found($p->files)], [], 'no file has it on its way';
		is $rest->()->{status}, 200, 'then comes the rest';
	}
}

# The proxy's own limit: 128 KiB pass and a byte more does not.
sub limit {
	my ($v, $rec) = @_;
	my $max = 131072;
	my $file = File::Temp->new;
	my $post = sub {
		my ($path, $size, @more) = @_;
		Gehoor::spew("$file", 'verhaalnaald ' x 90000);
		truncate "$file", $size or die $!;
		return $v->get("/$v->{http}$path", '--data-binary',
		    "\@$file", '-H', 'Expect:', @more)->{status};
	};
	is $post->('/past', $max), 200, 'a body of 128 KiB passes';
	for my $more (1, 700, 928, 9000, 900000) {
		my $before = length $rec->all;
		is $post->('/over', $max + $more), 413, "$more bytes more do not";
		ok length($rec->all) - $before < $max + 2048,
		    'nor does gehoord hear all of them';
	}
	return if $v->{http} ne '--http1.1';
	is $post->('/chunks', $max + 9000, '-H', 'Content-Length:', '-H',
	    'Transfer-Encoding: chunked'), 413, 'nor in chunks';
}

# A page whose reader does not read: a sub that reads it to its end.
sub unread {
	my ($p, $v, $leaks) = @_;
	my ($pid, $from, $to) = $v->tls;
	syswrite $to, "GET /groot HTTP/1.1\r\nHost: voorbeeld.nl\r\n\r\n";
	my $head = Visitor::hear($from, 10);
	my $kept = Proxy::wait_for(1, sub { my @f = found($p->files); @f > 0 });
	is !!$kept, !!$leaks, $leaks ? 'a page in a file on its way is found' :
	    'a page that nobody reads waits in no file';
	my $length = length $head =~ s/.*?\r\n\r\n//sr;
	while ($length < length $Recorder::large) {
		$length += sysread($from, my $in, 1 << 20) || last;
	}
	is $length, length $Recorder::large, 'and comes whole' unless $leaks;
	kill 'TERM', $pid;
	waitpid $pid, 0;
}

# The versions of TLS in which somebody who comes again is known, by a session
# or a ticket.
sub resumed {
	my ($p) = @_;
	my $file = File::Temp->new;
	my @client = ('timeout', 10, qw(openssl s_client -ign_eof -servername
	    voorbeeld.nl -CAfile), $p->{cert}, '-connect',
	    "127.0.0.1:$p->{tls}", '-bind', "$Visitor::ADDRESS:0");
	my $ask = sub {
		my ($status, $out) = Gehoor::run('sh', '-c', 'printf ' .
		    '"GET /nl/ HTTP/1.0\\r\\nHost: voorbeeld.nl\\r\\n' .
		    '\\r\\n" | "$@" 2>&1', 'sh', @client, @_);
		return $out =~ /^(New|Reused), TLS/m ? $1 : "none: $out";
	};
	my @known;
	for my $version (qw(tls1_2 tls1_3)) {
		Gehoor::spew("$file", '');
		is $ask->("-$version", '-sess_out', "$file"), 'New',
		    "$version: a first visit";
		push @known, $version if -s "$file" && $ask->("-$version",
		    '-sess_in', "$file") eq 'Reused';
	}
	return @known;
}

# With a leak, the same search finds it.
sub control {
	my ($make, %o) = @_;
	my $p = $make->(house());
	$p->put(@$_) for $o{leak}->($p);
	my $v = Visitor->new($p);
	$p->{gehoor}->start;
	$p->admit;
	$p->start;
	is $v->get('/nl/feedback')->{status}, 400,
	    'gehoord refuses a proxy that says from whom it comes';
	$v->sms('verhaalnaald-sms');
	$p->{gehoor}->stop;
	$v->post('/nl/feedback?verhaalnaald', [text => 'verhaalnaald']);
	my $rec = Recorder->new($p->{socket}, "$p->{top}/recorded");
	$p->admit;
	$v->sms('verhaalnaald-sms');
	my $who = join ' ', grep { $rec->all =~ $Visitor::WHO{$_} }
	    sort keys %Visitor::WHO;
	is $who, $o{passed}, 'what of it reaches gehoord is found';
	$o{during}->($p, $v, $rec) if $o{during};
	is_deeply [resumed($p)], [qw(tls1_2 tls1_3)], 'sessions are seen';
	is_deeply [kinds($p->files)], $o{leaked}, 'what it writes is found';
	$p->stop;
}

# A file that was removed while it is open is found, in a process like this.
sub control_of_search {
	my $p = bless { dir => File::Temp::tempdir(CLEANUP => 1) }, 'Proxy';
	my %before = map { $_ => 1 } $p->elsewhere($$);
	open my $f, '+>', "$p->{dir}/weg" or die $!;
	syswrite $f, 'verhaalnaald';
	unlink "$p->{dir}/weg";
	like join(' ', found($p->files($$))), qr/story in \S*weg/,
	    'a removed file is found while it is open';
	my $udp = IO::Socket::INET->new(Proto => 'udp', PeerAddr =>
	    '127.0.0.1:514') or die $!;
	open my $other, '>', undef or die $!;
	is scalar(grep { !$before{$_} } $p->elsewhere($$)), 2,
	    'a file of another place and a log daemon are found';
}

1;
