#!/usr/bin/perl
# 22-systemd.t - the installed units under the real systemd: a machine of the
# test's own, set up as the README says, and a life in it through its sockets.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../end-to-end";
use Gehoor;
use File::Copy qw(copy);
use Machine;
use Test::More;

plan skip_all => 'installs the release programs' if $ENV{SANITIZED};
my $missing = Machine::missing();
plan skip_all => $missing if $missing;

# ---- its disk: what make install brings, the keys, a configuration -----------
my $g = Gehoor->new(top => '');
my $files = "$g->{dir}/files";
my $etc = "$files/etc/gehoor";
Machine::install($files);
copy("$g->{dir}/$_", "$etc/$_") or die $!
    for qw(sign.key pepper reader1.key);
my ($status, $out, $err) = Gehoor::run(qw(openssl req -x509 -newkey ec -pkeyopt
    ec_paramgen_curve:P-256 -nodes -days 90 -subj /CN=localhost -keyout),
    "$etc/tls.key", '-out', "$etc/tls.pem");
is $status, 0, 'a certificate' or diag $err;
Gehoor::spew("$etc/mobiel.secret", "pad-van-kannel-12345\n");
my $readers = $g->readers;
my $conf = <<"CONF";
organisation = "Jeugdzorg Voorbeeld"
public_url = "https://localhost"
tls_certificate = "/etc/gehoor/tls.pem"
tls_key = "/etc/gehoor/tls.key"
log_keys = {"$g->{vkey}"}
box "feedback" {
	kind = feedback
	title = {"nl:Vertel het ons", "en:Tell us"}
	$readers
}
line "mobiel" {
	gateway = "kannel"
	secret_file = "/etc/gehoor/mobiel.secret"
	box = "feedback"
	url = "https://localhost/sms/mobiel"
}
CONF
Gehoor::spew("$etc/gehoor.conf", $conf);
chmod 0600, map { "$etc/$_" } qw(sign.key pepper tls.key mobiel.secret);

# ---- the machine starts, and the README is followed -----------------------------
my $m = Machine->new($files);
my $root = $m->{root};
$m->must('systemd-sysusers', 'gehoor.conf');
$m->must('systemd-tmpfiles', '--create', 'gehoor.conf');
$m->must('chown', 'gehoor', '/etc/gehoor/tls.key', '/etc/gehoor/mobiel.secret');
is $m->must('gehoord', '-n'), '', 'gehoord -n has nothing to say';
$m->must(qw(systemctl enable --now gehoord.socket gehoord-admin.socket));
is $m->show('gehoord.service', 'ActiveState'), 'inactive',
    'the daemon waits for the first request';
my @unix = (unix => "$root/run/gehoor/http.sock");
my @admin = (unix => "$root/run/gehoor/admin.sock");
$g->{err} = $m->follow('gehoord.service');
$g->{said} = '';

sub status {
	my (@request) = @_;
	my $r = $g->request(@request) or return 'no answer';
	return $r->{status};
}
is status('GET', '/nl/feedback', @unix), 200, 'and that starts it'
    or die $m->journal;
is $m->show('gehoord.service', 'SubState'), 'running', 'READY was told';
my ($mode, $group) = (stat "$root/run/gehoor/http.sock")[2, 5];
is sprintf('%04o', $mode & 07777), '0660', 'the socket is for the proxy';
is $group, (split /:/, $m->must(qw(getent group gehoor-http)))[2],
    'and its group';

# ---- people ------------------------------------------------------------------------
my %form = (headers =>
    { 'Content-Type' => 'application/x-www-form-urlencoded' });
is status('GET', $_, @unix), 200, $_ for qw(/nl/ /en/feedback /nl/code
    /nl/privacy /nl/antwoord);
is status('POST', '/nl/feedback', @unix, %form,
    body => Gehoor::form(text => 'Bel 06 12345678', step => 'check')), 200,
    'the check page';
my $same = Gehoor::form(text => 'Achter alle muren',
    token => $g->token('feedback', @unix));
sub code_of {
	my $r = $g->request('POST', '/nl/feedback', @unix, %form, body => $same)
	    or return 'no answer';
	return $r->{body} =~ /<output id="code"[^>]*>(\S{19})</ ? $1 : 'none';
}
my $code = code_of();
like $code, qr/^\w{4}(?:-\w{4}){3}$/, 'a receipt';
is status('POST', '/nl/code', @unix, %form, body => "code=$code$_"), 200,
    "the code$_" for '', '&step=proof';
is status('POST', '/nl/feedback', @unix, body => "--x\r\n" .
    "Content-Disposition: form-data; name=\"text\"\r\n\r\nin delen\r\n--x--\r\n",
    headers => { 'Content-Type' => 'multipart/form-data; boundary=x' }), 200,
    'multipart';
is $g->post('feedback', [text => 'JSON terug'], @unix)->{status}, 201, 'JSON';
is status('GET', '/sms/mobiel/pad-van-kannel-12345?from=%2B31611111111&to=4433' .
    '&text=Hallo&coding=0&charset=UTF-8&id=abc-1&ts=1', @unix), 200,
    'a text message';
is status('GET', $_, @admin), 200, "admin $_" for qw(/healthz /metrics);
my @many = map { $g->connect(@unix) || die "connection: $!" } 1 .. 1500;
is scalar(grep { ($g->request('GET', '/nl/', on => $_) || { status => 0 })
    ->{status} == 200 } @many[0, 749, 1499]), 3,
    'more connections than the soft limit of descriptors';
undef @many;

# ---- the operator: reload, a slip, a crash -------------------------------------------
sub reload {
	my ($text) = @_;
	Gehoor::spew("$root/etc/gehoor/gehoor.conf", $text);
	$g->{said} = '';
	$m->must(qw(systemctl reload gehoord.service));
}
reload($conf =~ s/nl:Vertel het ons/nl:Zeg het maar/r);
ok $g->until_said(qr/read again/), 'systemctl reload';
like $g->request('GET', '/nl/feedback', @unix)->{body}, qr/Zeg het maar/,
    'shows the new words';
is $m->show('gehoord.service', 'SubState'), 'running', 'READY again';
reload("$conf\nniets = 1\n");
ok $g->until_said(qr/gehoor\.conf:\d+: .*\n/), 'a slip is named';
like $g->request('GET', '/nl/feedback', @unix)->{body}, qr/Zeg het maar/,
    'and the words stay';
reload($conf);
ok $g->until_said(qr/read again/), 'mended';

my $pid = $m->show('gehoord.service', 'MainPID');
$g->{said} = '';
$m->must('kill', '-KILL', $pid);
ok $g->until_said(qr/^ready .*\n/m), 'killed, it is started again';
is code_of(), $code, 'the same post gives the same code: ' .
    'the key of the day was kept';
isnt $m->show('gehoord.service', 'MainPID'), $pid, 'by another process';

# ---- its own TLS, on sockets that systemd holds -------------------------------------
my @tls = qw(gehoord-tls.socket gehoord-redirect.socket);
($status, $out, $err) = $m->run(qw(systemctl enable --now), @tls);
isnt $status, 0, 'sockets are not added to a service that runs';
like $m->journal($tls[0]), qr/already active, refusing/, 'says systemd';
# As gehoord-tls.socket tells: with its socket the service stops.
$m->must(qw(systemctl stop gehoord.socket));
is $m->show('gehoord.service', 'ActiveState'), 'inactive', 'it is stopped';
$m->must(qw(systemctl start), @tls);
sub curl {
	my (@arguments) = @_;
	my ($status, $out, $err) = $m->run(qw(curl -sS -i --max-time 20 --cacert
	    /etc/gehoor/tls.pem), @arguments);
	return "$out$err";
}
like curl('https://localhost/nl/feedback'),
    qr{^HTTP/1.1 200 .*strict-transport-security}is,
    'HTTPS on port 443 starts it' or diag $m->journal;
like curl('-d', 'text=Met+TLS', '-H', 'Accept: application/json',
    'https://localhost/nl/feedback'), qr/"code"/, 'a post with TLS';
like curl('http://localhost/nl/feedback'),
    qr{^HTTP/1.1 30\d .*location: https://localhost/nl/feedback}is,
    'port 80 leads there';
is status('GET', '/nl/feedback', @unix), 200,
    'and brings along the socket of the proxy';

# ---- the end ----------------------------------------------------------------------------
$m->must(qw(systemctl stop gehoord.socket gehoord-admin.socket), @tls,
    'gehoord.service');
is $m->show('gehoord.service', 'Result'), 'success', 'stops in order';
unlike $m->journal('gehoord.service'),
    qr/127\.0\.0\.1|::1|06 ?12345678|31611111111|Achter alle|pad-van/,
    'the journal knows nobody';
my @odd = grep { !/niets/ && /not permitted|denied|warn|ignor|cannot|failed/i }
    split /\n/, $m->journal('gehoord.service');
is_deeply [grep { !/Main process exited|result 'signal'/ } @odd], [],
    'and of nothing that was refused to gehoord';
system 'cp', '-a', "$root/var/lib/gehoor/log", "$g->{dir}/state/";
is scalar($g->records), 5, 'every message is in the log';
is(($g->tool('verify'))[0], 0, 'and the log is whole');
is sprintf('%04o', (stat glob "$root/var/lib/gehoor/log/feedback/*.seg")[2] &
    07777), '0600', 'for the user alone';

# ---- the timers' services, at a desk on the same machine ---------------------------------
$m->must(qw(systemd-creds --with-key=host --name=reader.key encrypt
    /etc/gehoor/reader1.key /etc/gehoor/reader.cred));
unlink "$root/etc/gehoor/reader1.key" or die $!;
for my $service (qw(gehoor-ingest gehoor-report)) {
	($status, $out, $err) = $m->run('systemctl', 'start', "$service.service");
	is $status, 0, $service or diag $m->journal("$service.service");
}
ok -s "$root/var/lib/gehoor/gehoor.db", 'the messages are in the database';
ok -s "$root/var/lib/gehoor/report.html", 'a report is made';

done_testing;
