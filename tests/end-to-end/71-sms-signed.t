#!/usr/bin/perl
# 71-sms-signed.t - what a gateway signed is believed, and nothing else: not
# with one bit of it changed, not under another secret, address or scheme, not
# too late and not too early.  Nothing of what is refused is kept.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use FindBin;
use lib $FindBin::Bin;
use Forms;
use Gehoor;
use JSON::PP;
use MIME::Base64 qw(decode_base64 decode_base64url encode_base64
    encode_base64url);
use Signing;
use Test::More;

# Seconds that the clock may be after, or before, the signature.
my %WINDOW = (
	'messagebird-jwt' => [61, 1], 'messagebird-hmac' => [10, 10],
	'bird-hmac' => [300, 300], 'standard-webhooks' => [300, 300],
	map({ ("vonage-$_" => [25 * 3600, 300]) }
	    qw(md5hash md5 sha1 sha256 sha512 jwt)),
	'sinch-hmac' => [25 * 3600, 300], 'capcom6-hmac' => [300, 300],
	'httpsms-jwt' => [660, 660],
);
my $now = 1_791_000_000;
my $g = Gehoor->new(clock => $now - 3600,
    top => "rate = 1000000\nburst = 1000000\nlanguages = {\"nl\"}");
Signing::boxes($g, 'lijn');

# First of all: does what is tested with agree with what they publish?
sub pairs {
	return map { my ($n, $v) = split /=/, $_, 2;
	    map { my $x = $_ // ''; $x =~ tr/+/ /;
		$x =~ s/%(..)/chr hex $1/gser } $n, $v } split /&/, $_[0];
}
sub agrees {
	my ($v) = @_;
	my ($url, $query) = split /\?/, $v->{url}, 2;
	my $form = ($v->{headers}{'Content-Type'} // '') =~ /form/;
	my $scheme = $v->{scheme} eq 'vonage-sig' ? "vonage-$v->{algorithm}" :
	    $v->{scheme};
	my %of = map { lc $_ => $v->{headers}{$_} } keys %{ $v->{headers} };
	my @query = pairs($query // '');
	my %query = @query;
	@query = map { ($_ => $query{$_}) }
	    grep { !/^(?:sig|nonce|timestamp)$/ } sort keys %query
	    if $scheme =~ /^vonage/;
	return if $scheme =~ /^vonage/ && !defined $query{nonce};
	my $r = { query => \@query, headers => {}, $form ?
	    (form => [pairs($v->{body})]) : (raw => $v->{body}) };
	my ($nonce) = grep { defined } $query{nonce},
	    map { $of{$_} } grep { /nonce/ } keys %of;
	my ($time) = grep { defined } $query{timestamp},
	    map { $of{$_} } grep { /timestamp/ } keys %of;
	Signing::sign($r, $scheme, url => $url, secret => $v->{secret},
	    now => $time, nonce => $nonce);
	my %got = map { lc $_ => $r->{headers}{$_} } keys %{ $r->{headers} };
	return { @{ $r->{query} } }->{sig} eq $query{sig}
	    if $scheme =~ /^vonage/;
	return !grep { ($of{$_} // '') ne $got{$_} } keys %got;
}
SKIP: {
	my $suite = "$FindBin::Bin/../../../shared/suites/sms-vectors/vectors.json";
	skip 'no published data', 1 unless -e $suite;
	my %agree;
	for my $v (@{ decode_json(Gehoor::slurp($suite)) }) {
		next if $v->{expect} ne 'accept' || !defined $v->{secret} ||
		    $v->{scheme} =~ /jwt|field/;
		# Theirs are for URLs with and without a port, and doubles.
		next if $v->{name} =~ /^twilio-(?!basic|extra|array)/;
		my $agrees = agrees($v) // next;
		$agrees ? $agree{ $v->{scheme} }++ : fail "agrees: $v->{name}";
	}
	is_deeply [sort keys %agree], [qw(capcom6-hmac messagebird-hmac
	    plivo-v1 plivo-v2 sinch-hmac twilio-sha1 vonage-sig)],
	    'this test signs as the gateways publish it';
}

# ---- a line for each scheme, and for each what is a little different --------

# A secret that is another in one bit.
sub other_secret {
	my ($secret) = @_;
	return 'whsec_' . encode_base64(other_secret(decode_base64($1)), '')
	    if $secret =~ /^whsec_(.*)/;
	return $secret =~ s/(.)\z/chr(ord($1) ^ 1)/er;
}

my %away = (scheme => 'http://voorbeeld.test/sms',
    host => 'https://voorbeeld.tesu/sms', port => 'https://voorbeeld.test:8443/sms',
    path => 'https://voorbeeld.test/smt');
my @lines;
for my $gateway (@Signing::GATEWAYS) {
	for my $scheme (@{ $Signing::SCHEMES{$gateway} }) {
		my $n = @lines;
		my $secret = $scheme eq 'standard-webhooks' ?
		    'whsec_' . encode_base64("sleutel-van-de-lijn-$n-zo", '') :
		    "geheim-van-de-lijn-$n";
		my %l = (gateway => $gateway, scheme => $scheme,
		    name => "s$n", secret => $secret,
		    url => "https://voorbeeld.test/sms/s$n",
		    %{ $Signing::SIGNED{$scheme} || {} });
		push @lines, \%l;
		my %conf = (gateway => $gateway, scheme => $scheme,
		    url => $l{url}, secret => $secret);
		$g->{conf} .= Signing::line($g, $l{name}, %conf) .
		    Signing::line($g, "$l{name}-secret", %conf,
			secret => other_secret($secret));
		next unless $l{address};
		$g->{conf} .= Signing::line($g, "$l{name}-$_", %conf,
		    url => "$away{$_}/s$n") for sort keys %away;
		$g->{conf} .= Signing::line($g, "$l{name}-slash", %conf,
		    url => "$l{url}/");
	}
}
for my $scheme (qw(path basic none)) {
	my $secret = $scheme eq 'basic' ? 'lijn:wachtwoord' : 'in-het-pad-van-de-url';
	$g->{conf} .= Signing::line($g, "$scheme-$_", gateway => $_,
	    scheme => $scheme, $scheme eq 'none' ?
	    (sources => ['127.0.0.0/8']) : (secret => $secret))
	    for @Signing::GATEWAYS;
}
$g->write_conf;
$g->start;

my ($on, %kept);
sub deliver {
	my ($line, $r) = @_;
	for (1, 2) {
		$on //= $g->connect;
		my $answer = Signing::deliver($g, $line, $r, on => $on);
		undef $on if !$answer ||
		    ($answer->{headers}{connection} // '') eq 'close';
		return $answer if $answer;
	}
	die 'gehoord went away';
}

# A message of a line that is as it should be; another where it will not be.
sub message {
	my ($l, %o) = @_;
	return Signing::request($l->{gateway}, $l->{scheme}, now => $now,
	    text => "het gaat goed via $l->{name}", id => "goed-$l->{name}",
	    nonce => "nonce-$l->{name}", secret => $l->{secret},
	    url => $l->{url}, query => $l->{url} && $l->{query} &&
	    $l->{scheme} !~ /^vonage/ ? [plaats => 'utrecht', b => 1] : [], %o);
}
sub wrong { return message(@_, text => 'dit is niet echt & waar',
    id => "fout-$_[0]{name}") }

# Adds to the list what does not get the status it should.
sub expect {
	my ($list, $status, $line, $r, $what) = @_;
	my $got = deliver($line, $r)->{status};
	push @$list, "$line, $what: $got" if $got !~ /^(?:$status)$/;
}

# ---- one change ------------------------------------------------------------

# A text with one bit changed at a place, so that it is still one of the
# letters, and means something else; undef if no bit of it does.
sub flip {
	my ($text, $i, $letters, $same) = @_;
	for my $k (0 .. 6) {
		my $bit = 1 << ($i + $k) % 7;
		my $c = chr(ord(substr $text, $i, 1) ^ $bit);
		next if $c !~ $letters;
		my $new = $text;
		substr $new, $i, 1, $c;
		next if $same && $same->($new);
		return $new;
	}
	return;
}

# In forms and queries the hex digits of "%2b" are "%2B" too.
sub flips {
	my ($text, $letters) = @_;
	return map { my $i = $_;
		flip($text, $i, $letters, sub { lc $_[0] eq lc $text &&
		    substr($text, ($i < 2 ? 0 : $i - 2), 3) =~ /%/ }) // () }
	    0 .. length($text) - 1;
}
my $plain = qr/[A-Za-z0-9._-]/;

# Bits of a signature; not those that base64 leaves out.
sub same_mac {
	my ($old) = @_;
	return sub {
		my ($new) = @_;
		return 1 if lc $new eq lc $old && $old =~ /^[0-9A-Fa-f]+$/;
		my ($a, $b) = map { [split /\./] } $old, $new;
		return if @$a != 3 || @$b != 3;
		return !grep { decode_base64url($a->[$_]) ne
		    decode_base64url($b->[$_]) } 0 .. 2;
	};
}

sub changed {
	my ($r, %change) = @_;
	return { %$r, %change, headers => { %{ $r->{headers} },
	    %{ $change{headers} || {} } } };
}

sub body_bits {
	my ($l, $bad, $r, $status) = @_;
	my $n = 0;
	my $form = $r->{headers}{'Content-Type'} =~ /form/;
	for ($form ? flips($r->{body}, $plain) :
	    map { flip($r->{body}, $_, qr/[ -~]/) } 0 .. length($r->{body}) - 1) {
		expect($bad, $status // 403, $l->{name},
		    changed($r, body => $_), "body $_");
		$n++;
	}
	return $n;
}

# Vonage's "sig" and its digits may be of capitals or not.
sub same_sig {
	my ($old, $new) = @_;
	return lc $old eq lc $new && $old =~ s/"?sig\b\W+\w+//ir eq
	    $new =~ s/"?sig\b\W+\w+//ir;
}

sub query_bits {
	my ($l, $bad, $r) = @_;
	for (flips($r->{query}, $plain)) {
		expect($bad, 403, $l->{name}, changed($r, query => $_),
		    "query $_") unless same_sig($r->{query}, $_);
	}
	expect($bad, 403, $l->{name}, changed($r, query => $_), "query $_")
	    for "$r->{query}&x=1", $r->{query} =~ s/[^=&]*=[^&]*&//r,
	    $l->{field} ? () : '';
}

sub head_fields {
	my ($l, $bad, $r) = @_;
	for my $name (@{ $l->{head} }) {
		my $without = changed($r);
		my $value = delete $without->{headers}{$name} // die $name;
		expect($bad, $l->{scheme} eq 'vonage-jwt' ? 503 : 403,
		    $l->{name}, $without, "no $name");
		expect($bad, $l->{scheme} eq 'vonage-jwt' ? '403|503' : 403,
		    $l->{name}, changed($r, headers => { $name => '' }),
		    "empty $name");
		my $same = $name =~ /nonce|time|id$/i ? undef : same_mac($value);
		for my $i (0 .. length($value) - 1) {
			# That word may be of capitals, too.
			next if $value =~ /^Bearer / && $i < 7;
			my $new = flip($value, $i, qr/[!-~]/, $same) // next;
			expect($bad, $l->{scheme} eq 'vonage-jwt' ? '403|503' :
			    403, $l->{name}, changed($r,
			    headers => { $name => $new }), "$name: $new");
		}
	}
}

# Tokens that say too little, or are signed in another way.
sub tokens {
	my ($l, $bad) = @_;
	my %claims = ('messagebird-jwt' => [{ iss => 'Vonage' }, { jti => '' },
		{ exp => $now - 2 }, { exp => "x" }, { nbf => $now + 2 },
		{ url_hash => '' }, { payload_hash => '' },
		{ payload_hash => '0' x 64 }],
	    'vonage-jwt' => [{ iss => 'vonage' }, { payload_hash => '' },
		{ payload_hash => undef }, { iat => undef }, { iat => 'x' }],
	    'httpsms-jwt' => [{ iss => 'httpsms' }, { aud => [] },
		{ aud => undef }, { aud => ["$l->{url}/x"] }, { exp => undef },
		{ exp => $now - 61 }, { nbf => $now + 61 }]);
	expect($bad, 403, $l->{name}, wrong($l, claims => $_), json($_))
	    for @{ $claims{ $l->{scheme} } };
	expect($bad, 403, $l->{name}, wrong($l, alg => $_), "alg $_") for
	    qw(none None NONE RS256 HS1), '',
	    $l->{scheme} eq 'messagebird-jwt' ? () : qw(HS384 HS512);
}
sub json { return JSON::PP->new->canonical->encode($_[0]) }

sub one_scheme {
	my ($l) = @_;
	my @bad;
	my $name = "$l->{gateway}, $l->{scheme}";
	my $r = wrong($l);
	expect(\@bad, 200, $l->{name}, message($l), 'as it should be');
	expect(\@bad, 403, "$l->{name}-secret", $r, 'one bit of the secret');
	my $n = $l->{body} ? body_bits($l, \@bad, $r) : 0;
	query_bits($l, \@bad, $r) if $l->{query};
	head_fields($l, \@bad, $r) if $l->{head};
	tokens($l, \@bad) if $l->{jwt};
	# Twilio signs with the port or without it, nobody knows when.
	expect(\@bad, 403, "$l->{name}-$_", $r, "another $_") for
	    grep { $_ ne 'port' || $l->{scheme} !~ /^(?:twilio|plivo-v1)/ }
	    $l->{address} ? (sort(keys %away), 'slash') : ();
	if ($l->{scheme} eq 'path') {
		expect(\@bad, '403|404', $l->{name}, changed($r, suffix => $_),
		    $_) for '', '/', "$r->{suffix}x", "$r->{suffix}/x",
		    substr($r->{suffix}, 0, -1), flips($r->{suffix}, $plain);
	}
	if ($l->{scheme} eq 'shared-secret-field') {
		my ($field, $rest) = split /&/, $r->{body}, 2;
		expect(\@bad, 403, $l->{name}, changed($r, body => $_), $_)
		    for $rest, "secret=&$rest", "${field}x&$rest",
		    substr($field, 0, -1) . "&$rest", map { "$_&$rest" }
		    map { "secret=$_" } flips($field =~ s/^secret=//r, $plain);
	}
	my $not = $l->{head} && !$l->{body} && !$l->{field} ?
	    ' (the body is not covered by it: TLS must do that)' :
	    $n ? " ($n places in the body)" : '';
	is_deeply \@bad, [], "$name: one change and it is refused$not";
}

# Vonage also posts, as a form or JSON.
sub other_schemes {
	my @bad;
	for my $l (grep { $_->{gateway} eq 'vonage' } @lines) {
		for my $as (qw(form json)) {
			my %o = (as => $as, text => "het gaat goed als $as via $l->{name}",
			    id => "goed-$as");
			expect(\@bad, 200, $l->{name}, message($l, %o), $as);
			$kept{$o{text}} = 1;
			my $r = wrong($l, as => $as);
			expect(\@bad, 403, "$l->{name}-secret", $r, $as);
			for my $body ($as eq 'form' ? flips($r->{body}, $plain) :
			    map { flip($r->{body}, $_, $plain) // () }
			    0 .. length($r->{body}) - 1) {
				next if same_sig($r->{body}, $body);
				expect(\@bad, $as eq 'json' ? '400|403' : 403,
				    $l->{name}, changed($r, body => $body), $body);
			}
		}
	}
	is_deeply \@bad, [], 'vonage: the same when it posts';
	@bad = ();
	for my $l (@lines) {
		expect(\@bad, '403|503', $_->{name}, wrong($l),
		    "signed as $l->{scheme}") for grep {
		    $_->{gateway} eq $l->{gateway} &&
		    $_->{scheme} ne $l->{scheme} } @lines;
	}
	is_deeply \@bad, [], 'no scheme is tried but the one that is configured';
	@bad = ();
	my ($l) = grep { $_->{scheme} eq 'messagebird-jwt' } @lines;
	for my $alg (qw(HS256 HS384 HS512)) {
		expect(\@bad, 200, $l->{name}, message($l, alg => $alg), $alg);
	}
	is_deeply \@bad, [], 'messagebird-jwt: three algorithms';
}

# A name that holds "&" or "=" could make two parameters one, with the same
# signature: a delivery without its id would be another.
sub merged {
	my @bad;
	for my $l (grep { $_->{gateway} eq 'vonage' } @lines) {
		my $query = wrong($l)->{query};
		my @pairs = sort split /&/, $query =~ s/&sig=.*//r;
		for my $i (0 .. $#pairs - 1) {
			my $two = "$pairs[$i]&" . $pairs[$i + 1] =~ s/=.*//sr;
			my $one = Signing::encoded(join '&', map { s/\+/ /gr }
			    $two) . '=' . $pairs[$i + 1] =~ s/^[^=]*=//r;
			my $r = changed(wrong($l), query => join '&',
			    @pairs[0 .. $i - 1], $one, @pairs[$i + 2 .. $#pairs],
			    $query =~ /(sig=.*)/);
			expect(\@bad, '400|403', $l->{name}, $r, $r->{query});
		}
	}
	is_deeply \@bad, [], 'vonage: no two parameters become one';
}

# Twilio's JSON is covered by its hash in the address; a nonce must be one.
sub other_ways {
	my @bad;
	my ($l) = grep { $_->{scheme} eq 'twilio-sha1' } @lines;
	my $json = '{"Body": "dit is wel echt", ' .
	    '"From": "+31612345678", "MessageSid": "SM1"}';
	my $r = { query => [b => 1, bodySHA256 => sha256_hex($json)],
	    headers => {}, raw => $json };
	Signing::sign($r, $l->{scheme}, url => $l->{url}, secret => $l->{secret});
	$r = { method => 'POST', suffix => '', query =>
	    Signing::form(@{ $r->{query} }), body => $json, headers =>
	    { 'Content-Type' => 'application/json', %{ $r->{headers} } } };
	expect(\@bad, 200, $l->{name}, $r, 'JSON');
	$kept{'dit is wel echt'} = 1;
	body_bits($l, \@bad, $r);
	query_bits($l, \@bad, $r);
	expect(\@bad, 403, $l->{name}, changed($r, body => $_, headers => {
	    'Content-Type' => 'application/x-www-form-urlencoded' }), $_)
	    for '', 'Body=dit+is+niet+echt+%26+waar&From=1&MessageSid=2';
	is_deeply \@bad, [], 'twilio: JSON is covered as well';
	@bad = ();
	for my $l (grep { grep { /nonce|webhook-id/i } @{ $_->{head} || [] } }
	    @lines) {
		my $r = wrong($l, nonce => '');
		expect(\@bad, 403, $l->{name}, $r, 'empty nonce');
		delete $r->{headers}{$_} for grep { /nonce|webhook-id/i }
		    keys %{ $r->{headers} };
		expect(\@bad, 403, $l->{name}, $r, 'no nonce');
	}
	is_deeply \@bad, [], 'a nonce that is signed but not there is none';
}

# Whatever else is in a form or a query, its octets are signed as they are.
sub odd_pairs {
	my ($scheme) = @_;
	my @names = ('x', 'X', '_', 'a.b', 'a-b', 'naam[1]', "caf\xc3\xa9", 'z z',
	    'MediaUrl0', '0', 'Bo', 'zz');
	my @letters = ('a' .. 'f', ' ', split(//, q{+%&=*'"</?:;@,$!()|\^}),
	    '#', "\n", "\r\n", "\t", "\0", "\x7f", "\xe9", "\xc3\xa9",
	    "\xf0\x9f\x98\xa2", '%41', '&amp;', '%');
	my %seen;
	return map { my $name = $names[rand @names];
	    $seen{$name}++ && $scheme !~ /^(?:twilio|plivo)/ ? () :
		($name, join '', $_, map { $letters[rand @letters] }
		    1 .. rand 9) } 0 .. rand 8;
}
sub odd_ones {
	srand 4711;
	for my $l (grep { $_->{query} || $_->{body} } @lines) {
		next if $l->{scheme} =~ /^(?:vonage-jwt|sinch|capcom|standard|bird)/;
		my @bad;
		for my $n (1 .. 60) {
			my @more = odd_pairs($l->{scheme});
			my @query = $l->{scheme} =~ /^vonage/ ? () :
			    (query => [odd_pairs($l->{scheme})]);
			my %o = (id => "raar-$n-$l->{name}", @query,
			    more => \@more, text => "een raar bericht $n via " .
			    $l->{name});
			expect(\@bad, 200, $l->{name}, message($l, %o),
			    JSON::PP->new->latin1->encode([\@more, @query]));
			$kept{$o{text}} = 1;
		}
		is_deeply \@bad, [], "$l->{scheme}: odd names and values";
	}
}

# The three that every gateway takes.
sub without_signature {
	my @bad;
	for my $gateway (@Signing::GATEWAYS) {
		my %o = (gateway => $gateway, name => 'zonder', url => '');
		for my $scheme (qw(path basic none)) {
			my $line = "$scheme-$gateway";
			my $secret = $scheme eq 'basic' ? 'lijn:wachtwoord' :
			    'in-het-pad-van-de-url';
			my $text = "het gaat goed via $line";
			my $r = message({ %o, scheme => $scheme,
			    secret => $secret }, text => $text, id => $line);
			expect(\@bad, 200, $line, $r, 'right');
			$kept{$text} = 1;
			my $r2 = wrong({ %o, scheme => $scheme,
			    secret => other_secret($secret) });
			next if $scheme eq 'none';
			expect(\@bad, $scheme eq 'basic' ? 401 : 403, $line, $r2,
			    'one bit');
			delete $r2->{headers}{Authorization};
			$r2->{suffix} = '';
			my $answer = deliver($line, $r2);
			push @bad, "$line without: $answer->{status}"
			    if $answer->{status} != ($scheme eq 'basic' ? 401 : 403);
			push @bad, "$line does not ask" if $scheme eq 'basic' &&
			    ($answer->{headers}{'www-authenticate'} // '') !~
			    /^Basic realm="/;
		}
	}
	is_deeply \@bad, [], 'path, basic and none, for every gateway';
}

# ---- the clock, from early to late -----------------------------------------

my @moments = map { my $l = $_; my $w = $WINDOW{ $l->{scheme} };
	my ($after, $before) = $w ? @$w : ();
	my @at = $w ? ([-$before - 1, 0], [-$before, 1], [$after, 1],
	    [$after + 1, 0]) : ();
	map { [@$_, $l] } @at, [0, 1] } @lines;
my ($at, @off) = '';
my $based;
for (sort { $a->[0] <=> $b->[0] } @moments) {
	my ($offset, $fine, $l) = @$_;
	if (!$based && $offset > 0) {
		one_scheme($_) for @lines;
		other_schemes();
		odd_ones();
		merged();
		other_ways();
		without_signature();
		$based = 1;
	}
	$g->clock($now + ($at = $offset)) if $at ne $offset;
	expect(\@off, $fine ? 200 : 403, $l->{name},
	    $fine ? message($l) : wrong($l), "$offset s");
	$kept{"het gaat goed via $l->{name}"} = 1;
}
is_deeply \@off, [], 'what is fresh is believed, to the second';

# ---- what is left ----------------------------------------------------------

my %n;
$n{Forms::octets($_->{text})}++ for $g->records('--box', 'lijn');
is_deeply \%n, \%kept, 'nothing is kept of what was refused';
is $g->stop, 0, 'gehoord ends in order';
done_testing;
