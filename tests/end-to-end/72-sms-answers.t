#!/usr/bin/perl
# 72-sms-answers.t - what each gateway is told, to the letter, since a wrong
# word makes some deliver again for a month and others text the sender; and
# what a line must be before gehoord starts.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Forms;
use Gehoor;
use JSON::PP;
use Signing;
use Test::More;

my $now = 1_791_000_000;
my $secret = 'geheim-van-de-gateway';
my $whsec = 'whsec_c2xldXRlbC12YW4tZGUtbGlqbg==';
my ($text, $xml) = ('text/plain; charset=UTF-8', 'application/xml');
my $head = '<?xml version="1.0" encoding="UTF-8"?>';

# Type and body of silence; type and body of an answer, where there can be one.
my $no_body = [undef, ''];
my %told = (map({ $_ => [$no_body] } qw(messagebird bird-notifications bird cm
	vonage vonage-messages spryng infobip sinch android-sms-gateway
	httpsms targetsms)),
	twilio => [['text/xml', "$head<Response/>"], ['text/xml',
	    "$head<Response><Message>%s</Message></Response>"]],
	plivo => [[$xml, qr{^(?:\Q$head\E)?<Response/>$}], [$xml,
	    qr{^(?:\Q$head\E)?<Response><Message[^>]*>(.*)</Message></Response>$}]],
	kannel => [[$text, ''], [$text, '%s']],
	jasmin => [[$text, 'ACK/Jasmin']],
	smssync => [['application/json',
	    '{"payload":{"success":true,"error":null}}'],
	    ['application/json', sub { JSON::PP->new->decode($_[0])
		->{payload}{messages}[0]{message} }]],
	map({ $_ => [[$text, ''], [$text, '%s']] } qw(46elks playsms)),
);
is_deeply [sort keys %told], \@Signing::GATEWAYS, 'every gateway has its words';
is_deeply [grep { $told{$_}[1] } sort keys %told],
    [sort keys %Signing::REPLIES], 'and some can answer a phone';

my $g = Gehoor->new(clock => $now, top => "rate = 1000000\nburst = 1000000");
Signing::boxes($g, 'lijn', 'feedback');
my $readers = $g->readers;
$g->{boxes} .= <<"CONF";
box "vol" {
	kind = line
	title = {"nl:Vol"}
	rate = 1
	burst = 1
	$readers
}
CONF

sub settings {
	my ($gateway) = @_;
	my $scheme = Signing::scheme($gateway);
	return (gateway => $gateway, scheme => $scheme,
	    secret => $gateway eq 'bird' ? $whsec : $secret,
	    url => "https://voorbeeld.test/sms/$gateway");
}
my %answering = (reply => \'true', reply_danger => \'false',
    reply_text => 'Dank & groet. {code} <3');
for my $gateway (@Signing::GATEWAYS) {
	my @more = (settings($gateway), url => "https://voorbeeld.test/sms");
	$g->{conf} .= Signing::line($g, "g-$gateway", @more) .
	    Signing::line($g, "vol-$gateway", @more, box => 'vol');
	$g->{conf} .= Signing::line($g, "a-$gateway", @more, %answering)
	    if $Signing::REPLIES{$gateway};
}
$g->{conf} .= Signing::line($g, "odd-$_", gateway => $_, scheme => 'path',
    secret => $secret) for @Signing::GATEWAYS;
my %kannel = (settings('kannel'), reply => \'true');
$g->{conf} .= Signing::line($g, 'gewoon', %kannel) .
    Signing::line($g, 'gevaar', %kannel, %answering, reply_danger => \'true',
	reply_text => 'Dank & groet. {code} <3 {danger}') .
    Signing::line($g, 'kort', %kannel, %answering) .
    Signing::line($g, 'drie', %kannel, %answering, replies_a_day => \3) .
    Signing::line($g, 'woorden', %kannel, %answering,
	keywords => ['KLACHT:lijn', 'ENQUETE:feedback']) .
    Signing::line($g, 'bron', %kannel, sources => ['127.0.0.2', '127.8.0.0/16']);
$g->write_conf;
$g->start;

my $nr = 0;
sub sms {
	my ($line, $gateway, %o) = @_;
	my @from = $o{source} ? (from => delete $o{source}) : ();
	my %s = settings($gateway);
	return Signing::deliver($g, $line, Signing::request($gateway,
	    $s{scheme}, now => $now, id => 'nr' . ++$nr,
	    text => "het gaat goed $nr", secret => $s{secret},
	    url => 'https://voorbeeld.test/sms', %o), @from);
}

# Type and body of an answer, as it should be; what it says to the phone.
sub told {
	my ($r, $want, $what) = @_;
	my ($type, $body) = @$want;
	is $r->{status}, 200, "$what: 200";
	like $r->{headers}{'content-type'}, qr/^\Q$type\E(?:; charset=UTF-8)?$/,
	    "$what: type" if $type;
	return eval { $body->($r->{body}) } // '' if ref $body eq 'CODE';
	if (ref $body) {
		like $r->{body}, $body, "$what: body";
		return $r->{body} =~ $body ? $1 // '' : '';
	}
	if ($body =~ /%s/) {
		my ($before, $after) = map { quotemeta } split /%s/, $body, -1;
		like $r->{body}, qr/^$before.+$after$/s, "$what: body";
		return $r->{body} =~ /^$before(.+)$after$/s ? $1 : '';
	}
	is $r->{body}, $body, "$what: body";
	return '';
}
my $code = qr/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/;
sub kept { return map { Forms::octets($_->{text}) } $g->records(@_) }

for my $gateway (@Signing::GATEWAYS) {
	my ($silence, $answer) = @{ $told{$gateway} };
	my %o = (text => "blijft via $gateway", from => '31611111111');
	told(sms("g-$gateway", $gateway, %o, id => "a-$gateway"), $silence,
	    "$gateway, stored");
	told(sms("g-$gateway", $gateway, %o, id => "a-$gateway"), $silence,
	    "$gateway, once more");
	told(sms("g-$gateway", $gateway, event => 1), $silence,
	    "$gateway, nothing in it") if $Signing::EVENTS{$gateway};
	told(sms("g-$gateway", $gateway, text => $_), $silence,
	    "$gateway, $_") for ' Stop! ', 'UIT';
	for (1, 2) {
		my $r = sms("vol-$gateway", $gateway);
		next if $_ == 1 && $r->{status} == 200;
		is $r->{status}, 503, "$gateway, not stored: 503";
		like $r->{headers}{'retry-after'}, qr/^\d+$/,
		    "$gateway, not stored: when again";
	}
	next unless $answer;
	my $line = "a-$gateway";
	my %a = (text => "antwoord via $gateway", id => "b-$gateway",
	    from => '31622222222');
	my $said = told(sms($line, $gateway, %a), $answer, "$line");
	my $less = $gateway =~ /twilio|plivo/ ? '&lt;3' : '<3';
	my $and = $gateway =~ /twilio|plivo/ ? '&amp;' : '&';
	like $said, qr/^Dank $and groet\. $code $less/, "$line: the words";
	told(sms($line, $gateway, %a), $silence, "$line, once more");
	told(sms($line, $gateway, %a, text => 'stop'), $silence, "$line, stop");
	told(sms($line, $gateway, text => "na stop $gateway",
	    from => '31622222222'), $silence, "$line, after stop");
	isnt told(sms($line, $gateway, text => "een ander $gateway",
	    from => '31633333333'), $answer, "$line, another number"), '',
	    "$line: another is answered";
	told(sms($line, $gateway, event => 1), $silence, "$line, nothing in it")
	    if $Signing::EVENTS{$gateway};
}
my %n;
$n{$_}++ for kept('--box', 'lijn');
is $n{"blijft via $_"}, 1, "$_: one record" for @Signing::GATEWAYS;
is $n{"$_ kannel"}, 1, "\"$_\" is kept" for 'na stop', 'een ander';
is scalar(grep { /^\W*(?:stop|uit)\W*$/i } keys %n), 0, 'orders are not kept';

# ---- kannel, as one of those that can answer --------------------------------

sub kannel {
	my ($line, $text, %o) = @_;
	my $r = sms($line, 'kannel', text => $text, from => "3164444$nr", %o);
	is $r->{status}, 200, "$line, $text: 200" unless $o{source};
	return $o{source} ? $r->{status} : $r->{body};
}
like kannel('gewoon', 'gewoon'), qr/^Dank je, het is binnen\. Code $code\./,
    'the words of the language';
like kannel('gevaar', 'gevaar'), qr/^Dank & groet\. $code <3 .*\b112\b/,
    'whom to call in danger';
is kannel('kort', 'kort') =~ s/$code/C/r, 'Dank & groet. C <3',
    'the words alone';
my @answered = grep { kannel('drie', "vaak $_", from => '31655555555') ne '' }
    1 .. 5;
is_deeply \@answered, [1 .. 3], 'three answers a day';
isnt kannel('drie', 'nog een', from => '31655555556'), '', 'for each phone';
$g->clock($now += 2 * 86400);
isnt kannel('drie', 'later', from => '31655555555'), '', 'and each day';

# Who wants no answers is known by any spelling.
is kannel('kort', 'STOP', from => '31666666666'), '', 'STOP';
is kannel('kort', "hier ben ik, $_", from => $_), '', "no answer to $_"
    for '31666666666', '0031666666666', '0666666666', '+31 6 66666666',
    '06-66 66 66 66';
isnt kannel('kort', 'hier ben ik ook', from => '31666666667'), '',
    'but to another';

# STATUS.
my ($mine) = kannel('kort', 'wat is hiermee') =~ /($code)/;
my %seen = (code => $mine);
$seen{"status $mine"} = kannel('kort', "status $mine");
$seen{$_} = kannel('kort', $_) for $mine, lc($mine =~ s/-//gr),
    "Status: $mine.";
my $status = $seen{"status $mine"};
isnt $status, '', 'STATUS and a code: a line about it';
unlike $status, qr/Dank & groet/, 'which is no thanks';
is $seen{$mine}, $status, 'a code alone: the same';
is $seen{ lc($mine =~ s/-//gr) }, $status, 'written in another way: the same';
my $help = kannel('kort', 'STATUS');
isnt $help, '', 'STATUS alone: help';
isnt $help, $status, 'which is something else';
(my $wrong = $mine) =~ s/(.)\z/$1 eq 'A' ? 'B' : 'A'/e;
is kannel('kort', "STATUS $wrong"), $help, 'a wrong code: help';
like kannel('kort', "status van mijn zaak is slecht"), qr/^Dank & groet/,
    'a story that begins so is a story';
unlike $_, qr/[^\n -~]/, 'in letters that every phone has'
    for $status, $help;
cmp_ok length, '<=', 160, 'and one message long' for $status, $help;
is scalar(grep { /$mine/ || /^status\W*$/i || /\Q$wrong\E/ } kept()), 0,
    'none of these is kept';

# Some have as many letters as a code, by chance also the last is right.
my @like = ('Status al 3 weken onbekend', 'status 1 keer in 2 maanden',
    map { ("dit is bericht $_", "Ditisbericht $_") } 1000 .. 1199);
sms('g-android-sms-gateway', 'android-sms-gateway', text => "$_!")
    for @like;
kannel('kort', $_) for @like;
%n = map { $_ => 1 } kept('--box', 'lijn');
is_deeply [grep { !$n{"$_!"} } @like], [], 'a story that has as many letters ' .
    'as a code is a story';
is_deeply [grep { !$n{$_} } @like], [],
    'also where codes are answered';

# Keywords.
isnt kannel('woorden', $_), '', "keyword: $_" for 'KLACHT niemand belt',
    'klacht: nooit iemand', 'Enquete het was fijn', 'Klachten heb ik veel',
    'geen woord';
%n = map { $_ => 1 } kept('--box', 'lijn');
ok $n{$_}, "in the line's box: $_" for 'niemand belt', 'nooit iemand',
    'Klachten heb ik veel', 'geen woord';
is_deeply [kept('--box', 'feedback')], ['het was fijn'], 'in the other box';

# Sources.
is kannel('bron', 'van elders', source => '127.0.0.1'), 403,
    'an address that is not among the sources';
is kannel('bron', "van $_", source => $_), 200, "$_ is"
    for '127.0.0.2', '127.8.3.4';
my %says = ('X-Forwarded-For' => '127.0.0.2', 'X-Real-IP' => '127.0.0.2',
    Forwarded => 'for=127.0.0.2', 'Client-IP' => '127.0.0.2');
for my $name (sort keys %says) {
	my $r = Signing::request('kannel', 'path', now => $now, id => $name,
	    text => 'van elders', secret => $secret);
	$r->{headers}{$name} = $says{$name};
	like Signing::deliver($g, 'bron', $r)->{status}, qr/^40[03]$/,
	    "nor by saying so: $name";
}
%n = map { $_ => 1 } kept('--box', 'lijn');
ok !$n{'van elders'}, 'it is not kept';
ok $n{'van 127.0.0.2'} && $n{'van 127.8.3.4'}, 'theirs is';

# Who sends may be called anything, and an answer is still what it should be.
for my $from ('Winkel', '"><a b="', 'x&y<', "\xff\xc3", "a\x01b\0", "\r\nX-Y: 1",
    'x' x 3000) {
	my $name = JSON::PP->new->ascii->allow_nonref->encode(substr $from, 0, 9);
	my %o = (id => unpack('H8', $from), from => $from, text => "van $name",
	    to => $from);
	my $r = sms('a-plivo', 'plivo', %o);
	my $body = $r->{body} // '';
	like $body, qr{^<Response>(?:<Message(?:\s\w+="[^"<>]*")*>[^<]*</Message>|)
	    </Response>$|^<Response/>$}x, "plivo, sender $name: XML";
	ok utf8::decode($body) && $body !~ /[\x00-\x08\x0b\x0c\x0e-\x1f]/,
	    "plivo, sender $name: of characters that it may hold";
	is $r->{headers}{'x-y'}, undef, 'and no field of theirs';
	$r = sms('a-smssync', 'smssync', %o);
	ok eval { decode_json($r->{body}); 1 }, "smssync, sender $name: JSON";
}

# ---- not as usual ----------------------------------------------------------------

# Stored, or refused so that somebody notices: never thanked for and lost.
my ($form, $json) = ('application/x-www-form-urlencoded', 'application/json');
my @ways;
sub odd_way {
	my ($what, $gateway, $method, $type, $body, $query) = @_;
	my $text = 'op een andere manier ' . @ways;
	s/TEXT/$text/ for grep { defined } $body, $query;
	my $path = "/sms/odd-$gateway/$secret";
	$path .= '?' . $query =~ tr/ /+/r if defined $query;
	my $r = $g->request($method, $path, body => $body, headers =>
	    { defined $type ? ('Content-Type' => $type) : () });
	push @ways, [$r->{status}, $text, "$gateway, $what"];
}
odd_way('XML', 'smssync', 'POST', 'text/xml', '<payload><from>+31699999999' .
    '</from><message>TEXT</message><message_id>odd1</message_id></payload>');
odd_way('XML', 'smssync', 'POST', 'application/xml', '<payload><from>1' .
    '</from><message>TEXT</message><message_id>odd2</message_id></payload>');
odd_way('JSON', 'smssync', 'POST', $json,
    '{"from":"1","message":"TEXT","message_id":"odd3"}');
odd_way('PUT', 'smssync', 'PUT', $form, 'from=1&message=TEXT&message_id=odd4');
odd_way('text', 'kannel', 'POST', 'text/plain; charset="UTF-8"', 'TEXT', 'id=5');
odd_way('octets', 'kannel', 'POST', 'application/octet-stream', 'TEXT', 'id=6');
odd_way('XML', 'kannel', 'POST', 'text/xml', '<?xml version="1.0"?><message ' .
    'cid="1"><submit><oa><number>1</number></oa><ud>TEXT</ud></submit></message>');
odd_way('form', 'kannel', 'POST', $form, 'text=TEXT&id=8');
odd_way('GET', $_->[0], 'GET', undef, undef, $_->[1]) for
    [twilio => 'Body=TEXT&From=1&MessageSid=odd9'],
    [messagebird => 'body=TEXT&originator=1&id=odd10&recipient=2'],
    [plivo => 'Text=TEXT&From=1&To=2&MessageUUID=odd11'],
    [jasmin => 'content=TEXT&from=1&id=odd12&coding=0'],
    ['46elks' => 'message=TEXT&from=1&id=odd13'],
    [playsms => 'm=TEXT&fr=1'],
    [spryng => 'KEYWORD=TEXT&PARM=&MSISDN=1'],
    [smssync => 'message=TEXT&from=1&message_id=odd14'];
odd_way('POST', 'targetsms', 'POST', $form,
    'SendTo=1&Message=TEXT&ShortCode=3010&MO_MessageId=odd15');
odd_way('the old form', 'cm', 'POST', $json, '{"reference":"r","from":"1",' .
    '"to":"2","body":"TEXT","groupings":["","",""]}');
odd_way('XML', 'cm', 'POST', 'text/xml', '<MO><FROM>1</FROM><BODY>TEXT</BODY></MO>');
odd_way('no type', $_->[0], 'POST', undef, $_->[1]), odd_way('another type',
    $_->[0], 'POST', 'text/plain', $_->[1]), odd_way('in capitals', $_->[0],
    'POST', uc($_->[1] =~ /^\{/ ? $json : $form) . '; Charset=UTF-8', $_->[1]),
    odd_way('no type in a list', $_->[0], 'POST', '', $_->[1]) for
    [twilio => 'Body=TEXT&From=1&MessageSid=odd16'],
    [sinch => '{"type":"mo_text","id":"odd17","from":"1","to":"2","body":"TEXT"}'],
    [vonage => '{"msisdn":"1","to":"2","messageId":"odd18","text":"TEXT","type":"text"}'],
    [vonage => 'msisdn=1&to=2&messageId=odd19&text=TEXT&type=text'];
odd_way('several parts', $_->[0], 'POST', 'multipart/form-data; boundary=g',
    join '', map({ "--g\r\nContent-Disposition: form-data; name=\"$_->[0]\"" .
	"\r\n\r\n$_->[1]\r\n" } @{ $_->[1] }), "--g--\r\n") for
    [twilio => [[Body => 'TEXT'], [From => 1], [MessageSid => 'odd20']]],
    ['46elks' => [[message => 'TEXT'], [from => 1], [id => 'odd21']]];
odd_way('a byte order mark', 'sinch', 'POST', $json, "\xef\xbb\xbf" .
    '{"type":"mo_text","id":"odd22","from":"1","to":"2","body":"TEXT"}');
odd_way('one without a list', 'infobip', 'POST', $json,
    '{"messageId":"odd23","from":"1","to":"2","text":"TEXT"}');
odd_way('many', 'infobip', 'POST', $json, '{"results":[' . join(',', map {
    '{"messageId":"m' . $_ . '","from":"1","to":"2","text":"' .
    ($_ == 400 ? 'TEXT' : "een van velen $_") . '"}' } 1 .. 400) . ']}');

%n = ();
$n{$_}++ for kept('--box', 'lijn');
for (@ways) {
	my ($status, $text, $what) = @$_;
	my $kept = $n{$text} // 0;
	ok $status == 200 ? $kept == 1 : !$kept && $status >= 400,
	    "$what: $status, " . ($kept ? 'stored' : 'not stored');
}

# ---- another secret while it runs ------------------------------------------------

kannel('kort', 'STOP', from => '31688888888');
Gehoor::spew("$g->{dir}/kort.secret", "$secret-2\n", 0600);
kill 'HUP', $g->{pid};
$g->until_said(qr/configuration read again/);
is sms('kort', 'kannel', text => 'met het oude')->{status}, 403,
    'the old secret is none any more';
my $new = sms('kort', 'kannel', secret => "$secret-2", text => 'met het nieuwe');
is $new->{status}, 200, 'the new one is';
like $new->{body}, $code, 'and is answered';
is sms('kort', 'kannel', secret => "$secret-2", from => '31688888888',
    text => 'na stop en een nieuw geheim')->{body}, '',
    'but not who said STOP before';
%n = map { $_ => 1 } kept('--box', 'lijn');
ok !$n{'met het oude'} && $n{'met het nieuwe'}, 'one is kept';

# ---- a rehearsal ------------------------------------------------------------

my $before = () = kept();
for my $gateway (@Signing::GATEWAYS) {
	my ($status, $out, $err) = $g->tool('sms-test', "g-$gateway");
	is $status, 0, "sms-test $gateway" or diag "$out$err";
	($status, $out, $err) = $g->tool('sms-test', "g-$gateway", '--json');
	my $said = eval { decode_json($out) } || {};
	is $said->{verdict}, 'accepted', "sms-test --json $gateway"
	    or diag "$out$err";
	ok length($said->{messages}[0]{text} // ''), "$gateway: with a text";
	is $said->{messages}[0]{box}, 'lijn', "$gateway: and a box";
}
my ($s, $out, $err) = $g->tool('sms-test', 'lijnn');
isnt $s, 0, 'sms-test of a line that is not there';
like $err, qr/lijnn/, 'names it';
is scalar(my @all = kept()), $before, 'a rehearsal keeps nothing';
is $g->stop, 0, 'gehoord ends in order';

# ---- the log cannot be written ----------------------------------------------

# As on a full disk: no file may grow, which gehoord is not killed for here.
my $t = Gehoor->new(clock => $now, wrap => ['perl', '-e',
    '$SIG{XFSZ} = "IGNORE"; exec @ARGV']);
$t->{conf} = Signing::line($t, 'kannel', %kannel, %answering) .
    Signing::line($t, 'cm', settings('cm'));
$t->write_conf;
$t->start;
sub full {
	my ($gateway, $i) = @_;
	return Signing::deliver($t, $gateway, Signing::request($gateway, 'path',
	    now => $now, id => "t$i", text => "volle schijf $i",
	    from => '31677777' . (100 + $i), secret => $secret));
}
like full('kannel', 0)->{body}, qr/$code/, 'there is room';
is full('cm', 1)->{status}, 200, 'for all';
SKIP: {
	my ($no) = Gehoor::run('prlimit', '--fsize=0:', '--pid', $t->{pid});
	skip 'no prlimit', 12 if $no;
	for my $gateway (qw(kannel cm)) {
		my $r = full($gateway, 2);
		is $r->{status}, 503, "$gateway, no room: 503";
		like $r->{headers}{'retry-after'}, qr/^\d+$/, 'and when again';
		unlike $r->{body}, qr/$code|groet/, 'and no thanks';
	}
	Gehoor::run('prlimit', '--fsize=unlimited:', '--pid', $t->{pid});
	for my $gateway (qw(kannel cm)) {
		my ($r, $tries) = (undef, 0);
		until (($r = full($gateway, 2))->{status} == 200) {
			last if ++$tries > 50;
			select undef, undef, undef, 0.1;
		}
		is $r->{status}, 200, "$gateway, room again: it is taken";
		next if $gateway eq 'cm';
		like $r->{body}, qr/$code/, 'and answered, as it was not before';
		is full('kannel', 2)->{body}, '', 'once';
	}
	is $t->stop, 0, 'gehoord ends in order';
	is_deeply [sort map { $_->{text} } $t->records('--box', 'lijn')],
	    ['volle schijf 0', 'volle schijf 1', ('volle schijf 2') x 2],
	    'each is there once';
}

# ---- what a line must be -----------------------------------------------------

my $file = "$g->{dir}/gehoor.conf";
my $bare = $g->{top} // '';
sub refused {
	my ($what, $conf, $pattern, $top) = @_;
	$g->{conf} = $conf;
	$g->{top} = "$bare\n" . ($top // '');
	$g->write_conf;
	my $line = 1 + (() = Gehoor::slurp($file) =~ /\A(.*?)^line "/ms ?
	    $1 =~ /\n/g : ());
	my ($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoord",
	    '-n', '-c', $file);
	isnt $status, 0, "$what: no start";
	cmp_ok $status, '<', 128, "$what: no crash";
	is scalar(() = $err =~ /\n/g), 1, "$what: one line" or diag $err;
	like $err, qr/\Q$file\E:(\d+): .*$pattern/s, "$what: what and remedy";
	my ($at) = $err =~ /gehoor\.conf:(\d+)/;
	ok defined $at && $at >= $line && $at <= $line + 12,
	    "$what: and where" or diag "$err (line $line)";
}
sub taken {
	my ($what, $conf, $top) = @_;
	$g->{conf} = $conf;
	$g->{top} = "$bare\n" . ($top // '');
	$g->write_conf;
	my ($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoord",
	    '-n', '-c', $file);
	is $status, 0, "$what: start" or diag $err;
}
# A line with some settings changed; undef takes one out.
sub changed {
	my ($gateway, %change) = @_;
	my %s = (settings($gateway), %change);
	delete $s{$_} for grep { !defined $s{$_} } keys %s;
	return Signing::line($g, 'proef', %s);
}
taken('as it should be', changed($_)) for @Signing::GATEWAYS;
for my $gateway (@Signing::GATEWAYS) {
	refused("$gateway, empty secret", changed($gateway, secret => ''),
	    qr/secret/);
	refused("$gateway, no secret", changed($gateway, secret => undef),
	    qr/secret_file/);
	my $scheme = Signing::scheme($gateway);
	refused("$gateway, no url", changed($gateway, url => undef),
	    qr/\burl\b/) if $Signing::SIGNED{$scheme}{address};
	refused("$gateway cannot answer", changed($gateway, reply => \'true'),
	    qr/reply/) unless $Signing::REPLIES{$gateway};
}
refused('unknown gateway', changed('kannel', gateway => 'twillio'),
    qr/twillio.*twilio/);
refused('unknown scheme', changed('twilio', scheme => 'twilio-sha2'),
    qr/twilio-sha2.*twilio-sha1/);
refused('a scheme of another', changed('twilio', scheme => 'plivo-v3'),
    qr/plivo-v3.*twilio-sha1/);
refused('a program with a scheme', changed('gammu', scheme => 'path'),
    qr/path.*local/);
refused('basic without a colon', changed('cm', scheme => 'basic',
    secret => 'gebruikerwachtwoord'), qr/user:password/i);
refused('a secret of standard-webhooks without its form', changed('bird',
    secret => 'geheim-van-de-lijn'), qr/whsec_/);
refused('keyword to no box', changed('kannel', keywords => ['KLACHT:lijm']),
    qr/lijm.*lijn/);
refused('keyword without a box', changed('kannel', keywords => ['KLACHT']),
    qr/KLACHT/);
refused('a keyword twice', changed('kannel',
    keywords => ['KLACHT:lijn', 'klacht:feedback']), qr/klacht/i);
refused('an answer without the code', changed('kannel', reply => \'true',
    reply_text => 'Dank je wel'), qr/reply_text.*\{code\}/);
refused('an answer that leaves people in danger', changed('kannel',
    reply => \'true', reply_text => 'Code {code}.'),
    qr/reply_text.*\{danger\}.*112.*reply_danger/);
refused('an answer of two messages', changed('kannel', reply => \'true',
    reply_text => '112 {code} ' . 'x' x 150), qr/reply_text.*160/);
refused('an answer with letters that phones lack', changed('kannel',
    reply => \'true', reply_text => '112 {code} ' . "\xc3\xab" x 60),
    qr/reply_text.*70/);
refused('a source that is no network', changed('kannel',
    sources => ['127.0.0.300']), qr/sources.*127\.0\.0\.300/);
my $public = 'listen = {"tcp:0.0.0.0:0"}';
sub public {
	my ($sub, $what, @more) = @_;
	my $write = \&Gehoor::write_conf;
	no warnings 'redefine';
	local *Gehoor::write_conf = sub {
		my ($s) = @_;
		$write->($s);
		my $conf = Gehoor::slurp($file);
		$conf =~ s/^listen = .*/$public/m or die;
		Gehoor::spew($file, $conf);
	};
	$sub->($what, @more);
}
public(\&refused, 'unsigned for everybody', changed('cm', scheme => 'none',
    secret => undef), qr/(?:sources|path)/);
public(\&taken, 'unsigned for some', changed('cm', scheme => 'none',
    secret => undef, sources => ['192.0.2.0/24']));
public(\&taken, 'for everybody with a secret', changed('cm'));
done_testing;
