# Signing.pm - text messages as the SMS gateways deliver and sign them, for the
# tests: written after what the gateways document (../shared/reference), not
# after our own code.  Core modules only.
package Signing;

use strict;
use warnings;
use Digest::MD5 qw(md5 md5_hex);
use Digest::SHA qw(hmac_sha1 hmac_sha1_hex hmac_sha256 hmac_sha256_hex
    hmac_sha384 hmac_sha512 hmac_sha512_hex sha256 sha256_hex);
use Gehoor;
use JSON::PP;
use MIME::Base64 qw(decode_base64 encode_base64 encode_base64url);
use POSIX qw(strftime);

# The schemes of each gateway that has any of its own, its first one first.
our %SCHEMES = (
	twilio => ['twilio-sha1'],
	messagebird => ['messagebird-jwt', 'messagebird-hmac'],
	'bird-notifications' => ['bird-hmac'],
	bird => ['standard-webhooks'],
	vonage => [map { "vonage-$_" } qw(md5hash md5 sha1 sha256 sha512)],
	'vonage-messages' => ['vonage-jwt'],
	sinch => ['sinch-hmac'],
	plivo => ['plivo-v3', 'plivo-v2', 'plivo-v1'],
	'android-sms-gateway' => ['capcom6-hmac'],
	httpsms => ['httpsms-jwt'],
	smssync => ['shared-secret-field'],
	map({ $_ => ['path'] } qw(cm spryng infobip 46elks kannel jasmin playsms
	    targetsms)),
);

# Of the schemes: fields of the head that must be there; whether the address is
# signed, and the query behind it; whether the body is.
our %SIGNED = (
	'twilio-sha1' => { head => ['X-Twilio-Signature'], address => 1,
	    query => 1, body => 1 },
	'messagebird-jwt' => { head => ['MessageBird-Signature-JWT'], address => 1,
	    query => 1, body => 1, jwt => 1 },
	'messagebird-hmac' => { head => ['MessageBird-Signature',
	    'MessageBird-Request-Timestamp'], query => 1, body => 1 },
	'bird-hmac' => { head => ['messagebird-signature',
	    'messagebird-request-timestamp'], address => 1, query => 1, body => 1 },
	'standard-webhooks' => { head => ['webhook-id', 'webhook-timestamp',
	    'webhook-signature'], body => 1 },
	map({ ("vonage-$_" => { head => [], query => 1, field => 'sig' }) }
	    qw(md5hash md5 sha1 sha256 sha512)),
	'vonage-jwt' => { head => ['Authorization'], body => 1, jwt => 1 },
	'sinch-hmac' => { head => ['x-sinch-webhook-signature',
	    'x-sinch-webhook-signature-nonce',
	    'x-sinch-webhook-signature-timestamp'], body => 1 },
	'plivo-v3' => { head => ['X-Plivo-Signature-V3',
	    'X-Plivo-Signature-V3-Nonce'], address => 1, query => 1, body => 1 },
	'plivo-v2' => { head => ['X-Plivo-Signature-V2',
	    'X-Plivo-Signature-V2-Nonce'], address => 1 },
	'plivo-v1' => { head => ['X-Plivo-Signature'], address => 1, query => 1,
	    body => 1 },
	'capcom6-hmac' => { head => ['X-Signature', 'X-Timestamp'], body => 1 },
	'httpsms-jwt' => { head => ['Authorization'], address => 1, jwt => 1 },
);

# Those that can put an answer to the phone into the answer of the hook.
our %REPLIES = map { $_ => 1 } qw(twilio plivo kannel smssync 46elks playsms);

sub json { return JSON::PP->new->utf8->canonical->encode($_[0]) }

# Octets as characters, for JSON.
sub chars {
	my ($octets) = @_;
	utf8::decode($octets);
	return $octets;
}

# As gateways encode: "+" for a blank.
sub encoded {
	my ($text) = @_;
	$text =~ s/([^A-Za-z0-9._ -])/sprintf '%%%02X', ord $1/ge;
	return $text =~ tr/ /+/r;
}

sub form {
	my (@pairs) = @_;
	my @out;
	while (my ($name, $value) = splice @pairs, 0, 2) {
		push @out, encoded($name) . '=' . encoded($value);
	}
	return join '&', @out;
}

sub iso { return strftime('%Y-%m-%dT%H:%M:%S', gmtime $_[0]) }

# ---- what they deliver -----------------------------------------------------

# Each makes of {from, to, text, id, now}, the numbers without "+": a method,
# and pairs of a query, pairs of a form, or data for JSON.
my %deliver = (
	twilio => sub {
		my ($m) = @_;
		return { form => [ToCountry => 'NL', MessageSid => $m->{id},
		    SmsSid => $m->{id}, NumMedia => 0, ToCity => '',
		    FromCountry => 'NL', SmsStatus => 'received',
		    Body => $m->{text}, To => "+$m->{to}", NumSegments => 1,
		    AccountSid => 'AC' . '0' x 32, From => "+$m->{from}",
		    ApiVersion => '2010-04-01'] };
	},
	messagebird => sub {
		my ($m) = @_;
		return { form => [id => $m->{id}, message_id => $m->{id},
		    originator => $m->{from}, sender => $m->{from},
		    recipient => $m->{to}, receiver => $m->{to},
		    body => $m->{text}, message => $m->{text},
		    payload => $m->{text}, reference => 1,
		    createdDatetime => iso($m->{now}) . '+00:00',
		    date_utc => $m->{now}] };
	},
	'bird-notifications' => sub {
		my ($m) = @_;
		return { json => { service => 'channels', event => 'sms.inbound',
		    payload => { id => $m->{id}, channelId => 'kanaal',
			sender => { contact =>
			    { identifierKey => 'phonenumber',
				identifierValue => "+$m->{from}" } },
			receiver => { connector => { id => 'lijn' } },
			body => { type => 'text',
			    text => { text => chars($m->{text}) } },
			parts => [{ platformReference => 'deel' }],
			direction => 'incoming',
			createdAt => iso($m->{now}) . 'Z' } } };
	},
	bird => sub {
		my ($m) = @_;
		return { json => { type => 'sms.received',
		    timestamp => iso($m->{now}) . 'Z',
		    data => { sms_id => $m->{id}, workspace_id => 'w',
			to => "+$m->{to}", from => "+$m->{from}",
			text => chars($m->{text}), segments => 1, tags => [],
			metadata => {} } } };
	},
	cm => sub {
		my ($m) = @_;
		return { json => { from => { number => "00$m->{from}",
			name => '' }, to => { number => "00$m->{to}" },
		    message => { text => chars($m->{text}),
			media => { mediaUri => '', contentType => '',
			    title => '' }, custom => {} },
		    reference => '', messageContext => '',
		    groupings => ['', '', ''], timeUtc => iso($m->{now}),
		    channel => 'SMS' } };
	},
	vonage => sub {
		my ($m) = @_;
		my @part = $m->{part} ? (concat => 'true',
		    'concat-ref' => $m->{part}{ref},
		    'concat-total' => $m->{part}{of},
		    'concat-part' => $m->{part}{n}) : ();
		return { method => 'GET', query => [msisdn => $m->{from},
		    to => $m->{to}, messageId => $m->{id}, @part,
		    text => $m->{text}, type => 'text', keyword => 'HET',
		    'message-timestamp' => iso($m->{now}) =~ s/T/ /r] };
	},
	'vonage-messages' => sub {
		my ($m) = @_;
		return { json => { channel => 'sms', message_uuid => $m->{id},
		    to => $m->{to}, from => $m->{from},
		    timestamp => iso($m->{now}) . 'Z', message_type => 'text',
		    text => chars($m->{text}), sms => { num_messages => '1' } } };
	},
	spryng => sub {
		my ($m) = @_;
		my ($keyword, $rest) = split / /, $m->{text}, 2;
		return { form => [MSISDN => $m->{from}, KEYWORD => $keyword,
		    PARM => $rest // '', OPERATOR => '20408',
		    TIMESTAMP => strftime('%Y%m%d%H%M%S', gmtime $m->{now}),
		    SHORTCODE => $m->{to}, COUNTRY => 'NLD'] };
	},
	infobip => sub {
		my ($m) = @_;
		return { json => { results => [{ messageId => $m->{id},
			from => $m->{from}, to => $m->{to},
			text => chars($m->{text}), cleanText => 'x',
			keyword => 'X', smsCount => 1, callbackData => '',
			receivedAt => iso($m->{now}) . '.000+0000',
			price => { pricePerMessage => 0, currency => 'EUR' } }],
		    messageCount => 1, pendingMessageCount => 0 } };
	},
	sinch => sub {
		my ($m) = @_;
		return { json => { type => 'mo_text', id => $m->{id},
		    from => $m->{from}, to => $m->{to},
		    body => chars($m->{text}), operator_id => '20408',
		    received_at => iso($m->{now}) . '.000Z' } };
	},
	plivo => sub {
		my ($m) = @_;
		return { form => [From => $m->{from}, To => $m->{to},
		    Text => $m->{text}, Type => 'sms', MessageUUID => $m->{id},
		    Units => 1, TotalRate => 0, TotalAmount => 0,
		    MessageIntent => ''] };
	},
	kannel => sub {
		my ($m) = @_;
		return { method => 'GET', query => [from =>
		    $m->{from} =~ /^[1-9]\d+$/ ? "+$m->{from}" : $m->{from},
		    to => $m->{to}, text => $m->{text}, coding => 0,
		    charset => 'UTF-8', id => $m->{id}, ts => $m->{now},
		    smsc => 'modem1'] };
	},
	jasmin => sub {
		my ($m) = @_;
		my $units = chars($m->{text}) =~
		    s/(.)/ord $1 > 0xffff ? pack 'n2', 0xd800 + ((ord($1) -
			0x10000) >> 10), 0xdc00 + (ord($1) & 0x3ff) :
			pack 'n', ord $1/gser;
		return { form => [id => $m->{id}, from => $m->{from},
		    to => $m->{to}, 'origin-connector' => 'smpp1',
		    priority => 1, coding => "\x08", content => $units,
		    binary => unpack('H*', $units)] };
	},
	'android-sms-gateway' => sub {
		my ($m) = @_;
		return { json => { deviceId => 'd', event => 'sms:received',
		    id => $m->{id}, webhookId => 'w', payload => {
			messageId => 'abc123', message => chars($m->{text}),
			sender => "+$m->{from}", recipient => "+$m->{to}",
			simNumber => 1,
			receivedAt => iso($m->{now}) . '.000+00:00' } } };
	},
	httpsms => sub {
		my ($m) = @_;
		return { json => { specversion => '1.0', id => "e-$m->{id}",
		    source => '/v1/messages/receive',
		    type => 'message.phone.received',
		    datacontenttype => 'application/json',
		    time => iso($m->{now}) . '.5Z',
		    data => { message_id => $m->{id}, user_id => 'u',
			owner => "+$m->{to}", contact => "+$m->{from}",
			content => chars($m->{text}), sim => 'SIM1',
			timestamp => iso($m->{now}) . '.5Z' } },
		    headers => { 'X-Event-Type' => 'message.phone.received' } };
	},
	smssync => sub {
		my ($m) = @_;
		return { form => [from => "+$m->{from}",
		    message => $m->{text}, sent_timestamp => "$m->{now}000",
		    sent_to => "+$m->{to}", message_id => $m->{id},
		    device_id => 1] };
	},
	playsms => sub {
		my ($m) = @_;
		my ($keyword, $rest) = split / /, $m->{text}, 2;
		return { form => [s => 'gehoor', dt => iso($m->{now}) =~ s/T/ /r,
		    fr => "+$m->{from}", to => $m->{to}, code => $keyword,
		    arg => $rest // '', m => $m->{text}] };
	},
	'46elks' => sub {
		my ($m) = @_;
		return { form => [direction => 'incoming', id => $m->{id},
		    from => "+$m->{from}", to => "+$m->{to}",
		    created => iso($m->{now}), message => $m->{text}] };
	},
	targetsms => sub {
		my ($m) = @_;
		return { method => 'GET', query => [SendTo => $m->{from},
		    Message => $m->{text}, ShortCode => $m->{to},
		    MO_MessageId => $m->{id}, MO_ShortKey => 'HET',
		    operator => '02f480'] };
	},
);
our @GATEWAYS = sort keys %deliver;

# Events and messages of theirs that hold no text: pairs or data over the above.
our %EVENTS = (
	twilio => sub { { form => [MessageSid => $_[0]{id}, NumMedia => 1,
	    SmsStatus => 'received', Body => '', From => "+$_[0]{from}",
	    To => "+$_[0]{to}"] } },
	messagebird => sub { { form => [id => $_[0]{id}, recipient => $_[0]{to},
	    status => 'delivered', reference => 'r'] } },
	'bird-notifications' => sub { { json => { service => 'channels',
	    event => 'sms.outbound', payload => { id => $_[0]{id},
		direction => 'outgoing', status => 'delivered' } } } },
	bird => sub { { json => { type => 'sms.delivered', data => {
	    sms_id => $_[0]{id} } } } },
	vonage => sub { { method => 'GET', query => [msisdn => $_[0]{from},
	    to => $_[0]{to}, messageId => $_[0]{id}, status => 'delivered',
	    scts => '2101181426', 'err-code' => 0] } },
	'vonage-messages' => sub { { json => { channel => 'sms',
	    message_uuid => $_[0]{id}, to => $_[0]{to}, from => $_[0]{from},
	    status => 'delivered' } } },
	infobip => sub { { json => { results => [], messageCount => 0,
	    pendingMessageCount => 0 } } },
	sinch => sub { { json => { type => 'delivery_report_sms',
	    batch_id => $_[0]{id}, statuses => [] } } },
	plivo => sub { { form => [From => $_[0]{from}, To => $_[0]{to},
	    Status => 'delivered', MessageUUID => $_[0]{id}] } },
	'android-sms-gateway' => sub { { json => { event => 'system:ping',
	    id => $_[0]{id}, payload => { health => {} } } } },
	httpsms => sub { { json => { specversion => '1.0', id => $_[0]{id},
	    type => 'message.phone.sent', data => { id => $_[0]{id} } } } },
	kannel => sub { { method => 'GET', query => [from => "+$_[0]{from}",
	    text => '', id => $_[0]{id}] } },
	'46elks' => sub { { form => [direction => 'incoming', id => $_[0]{id},
	    from => "+$_[0]{from}", to => "+$_[0]{to}", message => ''] } },
);

# ---- how they sign ---------------------------------------------------------

sub base64 { return encode_base64($_[0], '') }

sub hmac_md5 {
	my ($data, $key) = @_;
	$key = md5($key) if length $key > 64;
	$key .= "\0" x (64 - length $key);
	return md5(($key ^ "\x5c" x 64) . md5(($key ^ "\x36" x 64) . $data));
}

my %jws = (HS256 => \&hmac_sha256, HS384 => \&hmac_sha384,
    HS512 => \&hmac_sha512);

# A token in compact form.
sub jwt {
	my ($secret, $claims, $alg) = @_;
	$alg //= 'HS256';
	my $signed = join '.', map { encode_base64url(json($_)) }
	    { alg => $alg, typ => 'JWT' }, $claims;
	my $mac = $jws{$alg} ? $jws{$alg}->($signed, $secret) : '';
	return "$signed." . encode_base64url($mac);
}

# The pairs by name, and by value where a name is repeated.
sub sorted {
	my (@pairs) = @_;
	my @list;
	while (my ($name, $value) = splice @pairs, 0, 2) {
		push @list, [$name, $value];
	}
	return map { @$_ } sort { $a->[0] cmp $b->[0] || $a->[1] cmp $b->[1] }
	    @list;
}

# The address as the gateway calls it: what the operator entered, with the query.
sub whole_url {
	my ($r, $o) = @_;
	my $query = form(@{ $r->{query} });
	return $o->{url} . (length $query ? "?$query" : '');
}

sub body_of {
	my ($r) = @_;
	return $r->{raw} if defined $r->{raw};
	return $r->{form} ? form(@{ $r->{form} }) :
	    $r->{json} ? json($r->{json}) : '';
}

# Names and values right behind one another.
sub names_values {
	my ($r) = @_;
	return join '', sorted(@{ $r->{form} || [] });
}

# The signature is made over the names and values of all others, in order.
sub vonage_sign {
	my ($r, $o, $mac) = @_;
	my $in = $r->{form} || $r->{query};
	$in = [%{ $r->{json} }] if $r->{json};
	push @$in, timestamp => $o->{now}, nonce => $o->{nonce};
	my @pairs = sorted(@$in);
	my $signed = '';
	while (my ($name, $value) = splice @pairs, 0, 2) {
		utf8::encode($value) if utf8::is_utf8($value);
		$signed .= "&$name=" . $value =~ tr/&=/__/r;
	}
	push @$in, sig => $mac->($signed, $o->{secret});
	$r->{json} = { @$in } if $r->{json};
}

my %vonage = (md5hash => sub { md5_hex($_[0] . $_[1]) },
    md5 => sub { uc unpack 'H*', hmac_md5(@_) },
    sha1 => sub { uc hmac_sha1_hex(@_) },
    sha256 => sub { uc hmac_sha256_hex(@_) },
    sha512 => sub { uc hmac_sha512_hex(@_) });

my %sign = (
	'twilio-sha1' => sub {
		my ($r, $o) = @_;
		$r->{headers}{'X-Twilio-Signature'} = base64(hmac_sha1(
		    whole_url($r, $o) . names_values($r), $o->{secret}));
	},
	'messagebird-jwt' => sub {
		my ($r, $o) = @_;
		my $body = body_of($r);
		$r->{headers}{'MessageBird-Signature-JWT'} = jwt($o->{secret}, {
		    iss => 'MessageBird', nbf => $o->{now},
		    exp => $o->{now} + 60, jti => $o->{nonce},
		    url_hash => sha256_hex(whole_url($r, $o)),
		    length $body ? (payload_hash => sha256_hex($body)) : (),
		    %{ $o->{claims} || {} } }, $o->{alg});
	},
	'messagebird-hmac' => sub {
		my ($r, $o) = @_;
		$r->{headers}{'MessageBird-Request-Timestamp'} = $o->{now};
		$r->{headers}{'MessageBird-Signature'} = base64(hmac_sha256(
		    "$o->{now}\n" . form(sorted(@{ $r->{query} })) . "\n" .
		    sha256(body_of($r)), $o->{secret}));
	},
	'bird-hmac' => sub {
		my ($r, $o) = @_;
		$r->{headers}{'messagebird-request-timestamp'} = $o->{now};
		$r->{headers}{'messagebird-signature'} = base64(hmac_sha256(
		    "$o->{now}\n" . whole_url($r, $o) . "\n" .
		    sha256(body_of($r)), $o->{secret}));
	},
	'standard-webhooks' => sub {
		my ($r, $o) = @_;
		my $key = decode_base64($o->{secret} =~ s/^whsec_//r);
		$r->{headers}{'webhook-id'} = $o->{nonce};
		$r->{headers}{'webhook-timestamp'} = $o->{now};
		$r->{headers}{'webhook-signature'} = 'v1,' . base64(hmac_sha256(
		    "$o->{nonce}.$o->{now}." . body_of($r), $key));
	},
	map({ my $mac = $vonage{$_};
	    ("vonage-$_" => sub { vonage_sign(@_, $mac) }) } keys %vonage),
	'vonage-jwt' => sub {
		my ($r, $o) = @_;
		$r->{headers}{Authorization} = 'Bearer ' . jwt($o->{secret}, {
		    iat => $o->{now}, jti => $o->{nonce}, iss => 'Vonage',
		    payload_hash => sha256_hex(body_of($r)),
		    api_key => 'a1b2c3', %{ $o->{claims} || {} } }, $o->{alg});
	},
	'sinch-hmac' => sub {
		my ($r, $o) = @_;
		my $head = 'x-sinch-webhook-signature';
		$r->{headers}{$head} = base64(hmac_sha256(body_of($r) .
		    ".$o->{nonce}.$o->{now}", $o->{secret}));
		$r->{headers}{"$head-nonce"} = $o->{nonce};
		$r->{headers}{"$head-timestamp"} = $o->{now};
	},
	'plivo-v3' => sub {
		my ($r, $o) = @_;
		my @query = sorted(@{ $r->{query} });
		my $signed = $o->{url};
		my @part;
		while (my ($name, $value) = splice @query, 0, 2) {
			push @part, "$name=$value";
		}
		$signed .= '?' . join '&', @part if @part || $r->{form};
		$signed .= '.' if @part && $r->{form};
		$signed .= names_values($r) . ".$o->{nonce}";
		$r->{headers}{'X-Plivo-Signature-V3'} =
		    base64(hmac_sha256($signed, $o->{secret}));
		$r->{headers}{'X-Plivo-Signature-V3-Nonce'} = $o->{nonce};
	},
	'plivo-v2' => sub {
		my ($r, $o) = @_;
		$r->{headers}{'X-Plivo-Signature-V2'} = base64(hmac_sha256(
		    $o->{url} . $o->{nonce}, $o->{secret}));
		$r->{headers}{'X-Plivo-Signature-V2-Nonce'} = $o->{nonce};
	},
	'plivo-v1' => sub {
		my ($r, $o) = @_;
		$r->{headers}{'X-Plivo-Signature'} = base64(hmac_sha1(
		    whole_url($r, $o) . names_values($r), $o->{secret}));
	},
	'capcom6-hmac' => sub {
		my ($r, $o) = @_;
		$r->{headers}{'X-Timestamp'} = $o->{now};
		$r->{headers}{'X-Signature'} =
		    hmac_sha256_hex(body_of($r) . $o->{now}, $o->{secret});
	},
	'httpsms-jwt' => sub {
		my ($r, $o) = @_;
		$r->{headers}{Authorization} = 'Bearer ' . jwt($o->{secret}, {
		    iss => 'api.httpsms.com', sub => 'u', aud => [$o->{url}],
		    iat => $o->{now}, nbf => $o->{now} - 600,
		    exp => $o->{now} + 600, %{ $o->{claims} || {} } }, $o->{alg});
	},
	'shared-secret-field' => sub {
		my ($r, $o) = @_;
		unshift @{ $r->{form} }, secret => $o->{secret};
	},
	path => sub { $_[0]{suffix} = "/$_[1]{secret}" },
	basic => sub {
		my ($r, $o) = @_;
		$r->{headers}{Authorization} = 'Basic ' . base64($o->{secret});
	},
	none => sub { },
);

# Signs what is not finished: pairs in query and form, or a raw body.
sub sign {
	my ($r, $scheme, %o) = @_;
	$sign{$scheme}->($r, \%o);
	return $r;
}

# The default scheme of a gateway.
sub scheme { return $SCHEMES{ $_[0] }[0] }

# A delivery as it goes out: method, suffix of the path, query, headers, body.
#   from, to, text, id, now   of the message
#   secret, url               of the line
#   query                     pairs that stand in the address already
#   part                      {ref, n, of}
#   as                        form or json, where a GET is usual
#   claims, alg               for tokens that are not as they should be
#   event                     something that is no message
#   more                      pairs that nobody knows
my $nonces = 0;
sub request {
	my ($gateway, $scheme, %o) = @_;
	$o{from} //= '31612345678';
	$o{to} //= '31687654321';
	$o{nonce} //= sprintf 'nonce%08d', ++$nonces;
	$o{url} //= '';
	my $make = $o{event} ? $EVENTS{$gateway} : $deliver{$gateway};
	my $r = { method => 'POST', suffix => '', headers => {},
	    %{ $make->(\%o) } };
	if ($o{as}) {
		my $pairs = delete $r->{query};
		$r->{method} = 'POST';
		$r->{form} = $pairs if $o{as} eq 'form';
		$r->{json} = { map { chars($_) } @$pairs } if $o{as} eq 'json';
	}
	$r->{query} = [@{ $o{query} || [] }, @{ $r->{query} || [] }];
	push @{ $r->{form} || $r->{query} }, @{ $o{more} || [] };
	sign($r, $scheme, %o);
	$r->{body} = body_of($r) if $r->{method} eq 'POST';
	$r->{query} = form(@{ $r->{query} });
	$r->{headers}{'Content-Type'} = $r->{json} ? 'application/json' :
	    'application/x-www-form-urlencoded' if $r->{method} eq 'POST';
	delete @$r{qw(form json)};
	return $r;
}

sub target {
	my ($line, $r) = @_;
	return "/sms/$line$r->{suffix}" .
	    (length $r->{query} ? "?$r->{query}" : '');
}

# Delivers it to a line; what the daemon answers.
sub deliver {
	my ($g, $line, $r, %o) = @_;
	return $g->request($r->{method}, target($line, $r),
	    headers => $r->{headers}, body => $r->{body}, %o);
}

# The request as it goes over the wire.
sub raw {
	my ($line, $r) = @_;
	my %h = (Host => 'localhost', %{ $r->{headers} });
	$h{'Content-Length'} //= length $r->{body}
	    if defined $r->{body} && length $r->{body};
	return "$r->{method} " . target($line, $r) . " HTTP/1.1\r\n" .
	    join('', map { "$_: $h{$_}\r\n" } sort keys %h) . "\r\n" .
	    ($r->{body} // '');
}

# Delivers many, [line, request] each, over so many connections at the same
# time; calls back with the number of each and what it was told.
sub many {
	my ($g, $n, $told, @todo) = @_;
	my @on = map { $g->connect or die 'no connection' } 1 .. $n;
	for (my $i = 0; $i < @todo; $i += $n) {
		my $last = $i + $n > @todo ? $#todo - $i : $n - 1;
		for (0 .. $last) {
			my $out = raw(@{ $todo[$i + $_] });
			syswrite($on[$_], $out) == length $out or die "cut off: $!";
		}
		$told->($i + $_, Gehoor::read_response($on[$_], 'GET'))
		    for 0 .. $last;
	}
}

# ---- lines in the configuration --------------------------------------------

# Boxes that take as much as comes.
sub boxes {
	my ($g, @names) = @_;
	my $readers = $g->readers;
	$g->{boxes} = join '', map { <<"CONF" } @names;
box "$_" {
	kind = line
	title = {"nl:$_"}
	rate = 1000000
	burst = 1000000
	$readers
}
CONF
}

# The section of a line; its secret, if it has one, in a file of its own.
#   gateway, scheme, secret   and any other setting: text, a list, or \'as is'
sub line {
	my ($g, $name, %o) = @_;
	my $secret = delete $o{secret};
	my %set = (box => 'lijn', %o);
	if (defined $secret) {
		$set{secret_file} //= "$g->{dir}/$name.secret";
		Gehoor::spew($set{secret_file}, "$secret\n", 0600);
	}
	my $text = "line \"$name\" {\n";
	for (sort keys %set) {
		my $v = $set{$_};
		$text .= "\t$_ = " . (ref $v eq 'ARRAY' ?
		    '{' . join(', ', map { "\"$_\"" } @$v) . '}' :
		    ref $v ? $$v : "\"$v\"") . "\n";
	}
	return "$text}\n";
}

1;
