# Proxy.pm - what the tests of the proxies share: the snippet as it ships with
# nothing changed but addresses, paths and the certificate; a visitor who can
# be told from everybody; and a look at all that was written.
package Proxy;

use strict;
use warnings;
use Gehoor;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use POSIX ();
use Test::More;
use Time::HiRes qw(time sleep);

# What a visitor brings along and nobody may keep or pass on.
our $ADDRESS = '127.83.19.7';
our %TELLS = ('User-Agent' => 'Toestel-van-Noor/7.3', Cookie => 'wie=noor-4471',
    Referer => 'https://school.test/klas-3b', 'Accept-Language' => 'ti-ER',
    'X-Forwarded-For' => '203.0.113.77', 'X-Real-IP' => '203.0.113.77',
    Forwarded => 'for=203.0.113.77', Origin => 'https://school.test',
    Via => '1.1 huis-van-noor');
our $STORY = 'Het verhaal van de blauwe fiets';
our $NUMBER = '31612349876';
our @SECRET = ($ADDRESS, '203.0.113.77', 'Toestel-van-Noor', 'noor-4471',
    'school.test', 'ti-ER', 'blauwe fiets', 'blauwe+fiets', $NUMBER,
    'huis-van-noor');

sub free_port {
	my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die $!;
	return $s->sockport;
}

# gehoord on its socket, and room for the proxy; conf makes its configuration
# from the snippet, command is how it is run.
#   conf => sub { my ($p, $snippet) = @_; ... return text }
#   command => sub { my ($p) = @_; ... return list }
#   file => name of the snippet
sub new {
	my ($class, %o) = @_;
	my $g = Gehoor->new(top => '');
	$g->{conf} = $g->sms_line('mobiel', 'kannel', 'pad-van-kannel-12345');
	$g->write_conf;
	my $p = bless { %o, g => $g, port => free_port(), http => free_port(),
	    dir => "$g->{dir}/proxy", socket => "$g->{dir}/run/http.sock" }, $class;
	mkdir $p->{dir} or die $!;
	my ($status, $out, $err) = Gehoor::run(qw(openssl req -x509 -newkey ec
	    -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=localhost
	    -addext subjectAltName=DNS:localhost -keyout), "$g->{dir}/key.pem",
	    '-out', "$g->{dir}/cert.pem");
	die $err if $status;
	$p->{key} = "$g->{dir}/key.pem";
	$p->{cert} = "$g->{dir}/cert.pem";
	Gehoor::spew("$g->{dir}/both.pem", Gehoor::slurp($p->{cert}) .
	    Gehoor::slurp($p->{key}), 0600);
	$p->{both} = "$g->{dir}/both.pem";
	return $p;
}

# Replaces in the snippet; dies if there is nothing to replace.
sub change {
	my ($text, @pairs) = @_;
	while (my ($from, $to) = splice @pairs, 0, 2) {
		$text =~ s/$from/$to/g or die "the snippet has no $from";
	}
	return $text;
}

# Starts the proxy with what leak makes of its configuration; waits for it.
sub start {
	my ($p, $leak) = @_;
	my $text = $p->{conf}->($p, Gehoor::slurp("conf/proxy/$p->{file}"));
	$text = $leak->($text) if $leak;
	Gehoor::spew("$p->{dir}/conf", $text);
	my @command = $p->{command}->($p);
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>>', "$p->{dir}/said";
		open STDERR, '>&', \*STDOUT;
		$ENV{HOME} = $ENV{XDG_DATA_HOME} = $ENV{XDG_CONFIG_HOME} = $p->{dir};
		chdir $p->{dir};
		exec @command or POSIX::_exit(127);
	}
	$p->{pid} = $pid;
	my $until = time + 15;
	until (IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $p->{port})) {
		die "$p->{file}: does not listen: " . Gehoor::slurp("$p->{dir}/said")
		    if time > $until || waitpid($pid, POSIX::WNOHANG()) == $pid;
		sleep 0.05;
	}
}

sub stop {
	my ($p) = @_;
	my $pid = delete $p->{pid} or return;
	kill 'TERM', $pid;
	my $until = time + 5;
	sleep 0.05 while time < $until && waitpid($pid, POSIX::WNOHANG()) == 0;
	kill 'KILL', $pid and waitpid $pid, 0;
}

sub DESTROY {
	my ($p) = @_;
	local ($?, $!, $@);
	$p->stop;
}

# curl as that visitor: the answer with its head.
sub ask {
	my ($p, $path, @args) = @_;
	my ($status, $out, $err) = Gehoor::run('curl', '-sS', '-i', '--max-time', 15,
	    '--interface', $ADDRESS, '--cacert', $p->{cert}, '--path-as-is',
	    (map { ('-H', "$_: $TELLS{$_}") } sort keys %TELLS), @args,
	    "https://localhost:$p->{port}$path");
	return $status ? "curl: $err" : $out;
}

# The usual life of a site, and its mishaps.
sub visit {
	my ($p) = @_;
	my $g = $p->{g};
	my $form = $p->ask('/nl/feedback');
	like $form, qr{^HTTP/[\d.]+ 200 }, "$p->{file}: the form";
	like $form, qr/^strict-transport-security: max-age=31536000/mi, "$p->{file}: HSTS";
	my ($token) = $form =~ /name="token" value="([^"]+)"/;
	my $receipt = $p->ask('/nl/feedback', '--data-urlencode', "text=$STORY",
	    '-d', "token=$token");
	my ($code) = $receipt =~ /<output id="code"[^>]*>(\S{19})</;
	ok $code, "$p->{file}: a receipt" or diag $receipt;
	like $p->ask('/nl/code', '-d', "code=$code"), qr/Je verhaal is er/,
	    "$p->{file}: and what became of it";
	like $p->ask('/nl/', '-I'), qr{^HTTP/[\d.]+ 200 }, "$p->{file}: HEAD";
	like $p->ask('/nl/', '-H', 'Accept-Encoding: gzip', '-o', '/dev/null', '-w',
	    '%{http_code}'), qr/200$/, "$p->{file}: compressed";
	like $p->ask('/nl/niets'), qr{^HTTP/[\d.]+ 404 }, "$p->{file}: 404";
	like $p->ask("/sms/mobiel/pad-van-kannel-12345?from=%2B$NUMBER&to=4433&text=" .
	    'blauwe+fiets&coding=0&charset=UTF-8&id=p-1&ts=1'),
	    qr{^HTTP/[\d.]+ 200 }, "$p->{file}: a text message";
	Gehoor::spew("$g->{dir}/big", 'text=' . 'blauwe fiets ' x 30_000);
	like $p->ask('/nl/feedback', '--data-binary', "\@$g->{dir}/big"),
	    qr{^HTTP/[\d.]+ (?:100.*?HTTP/[\d.]+ )?413 }s, "$p->{file}: 413";
	my ($status, $many) = Gehoor::run('curl', '-sS', '-w', '%{http_code} ',
	    '--interface', $ADDRESS, '--cacert', $p->{cert},
	    map { ('-o', '/dev/null', "https://localhost:$p->{port}/nl/veilig") }
	    1 .. 20);
	is $many, '200 ' x 20, "$p->{file}: many over one connection";
	my $raw = IO::Socket::INET->new(PeerAddr => '127.0.0.1', LocalAddr => $ADDRESS,
	    PeerPort => $p->{port});
	syswrite $raw, "GET / HTTP/1.1\r\nUser-Agent: Toestel-van-Noor/7.3\r\n\r\n";
	sysread $raw, my $any, 4096;
	close $raw;
}

# A story that comes slowly is in no file of the proxy while it comes.
sub slowly {
	my ($p) = @_;
	my $g = $p->{g};
	my $body = 'text=' . 'blauwe fiets ' x 7000;
	my ($r, $w);
	pipe $r, $w or die $!;
	my $pid = fork // die $!;
	if ($pid == 0) {
		close $w;
		open STDIN, '<&', $r;
		open STDOUT, '>', "$g->{dir}/slow.out";
		open STDERR, '>&', \*STDOUT;
		exec 'curl', '-sS', '-i', '--max-time', 20, '--interface', $ADDRESS,
		    '--cacert', $p->{cert}, '-H', 'Content-Length: ' . length $body,
		    '-H', 'Transfer-Encoding:', '-H', 'Expect:', '-X', 'POST', '-T', '-',
		    "https://localhost:$p->{port}/nl/feedback";
	}
	close $r;
	my @found;
	for (my $at = 0; $at < length $body; $at += 10_000) {
		syswrite $w, substr $body, $at, 10_000;
		sleep 0.1;
		push @found, $p->written(qr/blauwe fiets/);
	}
	close $w;
	waitpid $pid, 0;
	is_deeply \@found, [], "$p->{file}: a story on its way is in no file";
	like Gehoor::slurp("$g->{dir}/slow.out"), qr{HTTP/[\d.]+ (?:200|422) },
	    "$p->{file}: and arrives";
}

# Files that the proxy has or wrote and in which that stands.
sub written {
	my ($p, $pattern) = @_;
	my @files = split /\0/, `find $p->{dir} -type f -print0`;
	for my $pid ($p->{pid} // (), split ' ', `pgrep -P @{[ $p->{pid} // 0 ]}`) {
		push @files, grep { -f } glob "/proc/$pid/fd/*";
	}
	# A file may be gone before it is read.
	return grep { (eval { Gehoor::slurp($_) } // '') =~ $pattern } @files;
}

# Nothing of the visitor anywhere that the proxy wrote.
sub traces {
	my ($p) = @_;
	my $pattern = join '|', map { quotemeta } @SECRET;
	return $p->written(qr/$pattern/);
}

# What comes to the socket while something is asked, byte for byte; file is
# where it is gathered.
sub passed_to {
	my ($socket, $file, $ask) = @_;
	unlink $socket;
	my $l = IO::Socket::UNIX->new(Local => $socket, Listen => 5) or die $!;
	chmod 0666, $socket;
	my $pid = fork // die $!;
	if ($pid == 0) {
		open my $f, '>', $file or die $!;
		$f->autoflush;
		while (my $c = $l->accept) {
			while (sysread $c, my $in, 65536) {
				print $f $in;
				syswrite $c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
				    if $in =~ /\r\n\r\n/;
			}
		}
		POSIX::_exit(0);
	}
	close $l;
	$ask->();
	kill 'KILL', $pid;
	waitpid $pid, 0;
	unlink $socket;
	return Gehoor::slurp($file);
}

# What the proxy passes on to who stands in gehoord's place.
sub passed_on {
	my ($p) = @_;
	return passed_to($p->{socket}, "$p->{g}{dir}/passed", sub {
		$p->ask('/nl/feedback?vraag=1', '-d', 'text=hallo', '-H', 'X-Eigen: ja');
	});
}

# Everything that is asked of a snippet.  leaks: changes that must be noticed,
# of the configuration: what is passed on, and what is written down.
sub judge {
	my ($p, %leaks) = @_;
	my $g = $p->{g};
	$g->start;
	$p->start;
	$p->visit;
	$p->slowly;
	is $g->stop, 0, "$p->{file}: gehoord ends in order";
	like $p->ask('/nl/'), qr{^HTTP/[\d.]+ 50[234] }, "$p->{file}: gehoord is away";
	is_deeply [$p->traces], [], "$p->{file}: nothing of the visitor was written down";
	my @texts = map { $_->{text} } $g->records;
	is scalar(grep { $_ eq $STORY } @texts), 1, "$p->{file}: the story is in the log";
	my $passed = $p->passed_on;
	like $passed, qr{^POST /nl/feedback\?vraag=1 HTTP/1\.1\r\n}, "$p->{file}: is passed on";
	like $passed, qr/^host: localhost/mi, "$p->{file}: with the name of the site";
	like $passed, qr/^x-eigen: ja/mi, "$p->{file}: with what is nobody's";
	for my $secret (grep { !/fiets|^31/ } @SECRET) {
		unlike $passed, qr/\Q$secret\E/, "$p->{file}: without $secret";
	}
	unlike $passed, qr/^(?:x-forwarded|forwarded|x-real|via|cookie|user-agent)/mi,
	    "$p->{file}: and without a field for such things";
	$p->stop;
	is_deeply [$p->traces], [], "$p->{file}: nor when it ended";

	# The same look finds a leak where there is one.
	$p->start($leaks{passes});
	like $p->passed_on, qr/\Q$ADDRESS\E|203\.0\.113\.77/, "$p->{file}: a leak to gehoord would be found";
	$p->stop;
	$p->start($leaks{writes});
	$p->ask('/nl/');
	$p->stop;
	isnt scalar($p->traces), 0, "$p->{file}: a log would be found";
}

1;
