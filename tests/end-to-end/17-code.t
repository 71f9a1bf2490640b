#!/usr/bin/perl
# 17-code.t - who has a code: what became of the message, an answer, something
# added, a proof that others can check; and nothing told to who has none.
use strict;
use warnings;
use Digest::SHA qw(sha256);
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use MIME::Base64;
use Test::More;

my $WEEK = 7 * 24 * 3600;
my $monday = 1792360800;	# Monday 2026-10-19 00:00 in Amsterdam, week 43
my $now = $monday + 2 * 24 * 3600 + 14 * 3600;
my $g = Gehoor->new(clock => $now,
    top => "code_rate = 100000\ncode_burst = 100000\npublish_hour = 4");
(my $boxes = <<"CONF") =~ s/READERS/$g->readers/ge;
box "feedback" { kind = feedback title = {"nl:Vertel het ons"} READERS }
box "lijn" { kind = line title = {"nl:Lijn"} public_log = true READERS }
CONF
$g->{boxes} = $boxes;
$g->write_conf;
$g->start;

sub ask {
	my (@fields) = @_;
	return $g->request('POST', '/nl/code', body => Gehoor::form(@fields),
	    headers => { 'Content-Type' =>
	    'application/x-www-form-urlencoded' });
}

sub ask_json {
	my (@fields) = @_;
	my $r = $g->request('POST', '/nl/code', body => Gehoor::form(@fields),
	    headers => { Accept => 'application/json', 'Content-Type' =>
	    'application/x-www-form-urlencoded' });
	return decode_json($r->{body});
}

# What SIGHUP makes the daemon look at.
sub reload {
	my ($pattern) = @_;
	$g->{said} = '';
	kill 'HUP', $g->{pid};
	ok $g->until_said($pattern), "it said $pattern";
}

my $page = $g->request('GET', '/nl/code');
is $page->{status}, 200, 'the page where a code is typed';
like $page->{body}, qr/<input type="text" id="text" name="code"/, 'its field';
my $size = length $page->{body};
is $size % 4096, 0, 'of a round size';

my (@codes, %text);
for my $i (1 .. 5) {
	my $r = $g->post('lijn', [text => "verhaal nummer $i over de groep"]);
	my $code = decode_json($r->{body})->{code};
	push @codes, $code;
	$text{$code} = "verhaal nummer $i over de groep";
}

my $received = ask(code => $codes[0]);
is $received->{status}, 200, 'a code that is known';
like $received->{body}, qr/Je verhaal is er/, 'its page';
like $received->{body}, qr/Straks niet meer/, 'not in a checkpoint yet';
unlike $received->{body}, qr/verhaal nummer/, 'the daemon cannot show the text';
my ($lower) = map { s/-/ /gr } lc $codes[0];
like ask(code => " $lower ")->{body}, qr/Je verhaal is er/,
    'small letters and blanks make no difference';
my $unknown = ask(code => 'K7QF-9M2X-4T8B-1WZH');
my $mistyped = ask(code => 'niet een code <b>');
like $unknown->{body}, qr/vinden we niets/, 'an unknown code gets help';
like $mistyped->{body}, qr/value="niet een code &lt;b&gt;"/,
    'what was typed is still there';
for my $other ($unknown, $mistyped, ask(), ask(code => $codes[1], step => 'x')) {
	is $other->{status}, $received->{status}, 'the same status';
	is length $other->{body}, $size, 'and size';
	is $other->{head} =~ s/^Date:.*\r\n//rm,
	    $received->{head} =~ s/^Date:.*\r\n//rm, 'and head';
}
my $json = ask_json(code => $codes[0]);
is $json->{status}, 'received', 'as JSON';
is $json->{box}, 'lijn', 'its box';
ok !exists $json->{checkpoint}, 'no checkpoint yet';
is ask_json(code => 'K7QF-9M2X-4T8B-1WZH')->{status}, 'unknown', 'or unknown';
my $get = $g->request('GET', "/nl/code?code=$codes[0]");
unlike $get->{body}, qr/Je verhaal is er/, 'a code in an address does nothing';

# A promise before there is a checkpoint.
my $promise = ask(code => $codes[0], step => 'proof');
like $promise->{headers}{'content-disposition'}, qr/belofte/, 'a promise';
like $promise->{body},
    qr{\Agehoor promise v1\nvoorbeeld\.test/lijn\nlog [0-9a-f]{32}\nleaf \S{44}\n\n},
    'it says only this';
is $g->request('GET', '/log/lijn/checkpoint')->{status}, 404,
    'nothing is published yet';

# Something added.
my ($token) = $received->{body} =~ /name="token" value="([^"]+)"/;
for (1, 2) {
	my $added = ask(code => $codes[0], step => 'add', token => $token,
	    text => 'en nog iets: het eten was goed');
	like $added->{body}, qr/Het staat erbij/, 'it was added';
	is length $added->{body}, $size, 'and is as large as the others';
}
like ask(code => $codes[0], step => 'add', text => "  \n")->{body},
    qr/id="fout".*Je hebt nog niets geschreven/s, 'nothing to add';
my $long = 'lang ' x 1700;
my $too_long = ask(code => $codes[0], step => 'add', text => $long);
like $too_long->{body}, qr/te lang.*\Q$long\E/s, 'what is too long comes back';
my @records = $g->records('--box', 'lijn');
is scalar @records, 6, 'five stories and one addition, sent twice';
my ($addition) = grep { $_->{thread} } @records;
is $addition->{text}, 'en nog iets: het eten was goed', 'the addition';
my ($first) = grep { $_->{text} eq $text{ $codes[0] } } @records;
is $addition->{reply_key}, $first->{reply_key}, 'under the same reply key';

# The week ends: a checkpoint, for this reason only.
reload(qr/configuration read again/);
ok !-e "$g->{dir}/state/log/lijn/checkpoint", 'no checkpoint before its time';
$g->clock($now + $WEEK);
reload(qr/box lijn: a checkpoint was signed/);
like ask(code => $codes[0])->{body}, qr/controlepunt van week 43 \(2026\)/,
    'the message is covered';
is ask_json(code => $codes[0])->{checkpoint}, '2026-W43', 'as JSON too';
my $checkpoint = $g->request('GET', '/log/lijn/checkpoint');
like $checkpoint->{body}, qr{\Avoorbeeld\.test/lijn\n6\n(\S{44})\n\n},
    'it is published';
my $root = decode_base64(($checkpoint->{body} =~ /^(\S{44})$/m)[0]);
is $g->request('GET', '/log/feedback/checkpoint')->{status}, 404,
    'not of a box that keeps it to itself';

# The proof, checked by somebody who wrote that out of the specification.
sub root_from {
	my ($index, $size, $hash, @path) = @_;
	my ($fn, $sn) = ($index, $size - 1);
	for my $p (@path) {
		if ($fn & 1 || $fn == $sn) {
			$hash = sha256("\1$p$hash");
			until ($fn & 1 || !$fn) { $fn >>= 1; $sn >>= 1 }
		} else {
			$hash = sha256("\1$hash$p");
		}
		$fn >>= 1;
		$sn >>= 1;
	}
	return $hash;
}
my %seen;
for my $code (@codes) {
	my $proof = ask(code => $code, step => 'proof');
	like $proof->{headers}{'content-disposition'}, qr/\.tlog-proof"/,
	    'a proof to keep';
	my ($lines, $note) = split /\n\n/, $proof->{body}, 2;
	my ($head, $extra, $index, @path) = split /\n/, $lines;
	is $head, 'c2sp.org/tlog-proof@v1', 'in the form of C2SP';
	is $note, $checkpoint->{body}, 'with the checkpoint as it is';
	$extra =~ s/^extra //;
	$index =~ s/^index //;
	is root_from($index, 6, map { decode_base64($_) } $extra, @path), $root,
	    "record $index is in the tree";
	$seen{$index} = 1;
}
is scalar keys %seen, 5, 'each has a place of its own';

# Tiles: of the checkpoint, and not of what came later.
$g->post('lijn', [text => 'later']);
my $tile = $g->request('GET', '/log/lijn/tile/0/000.p/6');
is length $tile->{body}, 6 * 32, 'the hashes of six records';
is $tile->{headers}{'content-type'}, 'application/octet-stream', 'as bytes';
my @hashes = unpack '(a32)6', $tile->{body};
my @pair = map { sha256("\1$hashes[2 * $_]$hashes[2 * $_ + 1]") } 0 .. 2;
is sha256("\1" . sha256("\1$pair[0]$pair[1]") . $pair[2]), $root,
    'make the root';
is length $g->request('GET', '/log/lijn/tile/0/000.p/3')->{body}, 96,
    'a narrower one';
for my $path (qw(0/000.p/7 0/000 0/001.p/1 1/000.p/1 0/000.p/06 0/0
    ../checkpoint 0/x000/000.p/6)) {
	is $g->request('GET', "/log/lijn/tile/$path")->{status}, 404,
	    "there is no tile $path";
}

# An answer, pushed at any moment, readable after the hour (winter time now).
mkdir "$g->{dir}/desk";
my $tag = unpack 'H*', substr Gehoor::slurp(
    (glob "$g->{dir}/state/log/lijn/*1.seg")[0]), 256 + 16, 16;
my $new = "$g->{dir}/state/replies/new";
ok -d $new, 'there is a place for answers';
Gehoor::spew("$new/$tag", 'this is no answer');
Gehoor::spew("$new/notatag", 'x');
$g->clock($monday + $WEEK + 24 * 3600 + 5 * 3600 + 60);
reload(qr/1 files are no answers/);
ok -e "$new/$tag", 'what is no answer stays where it is';
unlike $g->{said}, qr/\Q$tag\E/, 'and is not named';

is $g->stop, 0, 'it ends in order';
$g->start;
like ask(code => $codes[2])->{body}, qr/controlepunt van week 43/,
    'after a restart as before';
is $g->request('GET', '/log/lijn/checkpoint')->{body}, $checkpoint->{body},
    'the same checkpoint is served';
is $g->stop, 0, 'it ends in order';
my ($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify' or diag $out, $err;
for my $file (glob "$g->{dir}/state/*/*/* $g->{dir}/run/*") {
	next if -d $file || -S $file;
	my $all = Gehoor::slurp($file);
	unlike $all, qr/\Q$_\E/, "no code in $file" for
	    map { ($_, tr/-//dr) } @codes;
}

done_testing;
