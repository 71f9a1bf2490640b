#!/usr/bin/perl
# 70-sms-vectors.t - what the SMS gateways publish about themselves: every one
# of their samples, signed by them and not by us, through a running daemon.
# (../shared/suites: sms-vectors; skipped where they are not there.)
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Forms;
use Gehoor;
use JSON::PP;
use Signing;
use Test::More;

my $SUITE = "$FindBin::Bin/../../../shared/suites/sms-vectors/vectors.json";
plan skip_all => 'no published data' unless -e $SUITE;
my $vectors = decode_json(Gehoor::slurp($SUITE));
my $later = 1_791_000_000;
my $ALL = 113;
my ($done, %told) = 0;

# The scheme of a vector as a line names it.
sub scheme {
	my ($v) = @_;
	return "vonage-$v->{algorithm}" if $v->{scheme} eq 'vonage-sig';
	return $v->{method} =~ /^(?:FILE|ENV)$/ ? 'local' : $v->{scheme};
}

sub gateway {
	my ($v) = @_;
	return $v->{scheme} eq 'vonage-jwt' ? 'vonage-messages' : $v->{gateway};
}

sub section {
	my ($g, $name, $v, $url) = @_;
	return Signing::line($g, $name, gateway => gateway($v),
	    scheme => scheme($v), defined $v->{secret} ?
	    (secret => $v->{secret}) : (), $url =~ /^http/ ? (url => $url) : (),
	    scheme($v) eq 'none' ? (sources => ['127.0.0.0/8']) : ());
}

# When it is judged: as it says, or when it says that it was sent.
sub moment {
	my ($v) = @_;
	return $v->{now} //
	    $v->{headers}{'x-sinch-webhook-signature-timestamp'} // $later;
}

my @vectors = sort { moment($a) <=> moment($b) } @$vectors;
is @vectors, $ALL, "$ALL vectors";
my $g = Gehoor->new(clock => moment($vectors[0]),
    top => "rate = 1000000\nburst = 1000000");
Signing::boxes($g, 'lijn');

# A line with an empty secret lets everybody in: the daemon does not start.
my $bare = $g->{conf} // '';
for my $v (grep { defined $_->{secret} && $_->{secret} eq '' } @vectors) {
	$g->{conf} = section($g, 'leeg', $v, $v->{url} =~ s/\?.*//sr);
	$g->write_conf;
	my ($status, $out, $err) = Gehoor::run("$Gehoor::BUILD/test/gehoord",
	    '-n', '-c', "$g->{dir}/gehoor.conf");
	isnt $status, 0, "$v->{name}: no start with an empty secret";
	like $err, qr/gehoor\.conf:\d+: .*secret/, "$v->{name}: which is said";
	$done++;
}
$g->{conf} = $bare;

# One line for all that have gateway, scheme, secret and address in common.
my %lines;
for my $v (@vectors) {
	next if ($v->{secret} // '-') eq '';
	my $url = $v->{url} =~ s/\?.*//sr;
	$url = '' if $v->{method} =~ /^(?:FILE|ENV)$/;
	my $key = join "\0", gateway($v), scheme($v), $v->{secret} // '', $url;
	unless ($lines{$key}) {
		$lines{$key} = 'v' . (1 + keys %lines);
		$g->{conf} .= section($g, $lines{$key}, $v, $url);
	}
	$v->{line} = $lines{$key};
}
$g->write_conf;
$g->start;

# What was decoded of a vector, as it should be.
sub decoded {
	my ($v, $got) = @_;
	my $want = $v->{decoded};
	return ok !defined $want->{text}, "$v->{name}: no text in it"
	    unless $got;
	my %want = map { ($_ => $want->{$_}) }
	    grep { defined $want->{$_} } qw(from to text id);
	my %got = map { ($_ => $got->{$_}) } keys %want;
	is_deeply \%got, \%want, "$v->{name}: from, to, text and id";
}

sub heard {
	my ($v) = @_;
	my $text = $v->{decoded}{text};
	$told{Forms::clean(Forms::octets($text))}++ if defined $text;
}

# A vector over HTTP: the real thing, and once more as a rehearsal.
sub http {
	my ($v) = @_;
	my ($query) = $v->{url} =~ /\?(.*)/s;
	my $r = { method => $v->{method}, suffix => '', query => $query // '',
	    headers => $v->{headers}, body => Forms::octets($v->{body}) };
	$r->{body} = undef if $r->{body} eq '' && $r->{method} eq 'GET';
	my $accept = $v->{expect} eq 'accept' && !$v->{algorithm_only};
	my $name = $v->{name} . ($v->{algorithm_only} ?
	    ' (right, but says too little: refused)' : '');
	my $answer = Signing::deliver($g, $v->{line}, $r);
	is $answer->{status}, $accept ? 200 : 403, "$name: answered";
	my $file = "$g->{dir}/request";
	Gehoor::spew($file, Signing::raw($v->{line}, $r));
	my ($status, $out, $err) = $g->tool('sms-test', $v->{line}, '--request',
	    $file, '--json');
	my $said = eval { decode_json($out) } or
	    return fail "$name: rehearsed" or diag "$status: $out$err";
	is $said->{status}, $answer->{status}, "$name: rehearsed";
	# Where nothing is published about a text there may be one.
	my ($first) = @{ $said->{messages} || [] };
	$v->{decoded}{text} //= $first->{text} if $accept && $first &&
	    length $first->{text};
	is $said->{verdict}, !$accept ? 'refused' :
	    defined $v->{decoded}{text} ? 'accepted' : 'ignored',
	    "$name: verdict";
	heard($v) if $accept;
	is $status, $accept ? 0 : 1, "$name: exit status";
	decoded($v, $first) if $accept;
	return is_deeply $said->{messages} // [], [], "$name: nothing decoded"
	    unless $accept;
}

# What programs on this machine hand over.
sub local_file {
	my ($v) = @_;
	mkdir "$g->{dir}/incoming";
	my $file = "$g->{dir}/incoming/$v->{url}";
	Gehoor::spew($file, Forms::octets($v->{body}));
	my $event = $v->{expect} eq 'accept' ? 'RECEIVED' : 'REPORT';
	return $g->tool('sms-in', $v->{line}, '--smstools3', '--json', $event,
	    $file);
}

sub local_env {
	my ($v) = @_;
	local %ENV = (%ENV, map { Forms::octets($_) } %{ $v->{headers} });
	return $g->tool('sms-in', $v->{line}, '--gammu', '--json', $v->{url});
}

sub local_program {
	my ($v) = @_;
	my ($status, $out, $err) = $v->{method} eq 'ENV' ? local_env($v) :
	    local_file($v);
	is $status, 0, "$v->{name}: taken" or diag $err;
	my $got = eval { decode_json($out) };
	return decoded($v, $got), heard($v) if $v->{expect} eq 'accept';
	unlike $out, qr/"text"/, "$v->{name}: nothing decoded";
}

my $clock = '';
for my $v (grep { $_->{line} } @vectors) {
	$g->clock($clock = moment($v)) if $clock ne moment($v);
	$v->{method} =~ /^(?:FILE|ENV)$/ ? local_program($v) : http($v);
	$done++;
}
my %kept;
$kept{Forms::octets($_->{text})}++ for $g->records('--box', 'lijn');
is_deeply \%kept, \%told, 'the texts stand in the log, each once';
is $g->stop, 0, 'gehoord ends in order';
is $done, $ALL, "$done of $ALL vectors";
note "$done of $ALL vectors";
done_testing;
