#!/usr/bin/perl
# 10-whole-way.t - form, check page, receipt, JSON and SMS in; verify, cat,
# ingest, report and CSV out, through the real programs.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use FindBin;
use lib $FindBin::Bin;
use Gehoor;
use JSON::PP;
use Test::More;

my $now = 1_791_000_000;	# in week 2026-W40
my $g = Gehoor->new(clock => $now, top => 'regions = {"noord", "zuid"}');
$g->{conf} = $g->sms_line('mobiel', 'android-sms-gateway',
    'geheim-van-de-telefoon') .
    $g->sms_line('kannel', 'kannel', 'pad-van-kannel-12345');
$g->write_conf;
$g->start;

# What every answer must carry, and what it must not.
sub fine {
	my ($r, $status, $what) = @_;
	my $h = $r->{headers};
	is $r->{status}, $status, "$what: status $status";
	is $h->{'referrer-policy'}, 'no-referrer', "$what: no referrer";
	is $h->{'x-content-type-options'}, 'nosniff', "$what: nosniff";
	like $h->{'content-security-policy'}, qr/default-src 'none'/,
	    "$what: nothing may be loaded";
	unlike $r->{head}, qr/^(?:set-cookie|server|etag)/mi,
	    "$what: no cookie, no server name, no etag";
	return unless ($h->{'content-type'} // '') =~ /html/;
	unlike $r->{body}, qr/<script|<link(?! rel="?icon"? href="data:,")|<img|\@import|url\(|\son\w+=/i,
	    "$what: no script and no sub-request";
	like $r->{body}, qr/<html[^>]* lang="?\w\w/, "$what: says its language";
}

for my $path ('/', '/nl/', '/en/', '/nl/feedback', '/en/feedback', '/nl/lijn',
    '/nl/privacy', '/en/privacy', '/nl/veilig', '/en/veilig') {
	my $r = $g->request('GET', $path);
	fine($r, 200, $path);
	like $r->{body}, qr/113/, "$path names help";
}
my $exit = $g->request('GET', '/weg');
is $exit->{status}, 303, 'the quick exit leads away';
like $exit->{headers}{'clear-site-data'}, qr/cache/, 'and clears the cache';
my $head = $g->request('HEAD', '/nl/feedback');
is $head->{status}, 200, 'HEAD';
is $head->{body}, '', 'HEAD has no body';
fine($g->request('GET', '/nl/bestaat-niet'), 404, 'a page that is not there');
my $put = $g->request('PUT', '/nl/feedback', body => 'x');
like $put->{status}, qr/^(?:405|501)$/, 'PUT is refused';

# The form page by page.
my $form = $g->request('GET', '/nl/feedback');
cmp_ok length $form->{body}, '<=', 8192, 'the form is at most 8 KB';
is $form->{headers}{'cache-control'}, 'no-store', 'a page with a token is kept nowhere';
my $token = $g->token('feedback');
ok $token, 'the form has a token';
my @story = (text => "Mijn jeugdbeschermer belt nooit terug <b>&\r\n\xf0\x9f\x98\xa2",
    region => 'noord', who => 'jongere', wish => 'answer', publish => 'report',
    publish => 'read', leeg => '');
my %urlencoded = ('Content-Type' => 'application/x-www-form-urlencoded');
my $check = $g->request('POST', '/nl/feedback', headers => \%urlencoded,
    body => Gehoor::form(@story, token => $token, step => 'check'));
fine($check, 200, 'the check page');
like $check->{body}, qr/belt nooit terug &lt;b&gt;&amp;/,
    'the check page shows the story, escaped';
is scalar $g->records, 0, 'nothing is stored by looking';
$g->clock($now + 60);
my $receipt = $g->request('POST', '/nl/feedback', headers => \%urlencoded,
    body => Gehoor::form(@story, token => $token, step => 'send'));
fine($receipt, 200, 'the receipt');
my $CODE = qr/[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}/;
my ($code) = $receipt->{body} =~ /<output id="?code"?[^>]*>($CODE)</;
ok $code, 'the receipt shows a code';

# The same post again, as JSON answer.
my $again = $g->post('feedback', [@story, token => $token]);
is $again->{status}, 201, 'the same post again';
my $answer = decode_json($again->{body});
is $answer->{code}, $code, 'gives the same code';
is $answer->{box}, 'feedback', 'and names the box';

# The same story as multipart and JSON.
my $bound = 'xxYYzz';
my $multipart = join '', map {
	"--$bound\r\nContent-Disposition: form-data; name=\"$_->[0]\"\r\n\r\n$_->[1]\r\n"
} (['text', 'De leiding luistert niet naar ons'], ['who', 'ouder']);
my $r = $g->request('POST', '/nl/lijn', headers => {
	'Content-Type' => "multipart/form-data; boundary=$bound",
	Accept => 'application/json' }, body => "$multipart--$bound--\r\n");
is $r->{status}, 201, 'multipart is taken';
$r = $g->request('POST', '/en/lijn', headers => {
	'Content-Type' => 'application/json', Accept => 'application/json' },
    body => encode_json({ text => "De JSON belt ook nooit terug \x{e9}", who => 'nietbestaand',
	publish => ['report', 'read'] }));
is $r->{status}, 201, 'JSON is taken';

# Text messages.
sub android {
	my ($event, $message, %o) = @_;
	my $body = encode_json({ deviceId => 'd', event => $event,
	    id => $o{id} // 'evt-1', webhookId => 'w', payload => {
		messageId => 'm1', message => $message,
		sender => '+31612345678', recipient => '+31687654321',
		simNumber => 1, receivedAt => '2026-10-01T10:00:00.000+02:00' } });
	my $time = $o{time} // $now + 60;
	my $key = $o{key} // 'geheim-van-de-telefoon';
	return $g->request('POST', '/sms/mobiel', body => $body, headers => {
		'Content-Type' => 'application/json',
		'X-Timestamp' => $time,
		'X-Signature' => hmac_sha256_hex($body . $time, $key) });
}
is android('sms:received', 'Ik wil een vaste voogd')->{status}, 200,
    'a signed text message is taken';
is android('sms:received', 'Ik wil een vaste voogd')->{status}, 200,
    'the gateway repeating itself is told the same';
is android('system:ping', 'x', id => 'evt-2')->{status}, 200,
    'another event is acknowledged';
like android('sms:received', 'vals', key => 'nee')->{status}, qr/^40[13]$/,
    'a wrong signature is refused';
like android('sms:received', 'oud', time => $now - 4000)->{status}, qr/^40[13]$/,
    'an old signature is refused';
my $kannel = '/sms/kannel/pad-van-kannel-12345?from=%2B31611111111&to=4433' .
    '&text=De+wachtlijst+duurt+te+lang&coding=0&charset=UTF-8&id=abc-1&ts=1';
my $k = $g->request('GET', $kannel);
is $k->{status}, 200, 'Kannel is answered 200';
like $k->{headers}{'content-type'}, qr{^text/plain}, 'with plain text';
like $g->request('GET', $kannel =~ s/12345/54321/r)->{status}, qr/^40[34]$/,
    'a wrong path secret is refused';

# What is in the log.
is $g->stop, 0, 'the daemon ends in order';
my ($status, $out, $err) = $g->tool('verify');
is $status, 0, 'verify is content' or diag "$out$err";
my @records = $g->records;
is @records, 5, 'five records: form, multipart, JSON, two text messages';
my ($first) = grep { $_->{text} =~ /belt nooit/ } @records;
is_deeply [@$first{qw(v box week channel lang region who wish)}],
    [1, 'feedback', '2026-W40', 'web', 'nl', 'noord', 'jongere', 'answer'],
    'the record says what was filled in';
is $first->{text}, "Mijn jeugdbeschermer belt nooit terug <b>&\n\x{1F622}",
    'the story is as it was written';
is_deeply [sort @{ $first->{publish} }], [qw(read report)], 'what may be done with it';
my ($json) = grep { $_->{text} =~ /JSON/ } @records;
ok scalar(grep { /nietbestaand|unknown/ } @{ $json->{seen} }),
    'an unknown id is kept as seen';
ok scalar(grep { $_ eq 'no-token' } @{ $json->{seen} }), 'no token is seen';
my @sms = grep { $_->{channel} eq 'sms' } @records;
is @sms, 2, 'two text messages, each once';
unlike encode_json(\@records), qr/612345678|687654321|611111111/,
    'no number anywhere';

# Out again.
($status, $out, $err) = $g->tool('ingest');
is $status, 0, 'ingest' or diag $err;
my $stat = $g->stat;
my %box = ref $stat eq 'ARRAY' ? map { $_->{box} => $_ } @$stat :
    %{ $stat->{boxes} || $stat };
is $box{feedback}{tree_size}, 1, 'one in the box';
is $box{lijn}{tree_size}, 4, 'four in the line';
is $box{lijn}{counted}, 4, 'all counted';
($status, $out, $err) = $g->tool('report', '--period', '2026-Q4');
is $status, 0, 'report of the quarter' or diag $err;
($status, my $report, $err) = $g->tool('report', '--period', '2026-Q3');
like $report, qr/<svg|te weinig/i, 'the report is a page';
unlike $report, qr/<script|https?:/i, 'without script or address';
($status, $out, $err) = $g->tool('export', '--period', '2026-Q4', '-o',
    "$g->{dir}/uit.csv");
is $status, 0, 'export' or diag $err;
like Gehoor::slurp("$g->{dir}/uit.csv"),
    qr/^"?period"?,"?box"?,"?region"?,"?dimension"?,"?category"?,"?measure"?,"?value"?,"?status"?\r\n/,
    'the columns of the contract';

done_testing;
