# Gehoor.pm - what the end-to-end tests share: an installation in a temporary
# directory, the real daemon on a free port, the real tool, a plain HTTP
# client.  Core modules only.
package Gehoor;

use strict;
use warnings;
use Cwd qw(abs_path);
use Fcntl qw(LOCK_EX LOCK_NB);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use IO::Socket::UNIX;
use JSON::PP;
use POSIX ();

# Interrupted, a test still ends its daemon and removes its directory.
$SIG{$_} = sub { exit 1 } for qw(INT TERM PIPE);

our $BUILD = abs_path($ENV{BUILD} || 'build');

# A new installation: keys, configuration, empty state.
#   top   => settings before the boxes     boxes   => text for the boxes
#   conf  => text behind them              readers => number of readers
#   clock => Unix seconds for the test clock
#   dir   => a directory to keep           daemon => another program
#   wrap  => a command to run it under, as a list
sub new {
	my ($class, %o) = @_;
	my $s = bless { %o }, $class;
	$s->{dir} //= tempdir(CLEANUP => 1);
	my $d = $s->{dir};
	mkdir "$d/$_", 0750 for qw(state run);
	for my $i (1 .. ($o{readers} || 2)) {
		my $line = $s->plain_tool('-q', 'keygen', '--no-passphrase',
		    '-o', "$d/reader$i.key");
		chomp $line;
		push @{ $s->{reader_lines} }, $line;
	}
	$s->{vkey} = $s->plain_tool('-q', 'keygen', '--sign',
	    'voorbeeld.test', '-o', "$d/sign.key");
	chomp $s->{vkey};
	$s->plain_tool('-q', 'keygen', '--pepper', '-o', "$d/pepper");
	$s->clock($o{clock}) if defined $o{clock};
	$s->write_conf;
	return $s;
}

sub readers {
	my ($s) = @_;
	my $list = join ', ', map { "\"$_\"" } @{ $s->{reader_lines} };
	return "readers = {$list}" .
	    (@{ $s->{reader_lines} } < 2 ? "\n\tsingle_reader = true" : '');
}

sub write_conf {
	my ($s) = @_;
	my $d = $s->{dir};
	my $readers = $s->readers;
	my $boxes = $s->{boxes} // <<"CONF";
box "feedback" {
	kind = feedback
	title = {"nl:Vertel het ons", "en:Tell us"}
	rate = 1000000
	burst = 1000000
	$readers
}
box "lijn" {
	kind = line
	title = {"nl:Lijn van ongenoegen", "en:Complaint line"}
	$readers
}
CONF
	my ($top, $conf) = ($s->{top} // '', $s->{conf} // '');
	my $languages = $top =~ /^languages =/m ? '' : 'languages = {"nl", "en"}';
	spew("$d/gehoor.conf", <<"CONF");
organisation = "Jeugdzorg Voorbeeld"
state = "$d/state"
runtime = "$d/run"
listen = {"unix:$d/run/http.sock", "tcp:127.0.0.1:0"}
admin = "$d/run/admin.sock"
sign_key = "$d/sign.key"
log_keys = {"$s->{vkey}"}
pepper = "$d/pepper"
database = "$d/gehoor.db"
$languages
$top
$boxes
$conf
CONF
}

# A desk with a key of its own and its roles, "{"peer"}"; write_conf follows.
sub add_desk {
	my ($s, $id, $roles) = @_;
	my $section = $s->plain_tool('-q', 'keygen', '--desk', "$id.test", '-o',
	    "$s->{dir}/$id.key");
	$section =~ s/"raad"/"$id"/;
	$section =~ s/\{"council"\}/$roles/ if $roles;
	$s->{conf} .= $section;
	return $section;
}

# Makes this one of the desks.
sub at_desk {
	my ($s, $id) = @_;
	$s->{bare} //= $s->{top} // '';
	$s->{top} = "$s->{bare}\ndesk_key = \"$s->{dir}/$id.key\"";
	$s->write_conf;
}

# A line of text messages for the configuration, with its secret in a file.
sub sms_line {
	my ($s, $name, $gateway, $secret) = @_;
	my $file = "$s->{dir}/$name.secret";
	spew($file, "$secret\n", 0600);
	return <<"CONF";
line "$name" {
	gateway = "$gateway"
	secret_file = "$file"
	box = "lijn"
	url = "https://voorbeeld.test/sms/$name"
}
CONF
}

sub spew {
	my ($path, $text, $mode) = @_;
	open my $f, '>', $path or die "$path: $!";
	binmode $f;
	print $f $text or die "$path: $!";
	close $f or die "$path: $!";
	chmod $mode, $path if defined $mode;
}

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or die "$path: $!";
	binmode $f;
	local $/;
	my $text = <$f>;
	return $text // '';
}

# As if another gehoor were erasing or deleting: until what it returns is gone.
sub forget_lock {
	my ($s) = @_;
	open my $f, '<', "$s->{dir}/state/log" or die $!;
	flock $f, LOCK_EX | LOCK_NB or die "the log is locked: $!";
	return $f;
}

# Sets the clock of the test programs.
sub clock {
	my ($s, $time) = @_;
	my $f = "$s->{dir}/clock";
	spew("$f.new", "$time\n");
	rename "$f.new", $f or die "$f: $!";
	$ENV{GEHOOR_CLOCK} = $f;
}

# Starts the daemon, under the command in wrap if there is one.
sub spawn {
	my ($s, @args) = @_;
	pipe my $r, my $w or die $!;
	my $pid = fork // die $!;
	if ($pid == 0) {
		close $r;
		open STDERR, '>&', $w or die $!;
		open STDIN, '<', '/dev/null';
		# Left over, it must not keep open who reads the test.
		open STDOUT, '>', '/dev/null' or die $!;
		exec @{ $s->{wrap} || [] },
		    $s->{daemon} // "$BUILD/test/gehoord", '-c',
		    "$s->{dir}/gehoor.conf", @args or POSIX::_exit(127);
	}
	close $w;
	@$s{qw(pid err said port)} = ($pid, $r, '', undef);
	return $s;
}

# Starts it and waits for "ready"; dies with what it said otherwise.
sub start {
	my ($s, @args) = @_;
	$s->spawn(@args);
	unless ($s->until_said(qr/\bready\b.*\n/)) {
		waitpid delete $s->{pid}, 0;
		$s->{status} = $?;
		die "gehoord did not start: $s->{said}";
	}
	$s->{port} = $1 if $s->{said} =~ /tcp:127\.0\.0\.1:(\d+)/;
	return $s;
}

# Reads what the daemon says until the pattern has come; false at its end.
# A daemon that says nothing for a minute has failed the test.
sub until_said {
	my ($s, $pattern) = @_;
	until ($s->{said} =~ $pattern) {
		vec(my $r = '', fileno $s->{err}, 1) = 1;
		select $r, undef, undef, 60 or
		    die "gehoord did not say $pattern, but: $s->{said}";
		my $n = sysread $s->{err}, $s->{said}, 4096, length $s->{said};
		return 0 unless $n;
	}
	return 1;
}

# Sends a signal and waits for the end; returns the wait status.
sub stop {
	my ($s, $signal) = @_;
	my $pid = $s->{pid} or return;
	kill $signal // 'TERM', $pid;
	$s->until_said(qr/(?!)/);
	waitpid $pid, 0;
	delete $s->{pid};
	return $s->{status} = $?;
}

sub DESTROY {
	my ($s) = @_;
	local ($?, $!, $@);
	kill 'KILL', $s->{pid} and waitpid $s->{pid}, 0 if $s->{pid};
}

sub connect {
	my ($s, %o) = @_;
	return IO::Socket::UNIX->new(Peer => $o{unix}) if $o{unix};
	return IO::Socket::INET->new(PeerAddr => '127.0.0.1',
	    PeerPort => $s->{port}, Timeout => 10,
	    $o{from} ? (LocalAddr => $o{from}) : ());
}

# One request on a connection of its own (or on $o{on}); returns a hash of
# status, headers (lower case), body; undef if the daemon went away.
sub request {
	my ($s, $method, $path, %o) = @_;
	my $c = $o{on} || $s->connect(%o) or return;
	my %h = (Host => 'localhost', $o{on} ? () : (Connection => 'close'),
	    %{ $o{headers} || {} });
	my $body = $o{body};
	$h{'Content-Length'} //= length $body if defined $body;
	my $head = "$method $path HTTP/1.1\r\n" .
	    join('', map { "$_: $h{$_}\r\n" } sort keys %h) . "\r\n";
	local $SIG{PIPE} = 'IGNORE';
	my $out = $head . ($body // '');
	while (length $out) {
		my $n = syswrite $c, $out or return;
		substr $out, 0, $n, '';
	}
	return read_response($c, $method);
}

sub read_response {
	my ($c, $method) = @_;
	my $in = '';
	until ($in =~ /\r\n\r\n/) {
		my $n = sysread $c, $in, 65536, length $in;
		return unless $n;
	}
	my ($head, $body) = split /\r\n\r\n/, $in, 2;
	my ($line, @fields) = split /\r\n/, $head;
	my %r = (status => (split / /, $line)[1], line => $line, head => $head,
	    headers => { map { /^([^:]+):\s*(.*)$/ ? (lc $1, $2) : () }
		@fields });
	my $want = $method eq 'HEAD' ? 0 : $r{headers}{'content-length'} // 0;
	while (length $body < $want) {
		my $n = sysread $c, $body, 65536, length $body;
		return unless $n;
	}
	$r{body} = $body;
	return \%r;
}

sub urlencode {
	my ($text) = @_;
	$text =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ge;
	return $text;
}

# A body from pairs of name and value, which may repeat.
sub form {
	my (@pairs) = @_;
	my @out;
	while (my ($k, $v) = splice @pairs, 0, 2) {
		push @out, urlencode($k) . '=' . urlencode($v);
	}
	return join '&', @out;
}

# Posts fields (a list of pairs) to a box and asks for JSON.
sub post {
	my ($s, $box, $fields, %o) = @_;
	my %h = ('Content-Type' => 'application/x-www-form-urlencoded',
	    Accept => 'application/json', %{ delete $o{headers} || {} });
	return $s->request('POST', "/nl/$box", body => form(@$fields),
	    headers => \%h, %o);
}

# The token in the form of a box.
sub token {
	my ($s, $box, %o) = @_;
	my $r = $s->request('GET', "/nl/$box", %o) or return;
	my ($input) = $r->{body} =~ /(<input[^>]*name="?token\b[^>]*>)/ or return;
	return $input =~ /value="?([A-Za-z0-9_-]+)/ ? $1 : undef;
}

# Runs the tool with the first reader's key; returns (status, stdout, stderr).
sub tool {
	my ($s, @args) = @_;
	return run("$BUILD/test/gehoor", '-c', "$s->{dir}/gehoor.conf", '-k',
	    "$s->{dir}/reader1.key", @args);
}

# The tool without a configuration; dies when it fails.
sub plain_tool {
	my ($s, @args) = @_;
	my ($status, $out, $err) = run("$BUILD/test/gehoor", @args);
	die "gehoor @args: $err" if $status;
	return $out;
}

# Runs a command; returns its status, what it wrote and what it said.
sub run {
	my (@command) = @_;
	my ($out, $err) = map { File::Temp->new } 1, 2;
	my $pid = fork // die $!;
	if ($pid == 0) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>&', $out;
		open STDERR, '>&', $err;
		exec @command or POSIX::_exit(127);
	}
	waitpid $pid, 0;
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	return ($status, slurp("$out"), slurp("$err"));
}

# All that a database says; or undef.  How a text index lies in its pages
# depends on how it grew, so that it is its entries that count.
sub dump_of {
	my ($db) = @_;
	my ($failed, $sql) = run('sqlite3', $db, '.dump');
	my ($failed_too, $words) = run('sqlite3', $db,
	    'CREATE VIRTUAL TABLE temp.entry' .
	    ' USING fts5vocab(main, words_index, instance);' .
	    'SELECT * FROM entry ORDER BY 1, 2, 3, 4');
	return if $failed || $failed_too;
	return join '', (grep { !/^INSERT INTO words_index_(?:data|idx) / }
	    split /^/, $sql), $words;
}

# All opened records of a box (or of all), as hashes.
sub records {
	my ($s, @args) = @_;
	my ($status, $out, $err) = $s->tool('cat', @args);
	die "gehoor cat: $err" if $status;
	return map { JSON::PP->new->utf8->decode($_) } split /\n/, $out;
}

# What cat --ids says of the messages in a box, by text.
sub ids {
	my ($s, $box) = @_;
	my ($status, $out, $err) = $s->tool('cat', '--ids', '--box', $box);
	die "gehoor cat --ids: $err" if $status;
	return map { my $o = JSON::PP->new->utf8->decode($_);
	    ($o->{record}{text} => $o) } split /\n/, $out;
}

sub stat {
	my ($s, @args) = @_;
	my ($status, $out, $err) = $s->tool('stat', '--json', @args);
	die "gehoor stat: $err" if $status;
	return JSON::PP->new->utf8->decode($out);
}

1;
