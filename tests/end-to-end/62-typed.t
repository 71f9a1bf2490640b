#!/usr/bin/perl
# 62-typed.t - nobody types anything twice: a page that has something to put
# right gives back all that was typed, byte for byte as a browser reads it, and
# a story is the same record however it was encoded.
#
# What "byte for byte" leaves out is in utf8.h: line ends become LF, control
# characters but TAB and LF go (NUL, too), so do byte order marks in front,
# and what is no UTF-8 becomes U+FFFD.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Forms;
use Gehoor;
use JSON::PP;
use Test::More;

my $g = Gehoor->new(top => 'regions = {"noord", "zuid"}', conf => <<'CONF');
box "vol" {
	kind = feedback
	title = {"nl:Alles", "en:All"}
	rate = 1000000
	burst = 1000000
	question "tip" { label = {"nl:Een tip?"} }
	question "keuze" {
		type = choice
		label = {"nl:Welke?"}
		option "a" { label = {"nl:A"} }
		option "b" { label = {"nl:B"} }
	}
	question "meer" {
		type = several
		label = {"nl:Wat nog?"}
		option "x" { label = {"nl:X"} }
		option "y" { label = {"nl:Y"} }
		option "z" { label = {"nl:Z"} }
	}
	question "cijfer" { type = scale label = {"nl:Hoe goed?"} }
CONF
$g->{conf} .= "\t" . $g->readers . "\n}\n" . <<'CONF' . "\t" . $g->readers .
box "smal" {
	kind = feedback
	title = {"nl:Smal", "en:Narrow"}
	rate = 0.001
	burst = 1
CONF
    "\n}\n";
$g->write_conf;
$g->start;

sub u { return Forms::octets($_[0]) }

# What people type, and what tries to hide.
my %texts = (
	'plain words' => 'Mijn jeugdbeschermer belt nooit terug.',
	'emoji' => u("\x{1f622}\x{1f469}\x{200d}\x{1f467}\x{1f3fd}\x{fe0f} " .
	    "\x{1f1f3}\x{1f1f1}"),
	'Arabic with marks' => u("\x{645}\x{64f}\x{646}\x{64e}\x{627}" .
	    "\x{642}\x{64e}\x{634}\x{64e}\x{629}\x{64f} \x{633}\x{64f}"),
	'controls from right to left' => u("\x{202e}txt.exe\x{202c} " .
	    "\x{200f}abc\x{200e} \x{2067}x\x{2069} \x{61c}"),
	'marks without end' => u('Z' . join '', map { chr } (0x300 .. 0x36f) x 3),
	'the end of a text area' => '</textarea><script>alert(1)</script>',
	'ends of text areas' => "</TextArea\t></textarea/></textarea x></ textarea>",
	'a comment' => '<!-- --> <![CDATA[ ]]> <!doctype html> <?php ?>',
	'character references' => '&amp; &lt; &amp;lt; &#39; &#x27; &eacute ' .
	    '&notit; && &',
	'quotes' => q{"'`" onfocus="alert(1)" x='},
	'a template' => '{text} {{text}} {name} {{token}} {',
	'one line end in front' => "\nEn dan verder.",
	'many line ends in front' => "\n\n\nEn dan verder.",
	'line ends of all kinds' => "een\r\ntwee\rdrie\nvier\n\rvijf\r\r\nzes\r",
	'line ends behind' => "Klaar.\n\n\n",
	'blanks and tabs' => "  \t  twee  woorden \t \t",
	'wide blanks' => u("\x{a0}a\x{3000}b\x{2028}c\x{2029}d\x{200b}\x{feff}e"),
	'byte order marks' => u("\x{feff}\x{feff}Twee, \x{feff}en een."),
	'NUL and other controls' => "a\0b\x01c\x07\x08\x1bd\x7fe" . u("\x{85}\x{9f}f"),
	'noncharacters' => u("\x{fffe}\x{ffff}\x{10ffff}\x{fdd0}"),
	'broken UTF-8' => "a\xffb\xc3\xc3\xa9\xe2\x82c\xf0\x9f\x98d" .
	    "\xed\xa0\x80e\xc0\xaff",
	'percent and plus' => '100% + 5%20 = %zz %00 %u0041 a+b&c=d;e',
	'nearly a boundary' => "a\r\n--$Forms::BOUNDARY x\r\n-$Forms::BOUNDARY",
	'JSON' => '{"text": "\u0000\ud800"} \\ \" \/ \n',
);
my $long = "\x{e9}" x 8001;

# The page says what is wrong and gives back fields, as they were cleaned.
sub gives_back {
	my ($r, $status, $what, @pairs) = @_;
	is $r->{status}, $status, "$what: status $status";
	my @held = Forms::fields($r->{body});
	my %asked = @pairs;
	for my $name (sort keys %asked) {
		my @typed = map { Forms::clean($_) }
		    Forms::values_of($name, @pairs);
		is_deeply [Forms::values_of($name, @held)], \@typed,
		    "$what: $name is given back";
	}
	return @held;
}

# Everything there is to fill in, but the story.
my @rest = ('q.keuze' => 'b', 'q.meer' => 'x', 'q.meer' => 'z',
    'q.cijfer' => '4', region => 'zuid', who => 'ouder', wish => 'change',
    publish => 'report', publish => 'read');
my $tags = Forms::tags(Forms::post($g, '/nl/vol', 'urlencoded',
    [text => '', 'q.tip' => 'x', @rest])->{body});
for my $what (sort keys %texts) {
	my $typed = $texts{$what};
	for my $how (Forms::encodings()) {
		my $r = Forms::post($g, '/nl/vol', $how,
		    [text => '', 'q.tip' => $typed, leeg => 'x', @rest]);
		gives_back($r, 422, "$what ($how), nothing told",
		    text => '', 'q.tip' => $typed, leeg => 'x', @rest);
		is Forms::tags($r->{body}), $tags,
		    "$what ($how): and is no tag of the page";
		my $more = $typed . u($long);
		my @held = gives_back(Forms::post($g, '/nl/vol', $how,
		    [text => $more, 'q.tip' => $typed, @rest]), 422,
		    "$what ($how), too much told", text => $more,
		    'q.tip' => $typed, @rest);
		gives_back(Forms::post($g, '/nl/vol', $how,
		    [Forms::sent(@held)]), 422, "$what ($how), once more",
		    @held);
	}
	gives_back(Forms::post($g, '/nl/vol', 'urlencoded', [text => $typed,
	    step => 'edit', @rest]), 200, "$what, to be changed",
	    text => $typed, @rest);
}

# Sizes, up to all that a body can hold.
my %sizes = ('32 KB of emoji' => u("\x{1f622}") x 8192,
	'32 KB of ampersands' => '&' x 32768,
	'32 KB of lines' => "</textarea>\n" x 2731,
	'a body that is full' => 'x' x (131072 - 5));
for my $what (sort keys %sizes) {
	gives_back(Forms::post($g, '/nl/vol', 'urlencoded',
	    [text => $sizes{$what}]), 422, $what, text => $sizes{$what})
	    if length Gehoor::form(text => $sizes{$what}) <= 131072;
	gives_back(Forms::post($g, '/nl/vol', 'multipart',
	    [text => $sizes{$what}]), 422, "$what (multipart)",
	    text => $sizes{$what}) if length $sizes{$what} < 130_000;
}
my @many = map { ("q.meer" => $_) } qw(x y z);
gives_back(Forms::post($g, '/nl/vol', 'urlencoded', [text => ' ', @many]), 422,
    'a story of a blank', text => ' ', @many);

# Busy: nothing is stored, and nothing is lost.
is Forms::post($g, '/nl/smal', 'json', [text => 'Eerste'], json => 1)->{status},
    201, 'a narrow box takes one';
gives_back(Forms::post($g, '/nl/smal', $_, [text => $texts{emoji},
    region => 'noord', who => 'jongere', wish => 'none', publish => 'read']),
    503, "busy ($_)", text => $texts{emoji}, region => 'noord',
    who => 'jongere', wish => 'none', publish => 'read')
    for Forms::encodings();

# An addition under a code is no different.
my $code = decode_json(Forms::post($g, '/nl/vol', 'json', [text => 'Begin'],
    json => 1)->{body})->{code};
gives_back(Forms::post($g, '/nl/code', 'urlencoded', [code => $code,
    step => 'add', text => $texts{$_} . u($long)]), 200, "added: $_",
    text => $texts{$_} . u($long)) for sort keys %texts;

# All that a record holds but who it is.
sub what_is_said {
	my (%r) = %{ $_[0] };
	delete @r{qw(reply_key dedup)};
	return \%r;
}

# The same story three times, each as a record of its own; also by way of the
# check page, where a browser sends what it was given.
$g->stop;
$g->start;
my $had = () = $g->records;
my @order = sort keys %texts;
for my $what (@order) {
	my @pairs = (text => $texts{$what}, 'q.tip' => $texts{$what}, @rest);
	for my $how (Forms::encodings()) {
		my $r = Forms::post($g, '/nl/vol', $how, \@pairs, json => 1);
		is $r->{status}, 201, "$what ($how) is stored";
	}
	my $check = Forms::post($g, '/nl/vol', 'urlencoded',
	    [@pairs, step => 'check']);
	my @held = Forms::fields($check->{body});
	my %held = @held;
	is $check->{status}, 200, "$what has a check page";
	is $held{$_}, Forms::clean($texts{$what}),
	    "$what: which carries $_ along" for 'text', 'q.tip';
	is Forms::post($g, '/nl/vol', 'multipart', [Forms::sent(@held),
	    step => 'send'])->{status}, 200, "$what: and is sent from there";
}
my @records = $g->records('--box', 'vol');
splice @records, 0, @records - 4 * @order;
my $utf8 = JSON::PP->new->utf8;
for my $what (@order) {
	my @four = splice @records, 0, 4;
	delete $four[3]{seen};	# that one had a token, and was fast
	delete $_->{seen} for @four;
	is_deeply what_is_said($_), what_is_said($four[0]),
	    "$what: one and the same record" for @four[1 .. 3];
	my ($r) = @four;
	is u($r->{text}), Forms::clean($texts{$what}), "$what: as it was typed";
	is_deeply $r->{answers}, { tip => [$r->{text}], keuze => ['b'],
		meer => ['x', 'z'], cijfer => [4] }, "$what: with all answers";
	is_deeply [@$r{qw(region who wish publish lang channel)}], ['zuid',
	    'ouder', 'change', ['report', 'read'], 'nl', 'web'],
	    "$what: and all choices";
	my %keys = map { $_->{reply_key} => 1 } @four;
	is keys %keys, 4, "$what: which answer to a code each";
}

# With one token, it is one record with one code.
my $token = $g->token('vol');
my %codes;
for my $how (Forms::encodings()) {
	for (1, 2) {
		my $r = Forms::post($g, '/nl/vol', $how, [text => 'Ooit eens',
		    @rest, token => $token], json => 1);
		$codes{decode_json($r->{body})->{code}}++;
	}
}
is_deeply [values %codes], [6], 'one token, one story: one code';
is scalar(grep { $_->{text} eq 'Ooit eens' } $g->records), 1, 'and one record';

# The longest story there may be, in every encoding.
my $full = u("\x{1f622}") x 8000;
is Forms::post($g, '/nl/feedback', $_, [text => $full], json => 1)->{status},
    201, "32 KB of emoji are a story ($_)" for Forms::encodings();
is scalar(grep { u($_->{text}) eq $full } $g->records), 3, 'and kept whole';
is $g->stop, 0, 'gehoord ends in order after all that';

done_testing;
